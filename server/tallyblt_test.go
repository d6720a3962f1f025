package main

import (
	"slices"
	"strings"
	"testing"
)

const boardBLT = `5 2
-5
6 1 2 5 0
3 1 3 0
3 2 0
4 3 0 # by letter
3 4 1 2 0
1 5 0
0
"王"
"李"
"赵"
"钱"
"孙"
"院委会"
`

func TestTallyRanked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		flags   []string
		winners string
		ranking string
	}{
		{[]string{"--method", "stv"}, "1 2", "1 2 3 4"},
		{[]string{"--method", "stv", "--seats", "4"}, "1 3 2 4", "1 3 2 4"},
		{[]string{"--method", "schulze"}, "1", "1 2 3 4"},
		{[]string{"--method", "plurality", "--seats", "1"}, "1", "1 3 2,4"},
		{[]string{"--method", "plurality", "--seats", "3"}, "1 3 2", "1 3 2,4"},
		{[]string{"--method", "approval"}, "1 2", "1,2 3 4"},
	} {
		r := tallyJSON(t, "board.blt", boardBLT, c.flags...)
		var layers []string
		for _, l := range r.Ranking {
			layers = append(layers, strings.Join(l, ","))
		}
		if strings.Join(r.Winners, " ") != c.winners || strings.Join(layers, " ") != c.ranking || r.Spent != "0" || len(r.Steps) == 0 {
			t.Errorf("%v: %v %v", c.flags, r.Winners, r.Ranking)
		}
	}
}

func TestTallyRankedText(t *testing.T) {
	t.Parallel()
	out, complaint, code := tally(t, "board.blt", boardBLT, "--method", "stv")
	if code != 0 || complaint != "" {
		t.Fatal(code, complaint)
	}
	for _, line := range []string{
		"院委会",
		"选票：20 张，其中空白 1 张",
		"  第 2 轮  从 1 王 转给 2 李 1.33332 票。",
		"  第 3 轮  2 李 以 7.33332 票当选（需要 7.00000 票）。",
	} {
		if !slices.Contains(strings.Split(out, "\n"), line) {
			t.Errorf("no line %q in\n%s", line, out)
		}
	}
}

func TestTallyRankedRefusals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, method, want string
	}{
		{strings.Replace(boardBLT, "3 4 1 2 0", "3 4 1 6 0", 1), "stv", `board.blt:7: "6" is not a candidate, 1 to 5`},
		{strings.Replace(boardBLT, "3 4 1 2 0", "3 4 1=2 0", 1), "stv", "board.blt:7: candidates 1, 2 share a rank; the single transferable vote wants one after the other"},
		{boardBLT, "mes", "--method mes does not count board.blt: its ballots are for schulze, stv, approval or plurality"},
	} {
		out, complaint, code := tally(t, "board.blt", c.text, "--method", c.method)
		if out != "" || code != 2 || complaint != c.want+"\n" {
			t.Errorf("exit %d, %q, %q; want %q", code, out, complaint, c.want)
		}
	}
	r := tallyJSON(t, "board.blt", strings.Replace(boardBLT, "3 4 1 2 0", "3 4 1=2 0", 1), "--method", "schulze")
	if !slices.Equal(r.Winners, []string{"1"}) {
		t.Errorf("%v", r.Winners)
	}
}
