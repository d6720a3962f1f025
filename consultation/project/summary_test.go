package project

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// compositions calls fn with every way to put n into k places, each at most most.
func compositions(n, k, most int, fn func([]int)) {
	one := make([]int, k)
	var fill func(at, left int)
	fill = func(at, left int) {
		if at == k-1 {
			if left <= most {
				one[at] = left
				fn(one)
			}
			return
		}
		for i := 0; i <= min(left, most); i++ {
			one[at] = i
			fill(at+1, left-i)
		}
	}
	fill(0, n)
}

// tellable sees, for all tallies of one kind together, whether somebody who knows how a summary is made
// can tell from one that a number is exactly one, two, three or four. numbers are what must not be told.
type tellable map[string][]map[int]bool // by the summary's text: the values that each number may have

func (s tellable) add(told any, numbers []int) {
	b, _ := json.Marshal(told)
	if s[string(b)] == nil {
		s[string(b)] = make([]map[int]bool, len(numbers))
		for i := range numbers {
			s[string(b)][i] = map[int]bool{}
		}
	}
	for i, n := range numbers {
		s[string(b)][i][n] = true
	}
}

func (s tellable) check(t *testing.T) {
	t.Helper()
	if len(s) < 2 {
		t.Fatal("every summary is the same")
	}
	for told, numbers := range s {
		for i, values := range numbers {
			for n := range values {
				if len(values) == 1 && few(n) {
					t.Fatalf("%s gives away that number %d is %d", told, i, n)
				}
			}
		}
	}
}

// Of every tally of questions with one answer, whoever knows all totals and the program learns no number of one to four.
func TestMergedCellsTellNoSmallNumber(t *testing.T) {
	for _, k := range []int{2, 3, 4} { // options; those who passed over are one place more
		for n := 5; n <= 22-2*k; n++ {
			seen := tellable{}
			compositions(n, k+1, n, func(c []int) {
				q := Question{ID: "1", Kind: Single, Options: make([]string, k)}
				told := summariseQuestion(Call{}, q, QuestionTally{ID: "1", Asked: n, Answered: n - c[k], Counts: slices.Clone(c[:k])}, nil)
				var rest []int // how many did not say so
				for _, x := range c {
					rest = append(rest, n-x)
				}
				seen.add(told, append(slices.Clone(c), rest...))
				sum := 0
				for _, cell := range told.Cells {
					sum += cell.N
				}
				if sum != n {
					t.Fatalf("%v became %v", c, told.Cells)
				}
			})
			seen.check(t)
		}
	}
}

func TestTextTellsNoSmallNumber(t *testing.T) {
	for n := 5; n <= 40; n++ {
		seen := tellable{}
		for said := 0; said <= n; said++ {
			seen.add(summariseQuestion(Call{}, Question{ID: "1", Kind: Text}, QuestionTally{Asked: n, Answered: said}, nil), []int{said, n - said})
		}
		seen.check(t)
	}
}

// Of questions with several answers: neither how many chose an option, nor how many did not, of those asked or of those who answered.
func TestOptionsOfSeveralTellNoSmallNumber(t *testing.T) {
	for _, must := range []bool{false, true} {
		for n := 5; n <= 14; n++ {
			seen := tellable{}
			for answered := range n + 1 {
				if must && answered < n {
					continue
				}
				compositions2(answered, 3, func(c []int) {
					told := summariseQuestion(Call{}, Question{ID: "1", Kind: Multiple, Must: must}, QuestionTally{Asked: n, Answered: answered, Counts: slices.Clone(c)}, nil)
					numbers := []int{answered, n - answered}
					for _, x := range c {
						numbers = append(numbers, x, n-x, answered-x)
					}
					seen.add(told, numbers)
				})
			}
			seen.check(t)
		}
	}
}

// compositions2 calls fn with every tally of k options by so many who answered: each chose one at least.
func compositions2(answered, k int, fn func([]int)) {
	one := make([]int, k)
	var fill func(at, sum int)
	fill = func(at, sum int) {
		if at == k {
			if sum >= answered {
				fn(one)
			}
			return
		}
		for i := 0; i <= answered; i++ {
			one[at] = i
			fill(at+1, sum+i)
		}
	}
	fill(0, 0)
}

// Of a look-back the rates are told as well: what is solved, and who is satisfied.
func TestLookBackTellsNoSmallNumberBesideItsRates(t *testing.T) {
	lookBack := Call{CallContent: CallContent{Purpose: ForLookBack}}
	for n := 5; n <= 18; n++ {
		solved, satisfied := tellable{}, tellable{}
		compositions(n, 3, n, func(c []int) {
			told := summariseQuestion(lookBack, LookBackQuestions[0], QuestionTally{Asked: n, Answered: n, Counts: slices.Clone(c)}, nil)
			solved.add([]any{told, RateOf(c[0], n)}, []int{c[0], c[1], c[2], n - c[0], n - c[1], n - c[2]})
		})
		compositions(min(n, 13), 5, n, func(c []int) {
			n := min(n, 13)
			told := summariseQuestion(lookBack, LookBackQuestions[1], QuestionTally{Asked: n, Answered: n, Counts: slices.Clone(c)}, nil)
			satisfied.add([]any{told, RateOf(c[3]+c[4], n)}, append(slices.Clone(c), c[3]+c[4], n-c[3]-c[4]))
		})
		solved.check(t)
		satisfied.check(t)
	}
}

