package ballot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"teamtrust/survey"
)

// maxManifest bounds what a client reads of a manifest, maxAnswer of every other
// answer.
const (
	maxManifest = 16 << 20
	maxAnswer   = 64 << 10
)

// Client speaks the protocol over HTTP as a browser does, for rehearsals, tests
// and checks. It is safe for concurrent use. Every request may be repeated
// with the same arguments after any failure; the client itself repeats none.
//
// Errors that the server answered are *survey.Error with its code. All others are
// not: either it is unknown whether the request was carried out, and it may be
// repeated, or a manifest was changed or a proof does not hold, and then nothing
// must be sent to the server any more.
type Client struct {
	url    string
	http   *http.Client
	random io.Reader

	mu        sync.Mutex
	manifests map[string]*Manifest // by survey and hash
}

// NewClient makes a client of the server at url. It follows no redirect and sends
// no cookie, whatever client does. random must be as good as crypto/rand.Reader
// wherever answers are real.
func NewClient(url string, client *http.Client, random io.Reader) *Client {
	plain := *client
	plain.Jar = nil
	plain.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{url: strings.TrimRight(url, "/"), http: &plain, random: random, manifests: map[string]*Manifest{}}
}

// Manifest fetches the manifest of a survey and checks it against the hash of
// an invitation link. It is fetched once for each hash.
func (c *Client) Manifest(ctx context.Context, id, hash string) (*Manifest, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if m := c.manifests[id+"#"+hash]; m != nil {
		return m, nil
	}
	raw, err := c.send(ctx, http.MethodGet, id, "", nil, http.StatusOK, maxManifest)
	if err != nil {
		return nil, err
	}
	m, err := ParseManifest(raw)
	if err != nil {
		return nil, err
	}
	if m.Survey != id || m.Hash != hash {
		return nil, fmt.Errorf("the manifest of survey %s is not the one of this invitation link; do not answer, and tell your works council", id)
	}
	c.manifests[id+"#"+hash] = m
	return m, nil
}

// Collect exchanges an invitation's secret for a credential. The caller keeps b
// before and repeats the call with it until it succeeds.
func (c *Client) Collect(ctx context.Context, m *Manifest, secret []byte, b Blinding) (Credential, error) {
	blinded, err := m.Blinded(b)
	if err != nil {
		return Credential{}, err
	}
	body, err := json.Marshal(map[string]string{"invitation": encode(secret), "blinded": encode(blinded)})
	if err != nil {
		return Credential{}, err
	}
	raw, err := c.send(ctx, http.MethodPost, m.Survey, "/collect", body, http.StatusOK, maxAnswer)
	if err != nil {
		return Credential{}, err
	}
	var e Evaluation
	if err := json.Unmarshal(raw, &e); err != nil {
		return Credential{}, fmt.Errorf("read the answer to collect: %w", err)
	}
	return m.Finalize(b, e)
}

// Cast puts a ballot made by NewBox into the box and checks the receipt.
func (c *Client) Cast(ctx context.Context, m *Manifest, b Box) (string, error) {
	body, err := json.Marshal(b)
	if err != nil {
		return "", err
	}
	raw, err := c.send(ctx, http.MethodPost, m.Survey, "/box", body, http.StatusCreated, maxAnswer)
	if err != nil {
		return "", err
	}
	var r Receipt
	if err := json.Unmarshal(raw, &r); err != nil {
		return "", fmt.Errorf("read the receipt: %w", err)
	}
	return r.Receipt, m.CheckReceipt(b.Commitment, r.Receipt)
}

// Withdraw takes the ballot of a credential out of the box.
func (c *Client) Withdraw(ctx context.Context, m *Manifest, cr Credential) error {
	body, err := json.Marshal(map[string]string{"unit": cr.Unit, "nonce": encode(cr.Nonce), "token": encode(cr.Token)})
	if err != nil {
		return err
	}
	_, err = c.send(ctx, http.MethodDelete, m.Survey, "/box", body, http.StatusNoContent, maxAnswer)
	return err
}

// Answer does everything that the holder of an invitation link does: it checks
// the manifest, collects, casts and checks the receipt. It keeps nothing, so it
// is for rehearsals only: after a failure in between the invitation is used.
func (c *Client) Answer(ctx context.Context, link string, answers survey.Answers, comments map[string]string) error {
	l, err := ParseLink(link)
	if err != nil {
		return err
	}
	m, err := c.Manifest(ctx, l.Survey, l.Hash)
	if err != nil {
		return err
	}
	blinding, err := NewBlinding(c.random)
	if err != nil {
		return err
	}
	credential, err := c.Collect(ctx, m, l.Secret, blinding)
	if err != nil {
		return err
	}
	box, err := m.NewBox(credential, answers, comments, c.random)
	if err != nil {
		return err
	}
	_, err = c.Cast(ctx, m, box)
	return err
}

func (c *Client) send(ctx context.Context, method, id, route string, body []byte, want, limit int) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.url+"/api/ballot/"+id+route, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(res.Body, int64(limit)+1))
	if err := errors.Join(err, res.Body.Close()); err != nil {
		return nil, err
	}
	switch {
	case res.StatusCode != want:
		return nil, answered(res, raw)
	case len(raw) > limit:
		return nil, fmt.Errorf("the server's answer has more than %d bytes", limit)
	}
	return raw, nil
}

// wireStatus is the one status of each code. Only the two together are an
// answer of the protocol.
var wireStatus = map[survey.Code]int{
	survey.CodeBadRequest: http.StatusBadRequest,
	survey.CodeForbidden:  http.StatusForbidden,
	survey.CodeNotFound:   http.StatusNotFound,
	survey.CodeUsed:       http.StatusConflict,
	survey.CodeClosed:     http.StatusGone,
	survey.CodeTooLarge:   http.StatusRequestEntityTooLarge,
	survey.CodeBadAnswer:  http.StatusUnprocessableEntity,
}

// answered reads an error answer; one that is not of the protocol, such as a
// proxy's, keeps its status.
func answered(res *http.Response, raw []byte) error {
	var body struct {
		Error struct {
			Code    survey.Code
			Message string
			Item    string
		}
	}
	if json.Unmarshal(raw, &body) != nil || wireStatus[body.Error.Code] != res.StatusCode {
		return fmt.Errorf("the server answered %s; try again", res.Status)
	}
	return &survey.Error{Code: body.Error.Code, Message: body.Error.Message, Item: body.Error.Item}
}
