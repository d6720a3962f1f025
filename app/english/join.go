package english

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pressed ends the Chinese of an entry that holds only for what people press: a button, the summary of what unfolds, a link
// that looks as a button. There the English is a verb, where the same word is a state or a heading elsewhere:
// 公布 => Published, 公布 @press => Publish.
const pressed = " @press"

// around notes whether what follows is in an element that people press.
func (w *walker) around(tag, name string) {
	switch {
	case strings.HasPrefix(tag, "</"):
		if name == w.press {
			w.press = ""
		}
	case name == "button", name == "summary", name == "a" && strings.Contains(tag, ` class="button`):
		w.press = name
	}
}

// An ending is how the last text of a line ended. Chinese needs no space between two words that stand in two elements; English
// does, and is given one.
type ending struct {
	last    rune // 0 where a line begins
	chinese bool // the text was Chinese, or still is
	at      int  // where a space would stand: outside of what the text stands in
}

// inline are the elements in which a line goes on.
const inline = " a abbr b bdi code em i mark small span strong time "

// tag notes a tag that was written from one place to another.
func (e *ending) tag(tag string, from, to int) {
	switch name := tagName(tag); {
	case !strings.Contains(inline, " "+name+" "):
		e.last = 0
	case e.at == from && strings.HasPrefix(tag, "</"):
		e.at = to
	}
}

// part notes the next text of a line, which is written after it, and parts it from the one before.
func (w *walker) part(text string, chinese bool) {
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	if e := w.end; (chinese || e.chinese) && ends(e.last) && begins(first) && !(unicode.Is(unicode.Han, e.last) && unicode.Is(unicode.Han, first)) {
		w.out = slices.Insert(w.out, e.at, ' ')
	}
	w.end = ending{last: last, chinese: chinese}
}

// leftOver notes an element that stays Chinese, the inside of which was written from a place on.
func (w *walker) leftOver(from int) {
	var text strings.Builder
	for rest := string(w.out[from:]); rest != ""; {
		end := strings.IndexByte(rest, '<')
		if end < 0 {
			break
		}
		text.WriteString(rest[:end])
		rest = rest[end:]
		rest = rest[tagEnd(rest):]
	}
	if text.Len() > 0 {
		w.part(text.String(), true)
		w.end.at = len(w.out)
	}
}

// ends tells whether a word, or the mark behind it, ends so.
func ends(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(".,:;?!)”%。？！）」》", r) && r != 0
}

// begins tells whether a word, or the mark before it, begins so.
func begins(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '(' || r == '“' }
