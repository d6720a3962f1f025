package main

import (
	"testing"
	"time"

	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

const deskCalls = "/hepingli/desk/calls"

// The committee writes a call, publishes it, watches the buildings, enters paper, reads what was
// written, on a phone and on a wide screen.
func TestCallsAtTheDeskInTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(40, 12, 84, 0, 60, 0, 84)
	b.change("hepingli", func(tx *store.Tx) error {
		now := b.clock.Now()
		return tx.GrantRole("hepingli", residents.Role{Community: "hepingli", Resident: "sun", Name: residents.RoleStairwellHead, Scope: "7 号楼", From: now.AddDate(-1, 0, 0), To: now.AddDate(1, 0, 0)})
	})
	r := browsertest.Open(t, b.URL).Allow("status of 404")
	b.enter(r, "hepingli", "li")
	wide := b.atDesk("hepingli", "li").Allow("status of 404")
	both := func(path, name string) {
		t.Helper()
		r.Go(path).Axe().Picture(name + "-phone")
		r.Wait(`document.documentElement.scrollWidth <= 360`)
		wide.Go(path).Axe().Picture(name)
	}
	both(deskCalls, "desk-calls-none")
	both(deskCalls+"/new", "desk-call-new")
	r.Fill("#call-draft-title", "单元门禁怎样改").Fill("#call-draft-q1", "您最希望怎样办").Fill("#call-draft-q1-options", "修旧的\n换新的")
	r.Press(`[value="add-multiple"]`).See("加了第 2 题，多选。还没有存下。").Wait(`location.hash == "#question-2"`).Wait(`document.querySelector("#call-draft-q1-options").value == "修旧的\n换新的"`)
	r.Fill("#call-draft-q2", "还要配什么").Fill("#call-draft-q2-options", "长椅").Set("#call-draft-q2-if", "1.2")
	r.Press(`[value="add-text"]`).See("第 3 题").Press(`[value="save"]`).See("还没有送出").Axe().Picture("desk-call-refused-phone")
	r.Fill("#call-draft-q2-options", "长椅\n扶手").Fill("#call-draft-q3", "还有什么想说的").Picture("desk-call-filled-phone").Press(`[value="save"]`).See("草稿已存下").Axe().Picture("desk-call-own-phone")

	draft := b.draftCall()
	both(deskCalls+"/"+draft+"/edit", "desk-call-edit")
	b.enter(wide, "hepingli", "zhou")
	wide.Go(deskCalls + "/" + draft).Axe().Picture("desk-call-publish").Press("核对无误，公布").See("已公布，各楼的户数已定")
	c := b.callNow("hepingli", draft)
	for building, n := range map[string]int{"1 号楼": 16, "2 号楼": 3, "3 号楼": 40, "5 号楼": 7, "7 号楼": 31} {
		b.answeredAt(c, building, n, usualSaid)
	}
	b.clock.move(17 * 24 * time.Hour)
	both(deskCalls+"/"+draft, "desk-call-running")
	both(deskCalls, "desk-calls")
	both("/hepingli/desk", "desk-front-calls")
	both(deskCalls+"/"+draft+"/paper", "desk-call-paper")
	r.Set("#call-paper-building", "7 号楼").Fill("#call-paper-stair", "3").Fill("#call-paper-room", "302").Fill("#call-paper-ref", "Z2026-002-0007")
	r.Press("录好，接着录下一份").See("还没有送出").Axe().Picture("desk-call-paper-refused-phone")
	both(deskCalls+"/"+draft+"/ideas", "desk-call-ideas")
	r.Fill("#call-themes-theme1", "门口照明").Press("存下这一页的归类").See("归类已存下", "门口照明").Press("记进需求清单").See("已记进需求清单")
	both(deskCalls+"/"+draft+"/ideas", "desk-call-ideas-themed")
	b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		_, err := project.ImportHotline(tx, by, "hepingli", "停车难,23\n门口照明,4\n下水堵,9", calendarDay("2026-10-01"), calendarDay("2026-10-31"))
		return err
	})
	both("/hepingli/desk/needs", "desk-needs")
	people := b.call(ofPeople)
	r.Go(deskCalls+"/"+people.ID+"/paper").Axe().Set("#home-building", "7 号楼").Fill("#home-stair", "1 单元").Fill("#home-room", "101").Press("看这一户有谁").See("第 1 位成年人").Axe().Picture("desk-call-paper-people-phone")
	wide.Go(deskCalls + "/" + draft + "/print?n=2").Axe().Picture("desk-call-sheets")
	if n := wide.Print("call-sheets"); n != 2 {
		t.Errorf("two sheets are printed on %d pages", n)
	}
	b.closeCalls(c)
	both(deskCalls+"/"+draft, "desk-call-closed")
	wide.Dark()
	for _, path := range []string{deskCalls + "/new", deskCalls + "/" + draft, deskCalls + "/" + draft + "/ideas", "/hepingli/desk/needs"} {
		wide.Go(path).Axe()
	}
}
