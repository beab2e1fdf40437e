package ballot

import (
	"context"
	"errors"

	"teamtrust/survey"
)

// Receipt is the answer to a ballot that was accepted.
type Receipt struct {
	Receipt string `json:"receipt"` // Ed25519 signature, base64url
}

// Collect, Cast and Withdraw check in one order: the size and form of the body,
// the blinded element included (CodeTooLarge, CodeBadRequest), that there is
// such a survey (CodeNotFound), that it is open (CodeClosed), and only then
// what only an open survey can tell.

// Collect answers a collect request with the evaluation of its blinded element
// for the invitation's unit. It is idempotent: the same element is evaluated to
// the same again, also after a crash; another element gives CodeUsed. A secret
// that no invitation has gives CodeNotFound, always alike.
func (o *Office) Collect(ctx context.Context, id string, body []byte) (Evaluation, error) {
	b, err := parseCollect(body)
	if err != nil {
		return Evaluation{}, err
	}
	d, err := o.desk(ctx, id)
	if err != nil {
		return Evaluation{}, err
	}
	hash := b.blinded.Hash()
	inv, err := o.roll.Collect(ctx, id, SecretHash(b.secret), hash)
	if survey.CodeOf(err) == survey.CodeNotFound {
		return Evaluation{}, unknownInvitation()
	}
	if err != nil {
		return Evaluation{}, o.closed(id, err)
	}
	if inv.Blinded != hash {
		return Evaluation{}, survey.Errorf(survey.CodeUsed, "A ballot was already handed out for this invitation; continue in the browser where you opened it, or ask HR to replace the invitation.")
	}
	var e Evaluation
	err = o.compute(ctx, func() (err error) {
		e, err = d.Issue(inv.Unit, b.blinded)
		return err
	})
	return e, err
}

// Holder returns the unit of the invitation whose secret a roster request
// carries, and nothing of its state, which it does not change. Its checks are
// those of Collect, in the same order.
func (o *Office) Holder(ctx context.Context, id string, body []byte) (unit string, err error) {
	secret, err := parseHolder(body)
	if err != nil {
		return "", err
	}
	switch sv, err := o.survey(ctx, id); {
	case err != nil:
		return "", err
	case !sv.TakesBallots(o.now()):
		return "", noMoreBallots()
	}
	in, err := o.roll.Invitation(ctx, id, SecretHash(secret))
	if survey.CodeOf(err) == survey.CodeNotFound {
		return "", unknownInvitation()
	}
	return in.Unit, err
}

func unknownInvitation() error {
	return survey.Errorf(survey.CodeNotFound, "There is no such invitation; use the newest link that you were sent.")
}

// Cast answers a box request: the ballot is kept when it returns, and the same
// credential replaces its earlier ballot. Answers, comments and commitment are
// checked (CodeBadAnswer) before the token (CodeForbidden).
func (o *Office) Cast(ctx context.Context, id string, body []byte) (Receipt, error) {
	b, err := parseBox(body)
	if err != nil {
		return Receipt{}, err
	}
	var receipt string
	err = o.put(ctx, id, func(d *Desk) (row Staged, err error) {
		row, receipt, err = d.accept(&b)
		return row, err
	})
	if err != nil {
		return Receipt{}, err
	}
	return Receipt{Receipt: receipt}, nil
}

// Withdraw takes the ballot of a credential out of the box, whether or not there
// is one; the credential may cast again. A false token gives CodeForbidden.
func (o *Office) Withdraw(ctx context.Context, id string, body []byte) error {
	b, err := parseWithdraw(body)
	if err != nil {
		return err
	}
	return o.put(ctx, id, func(d *Desk) (Staged, error) { return d.withdraw(&b) })
}

// mixesAtMost is how often a row is sealed again because its box was mixed
// meanwhile. Mixes are an hour apart, but for a test that hurries.
const mixesAtMost = 20

// put seals a row and stages it. Where the box was mixed since the desk's keys
// were read, it is sealed again with those of the new epoch.
func (o *Office) put(ctx context.Context, id string, seal func(*Desk) (Staged, error)) (err error) {
	for range mixesAtMost {
		if err = o.putOnce(ctx, id, seal); !errors.Is(err, ErrMixed) {
			return err
		}
		o.Forget(id)
	}
	return err
}

func (o *Office) putOnce(ctx context.Context, id string, seal func(*Desk) (Staged, error)) error {
	d, err := o.desk(ctx, id)
	if err != nil {
		return err
	}
	var row Staged
	err = o.compute(ctx, func() (err error) {
		row, err = seal(d)
		return err
	})
	if err != nil {
		return o.refusal(ctx, id, err)
	}
	return o.closed(id, o.staging.Stage(ctx, id, row))
}