// Of no place, and of no row, one to four answered or did not, and none follows from the others and the total.
func TestMergedCoverageTellsNoSmallNumber(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	merged := 0
	for range 20_000 {
		var all []PlaceCoverage
		left := CoverageRow{} // of the total, less what is told
		for i := range 1 + random.IntN(6) {
			p := PlaceCoverage{PlaceUnits: PlaceUnits{Place{"c", strconv.Itoa(i)}, random.IntN(25)}}
			if p.Answered = random.IntN(p.Units + 1); random.IntN(3) == 0 {
				p.Answered = 0
			}
			all = append(all, p)
			left.Units, left.Answered = left.Units+p.Units, left.Answered+p.Answered
		}
		if few(left.Answered) || few(left.Units-left.Answered) {
			continue // the total itself: that is what was asked
		}
		for _, row := range MergedCoverage(all) {
			left.Units, left.Answered = left.Units-row.Units, left.Answered-row.Answered
			if few(row.Answered) || few(row.Units-row.Answered) {
				t.Fatalf("%v tells %v", all, row)
			}
			if len(row.Places) > 1 {
				merged++
			}
			if !slices.IsSortedFunc(row.Places, func(a, b Place) int { return strings.Compare(a.Building, b.Building) }) {
				t.Fatalf("the order of %v tells which were small", row.Places)
			}
		}
		if left.Units != 0 || left.Answered != 0 {
			t.Fatalf("%v: what is not told follows from the total: %v", all, left)
		}
	}
	if merged < 100 {
		t.Fatal("hardly anything was merged")
	}
}

func TestMergedCoverage(t *testing.T) {
	at := func(name string, units, answered int) PlaceCoverage {
		return PlaceCoverage{PlaceUnits{Place{"c", name}, units}, answered}
	}
	row := func(units, answered int, names ...string) (r CoverageRow) {
		for _, n := range names {
			r.Places = append(r.Places, Place{"c", n})
		}
		r.Units, r.Answered = units, answered
		return r
	}
	for _, one := range []struct {
		all  []PlaceCoverage
		want []CoverageRow
	}{
		{[]PlaceCoverage{at("7", 84, 31), at("8", 40, 0)}, []CoverageRow{row(84, 31, "7"), row(40, 0, "8")}},
		{[]PlaceCoverage{at("7", 84, 31), at("8", 40, 3), at("9", 50, 20)}, []CoverageRow{row(84, 31, "7"), row(90, 23, "8", "9")}},
		{[]PlaceCoverage{at("7", 84, 3), at("8", 40, 3), at("9", 50, 20)}, []CoverageRow{row(50, 20, "9"), row(124, 6, "7", "8")}},
		{[]PlaceCoverage{at("7", 84, 81), at("8", 40, 20)}, []CoverageRow{row(124, 101, "7", "8")}},
		{[]PlaceCoverage{at("7", 84, 3)}, nil},
		{nil, nil},
	} {
		if got := MergedCoverage(one.all); !reflect.DeepEqual(got, one.want) {
			t.Errorf("%v\n became %v", one.all, got)
		}
	}
}

// Of how many a branch was asked is how many chose its option: where that is not told, nothing of the branch is.
func TestBranchDoesNotGiveItsOptionAway(t *testing.T) {
	c := lamps()
	told := func(wants, not, whatever int) Summary {
		tally := Tally{Answers: wants + not + whatever, Questions: []QuestionTally{
			{ID: "1", Asked: wants + not + whatever, Answered: wants + not + whatever, Counts: []int{wants, not, whatever}},
			{ID: "2", Asked: wants, Answered: wants, Counts: []int{wants, 0, 0, 0}},
			{ID: "3", Asked: wants + not + whatever, Counts: make([]int, 5)},
			{ID: "4", Asked: wants + not + whatever},
			{ID: "5", Asked: not, Answered: 0},
		}}
		return Summarise(c, tally, nil, 0)
	}
	hidden := told(3, 20, 30)
	if !hidden.Questions[1].Withheld || hidden.Questions[1].Asked != 0 || hidden.Questions[1].Cells != nil {
		t.Errorf("three were asked, and that is told: %+v", hidden.Questions[1])
	}
	if !hidden.Questions[4].Withheld {
		t.Errorf("twenty stand together with three, and the branch tells them apart: %+v", hidden.Questions)
	}
	open := told(8, 20, 30)
	if open.Questions[1].Withheld || open.Questions[1].Asked != 8 || open.Questions[4].Asked != 20 {
		t.Errorf("nothing is small, and something is withheld: %+v", open.Questions)
	}
}

