package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// site is a community with a project that was approved, and the people around it: two of
// the desk, one of the street, residents of building 7, which it concerns, and of building 1.
type site struct {
	t   testing.TB
	s   *store.Store
	now time.Time
	n   int // commands sent
	id  string
}

const approvedCost = 860_000_00 // 86 万元, in cents

func newSite(t testing.TB, s *store.Store) *site {
	t.Helper()
	house(t, s)
	w := &site{t: t, s: s, now: start}
	update(t, s, "hepingli", func(tx *store.Tx) error {
		for id, building := range map[string]string{
			"desk": "1 号楼", "desk-two": "1 号楼", "one": "7 号楼", "two": "7 号楼", "three": "7 号楼", "four": "7 号楼", "far": "1 号楼",
		} {
			more := []residents.RoleName{}
			if id == "desk" || id == "desk-two" {
				more = append(more, residents.RoleCommitteeMember)
			}
			if err := settler(tx, "hepingli", id, building, more...); err != nil {
				return err
			}
		}
		return settler(tx, "hepingli-street", "staff", "", residents.RoleStreetStaff)
	})
	w.id = w.approved("hepingli", "desk", project.Place{Community: "hepingli", Building: "7 号楼"})
	return w
}

// settler is an adult whom the committee has confirmed.
func settler(tx *store.Tx, community, id, building string, roles ...residents.RoleName) error {
	r := residents.Resident{ID: id, Community: community, Name: "赵一", Building: building, Adult: true, JoinedAt: start.Add(-time.Hour), ConfirmedAt: start.Add(-time.Hour)}
	if err := tx.AddResident(r); err != nil {
		return err
	}
	if community == "hepingli" {
		roles = append(roles, residents.RoleResident)
	}
	for _, name := range roles {
		role := residents.Role{Community: community, Resident: id, Name: name, From: start.Add(-time.Hour), To: start.AddDate(5, 0, 0)}
		if err := tx.GrantRole(community, role); err != nil {
			return err
		}
	}
	return nil
}

// approved puts a project that was approved into a body.
func (w *site) approved(body, by string, places ...project.Place) string {
	w.t.Helper()
	w.n++
	id := fmt.Sprintf("project-%010d", w.n)
	p := project.Project{
		Community: body, ID: id, Number: fmt.Sprintf("L2026-%03d", w.n), Stage: project.Deliver, Version: 1, ChangedAt: w.now,
		MadeBy: by, MadeAt: w.now, ApprovedBy: by, ApprovedAt: w.now, StartedAt: w.now,
		Content: project.Content{
			Title: "7 号楼换门禁", Problem: "门禁坏了两年", Kind: project.Applied, Field: project.Works, Places: places, Round: 1,
			Options:  []project.Option{{ID: "1", Words: "换刷脸的", Cost: approvedCost, Shares: []project.Share{{Payer: project.PayFund, Cents: approvedCost}}, Affected: "7 号楼", Upkeep: "物业"}},
			Decision: project.Decision{Kind: project.ByOutcome, Option: "1", At: w.now, By: by}, Agreement: project.Full,
			Plan: project.Plan{ChangeShare: 10, ApprovedCost: approvedCost},
		},
	}
	update(w.t, w.s, body, func(tx *store.Tx) error {
		if err := tx.AddProject(p); err != nil {
			return err
		}
		p.Version = 2
		return tx.SetProject(p)
	})
	return id
}

// bodyOf is where somebody of the tests belongs.
func bodyOf(who string) string {
	if who == "staff" {
		return "hepingli-street"
	}
	return "hepingli"
}

// try sends a verb by somebody, to the body's log.
func (w *site) try(who string, verb func(*store.Tx, residents.Sender) error) error {
	w.n++
	id := fmt.Sprintf("command-%013d", w.n)
	return w.s.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
		standing, err := tx.Standing(bodyOf(who), who)
		if err != nil {
			return err
		}
		return verb(tx, residents.Sender{Standing: standing, Now: w.now, ID: id})
	}, "hepingli-street")
}

func (w *site) do(who string, verb func(*store.Tx, residents.Sender) error) {
	w.t.Helper()
	if err := w.try(who, verb); err != nil {
		w.t.Fatalf("%s: %v", who, err)
	}
}

// refused sends a verb that must be refused for a reason.
func (w *site) refused(want residents.Reason, who string, verb func(*store.Tx, residents.Sender) error) {
	w.t.Helper()
	before := w.entries("")
	if err := w.try(who, verb); !errors.Is(err, want) {
		w.t.Errorf("%s: %v, want %s", who, err, want)
	}
	if after := w.entries(""); after != before {
		w.t.Errorf("%s: refused, and %d entries were written", who, after-before)
	}
}

func (w *site) project() (p project.Project) { return w.projectOf("hepingli", w.id) }

func (w *site) projectOf(body, id string) (p project.Project) {
	w.t.Helper()
	view(w.t, w.s, func(v *store.View) (err error) { p, err = v.Project(body, id); return err })
	return p
}

// entries counts the entries of a kind on the body's record; "" all.
func (w *site) entries(kind string) int64 {
	if kind == "" {
		return count(w.t, w.s, `SELECT COUNT(*) FROM log_entries WHERE community = 'hepingli'`)
	}
	return count(w.t, w.s, `SELECT COUNT(*) FROM log_entries WHERE community = 'hepingli' AND kind = $1`, kind)
}

