// Package sample makes a believable neighbourhood in the middle of its month, for
// those who want to look at the portal before they run it. Every row is made by
// running the verbs that people's forms run, under a clock that begins some three
// months ago and ends now; nothing is written beside that road.
package sample

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// ErrNotEmpty is the reason when the store is somebody's home already.
const ErrNotEmpty = residents.Reason("not-empty")

// The bodies of the sample: a district, a street, and two communities of it.
var (
	dongcheng = residents.Community{ID: "dongcheng", Slug: "dongcheng", Name: "东城区", Level: residents.LevelDistrict, Zone: zone, Phone: "010-64031118"}
	street    = residents.Community{ID: "hepingli-jiedao", Slug: "hepingli-jiedao", Name: "和平里街道", Level: residents.LevelSubdistrict, Parent: "dongcheng", Zone: zone, Phone: "010-84218800"}
	hepingli  = residents.Community{ID: "hepingli", Slug: "hepingli", Name: "和平里社区", Level: residents.LevelCommunity, Parent: "hepingli-jiedao", Zone: zone, Homes: 1480, People: 3700, Phone: "010-84201203"}
	anzhen    = residents.Community{ID: "anzhen", Slug: "anzhen", Name: "安贞里社区", Level: residents.LevelCommunity, Parent: "hepingli-jiedao", Zone: zone, Homes: 2146, People: 5365, Phone: "010-84205417"}
)

const (
	zone = "Asia/Shanghai"
	home = "hepingli"
)

// Slug is the first part of the paths of the community that the sample is about.
const Slug = home

// Resident ids of those who are handed a sign-in link.
const (
	Resident  = "wang-xiulan"
	Committee = "li-wenjing"
	Volunteer = "zhao-jianguo"
)

// town is the sample while it is made.
type town struct {
	ctx    context.Context
	store  *store.Store
	now    time.Time // where the clock ends
	first  time.Time // the first instant of the present month
	events []event
	people []string          // ids of hepingli's residents without an office
	topics map[string]string // ids of topics by the name used here
	failed error
}

// event is something that somebody does at a time.
type event struct {
	at   time.Time
	body string // whose record it stands on
	who  string // home/id
	do   func(tx *store.Tx, by residents.Sender) error
}

// Make fills an empty store with the neighbourhood as it stands at now.
// ErrNotEmpty when there are bodies in it already.
func Make(ctx context.Context, s *store.Store, now time.Time) error {
	t := &town{ctx: ctx, store: s, now: now, topics: map[string]string{}}
	day := consultation.DayOf(hepingli, now)
	day.Day = 1
	t.first = day.Start(hepingli.Location())
	if err := t.empty(); err != nil {
		return err
	}
	if err := t.settle(t.first.AddDate(0, 0, -95)); err != nil {
		return err
	}
	t.turns()
	t.sewage()
	t.gate()
	t.month()
	return t.run()
}

// empty sees that no community was founded yet.
func (t *town) empty() error {
	return t.store.View(t.ctx, func(v *store.View) error {
		all, err := v.Communities()
		for _, c := range all {
			if c.Level != residents.LevelInstallation {
				return ErrNotEmpty
			}
		}
		return err
	})
}

// at notes what somebody of hepingli does at a time.
func (t *town) at(when time.Time, who string, do func(tx *store.Tx, by residents.Sender) error) {
	t.from(when, home, who, do)
}

// from is at for somebody of another body; the act stands on hepingli's record.
func (t *town) from(when time.Time, body, who string, do func(tx *store.Tx, by residents.Sender) error) {
	t.events = append(t.events, event{when, home, body + "/" + who, do})
}

// run does all that was noted, in the order of time.
func (t *town) run() error {
	slices.SortStableFunc(t.events, func(a, b event) int { return cmp.Compare(a.at.UnixMicro(), b.at.UnixMicro()) })
	for i, e := range t.events {
		if e.at.After(t.now) {
			return fmt.Errorf("sample: event %d lies in the future", i)
		}
		if err := t.do(e); err != nil {
			return fmt.Errorf("sample: %s at %s: %w", e.who, e.at.In(hepingli.Location()).Format(time.DateTime), err)
		}
	}
	return nil
}

// do sends one command, at its time.
func (t *town) do(e event) error {
	c := store.Command{Community: e.body, ID: residents.NewID(e.at), Actor: e.who, Verb: "sample", At: e.at}
	_, err := t.store.Do(t.ctx, c, func(tx *store.Tx) (string, error) {
		if e.who == "/" {
			return "", e.do(tx, residents.Sender{Standing: residents.Console, Now: e.at, ID: c.ID})
		}
		body, id := split(e.who)
		who, err := tx.Standing(body, id)
		if err != nil {
			return "", err
		}
		return "", e.do(tx, residents.Sender{Standing: who, Now: e.at, ID: c.ID})
	})
	return err
}

// turns lets the clock of the portal do its work once a day.
func (t *town) turns() {
	for day := t.first.AddDate(0, 0, -90); !day.After(t.now); day = day.AddDate(0, 0, 1) {
		t.from(day, "", "", func(tx *store.Tx, by residents.Sender) error {
			return consultation.Turn(tx, hepingli, by.Now)
		})
	}
}
