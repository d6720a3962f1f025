package telling

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"yishiting/calendar"
	"yishiting/residents"
)

// A Digest is one week's, of one person.
type Digest struct {
	Community, Resident string
	Week                calendar.Day // the Monday of the week in which it was made
	Until               calendar.Day // it tells of the days before this one
	Days                int          // so many
	Things              int          // told in it; 0: nothing was new, and no letter was written
	At                  Instant
}

// From is the first day of which it tells.
func (d Digest) From() calendar.Day { return d.Until.Add(-d.Days) }

// Title names its days: 11 月 6 日至 11 月 12 日.
func (d Digest) Title() string { return plain(d.From()) + "至 " + plain(d.Until.Add(-1)) }

func plain(d calendar.Day) string { return fmt.Sprintf("%d 月 %d 日", d.Month, d.Day) }

// Page is where it is read, below the page of weeks: 2026-11-13, and behind it how many days if
// they are not DigestDays.
func (d Digest) Page() string {
	if d.Days == DigestDays {
		return d.Until.String()
	}
	return fmt.Sprintf("%s?days=%d", d.Until, d.Days)
}

// ReadPage reads what Page writes: the days of a digest, and nothing else of it. Its error is
// residents.ErrNotFound.
func ReadPage(page string) (d Digest, err error) {
	day, days, longer := strings.Cut(page, "?days=")
	if d.Days = DigestDays; longer {
		d.Days, err = strconv.Atoi(days)
	}
	if err == nil {
		d.Until, err = calendar.ParseDay(day)
	}
	if err != nil || d.Days < 1 || d.Days > MostDays {
		return Digest{}, residents.ErrNotFound
	}
	return d, nil
}

// DigestDays is of how many days a digest tells, where there was one the week before; MostDays of
// how many at most.
const (
	DigestDays = 7
	MostDays   = 14
)

// Reader is what a digest is made of.
type Reader interface {
	// NewsBetween are the public acts of a body of the given kinds in the time from (inclusive) to to
	// (exclusive), in their order, and what they meant for topics on an agenda.
	NewsBetween(body string, from, to Instant) ([]Event, error)
	// StreetNews are the public acts of the street of a community in such a time, as far as they concern it.
	StreetNews(community string, from, to Instant) ([]Event, error)
	// PollsClosing are the open polls of a body that close within a time.
	PollsClosing(body string, from, to Instant) ([]Event, error)
	// PlacesFree are the activities with a free place in a shift that begins within a time.
	PlacesFree(body string, from, to Instant) ([]Event, error)
}

// OwnReader is what is read for one reader's digest beside what is everybody's.
type OwnReader interface {
	// FollowedNews are, by those of the given people who follow them, the public acts about projects at whichever body
	// in the time from (inclusive) to to (exclusive) and since they follow them, in their order.
	FollowedNews(community string, of []string, from, to Instant) (map[string][]Event, error)
	// PlacesFitting are, by those of the given people who wish to hear of them, the activities with a free
	// place in a shift that begins within a time and suits them.
	PlacesFitting(community string, of []string, from, to Instant) (map[string][]Event, error)
}

// Things are what was new at a body in so many days before one, and, where that day is not long past,
// what stands now.
func Things(v Reader, body residents.Community, until calendar.Day, days int, now Instant) ([]Event, error) {
	zone := body.Location()
	events, err := v.NewsBetween(body.ID, until.Add(-days).Start(zone), until.Start(zone))
	if err != nil {
		return nil, err
	}
	street, err := v.StreetNews(body.ID, until.Add(-days).Start(zone), until.Start(zone))
	if err != nil {
		return nil, err
	}
	events = append(events, street...)
	if ahead := ahead(until, now, zone); !ahead.IsZero() {
		closing, err := v.PollsClosing(body.ID, now, ahead)
		if err != nil {
			return nil, err
		}
		free, err := v.PlacesFree(body.ID, now, ahead)
		if err != nil {
			return nil, err
		}
		events = append(append(events, closing...), free...)
	}
	return Newest(events), nil
}

// ahead is until when what stands is told beside what was new in days before one; zero where that is
// long past.
func ahead(until calendar.Day, now Instant, zone *time.Location) Instant {
	if !now.Before(until.Add(DigestDays).Start(zone)) {
		return Instant{}
	}
	return now.Add(DigestDays * 24 * time.Hour)
}

