package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// road is a project of hepingli's 1 号楼 on its way to approval, every step by its verb. The
// desk is h-desk, who brings it on its way, and h-desk-two; h1 to h8 live where it concerns people.
type road struct {
	*asked
	now  time.Time
	id   string
	call project.Call
}

var hepingliOne = project.Place{Community: "hepingli", Building: "1 号楼"}

func newRoad(t testing.TB, s *store.Store) *road {
	t.Helper()
	w := &road{asked: newAsked(t, s), now: start}
	update(t, s, "hepingli", func(tx *store.Tx) error {
		return errors.Join(
			officer(tx, "hepingli", "h-party", residents.RolePartySecretary, ""), officer(tx, "hepingli", "h-watch", residents.RoleSupervision, ""),
			dweller(tx, "hepingli", "h-far", residents.Household{ID: flatOf("h", 9), Building: "2 号楼"}),
			officer(tx, "dongcheng", "district", residents.RoleDistrictStaff, ""))
	})
	return w
}

// belongs is the body to which somebody of the tests belongs.
func belongs(who string) string {
	switch {
	case who == "district":
		return "dongcheng"
	case strings.HasPrefix(who, "staff"):
		return "hepingli-street"
	case strings.HasPrefix(who, "a"):
		return "anzhen"
	}
	return "hepingli"
}

// bodies are all that the tests write to.
var bodies = []string{"hepingli", "hepingli-street", "anzhen", "dongcheng"}

// try sends a verb by somebody, as they stand within the transaction.
func (w *road) try(who string, verb func(*store.Tx, residents.Sender) error) error {
	w.n++
	return w.tryAs(fmt.Sprintf("command-%012d", w.n), who, w.now, verb)
}

func (w *road) tryAs(id, who string, now time.Time, verb func(*store.Tx, residents.Sender) error) error {
	return w.s.Update(w.t.Context(), bodies[0], func(tx *store.Tx) error {
		standing, err := tx.Standing(belongs(who), who)
		if err != nil {
			return err
		}
		return verb(tx, residents.Sender{Standing: standing, Now: now, ID: id})
	}, bodies[1:]...)
}

func (w *road) send(who string, verb func(*store.Tx, residents.Sender) error) {
	w.t.Helper()
	if err := w.try(who, verb); err != nil {
		w.t.Fatalf("%s: %v", who, err)
	}
}

func (w *road) project() project.Project { w.t.Helper(); return w.projectOf("hepingli", w.id) }

func (w *road) projectOf(body, id string) (p project.Project) {
	w.t.Helper()
	view(w.t, w.s, func(v *store.View) (err error) { p, err = v.Project(body, id); return err })
	return p
}

func (w *road) facts() (f project.Facts) {
	w.t.Helper()
	view(w.t, w.s, func(v *store.View) (err error) {
		p, err := v.Project("hepingli", w.id)
		if err == nil {
			f, err = project.ReadFacts(v, p)
		}
		return err
	})
	return f
}

func (w *road) entries(kind string) int64 {
	w.t.Helper()
	return count(w.t, w.s, `SELECT COUNT(*) FROM log_entries WHERE kind = $1`, kind)
}

func (w *road) letters(who, kind string) int64 {
	w.t.Helper()
	return count(w.t, w.s, `SELECT COUNT(*) FROM letters WHERE resident = $1 AND kind = $2`, who, kind)
}

// door is a project's content; paid are the payers of its options.
func door(places ...project.Place) project.Content {
	return project.Content{
		Title: "1 号楼换门禁", Problem: "门禁坏了两年", Kind: project.Applied, Field: project.Works, Places: places, Important: true,
		Topic: project.TopicRef{Community: "hepingli", ID: "topic-door"},
	}
}

// doors are three options, of 180, 420 and 650 yuan a home after the street's share.
func doors(payers ...project.Payer) (all []project.Option) {
	for i, words := range []string{"密码的", "刷卡的", "刷脸的"} {
		o := project.Option{Words: words, Affected: "1 号楼 8 户", Upkeep: "物业"}
		for _, p := range payers {
			o.Shares = append(o.Shares, project.Share{Payer: p, Cents: []int64{1440_00, 3360_00, 5200_00}[i]})
			o.Cost += o.Shares[0].Cents
		}
		all = append(all, o)
	}
	return all
}

func (w *road) make(c project.Content) {
	w.t.Helper()
	w.send("h-desk", func(tx *store.Tx, by residents.Sender) error {
		p, err := project.MakeProject(tx, by, "hepingli", c)
		w.id = p.ID
		return err
	})
}

