package ballot

import "teamtrust/survey"

// Invitation is one person's right to one ballot in one survey, as far as the
// collect route may know it: no person.
type Invitation struct {
	Survey   string
	Hash     string // lower-case hex SHA-256 of the secret
	Unit     string
	Blinded  string // lower-case hex SHA-256 of the blinded element; empty before collect
	Replaced bool   // it took the place of an earlier one, of which nothing is kept; Collect leaves it out
}

// Staged is one sealed ballot waiting for the close. All rows of one survey
// have Sealed of one size and, at any moment, one Epoch.
type Staged struct {
	Key    string // lower-case hex HMAC-SHA-256(spent key, nonce)
	Sealed []byte
	Epoch  string // of the keys that it is named and sealed by
}

// Opened is one ballot taken out of the box at close.
type Opened struct {
	Unit       string
	Nonce      []byte // 32 bytes
	Token      []byte // 64 bytes
	Answers    survey.Answers
	Comments   map[string]string
	Salt       string // as sent: base64url of 32 bytes
	Commitment string // lower-case hex SHA-256
}

// Stored is one counted ballot as it stays after the close.
type Stored struct {
	ID         string // 32 hex digits, random
	Block      string
	Answers    survey.Answers
	Salt       string
	Commitment string
}

// Spent is one used credential as it stays after the close.
type Spent struct {
	Block string `json:"block"`
	Nonce string `json:"nonce"` // base64url
	Token string `json:"token"` // base64url
}
