package english

import "strings"

// wide is the punctuation that is set with Chinese.
const wide = "，。；：、（）「」『』！？《》【】“”…—－～　"

// marks part a text that has no entry of its own; each has its English.
var marks = []struct{ from, to string }{
	{" · ", " · "}, {"，", ", "}, {"。", ". "}, {"；", "; "}, {"：", ": "}, {"、", ", "}, {"（", " ("}, {"）", ") "},
	{"「", "“"}, {"」", "”"}, {"！", ". "}, {"？", "? "}, {"《", "“"}, {"》", "”"}, {" – ", " – "}, {" › ", " › "}, {" / ", " / "},
}

// part is what stands between two marks, with the mark that ends it.
type part struct {
	text string
	mark int // in marks; -1: the text's end
}

// cutAtMarks parts a text at the marks.
func cutAtMarks(text string) (all []part) {
	from := 0
	for i := 0; i < len(text); {
		mark := markAt(text[i:])
		if mark < 0 {
			i++
			continue
		}
		all = append(all, part{text[from:i], mark})
		i += len(marks[mark].from)
		from = i
	}
	return append(all, part{text[from:], -1})
}

func markAt(text string) int {
	for i, m := range marks {
		if strings.HasPrefix(text, m.from) {
			return i
		}
	}
	return -1
}

// parts puts a text into English part by part: from each mark on the longest run of parts that has an entry. A part without one
// stays Chinese.
func (c *Catalogue) parts(text string) (string, bool) {
	all, whole := cutAtMarks(text), true
	var b strings.Builder
	for i := 0; i < len(all); {
		english, next, ok := c.run(all, i)
		whole = whole && ok
		if i > 0 && all[i-1].mark >= 0 && strings.Contains("，；", marks[all[i-1].mark].from) {
			english = goOn(english)
		}
		b.WriteString(english)
		if m := all[next-1].mark; m >= 0 && next <= len(all) {
			b.WriteString(marks[m].to)
		}
		i = next
	}
	return tidy(b.String()), whole
}

// run is the English of the longest run of parts from the i-th that has an entry, and the part after it.
func (c *Catalogue) run(all []part, i int) (string, int, bool) {
	least := i
	if all[i].text == "" {
		least++ // a mark alone is no text, but one may begin with it
	}
	for end := len(all); end > least; end-- {
		if end-i == len(all) && len(all) > 1 {
			continue // the whole has none: it was looked for
		}
		joined, closed := join(all[i:end])
		if closed != "" {
			if english, ok := c.entry(joined + closed); ok {
				all[end-1].mark = -1 // its mark is in the entry
				return english + " ", end, true
			}
		}
		if english, ok := c.entry(joined); ok {
			return english, end, true
		}
	}
	return strings.TrimSpace(all[i].text), i + 1, all[i].text == ""
}

// join is the text of parts as it was, and the mark that ended the last.
func join(all []part) (text, closed string) {
	var b strings.Builder
	for i, p := range all {
		b.WriteString(p.text)
		if p.mark < 0 {
			continue
		}
		if i == len(all)-1 {
			closed = marks[p.mark].from
			continue
		}
		b.WriteString(marks[p.mark].from)
	}
	return strings.TrimSpace(b.String()), closed
}

// tidy mends the spaces where English marks meet.
var tidier = strings.NewReplacer("  ", " ", " )", ")", "( ", "(", ") ,", "),", ") .", ").", ") ;", ");", ") :", "):", ". )", ".)", " ,", ",", " .", ".", "( ", "(")

func tidy(text string) string { return strings.TrimLeft(tidier.Replace(tidier.Replace(text)), " ") }

// little are words that are written small within a sentence, where an entry begins with one.
const little = " A Aged Agreed All An And At Before But By Each Every Everybody For From If In It Less More Nobody None No Not On Once One Only Or Skill Somebody The Then There This To Until What When Whoever With You Your "

// goOn is an English text as it stands behind a comma.
func goOn(text string) string {
	if first, _, _ := strings.Cut(text, " "); strings.Contains(little, " "+strings.TrimRight(first, ",;")+" ") {
		return strings.ToLower(text[:1]) + text[1:]
	}
	return text
}
