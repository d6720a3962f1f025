package project

import "yishiting/residents"

// FollowProject lets a project stand first in somebody's digest of a week, whenever it has news. Done twice it does nothing.
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
