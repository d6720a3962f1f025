package polls

import "strings"

// pbRows reads the rows of a Pabulib file: fields between semicolons, blanks around them
// dropped, a field in quotes holding anything, also line ends, and quotes doubled. Lines
// end by LF or CRLF; blank lines are passed over.
type pbRows struct {
	file string
	text string // what is not read yet
	next int    // its line

	line   int      // of the row
	fields []string // of the row; valid until the next
}

func newPBRows(file, text string) *pbRows {
	return &pbRows{file: file, text: strings.TrimPrefix(text, "\ufeff"), next: 1, line: 1}
}

// read reads the next row that is not blank; false at the end.
func (r *pbRows) read() (bool, error) {
	for r.text != "" {
		row, rest, _ := strings.Cut(r.text, "\n")
		r.line, r.fields = r.next, r.fields[:0]
		if strings.IndexByte(row, '"') >= 0 {
			return true, r.readQuoted()
		}
		r.text = rest
		r.next++
		if strings.TrimSpace(row) == "" {
			continue
		}
		r.split(row)
		return true, nil
	}
	return false, nil
}

func (r *pbRows) split(row string) {
	for {
		i := strings.IndexByte(row, ';')
		if i < 0 {
			r.fields = append(r.fields, strings.TrimSpace(row))
			return
		}
		r.fields = append(r.fields, strings.TrimSpace(row[:i]))
		row = row[i+1:]
	}
}

// readQuoted reads a row in which quotes stand somewhere. A quote that does not open a
// field is a character like others.
func (r *pbRows) readQuoted() error {
	for {
		field := strings.TrimLeft(r.text, " \t")
		var quoted string
		if strings.HasPrefix(field, `"`) {
			var ok bool
			if quoted, r.text, ok = unquote(field[1:]); !ok {
				return r.wrong("", "a quote is opened and never closed")
			}
			r.next += strings.Count(field[:len(field)-len(r.text)], "\n")
		}
		end := strings.IndexAny(r.text, ";\n")
		if end < 0 {
			end = len(r.text)
		}
		after, rest := r.text[:end], r.text[end:]
		r.fields = append(r.fields, strings.TrimSpace(quoted+strings.TrimRight(after, " \t\r")))
		if rest == "" {
			r.text = ""
			return nil
		}
		r.text = rest[1:]
		if rest[0] == '\n' {
			r.next++
			return nil
		}
	}
}

// unquote reads up to the closing quote; rest is what follows it.
func unquote(text string) (field, rest string, ok bool) {
	var parts strings.Builder
	for {
		i := strings.IndexByte(text, '"')
		if i < 0 {
			return "", "", false
		}
		parts.WriteString(text[:i])
		if !strings.HasPrefix(text[i+1:], `"`) {
			return parts.String(), text[i+1:], true
		}
		parts.WriteByte('"')
		text = text[i+2:]
	}
}

// field is the i-th field of the row, or nothing where the row is shorter.
func (r *pbRows) field(i int) string {
	if i < 0 || i >= len(r.fields) {
		return ""
	}
	return r.fields[i]
}

// title is the section that the row opens, or nothing.
func (r *pbRows) title() string {
	name := strings.ToUpper(r.fields[0])
	if name != "META" && name != "PROJECTS" && name != "VOTES" {
		return ""
	}
	if len(r.fields) > 1 && (name != r.fields[0] || strings.Join(r.fields[1:], "") != "") {
		return ""
	}
	return name
}

// wrong is an error at the row.
func (r *pbRows) wrong(field, what string) error {
	return &FileError{File: r.file, Line: r.line, Field: field, What: what}
}
