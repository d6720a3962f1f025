package main

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"yishiting/residents"
	"yishiting/server/roster"
	"yishiting/server/store"
)

// spreadsheet is an XLSX file with the rows of a text, its cells parted by commas.
func spreadsheet(t testing.TB, text string) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		cells := strings.Split(line, ",")
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &cells); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const office = `和平里社区住户登记表
楼号,单元,房号,户主姓名,身份证号,联系电话,常住人口,房屋性质,建筑面积
2号楼,1单元,101,金丝雀甲,110101195001010011,13800138000,2,自有,60
2号楼,1单元,102,金丝雀乙,110101196001010012,13900139000,3,租住,60.5
10号楼,,9,金丝雀丙,110101197001010013,13700137000,,,
10号楼,,金丝雀丁,10,110101198001010014,13600136000,1,自有,很大
`

// A list is uploaded, looked over and confirmed; nothing is written before that.
func TestImportRoster(t *testing.T) {
	t.Parallel()
	gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(office))
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{"text": gb, "spreadsheet": spreadsheet(t, office)} {
		t.Run(name, func(t *testing.T) {
			b := boot(t)
			li := b.as("hepingli", "li")
			draft := li.bring(t, "/hepingli/desk/roster", "upload-roster", file)
			page := li.get(draft)
			page.holds(t, 200, "还没有写进户册", "4 行", "新增 3 户", "第 4 列 户主姓名（没有读）", "第 3 列 房号</option>",
				`<td class="n">6</td><td class="whole">房号</td><td>「金丝雀丁」房号里要有数字或字母`, `<td class="whole">面积</td><td>「很大」面积不对`, "有 1 行读不了", "2 位成年人，自有，60 平方米", "!金丝雀甲", "!<script")
			if b.listed() != "" {
				t.Fatal("written before it was confirmed:", b.listed())
			}
			li.get("/hepingli/desk/households").holds(t, 200, "您有一份名单还没有确认", `href="`+draft+`"`)

			action, values := page.fill(t, "import-roster")
			li.do("POST", action, values).led(t, draft+"?done=roster-imported")
			li.do("POST", action, values).led(t, draft+"?done=roster-imported")
			want := "2号楼1单元101/2/owner/6000 2号楼1单元102/3/tenant/6050 10号楼9/0//0"
			if b.listed() != want {
				t.Fatal(b.listed())
			}
			li.get(draft+"?done=roster-imported").holds(t, 200, "名单已写进户册", "3 户", "1 行", "!确认导入")
			li.late(t, action, "plan", values.Get("plan")).holds(t, 422, "没有要改的")
			li.get("/hepingli/desk/households").holds(t, 200, "!还没有确认")

			// The same list once more changes nothing, and says so.
			again := li.bring(t, "/hepingli/desk/roster", "upload-roster", file)
			li.get(again).holds(t, 200, "户册和名单一致", "!确认导入")
		})
	}
}

