package english

import (
	"strings"
)

// Page puts a drawn page into English: a document, or what stands in #page. What is marked lang="zh-CN" stays, so do the values
// of fields and what is typed in them. Texts that have no English are told to untold, where it is not nil.
func (c *Catalogue) Page(html string, untold func(string)) string {
	w := walker{c: c, rest: html, untold: untold, out: make([]byte, 0, len(html)+len(html)/4)}
	for w.rest != "" {
		w.text()
		w.tag()
	}
	return string(w.out)
}

// A walker goes through well-formed HTML as the templates draw it.
type walker struct {
	c      *Catalogue
	rest   string
	out    []byte
	in     string // the last tag
	press  string // the element around that people press: button, summary, or a
	end    ending // of the last text
	untold func(string)
}

func (w *walker) write(s string) { w.out = append(w.out, s...) }

// text writes the text up to the next tag.
func (w *walker) text() {
	end := strings.IndexByte(w.rest, '<')
	if end < 0 {
		end = len(w.rest)
	}
	text := w.rest[:end]
	if w.rest = w.rest[end:]; text == "" {
		return
	}
	english, whole := w.put(text)
	w.part(unescape.Replace(unquote.Replace(english)), chinese(text))
	switch plain := strings.Contains(" option text tspan ", " "+w.in+" "); { // which hold no elements
	case plain:
		english = unquote.Replace(english)
	case !whole && Han(text):
		english = somebodys(text)
	}
	w.write(markup.Replace(english))
	w.end.at = len(w.out)
}

// put is the English of a text of HTML, with the quotes, and whether all of it is English.
func (w *walker) put(text string) (string, bool) {
	if !chinese(text) {
		return text, true
	}
	plain := unescape.Replace(text)
	if w.press != "" {
		if english, ok := w.c.whole[spaced(plain)+pressed]; ok {
			return escape.Replace(english), true
		}
	}
	english, whole := w.c.text(plain)
	if !whole && w.untold != nil {
		w.untold(strings.TrimSpace(plain))
	}
	if begins := strings.TrimLeft(english, " \n\t"); begins != "" && strings.IndexByte(".,;:)", begins[0]) >= 0 {
		english = begins
	}
	return escape.Replace(english), whole
}

var (
	unescape = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'", "&quot;", `"`, "&amp;", "&", " ", " ")
	escape   = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;")
)

// tag writes the next tag, with its attributes in English, and whole what stays as it is.
func (w *walker) tag() {
	if w.rest == "" {
		return
	}
	end := tagEnd(w.rest)
	tag := w.rest[:end]
	w.rest = w.rest[end:]
	name := tagName(tag)
	w.in = name
	kept, from := strings.Contains(tag, ` lang="zh-CN"`), len(w.out)
	w.around(tag, name)
	switch {
	case name == "html":
		w.write(strings.Replace(tag, ` lang="zh-CN"`, ` lang="en"`, 1))
	case name == "title":
		w.write(tag)
		w.title()
	case kept:
		w.write(tag)
		w.leave(name)
		w.leftOver(from + len(tag))
	default:
		w.attributes(tag, name)
		if name == "script" || name == "style" || name == "textarea" {
			w.leave(name)
		}
	}
	w.end.tag(tag, from, len(w.out))
}

// leave writes an element as it is, up to its end.
func (w *walker) leave(name string) {
	if name == "input" || name == "img" || name == "br" || name == "hr" || name == "" {
		return
	}
	for depth := 1; depth > 0; {
		at := strings.IndexByte(w.rest, '<')
		if at < 0 {
			w.write(w.rest)
			w.rest = ""
			return
		}
		end := at + tagEnd(w.rest[at:])
		tag := w.rest[at:end]
		switch {
		case strings.HasPrefix(tag, "</") && tagName(tag) == name:
			depth--
		case tagName(tag) == name:
			depth++
		}
		w.write(w.rest[:end])
		w.rest = w.rest[end:]
	}
}

// title writes the browser's title line, which may begin with what somebody wrote: then the page's heading
// is marked, and it stays.
func (w *walker) title() {
	end := strings.Index(w.rest, "</title>")
	if end < 0 {
		return
	}
	w.write(w.line(unescape.Replace(w.rest[:end]), func(part string) bool {
		return strings.Contains(w.rest, ` lang="zh-CN">`+escape.Replace(part)+"<")
	}))
	w.rest = w.rest[end:]
}

func (w *walker) line(title string, marked func(string) bool) string {
	parts := strings.Split(title, " · ")
	for i, part := range parts {
		if !marked(part) {
			parts[i], _ = w.c.Text(part)
		}
	}
	return escape.Replace(strings.Join(parts, " · "))
}

// Title is a browser's title line in English, over a page in HTML.
func (c *Catalogue) Title(title, html string) string {
	w := walker{c: c}
	return unescape.Replace(w.line(title, func(part string) bool {
		return strings.Contains(html, ` lang="zh-CN">`+escape.Replace(part)+"<")
	}))
}

// attributes writes a tag with those of its attributes in English that people read or hear.
func (w *walker) attributes(tag, name string) {
	if !chinese(tag) {
		w.write(tag)
		return
	}
	for tag != "" {
		at := strings.Index(tag, `="`)
		if at < 0 {
			break
		}
		end := strings.IndexByte(tag[at+2:], '"')
		if end < 0 {
			break
		}
		end += at + 2
		key, value := tag[strings.LastIndexByte(tag[:at], ' ')+1:at], tag[at+2:end]
		w.write(tag[:at+2])
		if read(key, name) && chinese(value) {
			value = unquote.Replace(w.value(value))
		}
		w.write(value)
		tag = tag[end:]
		w.write(`"`)
		tag = tag[1:]
	}
	w.write(tag)
}

// read tells whether an attribute of an element is text for people.
func read(key, name string) bool {
	switch key {
	case "title", "alt", "aria-label", "aria-description", "aria-roledescription", "placeholder", "label":
		return true
	}
	return strings.HasPrefix(key, "data-") && key != "data-name" && key != "data-about" // which a script puts into sentences
}

// told is put, where nothing can be marked.
func (w *walker) told(text string) string {
	english, _ := w.put(text)
	return english
}

// value is the English of an attribute: a text, or texts in JSON for a script.
func (w *walker) value(value string) string {
	plain := unescape.Replace(value)
	if plain[0] != '{' && plain[0] != '[' {
		return strings.TrimSpace(w.told(value))
	}
	if plain[0] == '{' && !strings.HasPrefix(plain, `{"`) {
		return strings.TrimSpace(w.told(value))
	}
	texts := strings.Split(plain, `"`)
	for i := 1; i < len(texts); i += 2 {
		if chinese(texts[i]) {
			texts[i] = unescape.Replace(w.told(escape.Replace(texts[i])))
			texts[i] = strings.ReplaceAll(texts[i], `"`, "”")
		}
	}
	return escape.Replace(strings.Join(texts, `"`))
}

// tagEnd is where the tag at the front of a text ends: behind its >, which may stand in an attribute, too.
func tagEnd(text string) int {
	if strings.HasPrefix(text, "<!--") {
		if end := strings.Index(text, "-->"); end >= 0 {
			return end + 3
		}
	}
	quoted := false
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '"':
			quoted = !quoted
		case text[i] == '>' && !quoted:
			return i + 1
		}
	}
	return len(text)
}

func tagName(tag string) string {
	tag = strings.TrimLeft(tag, "</")
	return tag[:len(tag)-len(strings.TrimLeft(tag, "abcdefghijklmnopqrstuvwxyz0123456789"))]
}
