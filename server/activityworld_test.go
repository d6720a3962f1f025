package main

import (
	"time"

	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// Activities of the tests' neighbourhood, made by the verbs: li makes them, zhou publishes them.

// activityContent is an activity with one post of three places, without terms.
func activityContent(change ...func(*signups.Activity)) signups.Activity {
	a := signups.Activity{Community: "hepingli", Content: signups.Content{
		Title: "垃圾分类引导", About: "早晚各两小时，在桶站旁边帮邻居分清厨余和其他，手套和夹子由居委会准备。", Place: "3 号楼南侧桶站", Bring: "水杯、帽子",
		Posts: []signups.Post{{Words: "引导员", Seats: 3}},
	}}
	for _, f := range change {
		f(&a)
	}
	return a
}

// weekly is the shift on Sundays from 9 to 11 o'clock, so many weeks.
func weekly(weeks int) signups.Repeat {
	return signups.Repeat{Day: calendarDay("2026-11-08"), From: 9 * 60, Until: 11 * 60, Weeks: weeks}
}

// activity makes an activity with shifts and publishes it; li leads it.
func (b *booted) activity(r signups.Repeat, change ...func(*signups.Activity)) (signups.Activity, []signups.Shift) {
	b.t.Helper()
	a := activityContent(change...)
	id := b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) (err error) {
		_, err = signups.MakeActivity(tx, by, a)
		return err
	})
	b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		return signups.AddShifts(tx, by, "hepingli", id, r, store.NewToken())
	})
	b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error { return signups.SubmitActivity(tx, by, "hepingli", id) })
	b.act("hepingli", "zhou", func(tx *store.Tx, by residents.Sender) error { return signups.PublishActivity(tx, by, "hepingli", id) })
	return b.activityNow(id)
}

func (b *booted) activityNow(id string) (a signups.Activity, shifts []signups.Shift) {
	b.t.Helper()
	b.view(func(v *store.View) (err error) {
		if a, err = v.Activity("hepingli", id); err == nil {
			shifts, err = v.ShiftsOf("hepingli", id)
		}
		return err
	})
	return a, shifts
}

// signup is where somebody stands in a shift; zero where they have not signed up.
func (b *booted) signup(s signups.Shift, who string) (one signups.Signup) {
	b.t.Helper()
	b.view(func(v *store.View) (err error) {
		if one, err = v.Signup(s.Community, s.Activity, s.ID, who); err == residents.ErrNotFound {
			err = nil
		}
		return err
	})
	return one
}

// joins lets people sign up for the first post of a shift by the verb.
func (b *booted) joins(s signups.Shift, people ...string) {
	b.t.Helper()
	for _, who := range people {
		b.act("hepingli", who, func(tx *store.Tx, by residents.Sender) error {
			_, err := signups.Join(tx, by, signups.Joining{Activity: s.Activity, Shift: s.ID, Post: "1", Agreed: true})
			return err
		})
	}
}

// served lets somebody be in a shift from its begin to its end, by the leader's list, and has it confirmed.
func (b *booted) served(s signups.Shift, minutes int, people ...string) {
	b.t.Helper()
	for _, who := range people {
		b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
			_, err := signups.NotePresence(tx, by, "hepingli", s.Activity, s.ID, []signups.Presence{{Resident: who, In: s.Starts, Out: s.Starts.Add(time.Duration(minutes) * time.Minute)}})
			return err
		})
		b.act("hepingli", "zhou", func(tx *store.Tx, by residents.Sender) error {
			return signups.ConfirmHours(tx, by, "hepingli", s.Activity, s.ID, who, minutes, "")
		})
	}
}

// at puts the clock to an instant.
func (b *booted) at(now time.Time) {
	b.clock.mu.Lock()
	defer b.clock.mu.Unlock()
	b.clock.now = now
}

func activityPath(a signups.Activity) string { return "/hepingli/activities/" + a.ID }

// callHelpers makes by the verbs a team, and an activity of which everybody may read.
func (w *matrix) callHelpers(tx *store.Tx, c string, id func(what string) string) error {
	now := w.clock.Now()
	by := func(who, command string) residents.Sender {
		standing, err := tx.Standing(c, "matrix-player-"+who)
		w.must(err)
		return residents.Sender{Standing: standing, Now: now, ID: command}
	}
	activity := id("activity")
	statement := signups.Statement{
		Community: c, ID: id("service"), Resident: id("elder"), CodeHash: checkHash(w.portal.checkCode(c, id("service"))), Minutes: 120, MadeAt: now,
		From: calendar.DayOf(now, time.UTC), Until: calendar.DayOf(now, time.UTC), Services: []signups.Service{{Number: "V2026-001", Title: "雀" + c + "服务过的事", Minutes: 120}},
	}
	if err := tx.AddServiceStatement(statement); err != nil {
		return err
	}
	if _, err := signups.MakeTeam(tx, by("committee_member", id("team")), signups.Team{Community: c, Name: "雀" + c + "楼门队", About: "雀" + c + "看门的事", Kind: signups.GeneralTeam, Leader: "matrix-player-resident"}); err != nil {
		return err
	}
	_, err := signups.MakeActivity(tx, by("committee_member", activity), signups.Activity{Community: c, Content: signups.Content{
		Title: "雀" + c + "分类引导", About: "雀" + c + "桶站旁边帮忙", Place: "雀" + c + "桶站", Posts: []signups.Post{{Words: "引导员", Seats: 3}},
	}})
	if err != nil {
		return err
	}
	repeat := signups.Repeat{Day: calendar.DayOf(now, time.UTC).Add(3), From: 9 * 60, Until: 11 * 60, Weeks: 2}
	if err := signups.AddShifts(tx, by("committee_member", id("shift")), c, activity, repeat, store.NewToken()); err != nil {
		return err
	}
	if err := signups.SubmitActivity(tx, by("committee_member", activity+"-submitted"), c, activity); err != nil {
		return err
	}
	return signups.PublishActivity(tx, by("director", activity+"-published"), c, activity)
}
