package residents

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCleanText(t *testing.T) {
	for _, test := range []struct {
		in      string
		oneLine bool
		want    string
		reason  Reason
	}{
		{"", false, "", ""},
		{" \t\r\n\u3000", false, "", ""},
		{"楼下充电\r\n很危险\r再来", false, "楼下充电\n很危险\n再来", ""},
		{"楼下充电\r\n很危险", true, "楼下充电 很危险", ""},
		{"一\u2028二\u2029三", false, "一\n二\n三", ""},
		{"a\tb", false, "a b", ""},
		{"  缩进\n    留着  \n", false, "缩进\n    留着", ""},
		{"一\n\n\n\n \u3000 \n二\n\n三\n四", false, "一\n\n二\n\n三\n四", ""},
		{"一\n\n\n二", true, "一   二", ""},
		{"\u202d138\u202c", false, "138", ""},
		{"看\u2067不\u2069见\u200b\ufeff的\u00ad", false, "看不见的", ""},
		{"\U000e0041", false, "", ""},
		{"👩\u200d👧 می\u200cخواهم", false, "👩\u200d👧 می\u200cخواهم", ""},
		{"<b>&amp;</b>", false, "<b>&amp;</b>", ""},
		{strings.Repeat("字", 20), false, strings.Repeat("字", 20), ""},
		{strings.Repeat("字", 21), false, "", ErrTooLong},
		{"  " + strings.Repeat("字", 20) + "\r\n", true, strings.Repeat("字", 20), ""},
		{"NUL\x00", false, "", ErrText},
		{"\x00", false, "", ErrText},
		{"\x1b[31m", false, "", ErrText},
		{"\x7f", false, "", ErrText},
		{"\u0085", false, "", ErrText},
		{"\xff", false, "", ErrText},
		{"\xed\xa0\x80", false, "", ErrText}, // half of a surrogate pair
		{"半\xe5\x8d", false, "", ErrText},
	} {
		got, reason := CleanText(test.in, 20, test.oneLine)
		if got != test.want || reason != test.reason {
			t.Errorf("%q: %q, %q; want %q, %q", test.in, got, reason, test.want, test.reason)
		}
	}
}

func FuzzCleanText(f *testing.F) {
	f.Add("楼下充电\r\n\r\n\r\n很危险", 10, false)
	f.Add("\u202d138\u202c 0013\t8000", 99, true)
	f.Add("\n \u0085", 5, false)
	f.Fuzz(func(t *testing.T, s string, max int, oneLine bool) {
		got, reason := CleanText(s, max, oneLine)
		if reason != "" {
			if got != "" {
				t.Fatalf("%q is refused with %q left", s, got)
			}
			return
		}
		if again, reason := CleanText(got, max, oneLine); again != got || reason != "" {
			t.Fatalf("%q becomes %q, then %q, %q", s, got, again, reason)
		}
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > max || strings.TrimSpace(got) != got {
			t.Fatalf("%q becomes %q", s, got)
		}
		if strings.ContainsAny(got, "\x00\r\t\u202a\u202b\u202d\u202e\u2066\u2067\u2068\ufeff") ||
			strings.Contains(got, "\n\n\n") || strings.Contains(got, " \n") || oneLine && strings.Contains(got, "\n") {
			t.Fatalf("%q becomes %q", s, got)
		}
	})
}

// A field's text is refused beside the field; only the length has a limit to tell.
func TestTextFields(t *testing.T) {
	read := map[string]func(field, s string, max int, oneLine bool) (string, error){
		"Text": Text, "TextOrNone": TextOrNone, "PublicText": PublicText, "PublicTextOrNone": PublicTextOrNone,
	}
	for _, test := range []struct {
		in      string
		want    FieldError
		refused []string
	}{
		{" \n ", FieldError{Field: "words", Reason: ErrEmpty}, []string{"Text", "PublicText"}},
		{"请打 13800001234", FieldError{Field: "words", Reason: ErrPersonal}, []string{"PublicText", "PublicTextOrNone"}},
		{"一二三四五六七八九十一二三四五六七八九十一", FieldError{Field: "words", Reason: ErrTooLong, Limit: 20}, slices.Collect(maps.Keys(read))},
		{"\x00", FieldError{Field: "words", Reason: ErrText, Limit: 20}, slices.Collect(maps.Keys(read))},
		{"修路灯", FieldError{}, nil},
	} {
		for name, text := range read {
			_, err := text("words", test.in, 20, true)
			var got *FieldError
			if is := errors.As(err, &got); is != slices.Contains(test.refused, name) || is && *got != test.want {
				t.Errorf("%s of %q: %v", name, test.in, err)
			}
		}
	}
	if got, err := PublicText("words", " 修\n路灯 ", 20, true); got != "修 路灯" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}
