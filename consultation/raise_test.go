package consultation_test

import (
	"strings"
	"testing"

	. "yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// raising is a topic's texts with the given title.
func raising(title string) Raising {
	return Raising{
		Community: "hepingli", Title: title, Problem: "楼道里有人给电动车充电，不安全。", Place: "3 号楼北侧",
		Affected: "3、5、7 号楼", Wish: "希望在空地上建充电棚。", Contact: true,
	}
}

// raise raises a topic and returns its id.
func (h *hall) raise(who, title string) string {
	h.Helper()
	return h.must(who, func(tx Tx, by residents.Sender) error {
		_, err := Raise(tx, by, raising(title))
		return err
	})
}

// support is a verb.
func support(topic string) verb {
	return func(tx Tx, by residents.Sender) error { return Support(tx, by, "hepingli", topic) }
}

// supporters counts who of the given people supports a topic, and holds the count
// that the topic itself keeps against them.
func (h *hall) supporters(topic string, of ...string) int {
	h.Helper()
	n := 0
	h.view(func(v *store.View) error {
		for _, who := range of {
			has, err := v.Supports("hepingli", topic, who)
			if err != nil {
				return err
			}
			if has {
				n++
			}
		}
		return nil
	})
	return n
}

func TestRaise(t *testing.T) {
	each(t, func(h *hall) {
		r := raising("  电动车\n充电棚 ")
		r.Photos = [][]byte{{1}, {2}}
		id := h.must("wang", func(tx Tx, by residents.Sender) error { _, err := Raise(tx, by, r); return err })
		x := h.topic(id)
		if x.Number != "2026-001" || x.Cycle != "2026-11" || x.State != Raised || x.Author != "wang" || x.Source != FromResident ||
			x.Title != "电动车 充电棚" || x.Wish != r.Wish || x.Affected != r.Affected || !x.Contact || x.Round != 1 || !x.RaisedAt.Equal(h.now) {
			h.Errorf("%+v", x)
		}
		if want := day("2026-11-10"); !x.ScreenDue.Equal(want) { // Tuesday in a week: five working days
			h.Errorf("to be screened until %v, want %v", x.ScreenDue, want)
		}
		if got := h.acts(9); got != "cycle-opened" {
			h.Errorf("what is not screened is on the record: %s", got)
		}
		h.letters()
		if second := h.topic(h.raise("zhao", "门禁")); second.Number != "2026-002" {
			h.Errorf("the second is number %s", second.Number)
		}
		h.set("2027-01-04 09:00")
		if next := h.topic(h.raise("zhao", "门禁")); next.Number != "2027-001" || next.Cycle != "2027-01" {
			h.Errorf("the first of the year is number %s in %s", next.Number, next.Cycle)
		}
	})
}

func TestRaiseRefused(t *testing.T) {
	each(t, func(h *hall) {
		for want, change := range map[string]func(*Raising){
			"title: empty":           func(r *Raising) { r.Title = " \n " },
			"title: too-long":        func(r *Raising) { r.Title = strings.Repeat("字", MaxTitle+1) },
			"title: bad-text":        func(r *Raising) { r.Title = "坏\xff" },
			"problem: empty":         func(r *Raising) { r.Problem = "" },
			"problem: too-long":      func(r *Raising) { r.Problem = strings.Repeat("字", MaxProblem+1) },
			"problem: personal-data": func(r *Raising) { r.Problem = "请打 138 0013 8000 找我" },
			"place: empty":           func(r *Raising) { r.Place = "" },
			"affected: too-long":     func(r *Raising) { r.Affected = strings.Repeat("字", MaxAffected+1) },
			"wish: bad-text":         func(r *Raising) { r.Wish = "零\x00" },
			"wish: personal-data":    func(r *Raising) { r.Wish = "身份证 110101196001012345" },
			"photos: too-many":       func(r *Raising) { r.Photos = make([][]byte, MaxPhotos+1) },
			"not-allowed":            func(r *Raising) { r.Community = "anzhen" },
		} {
			r := raising("电动车充电棚")
			change(&r)
			h.refused(want, "wang", func(tx Tx, by residents.Sender) error { _, err := Raise(tx, by, r); return err })
		}
		h.refused("not-allowed", "he", func(tx Tx, by residents.Sender) error { _, err := Raise(tx, by, raising("物业")); return err })
		longest := raising(strings.Repeat("字", MaxTitle))
		longest.Problem, longest.Affected = strings.Repeat("字", MaxProblem), ""
		id := h.must("wang", func(tx Tx, by residents.Sender) error { _, err := Raise(tx, by, longest); return err })
		if x := h.topic(id); x.Number != "2026-001" || x.Title != longest.Title {
			h.Errorf("what was refused left a trace: %s", x.Number)
		}
	})
}

func TestOpenFromCalls(t *testing.T) {
	each(t, func(h *hall) {
		open := func(calls, days int) verb {
			return func(tx Tx, by residents.Sender) error {
				_, err := OpenFromCalls(tx, by, Cluster{Raising: raising("污水外溢"), Calls: calls, Days: days})
				return err
			}
		}
		h.refused("not-allowed", "wang", open(23, 30))
		h.refused("calls: bad-number", "li", open(0, 30))
		h.refused("calls: bad-number", "li", open(100_001, 30))
		h.refused("days: bad-number", "li", open(23, 0))
		h.refused("days: bad-number", "li", open(23, 367))
		id := h.must("li", open(23, 30))
		if x := h.topic(id); x.Source != FromHotline || x.Calls != 23 || x.CallDays != 30 || x.State != Raised {
			h.Errorf("%+v", x)
		}
		h.refused("own-matter", "li", screen(id, Screening{Decision: Accept, Reason: "common-concern", Sentence: "诉求集中。"}))
		h.accept("zhou", id)
		h.letters("li screened")

		callbacks := func(topic string, c Callbacks) verb {
			return func(tx Tx, by residents.Sender) error { return ImportCallbacks(tx, by, "hepingli", topic, c) }
		}
		h.refused("not-allowed", "wang", callbacks(id, Callbacks{}))
		h.refused("asked: bad-number", "li", callbacks(id, Callbacks{24, 0, 0}))
		h.refused("solved: bad-number", "li", callbacks(id, Callbacks{20, 21, 0}))
		h.refused("satisfied: bad-number", "li", callbacks(id, Callbacks{20, 0, -1}))
		h.refused("closed", "li", callbacks(h.raise("wang", "门禁"), Callbacks{}))
		h.must("li", callbacks(id, Callbacks{21, 19, 18}))
		if x := h.topic(id); x.Callbacks != (Callbacks{21, 19, 18}) || h.acts(1) != "callbacks" {
			h.Errorf("%+v, %s", x.Callbacks, h.acts(1))
		}
	})
}

func TestWithdraw(t *testing.T) {
	each(t, func(h *hall) {
		withdraw := func(id string) verb {
			return func(tx Tx, by residents.Sender) error { return Withdraw(tx, by, "hepingli", id) }
		}
		id := h.raise("wang", "电动车充电棚")
		h.refused("not-yours", "zhao", withdraw(id))
		h.refused("not-yours", "wang@anzhen", withdraw(id)) // the author's id, elsewhere
		h.refused("not-found", "wang", withdraw("nothing"))
		h.must("wang", withdraw(id))
		h.stands(id, Withdrawn, "2026-11")
		h.refused("closed", "wang", withdraw(id))
		h.refused("closed", "li", screen(id, Screening{Decision: Accept, Reason: "common-concern", Sentence: "同意。"}))
		if got := h.acts(9); got != "cycle-opened" {
			h.Errorf("what was taken back is on the record: %s", got)
		}
	})
}

func TestSupport(t *testing.T) {
	each(t, func(h *hall) {
		id := h.raise("wang", "电动车充电棚")
		h.refused("closed", "zhao", support(id))
		h.accept("li", id)
		h.refused("own-topic", "wang", support(id))
		h.refused("not-allowed", "he", support(id))
		h.refused("not-allowed", "wang@anzhen", support(id))
		h.must("zhao", support(id))
		h.refused("already-done", "zhao", support(id))
		h.must("sun", support(id))
		if n := h.supporters(id, "wang", "zhao", "sun", "li"); n != 2 {
			h.Errorf("%d supporters", n)
		}
		for range 2 { // the second time there is nothing to take back
			h.must("sun", func(tx Tx, by residents.Sender) error { return Unsupport(tx, by, "hepingli", id) })
		}
		if n := h.supporters(id, "wang", "zhao", "sun", "li"); n != 1 {
			h.Errorf("%d supporters after one took it back", n)
		}
	})
}
