package main

import (
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// What somebody of the next community, of an office above, or without an office tries with the
// opinion calls and projects of this one.

var threeBuildings = []string{"place", "hepingli/3 号楼", "place", "hepingli/5 号楼", "place", "hepingli/7 号楼"}

// walk goes through every form of calls and projects.
func (s *siege) walk() {
	s.t.Helper()
	s.calls()
	s.agree()
	s.deliver()
	s.others()
}

func (s *siege) calls() {
	s.t.Helper()
	chen := s.as("hepingli", "chen")
	one := s.filled(chen, "/hepingli/desk/site-plan", "site-plan", []string{"do", "save"})
	one.often = true
	s.send(one, "sites-set")
	draft := []string{
		"do", "save", "title", "坡道怎样做", "about", "门前三级台阶", "purpose", "needs", "unit", "household", "coverage", "50", "opens", "2026-11-24T09:00", "closes", "2026-11-25",
		"places", "hepingli/3 号楼", "places", "hepingli/5 号楼", "places", "hepingli/7 号楼", "q1", "做不做", "q1-options", "做\r\n不做", "q1-must", "yes",
	}
	one = s.filled(s.li, deskCalls+"/new", "call-draft", draft)
	one.often = true
	s.send(one, "call-drafted")
	s.view(func(v *store.View) error {
		all, err := v.CallsAfter("hepingli", project.Call{}, 9, project.CallDraft)
		if err == nil {
			s.call = all[len(all)-1].ID
		}
		return err
	})
	page := deskCalls + "/" + s.call
	one = s.filled(s.li, page+"/edit", "call-draft", append(draft, "q2", "想说的话", "q2-kind", "text", "q1-kind", "single"))
	one.often = true
	s.send(one, "call-changed")
	s.step(s.zhou, page, "call-publish", "call-published", nil)
	s.step(s.zhou, page, "call-extend", "call-extended", []string{"closes", "2026-11-26", "why", "7 号楼还没有问到"})
	said := []string{"q1", "1", "q2", "希望扶手矮一些"}
	public := "/hepingli/calls/" + s.call
	one = s.filled(s.as("hepingli", "wang"), public, "call-answer", said, "a resident", "a helper")
	one.often = true
	s.send(one, "call-answered")
	one = s.filled(s.as("hepingli", "head5"), public+"/door", "door", append(said, "unit", "home/home-05-000-0000"))
	one.often = true // for a home that has answered the second is taken and dropped
	s.send(one, "door-")
	one = s.filled(s.li, page+"/paper", "call-paper", append(said, "building", "5 号楼", "stair", "1", "room", "102", "ref", "A-1"))
	one.often = true
	s.send(one, "call-entered")
	for _, home := range []string{"home-07-000-0000", "home-07-001-0000"} {
		s.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
			_, err := project.EnterAnswer(tx, by, project.Entering{
				Body: "hepingli", Call: s.call, Community: "hepingli", Unit: "home/" + home, Channel: project.Door, Said: project.Said{Choices: map[string][]int{"1": {1}}},
			})
			return err
		})
	}
	one = s.filled(s.li, page+"/ideas", "call-themes", []string{"theme1", "扶手"})
	one.often = true
	s.send(one, "call-themed")
	one = s.filled(s.li, page+"/ideas", "call-need-"+themePart("扶手"), nil)
	one.often = true
	s.send(one, "need-noted")
	const needs = "/hepingli/desk/needs"
	one = s.filled(s.li, needs, "needs-hotline", []string{"text", "停车难,12", "since", "2026-10-01", "until", "2026-10-31"})
	one.often = true
	s.send(one, "needs-imported")
	one = s.filled(s.li, needs, "needs-topic", []string{"topic", s.topic, "theme", "充电"})
	one.often = true
	s.send(one, "need-noted")
	s.step(s.li, deskCalls+"/"+s.draftCall(), "call-withdraw", "call-withdrawn", nil)
}

