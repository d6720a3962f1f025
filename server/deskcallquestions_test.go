package main

import (
	"strings"
	"testing"

	"yishiting/consultation/project"
)

// Branches follow the question on which they hang; one that would stand in front of it is asked of everybody.
func TestChangeQuestions(t *testing.T) {
	t.Parallel()
	for do, want := range map[string]string{
		"up-3":         "a single|c text 1.2|b multiple 1.1",
		"down-1":       "b multiple|a single|c text 2.2",
		"up-2":         "b multiple|a single|c text 2.2",
		"drop-1":       "b multiple|c text",
		"drop-2":       "a single|c text 1.2",
		"add-scale":    "a single|b multiple 1.1|c text 1.2| scale",
		"add-anything": "a single|b multiple 1.1|c text 1.2",
		"up-1":         "a single|b multiple 1.1|c text 1.2",
		"down-3":       "a single|b multiple 1.1|c text 1.2",
	} {
		typed := map[string]string{"title": "题"}
		for i, q := range []draftQuestion{{"": "a", "kind": "single"}, {"": "b", "kind": "multiple", "if": "1.1"}, {"": "c", "kind": "text", "if": "1.2"}} {
			putQuestion(typed, i+1, q)
		}
		said := changeQuestions(typed, do)
		var got []string
		for n := 1; n <= questionsIn(typed); n++ {
			got = append(got, strings.TrimRight(typed[questionPart(n, "")]+" "+typed[questionPart(n, "kind")]+" "+typed[questionPart(n, "if")], " "))
		}
		if now := strings.Join(got, "|"); now != want || (said == "") != (want == "a single|b multiple 1.1|c text 1.2") {
			t.Errorf("%s: %q, %q, not %q", do, said, now, want)
		}
		if typed["title"] != "题" {
			t.Errorf("%s has lost the title", do)
		}
	}
	full := map[string]string{}
	for n := range project.MaxQuestions {
		putQuestion(full, n+1, draftQuestion{"kind": "text"})
	}
	if said := changeQuestions(full, "add-text"); said != "" || questionsIn(full) != project.MaxQuestions {
		t.Errorf("%q, %d questions", said, questionsIn(full))
	}
}
