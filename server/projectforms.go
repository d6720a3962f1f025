package main

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"yishiting/app/api"
	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// The forms on a project's page, and its documents.

// atProject sends a command about the project in the path, which is read at the place. What
// people do is kept where they live, and told on the record of whose project it is.
func (p *Portal) atProject(r *request, done string, verb func(tx *store.Tx, by residents.Sender, at project.Project) error) (answer, error) {
	var at project.Project
	err := p.view(r, func(v *store.View) (err error) {
		at, err = r.projectHere(v, r.thing("id"))
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/projects/"+at.ID, done), verb(tx, by, at)
	}, r.besides(at)...)
}

// besides are the bodies other than the place that a command about a project writes to: whose
// project it is, and where its sender lives.
func (r *request) besides(at project.Project) (all []string) {
	for _, body := range []string{at.Community, r.who.Resident.Community} {
		if body != "" && body != r.place.ID && !slices.Contains(all, body) {
			all = append(all, body)
		}
	}
	return all
}

var (
	firstStances = []string{string(project.InPart), string(project.IsAgainst)}
	allStances   = append([]string{string(project.Agrees)}, firstStances...)
	workTimes    = []string{string(project.Before), string(project.During), string(project.After)}
)

func (p *Portal) sayNo(r *request) (answer, error) {
	stance := project.Stance(r.form.choice("stance", firstStances...))
	words, shown := r.form.lines("words", project.MaxWords), r.form.ticked("shown")
	return p.atProject(r, "said-no", func(tx *store.Tx, by residents.Sender, at project.Project) error {
		return project.VoiceDissent(tx, by, at.Community, at.ID, stance, words, shown)
	})
}

// sayAgain is the second round of one's own word: the form's part.
func (p *Portal) sayAgain(r *request) (answer, error) {
	then, dissent := project.Stance(r.form.choice("then", allStances...)), r.form.part()
	return p.atProject(r, "said-again", func(tx *store.Tx, by residents.Sender, at project.Project) error {
		d, err := tx.Dissent(by.Resident.Community, at.Community, dissent)
		if err == nil && d.Project != at.ID {
			err = residents.ErrNotFound
		}
		if err != nil {
			return err
		}
		return project.VoiceAgain(tx, by, at.Community, dissent, then)
	})
}

// noticePart tells the forms of a project's notices apart.
func noticePart(id string, seq int) string {
	sum := sha256.Sum256([]byte("notice/" + id + "/" + strconv.Itoa(seq)))
	return hex.EncodeToString(sum[:12])
}

// objectToNotice objects to one notice: the form's part.
func (p *Portal) objectToNotice(r *request) (answer, error) {
	text, part := r.form.lines("text", project.MaxWords), r.form.part()
	return p.atProject(r, "project-objected", func(tx *store.Tx, by residents.Sender, at project.Project) error {
		all, err := tx.Notices(at.Community, at.ID)
		if err != nil {
			return err
		}
		for _, n := range all {
			if noticePart(at.ID, n.Seq) == part {
				return project.ObjectTo(tx, by, at.Community, at.ID, n.Seq, text)
			}
		}
		return residents.ErrNotFound
	})
}

func (p *Portal) signCheck(r *request) (answer, error) {
	fine, defect := r.form.choice("fine", "yes", "no") == "yes", r.form.lines("defect", project.MaxWords)
	return p.atProject(r, "signed", func(tx *store.Tx, by residents.Sender, at project.Project) error {
		return project.SignCheck(tx, by, at.Community, at.ID, fine, defect)
	})
}

func (p *Portal) reportWork(r *request) (answer, error) {
	when := project.When(r.form.choice("when", workTimes...))
	text, photos := r.form.lines("text", project.MaxWords), r.form.photos("photos", consultation.MaxPhotos)
	return p.atProject(r, "reported", func(tx *store.Tx, by residents.Sender, at project.Project) error {
		return project.PostWork(tx, by, at.Community, at.ID, when, text, photos)
	})
}

func (p *Portal) follow(r *request) (answer, error) {
	return p.atProject(r, "followed", func(tx *store.Tx, by residents.Sender, at project.Project) error {
		return project.FollowProject(tx, by, at.Community, at.ID)
	})
}

func (p *Portal) unfollow(r *request) (answer, error) {
	return p.atProject(r, "unfollowed", func(tx *store.Tx, by residents.Sender, at project.Project) error {
		return project.UnfollowProject(tx, by, at.Community, at.ID)
	})
}

// projectFile is one document: to be saved, never shown within the portal.
func (p *Portal) projectFile(r *request) (answer, error) {
	f := file{kind: "application/pdf", sent: true}
	err := p.view(r, func(v *store.View) error {
		at, err := r.projectHere(v, r.thing("id"))
		if err != nil {
			return err
		}
		doc, err := v.ProjectFile(at.Community, r.thing("file"))
		if err == nil && doc.Project != at.ID {
			err = residents.ErrNotFound
		}
		if err != nil {
			return err
		}
		f.body, f.name = doc.Bytes, fileName(doc)
		if doc.Kind == project.JPEG {
			f.kind = "image/jpeg"
		}
		return nil
	})
	if err != nil {
		return answer{}, err
	}
	return give(f), nil
}

// fileName is under what name a document is saved: with the ending of what it is.
func fileName(doc project.File) string {
	ending := "." + string(doc.Kind)
	if strings.HasSuffix(strings.ToLower(doc.Name), ending) || doc.Kind == project.JPEG && strings.HasSuffix(strings.ToLower(doc.Name), ".jpg") {
		return doc.Name
	}
	return doc.Name + ending
}

// workPhoto is a photo of a project, or of a post on its work, that is read at the place.
func (r *request) workPhoto(v *store.View, id string) ([]byte, error) {
	for _, body := range []string{r.place.ID, r.place.Parent} {
		jpeg, of, err := v.ProjectPhoto(body, id)
		if err == residents.ErrNotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		_, err = r.projectHere(v, of)
		return jpeg, err
	}
	return nil, residents.ErrNotFound
}

// projectPhoto is a photo that belongs to no topic.
func (p *Portal) projectPhoto(r *request) (answer, error) {
	f := file{kind: "image/jpeg", sent: true, keep: true}
	err := p.view(r, func(v *store.View) (err error) {
		f.body, err = r.workPhoto(v, r.PathValue("id"))
		return err
	})
	return give(f), err
}
