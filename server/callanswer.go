package main

import (
	"slices"
	"strconv"

	"yishiting/app/api"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// This file takes answers to opinion calls.

// answerCall takes an answer, and leads back to the page, which says that it is in. It is
// kept with the community where the reader lives, whoever asks.
func (p *Portal) answerCall(r *request) (answer, error) {
	id := r.thing("id")
	var c project.Call
	err := p.view(r, func(v *store.View) (err error) {
		c, _, err = r.callHere(v, id)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	unit := r.form.text("unit", 120)
	said := saidOf(r.form, c)
	return p.do(r, "call-answer", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/calls/"+id, "call-answered"), project.GiveAnswer(tx, by, c.Community, id, unit, said)
	})
}

// saidOf reads what a form says to the questions of a call. What was said to a question that is
// not asked of whoever chose so is left out: with scripts off every question stands on the page.
func saidOf(f *form, c project.Call) project.Said {
	said := project.Said{Choices: map[string][]int{}, Words: map[string]string{}}
	for _, q := range c.Questions {
		field := "q" + q.ID
		if q.Kind == project.Text {
			said.Words[q.ID] = f.lines(field, project.MaxIdea)
			continue
		}
		for _, s := range f.every(field, project.MaxChoices, 4) {
			said.Choices[q.ID] = append(said.Choices[q.ID], option(f, field, s))
		}
	}
	for _, q := range c.Questions {
		switch {
		case q.If != nil && !slices.Equal(said.Choices[q.If.Question], []int{q.If.Option}):
			delete(said.Choices, q.ID)
			delete(said.Words, q.ID)
		case q.Must && len(said.Choices[q.ID]) == 0 && said.Words[q.ID] == "":
			f.refuse("q"+q.ID, residents.ErrEmpty, 0) // all that are missing are told at once
		}
	}
	return said
}

// option is the number of an option; -1, which no question has, for what is none.
func option(f *form, field, s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		f.refuse(field, residents.ErrChoice, 0)
		return -1
	}
	return n
}
