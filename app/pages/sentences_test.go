package pages

import (
	"strings"
	"testing"

	"yishiting/app/api"
)

// Every reason that may be told has its sentence, and no sentence is for a reason
// that may not.
func TestEveryReasonHasItsSentence(t *testing.T) {
	listed := map[string]bool{}
	for _, r := range api.Reasons() {
		listed[string(r)] = true
		if Says(r) == "" {
			t.Errorf("%s has no sentence", r)
		}
		if s := Says(r) + Next(r); strings.ContainsAny(s, "！!") || strings.HasSuffix(s, "。") {
			t.Errorf("%s: %s", r, s)
		}
	}
	for r := range sentences {
		if !listed[string(r)] {
			t.Errorf("%s has a sentence and cannot be told", r)
		}
	}
}
