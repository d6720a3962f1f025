package main

import (
	"errors"
	"strconv"
	"strings"

	"yishiting/app/api"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/roster"
	"yishiting/server/store"
)

// This file takes the list that says which homes are of one owner. Whoever the owner is
// called in it goes no further than its reading: what is kept are numbers of groups.

// mostOwnersFile is how many bytes the list may have.
const mostOwnersFile = 1 << 20

// deskPollOwners is the page where the list is handed in.
func (p *Portal) deskPollOwners(r *request) (answer, error) {
	v := &desk.OwnersView{ID: r.PathValue("draft"), Most: mostOwnersFile}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtPolls); err != nil {
			return err
		}
		poll, err := rows.Poll(r.place.ID, v.ID)
		if err != nil {
			return err
		}
		if poll.State != polls.Draft || poll.Electorate.Unit != polls.UnitOwner {
			return polls.ErrStage
		}
		v.Question = poll.Question
		groups, err := rows.OwnerGroups(r.place.ID, v.ID)
		if err != nil {
			return err
		}
		names := map[string]bool{}
		for _, g := range groups {
			names[g] = true
		}
		v.Groups, v.Homes = len(names), len(groups)
		roll, _, err := r.rollNow(rows, poll.Terms)
		v.Owners = polls.SumRoll(roll).Units
		return err
	})
	return show(v), err
}

// setPollOwners reads the list, from a file or as it was pasted, and keeps its groups.
func (p *Portal) setPollOwners(r *request) (answer, error) {
	_, body := r.form.upload("file")
	field, pasted, none := "file", r.form.lines("owners", mostOwnersFile), r.form.ticked("none")
	if body == nil {
		field, body = "owners", []byte(pasted)
	}
	if len(body) == 0 && !none {
		r.form.refuse(field, residents.ErrEmpty, 0)
	}
	var groups map[string]string
	err := p.view(r, func(rows *store.View) (err error) {
		if !none {
			groups, err = r.ownersOf(rows, field, body)
		}
		return err
	})
	if err != nil {
		return answer{}, err
	}
	id := r.PathValue("draft")
	return p.do(r, "poll-owners", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/desk/polls/"+id, "owners-set"), polls.SetOwners(tx, by, r.place.ID, id, groups)
	})
}

// ownersOf reads lines of building, unit, room and whose, and gives each owner
// a number. What is wrong with a line is noted beside the field.
func (r *request) ownersOf(rows *store.View, field string, body []byte) (map[string]string, error) {
	groups, numbers := map[string]string{}, map[string]string{}
	err := roster.Cells(body, func(at int, cells []string) error {
		if len(r.form.wrong) > 0 || at == 1 && namesColumns(cells) || strings.TrimSpace(strings.Join(cells, "")) == "" {
			return nil
		}
		home, whose, reason, err := ownedHome(rows, r.place.ID, cells)
		switch {
		case err != nil:
			return err
		case reason == "" && groups[home] != "":
			reason = residents.ErrRepeated
		}
		if reason != "" {
			r.form.refuseLine(field, reason, at)
			return nil
		}
		if numbers[whose] == "" {
			numbers[whose] = strconv.Itoa(len(numbers) + 1)
		}
		groups[home] = numbers[whose]
		return nil
	})
	var reason residents.Reason
	if errors.As(err, &reason) {
		r.form.refuse(field, reason, 0)
		err = nil
	}
	return groups, err
}

// namesColumns tells whether a line has the names of the columns.
func namesColumns(cells []string) bool {
	last := cells[len(cells)-1]
	return strings.Contains(last, "业主") || strings.Contains(last, "代号")
}

// ownedHome is the home of a line, and whose it is; what is wrong with it, or "".
func ownedHome(rows *store.View, body string, cells []string) (home, whose string, wrong residents.Reason, err error) {
	if len(cells) < 4 {
		return "", "", residents.ErrEmpty, nil
	}
	if whose = strings.TrimSpace(cells[3]); whose == "" {
		return "", "", residents.ErrEmpty, nil
	}
	h, err := householdAt(rows, body, cells[0], cells[1], cells[2])
	var field *residents.FieldError
	switch {
	case errors.As(err, &field):
		return "", "", field.Reason, nil
	case errors.Is(err, residents.ErrNotFound):
		return "", "", residents.ErrNoHome, nil
	}
	return h.ID, whose, "", err
}
