package main

import (
	"time"

	"yishiting/consultation"
	"yishiting/residents"
)

func (p *Portal) minutesRoutes() []route { return nil }

// mayReadDraft is nil for those who may confirm minutes that wait: the chair, the
// recorder, who signed in, and the desk.
func mayReadDraft(who residents.Standing, s consultation.Meeting, present bool, now time.Time) error {
	if who.Resident.Community == s.Community && (present || who.Resident.ID == s.Chair || who.Resident.ID == s.Recorder) {
		return nil
	}
	return consultation.MayUseDesk(who, s.Community, now)
}
