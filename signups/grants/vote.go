package grants

import (
	"slices"

	"yishiting/residents"
)

// Vote is whom one resident chose. Nobody but the resident reads it; it is counted without a name.
type Vote struct {
	Community string // where the resident lives
	Body      string // the street
	Round     string
	Resident  string
	Choices   []string // ids of applications
	At        Instant
}

type voteReader interface {
	Vote(community, body, round, resident string) (Vote, error)
	// Votes counts who has chosen, and how often each application was chosen. It is read when the
	// round is closed, and after.
	Votes(body, round string) (voters int, chosen map[string]int, err error)
}

type voteWriter interface {
	SetVote(Vote) error
}

// MayVote is nil for an adult resident of a community of the street while residents choose.
func MayVote(who residents.Standing, r Round, home residents.Community, now Instant) error {
	if home.Parent != r.Community {
		return residents.ErrNotAllowed
	}
	if err := residents.May(who, residents.VoteGrant, residents.Matter{Body: home.ID}, now); err != nil {
		return err
	}
	if !r.Voting(now) {
		return ErrClosed
	}
	return nil
}

// GiveVote chooses up to as many applications as the round allows; until the close the last choice
// of a resident is the one that counts.
func GiveVote(tx Tx, by residents.Sender, body, round string, choices []string) error {
	w, err := readRound(tx, by, body, round)
	if err != nil {
		return err
	}
	home, err := tx.CommunityByID(by.Resident.Community)
	if err != nil {
		return err
	}
	if err := MayVote(by.Standing, w.r, home, by.Now); err != nil {
		return err
	}
	choices = slices.Compact(slices.Sorted(slices.Values(choices)))
	if len(choices) == 0 || len(choices) > w.r.Choices {
		return &residents.FieldError{Field: "choices", Reason: ErrChoices, Limit: w.r.Choices}
	}
	all, err := tx.ApplicationsOf(body, round)
	if err != nil {
		return err
	}
	for _, c := range choices {
		if !slices.ContainsFunc(all, func(a Application) bool { return a.ID == c && a.State == Passed }) {
			return field("choices", residents.ErrChoice)
		}
	}
	return tx.SetVote(Vote{Community: by.Resident.Community, Body: body, Round: round, Resident: by.Resident.ID, Choices: choices, At: by.Now})
}
