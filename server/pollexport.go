package main

import (
	"crypto/sha256"
	"encoding/hex"
	"io"

	"yishiting/polls"
)

// pollExport is a counted poll as a text that anybody can verify and count again: with
// the verify and tally commands, in the app, or by a program of their own. Before the count
// there is none. It carries the record's checkpoint of the moment in which it is fetched.
func (p *Portal) pollExport(r *request) (answer, error) {
	src, err := p.store.PollExport(r.Context(), r.place.ID, r.thing("id"))
	if err != nil {
		return answer{}, err
	}
	return give(file{
		kind:  "text/plain; charset=utf-8",
		name:  r.place.Slug + "-" + src.Poll.Number + ".txt",
		etag:  etagOf(src.Checkpoint),
		write: func(w io.Writer) error { return polls.WriteExport(w, src) },
	}), nil
}

// etagOf is the tag of a text that changes with another and with nothing else.
func etagOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}
