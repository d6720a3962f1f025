package search_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"yishiting/residents"
	"yishiting/server/search"
)

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"16号楼":            " 16 号楼",
		"16 号楼":           " 16 号楼",
		"６号楼Ａ座，WiFi密码":    " 6 号楼 a 座 wifi 密码",
		"2026-031 号":      " 2026 031 号",
		"充电，棚子。「门禁」":      "充电 棚子 门禁 ",
		"充电,棚子.“门禁”":      "充电 棚子 门禁 ",
		"㎡ 5G ①":          " m 2 5 g 1 ",
		"Cafe\u0301 café": " café café ",
		"":                "",
		"，。！":             " ",
		"\n\n充电":          " 充电",
		"100%_":           " 100 ",
	} {
		if got := search.Fold(text); got != want {
			t.Errorf("%q is compared as %q, not %q", text, got, want)
		}
	}
}

func TestAsk(t *testing.T) {
	for text, want := range map[string][]string{
		"充电":                    {"充电"},
		"  充电　棚 ":               {"充电", "棚"},
		"门禁，充电":                 {"门禁", "充电"},
		"６号楼":                   {" 6 号楼"},
		"2026-031":              {" 2026 031 "},
		"WiFi":                  {" wifi"},
		"灯":                     {"灯"},
		"7":                     {" 7 "},
		"":                      nil,
		"1 2 3 4 5 6 7 8":       {" 1 ", " 2 ", " 3 ", " 4 ", " 5 ", " 6 "},
		"<b>充电</b>":             {" b", "充电", " b"},
		"%' OR 1=1 --":          {" or", " 1 1 "},
		strings.Repeat("电", 40): {strings.Repeat("电", 40)},
	} {
		q, err := search.Ask(text)
		if !slices.Equal(q.Terms, want) || err != nil {
			t.Errorf("%q asks for %q (%v), not %q", text, q.Terms, err, want)
		}
	}
	for text, why := range map[string]error{
		strings.Repeat("电", 41): residents.ErrTooLong, strings.Repeat("电", 100_000): residents.ErrTooLong,
		"，。": residents.ErrEmpty, "\xff电": residents.ErrText, "电\x00": residents.ErrText,
	} {
		if q, err := search.Ask(text); !errors.Is(err, why) || len(q.Terms) != 0 {
			t.Errorf("%.20q is %v with %q, not %v", text, err, q.Terms, why)
		}
	}
}

// marked writes hits in brackets.
func marked(all []search.Piece) (s string) {
	for _, p := range all {
		if p.Hit {
			s += "[" + p.Text + "]"
		} else {
			s += p.Text
		}
	}
	return s
}

func TestMark(t *testing.T) {
	for _, c := range []struct{ text, question, want string }{
		{"三号楼建充电棚", "充电", "三号楼建[充电]棚"},
		{"16 号楼和 6 号楼，6号楼", "6号楼", "16 号楼和 [6 号楼]，[6号楼]"},
		{"６ 号楼的ＷｉＦｉ", "6号楼 wi", "[６ 号楼]的[Ｗｉ]Ｆｉ"},
		{"电电电", "电电", "[电电]电"},
		{"充电棚", "充电 电棚", "[充电棚]"},
		{"<b>充电</b>", "充电 b", "<[b]>[充电]</[b]>"},
		{"6 6 6", "6", "[6] [6] [6]"},
		{"没有", "充电", "没有"},
		{"", "充电", ""},
	} {
		q, _ := search.Ask(c.question)
		if got := marked(search.Mark(c.text, q.Terms)); got != c.want {
			t.Errorf("%s in %s: %s, not %s", c.question, c.text, got, c.want)
		}
	}
}

func TestAround(t *testing.T) {
	q, _ := search.Ask("充电")
	long := strings.Repeat("前", 50) + "充电" + strings.Repeat("后", 50)
	for _, c := range []struct {
		texts []string
		want  string
	}{
		{[]string{"没有", "在充电\n\n的地方"}, "在[充电] 的地方"},
		{[]string{long}, "…前前前[充电]后后后后后…"},
		{[]string{"充电" + strings.Repeat("后", 50)}, "[充电]后后后后后后后后…"},
		{[]string{strings.Repeat("前", 50) + "充电"}, "…前前前前前前前前[充电]"},
		{[]string{"没有"}, ""},
	} {
		if got := marked(search.Around(c.texts, q.Terms, 10)); got != c.want {
			t.Errorf("%q: %s, not %s", c.texts, got, c.want)
		}
	}
}

// Whatever holds the words is in the buckets in which it is looked up.
func FuzzLookup(f *testing.F) {
	f.Add("16 号楼建充电棚", "号楼")
	f.Add("WiFi 2026-031", "2026-031 wi")
	f.Add("é①㎡", "1 m")
	f.Fuzz(func(t *testing.T, text, question string) {
		q, err := search.Ask(question)
		folded := search.Fold(text)
		if got := marked(search.Mark(text, nil)); got != text {
			t.Errorf("%q is marked as %q", text, got)
		}
		var plain string
		for _, p := range search.Mark(text, q.Terms) {
			plain += p.Text
		}
		if plain != text {
			t.Errorf("%q in %q: %q", question, text, plain)
		}
		if err != nil || len(q.Terms) == 0 || !search.HasAll(folded, q.Terms) {
			return
		}
		words, title := search.Lookup(q.Terms)
		all := search.BucketsOf("topic", folded, folded)
		for _, b := range append(append(words, title...), search.KindBucket("topic")) {
			if _, in := slices.BinarySearch(all, b); !in {
				t.Errorf("%q holds %q, and bucket %d does not", text, question, b)
			}
		}
	})
}
