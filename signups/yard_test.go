package signups_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/record"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
	. "yishiting/signups"
)

var (
	dongcheng = residents.Community{ID: "dongcheng", Slug: "dongcheng", Name: "东城区", Level: residents.LevelDistrict, Zone: "Asia/Shanghai"}
	jiedao    = residents.Community{ID: "jiedao", Slug: "jiedao", Name: "和平里街道", Level: residents.LevelSubdistrict, Parent: "dongcheng", Zone: "Asia/Shanghai"}
	hepingli  = residents.Community{ID: "hepingli", Slug: "hepingli", Name: "和平里社区", Level: residents.LevelCommunity, Parent: "jiedao", Zone: "Asia/Shanghai"}
	anzhen    = residents.Community{ID: "anzhen", Slug: "anzhen", Name: "安贞社区", Level: residents.LevelCommunity, Parent: "jiedao", Zone: "Asia/Shanghai"}
	zone      = hepingli.Location()
)

// at is an instant in Beijing: "2026-11-03 09:00".
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		panic(err)
	}
	return t
}

func day(s string) calendar.Day {
	d, err := calendar.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// yard is a neighbourhood in a database, and a clock that stands until it is set.
type yard struct {
	*testing.T
	store *store.Store
	now   time.Time
	sent  int
	head  []record.Checkpoint // what the log was after the last step
	told  []string            // letters of the last step: "wang shift-tomorrow"
	id    string              // of the activity
}

// overheard is a transaction that notes the letters it puts into inboxes.
type overheard struct {
	*store.Tx
	y *yard
}

func (tx overheard) TellHelper(l Letter) error {
	tx.y.told = append(tx.y.told, l.Resident+" "+l.Kind)
	return tx.Tx.TellHelper(l)
}

// each runs a test on each database, from Monday 2 November 2026 at 9:00 on.
func each(t *testing.T, test func(y *yard)) {
	t.Helper()
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		t.Parallel() // a database of its own
		y := &yard{T: t, store: open(), now: at("2026-11-02 09:00")}
		y.settle()
		test(y)
	})
}

// settle founds the bodies and admits people: chen, li and zhou of the committee; wang, zhao,
// sun and guo, who live there; lin of 15 and tong of 12, whose guardian is wang; qian of elsewhere.
func (y *yard) settle() {
	y.Helper()
	console := residents.Sender{Standing: residents.Console, Now: y.now.AddDate(0, -1, 0), ID: "settle"}
	member := []residents.RoleName{residents.RoleResident, residents.RoleCommitteeMember}
	people := []struct {
		home, id, name string
		born           int
		roles          []residents.RoleName
	}{
		{"hepingli", "chen", "陈志远", 0, []residents.RoleName{residents.RoleResident, residents.RoleDirector}},
		{"hepingli", "li", "李文静", 0, member}, {"hepingli", "zhou", "周明", 0, member},
		{"hepingli", "wang", "王秀兰", 0, nil}, {"hepingli", "zhao", "赵建国", 0, nil}, {"hepingli", "sun", "孙小梅", 0, nil}, {"hepingli", "guo", "郭永福", 0, nil},
		{"hepingli", "lin", "林小雨", 2011, nil}, {"hepingli", "tong", "童童", 2014, nil}, {"anzhen", "qian", "钱安贞", 0, nil},
	}
	y.write(func(tx *store.Tx) error {
		for _, c := range []residents.Community{dongcheng, jiedao, hepingli, anzhen} {
			if _, err := residents.Found(tx, console, c); err != nil {
				return err
			}
		}
		for _, p := range people {
			if p.roles == nil {
				p.roles = []residents.RoleName{residents.RoleResident}
			}
			if _, err := residents.Admit(tx, console, residents.Resident{ID: p.id, Community: p.home, Name: p.name, BirthYear: p.born}, p.roles...); err != nil {
				return err
			}
		}
		for _, minor := range []string{"lin", "tong"} {
			if err := tx.AddMandate(residents.Mandate{
				Community: "hepingli", ID: "guards-" + minor, Person: minor, Helper: "wang", Kind: residents.HelpGuardian, Channel: residents.Online,
				MadeBy: "wang", From: console.Now, To: console.Now.AddDate(3, 0, 0),
			}); err != nil {
				return err
			}
		}
		return nil
	})
}

