package polls

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strconv"
)

// maxBLTCandidates keeps what a file can ask of the methods within bounds.
const maxBLTCandidates = 1000

// ParseBLT reads ranked ballots as Hill, Wichmann and Woodall described them ("Algorithm
// 123", 1987), with the additions of OpenSTV:
//
//	4 2              candidates, seats
//	-2               withdrawn: takes no part, and ballots pass over it
//	3 1 3 4 0        three ballots 1, 3, 4
//	(7) 1 2=4 3 0    the number of a paper, which is not kept; 2 and 4 are equal
//	1 3 - 1 0        a rank left out, which says nothing
//	0                no more ballots
//	"Adam"           names, as many as candidates
//	…
//	"Title"          and a title
//	# whatever       not outside of a name
//
// Numbers of ballots are whole, 1 or more. Ids of the candidates are "1", "2", …. Nothing
// is counted of a file with a mistake: errors are a *FileError with the line; other errors
// are the reader's.
func ParseBLT(r io.Reader, name string) (Election, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return Election{}, err
	}
	b := &bltFile{file: name, rest: bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), byText: map[string]int{}, byRanks: map[string]int{}}
	for _, part := range []func() error{b.head, b.ballots, b.names} {
		if err := part(); err != nil {
			return Election{}, err
		}
	}
	e := Election{File: name, Title: b.texts[b.n], Groups: b.groups, Seats: b.seats, None: -1}
	for i, at := range b.place {
		if at >= 0 {
			e.Candidates = append(e.Candidates, Candidate{ID: strconv.Itoa(i + 1), Name: b.texts[i]})
		}
	}
	return e, nil
}

type bltFile struct {
	file string
	rest []byte // what is not read yet
	line int    // of the last line that was read

	n, seats int
	place    []int // by number - 1: place among those who stand, or bltWithdrawn
	seen     []int // by number - 1: last kind of ballot that named it
	kinds    int
	total    int64
	groups   []Group
	byText   map[string]int // groups by the text of their ballot, and by their ranks
	byRanks  map[string]int
	texts    []string
}

const bltWithdrawn = -1

func (b *bltFile) wrong(format string, args ...any) error {
	return &FileError{File: b.file, Line: max(1, b.line), What: fmt.Sprintf(format, args...)}
}

// next is the next line that says something, without comment and blanks around it.
func (b *bltFile) next() ([]byte, bool) {
	for len(b.rest) > 0 {
		var line []byte
		line, b.rest, _ = bytes.Cut(b.rest, []byte("\n"))
		b.line++
		if i := bytes.IndexByte(line, '#'); i >= 0 {
			line = line[:i]
		}
		if line = bytes.Trim(line, " \t\r"); len(line) > 0 {
			return line, true
		}
	}
	return nil, false
}

func (b *bltFile) head() error {
	line, _ := b.next()
	fields := bytes.Fields(line)
	if len(fields) != 2 {
		return b.wrong("the first line wants two numbers, candidates and seats")
	}
	candidates, ok := wholeOf(fields[0])
	if !ok || candidates < 1 || candidates > maxBLTCandidates {
		return b.wrong("the number of candidates is %.40q, not 1 to %d", fields[0], maxBLTCandidates)
	}
	seats, ok := wholeOf(fields[1])
	if !ok || seats < 1 || seats > math.MaxInt32 {
		return b.wrong("the number of seats is %.40q, not 1 or more", fields[1])
	}
	b.n, b.seats = int(candidates), int(seats)
	b.place, b.seen = make([]int, b.n), make([]int, b.n)
	return b.withdrawals()
}

// withdrawals reads the lines of negative numbers before the ballots.
func (b *bltFile) withdrawals() error {
	for {
		rest, at := b.rest, b.line
		line, _ := b.next()
		if !bytes.HasPrefix(line, []byte("-")) {
			b.rest, b.line = rest, at
			break
		}
		for _, field := range bytes.Fields(line) {
			c, ok := wholeOf(bytes.TrimPrefix(field, []byte("-")))
			if !ok || field[0] != '-' || c < 1 || c > int64(b.n) {
				return b.wrong("%.40q is not a withdrawn candidate, -1 to -%d", field, b.n)
			}
			if b.place[c-1] == bltWithdrawn {
				return b.wrong("candidate %d is withdrawn twice", c)
			}
			b.place[c-1] = bltWithdrawn
		}
	}
	stand := 0
	for i := range b.place {
		if b.place[i] != bltWithdrawn {
			b.place[i] = stand
			stand++
		}
	}
	if stand == 0 {
		return b.wrong("all candidates are withdrawn")
	}
	return nil
}

// wholeOf reads digits, and nothing else, as a number.
func wholeOf(s []byte) (n int64, ok bool) {
	for _, c := range s {
		d := int64(c) - '0'
		if d < 0 || d > 9 || n > (math.MaxInt64-d)/10 {
			return 0, false
		}
		n = n*10 + d
	}
	return n, len(s) > 0
}
