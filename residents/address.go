package residents

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file reads addresses as offices write them. A building is written 3号楼, 3#,
// 3栋 or just 3, in full-width digits or Chinese ones; the portal writes all of these
// 3 号楼, so that the same home is found again whoever wrote the list.

// AddressMost is how many characters a building, a unit or a room may have.
const AddressMost = 20

// wholeMost is how many an address written in one may have.
const wholeMost = 60

// ErrRoom is the reason for a room without any number or letter in it: a name, or a remark.
const ErrRoom = Reason("bad-room")

const chineseDigits = "一二三四五六七八九"

var (
	buildingForm = regexp.MustCompile(`^第?(.*?)([0-9]+|[A-Z]|[一二三四五六七八九十]+)(号楼|号|#楼|#|栋楼|栋|幢|座|楼|)$`)
	unitForm     = regexp.MustCompile(`^第?([0-9]+|[A-Z]|[一二三四五六七八九十]+)(单元|单|门|)$`)
	roomForm     = regexp.MustCompile(`^(.+?)(号房|房间|室|房|号|户)$`)
	zeros        = regexp.MustCompile(`^([0-9]+)\.0+$`) // a whole number, as spreadsheets may write it
	numbered     = regexp.MustCompile(`[0-9A-Z]|^[甲乙丙丁戊东西南北中上下` + chineseDigits + `十]+$`)
)

// ReadBuilding is a building as the portal writes it. ErrEmpty, ErrTooLong, ErrText or ErrPersonal say what is wrong.
func ReadBuilding(s string) (string, Reason) {
	s, packed, reason := addressText(s, AddressMost)
	if reason != "" || s == "" {
		return "", orEmpty(reason)
	}
	if m := buildingForm.FindStringSubmatch(packed); m != nil {
		before, number, word := m[1], m[2], m[3]
		switch {
		case before == "" && number[0] >= 0x80:
			if n := chineseNumber(number); n != "" {
				return n + " 号楼", ""
			}
		case 'A' <= number[0] && number[0] <= 'Z':
			if before == "" {
				return number + " " + letterWord(word), ""
			}
		case number[0] < 0x80 && !endsInLetter(before) && !strings.HasSuffix(before, "-"):
			return fit(before + plainNumber(number) + " 号楼")
		case number[0] < 0x80 && word != "" && strings.HasSuffix(before, "-"):
			return fit(before + number + " 号楼")
		}
	}
	return s, ""
}

// letterWord is the word after the letter of a building: A 座, A 号楼.
func letterWord(word string) string {
	switch word {
	case "", "座":
		return "座"
	case "栋", "栋楼", "幢":
		return "栋"
	}
	return "号楼"
}

// ReadUnit is a unit as the portal writes it: 2单元, 2门, 二单元 and 2 are all 2 单元. A
// home may be without: "", - and 无 are "".
func ReadUnit(s string) (string, Reason) {
	s, packed, reason := addressText(s, AddressMost)
	switch {
	case reason != "":
		return "", reason
	case strings.Trim(packed, "-/无") == "":
		return "", ""
	}
	if m := unitForm.FindStringSubmatch(packed); m != nil {
		if n := chineseNumber(m[1]); n != "" {
			return n + " 单元", ""
		}
		if m[1][0] < 0x80 {
			return fit(plainNumber(m[1]) + " 单元")
		}
	}
	return s, ""
}

// ReadRoom is a room as the portal writes it: 502室, ５０２ and 0502 are all 502.
// ErrRoom is for what has neither number nor letter.
func ReadRoom(s string) (string, Reason) {
	s, packed, reason := addressText(s, AddressMost)
	if reason != "" || s == "" {
		return "", orEmpty(reason)
	}
	for m := roomForm.FindStringSubmatch(packed); m != nil; m = roomForm.FindStringSubmatch(packed) {
		packed = m[1]
	}
	if !numbered.MatchString(packed) {
		return "", ErrRoom
	}
	if strings.Trim(packed, "0123456789") == "" {
		return plainNumber(packed), ""
	}
	return packed, ""
}

