package analytics_test

import (
	"testing"

	"teamtrust/analytics"
)

// Correlations are upper triangles by rows.
func TestOneFactorOfItemsThatHaveLittleInCommon(t *testing.T) {
	// psych's uniquenesses end at the edge here; there is a higher place with
	// none at the edge, which is not the factor.
	noise := []float64{1, .167, -.040, -.081, .175, 1, .155, .067, -.072, 1, .088, -.081, 1, .048, 1}
	if omega, why := analytics.OmegaOf(noise, 5); why != analytics.Heywood {
		t.Errorf("omega is %g (%s), and the factor explains all of an item", omega, why)
	}
	opposite := []float64{1, .5, -.5, 1, -1, 1}
	if omega, why := analytics.OmegaOf(opposite, 3); why == analytics.Defined {
		t.Errorf("omega of items that are one and its opposite is %g", omega)
	}
}

func TestAFactorOfTwoItemsAloneIsThatOfPsych(t *testing.T) {
	for name, correlations := range map[string][]float64{
		"first and last": {1, 0, .26, 1, 0, 1}, "first two": {1, .26, 0, 1, 0, 1}, "last two": {1, 0, 0, 1, .26, 1},
	} {
		omega, why := analytics.OmegaOf(correlations, 3)
		if why != analytics.Defined || off(omega, .2954545455) > omegaTol {
			t.Errorf("%s: omega is %g (%s)", name, omega, why)
		}
	}
}

func TestItemsThatCancelEachOtherOutHaveNoAlpha(t *testing.T) {
	// Four items with the same sum in every row: rounded covariances would not
	// quite add up to zero, and alpha would be -72057594037927936.
	c := completeOf(1, 5, []int{3, 3, 4, 5}, []int{3, 2, 5, 5}, []int{4, 1, 5, 5}, []int{2, 5, 4, 4}, []int{4, 3, 4, 4}, []int{4, 3, 4, 4})
	if alpha, why := analytics.Alpha(c); why != analytics.NoSpread {
		t.Errorf("alpha is %g (%s)", alpha, why)
	}
	if omega, why := analytics.Omega(c); why == analytics.Defined {
		t.Errorf("omega is %g", omega)
	}
}
