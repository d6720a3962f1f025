package project

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"yishiting/residents"
)

func TestReadHotline(t *testing.T) {
	got, err := ReadHotline("停车难,12\r\n\n垃圾，３件\n 电梯\t5 \n物业费,收支;7")
	want := []HotlineCount{{"停车难", 12}, {"垃圾", 3}, {"电梯", 5}, {"物业费,收支", 7}}
	if err != nil || !slices.Equal(got, want) {
		t.Fatalf("%v, %v", got, err)
	}
	for text, one := range map[string]struct {
		reason residents.Reason
		line   int
	}{
		"":                             {residents.ErrEmpty, 0},
		"停车难,12\n垃圾":                   {ErrHotlineLine, 2},
		"停车难,0":                        {ErrHotlineLine, 1},
		"停车难,-3":                       {ErrHotlineLine, 1},
		"停车难,1.5":                      {ErrHotlineLine, 1},
		"停车难,100001":                   {ErrHotlineLine, 1},
		",3":                           {ErrHotlineLine, 1},
		"\n停车难,1\n停车难,2":               {ErrThemeTwice, 3},
		"张三 13912345678 停车,1":          {residents.ErrPersonal, 1},
		"停车,1\n占道,13912345678":         {residents.ErrPersonal, 2},
		strings.Repeat("长", 31) + ",1": {residents.ErrTooLong, 1},
		"a\x00,1":                      {residents.ErrText, 0},
	} {
		_, err := ReadHotline(text)
		var field *residents.FieldError
		if !errors.As(err, &field) || field.Reason != one.reason || field.Line != one.line {
			t.Errorf("%q: %v, line %+v; not %s", text, err, field, one.reason)
		}
	}
}

func FuzzReadHotline(f *testing.F) {
	f.Add("停车难,12\n垃圾，3件")
	f.Add("a\t1\r\nb;2")
	f.Fuzz(func(t *testing.T, text string) {
		counts, err := ReadHotline(text)
		if err != nil {
			if field := new(residents.FieldError); !errors.As(err, &field) || field.Field != "text" {
				t.Fatal(err)
			}
			return
		}
		seen := map[string]bool{}
		for _, c := range counts {
			if c.N < 1 || c.N > MaxHotlineCases || c.Theme == "" || seen[c.Theme] || residents.HoldsPersonalNumber(c.Theme) {
				t.Fatalf("%+v", c)
			}
			seen[c.Theme] = true
		}
	})
}
