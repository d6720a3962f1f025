package residents

import "time"

// This file takes a list of households in three steps: it is uploaded and kept as a
// draft, looked over, and confirmed. Nothing of the roster changes before that.

// RosterDraftLife is how long a draft is kept at most.
const RosterDraftLife = 24 * time.Hour

// Reasons of a draft.
const (
	ErrDraftOver = Reason("draft-over")     // the draft was kept for its day
	ErrReplan    = Reason("roster-changed") // the roster has changed since the plan was shown
	ErrProblems  = Reason("has-problems")   // homes are taken off only by a list without problems
	ErrNoChange  = Reason("nothing-new")    // the list changes nothing
)

// RosterDraft is an uploaded list. It is there for whoever uploaded it, and for nobody else.
type RosterDraft struct {
	Community, ID, MadeBy, FileName string
	MadeAt, ExpiresAt               time.Time
	Content                         string // of the server's own making
}

// RosterImportTx is what the verbs of a draft need of a transaction.
type RosterImportTx interface {
	RosterTx
	AllHouseholds(community string) ([]Household, error)
	AddHouseholds([]Household) error
	SetHouseholds([]Household) error // figures, and back on the roster
	RemoveHouseholds(community string, at time.Time, ids ...string) error

	RosterDraft(community, id string) (RosterDraft, error)
	AddRosterDraft(RosterDraft) error
	ChangeRosterDraft(community, id, content string) error
	DropRosterDrafts(community, madeBy string, before time.Time) error // of the person, and all that expired before
}

// UploadRoster keeps a draft, in place of any other of the same person.
func UploadRoster(tx RosterImportTx, by Sender, community, fileName, content string) (RosterDraft, error) {
	d := RosterDraft{Community: community, ID: derivedID(by, 0), MadeBy: by.Resident.ID, FileName: fileName, Content: content,
		MadeAt: by.Now, ExpiresAt: by.Now.Add(RosterDraftLife)}
	if err := mayKeepRoster(by, community); err != nil {
		return d, err
	}
	if err := tx.DropRosterDrafts(community, d.MadeBy, by.Now); err != nil {
		return d, err
	}
	return d, tx.AddRosterDraft(d)
}

// MayUseDraft is nil for whoever made the draft, within its day, as long as they keep the roster.
func MayUseDraft(who Standing, d RosterDraft, now time.Time) error {
	if err := May(who, KeepRoster, Matter{Body: d.Community}, now); err != nil {
		return err
	}
	if who.Resident.Community != d.Community || who.Resident.ID != d.MadeBy {
		return ErrNotFound
	}
	if !now.Before(d.ExpiresAt) {
		return ErrDraftOver
	}
	return nil
}

// ChangeRosterDraft puts other content into a draft.
func ChangeRosterDraft(tx RosterImportTx, by Sender, community, id, content string) error {
	d, err := tx.RosterDraft(community, id)
	if err != nil {
		return err
	}
	if err := MayUseDraft(by.Standing, d, by.Now); err != nil {
		return err
	}
	return tx.ChangeRosterDraft(community, id, content)
}

// DropRosterDraft throws the sender's draft away.
func DropRosterDraft(tx RosterImportTx, by Sender, community string) error {
	if err := mayKeepRoster(by, community); err != nil {
		return err
	}
	return tx.DropRosterDrafts(community, by.Resident.ID, by.Now)
}

// ImportRoster does what the plan of a list says, in one command, provided that it
// is the plan whose Sum is seen; removing also takes off the homes that the list does
// not have and nobody lives in. A draft is used up by it: done becomes its content.
func ImportRoster(tx RosterImportTx, by Sender, d RosterDraft, list RosterList, seen string, removing bool, done func(RosterPlan) string) error {
	if err := MayUseDraft(by.Standing, d, by.Now); err != nil {
		return err
	}
	have, err := tx.AllHouseholds(d.Community)
	if err != nil {
		return err
	}
	lived, err := tx.PeopleInHomes(d.Community)
	if err != nil {
		return err
	}
	plan := PlanRoster(have, lived, list)
	switch {
	case plan.Sum() != seen:
		return ErrReplan
	case removing && len(plan.Problems) > 0:
		return &FieldError{Field: "remove", Reason: ErrProblems}
	case len(plan.Add)+len(plan.Change) == 0 && !(removing && len(plan.Missing) > 0):
		return ErrNoChange
	}
	if err := applyRoster(tx, by, d.Community, plan, removing); err != nil {
		return err
	}
	return tx.ChangeRosterDraft(d.Community, d.ID, done(plan))
}

func applyRoster(tx RosterImportTx, by Sender, community string, plan RosterPlan, removing bool) error {
	var added, set []Household
	for i, c := range plan.Add {
		if h := c.New; h.ID == "" {
			h.Community, h.ID = community, derivedID(by, i)
			added = append(added, h)
		} else {
			set = append(set, h)
		}
	}
	for _, c := range plan.Change {
		set = append(set, c.New)
	}
	if err := tx.AddHouseholds(added); err != nil {
		return err
	}
	if err := tx.SetHouseholds(set); err != nil || !removing {
		return err
	}
	var gone []string
	for _, h := range plan.Missing {
		gone = append(gone, h.ID)
	}
	return tx.RemoveHouseholds(community, by.Now, gone...)
}
