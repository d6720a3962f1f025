package main

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// twins are a project of hepingli that stands where the walk's does, with things of its own, and the
// like of anzhen and of the street: what is theirs is named to the forms of the walk's.
type twins struct {
	*siege
	topic, need, draft string // of anzhen
}

const (
	twinID   = "twin-of-hepingli-01"
	anzhenID = "twin-of-anzhen-0001"
	streetID = "twin-of-the-street1"
)

// idOf names what belongs to a twin.
func idOf(twin, what string) string { return what + "-" + twin }

func withTwins(s *siege) *twins {
	s.t.Helper()
	w := &twins{siege: s, need: idOf(anzhenID, "need"), draft: idOf(anzhenID, "draft")}
	w.topic = s.booted.raise("anzhen", "qian", "北门灯不亮")
	for body, id := range map[string]string{"hepingli": twinID, "anzhen": anzhenID, "hepingli-jiedao": streetID} {
		who := map[string]string{"hepingli": "wang", "anzhen": "qian", "hepingli-jiedao": "wang"}[body]
		home := body
		if body == "hepingli-jiedao" {
			home = "hepingli"
		}
		if err := s.store.Update(s.t.Context(), body, func(tx *store.Tx) error { return w.furnish(tx, body, home, who, id) }, home, "anzhen"); err != nil {
			s.t.Fatal(err)
		}
	}
	return w
}

