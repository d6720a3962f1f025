package main

import (
	"io"
	"net/http"
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
	case slices.Contains([]string{"lead-save", "organisation-edit", "purchase-make"}, one.line.name) && field == "version" && strings.HasSuffix(one.path, "/new"), one.line.name == "lead-list" && (strings.HasPrefix(field, "was-") || field == "in-zhao"):
		return true // what is new has no version; who is absent has no times; a line with another mark is older than what it meets: TestAnOldListUndoesNothing
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
		strings.HasPrefix(field, "name-") || slices.Contains(wordsOfHelp[one.line.name], field)
}

// No value of any field, by whoever may send it, is more than a refusal: nothing is done by halves,
// and the program does not fail.
func TestOddFieldsOfProjectForms(t *testing.T) {
	t.Parallel()
	s := besiegeProjects(boot(t))
	s.watch(t)
	tried := s.oddly(t)
	s.walk()
	t.Log(*tried, "tries")
	if strings.Contains(s.log.String(), "level=ERROR") {
		t.Error(s.log.String())
	}
}

// several are fields that a form may say more than once.
var several = []string{"places", "place", "call", "need", "q1", "skills", "times"}

// oddly tries each form that is about to be sent with odd values, and counts how often.
func (s *siege) oddly(t *testing.T) (tried *int) {
	tried = new(int)
	s.try = func(one trial) {
		before := s.m.changes()
		refused := func(field, what string, form url.Values) {
			t.Helper()
			if len(what) > 40 {
				what = what[:40] + "…"
			}
			*tried++
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
			if len(was) == 1 && !slices.Contains(several, field) {
				form := one.fresh()
				form[field] = []string{was[0], was[0]}
				refused(field, "twice", form)
			}
		}
	}
	return tried
}

// The addresses of the pages take whatever stands in their questions, and in the place of an id.
func TestOddQuestionsOfProjectPages(t *testing.T) {
	t.Parallel()
	s := besiegeProjects(boot(t))
	s.calls()
	s.begin()
	call, page := deskCalls+"/"+s.call, s.page
	asked := []string{
		"/hepingli/calls?after=", "/hepingli/calls?after=1.", "/hepingli/projects?after=", "/hepingli/projects?after=1.", "/hepingli/projects?field=", deskCalls + "?after=", deskCalls + "/new?project=",
		call + "/print?from=", call + "/print?n=", call + "/paper?room=1&building=", call + "/paper?building=3&room=", call + "/ideas?page=", call + "/ideas?theme=", call + "/ideas?question=", call + "/ideas?show=",
		"/hepingli/calls/" + s.call + "/door?building=", "/hepingli/desk/needs?after=", deskProjects + "?after=", deskProjects + "?after=1.", page + "/notice?n=", page + "?done=", "/hepingli/desk/polls/new?as=household.household-vote&method=binary&project=",
		"/hepingli/calls/", "/hepingli/projects/", "/hepingli/projects/" + s.id + "/files/", call + "/", page + "/", "/hepingli/project-report/", "/hepingli/photos/",
	}
	street := []string{"?after=", "?after=0.1.hepingli.", "?stage=", "?body=", ".csv?body=", ".xlsx?stage="}
	for who, paths := range map[*booted][]string{s.li: asked, s.liu: street} {
		for _, path := range paths {
			if who == s.liu {
				path = "/hepingli-jiedao/desk/projects/all" + path
			}
			for _, value := range slices.Concat(unfit, noFigure, odd) {
				if len(value) > 2000 {
					continue // longer than an address may be
				}
				if got := who.get(path + url.QueryEscape(value)); got.StatusCode >= 500 {
					t.Errorf("%s%q: %s", path, value, got.Status)
				}
			}
		}
	}
	if strings.Contains(s.log.String(), "level=ERROR") {
		t.Error(s.log.String())
	}
}

// A photo of 200 MB, a file that is no photo, and a picture that says it is larger than it is leave nothing.
func TestWhatIsNoPhotoOfAProject(t *testing.T) {
	t.Parallel()
	s := besiegeProjects(boot(t))
	s.watch(t)
	tried := 0
	plain := aPhoto(t)
	s.try = func(one trial) {
		if one.photos == nil {
			return
		}
		before := s.m.changes()
		for what, bytes := range map[string][]byte{
			"HTML": []byte("<html><script>alert(1)</script>"), "SVG": []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "GIF": []byte("GIF89a\x01\x00\x01\x00"), "a program": []byte("MZ\x90\x00"),
			"a picture cut off": plain[:len(plain)/2], "a JPEG in name": []byte("\xff\xd8\xff<script>"),
		} {
			tried++
			bad := one
			bad.photos = [][]byte{bytes}
			got := bad.send(one.by, one.path, one.fresh())
			if got.StatusCode < 400 || got.StatusCode >= 500 {
				t.Errorf("%s with %s: %s %s", one.line.name, what, got.Status, got.Header.Get("Location"))
			}
		}
		body, kind := hugeUpload(t, one.fresh(), 200<<20)
		got := one.by.do(http.MethodPost, one.path, nil, func(r *http.Request) {
			r.Header.Set("Content-Type", kind)
			r.Body, r.ContentLength = io.NopCloser(body), -1
		})
		if got.StatusCode < 400 || got.StatusCode >= 500 {
			t.Errorf("%s with 200 MB: %s", one.line.name, got.Status)
		}
		if after := s.m.changes(); after != before {
			t.Errorf("%s changed\n%s\nbefore\n%s", one.line.name, after, before)
		}
	}
	s.walk()
	if tried != 4*6 {
		t.Errorf("%d tries", tried)
	}
}
