package store

import (
	"time"

	"yishiting/polls"
)

// FeedSince is since when the person has an address for their calendar; residents.ErrNotFound
// where they have none.
func (v *View) FeedSince(community, resident string) (time.Time, error) {
	at, err := one(v, number, `SELECT made_at FROM calendar_feeds WHERE community = $1 AND resident = $2`, community, resident)
	return instant(at), err
}

// FeedOwner is the id of the person of the community whose calendar a token opens, and who has
// not left; residents.ErrNotFound for any other token.
func (v *View) FeedOwner(community, token string) (string, error) {
	return one(v, text, `SELECT residents.id FROM calendar_feeds f
		JOIN residents ON residents.community = f.community AND residents.id = f.resident
		WHERE f.community = $1 AND token_hash = $2 AND left_at IS NULL`, community, tokenHash(token))
}

// SetFeed gives the person's calendar an address in the place of the one before, if any.
func (tx *Tx) SetFeed(community, resident, token string) error {
	_, err := tx.exec(`INSERT INTO calendar_feeds (community, resident, token_hash, made_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (community, resident) DO UPDATE SET token_hash = $3, made_at = $4`, community, resident, tokenHash(token), micros(tx.now))
	return err
}

// RemoveFeed ends the address of the person's calendar, if it has one.
func (tx *Tx) RemoveFeed(community, resident string) error {
	_, err := tx.exec(`DELETE FROM calendar_feeds WHERE community = $1 AND resident = $2`, community, resident)
	return err
}

// mostOpenPolls bounds PollsOpen: a calendar has no need of more.
const mostOpenPolls = 50

// PollsOpen are the body's published polls that close after the given instant, the next first.
func (v *View) PollsOpen(body string, after time.Time) ([]polls.Poll, error) {
	return list(v, poll, `SELECT `+pollColumns+` FROM polls
		WHERE community = $1 AND state = 'published' AND closes > $2 ORDER BY closes, id LIMIT $3`, body, micros(after), mostOpenPolls)
}
