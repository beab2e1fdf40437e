// Package audit plays the attacker against everything that was ever released.
// It knows what anybody may know who reads all that was published over time
// (manifests, verify pages, participation bands, releases, labels and numbers
// of comments, exported numbers), adds and subtracts it in every way, and says
// what follows about fewer people than a release may speak of.
//
// The unknowns are what each block's ballots add up to. Every published number
// is an equation about them: sums of items from n and mean, sums of squares
// from the SD, counts from shares. Which groups of blocks can be had from these
// is settled by elimination modulo a large prime; what their values can be, by
// propagating the intervals that rounding leaves; how single answers are
// bounded by several numbers together, by linear programming.
//
// What is not here: storage, files and clocks, and anything that was not
// published. The rules that it checks are docs/anonymity.md §5; what it cannot
// see is in docs/decisions.
package audit
