package project

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"yishiting/residents"
)

// lamps is a call with every kind of question: 2 is asked of who chose option 1 of 1.
func lamps() Call {
	return Call{Community: "hepingli", ID: "call-1", Number: "Z2026-001", State: CallPublished, CallContent: CallContent{
		Title: "路灯", Purpose: ForNeeds, Unit: ByHousehold, Places: []Place{{Community: "hepingli"}},
		Questions: []Question{
			{ID: "1", Kind: Single, Words: "要不要装路灯", Options: []string{"要", "不要", "无所谓"}, Must: true},
			{ID: "2", Kind: Multiple, Words: "装在哪里", Options: []string{"东门", "西门", "花园", "车棚"}, Most: 2, If: &Branch{"1", 1}, Must: true},
			{ID: "3", Kind: Scale, Words: "现在的照明"},
			{ID: "4", Kind: Text, Words: "还需要什么"},
			{ID: "5", Kind: Text, Words: "为什么不要", If: &Branch{"1", 2}},
		},
	}}
}

func TestCheckSaid(t *testing.T) {
	type choices = map[string][]int
	type words = map[string]string
	for name, one := range map[string]struct {
		said   Said
		field  string
		reason residents.Reason
		line   string
	}{
		"whole":                       {Said{choices{"1": {1}, "2": {4, 2}, "3": {5}}, words{"4": " 凉亭 "}}, "", "", "1:1 2:2,4 3:5"},
		"only what must be":           {Said{choices{"1": {3}}, nil}, "", "", "1:3"},
		"the same box twice":          {Said{choices{"1": {1, 1}, "2": {2, 2}}, nil}, "", "", "1:1 2:2"},
		"nothing":                     {Said{}, "q1", residents.ErrEmpty, ""},
		"a must of the branch":        {Said{choices{"1": {1}}, nil}, "q2", residents.ErrEmpty, ""},
		"not asked: another option":   {Said{choices{"1": {2}, "2": {1}}, nil}, "q2", ErrNotPut, ""},
		"not asked: text":             {Said{choices{"1": {3}}, words{"5": "贵"}}, "q5", ErrNotPut, ""},
		"not asked: no option at all": {Said{choices{"2": {1}}, nil}, "q2", ErrNotPut, ""},
		"asked text":                  {Said{choices{"1": {2}}, words{"5": "贵"}}, "", "", "1:2"},
		"blank text of what was not asked is none": {Said{choices{"1": {3}}, words{"5": " \n"}}, "", "", "1:3"},
		"two of a single":                          {Said{choices{"1": {2, 3}}, nil}, "q1", ErrOverMost, ""},
		"three of two":                             {Said{choices{"1": {1}, "2": {1, 2, 3}}, nil}, "q2", ErrOverMost, ""},
		"no such option":                           {Said{choices{"1": {4}}, nil}, "q1", residents.ErrChoice, ""},
		"option 0":                                 {Said{choices{"1": {0}}, nil}, "q1", residents.ErrChoice, ""},
		"scale 6":                                  {Said{choices{"1": {3}, "3": {6}}, nil}, "q3", residents.ErrChoice, ""},
		"option of a text":                         {Said{choices{"1": {3}, "4": {1}}, nil}, "q4", residents.ErrChoice, ""},
		"text of a scale":                          {Said{choices{"1": {3}}, words{"3": "很暗"}}, "q3", residents.ErrChoice, ""},
		"no such question":                         {Said{choices{"1": {3}, "9": {1}}, nil}, "q9", residents.ErrUnknown, ""},
		"no number for a question":                 {Said{choices{"1": {3}}, words{"x": "y"}}, "qx", residents.ErrUnknown, ""},
		"a telephone in a text":                    {Said{choices{"1": {3}}, words{"4": "打 13912345678"}}, "q4", residents.ErrPersonal, ""},
	} {
		t.Run(name, func(t *testing.T) {
			clean, err := CheckSaid(lamps(), one.said)
			var field *residents.FieldError
			if one.reason == "" {
				if err != nil || clean.Line() != one.line {
					t.Fatalf("%q, %v; not %q", clean.Line(), err, one.line)
				}
				if again, err := CheckSaid(lamps(), clean); err != nil || again.Line() != clean.Line() {
					t.Fatalf("what is kept is not taken again: %v", err)
				}
				return
			}
			if !errors.As(err, &field) || field.Field != one.field || field.Reason != one.reason {
				t.Fatalf("%v; not %s at %s", err, one.reason, one.field)
			}
		})
	}
}

