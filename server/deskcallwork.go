package main

import (
	"slices"
	"time"

	"yishiting/consultation/project"
	"yishiting/server/store"
)

// callWaits are what a call waits for, by the kind of work.
var callWaits = map[string]string{
	"call-draft": "等另一位公布", "call-own": "您起草的，等另一位公布", "call-behind": "快要截止，还有楼没有达到比例",
}

// callSoon is how long before its close a call whose buildings are behind is work of the day.
const callSoon = 5 * 24 * time.Hour

// withCalls puts what opinion calls wait for among the other work, the first due first.
func (r *request) withCalls(rows *store.View, work []store.Waiting) ([]store.Waiting, error) {
	drafts, err := rows.CallsAfter(r.place.ID, project.Call{}, mostLiveCalls, project.CallDraft)
	if err != nil {
		return nil, err
	}
	for _, c := range drafts {
		w := store.Waiting{Kind: "call-draft", ID: c.ID, Title: c.Title, Due: c.Opens}
		if c.MadeBy == r.me() {
			w.Kind = "call-own"
		}
		work = append(work, w)
	}
	running, err := rows.PublishedCallsFor(r.place.ID, r.street())
	if err != nil {
		return nil, err
	}
	running = slices.DeleteFunc(running, func(c project.Call) bool { return c.Closes.Sub(r.now) > callSoon || c.Taking(r.now) != nil })
	read := rows.CallsAhead(running)
	for _, c := range running {
		coverage, err := read.CoverageOf(c)
		if err != nil {
			return nil, err
		}
		if lagging := laggingOf(c, coverage, r.place.ID); len(lagging) > 0 && lagging[0].Missing() > 0 {
			work = append(work, store.Waiting{Kind: "call-behind", ID: c.ID, Title: c.Title, Due: c.Closes})
		}
	}
	slices.SortStableFunc(work, func(a, b store.Waiting) int { return a.Due.Compare(b.Due) })
	return work, nil
}
