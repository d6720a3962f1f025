package main

import (
	"testing"

	"yishiting/server/browsertest"
)

// The note on a year and the report of an event are written on a telephone and read at the desk;
// every page fits the screen and passes axe.
func TestYearNotesInTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.streetStaff()
	choir := b.filedChoir("和平里银龄合唱队")
	b.filedEarlier(choir, "2025-06-01")
	one, desk := "/hepingli/organisations/"+choir, "/hepingli/desk/organisations"
	phone, wide, elder, dark := browsertest.Open(t, b.URL).WithoutApp().Allow("status of 4"), browsertest.Open(t, b.URL).Wide(), browsertest.Open(t, b.URL).WithoutApp(), browsertest.Open(t, b.URL).WithoutApp().Dark()
	for tab, who := range map[*browsertest.Tab]string{phone: "wang", wide: "li", elder: "sun", dark: "wang"} {
		b.enter(tab, "hepingli", who)
	}
	look := func(r *browsertest.Tab, path, name string, see ...string) {
		t.Helper()
		r.Go(path).See(see...).Axe()
		if wide := browsertest.Eval[[]string](r, tooWide); len(wide) > 0 {
			t.Errorf("%s is wider than the screen: %q", name, wide)
		}
		r.Picture("year-" + name)
	}
	look(phone, one, "mine", "还没有写，过期了")
	look(phone, one+"/notes/2025", "form", "这一年做了什么")
	phone.Fill("#note-write-did", "每周二、周五排练；重阳节给邻居演了一场。").Fill("#note-write-activities", "46").Press("交给居委会").See("还没有送出").Picture("year-refused")
	phone.Fill("#note-write-people", "320").Fill("#note-write-in", "1920").Fill("#note-write-out", "1850.50").Fill("#note-write-next", "办一场社区春晚。").Press("交给居委会").See("等居委会看")
	look(phone, one+"/events/new", "event-form", "哪些活动要先报告")
	phone.Fill("#event-report-title", "重阳节演出").Fill("#event-report-what", "合唱队和小学生同台。").Fill("#event-report-where", "中心花园").Set("#event-report-starts", "2026-11-20T14:00").Set("#event-report-ends", "2026-11-20T16:00")
	phone.Fill("#event-report-people", "120").Fill("#event-report-cents", "3000").Fill("#event-report-safety", "六个人看通道，备急救箱；下雨改到活动室。").Press("报告给居委会").See("等居委会看").Picture("year-event")
	look(wide, desk, "desk", "2025 年度说明等您看", "报告了重大活动")
	look(wide, desk+"/notes", "desk-list", "等居委会看的 1 个")
	look(wide, desk+"/"+choir, "desk-one", "看过了，公开", "收到了，公开")
	wide.Press("看过了，公开").See("年度说明已公开")
	wide.Go(desk + "/" + choir).Press("收到了，公开").See("报告已公开")
	look(dark, one, "public-dark", "居委会收到了")
	elder.Go("/hepingli").Press("长辈版").See("标准版")
	look(elder, one, "elder", "46 次活动")
}
