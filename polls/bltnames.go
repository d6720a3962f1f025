package polls

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// names reads the names of the candidates and the title, in quotes, and nothing after.
func (b *bltFile) names() error {
	for len(b.rest) > 0 {
		for line := b.whole(); len(line) > 0; line = bytes.TrimLeft(line, " \t\r") {
			var err error
			if line, err = b.quoted(line); err != nil {
				return err
			}
		}
	}
	if len(b.texts) != b.n+1 {
		return b.wrong("%d names and a title are wanted, in quotes; the file has %d texts", b.n, len(b.texts))
	}
	return nil
}

// whole is the next line as it stands, without the blanks before it.
func (b *bltFile) whole() (line []byte) {
	line, b.rest, _ = bytes.Cut(b.rest, []byte("\n"))
	b.line++
	return bytes.TrimLeft(line, " \t\r")
}

// quoted takes a text from the beginning of a line, and gives the rest; "" in it is a ".
func (b *bltFile) quoted(line []byte) (rest []byte, err error) {
	switch {
	case line[0] == '#':
		return nil, nil
	case len(b.texts) > b.n:
		return nil, b.wrong("something stands after the title: %d names and a title are wanted", b.n)
	case line[0] != '"':
		return nil, b.wrong("a name or the title in quotes is wanted here")
	}
	var text strings.Builder
	for rest = line[1:]; ; rest = rest[1:] {
		end := bytes.IndexByte(rest, '"')
		if end < 0 {
			return nil, b.wrong("the text has no closing quote")
		}
		text.Write(rest[:end])
		if rest = rest[end+1:]; len(rest) == 0 || rest[0] != '"' {
			break
		}
		text.WriteByte('"')
	}
	if s := text.String(); !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
		return nil, b.wrong("the text has characters that are not UTF-8, or not to be printed")
	}
	b.texts = append(b.texts, text.String())
	return rest, nil
}
