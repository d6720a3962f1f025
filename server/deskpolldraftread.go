package main

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yishiting/app/api"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// This file reads the second step of a poll's draft, and keeps it.

// draftedTerms reads the form of a draft. What is wrong with a field is noted in the form.
func (r *request) draftedTerms(rows *store.View, topic string) (t polls.Terms, err error) {
	f := r.form
	as, method, why := r.startOf(url.Values{"as": {f.text("as", 80)}, "method": {f.text("method", 20)}})
	if why != "" {
		f.refuse("", why, 0)
	}
	budget := method == polls.Shares || method == polls.Greedy
	t = polls.Terms{
		Community: r.place.ID, Question: f.text("question", polls.MaxQuestion), Text: f.lines("text", polls.MaxText), Method: method,
		Electorate: polls.Electorate{Unit: as.unit}, Rule: as.rule.ID, Secrecy: polls.Secrecy(f.text("secrecy", 20)),
		Replace: f.ticked("replace"), Paper: f.ticked("paper"),
		Opens: f.time("opens").UnixMicro(), Closes: f.time("closes").UnixMicro(),
	}
	if topic != "" && f.ticked("topic") {
		t.Topic = topic
	}
	if budget {
		t.Budget = f.yuan("budget")
	}
	if method == polls.Shares {
		t.Completion = polls.Completion(f.text("completion", 20))
	}
	if method != polls.Binary {
		t.Options = f.options("options", budget)
		r.readSeats(&t, as.rule)
	}
	return t, r.readElectorate(rows, &t)
}

// readSeats reads how many a ballot may name, and how many are chosen.
func (r *request) readSeats(t *polls.Terms, rule polls.Rule) {
	switch most := max(1, len(t.Options)-1); t.Method {
	case polls.Plurality:
		t.Choose = r.form.number("choose", 1, most)
		fallthrough
	case polls.Approval, polls.STV:
		if t.Seats = 1; !rule.Decides() {
			t.Seats = r.form.number("seats", 1, most)
		}
	case polls.Schulze:
		t.None = r.form.ticked("none")
	}
}

// readElectorate reads which buildings, or who of a body.
func (r *request) readElectorate(rows *store.View, t *polls.Terms) error {
	f := r.form
	switch t.Electorate.Unit {
	case polls.UnitResident, polls.UnitHousehold, polls.UnitOwner:
		t.Electorate.Buildings = f.every("building", 200, 40)
		known, err := rows.AllBuildings(r.place.ID)
		for _, b := range t.Electorate.Buildings {
			if !slices.Contains(known, b) {
				f.refuse("buildings", residents.ErrScope, 0)
			}
		}
		return err
	case polls.UnitMember:
		t.Electorate.Name = f.text("body", 30)
		for _, name := range f.every("role", len(polls.BodyRoles), 40) {
			t.Electorate.Roles = append(t.Electorate.Roles, residents.RoleName(name))
		}
		var err error
		t.Electorate.People, err = f.people(rows, r.place.ID, "people")
		return err
	}
	return nil
}

// draftPoll keeps a new draft.
func (p *Portal) draftPoll(r *request) (answer, error) {
	t, err := p.readDraft(r, asked(r.URL.Query().Get("topic"), 80))
	if err != nil {
		return answer{}, err
	}
	return p.do(r, "poll-draft", func(tx *store.Tx, by residents.Sender) (string, error) {
		poll, err := polls.MakePoll(tx, by, t)
		return api.WithDone("/"+r.place.Slug+"/desk/polls/"+poll.ID, "poll-drafted"), r.form.atLine(err)
	})
}

// changePoll writes a draft anew.
func (p *Portal) changePoll(r *request) (answer, error) {
	var old polls.Poll
	err := p.view(r, func(rows *store.View) (err error) {
		old, err = rows.Poll(r.place.ID, r.PathValue("draft"))
		return err
	})
	if err != nil {
		return answer{}, err
	}
	topic := old.Topic
	if topic == "" {
		topic = asked(r.URL.Query().Get("topic"), 80)
	}
	t, err := p.readDraft(r, topic)
	if err != nil {
		return answer{}, err
	}
	t.ID = old.ID
	return p.do(r, "poll-change", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/desk/polls/"+t.ID, "poll-changed"), r.form.atLine(polls.ChangePoll(tx, by, t))
	})
}

