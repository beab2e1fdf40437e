package ballot

import (
	"bytes"
	"strings"
	"testing"

	"teamtrust/survey"
)

// A file that this program finds whole, while others read something else in it.
func TestAnExportThatIsReadInTwoWaysIsRefused(t *testing.T) {
	x := newWorld(t).export(t)
	var written bytes.Buffer
	if err := x.Write(&written); err != nil {
		t.Fatal(err)
	}
	file := written.String()
	nonce := `"nonce":"` + x.Spent[0].Nonce + `"`
	for name, changed := range map[string]string{
		"a list twice":                    strings.Replace(file, `"commitments":`, `"commitments":[],"commitments":`, 1),
		"the true list in capitals":       strings.Replace(file, `"commitments":`, `"commitments":[],"COMMITMENTS":`, 1),
		"a list in capitals alone":        strings.Replace(file, `"commitments":`, `"Commitments":`, 1),
		"a letter that is taken for an s": strings.Replace(file, `"spent":`, `"ſpent":`, 1),
		"a letter that is taken for a k":  strings.Replace(file, `"checkpoint":`, `"checKpoint":`, 1),
		"a manifest twice":                strings.Replace(file, `"manifest":`, `"manifest":{"name":"another"},"manifest":`, 1),
		"a credential with two nonces":    strings.Replace(file, nonce, `"nonce":"another",`+nonce, 1),
		"a credential with a Nonce too":   strings.Replace(file, nonce, `"Nonce":"another",`+nonce, 1),
		"a name written in another way":   strings.Replace(file, `"log":`, `"l\u006fg":[],"log":`, 1),
	} {
		if changed == file {
			t.Errorf("%s: nothing was changed", name)
		}
		if _, err := ReadExport(strings.NewReader(changed)); survey.CodeOf(err) != survey.CodeBadRequest {
			t.Errorf("%s: %v", name, err)
		}
	}
	same := strings.ReplaceAll(`{"unknown":{"of":1},`+file[1:], `","`, "\" ,\n\"")
	if again, err := ReadExport(strings.NewReader(same)); err != nil || len(again.failed(t)) > 0 {
		t.Errorf("laid out anew: %v", err)
	}
}

func TestCheckNamesLooksAtEveryDepthButWhereItIsToldNotTo(t *testing.T) {
	for _, test := range []struct {
		json string
		want survey.Code
	}{
		{`{"a":{"b":1,"c":[{"b":2},{"b":3}]},"b":{}}`, ""},
		{`{"a":[[{"x":1,"x":1}]]}`, survey.CodeBadRequest},
		{`{"text":{"x":1,"x":1}}`, ""},
		{`{"A":1}`, survey.CodeBadRequest},
		{`{"b":{"A":1}}`, survey.CodeBadRequest},
		{`{"text":{"A":1}}`, ""},
		{`{"B":1,"b":1}`, ""},
		{`[1,"a",null,true,1e400]`, ""},
		{`{"a":`, survey.CodeBadRequest},
		{``, survey.CodeBadRequest},
	} {
		if got := survey.CodeOf(CheckNames([]byte(test.json), []string{"a"}, []string{"text"})); got != test.want {
			t.Errorf("%s: %q, want %q", test.json, got, test.want)
		}
	}
}
