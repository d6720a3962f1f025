package pages

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"yishiting/record"
)

// logged is the page of one entry of a log of five, as the server gives it.
func logged(t *testing.T) *EntryView {
	t.Helper()
	signer, verifier, err := record.NewKey("portal")
	if err != nil {
		t.Fatal(err)
	}
	var hashes memory
	var leaf []byte
	for seq := range int64(5) {
		e, err := record.NewEntry("hepingli", seq, time.Unix(1780000000+seq, 0), record.Act{Kind: "screened", Subject: "topic/t1", Data: map[string]string{"number": "2026-001"}})
		if err != nil {
			t.Fatal(err)
		}
		_, more, err := record.Stored(seq, e.Leaf(), hashes)
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, more...)
		if seq == 2 {
			leaf = e.Leaf()
		}
	}
	root, err := record.Root(5, hashes)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := record.SignCheckpoint(record.Checkpoint{Community: "hepingli", Size: 5, Root: root}, signer)
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := record.NewReceipt(leaf, 2, signed, hashes)
	if err != nil {
		t.Fatal(err)
	}
	return &EntryView{Log: "hepingli", Zone: "Asia/Shanghai", Seq: 2, Receipt: receipt, Verifier: verifier, Held: true}
}

type memory []record.Hash

func (m memory) ReadHashes(at []int64) ([]record.Hash, error) {
	var out []record.Hash
	for _, i := range at {
		out = append(out, m[i])
	}
	return out, nil
}

func TestEntryCheck(t *testing.T) {
	_, other, err := record.NewKey("portal")
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*EntryView){
		"":                  func(*EntryView) {},
		"another leaf":      func(v *EntryView) { v.Receipt.Leaf = strings.Replace(v.Receipt.Leaf, "2026-001", "2026-002", 1) },
		"no leaf":           func(v *EntryView) { v.Receipt.Leaf = "" },
		"another place":     func(v *EntryView) { v.Seq = 3 },
		"another log":       func(v *EntryView) { v.Log = "anzhen" },
		"another key":       func(v *EntryView) { v.Verifier = other },
		"another proof":     func(v *EntryView) { v.Receipt.Proof[0][0] ^= 1 },
		"another signature": func(v *EntryView) { v.Receipt.Checkpoint = strings.Replace(v.Receipt.Checkpoint, "\n5\n", "\n6\n", 1) },
	} {
		view, err := json.Marshal(logged(t))
		if err != nil {
			t.Fatal(err)
		}
		page, err := Decode("entry", []byte(strings.Replace(string(view), `"Held":true`, `"Held":true,"Checked":1`, 1)))
		if err != nil {
			t.Fatal(err)
		}
		v := page.(*EntryView)
		if v.Checked != Unchecked {
			t.Fatal("the server says what this device has checked")
		}
		spoil(v)
		page.(Checker).Check()
		if held := v.Checked == CheckHeld; held != (name == "") {
			t.Errorf("%q: held %v", name, held)
		}
		var html strings.Builder
		if err := page.Body().Render(t.Context(), &html); err != nil {
			t.Fatal(err)
		}
		if says := strings.Contains(html.String(), "在这部手机上核对，相符"); says != (name == "") || strings.Contains(html.String(), "data-check") {
			t.Errorf("%q: the page says so: %v", name, says)
		}
	}
}

// Every fact that the domain puts on the record has a name: the keys are read in its source.
func TestRecordNames(t *testing.T) {
	files, err := filepath.Glob("../../consultation/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile("`json:\"([a-z_]+)").FindAllStringSubmatch(string(source), -1) {
			keys = append(keys, m[1])
		}
	}
	if len(keys) == 0 {
		t.Fatal("no keys found")
	}
	for _, k := range keys {
		if recordNames[k] == "" {
			t.Errorf("%s has no name", k)
		}
	}
	for k := range recordNames {
		if !slices.Contains(keys, k) {
			t.Errorf("nothing puts %s on the record", k)
		}
	}
}

func TestEntryFacts(t *testing.T) {
	zone := time.FixedZone("CST", 8*60*60)
	names := map[string]string{"hepingli": "和平里社区", "jiedao": "和平里街道"}
	for _, c := range []struct {
		kind, data string
		want       []Fact
	}{
		{"screened", `{"number":"2026-001","round":1,"decision":"refer","reason":"public-order","sentence":"涉及治安","to":"police"}`, []Fact{
			{"议题编号", "2026-001"}, {"第几次", "1"}, {"决定", "转办"}, {"理由", "涉及治安"}, {"说明", "涉及治安"}, {"转给", "派出所"}}},
		{"meeting-announced", `{"month":"2026-11","form":"talk","starts_at":"2026-11-20T19:00+08:00","seats":22,"agenda":[{"number":"2026-001","title":"充电棚"},{"number":"2026-002","title":"门禁"}]}`, []Fact{
			{"月份", "2026 年 11 月"}, {"形式", "恳谈会"}, {"开会时间", "2026 年 11 月 20 日（周五）19:00"}, {"席位", "22"}, {"议程", "2026-001 充电棚；2026-002 门禁"}}},
		{"outcome", `{"kind":"settled","dissent":["太近","太远"],"until":"2026-12-02T16:00:00Z"}`, []Fact{
			{"类别", "协商一致，交付落实"}, {"不同意见", "太近；太远"}, {"公示截止", "2026 年 12 月 2 日（周三）24:00"}}},
		{"handover", `{"from":"hepingli","to":"jiedao","reason":"money","state":"offered","answer":""}`, []Fact{
			{"来自", "和平里社区"}, {"转给", "和平里街道"}, {"理由", "经费超出社区能定的数额"}, {"状态", "等待接收"}}},
		{"rated", `{"count":3,"sum":14,"reopened":false}`, []Fact{{"评价人数", "3"}, {"满意度合计", "14"}, {"重新办理", "否"}}},
		{"a kind of tomorrow", `{"new":{"a":1},"reason":"money"}`, []Fact{{"new", `{"a":1}`}, {"理由", "money"}}},
		{"broken", `[1]`, nil},
		{"broken", `nothing`, nil},
	} {
		if got := entryFacts(record.Entry{Kind: c.kind, Data: json.RawMessage(c.data)}, names, zone); !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v", c.kind, got)
		}
	}
}
