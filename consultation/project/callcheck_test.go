package project

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"yishiting/residents"
)

func TestQuestionsAreNumberedAnew(t *testing.T) {
	got, err := checkQuestions([]Question{
		{ID: "4", Kind: Single, Words: "要不要", Options: []string{"要", " ", "不要"}},
		{ID: "7", Kind: Text, Words: "为什么", Options: []string{"x"}, Most: 3, If: &Branch{"4", 2}},
		{ID: "2", Kind: Multiple, Words: "哪里", Options: []string{"东", "西"}, Most: 1},
	})
	want := []Question{
		{ID: "1", Kind: Single, Words: "要不要", Options: []string{"要", "不要"}},
		{ID: "2", Kind: Text, Words: "为什么", If: &Branch{"1", 2}},
		{ID: "3", Kind: Multiple, Words: "哪里", Options: []string{"东", "西"}, Most: 1},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("%+v, %v", got, err)
	}
	if again, err := checkQuestions(got); err != nil || !reflect.DeepEqual(again, want) {
		t.Fatalf("checked again: %+v, %v", again, err)
	}
}

func TestQuestionsRefused(t *testing.T) {
	yes := Question{ID: "1", Kind: Single, Words: "要不要", Options: []string{"要", "不要"}}
	text := func(b Branch) Question { return Question{ID: "2", Kind: Text, Words: "为什么", If: &b} }
	many := slices.Repeat([]Question{{Kind: Text, Words: "什么"}}, MaxQuestions+1)
	for name, one := range map[string]struct {
		asked  []Question
		field  string
		reason residents.Reason
	}{
		"none":                    {nil, "questions", residents.ErrEmpty},
		"too many":                {many, "questions", residents.ErrTooMany},
		"no words":                {[]Question{{Kind: Text}}, "q1", residents.ErrEmpty},
		"words too long":          {[]Question{{Kind: Text, Words: strings.Repeat("长", MaxQuestion+1)}}, "q1", residents.ErrTooLong},
		"no kind":                 {[]Question{{Words: "什么"}}, "q1-kind", residents.ErrChoice},
		"one option":              {[]Question{{Kind: Single, Words: "x", Options: []string{"要"}}}, "q1-options", residents.ErrEmpty},
		"the same option twice":   {[]Question{{Kind: Single, Words: "x", Options: []string{"要", "要"}}}, "q1-options", ErrQuestionTwice},
		"most over the options":   {[]Question{{Kind: Multiple, Words: "x", Options: []string{"a", "b"}, Most: 3}}, "q1-most", residents.ErrNumber},
		"an id twice":             {[]Question{yes, yes}, "q2", ErrQuestionTwice},
		"branch of itself":        {[]Question{yes, text(Branch{"2", 1})}, "q2-if", ErrBranch},
		"branch of a later one":   {[]Question{text(Branch{"1", 1}), yes}, "q1-if", ErrBranch},
		"branch of option 3 of 2": {[]Question{yes, text(Branch{"1", 3})}, "q2-if", ErrBranch},
		"branch of a text":        {[]Question{{ID: "1", Kind: Text, Words: "x"}, text(Branch{"1", 1})}, "q2-if", ErrBranch},
		"branch of a branch": {[]Question{yes, {ID: "2", Kind: Single, Words: "x", Options: []string{"a", "b"}, If: &Branch{"1", 1}},
			{ID: "3", Kind: Text, Words: "y", If: &Branch{"2", 1}}}, "q3-if", ErrBranch},
	} {
		_, err := checkQuestions(one.asked)
		var field *residents.FieldError
		if !errors.As(err, &field) || field.Field != one.field || field.Reason != one.reason {
			t.Errorf("%s: %v; not %s at %s", name, err, one.reason, one.field)
		}
	}
}

func TestReadUnit(t *testing.T) {
	for unit, want := range map[string][3]any{
		"person/p1": {"p1", "", 0}, "home/h1": {"", "h1", 0}, "home/h1/2": {"", "h1", 2},
		"": {"", "", 0}, "gone/x": {"", "", 0}, "home/h1/0": {"", "", 0}, "home/h1/02": {"", "", 0}, "home/h1/-1": {"", "", 0}, "home/h1/x": {"", "", 0},
	} {
		if who, home, n := readUnit(unit); [3]any{who, home, n} != want {
			t.Errorf("%q: %q %q %d", unit, who, home, n)
		}
	}
}
