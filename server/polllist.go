package main

import (
	"strconv"
	"strings"

	"yishiting/app/pages"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// pagePolls is how many polls that are over stand on a page.
const pagePolls = 20

// pollList lists a community's polls: what runs on the first page, what is over page by page.
func (p *Portal) pollList(r *request) (answer, error) {
	if r.place.Level != residents.LevelCommunity {
		return answer{}, residents.ErrNotFound
	}
	l := &pages.PollsView{Frame: p.frame(r)}
	after := pollKey(r.URL.Query().Get("after"))
	err := p.view(r, func(v *store.View) error {
		if after.ID != "" {
			l.Newer = l.To("polls")
			return r.pastPolls(v, l, after)
		}
		if err := r.pollsNow(v, l); err != nil {
			return err
		}
		return r.pastPolls(v, l, after)
	})
	return show(l), err
}

// pollsNow are those that run, with what the reader has to do with each, and those ahead.
func (r *request) pollsNow(v *store.View, l *pages.PollsView) error {
	open, ahead, err := r.running(v)
	if err != nil {
		return err
	}
	for _, poll := range open {
		line := r.pollLine(poll)
		seats, err := r.seatsIn(v, poll)
		if err != nil {
			return err
		}
		if words := standsWords(seats); words != "" {
			line.Facts = append(line.Facts, words)
		}
		l.Open = append(l.Open, line)
	}
	for _, poll := range ahead {
		l.Ahead = append(l.Ahead, r.pollLine(poll))
	}
	return nil
}

// standsWords say whether a ballot of the reader's is in: 您还没有投. "" where they have none.
func standsWords(seats []polls.Seat) string {
	missing := 0
	for _, s := range seats {
		if s.Ballot.Seq == 0 {
			missing++
		}
	}
	switch {
	case len(seats) == 0:
		return ""
	case missing == 0:
		return "您的票已投进"
	case len(seats) > 1:
		return "还有 " + strconv.Itoa(missing) + " 张票等您投"
	}
	return "有一张票等您投"
}

// pastPolls are a page of those that take ballots no more. The clock may not have closed the
// latest of them yet: those stand on the first page.
func (r *request) pastPolls(v *store.View, l *pages.PollsView, after polls.Poll) error {
	all, err := v.PollsAfter(r.place.ID, after, pagePolls+1, polls.Published, polls.Counting, polls.Counted, polls.Withdrawn)
	if err != nil {
		return err
	}
	if len(all) > pagePolls {
		all = all[:pagePolls]
		last := all[pagePolls-1]
		l.Older = l.To("polls") + "?after=" + strconv.FormatInt(last.Closes, 10) + "." + last.ID
	}
	for _, poll := range all {
		if phase := r.phaseOf(poll); phase != pages.PollOpen && phase != pages.PollAhead {
			l.Past = append(l.Past, r.pollLine(poll))
		}
	}
	return nil
}

// pollKey reads a poll's place in the list; what is none begins with the latest.
func pollKey(s string) (p polls.Poll) {
	closes, id, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(closes, 10, 64)
	if err != nil || n < 0 || n > 1<<53 || !residents.ValidID(id) {
		return p
	}
	p.Closes, p.ID = n, id
	return p
}
