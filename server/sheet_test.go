package main

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"
)

// saved reads a list as CSV and as XLSX, sees that both say the same and that no program takes a
// cell of either for a formula, and gives its rows.
func (b *booted) saved(t *testing.T, path, query string) [][]string {
	t.Helper()
	text, book := b.get(path+".csv"+query), b.get(path+".xlsx"+query)
	for _, one := range []reply{text, book} {
		if one.StatusCode != 200 || !strings.HasPrefix(one.Header.Get("Content-Disposition"), "attachment") || one.Header.Get("Cache-Control") != private {
			t.Fatalf("%s: %s %v", path, one.Status, one.Header)
		}
	}
	if !strings.HasPrefix(text.body, "\ufeff") {
		t.Errorf("%s: spreadsheets would not know UTF-8", path)
	}
	plain, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text.body, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(path, err)
	}
	for _, row := range plain {
		for i, cell := range row {
			if slices.ContainsFunc(executed, func(sign string) bool { return strings.HasPrefix(cell, sign) }) {
				t.Errorf("%s: a cell of CSV is a formula: %q", path, cell)
			}
			if slices.ContainsFunc(executed, func(sign string) bool { return strings.HasPrefix(cell, "'"+sign) }) {
				row[i] = cell[1:]
			}
		}
	}
	rows := sheetOf(t, book)
	if !slices.EqualFunc(plain, rows, slices.Equal) {
		t.Errorf("%s: CSV and XLSX differ:\n%v\n%v", path, plain, rows)
	}
	return rows
}

// column is what a list says in a column, by its name, from the first line on.
func column(t *testing.T, rows [][]string, name string) (cells []string) {
	t.Helper()
	i := slices.Index(rows[0], name)
	if i < 0 {
		t.Fatalf("no column %s in %v", name, rows[0])
	}
	for _, row := range rows[1:] {
		cells = append(cells, row[i])
	}
	return cells
}

// inColumn sees that a list says exactly that in a column.
func inColumn(t *testing.T, rows [][]string, name string, want ...string) {
	t.Helper()
	if got := column(t, rows, name); !slices.Equal(got, want) {
		t.Errorf("%s: %q, not %q", name, got, want)
	}
}

func TestHoursAsText(t *testing.T) {
	t.Parallel()
	for minutes, want := range map[int]string{0: "0", 30: "0.5", 90: "1.5", 120: "2", 20: "0.33", 63: "1.05", 725: "12.08"} {
		if got := hoursText(minutes); got != want {
			t.Errorf("%d minutes are %s, not %s", minutes, got, want)
		}
	}
}
