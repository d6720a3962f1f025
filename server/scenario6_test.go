package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// bins is scenario 6: guidance at the bins, 36 places twice a week for eight weeks.
type bins struct {
	*crowd
	a                   signups.Activity
	saturdays, evenings []signups.Shift
	child               string
}

// Guidance at the bins, from the leader's draft to the statements of those who helped.
func TestScenario6BinGuidance(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		s := &bins{crowd: b.crowd("bins", 54)}
		s.family(t)
		s.published(t)
		s.signedUp(t)
		s.firstSaturday(t)
		s.rain(t)
		s.weeks(t)
		s.over(t)
		s.stated(t)
	})
}

// family: wang is the guardian of one of 15, who signs up alone, and of one of 13, who comes along.
func (s *bins) family(t *testing.T) {
	t.Helper()
	s.live("502", "wang")
	s.teen("teen", "王小明", homeID("502"))
	s.act("hepingli", "wang", func(tx *store.Tx, by residents.Sender) error {
		_, err := residents.AgreeAsGuardian(tx, by, "teen", true)
		return err
	})
	s.confirmed("teen")
	s.as("hepingli", "wang").send("/hepingli/me/home", "child-"+homeID("502"), "name", "王小宝", "birth", "2013", "agreed", "yes")
	s.child = s.childOf("wang")
	s.confirmed(s.child)
}

// published: a team's leader writes it, the agreement is asked for, and somebody of the committee publishes it.
func (s *bins) published(t *testing.T) {
	t.Helper()
	s.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		_, err := signups.MakeTeam(tx, by, signups.Team{Community: "hepingli", Name: "绿马甲", Kind: signups.GeneralTeam, Leader: "zhao"})
		return err
	})
	zhao := s.as("hepingli", "zhao")
	form := []string{"title", "桶前引导", "about", "帮邻居分清厨余和其他。", "place", "3 号楼北侧", "leader", "zhao", "post1", "引导", "seats1", "36"}
	_, fields := zhao.get("/hepingli/leading/new").fill(t, "lead-save", form...)
	zhao.do("POST", "/hepingli/leading/new", fields)
	path := "/hepingli/leading/" + fields.Get("command")
	zhao.send(path, "lead-shifts", "day", "2026-11-07", "from", "08:00", "until", "10:00", "weeks", "8").led(t, path+"?done=lead-shifts")
	zhao.send(path, "lead-shifts", "day", "2026-11-11", "from", "18:00", "until", "19:30", "weeks", "8").led(t, path+"?done=lead-shifts")
	zhao.get(path).holds(t, 200, "北京市志愿服务促进条例第十八条", "!交去核对") // eight weeks want an agreement in writing
	zhao.send(path+"/edit", "lead-save", append(form, "terms", "每周来一次，来不了提前说。")...).led(t, path+"?done=lead-saved")
	zhao.send(path, "lead-submit").led(t, path+"?done=lead-submitted")
	s.as("hepingli", "zhou").send("/hepingli/desk/activities/"+fields.Get("command"), "activity-publish").led(t, "/hepingli/desk/activities?done=activity-published")
	var all []signups.Shift
	s.a, all = s.activityNow(fields.Get("command"))
	for _, one := range all {
		if one.Starts.In(time.FixedZone("CST", 8*60*60)).Hour() == 8 {
			s.saturdays = append(s.saturdays, one)
		} else {
			s.evenings = append(s.evenings, one)
		}
	}
	if len(s.saturdays) != 8 || len(s.evenings) != 8 {
		t.Fatal(len(s.saturdays), len(s.evenings))
	}
}

