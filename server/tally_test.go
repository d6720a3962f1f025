package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"yishiting/polls"
)

const yardPB = `META
key;value
description;楼下的院子
num_projects;4
num_votes;6
budget;1000
vote_type;approval
PROJECTS
project_id;cost;name
1;600;长椅和凉亭
2;300.50;路灯
A-3;400;"花坛; 三处"
9;90;晾衣架
VOTES
voter_id;vote
v1;1,2
v2;
v3;2,1
v4;A-3
v5;A-3
v6;9
`

// tally runs the command as a shell would: file is written under that name first.
func tally(t *testing.T, name, text string, flags ...string) (out, complaint string, code int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	w := world{out: &stdout}
	parser, err := kong.New(&commands{}, kong.Bind(w), kong.BindTo(t.Context(), (*context.Context)(nil)))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := parser.Parse(append([]string{"tally", path}, flags...))
	if err != nil {
		t.Fatal(err)
	}
	if err := parsed.Run(); err != nil {
		code = complain(&stderr, err)
	}
	return stdout.String(), strings.ReplaceAll(stderr.String(), path, name), code
}

type tallied struct {
	Method  string       `json:"method"`
	Winners []string     `json:"winners"`
	Ranking [][]string   `json:"ranking"`
	Spent   string       `json:"spent"`
	Steps   []polls.Step `json:"steps"`
}

// tallyJSON counts and reads the answer strictly.
func tallyJSON(t *testing.T, name, text string, flags ...string) tallied {
	t.Helper()
	out, complaint, code := tally(t, name, text, append(flags, "--json")...)
	if code != 0 || complaint != "" {
		t.Fatalf("exit %d: %s", code, complaint)
	}
	var r tallied
	d := json.NewDecoder(strings.NewReader(out))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	return r
}

// By hand: 6 voters with 1000/6 each. None: A-3 (400 of two times 166.67) cannot be paid,
// nor can 1 (600); 2 (300.5 of 333.33) can, and 9 (90). With add1 A-3 comes in at 200 a
// voter, as it is tried before 1 for being cheaper; 1 would need 300 + 150.25 of each of
// its two, and then all four cost 1390.5: so 449.67 a voter is the last, 283 added.
func TestTallyBudget(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		flags   []string
		winners []string
		spent   string
	}{
		{[]string{"--method", "mes"}, []string{"2", "9"}, "390.5"},
		{[]string{"--method", "mes", "--completion", "none"}, []string{"2", "9"}, "390.5"},
		{[]string{"--method", "mes", "--completion", "add1"}, []string{"2", "A-3", "9"}, "790.5"},
		{[]string{"--method", "mes", "--completion", "add1eu"}, []string{"2", "A-3", "9"}, "790.5"},
		{[]string{"--method", "greedy"}, []string{"2", "A-3", "9"}, "790.5"},
		{[]string{"--method", "greedy", "--tie", "id"}, []string{"1", "2", "9"}, "990.5"},
		{[]string{"--method", "greedy", "--tie", "votes, id,cost"}, []string{"1", "2", "9"}, "990.5"},
		{[]string{"--method", "approval", "--seats", "2"}, []string{"2", "A-3"}, "0"},
	} {
		r := tallyJSON(t, "yard.pb", yardPB, c.flags...)
		if r.Method != c.flags[1] || !slices.Equal(r.Winners, c.winners) || r.Spent != c.spent || len(r.Steps) == 0 {
			t.Errorf("%v: %+v", c.flags, r)
		}
		if len(slices.Concat(r.Ranking...)) != 4 {
			t.Errorf("%v ranks %v", c.flags, r.Ranking)
		}
	}
}

