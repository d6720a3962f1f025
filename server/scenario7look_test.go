package main

import (
	"strconv"
	"testing"

	"yishiting/server/browsertest"
	"yishiting/signups/grants"
)

// The round is walked on a telephone: applied for, checked, chosen among, looked at in its notice and
// at its end; the desk and the experts on a computer, too. Every page passes axe.
func TestScenario7InTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	w := bootGrants(t, b)
	off, on := browsertest.Open(t, b.URL).NoScripts().Allow(`status of 4`), browsertest.Open(t, b.URL).Allow(`status of 4`)
	dark, wide, elder := browsertest.Open(t, b.URL).WithoutApp().Dark(), browsertest.Open(t, b.URL).Wide(), browsertest.Open(t, b.URL).WithoutApp()
	in := func() {
		w.at(b.clock.Now().In(hepingli.Location()).Format("2006-01-02 15:04"))
		for tab, who := range map[*browsertest.Tab][2]string{
			off: {"hepingli", w.orgs[0].contact}, on: {"hepingli", "wang"}, dark: {"hepingli", "sun"}, wide: {"hepingli-jiedao", "liu"}, elder: {"hepingli", "zhao"},
		} {
			b.enter(tab, who[0], who[1])
		}
	}
	look := func(r *browsertest.Tab, path, name string, see ...string) {
		t.Helper()
		r.Go(path).See(see...)
		if r != off {
			r.Axe()
			if wide := browsertest.Eval[[]string](r, tooWide); len(wide) > 0 {
				t.Errorf("%s is wider than the screen: %q", name, wide)
			}
		}
		r.Picture("grant-" + name)
	}
	b.enter(elder, "hepingli", "zhao")
	elder.Press("长辈版").See("标准版")
	w.published()
	w.at("2026-11-05 10:00")
	in()
	look(wide, grantDesks+"/new", "draft", "起草一轮公益创投")
	look(on, "/hepingli/grants", "list", "2026 年公益创投")
	look(on, w.page("hepingli"), "call", "申报到")

	// By hand, with scripts off: refused once with everything kept, then in.
	off.Go(w.page("hepingli")).Press("申报").See("一个组织一份").Fill("#grant-apply-title", w.orgs[0].title).Fill("#grant-apply-need", "院里 46 位老人独住。").Fill("#grant-apply-whom", "60 岁以上的邻居")
	off.Fill("#grant-apply-how", "每周两次上门。").Set("#grant-apply-from", "2026-12-15").Set("#grant-apply-until", "2027-05-31").Fill("[name=w1]", "志愿者保险").Fill("[name=y1]", "24000")
	off.Fill("#grant-apply-asked", "25000").Press("交申报").See("不等于申请的钱加自筹的钱").Picture("grant-apply-refused")
	off.Fill("[name=w2]", "材料").Fill("[name=y2]", "1000").Press("交申报").See("申报已交", "等待审核").Picture("grant-applied")
	w.apps[w.orgs[0].title] = w.app(w.orgs[0].title).ID

	for _, o := range w.orgs[1:] {
		w.applies(o)
	}
	w.at("2026-11-16 09:30")
	in()
	w.eligible(t)
	b.enter(off, "hepingli", w.orgs[12].contact)
	look(off, w.appPage(w.orgs[12]), "appeal", "可以申请复核一次")
	in()
	look(wide, w.desk, "desk-check", "请专家")
	look(wide, w.case0(), "desk-case", "写辅导意见")
	w.seated(t)
	w.at("2026-11-22 09:00")
	in()
	look(elder, w.page("hepingli"), "vote-elder", "您想要哪些项目")
	look(dark, w.page("hepingli"), "vote-dark", "您想要哪些项目")
	look(on, w.page("hepingli"), "vote", "最多选 3 个")
	on.Press("就选这些").See("一个也没有选").Picture("grant-vote-refused")
	on.Press(`[name=choices][value="` + w.apps[w.orgs[0].title] + `"]`).Press(`[name=choices][value="` + w.apps[w.orgs[3].title] + `"]`).Press("就选这些").See("您选的已经记下").Axe().Picture("grant-voted")
	expert := browsertest.Open(t, b.URL)
	b.enter(expert, "hepingli-jiedao", experts[0])
	look(expert, w.desk+"/score", "score-declare", "和下面打勾的组织有关系")
	w.scores(0)
	look(expert, w.desk+"/score", "scores", "还有 0 个没有评", "回避")
	look(expert, w.desk+"/score/"+w.apps[w.orgs[0].title], "score", "封存这份评分")
	w.votes()
	w.at("2026-11-25 18:00")
	w.turns(t)
	w.liu.send(w.desk, "grant-put-up").led(t, w.desk+"?done=grant-up")
	in()
	look(on, w.page("hepingli"), "notice", "结果公示", "名次和分数", "对名单投诉")
	look(dark, w.page("hepingli"), "notice-dark", "名次和分数")
	look(elder, w.page("hepingli"), "notice-elder", "名次和分数")
	look(wide, w.desk, "desk-notice", "公示到")
	look(on, w.appPage(w.orgs[0]), "application", "专家均分")
	w.at("2026-12-04 09:00")
	w.ma.send(w.desk, "grant-award").led(t, w.desk+"?done=grant-awarded")
	in()
	o := w.winners(grants.Funded)[0]
	w.liu.send(w.case_(o), "grant-draw", "document", "创投协 1").led(t, w.case_(o)+"?done=grant-drawn")
	b.enter(off, o.home, o.contact)
	off.Go(w.appPage(o)).See("请看过协议再签").Picture("grant-sign").Press("看过协议，代表组织签字").See("组织已签字")
	w.ma.send(w.case_(o), "grant-sign").led(t, w.case_(o)+"?done=grant-signed")
	look(wide, w.case_(o), "desk-pay", "登记首款")
	look(wide, w.desk, "desk-running", "登记首款")
	w.reportsInSteps(t, off, o)

	id := b.room(w.he, "hepingli-jiedao", "多功能厅", "200")
	look(on, "/hepingli/rooms", "rooms", "多功能厅")
	look(on, "/hepingli/rooms/"+id, "room", "从几点开始")
	b.as("hepingli", "sun").books("hepingli", id, "2026-12-05", "600").led(t, "/hepingli/rooms?done=room-booked")
	look(on, "/hepingli/rooms/"+id+"?day=2026-12-05", "room-taken", "已约")
	look(elder, "/hepingli/rooms/"+id+"?day=2026-12-05", "room-elder", "已约")
	look(wide, "/hepingli-jiedao/desk/rooms", "desk-rooms", "两周内的预约")
	look(wide, "/hepingli-jiedao/desk/rooms/new", "desk-room", "哪几天开放")
	look(on, "/hepingli/support", "support", "培训和孵化支持")
	if small := browsertest.Eval[[]string](elder, smallTargets(60)); len(small) > 0 {
		t.Errorf("under 60 points in elder mode: %q", small)
	}
}

