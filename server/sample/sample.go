// Package sample makes a neighbourhood that looks lived in: a district, a street
// and two communities, about 170 people, six months that are over and one in its
// middle. Nothing is written beside the road: everything is done by the verbs that
// people use, by a clock that runs from half a year ago up to now.
//
// What it holds, in 和平里社区:
//
//   - this month, 17 topics: 9 accepted, 5 merged into the one on charging electric
//     bicycles, which 126 support, 3 referred, one of them to the street; a meeting
//     announced with 22 seats, 19 of them taken, 41 opinions on line and 6 on paper;
//   - a case of 23 calls to 12345 on sewage that went through three levels and is
//     archived; a topic that was carried out, rated and archived;
//   - an outcome in disclosure, a task overdue, a topic that is being rated, a
//     matter for the representatives' meeting.
//
// Its polls: a household vote and a budget that are counted, a resolution of the
// representatives' meeting in its disclosure, a ranking and a yes/no vote that run, and
// a draft that waits to be published.
//
// Its public-opinion projects, one in each stage: sheds of which people are asked just now, a
// road that is negotiated, a yard under notice, seats on whose delivery a milestone is
// overdue, railings that are rated, lights that are closed with what was learned, and
// lockers that were dropped. The street delivers a footpath to the school, which both of its
// communities were asked about. What is needed was heard from a call, topics and 12345.
//
// Its roster has 1,480 homes in 18 buildings. Each of its people has a home, and each
// home a representative; every building has a stairwell head, one of whom acts for an
// elder without a telephone; a neighbour has joined by a letter and waits for the
// committee's word.
//
// 安贞社区, of the same street, came to the portal in the month before last, met last month and
// has not met this month.
//
// The same now makes the same neighbourhood, but for the ids.
package sample

