package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"teamtrust/analytics"
)

// writeAnalysis writes the bytes that writeJSON would write, team by team and
// change by change: an analysis of 10,000 teams in twelve waves has hundreds of
// megabytes, which writeJSON holds in memory more than once.
func writeAnalysis(w io.Writer, a *analytics.Analysis) error {
	out := bufio.NewWriterSize(w, 1<<16)
	empty := *a
	empty.Waves, empty.Changes = []analytics.AnalysedWave{}, []analytics.Change{}
	frame, err := json.MarshalIndent(empty, "", indent)
	if err != nil {
		return err
	}
	head, rest := around(frame, "waves")
	middle, tail := around(rest, "changes")
	out.Write(head) // errors stay and come with Flush
	if err := writeList(out, indent, a.Waves, writeWave); err != nil {
		return err
	}
	out.Write(middle)
	if err := writeList(out, indent, a.Changes, writeValue); err != nil {
		return err
	}
	out.Write(append(tail, '\n'))
	return out.Flush()
}

const indent = "  "

// around cuts an object at the empty list that one of its members is.
func around(object []byte, member string) (head, tail []byte) {
	name := fmt.Appendf(nil, "%q: ", member)
	at := bytes.Index(object, append(name, "[]"...)) + len(name)
	return object[:at], object[at+len("[]"):]
}

// writeList writes a list whose closing bracket stands behind the margin.
func writeList[T any](out *bufio.Writer, margin string, list []T, write func(*bufio.Writer, string, T) error) error {
	if len(list) == 0 {
		out.WriteString("[]")
		return nil
	}
	separator := "[\n"
	for _, x := range list {
		out.WriteString(separator + margin + indent)
		if err := write(out, margin+indent, x); err != nil {
			return err
		}
		separator = ",\n"
	}
	_, err := out.WriteString("\n" + margin + "]")
	return err
}

func writeWave(out *bufio.Writer, margin string, w analytics.AnalysedWave) error {
	teams := w.Teams
	w.Teams = []analytics.AnalysedTeam{}
	frame, err := json.MarshalIndent(w, margin, indent)
	if err != nil {
		return err
	}
	head, tail := around(frame, "teams")
	out.Write(head)
	if err := writeList(out, margin+indent, teams, writeValue); err != nil {
		return err
	}
	_, err = out.Write(tail)
	return err
}

func writeValue[T any](out *bufio.Writer, margin string, v T) error {
	raw, err := json.MarshalIndent(v, margin, indent)
	if err != nil {
		return err
	}
	_, err = out.Write(raw)
	return err
}
