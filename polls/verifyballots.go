package polls

// opened is a commitment on the record: in which entry, and whether a ballot opens it.
type opened struct {
	cast int // place among the poll's entries of ballots
	by   bool
}

// commitments sees that the ballots of the export are those of the record: each commitment
// is opened by one ballot, and each ballot opens one.
func (v *verifying) commitments() error {
	onRecord := map[string]*opened{}
	for i, c := range v.cast {
		for _, text := range c.Commitments {
			if onRecord[text] != nil {
				return v.failed(CheckBallots, v.entryAt(c.at), "the commitment %s is on the record twice", text)
			}
			onRecord[text] = &opened{cast: i}
		}
		if c.late {
			v.late += int64(len(c.Commitments))
		}
	}
	if v.Withheld > 0 {
		return v.withheldFits(int64(len(onRecord)))
	}
	for i, b := range v.Ballots {
		if err := v.open(onRecord, b.Commitment(), v.ballotAt(i), b.Channel != Online); err != nil {
			return err
		}
	}
	for i, r := range v.Replaced {
		if err := v.open(onRecord, commitment(v.ID, r), v.replacedAt(i), false); err != nil {
			return err
		}
	}
	return v.unopened(onRecord)
}

// open notes that a ballot opens its commitment. Behind the close only paper ballots are entered.
func (v *verifying) open(onRecord map[string]*opened, text string, line int, paper bool) error {
	c := onRecord[text]
	switch {
	case c == nil:
		return v.failed(CheckBallots, line, "this ballot is not on the record: its commitment is %s", text)
	case c.by:
		return v.failed(CheckBallots, line, "this ballot stands in the export twice")
	case v.cast[c.cast].late && !paper:
		return v.failed(CheckBallots, line, "this ballot was cast after the close and not on paper (entry %d)", v.Entries[v.cast[c.cast].at].Seq)
	}
	c.by = true
	return nil
}

// unopened blames the first commitment that no ballot opens.
func (v *verifying) unopened(onRecord map[string]*opened) error {
	for _, c := range v.cast {
		for _, text := range c.Commitments {
			if !onRecord[text].by {
				return v.failed(CheckBallots, v.entryAt(c.at), "entry %d has a ballot that is missing here: its commitment is %s, its receipt %s",
					v.Entries[c.at].Seq, text, Receipt(text))
			}
		}
	}
	return nil
}

func (v *verifying) withheldFits(commitments int64) error {
	if commitments < v.Withheld || !v.Terms.Replace && commitments != v.Withheld {
		return v.failed(CheckBallots, v.finalAt-1, "%d ballots are withheld, the record has %d", v.Withheld, commitments)
	}
	return nil
}

// numbers sees that a unit's ballots are numbered without a gap, the last counting, and
// that there are as many as the close and the result say.
func (v *verifying) numbers() error {
	ballots := int64(len(v.Ballots))
	if v.Withheld > 0 {
		ballots = v.Withheld
	} else if err := v.sequences(); err != nil {
		return err
	}
	switch {
	case v.Final.Ballots != ballots:
		return v.failed(CheckBallots, v.finalAt, "the result is of %d ballots, and %d are here", v.Final.Ballots, ballots)
	case v.late > v.Final.Paper:
		return v.failed(CheckBallots, v.finalAt, "the record has %d ballots behind the close, more than the %d on paper", v.late, v.Final.Paper)
	case v.closed.Ballots+v.late != ballots:
		return v.failed(CheckBallots, v.finalAt, "the record has %d ballots at the close and %d behind it, and %d are here", v.closed.Ballots, v.late, ballots)
	}
	return nil
}

func (v *verifying) sequences() error {
	r := 0
	for i, b := range v.Ballots {
		for seq := int64(1); seq < b.Seq; seq++ {
			if r >= len(v.Replaced) || v.Replaced[r].Tag != b.Tag || v.Replaced[r].Seq != seq {
				return v.failed(CheckBallots, v.ballotAt(i), "this is ballot %d of its unit, and ballot %d is missing", b.Seq, seq)
			}
			r++
		}
	}
	if r < len(v.Replaced) {
		return v.failed(CheckBallots, v.replacedAt(r), "this ballot was replaced, and no ballot of its unit took its place")
	}
	return nil
}
