package polls

import (
	"slices"

	"yishiting/residents"
)

// Vote is a ballot on its way: who casts it in which poll, and what it says.
type Vote struct {
	By     residents.Sender
	Body   string
	Poll   string
	Unit   string // for which of their units; "": SeatFor says which
	Choice string // as typed: ReadChoice says what of it is a choice
}

// Cast is what came of a vote: the ballot that counts, or why there is none.
type Cast struct {
	Ballot Ballot
	Err    error
}

// Seat is what a poll's page and its verb know of a voter: the unit of the roll for which
// they may vote, and its ballot if there is one.
type Seat struct {
	Elector Elector // zero: they have none
	Home    bool    // they live in a home that has one, for which somebody else speaks
	Ballot  Ballot  // zero: none yet
}

// UnitsOf are the units for which somebody may vote in the poll, if the roll has them:
// themselves, or the homes that they represent now.
func UnitsOf(who residents.Standing, t Terms, now Instant) []string {
	if who.Resident.Community != t.Community {
		return nil // ids of people mean nothing elsewhere
	}
	if !t.Electorate.Unit.ByHome() {
		return []string{personUnit(who.Resident.ID)}
	}
	var units []string
	for _, h := range who.ScopesOf(t.Community, residents.RoleHouseholdRep, now) {
		units = append(units, homeUnit(h))
	}
	slices.Sort(units)
	return units
}

// MostCast is how many ballots a unit may cast in a poll: each is on the record for ever.
const MostCast = 50

// MayVote is nil where somebody may cast a ballot, or replace theirs, now.
func MayVote(who residents.Standing, p Poll, seat Seat, now Instant) error {
	on := residents.Matter{Body: p.Community, Assigned: seat.Elector.Unit != ""}
	err := residents.May(who, residents.CastBallot, on, now)
	switch {
	case p.State == Withdrawn && (err == nil || err == residents.ErrNotYours):
		return ErrNotOpen // it has no roll any more
	case err == residents.ErrNotYours && seat.Home:
		return ErrHomeSpeaks
	case err == residents.ErrNotYours:
		return ErrNotOnRoll
	case err != nil:
		return err
	case !who.Resident.Adult:
		return residents.ErrMinor
	case p.Effect == Resolution && who.Helper.ID != "":
		return residents.ErrByHelper // who decides for all is there in person
	}
	if err := p.stillMember(who, now); err != nil {
		return err
	}
	if err := p.Taking(now); err != nil {
		return err
	}
	switch {
	case seat.Ballot.Channel == Paper:
		return ErrVotedPaper
	case seat.Ballot.Seq > 0 && !p.Replace:
		return ErrVoted
	case seat.Ballot.Seq >= MostCast:
		return ErrReplaced
	}
	return nil
}

// stillMember is nil while somebody holds what put them on the roll: a representative
// whose term is over votes no more.
func (p Poll) stillMember(who residents.Standing, now Instant) error {
	roles := p.Electorate.Roles
	switch p.Electorate.Unit {
	case UnitDelegate:
		roles = delegateRoles
	case UnitMember:
		if len(p.Electorate.Roles) == 0 || slices.Contains(p.Electorate.People, who.Resident.ID) {
			return nil
		}
	default:
		return nil
	}
	if who.Holds(p.Community, now, roles...) {
		return nil
	}
	if who.Strong().Holds(p.Community, now, roles...) {
		return residents.ErrPasskey
	}
	return ErrNotOnRoll
}

// CastVotes casts votes of one body in the order given, each by itself: one that is
// refused leaves no trace and keeps no other waiting. Their commitments go on the record
// in one entry a poll. An error, unlike one within a Cast, means that nothing was kept.
func CastVotes(tx Tx, body string, votes []Vote) ([]Cast, error) {
	count := counting{tx: tx, body: body, polls: map[string]*castPoll{}}
	if err := count.load(votes); err != nil {
		return nil, err
	}
	casts := make([]Cast, len(votes))
	for i, v := range votes {
		casts[i].Ballot, casts[i].Err = count.cast(v)
	}
	return casts, count.keep()
}