// hear asks the homes of 1 号楼 about the project and closes the call.
func (w *road) hear() {
	w.t.Helper()
	c := asking(project.ByHousehold, hepingliOne)
	c.Purpose, c.Project = project.ForProject, w.id
	w.call = w.published("hepingli", c)
	for i := range 6 {
		w.must(w.give(w.call, "hepingli", fmt.Sprint("h", i+1), says(1), start))
	}
	w.now = w.call.Closes
	w.close(w.call, w.now)
}

func (w *road) list(options ...project.Option) error {
	w.t.Helper()
	version := w.project().Version
	return w.try("h-desk", func(tx *store.Tx, by residents.Sender) error {
		return project.ListOptions(tx, by, "hepingli", w.id, version, options)
	})
}

func (w *road) open() error {
	return w.try("h-desk", func(tx *store.Tx, by residents.Sender) error {
		return project.OpenNegotiation(tx, by, "hepingli", w.id)
	})
}

// raised puts the topic from which the project comes into the community, and talked what a
// meeting came to.
func (w *road) raised() {
	w.t.Helper()
	at := start.AddDate(0, 0, -20).UnixMicro()
	update(w.t, w.s, "hepingli", func(tx *store.Tx) error {
		if _, err := tx.Exec(`INSERT INTO cycles (community, month, opened_at, carried, reason) VALUES ('hepingli', '2026-06', $1, 0, '')`, at); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO topics (community, id, number, year, running, cycle, author, source, title, problem, place, affected, wish, contact, raised_at,
			screen_due, state, into_topic, calls, call_days, round, rate_count, rate_sum, asked, solved, satisfied, supporters)
			VALUES ('hepingli', 'topic-door', '2026-001', 2026, 1, '2026-06', 'h1', 'resident', '门禁', '坏了', '1 号楼', '', '修', FALSE, $1, $1, 'listed', '', 0, 0, 1, 0, 0, 0, 0, 0, 1)`, at)
		return err
	})
}

func (w *road) talked(kind consultation.OutcomeKind, dissent ...string) {
	w.t.Helper()
	w.n++
	id := fmt.Sprintf("meeting-%012d", w.n)
	update(w.t, w.s, "hepingli", func(tx *store.Tx) error {
		_, err := tx.Exec(`INSERT INTO meetings (community, id, cycle, form, venue, starts_at, seats, taken, chair, recorder, invited, affected, materials, announced_at, code, state, reason)
			VALUES ('hepingli', $1, '2026-06', 'forum', '活动室', $2, 20, 0, 'h-desk', 'h-desk-two', '', '', '', $2, '123456', 'published', '')`, id, w.now.UnixMicro())
		if err != nil {
			return err
		}
		if _, err = tx.Exec(`INSERT INTO agenda (community, meeting, topic, place) VALUES ('hepingli', $1, 'topic-door', 0)`, id); err != nil {
			return err
		}
		return tx.AddOutcome(consultation.Outcome{
			Community: "hepingli", Topic: "topic-door", Meeting: id, Kind: kind, Text: "换", Dissent: dissent, PublishedAt: w.now, Until: w.now, Version: 1,
		})
	})
}

func (w *road) study() error {
	return w.try("h-party", func(tx *store.Tx, by residents.Sender) error {
		return project.StudyProject(tx, by, "hepingli", w.id, calendar.DayOf(w.now, hepingli.Location()), "同意提交协商")
	})
}

// voted is a counted poll on the topic of the doors: how many homes of how many said what.
func (w *road) voted(change func(*polls.Poll), roll int64, said map[string]int64) string {
	w.t.Helper()
	terms := polls.Terms{
		Community: "hepingli", Topic: "topic-door", Question: "「" + w.project().Title + "」换哪一种", Method: polls.Plurality, Choose: 1, Seats: 1, Rule: "household-vote", Secrecy: polls.Hidden,
		Electorate: polls.Electorate{Unit: polls.UnitHousehold, Buildings: []string{"1 号楼"}}, Opens: w.now.UnixMicro(), Closes: w.now.Add(oneDay).UnixMicro(),
	}
	for _, o := range doors() {
		terms.Options = append(terms.Options, polls.Option{Words: o.Words})
	}
	var p polls.Poll
	w.send("h-desk", func(tx *store.Tx, by residents.Sender) (err error) {
		p.Terms, p.PublishedAt = terms, w.now
		if change != nil {
			change(&p)
		}
		made, err := polls.MakePoll(tx, by, p.Terms)
		if err != nil {
			return err
		}
		made.State, made.PublishedBy, made.PublishedAt, made.CountedAt = polls.Counted, "h-desk-two", p.PublishedAt, by.Now
		made.Roll = polls.RollSum{Units: roll, Weights: polls.Weights{Heads: roll}}
		made.Formal = p.Formal
		p = made
		var ballots []polls.Said
		for choice, n := range said {
			ballots = append(ballots, polls.Said{Choice: choice, Ballots: n, Weights: polls.Weights{Heads: n}})
		}
		final, err := p.Tally(p.Roll, ballots)
		if err != nil {
			return err
		}
		p.Final = final.JSON()
		return tx.SetPoll(p)
	})
	return p.ID
}

func (w *road) decide(poll string) error {
	return w.try("h-desk", func(tx *store.Tx, by residents.Sender) error {
		return project.DecideByPoll(tx, by, "hepingli", w.id, poll)
	})
}

func (w *road) rethink() error {
	return w.try("h-desk", func(tx *store.Tx, by residents.Sender) error {
		return project.Rethink(tx, by, "hepingli", w.id, "方案要改")
	})
}

func (w *road) dissent(who string, stance project.Stance, shown bool) error {
	return w.try(who, func(tx *store.Tx, by residents.Sender) error {
		return project.VoiceDissent(tx, by, "hepingli", w.id, stance, "我家老人不会刷卡", shown)
	})
}

// dissentOf is what somebody, or a home, has said.
func (w *road) dissentOf(who string) project.Dissent {
	w.t.Helper()
	for _, d := range w.facts().Dissents {
		if d.Resident == who || d.Home == who {
			return d
		}
	}
	w.t.Fatalf("%s has not disagreed", who)
	return project.Dissent{}
}

func (w *road) settle(who string) error {
	d := w.dissentOf(who)
	return w.try("h-desk-two", func(tx *store.Tx, by residents.Sender) error {
		return project.SettleDissent(tx, by, "hepingli", d.Community, d.ID, "给老人配遥控钥匙")
	})
}

func (w *road) again(who string, then project.Stance) error {
	d := w.dissentOf(who)
	return w.try(who, func(tx *store.Tx, by residents.Sender) error {
		return project.VoiceAgain(tx, by, "hepingli", d.ID, then)
	})
}

func (w *road) agree(a project.Agreement) error {
	return w.try("h-desk", func(tx *store.Tx, by residents.Sender) error {
		return project.NoteAgreement(tx, by, "hepingli", w.id, a)
	})
}

func (w *road) ask(kind project.ClearanceKind) error {
	return w.try("h-desk", func(tx *store.Tx, by residents.Sender) error {
		return project.AskClearance(tx, by, "hepingli", w.id, kind, "请批准一半的费用")
	})
}

func (w *road) clear(who string, seq int, grant bool) error {
	return w.try(who, func(tx *store.Tx, by residents.Sender) error {
		return project.AnswerClearance(tx, by, "hepingli", w.id, seq, grant, "看过方案")
	})
}

func (w *road) putUp() error {
	return w.try("h-desk", func(tx *store.Tx, by residents.Sender) error {
		return project.PutUp(tx, by, "hepingli", w.id, "拟换刷卡的门禁")
	})
}

func (w *road) object(who string, notice int) error {
	return w.try(who, func(tx *store.Tx, by residents.Sender) error {
		return project.ObjectTo(tx, by, "hepingli", w.id, notice, "太贵")
	})
}

func (w *road) reply(who string) error {
	var o project.Objection
	for _, one := range w.facts().Objections {
		if one.Reply == "" {
			o = one
		}
	}
	return w.try(who, func(tx *store.Tx, by residents.Sender) error {
		return project.AnswerNoticeObjection(tx, by, "hepingli", o.Community, o.ID, "三家比过价")
	})
}

func (w *road) approve(who string) error {
	return w.try(who, func(tx *store.Tx, by residents.Sender) error { return project.ApproveProject(tx, by, "hepingli", w.id) })
}

func (w *road) drop() error {
	return w.try("h-desk", func(tx *store.Tx, by residents.Sender) error {
		return project.DropProject(tx, by, "hepingli", w.id, "大家不要")
	})
}

// noticeOver is the end of the notice that is up.
func (w *road) noticeOver() time.Time {
	w.t.Helper()
	all := w.facts().Notices
	return all[len(all)-1].Until
}

// decided brings a project, from the same topic each time, as far as a decision for the second option by a vote of households.
func (w *road) decided(payers ...project.Payer) {
	w.t.Helper()
	content := door(hepingliOne)
	if w.now = start; w.id == "" {
		w.raised()
	} else {
		content.Title += fmt.Sprint("，第 ", w.n, " 次") // several of one topic are told apart by their titles
	}
	w.make(content)
	w.hear()
	w.must(errors.Join(w.list(doors(payers...)...), w.open()))
	w.talked("settled")
	w.must(errors.Join(w.study(), w.decide(w.voted(nil, 8, map[string]int64{"1": 2, "2": 5}))))
}

// up brings a project as far as a notice of approval.
func (w *road) up() {
	w.t.Helper()
	w.decided(project.PayHomes)
	w.must(errors.Join(w.agree(project.Full), w.putUp()))
}
