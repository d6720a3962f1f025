package project

import (
	"yishiting/consultation"
	"yishiting/residents"
)

// MaxSupervisors is how many residents may watch a project at a time.
const MaxSupervisors = 9

// MaySupervise is nil for whoever may be named to watch: an adult whom the committee has
// confirmed, who lives where the project concerns people, and neither holds an office nor
// works for the property company, since the work of both is what is watched.
func MaySupervise(who residents.Standing, p Project, now Instant) error {
	me := who.Resident
	switch {
	case me.ConfirmedAt.IsZero():
		return residents.ErrNotConfirmed
	case !me.Adult:
		return residents.ErrMinor
	}
	if err := concerned(who, p); err != nil {
		return err
	}
	return holdsNothing(who, now)
}

// holdsNothing is nil for somebody who holds no office and does not serve for money.
func holdsNothing(who residents.Standing, now Instant) error {
	reports := residents.RoleFor(who, residents.ReportProject, who.Resident.Community, "", now)
	if who.HoldsOffice(now) || reports == residents.RolePropertyCompany {
		return residents.ErrHoldsOffice
	}
	return nil
}

// AddSupervisor names a resident to watch the work (居民监督员), again where they did before.
func AddSupervisor(tx Tx, by residents.Sender, body, id, community, resident string) error {
	w, err := workOn(tx, by, Supervise, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	who, err := tx.Standing(community, resident)
	if err == residents.ErrNotFound {
		return field("name", residents.ErrNotFound)
	} else if err != nil {
		return err
	}
	if err := MaySupervise(who, w.p, by.Now); err != nil {
		return &residents.FieldError{Field: "name", Reason: err.(residents.Reason), Who: residents.Mask(who.Resident.Name)}
	}
	if w.facts.watched() >= MaxSupervisors {
		return &residents.FieldError{Field: "name", Reason: residents.ErrTooMany, Limit: MaxSupervisors}
	}
	building, _ := w.p.Where(who)
	s := Supervisor{Community: community, Body: body, Project: id, Resident: resident, Building: building, Since: by.Now, By: by.Resident.ID}
	if before := w.supervisor(community, resident); before == nil {
		err = tx.AddSupervisor(s)
	} else if before.Until.IsZero() {
		err = consultation.ErrAlready
	} else {
		err = tx.SetSupervisor(s)
	}
	if err != nil {
		return err
	}
	if err := w.recordSupervisor("", w.facts.watched()+1); err != nil {
		return err
	}
	if err := w.heard(); err != nil {
		return err
	}
	return w.tell(community, resident, "supervisor-named")
}

// supervisor is somebody's row among those who watch or watched; nil where they never did.
func (w work) supervisor(community, resident string) *Supervisor {
	for i, s := range w.facts.Supervisors {
		if s.Community == community && s.Resident == resident {
			return &w.facts.Supervisors[i]
		}
	}
	return nil
}

// recordSupervisor says how many watch from now on, and why somebody does no more; never who.
func (w work) recordSupervisor(why string, watching int) error {
	return w.record("project-supervisor", struct {
		named
		Why      string `json:"why,omitempty"`
		Watching int    `json:"watching"`
	}{w.named(), why, watching})
}

// EndSupervisor ends somebody's part as one who watches: they asked for it, or are replaced.
func EndSupervisor(tx Tx, by residents.Sender, body, id, community, resident, why string) error {
	w, err := workOn(tx, by, Supervise, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	if why != "asked" && why != "replaced" {
		return field("why", residents.ErrChoice)
	}
	s := w.supervisor(community, resident)
	if s == nil || !s.Until.IsZero() {
		return residents.ErrNotFound
	}
	if err := w.endSupervisor(*s, why, w.facts.watched()-1); err != nil {
		return err
	}
	return w.tell(community, resident, "supervisor-ended")
}

// endSupervisor ends somebody's part; so many watch from now on.
func (w work) endSupervisor(s Supervisor, why string, left int) error {
	s.Until, s.Why = w.by.Now, why
	if err := w.tx.SetSupervisor(s); err != nil {
		return err
	}
	if err := w.recordSupervisor(why, left); err != nil {
		return err
	}
	return w.heard()
}

// endMoved ends the part of those who left, or live where the project does not concern them,
// and tells the desk to find another. Whoever moved among those concerned goes on.
func (w work) endMoved() error {
	watching := w.facts.watched()
	for _, s := range w.facts.Supervisors {
		if !s.Until.IsZero() {
			continue
		}
		who, err := w.tx.Standing(s.Community, s.Resident)
		if err != nil && err != residents.ErrNotFound {
			return err
		}
		building, lives := w.p.Where(who) // nobody, who left, lives nowhere
		switch {
		case lives && building == s.Building:
			continue
		case lives:
			s.Building = building
			if err := w.tx.SetSupervisor(s); err != nil {
				return err
			}
			continue
		}
		watching--
		if err := w.endSupervisor(s, "moved", watching); err != nil {
			return err
		}
		if err := w.tellDesk("supervisor-moved"); err != nil {
			return err
		}
	}
	return nil
}
