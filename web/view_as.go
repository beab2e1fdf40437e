package web

// ViewAs says that a page is shown to HR as others see it. A page that has it
// changes nothing.
type ViewAs struct {
	Reader string // "manager" or "employee"
	Team   string // path
	Back   string // where HR came from
}
