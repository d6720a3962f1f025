package main

import (
	"net/url"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

const volunteeringPath = "/hepingli/volunteering"

// The page of somebody's own service: what waits, what is ahead, what they gave; nobody else reads it.
func TestVolunteering(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.get(volunteeringPath).holds(t, 401)
		wang := b.as("hepingli", "wang")
		wang.get(volunteeringPath).holds(t, 200, "现在没有报上的班次", "还没有确认过的时长", "!一星", "还没有填")
		a, shifts := b.activity(weekly(3), func(a *signups.Activity) { a.Posts[0].Seats = 1 })
		b.joins(shifts[0], "zhao", "wang")
		b.joins(shifts[1], "wang")
		wang.get(volunteeringPath).holds(t, 200, a.Title, "候补中", "您是第一位", "已报上", "11 月 15 日（周日） 09:00 到 11:00")
		b.as("hepingli", "zhao").send(volunteeringPath, "activity-leave-"+shifts[0].ID).led(t, volunteeringPath+"?done=shift-left")
		wang.get(volunteeringPath).holds(t, 200, "等您一句话", "确认，我来")
		wang.send(volunteeringPath, "activity-confirm-"+shifts[0].ID).led(t, volunteeringPath+"?done=shift-confirmed")
		wang.get(volunteeringPath).holds(t, 200, "!等您一句话")

		// What is refused is told on the activity's page, where there is room for it.
		_, late := wang.get(volunteeringPath).fill(t, "activity-leave-"+shifts[1].ID)
		b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
			return signups.CancelShift(tx, by, "hepingli", a.ID, shifts[1].ID, "下大雨")
		})
		wang.do("POST", activityPath(a)+"/leave", late).holds(t, 422, "不能办这一步", "这一次取消了：下大雨")
		wang.get(volunteeringPath).holds(t, 200, "班次取消", "下大雨")

		// Who allows it is asked for help once, and is led to the shift.
		b.act("hepingli", "sun", func(tx *store.Tx, by residents.Sender) error {
			return signups.KeepProfile(tx, by, signups.Profile{Near: signups.Anywhere, Asked: true})
		})
		b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
			return signups.AskToHelp(tx, by, "hepingli", a.ID, shifts[2].ID, "sun")
		})
		sun := b.as("hepingli", "sun")
		sun.get(volunteeringPath).holds(t, 200, "问您能不能来", "11 月 22 日（周日）09:00 到 11:00", activityPath(a)+"?from="+shifts[2].ID)
		sun.send(activityPath(a)+"?from="+shifts[2].ID, "activity-join-"+shifts[2].ID+"-1").led(t, activityPath(a)+"?done=shift-joined#s-"+shifts[2].ID)
		sun.get(volunteeringPath).holds(t, 200, "!问您能不能来", "已报上")

		b.at(shifts[0].Ends)
		b.served(shifts[0], 120, "wang")
		wang.get(volunteeringPath).holds(t, 200, "<b>2 小时</b>", "再有 98 小时到一星")
		wang.get("/hepingli/activities").holds(t, 200, "!98 小时")
		b.as("hepingli", "sun").get(activityPath(a)).holds(t, 200, "!王", "!2 小时</b>")
	})
}

// Hours that are wrong are disputed, answered by another, and leave a trace.
func TestDisputingHours(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		a, shifts := b.activity(weekly(1))
		s, path := shifts[0], volunteeringPath+"/hours"
		b.joins(s, "wang")
		b.at(s.Ends)
		wang := b.as("hepingli", "wang")
		wang.get(path).holds(t, 200, "还没有服务过")
		b.served(s, 60, "wang")
		form := "hours-dispute-" + s.ID
		wang.get(path).holds(t, 200, a.Title, "1 小时", "时长已确认", "确认 1 小时", "周*", "时长不对，提出更正")
		wang.send(path, form, "minutes", "120", "words", "").holds(t, 422, "这一项需要填写")
		wang.send(path, form, "minutes", "1500", "words", "一整天都在").holds(t, 422, "请填整数，最大 1440")
		wang.send(path, form, "minutes", "270", "words", "比班次长得多").holds(t, 422, "这个时长不可能", "比班次长得多</textarea>")
		wang.send(path, form, "minutes", "100", "words", "零头").holds(t, 422, "这个时长不可能")
		wang.send(path, form, "minutes", "120", "words", "九点就到了，码没有扫上。").led(t, path+"?done=hours-disputed#h-"+s.ID)
		wang.get(path).holds(t, 200, "更正核对中", "提出更正：应当是 2 小时", "九点就到了", "本人", "!提出更正</summary>")
		b.act("hepingli", "chen", func(tx *store.Tx, by residents.Sender) error {
			return signups.JudgeHours(tx, by, "hepingli", a.ID, s.ID, "wang", 120, "问过带队人，是九点到的。")
		})
		wang.get(path).holds(t, 200, "核对以后，定为 2 小时", "问过带队人", "<b>2 小时</b>")
		wang.get("/hepingli/me").holds(t, 200, "服务时长核对过了")
		b.as("hepingli", "sun").get(path).holds(t, 200, "还没有服务过", "!"+a.Title)
		b.as("hepingli", "sun").late(t, path+"/dispute", "activity", a.ID, "shift", s.ID, "minutes", "60", "words", "别人的").holds(t, 404)
	})
}

