package store

import (
	"database/sql"

	"yishiting/polls"
)

// Ballots, on line and on paper.

const ballotColumns = `community, poll, unit, tag, seq, choice, nonce, channel, at, voter`

func ballot(r row) (b polls.Ballot, err error) {
	var at int64
	err = r.Scan(&b.Community, &b.Poll, &b.Unit, &b.Tag, &b.Seq, &b.Choice, &b.Nonce, &b.Channel, &at, &b.Voter)
	b.At = instant(at)
	return b, err
}

// BallotsAt are the ballots of those units.
func (v *View) BallotsAt(body, id string, units []string) ([]polls.Ballot, error) {
	return inPortions(units, func(some []any) ([]polls.Ballot, error) {
		return list(v, ballot, `SELECT `+ballotColumns+` FROM ballots WHERE community = $1 AND poll = $2 AND unit IN (`+places(3, len(some))+`)`,
			append([]any{body, id}, some...)...)
	})
}

// BallotsByTag are a poll's ballots in the order of tags, from the one after the given tag, at most limit.
func (v *View) BallotsByTag(body, id, after string, limit int) ([]polls.Ballot, error) {
	return list(v, ballot, `SELECT `+ballotColumns+` FROM ballots WHERE community = $1 AND poll = $2 AND tag > $3 ORDER BY tag LIMIT $4`, body, id, after, limit)
}

// ReplacedBallots are what is kept of those that others took the place of, by tag and number.
func (v *View) ReplacedBallots(body, id string) ([]polls.Replaced, error) {
	return list(v, replaced, `SELECT tag, seq, inner_hash FROM ballots_replaced WHERE community = $1 AND poll = $2 ORDER BY tag, seq`, body, id)
}

// Said are the different choices of a poll, with how many ballots and how much weight each has, by text.
func (v *View) Said(body, id string) ([]polls.Said, error) {
	return list(v, func(r row) (s polls.Said, err error) {
		return s, r.Scan(&s.Choice, &s.Ballots, &s.Paper, &s.Heads, &s.Area)
	}, `SELECT choice, COUNT(*), COUNT(*) FILTER (WHERE channel = 'paper'), CAST(SUM(heads) AS BIGINT), CAST(SUM(area) AS BIGINT) FROM ballots
		JOIN poll_roll ON poll_roll.community = ballots.community AND poll_roll.poll = ballots.poll AND poll_roll.unit = ballots.unit
		WHERE ballots.community = $1 AND ballots.poll = $2 GROUP BY choice ORDER BY choice`, body, id)
}

// TurnoutByBuilding is how many units of each building voted.
func (v *View) TurnoutByBuilding(body, id string) ([]polls.Turnout, error) {
	return list(v, func(r row) (t polls.Turnout, err error) { return t, r.Scan(&t.Building, &t.Units, &t.Voted) },
		`SELECT building, COUNT(*), COUNT(ballots.unit) FROM poll_roll
		LEFT JOIN ballots ON ballots.community = poll_roll.community AND ballots.poll = poll_roll.poll AND ballots.unit = poll_roll.unit
		WHERE poll_roll.community = $1 AND poll_roll.poll = $2 AND shares = ''
		GROUP BY length(building), building ORDER BY length(building), building`, body, id)
}

// AddBallots keeps first ballots; polls.ErrVoted where a unit has one.
func (tx *Tx) AddBallots(all []polls.Ballot) error {
	rows := insert{into: `ballots (` + ballotColumns + `)`}
	for _, b := range all {
		rows.add(b.Community, b.Poll, b.Unit, b.Tag, b.Seq, b.Choice, b.Nonce, b.Channel, micros(b.At), b.Voter)
	}
	err := tx.insertAll(rows)
	if Kind(err) == Unique {
		return polls.ErrVoted
	}
	return err
}

// ReplaceBallot keeps a ballot in the place of the unit's last.
func (tx *Tx) ReplaceBallot(b polls.Ballot, before polls.Replaced) error {
	_, err := tx.exec(`INSERT INTO ballots_replaced (community, poll, unit, seq, tag, inner_hash) VALUES ($1, $2, $3, $4, $5, $6)`,
		b.Community, b.Poll, b.Unit, before.Seq, before.Tag, before.Inner)
	if err != nil {
		return err
	}
	return tx.set(`UPDATE ballots SET seq = $4, choice = $5, nonce = $6, channel = $7, at = $8, voter = $9
		WHERE community = $1 AND poll = $2 AND unit = $3 AND seq = $10`,
		b.Community, b.Poll, b.Unit, b.Seq, b.Choice, b.Nonce, b.Channel, micros(b.At), b.Voter, before.Seq)
}

