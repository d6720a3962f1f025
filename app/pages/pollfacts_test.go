package pages

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/polls"
	"yishiting/record"
)

// actStruct are the fields of what is put on the record, where it is written down beside the act.
var (
	actStruct = regexp.MustCompile(`(?s)act\([^{]*struct \{(.*?)\n\t*\}`)
	typedFact = regexp.MustCompile(`(?s)type (?:Published|Counted)Facts struct \{(.*?)\n\}`)
	jsonKey   = regexp.MustCompile("`json:\"([a-z_]+)")
)

// Every fact that polls put on the record has a name: the keys are read in their source.
func TestPollNames(t *testing.T) {
	var keys []string
	for _, name := range []string{"publish", "cast", "close", "after"} {
		source, err := os.ReadFile("../../polls/" + name + ".go")
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range append(actStruct.FindAllStringSubmatch(string(source), -1), typedFact.FindAllStringSubmatch(string(source), -1)...) {
			for _, m := range jsonKey.FindAllStringSubmatch(part[1], -1) {
				keys = append(keys, m[1])
			}
		}
	}
	for _, k := range keys {
		if pollNames[k] == "" {
			t.Errorf("%s has no name", k)
		}
	}
	for k := range pollNames {
		if !slices.Contains(keys, k) {
			t.Errorf("no poll puts %s on the record", k)
		}
	}
}

func pollEntry(t *testing.T, kind string, data any) record.Entry {
	t.Helper()
	b, err := json.Marshal(data)
	if err != nil {
		t.Fatal(err)
	}
	return record.Entry{Kind: kind, Subject: "poll/p1", Data: b}
}

func TestPollFacts(t *testing.T) {
	said := func(kind string, data any) string {
		var lines []string
		for _, f := range entryFacts(pollEntry(t, kind, data), nil, time.UTC) {
			lines = append(lines, f.Name+"："+f.Value)
		}
		return strings.Join(lines, "\n")
	}
	terms := asked("household-vote", polls.UnitHousehold, polls.Plurality, named("方案一", "方案二")...)
	got := said("poll-published", polls.PublishedFacts{Number: "P2026-001", Title: "定哪个", Terms: string(terms.JSON()), TermsHash: "ab", Roll: 84, RollHash: "cd", RollArea: 98_400_00, Studied: "2026-11-02"})
	holds(t, got, "投票编号：P2026-001", "怎么投：协商中的户投票；户代表，一户一票；得票最多；选项：1 方案一、2 方案二", "名册上的单位：84", "名册上的面积：98,400.00 m²", "党组织研究：2026 年 11 月 2 日（周一）")
	lacks(t, got, "{", "studied")

	convention := asked("reps-meeting", polls.UnitDelegate, polls.Binary)
	f, err := convention.Tally(polls.RollSum{Units: 61, Weights: polls.Weights{Heads: 61}}, []polls.Said{heads(polls.Yes, 33), heads(polls.No, 13)})
	if err != nil {
		t.Fatal(err)
	}
	counted := polls.CountedFacts{Number: "P2026-002", Ballots: 46, Winners: []string{polls.Yes}, Decides: true, Passed: true, Result: string(f.JSON()), ResultHash: f.Hash(), Until: "2026-12-01"}
	got = said("poll-counted", counted)
	holds(t, got, "排在最前的选项：赞成", "是否达到法定比例：是", "结果：投票 46，其中纸质 0；赞成 33；反对 13；弃权 0；空白票和废票 0；应到 61，三分之二以上为 41，实到 46：达到；参加 46，过半数为 24，同意 33：达到", "公布到：2026 年 12 月 1 日（周二）")
	lacks(t, got, "{")
	counted.Decides, counted.Passed, counted.Result, counted.Winners = false, false, "", []string{"2", polls.NoneID}
	got = said("poll-counted", counted)
	holds(t, got, "排在最前的选项：第 2 项、以上都不选")
	lacks(t, got, "是否达到法定比例", "结果：")

	rule, err := polls.RuleByID("owners-heavy", calendar.Day{Year: 2026, Month: 11, Day: 28})
	if err != nil {
		t.Fatal(err)
	}
	formal := polls.Formal{On: calendar.Day{Year: 2026, Month: 12, Day: 20}, Source: "北京业主 2026-88 号", Count: polls.Count{
		Roll: polls.Weights{Heads: 1206, Area: 98_400_00}, Participating: polls.Weights{Heads: 860, Area: 70_200_00}, For: polls.Weights{Heads: 640, Area: 52_900_00}}}
	formal.Outcome = rule.Decide(formal.Count)
	got = said("poll-formal", map[string]any{"number": "P2026-003", "title": "车位", "result": formal})
	holds(t, got, "同意人数未达到：未通过；", "2026 年 12 月 20 日（周日），见北京业主 2026-88 号")
	lacks(t, got, "{")
}

// Whoever has a receipt finds it in the entry of the ballots that came in with theirs.
func TestReceiptsOnTheRecord(t *testing.T) {
	hash := strings.Repeat("0f", 32)
	e := pollEntry(t, "ballots-cast", map[string]any{"number": "P2026-001", "commitments": []string{hash}})
	var b strings.Builder
	if err := entryBallots(e).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	holds(t, b.String(), polls.Receipt(hash), hash)
	if facts := entryFacts(e, nil, time.UTC); !slices.Contains(facts, Fact{"选票凭据", "1 条，列在下面"}) {
		t.Errorf("facts %+v", facts)
	}
}
