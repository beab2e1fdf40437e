package ballot

import (
	"context"

	"teamtrust/survey"
)

// Receipt is the answer to a ballot that was accepted.
type Receipt struct {
	Receipt string `json:"receipt"` // Ed25519 signature, base64url
}

// Collect answers a collect request with the evaluation of its blinded element
// for the invitation's unit. The element is checked before the invitation is
// looked up. It is idempotent: the same request gives the same evaluated element
// again, also after a crash; another element gives CodeUsed. Further codes:
// CodeBadRequest, CodeTooLarge, CodeNotFound alike for every secret that no
// invitation has, and CodeClosed.
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
		return Evaluation{}, survey.Errorf(survey.CodeNotFound, "There is no such invitation; use the newest link that you were sent.")
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

// Cast answers a box request: the ballot is kept when it returns, and the same
// credential replaces its earlier ballot. Errors are those of Desk.Accept,
// CodeNotFound and CodeClosed.
func (o *Office) Cast(ctx context.Context, id string, body []byte) (Receipt, error) {
	d, err := o.desk(ctx, id)
	if err != nil {
		return Receipt{}, err
	}
	var row Staged
	var receipt string
	err = o.compute(ctx, func() (err error) {
		row, receipt, err = d.Accept(body)
		return err
	})
	if err != nil {
		return Receipt{}, err
	}
	if err := o.staging.Stage(ctx, id, row); err != nil {
		return Receipt{}, o.closed(id, err)
	}
	return Receipt{Receipt: receipt}, nil
}

// Withdraw takes the ballot of a credential out of the box, whether or not there
// is one; the credential may cast again. Errors as of Cast.
func (o *Office) Withdraw(ctx context.Context, id string, body []byte) error {
	d, err := o.desk(ctx, id)
	if err != nil {
		return err
	}
	var row Staged
	err = o.compute(ctx, func() (err error) {
		row, err = d.Withdraw(body)
		return err
	})
	if err != nil {
		return err
	}
	return o.closed(id, o.staging.Stage(ctx, id, row))
}
