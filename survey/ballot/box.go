package ballot

import (
	"io"

	"teamtrust/survey"
)

// Box is the body of a box request as a client writes it.
type Box struct {
	Unit       string            `json:"unit"`
	Nonce      string            `json:"nonce"`
	Token      string            `json:"token"`
	Answers    survey.Answers    `json:"answers"`
	Comments   map[string]string `json:"comments"`
	Salt       string            `json:"salt"`
	Commitment string            `json:"commitment"`
}

// NewBox makes a ballot with a fresh salt from random. It refuses answers that
// the server would refuse. The ballot is kept and sent unchanged until there is
// a receipt.
func (m *Manifest) NewBox(c Credential, answers survey.Answers, comments map[string]string, random io.Reader) (Box, error) {
	q := m.Questionnaire.Survey()
	if err := q.Check(answers); err != nil {
		return Box{}, err
	}
	if err := q.CheckComments(comments); err != nil {
		return Box{}, err
	}
	salt := make([]byte, SaltSize)
	if _, err := io.ReadFull(random, salt); err != nil {
		return Box{}, err
	}
	b := Box{
		Unit: c.Unit, Nonce: encode(c.Nonce), Token: encode(c.Token),
		Answers: answers, Comments: comments, Salt: encode(salt),
		Commitment: Commitment(m.Survey, q, answers, encode(salt)),
	}
	if b.Answers == nil {
		b.Answers = survey.Answers{}
	}
	if b.Comments == nil {
		b.Comments = map[string]string{}
	}
	return b, nil
}
