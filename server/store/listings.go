package store

import (
	"database/sql"

	"yishiting/signups/organisations"
)

// What is needed and offered in a community, and what came together.

const listingColumns = `community, id, side, good, title, about, org, unit, state, reason, made_by, made_at, published_by`

func scanListing(r row) (l organisations.Listing, err error) {
	var made int64
	err = r.Scan(&l.Community, &l.ID, &l.Side, &l.Good, &l.Title, &l.About, &l.Org, &l.Unit, &l.State, &l.Reason, &l.MadeBy, &made, &l.PublishedBy)
	l.MadeAt = instant(made)
	return l, err
}

// Listing is a community's need or offer by id.
func (v *View) Listing(community, id string) (organisations.Listing, error) {
	return one(v, scanListing, `SELECT `+listingColumns+` FROM listings WHERE community = $1 AND id = $2`, community, id)
}

// ListingsIn are those in some states, the latest first, at most so many.
func (v *View) ListingsIn(community string, limit int, states ...organisations.ListingState) ([]organisations.Listing, error) {
	args := []any{community, limit}
	for _, s := range states {
		args = append(args, string(s))
	}
	return list(v, scanListing, `SELECT `+listingColumns+` FROM listings WHERE community = $1 AND state IN (`+places(3, len(states))+`)
		ORDER BY made_at DESC, id LIMIT $2`, args...)
}

// AddListing writes a new one.
func (tx *Tx) AddListing(l organisations.Listing) error {
	return tx.findable(KindListing, l.Community, l.ID, tx.add(organisations.ErrAlready, `INSERT INTO listings (`+listingColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		l.Community, l.ID, string(l.Side), string(l.Good), l.Title, l.About, l.Org, l.Unit, string(l.State), l.Reason, l.MadeBy, micros(l.MadeAt), l.PublishedBy))
}

// SetListing writes where one stands.
func (tx *Tx) SetListing(l organisations.Listing) error {
	return tx.findable(KindListing, l.Community, l.ID, tx.set(`UPDATE listings SET state = $3, reason = $4, published_by = $5 WHERE community = $1 AND id = $2`,
		l.Community, l.ID, string(l.State), l.Reason, l.PublishedBy))
}

const matchColumns = `community, id, need, offer, terms, state, made_by, made_at, need_by, offer_by, done_at, need_rate, offer_rate`

func scanMatch(r row) (m organisations.Match, err error) {
	var made int64
	var done sql.NullInt64
	err = r.Scan(&m.Community, &m.ID, &m.Need, &m.Offer, &m.Terms, &m.State, &m.MadeBy, &made, &m.NeedBy, &m.OfferBy, &done, &m.NeedRate, &m.OfferRate)
	m.MadeAt, m.DoneAt = instant(made), instantOrZero(done)
	return m, err
}

// Match is a community's match by id.
func (v *View) Match(community, id string) (organisations.Match, error) {
	return one(v, scanMatch, `SELECT `+matchColumns+` FROM matches WHERE community = $1 AND id = $2`, community, id)
}

// MatchesIn are those that were not dropped, the latest first, at most so many.
func (v *View) MatchesIn(community string, limit int) ([]organisations.Match, error) {
	return list(v, scanMatch, `SELECT `+matchColumns+` FROM matches WHERE community = $1 AND state <> 'dropped' ORDER BY made_at DESC, id LIMIT $2`, community, limit)
}

// AddMatch writes a new one; ErrAlready where the need has another.
func (tx *Tx) AddMatch(m organisations.Match) error {
	return tx.add(organisations.ErrAlready, `INSERT INTO matches (`+matchColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		m.Community, m.ID, m.Need, m.Offer, m.Terms, string(m.State), m.MadeBy, micros(m.MadeAt), m.NeedBy, m.OfferBy, timeOrNull(m.DoneAt), m.NeedRate, m.OfferRate)
}

// SetMatch writes where one stands.
func (tx *Tx) SetMatch(m organisations.Match) error {
	return tx.set(`UPDATE matches SET state = $3, need_by = $4, offer_by = $5, done_at = $6, need_rate = $7, offer_rate = $8 WHERE community = $1 AND id = $2`,
		m.Community, m.ID, string(m.State), m.NeedBy, m.OfferBy, timeOrNull(m.DoneAt), m.NeedRate, m.OfferRate)
}