// counting is a batch of votes being cast.
type counting struct {
	tx    Tx
	body  string
	polls map[string]*castPoll
	order []string // of polls
}

// castPoll is a poll with what the votes of a batch need of it.
type castPoll struct {
	Poll
	missing  error // why there is no such poll
	electors map[string]Elector
	before   map[string]Ballot // by unit: the ballot that counted before the batch
	now      map[string]Ballot // by unit: the one that counts after it
	fresh    []Ballot          // firsts of their units
	instead  []replacing       // those that take the place of another, in order
	said     []string          // commitments
}

// replacing is a ballot and what is kept of the one before it.
type replacing struct {
	Ballot
	before Replaced
}

func newCastPoll(p Poll) *castPoll {
	return &castPoll{Poll: p, electors: map[string]Elector{}, before: map[string]Ballot{}, now: map[string]Ballot{}}
}

func (c *counting) load(votes []Vote) error {
	units := map[string][]string{}
	for _, v := range votes {
		p, ok := c.polls[v.Poll]
		if !ok {
			poll, err := c.tx.Poll(c.body, v.Poll)
			if err != nil && err != residents.ErrNotFound {
				return err
			}
			p = newCastPoll(poll)
			p.missing = err
			c.polls[v.Poll] = p
			c.order = append(c.order, v.Poll)
		}
		if p.missing == nil {
			units[v.Poll] = append(units[v.Poll], unitsAround(v.By.Standing, p.Terms, v.By.Now)...)
		}
	}
	for id, p := range c.polls {
		if err := p.loadUnits(c.tx, units[id]); err != nil {
			return err
		}
	}
	return nil
}

// unitsAround are UnitsOf with the homes where somebody lives without speaking for them.
func unitsAround(who residents.Standing, t Terms, now Instant) []string {
	units := UnitsOf(who, t, now)
	if t.Electorate.Unit.ByHome() {
		for _, h := range who.Homes {
			units = append(units, homeUnit(h.Household))
		}
	}
	return units
}

func (p *castPoll) loadUnits(tx rollAndBallots, units []string) error {
	slices.Sort(units)
	units = slices.Compact(units)
	if len(units) == 0 {
		return nil
	}
	electors, err := tx.ElectorsAt(p.Community, p.ID, units)
	if err != nil {
		return err
	}
	var with []string
	for _, e := range electors {
		p.electors[e.Unit] = e
		if e.With != "" {
			with = append(with, e.With)
		}
	}
	if len(with) > 0 {
		shared, err := tx.ElectorsAt(p.Community, p.ID, with)
		if err != nil {
			return err
		}
		for _, e := range shared {
			p.electors[e.Unit] = e
		}
	}
	ballots, err := tx.BallotsAt(p.Community, p.ID, sortedUnits(p.electors))
	for _, b := range ballots {
		p.before[b.Unit] = b
	}
	return err
}

func sortedUnits(m map[string]Elector) []string {
	var all []string
	for u, e := range m {
		if e.With == "" {
			all = append(all, u)
		}
	}
	slices.Sort(all)
	return all
}

// rollAndBallots is what it takes to know somebody's Seat.
type rollAndBallots interface {
	ElectorsAt(body, poll string, units []string) ([]Elector, error)
	BallotsAt(body, poll string, units []string) ([]Ballot, error)
}

// SeatsOf are somebody's seats in a poll: one, or one for each home that they represent.
// Where there is none, a single Seat says whether their home has one.
func SeatsOf(v rollAndBallots, who residents.Standing, p Poll, now Instant) ([]Seat, error) {
	cp := newCastPoll(p)
	if err := cp.loadUnits(v, unitsAround(who, p.Terms, now)); err != nil {
		return nil, err
	}
	return cp.seats(who, now), nil
}

