package pages

import (
	"reflect"
	"testing"
	"time"

	"yishiting/residents"
)

func TestRuns(t *testing.T) {
	for text, want := range map[string][]run{
		"没有地址":                         {{"没有地址", false}},
		"见 https://a.cn/b?c=d。":        {{"见 ", false}, {"https://a.cn/b?c=d", true}, {"。", false}},
		"(http://a.cn/x).":             {{"(", false}, {"http://a.cn/x", true}, {").", false}},
		"https://a.cn，http://b.cn":     {{"https://a.cn", true}, {"，", false}, {"http://b.cn", true}},
		"只有 https:// 而已":               {{"只有 https:// 而已", false}},
		"javascript:alert(1)":          {{"javascript:alert(1)", false}},
		`https://a.cn"onclick="x`:      {{"https://a.cn", true}, {`"onclick="x`, false}},
		"https://a.cn<script>":         {{"https://a.cn", true}, {"<script>", false}},
		"https://a.cn\nhttps://b.cn/。": {{"https://a.cn", true}, {"\n", false}, {"https://b.cn/", true}, {"。", false}},
	} {
		if got := runs(text); !reflect.DeepEqual(got, want) {
			t.Errorf("%q is cut into %v, want %v", text, got, want)
		}
	}
}

func TestShare(t *testing.T) {
	for _, c := range []struct {
		part, whole int
		want        string
	}{{33, 61, "54.0%"}, {0, 61, "0%"}, {-1, 61, "0%"}, {61, 61, "100.0%"}, {70, 61, "100.0%"}, {1, 0, "0%"}} {
		if got := share(c.part, c.whole); got != c.want {
			t.Errorf("%d of %d is %s, want %s", c.part, c.whole, got, c.want)
		}
	}
}

func TestClockWords(t *testing.T) {
	for day, want := range map[int]string{
		0: "今天发布，明天起算，共 15 天", 1: "第 1 天，共 15 天", 15: "第 15 天，共 15 天", 16: "已满 15 天",
	} {
		if got := clockWords(day, 15); got != want {
			t.Errorf("day %d: %s, want %s", day, got, want)
		}
	}
}

func TestCurrentTab(t *testing.T) {
	for path, want := range map[string]string{
		"/hepingli": "本月", "/hepingli?month=2026-10": "本月", "/hepingli/topics": "议题",
		"/hepingli/topics/t1?all=yes": "议题", "/hepingli/topicsome": "", "/hepingli/me": "我的", "/hepingli/raise": "",
	} {
		f := &Frame{Place: Place{Slug: "hepingli"}, Path: path}
		current := ""
		for _, tab := range f.tabs() {
			if tab.Current {
				current += tab.Name
			}
		}
		if current != want {
			t.Errorf("%s stands under %q, want %q", path, current, want)
		}
	}
	if tabs := (&Frame{Path: "/enter/x"}).tabs(); tabs != nil {
		t.Errorf("a page of no place has tabs: %v", tabs)
	}
}

func TestTicked(t *testing.T) {
	box := Field{Name: "agree", Value: "yes"}
	refused := func(values map[string]string) *Frame { return &Frame{Form: Form{Name: "raise", Values: values}} }
	for name, c := range map[string]struct {
		f    *Frame
		want bool
	}{
		"fresh":            {&Frame{}, true},
		"another form":     {&Frame{Form: Form{Name: "other"}}, true},
		"refused, ticked":  {refused(map[string]string{"agree": "yes"}), true},
		"refused, cleared": {refused(map[string]string{"title": "棚"}), false},
	} {
		if got := box.ticked(c.f, "raise"); got != c.want {
			t.Errorf("%s: ticked is %v", name, got)
		}
	}
}

// A form about a thing that a form about a thing made still has a valid id of its own.
func TestCommandIDsDoNotGrow(t *testing.T) {
	f := &Frame{Command: residents.NewID(time.Unix(0, 0))}
	id := f.CommandID("raise")
	if id != f.Command+"-raise" {
		t.Error("a short name does not stand in the id:", id)
	}
	seen := map[string]bool{}
	for i := range 5 {
		one, other := f.CommandID("hands-"+id+"-0-room"), f.CommandID("hands-"+id+"-0-paper")
		if !residents.ValidID(one) || len(one) > 61 || one == other || seen[one] || one != f.CommandID("hands-"+id+"-0-room") {
			t.Error(i, one, other)
		}
		seen[one] = true
		id = one
	}
}