func (y *yard) write(do func(tx *store.Tx) error) {
	y.Helper()
	if err := y.store.Update(context.Background(), "hepingli", do); err != nil {
		y.Fatal(err)
	}
}

// set puts the clock.
func (y *yard) set(s string) { y.now = at(s) }

// verb is what somebody sends.
type verb func(tx Tx, by residents.Sender) error

// try sends a command of somebody's: "wang" of hepingli, "qian@anzhen", "tong<wang" for a child
// by the guardian. The log is checked whole after it, and that it only grew.
func (y *yard) try(who string, v verb) (id string, err error) {
	y.Helper()
	y.sent++
	y.now = y.now.Add(time.Second)
	id = fmt.Sprintf("command-%08d", y.sent)
	name, helper, _ := strings.Cut(who, "<")
	name, home, ok := strings.Cut(name, "@")
	if !ok {
		home = "hepingli"
	}
	c := store.Command{Community: "hepingli", ID: id, Actor: who, Verb: "test", Hash: sha256.Sum256([]byte(id)), At: y.now}
	_, err = y.store.Do(context.Background(), c, func(tx *store.Tx) (string, error) {
		y.told = nil
		standing, err := tx.Standing(home, name)
		if err == nil && helper != "" {
			var self residents.Standing
			self, err = tx.Standing(home, helper)
			standing = residents.Acting(self, standing)
		}
		if err != nil {
			return "", err
		}
		return "", v(overheard{tx, y}, residents.Sender{Standing: standing, Now: y.now, ID: id})
	})
	y.verify()
	return id, err
}

func (y *yard) must(who string, v verb) (id string) {
	y.Helper()
	id, err := y.try(who, v)
	if err != nil {
		y.Fatalf("%s: %v", who, err)
	}
	return id
}

// refused is a command that is refused for a reason, "field: reason" where a field is meant.
func (y *yard) refused(want, who string, v verb) {
	y.Helper()
	if _, err := y.try(who, v); err == nil || err.Error() != want {
		y.Errorf("%s: %v, want %s", who, err, want)
	}
}

// turn is the clock's work on the activity, where there is any.
func (y *yard) turn() {
	y.Helper()
	due := load(y, func(v *store.View) ([]string, error) { return TurnDue(v, hepingli, y.now) })
	y.told = nil
	for _, id := range due {
		y.write(func(tx *store.Tx) error { return TurnOne(overheard{tx, y}, hepingli, id, y.now) })
	}
	y.verify()
}

func (y *yard) verify() {
	y.Helper()
	y.view(func(v *store.View) error {
		s, err := v.VerifyLog("hepingli", y.head...)
		y.head = []record.Checkpoint{s.Checkpoint}
		return err
	})
}

func (y *yard) view(read func(v *store.View) error) {
	y.Helper()
	if err := y.store.View(context.Background(), read); err != nil {
		y.Fatal(err)
	}
}

// load is one thing from the database.
func load[T any](y *yard, read func(v *store.View) (T, error)) (thing T) {
	y.Helper()
	y.view(func(v *store.View) (err error) {
		thing, err = read(v)
		return err
	})
	return thing
}

// letters is an error where the last step wrote other letters than these, in any order.
func (y *yard) letters(want ...string) {
	y.Helper()
	got := slices.Sorted(slices.Values(y.told))
	slices.Sort(want)
	if !slices.Equal(got, want) {
		y.Errorf("letters %q, want %q", got, want)
	}
}

// lastAct is the kind and what stands in the last entry of the log.
func (y *yard) lastAct() (kind, data string) {
	y.Helper()
	y.view(func(v *store.View) error {
		size, err := v.LogSize("hepingli")
		if err != nil {
			return err
		}
		entries, err := v.Entries("hepingli", size-2, 1)
		if err == nil && len(entries) == 1 {
			kind, data = entries[0].Kind, string(entries[0].Data)
		}
		return err
	})
	return kind, data
}

// sorting is a simple activity: one post of so many seats.
func sorting(seats int) Content {
	return Content{Title: "垃圾分类引导", About: "在投放点引导居民分类投放。", Place: "3 号楼北侧投放点", Posts: []Post{{Words: "引导员", Seats: seats}}}
}

