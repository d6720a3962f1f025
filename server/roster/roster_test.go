package roster

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"yishiting/residents"
)

// told is what was read, one line each: number, then the cells.
func told(t Table) string {
	var b strings.Builder
	for _, l := range t.Lines {
		fmt.Fprintf(&b, "%d:%s", l.Line, strings.Join(l.Cells[:], "|"))
		for c := range residents.RosterColumn(residents.RosterColumns) {
			if l.Bad[c] != "" {
				fmt.Fprintf(&b, " %d %s", c, l.Bad[c])
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

const plain = "楼号,单元,房号,户主姓名,常住人口,联系电话,房屋性质,建筑面积（㎡）\n3号楼,2单元,502,王秀兰,3,13800138000,自有,89.5\n\n3号楼,2单元,503,赵建国,2,13900139000,租住,\n"

const plainTold = "2:3号楼|2单元|502||3|自有|89.5\n4:3号楼|2单元|503||2|租住|\n"

func gb(s string) []byte {
	b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
	if err != nil {
		panic(err)
	}
	return b
}

func TestReadText(t *testing.T) {
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(strings.ReplaceAll(plain, ",", "\t")))
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ body, want string }{
		"UTF-8":           {plain, plainTold},
		"with a mark":     {"\ufeff" + plain, plainTold},
		"GB 18030":        {string(gb(plain)), plainTold},
		"UTF-16":          {string(utf16), plainTold},
		"semicolons":      {strings.ReplaceAll(plain, ",", ";"), plainTold},
		"tabs":            {strings.ReplaceAll(plain, ",", "\t"), plainTold},
		"CRLF":            {strings.ReplaceAll(plain, "\n", "\r\n"), plainTold},
		"a title":         {"和平里社区住户登记表,,,\n制表：张三,,\n" + plain, strings.NewReplacer("2:", "4:", "4:", "6:").Replace(plainTold)},
		"quotes":          {"楼号,房号\n\"3\",\"50\"\"2\"\n", "2:3||50\"2||||\n"},
		"lines in a cell": {"楼号,房号\n\"3\n号楼\",502\n4,1\n", "2:3 号楼||502||||\n4:4||1||||\n"},
		"an address":      {"序号,住址\n1,3号楼2单元502\n", "2:|||3号楼2单元502|||\n"},
		"formulas":        {"楼号,房号,人数\n=1+1,@SUM(A1),-3\n", "2:=1+1||@SUM(A1)||-3||\n"},
		"numbers hidden":  {"楼号,房号,人数\n3,110101195001010011,13800138000\n", "2:3|||||| 2 personal-data 4 personal-data\n"},
		"long":            {"楼号,房号\n3," + strings.Repeat("长", 61) + "\n", "2:3|||||| 2 too-long\n"},
		"short lines":     {"楼号,单元,房号\n3\n3,2,502,更多\n", "2:3||||||\n3:3|2|502||||\n"},
		"no name known":   {"甲,乙\n1,2\n", "no-header"},
		"nothing":         {"", "no-header"},
		"a picture":       {"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01", "no-table"},
		"old":             {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-sheet"},
		"NUL":             {"楼号,房号\n3,5\x0002\n", "no-table"},
		"as long as may be": {"楼号,房号\n" + strings.Repeat("3,502\n", residents.RosterMost), strings.Join(func() (all []string) {
			for i := range residents.RosterMost {
				all = append(all, fmt.Sprintf("%d:3||502||||\n", i+2))
			}
			return all
		}(), "")},
		"too many lines": {"楼号,房号\n" + strings.Repeat("3,502\n", residents.RosterMost+1), "list-too-long"},
		"too big":        {strings.Repeat("长", MaxFile/3+1), "list-too-big"},
	} {
		table, err := Read([]byte(test.body), nil)
		got := told(table)
		if err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%s: %.300q, not %.300q", name, got, test.want)
		}
	}
}

func TestReadAsChosen(t *testing.T) {
	m := NoMapping()
	m[residents.ColumnRoom], m[residents.ColumnBuilding] = 0, 2
	table, err := Read([]byte("房,姓名,楼号\n502,王秀兰,3\n"), &m)
	if got := told(table); got != "2:3||502||||\n" || err != nil || strings.Join(table.Header, "|") != "房|姓名|楼号" {
		t.Error(got, table.Header, err)
	}
	m[residents.ColumnRoom] = 99
	if table, err := Read([]byte("房,姓名,楼号\n502,王秀兰,3\n"), &m); told(table) != "2:3||||||\n" || err != nil {
		t.Error("a column that is not there:", told(table), err)
	}
}

// sheet is a spreadsheet with the rows from A1 on.
func sheet(t testing.TB, change func(*excelize.File), rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(f)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadSheet(t *testing.T) {
	head := []any{"楼号", "单元", "房号", "户主", "身份证号", "成年人数", "建筑面积(平方米)"}
	for name, test := range map[string]struct {
		body []byte
		want string
	}{
		"numbers and text": {sheet(t, nil, []any{"住户登记表"}, head, []any{3, "2单元", 502, "王秀兰", "110101195001010011", 3, 89.55}, []any{"4号楼", nil, "0101", "赵建国", 1, 2, 0.1 + 0.2}),
			"3:3|2单元|502||3||89.55\n4:4号楼||0101||2||0.3\n"},
		"a number shown shorter": {sheet(t, func(f *excelize.File) {
			style, _ := f.NewStyle(&excelize.Style{NumFmt: 1})
			_ = f.SetCellStyle("Sheet1", "G2", "G2", style)
		}, head, []any{3, 2, 502, "", "", 3, 89.5}), "2:3|2|502||3||89.5\n"},
		"an identity number as a number": {sheet(t, nil, []any{"楼号", "房号"}, []any{3, 110101195001010011}), "2:3|||||| 2 personal-data\n"},
		"a formula": {sheet(t, func(f *excelize.File) { _ = f.SetCellFormula("Sheet1", "A2", `HYPERLINK("http://x","3")`) }, []any{"楼号", "房号"}, []any{nil, 502}),
			"2:||502||||\n"},
		"on the second sheet": {sheet(t, func(f *excelize.File) {
			_, _ = f.NewSheet("住户")
			_ = f.SetSheetRow("住户", "A1", &[]any{"楼号", "房号"})
			_ = f.SetSheetRow("住户", "A2", &[]any{7, 101})
		}, []any{"说明"}), "2:7||101||||\n"},
		"hidden": {sheet(t, func(f *excelize.File) {
			_, _ = f.NewSheet("空")
			f.SetActiveSheet(1)
			_ = f.SetSheetVisible("Sheet1", false)
		}, head, []any{3, 2, 502}), "no-header"},
		"far down": {sheet(t, func(f *excelize.File) { _ = f.SetCellValue("Sheet1", "A900000", 1) }, []any{"楼号", "房号"}), "list-too-long"},
		"cut off":  {sheet(t, nil, head)[:900], "list-broken"},
		"no sheet": {zipped(t, "a.txt", []byte("3,502")), "list-broken"},
	} {
		table, err := Read(test.body, nil)
		got := told(table)
		if err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%s: %q, not %q", name, got, test.want)
		}
	}
}

func zipped(t testing.TB, name string, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write(content)
	}
	if err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What is small and becomes huge is refused, also where it lies about its size.
func TestBombs(t *testing.T) {
	bomb := zipped(t, "xl/worksheets/sheet1.xml", make([]byte, maxUnpacked+1))
	if _, err := Read(bomb, nil); err != residents.ErrFileBig {
		t.Errorf("%d bytes: %v", len(bomb), err)
	}
	small := bytes.ReplaceAll(bomb, []byte{1, 0, 0, 3}, []byte{1, 0, 0, 0}) // the size in the lists of content: 1 byte
	if bytes.Equal(small, bomb) {
		t.Fatal("the size was not found")
	}
	if _, err := Read(small, nil); err != residents.ErrFileBroken {
		t.Errorf("a lie: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(plain))
	f.Add(gb(plain))
	f.Add([]byte("住址;人数\n3-2-502;3\n\"x"))
	f.Add([]byte("\xff\xfe\x00"))
	f.Add(sheet(f, nil, []any{"楼号", "房号"}, []any{3, 502}))
	f.Fuzz(func(t *testing.T, body []byte) {
		table, err := Read(body, nil)
		if err != nil {
			if len(table.Lines) > 0 {
				t.Fatal("refused with lines left")
			}
			return
		}
		for _, l := range table.Lines {
			for c, text := range l.Cells {
				if len(text) > 4*maxCell || residents.HoldsPersonalNumber(text) || table.Map[c] == None && text != "" {
					t.Fatalf("kept %q", text)
				}
			}
		}
		_ = residents.PlanRoster(nil, nil, residents.RosterList{Given: table.Map.Given(), Lines: table.Lines}).Sum()
	})
}
