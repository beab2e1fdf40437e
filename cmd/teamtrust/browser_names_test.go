package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// element is something on a page as assistive technology is told of it.
type element struct {
	role, name, value string
	checked           bool
	disabled          bool
	invalid           bool
	focused           bool
	depth             int
	node              cdp.BackendNodeID
	within            *element
}

func (e element) String() string {
	text := fmt.Sprintf("%s%s “%s”", strings.Repeat("  ", e.depth), e.role, e.name)
	for state, holds := range map[string]bool{"checked": e.checked, "disabled": e.disabled, "focused": e.focused} {
		if holds {
			text += ", " + state
		}
	}
	if e.value != "" {
		text += " = " + e.value
	}
	return text
}

// elements is the accessibility tree in document order, without what it
// ignores.
func (p *tab) elements() ([]element, error) {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	tree, err := chromedp.Call(ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil || len(tree.Nodes) == 0 {
		return nil, err
	}
	byID := make(map[accessibility.NodeID]*accessibility.Node, len(tree.Nodes))
	for _, n := range tree.Nodes {
		byID[n.NodeID] = n
	}
	var out []element
	var walk func(n *accessibility.Node, within *element)
	walk = func(n *accessibility.Node, within *element) {
		inner := within
		if !n.Ignored {
			e := newElement(n, within)
			out = append(out, e)
			inner = &e
		}
		for _, id := range n.ChildIDs {
			if child := byID[id]; child != nil {
				walk(child, inner)
			}
		}
	}
	walk(tree.Nodes[0], nil)
	return out, nil
}

func newElement(n *accessibility.Node, within *element) element {
	e := element{role: said(n.Role), name: oneLine(said(n.Name)), value: said(n.Value), node: n.BackendDOMNodeID, within: within}
	if within != nil {
		e.depth = within.depth + 1
	}
	for _, property := range n.Properties {
		v := said(property.Value)
		switch property.Name {
		case accessibility.PropertyNameChecked:
			e.checked = v == "true"
		case accessibility.PropertyNameDisabled:
			e.disabled = v == "true"
		case accessibility.PropertyNameFocused:
			e.focused = v == "true"
		case accessibility.PropertyNameInvalid:
			e.invalid = v == "true"
		}
	}
	return e
}

func said(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	var text string
	if json.Unmarshal(v.Value, &text) == nil {
		return text
	}
	return string(v.Value)
}

// fits compares names; one that ends in “…” is a beginning.
func fits(name, want string) bool {
	if beginning, ok := strings.CutSuffix(want, "…"); ok {
		return strings.HasPrefix(name, beginning)
	}
	return name == want
}

// matches reports whether the element is the last of the pairs of role and
// name, and within the ones before.
func (e *element) matches(path []string) bool {
	n := len(path)
	if e.role != path[n-2] || !fits(e.name, path[n-1]) {
		return false
	}
	if n == 2 {
		return true
	}
	for outer := e.within; outer != nil; outer = outer.within {
		if outer.matches(path[:n-2]) {
			return true
		}
	}
	return false
}

// all are the elements that a path of roles and names leads to. The path is
// read from the outside in: "group", "Shift", "radio", "Never".
func (p *tab) all(path ...string) []element {
	p.t.Helper()
	tree, err := p.elements()
	if err != nil {
		return nil // the page is being replaced
	}
	var found []element
	for i := range tree {
		if tree[i].matches(path) {
			found = append(found, tree[i])
		}
	}
	return found
}

// find waits for the one element that a path leads to.
func (p *tab) find(path ...string) element {
	p.t.Helper()
	var found []element
	p.until("there is one "+strings.Join(path, " "), func() bool {
		found = p.all(path...)
		return len(found) == 1
	})
	return found[0]
}

// has reports whether a path leads anywhere now.
func (p *tab) has(path ...string) bool {
	p.t.Helper()
	return len(p.all(path...)) > 0
}

// focused is what keys act on.
func (p *tab) focused() element {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	active, err := chromedp.Run(ctx, chromedp.Evaluate[*runtime.RemoteObject]("document.activeElement ?? document.body"))
	if err != nil {
		return element{role: "nothing", name: err.Error()} // the page is being replaced
	}
	chain, err := chromedp.Call(ctx, accessibility.GetAXNodeAndAncestors, accessibility.GetAXNodeAndAncestorsParams{ObjectID: active.ObjectID})
	if err != nil {
		return element{role: "nothing", name: err.Error()}
	}
	var within *element
	for _, n := range slices.Backward(chain.Nodes) {
		if !n.Ignored {
			e := newElement(n, within)
			within = &e
		}
	}
	if within == nil {
		return element{role: "nothing"}
	}
	return *within
}

// focusIs waits until the focus is on something with this role and name.
func (p *tab) focusIs(role, name string) {
	p.t.Helper()
	p.until("the focus is on "+role+" “"+name+"”", func() bool {
		at := p.focused()
		return at.role == role && fits(at.name, name)
	})
}

// outline is the page as assistive technology reads it, for failures.
func (p *tab) outline() string {
	tree, err := p.elements()
	if err != nil {
		return err.Error()
	}
	var out strings.Builder
	for _, e := range tree {
		if e.role != "InlineTextBox" && e.role != "LabelText" && e.role != "Legend" && (e.role != "StaticText" || e.within == nil || e.name != e.within.name) && (e.role != "generic" && e.role != "none" || e.name != "") {
			fmt.Fprintln(&out, e)
		}
	}
	return out.String()
}

// press clicks on an element with the mouse.
func (p *tab) press(path ...string) {
	p.t.Helper()
	p.click(p.find(path...))
}

func (p *tab) click(e element) {
	p.t.Helper()
	p.do(
		call(dom.ScrollIntoViewIfNeeded, dom.ScrollIntoViewIfNeededParams{BackendNodeID: e.node}),
		chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			quads, err := cdp.Call(ctx, t, dom.GetContentQuads, dom.GetContentQuadsParams{BackendNodeID: e.node})
			if err != nil {
				return fmt.Errorf("%s has no place on the page: %w", e, err)
			}
			if len(quads.Quads) == 0 {
				return fmt.Errorf("%s has no place on the page", e)
			}
			q := quads.Quads[0]
			return clickAt(ctx, t, (q[0]+q[4])/2, (q[1]+q[5])/2)
		}))
}

