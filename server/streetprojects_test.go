package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// titles are the projects' titles as they follow each other on a page.
func titles(body string, all ...string) []string {
	slices.SortStableFunc(all, func(a, b string) int { return strings.Index(body, a) - strings.Index(body, b) })
	return slices.DeleteFunc(all, func(one string) bool { return !strings.Contains(body, one) })
}

var everyTitle = []string{"坡道", "小广场照明", "口袋公园", "七号楼门禁更换", "街道健身步道", "充电棚三处", "垃圾驿站改造", "北门改道", "别的街道的项目"}

func TestStreetSeesItsProjects(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		w := bootStreet(t, b)
		const at = "/hepingli-jiedao/desk/projects/all"
		liu := w.as("hepingli-jiedao", "liu")
		page := liu.get(at)
		page.holds(t, 200, "停滞", "公示期满", "异议 2 条没有答复", "节点逾期 3 天", "61 天没有新进展", "79/84（94%）", "54,600 元", "已签 50,000 元，已付 21,840 元", "满意", "栋不够", "!别的街道的项目", "!<script")
		stuckFirst := []string{"坡道", "小广场照明", "口袋公园", "七号楼门禁更换", "充电棚三处", "街道健身步道", "垃圾驿站改造", "北门改道"}
		if got := titles(page.body, slices.Clone(everyTitle)...); !slices.Equal(got, stuckFirst) {
			t.Errorf("in the order %v", got)
		}
		for query, want := range map[string][]string{
			"?stage=stuck":              {"坡道", "小广场照明", "口袋公园", "七号楼门禁更换"},
			"?stage=deliver":            {"七号楼门禁更换", "街道健身步道"},
			"?body=anzhen":              {"口袋公园", "垃圾驿站改造", "北门改道"},
			"?body=anzhen&stage=closed": {"垃圾驿站改造"},
			"?body=jiaodaokou":          nil,
			"?stage=nonsense":           stuckFirst,
			"?after=nonsense":           stuckFirst,
			"?after=1.0.a.b":            {"充电棚三处", "街道健身步道", "垃圾驿站改造", "北门改道"},
			"?after=99999999999999999999999999999.1.a.b.": stuckFirst,
		} {
			if got := titles(liu.get(at+query).body, slices.Clone(everyTitle)...); !slices.Equal(got, want) {
				t.Errorf("%s: %v, not %v", query, got, want)
			}
		}
		// The district sees both streets; a community has no such page, and its members none elsewhere.
		gao := w.as("dongcheng", "gao")
		gao.get("/dongcheng/desk/projects/all").holds(t, 200, "别的街道的项目", "七号楼门禁更换", "街道健身步道")
		for _, who := range [][2]string{{"hepingli", "chen"}, {"hepingli", "wang"}, {"anzhen", "wu"}, {"installation", "administrator"}} {
			w.as(who[0], who[1]).get(at).holds(t, 403)
		}
		w.get(at).holds(t, 401)
		liu.get("/andingmen/desk/projects/all").holds(t, 403)
		liu.get("/andingmen/desk/projects/all.csv").holds(t, 403)
		liu.get("/hepingli/desk/projects/all.csv").holds(t, 404)
	})
}

// pagesOf follows a list by its links to the next page, to its end; round in a ring it does not go.
func pagesOf(t *testing.T, b *booted, at string) (bodies []string) {
	t.Helper()
	seen := map[string]bool{}
	for at != "" {
		if seen[at] {
			t.Fatalf("%s leads back to itself", at)
		}
		seen[at] = true
		got := b.get(at)
		got.holds(t, 200)
		bodies = append(bodies, got.body)
		at = regexpFirst(`href="([^"]+)" rel="next"`, got.body)
	}
	return bodies
}

func TestStreetTurnsPages(t *testing.T) {
	t.Parallel()
	w := bootStreet(t, boot(t))
	for n := range 60 {
		p := w.of([]string{"hepingli", "anzhen", "hepingli-jiedao"}[n%3], "翻页的项目", 200+n%7)
		w.keep(p, 0, 0)
	}
	all := pagesOf(t, w.as("hepingli-jiedao", "liu"), "/hepingli-jiedao/desk/projects/all")
	whole := strings.Join(all, "")
	if n := strings.Count(whole, "翻页的项目</a>"); n != 60 || len(all) != 3 {
		t.Errorf("%d of 60 on %d pages", n, len(all))
	}
	for _, id := range everyTitle[:8] {
		if strings.Count(whole, id+"</a>")+strings.Count(whole, id+"，&#34;三社区&#34;合办</a>") != 1 {
			t.Errorf("%s does not stand once", id)
		}
	}
	if n := len(pagesOf(t, w.as("hepingli-jiedao", "liu"), "/hepingli-jiedao/desk/projects/all?stage=stuck&body=anzhen")); n != 1 {
		t.Errorf("%d pages of one community", n)
	}
}

