package record_test

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	. "yishiting/record"
)

func export(t testing.TB, l *log, size int) string {
	t.Helper()
	var b strings.Builder
	if err := WriteExport(&b, sign(t, l.head(t, size)), l.all()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestExportHolds(t *testing.T) {
	l := randomLog(t, dice(11), 20)
	for size := range 21 {
		got, err := VerifyExport(iotest.OneByteReader(strings.NewReader(export(t, l, size))), verifier)
		if err != nil || got.Checkpoint != l.head(t, size) {
			t.Fatalf("export of %d entries: %v, %v", size, got, err)
		}
		if size == 0 {
			continue
		}
		first, _ := ParseLeaf(l.leaves[0])
		last, _ := ParseLeaf(l.leaves[size-1])
		if !got.First.Equal(first.Time()) || !got.Last.Equal(last.Time()) {
			t.Errorf("from %v to %v", got.First, got.Last)
		}
	}
}

// damaged exports, with the entry that the error must blame; -1 where none can be.
func TestExportThatDoesNotHold(t *testing.T) {
	l := randomLog(t, dice(12), 9)
	whole := export(t, l, 9)
	head, body, _ := strings.Cut(whole, "\n\n{")
	body = "{" + body
	lines := strings.SplitAfter(body, "\n")[:9]
	join := func(lines ...string) string { return head + "\n\n" + strings.Join(lines, "") }
	with := func(i int, line string) string {
		changed := append([]string(nil), lines...)
		changed[i] = line
		return join(changed...)
	}
	if join(lines...) != whole {
		t.Fatal("not taken apart as written")
	}
	foreign := strings.Replace(lines[3], "hepingli", "xincun", 1)
	older, err := NewEntry("hepingli", 6, start.Add(-1000), Act{Kind: "topic.accepted"})
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		text  string
		blame int64
		is    error
	}{
		"empty":            {"", -1, ErrCheckpoint},
		"head cut off":     {head[:40], -1, ErrCheckpoint},
		"only the head":    {head + "\n", -1, ErrCheckpoint},
		"no entries":       {join(), -1, ErrProof},
		"last cut off":     {whole[:len(whole)-1], 8, ErrLeaf},
		"last missing":     {join(lines[:8]...), -1, ErrProof},
		"one more":         {join(append(lines, lines[8])...), -1, ErrProof},
		"blank line after": {whole + "\n", -1, ErrProof},
		"third missing":    {join(append(append([]string(nil), lines[:3]...), lines[4:]...)...), 3, ErrProof},
		"swapped":          {join(lines[0], lines[2], lines[1]), 1, ErrProof},
		"twice":            {with(5, lines[4]), 5, ErrProof},
		"not a leaf":       {with(2, "\n"), 2, ErrLeaf},
		"carriage return":  {strings.ReplaceAll(whole, "\n", "\r\n"), -1, ErrCheckpoint},
		"foreign":          {with(3, foreign), 3, ErrProof},
		"back in time":     {with(6, string(older.Leaf())+"\n"), 6, ErrProof},
		"altered":          {with(4, strings.Replace(lines[4], `"at":1793`, `"at":1793`, 1)[:len(lines[4])-2]+" }\n"), 4, ErrLeaf},
		"altered well":     {strings.Replace(whole, `"kind":"`, `"kind":"x`, 1), -1, ErrProof},
		"other size":       {strings.Replace(whole, "\n9\n", "\n8\n", 1), -1, ErrCheckpoint},
		"long line":        {with(7, strings.Repeat("x", MaxLeaf)+"\n"), 7, ErrLeaf},
		"too long line":    {with(7, strings.Repeat("x", MaxLeaf+1)+"\n"), 7, ErrLeaf},
	} {
		_, err := VerifyExport(strings.NewReader(test.text), verifier)
		var entry *EntryError
		blamed := int64(-1)
		if errors.As(err, &entry) {
			blamed = entry.Seq
		}
		if !errors.Is(err, test.is) || blamed != test.blame {
			t.Errorf("%s: %v blames entry %d, want %d", name, err, blamed, test.blame)
		}
	}
	broken := io.MultiReader(strings.NewReader(whole), iotest.ErrReader(io.ErrNoProgress))
	if _, err := VerifyExport(broken, verifier); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("read failure after the end: %v", err)
	}
	if _, err := VerifyExport(iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader(whole))), verifier); err == nil {
		t.Error("read failure in the middle is taken for the end")
	}
}