func TestImportChangesAndRemoves(t *testing.T) {
	t.Parallel()
	b := boot(t)
	li := b.as("hepingli", "li")
	first := li.bring(t, "/hepingli/desk/roster", "upload-roster", []byte("地址;人数;产权;面积\n3-2-501;2;自有;80\n3-2-502;2;自有;80\n3-2-503;;;\n4-1-101;;;\n"))
	li.send(first, "import-roster").led(t, first+"?done=roster-imported")
	id := ""
	b.act("hepingli", "chen", func(tx *store.Tx, by residents.Sender) error {
		h, err := tx.HouseholdAt("hepingli", "3 号楼", "2 单元", "503")
		if err == nil {
			id = h.ID
			err = tx.AddHome("hepingli", h.ID, "wang")
		}
		return err
	})

	second := li.bring(t, "/hepingli/desk/roster", "upload-roster", []byte("地址;人数;产权;面积\n3-2-501;3;租住;80.25\n3-2-502;;;\n3-2-502;9;;\n"))
	li.get(second).holds(t, 200, "成年人 2 → 3；住法 自有 → 租住；面积 80 → 80.25", "和第 3 行是同一个地址", "名单里没有的（1）", "4 号楼 1 单元 101", "有人已经加入的（1）", "3 号楼 2 单元 503", "1 人", "!从户册去掉</span>")
	_, values := li.get(second).fill(t, "import-roster")
	li.late(t, second+"/import", "plan", values.Get("plan"), "remove", "yes").holds(t, 422, "现在不能去掉别的户")

	third := li.bring(t, "/hepingli/desk/roster", "upload-roster", []byte("地址;人数;产权;面积\n3-2-501;3;租住;80.25\n3-2-502;;;\n"))
	li.get(second).holds(t, 404) // another took its place
	action, values := li.get(third).fill(t, "import-roster", "remove", "yes")
	li.do("POST", action, values).led(t, third+"?done=roster-imported")
	if want := "3号楼2单元501/3/tenant/8025 3号楼2单元502/2/owner/8000 3号楼2单元503/0//0"; b.listed() != want {
		t.Error(b.listed())
	}
	li.get(third).holds(t, 200, "从户册去掉", "名单里没有、留着")
	li.get("/hepingli/desk/households/"+id).holds(t, 200, "王秀兰")

	// Without the tick nothing goes; what went comes back as itself.
	fourth := li.bring(t, "/hepingli/desk/roster", "upload-roster", []byte("楼,室\n4-1,101\n4,1\n"))
	li.get(fourth).holds(t, 200, "新增 2 户")
	fifth := li.bring(t, "/hepingli/desk/roster", "upload-roster", []byte("住址\n4号楼1单元101室\n"))
	li.get(fifth).holds(t, 200, "以前去掉过，现在恢复")
	li.send(fifth, "import-roster").led(t, fifth+"?done=roster-imported")
	if want := "3号楼2单元501/3/tenant/8025 3号楼2单元502/2/owner/8000 3号楼2单元503/0//0 4号楼1单元101/0//0"; b.listed() != want {
		t.Error(b.listed())
	}
}

// What is confirmed is what was seen.
func TestImportWhatWasSeen(t *testing.T) {
	t.Parallel()
	b := boot(t)
	li := b.as("hepingli", "li")
	draft := li.bring(t, "/hepingli/desk/roster", "upload-roster", []byte("楼号,房号,人数\n3,502,2\n"))
	action, values := li.get(draft).fill(t, "import-roster")
	b.as("hepingli", "zhou").send("/hepingli/desk/households", "add-household", "building", "3", "unit", "", "room", "502", "adults", "5", "tenure", "", "area", "")
	li.do("POST", action, values).holds(t, 422, "您看的时候户册变过了", "成年人 5 → 2")
	if b.listed() != "3号楼502/5//0" {
		t.Error(b.listed())
	}
	li.send(draft, "import-roster").led(t, draft+"?done=roster-imported")
	if b.listed() != "3号楼502/2//0" {
		t.Error(b.listed())
	}
	late := li.bring(t, "/hepingli/desk/roster", "upload-roster", []byte("楼号,房号,人数\n3,502,4\n"))
	action, values = li.get(late).fill(t, "import-roster")
	b.clock.set("2026-11-04 09:00")
	li.get(late).holds(t, 410, "已经过了一天")
	li.do("POST", action, values).holds(t, 410, "已经过了一天")
	li.get("/hepingli/desk/roster").holds(t, 200, "!还没有确认")
	gone := li.bring(t, "/hepingli/desk/roster", "upload-roster", []byte("楼号,房号,人数\n3,502,4\n"))
	action, values = li.get(gone).fill(t, "drop-roster")
	li.do("POST", action, values).led(t, "/hepingli/desk/households?done=roster-dropped")
	li.do("POST", action, values).led(t, "/hepingli/desk/households?done=roster-dropped")
	li.get(gone).holds(t, 404)

	// A role that ended in the middle counts no more.
	last := li.bring(t, "/hepingli/desk/roster", "upload-roster", []byte("楼号,房号,人数\n3,502,4\n"))
	action, values = li.get(last).fill(t, "import-roster")
	b.act("hepingli", "chen", func(tx *store.Tx, by residents.Sender) error {
		roles, err := tx.Roles("hepingli", "li")
		for _, role := range roles {
			if role.Name == residents.RoleCommitteeMember && err == nil {
				role.EndedBy = "chen"
				err = tx.EndRole("hepingli", role)
			}
		}
		return err
	})
	li.do("POST", action, values).holds(t, 401)
	if b.listed() != "3号楼502/2//0" {
		t.Error(b.listed())
	}
}

