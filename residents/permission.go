package residents

import (
	"slices"
	"time"
)

// This file is how the table of permissions (permissions.go) is read. The table says
// which role may do what, to what, on which condition, and why; every verb asks May,
// every route of the portal asks MayOpen, and what is not in the table cannot be done.

// Action is something that can be done at the portal.
type Action string

// Object is what an action is done to.
type Object string

// Condition is what else must hold for a role to do something, beyond being in its term.
type Condition string

// The conditions. Each is checked by meets, from what the Matter says.
const (
	Always      Condition = ""
	NotOwn      Condition = "not-own"      // not on one's own matter
	Own         Condition = "own"          // on one's own matter only
	OtherPerson Condition = "other-person" // another person than took the step before
	OwnBuilding Condition = "own-building" // within the building that the role is for, and not to people who hold an office
	Adult       Condition = "adult"        // 18 and older
	Assigned    Condition = "assigned"     // on what was handed to one's body, or to oneself
	NoOffice    Condition = "no-office"    // to people who hold no office
	Below       Condition = "below"        // in the bodies under one's own
	Everywhere  Condition = "everywhere"   // in every body, from the administrators' desk, and not on one's own matter
)

// Anybody and SignedIn stand in the table for those who need no role.
const (
	Anybody  RoleName = "anybody"
	SignedIn RoleName = "signed-in"
)

// Cell is one cell of the table: a role may, on a condition, because of Why.
type Cell struct {
	Role RoleName
	On   Condition
	Why  string // in Chinese, with the law or the policy where there is one
}

// Permission is one row of the table.
type Permission struct {
	Do     Action
	To     Object
	By     []Cell
	Office bool // an act of an office: it is written into the audit
	Seen   bool // reading it is written into the audit
	Helper bool // may be done for somebody by their helper, marked
}

// cells are cells of several roles with the same condition and reason.
func cells(on Condition, why string, roles ...RoleName) []Cell {
	var all []Cell
	for _, r := range roles {
		all = append(all, Cell{r, on, why})
	}
	return all
}

// PermissionFor is the row of an action; false where the table has none.
func PermissionFor(do Action) (Permission, bool) {
	for _, p := range Permissions {
		if p.Do == do {
			return p, true
		}
	}
	return Permission{}, false
}

// Matter is what an action is done to, as far as the conditions ask. Ids of people
// and households are those of the body.
type Matter struct {
	Body     string // id of the body where it is done
	Above    string // id of the body above it, for roles held there
	Owner    string // id of the person whose matter it is; "" nobody's
	Before   string // id of the person who took the step before; "" nobody
	Building string // where it is
	Assigned bool   // it was handed to the body, or to the person
	OfOffice bool   // the person it is done to holds an office
}

// MayOpen is nil where some role of the person's may do the action in the body, as far
// as roles go: conditions are for May, which knows the matter. above is the body above, or "".
// ErrSignedOut, ErrNotConfirmed, ErrPasskey and ErrNotAllowed say what is missing.
func MayOpen(who Standing, do Action, body, above string, now time.Time) error {
	if who.console() {
		return ErrNotAllowed // it has no pages
	}
	p, err := who.row(do, now)
	if err != nil {
		return err
	}
	for _, c := range p.By {
		if who.fills(c, body, above, now) {
			return nil
		}
	}
	return who.lacks(p, body, above, now)
}

// row is the row of an action, for somebody who is old enough for it, and acts for
// themselves or may be helped with it.
func (s Standing) row(do Action, now time.Time) (Permission, error) {
	p, ok := PermissionFor(do)
	switch {
	case !ok:
		return p, ErrNotAllowed
	case s.Helper.ID != "" && !p.Helper:
		return p, ErrByHelper
	case s.SignedIn() && s.Resident.young(now) && !slices.Contains(forChildren, do):
		return p, ErrTooYoung
	}
	return p, nil
}

// May is nil where the person may do the action to the matter at the given instant.
// Where a role fits but its condition does not, the error says which condition.
func May(who Standing, do Action, on Matter, now time.Time) error {
	if who.console() {
		if slices.Contains(consoleMay, do) {
			return nil
		}
		return ErrNotAllowed
	}
	p, err := who.row(do, now)
	if err != nil {
		return err
	}
	for _, c := range p.By {
		if !who.fills(c, on.Body, on.Above, now) && !(c.On == Everywhere && who.Holds(Installation, now, c.Role)) {
			continue
		}
		met := who.meets(c, on, now)
		if met == nil {
			return nil
		}
		if err == nil {
			err = met
		}
	}
	if err != nil {
		return err
	}
	return who.lacks(p, on.Body, on.Above, now)
}

