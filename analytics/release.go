package analytics

// Release is the immutable, suppressed, published result of one survey. It is
// made once, when the survey closes; pages, charts, CSV, workbook and the
// command line all read this value and nothing else.
//
// A pointer is nil (JSON null) where a value is withheld or undefined. Means,
// SDs and intervals are on the answer scale with two decimals; score is 0–100
// with one decimal; shares are 0–1 with two decimals.
type Release struct {
	Survey        string  `json:"survey"`
	Name          string  `json:"name"`
	Questionnaire string  `json:"questionnaire"`
	MinimumGroup  int     `json:"minimum_group"`
	Invited       int     `json:"invited"`
	Cast          *int    `json:"cast"`         // ballots counted; nil where no block exists
	ReleaseHash   string  `json:"release_hash"` // hex SHA-256 of the RFC 8785 form without this member
	Rehearsal     bool    `json:"rehearsal"`
	Hidden        bool    `json:"hidden,omitempty"` // no block exists: nothing can be shown
	Lost          bool    `json:"lost,omitempty"`   // the survey was closed without its ballots, because keys or ballots were lost
	Blocks        []Block `json:"blocks"`
	Waves         []Wave  `json:"waves"` // exactly one
	// By cuts, where any were declared; for the organisation only.
	Cuts []CutFigures `json:"cuts,omitempty"`
}

// Block is the smallest thing a release can speak of: units whose ballots are
// counted together.
type Block struct {
	ID      string   `json:"id"`
	Team    *string  `json:"team"` // path of the node it formed at; nil at the organisation
	Units   []string `json:"units"`
	N       int      `json:"n"` // ballots: at most invited and replaced together
	Invited int      `json:"invited"`
	// Invitations that HR replaced, each of which may have brought two ballots.
	Replaced int `json:"replaced,omitempty"`
}

// Wave is the organisation's figure and those of all teams of the frozen tree.
type Wave struct {
	Wave string `json:"wave"` // the survey's id
	Figure
	Teams []Team `json:"teams"`
}

// Team is one team's figure, or the reason why it has none.
type Team struct {
	Team   string `json:"team"` // full path
	Hidden bool   `json:"hidden"`
	Reason string `json:"reason,omitempty"` // ReasonFew or ReasonMerged
	*Figure
}

// Why a team has no figure of its own.
const (
	ReasonFew    = "few"    // fewer than k ballots at and below it
	ReasonMerged = "merged" // its ballots are counted in a block above it
)

// Figure is what a release says of one team: the blocks at and below it.
type Figure struct {
	N          *int                 `json:"n"`
	Invited    *int                 `json:"invited"`
	Blocks     []string             `json:"blocks"`
	Items      map[string]Item      `json:"items"`
	Dimensions map[string]Dimension `json:"dimensions"`
	Total      Total                `json:"total"`
}

// Level is what a release says of an item or a dimension of one figure, over
// the ballots that answered all items of the dimension.
type Level struct {
	N            *int        `json:"n"`      // the figure's n; nil when withheld
	Blocks       []string    `json:"blocks"` // the coverage; empty when withheld
	Mean         *float64    `json:"mean"`
	SD           *float64    `json:"sd"`
	Score        *float64    `json:"score"`
	CI           *[2]float64 `json:"ci"`
	Clipped      string      `json:"clipped,omitempty"` // "at_least", "at_most", "both"
	Favourable   *float64    `json:"favourable"`
	Neutral      *float64    `json:"neutral"`
	Unfavourable *float64    `json:"unfavourable"`
}

// Item is the Level of one item, after keying, with its distribution as
// answered.
type Item struct {
	Level
	Missing   *int                `json:"missing"`         // organisation only, and only from k up
	Histogram map[string]float64  `json:"histogram"`       // shares by scale value; nil when withheld
	Extra     map[string]*float64 `json:"extra,omitempty"` // share of the figure's ballots by code; every code of the item, nil when withheld
}

// Dimension is the Level of one dimension with what is said of it as a
// measure. Alpha to Within are of the organisation's figure only, RWG to Rest
// of a team's only; the others are nil there. Releases that were made before
// these were published have none of them.
type Dimension struct {
	Level
	Alpha        *float64 `json:"alpha"`
	Omega        *float64 `json:"omega"`
	ICC1         *float64 `json:"icc1"`
	ICC2         *float64 `json:"icc2"`
	Tau2         *float64 `json:"tau2"`
	Sigma2       *float64 `json:"sigma2"`
	Grand        *float64 `json:"grand"`
	Within       *Within  `json:"within,omitempty"`
	RWG          *float64 `json:"rwg"`
	AWG          *float64 `json:"awg"`
	Polarisation *float64 `json:"polarisation"`
	Split        *bool    `json:"split"`
	EB           *float64 `json:"eb"`
	Rest         *Rest    `json:"rest"`
}

// Within is the survey's pooled spread within blocks, from which the intervals
// of small figures and of their changes follow.
type Within struct {
	SD float64 `json:"sd"` // on the answer scale, two decimals
	DF int     `json:"df"` // at least 1; counts all ballots of the blocks, not only complete ones
}

// Rest compares a team with the rest of the organisation, team minus rest;
// three decimals.
type Rest struct {
	T         *float64 `json:"t"`
	DF        *float64 `json:"df"`
	P         *float64 `json:"p"`
	PAdjusted *float64 `json:"p_adjusted"`
	G         *float64 `json:"g"`
	Delta     *float64 `json:"delta"`
}

// Total is the mean of the published means of all dimensions; it is nil when
// one of them is withheld. It has no n and no SD of its own, and so is not
// compared with the rest; Within is of the organisation's figure only.
type Total struct {
	N       *int        `json:"n"`
	Blocks  []string    `json:"blocks"`
	Mean    *float64    `json:"mean"`
	SD      *float64    `json:"sd"`
	Score   *float64    `json:"score"`
	CI      *[2]float64 `json:"ci"`
	Clipped string      `json:"clipped,omitempty"`
	Within  *Within     `json:"within,omitempty"`
}
