package organisations

import (
	"yishiting/record"
	"yishiting/residents"
)

// ProposeMatch brings a need and an offer together: the committee writes down who does what,
// and asks both sides.
func ProposeMatch(tx Tx, by residents.Sender, community, need, offer, terms string) error {
	if err := residents.May(by.Standing, residents.KeepListings, residents.Matter{Body: community}, by.Now); err != nil {
		return err
	}
	n, err := tx.Listing(community, need)
	if err != nil {
		return err
	}
	o, err := tx.Listing(community, offer)
	if err == residents.ErrNotFound {
		err = field("offer", residents.ErrChoice)
	}
	if err != nil {
		return err
	}
	if n.Side != NeedSide || o.Side != OfferSide || n.State != ListingOpen || o.State != ListingOpen {
		return ErrListing
	}
	m := Match{Community: community, ID: by.ID, Need: need, Offer: offer, State: Proposed, MadeBy: by.Resident.ID, MadeAt: by.Now}
	if m.Terms, err = residents.PublicText("terms", terms, MaxTerms, false); err != nil {
		return err
	}
	if err := tx.AddMatch(m); err != nil {
		return err
	}
	n.State = ListingTaken
	if err := tx.SetListing(n); err != nil {
		return err
	}
	if err := tellOf(tx, by, n, "match-proposed"); err != nil {
		return err
	}
	return tellOf(tx, by, o, "match-proposed")
}

// MayAnswerMatch is nil for whoever stands for a side: whoever made the listing, those who speak for
// its organisation, and for a unit's the committee, which has its word on paper.
func MayAnswerMatch(v Reader, who residents.Standing, l Listing, now Instant) error {
	if l.Unit != "" {
		return residents.May(who, residents.KeepListings, residents.Matter{Body: l.Community}, now)
	}
	mine := who.Resident.Community == l.Community && who.Resident.ID == l.MadeBy
	if l.Org != "" {
		o, err := v.Organisation(l.Community, l.Org)
		if err != nil {
			return err
		}
		mine = who.Resident.Community == l.Community && o.Speaks(who.Resident.ID)
	}
	return residents.May(who, residents.AgreeMatch, residents.Matter{Body: l.Community, Assigned: mine}, now)
}

// sides are a match with both its listings, and the one for which the sender answers.
func sides(tx Tx, by residents.Sender, community, id string, side Side) (m Match, own, other Listing, err error) {
	if m, err = tx.Match(community, id); err != nil {
		return m, own, other, err
	}
	mine, theirs := m.Need, m.Offer
	if side == OfferSide {
		mine, theirs = theirs, mine
	}
	if own, err = tx.Listing(community, mine); err != nil {
		return m, own, other, err
	}
	if other, err = tx.Listing(community, theirs); err != nil {
		return m, own, other, err
	}
	return m, own, other, MayAnswerMatch(tx, by.Standing, own, by.Now)
}

// AnswerMatch is a side's yes or no. With both it is agreed, and on the record; one person does
// not agree for both.
func AnswerMatch(tx Tx, by residents.Sender, community, id string, side Side, yes bool) error {
	m, own, other, err := sides(tx, by, community, id, side)
	if err != nil {
		return err
	}
	if m.State != Proposed {
		return ErrListing
	}
	if !yes {
		return drop(tx, by, m, other)
	}
	mine, theirs := &m.NeedBy, m.OfferBy
	if side == OfferSide {
		mine, theirs = &m.OfferBy, m.NeedBy
	}
	switch {
	case *mine != "":
		return ErrAlready
	case theirs == by.Resident.ID:
		return residents.ErrSecondPerson
	}
	*mine = by.Resident.ID
	if theirs == "" {
		return tx.SetMatch(m)
	}
	m.State = Agreed
	if err := tx.SetMatch(m); err != nil {
		return err
	}
	if err := noteMatch(tx, m, own, "match-agreed"); err != nil {
		return err
	}
	return tellOf(tx, by, other, "match-agreed")
}

// drop lets the need stand open again.
func drop(tx Tx, by residents.Sender, m Match, other Listing) error {
	m.State = Dropped
	if err := tx.SetMatch(m); err != nil {
		return err
	}
	n, err := tx.Listing(m.Community, m.Need)
	if err != nil {
		return err
	}
	n.State = ListingOpen
	if err := tx.SetListing(n); err != nil {
		return err
	}
	return tellOf(tx, by, other, "match-dropped")
}

// FinishMatch says that it was done, and how it went, 1 to 5, of the deed and of nobody: by each
// side for itself.
func FinishMatch(tx Tx, by residents.Sender, community, id string, side Side, rate int) error {
	m, own, other, err := sides(tx, by, community, id, side)
	if err != nil {
		return err
	}
	if m.State != Agreed && m.State != Done {
		return ErrListing
	}
	if rate < 1 || rate > 5 {
		return &residents.FieldError{Field: "rate", Reason: residents.ErrNumber, Limit: 5}
	}
	mine := &m.NeedRate
	if side == OfferSide {
		mine = &m.OfferRate
	}
	if *mine != 0 {
		return ErrAlready
	}
	*mine = rate
	if m.State == Done {
		return tx.SetMatch(m)
	}
	m.State, m.DoneAt = Done, by.Now
	if err := tx.SetMatch(m); err != nil {
		return err
	}
	if err := noteMatch(tx, m, own, "match-done"); err != nil {
		return err
	}
	return tellOf(tx, by, other, "match-done")
}

// noteMatch puts a match on the record.
func noteMatch(tx Tx, m Match, own Listing, kind string) error {
	_, err := tx.AppendTo(m.Community, record.Act{Kind: kind, Subject: "match/" + m.ID, Data: struct {
		Name string `json:"name"`
	}{own.Title}})
	return err
}