func TestMapRoster(t *testing.T) {
	t.Parallel()
	b := boot(t)
	li := b.as("hepingli", "li")
	file := []byte("幢,门牌,数,面积,姓名\n3,502,2,80,金丝雀\n,503,3,81,金丝雀\n")
	draft := li.bring(t, "/hepingli/desk/roster", "upload-roster", file)
	li.get(draft).holds(t, 200, "没有填", "第 3 列 数（没有读）")
	all := []string{"building", "0", "unit", "-1", "room", "1", "address", "-1", "adults", "-1", "tenure", "-1", "area", "-1"}
	with := func(name, value string) []string { return append(append([]string{}, all...), name, value) }
	plain := func(fields ...string) reply {
		action, values := li.get(draft).fill(t, "map-roster", fields...)
		return li.upload(action, values, "file")
	}
	plain(with("room", "0")...).holds(t, 422, "这一列已经读作别的", `href="#map-roster-room"`)
	plain(with("room", "-1")...).holds(t, 422, "还没有说哪几列是地址")
	plain(with("adults", "2")...).holds(t, 422, "请再选一次文件", `href="#map-roster-adults"`, "没有读")
	plain(with("adults", "x")...).holds(t, 422, "请填整数")
	plain(with("fill", "yes")...).led(t, draft+"?done=roster-mapped")
	li.get(draft).holds(t, 200, "3 号楼 503", "新增 2 户", "!81 平方米")
	// The area was dropped with its column.
	plain(with("area", "3")...).holds(t, 422, "请再选一次文件")
	if got := li.bring(t, draft, "map-roster", file, with("adults", "2")...); got != draft {
		t.Fatal(got)
	}
	li.get(draft).holds(t, 200, "2 位成年人", "没有填", "!金丝雀")
	// What is taken for the room is a name: every line is a problem, and nothing is imported.
	li.bring(t, draft, "map-roster", file, with("room", "4")...)
	li.get(draft).holds(t, 200, "房号里要有数字或字母", "有 2 行读不了", "!确认导入")
	li.late(t, draft+"/import", "plan", "x").holds(t, 422, "您看的时候户册变过了")
	if b.listed() != "" {
		t.Error(b.listed())
	}
}

func TestListsRefused(t *testing.T) {
	t.Parallel()
	b := boot(t)
	li := b.as("hepingli", "li")
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	w, err := z.Create("xl/worksheets/sheet1.xml")
	if err == nil {
		_, err = w.Write(make([]byte, 64<<20))
	}
	if err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"nothing":     {nil, "这一项需要填写"},
		"a zip bomb":  {bomb.Bytes(), "文件太大"},
		"20001 lines": {[]byte("楼号,房号\n" + strings.Repeat("3,502\n", 20_001)), "超过两万行"},
		"4 MB":        {[]byte(strings.Repeat("楼", roster.MaxFile/3+1)), "文件太大"},
		"old":         {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "另存为"},
		"a picture":   {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "这不是表格"},
		"cut off":     {spreadsheet(t, office)[:700], "文件打不开"},
		"no names":    {[]byte("一,二\n3,4\n"), "写上列名"},
	} {
		action, values := li.get("/hepingli/desk/roster").fill(t, "upload-roster")
		var got reply
		if c.file == nil {
			got = li.upload(action, values, "file")
		} else {
			got = li.upload(action, values, "file", c.file)
		}
		got.holds(t, 422, c.want, `href="#upload-roster-file"`)
		if t.Failed() {
			t.Fatal(name)
		}
	}
	action, values := li.get("/hepingli/desk/roster").fill(t, "upload-roster")
	li.upload(action, values, "file", make([]byte, 9<<20)).holds(t, 422, "每个文件不超过 4 MB", `href="#upload-roster-file"`)
	li.upload(action, values, "file", []byte("楼号,房号\n3,502"), []byte("楼号,房号\n3,502")).holds(t, 422, "填了两次")
	li.upload(action, values, "photo", []byte("楼号,房号\n3,502")).holds(t, 422, "不认识的内容")
}

