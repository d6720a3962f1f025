package main

import (
	"strings"
	"testing"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// leadPath is what leads to the activity that was made last.
func (b *booted) leadPath() string {
	b.t.Helper()
	var id string
	b.view(func(v *store.View) error {
		all, err := v.ActivitiesLed("hepingli", "li", store.ActivityKey{}, 1)
		if err == nil && len(all) == 1 {
			id = all[0].ID
		}
		return err
	})
	return "/hepingli/leading/" + id
}

// An activity is made by forms, handed in, published by another person, and led to its end.
func TestLeadingAnActivity(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		li, zhou := b.as("hepingli", "li"), b.as("hepingli", "zhou")
		b.as("hepingli", "wang").get("/hepingli/leading").holds(t, 200, "您还没有带活动", "!办一个活动")
		b.as("hepingli", "wang").get("/hepingli/leading/new").holds(t, 403, "不是")
		li.get("/hepingli/leading").holds(t, 200, "您还没有带活动", "垃圾分类引导")
		li.get("/hepingli/leading/new?from=sorting").holds(t, 200, "桶前引导", "手套、马甲由居委会准备")

		// What is wrong stands beside its field, and what was typed stays.
		refused := li.send("/hepingli/leading/new?from=sorting", "lead-save", "title", "", "place", "3 号楼北侧")
		refused.holds(t, 422, "这一项需要填写", "3 号楼北侧")
		li.send("/hepingli/leading/new?from=sorting", "lead-save", "title", "=cmd 桶前引导", "about", "帮邻居分。", "place", "3 号楼北侧", "leader", "li", "post1", "引导", "seats1", "2").led(t, b.leadPathDone("lead-made"))
		path := b.leadPath()
		li.get(path).holds(t, 200, "还没有一个以后的班次", "草稿", "!交去核对")
		b.as("hepingli", "sun").get(path).holds(t, 404)

		for _, wrong := range [][2]string{{"until", "08:00"}, {"until", "07:00"}, {"day", "2027-02-31"}, {"from", "25:00"}, {"weeks", "99"}} {
			li.send(path, "lead-shifts", "day", "2026-11-08", "from", "08:00", wrong[0], wrong[1]).holds(t, 422, "problem")
		}
		li.send(path, "lead-shifts", "day", "2026-11-08", "from", "09:00", "until", "11:00", "weeks", "2").led(t, path+"?done=lead-shifts")
		page := li.get(path)
		page.holds(t, 200, "11 月 8 日", "11 月 15 日", "交去核对", "删掉")
		li.send(path, "lead-submit").led(t, path+"?done=lead-submitted")
		id := strings.TrimPrefix(path, "/hepingli/leading/")
		desk := "/hepingli/desk/activities/" + id
		li.get(desk).holds(t, 200, "另一位", `!id="activity-publish"`)
		zhou.get("/hepingli/desk/activities").holds(t, 200, "=cmd 桶前引导")
		zhou.send(desk, "activity-back", "reason", "名称前面的等号去掉").led(t, "/hepingli/desk/activities?done=activity-back")
		li.get(path).holds(t, 200, "退回来了：名称前面的等号去掉")
		li.send(path+"/edit", "lead-save", "title", "桶前引导", "about", "帮邻居分。", "place", "3 号楼北侧", "leader", "li", "post1", "引导", "seats1", "2").led(t, path+"?done=lead-saved")
		li.send(path, "lead-submit").led(t, path+"?done=lead-submitted")
		zhou.send(desk, "activity-publish").led(t, "/hepingli/desk/activities?done=activity-published")
		b.get("/hepingli/activities").holds(t, 200, "桶前引导")
		b.ledOnTheDay(t, path, id)
	})
}

// leadPathDone is where making an activity leads; its id is known only then.
func (b *booted) leadPathDone(done string) string { return b.leadPath() + "?done=" + done }

