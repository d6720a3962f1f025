package main

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// Residents sign up by a plain form, leave, wait, move up and confirm.
func TestSigningUpForAShift(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.get("/hepingli/activities").holds(t, 200, "现在没有可以报名的活动")
		a, shifts := b.activity(weekly(3), func(a *signups.Activity) { a.Posts[0].Seats = 2 })
		path, first := activityPath(a), shifts[0]
		form := "activity-join-" + first.ID + "-1"
		at := path + "#s-" + first.ID
		led := func(done string) string { return path + "?done=" + done + "#s-" + first.ID }
		b.get("/hepingli/activities").holds(t, 200, a.Title, "11 月 8 日（周日）09:00 到 11:00", "还有 2 个名额", "后面还有 2 次", "!适合我的")
		b.get(path).holds(t, 200, "3 号楼南侧桶站", "您还没有登录", "!>报名<", "李*", "还有 2 个名额")
		b.as("anzhen", "qian").get(path).holds(t, 200, "您现在的身份不能做这件事", "!>报名<")

		wang := b.as("hepingli", "wang")
		page := wang.get(path)
		page.holds(t, 200, ">报名<", "后面 2 次也都报")
		action, fields := page.fill(t, form)
		wang.do("POST", action, fields).led(t, led("shift-joined"))
		wang.do("POST", action, fields).led(t, led("shift-joined")) // sent twice
		if got := b.signup(first, "wang"); got.State != signups.Accepted {
			t.Fatalf("%+v", got)
		}
		wang.get(at).holds(t, 200, "已报上", "来不了，退出", "有人接我再走", `!id="`+form+`"`)
		wang.get("/hepingli/activities").holds(t, 200, "您报上了", "还有 1 个名额")

		// Whoever pressed for a place gets no place in the waiting list unasked.
		sun, zhao := b.as("hepingli", "sun"), b.as("hepingli", "zhao")
		_, late := sun.get(path).fill(t, form)
		zhao.send(path, form).led(t, led("shift-joined"))
		refused := sun.do("POST", path+"/join", late)
		refused.holds(t, 422, "这个班次的名额满了", "可以排进候补", ">排候补<", "满了，可以候补")
		if b.signup(first, "sun").Resident != "" {
			t.Error("waits unasked")
		}
		sun.send(path, form).led(t, led("shift-waiting"))
		sun.get(path).holds(t, 200, "候补中", "您是第一位", "不排了")
		zhao.get(path).holds(t, 200, "!有人接我再走") // somebody waits: leaving is enough

		wang.send(path, "activity-leave-"+first.ID).led(t, led("shift-left"))
		sun.get(path).holds(t, 200, "等您确认", "以前确认，过了给下一位", "确认，我来")
		sun.get("/hepingli/me").holds(t, 200, "有名额了，请在期限内确认")
		sun.send(path, "activity-confirm-"+first.ID).led(t, led("shift-confirmed"))
		if got := b.signup(first, "sun"); got.State != signups.Accepted || !got.Until.IsZero() {
			t.Errorf("%+v", got)
		}

		// A place is given on to whoever comes.
		zhao.send(path, "activity-give-on-"+first.ID, "giving", "yes").led(t, led("shift-giving"))
		wang.get(path).holds(t, 200, "满了，有人把名额让出来", ">报名<")
		wang.send(path, form).led(t, led("shift-joined"))
		if got := b.signup(first, "zhao"); got.State != signups.Withdrawn {
			t.Errorf("%+v", got)
		}
		// At another community's address nothing of this one's is done.
		elsewhere := url.Values{"command": {residents.NewID(b.clock.Now()) + "-elsewhere"}, "shift": {shifts[1].ID}, "post": {"1"}}
		if got := wang.do("POST", "/anzhen/activities/"+a.ID+"/join", elsewhere); got.StatusCode != 404 || b.signup(shifts[1], "wang").Resident != "" {
			t.Error(got.Status)
		}
		b.at(first.Starts)
		wang.late(t, path+"/leave", "shift", first.ID).holds(t, 422, "这个班次已经开始或者结束")
		wang.late(t, path+"/join", "shift", "nothing-of-that-kind", "post", "1").holds(t, 404)
		wang.late(t, path+"/join", "shift", first.ID, "post", "9").holds(t, 422)
		wang.late(t, path+"/join", "shift", "x", "post", "1").holds(t, 422)
	})
}

// A series is signed up for at once, as far as it fits; terms are accepted by the button that says so.
func TestSigningUpForASeries(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		a, shifts := b.activity(weekly(4), func(a *signups.Activity) { a.Posts[0].Seats, a.Terms = 1, "按时到，注意安全。" })
		b.joins(shifts[2], "zhao")
		path := activityPath(a)
		wang := b.as("hepingli", "wang")
		wang.get(path).holds(t, 200, "先看服务协议", "按时到，注意安全。", "看过协议，同意并报名", "看过协议，同意并排候补")
		_, fields := wang.get(path).fill(t, "activity-join-"+shifts[0].ID+"-1", "series", "yes")
		fields.Del("agreed")
		wang.do("POST", path+"/join", fields).holds(t, 422, "没有勾选同意服务协议")
		wang.send(path, "activity-join-"+shifts[0].ID+"-1", "series", "yes").led(t, path+"?done=shift-series#s-"+shifts[0].ID)
		for i, want := range []signups.SignupState{signups.Accepted, signups.Accepted, "", signups.Accepted} {
			if got := b.signup(shifts[i], "wang"); got.State != want || want != "" && got.AgreedAt.IsZero() {
				t.Errorf("shift %d: %+v", i+1, got)
			}
		}
		wang.get(path).holds(t, 200, "看过协议，同意并排候补", "已报上")
	})
}

