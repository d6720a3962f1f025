package pages

import (
	"testing"

	"yishiting/consultation"
	"yishiting/residents"
)

// Every code that a page may have to say has its word.
func TestEveryCodeHasItsWord(t *testing.T) {
	said := func(what, code, word string) {
		t.Helper()
		if word == "" {
			t.Errorf("%s %q has no word", what, code)
		}
	}
	for decision, reasons := range consultation.ScreeningReasons {
		said("decision", string(decision), DecisionWord(decision))
		for _, r := range reasons {
			said("reason", r, ScreeningWord(r))
		}
	}
	for _, to := range consultation.ReferralTargets {
		said("target", to, TargetWord(to))
	}
	for _, r := range consultation.HideReasons {
		said("reason to hide", r, HideWord(r))
	}
	for _, r := range append(consultation.HandReasons, "answered") {
		said("reason to hand on", r, HandWord(r))
	}
	for _, k := range consultation.UpdateKinds {
		said("update", k, UpdateWord(k))
	}
	for _, s := range []consultation.Side{consultation.For, consultation.Against, consultation.Question} {
		said("side", string(s), SideWord(s))
	}
	for _, names := range residents.LevelRoles {
		for _, n := range names {
			said("role", string(n), RoleWord(n))
		}
	}
}
