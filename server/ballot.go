package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// This file takes ballots: from the form on a poll's page, and as JSON under /api. Both
// are cast by the same verb in the same transaction; a ballot is confirmed by the server
// or it was not cast.

// ballotRoutes are the forms that stand on a poll's page.
func (p *Portal) ballotRoutes() []route {
	return []route{
		{method: http.MethodPost, pattern: "/{place}/polls/{id}/ballot", name: "ballot", do: residents.CastBallot, handle: p.castForm, on: "/{place}/polls/{id}"},
	}
}

// castForm casts the ballot of a form, and leads back to the page, which says that it is in.
func (p *Portal) castForm(r *request) (answer, error) {
	id := r.PathValue("id")
	choice, err := p.choiceOf(r, id)
	if err != nil {
		return answer{}, err
	}
	unit := r.form.text("unit", 100)
	page := api.WithDone("/"+r.place.Slug+"/polls/"+id, "cast")
	if r.session.Helps != "" { // marked, and told to the person
		return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
			cast, err := polls.CastVotes(tx, r.place.ID, []polls.Vote{{By: by, Body: r.place.ID, Poll: id, Unit: unit, Choice: choice}})
			if err != nil {
				return "", err
			}
			return page, cast[0].Err
		})
	}
	if err := r.form.err(); err != nil {
		return answer{}, err
	}
	_, _, err = p.doors.Cast(r.Request, store.BallotCommand{
		Command: store.Command{Community: r.place.ID, ID: r.form.command(), Hash: r.form.hash(r.URL.Path), At: r.now},
		Poll:    id, Unit: unit, Choice: choice,
	})
	return answer{location: page}, err
}

// choiceOf reads the choice of a ballot's form: what is chosen, the numbers of a ranking,
// or that the ballot is to be blank.
func (p *Portal) choiceOf(r *request, id string) (string, error) {
	var poll polls.Poll
	err := p.view(r, func(v *store.View) (err error) {
		poll, err = v.Poll(r.place.ID, id)
		return err
	})
	if err != nil {
		return "", err
	}
	return ballotOf(r.form, poll.Terms)
}

func ballotOf(f *form, t polls.Terms) (string, error) {
	chosen := f.every("choice", polls.MaxOptions, 20)
	numbers := map[string]string{}
	if t.Method == polls.Schulze || t.Method == polls.STV {
		for _, o := range t.Options {
			numbers[o.ID] = f.text("rank-"+o.ID, 4)
		}
		if t.None {
			numbers[polls.NoneID] = f.text("rank-"+polls.NoneID, 4)
		}
	}
	ranked, err := polls.Ranked(t, numbers)
	if err != nil {
		return "", err
	}
	said := strings.Join(chosen, ",") + ranked
	if f.text("blank", 3) == "" {
		return said, nil
	}
	if said != "" {
		return "", &residents.FieldError{Field: "blank", Reason: polls.ErrBlankAndChosen}
	}
	return polls.Blank, nil
}

// mostBallot is how many bytes a ballot sent as JSON may have.
const mostBallot = 4 << 10

// apiBallot is a ballot as JSON: command is an id of the sender's making, the same again
// has the same answer; unit is needed by who represents several homes.
type apiBallot struct {
	Command string `json:"command"`
	Choice  string `json:"choice"`
	Unit    string `json:"unit,omitempty"`
}

// apiReceipt is the answer: the receipt of the ballot, or why there is none.
type apiReceipt struct {
	Receipt string `json:"receipt,omitempty"`
	Reason  string `json:"reason,omitempty"`
	Says    string `json:"says,omitempty"`
}

// castJSON casts a ballot sent to /api/{place}/polls/{id}/ballot by whoever the cookie is of.
func (p *Portal) castJSON(w http.ResponseWriter, hr *http.Request) {
	routed(hr, "ballot-json")
	r := p.bare(w, hr)
	r.route = route{name: "ballot-json", do: residents.CastBallot, pattern: "/{place}/polls/{id}/ballot"}
	receipt, err := p.castBody(r)
	if err != nil {
		p.tellJSON(r, err)
		return
	}
	writeReceipt(w, http.StatusOK, apiReceipt{Receipt: receipt})
}

