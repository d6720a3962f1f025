package main

import (
	"testing"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// december is a neighbourhood that has met in November, with one task overdue, and
// has a meeting ahead, a case with the street, and a topic not screened yet.
func (w *walk) december() (shed, meeting string) {
	w.t.Helper()
	doors, stairs := w.accepted("7 号楼门禁改造"), w.accepted("楼道堆物挡住消防通道")
	held := w.announce("2026-11-20 19:00", 22, doors, stairs)
	w.hold(held, "2026-11-20 19:00", settledItem(doors, "2027-01-20"), settledItem(stairs, "2026-12-04"))
	w.clock.set("2026-11-30 09:00")
	w.publish(held)
	w.clock.set("2026-12-01 09:00")
	shed = w.accepted("3 号楼南侧建电动车充电棚")
	w.screen(consultation.Screening{Topic: w.raise("hepingli/sun", "早市占道，孩子上学绕行"), Decision: consultation.Refer, Reason: "beyond-community", To: "street"})
	w.screen(consultation.Screening{Topic: w.raise("hepingli/zhao", "希望建个充电的棚子"), Decision: consultation.Merge, Into: shed})
	for _, who := range []string{"zhao", "zhou"} {
		w.by("hepingli/"+who, func(tx *store.Tx, by residents.Sender) error {
			if has, err := tx.Supports("hepingli", shed, who); has || err != nil {
				return err
			}
			return consultation.Support(tx, by, "hepingli", shed)
		})
	}
	w.raise("hepingli/zhao", "还没有审核的事")
	w.clock.set("2026-12-05 09:00")
	meeting = w.announce("2026-12-28 19:00", 22, shed)
	w.clock.set("2026-12-07 09:00")
	return shed, meeting
}

// Each page of the residents is drawn in a real browser, on a phone: plain, dark and
// in the elder mode, with nothing for axe to complain of.
func TestResidentsPagesInTheBrowser(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	w.december()
	places := []struct{ name, path, says string }{
		{"month", "/hepingli", "十二月 居民协商"}, {"month-past", "/hepingli/months/2026-11", "协商结果"},
		{"board", "/hepingli-jiedao", "社区月协商"}, {"board-district", "/dongcheng", "社区月协商"},
		{"topics", "/hepingli/topics", "全部"}, {"topics-found", "/hepingli/topics?q=充电棚", "找到的议题"}, {"topics-none", "/hepingli/topics?q=月球", "没有找到"},
		{"archive", "/hepingli/archive", "2026 年 11 月"}, {"similar", "/hepingli/topics/similar?title=充电棚", "已经有人提过相近的"},
		{"me", "/hepingli/me", "我提的议题"}, {"record", "/hepingli/record", "共"}, {"entry", "/hepingli/record/1", "核对，相符"},
	}
	r := browsertest.Open(t, w.URL)
	for _, p := range places[:2] {
		r.Go(p.path).See(p.says).Axe().Picture(p.name + "-signed-out")
	}
	r.Go("/hepingli/me").See("登录后可以看").Axe().Picture("me-signed-out")
	w.enter(r, "hepingli", "sun")
	for _, p := range places {
		r.Go(p.path).See(p.says).Axe().Picture(p.name)
	}
	dark := browsertest.Open(t, w.URL).WithoutApp().Dark()
	w.enter(dark, "hepingli", "zhou")
	for _, p := range places {
		dark.Go(p.path).See(p.says).Axe().Picture(p.name + "-dark")
	}
	r.Go("/hepingli").Press("长辈版").See("孙小梅，您好").Axe().Picture("elder")
	for _, p := range places[1:] {
		r.Go(p.path).See(p.says).Axe().Picture(p.name + "-elder")
	}
	r.Go("/hepingli").Press(".door").See("我可以做的").Axe().Picture("month-elder")
}

// What the month and the list of similar topics offer is done by the press that
// they offer, without scripts and in the app.
func TestPressesOfTheMonth(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	shed, meeting := w.december()
	off := browsertest.Open(t, w.URL).NoScripts()
	w.enter(off, "hepingli", "sun").Press("我要参加").Wait(`location.pathname == "/hepingli/meetings/` + meeting + `"`)
	off.Go("/hepingli").See("您已报名参加协商会")
	off.Go("/hepingli/topics/similar?title=充电棚").Press("附议这个").Wait(`location.pathname == "/hepingli/topics/` + shed + `"`).See("您的附议已记下")
	off.Go("/hepingli/me").See("我附议的", "已报名").Press("全部标为看过").See("消息都已标为看过")

	on := w.reader("hepingli", "li")
	on.Go("/hepingli").Ready()
	browsertest.Eval[any](on, `window.same = true`)
	on.Press("我要参加").Wait(`window.same && location.pathname == "/hepingli/meetings/` + meeting + `"`)
	on.Go("/hepingli").See("您已报名参加协商会").Go(newTopic).Ready().Fill("#raise-title", "建充电棚").Press("附议这个").See("您的附议已记下")
	on.Wait(`location.pathname == "/hepingli/topics/` + shed + `"`)
}