// What is in other columns, and a number that should not be there, is neither in the
// database nor in the log nor anywhere on disk.
func TestNoCanaryOfAList(t *testing.T) {
	b := boot(t)
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	li := b.as("hepingli", "li")
	list := strings.Replace(office, "60.5", "13500135000", 1) + strings.Repeat("3号楼,2单元,502,金丝雀戊,110101199001010015,13400134000,1,自有,50\n", 3000)
	for i, file := range [][]byte{[]byte(list), spreadsheet(t, list)} {
		draft := li.bring(t, "/hepingli/desk/roster", "upload-roster", file)
		li.get(draft).holds(t, 200, "像是电话或证件号，没有读取", "!13500135000", "!金丝雀戊")
		if i == 0 {
			li.send(draft, "import-roster").led(t, draft+"?done=roster-imported")
		}
	}
	var names []string
	err := b.store.View(context.Background(), func(v *store.View) error {
		d, err := v.RosterDraftOf("hepingli", "li", b.clock.Now())
		names = append(names, d.Content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	all := b.log.String() + strings.Join(names, "")
	dirs := []string{b.dir, temp}
	for _, dir := range dirs {
		_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				content, err := os.ReadFile(path)
				if err != nil {
					t.Error(err)
				}
				all += string(content)
			}
			return nil
		})
	}
	if !strings.Contains(all, "3 号楼") {
		t.Fatal("what was kept is not found either")
	}
	for _, canary := range []string{"金丝雀甲", "金丝雀戊", "110101195001010011", "110101199001010015", "13800138000", "13400134000", "13500135000"} {
		if strings.Contains(all, canary) {
			t.Errorf("%s was kept", canary)
		}
	}
}

// What stands in a cell is text, whatever it looks like.
func TestFormulasAreText(t *testing.T) {
	t.Parallel()
	b := boot(t)
	li := b.as("hepingli", "li")
	draft := li.bring(t, "/hepingli/desk/roster", "upload-roster", []byte("楼号,房号,人数\n=1+1,@SUM(A1),\n+cmd|' /C calc'!A0,-5,\n<b>3</b>,\"<script>alert(1)</script>\",=2\n"))
	li.get(draft).holds(t, 200, "=1+1", "@SUM(A1)", "!<b>3", "!<script>")
	li.send(draft, "import-roster").led(t, draft+"?done=roster-imported")
	li.get("/hepingli/desk/households").holds(t, 200, "=1+1", "@SUM(A1)", "!<script>")
}

func manyHomes(n, adults int) []byte {
	var b strings.Builder
	b.WriteString("楼号,单元,房号,姓名,人数,产权,建筑面积\n")
	for i := range n {
		fmt.Fprintf(&b, "%d号楼,%d单元,%d,某某,%d,自有,%d.%02d\n", 1+i/150, 1+i/50%3, 101+i%50, adults, 40+i%90, i%100)
	}
	return []byte(b.String())
}

// 3,000 homes are imported by the office's own form within 5 s, and again.
func TestImport3000(t *testing.T) {
	t.Parallel()
	b := boot(t)
	li := b.as("hepingli", "li")
	for _, adults := range []int{2, 3} {
		began := time.Now()
		draft := li.bring(t, "/hepingli/desk/roster", "upload-roster", manyHomes(3000, adults))
		li.get(draft).holds(t, 200, "3000 行")
		li.send(draft, "import-roster").led(t, draft+"?done=roster-imported")
		if took := time.Since(began); took > 30*time.Second {
			t.Errorf("3,000 homes took %s", took)
		}
	}
	// Each part is leafed through to its end.
	draft := li.bring(t, "/hepingli/desk/roster", "upload-roster", manyHomes(3000, 4))
	lines, pages := 0, 0
	for path := draft + "?show=change"; path != ""; pages++ {
		page := li.get(path)
		page.holds(t, 200, "会修改的（3000）")
		lines += strings.Count(page.body, "成年人 3 → 4")
		path = regexpFirst(`href="([^"]+)"[^>]*>看后面的`, page.body)
	}
	if lines != 3000 || pages != 3000/deskPage {
		t.Error(lines, "lines on", pages, "pages")
	}
	for _, bad := range []string{"?show=nothing", "?show=change&from=3000", "?show=change&from=-1", "?show=change&from=x"} {
		li.get(draft+bad).holds(t, 404)
	}
}
