package consultation_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/record"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// The tests' neighbourhood: a street of the district with two communities.
var (
	dongcheng = residents.Community{ID: "dongcheng", Slug: "dongcheng", Name: "东城区", Level: residents.LevelDistrict, Zone: "Asia/Shanghai"}
	jiedao    = residents.Community{ID: "jiedao", Slug: "jiedao", Name: "和平里街道", Level: residents.LevelSubdistrict, Parent: "dongcheng", Zone: "Asia/Shanghai"}
	hepingli  = residents.Community{ID: "hepingli", Slug: "hepingli", Name: "和平里社区", Level: residents.LevelCommunity, Parent: "jiedao", Zone: "Asia/Shanghai", Homes: 1480, People: 3700}
	anzhen    = residents.Community{ID: "anzhen", Slug: "anzhen", Name: "安贞社区", Level: residents.LevelCommunity, Parent: "jiedao", Zone: "Asia/Shanghai", Homes: 2100, People: 5200}
	zone      = hepingli.Location()
)

// at is an instant in Beijing: "2026-11-03 09:00", seconds if need be.
func at(s string) time.Time {
	layout := "2006-01-02 15:04:05"
	t, err := time.ParseInLocation(layout[:len(s)], s, zone)
	if err != nil {
		panic(err)
	}
	return t
}

// day is the end of a day in Beijing, 24:00.
func day(s string) time.Time {
	d, err := calendar.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d.End(zone)
}

// people of the tests: an id and the roles held in its home from the beginning on.
var people = []struct {
	home, id, name string
	roles          []residents.RoleName
}{
	{"hepingli", "wang", "王秀兰", []residents.RoleName{residents.RoleResident}},
	{"hepingli", "zhao", "赵建国", []residents.RoleName{residents.RoleResident, residents.RoleVolunteer}},
	{"hepingli", "sun", "孙小梅", []residents.RoleName{residents.RoleResident}},
	{"hepingli", "li", "李文静", []residents.RoleName{residents.RoleResident, residents.RoleCommitteeMember}},
	{"hepingli", "zhou", "周明", []residents.RoleName{residents.RoleResident, residents.RoleCommitteeMember}},
	{"hepingli", "chen", "陈志远", []residents.RoleName{residents.RoleResident, residents.RoleDirector}},
	{"hepingli", "he", "何伟", []residents.RoleName{residents.RolePropertyCompany}},
	{"anzhen", "wang", "王安贞", []residents.RoleName{residents.RoleResident, residents.RoleDirector}},
	{"jiedao", "liu", "刘敏", []residents.RoleName{residents.RoleStreetStaff}},
	{"dongcheng", "gao", "高远", []residents.RoleName{residents.RoleDistrictStaff}},
}

// TestMain lets more tests run side by side than there are processors: they wait
// for the disk, each with a database of its own.
func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", "8"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// hall is a neighbourhood in a database, and a clock that stands until it is set.
type hall struct {
	*testing.T
	store *store.Store
	now   time.Time
	sent  int
	heads map[string]record.Checkpoint // what the logs were after the last step
	told  []string                     // letters of the last step: "wang screened"
}

// overheard is a transaction that notes the letters it puts into inboxes.
type overheard struct {
	*store.Tx
	h *hall
}

func (tx overheard) Tell(l consultation.Letter) error {
	tx.h.told = append(tx.h.told, l.Resident+" "+l.Kind)
	return tx.Tx.Tell(l)
}

// each runs a test on each database, from Tuesday 3 November 2026 at 9:00 on.
func each(t *testing.T, test func(h *hall)) {
	t.Helper()
	eachFrom(t, "2026-11-03 09:00", test)
}

// eachFrom runs a test on each database, from the given time on.
func eachFrom(t *testing.T, begin string, test func(h *hall)) {
	t.Helper()
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		t.Parallel() // a database of its own
		h := &hall{T: t, store: open(), now: at(begin), heads: map[string]record.Checkpoint{}}
		h.settle()
		test(h)
	})
}

