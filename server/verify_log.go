package server

import (
	"context"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// transparency is the installation's log, as far as it was signed.
type transparency struct {
	ballot.Log
	checkpoints []ballot.Checkpoint // the smallest first
}

func (s *Server) transparency(ctx context.Context) (t transparency, err error) {
	t.Log, t.checkpoints, err = s.Store.Log(ctx)
	return t, err
}

// checkpoint is the newest one, nil before the first. One that is not signed,
// or is not of the leaves, fits is false: then somebody changed the database,
// and it is published as it is, for everybody to see.
func (t transparency) checkpoint() (c *ballot.Checkpoint, fits bool) {
	if len(t.checkpoints) == 0 {
		return nil, true
	}
	return t.opened(len(t.checkpoints) - 1)
}

func (t transparency) opened(i int) (*ballot.Checkpoint, bool) {
	c := t.checkpoints[i]
	read, err := ballot.OpenCheckpoint(c.Note, c.VerifierKey)
	if err != nil {
		return &c, false
	}
	return &read, read.Fits(t.Leaves())
}

// logCheckpoint is a checkpoint of the log: the newest, or the one of a size.
// GET /verify/log/checkpoint?size=…
func (s *Server) logCheckpoint(c *gin.Context) error {
	t, err := s.transparency(c.Request.Context())
	if err != nil {
		return err
	}
	if len(t.checkpoints) == 0 {
		return survey.Errorf(survey.CodeNotFound, "The log is empty; its first checkpoint is made when a survey opens.")
	}
	size, err := leafCount(c, "size", t.checkpoints[len(t.checkpoints)-1].Size)
	if err != nil {
		return err
	}
	for i := range t.checkpoints {
		if t.checkpoints[i].Size == size {
			read, _ := t.opened(i)
			c.JSON(http.StatusOK, read)
			return nil
		}
	}
	return survey.Errorf(survey.CodeNotFound, "There is no checkpoint of size %d; the newest has %d leaves.", size, t.checkpoints[len(t.checkpoints)-1].Size)
}

// logProof proves that a leaf, a hash or its number from 0, is in the log: GET
// /verify/log/proof?leaf=…&size=…
func (s *Server) logProof(c *gin.Context) error {
	t, err := s.transparency(c.Request.Context())
	if err != nil {
		return err
	}
	size, err := leafCount(c, "size", len(t.Log))
	if err != nil {
		return err
	}
	leaf := c.Query("leaf")
	if at, err := strconv.Atoi(leaf); err == nil && strconv.Itoa(at) == leaf && at >= 0 && at < len(t.Log) {
		leaf = t.Log[at].Leaf
	}
	if leaf == "" {
		return survey.Errorf(survey.CodeBadRequest, "Name the leaf: ?leaf= with a hash of the log, or its number from 0.")
	}
	p, err := ballot.ProveInclusion(t.Leaves(), leaf, size)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, p)
	return nil
}

// logConsistency proves that the log only grew: GET
// /verify/log/consistency?from=…&to=…
func (s *Server) logConsistency(c *gin.Context) error {
	t, err := s.transparency(c.Request.Context())
	if err != nil {
		return err
	}
	from, err := leafCount(c, "from", 0)
	if err != nil {
		return err
	}
	to, err := leafCount(c, "to", len(t.Log))
	if err != nil {
		return err
	}
	p, err := ballot.ProveConsistency(t.Leaves(), from, to)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, p)
	return nil
}

// leafCount reads a parameter, which may be left out.
func leafCount(c *gin.Context, name string, otherwise int) (int, error) {
	text, given := c.GetQuery(name)
	if !given {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || strconv.Itoa(n) != text {
		return 0, survey.Errorf(survey.CodeBadRequest, "%s is a number of leaves, such as %s=2.", name, name)
	}
	return n, nil
}