// begin makes the project from the call, and goes on to negotiating.
func (s *siege) begin() {
	s.t.Helper()
	one := s.filled(s.li, deskProjects+"/new", "project-make", append(s.ramp(), threeBuildings...))
	one.often = true
	s.send(one, "project-made")
	s.view(func(v *store.View) error {
		all, err := v.ProjectsAfter([]string{"hepingli"}, project.Project{}, 50, project.Collect)
		s.id = all[len(all)-1].ID
		s.page = deskProjects + "/" + s.id
		return err
	})
	s.step(s.li, s.page+"/edit", "project-edit", "project-edited", append(append(s.ramp(), threeBuildings...), "call", s.call))
	s.at("2026-11-27 09:00")
	s.change("hepingli", func(tx *store.Tx) error { return project.CloseCall(tx, hepingli, s.call, s.clock.Now()) })
	s.step(s.li, s.page+"/options", "project-options", "options-listed", oneRamp())
	s.step(s.li, s.page, "project-negotiate", "project-negotiating", nil)
	one = s.filled(s.secretary, s.page, "project-study", []string{"on", "2026-11-27", "note", "支委会同意。"})
	one.often = true
	s.send(one, "project-studied")
}

// agree goes from the project's first day to its approval.
func (s *siege) agree() {
	s.t.Helper()
	s.begin()
	poll := s.polled()
	s.step(s.li, s.page, "project-decide-"+poll, "project-decided", nil)
	s.step(s.li, s.page, "project-rethink", "project-rethought", []string{"reason", "先问 5 号楼"})
	s.step(s.li, s.page, "project-decide-"+poll, "project-decided", nil)

	public := "/hepingli/projects/" + s.id
	s.step(s.as("hepingli", "sun"), public, "say-no", "said-no", []string{"stance", "partly", "words", "离我家窗户太近。", "shown", "yes"}, "a resident", "a helper")
	s.step(s.li, s.page, "project-dissent", "dissent-noted", []string{"home", "5 号楼 1 单元 101", "stance", "against", "text", "不要占绿地", "paper", "B-1"})
	s.step(s.li, s.page, "project-agree", "project-agreed", []string{"agreement", "partial"})
	var sun, home string
	s.view(func(v *store.View) error {
		all, err := v.Dissents("hepingli", s.id)
		for _, d := range all {
			if d.Resident == "sun" {
				sun = d.ID
			} else if d.Home != "" {
				home = d.ID
			}
		}
		return err
	})
	for _, id := range []string{sun, home} {
		one := s.filled(s.li, s.page, "project-settle-"+id, []string{"text", "往南挪了六米。"})
		one.often = true
		s.send(one, "dissent-settled")
	}
	s.step(s.as("hepingli", "sun"), public, "say-again-"+sun, "said-again", []string{"then", "agrees"})
	s.step(s.li, s.page, "project-again-"+home, "dissent-again", []string{"then", "agrees"})
	s.step(s.li, s.page, "project-ask-"+partOf(s.id, "street-money"), "clearance-asked", []string{"text", "请批准街道资金 80,000 元。"})
	s.step(s.liu, "/hepingli-jiedao/desk/clearances/hepingli/"+s.id+"/1", "project-clear", "clearance-answered", []string{"grant", "yes", "text", "同意列支。"}, "the street")
	s.step(s.li, s.page, "project-notice", "project-noticed", []string{"text", "拟按两处坡道立项。"})
	wang := s.as("hepingli", "wang")
	object := regexpFirst(`id="(project-object-[^"]+)"`, wang.get(public).body)
	s.step(wang, public, object, "project-objected", []string{"text", "灯太亮。"}, "a resident", "of another building", "a minor", "a helper", "a head", "a weak session", "shown long ago")
	reply := "project-reply-" + regexpFirst(`id="project-reply-([^"]+)"`, s.li.get(s.page).body)
	s.step(s.li, s.page, reply, "project-replied", []string{"reply", "装灯罩。"})
	s.at("2026-12-08 09:00")
	s.step(s.zhou, s.page, "project-approve", "project-approved", nil)
}