var (
	wholeNoUnit = regexp.MustCompile(`^(.*?(?:号楼|#楼|#|栋|幢|座))-?(?:([0-9A-Z]{1,2})-)?(.+)$`)
	wholeShort  = regexp.MustCompile(`^(.*?[0-9]+楼)-?(?:([0-9A-Z]{1,2})-)?([0-9].*)$`)
	buildingEnd = regexp.MustCompile(`^(.*(?:号楼|#楼|#|栋|幢|座|楼|-))([0-9A-Z]{1,3}|[一二三四五六七八九十]{1,3})$`)
)

// SplitAddress takes apart an address written in one: 3号楼2单元502, 3#2-502, 3-2-502
// or 3-502. It is false where the parts cannot be told apart; the parts are as
// written, for ReadBuilding, ReadUnit and ReadRoom.
func SplitAddress(s string) (building, unit, room string, ok bool) {
	_, s, reason := addressText(s, wholeMost)
	if reason != "" {
		return "", "", "", false
	}
	s = strings.ReplaceAll(s, "/", "-")
	for _, word := range []string{"单元", "门"} {
		before, after, found := strings.Cut(s, word)
		if !found || strings.Contains(after, word) {
			continue
		}
		m := buildingEnd.FindStringSubmatch(before)
		if m == nil {
			return "", "", "", false
		}
		return parts(strings.TrimSuffix(m[1], "-"), m[2], floor.ReplaceAllString(strings.TrimPrefix(after, "-"), ""))
	}
	for _, form := range []*regexp.Regexp{wholeNoUnit, wholeShort} {
		if m := form.FindStringSubmatch(s); m != nil {
			return parts(m[1], m[2], m[3])
		}
	}
	switch all := strings.Split(s, "-"); len(all) {
	case 2:
		return parts(all[0], "", all[1])
	case 3:
		return parts(all[0], all[1], all[2])
	}
	return "", "", "", false
}

// floor is a storey between unit and room, which the room's number says as well.
var floor = regexp.MustCompile(`^[0-9]{1,2}[楼层]-?`)

func parts(building, unit, room string) (string, string, string, bool) {
	return building, unit, room, building != "" && room != ""
}

// addressText is s cleaned and in narrow letters, with its words apart and without any space.
func addressText(s string, most int) (spaced, packed string, reason Reason) {
	if s, reason = CleanText(s, 2*wholeMost, true); reason != "" {
		return "", "", reason
	}
	s = strings.ToUpper(strings.Map(narrow, s))
	if m := zeros.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	spaced = strings.Join(strings.Fields(s), " ")
	if HoldsPersonalNumber(spaced) {
		return "", "", ErrPersonal
	}
	if utf8.RuneCountInString(spaced) > most {
		reason = ErrTooLong
	}
	return spaced, strings.ReplaceAll(spaced, " ", ""), reason
}

// narrow is a full-width letter, digit or mark as the narrow one, and any dash as '-'.
func narrow(c rune) rune {
	switch {
	case c >= 0xff01 && c <= 0xff5e:
		c -= 0xfee0
	case unicode.IsSpace(c):
		return ' '
	}
	if strings.ContainsRune("‐‑‒–—―─−~", c) {
		return '-'
	}
	return c
}

// plainNumber is digits without zeros in front.
func plainNumber(digits string) string {
	if n := strings.TrimLeft(digits, "0"); n != "" || digits[0] != '0' {
		return n
	}
	return "0"
}

// chineseNumber is 一 to 九十九 in digits; "" for anything else.
func chineseNumber(s string) string {
	digit := func(s string) string {
		if i := strings.Index(chineseDigits, s); s != "" && len(s) == 3 && i >= 0 {
			return string(rune('1' + i/3))
		}
		return ""
	}
	tens, ones, found := strings.Cut(s, "十")
	if !found {
		return digit(s)
	}
	t, o := digit(tens), digit(ones)
	if tens == "" {
		t = "1"
	}
	if ones == "" {
		o = "0"
	}
	if t == "" || o == "" {
		return ""
	}
	return t + o
}

func endsInLetter(s string) bool {
	return s != "" && (s[len(s)-1] >= '0' && s[len(s)-1] <= '9' || s[len(s)-1] >= 'A' && s[len(s)-1] <= 'Z')
}

func fit(s string) (string, Reason) {
	if utf8.RuneCountInString(s) > AddressMost {
		return "", ErrTooLong
	}
	return s, ""
}

func orEmpty(reason Reason) Reason {
	if reason == "" {
		return ErrEmpty
	}
	return reason
}