// settle founds the bodies and admits the people, a month before the test begins.
func (h *hall) settle() {
	h.Helper()
	console := residents.Sender{Standing: residents.Console, Now: h.now.AddDate(0, -1, 0)}
	err := h.store.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
		for _, c := range []residents.Community{dongcheng, jiedao, hepingli, anzhen} {
			if _, err := residents.Found(tx, console, c); err != nil {
				return err
			}
		}
		for _, p := range people {
			if _, err := residents.Admit(tx, console, residents.Resident{ID: p.id, Community: p.home, Name: p.name}, p.roles...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		h.Fatal(err)
	}
}

// crowd admits n more residents to hepingli: crowd-1 to crowd-n.
func (h *hall) crowd(n int) (ids []string) {
	h.Helper()
	console := residents.Sender{Standing: residents.Console, Now: h.now.AddDate(0, -1, 0)}
	err := h.store.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
		ids = nil
		for i := range n {
			id := fmt.Sprintf("crowd-%d", i+1)
			ids = append(ids, id)
			if _, err := residents.Admit(tx, console, residents.Resident{ID: id, Community: "hepingli", Name: "居民"}, residents.RoleResident); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		h.Fatal(err)
	}
	return ids
}

// set puts the clock.
func (h *hall) set(s string) { h.now = at(s) }

// verb is what somebody sends.
type verb func(tx consultation.Tx, by residents.Sender) error

// try sends a command of somebody's: "wang" of hepingli, "liu@jiedao". The logs
// are checked whole after it, and that they only grew.
func (h *hall) try(who string, v verb) (id string, err error) {
	h.Helper()
	h.sent++
	name, home, ok := strings.Cut(who, "@")
	if !ok {
		home = "hepingli"
	}
	id = commandID(h.sent)
	c := store.Command{Community: "hepingli", ID: id, Actor: who, Verb: "test", Hash: sha256.Sum256([]byte(id)), At: h.now, Also: []string{"anzhen"}}
	_, err = h.store.Do(context.Background(), c, func(tx *store.Tx) (string, error) {
		h.told = nil
		standing, err := tx.Standing(home, name)
		if err != nil {
			return "", err
		}
		return "", v(overheard{tx, h}, residents.Sender{Standing: standing, Now: h.now, ID: id})
	})
	h.verify()
	return id, err
}

func commandID(n int) string { return fmt.Sprintf("command-%08d", n) }

// must is a command that is done; it returns the command's id.
func (h *hall) must(who string, v verb) string {
	h.Helper()
	id, err := h.try(who, v)
	if err != nil {
		h.Fatalf("%s: %v", who, err)
	}
	return id
}

// refused is a command that is refused for a reason, "field: reason" where a field is meant.
func (h *hall) refused(want, who string, v verb) {
	h.Helper()
	if _, err := h.try(who, v); err == nil || err.Error() != want {
		h.Errorf("%s: %v, want %s", who, err, want)
	}
}

// until ends all roles of somebody of hepingli at an instant.
func (h *hall) until(who, when string) {
	h.Helper()
	h.sent++
	c := store.Command{Community: "hepingli", ID: commandID(h.sent), Verb: "test", At: at(when)}
	_, err := h.store.Do(context.Background(), c, func(tx *store.Tx) (string, error) {
		roles, err := tx.Roles("hepingli", who)
		for _, r := range roles {
			err = errors.Join(err, tx.EndRole("hepingli", r))
		}
		return "", err
	})
	if err != nil {
		h.Fatal(err)
	}
}

// clock is what the clock does, in a transaction of the body.
func (h *hall) clock(do func(tx consultation.Tx) error) {
	h.Helper()
	if err := h.store.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
		h.told = nil
		return do(overheard{tx, h})
	}); err != nil {
		h.Fatal(err)
	}
	h.verify()
}

// verify re-checks the logs whole and keeps what they are.
func (h *hall) verify() {
	h.Helper()
	h.view(func(v *store.View) error {
		for _, body := range []string{"hepingli", "anzhen"} {
			var heads []record.Checkpoint
			if head, ok := h.heads[body]; ok {
				heads = append(heads, head)
			}
			s, err := v.VerifyLog(body, heads...)
			if err != nil {
				return err
			}
			h.heads[body] = s.Checkpoint
		}
		return nil
	})
}

func (h *hall) view(read func(v *store.View) error) {
	h.Helper()
	if err := h.store.View(context.Background(), read); err != nil {
		h.Fatal(err)
	}
}

// load is one thing from the database.
func load[T any](h *hall, read func(v *store.View) (T, error)) (thing T) {
	h.Helper()
	h.view(func(v *store.View) (err error) {
		thing, err = read(v)
		return err
	})
	return thing
}

func (h *hall) topic(id string) consultation.Topic {
	h.Helper()
	return load(h, func(v *store.View) (consultation.Topic, error) { return v.Topic("hepingli", id) })
}

func (h *hall) meeting(id string) consultation.Meeting {
	h.Helper()
	return load(h, func(v *store.View) (consultation.Meeting, error) { return v.Meeting("hepingli", id) })
}

// stands is an error where a topic is in another state or month.
func (h *hall) stands(id string, state consultation.State, month string) {
	h.Helper()
	if t := h.topic(id); t.State != state || t.Cycle != month {
		h.Errorf("topic is %s in %s, want %s in %s", t.State, t.Cycle, state, month)
	}
}

// acts are the kinds of the last n entries of hepingli's log.
func (h *hall) acts(n int) string {
	h.Helper()
	var kinds []string
	h.view(func(v *store.View) error {
		size, err := v.LogSize("hepingli")
		if err != nil {
			return err
		}
		entries, err := v.Entries("hepingli", size-int64(n)-1, n)
		for _, e := range entries {
			kinds = append(kinds, e.Kind)
		}
		return err
	})
	return strings.Join(kinds, " ")
}

// letters is an error where the last step put other letters into inboxes than these,
// in any order: "wang screened", "zhao outcome".
func (h *hall) letters(want ...string) {
	h.Helper()
	got := slices.Sorted(slices.Values(h.told))
	slices.Sort(want)
	if !slices.Equal(got, want) {
		h.Errorf("letters %q, want %q", got, want)
	}
}

// is tells whether err is a reason, beside a field or not.
func is(err error, want string) bool {
	if want == "ok" {
		return err == nil
	}
	var reason residents.Reason
	return errors.As(err, &reason) && string(reason) == want
}
