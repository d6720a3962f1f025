package polls

import "yishiting/residents"

// Foresee is the roll as it would be if the poll were published now. Its tags are of
// this look only.
func Foresee(v rollReader, t Terms, now Instant) ([]Elector, error) { return takeRoll(v, t, now) }

// SetOwners says which homes of an owners' poll belong to one owner: by household, the
// name of a group, which means nothing. Homes that are in no group, or alone in theirs,
// are each an owner's. Whoever says so has written at the draft, so that somebody else
// publishes it. A FieldError of "owners" where a home is not on the roster.
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
	together, found := map[string]string{}, 0
	of := map[string]int{}
	for _, g := range groups {
		of[g]++
	}
	for _, h := range homes {
		if g := groups[h.ID]; g != "" {
			found++
			if of[g] > 1 {
				together[h.ID] = g
			}
		}
	}
	if found != len(groups) {
		return refuse("owners", residents.ErrNoHome)
	}
	if err := tx.SetOwnerGroups(body, id, together); err != nil {
		return err
	}
	p.MadeBy = by.Resident.ID
	return tx.SetPoll(p)
}
