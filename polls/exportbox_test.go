package polls

import (
	"bytes"
	"cmp"
	"iter"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"yishiting/record"
)

// box is a poll with its ballots and the record of its community, kept in memory as the
// verbs and the store keep them.
type box struct {
	t        testing.TB
	dice     *rand.Rand
	signer   string
	verifier string
	poll     Poll
	roll     []Elector
	ballots  map[string]Ballot // by tag
	replaced []Replaced
	from     int64

	leaves [][]byte
	hashes []record.Hash
	at     time.Time
}

func (b *box) ReadHashes(positions []int64) ([]record.Hash, error) {
	var found []record.Hash
	for _, p := range positions {
		found = append(found, b.hashes[p])
	}
	return found, nil
}

func (b *box) append(a record.Act) {
	b.t.Helper()
	b.at = b.at.Add(time.Second)
	e, err := record.NewEntry("hepingli", int64(len(b.leaves)), b.at, a)
	if err != nil {
		b.t.Fatal(err)
	}
	_, hashes, err := record.Stored(e.Seq, e.Leaf(), b)
	if err != nil {
		b.t.Fatal(err)
	}
	b.leaves, b.hashes = append(b.leaves, e.Leaf()), append(b.hashes, hashes...)
}

// newBox is a published poll on a roll of so many units, in a record that had entries before.
func newBox(t testing.TB, terms Terms, units int) *box {
	t.Helper()
	b := &box{t: t, dice: rand.New(rand.NewPCG(7, 2026)), ballots: map[string]Ballot{}, at: time.Date(2026, 7, 1, 1, 0, 0, 0, time.UTC)}
	var err error
	if b.signer, b.verifier, err = record.NewKey("portal.example"); err != nil {
		t.Fatal(err)
	}
	terms.Community, terms.ID, terms.Number, terms.Rule = "hepingli", "poll-1", "P2026-001", cmp.Or(terms.Rule, "consultative")
	terms.Question = cmp.Or(terms.Question, "楼下的自行车棚改成什么？<b>&")
	terms.Opens, terms.Closes = b.at.UnixMicro(), b.at.Add(time.Hour).UnixMicro()
	rule := slices.IndexFunc(rules, func(r Rule) bool { return r.ID == terms.Rule })
	terms.RuleFrom, terms.Effect = rules[rule].From, rules[rule].Effect
	b.poll = Poll{Terms: terms, State: Published}
	for i := range units {
		e := Elector{Unit: "h/" + strconv.Itoa(i), Tag: random(16), Weights: Weights{Heads: 1}, Building: "3 号楼"}
		if terms.Electorate.Unit == UnitOwner {
			e.Area = 6000 + int64(i)*17
		}
		if terms.Secrecy == Named {
			e.Label = "张* " + e.Building
		}
		b.roll = append(b.roll, e)
	}
	slices.SortFunc(b.roll, func(x, y Elector) int { return cmp.Compare(x.Tag, y.Tag) })
	b.roll = append([]Elector{{Unit: "h/shares", With: b.roll[0].Unit}}, b.roll...)
	b.poll.Roll = SumRoll(b.roll)
	for range 5 {
		b.append(record.Act{Kind: "notice", Subject: "meeting/1", Data: struct{}{}})
	}
	b.publish()
	return b
}

func (b *box) publish() {
	p := b.poll
	b.from = int64(len(b.leaves))
	b.append(act("poll-published", p.ID, PublishedFacts{
		Number: p.Number, Title: p.Question, Terms: string(p.Terms.JSON()), TermsHash: p.Terms.Hash(),
		Roll: p.Roll.Units, RollHash: p.Roll.Hash, RollArea: p.Roll.Area,
	}))
}

// cast lets a unit say something, and says it again if it voted before.
func (b *box) cast(unit int, choice string, by Channel) {
	b.t.Helper()
	e := b.roll[1+unit]
	last := b.ballots[e.Tag]
	if last.Seq > 0 {
		b.replaced = append(b.replaced, Replaced{last.Tag, last.Seq, last.Inner()})
	} else {
		b.poll.Ballots++
	}
	now := Ballot{Community: b.poll.Community, Poll: b.poll.ID, Unit: e.Unit, Tag: e.Tag, Seq: last.Seq + 1, Choice: choice, Nonce: random(32), Channel: by}
	b.ballots[e.Tag] = now
	b.commit(now.Commitment())
}

func (b *box) commit(commitments ...string) {
	b.append(act("ballots-cast", b.poll.ID, castFacts{b.poll.Number, commitments}))
}

func (b *box) close() {
	b.append(act("poll-closed", b.poll.ID, closedFacts{b.poll.Number, b.poll.Question, b.poll.Ballots}))
}

func (b *box) said() []Said {
	of := map[string]Said{}
	for _, e := range b.roll {
		if v, ok := b.ballots[e.Tag]; ok && e.With == "" {
			s := of[v.Choice]
			s.Choice, s.Ballots, s.Weights = v.Choice, s.Ballots+1, s.Plus(e.Weights)
			if v.Channel == Paper {
				s.Paper++
			}
			of[v.Choice] = s
		}
	}
	var all []Said
	for _, s := range of {
		all = append(all, s)
	}
	return all
}

func (b *box) tally() Final {
	b.t.Helper()
	f, err := b.poll.Tally(b.poll.Roll, b.said())
	if err != nil {
		b.t.Fatal(err)
	}
	return f
}

func (b *box) count(f Final) {
	b.poll.State, b.poll.Final = Counted, f.JSON()
	b.append(act("poll-counted", b.poll.ID, CountedFacts{
		Number: b.poll.Number, Title: b.poll.Question, Ballots: f.Ballots, Winners: f.Result.Winners,
		Decides: f.Outcome.Decides, Passed: f.Outcome.Passed, Result: onRecord(b.poll.Final), ResultHash: f.Hash(),
	}))
}

