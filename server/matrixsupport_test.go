package main

import (
	"context"
	"fmt"
	"time"

	"yishiting/calendar"
	"yishiting/server/store"
	"yishiting/signups/grants"
	"yishiting/signups/organisations"
)

// supportThings stand for parts of paths.
func supportThings(c string, id func(what string) string) map[string]string {
	return map[string]string{
		"grants/{id}": id("round"), "grants/{draft}": id("round-draft"), "applications/{application}": id("application"), "score/{application}": id("application"),
		"complaints/{community}": c, "{community}/{complaint}": id("complaint"), "rooms/{id}": id("room"), "bookings/{community}": c, "{community}/{booking}": id("booking"),
		"catalogue/{purchase}": id("purchase"), "trainings/{id}": id("training"), "support/{community}": c,
	}
}

// lend puts a room into a community, with a booking and a training in it.
func (w *matrix) lend(tx *store.Tx, c string, id func(what string) string) error {
	now, day := w.clock.Now(), calendar.Day{Year: 2026, Month: 11, Day: 20}
	room := grants.Room{Community: c, ID: id("room"), Name: "雀" + c + "活动室", Where: "雀" + c + "二层", Seats: 30, Days: 127, From: 540, Until: 1260, Slot: 60, Offered: true, MadeBy: id("helper"), MadeAt: now}
	for _, err := range []error{
		tx.AddRoom(room),
		tx.AddBooking(grants.Booking{Community: c, ID: id("booking"), Body: c, Room: room.ID, Day: day, From: 600, Until: 660, Resident: id("elder"), Title: "雀" + c + "读书会", People: 5, Relief: grants.FreeRoom, State: grants.Booked, At: now}, []int{600}),
		tx.AddTraining(grants.Training{Community: c, ID: id("training"), Title: "雀" + c + "财务课", Room: room.ID, Day: day, From: 720, Until: 780, Seats: 9, MadeBy: id("helper"), MadeAt: now}),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

// support puts a round of micro-grants for a community into its street, with an application from
// there, an expert, and a complaint; and a draft.
func (w *matrix) support(c string) {
	now := w.clock.Now()
	id := func(what string) string { return "matrix-" + what + "-of-" + c }
	street := w.places[c].Parent
	n := map[string]int{"hepingli": 91, "anzhen": 93}[c]
	g := grants.Round{
		Community: street, ID: id("round"), Number: fmt.Sprintf("G2026-%02d", n), State: grants.Pitch, Version: 1, MadeBy: "matrix-player-incubator", MadeAt: now, PublishedBy: "matrix-player-subdistrict_office", PublishedAt: now,
		Terms: grants.Terms{
			Title: "雀" + c + "公益创投", About: "雀" + c + "邻里互助", Budget: 1, Cap: 1, Experts: 60, Residents: 40, First: 60, Choices: 3, Criteria: []grants.Criterion{{Words: "可行", Points: 100}},
			Opens: calendar.DayOf(now, time.UTC), Closes: calendar.DayOf(now, time.UTC), PitchAt: now, PitchIn: "会议室", VoteFrom: now.AddDate(0, 0, -1), VoteUntil: now.AddDate(0, 0, 5), Latest: calendar.Day{Year: 2027, Month: 6, Day: 30},
		},
	}
	draft := g
	draft.ID, draft.Number, draft.State = id("round-draft"), fmt.Sprintf("G2026-%02d", n+1), grants.Draft
	a := grants.Application{
		Community: c, ID: id("application"), Body: street, Round: g.ID, Seq: 1, Org: id("organisation"), OrgName: "雀" + c + "合唱队", State: grants.Passed, Version: 1, MadeBy: id("elder"), MadeAt: now,
		File: grants.File{Plan: grants.Plan{Title: "雀" + c + "陪老人唱歌", Need: "雀" + c + "老人闷", Whom: "老人", How: "每周", Lines: []grants.Line{{Words: "材料", Cents: 1}}, Asked: 1, From: calendar.Day{Year: 2026, Month: 12, Day: 1}, Until: calendar.Day{Year: 2027, Month: 5, Day: 1}}},
	}
	w.must(w.store.Update(context.Background(), street, func(tx *store.Tx) error {
		for _, err := range []error{
			tx.AddRound(g), tx.AddRound(draft), tx.AddApplication(a), tx.SetJuror(grants.Juror{Community: street, Round: g.ID, Expert: "matrix-player-expert", DeclaredAt: now}),
			tx.AddPurchase(organisations.Purchase{Body: street, ID: id("purchase"), Number: fmt.Sprintf("M2026-%03d", n), Version: 1, MadeBy: "matrix-player-incubator", MadeAt: now, PurchaseContent: organisations.PurchaseContent{Title: "雀" + c + "探访", Cents: 1}}),
			tx.AddComplaint(grants.Complaint{Community: c, ID: id("complaint"), Body: street, Round: g.ID, Resident: id("elder"), Text: "雀" + c + "不公平", At: now, Due: now.AddDate(0, 0, 3)}),
		} {
			if err != nil {
				return err
			}
		}
		return nil
	}, c))
}
