package main

import (
	"testing"

	"yishiting/residents"
	"yishiting/server/browsertest"
)

// helpedHouse is a home of three with a child, an elder who is helped by the stairwell
// head and by family, and a topic to be supported.
func helpedHouse(t *testing.T) (w *walk, shed, mandate string) {
	w = bootWalk(t)
	shed = w.accepted("3 号楼南侧建电动车充电棚")
	w.live("502", "wang", "sun")
	w.live("501", "wang")
	w.teen("tian-2010-hepingli", "孙田田", homeID("502"))
	w.head("zhao", "3 号楼", w.clock.Now().AddDate(5, 0, 0))
	wang := w.as("hepingli", "wang")
	wang.send("/hepingli/me/home", "represent-"+homeID("502")).led(t, "/hepingli/me/home?done=represents")
	wang.send("/hepingli/me/home", "child-"+homeID("502"), "name", "王小宝", "birth", "2018", "agreed", "yes").led(t, "/hepingli/me/home?done=child-added")
	return w, shed, w.leave("wang", "zhao", residents.HelpStairwellHead)
}

// The pages of helping and of one's home, and the banner, as they are on a phone: plain,
// dark, in elder mode, by the app and without scripts.
func TestHelpingInTheBrowser(t *testing.T) {
	t.Parallel()
	w, shed, _ := helpedHouse(t)
	look := func(r *browsertest.Tab, suffix string) {
		r.Go("/hepingli/me/home").See("3 号楼 2 单元 502", "孙小梅", "王小宝").Axe().Picture("home" + suffix)
		r.Go("/hepingli/me/helping").See("谁可以替我办", "赵建国").Axe().Picture("helping" + suffix)
		r.Go("/hepingli/me").See("我的家", "代办").Axe().Picture("me-rooms" + suffix)
	}
	r := browsertest.Open(t, w.URL)
	w.enter(r, "hepingli", "wang")
	look(r, "")
	look(w.enter(browsertest.Open(t, w.URL).Dark(), "hepingli", "wang"), "-dark")
	look(r.Cookie("elder", "on"), "-elder")

	off := browsertest.Open(t, w.URL).NoScripts()
	w.enter(off, "hepingli", "zhao").Go("/hepingli/me/helping").See("我可以替谁办").Picture("helping-head")
	off.Press("开始代办").See("正在替", "王秀兰").Picture("banner-month")
	off.Go("/hepingli/topics/" + shed).See("正在替").Picture("banner-topic-off")
	off.Press("结束代办").See("代办已结束").NotSee("正在替")

	on := browsertest.Open(t, w.URL)
	w.enter(on, "hepingli", "zhao").Go("/hepingli/me/helping").Ready().Press("开始代办").See("正在替", "王秀兰").Ready().Axe().Picture("banner-app")
	on.Go("/hepingli/topics/new").Ready().See("正在替").Press(".place").At("/hepingli").See("正在替")
	on.Cookie("elder", "on").Go("/hepingli/topics/" + shed).Ready().See("正在替").Axe().Picture("banner-elder")
	on.Cookie("elder", "off").Go("/hepingli/topics/new").Ready()
	on.Fill("#raise-title", "楼梯没有扶手").Fill("#raise-problem", "老人上下楼不方便").Fill("#raise-place", "2 单元").Fill("#raise-wish", "装扶手").Press("提交议题")
	on.See("议题已提交", "由楼门长代录", "正在替").Axe().Picture("banner-raised")
	on.Wait(`!await caches.match(location.href, {cacheName: "private"})`)

	desk := browsertest.Open(t, w.URL).Wide()
	w.enter(desk, "hepingli", "li").Go("/hepingli/desk/people/wang").See("代办", "纸质授权").Axe().Picture("desk-helping")
	desk.Go("/hepingli/desk/people/sun").See("登记本人的授权").Axe().Picture("desk-record-help")
	desk.Go("/hepingli/desk/people").See("房号").Axe().Picture("desk-admit-home")
}
