package signups_test

import (
	"fmt"
	"testing"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
	. "yishiting/signups"
)

func keeps(p Profile) verb {
	return func(tx Tx, by residents.Sender) error { return KeepProfile(tx, by, p) }
}

func TestProfile(t *testing.T) {
	each(t, func(y *yard) {
		ok := Profile{Skills: []Skill{Patrol, Elderly, Patrol}, Times: Slot(5, Morning), Near: Anywhere, Asked: true}
		for want, bend := range map[string]func(*Profile){
			"skills: bad-choice": func(p *Profile) { p.Skills = []Skill{"juggling"} },
			"times: bad-choice":  func(p *Profile) { p.Times = AllTimes + 1 },
			"near: bad-choice":   func(p *Profile) { p.Near = "district" },
		} {
			p := ok
			bend(&p)
			y.refused(want, "wang", keeps(p))
		}
		y.must("wang", keeps(ok))
		read := func() (Profile, error) {
			var p Profile
			err := y.store.View(t.Context(), func(v *store.View) (err error) { p, err = v.Profile("hepingli", "wang"); return err })
			return p, err
		}
		first, err := read()
		if err != nil || fmt.Sprint(first.Skills) != "[elderly patrol]" || !first.Asked || first.Named {
			t.Errorf("%+v %v", first, err)
		}
		y.set("2026-11-20 09:00")
		ok.Asked = false
		y.must("wang", keeps(ok))
		if again, _ := read(); !again.Since.Equal(first.Since) || again.Asked {
			t.Errorf("%+v", again)
		}
		y.must("wang", func(tx Tx, by residents.Sender) error { return AskProof(tx, by, FirstAid, "红十字救护员证") })
		y.must("wang", func(tx Tx, by residents.Sender) error { return EndProfile(tx, by) })
		if _, err := read(); err != residents.ErrNotFound {
			t.Error(err)
		}
		if left := load(y, func(v *store.View) ([]Proof, error) { return v.Proofs("hepingli", "wang") }); len(left) != 0 {
			t.Error(left)
		}
	})
}

// A skill that wants proof counts once the committee has seen the paper, and not one's own.
func TestProofs(t *testing.T) {
	each(t, func(y *yard) {
		asks := func(s Skill) verb {
			return func(tx Tx, by residents.Sender) error { return AskProof(tx, by, s, "红十字救护员证") }
		}
		checks := func(who string, good bool, until calendar.Day) verb {
			return func(tx Tx, by residents.Sender) error {
				return CheckProof(tx, by, "hepingli", who, FirstAid, good, until)
			}
		}
		y.refused("skill: bad-choice", "wang", asks(Patrol))
		y.refused("not-found", "zhou", checks("wang", true, calendar.Day{}))
		y.must("wang", asks(FirstAid))
		y.refused("already-done", "wang", asks(FirstAid))
		y.must("li", asks(FirstAid))
		y.refused("own-matter", "li", checks("li", true, calendar.Day{}))
		y.refused("not-allowed", "zhao", checks("wang", true, calendar.Day{}))
		y.refused("until: bad-date", "zhou", checks("wang", true, day("2026-11-01")))
		y.must("zhou", checks("wang", true, day("2027-06-30")))
		y.letters("wang proof-good")
		y.refused("not-found", "zhou", checks("wang", false, calendar.Day{})) // it is answered
		y.must("zhou", checks("li", false, calendar.Day{}))
		y.letters("li proof-refused")

		c := sorting(2)
		c.Posts[0].Skill = FirstAid
		y.opened(c, weekly(1))
		y.must("wang", y.joins(0))
		y.refused("shift-skill", "li", y.joins(0))
	})
}

