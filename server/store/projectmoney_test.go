package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// What is committed never exceeds the plan, and what is paid never what is committed:
// exactly as much is enough, a cent more is not.
func TestMoneyStaysWithinThePlan(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		if err := w.money(project.Committed, 1); !errors.Is(err, project.ErrUnplanned) {
			t.Errorf("money without a plan: %v", err)
		}
		w.makePlan(plan(approvedCost))
		for _, test := range []struct {
			kind  project.EntryKind
			cents int64
			want  error
		}{
			{project.Paid, 1, project.ErrOverBound},
			{project.Committed, approvedCost + 1, project.ErrOverPlan},
			{project.Committed, approvedCost - 1, nil},
			{project.Committed, 2, project.ErrOverPlan},
			{project.Committed, 1, nil},
			{project.Paid, approvedCost + 1, project.ErrOverBound},
			{project.Paid, approvedCost, nil},
			{project.Paid, 1, project.ErrOverBound},
			{project.Paid, 0, residents.ErrNumber},
			{project.Paid, -5, residents.ErrNumber},
			{project.Committed, project.MaxCost + 1, residents.ErrNumber},
			{"promised", 5, residents.ErrChoice},
		} {
			if err := w.money(test.kind, test.cents); !errors.Is(err, test.want) {
				t.Errorf("%s %d: %v, want %v", test.kind, test.cents, err, test.want)
			}
		}
		if last := w.lastEntry("project-money"); last["paid"] != float64(approvedCost) || last["committed"] != float64(approvedCost) {
			t.Errorf("the record says %v", last)
		}
		if n := w.entries("project-money"); n != 3 {
			t.Errorf("%d entries on the record", n)
		}
	})
}

// What was wrong is taken back once, as a whole, by an entry of its own; a contract not
// while payments on it stand.
func TestMoneyIsTakenBackOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		w.makePlan(plan(approvedCost))
		for _, kind := range []project.EntryKind{project.Committed, project.Paid} {
			if err := w.money(kind, 500_00); err != nil {
				t.Fatal(err)
			}
		}
		entries := w.ledger()
		back := func(id, note string) func(*store.Tx, residents.Sender) error {
			return func(tx *store.Tx, by residents.Sender) error {
				return project.AddMoney(tx, by, project.Entry{Community: "hepingli", Project: w.id, Reverses: id, Cents: 7, Note: note})
			}
		}
		w.refused(project.ErrTakenBack, "desk", back(entries[0].ID, "合同作废"))
		w.refused(residents.ErrEmpty, "desk", back(entries[1].ID, ""))
		w.refused(residents.ErrNotFound, "desk", back("no-such-entry-000001", "没有这一笔"))
		w.do("desk", back(entries[1].ID, "付错了"))
		w.refused(project.ErrTakenBack, "desk", back(entries[1].ID, "再来一次"))
		w.refused(project.ErrTakenBack, "desk", back(w.ledger()[2].ID, "冲回的冲回"))
		w.do("desk", back(entries[0].ID, "合同作废"))
		all := w.ledger()
		if len(all) != 4 || all[2].Cents != -500_00 || all[2].Kind != project.Paid || all[0] != entries[0] || all[1] != entries[1] {
			t.Errorf("the ledger is %+v", all)
		}
		w.refused(residents.ErrNotAllowed, "one", back(entries[0].ID, "我来"))
	})
}

func (w *site) ledger() (all []project.Entry) {
	w.t.Helper()
	view(w.t, w.s, func(v *store.View) (err error) { all, err = v.Ledger("hepingli", w.id); return err })
	return all
}

// Whatever is entered in whichever order by several people at once, after each entry
// committed lies within planned and paid within committed.
func TestLedgerHoldsWhateverTheOrder(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		const planned = 1000
		p := plan(planned)
		w.makePlan(p)
		var all sync.WaitGroup
		for sender := range 6 {
			all.Go(func() {
				random := rand.New(rand.NewPCG(7, uint64(sender)))
				for i := range 20 {
					w.enterAtRandom(random, fmt.Sprintf("sender-%d-%012d", sender, i))
				}
			})
		}
		all.Wait()
		var committed, paid int64
		entries := w.ledger()
		for i, e := range entries {
			switch e.Kind {
			case project.Committed:
				committed += e.Cents
			case project.Paid:
				paid += e.Cents
			}
			if paid < 0 || paid > committed || committed > planned {
				t.Fatalf("after entry %d: planned %d, committed %d, paid %d", i, planned, committed, paid)
			}
		}
		if len(entries) < 10 {
			t.Errorf("only %d entries passed: the test tests nothing", len(entries))
		}
		if sums := project.Totals(w.project().Plan, entries); sums[0].Committed != committed || sums[0].Paid != paid {
			t.Errorf("totals %+v, want %d and %d", sums, committed, paid)
		}
	})
}

// enterAtRandom sends one entry, or takes one back; refusals are as good as effects.
func (w *site) enterAtRandom(random *rand.Rand, id string) {
	e := project.Entry{Community: "hepingli", Project: w.id, Line: "1", Kind: project.Paid, Cents: 1 + random.Int64N(300), Payee: "某某安防", Document: "1", Note: "记账"}
	if random.IntN(2) == 0 {
		e.Kind = project.Committed
	}
	takeBack := random.IntN(4) == 0
	at := start.Add(1)
	err := w.s.Update(w.t.Context(), "hepingli", func(tx *store.Tx) error {
		desk, err := tx.Standing("hepingli", "desk")
		if err != nil {
			return err
		}
		entries, err := tx.Ledger("hepingli", w.id)
		if err != nil {
			return err
		}
		one := e
		if takeBack && len(entries) > 0 {
			one.Reverses = entries[len(entries)/2].ID
		}
		// The ledger is read in the order of its times: each entry has its own.
		return project.AddMoney(tx, residents.Sender{Standing: desk, Now: at.Add(time.Duration(len(entries)) * time.Millisecond), ID: id}, one)
	})
	for _, reason := range []error{project.ErrOverPlan, project.ErrOverBound, project.ErrTakenBack} {
		if errors.Is(err, reason) {
			return
		}
	}
	if err != nil {
		w.t.Error(err)
	}
}