func clickAt(ctx context.Context, t *chromedp.Target, x, y float64) error {
	for _, kind := range []input.DispatchMouseEventType{chromedp.MouseMoved, chromedp.MousePressed, chromedp.MouseReleased} {
		params := input.DispatchMouseEventParams{Type: kind, X: x, Y: y}
		if kind != chromedp.MouseMoved {
			params.Button, params.ClickCount = input.MouseButtonLeft, 1
		}
		if _, err := cdp.Call(ctx, t, input.DispatchMouseEvent, params); err != nil {
			return err
		}
	}
	return nil
}

// leave clicks on something that leads to another page, and waits for it.
func (p *tab) leave(path ...string) {
	p.t.Helper()
	evaluate[bool](p, "window.left = true")
	p.press(path...)
	p.until("another page is there", func() bool {
		fresh, err := tryEvaluate[bool](p, `window.left !== true && document.readyState === "complete"`)
		return err == nil && fresh
	})
}

// fill writes into a field instead of what is in it.
func (p *tab) fill(text string, path ...string) {
	p.t.Helper()
	p.press(path...)
	evaluate[bool](p, "document.activeElement.select?.(), true")
	p.write(text)
}

// write puts text where the focus is, as a keyboard of any language does.
func (p *tab) write(text string) {
	p.t.Helper()
	p.do(call(input.InsertText, input.InsertTextParams{Text: text}))
}

// upload chooses a file in a file field.
func (p *tab) upload(file string, path ...string) {
	p.t.Helper()
	p.do(call(dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: []string{file}, BackendNodeID: p.find(path...).node}))
}

// settle waits for what a page does by itself after it was loaded.
func (p *tab) settle() {
	p.t.Helper()
	p.until("the page is at rest", func() bool {
		ok, err := tryEvaluate[bool](p, `document.readyState === "complete" && !document.querySelector("figure.chart[hidden]")`)
		return err == nil && ok
	})
	time.Sleep(20 * time.Millisecond) // a frame, for what observers do
}
