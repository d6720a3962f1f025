package polls

import (
	"slices"

	"yishiting/residents"
)

// Foresee is the roll as it would be if the poll were published now. Its tags are of
// this look only.
func Foresee(v rollReader, t Terms, now Instant) ([]Elector, error) { return takeRoll(v, t, now) }

// SetOwners says which homes of an owners' poll belong to one owner: by household, a
// group of two or more, whose name means nothing. Homes that are in no group are each an
// owner's. Whoever says so has written at the draft, so that somebody else publishes it.
func SetOwners(tx Tx, by residents.Sender, body, id string, groups map[string]string) error {
	p, err := tx.Poll(body, id)
	if err != nil {
		return err
	}
	if err := MayDraft(by.Standing, body, by.Now); err != nil {
		return err
	}
	if p.State != Draft || p.Electorate.Unit != UnitOwner {
		return ErrStage
	}
	homes, err := tx.RosterHomes(body)
	if err != nil {
		return err
	}
	found := 0
	for _, h := range homes {
		if groups[h.ID] != "" {
			found++
		}
	}
	if found != len(groups) {
		return refuse("owners", residents.ErrNoHome)
	}
	if err := tx.SetOwnerGroups(body, id, groups); err != nil {
		return err
	}
	p.MadeBy = by.Resident.ID
	return tx.SetPoll(p)
}

// Single are the groups that have one home only, in order: they are no groups.
func Single(groups map[string]string) []string {
	homes := map[string]int{}
	for _, g := range groups {
		homes[g]++
	}
	var single []string
	for g, n := range homes {
		if n == 1 {
			single = append(single, g)
		}
	}
	slices.Sort(single)
	return single
}
