package ballot

import (
	"crypto/sha256"
	"encoding/hex"

	"teamtrust/survey"
)

// Commitment is the lower-case hex SHA-256 that binds a ballot's answers: the
// survey, the salt as it was sent, and every item in questionnaire order with
// its value, empty where it was not answered. The unit and the comments are left
// out: with the stored answers and salt, the unit would say which unit of a
// block a ballot came from.
func Commitment(id string, q *survey.Questionnaire, answers survey.Answers, salt string) string {
	sum := commitment(id, q, answers, salt)
	return hex.EncodeToString(sum[:])
}

func commitment(id string, q *survey.Questionnaire, answers survey.Answers, salt string) [sha256.Size]byte {
	b := make([]byte, 0, 1024)
	b = append(b, Protocol+" ballot\n"...)
	b = append(append(b, id...), '\n')
	b = append(append(b, salt...), '\n')
	for i := range q.Items {
		b = append(append(b, q.Items[i].ID...), '=')
		if a, ok := answers[q.Items[i].ID]; ok {
			b = append(b, a.String()...)
		}
		b = append(b, '\n')
	}
	return sha256.Sum256(b)
}