// reportsInSteps: the first part is paid; in large letters the mid-term report and the accounts are asked one thing after the other.
func (w *grantWorld) reportsInSteps(t *testing.T, r *browsertest.Tab, o founded) {
	t.Helper()
	r.Narrow().Cookie(elderCookie, "30")
	w.liu.send(w.case_(o), "grant-pay", "document", "付 1").led(t, w.case_(o)+"?done=grant-paid")
	stepped(r.Go(w.appPage(o)), "grant-mid", 3, fields(r, "grant-mid", []string{"words", "上门 120 次。"}, []string{"people", "260"}, []string{"spent", "4000"}))
	r.Picture("grant-mid-elder").Press("交中期报告").See("上门 120 次。")
	w.liu.send(w.case_(o), "grant-mid-check", "go", "yes", "spent", "4000", "verdict", "进度正常。").led(t, w.case_(o)+"?done=grant-mid-checked")
	lines := w.app(o.title).Lines
	said := [][]string{{"words", "陪了 46 位老人一冬。"}, {"people", "520"}}
	for i, l := range lines {
		said = append(said, []string{"s" + strconv.Itoa(i+1), yuanText(l.Cents)})
	}
	said = append(said, []string{"spent", yuanText(w.app(o.title).Result.Granted)})
	stepped(r.Go(w.appPage(o)), "grant-final", len(said), fields(r, "grant-final", said...))
	r.Picture("grant-final-elder").Press("交结项报告").See("陪了 46 位老人一冬。")
}
