package web

// Form is what a page with a form has when it is shown again: what was wrong.
// Pages keep what was entered in fields of their own.
type Form struct {
	Problems []Problem
}

// Problem is one thing that is wrong with what was entered.
type Problem struct {
	Field string // name of the field, which is also its id on the page; "" is the form as a whole
	Text  string // one sentence: what is wrong and what to do
	Lang  string // language of Text where it is not the page's
}

// Problem is the first one of a field, nil for none.
func (f Form) Problem(field string) *Problem {
	for i := range f.Problems {
		if f.Problems[i].Field == field {
			return &f.Problems[i]
		}
	}
	return nil
}

// Invalid reports whether the form is shown because something was wrong.
func (f Form) Invalid() bool { return len(f.Problems) > 0 }