// Of any answer whatever, what is taken holds nothing that was not asked, and nothing twice.
func TestSaidNeverAnswersWhatWasNotAsked(t *testing.T) {
	c := lamps()
	random := rand.New(rand.NewPCG(3, 5))
	taken := 0
	for range 20_000 {
		said := Said{Choices: map[string][]int{}, Words: map[string]string{}}
		for q := range 5 {
			for range min(1, random.IntN(4)) + random.IntN(5)/4 {
				said.Choices[strconv.Itoa(q+1)] = append(said.Choices[strconv.Itoa(q+1)], 1+random.IntN(4))
			}
			if random.IntN(8) == 0 || q > 2 {
				said.Words[strconv.Itoa(q+1)] = strings.Repeat("字", random.IntN(2))
				delete(said.Choices, strconv.Itoa(random.IntN(2)*q+1))
			}
		}
		clean, err := CheckSaid(c, said)
		if err != nil {
			continue
		}
		taken++
		chose := clean.Choices["1"][0]
		if (len(clean.Choices["2"]) > 0) != (chose == 1) || clean.Words["5"] != "" && chose != 2 {
			t.Fatalf("%v was taken as %v", said, clean)
		}
		read, err := ReadLine(clean.Line())
		if err != nil || !maps.EqualFunc(read, clean.Choices, slices.Equal) {
			t.Fatalf("%q is read as %v, %v", clean.Line(), read, err)
		}
	}
	if taken < 50 {
		t.Fatal("hardly any answer was taken:", taken)
	}
}

func TestReadLine(t *testing.T) {
	for line, ok := range map[string]bool{
		"": true, "1:2": true, "1:2 3:1,4": true, "30:20": true,
		" ": false, "1": false, "1:": false, ":1": false, "1:2 ": false, " 1:2": false, "1:2  3:1": false, "1:2,": false, "1:,2": false,
		"1:2 1:3": false, "3:1 1:2": false, "01:2": false, "1:02": false, "1:2;3:1": false, "1:22222": false, "一:二": false, "-1:2": false,
	} {
		if _, err := ReadLine(line); (err == nil) != ok {
			t.Errorf("%q: %v", line, err)
		}
	}
}

func FuzzReadLine(f *testing.F) {
	for _, seed := range []string{"", "1:2", "1:2 3:1,4", "1:2,", "9999:1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		read, err := ReadLine(line)
		if err == nil && (Said{Choices: read}).Line() != line {
			t.Fatalf("%q is read as %v", line, read)
		}
		_ = newCounting(lamps()).add(line, Door) // whatever stands there, it does not panic
	})
}

func FuzzCheckSaid(f *testing.F) {
	f.Add("1", 1, "4", "凉亭")
	f.Add("2", 9, "5", "\x00")
	f.Fuzz(func(t *testing.T, q string, option int, at, words string) {
		c := lamps()
		clean, err := CheckSaid(c, Said{Choices: map[string][]int{"1": {1}, "2": {2}, q: {option}}, Words: map[string]string{at: words}})
		if err != nil {
			if field := new(residents.FieldError); !errors.As(err, &field) {
				t.Fatal(err)
			}
			return
		}
		if _, err := CheckSaid(c, clean); err != nil {
			t.Fatal("what is kept is not taken again:", err)
		}
	})
}

func ExampleSaid_Line() {
	fmt.Println(Said{Choices: map[string][]int{"10": {1}, "3": {1, 4}, "1": {2}}}.Line())
	// Output: 1:2 3:1,4 10:1
}
