package main

import (
	"net/http"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// deskStatementRoutes are the desk's page of what residents said.
func (p *Portal) deskStatementRoutes() []route {
	const list = "/{place}/desk/statements"
	return []route{
		{method: http.MethodGet, pattern: list, name: "desk-statements", do: residents.WorkDesk, handle: p.deskStatements},
		{method: http.MethodPost, pattern: list + "/{id}/show", name: "show", do: residents.ModerateWord, handle: p.showStatement, on: list},
		{method: http.MethodPost, pattern: list + "/{id}/hide", name: "hide", do: residents.ModerateWord, handle: p.hideStatement, on: list},
		{method: http.MethodPost, pattern: list + "/{id}/reply", name: "reply", do: residents.ModerateWord, handle: p.replyStatement, on: list},
	}
}

const mostQuestions = 30

// deskStatements lists the statements that wait, and the questions without an answer.
func (p *Portal) deskStatements(r *request) (answer, error) {
	at, id, err := after(r)
	if err != nil {
		return answer{}, err
	}
	v := &desk.StatementsView{}
	if id != "" {
		v.Query = afterKey(at, id)
	}
	err = p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtStatements); err != nil {
			return err
		}
		waiting, err := rows.WaitingStatements(r.place.ID, at, id, deskPage+1)
		if err != nil {
			return err
		}
		if len(waiting) > deskPage {
			waiting = waiting[:deskPage]
			last := waiting[deskPage-1]
			v.More = v.To("desk/statements") + afterKey(last.At, last.ID)
		}
		for _, s := range waiting {
			v.Waiting = append(v.Waiting, r.statementCard(s))
		}
		questions, err := rows.OpenQuestions(r.place.ID, mostQuestions)
		for _, s := range questions {
			v.Questions = append(v.Questions, r.statementCard(s))
		}
		return err
	})
	return show(v), err
}

func (r *request) statementCard(s store.DeskStatement) desk.StatementCard {
	return desk.StatementCard{
		ID: s.ID, Text: s.Text, Side: pages.SideWord(s.Side), Topic: s.Title, Href: "/" + r.place.Slug + "/topics/" + s.Topic,
		By: mark(residents.Resident{Name: s.Name, Building: s.Building}.Masked()), At: r.when(s.At),
		Own: s.Author == r.who.Resident.ID, Shown: s.State == consultation.Shown,
	}
}

// moderate runs a verb on the statement that the path names, and comes back to the
// same stretch of the list.
func (p *Portal) moderate(r *request, name, done string, verb func(tx *store.Tx, by residents.Sender, id string) error) (answer, error) {
	back := "/" + r.place.Slug + "/desk/statements"
	if at, id, err := after(r); err == nil && id != "" {
		back += afterKey(at, id)
	}
	return p.do(r, name, func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone(back, done), verb(tx, by, r.PathValue("id"))
	})
}

// showStatement lets a statement show.
func (p *Portal) showStatement(r *request) (answer, error) {
	return p.moderate(r, "show", "statement-shown", func(tx *store.Tx, by residents.Sender, id string) error {
		return consultation.ShowStatement(tx, by, r.place.ID, id)
	})
}

// hideStatement keeps a statement from showing, for a published reason.
func (p *Portal) hideStatement(r *request) (answer, error) {
	reason := r.form.choice("reason", consultation.HideReasons...)
	return p.moderate(r, "hide", "statement-hidden", func(tx *store.Tx, by residents.Sender, id string) error {
		return consultation.HideStatement(tx, by, r.place.ID, id, reason)
	})
}

// replyStatement answers a statement for the committee, and lets it show.
func (p *Portal) replyStatement(r *request) (answer, error) {
	reply := r.form.lines("reply", consultation.MaxReply)
	return p.moderate(r, "reply", "statement-answered", func(tx *store.Tx, by residents.Sender, id string) error {
		return consultation.ReplyStatement(tx, by, r.place.ID, id, reply)
	})
}