func (b *box) signed(size int) string {
	b.t.Helper()
	root, err := record.Root(int64(size), b)
	if err != nil {
		b.t.Fatal(err)
	}
	text, err := record.SignCheckpoint(record.Checkpoint{Community: "hepingli", Size: int64(size), Root: root}, b.signer)
	if err != nil {
		b.t.Fatal(err)
	}
	return text
}

func (b *box) source() Source {
	b.t.Helper()
	tail, err := record.TailOf(b.from, b)
	if err != nil {
		b.t.Fatal(err)
	}
	cast := make([]Ballot, 0, len(b.ballots))
	for _, v := range b.ballots {
		cast = append(cast, v)
	}
	slices.SortFunc(cast, func(x, y Ballot) int { return cmp.Compare(x.Tag, y.Tag) })
	slices.SortFunc(b.replaced, func(x, y Replaced) int { return cmp.Or(cmp.Compare(x.Tag, y.Tag), cmp.Compare(x.Seq, y.Seq)) })
	return Source{
		Poll: b.poll, Roll: listed(b.roll), Ballots: listed(cast), Replaced: listed(b.replaced), Replacements: int64(len(b.replaced)),
		Verifier: b.verifier, Checkpoint: b.signed(len(b.leaves)), Tail: tail, Leaves: listed(b.leaves[b.from:]),
	}
}

func listed[T any](all []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range all {
			if !yield(v, nil) {
				return
			}
		}
	}
}

func (b *box) export() string {
	b.t.Helper()
	var out bytes.Buffer
	if err := WriteExport(&out, b.source()); err != nil {
		b.t.Fatal(err)
	}
	return out.String()
}

// whole is a box whose poll ran its course: ballots, some replaced, some on paper, counted, and an entry behind it.
func whole(t testing.TB, terms Terms, units int, choices ...string) *box {
	t.Helper()
	terms.Paper, terms.Replace = true, true
	b := newBox(t, terms, units)
	for i := range units * 3 / 4 {
		b.cast(i, choices[i%len(choices)], Online)
		if i%5 == 1 {
			b.append(record.Act{Kind: "notice", Subject: "meeting/2", Data: struct{}{}})
			b.cast(i, choices[(i+1)%len(choices)], Online)
		}
		if i%10 == 6 {
			b.cast(i, choices[(i+2)%len(choices)], Online)
		}
	}
	b.cast(units-1, choices[0], Paper)
	b.close()
	b.cast(units-2, Blank, Paper)
	b.count(b.tally())
	b.append(record.Act{Kind: "notice", Subject: "meeting/3", Data: struct{}{}})
	return b
}

func options(n int, cost int64) (all []Option) {
	for i := range n {
		o := Option{ID: strconv.Itoa(i + 1), Words: "方案" + strconv.Itoa(i+1)}
		if cost > 0 {
			o.Cost = cost + int64(i)*137
		}
		all = append(all, o)
	}
	return all
}

// everyMethod are polls of each method, by name.
func everyMethod(t testing.TB) map[string]*box {
	t.Helper()
	all := map[string]*box{
		"binary": whole(t, Terms{Method: Binary, Secrecy: Hidden, Electorate: Electorate{Unit: UnitResident}}, 24, Yes, No, Yes, Abstain),
		"owners": whole(t, Terms{Method: Binary, Secrecy: Named, Rule: "owners-ordinary", Electorate: Electorate{Unit: UnitOwner}}, 24, Yes, Yes, Yes, No),
		"plurality": whole(t, Terms{Method: Plurality, Secrecy: OpenTurnout, Options: options(4, 0), Seats: 2, Choose: 2, Ties: DefaultTies,
			Electorate: Electorate{Unit: UnitHousehold}}, 24, "1,2", "2", "3,4", Blank),
		"approval": whole(t, Terms{Method: Approval, Secrecy: Hidden, Options: options(5, 0), Seats: 2, Ties: DefaultTies,
			Electorate: Electorate{Unit: UnitHousehold}}, 24, "1,2,5", "2", "1,2,3,4,5", Blank),
		"schulze": whole(t, Terms{Method: Schulze, Secrecy: Hidden, Options: options(4, 0), None: true, Seats: 1, Ties: DefaultTies,
			Electorate: Electorate{Unit: UnitHousehold}}, 24, "3>1=2", "2>none>1", "4>3>2>1", "1", Blank),
		"mes": whole(t, Terms{Method: Shares, Secrecy: Hidden, Options: options(6, 20_000), Budget: 70_000, Completion: CompleteAdd1E, Ties: DefaultTies,
			Electorate: Electorate{Unit: UnitHousehold}}, 24, "1,2", "2,3,6", "4", Blank),
		"greedy": whole(t, Terms{Method: Greedy, Secrecy: Hidden, Options: options(6, 20_000), Budget: 70_000, Ties: DefaultTies,
			Electorate: Electorate{Unit: UnitHousehold}}, 24, "1,2", "2,3,6", "4", Blank),
	}
	none := newBox(t, Terms{Method: Binary, Secrecy: Hidden}, 9)
	none.close()
	none.count(none.tally())
	few := newBox(t, Terms{Method: Binary, Secrecy: Hidden, Replace: true}, 9)
	for _, unit := range []int{3, 5, 3} {
		few.cast(unit, Yes, Online)
	}
	few.close()
	few.count(few.tally())
	all["nobody"], all["withheld"] = none, few
	return all
}
