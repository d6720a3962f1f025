package pages

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

var grantTypes = regexp.MustCompile(`(?s)type (?:entry|line) struct \{(.*?)\n\t*\}`)

// Every fact that grants put on the record has a name: the keys are read in their source.
func TestGrantNames(t *testing.T) {
	files, err := filepath.Glob("../../signups/grants/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err, files)
	}
	var keys []string
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		parts := grantTypes.FindAllStringSubmatch(string(source), -1)
		parts = append(parts, projectStruct.FindAllStringSubmatch(string(source), -1)...)
		parts = append(parts, projectType.FindAllStringSubmatch(string(source), -1)...)
		for _, part := range parts {
			for _, m := range projectKey.FindAllStringSubmatch(part[1], -1) {
				keys = append(keys, m[1])
			}
		}
	}
	for _, k := range keys {
		if grantNames[k] == "" {
			t.Errorf("%s has no name", k)
		}
	}
	for k := range grantNames {
		if !slices.Contains(keys, k) {
			t.Errorf("no grant puts %s on the record", k)
		}
	}
}

func TestGrantFacts(t *testing.T) {
	for _, c := range []struct{ kind, key, raw, want string }{
		{"grant-paid", "kind", `"first"`, "首款"}, {"grant-paid", "cents", "1500000", "15,000 元"}, {"grant-round-published", "first", "60", "60%"}, {"grant-agreed", "first", "100", "1 元"},
		{"grant-refused", "why", `"over-cap"`, "申请的钱超过上限"},
		{"grant-ranked", "ranks", `[{"number":"G2026-01-03","rank":1,"scores":5,"sum":440,"votes":12,"granted":2500000}]`, "第 1 名 G2026-01-03：5 份评分合计 440，12 票，资助 25,000 元"},
	} {
		if got := grantFact(c.kind, c.key, json.RawMessage(c.raw)); got != c.want {
			t.Errorf("%s %s: %q", c.kind, c.key, got)
		}
	}
}
