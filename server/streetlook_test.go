package main

import (
	"testing"

	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// The street's list, the yearly report on a screen and on paper, and the plan with its form.
func TestStreetProjectsInTheBrowser(t *testing.T) {
	t.Parallel()
	w := bootStreet(t, boot(t))
	const list, report, plan = "/hepingli-jiedao/desk/projects/all", "/hepingli-jiedao/desk/project-report/2026", "/hepingli/desk/site-plan"
	r := browsertest.Open(t, w.URL).Wide()
	w.enter(r, "hepingli-jiedao", "liu")
	r.Go(list).See("停滞", "七号楼门禁更换").Axe().Picture("street-projects")
	r.Press("存为 XLSX") // a file: the page stays
	r.Go(report).See("从征集到批准要多少天").Axe().Picture("street-report")
	if n := r.Print("street-report"); n < 1 || n > 3 {
		t.Errorf("the report of 8 projects takes %d pages", n)
	}
	phone := browsertest.Open(t, w.URL)
	w.enter(phone, "hepingli-jiedao", "liu")
	phone.Go(list).See("停滞").Axe().Picture("street-projects-phone")
	phone.Go("/hepingli/project-report/2026").See("和平里社区 2026 年民意立项年报").Axe().Picture("project-report-phone")

	r = browsertest.Open(t, w.URL).Wide()
	w.enter(r, "hepingli", "chen")
	r.Go(plan).See("现在按楼号自动排列").Axe().Picture("site-plan-auto")
	w.act("hepingli", "chen", func(tx *store.Tx, by residents.Sender) error {
		return residents.SetSites(tx, by, "hepingli", []residents.Site{
			{Building: "1 号楼", X: 0, Y: 0, W: 9, H: 3}, {Building: "2 号楼", X: 0, Y: 5, W: 9, H: 3}, {Building: "3 号楼", X: 0, Y: 10, W: 9, H: 3},
			{Building: "5 号楼", X: 12, Y: 0, W: 4, H: 7}, {Building: "7 号楼", X: 12, Y: 9, W: 4, H: 7}, {Building: "社区活动中心", X: 4, Y: 14, W: 5, H: 2}, {Building: "门房", X: 18, Y: 14, W: 2, H: 2},
		})
	})
	r.Go(plan).See("现在按下面设的位置画").Set("#site-plan-x-4", "1").Press("先看看").See("叠在一起").Axe().Picture("site-plan-refused")
	phone = browsertest.Open(t, w.URL).Dark()
	w.enter(phone, "hepingli", "chen")
	phone.Go(plan).See("现在按下面设的位置画").Axe().Picture("site-plan-phone-dark")
	phone.Cookie("elder", "on").Go(plan).Axe().Picture("site-plan-elder")
	phone.Go("/hepingli/project-report/2026").Axe().Picture("project-report-elder")
}
