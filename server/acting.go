package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"regexp"

	"yishiting/app/pages"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// This file is how somebody acts for another. A session that was told to carries the
// mandate; what the table lets helpers do is then done as the person, and everything
// else stays the helper's own or is refused. The mandate is asked for each page, and
// again in the transaction of each command.

// acting is for whom the session acts, or did until just now.
type acting struct {
	mandate residents.Mandate
	person  residents.Resident
	home    string // first part of the paths of their community
	over    error  // why it counts no more; nil while it does
}

// actFor finds out for whom the session acts. The reader then stands for the person,
// but in what stays the reader's own.
func (p *Portal) actFor(r *request, v *store.View) error {
	if r.session.Helps == "" {
		return nil
	}
	m, err := v.Mandate(r.session.Community, r.session.Helps)
	if errors.Is(err, residents.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	home, err := v.CommunityByID(m.Community)
	if err != nil {
		return err
	}
	r.acting = &acting{mandate: m, home: home.Slug, over: residents.ErrHelpOver}
	if r.acting.person, err = v.Resident(m.Community, m.Person); err != nil {
		return err
	}
	person, err := v.Standing(m.Community, m.Person)
	switch {
	case errors.Is(err, residents.ErrNotFound) || err == nil && !r.now.Before(r.session.HelpsUntil):
		return nil
	case err != nil:
		return err
	}
	r.acting.over = residents.MayHelp(r.self, person, m, r.now)
	if r.acting.over == nil && r.place.ID == m.Community && !residents.StaysOwn(r.route.do) {
		r.who = residents.Acting(r.self, person)
	}
	return nil
}

// rightVoice is nil where the form was drawn for whom it now would be done: a page that
// was left open while the session began to act for somebody, or ceased to, speaks for nobody.
func (r *request) rightVoice() error {
	if r.form == nil || residents.StaysOwn(r.route.do) {
		return nil
	}
	drawn, now := voiceOf(r.form.command()), ""
	if r.who.Helper.ID != "" {
		now = voiceMark(r.acting.mandate.ID)
	}
	switch {
	case drawn == now:
		return nil
	case now == "":
		return residents.ErrHelpOver
	}
	return residents.ErrOtherVoice
}

// voiceMark stands in the commands of pages that were drawn for whom a mandate helps.
func voiceMark(mandate string) string {
	sum := sha256.Sum256([]byte(mandate))
	return "-h" + hex.EncodeToString(sum[:4])
}

var voicePattern = regexp.MustCompile(`^[0-9a-f-]{36}(-h[0-9a-f]{8})-`)

// voiceOf is the mark in a command, "" where its page was drawn for the reader themselves.
func voiceOf(command string) string {
	if m := voicePattern.FindStringSubmatch(command); m != nil {
		return m[1]
	}
	return ""
}

// standing is who sends a command, on fresh rows: the reader, or whom they act for.
func (r *request) standing(tx *store.Tx) (residents.Standing, error) {
	self, err := tx.Standing(r.self.Resident.Community, r.self.Resident.ID)
	if err != nil {
		return self, err
	}
	self.Weak = r.self.Weak // what the session has proved, it has proved
	if r.who.Helper.ID == "" {
		return self, nil
	}
	m, err := tx.Mandate(r.acting.mandate.Community, r.acting.mandate.ID)
	if err != nil {
		return self, err
	}
	person, err := tx.Standing(m.Community, m.Person)
	if errors.Is(err, residents.ErrNotFound) {
		return self, residents.ErrHelpOver
	}
	if err != nil {
		return self, err
	}
	return residents.Acting(self, person), residents.MayHelp(self, person, m, tx.Now())
}

// noteProxy writes down what a helper did, and tells the person.
func (r *request) noteProxy(tx *store.Tx, who residents.Standing, command string) error {
	if who.Helper.ID == "" {
		return nil
	}
	m := r.acting.mandate
	err := tx.AddProxyAct(store.ProxyAct{
		Community: m.Community, Command: command, Mandate: m.ID, Person: m.Person, Helper: m.Helper, Verb: r.route.name, At: tx.Now(),
	})
	if err != nil {
		return err
	}
	return tx.Tell(consultation.Letter{
		Community: m.Community, ID: command + "/helped", Resident: m.Person, Kind: pages.HelpedKind + r.route.name,
		Title: m.Kind, At: tx.Now().UnixMicro(),
	})
}

// actor names who sends a command, so that nobody else's command passes for the same.
func (r *request) actor() string {
	me := r.who.Resident
	name := me.Community + "/" + me.ID
	if r.who.Helper.ID != "" {
		name += "/" + r.who.Helper.ID
	}
	return name
}

// helpingBanner is what every page says while the session acts for somebody.
func (r *request) helpingBanner() *pages.Helping {
	if r.acting == nil {
		return nil
	}
	return &pages.Helping{
		Name: r.acting.person.Name, Over: r.acting.over != nil, Stays: residents.StaysOwn(r.route.do),
		End: "/" + r.acting.home + "/me/helping/" + r.acting.mandate.ID + "/end",
	}
}
