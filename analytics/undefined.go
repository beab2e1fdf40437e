package analytics

// Undefined says why a measure has no value. The empty one says that it has:
// a measure is either a finite number or a reason, never NaN and never zero
// for want of something better.
type Undefined string

// Why a measure has no value.
const (
	Defined       Undefined = ""
	TooFew        Undefined = "there are too few values"
	NoSpread      Undefined = "the values do not differ"
	AllTied       Undefined = "all values of both groups are equal"
	OneItem       Undefined = "it needs more items"
	NoRest        Undefined = "nothing is left to compare with"
	OutOfRange    Undefined = "the mean is too close to an end of the scale"
	Everybody     Undefined = "everybody answered"
	MoreThanAll   Undefined = "there are more values than people"
	Heywood       Undefined = "one factor explains more than all of an item"
	NoCommon      Undefined = "the items have nothing in common"
	NotConverged  Undefined = "the fit did not converge"
	OneTeam       Undefined = "it needs two teams and more values than teams"
	EmptyCell     Undefined = "teams or waves to compare with are missing"
	UnclearDrop   Undefined = "the drop itself is not clear"
	ConstantCurve Undefined = "the series is constant"
	UnclearRate   Undefined = "the interval of the rate of recovery includes zero"
	BeyondScale   Undefined = "the curve ends outside 0 to 100"
	BeyondSpan    Undefined = "half of the recovery would take longer than was observed"
	FewPoints     Undefined = "there are too few surveys after the incident"
)
