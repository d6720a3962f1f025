package main

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"testing"

	"yishiting/consultation"
	"yishiting/server/store"
)

var (
	cardTitle = regexp.MustCompile(`<article class="card to"><h3><a href="[^"]*">([^<]*)</a></h3>`)
	pagerLink = regexp.MustCompile(`<a class="button quiet" href="([^"]*)" rel="(next|prev)">`)
)

// titles are the cards of a page, and its ways to the pages beside.
func (got reply) titles() (all []string, newer, older string) {
	for _, m := range cardTitle.FindAllStringSubmatch(got.body, -1) {
		all = append(all, html.UnescapeString(m[1]))
	}
	for _, m := range pagerLink.FindAllStringSubmatch(got.body, -1) {
		if m[2] == "next" {
			older = html.UnescapeString(m[1])
		} else {
			newer = html.UnescapeString(m[1])
		}
	}
	return all, newer, older
}

func TestTopicListPages(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	w.get("/hepingli/topics").has(t, "这里还没有议题", "提议题")
	var want []string
	for i := range 45 {
		w.clock.set(fmt.Sprintf("2026-11-03 10:%02d", i))
		title := fmt.Sprintf("第 %d 件事", i)
		w.accepted(title)
		want = append(want, title)
	}
	slices.Reverse(want)
	w.raise("hepingli/sun", "还没有审核的事")
	var down []string
	first, _, older := w.get("/hepingli/topics").titles()
	down = append(down, first...)
	second, _, last := w.get(older).titles()
	down = append(down, second...)
	third, back, none := w.get(last).titles()
	down = append(down, third...)
	if !slices.Equal(down, want) || none != "" || len(first) != 20 || len(third) != 5 {
		t.Errorf("down the list: %v", down)
	}
	again, top, older := w.get(back).titles()
	if !slices.Equal(again, second) || older != last {
		t.Errorf("back to the second page: %v", again)
	}
	again, newer, _ := w.get(top).titles()
	if !slices.Equal(again, first) || newer != "" {
		t.Errorf("back to the first page: %v, newer %q", again, newer)
	}
	for _, path := range []string{"/hepingli/topics?after=junk", "/hepingli/topics?after=1.x", "/hepingli/topics?before=-1.aaaaaaaaaaaaaaaaaa", "/hepingli/topics?state=raised", "/hepingli/topics?q=%FF%00"} {
		if got := w.get(path); got.StatusCode != 200 {
			t.Error(path, got.Status)
		} else if all, _, _ := got.titles(); !slices.Equal(all, first) {
			t.Errorf("%s lists %v", path, all)
		}
	}
	for _, path := range []string{"/hepingli-jiedao/topics", "/dongcheng/archive"} {
		if got := w.get(path); got.StatusCode != 404 {
			t.Error(path, got.Status)
		}
	}
	w.get("/anzhen/topics").lacks(t, "件事")
}

func TestTopicListStretchesAndSearch(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	shed := w.accepted("三号楼建充电棚")
	w.accepted("广场舞太吵")
	dup := w.raise("hepingli/sun", "充电的棚子")
	w.screen(consultation.Screening{Topic: dup, Decision: consultation.Merge, Into: shed})
	w.raise("hepingli/sun", "充电插座没审核")
	w.raise("anzhen/qian", "安贞也要充电棚")
	for query, want := range map[string][]string{
		"":                                  {"充电的棚子", "广场舞太吵", "三号楼建充电棚"},
		"?state=waiting":                    {"广场舞太吵", "三号楼建充电棚"},
		"?state=other":                      {"充电的棚子"},
		"?state=archived":                   nil,
		"?q=广场":                             {"广场舞太吵"},
		"?q=充电棚":                            {"三号楼建充电棚", "充电的棚子", "广场舞太吵"},
		"?q=充电&state=other":                 {"充电的棚子"},
		"?q=充电%20棚":                         {"充电的棚子", "三号楼建充电棚", "广场舞太吵"},
		"?q=插座":                             nil,
		"?q=安贞":                             nil,
		"?q=棚":                              {"充电的棚子", "三号楼建充电棚", "广场舞太吵"},
		"?q=" + url.QueryEscape("<script>"): nil,
	} {
		got := w.get("/hepingli/topics" + query)
		all, _, _ := got.titles()
		if !slices.Equal(all, want) {
			t.Errorf("%s lists %q, not %q", query, all, want)
		}
		got.lacks(t, "<script>", "没审核")
	}
	w.get("/hepingli/topics?q=月球").has(t, "少写几个字", `value="月球"`, `/hepingli/search?q=%E6%9C%88%E7%90%83`)
	w.get("/hepingli/topics?q=充电").has(t, "state=doing", "q=%E5%85%85%E7%94%B5")
}

// Every public state is in one stretch, so that the list's parts make the whole.
func TestStretches(t *testing.T) {
	t.Parallel()
	var all []consultation.State
	for _, s := range stretches[1:] {
		all = append(all, s.states...)
	}
	want := slices.Clone(store.PublicStates)
	slices.Sort(all)
	slices.Sort(want)
	if !slices.Equal(all, want) {
		t.Errorf("stretches %v, states %v", all, want)
	}
}

func TestArchive(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	w.get("/hepingli/archive").has(t, "还没有月份")
	w.carrying()
	w.get("/hepingli/archive").has(t, "2026 年 11 月", "11 月 20 日开会", "1 个议题", "1 个结果", `href="/hepingli/months/2026-11"`)
	for i := range 13 {
		w.clock.set(fmt.Sprintf("%d-%02d-02 09:00", 2026+(i+11)/12, (i+11)%12+1))
		w.tick()
	}
	months, newer, older := w.get("/hepingli/archive").titles()
	if len(months) != pageMonths || months[0] != "2027 年 12 月" || newer != "" {
		t.Errorf("months %v, newer %q", months, newer)
	}
	w.get("/hepingli/archive").has(t, "没有开会，未说明理由")
	months, newer, older = w.get(older).titles()
	if !slices.Equal(months, []string{"2026 年 12 月", "2026 年 11 月"}) || newer != "/hepingli/archive" || older != "" {
		t.Errorf("earlier months %v, newer %q, older %q", months, newer, older)
	}
	w.get("/hepingli/months/2026-11").has(t, "3 号楼南侧建电动车充电棚")
}