// readDraft is draftedTerms on rows of its own.
func (p *Portal) readDraft(r *request, topic string) (t polls.Terms, err error) {
	err = p.view(r, func(rows *store.View) (err error) {
		t, err = r.draftedTerms(rows, topic)
		return err
	})
	return t, err
}

// options reads options, one a line: words | about, or words | about | cost in yuan.
func (f *form) options(name string, costs bool) (all []polls.Option) {
	text := f.lines(name, polls.MaxOptions*(polls.MaxWords+polls.MaxAbout+20))
	for i, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		parts := strings.Split(strings.ReplaceAll(line, "｜", "|"), "|")
		var o polls.Option
		if costs {
			cost, ok := readYuan(parts[len(parts)-1])
			if !ok || len(parts) < 2 {
				f.refuseLine(name, polls.ErrMoney, i+1)
			}
			o.Cost = cost
			parts = parts[:max(1, len(parts)-1)]
		}
		o.Words = strings.TrimSpace(parts[0])
		o.About = strings.TrimSpace(strings.Join(parts[1:], "|"))
		all = append(all, o)
	}
	return all
}

// refuseLine notes that a line of a text is wrong.
func (f *form) refuseLine(field string, reason residents.Reason, line int) {
	f.wrong = append(f.wrong, &residents.FieldError{Field: field, Reason: reason, Line: line})
}

// optionLines are options as options reads them.
func optionLines(t polls.Terms) string {
	var lines []string
	for _, o := range t.Options {
		parts := []string{o.Words}
		if o.About != "" {
			parts = append(parts, strings.Join(strings.Fields(o.About), " "))
		}
		if t.Budget > 0 {
			parts = append(parts, yuanText(o.Cost))
		}
		lines = append(lines, strings.Join(parts, " | "))
	}
	return strings.Join(lines, "\n")
}

// atLine puts what polls says of an option beside the line in which it was typed.
func (f *form) atLine(err error) error {
	var wrong *residents.FieldError
	if !errors.As(err, &wrong) {
		return err
	}
	n, is := strings.CutPrefix(wrong.Field, "option-")
	if !is {
		return err
	}
	place, _ := strconv.Atoi(n)
	for i, line := range strings.Split(f.lines("options", maxForm), "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if place--; place == 0 {
			return &residents.FieldError{Field: "options", Reason: wrong.Reason, Limit: wrong.Limit, Line: i + 1}
		}
	}
	return err
}

// yuan is an amount in yuan with at most two decimals, in cents.
func (f *form) yuan(name string) int64 {
	cents, ok := readYuan(f.text(name, 20))
	if !ok {
		f.refuse(name, polls.ErrMoney, 0)
	}
	return cents
}

// readYuan reads 4200 or 4200.50, from 0.01 to polls.MaxCost, in cents. 元 behind it is passed over.
func readYuan(s string) (cents int64, ok bool) {
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), "元"))
	cents, ok = hundredths(s, polls.MaxCost)
	return cents, ok && cents > 0
}

// people reads people of the body, one a line: a name, and behind it a building where
// several have it.
func (f *form) people(rows *store.View, body, name string) (ids []string, err error) {
	for i, line := range strings.Split(f.lines(name, polls.MaxNamed*60), "\n") {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		named, err := rows.ResidentsNamed(body, words[0], peopleShown)
		if err != nil {
			return nil, err
		}
		at, _ := residents.ReadBuilding(strings.Join(words[1:], " "))
		named = slices.DeleteFunc(named, func(who residents.Resident) bool {
			return who.Name != words[0] || len(words) > 1 && who.Building != at
		})
		switch {
		case len(named) != 1:
			f.refuseLine(name, residents.ErrNobody, i+1)
		case slices.Contains(ids, named[0].ID):
			f.refuseLine(name, polls.ErrTwice, i+1)
		default:
			ids = append(ids, named[0].ID)
		}
	}
	return ids, nil
}

// peopleLines are people as people reads them.
func peopleLines(rows *store.View, body string, ids []string) (string, error) {
	var lines []string
	for _, id := range ids {
		who, err := rows.Resident(body, id)
		if err != nil {
			return "", err
		}
		lines = append(lines, strings.TrimSpace(who.Name+" "+who.Building))
	}
	return strings.Join(lines, "\n"), nil
}
