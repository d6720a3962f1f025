package polls

import (
	"encoding/csv"
	"errors"
	"fmt"
	"math/big"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// village is a small budget in the plainest form.
const village = `META
key;value
description;A village
num_projects;3
num_votes;4
budget;1000
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;name
1;600;Bench
2;300.50;Lamp
A-3;400;"Tree; with ""roots"""
VOTES
voter_id;age;vote
v1;30;1,2
v2;31;
v3;32;2,1
v4;33;A-3
`

func parseText(t *testing.T, text string) Election {
	t.Helper()
	e, err := ParsePB(strings.NewReader(text), "village.pb")
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestParsePB(t *testing.T) {
	e := parseText(t, village)
	want := []Candidate{
		{ID: "1", Name: "Bench", Cost: big.NewRat(600, 1)},
		{ID: "2", Name: "Lamp", Cost: big.NewRat(601, 2)},
		{ID: "A-3", Name: `Tree; with "roots"`, Cost: big.NewRat(400, 1)},
	}
	if !reflect.DeepEqual(e.Candidates, want) {
		t.Errorf("candidates %+v", e.Candidates)
	}
	if e.Title != "A village" || e.Budget.Cmp(big.NewRat(1000, 1)) != 0 || e.None != -1 {
		t.Errorf("terms %+v", e)
	}
	if got := ballotsOf(e); !reflect.DeepEqual(got, map[string]int64{"1,2": 1, "2,1": 1, "": 1, "A-3": 1}) {
		t.Errorf("ballots %v", got)
	}
}

// ballotsOf are the ballots by their text.
func ballotsOf(e Election) map[string]int64 {
	ballots := map[string]int64{}
	for _, g := range e.Groups {
		var ids []string
		for _, p := range g.approvals() {
			ids = append(ids, e.Candidates[p].ID)
		}
		ballots[strings.Join(ids, ",")] += g.N
	}
	return ballots
}

// readAlike is what must be the same however a file is written.
func readAlike(e Election) string {
	return fmt.Sprint(e.Title, e.Candidates, e.Budget, ballotsOf(e))
}

// Forms that real files have are read as the plain one.
func TestParsePBForms(t *testing.T) {
	plain := readAlike(parseText(t, village))
	for name, text := range map[string]string{
		"CRLF":               strings.ReplaceAll(village, "\n", "\r\n"),
		"byte order mark":    "\ufeff" + village,
		"no header of META":  strings.Replace(village, "key;value\n", "", 1),
		"no end of line":     strings.TrimSuffix(village, "\n"),
		"blank lines":        strings.NewReplacer("PROJECTS", "\n \t\nPROJECTS", "VOTES", "\nVOTES").Replace(village) + "\n\n",
		"blanks":             strings.NewReplacer(`Tree; with`, `Tree; with`, ";", " ; ", ",", " , ").Replace(village),
		"titles with fields": strings.NewReplacer("META", "META;;", "PROJECTS", "PROJECTS;;", "VOTES", "VOTES;;").Replace(village),
		"small letters":      strings.NewReplacer("META", "meta", "PROJECTS", "projects", "VOTES", "Votes", "num_votes", "Num_Votes", "cost", "COST").Replace(village),
		"colon in META":      strings.Replace(village, "rule;greedy", "rule: greedy", 1),
		"a limit that holds": strings.Replace(village, "rule;greedy", "max_length;2\nmax_sum_cost;900.5\nmin_length;1", 1),
		"no counts":          strings.NewReplacer("num_projects;3\n", "", "num_votes;4\n", "").Replace(village),
		"quoted":             strings.NewReplacer("v1;30;1,2", `"v1";"thirty; or "" so";"1,2"`, "budget;1000", `budget; "1000.0" `).Replace(village),
		"quotes within":      strings.Replace(village, "v1;30;", `v1;about "30";`, 1),
		"line end in quotes": strings.Replace(village, "description;A village", "description;A village\ncomment;\"#1: a\nVOTES\n#2: \"\"b\"\"\"", 1),
		"columns moved": strings.NewReplacer("voter_id;age;vote", "vote;voter_id;age", "v1;30;1,2", "1,2;v1;30", "v2;31;", ";v2;31",
			"v3;32;2,1", "2,1;v3", "v4;33;A-3", "A-3;v4;33").Replace(village),
	} {
		t.Run(name, func(t *testing.T) {
			if got := readAlike(parseText(t, text)); got != plain {
				t.Errorf("read %s\nwant %s", got, plain)
			}
		})
	}
	one := strings.NewReplacer("approval", "choose-1", "1,2", "1", "2,1", "2").Replace(village)
	if got := ballotsOf(parseText(t, one)); !reflect.DeepEqual(got, map[string]int64{"1": 1, "2": 1, "": 1, "A-3": 1}) {
		t.Errorf("choose-1: %v", got)
	}
}

const villageProjects = "1;600;Bench\n2;300.50;Lamp\nA-3;400;\"Tree; with \"\"roots\"\"\"\n"

// A mistake is named by its line and field, and nothing is counted.
func TestParsePBMistakes(t *testing.T) {
	for name, c := range map[string]struct{ from, to, want string }{
		"unknown project":      {"v4;33;A-3", "v4;33;A-4", `village.pb:19: vote: there is no project "A-4"`},
		"a comma too many":     {"v1;30;1,2", "v1;30;1,2,", `village.pb:16: vote: there is no project ""`},
		"named twice":          {"v1;30;1,2", "v1;30;1,2,1", `village.pb:16: vote: names the project 1 twice`},
		"voter twice":          {"v4;33", "v1;33", `village.pb:19: voter_id: the voter v1 stands twice, first in line 16`},
		"no voter":             {"v4;33", ";33", `village.pb:19: voter_id: is empty`},
		"row ends":             {"v2;31;", "v2;31", `village.pb:17: vote: the row ends before this column`},
		"row goes on":          {"v2;31;", "v2;31;;2", `village.pb:17: there are 4 fields for 3 columns`},
		"after a long row":     {"v1;30;1,2\nv2;31;", "v1;\"3\n\n0\";1,2\nv2;31;9", `village.pb:19: vote: there is no project "9"`},
		"project twice":        {"2;300.50", "1;300.50", `village.pb:12: project_id: the project 1 stands twice`},
		"no project id":        {"2;300.50", ";300.50", `village.pb:12: project_id: is empty`},
		"cost 0":               {"300.50", "0.00", `village.pb:12: cost: is not above 0`},
		"cost below 0":         {"300.50", "-5", `village.pb:12: cost: is not above 0`},
		"no cost":              {"300.50", "", `village.pb:12: cost: "" is not a decimal number`},
		"cost with a comma":    {"300.50", "300,50", `village.pb:12: cost: "300,50" is not a decimal number`},
		"cost as a fraction":   {"300.50", "601/2", `village.pb:12: cost: "601/2" is not a decimal number`},
		"cost in powers":       {"300.50", "3e2", `village.pb:12: cost: "3e2" is not a decimal number`},
		"text as cost":         {"300.50", "much", `village.pb:12: cost: "much" is not a decimal number`},
		"unquoted semicolon":   {"300.50;Lamp", "300.50;Lamp; lit", `village.pb:12: there are 4 fields for 3 columns`},
		"count of projects":    {"num_projects;3", "num_projects;4", `village.pb:4: num_projects: says 4, and the file has 3`},
		"count of votes":       {"num_votes;4", "num_votes;5", `village.pb:5: num_votes: says 5, and the file has 4`},
		"count is no number":   {"num_votes;4", "num_votes;four", `village.pb:5: num_votes: "four" is not a number`},
		"no budget":            {"budget;1000\n", "", `village.pb:8: budget: is missing`},
		"empty budget":         {"budget;1000", "budget;", `village.pb:6: budget: is missing`},
		"budget 0":             {"budget;1000", "budget;0", `village.pb:6: budget: is not above 0`},
		"budget below 0":       {"budget;1000", "budget;-1", `village.pb:6: budget: is not above 0`},
		"budget is no number":  {"budget;1000", "budget;1 000", `village.pb:6: budget: "1 000" is not a decimal number`},
		"budget twice":         {"rule;greedy", "budget;900", `village.pb:8: budget: stands twice`},
		"budget in two fields": {"budget;1000", "budget;1000;5", `village.pb:6: there are 3 fields for 2 columns`},
		"ordinal":              {"approval", "ordinal", `village.pb:7: vote_type: ballots of the type "ordinal" are not counted, only approval`},
		"cumulative":           {"approval", "cumulative", `village.pb:7: vote_type: ballots of the type "cumulative" are not counted, only approval`},
		"scoring":              {"approval", "scoring", `village.pb:7: vote_type: ballots of the type "scoring" are not counted, only approval`},
		"no type":              {"vote_type;approval\n", "", `village.pb:8: vote_type: is missing`},
		"too long":             {"rule;greedy", "max_length;1", `village.pb:16: vote: names 2 projects, where 1 are the most`},
		"too long for one":     {"approval", "choose-1", `village.pb:16: vote: names 2 projects, where 1 are the most`},
		"too dear":             {"rule;greedy", "max_sum_cost;900", `village.pb:16: vote: asks for 900.5, where 900 is the most`},
		"limit is no number":   {"rule;greedy", "max_length;all", `village.pb:8: max_length: "all" is not a decimal number`},
		"no column of ids":     {"voter_id;age;vote", "voter;age;vote", `village.pb:15: voter_id: the column is missing`},
		"no column of votes":   {"voter_id;age;vote", "voter_id;age;votes", `village.pb:15: vote: the column is missing`},
		"no column of costs":   {"project_id;cost;name", "project_id;name", `village.pb:10: cost: the column is missing`},
		"column twice":         {"voter_id;age;vote", "voter_id;vote;vote", `village.pb:15: vote: the column stands twice`},
		"no META":              {"META\n", "", `village.pb:1: the section META is expected here`},
		"no PROJECTS":          {"PROJECTS\nproject_id;cost;name\n" + villageProjects, "", `village.pb:9: the section PROJECTS is expected here`},
		"section twice":        {"v4;33;A-3", "v4;33;A-3\nPROJECTS", `village.pb:20: the section PROJECTS has no place after VOTES`},
		"no row of columns":    {"project_id;cost;name\n" + villageProjects, "", `village.pb:9: the section PROJECTS has no row of columns`},
		"no projects":          {villageProjects, "", `village.pb:11: there is no project before this`},
		"never closed":         {"v4;33;A-3", `v4;"33;A-3`, `village.pb:19: a quote is opened and never closed`},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(village, c.from) {
				t.Fatalf("%q is not there to be changed", c.from)
			}
			refused(t, strings.Replace(village, c.from, c.to, 1), c.want)
		})
	}
	refused(t, "", "village.pb:1: the file ends before the section META")
	refused(t, "\n\n", "village.pb:2: the file ends before the section META")
	refused(t, "META\n", "village.pb:1: vote_type: is missing")
	refused(t, village[:strings.Index(village, "VOTES")], "village.pb:13: the file ends before the section VOTES")
}

