package residents

import (
	"testing"
	"time"
)

func TestPasskeyRules(t *testing.T) {
	now := time.Date(2026, 11, 3, 1, 0, 0, 0, time.UTC)
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	plain := Standing{Resident: Resident{ID: "wang", Community: "hepingli"}, Roles: []Role{
		{Community: "hepingli", Name: RoleResident, From: ago(time.Hour), To: now.AddDate(5, 0, 0)},
		{Community: "hepingli", Name: RoleDirector, From: ago(time.Hour), To: now}, // over
	}}
	office := Standing{Resident: Resident{ID: "li", Community: "hepingli"}, Weak: true, Roles: []Role{
		{Community: "hepingli", Name: RoleDirector, From: now.AddDate(0, 1, 0), To: now.AddDate(5, 0, 0)}, // to come
	}}
	way := func(method string, began, proved time.Duration) SignIn {
		s := SignIn{Method: method, Began: ago(began)}
		if proved >= 0 {
			s.Proved = ago(proved)
		}
		return s
	}
	const long, just, never = 20 * time.Minute, 14 * time.Minute, -1
	for _, c := range []struct {
		who    Standing
		by     SignIn
		has    int
		add    error
		change error
		remove error
	}{
		{Standing{}, SignIn{}, 0, ErrSignedOut, ErrSignedOut, ErrSignedOut},
		{plain, way(ByLink, long, never), 0, nil, ErrSignInAgain, ErrSignInAgain},
		{plain, way(ByLetter, long, never), 0, nil, ErrSignInAgain, ErrSignInAgain},
		{plain, way(ByPhone, long, never), 0, nil, ErrSignInAgain, ErrSignInAgain},
		{plain, way(ByPerson, long, never), 0, nil, ErrSignInAgain, ErrSignInAgain},
		{plain, way("", just, never), 0, ErrSignInAgain, ErrSignInAgain, ErrSignInAgain},
		{office, way(ByLink, long, never), 0, nil, ErrSignInAgain, ErrSignInAgain},
		{office, way(ByLetter, just, never), 0, ErrLinkNeeded, ErrSignInAgain, ErrSignInAgain},
		{office, way(ByPhone, just, never), 0, ErrLinkNeeded, ErrSignInAgain, ErrSignInAgain},
		{office, way(ByPerson, just, never), 0, ErrLinkNeeded, ErrSignInAgain, ErrSignInAgain},
		{office, way("", just, never), 0, ErrLinkNeeded, ErrSignInAgain, ErrSignInAgain},

		{office, way(ByLink, just, never), 1, nil, ErrSignInAgain, ErrSignInAgain},
		{office, way(ByLink, long, never), 1, ErrSignInAgain, ErrSignInAgain, ErrSignInAgain},
		{office, way(ByPerson, just, never), 1, ErrSignInAgain, ErrSignInAgain, ErrSignInAgain},
		{plain, way(ByPhone, just, never), 1, ErrSignInAgain, ErrSignInAgain, ErrSignInAgain},
		{plain, way(ByPasskey, long, long), 1, ErrSignInAgain, ErrSignInAgain, ErrSignInAgain},
		{plain, way(ByPasskey, long, DelicateTime), 1, ErrSignInAgain, ErrSignInAgain, ErrSignInAgain},

		{plain, way(ByPasskey, long, just), 1, nil, nil, nil},
		{office, way(ByPasskey, long, just), 1, nil, nil, ErrLastPasskey},
		{office, way(ByPasskey, long, just), 2, nil, nil, nil},
		{office, way(ByPasskey, long, just), MostPasskeys, ErrTooMany, nil, nil},
	} {
		add, change, remove := MayAddPasskey(c.who, c.by, c.has, now), MayChangePasskey(c.who, c.by, now), MayRemovePasskey(c.who, c.by, c.has, now)
		if add != c.add || change != c.change || remove != c.remove {
			t.Errorf("%s with %d, in %+v: add %v, change %v, remove %v", c.who.Resident.ID, c.has, c.by, add, change, remove)
		}
	}
}
