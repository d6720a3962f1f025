package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// shiftList is the leader's list as it stands on its page now, with what is chosen in it, to be sent later.
func (b *booted) shiftList(page string, fields ...string) sending {
	b.t.Helper()
	path, values := b.get(page).asItStands(b.t, "lead-list")
	for i := 0; i+1 < len(fields); i += 2 {
		values.Set(fields[i], fields[i+1])
	}
	return sending{b, path, values}
}

// A list that was drawn before something else was noted undoes none of it, whatever it says; what it adds
// is noted, and whoever sends it is told. A list that was drawn afterwards changes what it says.
func TestAnOldListUndoesNothing(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		a, shifts := b.activity(weekly(1), func(a *signups.Activity) { a.Posts[0].Seats = 6 })
		s := shifts[0]
		b.joins(s, "wang", "zhao", "sun", "chen")
		page := "/hepingli/leading/" + a.ID + "/shifts/" + s.ID
		b.at(s.Starts.Add(time.Minute))
		li := b.as("hepingli", "li")
		in := func(who string) {
			b.as("hepingli", who).send(activityPath(a), "shift-in-"+s.ID, "code", signups.CodeAt(s, b.clock.Now()))
		}
		stands := func(who string, state signups.SignupState, minutes int) {
			t.Helper()
			if one := b.signup(s, who); one.State != state || one.Minutes != minutes {
				t.Errorf("%s: %s with %d minutes, not %s with %d", who, one.State, one.Minutes, state, minutes)
			}
		}
		send := func(one sending, done string) {
			t.Helper()
			one.by.do(http.MethodPost, one.path, one.form).led(t, page+"?done="+done)
		}

		// Drawn before anybody came, sent after they came by the code.
		absent := li.shiftList(page, "said-wang", "absent", "said-zhao", "excused", "said-chen", "here", "in-chen", "09:01")
		in("wang")
		in("zhao")
		came := b.signup(s, "wang").In
		b.clock.move(5 * time.Minute)
		send(absent, "lead-older")
		stands("wang", signups.CheckedIn, 0)
		stands("zhao", signups.CheckedIn, 0)
		stands("chen", signups.CheckedIn, 0)
		if got := b.signup(s, "wang").In; !got.Equal(came) {
			t.Errorf("came %v, not %v", got, came)
		}
		send(absent.another(), "lead-older") // and again

		// That somebody has gone who came by the code is news.
		b.at(s.Ends.Add(time.Minute))
		li = b.as("hepingli", "li")
		zhou := b.as("hepingli", "zhou")
		absent.by = li
		gone := absent.another()
		gone.form.Set("said-wang", "gone")
		gone.form.Set("out-wang", "10:31")
		send(gone, "lead-older") // zhao is still said to be excused
		stands("wang", signups.Completed, 90)
		if got := b.signup(s, "wang").In; !got.Equal(came) {
			t.Errorf("came %v, not %v", got, came)
		}

		// Two who write at once: the second meets what the first noted.
		first, second := li.shiftList(page, "said-sun", "gone", "out-sun", "11:00"), zhou.shiftList(page, "said-sun", "absent")
		send(first, "lead-noted")
		send(second, "lead-older")
		stands("sun", signups.Completed, 120)

		// Confirmed hours stay, and an old list is no error.
		old := li.shiftList(page, "said-wang", "absent")
		b.act("hepingli", "zhou", func(tx *store.Tx, by residents.Sender) error {
			return signups.ConfirmHours(tx, by, "hepingli", a.ID, s.ID, "wang", 90, "")
		})
		send(old, "lead-older")
		stands("wang", signups.Confirmed, 90)

		// A form without marks is as old as may be.
		bare := li.shiftList(page, "said-sun", "absent")
		for field := range bare.form {
			if strings.HasPrefix(field, "was-") {
				bare.form.Del(field)
			}
		}
		send(bare, "lead-older")
		stands("sun", signups.Completed, 120)

		// Drawn anew the list corrects: who had not gone yet has not.
		send(li.shiftList(page, "said-sun", "here", "in-sun", "09:00", "out-sun", ""), "lead-noted")
		stands("sun", signups.CheckedIn, 0)
	})
}

// Whoever does not lead this very activity learns by its forms nothing of who lives where: for a
// neighbour and for nobody the answer is the same, on site and before and after it.
func TestWhoDoesNotLeadFindsNobody(t *testing.T) {
	t.Parallel()
	b := boot(t)
	a, shifts := b.activity(weekly(1))
	b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		_, err := signups.MakeTeam(tx, by, signups.Team{Community: "hepingli", Name: "巡逻队", Kind: signups.GeneralTeam, Leader: "wang"})
		return err
	})
	own := b.act("hepingli", "wang", func(tx *store.Tx, by residents.Sender) error {
		teams, err := tx.TeamsLed("hepingli", "wang")
		if err != nil {
			return err
		}
		_, err = signups.MakeActivity(tx, by, activityContent(func(a *signups.Activity) { a.Team = teams[0].ID }))
		return err
	})
	at := func(a string) string { return "/hepingli/leading/" + a + "/shifts/" + shifts[0].ID + "/add" }
	b.at(shifts[0].Starts.Add(time.Minute))
	for _, one := range []struct{ home, who, path string }{
		{"hepingli", "wang", at(a.ID)}, {"hepingli", "zhao", at(a.ID)}, {"anzhen", "wu", at(a.ID)}, {"hepingli", "zhao", at("nothing-like-it-01")},
		{"hepingli", "wang", at(own)}, // leads it, and it does not run
	} {
		by := b.as(one.home, one.who)
		answers := map[string]bool{}
		for _, name := range []string{"赵建国", "没有人"} {
			got := by.late(t, one.path, "name", name, "building", "5 号楼", "post", "1")
			if got.StatusCode < 400 || got.StatusCode >= 500 {
				t.Fatalf("%s: %s", one.who, got.Status)
			}
			answers[got.Status+" "+wrongOf(got.body)] = true
			if strings.Contains(got.body, "没有找到这一位") {
				t.Errorf("%s %s is told of %s", one.who, one.path, name)
			}
		}
		if len(answers) != 1 {
			t.Errorf("%s %s is told: %v", one.who, one.path, answers)
		}
	}
	b.as("hepingli", "li").late(t, at(a.ID), "name", "没有人", "building", "5 号楼", "post", "1").holds(t, 422, "没有找到这一位")
}
