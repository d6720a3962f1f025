package main

import (
	"testing"

	"yishiting/server/browsertest"
)

// The address of one's calendar on a phone, for elders, by night; with scripts off it works as well.
func TestCalendarFeedInTheBrowser(t *testing.T) {
	w := bootWalk(t)
	for _, kind := range []string{"", "-elder", "-dark", "-without-scripts"} {
		r := browsertest.Open(t, w.URL)
		switch kind {
		case "-elder":
			r.Cookie(elderCookie, "on")
		case "-dark":
			r.Dark()
		case "-without-scripts":
			r.NoScripts()
		}
		w.enter(r, "hepingli", "wang")
		look := func(name string) {
			if kind != "-without-scripts" { // axe is a script
				r.Axe()
			}
			r.Picture(name + kind)
		}
		r.Go(feedPage).See("生成订阅地址", "请不要转发")
		look("feed")
		r.Press("#make-feed button").See("只在这一页显示一次", "用手机日历打开", "/hepingli/calendar/")
		look("feed-made")
		r.Go(feedPage).See("正在使用", "换一个新地址")
		look("feed-there")
		r.Press("#end-feed button").See("日历订阅停用了", "生成订阅地址")
	}
}
