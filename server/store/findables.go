package store

import (
	"slices"
	"strings"
	"time"

	"yishiting/residents"
	"yishiting/server/search"
)

// What everybody may read is found by its words. Each row of findables is a thing, or a part of
// one, that stands on public pages, and findable_bits says in which of them a piece of text may
// stand. findkinds.go says of each kind what is public of it; whoever writes a thing says so here
// by tx.findable, in the same transaction, and nothing else writes the two tables.

// ThingKind is a kind of thing that can be found.
type ThingKind string

// The kinds.
const (
	KindTopic        ThingKind = "topic"
	KindOutcome      ThingKind = "outcome" // part: the meeting
	KindMeeting      ThingKind = "meeting"
	KindPoll         ThingKind = "poll"
	KindCall         ThingKind = "call"
	KindProject      ThingKind = "project"
	KindNotice       ThingKind = "notice" // of a project; part: its number
	KindActivity     ThingKind = "activity"
	KindTeam         ThingKind = "team"
	KindOrganisation ThingKind = "organisation"
	KindListing      ThingKind = "listing"
	KindRound        ThingKind = "round"
	KindGrant        ThingKind = "grant"
	KindRoom         ThingKind = "room"
	KindPurchase     ThingKind = "purchase"
)

// Findable is a thing that everybody may read, with what is public of it.
type Findable struct {
	Body  string // at whose pages it is read
	Kind  ThingKind
	Thing string // id
	Part  string
	Reach string // where else it is read: everywhere, or ids of communities with spaces around; ""
	Title string
	Texts []string // what else of it is looked through
	At    time.Time
	Is    any // the thing, as its verbs have it
}

// everywhere is the reach of what is read at each community of its body.
const everywhere = "*"

// reaches tells whether what has the reach is read at a community of its body.
func reaches(reach, community string) bool {
	return reach == everywhere || strings.Contains(reach, " "+community+" ")
}

// findRow is a row of findables.
type findRow struct {
	kind                ThingKind
	thing, part         string
	n                   int64
	reach, title, words string
	at                  int64
}

const findColumns = `kind, thing, part, n, reach, title, words, at`

func scanFindRow(r row) (f findRow, err error) {
	return f, r.Scan(&f.kind, &f.thing, &f.part, &f.n, &f.reach, &f.title, &f.words, &f.at)
}

// row is the thing as it is kept, but for its number.
func (f Findable) row() findRow {
	return findRow{
		kind: f.Kind, thing: f.Thing, part: f.Part, reach: f.Reach, title: search.Fold(f.Title),
		words: search.Fold(f.Title + "\n" + strings.Join(f.Texts, "\n")), at: micros(f.At),
	}
}

func (f findRow) key() string { return string(f.kind) + "\n" + f.thing + "\n" + f.part }

func (f findRow) buckets() []int { return search.BucketsOf(string(f.kind), f.title, f.words) }

// findable looks anew at what of a thing everybody may read, after something of it was written; err is
// what came of the writing.
func (tx *Tx) findable(kind ThingKind, body, thing string, err error) error {
	if err != nil {
		return err
	}
	now, err := findables[kind](tx.View, body, thing)
	if err != nil {
		return err
	}
	kept, err := list(tx.View, scanFindRow, `SELECT `+findColumns+` FROM findables WHERE body = $1 AND kind = $2 AND thing = $3`, body, string(kind), thing)
	if err != nil {
		return err
	}
	old := map[string]findRow{}
	for _, f := range kept {
		old[f.key()] = f
	}
	for _, f := range now {
		f := f.row()
		before, had := old[f.key()]
		delete(old, f.key())
		if f.n = before.n; f == before {
			continue
		}
		if !had {
			if f.n, err = one(tx.View, number, `SELECT COALESCE(MAX(n), 0) + 1 FROM findables WHERE body = $1`, body); err != nil {
				return err
			}
		}
		if err := tx.putFindable(body, before, f); err != nil {
			return err
		}
	}
	for _, f := range kept {
		if _, gone := old[f.key()]; gone {
			if err := tx.dropFindable(body, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// putFindable writes a row, in the place of another of its key and number; the zero row for none.
func (tx *Tx) putFindable(body string, before, f findRow) error {
	_, err := tx.exec(`INSERT INTO findables (body, `+findColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (body, kind, thing, part) DO UPDATE SET reach = excluded.reach, title = excluded.title, words = excluded.words, at = excluded.at`,
		body, string(f.kind), f.thing, f.part, f.n, f.reach, f.title, f.words, f.at)
	if err != nil {
		return err
	}
	var was []int
	if before.n != 0 {
		was = before.buckets()
	}
	is := f.buckets()
	return tx.setBits(body, f.n, without(was, is), without(is, was))
}

func (tx *Tx) dropFindable(body string, f findRow) error {
	_, err := tx.exec(`DELETE FROM findables WHERE body = $1 AND kind = $2 AND thing = $3 AND part = $4`, body, string(f.kind), f.thing, f.part)
	if err != nil {
		return err
	}
	return tx.setBits(body, f.n, f.buckets(), nil)
}

// without are those of all that are not in some; both are in order.
func without(all, some []int) (left []int) {
	for _, b := range all {
		if _, in := slices.BinarySearch(some, b); !in {
			left = append(left, b)
		}
	}
	return left
}

// Bodies are the ids of all bodies, in order.
func (v *View) bodies() ([]string, error) {
	return list(v, text, `SELECT id FROM communities ORDER BY id`)
}

// FindableAgain is a thing that was found, as it is now; residents.ErrNotFound where it is public no more.
func (v *View) FindableAgain(f Found) (Findable, error) {
	all, err := findables[f.Kind](v, f.Body, f.Thing)
	if err != nil {
		return Findable{}, err
	}
	if i := slices.IndexFunc(all, func(now Findable) bool { return now.Part == f.Part }); i >= 0 {
		return all[i], nil
	}
	return Findable{}, residents.ErrNotFound
}
