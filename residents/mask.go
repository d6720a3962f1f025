package residents

import (
	"slices"
	"strings"
	"unicode"
)

// Mask is a name as others see it: the family name of a Chinese name with a star
// or two, 张* and 欧阳**, and the first letter of any other name with a star, A*.
// No more than that of a given name is ever shown, and no name's length beyond
// three characters. A name of one character may be a given name and is a star.
func Mask(name string) string {
	var letters []rune
	for _, c := range name {
		if unicode.IsLetter(c) {
			letters = append(letters, c)
		}
	}
	switch {
	case strings.TrimSpace(name) == "":
		return ""
	case len(letters) < 2:
		return "*"
	case !unicode.Is(unicode.Han, letters[0]):
		return string(unicode.ToUpper(letters[0])) + "*"
	}
	family := 1
	if len(letters) > 2 && slices.Contains(compound, string(letters[:2])) {
		family = 2
	}
	stars := min(2, len(letters)-family)
	return string(letters[:family]) + strings.Repeat("*", stars)
}

// Neighbour is a name as the stairwell head of the building sees it, who knows the people
// and must tell them apart: the first and the last character, 王*兰; of a name with less
// than three, what Mask leaves.
func Neighbour(name string) string {
	letters := []rune(strings.TrimSpace(name))
	if len(letters) < 3 || !unicode.Is(unicode.Han, letters[0]) {
		return Mask(name)
	}
	return string(letters[0]) + strings.Repeat("*", min(2, len(letters)-2)) + string(letters[len(letters)-1])
}

// compound are family names of two characters. Those whose first character is a
// usual family name by itself (夏侯, 钟离, 万俟) are left out: the second could
// then be part of a given name.
var compound = strings.Fields(`
	欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 司空 司寇 端木 长孙 宇文 呼延 独孤 南宫 轩辕
	百里 东郭 西门 澹台 淳于 公羊 公冶 公西 赫连 拓跋 太史 濮阳 完颜 纳兰 鲜于 闾丘 叔孙 颛孙 漆雕 第五
`)
