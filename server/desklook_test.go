package main

import (
	"testing"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// The desk is worked in a browser: on a phone and on a computer, by day and by night.
func TestDeskInTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.clock.set("2026-11-19 09:00")
	id := b.raise("hepingli", "wang", "楼道堆物挡住消防通道")
	old := b.raise("hepingli", "zhao", "3 号楼南侧建电动车充电棚")
	b.act("hepingli", "zhou", func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.Screen(tx, by, consultation.Screening{Community: "hepingli", Topic: old, Decision: consultation.Accept, Reason: "recurring", Sentence: "列入"})
		return err
	})
	b.clock.set("2026-11-23 09:00")
	b.raise("hepingli", "sun", "早市占道，孩子上学绕行")
	path := "/hepingli/desk/topics/" + id
	r := browsertest.Open(t, b.URL).Wide().Allow("status of 4")
	b.enter(r, "hepingli", "li")
	r.Go("/hepingli/desk").See("今天等着办的").Axe().Picture("desk-front")
	r.Go("/hepingli/desk/topics").See("五个工作日").Axe().Picture("desk-topics")
	r.Go(path).See("怎么处理").Picture("desk-topic")
	r.NotSee("转给谁").Press("#screen-decision-refer").See("转给谁").Axe()
	r.Set("#screen-to", "police").Fill("#screen-sentence", "请派出所处理").Press("公布处理并告知").See("还没有送出", "请在给出的选项里选一项").Axe().Picture("desk-topic-refused")
	r.Press(".summary a").Wait(`document.activeElement.id == "screen-reason-refer"`)

	r.Go("/hepingli/desk/people").See("王秀兰").Axe().Picture("desk-people")
	r.Go("/hepingli/desk/people/wang").Axe().Picture("desk-person").Press("签发登录链接").See("王秀兰的登录链接").Axe().Picture("desk-link")

	r = browsertest.Open(t, b.URL).Dark().Allow("status of 4")
	b.enter(r, "hepingli", "zhou")
	r.Go("/hepingli/desk").Axe().Picture("desk-front-phone")
	r.Go(path).Axe().Picture("desk-topic-phone")
	r.Go("/hepingli/desk/people").Axe().Picture("desk-people-phone")
}