// furnish keeps a project with one of everything.
func (w *twins) furnish(tx *store.Tx, body, home, who, id string) error {
	now, today := w.clock.Now(), residentsDay(w.booted)
	p := project.Project{
		Community: body, ID: id, Number: "L2026-901", Stage: project.Collect, Version: 1, MadeBy: "zhou", MadeAt: now, ChangedAt: now,
		Content: project.Content{Title: "双胞胎" + body, Problem: "一样的", Kind: project.Applied, Field: project.Works, Places: []project.Place{{Community: home}}, Round: 1},
	}
	call := project.Call{
		Community: body, ID: idOf(id, "call"), Number: "Z2026-901", State: project.CallPublished, MadeBy: "zhou", MadeAt: now, PublishedBy: "li", PublishedAt: now, Opens: now, Closes: now.AddDate(0, 0, 40),
		CallContent: project.CallContent{
			Title: "双胞胎征集", Purpose: project.ForNeeds, Unit: project.ByHousehold, Places: p.Places, Questions: []project.Question{{ID: "1", Kind: project.Text, Words: "想说的"}},
			Units: []project.PlaceUnits{{Place: project.Place{Community: home, Building: "3 号楼"}, Units: 1}},
		},
	}
	draft := call
	draft.ID, draft.Number, draft.State, draft.PublishedAt = idOf(id, "draft"), "Z2026-902", project.CallDraft, time.Time{}
	for _, err := range []error{
		tx.AddProject(p), tx.AddCall(call), tx.AddCall(draft),
		tx.AddAnswer(project.Answer{Community: home, Body: body, Call: call.ID, Unit: "home/" + idOf(id, "home"), Building: "3 号楼", Said: project.Said{Words: map[string]string{"1": "扶手"}}, Channel: project.Door, By: who, At: now}),
		tx.AddNeed(project.Need{Community: body, ID: idOf(id, "need"), Theme: "扶手", Source: project.FromHotline, Ref: "2026", N: 9, Since: today, Until: today, By: "zhou", At: now}),
		tx.AddDissent(project.Dissent{Community: home, ID: idOf(id, "dissent"), Body: body, Project: id, Resident: who, Building: "3 号楼", Stance: project.InPart, Words: "不全同意", NotedBy: who, At: now}),
		tx.AddNotice(project.Notice{Community: body, Project: id, Seq: 1, Kind: project.ApprovalNotice, Words: "公示", From: today, Until: now.AddDate(0, 0, 60), By: "zhou"}),
		tx.AddProjectObjection(project.Objection{Community: home, ID: idOf(id, "objection"), Body: body, Project: id, Notice: 1, Resident: who, Text: "有异议", At: now, Due: now.AddDate(0, 0, 3)}),
		tx.AddClearance(project.Clearance{Community: body, Project: id, Seq: 1, To: "dongcheng", Kind: project.LandUse, Words: "请示", AskedBy: "zhou", AskedAt: now, Due: now, State: project.ClearanceAsked}),
		tx.AddSupervisor(project.Supervisor{Community: home, Body: body, Project: id, Resident: who, Building: "3 号楼", Since: now, By: "zhou"}),
		tx.AddSignature(project.Signature{Community: home, Body: body, Project: id, Round: 1, Resident: who, Defect: "有毛刺", At: now}),
		tx.AddEntry(project.Entry{Community: body, ID: idOf(id, "entry"), Project: id, Line: "1", Kind: project.Committed, Cents: 100, Payee: "收款方", Document: "1", By: "zhou", At: now}),
		tx.AddHousehold(residents.Household{Community: home, ID: idOf(id, "home"), Building: map[bool]string{true: "61 号楼", false: "9 号楼"}[home == "anzhen"], Unit: "1 单元", Room: map[string]string{twinID: "901", anzhenID: "601", streetID: "902"}[id], Adults: 1}),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

// follow lets the twin of hepingli, and that of anzhen and the street, stand where the walk's project does.
func (w *twins) follow() {
	w.t.Helper()
	if w.id == "" {
		return
	}
	was := w.now()
	for body, id := range map[string]string{"hepingli": twinID, "anzhen": anzhenID, "hepingli-jiedao": streetID} {
		err := w.store.Update(w.t.Context(), body, func(tx *store.Tx) error {
			p, err := tx.Project(body, id)
			if err != nil {
				return err
			}
			places := p.Places
			version := p.Version
			p.Content, p.Stage, p.ApprovedBy, p.ApprovedAt, p.StartedAt = was.Content, was.Stage, was.ApprovedBy, was.ApprovedAt, was.StartedAt
			p.Places, p.Calls, p.Topic, p.Version = places, nil, project.TopicRef{}, version+1 // a topic of several asks polls to name them
			return tx.SetProject(p)
		})
		if err != nil {
			w.t.Fatal(err)
		}
	}
}

// namedElsewhere is what stands for a part of a path elsewhere: what comes behind one's own project or call.
func (w *twins) namedElsewhere(part string, line route) []string {
	calls := strings.Contains(line.pattern, "/calls/")
	switch part {
	case "{id}", "{draft}", "{project}":
		if calls {
			return []string{idOf(anzhenID, "call"), idOf(anzhenID, "draft"), w.id}
		}
		all := []string{anzhenID, idOf(twinID, "call"), w.topic}
		if strings.HasPrefix(line.pattern, "/{place}/desk/") {
			all = append(all, streetID) // the residents' page of a street's project stands at the community too
		}
		if strings.Count(line.pattern, "{") > 2 && !strings.Contains(line.pattern, "{milestone}") {
			all = append(all, twinID) // what is behind belongs to the walk's, but for milestones, which are numbers
		}
		return all
	case "{dissent}", "{objection}", "{entry}":
		what := strings.Trim(part, "{}")
		return []string{idOf(twinID, what), idOf(anzhenID, what), idOf(streetID, what), "no-such-thing-0001"}
	case "{community}":
		return []string{"anzhen", "hepingli-jiedao", "dongcheng", "installation", "nowhere"}
	case "{resident}":
		return []string{"wang", "qian", "zhao", "nobody-at-all"}
	case "{milestone}", "{seq}":
		return []string{"9", "0", "-1", "01", "1 ", twinID}
	}
	return nil
}

// fieldsElsewhere are what forms are given to name: by the line's name and the field.
func (w *twins) fieldsElsewhere() map[string]map[string][]string {
	topics := []string{"anzhen/" + w.topic, "hepingli/" + w.topic, "nowhere/" + w.topic, "anzhen/" + w.siege.topic, "installation/x", "/", "hepingli/", "/" + w.siege.topic}
	places := []string{"anzhen/", "anzhen/61 号楼", "hepingli/61 号楼", "hepingli-jiedao/", "nowhere/", "/3 号楼", "installation/"}
	edit := map[string][]string{
		"topic": topics, "place": places, "call": {idOf(anzhenID, "call"), idOf(streetID, "call"), "nothing-like-it-01"}, "need": {w.need, idOf(streetID, "need"), "nothing-like-it-01"},
	}
	return map[string]map[string][]string{
		"project-make": edit, "project-edit": edit,
		"call-draft":        {"places": {"anzhen", "anzhen/61 号楼", "hepingli/61 号楼", "hepingli-jiedao", "nowhere"}, "purpose": {"look-back", "project"}},
		"call-answer":       {"unit": {"home/home-05-000-0000", "home/" + idOf(anzhenID, "home"), "person/wang", "person/qian", "home/" + homeID("501") + "/1"}},
		"door":              {"unit": {"home/" + homeID("501"), "home/home-07-000-0000", "home/" + idOf(anzhenID, "home"), "person/qian", "person/wang", "home/nothing"}, "reader": {"li", "qian"}},
		"call-paper":        {"building": {"61 号楼", "9 号楼"}, "room": {"999"}},
		"call-need":         {"theme": {"别的主题"}},
		"needs-topic":       {"topic": {w.topic, "nothing-like-it-01", w.id}},
		"project-decide":    {"poll": {"nothing-like-it-01", w.topic, w.id}},
		"project-dissent":   {"home": {"61 号楼 1 单元 601", "9 号楼 1 单元 901"}, "stance": {"agrees"}},
		"project-supervise": {"name": {"钱多多", "许安贞", "李文静", "小周", "方待定", "小毛", "刘主任"}},
		"project-ask":       {"kind": {"low-rating", "land-use"}},
		"project-money":     {"line": {"9", "2"}},
		"project-approve":   {"version": {"1"}},
		"say-again":         {"part": {idOf(twinID, "dissent"), idOf(anzhenID, "dissent"), "nothing-like-it-01"}},
		"project-object":    {"part": {noticePart(twinID, 1), noticePart(anzhenID, 1), "nothing-like-it-01"}},
	}
}

// Whoever may do something may do it with what is theirs: another body's, and another project's, is not
// there for them, in the path and in each field of the form.
func TestProjectFormsNameNothingOfOthers(t *testing.T) {
	t.Parallel()
	s := besiegeProjects(boot(t))
	w := withTwins(s)
	s.watch(t)
	tried := 0
	s.try = func(one trial) {
		w.follow()
		before := s.m.changes()
		refused := func(path string, form url.Values, what string) {
			t.Helper()
			tried++
			got := one.send(one.by, path, form)
			if got.StatusCode < 400 || got.StatusCode >= 500 {
				t.Errorf("%s with %s: %s %s", one.line.name, what, got.Status, got.Header.Get("Location"))
			}
			if after := s.m.changes(); after != before {
				t.Errorf("%s with %s changed\n%s\nbefore\n%s", one.line.name, what, after, before)
				before = after
			}
		}
		path, query, _ := strings.Cut(one.path, "?")
		parts, pattern := strings.Split(path, "/"), strings.Split(one.line.pattern, "/")
		for i, part := range pattern {
			for _, other := range w.namedElsewhere(part, one.line) {
				if part == "{place}" || other == "" || other == parts[i] {
					continue
				}
				to := slices.Clone(parts)
				to[i] = url.PathEscape(other)
				refused(strings.Join(to, "/")+"?"+query, one.fresh(), part+" "+other)
			}
		}
		for field, all := range w.fieldsElsewhere()[one.line.name] {
			for _, other := range all {
				if other == "" {
					continue
				}
				refused(one.path, one.fresh(field, other), field+" "+other)
			}
		}
	}
	s.walk()
	t.Log(tried, "tries")
	if strings.Contains(s.log.String(), "level=ERROR") {
		t.Error(s.log.String())
	}
}
