package store

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// findableShape is the shape of what is kept of findable things. Whoever changes what findkinds.go says
// of a kind, or what a text is compared by, gives it another: then everything is looked at anew
// when the program starts, as after the migration that made the tables.
const findableShape = "2"

// findAllAgain brings what can be found to the program's shape, in the transaction in which migrations
// run, and gives the tables that it wrote.
func (tx *Tx) findAllAgain() ([]string, error) {
	shape, err := list(tx.View, text, `SELECT value FROM settings WHERE name = 'findable_shape'`)
	if err != nil || len(shape) == 1 && shape[0] == findableShape {
		return nil, err
	}
	for _, statement := range []string{`DELETE FROM findable_bits`, `DELETE FROM findables`} {
		if _, err := tx.exec(statement); err != nil {
			return nil, err
		}
	}
	bodies, err := tx.bodies()
	if err != nil {
		return nil, err
	}
	for _, body := range bodies {
		all, err := tx.publicOf(body)
		if err != nil {
			return nil, err
		}
		if err := tx.writeFindables(body, all); err != nil {
			return nil, err
		}
	}
	_, err = tx.exec(`INSERT INTO settings (name, value) VALUES ('findable_shape', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, findableShape)
	return []string{"findables", "findable_bits"}, err
}

// publicOf is all that everybody may read of a body, the oldest first, numbered.
func (v *View) publicOf(body string) (all []findRow, err error) {
	for _, kind := range slices.Sorted(maps.Keys(findables)) {
		some, err := findables[kind](v, body, "")
		if err != nil {
			return nil, err
		}
		for _, f := range some {
			all = append(all, f.row())
		}
	}
	slices.SortStableFunc(all, func(a, b findRow) int {
		if a.at != b.at {
			return int(min(max(a.at-b.at, -1), 1))
		}
		return strings.Compare(a.key(), b.key())
	})
	for i := range all {
		all[i].n = int64(i + 1)
	}
	return all, nil
}

// writeFindables writes the rows of a body that has none, and their bits.
func (tx *Tx) writeFindables(body string, all []findRow) error {
	for some := range slices.Chunk(all, 50) {
		var values []string
		args := []any{body}
		for _, f := range some {
			n := len(args)
			args = append(args, string(f.kind), f.thing, f.part, f.n, f.reach, f.title, f.words, f.at)
			values = append(values, fmt.Sprintf("($1, %s)", places(n+1, 8)))
		}
		if _, err := tx.exec(`INSERT INTO findables (body, `+findColumns+`) VALUES `+strings.Join(values, ", "), args...); err != nil {
			return err
		}
	}
	bits := bitsOfRows(all)
	for keys := range slices.Chunk(slices.SortedFunc(maps.Keys(bits), func(a, b bucketBlock) int { return a.bucket - b.bucket }), 64) {
		some := map[bucketBlock][]byte{}
		for _, at := range keys {
			some[at] = bits[at]
		}
		if err := tx.putBits(body, some); err != nil {
			return err
		}
	}
	return nil
}

// FindablesAstray are the bodies of which what can be found is not what everybody may read, with the first
// difference; none where all is well. Numbers alone may differ from those of a fresh start.
func (v *View) FindablesAstray() (astray []string, err error) {
	bodies, err := v.bodies()
	for _, body := range bodies {
		if err != nil {
			break
		}
		var kept, public []findRow
		if kept, err = list(v, scanFindRow, `SELECT `+findColumns+` FROM findables WHERE body = $1`, body); err != nil {
			break
		}
		if public, err = v.publicOf(body); err != nil {
			break
		}
		var bits map[bucketBlock][]byte
		if bits, err = v.bitsWhere(`body = $1`, body); err != nil {
			break
		}
		if why := difference(kept, public); why != "" {
			astray = append(astray, body+": "+why)
		} else if !maps.EqualFunc(bits, bitsOfRows(kept), bytes.Equal) {
			astray = append(astray, body+": the bits are not those of the rows")
		}
	}
	return astray, err
}

// difference is the first between rows that are kept and those that are to be.
func difference(kept, public []findRow) string {
	by := map[string]findRow{}
	for _, f := range kept {
		by[f.key()] = f
	}
	for _, f := range public {
		had, ok := by[f.key()]
		delete(by, f.key())
		if f.n = had.n; !ok || f != had {
			return fmt.Sprintf("%+v is public, and found as %+v (%t)", f, had, ok)
		}
	}
	for key := range by {
		return fmt.Sprintf("%q is found, and not public", key)
	}
	return ""
}
