package main

import (
	"testing"

	"yishiting/server/browsertest"
)

// Somebody comes to the search from the month's page and finds: with scripts off on a small phone, in large
// letters, in the dark and at a street.
func TestSearchInTheBrowser(t *testing.T) {
	t.Parallel()
	b := bootSample(t)
	off, elder, night := browsertest.Open(t, b.URL).NoScripts(), browsertest.Open(t, b.URL).Cookie(elderCookie, "on"), browsertest.Open(t, b.URL).Dark()
	look := func(r *browsertest.Tab, path, name string, see ...string) {
		t.Helper()
		if path != "" {
			r.Go(path)
		}
		r.See(see...).Picture("search-" + name)
		if wide := browsertest.Eval[[]string](r, tooWide); len(wide) > 0 {
			t.Errorf("%s is wider than the screen: %q", name, wide)
		}
		if w := browsertest.Eval[int](r, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); w > 0 {
			t.Errorf("%s scrolls by %d points", name, w)
		}
	}
	off.Go("/hepingli").Press("搜索")
	look(off, "", "empty", "写一两个词")
	off.Fill("#q", "充电").Press(".search button")
	look(off, "", "found", "充电")
	look(off, searchFor("hepingli", "月球上的房子"), "nothing", "没有找到")
	look(elder, searchFor("hepingli", "充电"), "elder", "充电")
	elder.Axe()
	look(elder, searchFor("hepingli", "，。"), "elder-odd", "只有标点")
	elder.Axe()
	look(night, searchFor("hepingli", "电 楼"), "dark", "电")
	night.Axe()
	look(night, searchFor("hepingli-jiedao", "独居"), "street", "到下面各处找")
	night.Axe()
	look(night, "/hepingli/search", "empty-dark", "写一两个词")
	night.Axe()
}