const paperColumns = `community, poll, serial, unit, printed_at, void, state, first_by, first_at, first_said, second_by, second_at, second_said`

func paper(r row) (p polls.PaperBallot, err error) {
	var printed int64
	var first, second sql.NullInt64
	err = r.Scan(&p.Community, &p.Poll, &p.Serial, &p.Unit, &printed, &p.Void, &p.State,
		&p.First.By, &first, &p.First.Choice, &p.Second.By, &second, &p.Second.Choice)
	p.PrintedAt, p.First.At, p.Second.At = instant(printed), instantOrZero(first), instantOrZero(second)
	return p, err
}

// Paper is a printed ballot; residents.ErrNotFound when the poll has none of that serial.
func (v *View) Paper(body, id, serial string) (polls.PaperBallot, error) {
	return one(v, paper, `SELECT `+paperColumns+` FROM paper_ballots WHERE community = $1 AND poll = $2 AND serial = $3`, body, id, serial)
}

// PapersIn are a poll's printed ballots in any of the states, void ones left out, by
// serial, from the one after the given serial, at most limit.
func (v *View) PapersIn(body, id, after string, limit int, states ...polls.PaperState) ([]polls.PaperBallot, error) {
	args := []any{body, id, after, limit}
	for _, s := range states {
		args = append(args, s)
	}
	return list(v, paper, `SELECT `+paperColumns+` FROM paper_ballots WHERE community = $1 AND poll = $2 AND serial > $3 AND NOT void
		AND state IN (`+places(5, len(states))+`) ORDER BY serial LIMIT $4`, args...)
}

// PaperCounts are how many printed ballots are in which state, void ones left out.
func (v *View) PaperCounts(body, id string) (polls.PaperCounts, error) {
	return one(v, func(r row) (c polls.PaperCounts, err error) {
		return c, r.Scan(&c.Out, &c.Once, &c.Differs, &c.In, &c.Aside)
	}, `SELECT COUNT(*) FILTER (WHERE state = 'out'), COUNT(*) FILTER (WHERE state = 'once'), COUNT(*) FILTER (WHERE state = 'differs'),
		COUNT(*) FILTER (WHERE state = 'in'), COUNT(*) FILTER (WHERE state = 'aside')
		FROM paper_ballots WHERE community = $1 AND poll = $2 AND NOT void`, body, id)
}

// PapersOf are the printed ballots of those units, void ones left out.
func (v *View) PapersOf(body, id string, units []string) ([]polls.PaperBallot, error) {
	return inPortions(units, func(some []any) ([]polls.PaperBallot, error) {
		return list(v, paper, `SELECT `+paperColumns+` FROM paper_ballots WHERE community = $1 AND poll = $2 AND NOT void AND unit IN (`+places(3, len(some))+`)`,
			append([]any{body, id}, some...)...)
	})
}

// AddPapers keeps printed ballots. Those of the same units that are still out become void.
func (tx *Tx) AddPapers(all []polls.PaperBallot) error {
	rows := insert{into: `paper_ballots (` + paperColumns + `)`}
	for _, p := range all {
		_, err := tx.exec(`UPDATE paper_ballots SET void = TRUE WHERE community = $1 AND poll = $2 AND unit = $3 AND NOT void AND state = 'out'`,
			p.Community, p.Poll, p.Unit)
		if err != nil {
			return err
		}
		rows.add(p.Community, p.Poll, p.Serial, p.Unit, micros(p.PrintedAt), false, p.State, "", nil, "", "", nil, "")
	}
	return tx.insertAll(rows)
}

// SetPaper writes what is known of a printed ballot anew.
func (tx *Tx) SetPaper(p polls.PaperBallot) error {
	return tx.set(`UPDATE paper_ballots SET state = $4, first_by = $5, first_at = $6, first_said = $7, second_by = $8, second_at = $9, second_said = $10
		WHERE community = $1 AND poll = $2 AND serial = $3`, p.Community, p.Poll, p.Serial, p.State,
		p.First.By, timeOrNull(p.First.At), p.First.Choice, p.Second.By, timeOrNull(p.Second.At), p.Second.Choice)
}

// DropPapers removes the printed ballots of a poll on which nobody has voted.
func (tx *Tx) DropPapers(body, id string) error {
	_, err := tx.exec(`DELETE FROM paper_ballots WHERE community = $1 AND poll = $2`, body, id)
	return err
}
