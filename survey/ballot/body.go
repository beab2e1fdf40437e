package ballot

import "teamtrust/survey"

// collectBody is the body of a collect request.
type collectBody struct {
	secret  []byte
	blinded Element
}

// boxBody is the body of a box request. Of a withdrawal only the credential is
// set.
//
// What does not fit inside of answers and comments is no failure of form: it is
// remembered in misfit and told when answers are checked, after everything that
// comes before them in the order of checks.
type boxBody struct {
	unit       string
	nonce      []byte
	token      []byte
	answers    survey.Answers
	comments   map[string]string
	salt       string
	commitment []byte
	misfit     error
}

func newScanner(body []byte) (*scanner, error) {
	if len(body) > MaxBody {
		return nil, survey.Errorf(survey.CodeTooLarge, "The body has more than %d bytes; shorten the comments.", MaxBody)
	}
	return &scanner{data: string(body)}, nil
}

func parseCollect(body []byte) (collectBody, error) {
	var b collectBody
	var invitation, blinded string
	err := texts(body, member{"invitation", &invitation}, member{"blinded", &blinded})
	if err != nil {
		return b, err
	}
	element, err := decode("blinded", blinded, ElementSize)
	if err != nil {
		return b, err
	}
	if b.blinded, err = ParseElement(element); err != nil {
		return b, err
	}
	b.secret, err = decode("invitation", invitation, SecretSize)
	return b, err
}

func parseHolder(body []byte) ([]byte, error) {
	var invitation string
	if err := texts(body, member{"invitation", &invitation}); err != nil {
		return nil, err
	}
	return decode("invitation", invitation, SecretSize)
}

func parseWithdraw(body []byte) (boxBody, error) {
	var nonce, token string
	var b boxBody
	err := texts(body, member{"unit", &b.unit}, member{"nonce", &nonce}, member{"token", &token})
	if err != nil {
		return b, err
	}
	return b, b.credential(nonce, token)
}

type member struct {
	name string
	to   *string
}

// texts reads an object of exactly the given members, all strings.
func texts(body []byte, want ...member) error {
	s, err := newScanner(body)
	if err != nil {
		return err
	}
	found := map[string]bool{}
	err = s.document(func(name string) error {
		for _, m := range want {
			if m.name == name {
				found[name] = true
				return s.textOf(name, m.to)
			}
		}
		return unknownMember(name)
	})
	if err != nil {
		return err
	}
	for _, m := range want {
		if !found[m.name] {
			return missingMember(m.name)
		}
	}
	return nil
}

func parseBox(body []byte) (boxBody, error) {
	var b boxBody
	s, err := newScanner(body)
	if err != nil {
		return b, err
	}
	var nonce, token, commitment string
	err = s.document(func(name string) error {
		switch name {
		case "unit":
			return s.textOf(name, &b.unit)
		case "nonce":
			return s.textOf(name, &nonce)
		case "token":
			return s.textOf(name, &token)
		case "salt":
			return s.textOf(name, &b.salt)
		case "commitment":
			return s.textOf(name, &commitment)
		case "answers":
			b.answers = survey.Answers{}
			return b.readAnswers(s)
		case "comments":
			b.comments = map[string]string{}
			return b.readComments(s)
		}
		return unknownMember(name)
	})
	if err != nil {
		return b, err
	}
	return b, b.complete(nonce, token, commitment)
}

func (b *boxBody) complete(nonce, token, commitment string) error {
	if b.answers == nil {
		return missingMember("answers")
	}
	if err := b.credential(nonce, token); err != nil {
		return err
	}
	if _, err := decode("salt", b.salt, SaltSize); err != nil {
		return err
	}
	var ok bool
	if b.commitment, ok = decodeHash(commitment); !ok {
		return badRequest("commitment", "commitment must be a SHA-256 as 64 lower-case hex digits.")
	}
	return nil
}

func (b *boxBody) credential(nonce, token string) (err error) {
	if !survey.ValidID(b.unit) {
		return badRequest("unit", "unit must be the id of a unit of the manifest.")
	}
	if b.nonce, err = decode("nonce", nonce, NonceSize); err != nil {
		return err
	}
	b.token, err = decode("token", token, TokenSize)
	return err
}

func unknownMember(name string) error {
	return badRequest("", "The body has an unknown member %.40q; remove it.", name)
}

func missingMember(name string) error {
	return badRequest(name, "The body lacks the member %s.", name)
}
