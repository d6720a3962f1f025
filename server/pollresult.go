package main

import (
	"yishiting/app/pages"
	"yishiting/polls"
	"yishiting/server/store"
)

// pollResult is the result of a counted poll for the reader; polls.ErrStage before the count.
func (p *Portal) pollResult(_ *store.View, _ *request, poll polls.Poll) (pages.PollResult, error) {
	if poll.State != polls.Counted {
		return pages.PollResult{}, polls.ErrStage
	}
	return pages.PollResult{}, nil
}