// seats are where somebody stands, with what this batch did before them.
func (p *castPoll) seats(who residents.Standing, now Instant) []Seat {
	var all []Seat
	for _, u := range UnitsOf(who, p.Terms, now) {
		e, ok := p.electors[u]
		if ok && e.With != "" {
			e, ok = p.electors[e.With]
		}
		if ok && !slices.ContainsFunc(all, func(s Seat) bool { return s.Elector.Unit == e.Unit }) {
			all = append(all, Seat{Elector: e, Ballot: p.ballot(e.Unit)})
		}
	}
	if len(all) > 0 {
		return all
	}
	lives := p.Electorate.Unit.ByHome() && slices.ContainsFunc(who.Homes, func(h residents.Home) bool {
		_, ok := p.electors[homeUnit(h.Household)]
		return ok
	})
	return []Seat{{Home: lives}}
}

// SeatFor is the one of the seats that is meant: by its unit, or the first that has no
// ballot yet, or else the first.
func SeatFor(seats []Seat, unit string) Seat {
	for _, s := range seats {
		if unit != "" && s.Elector.Unit == unit || unit == "" && s.Ballot.Seq == 0 {
			return s
		}
	}
	if unit != "" {
		return Seat{}
	}
	return seats[0]
}

func (p *castPoll) ballot(unit string) Ballot {
	if b, ok := p.now[unit]; ok {
		return b
	}
	return p.before[unit]
}

func (c *counting) cast(v Vote) (Ballot, error) {
	p := c.polls[v.Poll]
	if p.missing != nil {
		return Ballot{}, p.missing
	}
	if p.State == Draft {
		return Ballot{}, residents.ErrNotFound
	}
	seats := p.seats(v.By.Standing, v.By.Now)
	if v.Unit == "" && len(seats) > 1 {
		return Ballot{}, refuse("unit", residents.ErrChoice) // for which home is not to be guessed
	}
	seat := SeatFor(seats, v.Unit)
	if err := MayVote(v.By.Standing, p.Poll, seat, v.By.Now); err != nil {
		return Ballot{}, err
	}
	choice, err := ReadChoice(p.Terms, v.Choice)
	if err != nil {
		return Ballot{}, err
	}
	return p.put(seat, Ballot{Choice: choice, Channel: Online, At: v.By.Now, Voter: v.By.Resident.ID}), nil
}

// put makes the ballot that counts for a seat from now on.
func (p *castPoll) put(seat Seat, b Ballot) Ballot {
	b.Community, b.Poll, b.Unit, b.Tag = p.Community, p.ID, seat.Elector.Unit, seat.Elector.Tag
	b.Seq, b.Nonce = seat.Ballot.Seq+1, random(32)
	if last := seat.Ballot; last.Seq == 0 {
		p.fresh = append(p.fresh, b)
	} else {
		p.instead = append(p.instead, replacing{b, Replaced{last.Tag, last.Seq, last.Inner()}})
	}
	p.now[b.Unit] = b
	p.said = append(p.said, b.Commitment())
	return b
}

// keep writes what the batch came to, and one entry a poll.
func (c *counting) keep() error {
	for _, id := range c.order {
		p := c.polls[id]
		if len(p.said) == 0 {
			continue
		}
		if err := p.keepBallots(c.tx); err != nil {
			return err
		}
		if err := commit(c.tx, p.Poll, p.said); err != nil {
			return err
		}
	}
	return nil
}

func (p *castPoll) keepBallots(tx Tx) error {
	if len(p.fresh) > 0 {
		if err := tx.AddBallots(p.fresh); err != nil {
			return err
		}
		if err := tx.MoreBallots(p.Community, p.ID, len(p.fresh)); err != nil {
			return err
		}
	}
	for _, b := range p.instead {
		if err := tx.ReplaceBallot(b.Ballot, b.before); err != nil {
			return err
		}
	}
	return nil
}

// commit puts commitments on the record, in the order of their bytes: within an entry
// nobody sees which ballot came first.
func commit(tx Tx, p Poll, said []string) error {
	slices.Sort(said)
	_, err := tx.AppendTo(p.Community, act("ballots-cast", p.ID, struct {
		Number      string   `json:"number"`
		Commitments []string `json:"commitments"`
	}{p.Number, said}))
	return err
}
