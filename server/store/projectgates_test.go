package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// onTheWay is what each verb says after each step of a project's way to approval: the gate
// that is next, whichever verb is called out of order. A dot is the step that comes next.
const onTheWay = `
after     open       decide     dissent  full     partial  ask       notice     approve
made      unheard    stage      stage    stage    stage    stage     stage      stage
heard     unlisted   stage      stage    stage    stage    stage     stage      stage
listed    .          stage      stage    stage    stage    stage     stage      stage
opened    stage      untalked   .        undecided undecided .       untalked   untalked
left      stage      untalked   .        undecided undecided .       untalked   untalked
talked    stage      unstudied  .        undecided undecided .       unstudied  unstudied
studied   stage      .          .        undecided undecided .       undecided  undecided
decided   stage      decided    .        .        unagreed .         unagreed   unagreed
agreed    stage      decided    .        done     unagreed .         uncleared  uncleared
dissented stage      decided    done     unagreed .        .         unagreed   unagreed
partial   stage      decided    done     unagreed done     .         unagreed   unagreed
settled   stage      decided    done     unagreed done     .         unagreed   unagreed
said      stage      decided    done     unagreed done     .         uncleared  uncleared
asked     stage      decided    done     unagreed done     done      uncleared  uncleared
refused   stage      decided    done     unagreed done     .         uncleared  uncleared
cleared   stage      decided    done     unagreed done     done      .          unnoticed
put-up    stage      decided    put-up   put-up   put-up   done      put-up     unnoticed
objected  stage      decided    put-up   put-up   put-up   done      put-up     objected
answered  stage      decided    put-up   put-up   put-up   done      put-up     .
approved  stage      stage      stage    stage    stage    stage     stage      stage
`

// No gate is skipped by calling the verbs out of their order: after each step every other
// verb is refused for the gate that is next, and writes nothing.
func TestNoGateIsSkipped(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newRoad(t, open())
		w.raised()
		poll := ""
		steps := map[string]func() error{
			"made":      func() error { w.make(door(hepingliOne)); return nil },
			"heard":     func() error { w.hear(); return nil },
			"listed":    func() error { return w.list(doors(project.PayStreet, project.PayHomes)...) },
			"opened":    w.open,
			"left":      func() error { w.talked("open"); return nil },
			"talked":    func() error { w.now = w.now.Add(time.Hour); w.talked("settled"); return nil },
			"studied":   w.study,
			"decided":   func() error { return w.decide(poll) },
			"agreed":    func() error { return w.agree(project.Full) },
			"dissented": func() error { return w.dissent("h1", project.InPart, true) },
			"partial":   func() error { return w.agree(project.Partial) },
			"settled":   func() error { return w.settle("h1") },
			"said":      func() error { return w.again("h1", project.IsAgainst) },
			"asked":     func() error { return w.ask(project.StreetMoney) },
			"refused":   func() error { return w.clear("staff", 1, false) },
			"cleared":   func() error { return errors.Join(w.ask(project.StreetMoney), w.clear("staff", 2, true)) },
			"put-up":    w.putUp,
			"objected":  func() error { err := w.object("h-far", 1); w.now = w.noticeOver(); return err },
			"answered":  func() error { return w.reply("h-desk") },
			"approved":  func() error { return w.approve("h-desk-two") },
		}
		verbs := map[string]func() error{
			"open": w.open, "decide": func() error { return w.decide(poll) }, "dissent": func() error { return w.dissent("h1", project.IsAgainst, false) },
			"full": func() error { return w.agree(project.Full) }, "partial": func() error { return w.agree(project.Partial) },
			"ask": func() error { return w.ask(project.StreetMoney) }, "notice": w.putUp, "approve": func() error { return w.approve("h-desk-two") },
		}
		var names []string
		for i, row := range strings.Split(strings.TrimSpace(onTheWay), "\n") {
			cells := strings.Fields(row)
			if i == 0 {
				names = cells[1:]
				continue
			}
			if err := steps[cells[0]](); err != nil {
				t.Fatalf("%s: %v", cells[0], err)
			}
			if cells[0] == "opened" { // published with the options as they are
				poll = w.voted(nil, 8, map[string]int64{"1": 2, "2": 5})
			}
			for j, want := range cells[1:] {
				if want == "." {
					continue
				}
				before := count(t, w.s, `SELECT COUNT(*) FROM log_entries`)
				if got := string(reason(verbs[names[j]]())); got != "project-"+want && !(want == "done" && got == "already-done") {
					t.Errorf("after %s %s says %q, want %q", cells[0], names[j], got, want)
				}
				if after := count(t, w.s, `SELECT COUNT(*) FROM log_entries`); after != before {
					t.Errorf("after %s %s was refused and wrote", cells[0], names[j])
				}
			}
		}
		p := w.project()
		if o, _ := p.Chosen(); p.Stage != project.Deliver || o.Words != "刷卡的" || p.ApprovedBy != "h-desk-two" || p.Plan.ApprovedCost != 6720_00 || p.Plan.ChangeShare != 10 {
			t.Errorf("approved: %+v", p)
		}
		for kind, n := range map[string]int64{"project-made": 1, "project-dissent": 1, "project-asked": 2, "project-notice": 1, "project-approved": 1} {
			if got := w.entries(kind); got != n {
				t.Errorf("%d entries of %s, want %d", got, kind, n)
			}
		}
		for kind, who := range map[string]string{
			"project-dissent-settled": "h1", "project-notice": "h1", "project-approved": "h1", "project-objection-answered": "h-far",
			"project-objection": "h-desk", "project-cleared": "h-desk", "project-dissent": "h-desk",
		} {
			if w.letters(who, kind) == 0 {
				t.Errorf("%s has no letter of %s", who, kind)
			}
		}
	})
}