// ledOnTheDay: three come, one of them unannounced; hours are confirmed, the leader's by another.
func (b *booted) ledOnTheDay(t *testing.T, path, id string) {
	t.Helper()
	li, zhou := b.as("hepingli", "li"), b.as("hepingli", "zhou")
	_, shifts := b.activityNow(id)
	b.joins(shifts[0], "li", "wang")
	b.joins(shifts[0], "sun")
	shift := path + "/shifts/" + shifts[0].ID
	li.get(shift).holds(t, 200, "王秀兰", "候补 1 人", "给大家看签到码", "开始前半小时起可以记到场")
	b.as("hepingli", "wang").get(shift).holds(t, 403)
	li.send(shift, "lead-decline-wang", "reason", "").holds(t, 422, "这一项需要填写")

	b.clock.set("2026-11-08 08:40")
	code := li.get(shift + "/code")
	digits := signups.CodeAt(shifts[0], b.clock.Now())
	code.holds(t, 200, digits[:3]+" "+digits[3:], "秒换下一个")
	if code.Header.Get("Refresh") == "" {
		t.Error("the code stands still")
	}
	wang := b.as("hepingli", "wang")
	wang.send("/hepingli/activities/"+id, "shift-in-"+shifts[0].ID, "code", digits)
	if s := b.signup(shifts[0], "wang"); s.State != signups.CheckedIn {
		t.Fatalf("%+v", s)
	}
	b.clock.set("2026-11-08 11:30")
	li.send(shift, "lead-list", "said-li", "gone", "in-li", "09:00", "out-li", "11:00", "said-wang", "gone", "out-wang", "08:00").holds(t, 422, "日期或时间不对")
	li.send(shift, "lead-list", "said-li", "gone", "in-li", "09:00", "out-li", "11:00", "said-wang", "gone", "out-wang", "10:40").led(t, shift+"?done=lead-noted")
	if s := b.signup(shifts[0], "wang"); s.State != signups.Completed || s.Minutes != 90 {
		t.Fatalf("%+v", s)
	}
	li.get(shift).holds(t, 200, "确认时长", "自己的时长不能自己确认")
	li.send(shift, "lead-hours", "hours-wang", "120").holds(t, 422, "要写明理由")
	li.send(shift, "lead-hours", "hours-wang", "120", "why-wang", "收拾到十一点").led(t, shift+"?done=lead-hours")
	zhou.send(shift, "lead-hours", "hours-li", "120").led(t, shift+"?done=lead-hours")
	for who, want := range map[string]int{"wang": 120, "li": 120} {
		if s := b.signup(shifts[0], who); s.State != signups.Confirmed || s.Minutes != want {
			t.Errorf("%s: %+v", who, s)
		}
	}

	// Rain, thanks.
	second := path + "/shifts/" + shifts[1].ID
	b.joins(shifts[1], "wang")
	li.send(second, "lead-off", "reason", "有雨").led(t, second+"?done=lead-off")
	wang.get("/hepingli/me").holds(t, 200, "有一个班次取消了")
	li.send(path, "lead-outcome", "outcome", "分对的多了。").led(t, path+"?done=lead-outcome")
	b.get("/hepingli/activities/"+id).holds(t, 200, "分对的多了")
}

// Who came without having signed up is added by name and building; nothing is learned of others.
func TestAddingOnSite(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		a, shifts := b.activity(weekly(1))
		b.change("hepingli", func(tx *store.Tx) error {
			_, err := residents.Admit(tx, residents.Sender{Standing: residents.Console, Now: b.clock.Now()},
				residents.Resident{ID: "late", Community: "hepingli", Name: "迟小来", Building: "3 号楼"}, residents.RoleResident)
			return err
		})
		shift := "/hepingli/leading/" + a.ID + "/shifts/" + shifts[0].ID
		b.clock.set("2026-11-08 09:05")
		li := b.as("hepingli", "li")
		li.send(shift, "lead-add", "name", "没有人", "building", "3 号楼", "post", "1").holds(t, 422, "没有找到这一位")
		li.send(shift, "lead-add", "name", "迟小来", "building", "3 号楼", "post", "1").led(t, shift+"?done=lead-added")
		if s := b.signup(shifts[0], "late"); s.State != signups.CheckedIn {
			t.Errorf("%+v", s)
		}
		li.send(shift, "lead-add", "name", "迟小来", "building", "3 号楼", "post", "1").holds(t, 422, "problem")
	})
}