// RolesWith are the roles that may do an action, in the order of the table.
func RolesWith(do Action) []RoleName {
	p, _ := PermissionFor(do)
	var all []RoleName
	for _, c := range p.By {
		if c.Role != Anybody && c.Role != SignedIn && !slices.Contains(all, c.Role) {
			all = append(all, c.Role)
		}
	}
	return all
}

// Exists tells whether the action is one for somebody at a body of that level.
func Exists(do Action, level Level) bool {
	p, _ := PermissionFor(do)
	for _, c := range p.By {
		anyone := c.Role == Anybody || c.Role == SignedIn
		above := c.On == Below && level == LevelCommunity
		if anyone || above || slices.Contains(LevelRoles[level], c.Role) {
			return true
		}
	}
	return false
}

// RoleFor is the role by which the person may do the action in the body; "" where by
// none, or where none is needed.
func RoleFor(who Standing, do Action, body, above string, now time.Time) RoleName {
	p, _ := PermissionFor(do)
	for _, c := range p.By {
		if c.Role != Anybody && c.Role != SignedIn && who.fills(c, body, above, now) {
			return c.Role
		}
	}
	return ""
}

// fills tells whether the person has the role of a cell, where the cell asks for it.
func (s Standing) fills(c Cell, body, above string, now time.Time) bool {
	switch {
	case c.Role == Anybody:
		return true
	case c.Role == SignedIn:
		return s.SignedIn()
	case c.On == Everywhere:
		return body == Installation && s.Holds(Installation, now, c.Role)
	case c.On == Below:
		return above != "" && s.Holds(above, now, c.Role)
	case s.Resident.Community == body && s.Resident.ConfirmedAt.IsZero():
		return false // who joins may speak for their home from the day the committee confirms them
	}
	return s.atHome(c.Role, body) && s.Holds(body, now, c.Role)
}

// atHome tells whether the role counts in the body as far as the person's home goes.
// Ids of people are only told apart within a body, so that nobody from elsewhere
// passes for one of its own, nor for another than themselves; the property company serves several.
func (s Standing) atHome(role RoleName, body string) bool {
	return role == RolePropertyCompany || s.Resident.Community == body
}

// lacks is why the person has none of the roles of a row.
func (s Standing) lacks(p Permission, body, above string, now time.Time) error {
	if !s.SignedIn() {
		return ErrSignedOut
	}
	strong := s.Strong()
	for _, c := range p.By {
		if s.Weak && strong.fills(c, body, above, now) {
			return ErrPasskey
		}
	}
	resident := slices.ContainsFunc(p.By, func(c Cell) bool { return c.Role == RoleResident })
	if resident && s.Resident.Community == body && s.Resident.ConfirmedAt.IsZero() {
		return ErrNotConfirmed
	}
	return ErrNotAllowed
}

// meets is nil where the condition of a cell holds for the matter.
func (s Standing) meets(c Cell, on Matter, now time.Time) error {
	me := s.Resident
	mine := on.Owner != "" && me.Community == on.Body && me.ID == on.Owner
	switch c.On {
	case NotOwn, Everywhere:
		if mine {
			return ErrOwnMatter
		}
	case Own:
		if !mine {
			return ErrNotYours
		}
	case OtherPerson:
		if on.Before != "" && me.Community == on.Body && me.ID == on.Before {
			return ErrSecondPerson
		}
	case OwnBuilding:
		if on.OfOffice {
			return ErrHoldsOffice
		}
		return s.scoped(c.Role, on.Body, on.Building, now)
	case Adult:
		if !me.Adult {
			return ErrMinor
		}
	case Assigned:
		if !on.Assigned {
			return ErrNotYours
		}
	case NoOffice:
		if on.OfOffice {
			return ErrHoldsOffice
		}
	}
	return nil
}

// scoped is nil where the role is held in the body for that scope.
func (s Standing) scoped(role RoleName, body, scope string, now time.Time) error {
	for _, r := range s.Roles {
		if scope != "" && r.Community == body && r.Name == role && r.Scope == scope && r.In(now) && !(s.Weak && role.Office()) {
			return nil
		}
	}
	return ErrNotYours
}

// ScopesOf are the scopes for which the person holds a role in the body now: the
// buildings of a stairwell head.
func (s Standing) ScopesOf(body string, name RoleName, now time.Time) (scopes []string) {
	for _, r := range s.Roles {
		if r.Community == body && r.Name == name && r.In(now) && !(s.Weak && r.Name.Office()) {
			scopes = append(scopes, r.Scope)
		}
	}
	return scopes
}

// consoleMay is what whoever holds the machine may do: the first start, and a way
// back in. Nothing of a community's month is theirs.
var consoleMay = []Action{FoundBody, AdmitPerson, GrantVoice, GrantOffice, IssueLink}

// console tells whether the standing is the command line's.
func (s Standing) console() bool {
	return s.Resident.ID == Console.Resident.ID && s.Resident.Community == Installation
}
