package signups

import (
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/residents"
)

// A shift at nine is at nine every week, also where clocks are put back in between.
func TestSummerTimeElsewhere(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	weekly := Repeat{Day: calendar.Day{Year: 2026, Month: 10, Day: 24}, From: 540, Until: 660, Weeks: 2} // they are put back on 25 October
	for n := range weekly.Weeks {
		if s := weekly.shift(n, berlin); s.Starts.In(berlin).Format("15:04") != "09:00" || s.Minutes() != 120 {
			t.Errorf("%s, %d minutes", s.Starts.In(berlin), s.Minutes())
		}
	}
	night := Repeat{Day: calendar.Day{Year: 2026, Month: 10, Day: 25}, From: 60, Until: 240, Weeks: 1} // over the hour that comes twice
	if s := night.shift(0, berlin); s.Minutes() != 240 {
		t.Errorf("%d minutes", s.Minutes())
	}
}

// Whole half hours of what was given within the shift, never up.
func TestCounted(t *testing.T) {
	starts := time.Date(2026, 11, 14, 8, 0, 0, 0, chinaTime)
	s := Shift{Starts: starts, Ends: starts.Add(2 * time.Hour)}
	for _, c := range []struct{ in, out, want int }{
		{0, 120, 120}, {0, 119, 90}, {-20, 140, 120}, {1, 120, 90}, {15, 45, 30}, {15, 44, 0}, {90, 200, 30}, {30, 30, 0}, {-30, -5, 0}, {130, 180, 0},
	} {
		if got := Counted(s, starts.Add(time.Duration(c.in)*time.Minute), starts.Add(time.Duration(c.out)*time.Minute)); got != c.want {
			t.Errorf("%d to %d: %d, want %d", c.in, c.out, got, c.want)
		}
	}
}

func TestStars(t *testing.T) {
	for hours, want := range map[int]int{0: 0, 99: 0, 100: 1, 199: 1, 200: 2, 500: 3, 800: 4, 999: 4, 1000: 5, 9999: 5} {
		if got := RulesAt(calendar.Day{Year: 2026, Month: 11, Day: 1}).Stars(hours*60 + 59); got != want {
			t.Errorf("%d hours: %d stars", hours, got)
		}
	}
}

// Ten working days: the National Day holidays are none.
func TestConfirmBy(t *testing.T) {
	if got := RulesAt(calendar.Day{Year: 2026, Month: 11, Day: 14}).ConfirmBy(calendar.Day{Year: 2026, Month: 11, Day: 14}).String(); got != "2026-11-27" {
		t.Error(got)
	}
}

func TestCodes(t *testing.T) {
	s := Shift{ID: "s1", Secret: "0123456789abcdef0123456789abcdef"}
	now := time.Date(2026, 11, 14, 8, 0, 30, 0, chinaTime)
	for ago, want := range map[time.Duration]residents.Reason{
		0: "", time.Minute: "", 2 * time.Minute: ErrOldCode, 3 * time.Hour: ErrOldCode, 23 * time.Hour: ErrOldCode, 25 * time.Hour: ErrWrongCode, -time.Minute: ErrWrongCode,
	} {
		err := checkCode(s, CodeAt(s, now.Add(-ago)), now)
		field, _ := err.(*residents.FieldError)
		if want == "" && err != nil || want != "" && (field == nil || field.Reason != want) {
			t.Errorf("a code of %v ago: %v", ago, err)
		}
	}
	other := Shift{ID: "s2", Secret: s.Secret}
	if CodeAt(s, now) == CodeAt(other, now) || len(CodeAt(s, now)) != 6 {
		t.Error(CodeAt(s, now), CodeAt(other, now))
	}
	if left := CodeEnds(now).Sub(now); left != 30*time.Second {
		t.Error(left)
	}
}

