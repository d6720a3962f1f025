package polls

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"yishiting/record"
)

// Export is what an export says. Nothing of it is true only because it stands there:
// VerifyExport checks it.
type Export struct {
	Community  string
	ID         string
	Terms      Terms
	Roll       RollSum   // as it is said; SumRoll(Electors) is what it comes to
	Electors   []Elector // tag, weights and label, in the order of tags
	Withheld   int64     // ballots that are in and not in the export, because they are so few
	Ballots    []Ballot  // that count, in the order of tags, without unit, time and voter
	Replaced   []Replaced
	Final      Final
	Verifier   string
	Checkpoint string // signed
	Tail       record.Tail
	Entries    []record.Entry

	finalAt int // line of the final result; others are counted from the beginning or from there
}

// maxExportLine is the most bytes of a line. The longest are a final result with all
// pairs of a hundred options, and entries of the record.
const maxExportLine = 8 << 20

// ParseExport reads an export and takes only what WriteExport writes: the parts in
// their order, each line in its one form, tags in ascending order and ballots of units on
// the roll, each choice one of the terms in its one text. Otherwise a FileError names the line.
func ParseExport(r io.Reader, file string) (*Export, error) {
	p := exportReader{in: bufio.NewScanner(r), file: file, x: &Export{}}
	p.in.Buffer(make([]byte, 0, 1<<16), maxExportLine)
	p.in.Split(wholeLines)
	p.again = json.NewEncoder(&p.buffer)
	p.again.SetEscapeHTML(false)
	p.head()
	p.roll()
	p.ballots()
	p.final()
	p.log()
	if p.err != nil {
		return nil, p.err
	}
	return p.x, nil
}

// wholeLines splits at LF and refuses a last line without one.
func wholeLines(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return i + 1, data[:i], nil
	}
	if atEOF && len(data) > 0 {
		return 0, nil, io.ErrUnexpectedEOF
	}
	return 0, nil, nil
}

// exportReader reads line after line until the first error.
type exportReader struct {
	in     *bufio.Scanner
	file   string
	line   int
	buffer bytes.Buffer
	again  *json.Encoder // writes into buffer
	x      *Export
	err    error
}

func (p *exportReader) fail(field, what string, args ...any) {
	if p.err == nil {
		p.err = &FileError{File: p.file, Line: p.line, Field: field, What: fmt.Sprintf(what, args...)}
	}
}

// next is the next line; nil behind the last and after an error.
func (p *exportReader) next(what string) []byte {
	if p.err != nil {
		return nil
	}
	p.line++
	if p.in.Scan() {
		return p.in.Bytes()
	}
	switch err := p.in.Err(); err {
	case nil:
		p.fail("", "the file ends where %s is missing", what)
	case io.ErrUnexpectedEOF:
		p.fail("", "the file is cut off within a line")
	case bufio.ErrTooLong:
		p.fail("", "the line is longer than %d bytes", maxExportLine)
	default:
		p.err = err
	}
	return nil
}

// read reads the next line into v, which points to one of the lines' structs.
func (p *exportReader) read(what string, v any) bool {
	if line := p.next(what); line != nil {
		p.decode(line, what, v)
	}
	return p.err == nil
}

// decode takes a line only if v is written as the same bytes: then it has no key twice,
// none that is unknown, all in their order, and each value in its one form.
func (p *exportReader) decode(line []byte, what string, v any) {
	in := json.NewDecoder(bytes.NewReader(line))
	in.DisallowUnknownFields()
	if err := in.Decode(v); err != nil {
		p.fail("", "this is not %s: %s", what, strings.TrimPrefix(err.Error(), "json: "))
		return
	}
	p.buffer.Reset()
	if err := p.again.Encode(v); err != nil || !bytes.Equal(bytes.TrimSuffix(p.buffer.Bytes(), []byte("\n")), line) {
		p.fail("", "this is %s, but not written as the portal writes it: %s", what, difference(p.buffer.Bytes(), line))
	}
}

// difference shows where a line leaves its one form.
func difference(want, have []byte) string {
	at := 0
	for at < len(want) && at < len(have) && want[at] == have[at] {
		at++
	}
	return fmt.Sprintf("byte %d, at %.40q", at+1, have[min(at, len(have)):])
}