func TestStreetSheets(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		w := bootStreet(t, b)
		liu := w.as("hepingli-jiedao", "liu")
		text := liu.get("/hepingli-jiedao/desk/projects/all.csv")
		text.holds(t, 200, "\"'=1+1"[1:], `"'+口袋公园，""三社区""合办"`, "!别的街道的项目")
		if !strings.HasPrefix(text.body, "\ufeff编号,") || !strings.Contains(text.Header.Get("Content-Disposition"), ".csv") || text.Header.Get("Cache-Control") != private {
			t.Errorf("%q %v", text.body[:20], text.Header)
		}
		fromText, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text.body, "\ufeff"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		fromBook := sheetOf(t, liu.get("/hepingli-jiedao/desk/projects/all.xlsx"))
		for _, row := range fromText {
			for i, cell := range row {
				if strings.HasPrefix(cell, "'") {
					row[i] = cell[1:]
				}
			}
		}
		if len(fromText) != 9 || !slices.EqualFunc(fromText, fromBook, slices.Equal) {
			t.Errorf("%d rows of CSV, %d of XLSX:\n%v\n%v", len(fromText), len(fromBook), fromText, fromBook)
		}
		if len(sheetOf(t, liu.get("/hepingli-jiedao/desk/projects/all.xlsx?stage=deliver&body=hepingli"))) != 2 {
			t.Error("the filters do not hold for the sheet")
		}
	})
}

// sheetOf are the rows of a workbook, each as long as the first.
func sheetOf(t *testing.T, got reply) [][]string {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader([]byte(got.body)))
	if err != nil {
		t.Fatal(got.Status, err)
	}
	defer func() { _ = book.Close() }()
	tab := book.GetSheetName(0)
	rows, err := book.GetRows(tab)
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		for len(rows[i]) < len(rows[0]) {
			rows[i] = append(rows[i], "")
		}
		for j := range rows[i] {
			at, _ := excelize.CoordinatesToCellName(j+1, i+1)
			if formula, _ := book.GetCellFormula(tab, at); formula != "" {
				t.Errorf("%s is a formula: %s", at, formula)
			}
		}
	}
	return rows
}

func TestCellsThatSpreadsheetsExecute(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{"=1": "'=1", "+1": "'+1", "-1": "'-1", "@SUM": "'@SUM", "\t=1": "'\t=1", "\r=1": "'\r=1", "": "", "a=1": "a=1", "坡道": "坡道", " =1": " =1"} {
		if got := unexecuted(cell); got != want {
			t.Errorf("%q became %q, not %q", cell, got, want)
		}
	}
}

func TestYearlyReport(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		w := bootStreet(t, b)
		liu := w.as("hepingli-jiedao", "liu")
		street := liu.get("/hepingli-jiedao/desk/project-report/2026")
		street.holds(t, 200, "和平里街道 2026 年民意立项年报", "七号楼门禁更换", "街道健身步道", "口袋公园", "!别的街道的项目",
			"街道资金", "社区公益事业补助资金", "594,600 元", "469,800 元", "响应率", "解决率", "满意率", "61–64 / 168", "!>64 / 168", "从征集到批准要多少天", "中位 48 天", "第三十二条", "<svg", "现在停滞")
		liu.get("/hepingli-jiedao/desk/project-report/2025").holds(t, 200, "这一年没有项目")
		for _, year := range []string{"2027", "2018", "02026", "nonsense", "-1"} {
			liu.get("/hepingli-jiedao/desk/project-report/"+year).holds(t, 404)
		}
		// Everybody reads a community's; it holds no other's.
		for _, page := range []string{"/hepingli/projects", "/hepingli-jiedao/projects", "/hepingli-jiedao", "/dongcheng"} {
			w.get(page).holds(t, 200, `href="/`+strings.Split(page, "/")[1]+`/project-report/2026"`)
		}
		w.get("/hepingli/project-report/2026").holds(t, 200, "和平里社区 2026 年民意立项年报", "七号楼门禁更换", "小广场照明怎么办", "70/84（83%）", "!街道健身步道", "!口袋公园", "!别的街道")
		w.get("/hepingli-jiedao/project-report/2026").holds(t, 200, "街道健身步道", "!别的街道的项目")
		w.get("/jiaodaokou/project-report/2026").holds(t, 200, "别的街道的项目", "!七号楼")
		w.get("/anzhen/project-report/2026").holds(t, 200, "人数少，不公布", "垃圾驿站改造")
		w.get("/admin/project-report/2026").holds(t, 404)
		w.as("hepingli", "chen").get("/hepingli-jiedao/desk/project-report/2026").holds(t, 403)
	})
}

