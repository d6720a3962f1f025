package signups

import "time"

// Free is a post in a shift of a public activity that has a place left.
type Free struct {
	Activity Activity
	Shift    Shift
	Post     Post
}

// Fitting are the activities that have a free post which suits somebody, each with the first such post
// in a shift for which they have not signed up.
func Fitting(free []Free, c Candidate, ahead []Taken, zone *time.Location) (all []Free) {
	has, named := map[string]bool{}, map[string]bool{}
	for _, t := range ahead {
		has[t.Activity+"/"+t.Shift] = true
	}
	for _, f := range free {
		if !named[f.Activity.ID] && !has[f.Activity.ID+"/"+f.Shift.ID] && Suits(c.Profile, c.Proofs, c.Building, f.Activity, f.Shift, f.Post, zone) {
			all, named[f.Activity.ID] = append(all, f), true
		}
	}
	return all
}
