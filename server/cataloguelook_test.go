package main

import (
	"testing"

	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
	"yishiting/signups/organisations"
)

// The catalogue is read on a telephone, for elders too, and kept at the street's desk; another
// contact agrees with scripts off. Every page fits the screen and passes axe.
func TestCatalogueInTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.streetStaff()
	choir := b.filedChoir("和平里银龄合唱队")
	day := func(s string) calendar.Day { return calendarDay(s) }
	id := b.act("hepingli-jiedao", "liu", func(tx *store.Tx, by residents.Sender) error {
		_, err := organisations.MakePurchase(tx, by, "hepingli-jiedao", organisations.PurchaseContent{
			Title: "独居老人每周探访", What: "每周上门一次，陪着说说话，看看缺什么，记下来报居委会。", Whom: "和平里、安贞两个社区独居老人四十户", Cents: 3000000, How: "比选：三家以上报名，街道、居委会和居民代表一起看方案。",
			From: day("2026-12-01"), Until: day("2027-11-30"), Paper: "和街办〔2026〕12 号",
		}, day("2026-11-02"))
		return err
	})
	judge := func(state organisations.PurchaseState, version int) {
		b.act("hepingli-jiedao", "ma", func(tx *store.Tx, by residents.Sender) error {
			return organisations.JudgeStep(tx, by, "hepingli-jiedao", id, state, version, true, "")
		}, "hepingli")
	}
	wide, phone, elder, off := browsertest.Open(t, b.URL).Wide(), browsertest.Open(t, b.URL).WithoutApp(), browsertest.Open(t, b.URL).WithoutApp(), browsertest.Open(t, b.URL).NoScripts()
	b.enter(wide, "hepingli-jiedao", "ma")
	b.enter(off, "hepingli", "sun")
	look := func(r *browsertest.Tab, path, name string, see ...string) {
		t.Helper()
		r.Go(path).See(see...).Axe()
		if wide := browsertest.Eval[[]string](r, tooWide); len(wide) > 0 {
			t.Errorf("%s is wider than the screen: %q", name, wide)
		}
		r.Picture("catalogue-" + name)
	}
	const desk = "/hepingli-jiedao/desk/catalogue"
	look(wide, desk, "desk", "等另一位核对的")
	look(wide, desk+"/"+id, "desk-judge", "核对公布")
	look(wide, desk+"/new", "desk-new", "交另一位核对")
	judge(organisations.Announced, 1)
	look(wide, desk+"/"+id, "desk-step", "记下一步")
	b.act("hepingli-jiedao", "liu", func(tx *store.Tx, by residents.Sender) error {
		return organisations.WriteStep(tx, by, "hepingli-jiedao", id, organisations.PurchaseStep{
			State: organisations.Bought, Day: day("2026-11-02"), Community: "hepingli", Org: choir, Cents: 2800000, Words: "四家报名，方案最细的一家。", Paper: "合同 2026-07",
		})
	}, "hepingli")
	judge(organisations.Bought, 2)
	b.act("hepingli", "wang", func(tx *store.Tx, by residents.Sender) error {
		return organisations.AskContact(tx, by, "hepingli", choir, "sun")
	})
	look(phone, "/hepingli-jiedao/catalogue", "phone", "已经购买")
	look(phone, "/hepingli/organisations/"+choir, "organisation", "街道向它购买的服务")
	elder.Go("/hepingli").Press("长辈版").See("标准版")
	look(elder, "/hepingli-jiedao/catalogue", "elder", "独居老人每周探访")
	off.Go("/hepingli/organisations").See("请您做联系人").Picture("catalogue-asked")
	off.Fill("#contact-answer-"+choir+"-phone", "13800138001").Press("同意").See("您是这个组织的联系人了")
}
