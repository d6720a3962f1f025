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

	"yishiting/consultation/project"
	"yishiting/record"
)

// projectStruct are the fields of what projects and calls put on the record: beside the act, or
// in a type of its own.
var (
	projectStruct = regexp.MustCompile(`(?s)(?:record|callAct)\([^{]*struct \{(.*?)\n\t*\}`)
	projectKey    = regexp.MustCompile("`json:\"([a-z_0-9]+)")
	projectType   = regexp.MustCompile(`(?s)type (?:\w+Facts|planData|named) struct \{(.*?)\n\}`)
)

// Every fact that projects put on the record has a name: the keys are read in their source.
func TestProjectNames(t *testing.T) {
	files, err := filepath.Glob("../../consultation/project/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err, files)
	}
	var keys []string
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, part := range append(projectStruct.FindAllStringSubmatch(string(source), -1), projectType.FindAllStringSubmatch(string(source), -1)...) {
			for _, m := range projectKey.FindAllStringSubmatch(part[1], -1) {
				keys = append(keys, m[1])
			}
		}
	}
	keys = slices.DeleteFunc(keys, func(k string) bool { return k == "answered" }) // within the facts of a call that was heard
	for _, k := range keys {
		if projectNames[k] == "" {
			t.Errorf("%s has no name", k)
		}
	}
	for k := range projectNames {
		if !slices.Contains(keys, k) {
			t.Errorf("no project puts %s on the record", k)
		}
	}
}

func TestProjectFacts(t *testing.T) {
	option := project.Option{Words: "自动门", Cost: 35_280_00, Shares: []project.Share{{Payer: project.PayStreet, Cents: 17_640_00}, {Payer: project.PayHomes, Cents: 17_640_00}}}
	data, err := json.Marshal(map[string]any{
		"number": "L2026-001", "title": "门禁", "option": option, "by": "poll", "agreement": "partial", "until": "2026-11-20T16:00:00Z",
		"calls": []map[string]any{{"number": "Z2026-001", "answered": 79, "units": 84}, {"number": "Z2026-002", "few": true, "units": 30}, {"number": "Z2026-003", "units": 1200}}, "cleared": []string{"street-money"},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range entryFacts(record.Entry{Kind: "project-approved", Data: data}, nil, time.FixedZone("CST", 8*3600)) {
		got[f.Name] = f.Value
	}
	for name, want := range map[string]string{
		"编号": "L2026-001", "选定的方案": "自动门，35,280 元（" + PayerWord(project.PayStreet) + " 17,640 元；" + PayerWord(project.PayHomes) + " 17,640 元）",
		"由谁决定": DecidedWord(project.ByPoll), "同意情况": "部分同意", "听取意见": "Z2026-001 应答 84，已答 79；Z2026-002 应答 30，已答不到 5；Z2026-003 应答 1,200，当时没有截止", "已批准的请示": ClearanceWord(project.StreetMoney),
	} {
		if got[name] != want || want == "" {
			t.Errorf("%s is %q, not %q", name, got[name], want)
		}
	}
	if !strings.Contains(got["公示截止"], "11 月 20 日") {
		t.Errorf("the end of the notice is %q", got["公示截止"])
	}
}

// A project that was made names its calls, and how many needs it answers; calls may stand as
// numbers, as words, or with what was heard.
func TestProjectComesFrom(t *testing.T) {
	data := []byte(`{"topic":"hepingli/2026-001","calls":["Z2026-001",3,{"number":"Z2026-002","units":30,"answered":9}],"needs":["a","b"]}`)
	got := map[string]string{}
	for _, f := range entryFacts(record.Entry{Kind: "project-made", Data: data}, nil, time.UTC) {
		got[f.Name] = f.Value
	}
	for name, want := range map[string]string{"来自议题": "hepingli/2026-001", "听取意见": "Z2026-001；3；Z2026-002 应答 30，已答 9", "回应的需求": "2 项"} {
		if got[name] != want {
			t.Errorf("%s is %q, not %q", name, got[name], want)
		}
	}
}