// A profile is kept, changed and ended; a certificate is asked to be seen.
func TestVolunteerProfile(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		path := volunteeringPath + "/profile"
		wang := b.as("hepingli", "wang")
		wang.get(path).holds(t, 200, "垃圾分类引导", "周日", "全社区都行", "只在 3 号楼附近", "!删掉资料")
		send := func(fields ...string) reply {
			action, values := wang.get(path).fill(t, "volunteer-profile", "near", "community")
			for i := 0; i+1 < len(fields); i += 2 {
				if fields[i] == "near" {
					values.Del("near")
				}
				values.Add(fields[i], fields[i+1])
			}
			return wang.do("POST", action, values)
		}
		send("near", "moon").holds(t, 422, "请在给出的选项里选一项")
		send("skills", "flying", "times", "3").holds(t, 422, "请在给出的选项里选一项", `value="3" checked`)
		send("times", "21").holds(t, 422)
		send("skills", "sorting", "skills", "photo", "times", "18", "asked", "yes", "weekly", "yes").led(t, path+"?done=profile-kept")
		wang.get(path).holds(t, 200, `value="sorting" checked`, `value="photo" checked`, `value="18" checked`, "删掉资料")

		// What suits is what is left when somebody asks for it.
		a, _ := b.activity(weekly(1), func(a *signups.Activity) { a.Posts[0].Skill = signups.Sorting })
		b.activity(weekly(1), func(a *signups.Activity) { a.Title, a.Posts[0].Skill = "给老人理发", signups.Haircut })
		wang.get("/hepingli/activities?for=me").holds(t, 200, a.Title, "!给老人理发")
		b.as("hepingli", "sun").get("/hepingli/activities?for=me").holds(t, 200, "还不知道您能做什么")
		wang.get("/hepingli/activities?for=near").holds(t, 200, "您这栋楼现在没有活动")
		wang.get("/hepingli/activities?for=week").holds(t, 200, a.Title)

		form := "volunteer-proof-proof-of-skill-first_aid"
		wang.send(path, form, "about", "").holds(t, 422, "这一项需要填写")
		wang.send(path, form, "about", "证号 110101196001011237").holds(t, 422, "电话或身份证号")
		wang.send(path, form, "about", "红十字救护员证").led(t, path+"?done=proof-asked#proofs")
		wang.get(path).holds(t, 200, "请带原件到居委会", "红十字救护员证", "!id=\""+form+"\"")
		wang.send(path, "profile-end").led(t, volunteeringPath+"?done=profile-ended")
		wang.get(path).holds(t, 200, "!删掉资料", "!红十字救护员证")
		b.as("anzhen", "qian").get(path).holds(t, 403)
	})
}