// Whoever has brought a project on its way does not approve it, and nobody of another body.
func TestApprovalIsAnotherPersons(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newRoad(t, open())
		w.up()
		w.now = w.noticeOver()
		for who, want := range map[string]string{"h-desk": "second-person", "h1": "not-allowed", "h-party": "not-allowed", "staff": "not-allowed", "a-desk": "not-allowed"} {
			if got := reason(w.approve(who)); string(got) != want {
				t.Errorf("%s: %q, want %q", who, got, want)
			}
		}
		w.must(w.approve("h-desk-two"))
	})
}

// Nor does whoever noted the decision, or put it up: not even where another had brought it on its way.
func TestApprovalIsNotOfWhoDecidedOrPutUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newRoad(t, open())
		w.decided(project.PayHomes)
		poll := w.project().Decision.Poll
		w.must(errors.Join(w.rethink(), w.try("h-desk-two", func(tx *store.Tx, by residents.Sender) error {
			return project.DecideByPoll(tx, by, "hepingli", w.id, poll)
		}), w.agree(project.Full), w.putUp()))
		w.now = w.noticeOver()
		w.is(residents.ErrSecondPerson, w.approve("h-desk-two"))
		w.must(errors.Join(w.rethink(), w.decide(poll), w.agree(project.Full), w.try("h-desk-two", func(tx *store.Tx, by residents.Sender) error {
			return project.PutUp(tx, by, "hepingli", w.id, "拟换刷卡的门禁")
		})))
		w.now = w.noticeOver()
		w.is(residents.ErrSecondPerson, w.approve("h-desk-two"))
		w.must(errors.Join(w.rethink(), w.decide(poll), w.agree(project.Full), w.putUp()))
		w.now = w.noticeOver()
		w.must(w.approve("h-desk-two"))
	})
}

// What is written anew of whom it concerns, or of what a vote must reach, leaves no vote and
// no answer of another body as it was; what is only told better does.
func TestEditLeavesNoOlderVote(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newRoad(t, open())
		w.decided(project.PayHomes)
		poll := w.project().Decision.Poll
		w.must(w.rethink())
		edit := func(change func(*project.Content)) error {
			w.now = w.now.Add(time.Hour)
			p := w.project()
			c := p.Content
			change(&c)
			return w.try("h-desk", func(tx *store.Tx, by residents.Sender) error {
				return project.EditProject(tx, by, "hepingli", w.id, p.Version, c)
			})
		}
		w.must(errors.Join(edit(func(c *project.Content) { c.Kind = project.Pushed }), w.decide(poll), w.rethink()))
		w.must(w.s.Update(t.Context(), "hepingli", func(tx *store.Tx) error {
			day := calendar.Day{Year: 2026, Month: 10, Day: 1}
			return tx.AddNeed(project.Need{Community: "hepingli", ID: "need-000000000001", Theme: "充电", Source: project.FromHotline, Ref: "2026", N: 9, Since: day, Until: day, By: "h-desk", At: w.now})
		}))
		w.must(edit(func(c *project.Content) { c.Calls, c.Needs = []string{w.call.ID}, []string{"need-000000000001"} }))
		from := `%"topic":"hepingli/2026-001","calls":["` + w.call.Number + `"],"needs":["need-000000000001"]}%`
		if n := count(t, w.s, `SELECT COUNT(*) FROM log_entries WHERE kind = 'project-edited' AND leaf LIKE $1`, from); n != 1 {
			t.Errorf("%d entries say where it comes from", n)
		}
		for name, change := range map[string]func(*project.Content){
			"title": func(c *project.Content) { c.Title += "！" }, "problem": func(c *project.Content) { c.Problem += "！" },
			"land": func(c *project.Content) { c.Land = !c.Land }, "turnout": func(c *project.Content) { c.Turnout-- }, "support": func(c *project.Content) { c.Support++ },
		} {
			w.must(edit(change))
			if got := reason(w.decide(poll)); got != project.ErrPollOlder {
				t.Errorf("%s was changed: %q", name, got)
			}
			poll = w.voted(nil, 8, map[string]int64{"2": 6})
		}
		w.must(w.decide(poll))
	})
}
