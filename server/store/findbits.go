package store

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// blockSize is how many things have their bits in one row; migrations say the same.
const blockSize = 2048

// setBits takes the bit of a thing out of some buckets and puts it into others. The bits of a body are
// written by one command at a time, as its log is.
func (tx *Tx) setBits(body string, n int64, out, in []int) error {
	if !tx.holds(body) {
		return fmt.Errorf("store: the command does not hold %s, so it cannot change what is found there", body)
	}
	block, bit := n/blockSize, int(n%blockSize)
	for some := range slices.Chunk(append(slices.Clone(out), in...), 64) {
		kept, err := tx.bitsOf(body, some, block)
		if err != nil {
			return err
		}
		changed := map[bucketBlock][]byte{}
		for _, bucket := range some {
			at := bucketBlock{bucket, block}
			_, put := slices.BinarySearch(in, bucket)
			changed[at] = withBit(kept[at], bit, put)
		}
		if err := tx.putBits(body, changed); err != nil {
			return err
		}
	}
	return nil
}

// bucketBlock is where bits are kept.
type bucketBlock struct {
	bucket int
	block  int64
}

// withBit are bits with one of them set or not, and without zeros after the last.
func withBit(bits []byte, bit int, set bool) []byte {
	all := make([]byte, max(len(bits), bit/8+1))
	copy(all, bits)
	if set {
		all[bit/8] |= 1 << (bit % 8)
	} else {
		all[bit/8] &^= 1 << (bit % 8)
	}
	return bytes.TrimRight(all, "\x00")
}

// bitsOf are the bits of some buckets of a block.
func (v *View) bitsOf(body string, buckets []int, block int64) (map[bucketBlock][]byte, error) {
	in, args := among([]any{body, block}, buckets)
	return v.bitsWhere(`body = $1 AND block = $2 AND bucket IN (`+in+`)`, args...)
}

func (v *View) bitsWhere(where string, args ...any) (map[bucketBlock][]byte, error) {
	found := map[bucketBlock][]byte{}
	_, err := list(v, func(r row) (struct{}, error) {
		var at bucketBlock
		var bits []byte
		err := r.Scan(&at.bucket, &at.block, &bits)
		found[at] = bits
		return struct{}{}, err
	}, `SELECT bucket, block, bits FROM findable_bits WHERE `+where, args...)
	return found, err
}

// putBits writes bits, and takes rows away in which none is left.
func (tx *Tx) putBits(body string, all map[bucketBlock][]byte) error {
	var values []string
	args := []any{body}
	for at, bits := range all {
		if len(bits) == 0 {
			if _, err := tx.exec(`DELETE FROM findable_bits WHERE body = $1 AND bucket = $2 AND block = $3`, body, at.bucket, at.block); err != nil {
				return err
			}
			continue
		}
		args = append(args, at.bucket, at.block, bits)
		values = append(values, fmt.Sprintf("($1, $%d, $%d, $%d)", len(args)-2, len(args)-1, len(args)))
	}
	if len(values) == 0 {
		return nil
	}
	_, err := tx.exec(`INSERT INTO findable_bits (body, bucket, block, bits) VALUES `+strings.Join(values, ", ")+`
		ON CONFLICT (body, bucket, block) DO UPDATE SET bits = excluded.bits`, args...)
	return err
}

// bitsOfRows are the bits of all rows together.
func bitsOfRows(all []findRow) map[bucketBlock][]byte {
	bits := map[bucketBlock][]byte{}
	for _, f := range all {
		bit := int(f.n % blockSize)
		for _, bucket := range f.buckets() {
			at := bucketBlock{bucket, f.n / blockSize}
			for len(bits[at]) <= bit/8 {
				bits[at] = append(bits[at], 0)
			}
			bits[at][bit/8] |= 1 << (bit % 8)
		}
	}
	return bits
}