import (
	"context"
	"errors"
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// ErrNotEmpty is why no sample is made: somebody lives here already.
var ErrNotEmpty = errors.New("the store is not empty")

// Slug is the first part of the paths of the community that the sample is about.
const Slug = home

// Ids of those for whom the portal prints sign-in links: a resident, a member of the
// committee, and a volunteer who helps with a task.
const (
	Resident  = "wang-xiulan"
	Committee = "li-wenjing"
	Volunteer = "lin-xiaoyu"
)

// home is the id of the community that the sample is about.
const home = "hepingli"

// bodies of the sample, the higher first.
var bodies = []residents.Community{
	{ID: "dongcheng", Slug: "dongcheng", Name: "东城区", Level: residents.LevelDistrict, Phone: "010-84020000"},
	{ID: "hepingli-jiedao", Slug: "hepingli-jiedao", Name: "和平里街道", Level: residents.LevelSubdistrict, Parent: "dongcheng", Phone: "010-84021000"},
	{ID: home, Slug: "hepingli", Name: "和平里社区", Level: residents.LevelCommunity, Parent: "hepingli-jiedao", Homes: 1480, People: 3700, Phone: "010-84021006"},
	{ID: "anzhen", Slug: "anzhen", Name: "安贞社区", Level: residents.LevelCommunity, Parent: "hepingli-jiedao", Homes: 2100, People: 5200, Phone: "010-84021009"},
}

var zone = residents.Community{Zone: "Asia/Shanghai"}.Location()

// Make fills an empty store with the sample as it stands at now. A store in which
// there is any body but the installation itself is left alone: ErrNotEmpty.
func Make(ctx context.Context, s *store.Store, now time.Time) error {
	if err := empty(ctx, s); err != nil {
		return err
	}
	p := plan{today: calendar.DayOf(now, zone), now: now}
	begin := p.month(-monthsBack).First().Start(zone).Add(8 * time.Hour)
	if err := settle(ctx, s, begin); err != nil {
		return err
	}
	if err := house(ctx, s, begin, now.Add(-30*time.Hour)); err != nil {
		return err
	}
	p.calls()
	flood := p.lastMonth()
	sheds := p.thisMonth()
	p.neighbours()
	p.projects(flood, sheds)
	p.helping()
	p.organisations()
	p.grants()
	return p.perform(ctx, s, begin)
}

// empty is ErrNotEmpty where there is any body but the installation.
func empty(ctx context.Context, s *store.Store) error {
	return s.View(ctx, func(v *store.View) error {
		all, err := v.Communities()
		for _, c := range all {
			if c.ID != residents.Installation {
				return ErrNotEmpty
			}
		}
		return err
	})
}

// settle founds the bodies and admits the people.
func settle(ctx context.Context, s *store.Store, at time.Time) error {
	console := residents.Sender{Standing: residents.Console, Now: at}
	var also []string
	for _, c := range bodies {
		also = append(also, c.ID)
	}
	c := store.Command{Community: bodies[0].ID, ID: residents.NewID(at), Verb: "settle", At: at, Also: also}
	_, err := s.Do(ctx, c, func(tx *store.Tx) (string, error) {
		for _, c := range bodies {
			c.Zone = "Asia/Shanghai"
			if _, err := residents.Found(tx, console, c); err != nil {
				return "", err
			}
		}
		for _, p := range people() {
			if _, err := residents.Admit(tx, console, p.Resident, p.roles...); err != nil {
				return "", err
			}
		}
		return "", nil
	})
	return err
}

// turn is the clock's work of a community at an instant, if there is any; of a street only
// that on its calls and projects.
func turn(ctx context.Context, s *store.Store, body residents.Community, at time.Time) error {
	if body.Level == residents.LevelCommunity {
		if err := turnMonth(ctx, s, body, at); err != nil {
			return err
		}
	}
	if err := turnProjects(ctx, s, body, at); err != nil {
		return err
	}
	return turnActivities(ctx, s, body, at)
}

// turnActivities reminds, lets waiting lists move up, and closes what is over.
func turnActivities(ctx context.Context, s *store.Store, body residents.Community, at time.Time) error {
	var due []string
	err := s.View(ctx, func(v *store.View) (err error) {
		due, err = signups.TurnDue(v, body, at)
		return err
	})
	for _, id := range due {
		if err == nil {
			c := store.Command{Community: body.ID, ID: residents.NewID(at), Verb: "turn", At: at}
			_, err = s.Do(ctx, c, func(tx *store.Tx) (string, error) { return "", signups.TurnOne(tx, body, id, at) })
		}
	}
	return err
}

// turnProjects closes calls, opens look-backs, and what else is due of projects.
func turnProjects(ctx context.Context, s *store.Store, body residents.Community, at time.Time) error {
	var due []project.Work
	err := s.View(ctx, func(v *store.View) (err error) {
		due, err = project.TurnDue(v, body, at)
		return err
	})
	for _, one := range due {
		if err == nil {
			c := store.Command{Community: body.ID, ID: residents.NewID(at), Verb: "turn", At: at, Also: one.Also}
			_, err = s.Do(ctx, c, func(tx *store.Tx) (string, error) { return "", project.TurnOne(tx, body, one, at) })
		}
	}
	return err
}

func turnMonth(ctx context.Context, s *store.Store, body residents.Community, at time.Time) error {
	due := false
	err := s.View(ctx, func(v *store.View) (err error) {
		if due, err = consultation.TurnDue(v, body, at); err != nil || due {
			return err
		}
		closing, err := polls.DueToClose(v, body, at)
		due = len(closing) > 0
		return err
	})
	if err != nil || !due {
		return err
	}
	c := store.Command{Community: body.ID, ID: residents.NewID(at), Verb: "turn", At: at}
	_, err = s.Do(ctx, c, func(tx *store.Tx) (string, error) {
		return "", errors.Join(consultation.Turn(tx, body, at), polls.Close(tx, body, at))
	})
	return err
}
