package record_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	. "yishiting/record"
)

func receipt(t testing.TB, l *log, index, size int) Receipt {
	t.Helper()
	r, err := NewReceipt(l.leaves[index], int64(index), sign(t, l.head(t, size)), l)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestEveryReceiptHolds(t *testing.T) {
	l := randomLog(t, dice(7), 33)
	for size := 1; size <= len(l.leaves); size++ {
		for index := range size {
			sent, err := json.Marshal(receipt(t, l, index, size))
			if err != nil {
				t.Fatal(err)
			}
			var r Receipt
			if err := json.Unmarshal(sent, &r); err != nil {
				t.Fatal(err)
			}
			e, err := r.Check(verifier)
			if err != nil || string(e.Leaf()) != string(l.leaves[index]) {
				t.Fatalf("entry %d of %d: %v, %v", index, size, e, err)
			}
		}
	}
}

// eachBit calls f once for every bit of s, with that bit turned over.
func eachBit(s string, f func(flipped string, bit int)) {
	b := []byte(s)
	for bit := range 8 * len(b) {
		b[bit/8] ^= 1 << (bit % 8)
		f(string(b), bit)
		b[bit/8] ^= 1 << (bit % 8)
	}
}

func TestNoBitOfAReceiptMayChange(t *testing.T) {
	l := randomLog(t, dice(8), 13)
	for _, index := range []int{0, 6, 12} {
		whole := receipt(t, l, index, 13)
		refused := func(r Receipt, what string, bit int) {
			if e, err := r.Check(verifier); err == nil {
				t.Errorf("entry %d holds as %s with bit %d of the %s turned over", index, e.Leaf(), bit, what)
			}
		}
		eachBit(whole.Leaf, func(s string, bit int) {
			r := whole
			r.Leaf = s
			refused(r, "leaf", bit)
		})
		eachBit(whole.Checkpoint, func(s string, bit int) {
			r := whole
			r.Checkpoint = s
			refused(r, "checkpoint", bit)
		})
		for i := range whole.Proof {
			eachBit(string(whole.Proof[i][:]), func(s string, bit int) {
				r := whole
				r.Proof = append([]Hash(nil), whole.Proof...)
				copy(r.Proof[i][:], s)
				refused(r, "proof", bit)
			})
		}
		for bit := range 63 {
			r := whole
			r.Index ^= 1 << bit
			refused(r, "index", bit)
			r = whole
			r.Size ^= 1 << bit
			refused(r, "size", bit)
		}
	}
}

func TestReceiptOfAnotherLog(t *testing.T) {
	l := randomLog(t, dice(9), 5)
	head := l.head(t, 5)
	head.Community = "xincun" // signed by the same installation
	r, err := NewReceipt(l.leaves[2], 2, sign(t, head), l)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Check(verifier); !errors.Is(err, ErrProof) {
		t.Errorf("an entry of one community in the log of another: %v", err)
	}
	if _, err := NewReceipt(l.leaves[2], 5, sign(t, head), l); !errors.Is(err, ErrProof) {
		t.Errorf("a receipt for an entry that is not there yet: %v", err)
	}
	_, other, _ := NewKey("portal.example")
	if _, err := receipt(t, l, 2, 5).Check(other); !errors.Is(err, ErrCheckpoint) {
		t.Errorf("checked with another installation's key: %v", err)
	}
}

func TestCheckpoint(t *testing.T) {
	l := randomLog(t, dice(10), 3)
	want := l.head(t, 3)
	signed := sign(t, want)
	if got, err := OpenCheckpoint(signed, verifier); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("opened as %v, %v", got, err)
	}
	if v, err := VerifierOf(signer); v != verifier || err != nil {
		t.Errorf("verifier %s, %v", v, err)
	}
	witnessed := addSignature(t, signed, "witness.example")
	if got, err := OpenCheckpoint(witnessed, verifier); err != nil || got != want {
		t.Errorf("with a witness: %v, %v", got, err)
	}
	if got, err := OpenCheckpoint(want.Text(), verifier); !errors.Is(err, ErrCheckpoint) {
		t.Errorf("without a signature: %v, %v", got, err)
	}
	last := strings.LastIndexByte(signed, '=') - 1 // two of its six bits say nothing
	for _, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" {
		if s := signed[:last] + string(c) + signed[last+1:]; s != signed {
			if _, err := OpenCheckpoint(s, verifier); !errors.Is(err, ErrCheckpoint) {
				t.Errorf("the signature written in another way, with %c: %v", c, err)
			}
		}
	}
	if _, err := OpenCheckpoint(signed+strings.Repeat(" ", 20<<10), verifier); !errors.Is(err, ErrCheckpoint) {
		t.Errorf("very long: %v", err)
	}
	for name, c := range map[string]Checkpoint{
		"no community": {}, "line end": {Community: "a\nb"}, "negative": {Community: "a", Size: -1}, "too large": {Community: "a", Size: 1 << 53},
	} {
		if _, err := SignCheckpoint(c, signer); !errors.Is(err, ErrCheckpoint) {
			t.Errorf("%s: signed, %v", name, err)
		}
	}
	for name, text := range map[string]string{
		"other origin": strings.Replace(want.Text(), "yishiting", "go.sum", 1), "no origin": want.Text()[len("yishiting/"):],
		"more lines": want.Text() + "more\n", "zero in front": strings.Replace(want.Text(), "\n3", "\n03", 1),
		"hex root": "yishiting/hepingli\n3\n" + strings.Repeat("0", 64) + "\n", "loose base64": "yishiting/hepingli\n3\n" + strings.Repeat("A", 42) + "B=\n",
	} {
		s, err := note.NewSigner(signer)
		if err != nil {
			t.Fatal(err)
		}
		signed, err := note.Sign(&note.Note{Text: text}, s)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := OpenCheckpoint(string(signed), verifier); !errors.Is(err, ErrCheckpoint) {
			t.Errorf("%s: opened as %v, %v", name, got, err)
		}
	}
}

func addSignature(t testing.TB, signed, name string) string {
	t.Helper()
	private, _, err := NewKey(name)
	if err != nil {
		t.Fatal(err)
	}
	v, _ := note.NewVerifier(verifier)
	n, err := note.Open([]byte(signed), note.VerifierList(v))
	if err != nil {
		t.Fatal(err)
	}
	s, _ := note.NewSigner(private)
	more, err := note.Sign(n, s)
	if err != nil {
		t.Fatal(err)
	}
	return string(more)
}

func TestKeys(t *testing.T) {
	for _, name := range []string{"", "two words", "a+b", "a\nb", "\xff"} {
		if _, _, err := NewKey(name); !errors.Is(err, ErrCheckpoint) {
			t.Errorf("a key for %q: %v", name, err)
		}
	}
	one, v, err := NewKey("议事厅.example")
	two, _, _ := NewKey("议事厅.example")
	if err != nil || one == two {
		t.Errorf("keys %q and %q, %v", one, two, err)
	}
	if got, err := VerifierOf(one); got != v || err != nil {
		t.Errorf("verifier %s, %v; want %s", got, err, v)
	}
	if _, err := VerifierOf(v); !errors.Is(err, ErrCheckpoint) {
		t.Errorf("a verifier taken for a signer: %v", err)
	}
	if _, err := SignCheckpoint(Checkpoint{Community: "a"}, v); !errors.Is(err, ErrCheckpoint) {
		t.Errorf("signed with a verifier: %v", err)
	}
	if _, err := OpenCheckpoint("", signer); !errors.Is(err, ErrCheckpoint) {
		t.Errorf("opened with a signer: %v", err)
	}
}
