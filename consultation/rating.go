package consultation

import (
	"strconv"

	"yishiting/calendar"
	"yishiting/residents"
)

// MayRate is nil for whoever has a voice, to the end of the last day of rating.
func MayRate(who residents.Standing, t Topic, now Instant) error {
	if err := may(who, residents.Rate, t.Community, now); err != nil {
		return err
	}
	if t.State != Rating || !now.Before(t.RateUntil) {
		return ErrClosed
	}
	return nil
}

// Rate rates what was carried out, once a person and round.
func Rate(tx Tx, by residents.Sender, r RatingMark) error {
	t, err := tx.Topic(r.Community, r.Topic)
	if err != nil {
		return err
	}
	if err := MayRate(by.Standing, t, by.Now); err != nil {
		return err
	}
	if r.Solved != SolvedYes && r.Solved != SolvedPartly && r.Solved != SolvedNo {
		return refuse("solved", residents.ErrChoice)
	}
	if r.Satisfied < 1 || r.Satisfied > 5 {
		return refuse("satisfied", residents.ErrChoice)
	}
	if r.Words, err = residents.TextOrNone("words", r.Words, MaxStatement, false); err != nil {
		return err
	}
	r.Round, r.Resident, r.At = t.Round, by.Resident.ID, by.Now
	return tx.AddRating(r)
}

// CloseRatings ends the rating of every topic whose days are over. A low average
// reopens the topic once; otherwise it is archived. The clock calls it; done twice
// it does nothing.
func CloseRatings(tx Tx, body residents.Community, now Instant) error {
	due, err := tx.RatingsDue(body.ID, now)
	if err != nil {
		return err
	}
	for _, t := range due {
		if err := closeRating(tx, body, t, now); err != nil {
			return err
		}
	}
	return nil
}

func closeRating(tx Tx, body residents.Community, t Topic, now Instant) error {
	rules, today := rulesFor(now, body.Location())
	count, sum, err := tx.RatingSum(t.Community, t.ID, t.Round)
	if err != nil {
		return err
	}
	t.RateCount, t.RateSum = count, sum
	round := t.Round
	reopened := rules.Low(count, sum) && t.Round == 1
	if reopened {
		t.Round, t.State, t.RateUntil = 2, Carrying, Instant{}
		due := calendar.After(today, rules.Redo.N).End(body.Location())
		if err := redoTasks(tx, t, due); err != nil {
			return err
		}
	} else {
		t.State = Archived
	}
	if err := tx.SetTopic(t); err != nil {
		return err
	}
	_, err = tx.AppendTo(t.Community, topicAct("rated", t, struct {
		Number   string `json:"number"`
		Round    int    `json:"round"`
		Count    int    `json:"count"`
		Sum      int    `json:"sum"`
		Reopened bool   `json:"reopened"`
	}{t.Number, round, count, sum, reopened}))
	if err != nil {
		return err
	}
	kind := "archived"
	if reopened {
		kind = "reopened"
	}
	clock := residents.Sender{Now: now, ID: "clock-" + t.ID + "-" + strconv.Itoa(round)}
	return tx.Tell(letter(clock, t.Author, kind, t))
}

// redoTasks sets the tasks of the first round to be done again.
func redoTasks(tx Tx, t Topic, due Instant) error {
	all, err := tx.Tasks(t.Community, t.ID)
	if err != nil {
		return err
	}
	for _, k := range all {
		k.Round, k.DoneAt, k.RemindedAt, k.Due = t.Round, Instant{}, Instant{}, due
		if err := tx.SetTask(k); err != nil {
			return err
		}
	}
	return nil
}