// OwnThings are everybody's things with those that somebody follows or that suit them, each once.
func OwnThings(v OwnReader, all []Event, body residents.Community, resident string, until calendar.Day, days int, now Instant) ([]Event, error) {
	fitting := map[string][]Event{}
	var err error
	if ahead := ahead(until, now, body.Location()); !ahead.IsZero() {
		if fitting, err = v.PlacesFitting(body.ID, []string{resident}, now, ahead); err != nil {
			return nil, err
		}
	}
	zone := body.Location()
	followed, err := v.FollowedNews(body.ID, []string{resident}, until.Add(-days).Start(zone), until.Start(zone))
	if err != nil {
		return nil, err
	}
	return withOwn(all, followed[resident], fitting[resident]), nil
}

func withOwn(all, followed, fitting []Event) []Event {
	own := slices.Concat(followed, fitting)
	for i := range own {
		own[i].Own = true
	}
	return Newest(slices.Concat(all, own))
}

// Subscriber is somebody whose digest of this week is due.
type Subscriber struct {
	Resident string
	Last     calendar.Day // the Until of their last; zero: they had none
}

type dueReader interface {
	// DigestDue are those whose hour of the week is not after the given one, who have had no digest
	// of the week, and who have been there since before an instant, by id.
	DigestDue(community string, week calendar.Day, hour int, since Instant, limit int) ([]Subscriber, error)
}

// Tx is what the digests need of a transaction.
type Tx interface {
	Reader
	OwnReader
	dueReader
	// AddDigest keeps a digest and writes its letter, once a person and week.
	AddDigest(Digest) error
}

// atOnce is how many people get theirs in one transaction.
const atOnce = 200

// Due tells whether anybody's digest is.
func Due(v dueReader, body residents.Community, now Instant) (bool, error) {
	some, err := v.DigestDue(body.ID, WeekOf(now, body.Location()), HourOf(now, body.Location()), came(now), 1)
	return len(some) > 0, err
}

// came is since when somebody must have been there to have a week to be told of.
func came(now Instant) Instant { return now.Add(-DigestDays * 24 * time.Hour) }

// Turn makes the digests that are due, a number at a time, and tells whether there may be more. Whoever
// was away for longer is told of up to MostDays.
func Turn(tx Tx, body residents.Community, now Instant) (more bool, err error) {
	zone := body.Location()
	week, until := WeekOf(now, zone), calendar.DayOf(now, zone)
	some, err := tx.DigestDue(body.ID, week, HourOf(now, zone), came(now), atOnce)
	if err != nil {
		return false, err
	}
	fitting, err := tx.PlacesFitting(body.ID, people(some), now, ahead(until, now, zone))
	if err != nil {
		return false, err
	}
	followed, err := tx.FollowedNews(body.ID, people(some), until.Add(-MostDays).Start(zone), until.Start(zone))
	if err != nil {
		return false, err
	}
	known := map[int][]Event{} // what is everybody's, by days
	for _, w := range some {
		d := Digest{Community: body.ID, Resident: w.Resident, Week: week, Until: until, Days: span(w.Last, until), At: now}
		all, is := known[d.Days]
		if !is {
			if all, err = Things(tx, body, until, d.Days, now); err != nil {
				return false, err
			}
			known[d.Days] = all
		}
		from := until.Add(-d.Days).Start(zone)
		late := slices.DeleteFunc(slices.Clone(followed[w.Resident]), func(e Event) bool { return e.At.Before(from) })
		if all = withOwn(all, late, fitting[w.Resident]); Worth(all) {
			d.Things = len(all)
		}
		if err := tx.AddDigest(d); err != nil {
			return false, err
		}
	}
	return len(some) == atOnce, nil
}

func people(some []Subscriber) (ids []string) {
	for _, w := range some {
		ids = append(ids, w.Resident)
	}
	return ids
}

// span is of how many days a digest tells: of those since the last, DigestDays where there was none.
func span(last, until calendar.Day) int {
	if last.IsZero() {
		return DigestDays
	}
	return min(max(calendar.DaysBetween(last, until), 1), MostDays)
}
