package store

import "teamtrust/migrations"

// keptTable is a table that a backup holds.
type keptTable struct {
	name  string
	key   string // its rows are written in this order, which is one of contents
	where string // which of its rows; empty: all
}

// keptTables are the tables of a backup, in an order in which they can be
// filled: what a row refers to comes before it. A new table has to be named here
// or in leftOut.
func keptTables() []keptTable {
	return []keptTable{
		{name: "people", key: "id"},
		{name: "manages", key: "person, team"},
		{name: "accounts", key: "id"},
		{name: "grants", key: "account, role, team, origin"},
		{name: "questionnaires", key: "id, version"},
		{name: "surveys", key: "id"},
		{name: "transitions", key: "survey, to_state"},
		{name: "cuts", key: "survey, cut, team"},
		{name: "manifests", key: "survey"},
		{name: "units", key: "survey, id"},
		{name: "teams", key: "survey, path"},
		{name: "rosters", key: "survey, unit"},
		{name: "roster_confirmations", key: "survey"},
		{name: "invitations", key: "survey, hash"},
		{name: "replacements", key: "survey, person"},
		{name: "exports", key: "survey"},
		{name: "reissued", key: "survey, unit"},
		{name: "staging", key: "survey, key"}, // the key is an HMAC: the order says nothing
		{name: "ballots", key: "id"},          // random
		{name: "comments", key: "id"},         // random
		{name: "spent", key: "survey, block, nonce"},
		{name: "commitments", key: "survey"},
		{name: "releases", key: "survey"},
		{name: "tallies", key: "survey, block"},
		{name: "epochs", key: "survey, epoch"},
		{name: "bands", key: "survey, at"},
		{name: "readings", key: "survey, team, account, role, kind"},
		{name: "log", key: "position"},
		{name: "checkpoints", key: "size"},
		{name: "audit", key: "seq"},
		{name: "settings", key: "key", where: "key = 'organisation'"}, // others are secrets, uploads, or of this machine
	}
}

// leftOut are the tables that no backup holds: whoever was signed in, or has a
// link to sign in with, begins anew.
func leftOut() []string { return []string{"sessions", "sign_in_links"} }

// columnKind is how the values of a column stand in a backup.
type columnKind string

// The kinds. Both databases have all of them: a boolean is the integer 0 or 1,
// JSON is text.
const (
	textColumn    columnKind = "text"
	integerColumn columnKind = "integer"
	bytesColumn   columnKind = "bytes"
)

// column is a column of a table as a backup has it, and as the database does.
type column struct {
	Name string     `json:"name"`
	Kind columnKind `json:"kind"`

	boolean, json bool // what it is in this database
}

// setType takes the type that a database gives a column; false where a backup
// has no values of it.
func (c *column) setType(name string) bool {
	switch name {
	case "TEXT", "text":
		c.Kind = textColumn
	case "jsonb":
		c.Kind, c.json = textColumn, true
	case "INTEGER", "integer", "bigint":
		c.Kind = integerColumn
	case "boolean":
		c.Kind, c.boolean = integerColumn, true
	case "BLOB", "bytea":
		c.Kind = bytesColumn
	default:
		return false
	}
	return true
}

// columnsQuery lists name and type of a table's columns, in order.
func columnsQuery(dialect migrations.Dialect) string {
	if dialect == migrations.Postgres {
		return `SELECT column_name, data_type FROM information_schema.columns
			WHERE table_schema = current_schema() AND table_name = ? ORDER BY ordinal_position`
	}
	return "SELECT name, type FROM pragma_table_info(?) ORDER BY cid"
}
