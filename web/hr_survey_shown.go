package web

import "time"

// Showing is who reads the results of a survey and from when. HR does as soon
// as it is closed. Its form is sent with POST to …/shown: show_by ("once" or
// "at"), show_date and show_time.
type Showing struct {
	From time.Time // when managers and employees may read; zero: at once
	Past bool      // they may already: nothing can be changed
	// What was entered.
	By, Date, Time string
}
