package main

import (
	"net/url"
	"testing"

	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/polls"
)

// The sheet for a door has what concerns that building and nothing else, and nobody's name.
func TestDoorNotice(t *testing.T) {
	t.Parallel()
	w := &walk{booted: boot(t)}
	w.clock.set("2026-11-10 09:00")
	shed := w.accepted("建电动车充电棚")
	w.announce("2026-11-20 19:00", 22, shed)
	here := w.poll(w.terms(polls.Binary, func(t *polls.Terms) {
		t.Question, t.Electorate.Buildings = "3 号楼装不装门禁", []string{"3 号楼"}
	}))
	w.call(ofPeople, func(c *project.Call) { c.Title = "先修哪几栋" })
	due := calendar.Day{Year: 2026, Month: 12, Day: 1}
	underWork(t, w.store, "hepingli", "project-there-00001", "L2026-001", due, func(p *project.Project) {
		p.Title, p.Places = "5 号楼换水管", []project.Place{{Community: "hepingli", Building: "5 号楼"}}
	})
	li := w.as("hepingli", "li")
	sheet := func(building, more string) reply {
		return li.get("/hepingli/desk/door-notice?building=" + url.QueryEscape(building) + more)
	}
	li.get("/hepingli/desk/letters").holds(t, 200, `href="/hepingli/desk/door-notice"`)
	li.get("/hepingli/desk/door-notice").holds(t, 200, "楼门通知", "!致")
	sheet("3 号楼", "&unit="+url.QueryEscape("2 单元")).holds(t, 200, "致3 号楼 2 单元各位住户", "11 月 20 日（周五）19:00", "建电动车充电棚", here.Question, "先修哪几栋", "!5 号楼换水管", "!王", "!没有遇到您", "<svg")
	sheet("5 号楼", "").holds(t, 200, "5 号楼换水管", "!"+here.Question, "!王")
	sheet("3 号楼", "&room=502").holds(t, 200, "502 的住户：今天来访，没有遇到您", "请在11 月 13 日以前", "本户的号码")
	sheet("99 号楼", "").holds(t, 404)
	sheet("3 号楼", "&room="+url.QueryEscape("一二三四五六七八九十一二三")).holds(t, 404)
	sheet("3 号楼", "&room=%3Cb%3E1").holds(t, 200, "!<b>1", "&lt;b&gt;1 的住户")
	w.as("hepingli", "wang").get("/hepingli/desk/door-notice").holds(t, 403)
}
