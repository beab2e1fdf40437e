package web

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// printer writes numbers as the language does, in European digits in every
// language: ids, dates and figures stand side by side on these pages.
func (l Language) printer() *message.Printer {
	return message.NewPrinter(language.Make(l.Tag + "-u-nu-latn"))
}

// number writes an integer with its separators, a float with up to two
// decimals, and anything else as fmt does.
func (l Language) number(v any) string {
	switch v.(type) {
	case int, int64, uint, uint64:
		return l.written(number.Decimal(v))
	case float64:
		return l.written(number.Decimal(v, number.MaxFractionDigits(2)))
	}
	return fmt.Sprint(v)
}

// fixed writes v with exactly that many decimals.
func (l Language) fixed(v float64, digits int) string {
	return l.written(number.Decimal(v, number.Scale(digits)))
}

// percent writes a share of −1 to 1 in whole percent.
func (l Language) percent(share float64) string {
	return l.written(number.Percent(share, number.Scale(0)))
}

// signed writes a difference like fixed, with a plus where it is one.
func (l Language) signed(v float64, digits int) string {
	text := l.fixed(v, digits)
	if strings.ContainsAny(text, "123456789") && !strings.Contains(text, minus) {
		text = "+" + text
	}
	if l.Dir == "rtl" && !strings.HasPrefix(text, leftToRight) {
		text = leftToRight + text // a sign and digits alone do not say from where they are read
	}
	return text
}

const (
	minus       = "\u2212"
	leftToRight = "\u200e"
)

// written is a number with a true minus, and without a sign where it is written
// as zero.
func (l Language) written(n number.Formatter) string {
	text := l.printer().Sprint(n)
	if !strings.ContainsAny(text, "123456789") {
		return strings.NewReplacer(leftToRight+"-", "", "-", "").Replace(text)
	}
	return strings.Replace(text, "-", minus, 1)
}

// date is the day in UTC, with the month's name.
func (c *Catalogue) date(l Language, at time.Time) (string, error) {
	at = at.UTC()
	month, err := c.plain(l, fmt.Sprintf("month.%d", int(at.Month())))
	if err != nil {
		return "", err
	}
	return c.plain(l, "date.day", "Day", fmt.Sprint(at.Day()), "Month", month, "Year", fmt.Sprint(at.Year()))
}

// datetime is the day and the time in UTC.
func (c *Catalogue) datetime(l Language, at time.Time) (string, error) {
	day, err := c.date(l, at)
	if err != nil {
		return "", err
	}
	return c.plain(l, "date.time", "Date", day, "Time", at.UTC().Format("15:04"))
}
