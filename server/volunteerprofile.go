package main

import (
	"slices"
	"strconv"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// What a volunteer says of themselves.

// volunteerProfile is the form with what is kept.
func (p *Portal) volunteerProfile(r *request) (answer, error) {
	w := &pages.ProfileView{Frame: p.frame(r), Style: p.files.address("activities.css"), Near: signups.Anywhere, Building: r.who.Resident.Building}
	if err := r.atHome(); err != nil {
		return answer{}, err
	}
	err := p.view(r, func(v *store.View) error {
		kept, err := v.Profile(r.place.ID, r.me())
		if err != nil && err != residents.ErrNotFound {
			return err
		}
		if err == nil {
			w.Kept, w.Skills, w.Times, w.Near, w.Asked, w.Named, w.Weekly = true, kept.Skills, kept.Times, kept.Near, kept.Asked, kept.Named, kept.Weekly
		}
		proofs, err := v.Proofs(r.place.ID, r.me())
		for _, s := range signups.Proved {
			w.Proofs = append(w.Proofs, r.proofLine(s, proofs))
		}
		return err
	})
	return show(w), err
}

// proofLine says where the proof of a skill stands.
func (r *request) proofLine(s signups.Skill, all []signups.Proof) pages.ProofLine {
	line := pages.ProofLine{Skill: s, Ask: true}
	i := slices.IndexFunc(all, func(f signups.Proof) bool { return f.Skill == s })
	if i < 0 {
		return line
	}
	f := all[i]
	line.About = f.About
	switch {
	case f.CheckedAt.IsZero():
		line.Words, line.Tone, line.Ask = "请带原件到居委会", pages.ToneDue, false
	case !f.Good:
		line.Words, line.Tone = "居委会没有认可", pages.TonePlain
	case !f.Counts(r.today()):
		line.Words, line.Tone = "过期了", pages.ToneDue
	case f.Until.IsZero():
		line.Words, line.Tone, line.Ask = "看过了", pages.ToneAct, false
	default:
		line.Words, line.Tone = "看过了，到 "+f.Until.ChineseWithYear(), pages.ToneAct
	}
	return line
}

// keepProfile writes it. The skills that are to be proved are no part of the form.
func (p *Portal) keepProfile(r *request) (answer, error) {
	said := signups.Profile{
		Near: signups.Near(r.form.choice("near", string(signups.OwnBuilding), string(signups.Anywhere))), Asked: r.form.ticked("asked"),
		Named: r.form.ticked("named"), Weekly: r.form.ticked("weekly"),
	}
	for _, s := range r.form.every("skills", len(signups.Skills), 20) {
		said.Skills = append(said.Skills, signups.Skill(s))
	}
	for _, s := range r.form.every("times", 7*signups.Parts, 2) {
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 || n >= 7*signups.Parts {
			r.form.refuse("times", residents.ErrChoice, 0)
			continue
		}
		said.Times |= signups.Slot(n/signups.Parts, signups.Part(n%signups.Parts))
	}
	return p.do(r, "volunteer-profile", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/volunteering/profile", "profile-kept"), signups.KeepProfile(tx, by, said)
	})
}

func (p *Portal) endProfile(r *request) (answer, error) {
	return p.do(r, "profile-end", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/volunteering", "profile-ended"), signups.EndProfile(tx, by)
	})
}

func (p *Portal) askProof(r *request) (answer, error) {
	skill, about := signups.Skill(r.form.text("skill", 20)), r.form.text("about", signups.MaxName)
	return p.do(r, "volunteer-proof", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/volunteering/profile#proofs", "proof-asked"), signups.AskProof(tx, by, skill, about)
	})
}
