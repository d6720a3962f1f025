package main

import (
	"slices"

	"yishiting/calendar"
	"yishiting/polls"
	"yishiting/server/store"
)

// pollWaits are what a poll waits for, by the kind of work.
var pollWaits = map[string]string{
	"poll-study": "等社区党组织研究", "poll-draft": "等另一位委员公布", "poll-own": "您起草的，等另一位委员公布",
	"poll-paper": "有纸质票等录完、核对", "poll-count": "已截止，录完纸质票后计票", "poll-file": "已通过，章程、公约要报街道备案",
}

// withPolls puts what polls wait for among the other work, the first due first.
func (r *request) withPolls(rows *store.View, work []store.Waiting) ([]store.Waiting, error) {
	found, err := rows.PollsAfter(r.place.ID, polls.Poll{}, mostLivePolls, polls.Draft, polls.Published, polls.Counting)
	if err != nil {
		return nil, err
	}
	counted, err := rows.PollsAfter(r.place.ID, polls.Poll{}, mostWaiting, polls.Counted)
	if err != nil {
		return nil, err
	}
	for _, p := range append(found, counted...) {
		w, err := r.pollWork(rows, p)
		if err != nil {
			return nil, err
		}
		if w.Kind != "" {
			w.ID, w.Title = p.ID, p.Question
			work = append(work, w)
		}
	}
	slices.SortStableFunc(work, func(a, b store.Waiting) int { return a.Due.Compare(b.Due) })
	return work, nil
}

// pollWork is what a poll waits for, with the day by which it should be done; the zero
// Waiting for nothing.
func (r *request) pollWork(rows *store.View, p polls.Poll) (w store.Waiting, err error) {
	rule, err := p.RuleOf()
	if err != nil {
		return w, err
	}
	switch zone := r.place.Location(); p.State {
	case polls.Draft:
		if w = (store.Waiting{Kind: "poll-draft", Due: p.OpensAt()}); p.MadeBy == r.me() {
			w.Kind = "poll-own"
		}
		if rule.PartyStudy.Due() && p.StudiedOn.IsZero() {
			w.Kind = "poll-study"
		}
		if rule.Notice.Due() {
			w.Due = calendar.DayOf(w.Due, zone).Add(1 - rule.Notice.N).Start(zone)
		}
	case polls.Published:
		counts, err := rows.PaperCounts(r.place.ID, p.ID)
		if err != nil || counts.Waiting() == 0 {
			return w, err
		}
		w = store.Waiting{Kind: "poll-paper", Due: p.ClosesAt()}
	case polls.Counting:
		w = store.Waiting{Kind: "poll-count", Due: p.PaperUntil(zone)}
	case polls.Counted:
		final, err := p.Result()
		if err == nil && rule.Filing.Due() && final.Outcome.Passed && p.FiledOn.IsZero() && !p.Until.Before(r.today()) {
			w = store.Waiting{Kind: "poll-file", Due: p.Until.End(zone)}
		}
		return w, err
	}
	return w, nil
}
