package residents

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestReadAddressParts(t *testing.T) {
	for _, test := range []struct {
		read   func(string) (string, Reason)
		in     string
		want   string
		reason Reason
	}{
		{ReadBuilding, "3号楼", "3 号楼", ""},
		{ReadBuilding, " 3 号楼 ", "3 号楼", ""},
		{ReadBuilding, "３号楼", "3 号楼", ""},
		{ReadBuilding, "3#", "3 号楼", ""},
		{ReadBuilding, "3＃楼", "3 号楼", ""},
		{ReadBuilding, "3", "3 号楼", ""},
		{ReadBuilding, "3.0", "3 号楼", ""},
		{ReadBuilding, "03", "3 号楼", ""},
		{ReadBuilding, "3栋", "3 号楼", ""},
		{ReadBuilding, "第3幢", "3 号楼", ""},
		{ReadBuilding, "三号楼", "3 号楼", ""},
		{ReadBuilding, "二十一号楼", "21 号楼", ""},
		{ReadBuilding, "十号楼", "10 号楼", ""},
		{ReadBuilding, "13号", "13 号楼", ""},
		{ReadBuilding, "甲3号楼", "甲3 号楼", ""},
		{ReadBuilding, "8-1号楼", "8-1 号楼", ""},
		{ReadBuilding, "A座", "A 座", ""},
		{ReadBuilding, "ａ", "A 座", ""},
		{ReadBuilding, "B栋", "B 栋", ""},
		{ReadBuilding, "和平里东街12号院5号楼", "和平里东街12号院5 号楼", ""},
		{ReadBuilding, "平房", "平房", ""},
		{ReadBuilding, "东一楼", "东一楼", ""},
		{ReadBuilding, "Block A", "BLOCK A", ""},
		{ReadBuilding, "", "", ErrEmpty},
		{ReadBuilding, "  ", "", ErrEmpty},
		{ReadBuilding, strings.Repeat("长", 21), "", ErrTooLong},
		{ReadBuilding, strings.Repeat("长", 17) + "3#", "", ErrTooLong},
		{ReadBuilding, "张三13800138000", "", ErrPersonal},
		{ReadBuilding, "\x00", "", ErrText},
		{ReadUnit, "2单元", "2 单元", ""},
		{ReadUnit, "２", "2 单元", ""},
		{ReadUnit, "二单元", "2 单元", ""},
		{ReadUnit, "2门", "2 单元", ""},
		{ReadUnit, "02", "2 单元", ""},
		{ReadUnit, "", "", ""},
		{ReadUnit, "-", "", ""},
		{ReadUnit, "无", "", ""},
		{ReadUnit, "东侧", "东侧", ""},
		{ReadUnit, "13800138000", "", ErrPersonal},
		{ReadRoom, "502室", "502", ""},
		{ReadRoom, "５０２", "502", ""},
		{ReadRoom, "0502", "502", ""},
		{ReadRoom, "502.00", "502", ""},
		{ReadRoom, "b1-03号", "B1-03", ""},
		{ReadRoom, "=1+1", "=1+1", ""},
		{ReadRoom, "", "", ErrEmpty},
		{ReadRoom, "王秀兰", "", ErrRoom},
		{ReadRoom, "丁一凡", "", ErrRoom},
		{ReadRoom, "东一", "东一", ""},
		{ReadRoom, "110101195001010011", "", ErrPersonal},
	} {
		if got, reason := test.read(test.in); got != test.want || reason != test.reason {
			t.Errorf("%q: %q, %q; not %q, %q", test.in, got, reason, test.want, test.reason)
		}
	}
}