func (s *siege) deliver() {
	s.t.Helper()
	public := "/hepingli/projects/" + s.id
	s.step(s.li, s.page+"/plan", "project-plan", "plan-made", rampPlan())
	s.step(s.li, s.page, "project-supervise", "supervisor-added", []string{"name", "孙小梅 7 号楼"})
	s.step(s.li, s.page, "project-unsupervise-"+partOf("hepingli", "sun"), "supervisor-ended", []string{"why", "asked"})
	s.step(s.li, s.page, "project-supervise", "supervisor-added", []string{"name", "孙小梅 7 号楼"})
	s.posts(public)
	money := s.page + "/money"
	one := s.filled(s.li, money, "project-money", []string{"kind", "committed", "line", "1", "money", "20,000", "payee", "和平物业", "document", "合同 1", "note", "石材"})
	one.often, one.photos = true, [][]byte{withExif(s.t)}
	s.send(one, "money-noted")
	entry := regexpFirst(`id="project-reverse-([^"]+)"`, s.li.get(money).body)
	s.step(s.li, money, "project-reverse-"+entry, "money-reversed", []string{"note", "写错了"})
	one = s.filled(s.li, s.page+"/files", "project-file", []string{"name", "现场照片"})
	one.often, one.photos = true, [][]byte{withExif(s.t)}
	s.send(one, "file-added")
	s.step(s.li, s.page, s.milestoneForm(1), "milestone-reached", nil)
	s.at("2026-12-23 09:00")
	s.step(s.liu, "/hepingli-jiedao/desk/projects", "project-order-"+partOf(s.id, "2"), "milestone-ordered", []string{"text", "老人等着出门。", "due", "2026-12-28"}, "the street")
	s.step(s.li, s.page, s.milestoneForm(2), "milestone-reached", nil)
	s.check(public)
	one = s.filled(s.li, s.page, "project-learn", []string{"text", "先量好门前宽度。"})
	one.often = true
	s.send(one, "lessons-noted")
}

// posts tell of the work, with photos.
func (s *siege) posts(public string) {
	s.t.Helper()
	one := s.filled(s.as("hepingli", "sun"), public, "project-report", []string{"when", "during", "text", "围挡立好了。"}, "the company")
	one.often, one.photos = true, [][]byte{withExif(s.t)}
	s.send(one, "reported")
	one = s.filled(s.li, s.page, "project-post", []string{"when", "during", "text", "石材到了。"}, "the company")
	one.often, one.photos = true, [][]byte{withExif(s.t)}
	s.send(one, "work-posted")
}

// check is the completion check.
func (s *siege) check(public string) {
	s.t.Helper()
	sun := s.as("hepingli", "sun")
	s.step(sun, public, "sign-check", "signed", []string{"fine", "no", "defect", "扶手下端有毛刺。"}, "a resident")
	s.step(s.li, s.page, "project-mend-"+partOf("hepingli", "sun"), "defect-mended", []string{"text", "磨平了。"})
	for _, who := range []string{"sun", "zhao", "wang"} {
		s.step(s.as("hepingli", who), public, "sign-check", "signed", []string{"fine", "yes"}, "a resident")
	}
	s.step(s.li, s.page, "project-complete", "project-completed", nil)
	everybody := slices.DeleteFunc(slices.Collect(maps.Keys(s.enemies())), func(who string) bool { return who == "signed out" })
	for _, form := range []string{"follow", "unfollow"} {
		one := s.filled(sun, public, form, nil, everybody...)
		one.often = true
		s.send(one, form+"ed")
	}
}

// others are the ends that the story does not take.
func (s *siege) others() {
	s.t.Helper()
	id := s.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		_, err := project.MakeProject(tx, by, "hepingli", project.Content{
			Title: "小广场照明", Problem: "晚上看不见路。", Kind: project.Pushed, Field: project.Works, Places: []project.Place{{Community: "hepingli"}},
		})
		return err
	})
	s.step(s.li, deskProjects+"/"+id, "project-drop", "project-dropped", []string{"reason", "明年再办"})
	s.settled()
	s.untried("project-office") // the street's: TestStrangersDecideNothingForTheStreet
}

// strangers lets all who may not try each form that is about to be sent, and counts how often.
func (s *siege) strangers(t *testing.T) (tried *int) {
	tried = new(int)
	s.try = func(one trial) {
		for name, enemy := range s.enemies() {
			if slices.Contains(one.who, name) {
				continue
			}
			before := s.m.changes()
			for _, path := range one.elsewhere() {
				form := one.fresh()
				if name == "a helper" {
					form = one.forHelped(s.helping)
				}
				got := one.send(enemy, path, form)
				*tried++
				if got.StatusCode < 400 || got.StatusCode >= 500 {
					t.Errorf("%s: %s %s: %s %s", name, one.line.name, path, got.Status, got.Header.Get("Location"))
				}
				if after := s.m.changes(); after != before {
					t.Fatalf("%s: %s %s changed\n%s\nbefore\n%s", name, one.line.name, path, after, before)
				}
			}
		}
	}
	return tried
}

// Nobody who may not does what somebody may, with the very same form at the very same moment.
func TestStrangersDoNothingWithProjects(t *testing.T) {
	t.Parallel()
	s := besiegeProjects(boot(t))
	s.watch(t)
	tried := s.strangers(t)
	s.walk()
	t.Log(*tried, "tries")
}

