package store

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// serverLog is what PostgreSQL's log is set to, by parameter; one that the
// server does not have is missing. Under "" stands the role, quoted.
type serverLog map[string]string

// complaint is one sentence about everything that is wrong; "" for nothing.
func (l serverLog) complaint() string {
	times, values := l.timed(), l.valued()
	if len(times)+len(values) == 0 {
		return ""
	}
	kept := "the time of every statement, and so of every ballot"
	if len(values) > 0 {
		kept = "statements with their values, and so whole ballots when a survey is closed"
	}
	var found, repair []string
	for _, name := range slices.Compact(slices.Sorted(slices.Values(append(times, values...)))) {
		found = append(found, name+" = "+l[name])
		repair = append(repair, fmt.Sprintf("ALTER ROLE %s SET %s = '%s';", l[""], name, wanted(name)))
	}
	return fmt.Sprintf("the log of PostgreSQL keeps %s (%s); as a superuser run %s and start teamtrust again", kept, strings.Join(found, ", "), strings.Join(repair, " "))
}

func wanted(name string) string {
	names, values := silent()
	return values[slices.Index(names, name)]
}

// timed are the parameters that make the server log when a statement ran.
func (l serverLog) timed() (found []string) {
	sampled := l.atLeastZero("log_min_duration_sample") && l.aboveZero("log_statement_sample_rate")
	for name, active := range map[string]bool{
		"log_statement":               l["log_statement"] == "mod" || l["log_statement"] == "all",
		"log_duration":                l["log_duration"] == "on",
		"log_min_duration_statement":  l.atLeastZero("log_min_duration_statement"),
		"log_min_duration_sample":     sampled,
		"log_transaction_sample_rate": l.aboveZero("log_transaction_sample_rate"),
		"pgaudit.log":                 strings.Contains(l["pgaudit.log"], "write") || strings.Contains(l["pgaudit.log"], "all"),
	} {
		if active {
			found = append(found, name)
		}
	}
	return found
}

// valued are the parameters that make it log what was in a statement.
// Before version 13 every statement that is logged has its values.
func (l serverLog) valued() (found []string) {
	statements := slices.DeleteFunc(l.timed(), func(name string) bool { return name == "log_duration" || name == "pgaudit.log" })
	if len(statements) > 0 && l["log_parameter_max_length"] == "" {
		found = statements
	}
	for name, active := range map[string]bool{
		"log_parameter_max_length":          len(statements) > 0 && l["log_parameter_max_length"] != "" && l["log_parameter_max_length"] != "0",
		"log_parameter_max_length_on_error": l["log_parameter_max_length_on_error"] != "" && l["log_parameter_max_length_on_error"] != "0",
		"auto_explain.log_min_duration":     l.atLeastZero("auto_explain.log_min_duration") && l.aboveZero("auto_explain.sample_rate"), // a plan quotes values
		"pgaudit.log":                       slices.Contains(l.timed(), "pgaudit.log") && l["pgaudit.log_parameter"] == "on",
		"debug_print_parse":                 l["debug_print_parse"] == "on",
		"debug_print_rewritten":             l["debug_print_rewritten"] == "on",
		"debug_print_plan":                  l["debug_print_plan"] == "on",
	} {
		if active {
			found = append(found, name)
		}
	}
	return found
}

// atLeastZero reports whether a duration from which on something is logged is
// set; -1 is never.
func (l serverLog) atLeastZero(name string) bool {
	n, err := strconv.ParseFloat(l[name], 64)
	return err == nil && n >= 0
}

// aboveZero reports whether anything is sampled at all.
func (l serverLog) aboveZero(name string) bool {
	n, err := strconv.ParseFloat(l[name], 64)
	return err == nil && n > 0
}