// The report that everybody reads tells nobody from few answers, few that are missing, or their sums, and nothing of a call that runs.
func TestYearlyReportTellsNobody(t *testing.T) {
	t.Parallel()
	w := bootStreet(t, boot(t))
	w.keep(w.of("jiaodaokou", "几户答了", 91), 3, 50)
	w.keep(w.of("jiaodaokou", "几户没有答", 92), 48, 50)
	running := w.keep(w.of("jiaodaokou", "正在征集", 93), 33, 70)
	w.update("jiaodaokou", func(tx *store.Tx) error {
		c, err := tx.Call("jiaodaokou", running.Calls[0])
		if err != nil {
			return err
		}
		c.State = project.CallPublished
		return tx.SetCall(c)
	})
	w.get("/jiaodaokou/project-report/2026").holds(t, 200, "5/20（25%）", "1–4/50（2–8%）", "46–49/50（92–98%）", "正在征集", "!3/50", "!48/50", "!33/70", "!正在征集怎么办")
	w.get("/andingmen/project-report/2026").holds(t, 200, "52–58/120（43–48%）", "3 次征集", "!56/120", "!89/190", "!33/70", "!48/50")
	w.as("dongcheng", "gao").get("/dongcheng/desk/project-report/2026").holds(t, 200, "46–49/50", "!48/50", "!33/70")
}

func TestSitePlanOfACommunity(t *testing.T) {
	t.Parallel()
	b := boot(t)
	const at = "/hepingli/desk/site-plan"
	chen := b.as("hepingli", "chen")
	chen.get(at).holds(t, 200, "现在按楼号自动排列", "3 号楼", "5 号楼", "7 号楼", `role="img"`, "!恢复自动排列", "!<script")
	sites := func() []residents.Site { return b.sites(t, "hepingli") }
	with := func(more ...string) []string {
		var typed []string
		for n := range 7 {
			row := fmt.Sprint(n + 1)
			typed = append(typed, "x-"+row, fmt.Sprint(n*5), "y-"+row, "0", "w-"+row, "4", "h-"+row, "2")
		}
		typed = append(typed, "name-6", "", "name-7", "")
		return append(append(typed, "x-5", "0", "y-5", "5", "w-5", "3", "h-5", "8"), more...)
	}
	chen.send(at, "site-plan", with("do", "look")...).holds(t, 200, "还没有保存", `name="h-5" value="8"`)
	if len(sites()) != 0 {
		t.Fatal("looking kept it")
	}
	for _, do := range []string{"look", "save"} {
		chen.send(at, "site-plan", with("x-2", "3", "do", do)...).holds(t, 422, "叠在一起", `href="#site-plan-x-2"`, `name="x-5" value="0"`)
		chen.send(at, "site-plan", with("name-7", "3号楼", "x-7", "40", "do", do)...).holds(t, 422, "这栋楼前面已经有了", `href="#site-plan-name-7"`)
		chen.send(at, "site-plan", with("h-5", "41", "do", do)...).holds(t, 422, "最大 40", `href="#site-plan-h-5"`)
	}
	chen.send(at, "site-plan", with("name-6", "门房", "x-6", "40", "do", "save")...).led(t, at+"?done=sites-set")
	if got := sites(); len(got) != 6 || !slices.Contains(got, residents.Site{Building: "7 号楼", X: 0, Y: 5, W: 3, H: 8}) {
		t.Fatalf("%+v", got)
	}
	chen.get(at).holds(t, 200, "门房", "现在按下面设的位置画", "恢复自动排列")
	chen.send(at, "site-plan", with("name-6", "", "do", "save")...).led(t, at+"?done=sites-set")
	if len(sites()) != 5 {
		t.Error("a building whose name was emptied stays")
	}
	li := b.as("hepingli", "li")
	li.get(at).holds(t, 200, "位置由居委会主任改", "!<form id=\"site-plan\"")
	li.late(t, at, "do", "reset").holds(t, 422, "您现在的身份不能做这件事")
	b.as("anzhen", "wu").late(t, at, "do", "reset").holds(t, 403)
	if len(sites()) != 5 {
		t.Fatal("set by somebody else")
	}
	chen.send(at, "site-plan", "do", "reset").led(t, at+"?done=sites-reset")
	if len(sites()) != 0 || len(b.sites(t, "anzhen")) != 0 {
		t.Error("not reset")
	}
}
