package main

import (
	"testing"

	"yishiting/polls"
	"yishiting/server/browsertest"
	"yishiting/server/store"
	"yishiting/signups"
	"yishiting/telling"
)

// The address of one's calendar on a phone, for elders, by night; with scripts off it works as well.
func TestCalendarFeedInTheBrowser(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	for _, kind := range []string{"", "-elder", "-dark", "-without-scripts"} {
		r := browsertest.Open(t, w.URL)
		switch kind {
		case "-elder":
			r.Cookie(elderCookie, "on")
		case "-dark":
			r.Dark()
		case "-without-scripts":
			r.NoScripts()
		}
		w.enter(r, "hepingli", "wang")
		look := func(name string) {
			if kind != "-without-scripts" { // axe is a script
				r.Axe()
			}
			r.Picture(name + kind)
		}
		r.Go(feedPage).See("生成订阅地址", "请不要转发")
		look("feed")
		r.Press("#make-feed button").See("只在这一页显示一次", "用手机日历打开", "/hepingli/calendar/")
		look("feed-made")
		r.Go(feedPage).See("正在使用", "换一个新地址")
		look("feed-there")
		r.Press("#end-feed button").See("日历订阅停用了", "生成订阅地址")
	}
}

// How one is told, and a week's digest.
func TestTellingInTheBrowser(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	w.clock.set("2026-11-10 09:00")
	shed := w.accepted("建电动车充电棚")
	w.accepted("早市占道，走不过去")
	w.announce("2026-11-20 19:00", 22, shed)
	w.poll(w.terms(polls.Binary))
	w.activity(signups.Repeat{Day: calendarDay("2026-11-15"), From: 9 * 60, Until: 11 * 60, Weeks: 2})
	w.turnAt("2026-11-13 18:00")
	newProvider(t).textsBy(t, w.portal)
	w.hasPhone("hepingli", "wang", "13800001234")
	w.change("hepingli", func(tx *store.Tx) error {
		return tx.AddMessage(telling.Message{Community: "hepingli", ID: "lost/text", Resident: "wang", Way: telling.Text, Class: telling.Yours, Made: w.clock.Now(), Due: w.clock.Now(), State: telling.Failed, Tries: 6})
	})
	for _, kind := range []string{"", "-elder", "-dark", "-without-scripts"} {
		r := browsertest.Open(t, w.URL).Allow("status of 4")
		switch kind {
		case "-elder":
			r.Cookie(elderCookie, "on")
		case "-dark":
			r.Dark()
		case "-without-scripts":
			r.NoScripts()
		}
		w.enter(r, "hepingli", "wang")
		look := func(name string) {
			if kind != "-without-scripts" { // axe is a script
				r.Axe()
			}
			r.Picture(name + kind)
		}
		r.Go("/hepingli/me").See("一周要事").Press("一周要事：「11 月 6 日至 11 月 12 日」").See("列入协商会的议程", "早市占道")
		look("week")
		r.Go("/hepingli/me/telling").See("一周最多一次", "保存")
		look("telling")
		r.Press("#choose-telling-text-yours").Press("#choose-telling button").See("还没有送出")
		look("telling-refused")
		r.Press("#choose-telling-agree-text").Press("#choose-telling button").See("以后照这样通知您")
		look("telling-chosen")
		r.Press("#choose-telling-text-yours").Press("#choose-telling button").See("以后照这样通知您")
	}
}

// The address of mail, the two links that go there, and the notice for a door.
func TestMailInTheBrowser(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	s := w.mailing()
	w.clock.set("2026-11-10 09:00")
	w.announce("2026-11-20 19:00", 22, w.accepted("建电动车充电棚"))
	w.poll(w.terms(polls.Binary))
	w.hasMail("zhao", "zhao@example.cn", telling.Ways{Yours: true})
	leave := "/hepingli/mail-off/" + w.portal.leaveToken(telling.MailCheck{Community: "hepingli", Resident: "zhao", Address: "zhao@example.cn"})
	for _, kind := range []string{"", "-elder", "-dark", "-without-scripts"} {
		r := browsertest.Open(t, w.URL).Allow("status of 4")
		switch kind {
		case "-elder":
			r.Cookie(elderCookie, "on")
		case "-dark":
			r.Dark()
		case "-without-scripts":
			r.NoScripts()
		}
		w.enter(r, "hepingli", "wang")
		look := func(name string) {
			if kind != "-without-scripts" { // axe is a script
				r.Axe()
			}
			r.Picture(name + kind)
		}
		r.Go(mailPath).See("收提醒的邮箱", "我同意用这个邮箱提醒我")
		look("mail")
		r.Fill("#ask-mail-address", "wang").Press("#ask-mail button").See("这不是一个邮箱地址")
		look("mail-refused")
		r.Fill("#ask-mail-address", "wang@example.cn").Press("#ask-mail-agree").Press("#ask-mail button").See("确认邮件已发往 w***@example.cn")
		look("mail-sent")
		r.Go(linkInMail.FindString(arrived(t, w.booted, s).Text)).See("确认邮箱", "w***@example.cn")
		look("mail-check")
		r.Press("#confirm-mail button").See("和我有关的事，发邮件提醒", "w***@example.cn")
		look("telling-mail")
		r.Go(leave).See("z***@example.cn", "不再发邮件")
		look("mail-off")
		r.Go(mailPath).Press("#remove-mail button").See("邮箱删掉了")
	}
	r := browsertest.Open(t, w.URL).Wide()
	w.enter(r, "hepingli", "li")
	r.Go("/hepingli/desk/door-notice?building=3+号楼&room=502").See("致3 号楼各位住户", "没有遇到您").Axe().Picture("door-notice")
	if n := r.Print("door-notice"); n != 1 {
		t.Errorf("the notice for a door is %d sheets", n)
	}
}