func TestNoBitOfAnExportMayChange(t *testing.T) {
	whole := export(t, randomLog(t, dice(13), 5), 5)
	eachBit(whole, func(s string, bit int) {
		if _, err := VerifyExport(strings.NewReader(s), verifier); err == nil {
			t.Errorf("holds with bit %d turned over (%q)", bit, s[max(0, bit/8-10):min(len(s), bit/8+10)])
		}
	})
}

func TestWriteExportRefuses(t *testing.T) {
	l := randomLog(t, dice(14), 4)
	signed := sign(t, l.head(t, 4))
	short := &log{leaves: l.leaves[:3]}
	if err := WriteExport(io.Discard, signed, short.all()); !errors.Is(err, ErrProof) {
		t.Errorf("with an entry missing: %v", err)
	}
	if err := WriteExport(io.Discard, "nothing", l.all()); !errors.Is(err, ErrCheckpoint) {
		t.Errorf("without a checkpoint: %v", err)
	}
	failing := func(yield func([]byte, error) bool) { yield(nil, errNoHash) }
	if err := WriteExport(io.Discard, signed, failing); !errors.Is(err, errNoHash) {
		t.Errorf("a failing read: %v", err)
	}
	if err := WriteExport(full{}, signed, l.all()); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("a full disk: %v", err)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

// endless gives an unending line after a good head, and counts what was asked of it.
type endless struct {
	head io.Reader
	read int
}

func (e *endless) Read(p []byte) (int, error) {
	if n, err := e.head.Read(p); err == nil {
		return n, nil
	}
	e.read += len(p)
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestVerifyExportKeepsLittleInMemory(t *testing.T) {
	l := randomLog(t, dice(15), 3)
	head := export(t, l, 3)
	for _, cut := range []int{0, 30, len(head) - 3} {
		e := &endless{head: strings.NewReader(head[:cut])}
		if _, err := VerifyExport(e, verifier); err == nil || e.read > 2*MaxLeaf {
			t.Errorf("after %d bytes: %v, having read %d more", cut, err, e.read)
		}
	}

	big := &log{}
	filler := strings.Repeat("议", 20000)
	for seq := range int64(300) { // 18 MB
		entry, err := NewEntry("hepingli", seq, start, Act{Kind: "minutes.published", Data: filler})
		if err != nil {
			t.Fatal(err)
		}
		big.append(t, entry.Leaf())
	}
	signed := sign(t, big.head(t, 300))
	r, w := io.Pipe()
	go func() { w.CloseWithError(WriteExport(w, signed, big.all())) }()
	peak := &highWater{r: r}
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := VerifyExport(peak, verifier); err != nil {
		t.Fatal(err)
	}
	if grown := int64(peak.heap) - int64(before.HeapAlloc); grown > 8<<20 {
		t.Errorf("%d bytes more in use while checking 18 MB", grown)
	}
}

// highWater notes the largest heap in use, cleaned up, while it is read from.
type highWater struct {
	r     io.Reader
	heap  uint64
	calls int
}

func (h *highWater) Read(p []byte) (int, error) {
	if h.calls++; h.calls%100 == 0 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		h.heap = max(h.heap, m.HeapAlloc)
	}
	return h.r.Read(p)
}

func FuzzVerifyExport(f *testing.F) {
	l := randomLog(f, dice(16), 6)
	good := map[int64]string{}
	for size := range 7 {
		text := export(f, l, size)
		good[int64(size)] = text
		f.Add([]byte(text))
	}
	f.Add([]byte(strings.Replace(good[3], "\n\n{", "\n— witness.example AAAAAAAA\n\n{", 1)))
	f.Add([]byte(good[4] + "\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		found, err := VerifyExport(bytes.NewReader(text), verifier)
		if err != nil {
			return
		}
		// Only what was signed holds; signatures of others may stand beside it.
		_, entries, _ := bytes.Cut(text, []byte("\n\n"))
		_, entries, _ = bytes.Cut(entries, []byte("\n\n"))
		_, want, _ := strings.Cut(good[found.Size], "\n\n")
		_, want, _ = strings.Cut(want, "\n\n")
		if string(entries) != want || found.Checkpoint != l.head(t, int(found.Size)) {
			t.Fatalf("holds, though never signed:\n%s", text)
		}
	})
}
