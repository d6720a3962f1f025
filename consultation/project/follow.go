package project

import (
	"time"

	"yishiting/calendar"
	"yishiting/residents"
)

// mostTold is how many followers of a project hear of it in one turn of the clock.
const mostTold = 200

// TellEvery is how many days lie at least between two letters to a follower.
func TellEvery(now Instant) int { return DeliveryRulesAt(calendar.DayOf(now, time.UTC)).Tell.N }

// FollowProject lets somebody hear of a project, at most once a week. Done twice it does nothing.
func FollowProject(tx Tx, by residents.Sender, body, id string) error {
	w, err := workOn(tx, by, FollowIt, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	return tx.AddFollow(Follow{Community: by.Resident.Community, Body: w.p.Community, Project: w.p.ID, Resident: by.Resident.ID, Since: by.Now})
}

// UnfollowProject ends it. Done twice it does nothing.
func UnfollowProject(tx Tx, by residents.Sender, body, id string) error {
	w, err := workOn(tx, by, FollowIt, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	return tx.RemoveFollow(by.Resident.Community, w.p.Community, w.p.ID, by.Resident.ID)
}

// tellFollowers tells those who follow the project that there is news, each at most once in
// the days of the custom; what happened meanwhile is told with the next letter.
func (w work) tellFollowers() error {
	heard := w.by.Now.AddDate(0, 0, -TellEvery(w.by.Now))
	all, err := w.tx.FollowersToTell(w.p.Community, w.p.ID, heard, mostTold)
	if err != nil {
		return err
	}
	clock := clockSender(w.p.ID+"-"+timeText(w.by.Now), w.by.Now)
	for _, f := range all {
		if err := w.tx.Tell(projectLetter(clock, w.p, f.Community, f.Resident, "project-news")); err != nil {
			return err
		}
		f.ToldAt = w.by.Now
		if err := w.tx.SetFollow(f); err != nil {
			return err
		}
	}
	return nil
}
