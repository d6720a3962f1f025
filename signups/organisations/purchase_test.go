package organisations_test

import (
	"context"
	"testing"

	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/store"
	. "yishiting/signups/organisations"
)

func onDay(s string) calendar.Day {
	d, err := calendar.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func visits(change ...func(*PurchaseContent)) PurchaseContent {
	c := PurchaseContent{
		Title: "独居老人探访", What: "每周上门一次", Whom: "独居老人四十户", Cents: 3000000, How: "比选", From: onDay("2026-12-01"), Until: onDay("2027-11-30"), Paper: "街办〔2026〕12 号",
	}
	for _, do := range change {
		do(&c)
	}
	return c
}

// bought admits ma, the second of the street's staff, and files a choir in hepingli.
func (y *yard) bought() {
	y.Helper()
	console := residents.Sender{Standing: residents.Console, Now: y.now.AddDate(0, -1, 0), ID: "settle-ma"}
	err := y.store.Update(context.Background(), "jiedao", func(tx *store.Tx) error {
		_, err := residents.Admit(tx, console, residents.Resident{ID: "ma", Community: "jiedao", Name: "ma"}, residents.RoleStreetStaff)
		return err
	})
	if err != nil {
		y.Fatal(err)
	}
	y.do("wang", func(tx *store.Tx, by residents.Sender) error {
		o, err := MakeOrganisation(tx, by, "hepingli", application())
		y.id = o.ID
		return err
	})
	for _, who := range []string{"wang", "li", "liu@jiedao"} {
		y.do(who, func(tx *store.Tx, by residents.Sender) error {
			switch who {
			case "wang":
				return SubmitOrganisation(tx, by, "hepingli", y.id)
			case "li":
				return ReviewOrganisation(tx, by, "hepingli", y.id, true, "")
			}
			return FileOrganisation(tx, by, "hepingli", y.id, true, "")
		})
	}
}

// What a street buys goes step by step, each written by one person and published by another.
func TestPurchaseStepByStep(t *testing.T) {
	each(t, func(y *yard) {
		y.bought()
		var id string
		make := func(c PurchaseContent, day string) verb {
			return func(tx *store.Tx, by residents.Sender) error {
				p, err := MakePurchase(tx, by, "jiedao", c, onDay(day))
				if err == nil {
					id = p.ID
				}
				return err
			}
		}
		judge := func(state PurchaseState, version int, good bool) verb {
			return func(tx *store.Tx, by residents.Sender) error {
				return JudgeStep(tx, by, "jiedao", id, state, version, good, "请写清户数")
			}
		}
		step := func(s PurchaseStep) verb {
			return func(tx *store.Tx, by residents.Sender) error { return WriteStep(tx, by, "jiedao", id, s) }
		}
		for who, want := range map[string]error{"wang": residents.ErrNotAllowed, "li": residents.ErrNotAllowed, "qian@anzhen": residents.ErrNotAllowed} {
			y.refused(who, want, make(visits(), "2026-11-01"))
		}
		for _, bad := range []func(*PurchaseContent){
			func(c *PurchaseContent) { c.Title = "" }, func(c *PurchaseContent) { c.Cents = 0 }, func(c *PurchaseContent) { c.Cents = MaxCents + 1 }, func(c *PurchaseContent) { c.Paper = "" },
			func(c *PurchaseContent) { c.Until = onDay("2026-11-30") }, func(c *PurchaseContent) { c.From = calendar.Day{} }, func(c *PurchaseContent) { c.What = "打13912345678" },
		} {
			if err := y.in("liu@jiedao", true, make(visits(bad), "2026-11-01")); err == nil {
				t.Error("an odd entry is taken")
			}
		}
		y.refused("liu@jiedao", residents.ErrDate, make(visits(), "2026-11-03")) // announced on a day to come
		y.do("liu@jiedao", make(visits(), "2026-11-02"))
		y.refused("liu@jiedao", residents.ErrSecondPerson, judge(Announced, 1, true))
		y.refused("li", residents.ErrNotAllowed, judge(Announced, 1, true))
		y.refused("liu@jiedao", ErrPurchase, step(PurchaseStep{State: Bought, Day: onDay("2026-11-02"), Seller: "x", Cents: 1, Paper: "1"}))
		y.do("ma@jiedao", judge(Announced, 1, false))
		y.refused("ma@jiedao", ErrPurchase, judge(Announced, 2, true))
		change := func(version int) verb {
			return func(tx *store.Tx, by residents.Sender) error {
				return ChangePurchase(tx, by, "jiedao", id, version, visits(), onDay("2026-11-02"))
			}
		}
		y.refused("liu@jiedao", ErrChanged, change(1))
		y.do("liu@jiedao", change(2))
		y.refused("ma@jiedao", ErrChanged, judge(Announced, 2, true)) // what was read is not what stands
		y.do("ma@jiedao", judge(Announced, 3, true))
		y.refused("liu@jiedao", ErrPurchase, change(4))
		sold := PurchaseStep{State: Bought, Day: onDay("2026-11-02"), Community: "hepingli", Org: y.id, Cents: 2800000, Paper: "合同 7 号"}
		for _, bad := range []func(*PurchaseStep){
			func(s *PurchaseStep) { s.State = Delivered }, func(s *PurchaseStep) { s.State = Announced }, func(s *PurchaseStep) { s.Day = onDay("2026-11-01") }, func(s *PurchaseStep) { s.Cents = 0 },
			func(s *PurchaseStep) { s.Org = "nothing" }, func(s *PurchaseStep) { s.Community = "anzhen" }, func(s *PurchaseStep) { s.Org, s.Seller = "", "" }, func(s *PurchaseStep) { s.Paper = "" },
		} {
			odd := sold
			bad(&odd)
			if err := y.in("ma@jiedao", true, step(odd)); err == nil {
				t.Errorf("taken: %+v", odd)
			}
		}
		y.do("ma@jiedao", step(sold))
		y.refused("liu@jiedao", ErrPurchase, step(sold))
		y.refused("ma@jiedao", residents.ErrSecondPerson, judge(Bought, 4, true))
		y.do("liu@jiedao", judge(Bought, 4, true))
		y.do("ma@jiedao", step(PurchaseStep{State: Ended, Day: onDay("2026-11-02"), Paper: "1", Seller: "x", Cents: 5}))
		y.do("liu@jiedao", judge(Ended, 5, true))
		y.refused("ma@jiedao", ErrPurchase, step(PurchaseStep{State: Delivered, Day: onDay("2026-11-02"), Paper: "1"}))
		var p Purchase
		var from []Purchase
		if err := y.store.View(context.Background(), func(v *store.View) (err error) {
			if p, err = v.Purchase("jiedao", id); err == nil {
				from, err = v.BoughtFrom("hepingli", y.id, 5)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if p.State != Ended || len(p.Steps) != 3 || p.Steps[1].Seller != "阳光合唱队" || p.Steps[2].Seller != "" || p.Number != "M2026-001" || len(from) != 1 || p.Cents != 3000000 {
			t.Errorf("%+v %v", p, from)
		}
	})
}
