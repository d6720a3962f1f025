package polls

import (
	"fmt"
	"io"
	"math/big"
	"strings"
)

// ParsePB reads a budget's projects and ballots from a Pabulib file (pabulib.org/format).
// Only approvals are counted (vote_type approval, and choose-1 with its one project a
// ballot); the candidates are the projects in the order of the file.
//
// Accepted are CRLF, a byte order mark, META without its header row, blanks around
// fields, quotes, columns in any order, others beside them, and empty votes. num_projects
// and num_votes may be missing, and must be right where they stand. A ballot over the
// file's own max_length or max_sum_cost is refused; one below min_length is counted, as
// it wrongs nobody. Whatever could make a count wrong is a *FileError.
func ParsePB(r io.Reader, name string) (Election, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return Election{}, fmt.Errorf("%s: %w", name, err)
	}
	p := &pbFile{rows: newPBRows(name, string(text)), places: map[string]int{}}
	if err := p.read(); err != nil {
		return Election{}, err
	}
	return p.election, nil
}

// pbFile is a Pabulib file half read.
type pbFile struct {
	rows     *pbRows
	meta     map[string]pbValue
	election Election
	places   map[string]int // projects by id
	limits   pbLimits
}

// pbValue is a value of META and where it stands.
type pbValue struct {
	text string
	line int
}

// pbLimits are what a ballot may hold; nil where there is no limit.
type pbLimits struct{ length, cost *big.Rat }

func (p *pbFile) read() error {
	more, err := p.rows.read()
	if err != nil {
		return err
	}
	for _, section := range []struct {
		name string
		read func() (bool, error)
	}{{"META", p.readMeta}, {"PROJECTS", p.readProjects}, {"VOTES", p.readVotes}} {
		if !more {
			return p.rows.wrong("", "the file ends before the section "+section.name)
		}
		if p.rows.title() != section.name {
			return p.rows.wrong("", "the section "+section.name+" is expected here")
		}
		if more, err = section.read(); err != nil {
			return err
		}
	}
	if more {
		return p.rows.wrong("", "the section "+p.rows.title()+" has no place after VOTES")
	}
	return nil
}

// section gives the rows up to the next title to each; more tells whether there is one.
func (p *pbFile) section(each func() error) (more bool, err error) {
	for {
		more, err := p.rows.read()
		if err != nil || !more || p.rows.title() != "" {
			return more, err
		}
		if err := each(); err != nil {
			return false, err
		}
	}
}

// counted are the keys of META that bear on the count.
var counted = map[string]bool{
	"budget": true, "vote_type": true, "num_projects": true, "num_votes": true, "max_length": true, "max_sum_cost": true,
}

func (p *pbFile) readMeta() (bool, error) {
	p.meta = map[string]pbValue{}
	more, err := p.section(p.readKey)
	if err != nil {
		return false, err
	}
	return more, p.terms()
}

// readKey reads a row "key;value". The format's own example once writes "key: value".
func (p *pbFile) readKey() error {
	r := p.rows
	key, value := r.fields[0], r.field(1)
	if len(r.fields) == 1 {
		key, value, _ = strings.Cut(key, ":")
		value = strings.TrimSpace(value)
	}
	key = strings.ToLower(strings.TrimSpace(key))
	if counted[key] {
		if _, twice := p.meta[key]; twice {
			return r.wrong(key, "stands twice")
		}
		if err := r.beyond(2); err != nil {
			return err
		}
	}
	p.meta[key] = pbValue{value, r.line}
	return nil
}

// terms reads what META says about the count.
func (p *pbFile) terms() error {
	p.election = Election{Title: p.meta["description"].text, None: -1, Completion: CompleteNone}
	kind := p.meta["vote_type"]
	switch strings.ToLower(kind.text) {
	case "approval":
	case "choose-1":
		p.limits.length = big.NewRat(1, 1)
	case "":
		return p.wrongMeta("vote_type", "is missing")
	default:
		return p.wrongMeta("vote_type", fmt.Sprintf("ballots of the type %q are not counted, only approval", kind.text))
	}
	budget, ok := decimal(p.meta["budget"].text)
	switch {
	case p.meta["budget"].text == "":
		return p.wrongMeta("budget", "is missing")
	case !ok:
		return p.wrongMeta("budget", fmt.Sprintf("%q is not a decimal number", p.meta["budget"].text))
	case budget.Sign() <= 0:
		return p.wrongMeta("budget", "is not above 0")
	}
	p.election.Budget = budget
	if err := p.limit("max_length", &p.limits.length); err != nil {
		return err
	}
	return p.limit("max_sum_cost", &p.limits.cost)
}

func (p *pbFile) limit(key string, to **big.Rat) error {
	text := p.meta[key].text
	if text == "" {
		return nil
	}
	most, ok := decimal(text)
	if !ok {
		return p.wrongMeta(key, fmt.Sprintf("%q is not a decimal number", text))
	}
	if *to == nil || most.Cmp(*to) < 0 {
		*to = most
	}
	return nil
}

// wrongMeta is an error at a key of META, or at the end of META where the key is missing.
func (p *pbFile) wrongMeta(key, what string) error {
	line := p.rows.line
	if v, ok := p.meta[key]; ok {
		line = v.line
	}
	return &FileError{File: p.rows.file, Line: line, Field: key, What: what}
}

// same holds a number that META says against what was found.
func (p *pbFile) same(key string, found int) error {
	text := p.meta[key].text
	if text == "" {
		return nil
	}
	said, ok := decimal(text)
	if !ok {
		return p.wrongMeta(key, fmt.Sprintf("%q is not a number", text))
	}
	if said.Cmp(big.NewRat(int64(found), 1)) != 0 {
		return p.wrongMeta(key, fmt.Sprintf("says %s, and the file has %d", text, found))
	}
	return nil
}

// longestNumber is how long a number may be written: no money on earth needs more.
const longestNumber = 40

// decimal reads digits with at most one point among them, and a sign.
func decimal(text string) (*big.Rat, bool) {
	digits := strings.TrimPrefix(strings.TrimPrefix(text, "-"), "+")
	whole, part, point := strings.Cut(digits, ".")
	if whole == "" || point && part == "" || len(digits) > longestNumber || len(text) > len(digits)+1 ||
		strings.Trim(whole+part, "0123456789") != "" {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}