// A statement is made, printed again by its owner alone, and checked by anybody who has its code.
func TestStatementOfService(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		a, shifts := b.activity(weekly(2), func(a *signups.Activity) { a.Title = `=cmd|"' /C calc'!A0` })
		b.joins(shifts[0], "wang")
		b.at(shifts[0].Ends)
		path := volunteeringPath + "/statement"
		wang := b.as("hepingli", "wang")
		wang.send(path, "service-statement", "from", "2026-01-01", "until", "2026-11-30").holds(t, 422, "这段时间没有已经确认的服务")
		b.served(shifts[0], 90, "wang")
		wang.send(path, "service-statement", "from", "2026-02-31", "until", "2026-11-30").holds(t, 422, "日期或时间不对")
		wang.send(path, "service-statement", "from", "2026-11-30", "until", "2026-01-01").holds(t, 422, "日期或时间不对")
		action, fields := wang.get(path).fill(t, "service-statement", "from", "2026-01-01", "until", "2026-11-30")
		at := path + "/" + fields.Get("command")
		wang.do("POST", action, fields).led(t, at+"?done=statement-made")
		wang.do("POST", action, fields).led(t, at+"?done=statement-made")
		page := wang.get(at)
		page.holds(t, 200, "平台服务记录", "王秀兰", "共 1 次，1.5 小时", a.Number, "不是《志愿服务记录与证明出具办法（试行）》", "<svg")
		code := regexpFirst(`class="code">([0-9A-Z-]{19})<`, page.body)
		wang.get(path).holds(t, 200, at)
		b.as("hepingli", "sun").get(at).holds(t, 404)

		check := func(code string) reply { return b.get("/hepingli/service-check?code=" + url.QueryEscape(code)) }
		check(code).holds(t, 200, "<span>是真的</span>", "王**", "1.5 小时", "1 次", "!王秀兰")
		check(strings.ToLower(strings.ReplaceAll(code, "-", " "))).holds(t, 200, "<span>是真的</span>")
		b.get("/anzhen/service-check?code="+code).holds(t, 200, "<span>是真的</span>", "和平里社区居民委员会")
		wrong := "0000-0000-0000-0000"
		check(wrong).holds(t, 200, "没有这个核对码的服务记录", "!<span>是真的</span>")
		check("<script>").holds(t, 200, "十六位字母和数字", "!<script>")
		for range checksBy.most {
			check(wrong)
		}
		check(code).holds(t, 200, "查得太频繁了", "!<span>是真的</span>")
	})
}

// The calendar file has the shifts of its owner, each under one id; what was called off says so.
func TestShiftCalendar(t *testing.T) {
	t.Parallel()
	b := boot(t)
	a, shifts := b.activity(weekly(3))
	b.joins(shifts[0], "wang", "zhao")
	b.joins(shifts[1], "wang")
	b.joins(shifts[2], "zhao")
	b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		return signups.CancelShift(tx, by, "hepingli", a.ID, shifts[1].ID, "下雨")
	})
	got := b.as("hepingli", "wang").get(volunteeringPath + "/shifts.ics")
	if kind := got.Header.Get("Content-Type"); kind != "text/calendar; charset=utf-8" {
		t.Error(kind)
	}
	c, err := ics.ParseCalendar(strings.NewReader(got.body))
	if err != nil || len(c.Events()) != 2 {
		t.Fatal(err, got.body)
	}
	first, off := c.Events()[0], c.Events()[1]
	start, err := first.GetStartAt()
	if err != nil || !start.Equal(shifts[0].Starts) || first.Id() != shifts[0].ID+"@hepingli.yishiting" || first.GetProperty(ics.ComponentPropertySummary).Value != a.Title+" · 引导员" {
		t.Error(err, got.body)
	}
	if off.GetProperty(ics.ComponentPropertyStatus).Value != "CANCELLED" {
		t.Error(got.body)
	}
}