// A file with another end of its name is known by how it begins.
func TestTallyByContent(t *testing.T) {
	t.Parallel()
	want := tallyJSON(t, "yard.pb", yardPB, "--method", "mes")
	for _, name := range []string{"yard.PB", "yard.txt", "yard"} {
		if got := tallyJSON(t, name, "\ufeff"+yardPB, "--method", "mes"); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestTallyText(t *testing.T) {
	t.Parallel()
	out, complaint, code := tally(t, "yard.pb", yardPB, "--method", "mes", "--completion", "add1")
	if code != 0 || complaint != "" {
		t.Fatal(code, complaint)
	}
	for _, line := range []string{
		"楼下的院子",
		"选票：6 张，其中空白 1 张",
		"预算：1000，选中的共需 790.5",
		"  1.  2 路灯",
		"  2     A-3 花坛; 三处  2     400    选中",
		"  4     1 长椅和凉亭    2     600",
		"  第 3 轮  9 晾衣架 入选：费用 90，1 人支持，每人最多分摊 90（相当于 1 票）；预算还剩 209.5。",
	} {
		if !slices.Contains(strings.Split(out, "\n"), line) {
			t.Errorf("no line %q in\n%s", line, out)
		}
	}
}

// What is wrong is said on one line, the exit code is 2, and nothing is printed.
func TestTallyRefusals(t *testing.T) {
	t.Parallel()
	broken := strings.Replace(yardPB, "v4;A-3", "v4;A-4", 1)
	for _, c := range []struct {
		name, text string
		flags      []string
		want       string
	}{
		{"yard.pb", broken, []string{"--method", "mes"}, `yard.pb:19: vote: there is no project "A-4"`},
		{"yard.pb", broken, []string{"--method", "approval", "--json"}, `yard.pb:19: vote: there is no project "A-4"`},
		{"yard.pb", "", []string{"--method", "mes"}, `yard.pb:1: the file ends before the section META`},
		{"yard.doc", "Hello", []string{"--method", "mes"}, `yard.doc:1: this is no file of ballots that is known here`},
		{"yard.pb", yardPB, []string{"--method", "schulze"}, `--method schulze does not count yard.pb: its ballots are for greedy, mes or approval`},
		{"yard.pb", yardPB, []string{"--method", "binary"}, `--method binary: there is no such method, only greedy, mes, schulze, stv, approval and plurality`},
		{"yard.pb", yardPB, []string{"--method", "greedy", "--completion", "add1"}, `--completion add1 belongs to --method mes only`},
		{"yard.pb", yardPB, []string{"--method", "mes", "--completion", "add2"}, `--completion add2: there is no such completion, only none, add1, add1e, add1u and add1eu`},
		{"yard.pb", yardPB, []string{"--method", "mes", "--seats", "2"}, `--seats 2 belongs to --method stv, approval or plurality only`},
		{"yard.pb", yardPB, []string{"--method", "approval", "--seats=-1"}, `--seats -1: 4 candidates stand`},
		{"yard.pb", yardPB, []string{"--method", "approval", "--seats", "5"}, `--seats 5: 4 candidates stand`},
		{"yard.pb", yardPB, []string{"--method", "mes", "--tie", "votes,votes"}, `--tie votes,votes: each of votes, cost and id may stand once, with commas between`},
		{"yard.pb", yardPB, []string{"--method", "mes", "--tie", "lot"}, `--tie lot: each of votes, cost and id may stand once, with commas between`},
	} {
		out, complaint, code := tally(t, c.name, c.text, c.flags...)
		if out != "" || code != 2 || complaint != c.want+"\n" {
			t.Errorf("%s %v: exit %d, %q, %q; want %q", c.name, c.flags, code, out, complaint, c.want)
		}
	}
}

// Errors that are not of whoever asked keep exit code 1 and the program's name.
func TestComplain(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if code := complain(&out, errors.New("the disk is full")); code != 1 || out.String() != "yishiting: the disk is full\n" {
		t.Error(code, out.String())
	}
}

// BenchmarkTally400000 reads and counts 400,000 approvals of 40 projects.
func BenchmarkTally400000(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 7))
	var text strings.Builder
	text.WriteString("META\nbudget;1000000\nvote_type;approval\nnum_votes;400000\nPROJECTS\nproject_id;cost\n")
	for p := range 40 {
		fmt.Fprintf(&text, "%d;%d\n", p+1, 10_000+r.IntN(90_000))
	}
	text.WriteString("VOTES\nvoter_id;age;sex;voting_method;vote\n")
	for v := range 400_000 {
		ids := make([]string, 1+r.IntN(3))
		for i, p := range r.Perm(40)[:len(ids)] {
			ids[i] = fmt.Sprint(p + 1)
		}
		fmt.Fprintf(&text, "%d;%d;F;internet;%s\n", v, 14+r.IntN(80), strings.Join(ids, ","))
	}
	path := filepath.Join(b.TempDir(), "town.pb")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	for _, method := range []string{"approval", "greedy"} {
		b.Run(method, func(b *testing.B) {
			for b.Loop() {
				var out bytes.Buffer
				if err := (tallyCommand{File: path, Method: method, JSON: true}).Run(world{out: &out}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