func TestTeams(t *testing.T) {
	each(t, func(y *yard) {
		makes := func(leader string) verb {
			return func(tx Tx, by residents.Sender) error {
				_, err := MakeTeam(tx, by, Team{Community: "hepingli", Name: "小巷管家队", Kind: LaneTeam, Leader: leader})
				return err
			}
		}
		y.refused("not-allowed", "wang", makes("wang"))
		y.refused("leader: bad-choice", "li", makes("nobody"))
		y.refused("leader: minor", "li", makes("lin"))
		team := y.must("li", makes("wang"))
		y.letters("wang team-leader")
		joins := func(tx Tx, by residents.Sender) error { return JoinTeam(tx, by, team) }
		leaves := func(tx Tx, by residents.Sender) error { return LeaveTeam(tx, by, team) }
		duty := func(who, what string) verb {
			return func(tx Tx, by residents.Sender) error { return GiveDuty(tx, by, "hepingli", team, who, what) }
		}
		y.must("zhao", joins)
		y.must("zhao", joins) // once is what counts
		y.refused("not-found", "qian@anzhen", joins)
		y.refused("activity-state", "wang", leaves) // a leader finds a successor first
		y.refused("activity-not-leading", "zhao", duty("zhao", "北门到 5 号楼"))
		y.must("wang", duty("zhao", "北门到 5 号楼"))
		y.letters("zhao team-duty")
		y.refused("team-not-member", "wang", duty("sun", "北门"))

		// The team's leader makes its activities; the committee publishes them.
		y.refused("activity-not-leading", "zhao", func(tx Tx, by residents.Sender) error {
			_, err := MakeActivity(tx, by, Activity{Community: "hepingli", Team: team, Content: sorting(2)})
			return err
		})
		y.id = y.must("wang", func(tx Tx, by residents.Sender) error {
			_, err := MakeActivity(tx, by, Activity{Community: "hepingli", Team: team, Content: sorting(2)})
			return err
		})
		y.must("wang", y.adds(weekly(1)))
		y.must("wang", y.submits())
		y.refused("not-allowed", "wang", y.publishes())
		y.must("li", y.publishes())
		y.letters("wang activity-published")

		y.must("li", func(tx Tx, by residents.Sender) error {
			return ChangeTeam(tx, by, Team{Community: "hepingli", ID: team, Name: "小巷管家队", Kind: LaneTeam, Leader: "sun"})
		})
		y.letters("sun team-leader")
		y.must("wang", leaves)
		y.must("li", func(tx Tx, by residents.Sender) error { return EndTeam(tx, by, "hepingli", team) })
		y.refused("activity-state", "guo", joins)
	})
}

// Who could fill a gap is asked at most once, and only who wants to be.
func TestAskedOnce(t *testing.T) {
	each(t, func(y *yard) {
		y.must("wang", keeps(Profile{Times: AllTimes, Near: Anywhere, Asked: true}))
		y.must("zhao", keeps(Profile{Times: AllTimes, Near: Anywhere}))
		y.must("sun", keeps(Profile{Times: AllTimes, Near: Anywhere, Asked: true}))
		y.opened(sorting(2), weekly(1))
		y.must("sun", y.joins(0))
		shift := y.shift(0)
		asks := func(who string) verb {
			return func(tx Tx, by residents.Sender) error { return AskToHelp(tx, by, "hepingli", y.id, shift, who) }
		}
		list := func() (ids []string) {
			for _, c := range load(y, func(v *store.View) ([]Candidate, error) { return v.HelpersToAsk("hepingli", y.id, shift, 10) }) {
				ids = append(ids, c.Resident)
			}
			return ids
		}
		if got := fmt.Sprint(list()); got != "[wang]" {
			t.Error(got)
		}
		y.refused("activity-not-leading", "guo", asks("wang"))
		y.refused("volunteer-asked-once", "li", asks("zhao"))
		y.refused("volunteer-asked-once", "li", asks("guo"))
		y.must("li", asks("wang"))
		y.letters("wang volunteer-asked")
		y.refused("volunteer-asked-once", "li", asks("wang"))
		if got := list(); len(got) != 0 {
			t.Error(got)
		}
		y.set("2026-11-14 08:00")
		y.refused("shift-begun", "li", asks("sun"))
	})
}

// Whoever leaves gives what they had signed up for to those who wait.
func TestLeavingFreesPlaces(t *testing.T) {
	each(t, func(y *yard) {
		y.opened(sorting(1), weekly(1))
		y.must("wang", y.joins(0))
		y.must("zhao", y.joins(0))
		y.must("wang", func(tx Tx, by residents.Sender) error {
			return consultation.Leave(tx.(overheard).Tx, by, "hepingli", "wang")
		})
		y.turn()
		y.letters("wang place-lapsed", "zhao place-offered")
		y.stands(0, "wang:withdrawn zhao:offered")
	})
}
