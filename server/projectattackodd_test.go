package main

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

// unfit is what no field of any form takes: what a database does not hold, what hides or turns
// what is read, and what is longer than everything.
var unfit = []string{"\x00", "1\x00", "\xff\xfe", "是\u202e否", "\u2067三", "钱\x07", strings.Repeat("长", 20_000)}

// noFigure is what no number, day, sum of money, choice or id is.
var noFigure = []string{
	"-1", "1e9", "NaN", "1.005", "0x10", "１", "9223372036854775808", "92233720368547758.07", strings.Repeat("9", 400), "' OR 1=1 --", "../../admin", "null", "[]", "%s%n",
	"2026-02-30", "9999-12-31", "0000-00-00T00:00", "=1+1",
}

// inWords are the fields in which people write what they like, and those by which a house is found.
var inWords = []string{
	"title", "about", "q1", "q2", "q1-options", "q2-options", "why", "ref", "text", "theme", "theme1", "problem", "words-1", "about-1", "affected-1", "upkeep-1", "note", "reason", "words", "paper", "reply",
	"scope", "contractor", "contract", "checks", "m-1", "m-2", "l-1", "l-3", "payee", "document", "defect", "stair", "room", "name", "home", "reader", "written", "look-backs",
}

// untold are fields of which the form takes no notice where something else stands in them.
func untold(one trial, field string) bool {
	empty := one.form.Get(field) == ""
	switch {
	case field == "command", field == "part":
		return true
	case one.line.name == "call-draft" && field == "do", one.line.name == "door" && field == "building":
		return true // a button that is none draws the draft again; the building is where the next page begins
	case strings.HasPrefix(field, "key"):
		return true // names a text that is not there any more: passed over
	case one.line.name == "site-plan":
		_, row, _ := strings.Cut(field, "-")
		return one.form.Get("name-"+row) == "" && field != "do" // a row without a name is none
	}
	return empty
}

// freely tells whether people write into a field what they like.
func freely(one trial, field string) bool {
	return slices.Contains(inWords, field) && !(one.line.name == "project-unsupervise" && field == "why") && !(one.line.name == "call-answer" && field == "q1") ||
		strings.HasPrefix(field, "name-")
}

// No value of any field, by whoever may send it, is more than a refusal: nothing is done by halves,
// and the program does not fail.
func TestOddFieldsOfProjectForms(t *testing.T) {
	s := besiegeProjects(boot(t))
	s.watch(t)
	tried := 0
	s.try = func(one trial) {
		before := s.m.changes()
		refused := func(field, what string, form url.Values) {
			t.Helper()
			if len(what) > 40 {
				what = what[:40] + "…"
			}
			tried++
			got := one.send(one.by, one.path, form)
			if got.StatusCode < 400 || got.StatusCode >= 500 {
				t.Errorf("%s with %s=%q: %s %s", one.line.name, field, what, got.Status, got.Header.Get("Location"))
			}
			if after := s.m.changes(); after != before {
				t.Errorf("%s with %s=%q changed\n%s\nbefore\n%s", one.line.name, field, what, after, before)
				before = after
			}
		}
		for field, was := range one.form {
			if untold(one, field) {
				continue
			}
			for _, bad := range unfit {
				refused(field, bad, one.fresh(field, bad))
			}
			if freely(one, field) {
				continue
			}
			for _, bad := range noFigure {
				refused(field, bad, one.fresh(field, bad))
			}
			if len(was) == 1 && !slices.Contains([]string{"places", "place", "call", "need", "q1"}, field) {
				form := one.fresh()
				form[field] = []string{was[0], was[0]}
				refused(field, "twice", form)
			}
		}
	}
	s.walk()
	t.Log(tried, "tries")
	if strings.Contains(s.log.String(), "level=ERROR") {
		t.Error(s.log.String())
	}
}