// letters counts the letters of a kind in somebody's inbox.
func (w *site) letters(who, kind string) int64 {
	return count(w.t, w.s, `SELECT COUNT(*) FROM letters WHERE resident = $1 AND kind = $2`, who, kind)
}

// plan is a plan that is complete, with one line of that cost.
func plan(cost int64) project.Plan {
	return project.Plan{
		Scope: "一层到六层的门禁", Contractor: "某某安防", Contract: "三家比价 2026-031", Checks: []string{"刷卡两秒内开门"}, ChangeShare: 10,
		Milestones: []project.Milestone{{ID: "1", Words: "进场", Due: calendar.Day{Year: 2026, Month: 7, Day: 10}}, {ID: "2", Words: "完工", Due: calendar.Day{Year: 2026, Month: 7, Day: 31}}},
		Lines:      []project.Line{{ID: "1", Words: "设备和安装", Planned: cost}},
	}
}

// makePlan writes the plan and names a supervisor, so that delivery can begin.
func (w *site) makePlan(p project.Plan) {
	w.t.Helper()
	version := w.project().Version
	w.do("desk", func(tx *store.Tx, by residents.Sender) error {
		return project.MakePlan(tx, by, "hepingli", w.id, version, p)
	})
	w.do("desk", w.supervise("one"))
}

func (w *site) supervise(who string) func(*store.Tx, residents.Sender) error {
	return func(tx *store.Tx, by residents.Sender) error {
		return project.AddSupervisor(tx, by, "hepingli", w.id, bodyOf(who), who)
	}
}

// changePlan sends a change of the plan as it now stands.
func (w *site) changePlan(change func(*project.Plan)) error {
	p := w.project()
	next := p.Plan
	next.Milestones = append([]project.Milestone(nil), next.Milestones...)
	next.Lines = append([]project.Line(nil), next.Lines...)
	change(&next)
	return w.try("desk", func(tx *store.Tx, by residents.Sender) error {
		return project.ChangePlan(tx, by, "hepingli", w.id, p.Version, next, "墙里有暗管")
	})
}

func (w *site) money(kind project.EntryKind, cents int64) error {
	return w.try("desk", func(tx *store.Tx, by residents.Sender) error {
		return project.AddMoney(tx, by, project.Entry{Community: "hepingli", Project: w.id, Line: "1", Kind: kind, Cents: cents, Payee: "某某安防", Document: "2026-031"})
	})
}

func (w *site) reach(milestone string) {
	w.t.Helper()
	w.do("desk", func(tx *store.Tx, by residents.Sender) error {
		return project.ReachMilestone(tx, by, "hepingli", w.id, milestone)
	})
}

func (w *site) sign(who string, fine bool) func(*store.Tx, residents.Sender) error {
	return func(tx *store.Tx, by residents.Sender) error {
		defect := ""
		if !fine {
			defect = "三层的门关不严"
		}
		return project.SignCheck(tx, by, "hepingli", w.id, fine, defect)
	}
}

func (w *site) complete(tx *store.Tx, by residents.Sender) error {
	return project.CompleteProject(tx, by, "hepingli", w.id)
}

// finished completes the project from a plan that has not begun, or again from a second round.
func (w *site) finished() {
	w.t.Helper()
	for _, m := range w.project().Plan.Milestones {
		if m.DoneAt.IsZero() {
			w.reach(m.ID)
		}
	}
	for _, who := range []string{"two", "three", "four"} {
		w.do(who, w.sign(who, true))
	}
	w.do("desk", w.complete)
}

// turn lets the clock do its work in a body, each piece in a transaction of its own.
func (w *site) turn() (done int) {
	w.t.Helper()
	return turnIn(w.t, w.s, hepingli, w.now)
}

func turnIn(t testing.TB, s *store.Store, body residents.Community, now time.Time) (done int) {
	t.Helper()
	for range 3 { // what a call's close leads to is due after it
		var due []project.Work
		view(t, s, func(v *store.View) (err error) { due, err = project.TurnDue(v, body, now); return err })
		for _, one := range due {
			err := s.Update(context.Background(), body.ID, func(tx *store.Tx) error { return project.TurnOne(tx, body, one, now) }, one.Also...)
			if err != nil {
				t.Fatal(err)
			}
		}
		done += len(due)
	}
	return done
}

// at sets the clock to a day and time of Beijing.
func (w *site) at(when string) {
	w.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", when, hepingli.Location())
	if err != nil {
		w.t.Fatal(err)
	}
	w.now = at
}

// lastEntry is the last entry of a kind.
func (w *site) lastEntry(kind string) map[string]any {
	w.t.Helper()
	facts := map[string]any{}
	view(w.t, w.s, func(v *store.View) error {
		leaf, err := v.Text(`SELECT leaf FROM log_entries WHERE community = 'hepingli' AND kind = $1 ORDER BY seq DESC LIMIT 1`, kind)
		if err != nil {
			return err
		}
		var entry struct{ Data map[string]any }
		err = json.Unmarshal([]byte(leaf), &entry)
		facts = entry.Data
		return err
	})
	return facts
}
