package main

import (
	"strings"
	"testing"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

const formulaName = `=HYPERLINK("x")`

// admitted takes somebody into the community under a name.
func (b *booted) admitted(id, name string) {
	b.t.Helper()
	b.change("hepingli", func(tx *store.Tx) error {
		_, err := residents.Admit(tx, residents.Sender{Standing: residents.Console, Now: b.clock.Now()},
			residents.Resident{ID: id, Community: "hepingli", Name: name, Building: "3 号楼"}, residents.RoleResident)
		return err
	})
}

// Whoever leads saves one line a person and shift: who has a place or waits, and their hours.
func TestLeadersSheets(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.admitted("formula", formulaName)
		a, shifts := b.activity(weekly(2), func(a *signups.Activity) { a.Title = "+桶前引导" })
		b.joins(shifts[0], "wang", "formula", "zhao", "sun") // three places: sun waits
		b.joins(shifts[1], "chen", "wang")
		b.act("hepingli", "chen", func(tx *store.Tx, by residents.Sender) error {
			return signups.Withdraw(tx, by, a.ID, shifts[1].ID)
		})
		at := "/hepingli/leading/" + a.ID + "/list"
		li := b.as("hepingli", "li")
		li.get("/hepingli/leading/"+a.ID).holds(t, 200, at+".csv", at+".xlsx")
		li.get("/hepingli/leading/"+a.ID+"/shifts/"+shifts[0].ID).holds(t, 200, at+".csv", at+".xlsx")
		rows := li.saved(t, at, "")
		inColumn(t, rows, "姓名", formulaName, "孙小梅", "王秀兰", "赵建国", "王秀兰")
		inColumn(t, rows, "状态", "已报上", "候补中", "已报上", "已报上", "已报上")
		inColumn(t, rows, "日期", "2026-11-08", "2026-11-08", "2026-11-08", "2026-11-08", "2026-11-15")
		inColumn(t, rows, "时长（小时）", "", "", "", "", "")

		b.at(shifts[0].Ends)
		b.served(shifts[0], 90, "wang")
		b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
			_, err := signups.NotePresence(tx, by, "hepingli", a.ID, shifts[0].ID, []signups.Presence{{Resident: "zhao", Absent: signups.Unexcused}})
			return err
		})
		rows = b.as("hepingli", "zhou").saved(t, at, "")
		inColumn(t, rows, "状态", "已报上", "候补中", "时长已确认", "记为没来", "已报上")
		inColumn(t, rows, "时长（小时）", "", "", "1.5", "", "")
		inColumn(t, rows, "签到", "", "", "09:00", "", "")
		inColumn(t, rows, "签退", "", "", "10:30", "", "")
		inColumn(t, rows, "确认人", "", "", "周明", "", "")
		inColumn(t, rows, "确认日期", "", "", "2026-11-08", "", "")
		inColumn(t, rows, "活动", "+桶前引导", "+桶前引导", "+桶前引导", "+桶前引导", "+桶前引导")

		// A line stays for who has left, without who it was.
		b.change("hepingli", func(tx *store.Tx) error { return tx.Erase("hepingli", "wang") })
		if got := li.get(at + ".csv").body; strings.Contains(got, "王秀兰") || !strings.Contains(got, residents.Gone) {
			t.Errorf("who has left: %s", got)
		}
	})
}

// Nobody else saves it, and there is none of a draft, of another community, or of nothing.
func TestLeadersSheetsAreTheirs(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.admitted("chief", "队小长")
		b.admitted("other", "另一人")
		a, _ := b.activity(weekly(1), func(a *signups.Activity) { a.Leader = "chief" })
		draft := b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
			_, err := signups.MakeActivity(tx, by, activityContent())
			return err
		})
		for _, kind := range []string{".csv", ".xlsx"} {
			at := "/hepingli/leading/" + a.ID + "/list" + kind
			b.as("hepingli", "chief").get(at).holds(t, 200)
			b.as("hepingli", "other").get(at).holds(t, 403)
			b.as("anzhen", "wu").get(at).holds(t, 403)
			b.get(at).holds(t, 401)
			b.as("hepingli", "li").get("/hepingli/leading/"+draft+"/list"+kind).holds(t, 200)
			b.as("hepingli", "other").get("/hepingli/leading/"+draft+"/list"+kind).holds(t, 404)
			b.as("hepingli", "li").get("/hepingli/leading/nothing/list"+kind).holds(t, 404)
			b.as("anzhen", "wu").get("/anzhen/leading/"+a.ID+"/list"+kind).holds(t, 404)
		}
	})
}
