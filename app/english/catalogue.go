// Package english puts pages into English. Pages are written once, in Chinese; their drawn text is put
// into English by one catalogue of whole sentences and patterns, on the server and in the app alike.
// What people wrote stands in elements marked lang="zh-CN" and stays as it is.
package english

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// A Catalogue knows the English of the portal's Chinese. It may be used by several goroutines at once.
type Catalogue struct {
	whole    map[string]string
	patterns []pattern // those with most letters of their own first

	mu   sync.Mutex
	memo map[string]told
}

// told is the English of a text, and whether all of it is English.
type told struct {
	text  string
	whole bool
}

// most is how many texts are remembered: texts with people's words in them have no end.
const most = 20_000

// Parse reads entries, one a line: Chinese => English. A line that begins with # is a comment.
// It refuses a line without both sides, a text that stands twice, and an English that names a hole which its
// Chinese has not.
func Parse(text string) (*Catalogue, error) {
	c := &Catalogue{whole: map[string]string{}, memo: map[string]told{}}
	seen := map[string]bool{}
	for i, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		from, to, ok := strings.Cut(line, " => ")
		from, to = spaced(from), strings.TrimSpace(to)
		switch {
		case !ok || from == "" || to == "":
			return nil, fmt.Errorf("line %d: not an entry: %s", i+1, line)
		case seen[from]:
			return nil, fmt.Errorf("line %d: stands twice: %s", i+1, from)
		}
		seen[from], to = true, quoteHan(to)
		if !strings.Contains(from, "{") {
			c.whole[from] = to
			continue
		}
		p, err := compile(from, to)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		c.patterns = append(c.patterns, p)
	}
	slices.SortStableFunc(c.patterns, func(a, b pattern) int { return cmp.Compare(b.letters, a.letters) })
	return c, nil
}

// Text is the English of one text of a page, and true; or the text as it was, and false, where any of it has no English:
// then it is most likely somebody's. White space around it stays.
func (c *Catalogue) Text(text string) (string, bool) {
	english, whole := c.text(text)
	return unquote.Replace(english), whole
}

// What stays as it was within an English text stands between these: in a page it is marked as Chinese.
const quote, endQuote = "\u2068", "\u2069"

var (
	unquote = strings.NewReplacer(quote, "", endQuote, "")
	markup  = strings.NewReplacer(quote, `<span lang="zh-CN">`, endQuote, "</span>")
)

// somebodys is a text of a page that has no English: most likely somebody wrote it. It is marked as Chinese, for whoever has the
// page read aloud; in another way than what the templates mark, so that a test can tell what is not put into English.
func somebodys(text string) string {
	trimmed := strings.TrimSpace(text)
	at := strings.Index(text, trimmed)
	return text[:at] + `<span lang="zh">` + trimmed + "</span>" + text[at+len(trimmed):]
}

// quoteHan puts quotes around the Chinese in an English text, such as an example of what to type.
func quoteHan(text string) string {
	var b strings.Builder
	within := false
	for _, r := range text {
		if han := unicode.Is(unicode.Han, r); han != within {
			b.WriteString(map[bool]string{true: quote, false: endQuote}[han])
			within = han
		}
		b.WriteRune(r)
	}
	if within {
		b.WriteString(endQuote)
	}
	return b.String()
}

// text is Text with the quotes.
func (c *Catalogue) text(text string) (string, bool) {
	trimmed := strings.TrimSpace(text)
	if !chinese(trimmed) {
		return text, true
	}
	got := c.remembered(spaced(trimmed))
	if !got.whole {
		return text, false
	}
	at := strings.Index(text, trimmed)
	return text[:at] + got.text + text[at+len(trimmed):], true
}

func (c *Catalogue) remembered(text string) told {
	c.mu.Lock()
	got, ok := c.memo[text]
	c.mu.Unlock()
	if ok {
		return got
	}
	got.text, got.whole = c.sentence(text)
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.memo) >= most {
		clear(c.memo)
	}
	c.memo[text] = got
	return got
}

// sentence puts a text into English whole, or, where there is no entry for it, part by part.
func (c *Catalogue) sentence(text string) (string, bool) {
	if english, ok := c.entry(text); ok {
		return english, true
	}
	return c.parts(text)
}

// entry is the English of a text that is one thing: an entry, a pattern, a date, or no Chinese at all.
func (c *Catalogue) entry(text string) (string, bool) {
	if english, ok := c.whole[text]; ok {
		return english, true
	}
	if !chinese(text) {
		return text, true
	}
	if english, ok := when(text); ok {
		return english, true
	}
	for i := range c.patterns {
		if english, ok := c.patterns[i].put(c, text); ok {
			return english, true
		}
	}
	return "", false
}

// chinese tells whether a text holds Chinese: a character, or the punctuation that is set with them.
func chinese(text string) bool {
	for _, r := range text {
		if unicode.Is(unicode.Han, r) || strings.ContainsRune(wide, r) {
			return true
		}
	}
	return false
}

// Han tells whether a text holds Chinese characters.
func Han(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// spaced has one space wherever there was white space.
func spaced(text string) string { return strings.Join(strings.Fields(text), " ") }
