package main

import (
	"strconv"
	"testing"

	"yishiting/server/browsertest"
)

// Who joins by the letter, in large letters: the letter is read, name, age and the rest are asked one after the other,
// with scripts off as well as on; whoever forgot to agree is led to that screen.
func TestJoinInLargeLetters(t *testing.T) {
	t.Parallel()
	b := boot(t)
	l := b.letterOf()
	join := func(r *browsertest.Tab, name string) {
		stepped(r, "join", 5, func(n int) {
			switch n {
			case 2:
				r.Fill("#join-name", name)
			case 3:
				r.Press("年满十八周岁")
			}
		})
		r.Picture("elder-join-last").Press("加入").See("需要您同意")
		onlyStep(r, "join", 5)
		r.Press("#join-consent").Press("加入").See("您已加入")
	}
	on := browsertest.Open(t, b.URL).Allow("status of 4").Narrow().Cookie(elderCookie, "30")
	on.Go(l.path()).See("已读到邀请信 0001").Axe().Picture("join-elder").Wait(`location.hash == ""`)
	join(on, "何静")
	leavesNothing(t, on, l)
	off := browsertest.Open(t, b.URL).NoScripts().Allow("status of 4").Narrow().Cookie(elderCookie, "30")
	off.Go(l.path()).See("邀请信号码").Fill("#join-code", l.code)
	join(off, "何勇")
}

// What an organisation hands in on its year, what it reports beforehand, and the activity that it makes, are asked one
// question a screen, with scripts off.
func TestReportsInLargeLetters(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.streetStaff()
	choir := b.filedChoir("和平里银龄合唱队")
	b.filedEarlier(choir, "2025-06-01")
	one := "/hepingli/organisations/" + choir
	r := browsertest.Open(t, b.URL).NoScripts().Allow("status of 4").Narrow().Cookie(elderCookie, "30")
	b.enter(r, "hepingli", "wang")

	stepped(r.Go(one+"/notes/2025"), "note-write", 6, fields(r, "note-write", []string{"did", "每周排练两次。"}, []string{"activities", "46"}, []string{"people", "许多"},
		[]string{"in", "1920"}, []string{"out", "1850.50"}, []string{"next", "办一场社区春晚。"}))
	r.Press("交给居委会").See("还没有送出")
	onlyStep(r, "note-write", 3)
	r.Picture("elder-note-refused").Fill("#note-write-people", "320")
	for n := 3; n < 6; n++ {
		r.Press("#note-write-step-" + strconv.Itoa(n) + " .stepnav .button:not(.quiet)")
	}
	r.Picture("elder-note-last").Press("交给居委会").See("等居委会看")

	stepped(r.Go(one+"/events/new"), "event-report", 7, fields(r, "event-report", []string{"title", "重阳节演出"}, []string{"what", "合唱队和小学生同台。"}, []string{"where", "中心花园"},
		[]string{"starts", "2026-11-20T14:00", "ends", "2026-11-20T16:00"}, []string{"people", "120"}, []string{"cents", "3000"}, []string{"safety", "六个人看通道，备急救箱。"}))
	r.Picture("elder-event-last").Press("报告给居委会").See("等居委会看")

	stepped(r.Go("/hepingli/leading/new?for=org:"+choir), "lead-save", 9, fields(r, "lead-save", []string{"title", "重阳节演出"}, nil, []string{"about", "给老人唱一小时。"}, []string{"place", "中心花园"}, nil,
		[]string{"leader", "wang"}, []string{"post1", "领座", "seats1", "2"}, nil, nil))
	r.Picture("elder-lead-last").Press("存草稿").See("还没有一个以后的班次")
	stepped(r, "lead-shifts", 3, fields(r, "lead-shifts", []string{"day", "2026-11-15"}, []string{"from", "09:00", "until", "11:00"}, []string{"weeks", "2"}))
	r.Picture("elder-lead-shift").Press("加上").See("11 月 15 日", "11 月 22 日")

	stepped(r.Go("/hepingli/exchange"), "listing-make", 5, fields(r, "listing-make", nil, []string{"org", choir}, []string{"good", "hands"}, []string{"title", "合唱队出十个人"}, []string{"about", "周末都行。"}))
	r.Press("交给居委会").See("核对")
}

// Who agrees with a project in part, and who watches it, is asked one thing after the other.
func TestDissentInLargeLetters(t *testing.T) {
	t.Parallel()
	b := boot(t)
	s := newStory(t, b).decided()
	r := browsertest.Open(t, b.URL).NoScripts().Narrow().Cookie(elderCookie, "30")
	b.enter(r, "hepingli", "sun")
	stepped(r.Go(s.path()), "say-no", 3, func(n int) {
		switch n {
		case 1:
			r.Press("#say-no-stance")
		case 2:
			r.Fill("#say-no-words", "离窗户太近。")
		}
	})
	r.Picture("elder-say-no").Press("#say-no-shown").Press("说出我的意见").See("您说过：部分同意")
}