// People check in and out by the code on the leader's phone, also by what they typed without a network.
func TestCheckingIn(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		a, shifts := b.activity(weekly(1))
		s, path := shifts[0], activityPath(a)
		b.joins(s, "wang", "sun")
		wang, sun := b.as("hepingli", "wang"), b.as("hepingli", "sun")
		wang.get(path).holds(t, 200, `!name="code"`)
		b.at(s.Starts.Add(-10 * time.Minute))
		wang.get(path).holds(t, 200, `name="code"`, "签到")
		form := "shift-in-" + s.ID
		wang.send(path, form).holds(t, 422, "这一项需要填写")
		wang.send(path, form, "code", "12x456").holds(t, 422, "签到码不对")
		typed := signups.CodeAt(s, b.clock.Now())
		written := b.clock.Now().UnixMilli()
		wang.send(path, form, "code", typed).led(t, path+"?done=shift-in#s-"+s.ID)
		wang.get(path).holds(t, 200, "已签到", "签退")
		b.at(s.Starts.Add(30 * time.Minute))
		_, fields := sun.get(path).fill(t, form, "code", typed)
		sun.do("POST", path+"/check-in", fields).holds(t, 422, "这个签到码过期了")
		_, fields = sun.get(path).fill(t, form, "code", typed)
		fields.Set("written", strconv.FormatInt(written+int64(15*time.Minute/time.Millisecond), 10)) // another minute than the code's
		sun.do("POST", path+"/check-in", fields).holds(t, 422, "这个签到码过期了")
		for _, far := range []time.Duration{10 * time.Minute, -25 * time.Hour} { // ahead of the server's clock, and too long ago
			said := b.clock.Now().Add(far)
			_, fields = sun.get(path).fill(t, form, "code", signups.CodeAt(s, said))
			fields.Set("written", strconv.FormatInt(said.UnixMilli(), 10))
			sun.do("POST", path+"/check-in", fields).holds(t, 422, "这个签到码过期了")
		}
		_, fields = sun.get(path).fill(t, form, "code", typed)
		fields.Set("written", strconv.FormatInt(written, 10))
		sun.do("POST", path+"/check-in", fields).led(t, path+"?done=shift-in#s-"+s.ID)
		if got := b.signup(s, "sun"); got.State != signups.CheckedIn || got.In.UnixMilli() != written {
			t.Errorf("%+v", got)
		}
		b.at(s.Ends)
		sun.send(path, "shift-out-"+s.ID, "code", signups.CodeAt(s, b.clock.Now())).led(t, path+"?done=shift-out#s-"+s.ID)
		sun.get(path).holds(t, 200, "时长待确认", "记 2 小时")
		for range codesTried.most {
			wang.send(path, "shift-out-"+s.ID, "code", "000000")
		}
		wang.send(path, "shift-out-"+s.ID, "code", signups.CodeAt(s, b.clock.Now())).holds(t, 429)
	})
}

// Nobody's text is markup, and nothing of anybody's name but its mark is there.
func TestActivitiesShowTextAsText(t *testing.T) {
	t.Parallel()
	b := boot(t)
	const evil = `<script>alert(1)</script>"'><img src=x>`
	a, shifts := b.activity(weekly(1), func(a *signups.Activity) {
		a.Title, a.About, a.Place, a.Bring, a.Terms, a.Posts[0].Words = evil, evil, evil, evil, evil, `<b onclick=x>"'岗`
	})
	b.joins(shifts[0], "wang")
	for _, path := range []string{"/hepingli/activities", activityPath(a)} {
		b.as("hepingli", "sun").get(path).holds(t, 200, "!<script>alert", "!<img src=x", "!<b onclick", "!王秀兰", "!李文静")
		b.as("hepingli", "wang").get(path).holds(t, 200, "!<script>alert", "!<img src=x", "!<b onclick")
	}
	if !strings.Contains(b.get("/hepingli/activities?after=V2026-x").body, "志愿活动") || !strings.Contains(b.get("/hepingli/activities?for=me").body, "志愿活动") {
		t.Error("an address that is none")
	}
}

// Thanks name those who helped and want to be named, masked, and nobody else.
func TestThanks(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		a, shifts := b.activity(weekly(1))
		b.joins(shifts[0], "wang", "sun", "zhao")
		for _, who := range []string{"wang", "zhao"} {
			b.act("hepingli", who, func(tx *store.Tx, by residents.Sender) error {
				return signups.KeepProfile(tx, by, signups.Profile{Near: signups.Anywhere, Named: who == "wang"})
			})
		}
		b.at(shifts[0].Ends)
		b.served(shifts[0], 120, "wang", "sun", "zhao")
		b.get(activityPath(a)).holds(t, 200, "!愿意留名")
		b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
			return signups.NoteOutcome(tx, by, "hepingli", a.ID, "三天里厨余分出率从四成到了六成，谢谢大家。")
		})
		b.get(activityPath(a)).holds(t, 200, "后来怎么样了", "六成", "谢谢愿意留名的", "王**", "!孙**", "!赵**", "!王秀兰", "!赵建国")
		b.as("hepingli", "wang").get("/hepingli/me").holds(t, 200, "办成了，谢谢您")
	})
}