func (p *exportReader) head() {
	var head headLine
	if !p.read("the first line of an export", &head) {
		return
	}
	if head.Version != exportVersion {
		p.fail("yishiting-poll", "version %d is not known here, only %d", head.Version, exportVersion)
	}
	var line termsLine
	if !p.read("the terms", &line) {
		return
	}
	p.inner("terms", line.Terms, &p.x.Terms, func() []byte { return p.x.Terms.JSON() })
	p.x.Community, p.x.ID = head.Community, head.ID
	switch {
	case p.x.Terms.ID != head.ID:
		p.fail("terms", "they are of poll %q, and this is the export of %q", p.x.Terms.ID, head.ID)
	case p.x.Terms.Community != head.Community:
		p.fail("terms", "they are of a poll of %q, and this is an export of %q", p.x.Terms.Community, head.Community)
	case !p.x.Terms.countable():
		p.fail("terms", "no ballots can be counted by them: an unknown method, no budget where there must be one, or options that are none")
	}
}

// countable tells whether terms can be counted in bounded time. Whether they made sense as
// the question that they put was for checkTerms to say, by the limits of their day.
func (t Terms) countable() bool {
	budget := t.Method == Shares || t.Method == Greedy
	if !slices.Contains(Methods, t.Method) || budget != (t.Budget > 0) || t.Budget > MaxCost || len(t.Options) > 10*MaxOptions {
		return false
	}
	seen := map[string]bool{"": true, NoneID: true, Blank: true}
	for _, o := range t.Options {
		if seen[o.ID] || budget && (o.Cost < 1 || o.Cost > t.Budget) {
			return false
		}
		seen[o.ID] = true
	}
	return (len(t.Options) == 0) == (t.Method == Binary)
}

// inner reads what the record hashes: it must be the one text of what it says.
func (p *exportReader) inner(field string, text []byte, v any, again func() []byte) {
	in := json.NewDecoder(bytes.NewReader(text))
	in.DisallowUnknownFields()
	if err := in.Decode(v); err != nil {
		p.fail(field, "%s", strings.TrimPrefix(err.Error(), "json: "))
	} else if want := again(); !bytes.Equal(want, text) {
		p.fail(field, "not written as the portal writes it: %s", difference(want, text))
	}
}

func (p *exportReader) roll() {
	var line rollLine
	if !p.read("the sum of the roll", &line) {
		return
	}
	p.x.Roll = line.Roll
	last := ""
	for range line.Roll.Units {
		var e electorLine
		if !p.read("a unit of the roll", &e) {
			return
		}
		p.tag(e.Tag)
		switch {
		case e.Tag <= last:
			p.fail("tag", "it does not come after the tag in front of it")
		case e.Heads < 0 || e.Area < 0:
			p.fail("", "a weight is below 0")
		}
		last = e.Tag
		p.x.Electors = append(p.x.Electors, Elector{Tag: e.Tag, Weights: Weights{Heads: e.Heads, Area: e.Area}, Label: e.Label})
	}
}

func (p *exportReader) tag(tag string) { p.hex("tag", tag, 32) }

func (p *exportReader) hex(field, s string, digits int) {
	if len(s) != digits || strings.Trim(s, "0123456789abcdef") != "" {
		p.fail(field, "not %d digits of hex in small letters", digits)
	}
}

func (p *exportReader) ballots() {
	line := p.next("the number of ballots")
	if p.err != nil {
		return
	}
	if bytes.HasPrefix(line, []byte(`{"withheld":`)) {
		var held withheldLine
		p.decode(line, "the number of ballots withheld", &held)
		p.x.Withheld = held.Withheld
		if p.x.Terms.Secrecy == Named || held.Withheld < 1 || held.Withheld >= SmallCell {
			p.fail("withheld", "only 1 to %d ballots without names are withheld", SmallCell-1)
		}
		return
	}
	var of ballotsLine
	p.decode(line, "the number of ballots", &of)
	unit := 0 // the first elector that may be the next ballot's
	for n := int64(0); n < of.Ballots && p.err == nil; n++ {
		unit = p.ballot(unit)
	}
	p.replaced()
}

// ballot reads a ballot of one of the electors from there on, and gives the one behind it.
func (p *exportReader) ballot(from int) int {
	var b ballotLine
	if !p.read("a ballot", &b) {
		return from
	}
	p.tag(b.Tag)
	p.hex("nonce", b.Nonce, 64)
	at, found := slices.BinarySearchFunc(p.x.Electors, b.Tag, byTag)
	switch {
	case !found:
		p.fail("tag", "no unit of the roll has it")
	case at < from:
		p.fail("tag", "it does not come after the tag in front of it")
	case b.Seq < 1:
		p.fail("seq", "ballots of a unit are counted from 1")
	case b.Channel != Online && b.Channel != Paper && b.Channel != "":
		p.fail("channel", "not online or paper")
	case b.Channel != Online && !p.x.Terms.Paper:
		p.fail("channel", "the poll has no paper ballots")
	default:
		p.choice(b)
	}
	p.x.Ballots = append(p.x.Ballots, Ballot{
		Community: p.x.Community, Poll: p.x.ID, Tag: b.Tag, Seq: b.Seq, Choice: b.Choice, Nonce: b.Nonce, Channel: b.Channel,
	})
	return at + 1
}

