package pages

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

var finishedFacts = regexp.MustCompile(`(?s)facts := struct \{(.*?)\n\t*\}`)

// Every fact that activities and organisations put on the record has a name: the keys are read in their source.
func TestSignupNames(t *testing.T) {
	namesOf(t, "../../signups/*.go", signupNames)
	namesOf(t, "../../signups/organisations/*.go", organisationNames)
}

func namesOf(t *testing.T, room string, names map[string]string) {
	t.Helper()
	files, err := filepath.Glob(room)
	if err != nil || len(files) == 0 {
		t.Fatal(err, files)
	}
	var keys []string
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text := string(source)
		parts := append(projectStruct.FindAllStringSubmatch(text, -1), projectType.FindAllStringSubmatch(text, -1)...)
		for _, part := range append(parts, finishedFacts.FindAllStringSubmatch(text, -1)...) {
			for _, m := range projectKey.FindAllStringSubmatch(part[1], -1) {
				keys = append(keys, m[1])
			}
		}
	}
	for _, k := range keys {
		if names[k] == "" {
			t.Errorf("%s has no name", k)
		}
	}
	for k := range names {
		if !slices.Contains(keys, k) {
			t.Errorf("nothing puts %s on the record", k)
		}
	}
}