// Another site sends nothing as whoever may, nor does another method, nor a body that is no form.
func TestProjectFormsComeFromTheirPages(t *testing.T) {
	t.Parallel()
	s := besiegeProjects(boot(t))
	s.watch(t)
	s.onlyFromPages(t)
	s.walk()
}

// onlyFromPages tries each form that is about to be sent as nobody's page sends it.
func (s *siege) onlyFromPages(t *testing.T) {
	s.try = func(one trial) {
		before := s.m.changes()
		refused := func(what string, got reply) {
			t.Helper()
			if got.StatusCode < 400 || got.StatusCode >= 500 {
				t.Errorf("%s %s: %s %s", one.line.name, what, got.Status, got.Header.Get("Location"))
			}
			if after := s.m.changes(); after != before {
				t.Fatalf("%s %s changed\n%s\nbefore\n%s", one.line.name, what, after, before)
			}
		}
		for _, path := range one.roads() {
			for name, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"} {
				refused(name, one.send(one.by, path, one.fresh(), func(r *http.Request) { r.Header.Set(name, value) }))
			}
			for _, kind := range []string{"application/json", "text/plain", "", "multipart/form-data", "multipart/form-data; boundary=" + strings.Repeat("b", 500)} {
				refused(strconv.Quote(kind), one.by.do(http.MethodPost, path, nil, func(r *http.Request) {
					r.Header.Set("Content-Type", kind)
					r.Body, r.ContentLength = io.NopCloser(strings.NewReader(`{"command":"`+residents.NewID(s.clock.Now())+`"}`)), -1
				}))
			}
			for _, method := range []string{"PUT", "DELETE", "PATCH"} {
				refused(method, one.by.do(method, path, one.fresh()))
			}
			refused("an unknown field", one.send(one.by, path, one.fresh("approved_by", "zhou")))
			refused("no command", one.send(one.by, path, one.fresh("command", "")))
		}
		for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
			one.by.do(method, one.path+"?"+one.fresh().Encode(), nil)
			if after := s.m.changes(); after != before {
				t.Fatalf("%s of %s changed\n%s\nbefore\n%s", method, one.line.name, after, before)
			}
		}
	}
}

// Each step sent twice at the same instant is done once: under one id both are told so, under
// another the second finds it done.
func TestEachStepOfAProjectAtOnce(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		s := besiegeProjects(b)
		s.doubled(t)
		s.walk()
		if strings.Contains(s.log.String(), "level=ERROR") {
			t.Error(s.log.String())
		}
	})
}

// doubled sends each form that is about to be sent at the same instant, under its id and under another.
func (s *siege) doubled(t *testing.T) {
	s.try = func(one trial) {
		answers := make([]reply, 3)
		forms := []trial{one, one, one}
		forms[2].form = one.fresh()
		if one.often {
			forms = forms[:2] // two of two ids are two
		}
		var all []func()
		for i, f := range forms {
			all = append(all, func() { answers[i] = f.send(f.by, f.path, f.form) })
		}
		before := s.entries()
		atOnce(all...)
		done := 0
		for _, got := range answers[:len(forms)] {
			if got.Response == nil || got.StatusCode >= 500 {
				t.Fatalf("%s: %+v", one.line.name, got.Response)
			}
			if got.StatusCode == http.StatusSeeOther {
				done++
			}
		}
		if done == 0 || done > 2 || one.often && done != 2 {
			t.Errorf("%s: %d of %d done", one.line.name, done, len(forms))
		}
		kinds := map[string]bool{}
		for _, kind := range s.entries()[len(before):] {
			if kinds[kind] {
				t.Errorf("%s: %s stands twice on the record", one.line.name, kind)
			}
			kinds[kind] = true
		}
		if done > 0 && answers[2].Response != nil && answers[2].StatusCode == http.StatusSeeOther {
			one.form.Set("command", forms[2].form.Get("command")) // that one was first: the walk goes on with it
		}
	}
}

// entries are the kinds of all entries on hepingli's record, the first first.
func (s *siege) entries() (kinds []string) {
	s.t.Helper()
	s.view(func(v *store.View) error {
		all, err := v.Entries("hepingli", -1, 100_000)
		for _, e := range all {
			kinds = append(kinds, e.Kind)
		}
		return err
	})
	return kinds
}
