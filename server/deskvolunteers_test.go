package main

import (
	"testing"

	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// What waits for the committee: certificates, disputes of hours, hours that are late.
func TestVolunteersAtTheDesk(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		const page = "/hepingli/desk/volunteers"
		li, zhou := b.as("hepingli", "li"), b.as("hepingli", "zhou")
		b.as("hepingli", "wang").get(page).holds(t, 403)
		li.get(page).holds(t, 200, "没有等看的证书", "没有等答复的时长异议", "没有拖着的时长")
		for _, who := range []string{"wang", "li"} {
			b.act("hepingli", who, func(tx *store.Tx, by residents.Sender) error {
				return signups.AskProof(tx, by, signups.FirstAid, "红十字救护员证")
			})
		}
		li.get(page).holds(t, 200, "王秀兰", "红十字救护员证", "不能处理自己提出的事项")
		form := "proof-check-wang.first_aid"
		li.send(page, form, "good", "yes", "until", "2026-01-01").holds(t, 422, "日期或时间不对")
		li.send(page, form, "good", "yes", "until", "2027-06-30").led(t, page+"?done=proof-checked")
		var proofs []signups.Proof
		b.view(func(v *store.View) (err error) { proofs, err = v.Proofs("hepingli", "wang"); return err })
		if len(proofs) != 1 || !proofs[0].Counts(calendarDay("2027-06-30")) || proofs[0].Counts(calendarDay("2027-07-01")) {
			t.Errorf("%+v", proofs)
		}
		b.disputed(t, li, zhou, page)
	})
}

// disputed: hours are disputed by their person, and judged by another than confirmed them.
func (b *booted) disputed(t *testing.T, li, zhou *booted, page string) {
	t.Helper()
	a, shifts := b.activity(weekly(1))
	b.joins(shifts[0], "wang", "sun")
	b.clock.set("2026-11-08 12:00")
	here := signups.Presence{Resident: "wang", In: shifts[0].Starts, Out: shifts[0].Starts.Add(90 * 60e9)}
	b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		_, err := signups.NotePresence(tx, by, "hepingli", a.ID, shifts[0].ID, []signups.Presence{here})
		return err
	})
	b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		return signups.ConfirmHours(tx, by, "hepingli", a.ID, shifts[0].ID, "wang", 90, "")
	})
	b.act("hepingli", "wang", func(tx *store.Tx, by residents.Sender) error {
		return signups.DisputeHours(tx, by, a.ID, shifts[0].ID, 120, "我收拾到十一点")
	})
	li.get("/hepingli/desk").holds(t, 200, "志愿者的事")
	li.get(page).holds(t, 200, "王秀兰", "我收拾到十一点", "1.5 小时", "2 小时", "确认 1.5 小时", "另一位")
	form := "hours-judge-" + shifts[0].ID + ".wang"
	zhou.send(page, form, "minutes", "100", "words", "问过邻居").holds(t, 422, "这个时长不可能")
	zhou.send(page, form, "minutes", "120", "words", "").holds(t, 422, "这一项需要填写")
	zhou.send(page, form, "minutes", "120", "words", "问过邻居").led(t, page+"?done=hours-judged")
	if s := b.signup(shifts[0], "wang"); s.State != signups.Confirmed || s.Minutes != 120 {
		t.Errorf("%+v", s)
	}
	late := calendar.WorkingDaysAfter(calendarDay("2026-11-08"), 10)
	b.clock.set(late.Add(1).String() + " 00:00") // sun's hours are open
	b.as("hepingli", "li").get(page).holds(t, 200, a.Title, "以前确认", "/leading/"+a.ID+"/shifts/"+shifts[0].ID, "没有等答复的时长异议")
}

// Teams are founded and changed by the committee; their leader makes activities.
func TestTeamsAtTheDesk(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		const list = "/hepingli/desk/teams"
		li := b.as("hepingli", "li")
		b.change("hepingli", func(tx *store.Tx) error {
			_, err := residents.Admit(tx, residents.Sender{Standing: residents.Console, Now: b.clock.Now()},
				residents.Resident{ID: "chief", Community: "hepingli", Name: "队小长", Building: "3 号楼"}, residents.RoleResident)
			return err
		})
		made := []string{"name", "小巷管家队", "kind", "lane_steward", "leader", "队小长", "building", "3 号楼"}
		li.send(list, "team-make", append(made, "leader", "没有人")...).holds(t, 422, "没有找到这一位")
		li.send(list, "team-make", made...)
		var team signups.Team
		b.view(func(v *store.View) error {
			all, err := v.TeamsOf("hepingli")
			if err == nil && len(all) == 1 {
				team = all[0]
			}
			return err
		})
		if team.Leader != "chief" || team.Kind != signups.LaneTeam {
			t.Fatalf("%+v", team)
		}
		one := list + "/" + team.ID
		b.act("hepingli", "wang", func(tx *store.Tx, by residents.Sender) error { return signups.JoinTeam(tx, by, team.ID) })
		li.get(one).holds(t, 200, "王秀兰", "队小长")
		li.send(one, "team-duty-wang", "duty", "北门到 5 号楼").led(t, one+"?done=team-duty")
		b.as("hepingli", "wang").get("/hepingli/volunteering").holds(t, 200, "北门到 5 号楼")
		b.as("hepingli", "chief").get("/hepingli/leading").holds(t, 200, "办一个活动")
		b.as("hepingli", "chief").get("/hepingli/leading/new").holds(t, 200, "队小长")
		li.send(one, "team-end").led(t, one+"?done=team-ended")
		li.get(one).holds(t, 200, "这个队已经结束了")
		b.as("hepingli", "chief").get("/hepingli/leading/new").holds(t, 403)
	})
}