func TestSplitAddress(t *testing.T) {
	for in, want := range map[string]string{
		"3号楼2单元502":         "3号楼|2|502",
		"3 号楼 2 单元 502 室":   "3号楼|2|502室",
		"３＃２－５０２":           "3#|2|502",
		"3-2-502":           "3|2|502",
		"3/2/502":           "3|2|502",
		"3-502":             "3||502",
		"3号楼502":            "3号楼||502",
		"3栋2-502":           "3栋|2|502",
		"3楼502":             "3楼||502",
		"3号楼2单元5楼502":       "3号楼|2|502",
		"3号楼二门502":          "3号楼|二|502",
		"和平里12号院3号楼2单元502号": "和平里12号院3号楼|2|502号",
		"5-1单元101":          "5|1|101",
		"502":               "",
		"":                  "",
		"1-2-3-4":           "",
		"张三 13800138000":    "",
		"2单元502":            "",
		"3号楼":               "",
	} {
		building, unit, room, ok := SplitAddress(in)
		got := ""
		if ok {
			got = building + "|" + unit + "|" + room
		}
		if got != want {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
	}
}

func TestReadFigures(t *testing.T) {
	for in, want := range map[string]int{"": 0, "-": 0, "3": 3, "３人": 3, "3.0": 3, "0": 0, "99": 99, "100": -1, "-1": -1, "3.5": -1, "三": -1, "1e1": -1} {
		n, reason := ReadAdults(in)
		if reason != "" {
			n = -1
		}
		if n != want {
			t.Errorf("%q adults: %d, not %d", in, n, want)
		}
	}
	for in, want := range map[string]int{"": 0, "89.5": 8950, "89.50": 8950, "89.5000": 8950, "８９．５㎡": 8950, "89平方米": 8900, "89.05m2": 8905, "1,089.5": 108950, "0.01": 1, "100000": AreaMost,
		"100000.01": -1, "89.555": -1, "8.9e1": -1, "-89": -1, "89.5.5": -1, ".5": -1, "999999999": -1} {
		n, reason := ReadArea(in)
		if reason != "" {
			n = -1
		}
		if n != want {
			t.Errorf("%q area: %d, not %d", in, n, want)
		}
	}
	for area, want := range map[int]string{0: "", 8950: "89.5", 8900: "89", 8905: "89.05", 1: "0.01", 100: "1", 10: "0.1"} {
		if got := AreaText(area); got != want {
			t.Errorf("%d: %q, not %q", area, got, want)
		}
	}
	for in, want := range map[string]string{"自有": TenureOwner, " 业主 ": TenureOwner, "租住": TenureTenant, "": "", "-": "", "不详": "", "养老": "!"} {
		got, reason := ReadTenure(in)
		if reason != "" {
			got = "!"
		}
		if got != want {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
	}
}

// What is read once reads as itself, and is never long, hidden or a personal number.
func FuzzReadAddress(f *testing.F) {
	for _, s := range []string{"3号楼2单元502", "３＃２－５０２室", "甲3号楼", "第十一栋楼", "3-2-502", "A座", "b1-03号房", "0.0", "00", "8-1#", "东一楼", "13800138000", "\x00", "ſ3", "ⅷ号"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, read := range map[string]func(string) (string, Reason){"building": ReadBuilding, "unit": ReadUnit, "room": ReadRoom} {
			got, reason := read(s)
			if reason != "" {
				if got != "" {
					t.Fatalf("%s %q is refused with %q left", name, s, got)
				}
				continue
			}
			if again, reason := read(got); again != got || reason != "" {
				t.Fatalf("%s %q reads %q, then %q, %q", name, s, got, again, reason)
			}
			if utf8.RuneCountInString(got) > AddressMost || HoldsPersonalNumber(got) || !utf8.ValidString(got) {
				t.Fatalf("%s %q reads %q", name, s, got)
			}
		}
		if building, _, room, ok := SplitAddress(s); ok && (building == "" || room == "") {
			t.Fatalf("%q splits without %q, %q", s, building, room)
		}
		if area, reason := ReadArea(s); reason == "" {
			if again, reason := ReadArea(AreaText(area)); again != area || reason != "" {
				t.Fatalf("%q is %d, written %q", s, area, AreaText(area))
			}
		}
		_, _ = ReadAdults(s)
		_, _ = ReadTenure(s)
	})
}
