package sample

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// plan is all that people do in the sample, each thing at its time.
type plan struct {
	today calendar.Day
	now   time.Time
	deeds []deed
}

// verb is what somebody does.
type verb func(tx *store.Tx, by residents.Sender) error

// deed is a verb of somebody's at a time, under the id of its command.
type deed struct {
	at    time.Time
	body  string   // whose month it belongs to
	also  []string // other bodies that it writes to
	who   string   // id, or home/id for somebody of another body
	id    string
	loud  bool // puts something on the record
	do    verb
	quote string // what the deed is about, for errors
}

// does plans a deed at a time, not after now, and gives its id, by which the verb
// names what it makes. A loud deed puts something on the record.
func (p *plan) does(at time.Time, body, who string, loud bool, quote string, do verb) (id string) {
	if at.After(p.now) {
		at = p.now
	}
	id = residents.NewID(at)
	p.deeds = append(p.deeds, deed{at: at, body: body, who: who, id: id, loud: loud, do: do, quote: quote})
	return id
}

// month is so many months from now; before are negative.
func (p *plan) month(n int) calendar.Month { return calendar.MonthOf(p.today).Add(n) }

// loud and quiet plan deeds of hepingli.
func (p *plan) loud(at time.Time, who, quote string, do verb) string {
	return p.does(at, home, who, true, quote, do)
}

func (p *plan) quiet(at time.Time, who, quote string, do verb) string {
	return p.does(at, home, who, false, quote, do)
}

// perform lets everything happen in the order of time, from begin on; at each
// midnight the clock does its own work. Quiet deeds share the transaction of the
// loud one before them.
func (p *plan) perform(ctx context.Context, s *store.Store, begin time.Time) error {
	slices.SortStableFunc(p.deeds, func(a, b deed) int { return a.at.Compare(b.at) })
	clock := &clock{next: begin, begins: map[string]time.Time{anzhen: p.month(-2).First().Start(zone)}}
	for rest := p.deeds; len(rest) > 0; {
		n := 1
		for n < len(rest) && !rest[n].loud && rest[n].body == rest[0].body && len(rest[n].also) == 0 && !clock.midnight(rest[0].at).Before(rest[n].at) {
			n++
		}
		if err := clock.run(ctx, s, rest[0].at); err != nil {
			return err
		}
		if err := perform(ctx, s, rest[:n]); err != nil {
			return err
		}
		rest = rest[n:]
	}
	return clock.run(ctx, s, p.now)
}

// clock does the clock's work of the communities and the street at each midnight that has passed.
type clock struct {
	next   time.Time
	begins map[string]time.Time // of those that came to the portal later
}

// midnight is the end of the day of an instant.
func (*clock) midnight(at time.Time) time.Time { return calendar.DayOf(at, zone).End(zone) }

func (c *clock) run(ctx context.Context, s *store.Store, until time.Time) error {
	for ; !c.next.After(until); c.next = c.midnight(c.next) {
		for _, body := range bodies {
			if body.Level == residents.LevelDistrict || c.next.Before(c.begins[body.ID]) {
				continue
			}
			body.Zone = "Asia/Shanghai"
			if err := turn(ctx, s, body, c.next); err != nil {
				return fmt.Errorf("the clock at %s: %w", c.next, err)
			}
		}
	}
	return nil
}

// perform does deeds of one body in one transaction.
func perform(ctx context.Context, s *store.Store, deeds []deed) error {
	first := deeds[0]
	c := store.Command{Community: first.body, ID: first.id, Actor: first.who, Verb: "sample", At: first.at, Also: first.also}
	_, err := s.Do(ctx, c, func(tx *store.Tx) (string, error) {
		for _, d := range deeds {
			from, who, elsewhere := strings.Cut(d.who, "/")
			if !elsewhere {
				from, who = d.body, d.who
			}
			standing, err := tx.Standing(from, who)
			if err == nil {
				err = d.do(tx, residents.Sender{Standing: standing, Now: d.at, ID: d.id})
			}
			if err != nil {
				return "", fmt.Errorf("%s, %s, %s: %w", d.at.In(zone).Format(time.DateTime), d.who, d.quote, err)
			}
		}
		return "", nil
	})
	return err
}

// clockTime is a time of day on a day.
func clockTime(d calendar.Day, hour, minute int) time.Time {
	return d.Start(zone).Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}

// office is the day itself, or the working day before it where that is near: a
// weekend's, not a long holiday's. Later days never give an earlier one.
func office(d calendar.Day) calendar.Day {
	for n := range 4 {
		if e := d.Add(-n); calendar.IsWorkingDay(e) {
			return e
		}
	}
	return d
}

// endOf is when a day is over.
func endOf(d calendar.Day) time.Time { return d.End(zone) }

// raise lets somebody raise a topic.
func (p *plan) raise(at time.Time, who string, t draft) string {
	return p.quiet(at, who, t.title, func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.Raise(tx, by, t.raising())
		return err
	})
}

// screen lets a member decide on a topic.
func (p *plan) screen(at time.Time, who string, s consultation.Screening) {
	s.Community = home
	p.loud(at, who, s.Sentence, func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.Screen(tx, by, s)
		return err
	})
}

func (p *plan) accept(at time.Time, who, topic, reason, sentence string) {
	p.screen(at, who, consultation.Screening{Topic: topic, Decision: consultation.Accept, Reason: reason, Sentence: sentence})
}

// support lets people support a topic, one after another.
func (p *plan) support(from, to time.Time, topic string, people []string) {
	for i, who := range people {
		p.quiet(between(from, to, i, len(people)), who, "support", func(tx *store.Tx, by residents.Sender) error {
			return consultation.Support(tx, by, home, topic)
		})
	}
}

// between is the i-th of n instants from one to another.
func between(from, to time.Time, i, n int) time.Time {
	return from.Add(to.Sub(from) * time.Duration(i) / time.Duration(n)).Truncate(time.Second)
}

// say lets somebody make a statement; it shows when member is given.
func (p *plan) say(at time.Time, who, topic string, side consultation.Side, words, member string) (id string) {
	id = p.quiet(at, who, words, func(tx *store.Tx, by residents.Sender) error {
		return consultation.MakeStatement(tx, by, consultation.Statement{Community: home, Topic: topic, Side: side, Text: words})
	})
	if member != "" {
		p.quiet(at.Add(time.Second), member, words, func(tx *store.Tx, by residents.Sender) error {
			return consultation.ShowStatement(tx, by, home, id)
		})
	}
	return id
}
