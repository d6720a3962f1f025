package sample

import (
	"time"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// raising is a topic as somebody of the sample raises it.
type raising struct{ title, problem, place, affected, wish string }

func (t *town) raise(when time.Time, who, name string, r raising) {
	t.at(when, who, func(tx *store.Tx, by residents.Sender) error {
		topic, err := consultation.Raise(tx, by, consultation.Raising{
			Community: home, Title: r.title, Problem: r.problem, Place: r.place, Affected: r.affected, Wish: r.wish,
		})
		t.topics[name] = topic.ID
		return err
	})
}

func (t *town) screen(when time.Time, who, name string, s consultation.Screening) {
	t.at(when, who, func(tx *store.Tx, by residents.Sender) error {
		s := s
		s.Community, s.Topic, s.Into = home, t.topics[name], t.topics[s.Into]
		_, err := consultation.Screen(tx, by, s)
		return err
	})
}

func (t *town) accept(when time.Time, who, name, reason, sentence string) {
	t.screen(when, who, name, consultation.Screening{Decision: consultation.Accept, Reason: reason, Sentence: sentence})
}

func (t *town) support(when time.Time, who, name string) {
	t.at(when, who, func(tx *store.Tx, by residents.Sender) error {
		return consultation.Support(tx, by, home, t.topics[name])
	})
}

// state lets somebody speak on a topic; the desk lets it show and answers, when
// there is an answer. An answer of "" only lets it show; "-" leaves it waiting.
func (t *town) state(when time.Time, who, name string, side consultation.Side, words, reply string) {
	var id string
	t.at(when, who, func(tx *store.Tx, by residents.Sender) error {
		id = by.ID
		return consultation.MakeStatement(tx, by, consultation.Statement{Community: home, Topic: t.topics[name], Side: side, Text: words})
	})
	if reply == "-" {
		return
	}
	t.at(when.Add(time.Minute), "zhou-ming", func(tx *store.Tx, by residents.Sender) error {
		if reply != "" {
			return consultation.ReplyStatement(tx, by, home, id, reply)
		}
		return consultation.ShowStatement(tx, by, home, id)
	})
}

// gathering is a meeting that was held, with all that was settled there.
type gathering struct {
	announced, starts time.Time
	published         time.Time
	venue             string
	present           int // residents who signed in, besides chair and recorder
	topics            []string
	statements        string
	invited           string
	items             []consultation.MinuteItem // in the order of topics
	options           map[int][]choice          // put before the room, by place on the agenda
}

// choice is an option with the hands counted for it in the room.
type choice struct {
	words                 string
	pro, against, abstain int
}

// hold announces, holds, records and publishes a meeting.
func (t *town) hold(g gathering) {
	var id string
	desk := func(when time.Time, do func(tx *store.Tx, by residents.Sender) error) { t.at(when, Committee, do) }
	desk(g.announced, func(tx *store.Tx, by residents.Sender) error {
		id = by.ID
		a := consultation.Announcement{
			Community: home, Form: consultation.FormForum, Venue: g.venue, StartsAt: g.starts, Seats: 20,
			Chair: "chen-zhiyuan", Recorder: "zhou-ming", Invited: g.invited, Affected: "有关楼栋住户", Code: "315208",
		}
		for _, name := range g.topics {
			a.Topics = append(a.Topics, t.topics[name])
		}
		_, err := consultation.Announce(tx, by, a)
		return err
	})
	desk(g.starts, func(tx *store.Tx, by residents.Sender) error { return consultation.OpenMeeting(tx, by, home, id) })
	for i := range g.present + 2 {
		who := []string{"chen-zhiyuan", "zhou-ming"}[i%2]
		if i > 1 {
			who = t.people[i]
		}
		t.at(g.starts.Add(time.Duration(i)*time.Second), who, func(tx *store.Tx, by residents.Sender) error {
			return consultation.SignIn(tx, by, home, id, "315208")
		})
	}
	desk(g.starts.Add(time.Hour), func(tx *store.Tx, by residents.Sender) error { return t.count(tx, by, id, g) })
	desk(g.starts.Add(2*time.Hour), func(tx *store.Tx, by residents.Sender) error {
		return consultation.CloseMeeting(tx, by, home, id)
	})
	t.publish(g, &id)
}

// count puts the options before the room and writes the hands down.
func (t *town) count(tx *store.Tx, by residents.Sender, meeting string, g gathering) error {
	for place, name := range g.topics {
		for n, c := range g.options[place] {
			topic := t.topics[name]
			if err := consultation.PutOption(tx, by, consultation.Option{Community: home, Meeting: meeting, Topic: topic, Text: c.words}); err != nil {
				return err
			}
			h := consultation.Hands{Topic: topic, Option: n, Channel: consultation.InRoom, For: c.pro, Against: c.against, Abstain: c.abstain}
			if err := consultation.CountHands(tx, by, home, meeting, h); err != nil {
				return err
			}
		}
	}
	return nil
}

// publish drafts the minutes, lets four people confirm them, and publishes.
func (t *town) publish(g gathering, id *string) {
	before := g.published.Add(-3 * time.Hour)
	var m consultation.Minutes
	t.at(before, "zhou-ming", func(tx *store.Tx, by residents.Sender) error {
		items := append([]consultation.MinuteItem{}, g.items...)
		for i, name := range g.topics {
			items[i].Topic = t.topics[name]
		}
		var err error
		m, err = consultation.Draft(tx, by, consultation.Minutes{Community: home, Meeting: *id, Statements: g.statements, Items: items})
		return err
	})
	for i, who := range []string{"chen-zhiyuan", "zhou-ming", t.people[2], t.people[3]} {
		t.at(before.Add(time.Duration(i+1)*20*time.Minute), who, func(tx *store.Tx, by residents.Sender) error {
			return consultation.Confirm(tx, by, home, *id, m.Version, m.Digest())
		})
	}
	t.at(g.published, "chen-zhiyuan", func(tx *store.Tx, by residents.Sender) error {
		return consultation.Publish(tx, by, home, *id)
	})
}

// task runs do with the first task of a topic.
func (t *town) task(when time.Time, who, name string, do func(tx *store.Tx, by residents.Sender, task string) error) {
	t.at(when, who, func(tx *store.Tx, by residents.Sender) error {
		tasks, err := tx.Tasks(home, t.topics[name])
		if err != nil || len(tasks) == 0 {
			return err
		}
		return do(tx, by, tasks[len(tasks)-1].ID)
	})
}

func (t *town) progress(when time.Time, who, name, words string) {
	t.task(when, who, name, func(tx *store.Tx, by residents.Sender, task string) error {
		return consultation.PostProgress(tx, by, home, task, words, nil)
	})
}

func (t *town) finish(when time.Time, name string) {
	t.task(when, Committee, name, func(tx *store.Tx, by residents.Sender, task string) error {
		return consultation.FinishTask(tx, by, home, task)
	})
}

// rate lets n residents rate a topic, one an hour; satisfied gives each a mark.
func (t *town) rate(when time.Time, name string, satisfied ...int) {
	for i, mark := range satisfied {
		solved := consultation.SolvedYes
		if mark < 4 {
			solved = consultation.SolvedPartly
		}
		t.at(when.Add(time.Duration(i)*time.Hour), t.people[20+i], func(tx *store.Tx, by residents.Sender) error {
			return consultation.Rate(tx, by, consultation.RatingMark{Community: home, Topic: t.topics[name], Solved: solved, Satisfied: mark})
		})
	}
}

// update lets the body that holds a case speak on it.
func (t *town) update(when time.Time, body, who, name, kind, words string) {
	t.from(when, body, who, func(tx *store.Tx, by residents.Sender) error {
		return consultation.PostUpdate(tx, by, home, t.topics[name], kind, words)
	})
}

// endOf is the end of the day that lies n days from an instant.
func endOf(at time.Time, n int) time.Time {
	return consultation.DayOf(hepingli, at).Add(n).End(hepingli.Location())
}

// clockAt is a time of day n days from an instant's day.
func clockAt(at time.Time, n, hour, minute int) time.Time {
	return consultation.DayOf(hepingli, at).Add(n).Start(hepingli.Location()).Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}
