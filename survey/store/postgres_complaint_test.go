package store

import (
	"maps"
	"strings"
	"testing"
)

func TestTheServersLogIsComplainedOfWithWhatToDo(t *testing.T) {
	quiet := serverLog{
		"": `"team trust"`, "log_parameter_max_length_on_error": "0", "debug_print_parse": "off", "debug_print_rewritten": "off", "debug_print_plan": "off",
		"log_parameter_max_length": "-1", "log_statement": "none", "log_duration": "off", "log_min_duration_statement": "-1", "log_min_duration_sample": "-1",
		"log_statement_sample_rate": "1", "log_transaction_sample_rate": "0", "log_error_verbosity": "default",
	}
	const times, values = "keeps the time of every statement", "keeps statements with their values"
	for name, tt := range map[string]struct {
		set    map[string]string
		want   string
		change []string // what has to be set
	}{
		"a server as it is installed":        {nil, "", nil},
		"every statement":                    {map[string]string{"log_statement": "all"}, values, []string{"log_statement = 'none'", "log_parameter_max_length = '0'"}},
		"changes":                            {map[string]string{"log_statement": "mod"}, values, []string{"log_statement = 'none'"}},
		"changes of tables alone":            {map[string]string{"log_statement": "ddl"}, "", nil},
		"statements without values":          {map[string]string{"log_statement": "all", "log_parameter_max_length": "0"}, times, []string{"log_statement = 'none'"}},
		"slow statements":                    {map[string]string{"log_min_duration_statement": "250"}, values, []string{"log_min_duration_statement = '-1'"}},
		"every duration":                     {map[string]string{"log_duration": "on"}, times, []string{"log_duration = 'off'"}},
		"a sample":                           {map[string]string{"log_min_duration_sample": "0"}, values, []string{"log_min_duration_sample = '-1'"}},
		"a sample of none":                   {map[string]string{"log_min_duration_sample": "0", "log_statement_sample_rate": "0"}, "", nil},
		"some transactions":                  {map[string]string{"log_transaction_sample_rate": "0.01"}, values, []string{"log_transaction_sample_rate = '0'"}},
		"values of failed statements":        {map[string]string{"log_parameter_max_length_on_error": "-1"}, values, []string{"log_parameter_max_length_on_error = '0'"}},
		"plans of slow statements":           {map[string]string{"auto_explain.log_min_duration": "0", "auto_explain.sample_rate": "1"}, values, []string{"auto_explain.log_min_duration = '-1'"}},
		"plans of no statement":              {map[string]string{"auto_explain.log_min_duration": "-1", "auto_explain.sample_rate": "1"}, "", nil},
		"plan trees":                         {map[string]string{"debug_print_plan": "on"}, values, []string{"debug_print_plan = 'off'"}},
		"an audit of writing":                {map[string]string{"pgaudit.log": "ddl, write", "pgaudit.log_parameter": "off"}, times, []string{"pgaudit.log = 'none'"}},
		"an audit with values":               {map[string]string{"pgaudit.log": "all", "pgaudit.log_parameter": "on"}, values, []string{"pgaudit.log = 'none'"}},
		"an audit of roles":                  {map[string]string{"pgaudit.log": "role", "pgaudit.log_parameter": "on"}, "", nil},
		"an old server that logs statements": {map[string]string{"log_statement": "all", "log_parameter_max_length": ""}, values, []string{"log_statement = 'none'"}},
	} {
		log := maps.Clone(quiet)
		maps.Copy(log, tt.set)
		got := log.complaint()
		if (tt.want == "") != (got == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
		for _, change := range tt.change {
			if !strings.Contains(got, `ALTER ROLE "team trust" SET `+change+";") {
				t.Errorf("%s: the sentence does not say %s: %s", name, change, got)
			}
		}
		if n := strings.Count(got, "ALTER ROLE"); n < len(tt.change) || n > 2 {
			t.Errorf("%s: %d changes are asked for: %s", name, n, got)
		}
	}
}
