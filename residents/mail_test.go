package residents

import (
	"strings"
	"testing"
)

func TestReadMail(t *testing.T) {
	long := strings.Repeat("a", 64)
	for typed, want := range map[string]string{
		"wang@example.cn":                             "wang@example.cn",
		" Wang.Xiulan+tz@Example.CN ":                 "Wang.Xiulan+tz@example.cn",
		"wang＠example。cn":                             "wang@example.cn",
		"w@a-b.example":                               "w@a-b.example",
		long + "@example.cn":                          long + "@example.cn",
		long + "a@example.cn":                         "",
		"w@" + strings.Repeat("abcdefgh.", 28) + "cn": "",
		"": "", "wang": "", "wang@": "", "@example.cn": "", "wang@example": "", "wang@@example.cn": "", "a@b@example.cn": "",
		".wang@example.cn": "", "wang.@example.cn": "", "wa..ng@example.cn": "", "wang@.cn": "", "wang@example..cn": "", "wang@-a.cn": "", "wang@a-.cn": "",
		"wang@10.0.0.1": "", "wang@[10.0.0.1]": "", "王@example.cn": "", "wang@例子.cn": "",
		"wa ng@example.cn": "", "wang@exam ple.cn": "", `"wang"@example.cn`: "", "<wang@example.cn>": "", "wang@example.cn,zhao@example.cn": "",
		"wang@example.cn\r\nBcc: zhao@example.cn": "", "wang\n@example.cn": "", "wang@example.cn\x00": "", "wang\t@example.cn": "",
	} {
		if got := ReadMail(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
	for address, want := range map[string]string{"wang@example.cn": "w***@example.cn", "w@example.cn": "w***@example.cn", "wang": "***", "": "***", "@example.cn": "***"} {
		if got := MaskMail(address); got != want {
			t.Errorf("%q is masked as %q", address, got)
		}
	}
}