func refused(t *testing.T, text, want string) {
	t.Helper()
	e, err := ParsePB(strings.NewReader(text), "village.pb")
	var at *FileError
	if !errors.As(err, &at) || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	if !reflect.DeepEqual(e, Election{}) {
		t.Errorf("and still read %+v", e)
	}
}

// writePB writes an election as a Pabulib file.
func writePB(e Election) string {
	var out strings.Builder
	w := csv.NewWriter(&out)
	w.Comma = ';'
	rows := [][]string{{"META"}, {"budget", decimals(e.Budget)}, {"vote_type", "approval"}, {"description", e.Title},
		{"PROJECTS"}, {"project_id", "cost", "name"}}
	for _, c := range e.Candidates {
		rows = append(rows, []string{c.ID, decimals(c.Cost), c.Name})
	}
	rows = append(rows, []string{"VOTES"}, []string{"voter_id", "vote"})
	voter := 0
	for _, g := range e.Groups {
		for range g.N {
			voter++
			rows = append(rows, []string{strconv.Itoa(voter), strings.Join(e.ids(g.approvals()...), ",")})
		}
	}
	if err := w.WriteAll(rows); err != nil {
		panic(err)
	}
	return out.String()
}

func decimals(r *big.Rat) string {
	n, _ := r.FloatPrec()
	return r.FloatString(n)
}

// Whatever is read can be counted, and means the same once it is written and read again.
func FuzzParsePB(f *testing.F) {
	f.Add(village)
	f.Add(strings.ReplaceAll(village, "\n", "\r\n"))
	f.Add("META\nbudget: 5\nvote_type;approval\nPROJECTS\ncost;project_id\n1;\"a \"\"\nb\"\nVOTES\nvote;voter_id\n;1\n")
	f.Fuzz(func(t *testing.T, text string) {
		e, err := ParsePB(strings.NewReader(text), "f.pb")
		if err != nil {
			var at *FileError
			if !errors.As(err, &at) || at.Line < 1 || at.Line > 1+strings.Count(text, "\n") {
				t.Fatal(err)
			}
			return
		}
		if _, err := Tally(e, Greedy); err != nil {
			t.Fatal(err)
		}
		again, err := ParsePB(strings.NewReader(writePB(e)), "again.pb")
		if err != nil {
			t.Fatalf("%v\n%q", err, writePB(e))
		}
		if readAlike(again) != readAlike(e) {
			t.Fatalf("read %s\nthen %s", readAlike(e), readAlike(again))
		}
	})
}
