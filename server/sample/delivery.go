package sample

import (
	"time"

	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// planned writes how it is carried out, and names residents who watch.
func (c *course) planned(at time.Time, next project.Plan, watching ...string) *course {
	next.ChangeShare = 10
	c.on(at, c.by, next.Scope, func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.MakePlan(tx, by, c.body, p.ID, p.Version, next)
	})
	for i, who := range watching {
		c.on(at.Add(time.Duration(5+i)*time.Minute), c.by, who, func(tx *store.Tx, by residents.Sender, p project.Project) error {
			return project.AddSupervisor(tx, by, c.body, p.ID, home, who)
		})
	}
	c.last = at.Add(time.Hour)
	return c
}

// money enters a line of the ledger.
func (c *course) money(at time.Time, kind project.EntryKind, line string, cents int64, payee, document, note string) *course {
	c.on(at, c.by, document, func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.AddMoney(tx, by, project.Entry{
			Community: c.body, Project: p.ID, Line: line, Kind: kind, Cents: cents, Payee: payee, Document: document, Note: note,
		})
	})
	return c
}

// posts says how the work comes along.
func (c *course) posts(at time.Time, who string, when project.When, words string, photos ...[]byte) *course {
	c.on(at, who, words, func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.PostWork(tx, by, c.body, p.ID, when, words, photos)
	})
	return c
}

// reaches notes milestones as done.
func (c *course) reaches(at time.Time, milestone string) *course {
	c.on(at, c.by, "milestone", func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.ReachMilestone(tx, by, c.body, p.ID, milestone)
	})
	return c
}

// checked lets residents look at the work on the spot: the first names a defect, which is
// mended the day after, and signs then.
func (c *course) checked(on calendar.Day, defect, mended string, people ...string) *course {
	sign := func(at time.Time, who string, fine bool, defect string) {
		c.on(at, who, "sign", func(tx *store.Tx, by residents.Sender, p project.Project) error {
			return project.SignCheck(tx, by, c.body, p.ID, fine, defect)
		})
	}
	at := c.at(on, 15, 0)
	if defect != "" {
		sign(at, people[0], false, defect)
		at = c.after(1, 16, 0)
		c.on(at, c.by, mended, func(tx *store.Tx, by residents.Sender, p project.Project) error {
			return project.MendDefect(tx, by, c.body, p.ID, home, people[0], mended)
		})
	}
	for i, who := range people {
		sign(at.Add(time.Duration(10+6*i)*time.Minute), who, true, "")
	}
	return c
}

// completed ends delivery.
func (c *course) completed(at time.Time) *course {
	c.on(at, c.by, "complete", func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.CompleteProject(tx, by, c.body, p.ID)
	})
	return c
}

// rated lets those concerned answer the look-back that is open: each building's crowd on line and
// n more at the door, with so many of ten who say that it is solved, and satisfied.
func (c *course) rated(from time.Time, n, solved, satisfied int) {
	say := func(i int) project.Said {
		choices := map[string][]int{"1": {1}, "2": {5 - i%2}}
		if i*7%10 >= solved {
			choices["1"] = []int{2}
		}
		if i*3%10 >= satisfied {
			choices["2"] = []int{3 - i%2}
		}
		return project.Said{Choices: choices}
	}
	for _, at := range c.places {
		for i, who := range crowdIn(at) {
			c.does(from.Add(time.Duration(i)*5*time.Hour), at.Community, who, false, "rate", func(tx *store.Tx, by residents.Sender) error {
				call, err := c.lookBack(tx)
				if err != nil {
					return err
				}
				return project.GiveAnswer(tx, by, c.body, call, "", say(i))
			})
		}
		c.does(from.Add(60*time.Hour), at.Community, recorder, false, "rate at the door", func(tx *store.Tx, by residents.Sender) error {
			call, err := c.lookBack(tx)
			if err != nil {
				return err
			}
			return enter(tx, by, c.body, call, at, n, say)
		})
	}
}

// lookBack is the look-back that the clock opened last.
func (c *course) lookBack(tx *store.Tx) (id string, err error) {
	all, err := tx.LookBackCalls(c.body, c.id)
	if err != nil {
		return "", err
	}
	if len(all) == 0 {
		return "", residents.ErrNotFound
	}
	return all[len(all)-1].ID, nil
}

// learned keeps what was learned.
func (c *course) learned(at time.Time, words string) *course {
	c.on(at, c.by, words, func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.NoteLessons(tx, by, c.body, p.ID, words)
	})
	return c
}