// signedUp: 58 people, of whom nine wait on the first Saturday.
func (s *bins) signedUp(t *testing.T) {
	t.Helper()
	path := activityPath(s.a)
	saturday, evening := "activity-join-"+s.saturdays[0].ID+"-1", "activity-join-"+s.evenings[0].ID+"-1"
	zhao, wang := s.as("hepingli", "zhao"), s.as("hepingli", "wang")
	zhao.send(path, saturday, "series", "yes").led(t, path+"?done=shift-series#s-"+s.saturdays[0].ID)
	wang.send(path, saturday, "series", "yes")
	s.as("hepingli", "teen").send(path, saturday).led(t, path+"?done=shift-applied#s-"+s.saturdays[0].ID)
	agree := "shift-agree-" + s.saturdays[0].ID + "-1"
	wang.send(volunteeringPath, agree, "said", "yes").led(t, volunteeringPath+"?done=shift-agreed")
	home := wang.get("/hepingli/me/home")
	action, values := home.fill(t, "help-begin-"+regexpFirst(`id="help-begin-([^"]+)"`, home.body))
	wang.do("POST", action, values)
	wang.send(path, saturday, "series", "yes")
	wang.send("/hepingli/me/home", "help-end")
	for i := range 41 {
		s.one(i).send(path, saturday, "series", "yes", "place", "")
	}
	for i := 41; i < 54; i++ {
		s.one(i).send(path, evening, "series", "yes")
	}
	if n := s.states(s.saturdays[0]); n[signups.Accepted] != 36 || n[signups.Waitlisted] != 9 {
		t.Fatalf("the first Saturday: %v", n)
	}
	if n := s.states(s.evenings[0]); n[signups.Accepted] != 13 {
		t.Fatalf("the first evening: %v", n)
	}
	s.stranger().get(path).holds(t, 200, "9 人候补")
}

// states counts who stands how in a shift.
func (s *bins) states(shift signups.Shift) map[signups.SignupState]int {
	s.t.Helper()
	n := map[signups.SignupState]int{}
	s.view(func(v *store.View) error {
		all, err := v.SignupsOf("hepingli", s.a.ID, shift.ID)
		for _, one := range all {
			n[one.State]++
		}
		return err
	})
	return n
}

func (s *bins) page(shift signups.Shift) string {
	return "/hepingli/leading/" + s.a.ID + "/shifts/" + shift.ID
}

// listed notes everybody who has a place as there from begin to end, but the absent, and confirms
// their hours; the leader's are confirmed by the committee.
func (s *bins) listed(t *testing.T, shift signups.Shift, absent ...string) {
	t.Helper()
	s.at(shift.Ends.Add(10 * time.Minute))
	said, hours := []string{}, []string{}
	leads := false
	s.view(func(v *store.View) error {
		all, err := v.SignupsOf("hepingli", s.a.ID, shift.ID)
		for _, one := range all {
			word := "gone"
			if strings.Contains(fmt.Sprint(absent), one.Resident) {
				word = "absent"
			}
			if one.State == signups.Accepted {
				said = append(said, "said-"+one.Resident, word)
			}
			minutes := shift.Minutes()
			if one.State == signups.Completed {
				minutes = one.Minutes
			}
			switch {
			case one.Resident == "zhao":
				leads = true
			case one.State == signups.Completed || one.State == signups.Accepted && word == "gone":
				hours = append(hours, "hours-"+one.Resident, fmt.Sprint(minutes))
			}
		}
		return err
	})
	zhao := s.as("hepingli", "zhao")
	zhao.send(s.page(shift), "lead-list", said...).led(t, s.page(shift)+"?done=lead-noted")
	zhao.send(s.page(shift), "lead-hours", hours...).led(t, s.page(shift)+"?done=lead-hours")
	if leads {
		zhao.get(s.page(shift)).holds(t, 200, "自己的时长不能自己确认", `!id="lead-hours"`)
		s.as("hepingli", "li").send(s.page(shift), "lead-hours", "hours-zhao", "120").led(t, s.page(shift)+"?done=lead-hours")
	}
}

// firstSaturday: some check in by the code, six do not come, and wang says that it was half an hour more.
func (s *bins) firstSaturday(t *testing.T) {
	t.Helper()
	first := s.saturdays[0]
	s.clock.set("2026-11-06 18:00")
	s.turn()
	s.as("hepingli", "wang").get("/hepingli/me").holds(t, 200, "明天有班次")
	s.clock.set("2026-11-07 07:55")
	path := activityPath(s.a)
	digits := func() string { return signups.CodeAt(first, s.clock.Now()) }
	old := digits()
	s.clock.set("2026-11-07 08:00")
	wang := s.as("hepingli", "wang")
	wang.send(path, "shift-in-"+first.ID, "code", old).holds(t, 422, "签到码过期了")
	wang.send(path, "shift-in-"+first.ID, "code", digits())
	s.clock.set("2026-11-07 09:40")
	s.as("hepingli", "wang").send(path, "shift-out-"+first.ID, "code", digits())
	if a, b := s.signup(first, "wang"), s.signup(first, s.child); a.Minutes != 90 || b.Minutes != 90 || b.With != "wang" {
		t.Errorf("%+v %+v", a, b)
	}
	s.listed(t, first, s.ids[:6]...)
	if n := s.states(first); n[signups.NoShow] != 6 || n[signups.Confirmed] != 30 || n[signups.Waitlisted] != 9 {
		t.Errorf("%v", n)
	}
	s.signedIn().one(0).get("/hepingli/me").holds(t, 200, "被记成没有来")

	wang = s.as("hepingli", "wang")
	wang.send(volunteeringPath+"/hours", "hours-dispute-"+first.ID, "minutes", "120", "words", "我和孩子收拾到十点").led(t, volunteeringPath+"/hours?done=hours-disputed#h-"+first.ID)
	const desk = "/hepingli/desk/volunteers"
	s.as("hepingli", "zhou").send(desk, "hours-judge-"+first.ID+".wang", "minutes", "120", "words", "问过同组的两位，属实").led(t, desk+"?done=hours-judged")
	s.as("hepingli", "wang").get(volunteeringPath+"/hours").holds(t, 200, "提出更正：应当是 2 小时", "核对以后，定为 2 小时")
}