func TestSummaryOfFew(t *testing.T) {
	c := lamps()
	c.Units = []PlaceUnits{{Place{"hepingli", "1 号楼"}, 40}}
	for n, told := range map[int]int{0: 0, 1: 0, 4: 0, 5: 5} {
		count := newCounting(c)
		for range n {
			if err := count.add("1:3", Online); err != nil {
				t.Fatal(err)
			}
		}
		s := Summarise(c, count.tally(nil), []PlaceCoverage{{c.Units[0], n}}, 1)
		if s.Answers != told || s.Few != few(n) || s.Few && s.Questions != nil || s.Dropped != 1 || s.Units != 40 {
			t.Errorf("%d answers: %+v", n, s)
		}
	}
}

// Counting lines is counting answers.
func TestTallyCountsEachAnswerOnce(t *testing.T) {
	c := lamps()
	random := rand.New(rand.NewPCG(1, 2))
	want := Tally{Channels: map[Channel]int{}, Questions: make([]QuestionTally, 5)}
	for i, q := range c.Questions {
		want.Questions[i] = QuestionTally{ID: q.ID}
		if _, highest := q.bounds(); highest > 0 {
			want.Questions[i].Counts = make([]int, highest)
		}
	}
	var lines [][2]string
	words := map[string]int{}
	for range 500 {
		said := Said{Choices: map[string][]int{"1": {1 + random.IntN(3)}}, Words: map[string]string{}}
		if said.Choices["1"][0] == 1 {
			said.Choices["2"] = [][]int{{1}, {2, 4}, {3}}[random.IntN(3)]
		}
		if random.IntN(2) == 0 {
			said.Choices["3"] = []int{1 + random.IntN(5)}
		}
		if random.IntN(3) == 0 {
			words["4"]++
		}
		channel := channels[random.IntN(3)]
		want.Answers++
		want.Channels[channel]++
		for i, q := range c.Questions {
			if q.put(said) {
				want.Questions[i].Asked++
			}
			if len(said.Choices[q.ID]) > 0 {
				want.Questions[i].Answered++
			}
			for _, o := range said.Choices[q.ID] {
				want.Questions[i].Counts[o-1]++
			}
		}
		lines = append(lines, [2]string{said.Line(), string(channel)})
	}
	want.Questions[3].Answered = words["4"]
	got := newCounting(c)
	for _, line := range lines {
		if err := got.add(line[0], Channel(line[1])); err != nil {
			t.Fatal(err)
		}
	}
	if got := got.tally(words); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
	for _, wrong := range []string{"9:1", "1:4", "1:0", "4:1", "0:1", "x"} {
		if err := newCounting(c).add(wrong, Online); err == nil {
			t.Errorf("%q is counted", wrong)
		}
	}
	if err := newCounting(c).add("1:1", "by pigeon"); err == nil {
		t.Error("a channel that there is not is counted")
	}
}

func TestCovered(t *testing.T) {
	c := Call{CallContent: CallContent{Coverage: 30}}
	at := func(units, answered int) PlaceCoverage { return PlaceCoverage{PlaceUnits{Units: units}, answered} }
	for _, one := range []struct {
		coverage []PlaceCoverage
		want     bool
	}{
		{[]PlaceCoverage{at(84, 26), at(10, 3)}, true},  // 26 of 84 are 30.95 percent
		{[]PlaceCoverage{at(84, 25), at(10, 3)}, false}, // 29.76
		{[]PlaceCoverage{at(84, 84), at(10, 2)}, false},
		{[]PlaceCoverage{at(0, 0), at(10, 10)}, true},
		{nil, false},
	} {
		if Covered(c, one.coverage) != one.want {
			t.Errorf("%v is covered: %v", one.coverage, !one.want)
		}
	}
	if c.Coverage = 0; Covered(c, []PlaceCoverage{at(84, 0)}) {
		t.Error("nobody answered, and that is heard")
	}
}

func ExampleSummary_JSON() {
	c := lamps()
	c.Questions = c.Questions[:1]
	s := Summarise(c, Tally{Answers: 30, Channels: map[Channel]int{Online: 20, Door: 10}, Questions: []QuestionTally{{ID: "1", Asked: 30, Answered: 30, Counts: []int{20, 8, 2}}}}, nil, 3)
	fmt.Println(string(s.JSON()))
	// Output: {"number":"Z2026-001","title":"路灯","unit":"household","units":0,"answers":30,"dropped":3,"covered":false,"channels":[{"of":["online"],"n":20},{"of":["door"],"n":10},{"of":["paper"],"n":0}],"questions":[{"id":"1","kind":"single","asked":30,"cells":[{"of":["1"],"n":20},{"of":["2","3","none"],"n":10}]}]}
}
