package english

import (
	"fmt"
	"strings"
)

// A pattern is an entry with holes: {n} a number, {d} a day or time, {t} a text with an entry of its own, {x}
// whatever stays as it is. Several of one kind are {n}, {n2}, {n3}. In the English {n:person|people} is the first word
// where the number is 1, else the second.
type pattern struct {
	from    []piece
	to      []piece
	letters int    // bytes of Chinese outside the holes
	longest string // the longest of them, looked for before anything else
}

// piece is a literal text, or a hole.
type piece struct {
	text      string // of a literal
	hole      string // n, n2, d …; "" for a literal
	one, many string // of an English hole that is only a word
}

func compile(from, to string) (pattern, error) {
	p := pattern{from: cut(from), to: cut(to)}
	holes := map[string]bool{}
	for i, s := range p.from {
		switch {
		case s.hole == "":
			p.letters += len(s.text)
			if len(s.text) > len(p.longest) {
				p.longest = s.text
			}
		case holes[s.hole] || !strings.Contains("ndtx", s.hole[:1]):
			return p, fmt.Errorf("hole {%s} is no hole, or stands twice: %s", s.hole, from)
		case i > 0 && p.from[i-1].hole != "":
			return p, fmt.Errorf("two holes touch: %s", from)
		}
		holes[s.hole] = true
	}
	for _, s := range p.to {
		if !holes[s.hole] && s.hole != "" {
			return p, fmt.Errorf("hole {%s} is not in the Chinese: %s", s.hole, from)
		}
	}
	if p.longest == "" {
		return p, fmt.Errorf("holes only: %s", from)
	}
	return p, nil
}

// cut parts a text at its holes.
func cut(text string) (all []piece) {
	for text != "" {
		begin := strings.IndexByte(text, '{')
		end := strings.IndexByte(text, '}')
		if begin < 0 || end < begin+2 {
			return append(all, piece{text: text})
		}
		if begin > 0 {
			all = append(all, piece{text: text[:begin]})
		}
		hole, words, _ := strings.Cut(text[begin+1:end], ":")
		one, many, _ := strings.Cut(words, "|")
		all = append(all, piece{hole: hole, one: one, many: many})
		text = text[end+1:]
	}
	return all
}

// put is the English of a text that the pattern fits.
func (p *pattern) put(c *Catalogue, text string) (string, bool) {
	if !strings.Contains(text, p.longest) {
		return "", false
	}
	values := map[string]string{}
	if !fits(c, p.from, text, values) {
		return "", false
	}
	var b strings.Builder
	for _, s := range p.to {
		switch {
		case s.hole == "":
			b.WriteString(s.text)
		case s.many == "":
			value := values[s.hole]
			if s.hole[0] == 't' && (strings.HasSuffix(b.String(), ", ") || strings.HasSuffix(b.String(), "; ")) {
				value = goOn(value)
			}
			b.WriteString(value)
		case values[s.hole] == "1":
			b.WriteString(s.one)
		default:
			b.WriteString(s.many)
		}
	}
	return strings.ReplaceAll(b.String(), endQuote+quote, ""), true
}

// fits tells whether a text is the pieces one after another, and what stands in the holes, in English.
func fits(c *Catalogue, pieces []piece, text string, values map[string]string) bool {
	if len(pieces) == 0 {
		return text == ""
	}
	first, rest := pieces[0], pieces[1:]
	if first.hole == "" {
		after, ok := strings.CutPrefix(text, first.text)
		return ok && fits(c, rest, after, values)
	}
	for end := 1; end <= len(text); end++ {
		switch {
		case len(rest) == 0:
			end = len(text)
		case !strings.HasPrefix(text[end:], rest[0].text):
			continue
		}
		if english, ok := c.fill(first.hole[0], text[:end]); ok && fits(c, rest, text[end:], values) {
			values[first.hole] = english
			return true
		}
	}
	return false
}

// fill is what a hole of a kind holds, in English.
func (c *Catalogue) fill(kind byte, text string) (string, bool) {
	switch kind {
	case 'n':
		return text, number(text)
	case 'd':
		if english, ok := when(text); ok || number(strings.ReplaceAll(strings.ReplaceAll(text, ":", ""), "–", "")) {
			if !ok {
				return text, strings.Contains(text, ":")
			}
			return english, true
		}
		return "", false
	case 't':
		got := c.remembered(strings.TrimSpace(text))
		return got.text, got.whole
	}
	if !sound(text) {
		return "", false
	}
	if Han(text) {
		return quote + unquote.Replace(text) + endQuote, true
	}
	return text, true
}

// number tells whether a text is a number as the pages write them: 3, 1,200, 0.5, −2, 40%, 2/3.
func number(text string) bool {
	text = strings.TrimPrefix(strings.TrimPrefix(text, "-"), "−")
	text = strings.TrimSuffix(text, "%")
	return text != "" && text[0] >= '0' && text[0] <= '9' && strings.Trim(text, "0123456789,./") == ""
}

// sound tells whether a text may be what somebody wrote: it neither begins nor ends between two parts of a sentence, nor within
// brackets.
func sound(text string) bool {
	text = strings.TrimSpace(text)
	if strings.TrimLeft(text, "，。；：、？！·") != text || strings.TrimRight(text, "，；：、·") != text {
		return false
	}
	for _, pair := range []string{"（）", "「」", "《》"} {
		open, shut := pair[:len("（")], pair[len("（"):]
		if strings.Count(text, open) != strings.Count(text, shut) || strings.HasPrefix(text, shut) {
			return false
		}
	}
	return true
}
