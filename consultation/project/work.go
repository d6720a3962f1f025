package project

import (
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/record"
	"yishiting/residents"
)

// work is a project in the hands of a verb of delivery or evaluation: what was read of it,
// and who does something to it. The clock has no standing; its id makes letters of one's own.
type work struct {
	tx    Tx
	by    residents.Sender
	body  residents.Community
	p     Project
	facts Facts
}

// workOn reads a project and asks whether the sender may do the verb to it.
func workOn(tx Tx, by residents.Sender, v Verb, body, id string, on residents.Matter) (work, error) {
	w, err := readWork(tx, by, body, id)
	if err != nil {
		return w, err
	}
	on.Above = w.body.Parent
	return w, May(by.Standing, v, w.p, w.facts, on, by.Now)
}

func readWork(tx Tx, by residents.Sender, body, id string) (w work, err error) {
	w = work{tx: tx, by: by}
	if w.body, err = tx.CommunityByID(body); err != nil {
		return w, err
	}
	if w.p, err = tx.Project(body, id); err != nil {
		return w, err
	}
	w.facts, err = ReadFacts(tx, w.p)
	return w, err
}

func (w work) zone() *time.Location { return w.body.Location() }

func (w work) today() calendar.Day { return calendar.DayOf(w.by.Now, w.zone()) }

func (w work) rules() DeliveryRules { return DeliveryRulesAt(w.today()) }

// keep writes the project as it now is: the public hears of it.
func (w *work) keep() error {
	w.p.Version++
	w.p.ChangedAt = w.by.Now
	return w.tx.SetProject(w.p)
}

// heard says that the public heard of the project, which itself did not change: forms that
// were drawn of it stay good.
func (w work) heard() error { return w.tx.TouchProject(w.p.Community, w.p.ID, w.by.Now) }

// Named begins the facts of every entry of the record about a project.
type named struct {
	Number string `json:"number"`
	Title  string `json:"title"`
}

func (w work) named() named { return named{w.p.Number, w.p.Title} }

// record puts what was done on the record of the project's body.
func (w work) record(kind string, data any) error {
	_, err := w.tx.AppendTo(w.p.Community, record.Act{Kind: kind, Subject: "project/" + w.p.ID, Data: data})
	return err
}

// tell puts a letter about the project into the inbox of somebody of a community, with an id
// that a repeated command makes again.
func (w work) tell(community, resident, kind string) error {
	return w.tx.Tell(projectLetter(w.by, w.p, community, resident, kind))
}

func projectLetter(by residents.Sender, p Project, community, to, kind string) consultation.Letter {
	l := consultation.Letter{
		Community: community, ID: by.ID + "/" + kind + "/" + to + "/" + p.ID, Resident: to,
		Kind: kind, Project: p.ID, Title: p.Title, At: by.Now.UnixMicro(),
	}
	if community != p.Community {
		l.Body = p.Community
	}
	return l
}

// tellDesk tells those of the body who brought the project on its way.
func (w work) tellDesk(kind string) error {
	if err := w.tell(w.p.Community, w.p.MadeBy, kind); err != nil || w.p.ApprovedBy == "" || w.p.ApprovedBy == w.p.MadeBy {
		return err
	}
	return w.tell(w.p.Community, w.p.ApprovedBy, kind)
}

// tellWatching tells the residents who watch the work.
func (w work) tellWatching(kind string) error {
	for _, s := range w.facts.Supervisors {
		if !s.Until.IsZero() {
			continue
		}
		if err := w.tell(s.Community, s.Resident, kind); err != nil {
			return err
		}
	}
	return nil
}

// field is a reason beside one field.
func field(name string, reason residents.Reason) error {
	return &residents.FieldError{Field: name, Reason: reason}
}

func timeText(t Instant) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// clockSender is the clock as the sender of letters: what it does once at an instant has one id.
func clockSender(id string, now Instant) residents.Sender {
	return residents.Sender{Now: now, ID: "clock-" + id}
}
