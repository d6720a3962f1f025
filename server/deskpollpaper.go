package main

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// This file prints paper ballots and takes what they read.

// deskPollPrint is where paper ballots are chosen to be printed.
func (p *Portal) deskPollPrint(r *request) (answer, error) {
	v := &desk.PollPrintView{ID: r.PathValue("id"), Most: polls.MaxPrint}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtPolls); err != nil {
			return err
		}
		poll, err := rows.Poll(r.place.ID, v.ID)
		if err != nil {
			return err
		}
		v.Question, v.Unit, v.Why = poll.Question, poll.Electorate.Unit, codeOf(polls.MayPrint(r.who, poll, r.now))
		found, err := rows.BuildingsToPrint(r.place.ID, v.ID)
		for _, b := range found {
			v.Buildings = append(v.Buildings, desk.BuildingBallots{Name: b.Building, Units: b.Units, Fresh: b.Fresh})
		}
		return err
	})
	return show(v), err
}

// printBallots makes the paper ballots that were chosen, and shows them this once: the
// same command again makes no others and cannot show the first.
func (p *Portal) printBallots(r *request) (answer, error) {
	id := r.PathValue("id")
	whom, building, home := r.form.choice("whom", "fresh", "all", "home"), r.form.text("building", 40), r.form.text("home", 60)
	var made []polls.PaperBallot
	_, err := p.do(r, "print-ballots", func(tx *store.Tx, by residents.Sender) (string, error) {
		made = nil
		units, err := unitsChosen(tx.View, r.place.ID, id, whom, building, home)
		if err != nil {
			return "", err
		}
		made, err = polls.PrintBallots(tx, by, r.place.ID, id, units)
		return "/" + r.place.Slug + "/desk/polls/" + id + "/print", err
	})
	if err != nil {
		return answer{}, err
	}
	v := &desk.BallotPapersView{ID: id, Shown: len(made) > 0, Style: p.files.address("deskpolls.css")}
	err = p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtPolls); err != nil {
			return err
		}
		poll, err := rows.Poll(r.place.ID, id)
		if err != nil {
			return err
		}
		if v.Rule, err = poll.RuleOf(); err != nil {
			return err
		}
		v.Terms, v.Closes = poll.Terms, r.when(poll.ClosesAt())
		left, err := rows.BuildingsToPrint(r.place.ID, id)
		for _, b := range left {
			v.Left += b.Fresh
		}
		if err == nil {
			v.Papers, err = p.ballotPapers(r, rows, made)
		}
		return err
	})
	return show(v), err
}

// unitsChosen are the units for which ballots are to be printed.
func unitsChosen(rows *store.View, body, id, whom, building, home string) ([]string, error) {
	if whom != "home" {
		return rows.UnitsToPrint(body, id, building, whom == "all", polls.MaxPrint)
	}
	h, err := findHousehold(rows, body, home)
	if errors.Is(err, residents.ErrNotFound) {
		return nil, &residents.FieldError{Field: "home", Reason: residents.ErrNoHome}
	}
	if err != nil {
		return nil, err
	}
	units, err := rows.RollUnitsOfHome(body, id, h.ID)
	if err == nil && len(units) == 0 {
		err = &residents.FieldError{Field: "home", Reason: polls.ErrNonePrint}
	}
	return units, err
}

// ballotPapers are printed ballots as they are shown, in the order of their addresses.
func (p *Portal) ballotPapers(r *request, rows *store.View, made []polls.PaperBallot) (papers []desk.BallotPaper, err error) {
	for _, b := range made {
		paper := desk.BallotPaper{Serial: serialText(b.Serial)}
		if paper.For, err = unitAddress(rows, r.place.ID, b.Unit); err != nil {
			return nil, err
		}
		paper.Size, paper.QR = qrCode(p.address("/" + r.place.Slug + "/desk/polls/" + b.Poll + "/paper?serial=" + b.Serial))
		papers = append(papers, paper)
	}
	slices.SortStableFunc(papers, func(a, b desk.BallotPaper) int { return byNumber(a.For, b.For) })
	return papers, nil
}

