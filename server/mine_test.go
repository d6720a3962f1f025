package main

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

var untilField = regexp.MustCompile(`name="command" value="([^"]*-read)"><input type="hidden" name="until" value="(\d+)"`)

// readAll is the form that marks letters as read, as the page has it.
func (got reply) readAll(t testing.TB) url.Values {
	t.Helper()
	m := untilField.FindStringSubmatch(got.body)
	if m == nil {
		t.Fatal("no form to mark letters:\n" + got.body)
	}
	return url.Values{"command": {m[1]}, "until": {m[2]}}
}

func TestMe(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	got := w.get("/hepingli/me")
	got.has(t, "登录后可以看", `href="/hepingli/sign-in?back=%2Fhepingli%2Fme"`, "010-84220000", `href="tel:010-84220000"`)
	got.lacks(t, "还没有消息")

	w.signIn("hepingli", "wang")
	w.get("/hepingli/me").has(t, "王秀兰", "3 号楼 · 居民", "还没有消息", "您还没有提过议题", "退出")
	shed := w.accepted("三号楼建充电棚")
	light := w.raise("hepingli/wang", "路灯不亮")
	got = w.get("/hepingli/me")
	got.has(t, "「三号楼建充电棚」已审核，请看决定和理由", `href="/hepingli/topics/`+shed+`#screening"`, ">新</span>", "路灯不亮", "待审核", `<span class="count">1<`)
	if got := w.get("/hepingli/topics/" + light); got.StatusCode != 200 {
		t.Error("the author's own topic:", got.Status)
	}
	meeting := w.announce("2026-11-20 19:00", 2, shed)
	takeSeat(w, "hepingli/wang", meeting)
	takeSeat(w, "hepingli/zhao", meeting)
	takeSeat(w, "hepingli/sun", meeting)
	page := w.get("/hepingli/me")
	page.has(t, "列入了协商会的议程", "我的席位", "11 月 20 日（周五）19:00 协商会", "已报名", `<span class="count">2<`)

	fields := page.readAll(t)
	w.clock.set("2026-11-03 09:30")
	w.screen(consultation.Screening{Topic: light, Decision: consultation.Decline})
	done := w.do("POST", "/hepingli/me/read", fields)
	if done.StatusCode != 303 || done.Header.Get("Location") != "/hepingli/me?done=read" {
		t.Fatal(done.Status, done.Header.Get("Location"), done.body)
	}
	got = w.get("/hepingli/me?done=read")
	got.has(t, "消息都已标为看过", "「路灯不亮」已审核", `<span class="count">1<`)
	if n := strings.Count(got.body, ">新</span>"); n != 1 {
		t.Errorf("%d letters are new: the one that came meanwhile was not shown", n)
	}
	if got := w.do("POST", "/hepingli/me/read", url.Values{"command": {"0000000000000000-read"}, "until": {"soon"}}); got.StatusCode != 422 {
		t.Error("no time:", got.Status)
	}

	w.client = w.visitor()
	w.signIn("hepingli", "sun")
	w.by("hepingli/sun", func(tx *store.Tx, by residents.Sender) error { return consultation.Support(tx, by, "hepingli", shed) })
	got = w.get("/hepingli/me")
	got.has(t, "候补中", "我附议的", "三号楼建充电棚")
	got.lacks(t, "路灯不亮", "列入了协商会的议程")
	if n := w.get("/anzhen/me"); n.StatusCode != 303 || n.Header.Get("Location") != "/hepingli/me" {
		t.Error("one's own things are at home:", n.Status, n.Header.Get("Location"))
	}
	if got := w.do("POST", "/anzhen/me/read", url.Values{"command": {"0000000000000000-read"}, "until": {"1"}}); got.StatusCode != 403 && got.StatusCode != 422 {
		t.Error("letters of another community:", got.Status)
	}
	w.client = w.visitor()
	if got := w.do("POST", "/hepingli/me/read", url.Values{"command": {"0000000000000000-read"}, "until": {"1"}}); got.StatusCode < 400 {
		t.Error("signed out:", got.Status)
	}
	w.signIn("hepingli-jiedao", "liu")
	w.get("/hepingli-jiedao/me").has(t, "刘主任", "街道工作人员", "还没有消息")
	w.get("/hepingli-jiedao/me").lacks(t, "我提的议题")
}

func TestManyLettersAndTopics(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	for i := range 25 {
		w.clock.set(fmt.Sprintf("2026-11-03 10:%02d", i))
		w.accepted(fmt.Sprintf("第 %d 件事", i))
	}
	w.signIn("hepingli", "wang")
	got := w.get("/hepingli/me")
	got.has(t, "「第 24 件事」", "「第 5 件事」", `<span class="count">25<`)
	got.lacks(t, "「第 4 件事」")
	links := pagerLink.FindAllStringSubmatch(got.body, -1)
	if len(links) != 2 {
		t.Fatalf("ways on: %v", links)
	}
	older := w.get(strings.ReplaceAll(links[0][1], "&amp;", "&"))
	older.has(t, "「第 4 件事」", "「第 0 件事」", `rel="prev"`)
	older.lacks(t, "「第 5 件事」")
	path, _, _ := strings.Cut(links[1][1], "#")
	if titles, _, _ := w.get(path).titles(); len(titles) != 10 || titles[0] != "第 14 件事" {
		t.Errorf("older topics: %v", titles)
	}
	for _, path := range []string{"/hepingli/me?letters=junk", "/hepingli/me?topics=junk", "/hepingli/me?letters=1.%00"} {
		if got := w.get(path); got.StatusCode != 200 {
			t.Error(path, got.Status)
		}
	}
}
