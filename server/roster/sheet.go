package roster

import (
	"archive/zip"
	"bytes"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"yishiting/residents"
)

// ole begins a container of the old formats, which a locked spreadsheet has inside.
var ole = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

// sheetTurn lets one spreadsheet be read at a time: each may need many times its size in memory.
var sheetTurn = make(chan struct{}, 1)

// readSheets reads the first visible sheet of a spreadsheet that names its columns.
// No formula is worked out: what stands in a cell is what was saved in it.
func readSheets(body []byte, chosen *Mapping) (table Table, err error) {
	if err := unpackable(body); err != nil {
		return Table{}, err
	}
	sheetTurn <- struct{}{}
	defer func() {
		<-sheetTurn
		if recover() != nil { // a damaged file may lead the library astray
			table, err = Table{}, residents.ErrFileBroken
		}
	}()
	// Nothing is unpacked to disk: what may be in memory is what may be at all.
	book, err := excelize.OpenReader(bytes.NewReader(body), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked, RawCellValue: true})
	if err != nil {
		return Table{}, residents.ErrFileBroken
	}
	defer func() { _ = book.Close() }()
	err = residents.ErrNoHeader
	for _, name := range book.GetSheetList() {
		if shown, e := book.GetSheetVisible(name); e != nil || !shown {
			continue
		}
		table, err = readSheet(book, name, chosen)
		if !errors.Is(err, residents.ErrNoHeader) {
			return table, err
		}
	}
	return Table{}, err
}

func readSheet(book *excelize.File, name string, chosen *Mapping) (Table, error) {
	rows, err := book.Rows(name)
	if err != nil {
		return Table{}, residents.ErrFileBroken
	}
	defer func() { _ = rows.Close() }()
	t := taking{chosen: chosen}
	for at := 1; rows.Next(); at++ {
		if at > maxBlank {
			return Table{}, residents.ErrFileLines
		}
		cells, err := rows.Columns()
		if err != nil {
			return Table{}, residents.ErrFileBroken
		}
		for i := range cells {
			cells[i] = asTyped(cells[i])
		}
		if err := t.take(at, cells); err != nil {
			return Table{}, err
		}
	}
	if rows.Error() != nil {
		return Table{}, residents.ErrFileBroken
	}
	return t.done()
}

// unpackable is ErrFileBig for what says that it is far more when unpacked: zip
// fails on whatever then has more than it said.
func unpackable(body []byte) error {
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil || bytes.Contains(body, ole) {
		return residents.ErrFileBroken
	}
	var size uint64
	for _, f := range z.File {
		if size += f.UncompressedSize64; size > maxUnpacked || f.UncompressedSize64 > maxUnpacked {
			return residents.ErrFileBig
		}
	}
	if len(z.File) > 1000 {
		return residents.ErrFileBig
	}
	return nil
}

var (
	decimalForm  = regexp.MustCompile(`^-?[0-9]+\.[0-9]{8,}$`)
	exponentForm = regexp.MustCompile(`^-?[0-9](\.[0-9]+)?E[+-]?[0-9]{1,2}$`)
)

// asTyped is a number as whoever typed it reads it. Spreadsheets save 89.55 as
// 89.549999999999997, the nearest number that a machine has; with 15 digits, as many
// as they show, it is 89.55 again.
func asTyped(s string) string {
	if !decimalForm.MatchString(s) && !exponentForm.MatchString(s) {
		return s
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return s
	}
	n, err = strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64)
	if err != nil {
		return s
	}
	return strings.TrimSuffix(strconv.FormatFloat(n, 'f', -1, 64), ".0")
}
