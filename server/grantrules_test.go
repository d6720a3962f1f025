package main

import (
	"testing"

	"yishiting/signups/grants"
)

// checkedRound is a round with 18 applications, 12 of them eligible.
func checkedRound(t *testing.T, b *booted) *grantWorld {
	t.Helper()
	w := bootGrants(t, b)
	w.published()
	w.at("2026-11-05 10:00")
	for _, o := range w.orgs {
		w.applies(o)
	}
	w.eligible(t)
	return w
}

// What four residents chose is told to nobody and counts for nothing: their number would tell who chose what.
func TestFewVotersAreNotCounted(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		w := checkedRound(t, b)
		w.seated(t)
		w.at("2026-11-22 09:00")
		w.scores(0)
		for i, o := range w.orgs[:4] {
			w.chooses(o.home, o.contact, 11, 10, i)
		}
		w.liu.get(w.desk).holds(t, 200, "不足五位居民投过票")
		w.at("2026-11-25 18:00")
		w.turns(t)
		g := w.round()
		if g.State != grants.Ranked || !g.Few || g.Votes != 0 {
			t.Fatalf("%+v", g.Course)
		}
		for _, a := range w.all() {
			if r := a.Result; r != nil && (r.Votes != 0 || r.Top != 0 || r.Points.Cmp(r.Average()) != 0) {
				t.Errorf("%s: %+v", a.Title, r)
			}
		}
		w.as("hepingli", "wang").get(w.page("hepingli")).holds(t, 200, "投票的居民不足五位", "专家评分，占 100%", "! 票）")
		entry := regexpFirst(`href="([^"]+)">公布评分、投票和排序`, w.liu.get("/hepingli-jiedao/record").body)
		w.liu.get(entry).holds(t, 200, "投票的不足五位，不计分")
	})
}

// Whoever was refused may ask once for another look, by another person; the pitch waits for it.
func TestRefusedApplicantAsksAgain(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		w := checkedRound(t, b)
		o, silent := w.orgs[12], w.orgs[13]
		page, text := w.appPage(o), []string{"text", "我们不收费，附的价目是材料的市场价。"}
		action, values := w.liu.get(w.desk).fill(t, "grant-jury")
		for _, e := range experts {
			values.Add("experts", e)
		}
		w.liu.do("POST", action, values).led(t, w.desk+"?done=grant-jury")
		w.liu.get(w.desk).holds(t, 200, "还在申请复核的日子里")
		w.liu.late(t, w.desk+"/pitch").holds(t, 422, "还在申请复核的日子里")
		w.as("hepingli", "wang").late(t, page+"/appeal", text...).holds(t, 404)
		contact := w.as(o.home, o.contact)
		contact.get(page).holds(t, 200, "可以申请复核一次，到11 月 19 日")
		contact.send(page, "grant-appeal", "text", " ").holds(t, 422, "这一项需要填写")
		contact.send(page, "grant-appeal", text...).led(t, page+"?done=grant-appealed")
		contact.get(page).holds(t, 200, "已经交给街道", "材料的市场价", `!id="grant-appeal"`)
		contact.late(t, page+"/appeal", text...).holds(t, 422, "这一步已经办过了")
		w.at("2026-11-20 09:00")
		w.as(silent.home, silent.contact).late(t, w.appPage(silent)+"/appeal", text...).holds(t, 422, "时间已经过了")
		w.liu.get(w.desk).holds(t, 200, "复核")
		w.liu.late(t, w.desk+"/pitch").holds(t, 422, "还有申报没有审核")
		w.liu.get(w.case_(o)).holds(t, 200, "材料的市场价", `!id="grant-check"`)
		w.liu.late(t, w.case_(o)+"/check", "pass", "yes").holds(t, 422)
		w.ma.send(w.case_(o), "grant-check", "pass", "yes").led(t, w.case_(o)+"?done=grant-checked")
		w.liu.send(w.desk, "grant-pitch").led(t, w.desk+"?done=grant-pitched")
		if n := w.count(grants.Passed); n != 13 {
			t.Errorf("%d in the pitch", n)
		}
		w.as("hepingli", "wang").get(w.appPage(o)).lacks(t, "材料的市场价")
	})
}
