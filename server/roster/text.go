package roster

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"yishiting/residents"
)

// readText reads text in columns.
func readText(body []byte, chosen *Mapping) (Table, error) {
	t := taking{chosen: chosen}
	if err := Cells(body, t.take); err != nil {
		return Table{}, err
	}
	return t.done()
}

// Cells reads text in columns: UTF-8, GB 18030 as spreadsheets in China write it, or
// UTF-16 with its mark; between columns commas, semicolons or tabs. take is given each
// line that is not empty with its number; cells are its to look at until it returns.
// The reasons are residents.ErrNoTable and ErrFileBroken, and those of take.
func Cells(body []byte, take func(at int, cells []string) error) error {
	text, err := decode(body)
	if err != nil {
		return err
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.ReuseRecord = separator(text), true, -1, true
	for {
		cells, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return residents.ErrFileBroken
		}
		at, _ := r.FieldPos(0)
		if err := take(at, cells); err != nil {
			return err
		}
	}
}

// decode is the text of a file. ErrNoTable where it is none.
func decode(body []byte) (string, error) {
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(body, []byte("\xef\xbb\xbf")):
		body = body[3:]
	case bytes.HasPrefix(body, []byte("\xff\xfe")), bytes.HasPrefix(body, []byte("\xfe\xff")):
		from = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case !utf8.Valid(body):
		from = simplifiedchinese.GB18030
	}
	if from != nil {
		var err error
		if body, err = from.NewDecoder().Bytes(body); err != nil {
			return "", residents.ErrNoTable
		}
		if bytes.ContainsRune(body, utf8.RuneError) {
			return "", residents.ErrNoTable
		}
	}
	if !utf8.Valid(body) || bytes.IndexByte(body, 0) >= 0 {
		return "", residents.ErrNoTable
	}
	return string(body), nil
}

// separator is what stands between the columns: whichever of the three there is
// most of in the first lines.
func separator(text string) rune {
	if len(text) > 4096 {
		text = text[:4096]
	}
	best := ','
	for _, c := range "\t;" {
		if strings.Count(text, string(c)) > strings.Count(text, string(best)) {
			best = c
		}
	}
	return best
}
