package residents

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestMask(t *testing.T) {
	for name, want := range map[string]string{
		"": "", " ": "", "张三": "张*", "张三丰": "张**", "欧阳明月": "欧阳**", "欧阳修": "欧阳*", "欧阳": "欧*",
		"司马光": "司马*", "夏侯渊": "夏**", "王": "*", "李小明华": "李**", " 张 三 ": "张*", "张三（小张）": "张**",
		"阿不都热依木·买买提": "阿**", "𠮷田": "𠮷*", "Anna Schmidt": "A*", "anna": "A*", "Émile": "É*", "e\u0301mile": "E*", "김철수": "김*",
		"Иван": "И*", "A": "*", "张": "*", "12": "*", "🙂": "*", "3号": "*", "\xff\xfe": "*", "张\xff": "*", "Sam 张三": "S*",
	} {
		if got := Mask(name); got != want {
			t.Errorf("%q is shown as %q, want %q", name, got, want)
		}
	}
	for _, c := range compound {
		if utf8.RuneCountInString(c) != 2 {
			t.Errorf("%s is not of two characters", c)
		}
		if got := Mask(c + "明月"); got != c+"**" {
			t.Errorf("%s明月 is shown as %s", c, got)
		}
	}
}

func FuzzMask(f *testing.F) {
	for _, s := range []string{"张三", "欧阳明月", "Anna", "王", "e\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := Mask(name)
		shown := strings.TrimRight(got, "*")
		if n := utf8.RuneCountInString(shown); n > 2 || n == 2 && !strings.Contains(strings.Join(compound, " "), shown) {
			t.Fatalf("%q is shown as %q", name, got)
		}
		if letters := strings.Map(func(c rune) rune {
			if unicode.IsLetter(c) {
				return c
			}
			return -1
		}, name); letters != "" && strings.EqualFold(shown, letters) {
			t.Fatalf("the whole of %q is shown: %q", name, got)
		}
		if strings.TrimSpace(name) != "" && !strings.HasSuffix(got, "*") {
			t.Fatalf("%q is shown as %q", name, got)
		}
	})
}