const secret = "0123456789abcdef0123456789abcdef"

// weekly is every Saturday from 14 November 2026 on, 8:00 to 10:00, so many times.
func weekly(weeks int) Repeat {
	return Repeat{Day: day("2026-11-14"), From: 8 * 60, Until: 10 * 60, Weeks: weeks}
}

func (y *yard) shifts() []Shift {
	y.Helper()
	return load(y, func(v *store.View) ([]Shift, error) { return v.ShiftsOf("hepingli", y.id) })
}

func (y *yard) shift(n int) string { y.Helper(); return y.shifts()[n].ID }

// opened publishes an activity, made by li with shifts, by zhou.
func (y *yard) opened(c Content, r Repeat) {
	y.Helper()
	y.id = y.must("li", func(tx Tx, by residents.Sender) error {
		_, err := MakeActivity(tx, by, Activity{Community: "hepingli", Content: c})
		return err
	})
	y.must("li", y.adds(r))
	y.must("li", y.submits())
	y.must("zhou", y.publishes())
}

func (y *yard) adds(r Repeat) verb {
	return func(tx Tx, by residents.Sender) error { return AddShifts(tx, by, "hepingli", y.id, r, secret) }
}

func (y *yard) submits() verb {
	return func(tx Tx, by residents.Sender) error { return SubmitActivity(tx, by, "hepingli", y.id) }
}

func (y *yard) publishes() verb {
	return func(tx Tx, by residents.Sender) error { return PublishActivity(tx, by, "hepingli", y.id) }
}

// joins signs up for the first post of the n-th shift.
func (y *yard) joins(n int) verb {
	y.Helper()
	shift := y.shift(n)
	return func(tx Tx, by residents.Sender) error {
		_, err := Join(tx, by, Joining{Activity: y.id, Shift: shift, Post: "1"})
		return err
	}
}

func (y *yard) leaves(n int) verb {
	y.Helper()
	shift := y.shift(n)
	return func(tx Tx, by residents.Sender) error { return Withdraw(tx, by, y.id, shift) }
}

func (y *yard) confirms(n int) verb {
	y.Helper()
	shift := y.shift(n)
	return func(tx Tx, by residents.Sender) error { return ConfirmPlace(tx, by, y.id, shift) }
}

// hours confirms what somebody gave in the n-th shift.
func (y *yard) hours(n int, who string, minutes int, why string) verb {
	y.Helper()
	shift := y.shift(n)
	return func(tx Tx, by residents.Sender) error {
		return ConfirmHours(tx, by, "hepingli", y.id, shift, who, minutes, why)
	}
}

// was notes who was there, from and until; "" is absent without a word.
func (y *yard) was(n int, who, in, out string) verb {
	y.Helper()
	p := Presence{Resident: who, Absent: Unexcused}
	if in != "" {
		p.Absent, p.In = There, at(in)
	}
	if out != "" {
		p.Out = at(out)
	}
	shift := y.shift(n)
	return func(tx Tx, by residents.Sender) error {
		_, err := NotePresence(tx, by, "hepingli", y.id, shift, []Presence{p})
		return err
	}
}

// list is who stands how in the n-th shift: "wang:accepted zhao:waitlisted".
func (y *yard) list(n int) string {
	y.Helper()
	shift := y.shift(n)
	var all []string
	for _, s := range load(y, func(v *store.View) ([]Signup, error) { return v.SignupsOf("hepingli", y.id, shift) }) {
		all = append(all, s.Resident+":"+string(s.State))
	}
	return strings.Join(all, " ")
}

// stands is an error where the n-th shift's list is another.
func (y *yard) stands(n int, want string) {
	y.Helper()
	if got := y.list(n); got != want {
		y.Errorf("%s, want %s", got, want)
	}
}

func (y *yard) signup(n int, who string) Signup {
	y.Helper()
	shift := y.shift(n)
	return load(y, func(v *store.View) (Signup, error) { return v.Signup("hepingli", y.id, shift, who) })
}

func (y *yard) activity() Activity {
	y.Helper()
	return load(y, func(v *store.View) (Activity, error) { return v.Activity("hepingli", y.id) })
}