// serialText is a serial as it is printed: 7KQ4-M2XR-9TBD.
func serialText(s string) string {
	if len(s) != 12 {
		return s
	}
	return s[:4] + "-" + s[4:8] + "-" + s[8:]
}

// unitAddress says to whom a ballot is handed: the home, and of people their name.
func unitAddress(rows *store.View, body, unit string) (string, error) {
	if id := polls.UnitPerson(unit); id != "" {
		who, err := rows.Resident(body, id)
		if err != nil {
			return "", err
		}
		homes, err := rows.HomesOf(body, id)
		where := who.Building
		if len(homes) > 0 {
			where = homes[0].Label()
		}
		return strings.TrimSpace(where + " " + who.Name), err
	}
	if id := polls.UnitHome(unit); id != "" {
		h, err := rows.Household(body, id)
		return h.Label(), err
	}
	id, n := polls.UnitSpare(unit)
	h, err := rows.Household(body, id)
	if n == 0 {
		return h.Label() + " 业主", err
	}
	return h.Label() + " 第 " + strconv.Itoa(n) + " 位成年人", err
}

// deskPollPaper is where paper ballots are entered.
func (p *Portal) deskPollPaper(r *request) (answer, error) {
	v := &desk.PaperView{ID: r.PathValue("id"), Style: p.files.address("deskpolls.css")}
	after, typed := r.URL.Query().Get("after"), asked(r.URL.Query().Get("serial"), 40)
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtPolls); err != nil {
			return err
		}
		v.Watching = false // whoever may enter ballots is drawn the form
		poll, err := rows.Poll(r.place.ID, v.ID)
		if err != nil {
			return err
		}
		v.Question, v.Terms, v.Why = poll.Question, poll.Terms, codeOf(polls.MayEnter(r.who, poll, r.now))
		if typed != "" && v.Why == "" {
			if err := r.askedPaper(rows, v, typed); err != nil {
				return err
			}
		}
		return r.papersNow(rows, v, poll, polls.ReadSerial(asked(after, 40)))
	})
	return show(v), err
}

// askedPaper puts the ballot of a typed serial into the view, or why there is none to enter.
func (r *request) askedPaper(rows *store.View, v *desk.PaperView, typed string) error {
	serial := polls.ReadSerial(typed)
	v.Typed = typed
	paper, err := rows.Paper(r.place.ID, v.ID, serial)
	switch {
	case errors.Is(err, residents.ErrNotFound):
		v.Problem = pages.Beside(polls.ErrSerial, 0)
		return nil
	case err != nil:
		return err
	}
	say := map[polls.PaperState]string{
		polls.PaperIn:    "这张票两遍都录好了，已经计入，不用再录",
		polls.PaperAside: "这张票的单位已在网上投票，纸质票不计入，不用再录",
	}[paper.State]
	switch me := r.me(); {
	case paper.Void:
		say = pages.Beside(polls.ErrVoid, 0)
	case paper.State == polls.PaperOnce && paper.First.By == me:
		say = pages.Beside(polls.ErrEntered, 0)
	}
	if v.Problem = say; say != "" {
		return nil
	}
	v.Typed, v.Serial, v.Step = serial, serialText(serial), "第一遍"
	switch paper.State {
	case polls.PaperOnce:
		v.Step = "第二遍"
	case polls.PaperDiffers:
		v.Differs = []pages.Fact{{Name: "第一遍", Value: pages.BallotSays(v.Terms, paper.First.Choice)}, {Name: "第二遍", Value: pages.BallotSays(v.Terms, paper.Second.Choice)}}
		if paper.Second.By == r.me() {
			v.Settle = residents.ErrSecondPerson
		}
	}
	return nil
}

// papersAPage is how many ballots stand on a page of those that wait.
const papersAPage = 60

