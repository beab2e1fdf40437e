package analytics

// Analysis is everything that is said of an answers file. A pointer is nil
// (JSON null) where a value is undefined or withheld. mean, sd, ci, eb, grand,
// tau2 and sigma2 are on the answer scale, score and points on 0–100, shares
// within 0–1.
type Analysis struct {
	Questionnaire string         `json:"questionnaire"`
	MinimumGroup  int            `json:"minimum_group"`
	Waves         []AnalysedWave `json:"waves"`
	Changes       []Change       `json:"changes"`
	DID           *AnalysedDID   `json:"did"`
	Recovery      []Recovery     `json:"recovery"`
}

// AnalysedWave is one wave, all teams together and each alone. Wave is nil
// where the file has no waves.
type AnalysedWave struct {
	Wave       *string                      `json:"wave"`
	N          *int64                       `json:"n"` // rows
	Hidden     bool                         `json:"hidden,omitempty"`
	Items      map[string]AnalysedItem      `json:"items"`
	Dimensions map[string]AnalysedDimension `json:"dimensions"`
	Total      AnalysedTotal                `json:"total"`
	Teams      []AnalysedTeam               `json:"teams"`
}

// Measured is what items, dimensions and totals have in common, over the n
// values that they have.
type Measured struct {
	N       *int64   `json:"n"`
	Mean    *float64 `json:"mean"`
	SD      *float64 `json:"sd"`
	Score   *float64 `json:"score"`
	Clipped string   `json:"clipped,omitempty"` // under release rules only
}

// Shares are those of answers, after keying; nil on scales of two or three
// points, where the outer bins overlap.
type Shares struct {
	Favourable   *float64 `json:"favourable"`
	Neutral      *float64 `json:"neutral"`
	Unfavourable *float64 `json:"unfavourable"`
}

// AnalysedItem is one item. Histogram is as answered, the rest after keying.
type AnalysedItem struct {
	Measured
	Shares
	Missing   *int64             `json:"missing"`
	Histogram map[string]float64 `json:"histogram"` // counts; shares under release rules
}

// AnalysedDimension is a dimension of a whole wave.
type AnalysedDimension struct {
	Measured
	Shares
	CI     *[2]float64 `json:"ci"`
	Alpha  *float64    `json:"alpha"`
	Omega  *float64    `json:"omega"`
	ICC1   *float64    `json:"icc1"`
	ICC2   *float64    `json:"icc2"`
	Tau2   *float64    `json:"tau2"`
	Sigma2 *float64    `json:"sigma2"`
	Grand  *float64    `json:"grand"`
}

// AnalysedTotal is the mean of a row's dimension scores.
type AnalysedTotal struct {
	Measured
	CI *[2]float64 `json:"ci"`
}

// AnalysedTeam is one team of a wave.
type AnalysedTeam struct {
	Team       string                   `json:"team"`
	N          *int64                   `json:"n"` // rows
	Hidden     bool                     `json:"hidden"`
	Reason     string                   `json:"reason,omitempty"`
	Dimensions map[string]TeamDimension `json:"dimensions"`
	Total      *TeamTotal               `json:"total"`
}

// TeamDimension is a dimension of one team.
type TeamDimension struct {
	Measured
	Shares
	CI           *[2]float64 `json:"ci"`
	RWG          *float64    `json:"rwg"`
	AWG          *float64    `json:"awg"`
	Polarisation *float64    `json:"polarisation"`
	Split        *bool       `json:"split"`
	EB           *float64    `json:"eb"`
	Rest         *Rest       `json:"rest"`
}

// TeamTotal is the total of one team.
type TeamTotal struct {
	AnalysedTotal
	Rest *Rest `json:"rest"`
}

// Change is what happened between two waves that follow each other: later
// minus earlier. Team is nil for everybody together; Dimension can be "total".
type Change struct {
	From      string      `json:"from"`
	To        string      `json:"to"`
	Team      *string     `json:"team"`
	Dimension string      `json:"dimension"`
	T         *float64    `json:"t"`
	DF        *float64    `json:"df"`
	P         *float64    `json:"p"`
	PAdjusted *float64    `json:"p_adjusted"`
	G         *float64    `json:"g"`
	GCI       *[2]float64 `json:"g_ci"`
	W         *float64    `json:"w"`
	WP        *float64    `json:"w_p"`
	Delta     *float64    `json:"delta"`
	Points    *float64    `json:"points"`
	PointsCI  *[2]float64 `json:"points_ci"`
	Smallest  *float64    `json:"smallest"`
	Words     *string     `json:"words"`
	// What follows is of changes between two releases: why there are no points
	// (ChangeAbsent and so on), and whether they are only a bound.
	Reason  string `json:"reason,omitempty"`
	Clipped string `json:"clipped,omitempty"`
}

// AnalysedDID is the difference in differences of totals about the incident.
type AnalysedDID struct {
	Estimate float64       `json:"estimate"`
	Cells    AnalysedCells `json:"cells"`
	OLS      *AnalysedTest `json:"ols"`
	CR2      *AnalysedTest `json:"cr2"`
}

// AnalysedCells are the four means, and the error that follows from them.
type AnalysedCells struct {
	Affected BeforeAfter `json:"affected"`
	Others   BeforeAfter `json:"others"`
	SE       *float64    `json:"se"`
	Tau2     *float64    `json:"tau2"`
}

// BeforeAfter are the totals before and after the incident.
type BeforeAfter struct {
	Before Cell `json:"before"`
	After  Cell `json:"after"`
}

// Cell is one group of totals.
type Cell struct {
	N    int64    `json:"n"`
	Mean float64  `json:"mean"`
	SD   *float64 `json:"sd"`
}

// AnalysedTest is a test of the estimate.
type AnalysedTest struct {
	SE float64 `json:"se"`
	T  float64 `json:"t"`
	DF float64 `json:"df"`
	P  float64 `json:"p"`
}

// Recovery is how far totals came back after the incident, on 0–100. Team is
// nil for all affected teams together. Refused says why a share or an
// exponential curve is not there.
type Recovery struct {
	Team        *string           `json:"team"`
	Baseline    *float64          `json:"baseline"`
	Low         *float64          `json:"low"`
	Share       *float64          `json:"share"`
	ShareCI     *[2]float64       `json:"share_ci"`
	Log         *AnalysedLog      `json:"log"`
	Exponential *AnalysedRecovery `json:"exponential"`
	Refused     *string           `json:"refused"`
	Points      []Point           `json:"-"` // of the waves after the incident, for a drawing
}

// AnalysedLog is score = a + b·ln(1 + t).
type AnalysedLog struct {
	A   float64 `json:"a"`
	B   float64 `json:"b"`
	SEB float64 `json:"se_b"`
}

// AnalysedRecovery is score = a − (a − y0)·e^(−kt).
type AnalysedRecovery struct {
	A        float64 `json:"a"`
	Y0       float64 `json:"y0"`
	K        float64 `json:"k"`
	HalfLife float64 `json:"half_life"`
}
