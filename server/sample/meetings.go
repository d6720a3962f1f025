package sample

import (
	"fmt"
	"time"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// evening is a meeting as it was planned and held.
type evening struct {
	body              string
	announced, starts time.Time
	seats             int
	chair, recorder   string
	venue             string
	invited, affected string
	materials         string
	topics            []string
	present           []string // signed in with the room's code
	guests            [][2]string
	choices           []choice
}

// choice is an option with the hands for it in the room.
type choice struct {
	topic, text           string
	pro, contra, abstains int
}

const code = "602418"

// announce plans the announcement of a meeting.
func (p *plan) announce(e evening) (meeting string) {
	return p.does(e.announced, e.body, e.recorder, true, "announce", func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.Announce(tx, by, consultation.Announcement{
			Community: e.body, Form: consultation.FormForum, Venue: e.venue, StartsAt: e.starts, Seats: e.seats, Chair: e.chair,
			Recorder: e.recorder, Invited: e.invited, Affected: e.affected, Materials: e.materials, Topics: e.topics, Code: code,
		})
		return err
	})
}

// hold plans a meeting from its announcement to its end, an hour and forty minutes after it began.
func (p *plan) hold(e evening) (meeting string) {
	meeting = p.announce(e)
	for i, who := range e.present {
		p.does(between(e.announced.Add(time.Hour), e.starts, i, len(e.present)), e.body, who, false, "seat", func(tx *store.Tx, by residents.Sender) error {
			_, err := consultation.TakeSeat(tx, by, e.body, meeting)
			return err
		})
	}
	doors := e.starts.Add(-30 * time.Minute)
	p.does(doors, e.body, e.recorder, false, "open", func(tx *store.Tx, by residents.Sender) error {
		return consultation.OpenMeeting(tx, by, e.body, meeting)
	})
	for i, who := range e.present {
		p.does(between(doors, e.starts, i, len(e.present)), e.body, who, false, "sign in", func(tx *store.Tx, by residents.Sender) error {
			return consultation.SignIn(tx, by, e.body, meeting, code)
		})
	}
	for i, g := range e.guests {
		p.does(e.starts.Add(time.Duration(i)*time.Minute), e.body, e.recorder, false, g[0], func(tx *store.Tx, by residents.Sender) error {
			return consultation.SignInByHand(tx, by, consultation.Attendance{Community: e.body, Meeting: meeting, Name: g[0], Part: g[1]})
		})
	}
	places := map[string]int{}
	for i, c := range e.choices {
		at, place := e.starts.Add(time.Duration(20+12*i)*time.Minute), places[c.topic]
		places[c.topic]++
		p.does(at, e.body, e.recorder, false, c.text, func(tx *store.Tx, by residents.Sender) error {
			return consultation.PutOption(tx, by, consultation.Option{Community: e.body, Meeting: meeting, Topic: c.topic, Text: c.text})
		})
		p.does(at.Add(8*time.Minute), e.body, e.recorder, false, c.text, func(tx *store.Tx, by residents.Sender) error {
			return consultation.CountHands(tx, by, e.body, meeting, consultation.Hands{
				Topic: c.topic, Option: place, Channel: consultation.InRoom, For: c.pro, Against: c.contra, Abstain: c.abstains,
			})
		})
	}
	p.does(e.starts.Add(100*time.Minute), e.body, e.chair, true, "close", func(tx *store.Tx, by residents.Sender) error {
		return consultation.CloseMeeting(tx, by, e.body, meeting)
	})
	return meeting
}

// write plans a version of the minutes: drafted, confirmed by chair, recorder and
// two residents in the hours after, and published. Tasks are named by task.
func (p *plan) write(e evening, drafted, published time.Time, m consultation.Minutes, witnesses ...string) (publication string) {
	m.Community = e.body
	p.does(drafted, e.body, e.recorder, false, "draft", func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.Draft(tx, by, m)
		return err
	})
	for i, who := range append([]string{e.chair, e.recorder}, witnesses...) {
		p.does(drafted.Add(time.Duration(40+25*i)*time.Minute), e.body, who, false, "confirm", func(tx *store.Tx, by residents.Sender) error {
			kept, err := tx.LatestMinutes(e.body, m.Meeting)
			if err != nil {
				return err
			}
			return consultation.Confirm(tx, by, e.body, m.Meeting, kept.Version, kept.Digest())
		})
	}
	return p.does(published, e.body, e.chair, true, "publish", func(tx *store.Tx, by residents.Sender) error {
		return consultation.Publish(tx, by, e.body, m.Meeting)
	})
}

// task is the id of the task that a publication made of the i-th topic.
func task(publication string, i int) string { return fmt.Sprint(publication, "-t", i) }

func (p *plan) progress(at time.Time, who, task, words string) {
	p.loud(at, who, words, func(tx *store.Tx, by residents.Sender) error {
		return consultation.PostProgress(tx, by, home, task, words, nil)
	})
}

func (p *plan) finish(at time.Time, task string) {
	p.loud(at, worker, "finish", func(tx *store.Tx, by residents.Sender) error {
		return consultation.FinishTask(tx, by, home, task)
	})
}

// rate lets people rate a topic, one after another, with the given satisfactions.
func (p *plan) rate(from, to time.Time, topic string, people []string, satisfied ...int) {
	for i, n := range satisfied {
		solved := consultation.SolvedYes
		if n <= 3 {
			solved = consultation.SolvedPartly
		}
		p.quiet(between(from, to, i, len(satisfied)), people[i], "rate", func(tx *store.Tx, by residents.Sender) error {
			return consultation.Rate(tx, by, consultation.RatingMark{Community: home, Topic: topic, Solved: solved, Satisfied: n})
		})
	}
}
