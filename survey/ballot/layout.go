package ballot

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"teamtrust/survey"
)

// The plaintext of a sealed row. It has one length for a questionnaire, so that
// neither an answer, a comment nor a withdrawal shows from outside:
//
//	1   version, 1
//	1   kind, 1 ballot or 2 withdrawn
//	2   length of the body, big-endian
//	…   body
//	…   zeros up to the length that the questionnaire gives
//
// The body of a withdrawal is the nonce. The body of a ballot is
//
//	1+… length of the unit's id, and the id
//	32  nonce
//	64  token
//	32  salt
//	32  commitment
//	…   one byte for every item in questionnaire order: 0 not answered, 1 to
//	    points a value counted from the low end of the scale, above them an
//	    extra code counted from the item's first
//	…   for every prompt in questionnaire order: 2 length big-endian, and UTF-8
const (
	layoutVersion = 1
	kindBallot    = 1
	kindWithdrawn = 2

	headerSize = 4
	maxUnit    = 32  // the longest id
	paddingTo  = 256 // lengths are multiples of it
	maxExtra   = 200 // codes of one item that fit its byte beside the scale
)

// layout writes and reads plaintexts of one questionnaire.
type layout struct {
	q    *survey.Questionnaire
	size int
}

func newLayout(q *survey.Questionnaire) layout {
	longest := headerSize + 1 + maxUnit + NonceSize + TokenSize + 2*SaltSize +
		len(q.Items) + len(q.Comments)*(2+survey.MaxCommentRunes*utf8.UTFMax)
	return layout{q: q, size: (longest + paddingTo - 1) / paddingTo * paddingTo}
}

// append adds the plaintext of a ballot whose answers and comments were checked.
func (l layout) append(dst []byte, b *boxBody) ([]byte, error) {
	salt, err := decode("salt", b.salt, SaltSize)
	if err != nil {
		return nil, err
	}
	start := len(dst)
	dst = append(dst, layoutVersion, kindBallot, 0, 0, byte(len(b.unit)))
	dst = append(dst, b.unit...)
	dst = append(dst, b.nonce...)
	dst = append(dst, b.token...)
	dst = append(dst, salt...)
	dst = append(dst, b.commitment...)
	for i := range l.q.Items {
		dst = append(dst, l.answerByte(&l.q.Items[i], b.answers))
	}
	for _, p := range l.q.Comments {
		text := b.comments[p.ID]
		if strings.TrimSpace(text) == "" {
			text = "" // nobody wrote this
		}
		dst = binary.BigEndian.AppendUint16(dst, uint16(len(text)))
		dst = append(dst, text...)
	}
	return l.pad(dst, start)
}

func (l layout) appendWithdrawn(dst, nonce []byte) ([]byte, error) {
	start := len(dst)
	dst = append(dst, layoutVersion, kindWithdrawn, 0, 0)
	return l.pad(append(dst, nonce...), start)
}

func (l layout) pad(dst []byte, start int) ([]byte, error) {
	used := len(dst) - start
	if used > l.size {
		return nil, fmt.Errorf("a ballot of %d bytes does not fit the %d bytes of its questionnaire", used, l.size)
	}
	binary.BigEndian.PutUint16(dst[start+2:], uint16(used-headerSize))
	dst = slices.Grow(dst, l.size-used)[:start+l.size]
	clear(dst[start+used:])
	return dst, nil
}

func (l layout) answerByte(it *survey.Item, answers survey.Answers) byte {
	a, ok := answers[it.ID]
	if !ok {
		return 0
	}
	if a.Code == "" {
		return byte(a.Value - l.q.Scale.Lo + 1)
	}
	for i, x := range it.Extra {
		if x.Code == a.Code {
			return byte(l.q.Scale.Points() + 1 + i)
		}
	}
	return 0
}

var errLayout error = &survey.Fault{Text: "the plaintext does not have the layout of this questionnaire"}

// read takes a plaintext apart; withdrawn ones give only the nonce.
func (l layout) read(plain []byte) (o Opened, withdrawn bool, err error) {
	if len(plain) != l.size || plain[0] != layoutVersion {
		return o, false, errLayout
	}
	length := int(binary.BigEndian.Uint16(plain[2:]))
	if length > l.size-headerSize {
		return o, false, errLayout
	}
	body := plain[headerSize : headerSize+length]
	for _, b := range plain[headerSize+length:] {
		if b != 0 {
			return o, false, errLayout
		}
	}
	switch {
	case plain[1] == kindWithdrawn && length == NonceSize:
		return Opened{Nonce: body}, true, nil
	case plain[1] == kindBallot:
		o, err = l.readBallot(body)
		return o, false, err
	}
	return o, false, errLayout
}