// fits, by tables: two at a time, a rest between, hours of a day, minors.
func TestFits(t *testing.T) {
	body := residents.Community{Zone: "Asia/Shanghai"}
	hour := func(h, m int) Instant { return time.Date(2026, 11, 14, h, m, 0, 0, chinaTime) }
	taken := func(pairs ...int) (all []Taken) {
		for i := 0; i < len(pairs); i += 2 {
			all = append(all, Taken{Starts: hour(pairs[i], 0), Ends: hour(pairs[i+1], 0)})
		}
		return all
	}
	s := Shift{Starts: hour(9, 0), Ends: hour(11, 0)}
	for _, c := range []struct {
		name  string
		taken []Taken
		minor bool
		want  error
	}{
		{"nothing", nil, false, nil},
		{"the same time", taken(9, 11), false, ErrOverlap},
		{"around it", taken(8, 12), false, ErrOverlap},
		{"right after", taken(11, 12), false, ErrRest},
		{"right before", taken(8, 9), false, ErrRest},
		{"half an hour before", []Taken{{Starts: hour(7, 0), Ends: hour(8, 30)}}, false, nil},
		{"29 minutes before", []Taken{{Starts: hour(7, 0), Ends: hour(8, 31)}}, false, ErrRest},
		{"half an hour after", []Taken{{Starts: hour(11, 30), Ends: hour(12, 0)}}, false, nil},
		{"eight hours in all", taken(12, 18), false, nil},
		{"nine", taken(12, 19), false, ErrDayFull},
		{"four of a minor", taken(13, 15), true, nil},
		{"five of a minor", taken(13, 16), true, ErrMinorDay},
		{"the day before", []Taken{{Starts: hour(9, 0).Add(-24 * time.Hour), Ends: hour(17, 0).Add(-24 * time.Hour)}}, false, nil},
	} {
		if got := fits(c.taken, s, c.minor, body); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// MayJoin of minors, by tables: age × guardian × work × hour.
func TestMinorsMayJoin(t *testing.T) {
	now := time.Date(2026, 11, 10, 9, 0, 0, 0, chinaTime)
	person := func(born int) residents.Standing {
		r := residents.Resident{ID: "p", Community: "c", BirthYear: born, Adult: born == 0, ConfirmedAt: now.AddDate(0, -1, 0)}
		return residents.Standing{Resident: r, Roles: []residents.Role{{Community: "c", Resident: "p", Name: residents.RoleResident, From: now.AddDate(0, -1, 0), To: now.AddDate(1, 0, 0)}}}
	}
	wanted := func(bend func(*Wanted)) Wanted {
		w := Wanted{
			Body: residents.Community{ID: "c", Zone: "Asia/Shanghai", Level: residents.LevelCommunity}, Activity: Activity{Community: "c", State: Open}, Guardian: "g",
			Shift: Shift{Starts: time.Date(2026, 11, 14, 9, 0, 0, 0, chinaTime), Ends: time.Date(2026, 11, 14, 11, 0, 0, 0, chinaTime)},
		}
		bend(&w)
		return w
	}
	at := func(from, until int) func(*Wanted) {
		return func(w *Wanted) {
			w.Shift.Starts, w.Shift.Ends = time.Date(2026, 11, 14, from, 0, 0, 0, chinaTime), time.Date(2026, 11, 14, until, 0, 0, 0, chinaTime)
		}
	}
	same := func(*Wanted) {}
	for _, c := range []struct {
		name string
		born int
		bend func(*Wanted)
		want error
	}{
		{"an adult", 0, same, nil},
		{"an adult at night", 0, at(21, 23), nil},
		{"seventeen", 2009, same, nil},
		{"fifteen", 2011, same, nil},
		{"fifteen without a guardian", 2011, func(w *Wanted) { w.Guardian = "" }, residents.ErrGuardian},
		{"fifteen, risky", 2011, func(w *Wanted) { w.Activity.Risky = true }, ErrMinorWork},
		{"fifteen, on the road", 2011, func(w *Wanted) { w.Activity.Road = true }, ErrMinorWork},
		{"fifteen, at six", 2011, at(6, 8), ErrMinorWork},
		{"fifteen, until ten", 2011, at(20, 22), ErrMinorWork},
		{"fifteen, five hours", 2011, at(9, 14), ErrMinorDay},
		{"thirteen or twelve, alone", 2013, same, ErrWithAdult},
		{"thirteen or twelve, the guardian waits", 2013, func(w *Wanted) { w.With = Waitlisted }, ErrWithAdult},
		{"thirteen or twelve, with the guardian", 2013, func(w *Wanted) { w.With = Accepted }, nil},
		{"perhaps thirteen", 2012, same, ErrWithAdult},
		{"perhaps seven", 2018, func(w *Wanted) { w.With = Accepted }, ErrUnderAge},
		{"nine", 2017, func(w *Wanted) { w.With = Accepted }, nil},
		{"fifteen at a post from sixteen on", 2011, func(w *Wanted) { w.Post.MinAge = 16 }, ErrUnderAge},
		{"a post with a skill that is not said", 0, func(w *Wanted) { w.Post.Skill = Patrol }, ErrSkill},
		{"a skill that is said", 0, func(w *Wanted) { w.Post.Skill, w.Profile.Skills = Patrol, []Skill{Patrol} }, nil},
		{"a skill that wants proof, only said", 0, func(w *Wanted) { w.Post.Skill, w.Profile.Skills = FirstAid, []Skill{FirstAid} }, ErrSkill},
		{"proved", 0, func(w *Wanted) { w.Post.Skill, w.Proofs = FirstAid, []Proof{{Skill: FirstAid, Good: true}} }, nil},
		{"proved to the day before", 0, func(w *Wanted) {
			w.Post.Skill, w.Proofs = FirstAid, []Proof{{Skill: FirstAid, Good: true, Until: calendar.Day{Year: 2026, Month: 11, Day: 13}}}
		}, ErrSkill},
		{"proved to the day", 0, func(w *Wanted) {
			w.Post.Skill, w.Proofs = FirstAid, []Proof{{Skill: FirstAid, Good: true, Until: calendar.Day{Year: 2026, Month: 11, Day: 14}}}
		}, nil},
		{"called off", 0, func(w *Wanted) { w.Shift.Off = true }, ErrShiftOff},
		{"begun", 0, func(w *Wanted) { w.Shift.Starts = now }, ErrBegun},
		{"not public", 0, func(w *Wanted) { w.Activity.State = Submitted }, ErrState},
		{"of another community", 0, func(w *Wanted) { w.Activity.Community = "d" }, residents.ErrNotAllowed},
	} {
		who := person(c.born)
		if c.born > 2012 || c.born == 2012 {
			who.Helper = residents.Resident{ID: "g", Community: "c"}
		}
		if got := MayJoin(who, wanted(c.bend), now); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestSuits(t *testing.T) {
	s := Shift{Starts: time.Date(2026, 11, 14, 9, 0, 0, 0, chinaTime)} // a Saturday morning
	all := Profile{Times: AllTimes, Near: Anywhere}
	for name, c := range map[string]struct {
		p        Profile
		building string
		post     Post
		want     bool
	}{
		"any time":                    {all, "", Post{}, true},
		"Saturday mornings":           {Profile{Times: Slot(5, Morning), Near: Anywhere}, "", Post{}, true},
		"Saturday afternoons":         {Profile{Times: Slot(5, Afternoon), Near: Anywhere}, "", Post{}, false},
		"Sunday mornings":             {Profile{Times: Slot(6, Morning), Near: Anywhere}, "", Post{}, false},
		"the own building":            {Profile{Times: AllTimes, Near: OwnBuilding}, "3 号楼", Post{}, true},
		"another building":            {Profile{Times: AllTimes, Near: OwnBuilding}, "5 号楼", Post{}, false},
		"a skill that one has not":    {all, "", Post{Skill: Patrol}, false},
		"a skill that is only said":   {Profile{Times: AllTimes, Near: Anywhere, Skills: []Skill{Patrol}}, "", Post{Skill: Patrol}, true},
		"one that wants to be proved": {Profile{Times: AllTimes, Near: Anywhere, Skills: []Skill{Legal}}, "", Post{Skill: Legal}, false},
	} {
		a := Activity{Content: Content{Building: "3 号楼"}}
		if got := Suits(c.p, nil, c.building, a, s, c.post, chinaTime); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