// rain calls the second evening off; everybody who had signed up hears of it.
func (s *bins) rain(t *testing.T) {
	t.Helper()
	s.listed(t, s.evenings[0])
	off := s.evenings[1]
	s.at(off.Starts.Add(-2 * time.Hour))
	s.as("hepingli", "zhao").send(s.page(off), "lead-off", "reason", "有大雨").led(t, s.page(off)+"?done=lead-off")
	if n := s.states(off); n[signups.Called] != 13 || len(n) != 1 {
		t.Errorf("%v", n)
	}
	s.signedIn().one(41).get("/hepingli/me").holds(t, 200, "有一个班次取消了")
}

// weeks: the other Saturdays and evenings, each with its hours in time.
func (s *bins) weeks(t *testing.T) {
	t.Helper()
	for n := 1; n < 8; n++ {
		s.listed(t, s.saturdays[n])
		s.turn()
		if n > 1 {
			s.listed(t, s.evenings[n])
		}
	}
	s.turn()
}

// over: how many helped and how long stands on the record, and nobody's name.
func (s *bins) over(t *testing.T) {
	t.Helper()
	s.at(s.evenings[7].Ends.Add(24 * time.Hour))
	s.turn()
	if a, _ := s.activityNow(s.a.ID); a.State != signups.Finished {
		t.Fatal(a.State)
	}
	var last string
	s.view(func(v *store.View) error {
		size, err := v.LogSize("hepingli")
		if err != nil {
			return err
		}
		entries, err := v.Entries("hepingli", size-20, 20)
		for _, e := range entries {
			if e.Kind == "activity-finished" {
				last = string(e.Data)
			}
		}
		return err
	})
	if want := `{"number":"V2026-001","title":"桶前引导","people":50,"minutes":42000}`; last != want {
		t.Errorf("%s, not %s", last, want)
	}
	s.as("hepingli", "zhao").send("/hepingli/leading/"+s.a.ID, "lead-outcome", "outcome", "分对的从六成到了八成半。").led(t, "/hepingli/leading/"+s.a.ID+"?done=lead-outcome")
	s.stranger().get(activityPath(s.a)).holds(t, 200, "分对的从六成到了八成半", "!王秀兰")
}

// stated: 41 people have their service stated, and each statement's code is genuine.
func (s *bins) stated(t *testing.T) {
	t.Helper()
	s.signedIn()
	browsers := []*booted{s.as("hepingli", "wang"), s.as("hepingli", "zhao"), s.as("hepingli", "teen")}
	for i := range 38 {
		n := i
		if i >= 33 { // of those on Saturdays 33 served
			n = 41 + i - 33
		}
		browsers = append(browsers, s.one(n))
	}
	codes := map[string]bool{}
	for _, one := range browsers {
		const path = volunteeringPath + "/statement"
		action, fields := one.get(path).fill(t, "service-statement", "from", "2026-11-01", "until", "2026-12-31")
		one.do("POST", action, fields)
		page := one.get(path + "/" + fields.Get("command"))
		page.holds(t, 200, "平台服务记录", "V2026-001")
		codes[regexpFirst(`class="code">([0-9A-Z-]{19})<`, page.body)] = true
	}
	if len(codes) != 41 || codes[""] {
		t.Fatalf("%d codes", len(codes))
	}
	for code := range codes {
		s.stranger().get("/hepingli/service-check?code="+code).holds(t, 200, "<span>是真的</span>")
		break
	}
}