// apiPrefix begins the paths that take and answer JSON.
const apiPrefix = "/api/"

// tellJSON tells why something was not done to whoever asked in JSON.
func (p *Portal) tellJSON(r *request, err error) {
	code := api.Code(err)
	if code == api.Internal {
		p.log.Error("internal", "request", r.id, "route", r.route.name, "error", err)
	}
	p.noteRefusal(r, err)
	writeReceipt(r.w, api.Status(err), apiReceipt{Reason: string(code), Says: pages.Says(code)})
}

func writeReceipt(w http.ResponseWriter, status int, answered apiReceipt) {
	body, err := json.Marshal(answered)
	if err != nil {
		panic(err) // three texts
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", private)
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n'))
}

func (p *Portal) castBody(r *request) (string, error) {
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); strings.TrimSpace(kind) != "application/json" {
		return "", api.ErrType
	}
	raw, err := io.ReadAll(http.MaxBytesReader(r.w, r.Body, mostBallot))
	if err != nil {
		return "", unread(err)
	}
	b, err := readBallot(raw)
	if err != nil {
		return "", err
	}
	r.now = p.clock() // a body may come long after its head
	// Counted by the session alone: what else a sender calls itself by is theirs to vary.
	if after, ok := p.flood.Allow("ballots " + p.doors.Key(r.Request)); !ok {
		return "", &tooOften{"", after}
	}
	if r.place, err = p.placeOf(r.Context(), r.PathValue("place")); err != nil {
		return "", err
	}
	id := r.PathValue("id")
	if !residents.ValidID(id) {
		return "", residents.ErrNotFound
	}
	receipt, who, err := p.doors.Cast(r.Request, store.BallotCommand{
		Command: store.Command{Community: r.place.ID, ID: b.Command, Hash: sha256.Sum256([]byte(id + "\x00" + b.Unit + "\x00" + b.Choice)), At: r.now},
		Poll:    id, Unit: b.Unit, Choice: b.Choice,
	})
	r.who, r.self = who, who
	if err == residents.ErrSignedOut {
		if after, ok := p.flood.Allow(p.sender(r)); !ok {
			return "", &tooOften{"", after}
		}
	}
	return receipt, err
}

// readBallot takes one object with the three keys, each at most once and a text, and nothing else.
func readBallot(raw []byte) (b apiBallot, err error) {
	in := json.NewDecoder(bytes.NewReader(raw))
	if begins, err := in.Token(); err != nil || begins != json.Delim('{') {
		return b, residents.ErrText
	}
	into := map[string]*string{"command": &b.Command, "choice": &b.Choice, "unit": &b.Unit}
	for in.More() {
		if err := readField(in, into); err != nil {
			return b, err
		}
	}
	if ends, err := in.Token(); err != nil || ends != json.Delim('}') {
		return b, residents.ErrText
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return b, residents.ErrText
	}
	if !residents.ValidID(b.Command) {
		return b, api.ErrCommand
	}
	return b, nil
}

// readField reads a key and its text to where it belongs; a key that was read is nil there.
func readField(in *json.Decoder, into map[string]*string) error {
	key, err := in.Token()
	name, isText := key.(string)
	if err != nil || !isText {
		return residents.ErrText
	}
	value, err := in.Token()
	text, isText := value.(string)
	field, known := into[name]
	switch {
	case err != nil || !isText || !known:
		return residents.ErrText
	case field == nil:
		return api.ErrTwice
	}
	*field, into[name] = text, nil
	return nil
}

// placeOf is the body of a slug. A body keeps its slug for ever, so it is asked for once.
func (p *Portal) placeOf(ctx context.Context, slug string) (residents.Community, error) {
	if known, ok := p.slugs.Load(slug); ok {
		return known.(residents.Community), nil
	}
	if !residents.ValidSlug(slug) {
		return residents.Community{}, residents.ErrNotFound
	}
	var body residents.Community
	err := p.store.View(ctx, func(v *store.View) (err error) {
		body, err = v.CommunityBySlug(slug)
		return err
	})
	if err == nil {
		p.slugs.Store(slug, residents.Community{ID: body.ID, Slug: slug, Parent: body.Parent, Level: body.Level})
	}
	return body, err
}
