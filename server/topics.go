package main

import (
	"net/http"
	"strconv"
	"time"

	"yishiting/app/api"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// topicRoutes are the page of one topic and the forms that stand on it.
func (p *Portal) topicRoutes() []route {
	const page = "/{place}/topics/{id}"
	post := func(below, name string, do residents.Action, handle func(*request) (answer, error)) route {
		return route{method: http.MethodPost, pattern: page + "/" + below, name: name, do: do, handle: handle, on: page}
	}
	progress := post("tasks/{task}", "progress", residents.HelpTask, p.postProgress)
	progress.photos, progress.waits = true, true
	statement := post("statements", "statement", residents.Speak, p.state)
	statement.waits = true
	return []route{
		{method: http.MethodGet, pattern: page, name: "topic", do: residents.ReadPublic, handle: p.topic},
		progress,
		post("support", "support", residents.SupportTopic, p.support),
		post("unsupport", "unsupport", residents.SupportTopic, p.unsupport),
		statement,
		post("appeal", "appeal", residents.Appeal, p.appeal),
		post("withdraw", "withdraw", residents.Withdraw, p.withdraw),
		post("objections", "objection", residents.MakeObjection, p.object),
		post("rating", "rating", residents.Rate, p.rate),
	}
}

// mayRead is nil for whom a topic shows: for everybody once it was screened, before
// that for its author and the desk. To others it is not there.
func mayRead(who residents.Standing, t consultation.Topic, now time.Time) error {
	author := who.Resident.Community == t.Community && who.Resident.ID == t.Author
	if t.State.Public() || author || residents.MayOpen(who, residents.WorkDesk, t.Community, "", now) == nil {
		return nil
	}
	return residents.ErrNotFound
}

// thing is the id of a thing in the path, "" for what cannot be one.
func (r *request) thing(name string) string {
	if id := r.PathValue(name); residents.ValidID(id) {
		return id
	}
	return ""
}

// onTopic sends a command about the topic in the path, which its sender must be able to read.
func (p *Portal) onTopic(r *request, done string, verb func(tx *store.Tx, by residents.Sender, t consultation.Topic) error) (answer, error) {
	return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
		t, err := tx.Topic(r.place.ID, r.thing("id"))
		if err == nil {
			err = mayRead(by.Standing, t, by.Now)
		}
		if err == nil {
			err = verb(tx, by, t)
		}
		return api.WithDone("/"+r.place.Slug+"/topics/"+t.ID, done), err
	})
}

func (p *Portal) support(r *request) (answer, error) {
	return p.onTopic(r, "supported", func(tx *store.Tx, by residents.Sender, t consultation.Topic) error {
		return consultation.Support(tx, by, t.Community, t.ID)
	})
}

func (p *Portal) unsupport(r *request) (answer, error) {
	return p.onTopic(r, "unsupported", func(tx *store.Tx, by residents.Sender, t consultation.Topic) error {
		return consultation.Unsupport(tx, by, t.Community, t.ID)
	})
}

// sides are the answers that statements and opinions take.
var sides = []string{string(consultation.For), string(consultation.Against), string(consultation.Question)}

func (p *Portal) state(r *request) (answer, error) {
	s := consultation.Statement{
		Side: consultation.Side(r.form.choice("side", sides...)),
		Text: r.form.lines("text", consultation.MaxStatement),
	}
	return p.onTopic(r, "stated", func(tx *store.Tx, by residents.Sender, t consultation.Topic) error {
		s.Community, s.Topic = t.Community, t.ID
		return consultation.MakeStatement(tx, by, s)
	})
}

func (p *Portal) appeal(r *request) (answer, error) {
	why := r.form.lines("why", consultation.MaxAppeal)
	return p.onTopic(r, "appealed", func(tx *store.Tx, by residents.Sender, t consultation.Topic) error {
		return consultation.MakeAppeal(tx, by, t.Community, t.ID, why)
	})
}

func (p *Portal) withdraw(r *request) (answer, error) {
	return p.onTopic(r, "withdrawn", func(tx *store.Tx, by residents.Sender, t consultation.Topic) error {
		return consultation.Withdraw(tx, by, t.Community, t.ID)
	})
}

// object objects to the outcome of one meeting: the form's part.
func (p *Portal) object(r *request) (answer, error) {
	words, meeting := r.form.lines("text", consultation.MaxObjection), r.form.part()
	return p.onTopic(r, "objected", func(tx *store.Tx, by residents.Sender, t consultation.Topic) error {
		return consultation.Object(tx, by, t.Community, t.ID, meeting, words)
	})
}

func (p *Portal) rate(r *request) (answer, error) {
	mark := consultation.RatingMark{
		Solved: consultation.Solved(r.form.choice("solved",
			string(consultation.SolvedYes), string(consultation.SolvedPartly), string(consultation.SolvedNo))),
		Words: r.form.lines("words", consultation.MaxStatement),
	}
	mark.Satisfied, _ = strconv.Atoi(r.form.choice("satisfied", "1", "2", "3", "4", "5")) // "" is refused already
	return p.onTopic(r, "rated", func(tx *store.Tx, by residents.Sender, t consultation.Topic) error {
		mark.Community, mark.Topic = t.Community, t.ID
		return consultation.Rate(tx, by, mark)
	})
}

// postProgress says how a task of the topic comes along.
func (p *Portal) postProgress(r *request) (answer, error) {
	words := r.form.lines("text", consultation.MaxProgress)
	photos := r.form.photos("photos", consultation.MaxPhotos)
	return p.onTopic(r, "progress", func(tx *store.Tx, by residents.Sender, t consultation.Topic) error {
		k, err := tx.Task(t.Community, r.thing("task"))
		if err == nil && k.Topic != t.ID {
			err = residents.ErrNotFound
		}
		if err != nil {
			return err
		}
		return consultation.PostProgress(tx, by, t.Community, k.ID, words, photos)
	})
}