// papersNow are the counts, and the ballots that wait or were set aside.
func (r *request) papersNow(rows *store.View, v *desk.PaperView, poll polls.Poll, after string) error {
	counts, err := rows.PaperCounts(r.place.ID, v.ID)
	if err != nil {
		return err
	}
	for _, one := range []struct {
		name string
		n    int64
	}{{"还没收回", counts.Out}, {"录了一遍", counts.Once}, {"两遍不一样", counts.Differs}, {"已计入", counts.In}, {"不计入", counts.Aside}} {
		v.Counts = append(v.Counts, pages.Fact{Name: one.name, Value: pages.Grouped(one.n) + " 张"})
	}
	waiting, err := rows.PapersIn(r.place.ID, v.ID, after, papersAPage+1, polls.PaperOnce, polls.PaperDiffers)
	if err != nil {
		return err
	}
	if len(waiting) > papersAPage {
		waiting = waiting[:papersAPage]
		v.More = "/" + r.place.Slug + "/desk/polls/" + v.ID + "/paper?after=" + waiting[papersAPage-1].Serial
	}
	for _, b := range waiting {
		w := desk.WaitingPaper{Serial: serialText(b.Serial), State: "等第二遍", Differs: b.State == polls.PaperDiffers}
		if w.Differs {
			w.State = "两遍不一样"
		}
		if b.State == polls.PaperOnce && b.First.By == r.me() {
			w.State = "第一遍是您录的，等另一位"
		} else if v.Why == "" {
			w.Href = "/" + r.place.Slug + "/desk/polls/" + v.ID + "/paper?serial=" + b.Serial
		}
		v.Waiting = append(v.Waiting, w)
	}
	aside, err := rows.PapersIn(r.place.ID, v.ID, "", papersAPage, polls.PaperAside)
	for _, b := range aside {
		v.Unheard = append(v.Unheard, serialText(b.Serial))
	}
	return err
}

// enterPaper takes what somebody read on a paper ballot.
func (p *Portal) enterPaper(r *request) (answer, error) {
	return p.readPaper(r, "paper-ballot", polls.EnterPaper)
}

// settlePaper takes what a ballot reads that two people read differently.
func (p *Portal) settlePaper(r *request) (answer, error) {
	return p.readPaper(r, "settle-ballot", polls.SettlePaper)
}

// readPaper reads the form of a paper ballot, for one of the verbs that take one.
func (p *Portal) readPaper(r *request, name string, verb func(tx polls.Tx, by residents.Sender, body, id, serial, choice string) (polls.PaperBallot, error)) (answer, error) {
	id, serial := r.PathValue("id"), r.form.text("serial", 40)
	choice, err := p.choiceOf(r, id)
	if err != nil {
		return answer{}, err
	}
	return p.do(r, name, func(tx *store.Tx, by residents.Sender) (string, error) {
		paper, err := verb(tx, by, r.place.ID, id, serial, choice)
		return api.WithDone("/"+r.place.Slug+"/desk/polls/"+id+"/paper", "paper-"+string(paper.State)), err
	})
}

// pollNotice is the announcement of a poll on paper.
func (p *Portal) pollNotice(r *request) (answer, error) {
	v := &desk.PollNoticeView{Style: p.files.address("deskpolls.css")}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtPolls); err != nil {
			return err
		}
		poll, err := rows.Poll(r.place.ID, r.PathValue("id"))
		if err != nil {
			return err
		}
		if poll.State == polls.Draft || poll.State == polls.Withdrawn {
			return polls.ErrStage
		}
		v.Back, v.Question, v.Number, v.Text = v.To("desk/polls/"+poll.ID), poll.Question, poll.Number, poll.Text
		v.Facts = append(r.termFacts(poll.Terms), pages.Fact{Name: "名册", Value: pages.Units(poll.Roll.Units, poll.Electorate.Unit) + "，以公布那天为准"})
		if poll.Method != polls.Binary {
			v.Options = desk.OnBallot(poll.Terms)
		}
		v.Date = dateWords(calendar.DayOf(poll.PublishedAt, r.place.Location()))
		v.Size, v.QR = qrCode(p.address("/" + r.place.Slug + "/polls/" + poll.ID))
		v.Rule, err = poll.RuleOf()
		return err
	})
	return show(v), err
}
