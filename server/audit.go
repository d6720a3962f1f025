package main

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"time"

	"yishiting/app/api"
	"yishiting/residents"
	"yishiting/server/store"
)

// This file writes the audit. An act of an office is written with its effect, in one
// transaction. What is refused, and what is read of persons, is written beside the
// answer: where it cannot be, the log says so, and the answer goes out.

// audited writes an act of an office into the audit of every body that the command
// holds, so that the committee's watchers see what was done to it from above.
func audited(tx *store.Tx, r *request, who residents.Standing, command string, also []string) error {
	row, ok := residents.PermissionFor(r.route.do)
	if !ok || !row.Office {
		return nil
	}
	a := r.entry(who, residents.Done, r.because)
	if a.Subject == "" {
		a.Subject = command
	}
	written := map[string]bool{}
	for _, body := range append([]string{a.Community}, also...) {
		if a.Community = body; written[body] {
			continue
		}
		written[body] = true
		if err := tx.Audit(a); err != nil {
			return err
		}
	}
	return nil
}

// entry is a line of the audit about what is asked for.
func (r *request) entry(who residents.Standing, result residents.Result, reason residents.Reason) residents.AuditEntry {
	a := residents.AuditEntry{
		Community: r.place.ID, ActorHome: who.Resident.Community, Actor: who.Resident.ID,
		Role: residents.RoleFor(who, r.route.do, r.place.ID, r.place.Parent, r.now), Action: r.route.do,
		Subject: subjectOf(r.route.pattern, r.Request), Result: result, Reason: reason,
	}
	if who.Helper.ID != "" { // who acts for somebody is the one who did it
		a.ActorHome, a.Actor = who.Helper.Community, who.Helper.ID
	}
	if a.Community == "" {
		a.Community = residents.Installation
	}
	return a
}

var wildcard = regexp.MustCompile(`\{(\w+)\}`)

// mostSubject bounds what an address may put into the audit.
const mostSubject = 200

// subjectOf are the ids in an address, without the place and without a secret, as far
// as they can be ids.
func subjectOf(pattern string, r *http.Request) string {
	var ids []string
	for _, name := range wildcard.FindAllStringSubmatch(pattern, -1) {
		id := r.PathValue(name[1])
		if name[1] != "place" && name[1] != "token" && (residents.ValidID(id) || residents.ValidSlug(id)) {
			ids = append(ids, id)
		}
	}
	if subject := strings.Join(ids, "/"); len(subject) <= mostSubject {
		return subject
	}
	return ""
}

// noteRefusal writes that somebody who is signed in was refused for who they are.
func (p *Portal) noteRefusal(r *request, err error) {
	if r.who.SignedIn() && api.Status(err) == http.StatusForbidden {
		a := r.entry(r.who, residents.Refused, api.Code(err))
		p.noteOnce(r, a, a.ActorHome+"/"+a.Actor)
	}
}

// noteSeen writes that a page was read of which the table says so: also by whoever asks
// for its head alone, and where it is drawn again around a form.
func (p *Portal) noteSeen(r *request, page route) {
	if row, ok := residents.PermissionFor(page.do); ok && row.Seen && page.method == http.MethodGet {
		read := *r
		read.route = page
		p.note(r, read.entry(r.who, residents.Seen, ""))
	}
}

// noteSignIn writes that somebody failed to sign in to a body's board; resident is ""
// where it is not known whom it was to be.
func (p *Portal) noteSignIn(r *request, community, resident string, reason residents.Reason) {
	a := residents.AuditEntry{Community: community, Action: residents.Enter, Result: residents.Refused, Reason: reason}
	if resident != "" {
		a.ActorHome, a.Actor = community, resident
	}
	p.noteOnce(r, a, p.sender(r)+" as "+resident)
}

// refusalsNoted is how often the same refusal of the same sender is written down: whoever
// presses again and again must not bury the rest of the audit.
var refusalsNoted = limit{"refusals noted", 1, time.Hour}

// noteOnce writes a refusal, unless the same one of that sender was written not long ago.
func (p *Portal) noteOnce(r *request, a residents.AuditEntry, sender string) {
	of := strings.Join([]string{sender, a.Community, string(a.Action), string(a.Reason)}, "\n")
	if errors.Is(p.mayTry(r, "", try{refusalsNoted, of}), api.ErrOften) {
		return
	}
	p.note(r, a)
}

// noteTime is how long an answer waits at most for its line in the audit.
const noteTime = 2 * time.Second

// note writes a line beside an answer.
func (p *Portal) note(r *request, a residents.AuditEntry) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), noteTime)
	defer cancel()
	if err := p.store.Update(ctx, a.Community, func(tx *store.Tx) error { return tx.Audit(a) }); err != nil {
		p.log.Warn("not in the audit", "request", r.id, "action", string(a.Action), "error", err)
	}
}