// A minor's sign-up waits for the guardian; a child under 14 is signed up for by the guardian, and comes along.
func TestMinorsInShifts(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.live("502", "wang", "sun")
		b.teen("teen", "王小明", homeID("502"))
		b.act("hepingli", "wang", func(tx *store.Tx, by residents.Sender) error {
			_, err := residents.AgreeAsGuardian(tx, by, "teen", true)
			return err
		})
		b.confirmed("teen")
		a, shifts := b.activity(weekly(2))
		path, form := activityPath(a), "activity-join-"+shifts[0].ID+"-1"
		teen, wang := b.as("hepingli", "teen"), b.as("hepingli", "wang")
		teen.send(path, form).led(t, path+"?done=shift-applied#s-"+shifts[0].ID)
		teen.get(path).holds(t, 200, "等监护人同意")
		b.as("hepingli", "sun").get(volunteeringPath).holds(t, 200, "!王小明")
		page := wang.get(volunteeringPath)
		page.holds(t, 200, "王小明想参加", a.Title, "您是监护人", "不同意")
		agree := "shift-agree-" + shifts[0].ID + "-1"
		wang.send(volunteeringPath, agree, "said", "").holds(t, 422, "请在给出的选项里选一项")
		_, fields := page.fill(t, agree, "said", "yes")
		b.as("hepingli", "sun").do("POST", volunteeringPath+"/agree", fields).holds(t, 422, "这不是您名下的事")
		wang.do("POST", volunteeringPath+"/agree", fields).led(t, volunteeringPath+"?done=shift-agreed")
		teen.get(path).holds(t, 200, "已报上")

		wang.send("/hepingli/me/home", "child-"+homeID("502"), "name", "王小宝", "birth", "2016", "agreed", "yes")
		child := b.childOf("wang")
		b.confirmed(child)
		home := wang.get("/hepingli/me/home")
		action, values := home.fill(t, "help-begin-"+regexpFirst(`id="help-begin-([^"]+)"`, home.body))
		wang.do("POST", action, values).led(t, "/hepingli?done=helping")
		wang.get(path).holds(t, 200, "现在替 <b>王小宝</b> 报名", "未满十四岁的孩子要和监护人一起参加", "!id=\""+form+"\"")
		wang.send("/hepingli/me/home", "help-end")
		wang.send(path, form).led(t, path+"?done=shift-joined#s-"+shifts[0].ID)
		wang.get(path).holds(t, 200, "想带孩子一起来")
		home = wang.get("/hepingli/me/home")
		action, values = home.fill(t, "help-begin-"+regexpFirst(`id="help-begin-([^"]+)"`, home.body))
		wang.do("POST", action, values)
		wang.send(path, form).led(t, path+"?done=shift-joined#s-"+shifts[0].ID)
		wang.get(volunteeringPath).holds(t, 200, "王小宝的志愿服务", a.Title, "!打印服务记录", "!>志愿者资料<")
		wang.send("/hepingli/me/home", "help-end")
		wang.get(path).holds(t, 200, "一起来的：王小宝（已报上）")
		wang.get(volunteeringPath).holds(t, 200, "王小宝", "跟着您签到、签退")
		b.at(shifts[0].Starts.Add(-5 * time.Minute))
		wang.send(path, "shift-in-"+shifts[0].ID, "code", signups.CodeAt(shifts[0], b.clock.Now()))
		if got := b.signup(shifts[0], child); got.State != signups.CheckedIn || got.With != "wang" {
			t.Errorf("%+v", got)
		}
	})
}

// childOf is the id of the child of whom somebody is the guardian.
func (b *booted) childOf(guardian string) (child string) {
	b.t.Helper()
	b.view(func(v *store.View) error {
		all, err := v.Mandates("hepingli", guardian)
		for _, m := range all {
			if m.Helper == guardian && m.Kind == residents.HelpGuardian && m.Person != "teen" {
				child = m.Person
			}
		}
		return err
	})
	return child
}

// Teams are joined and left; who is in one is told to its members alone, masked.
func TestTeams(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.get("/hepingli/teams").holds(t, 200, "还没有服务队")
		id := b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
			_, err := signups.MakeTeam(tx, by, signups.Team{Community: "hepingli", Name: "小巷管家一队", About: "每天走一遍南巷。", Kind: signups.LaneTeam, Leader: "zhao"})
			return err
		})
		path := "/hepingli/teams/" + id
		b.get("/hepingli/teams").holds(t, 200, "小巷管家一队", "1 人", "!您在队里")
		b.get(path).holds(t, 200, "赵**", "您还没有登录", "!>队友<")
		wang := b.as("hepingli", "wang")
		wang.send(path, "team-join").led(t, path+"?done=team-joined")
		wang.get(path).holds(t, 200, "2 人", ">队友<", "王**", "赵**", "退出服务队", "!赵建国")
		b.as("hepingli", "sun").get(path).holds(t, 200, "2 人", "!王**", ">加入<")
		b.act("hepingli", "zhao", func(tx *store.Tx, by residents.Sender) error {
			return signups.GiveDuty(tx, by, "hepingli", id, "wang", "南巷公告栏")
		})
		wang.get(path).holds(t, 200, "您常做的：南巷公告栏")
		wang.get(volunteeringPath).holds(t, 200, "小巷管家一队", "南巷公告栏")
		zhao := b.as("hepingli", "zhao")
		zhao.get(path).holds(t, 200, "先请居委会换一位队长", "!退出服务队")
		zhao.late(t, path+"/leave").holds(t, 422)
		wang.send(path, "team-leave").led(t, path+"?done=team-left")
		wang.get(path).holds(t, 200, "1 人", "!>队友<")
		b.as("anzhen", "qian").late(t, path+"/join").holds(t, 422, "您现在的身份不能做这件事")
		b.get("/anzhen/teams/"+id).holds(t, 404)
	})
}
