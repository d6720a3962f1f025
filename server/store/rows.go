package store

import (
	"strconv"
	"strings"
)

// Many rows at once. Statements come in few sizes, so that a line keeps each of them prepared.

// sizes are how many things a statement names at once; the rest of a portion repeats its last.
var sizes = []int{1, 4, 16, 32, 64, 256}

// inPortions runs a query that asks for any of many texts, some at a time, and puts the answers together.
func inPortions[T any](wanted []string, query func(some []any) ([]T, error)) ([]T, error) {
	var found []T
	for len(wanted) > 0 {
		n := min(len(wanted), sizes[len(sizes)-1])
		some := make([]any, 0, n)
		for _, w := range wanted[:n] {
			some = append(some, w)
		}
		for len(some) < sizeFor(n) {
			some = append(some, some[n-1])
		}
		part, err := query(some)
		if err != nil {
			return nil, err
		}
		found, wanted = append(found, part...), wanted[n:]
	}
	return found, nil
}

func sizeFor(n int) int {
	for _, size := range sizes {
		if size >= n {
			return size
		}
	}
	return sizes[len(sizes)-1]
}

// insert are rows of one shape for one table.
type insert struct {
	into string // table (columns)
	wide int
	args []any
}

func (i *insert) add(values ...any) {
	i.wide = len(values)
	i.args = append(i.args, values...)
}

// insertAll writes rows, in statements of the largest size that they fill.
func (tx *Tx) insertAll(rows insert) error {
	args := rows.args
	for len(args) > 0 {
		size := 1
		for _, s := range sizes {
			if s*rows.wide <= len(args) {
				size = s
			}
		}
		if _, err := tx.exec(`INSERT INTO `+rows.into+` VALUES `+rowPlaces(size, rows.wide), args[:size*rows.wide]...); err != nil {
			return err
		}
		args = args[size*rows.wide:]
	}
	return nil
}

// rowPlaces are the placeholders of so many rows: ($1, $2), ($3, $4).
func rowPlaces(rows, wide int) string {
	var b strings.Builder
	for i := range rows {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('(')
		for j := range wide {
			if j > 0 {
				b.WriteString(", ")
			}
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(i*wide + j + 1))
		}
		b.WriteByte(')')
	}
	return b.String()
}
