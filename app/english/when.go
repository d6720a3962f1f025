package english

import (
	"strings"
	"unicode/utf8"
)

var months = []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

var days = map[string]string{"一": "Monday", "二": "Tuesday", "三": "Wednesday", "四": "Thursday", "五": "Friday", "六": "Saturday", "日": "Sunday", "天": "Sunday"}

// timely are the words that stand with days and times.
var timely = []struct{ from, to string }{
	{"今天", "today"}, {"明天", "tomorrow"}, {"昨天", "yesterday"}, {"后天", "the day after tomorrow"},
	{"上午", "morning"}, {"下午", "afternoon"}, {"晚上", "evening"}, {" 至 ", " to "}, {"至", " to "}, {" 到 ", " to "}, {"–", "–"}, {" – ", " – "}, {"—", "–"}, {"-", "–"},
	{"、", ", "}, {"，", ", "}, {" ", " "},
}

// when is a day or time in English: 11 月 20 日（周五）19:00 is Friday 20 November, 19:00. It is refused where anything else
// stands in the text, or no Chinese.
func when(text string) (string, bool) {
	var b strings.Builder
	said, rest := false, text
	for rest != "" {
		english, after, ok := day(rest)
		if !ok {
			return "", false
		}
		said = said || Han(rest[:len(rest)-len(after)])
		if at := strings.TrimSuffix(b.String(), " "); english[0] >= '0' && english[0] <= '9' && len(at) > 0 && letter(at[len(at)-1]) && !strings.HasSuffix(at, " to") {
			b.Reset()
			b.WriteString(at + ", ")
		}
		b.WriteString(english)
		rest = after
	}
	return strings.Join(strings.Fields(b.String()), " "), said
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

// day reads one thing from the front of a text: a date with its weekday, a weekday, a time, a word.
func day(text string) (english, rest string, ok bool) {
	if english, rest, ok = date(text); ok {
		return english, rest, true
	}
	if english, rest, ok = weekday(text); ok {
		return english, rest, true
	}
	if n := strings.IndexFunc(text+" ", func(r rune) bool { return (r < '0' || r > '9') && r != ':' }); n >= 4 && strings.Count(text[:n], ":") == 1 {
		return text[:n], text[n:], true
	}
	for _, w := range timely {
		if rest, ok = strings.CutPrefix(text, w.from); ok {
			return w.to, rest, true
		}
	}
	return "", text, false
}

// date reads 2026 年 11 月 15 日, or what there is of it, and the weekday behind it.
func date(text string) (english, rest string, ok bool) {
	year, rest, _ := figure(text, "年")
	month, rest, _ := figure(rest, "月")
	dayOf, rest, _ := figure(rest, "日")
	if rest == text || len(month) > 2 || len(dayOf) > 2 || year != "" && len(year) != 4 {
		return "", text, false
	}
	if month != "" {
		n := int(month[len(month)-1] - '0')
		if len(month) == 2 {
			n += 10 * int(month[0]-'0')
		}
		if n < 1 || n > 12 {
			return "", text, false
		}
		month = months[n-1]
	}
	english = strings.Join(strings.Fields(dayOf+" "+month+" "+year), " ")
	if week, after, ok := weekday(rest); ok {
		english, rest = week+" "+english, after
	}
	return english, rest, true
}

// figure reads a number and the unit behind it; white space around both is no matter.
func figure(text, unit string) (n, rest string, ok bool) {
	trimmed := strings.TrimLeft(text, " ")
	end := strings.IndexFunc(trimmed+" ", func(r rune) bool { return r < '0' || r > '9' })
	if end == 0 {
		return "", text, false
	}
	after, ok := strings.CutPrefix(strings.TrimLeft(trimmed[end:], " "), unit)
	if !ok {
		return "", text, false
	}
	return strings.TrimLeft(trimmed[:end], "0"), after, true
}

// weekday reads （周五）, 周五 or 星期五.
func weekday(text string) (english, rest string, ok bool) {
	inner, bracket := strings.CutPrefix(strings.TrimLeft(text, " "), "（")
	after, ok := strings.CutPrefix(inner, "周")
	if !ok {
		after, ok = strings.CutPrefix(inner, "星期")
	}
	if !ok {
		return "", text, false
	}
	_, size := utf8.DecodeRuneInString(after)
	english, ok = days[after[:size]]
	rest = after[size:]
	if bracket && ok {
		rest, ok = strings.CutPrefix(rest, "）")
	}
	if !ok {
		return "", text, false
	}
	return english, rest, true
}
