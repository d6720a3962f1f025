package main

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"yishiting/consultation/project"
	"yishiting/residents"
)

// mayWait are all the forms that a phone may send later than they were written. Ballots, signatures,
// consents and whatever decides something are not among them: they are given while the server answers.
var mayWait = map[string]residents.Action{
	"raise": residents.RaiseTopic, "statement": residents.Speak, "progress": residents.HelpTask,
	"activity-join": residents.JoinShift, "activity-leave": residents.JoinShift, "activity-confirm": residents.JoinShift,
	"activity-give-on": residents.JoinShift, "shift-in": residents.JoinShift, "shift-out": residents.JoinShift,
	"lead-list": residents.LeadActivity, "door": residents.EnterAnswers, "project-report": residents.ReportProject,
}

// decides are the things that nobody may have done later than they said so.
var decides = []residents.Action{
	residents.CastBallot, residents.EnterBallots, residents.SignProject, residents.VoteGrant, residents.ScoreGrant, residents.DissentProject,
	residents.AnswerCall, residents.ConfirmNotes, residents.Enter, residents.OwnThings, residents.ArrangeHelp, residents.ActForPerson, residents.AgreeMatch,
}

// formOnPage is a form as it was drawn: where it sends, and whether the phone may keep it.
type formOnPage struct {
	id, action string
	kept       bool
}

func formsOn(t *testing.T, page string) (all []formOnPage) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || n.Data != "form" {
			continue
		}
		var f formOnPage
		for _, a := range n.Attr {
			switch a.Key {
			case "id":
				f.id = a.Val
			case "action":
				f.action, _, _ = strings.Cut(a.Val, "?")
			case "data-keep":
				f.kept = true
			}
		}
		all = append(all, f)
	}
	return all
}

var wild = regexp.MustCompile(`\{[^}]*\}`)

// routeOf is the line that answers what a form sends.
func routeOf(all []route, path string) (best route) {
	for _, r := range all {
		pattern := "^" + wild.ReplaceAllString(r.pattern, "[^/]+") + "$"
		if r.method == http.MethodPost && regexp.MustCompile(pattern).MatchString(path) && len(wild.ReplaceAllString(r.pattern, "")) > len(wild.ReplaceAllString(best.pattern, "")) {
			best = r
		}
	}
	return best
}

// What may wait on a phone is listed here, line by line; no vote is among it, and whatever a form says of
// itself the server refuses what waited elsewhere.
func TestVotesNeverWait(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	routes, found := w.portal.routes(), map[string]residents.Action{}
	for _, r := range routes {
		if !r.waits {
			continue
		}
		found[r.name] = r.do
		if r.method != http.MethodPost || slices.Contains(decides, r.do) || strings.Contains(r.pattern, "/polls/") || strings.Contains(r.pattern, "/desk/") {
			t.Errorf("%s %s may not wait", r.method, r.pattern)
		}
	}
	if !maps.Equal(found, mayWait) {
		t.Errorf("these wait: %v\nnot these: %v", found, mayWait)
	}

	seen := map[string]bool{}
	lookAs := func(b *booted, who string, pages ...string) {
		b.signIn("hepingli", who)
		for _, page := range pages {
			for _, f := range formsOn(t, b.get(page).body) {
				r := routeOf(routes, f.action)
				if f.kept != r.waits {
					t.Errorf("%s: form %s to %s waits %v, its route %q %v", page, f.id, f.action, f.kept, r.name, r.waits)
				}
				seen[r.name] = seen[r.name] || f.kept
			}
		}
	}
	look := func(b *booted, pages ...string) { lookAs(b, "li", pages...) }
	carried, _ := w.carrying()
	topic := w.accepted("楼道里的灯坏了")
	look(w.booted, newTopic, "/hepingli/topics/"+topic, "/hepingli/topics/"+carried, "/hepingli/me", "/hepingli")
	b := boot(t)
	a, shifts := b.activity(weekly(3))
	b.joins(shifts[0], "wang", "li")
	b.joins(shifts[1], "li")
	b.at(shifts[0].Starts.Add(-5 * time.Minute))
	look(b, activityPath(a), volunteeringPath, "/hepingli/leading/"+a.ID+"/shifts/"+shifts[0].ID)
	look(b, callPath(doorCall(b))+"/door")
	b = boot(t)
	s := newStory(t, b).decided().noted(project.Full).cleared().putUp().approved().planned()
	s.paid()
	lookAs(b, "wang", s.path())
	for name := range mayWait {
		if !seen[name] && name != "shift-out" && name != "activity-confirm" { // forms of the same component, which show at other hours
			t.Errorf("no form %q was seen that waits", name)
		}
	}
}

// What waited is taken from whoever wrote it alone, and only where it may wait.
func TestWhoSendsWhatWaited(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.signIn("hepingli", "wang")
	topic := b.accepted("zhao", "楼道里的灯坏了")
	by := func(who string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Written-By", who) }
	}
	path := "/_v/hepingli/topics/" + topic
	say := func(id string) map[string][]string {
		return map[string][]string{"command": {id}, "side": {"for"}, "text": {"先修三单元的。"}}
	}
	if got := b.do("POST", path+"/statements", say("waited-0000000001"), by("hepingli/zhao")); !strings.Contains(got.body, `"reason":"signed-out"`) {
		t.Error(got.body)
	}
	if got := b.do("POST", path+"/support", map[string][]string{"command": {"waited-0000000002"}}, by("hepingli/wang")); !strings.Contains(got.body, `"reason":"not-allowed"`) {
		t.Error(got.body)
	}
	for range 2 {
		if got := b.do("POST", path+"/statements", say("waited-0000000003"), by("hepingli/wang")); !strings.Contains(got.body, `"location":`) {
			t.Error(got.body)
		}
	}
	refused := say("waited-0000000004")
	refused["text"] = []string{""}
	if got := b.do("POST", path+"/statements", refused, by("hepingli/wang")); got.StatusCode != 422 || !strings.Contains(got.body, `"says":["这一项需要填写`) {
		t.Error(got.StatusCode, got.body)
	}
}
