package ballot

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"unicode/utf8"

	"teamtrust/survey"
)

// cut takes bytes off the front; it remembers when there were too few.
type cut struct {
	rest  []byte
	short bool
}

func (c *cut) take(n int) []byte {
	if n > len(c.rest) {
		c.short, c.rest = true, nil
		return make([]byte, n)
	}
	b := c.rest[:n]
	c.rest = c.rest[n:]
	return b
}

// outline finds in a plaintext of any questionnaire what does not depend on it:
// the nonce, and how many bytes are used.
func outline(plain []byte) (nonce []byte, used int, err error) {
	if len(plain) < headerSize || plain[0] != layoutVersion {
		return nil, 0, errLayout
	}
	used = headerSize + int(binary.BigEndian.Uint16(plain[2:]))
	if used > len(plain) {
		return nil, 0, errLayout
	}
	c := &cut{rest: plain[headerSize:used]}
	switch plain[1] {
	case kindBallot:
		c.take(int(c.take(1)[0]))
	case kindWithdrawn:
	default:
		return nil, 0, errLayout
	}
	nonce = c.take(NonceSize)
	if c.short {
		return nil, 0, errLayout
	}
	return nonce, used, nil
}

func (l layout) readBallot(body []byte) (Opened, error) {
	c := &cut{rest: body}
	o := Opened{
		Unit:  string(c.take(int(c.take(1)[0]))),
		Nonce: bytes.Clone(c.take(NonceSize)),
		Token: bytes.Clone(c.take(TokenSize)),
		Salt:  encode(c.take(SaltSize)),
	}
	o.Commitment = hex.EncodeToString(c.take(sha256.Size))
	var err error
	if o.Answers, err = l.readAnswers(c); err != nil {
		return Opened{}, err
	}
	if o.Comments, err = l.readComments(c); err != nil {
		return Opened{}, err
	}
	if c.short || len(c.rest) != 0 || !survey.ValidID(o.Unit) {
		return Opened{}, errLayout
	}
	return o, nil
}

func (l layout) readAnswers(c *cut) (survey.Answers, error) {
	answers := make(survey.Answers, len(l.q.Items))
	points := l.q.Scale.Points()
	for i, v := range c.take(len(l.q.Items)) {
		it, n := &l.q.Items[i], int(v)
		switch {
		case n == 0:
		case n <= points:
			answers[it.ID] = survey.Answer{Value: l.q.Scale.Lo + n - 1}
		case n <= points+len(it.Extra):
			answers[it.ID] = survey.Answer{Code: it.Extra[n-points-1].Code}
		default:
			return nil, errLayout
		}
	}
	return answers, nil
}

func (l layout) readComments(c *cut) (map[string]string, error) {
	var comments map[string]string
	for _, p := range l.q.Comments {
		text := c.take(int(binary.BigEndian.Uint16(c.take(2))))
		if !utf8.Valid(text) {
			return nil, errLayout
		}
		if len(text) == 0 {
			continue
		}
		if comments == nil {
			comments = make(map[string]string, len(l.q.Comments))
		}
		comments[p.ID] = string(text)
	}
	return comments, nil
}