func byTag(e Elector, tag string) int { return strings.Compare(e.Tag, tag) }

// choice sees that a ballot says something that the terms let it say, in its one text.
func (p *exportReader) choice(b ballotLine) {
	read := ReadChoice
	if b.Channel != Online {
		read = readPaper
	}
	text, err := read(p.x.Terms, b.Choice)
	switch {
	case err != nil:
		p.fail("choice", "%.60q is none of this poll: %s", b.Choice, strings.TrimPrefix(err.Error(), "choice: "))
	case text != b.Choice:
		p.fail("choice", "%.60q is written %q", b.Choice, text)
	}
}

func (p *exportReader) replaced() {
	var line replacedLine
	if !p.read("the number of replaced ballots", &line) {
		return
	}
	if line.Replaced > 0 && !p.x.Terms.Replace {
		p.fail("replaced", "no ballot of this poll could be replaced")
	}
	var last Replaced
	for n := int64(0); n < line.Replaced && p.err == nil; n++ {
		var r Replaced
		if !p.read("a replaced ballot", &r) {
			return
		}
		p.tag(r.Tag)
		p.hex("inner", r.Inner, 64)
		if r.Tag < last.Tag || r.Tag == last.Tag && r.Seq <= last.Seq {
			p.fail("tag", "it does not come after the ballot in front of it")
		}
		last = r
		p.x.Replaced = append(p.x.Replaced, r)
	}
}

func (p *exportReader) final() {
	var line finalLine
	if p.read("the final result", &line) {
		p.inner("final", line.Final, &p.x.Final, func() []byte { return p.x.Final.JSON() })
	}
	p.x.finalAt = p.line
}

func (p *exportReader) log() {
	var line logLine
	if !p.read("the record's part", &line) {
		return
	}
	p.x.Verifier, p.x.Checkpoint, p.x.Tail = line.Log.Verifier, line.Log.Checkpoint, line.Log.Tail
	for p.err == nil && p.in.Scan() {
		p.line++
		e, err := record.ParseLeaf(p.in.Bytes())
		if err != nil {
			p.fail("", "this is no entry of the record: %v", err)
		}
		p.x.Entries = append(p.x.Entries, e)
	}
	if p.err == nil && p.in.Err() != nil {
		p.next("an entry of the record") // says what is wrong with the line
	}
}

// Lines of the export, for whoever blames one.
func (x *Export) ballotAt(i int) int { return 5 + len(x.Electors) + i }
func (x *Export) replacedAt(i int) int {
	return x.finalAt - len(x.Replaced) + i
}
func (x *Export) entryAt(i int) int { return x.finalAt + 2 + i }

// Said are the ballots as they are counted, with the weights of their units.
func (x *Export) Said() []Said {
	of := map[string]*Said{}
	for _, b := range x.Ballots {
		s := of[b.Choice]
		if s == nil {
			s = &Said{Choice: b.Choice}
			of[b.Choice] = s
		}
		s.Ballots++
		if b.Channel == Paper {
			s.Paper++
		}
		at, _ := slices.BinarySearchFunc(x.Electors, b.Tag, byTag)
		s.Weights = s.Plus(x.Electors[at].Weights)
	}
	all := make([]Said, 0, len(of))
	for _, s := range of {
		all = append(all, *s)
	}
	slices.SortFunc(all, func(a, b Said) int { return strings.Compare(a.Choice, b.Choice) })
	return all
}

// Election is what the export's ballots are counted as; ErrStage where they are withheld.
func (x *Export) Election() (Election, error) {
	if x.Withheld > 0 {
		return Election{}, ErrStage
	}
	choices, lines := map[string]int64{}, map[string]int{}
	for i, b := range x.Ballots {
		if choices[b.Choice]++; lines[b.Choice] == 0 {
			lines[b.Choice] = x.ballotAt(i)
		}
	}
	e := x.Terms.Election(choices)
	for g, choice := range slices.Sorted(maps.Keys(choices)) { // as Terms.Election has them
		e.Groups[g].Line = lines[choice]
	}
	return e, nil
}
