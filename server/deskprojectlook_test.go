package main

import (
	"testing"

	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// What is typed into a project is text on every page of the desk, whatever it is.
func TestProjectPayloads(t *testing.T) {
	t.Parallel()
	b := boot(t)
	const evil = `"><img src=x onerror=alert(1)><b>{{7*7}}`
	d := b.bootProjects().made("title", evil, "problem", evil+`</textarea><script>alert(2)</script>`)
	li := d.li
	li.send(d.page+"/options", "project-options", oneRamp("words-1", evil, "about-1", evil, "affected-1", evil, "upkeep-1", evil)...).led(t, d.page+"?done=options-listed")
	li.send(d.page, "project-drop", "reason", "").holds(t, 422)
	bad := []string{"!<img src=x", "!<script", "&lt;img src=x onerror=alert(1)&gt;"}
	for _, path := range []string{deskProjects, d.page, d.page + "/edit", d.page + "/options", d.page + "/files", "/hepingli/desk"} {
		li.get(path).holds(t, 200, bad...)
	}
	li.send(d.page+"/edit", "project-edit", d.ramp("title", "", "problem", evil)...).holds(t, 422, bad...)
	li.send(d.page, "project-drop", "reason", evil).led(t, d.page+"?done=project-dropped")
	li.send(d.page, "project-learn", "text", evil).led(t, d.page+"?done=lessons-noted")
	li.get(deskProjects+"/new").holds(t, 200, bad...)
}

// The desk of projects is worked in a browser, on a phone and on a computer; every page passes axe.
func TestProjectsAtTheDeskInTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	d := b.bootProjects()
	phone, wide := browsertest.Open(t, b.URL).Allow("status of 4"), browsertest.Open(t, b.URL).Wide().Allow("status of 4")
	both := func(path, name string) {
		t.Helper()
		phone.Go(path).Axe().Picture(name + "-phone")
		phone.Wait(`document.documentElement.scrollWidth <= 360`)
		wide.Go(path).Axe().Picture(name)
	}
	enter := func(who string) { b.enter(phone, "hepingli", who); b.enter(wide, "hepingli", who) }
	enter("li")
	both(deskProjects, "desk-projects-none")
	both(deskProjects+"/new", "desk-project-new")
	d.made()
	both(d.page, "desk-project-collect")
	both(d.page+"/options", "desk-project-options")
	d.asked()
	enter("li")
	d.listed()
	both(d.page, "desk-project-decide")
	d.decided()
	enter("li")
	d.act("hepingli", "sun", func(tx *store.Tx, by residents.Sender) error {
		return project.VoiceDissent(tx, by, "hepingli", d.id, project.InPart, "同意做，七号楼不该出钱。", true)
	})
	d.sends(d.li, "project-agree", "project-agreed", "agreement", "partial")
	both(d.page, "desk-project-settle")
	both(deskProjects, "desk-projects")
	form := "project-settle-" + regexpFirst(`id="project-settle-([^"]+)"`, d.li.get(d.page).body)
	d.sends(d.li, form, "dissent-settled", "text", "七号楼不出钱。")
	d.at("2026-12-15 09:00") // the days of the second round are over
	enter("li")
	d.sends(d.li, "project-ask-"+partOf(d.id, "street-money"), "clearance-asked", "text", "请批准街道资金 80,000 元。")
	street := browsertest.Open(t, b.URL).Wide().Allow("status of 4")
	b.enter(street, "hepingli-jiedao", "liu")
	street.Go("/hepingli-jiedao/desk/projects").Axe().Picture("desk-projects-street")
	path := "/hepingli-jiedao/desk/clearances/hepingli/" + d.id + "/1"
	street.Go(path).Axe().Picture("desk-clearance")
	d.liu.send(path, "project-clear", "grant", "yes", "text", "同意列支。").led(t, path+"?done=clearance-answered")
	both(d.page, "desk-project-notice")
	d.sends(d.li, "project-notice", "project-noticed", "text", "拟按两处坡道立项，总费用 86,000 元。")
	if n := wide.Go(d.page + "/notice").Axe().Print("project-notice"); n != 1 {
		t.Errorf("the notice is printed on %d pages", n)
	}
	d.at("2026-12-28 09:00")
	enter("li")
	d.sends(d.zhou, "project-approve", "project-approved")
	both(d.page+"/plan", "desk-project-plan")
	d.li.send(d.page+"/plan", "project-plan", rampPlan("d-1", "2027-01-05", "d-2", "2027-01-20")...).led(t, d.page+"?done=plan-made")
	d.sends(d.li, "project-supervise", "supervisor-added", "name", "孙小梅 7 号楼")
	d.li.send(d.page+"/money", "project-money", "kind", "committed", "line", "1", "money", "58000", "payee", "和平物业", "document", "合同 2026-031").led(t, d.page+"/money?done=money-noted")
	both(d.page, "desk-project-deliver")
	both(d.page+"/money", "desk-project-money")
	if n := wide.Go(d.page + "/check").Axe().Print("project-check"); n != 1 {
		t.Errorf("the sheet of the check is printed on %d pages", n)
	}
	wide.Dark()
	for _, path := range []string{deskProjects, d.page, d.page + "/plan", d.page + "/money"} {
		wide.Go(path).Axe()
	}
	wide.Picture("desk-project-money-dark")
}
