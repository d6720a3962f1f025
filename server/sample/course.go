package sample

import (
	"slices"
	"time"

	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// course is a project on its way, deed by deed.
type course struct {
	*plan
	*days
	body      string   // whose project it is
	also      []string // communities of a street that it concerns
	by, other string   // who brings it on its way; who publishes its calls and approves it
	places    []project.Place
	id        string
}

// course is a project of hepingli's, on working days.
func (p *plan) course(by, other string, buildings ...string) *course {
	c := &course{plan: p, days: &days{work: calendar.NextWorkingDay}, body: home, by: by, other: other}
	for _, b := range buildings {
		c.places = append(c.places, project.Place{Community: home, Building: b})
	}
	return c
}

// lastDay is the day of what was done last.
func (c *course) lastDay() calendar.Day { return calendar.DayOf(c.last, zone) }

// after is a working hour so many days after what was done last.
func (c *course) after(n, hour, minute int) time.Time { return c.at(c.lastDay().Add(n), hour, minute) }

// act plans a verb of somebody's, alone in all bodies that it concerns.
func (c *course) act(at time.Time, who, quote string, do verb) (id string) {
	id = c.does(at, c.body, who, true, quote, do)
	c.deeds[len(c.deeds)-1].also = c.also
	return id
}

// on is act on the project as it then stands.
func (c *course) on(at time.Time, who, quote string, do func(tx *store.Tx, by residents.Sender, p project.Project) error) (id string) {
	return c.act(at, who, quote, func(tx *store.Tx, by residents.Sender) error {
		p, err := tx.Project(c.body, c.id)
		if err != nil {
			return err
		}
		return do(tx, by, p)
	})
}

// made brings the project on its way.
func (c *course) made(at time.Time, content project.Content) *course {
	content.Places = c.places
	c.id = c.act(at, c.by, content.Title, func(tx *store.Tx, by residents.Sender) error {
		_, err := project.MakeProject(tx, by, c.body, content)
		return err
	})
	return c
}

// asks calls upon those whom the project concerns, as households, and gives the call: in each
// building so many percent of them are to answer.
func (c *course) asks(written, opens time.Time, runs, coverage int, content project.CallContent) (id string) {
	if content.Purpose == "" {
		content.Purpose, content.Project = project.ForProject, c.id
	}
	content.Unit, content.Places, content.Coverage = project.ByHousehold, c.places, coverage
	id = c.act(written, c.by, content.Title, func(tx *store.Tx, by residents.Sender) error {
		closes := calendar.DayOf(opens, zone).Add(runs).End(zone)
		_, err := project.MakeCall(tx, by, project.Call{Community: c.body, Opens: opens, Closes: closes, CallContent: content})
		return err
	})
	c.act(opens, c.other, content.Title, func(tx *store.Tx, by residents.Sender) error {
		return project.PublishCall(tx, by, c.body, id)
	})
	return id
}

// answered lets homes of a building answer a call: the crowd that lives there on line, and n
// others at the door. What the i-th says is for say to tell.
func (c *course) answered(call string, at project.Place, from, to time.Time, n int, say func(i int) project.Said) {
	worker := map[string]string{home: recorder, anzhen: "zheng-kai"}[at.Community]
	for i, who := range crowdIn(at) {
		c.does(between(from, to, i, 12), at.Community, who, false, "answer", func(tx *store.Tx, by residents.Sender) error {
			return project.GiveAnswer(tx, by, c.body, call, "", say(n+i))
		})
	}
	const together = 30
	for begin := 0; begin < n; begin += together {
		some := min(together, n-begin)
		c.does(between(from, to, begin, n), at.Community, worker, false, "answers at the door", func(tx *store.Tx, by residents.Sender) error {
			return enter(tx, by, c.body, call, at, some, func(i int) project.Said { return say(begin + i) })
		})
	}
}

// enter writes down what n homes of a building say that have not answered yet.
func enter(tx *store.Tx, by residents.Sender, body, call string, at project.Place, n int, say func(i int) project.Said) error {
	kept, err := tx.Call(body, call)
	if err != nil {
		return err
	}
	units, err := project.UnitsAt(tx, kept, at.Community, at.Building, by.Now)
	if err != nil {
		return err
	}
	free := slices.DeleteFunc(units, func(u project.AnswerUnit) bool { return u.Answer != nil || u.Person != "" })
	n = min(n, len(free)/2)
	for i := range n {
		unit := free[(2*i+1)*len(free)/(2*n)].Unit // from all over the building, but not the first
		by.ID = residents.NewID(by.Now)
		if _, err := project.EnterAnswer(tx, by, project.Entering{
			Body: body, Call: call, Community: at.Community, Unit: unit, Channel: project.Door, Said: say(i),
		}); err != nil {
			return err
		}
	}
	return nil
}

// crowdIn are those of the crowd who live in a building and hold no office, as the crowd lives
// and offices gives roles.
func crowdIn(at project.Place) (all []string) {
	headed := false
	for n := 1; n <= crowdSize && at.Community == home; n++ {
		if at.Building != buildingOf(n) {
			continue
		}
		switch {
		case !headed && n > 1: // the building's stairwell head
			headed = true
		case n%4 != 0: // no representative
			all = append(all, crowd(n))
		}
	}
	return all
}

// shortlisted writes the options: what a meeting settles must have been written before it.
func (c *course) shortlisted(at time.Time, options ...project.Option) *course {
	c.on(at, c.by, "list", func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.ListOptions(tx, by, c.body, p.ID, p.Version, options)
	})
	return c
}

// negotiated goes on to negotiating.
func (c *course) negotiated(at time.Time) *course {
	c.on(at, c.by, "negotiate", func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.OpenNegotiation(tx, by, c.body, p.ID)
	})
	c.last = at
	return c
}

// listed writes the options and goes on to negotiating.
func (c *course) listed(at time.Time, options ...project.Option) *course {
	return c.shortlisted(at, options...).negotiated(at.Add(20 * time.Minute))
}

// settled takes what the consultation settled: its first option.
func (c *course) settled(at time.Time) *course {
	c.on(at, c.by, "decide", func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.DecideByOutcome(tx, by, c.body, p.ID, "1")
	})
	return c
}

// agreed notes how far those concerned agree.
func (c *course) agreed(at time.Time, a project.Agreement) *course {
	c.on(at, c.by, "agreement", func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.NoteAgreement(tx, by, c.body, p.ID, a)
	})
	return c
}

// cleared asks another body, which says yes.
func (c *course) cleared(asked, granted time.Time, kind project.ClearanceKind, words, whom, answer string) *course {
	c.on(asked, c.by, words, func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.AskClearance(tx, by, c.body, p.ID, kind, words)
	})
	c.on(granted, whom, answer, func(tx *store.Tx, by residents.Sender, p project.Project) error {
		all, err := tx.Clearances(c.body, p.ID)
		if err != nil {
			return err
		}
		return project.AnswerClearance(tx, by, c.body, p.ID, all[len(all)-1].Seq, true, answer)
	})
	return c
}

// putUp puts it up for notice.
func (c *course) putUp(at time.Time, words string) *course {
	c.on(at, c.by, words, func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.PutUp(tx, by, c.body, p.ID, words)
	})
	return c
}

// approved approves it on the working day after the notice that is up.
func (c *course) approved() *course {
	over := calendar.After(c.lastDay(), project.ApprovalRulesAt(c.lastDay()).Notice.N)
	c.on(c.at(over.Add(1), 9, 40), c.other, "approve", func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.ApproveProject(tx, by, c.body, p.ID)
	})
	return c
}
