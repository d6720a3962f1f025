package polls

import (
	"bytes"
	"slices"
)

// ballots reads the ballots and the 0 after them.
func (b *bltFile) ballots() error {
	for {
		line, ok := b.next()
		switch {
		case !ok:
			return b.wrong("the file ends before the 0 that ends the ballots")
		case len(line) == 1 && line[0] == '0':
			return nil
		}
		if err := b.ballot(line); err != nil {
			return err
		}
	}
}

// ballot takes one line in. What it says is looked at once for all lines that say it in
// the same words.
func (b *bltFile) ballot(line []byte) error {
	if line[0] == '(' {
		end := bytes.IndexByte(line, ')')
		if end < 0 {
			return b.wrong("the number of the paper has no closing bracket")
		}
		line = bytes.TrimLeft(line[end+1:], " \t")
	}
	end := bytes.IndexAny(line, " \t")
	if end < 0 {
		end = len(line)
	}
	n, ok := wholeOf(line[:end])
	switch {
	case !ok || n < 1:
		return b.wrong("%.40q is not a number of ballots: whole, 1 or more", line[:end])
	case n > mostBallots-b.total:
		return b.wrong("more than %d ballots", int64(mostBallots))
	}
	b.total += n
	text := bytes.TrimLeft(line[end:], " \t")
	if i, ok := b.byText[string(text)]; ok {
		b.groups[i].N += n
		return nil
	}
	ranks, err := b.ranks(text)
	if err != nil {
		return err
	}
	b.group(n, ranks, string(text))
	return nil
}

func (b *bltFile) group(n int64, ranks [][]int, text string) {
	key := string(ballotKey(nil, ranks))
	i, ok := b.byRanks[key]
	if !ok {
		i = len(b.groups)
		b.byRanks[key] = i
		b.groups = append(b.groups, Group{Ranks: ranks, Line: b.line})
	}
	b.groups[i].N += n
	b.byText[text] = i
}

// ranks reads candidates up to the 0.
func (b *bltFile) ranks(text []byte) (ranks [][]int, err error) {
	b.kinds++
	const ( // what stood last
		nothing = iota
		number
		equals
	)
	last := nothing
	var rank []int
	for len(text) > 0 {
		switch c := text[0]; {
		case c == ' ' || c == '\t':
			text = text[1:]
		case c == '=' && last == number:
			last, text = equals, text[1:]
		case c == '-' && last != equals && bltWord(text) == 1:
			last, text = nothing, text[1:]
		case c >= '0' && c <= '9':
			end := bltWord(text)
			word := text[:end]
			text = bytes.TrimLeft(text[end:], " \t")
			if len(word) == 1 && c == '0' {
				return b.end(ranks, rank, text, last == equals)
			}
			if last != equals {
				ranks, rank = withRank(ranks, rank), nil
			}
			if rank, err = b.named(rank, word); err != nil {
				return nil, err
			}
			last = number
		default:
			return nil, b.wrong("%.40q is not a candidate, or not in its place", text[:max(1, bltWord(text))])
		}
	}
	return nil, b.wrong("the ballot has no 0 at its end")
}

// bltWord is how long the word is with which a text begins.
func bltWord(text []byte) int {
	if end := bytes.IndexAny(text, " \t="); end >= 0 {
		return end
	}
	return len(text)
}

// named adds a candidate to a rank; one who is withdrawn is passed over.
func (b *bltFile) named(rank []int, word []byte) ([]int, error) {
	c, ok := wholeOf(word)
	switch {
	case !ok || c < 1 || c > int64(b.n):
		return nil, b.wrong("%.40q is not a candidate, 1 to %d", word, b.n)
	case b.seen[c-1] == b.kinds:
		return nil, b.wrong("candidate %d stands twice in the ballot", c)
	}
	b.seen[c-1] = b.kinds
	if at := b.place[c-1]; at != bltWithdrawn {
		rank = append(rank, at)
	}
	return rank, nil
}

func (b *bltFile) end(ranks [][]int, rank []int, text []byte, open bool) ([][]int, error) {
	if open {
		return nil, b.wrong("no candidate after the last =")
	}
	if len(text) > 0 {
		return nil, b.wrong("%.40q stands after the 0 that ends the ballot", text)
	}
	return withRank(ranks, rank), nil
}

// withRank adds a rank that has anybody; equals stand in the order of the candidates.
func withRank(ranks [][]int, rank []int) [][]int {
	if len(rank) == 0 {
		return ranks
	}
	slices.Sort(rank)
	return append(ranks, rank)
}
