package project

import (
	"slices"
	"strconv"
	"time"

	"yishiting/calendar"
	"yishiting/residents"
)

// MaxLookBack is the latest look-back, in months after completion; MaxLookBacks how many there are.
const (
	MaxLookBack  = 36
	MaxLookBacks = 6
)

// CheckLookBacks are the months after completion in which a project is rated, in order and
// each once; none are those of the custom at completion.
func CheckLookBacks(months []int) ([]int, error) {
	if len(months) > MaxLookBacks {
		return nil, &residents.FieldError{Field: "look-backs", Reason: residents.ErrTooMany, Limit: MaxLookBacks}
	}
	all := slices.Clone(months)
	slices.Sort(all)
	all = slices.Compact(all)
	for _, m := range all {
		if m < 0 || m > MaxLookBack {
			return nil, &residents.FieldError{Field: "look-backs", Reason: residents.ErrNumber, Limit: MaxLookBack}
		}
	}
	return all, nil
}

// OpensAt is when the look-back of a month after completion opens: with the day that has the
// same number, or the last of the month where there is none, moved on from a day of rest
// (民法典第二百零二条、第二百零三条). That of month 0 opens at once.
func (p Project) OpensAt(month int, zone *time.Location) Instant {
	if month == 0 {
		return p.CompletedAt
	}
	return calendar.MonthsAfter(calendar.DayOf(p.CompletedAt, zone), month).Start(zone)
}

// CompleteProject ends delivery: every milestone is done, every defect mended, three residents
// have signed, and no change waits. From now on it is evaluated: the clock opens the look-backs.
func CompleteProject(tx Tx, by residents.Sender, body, id string) error {
	w, err := workOn(tx, by, Complete, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	if w.p.LookBacks, err = CheckLookBacks(w.p.LookBacks); err != nil {
		return err
	}
	if len(w.p.LookBacks) == 0 {
		w.p.LookBacks = w.rules().LookBacks
	}
	w.p.Stage, w.p.CompletedAt, w.p.LookedBack = Evaluate, by.Now, 0
	err = w.record("project-complete", struct {
		named
		Round     int   `json:"round"`
		Signed    int   `json:"signed"`
		LookBacks []int `json:"look_backs"`
	}{w.named(), w.p.Round, w.facts.fine(w.p.Plan), w.p.LookBacks})
	if err != nil {
		return err
	}
	if err := w.keep(); err != nil {
		return err
	}
	if err := w.tellCase("progress", "已完工验收，请居民评价。"); err != nil {
		return err
	}
	return w.tellWatching("project-complete")
}

// NoteLessons keeps what was learned where the next proposer finds it.
func NoteLessons(tx Tx, by residents.Sender, body, id, text string) error {
	w, err := workOn(tx, by, Learn, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	if w.p.Lessons, err = residents.PublicText("text", text, MaxProblem, false); err != nil {
		return err
	}
	err = w.record("project-lessons", struct {
		named
		Text string `json:"text"`
	}{w.named(), w.p.Lessons})
	if err != nil {
		return err
	}
	return w.keep()
}

// judge draws what follows from a look-back that was closed: rated low it goes back to
// delivery once, and the second time up a level. It changes w; the caller keeps it.
func (w *work) judge(c Call, m Marks) error {
	if w.p.Stage != Evaluate || c.Round != w.p.Round {
		return nil
	}
	low := w.rules().Low(m)
	asked, err := w.asked(c)
	if err != nil {
		return err
	}
	r := ratesOf(c, asked, m)
	err = w.record("project-rated", struct {
		named
		Round        int    `json:"round"`
		Month        int    `json:"month"`
		Response     string `json:"response"`
		Solution     string `json:"solution"`
		Satisfaction string `json:"satisfaction"`
		Low          bool   `json:"low"`
	}{w.named(), c.Round, c.Month, r.Response.String(), r.Solution.String(), r.Satisfaction.String(), low})
	switch {
	case err != nil || !low:
		return err
	case w.p.Round == 1:
		return w.reopen()
	case !w.p.Raised:
		return w.raise()
	}
	return nil
}

// reopen sends the project back to delivery, once: its last milestone is to be done again.
func (w *work) reopen() error {
	w.p.Stage, w.p.Round, w.p.StartedAt = Deliver, 2, w.by.Now
	w.p.CompletedAt, w.p.LookedBack = Instant{}, 0
	w.own()
	due := calendar.After(w.today(), w.rules().Redo.N)
	if last := w.p.Plan.last(); last != nil {
		last.DoneAt, last.RemindedAt, last.Due = Instant{}, Instant{}, due
	}
	err := w.record("project-reopened", struct {
		named
		Round int    `json:"round"`
		Due   string `json:"due"`
	}{w.named(), w.p.Round, timeText(due.End(w.zone()))})
	if err != nil {
		return err
	}
	if err := w.tellDesk("project-reopened"); err != nil {
		return err
	}
	return w.tellWatching("project-reopened")
}

// last is the milestone that is due last, of several the one that stands last; nil where there is none.
func (p Plan) last() (last *Milestone) {
	for i, m := range p.Milestones {
		if last == nil || !m.Due.Before(last.Due) {
			last = &p.Milestones[i]
		}
	}
	return last
}

// raise asks the body above, where there is one, what it does about a project that was rated
// low twice. The look-backs that are left go on.
func (w *work) raise() (err error) {
	w.p.Raised = true
	if w.body.Parent == "" {
		return nil
	}
	if err := w.ask(LowRating, ""); err != nil {
		return err
	}
	if w.facts.Clearances, err = w.tx.Clearances(w.p.Community, w.p.ID); err != nil {
		return err
	}
	return w.tellDesk("project-raised")
}

// close ends a project whose last look-back is closed, once the body above has answered
// where it was asked.
func (w *work) close(calls []Call) (bool, error) {
	if w.p.Stage != Evaluate || w.p.LookedBack < len(w.p.LookBacks) || w.running(calls) != nil || w.waitsAbove() {
		return false, nil
	}
	w.p.Stage = Closed
	return true, w.record("project-closed", struct {
		named
		Round int `json:"round"`
	}{w.named(), w.p.Round})
}

// running is a look-back of this round that still takes answers; nil where none does.
func (w *work) running(calls []Call) *Call {
	for i, c := range calls {
		if c.Round == w.p.Round && c.State == CallPublished {
			return &calls[i]
		}
	}
	return nil
}

func (w *work) waitsAbove() bool {
	return slices.ContainsFunc(w.facts.Clearances, func(c Clearance) bool { return c.Kind == LowRating && c.State == ClearanceAsked })
}

// lookBackID is the id of the look-back call of a round and month: the clock opens each once.
func lookBackID(p Project, month int) string {
	return p.ID + "-r" + strconv.Itoa(p.Round) + "m" + strconv.Itoa(month)
}
