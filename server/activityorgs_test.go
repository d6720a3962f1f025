package main

import (
	"strings"
	"testing"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// TestOrganisationsOnTheBoard: an organisation's contact makes its activity by forms, another
// person publishes it; the board and its page name the organisation, whose page lists it. Once
// the filing is over it makes none, and is told what to do.
func TestOrganisationsOnTheBoard(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.streetStaff()
		choir := b.filedChoir("=阳光合唱队")
		page := "/hepingli/organisations/" + choir
		wang, sun, li := b.as("hepingli", "wang"), b.as("hepingli", "sun"), b.as("hepingli", "li")
		form := "/hepingli/leading/new?for=org:" + choir
		wang.get(page).holds(t, 200, "办一个活动", "leading/new?for=org:"+choir)
		sun.get(form).holds(t, 403)
		wang.get("/hepingli/leading").holds(t, 200, "办一个活动")
		wang.get(form).holds(t, 200, "先写内容", `name="team" value="org:`+choir+`"`)
		li.get(form).holds(t, 200, "!阳光合唱队") // the committee does not speak for it
		said := []string{"team", "org:" + choir, "title", "重阳节演出", "about", "给老人唱一小时。", "place", "二层多功能厅", "leader", "wang", "post1", "领座", "seats1", "2"}
		li.late(t, "/hepingli/leading/new", said...).holds(t, 422, "由组织的联系人写和交")
		sun.late(t, "/hepingli/leading/new", said...).holds(t, 403)
		wang.send(form, "lead-save", append(said, "team", "org:nothing")...).holds(t, 422, "请在给出的选项里选一项")
		wang.send(form, "lead-save", said...)
		path := b.ledBy("wang")
		id := strings.TrimPrefix(path, "/hepingli/leading/")
		wang.send(path, "lead-shifts", "day", "2026-11-08", "from", "09:00", "until", "11:00", "weeks", "2").led(t, path+"?done=lead-shifts")
		li.get(path).holds(t, 200, "!交去核对", "联系人")
		wang.get(path).holds(t, 200, "交去核对", "=阳光合唱队")
		b.get(page).holds(t, 200, "!重阳节演出")
		wang.send(path, "lead-submit").led(t, path+"?done=lead-submitted")
		b.get(page).holds(t, 200, "!重阳节演出")
		b.get("/hepingli/activities/"+id).holds(t, 404)
		desk := "/hepingli/desk/activities/" + id
		li.get(desk).holds(t, 200, "=阳光合唱队，王秀兰起草")
		li.send(desk, "activity-publish").led(t, "/hepingli/desk/activities?done=activity-published")
		b.get("/hepingli/activities").holds(t, 200, "重阳节演出", "=阳光合唱队")
		b.get("/hepingli/activities/"+id).holds(t, 200, `href="`+page+`"`, "=阳光合唱队")
		b.get(page).holds(t, 200, "办的活动", "重阳节演出", "/hepingli/activities/"+id)
		wang.get("/hepingli/me").holds(t, 200, "您做的活动「重阳节演出」公布了")
		b.manyMade(t, choir)

		b.clock.set("2028-11-20 10:00")
		wang = b.as("hepingli", "wang")
		wang.get(page).holds(t, 200, "续期", "没有在有效期内的备案", "!leading/new?for=org:")
		wang.get("/hepingli/leading").holds(t, 200, "=阳光合唱队", "没有在有效期内的备案", "!从空白写起")
		wang.get(form).holds(t, 409, "没有在有效期内的备案", "续期")
		wang.late(t, "/hepingli/leading/new", said...).holds(t, 409, "没有在有效期内的备案")
	})
}

// manyMade: what an organisation did is listed page by page, the newest first.
func (b *booted) manyMade(t *testing.T, choir string) {
	t.Helper()
	b.act("hepingli", "wang", func(tx *store.Tx, _ residents.Sender) error {
		for n := 1; n <= 12; n++ {
			a := signups.Activity{Community: "hepingli", ID: "done-" + string(rune('a'+n)), Number: "V2025-0" + string(rune('0'+n/10)) + string(rune('0'+n%10)), State: signups.Finished, Version: 1,
				Org: choir, Leader: "wang", MadeBy: "wang", MadeAt: b.clock.Now(), PublishedBy: "li", PublishedAt: b.clock.Now(),
				Content: signups.Content{Title: "旧活动" + string(rune('甲'+n)), Posts: []signups.Post{{ID: "1", Words: "唱", Seats: 1}}}}
			if err := tx.AddActivity(a); err != nil {
				return err
			}
		}
		return nil
	})
	page := "/hepingli/organisations/" + choir
	b.get(page).holds(t, 200, "重阳节演出", "V2025-012", "!V2025-003", page+"?after=V2025-004")
	b.get(page+"?after=V2025-004").holds(t, 200, "V2025-003", "V2025-001", "!V2025-004 号", "!重阳节演出")
	b.get(page+"?after=x%27").holds(t, 200, "重阳节演出")
}

// ledBy leads to the activity that somebody leads and that was made last.
func (b *booted) ledBy(who string) string {
	b.t.Helper()
	var id string
	b.view(func(v *store.View) error {
		all, err := v.ActivitiesLed("hepingli", who, store.ActivityKey{}, 1)
		if err == nil && len(all) == 1 {
			id = all[0].ID
		}
		return err
	})
	return "/hepingli/leading/" + id
}
