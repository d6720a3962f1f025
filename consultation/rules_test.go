package consultation_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	. "yishiting/consultation"
	"yishiting/residents"
)

// asking are all who may ask, at ruleTime. Who wrote a thing is the author; the
// stranger has the author's id in another community.
var asking = map[string]residents.Standing{
	"nobody":      {},
	"author":      standing("author", "hepingli", role("hepingli", residents.RoleResident)),
	"resident":    standing("resident", "hepingli", role("hepingli", residents.RoleResident)),
	"volunteer":   standing("volunteer", "hepingli", role("hepingli", residents.RoleVolunteer)),
	"member":      standing("member", "hepingli", role("hepingli", residents.RoleCommitteeMember)),
	"director":    standing("director", "hepingli", role("hepingli", residents.RoleDirector)),
	"supervision": standing("supervision", "hepingli", role("hepingli", residents.RoleSupervision)),
	"property":    standing("property", "hepingli", role("hepingli", residents.RolePropertyCompany)),
	"agent":       standing("agent", "anzhen", role("hepingli", residents.RolePropertyCompany)),
	"street":      standing("street", "jiedao", role("jiedao", residents.RoleStreetStaff)),
	"district":    standing("district", "dongcheng", role("dongcheng", residents.RoleDistrictStaff)),
	"stranger":    standing("author", "anzhen", role("anzhen", residents.RoleResident), role("anzhen", residents.RoleDirector)),
	"visitor":     standing("visitor", "anzhen", role("hepingli", residents.RoleDirector)), // a role that nobody could be given
	"former":      standing("former", "hepingli", term("hepingli", residents.RoleDirector, -2, 0), term("hepingli", residents.RoleResident, -2, 0)),
	"future":      standing("future", "hepingli", term("hepingli", residents.RoleDirector, 1, 2)),
	"exstreet":    standing("exstreet", "jiedao", term("jiedao", residents.RoleStreetStaff, -2, 0)),
}

var ruleTime = at("2026-11-03 09:00")

func standing(id, home string, roles ...residents.Role) residents.Standing {
	return residents.Standing{Resident: residents.Resident{ID: id, Community: home, Adult: true, ConfirmedAt: ruleTime}, Roles: roles}
}

func role(body string, name residents.RoleName) residents.Role { return term(body, name, -1, 1) }

// term is a role from so many days after ruleTime to so many.
func term(body string, name residents.RoleName, from, to int) residents.Role {
	return residents.Role{Community: body, Name: name, From: ruleTime.AddDate(0, 0, from), To: ruleTime.AddDate(0, 0, to)}
}

// groups are names for several who ask.
var groups = map[string]string{
	"voices": "author resident volunteer member director",
	"desk":   "member director",
	"others": "author resident volunteer member director supervision property agent street district stranger visitor former future exstreet",
}

// expected reads "voices ok; author own-topic": what each who asks is told, the
// later part before the earlier. Who is not named is signed-out or not-allowed.
func expected(s string) map[string]string {
	want := map[string]string{}
	for who := range asking {
		want[who] = "not-allowed"
	}
	want["nobody"] = "signed-out"
	for part := range strings.SplitSeq(s, ";") {
		names := strings.Fields(part)
		if len(names) == 0 {
			continue
		}
		reason := names[len(names)-1]
		for _, name := range names[:len(names)-1] {
			if g, ok := groups[name]; ok {
				for _, who := range strings.Fields(g) {
					want[who] = reason
				}
				continue
			}
			if _, ok := asking[name]; !ok {
				panic("nobody is called " + name)
			}
			want[name] = reason
		}
	}
	return want
}

// ask is an error for everybody who is told something else than expected.
func ask(t *testing.T, rule string, may func(residents.Standing) error, want string) {
	t.Helper()
	for who, reason := range expected(want) {
		if err := may(asking[who]); !is(err, reason) {
			t.Errorf("%s: %s is told %v, want %s", rule, who, err, reason)
		}
	}
}

var states = []State{Raised, Withdrawn, Accepted, Merged, Referred, Declined, Listed, Assembly, Handed, Carrying, Rating, Archived}

// TestTopicRules asks every rule about a topic in every state: open says in which
// states may and in all others closed is what they are told.
func TestTopicRules(t *testing.T) {
	once := []Screening{{Decision: Decline, By: "member"}}
	for _, line := range []struct {
		rule        string
		may         func(residents.Standing, Topic) error
		open        string
		may1, other string
	}{
		{"MaySupport", func(w residents.Standing, x Topic) error { return MaySupport(w, x, ruleTime) },
			"accepted listed", "voices ok; author own-topic", "voices closed; author own-topic"},
		{"MayState", func(w residents.Standing, x Topic) error { return MayState(w, x, ruleTime) },
			"accepted listed", "voices ok", "voices closed"},
		{"MayWithdraw", func(w residents.Standing, x Topic) error { return MayWithdraw(w, x, ruleTime) },
			"raised", "others not-yours; author ok", "others not-yours; author closed"},
		{"MayScreen", func(w residents.Standing, x Topic) error { return MayScreen(w, x, nil, false, ruleTime) },
			"raised", "desk ok", "desk closed"},
		{"MayScreen again without an appeal", func(w residents.Standing, x Topic) error { return MayScreen(w, x, once, false, ruleTime) },
			"", "", "desk closed"},
		{"MayMerge", func(w residents.Standing, x Topic) error { return MayMerge(w, x, false, ruleTime) },
			"accepted", "desk ok", "desk closed"},
		{"MayMerge after an appeal", func(w residents.Standing, x Topic) error { return MayMerge(w, x, true, ruleTime) },
			"accepted", "desk appealed", "desk closed"},
		{"MayAppeal", func(w residents.Standing, x Topic) error { return MayAppeal(w, x, once, false, ruleTime) },
			"declined referred merged", "others not-yours; author ok", "others not-yours; author closed"},
		{"MayAppeal twice", func(w residents.Standing, x Topic) error { return MayAppeal(w, x, once, true, ruleTime) },
			"", "", "others not-yours; author appealed"},
		{"MayAddTask", func(w residents.Standing, x Topic) error { return MayAddTask(w, x, ruleTime) },
			"carrying", "desk ok", "desk closed"},
		{"MayRecordResolution", func(w residents.Standing, x Topic) error { return MayRecordResolution(w, x, ruleTime) },
			"assembly", "desk ok", "desk closed"},
		{"MayPost", func(w residents.Standing, x Topic) error { return MayPost(w, x, Task{Helper: "author"}, ruleTime) },
			"carrying", "voices not-yours; desk property agent author ok", "voices not-yours; desk property agent author closed"},
		{"MayPost without a helper", func(w residents.Standing, x Topic) error { return MayPost(w, x, Task{}, ruleTime) },
			"carrying", "voices not-yours; desk property agent ok", "voices not-yours; desk property agent closed"},
		{"MayPost for a helper whose role is over", func(w residents.Standing, x Topic) error {
			return MayPost(w, x, Task{Helper: "former"}, ruleTime)
		},
			"carrying", "voices not-yours; desk property agent ok", "voices not-yours; desk property agent closed"},
		{"MayPost on a task that is done", func(w residents.Standing, x Topic) error {
			return MayPost(w, x, Task{DoneAt: ruleTime}, ruleTime)
		},
			"", "", "voices not-yours; desk property agent closed"},
		{"MayFinish", func(w residents.Standing, x Topic) error { return MayFinish(w, x, Task{}, ruleTime) },
			"carrying", "desk ok", "desk closed"},
		{"MayFinish what is done", func(w residents.Standing, x Topic) error {
			return MayFinish(w, x, Task{DoneAt: ruleTime}, ruleTime)
		},
			"", "", "desk closed"},
		{"MayRate", func(w residents.Standing, x Topic) error {
			x.RateUntil = ruleTime.Add(1)
			return MayRate(w, x, ruleTime)
		},
			"rating", "voices ok", "voices closed"},
		{"MayRate at the end", func(w residents.Standing, x Topic) error { x.RateUntil = ruleTime; return MayRate(w, x, ruleTime) },
			"", "", "voices closed"},
		{"MayHandOn of the community", func(w residents.Standing, x Topic) error { return MayHandOn(w, x, hepingli, nil, ruleTime) },
			"accepted handed carrying", "desk ok", "desk closed"},
		{"MayHandOn of the street", func(w residents.Standing, x Topic) error { return MayHandOn(w, x, jiedao, nil, ruleTime) },
			"accepted handed carrying", "street ok", "street closed"},
		{"MayHandOn of the district", func(w residents.Standing, x Topic) error { return MayHandOn(w, x, dongcheng, nil, ruleTime) },
			"", "", "district wrong-level"},
		{"MayUpdate of the street", func(w residents.Standing, x Topic) error { return MayUpdate(w, x, jiedao, ruleTime) },
			"raised withdrawn accepted merged referred declined listed assembly handed carrying", "street ok", "street closed"},
		{"MayGiveBack of the street", func(w residents.Standing, x Topic) error {
			return MayGiveBack(w, x, jiedao, []Handover{{State: HandAccepted}}, ruleTime)
		},
			"handed", "street ok", "street not-holder"},
		{"MayGiveBack of the community", func(w residents.Standing, x Topic) error { return MayGiveBack(w, x, hepingli, nil, ruleTime) },
			"", "", "desk not-holder"},
	} {
		for _, s := range states {
			x := Topic{Community: "hepingli", ID: "topic", Author: "author", State: s}
			want := line.other
			if slices.Contains(strings.Fields(line.open), string(s)) {
				want = line.may1
			}
			ask(t, line.rule+" in "+string(s), func(w residents.Standing) error { return line.may(w, x) }, want)
		}
	}
}

func TestOwnMatter(t *testing.T) {
	for who, name := range map[string]string{"member": "member", "director": "director"} {
		x := Topic{Community: "hepingli", Author: name, State: Raised}
		if err := MayScreen(asking[who], x, nil, false, ruleTime); err != residents.ErrOwnMatter {
			t.Errorf("MayScreen one's own: %v", err)
		}
		x.State = Accepted
		if err := MayMerge(asking[who], x, false, ruleTime); err != residents.ErrOwnMatter {
			t.Errorf("MayMerge one's own: %v", err)
		}
		if err := MayModerate(asking[who], Statement{Community: "hepingli", Author: name}, ruleTime); err != residents.ErrOwnMatter {
			t.Errorf("MayModerate one's own: %v", err)
		}
		if err := MayReply(asking[who], Statement{Community: "hepingli", Author: name}, ruleTime); err != residents.ErrOwnMatter {
			t.Errorf("MayReply to one's own: %v", err)
		}
		if err := MayAnswer(asking[who], Objection{Community: "hepingli", Resident: name}, ruleTime); err != residents.ErrOwnMatter {
			t.Errorf("MayAnswer one's own: %v", err)
		}
	}
}

// TestAppealRules: another member than the one whose decision it is against.
func TestAppealRules(t *testing.T) {
	decline, merge := Screening{Decision: Decline, By: "member"}, Screening{Decision: Merge, By: "member"}
	accept, street := Screening{Decision: Accept, By: "director"}, Screening{Decision: Refer, To: "street", By: "director"}
	for _, line := range []struct {
		name   string
		before []Screening
		want   string
	}{
		{"against the first decision", []Screening{decline}, "director ok; member same-screener"},
		{"answered", []Screening{decline, merge}, "desk closed"},
		{"against a merger of an accepted topic", []Screening{accept, merge}, "director ok; member same-screener"},
		{"against a merger of one that came back from the street", []Screening{street, merge}, "director ok; member same-screener"},
		{"answered too", []Screening{accept, merge, accept}, "desk closed"},
		{"without any decision", nil, "desk closed"},
	} {
		x := Topic{Community: "hepingli", Author: "author", State: Declined}
		ask(t, "MayScreen "+line.name, func(w residents.Standing) error { return MayScreen(w, x, line.before, true, ruleTime) }, line.want)
	}
}

func TestMeetingRules(t *testing.T) {
	all := []MeetingState{MeetingAnnounced, MeetingOpen, MeetingClosed, MeetingPublished, MeetingCancelled}
	for _, line := range []struct {
		rule        string
		may         func(residents.Standing, Meeting) error
		open        string
		may1, other string
	}{
		{"MayTakeSeat", func(w residents.Standing, s Meeting) error { return MayTakeSeat(w, s, ruleTime) },
			"announced open", "voices ok", "voices closed"},
		{"MayLeaveOpinion", func(w residents.Standing, s Meeting) error { return MayLeaveOpinion(w, s, ruleTime) },
			"announced open", "voices ok", "voices closed"},
		{"MayOpen an hour before", func(w residents.Standing, s Meeting) error {
			s.StartsAt = ruleTime.Add(time.Hour)
			return MayOpen(w, s, ruleTime)
		},
			"announced", "desk ok", "desk closed"},
		{"MayOpen too early", func(w residents.Standing, s Meeting) error {
			s.StartsAt = ruleTime.Add(time.Hour + 1)
			return MayOpen(w, s, ruleTime)
		},
			"", "", "desk closed"},
		{"MaySignIn", func(w residents.Standing, s Meeting) error { return MaySignIn(w, s, ruleTime) },
			"open", "voices ok", "voices closed"},
		{"MayDraft", func(w residents.Standing, s Meeting) error { return MayDraft(w, s, ruleTime) },
			"closed published", "desk ok", "desk closed"},
	} {
		for _, state := range all {
			want := line.other
			if slices.Contains(strings.Fields(line.open), string(state)) {
				want = line.may1
			}
			s := Meeting{Community: "hepingli", State: state, StartsAt: ruleTime}
			ask(t, line.rule+" in "+string(state), func(w residents.Standing) error { return line.may(w, s) }, want)
		}
	}
}

func TestConfirmAndPublishRules(t *testing.T) {
	s := Meeting{Community: "hepingli", State: MeetingClosed, Chair: "director", Recorder: "volunteer"}
	present := []Attendance{
		{Resident: "resident", Part: "resident"}, {Resident: "member", Part: "resident"},
		{Resident: "property", Part: "property"}, {Resident: "former", Part: "resident"}, {Name: "水务", Part: "other"},
	}
	draft := Minutes{Version: 1}
	published := Minutes{Version: 1, PublishedAt: ruleTime}
	confirm := func(m Minutes, have ...Confirmation) func(residents.Standing) error {
		return func(w residents.Standing) error {
			_, err := MayConfirm(w, s, m, present, have, nil, ruleTime)
			return err
		}
	}
	ask(t, "MayConfirm", confirm(draft), "resident director volunteer ok; author not-present; member not-allowed")
	ask(t, "MayConfirm nothing", confirm(Minutes{}), "voices closed")
	ask(t, "MayConfirm what is published", confirm(published), "voices closed")
	ask(t, "MayConfirm twice", confirm(draft, Confirmation{Resident: "resident"}),
		"director volunteer ok; resident already-done; author not-present; member not-allowed")
	for who, want := range map[string]string{"resident": "resident", "director": "chair", "volunteer": "recorder"} {
		if as, err := MayConfirm(asking[who], s, draft, present, nil, nil, ruleTime); as != want || err != nil {
			t.Errorf("%s confirms as %q, %v", who, as, err)
		}
	}
	represents := []Attendance{{Resident: "resident", Part: "representative"}}
	if as, err := MayConfirm(asking["resident"], s, draft, represents, nil, nil, ruleTime); as != "resident" || err != nil {
		t.Errorf("a representative confirms as %q, %v", as, err)
	}

	rules := RulesAt(DayOf(hepingli, ruleTime))
	whole := []Confirmation{{As: "chair"}, {As: "recorder"}, {As: "resident"}, {As: "resident"}}
	publish := func(m Minutes, have []Confirmation) func(residents.Standing) error {
		return func(w residents.Standing) error { return MayPublish(w, s, m, have, rules, ruleTime) }
	}
	ask(t, "MayPublish", publish(draft, whole), "desk ok")
	ask(t, "MayPublish what the member wrote", publish(Minutes{Version: 1, DraftedBy: "member"}, whole), "director ok; member second-person")
	ask(t, "MayPublish nothing", publish(Minutes{}, whole), "desk closed")
	ask(t, "MayPublish what is published", publish(published, whole), "desk closed")
	for i := range whole {
		ask(t, "MayPublish unconfirmed", publish(draft, slices.Delete(slices.Clone(whole), i, i+1)), "desk unconfirmed")
	}
	late := Minutes{Version: 1, Items: []MinuteItem{{Kind: LeftOpen}, {Kind: Settled, Due: ruleTime}}}
	ask(t, "MayPublish what is due", publish(late, whole), "desk due-past")
	late.Version = 2
	ask(t, "MayPublish a correction of what is due", publish(late, whole), "desk ok")
}

func TestOtherRules(t *testing.T) {
	ask(t, "MayRaise", func(w residents.Standing) error { return MayRaise(w, "hepingli", ruleTime) }, "voices ok")

	for state, want := range map[StatementState]string{Waiting: "desk ok", Shown: "desk ok", Hidden: "desk closed"} {
		x := Statement{Community: "hepingli", Author: "author", State: state}
		ask(t, "MayReply", func(w residents.Standing) error { return MayReply(w, x, ruleTime) }, want)
		ask(t, "MayModerate", func(w residents.Standing) error { return MayModerate(w, x, ruleTime) }, "desk ok")
	}
	o := Outcome{Community: "hepingli", Until: ruleTime.Add(1)}
	ask(t, "MayObject", func(w residents.Standing) error { return MayObject(w, o, ruleTime) }, "voices supervision ok")
	o.Until = ruleTime
	ask(t, "MayObject at the end", func(w residents.Standing) error { return MayObject(w, o, ruleTime) }, "voices supervision disclosure-over")
	ask(t, "MayAnswer", func(w residents.Standing) error {
		return MayAnswer(w, Objection{Community: "hepingli", Resident: "author"}, ruleTime)
	}, "desk ok")
	ask(t, "MayAnswer twice", func(w residents.Standing) error {
		return MayAnswer(w, Objection{Community: "hepingli", Resident: "author", Reply: "已答复"}, ruleTime)
	}, "desk already-done")

	due := Task{Due: ruleTime}
	ask(t, "MayOrder", func(w residents.Standing) error { return MayOrder(w, hepingli, due, ruleTime) }, "street ok")
	ask(t, "MayOrder before it is due", func(w residents.Standing) error {
		return MayOrder(w, hepingli, Task{Due: ruleTime.Add(1)}, ruleTime)
	}, "street closed")
	due.DoneAt = ruleTime
	ask(t, "MayOrder what is done", func(w residents.Standing) error { return MayOrder(w, hepingli, due, ruleTime) }, "street closed")

	offered := []Handover{{From: "hepingli", To: "jiedao", State: HandOffered}}
	accepted := []Handover{{From: "hepingli", To: "jiedao", State: HandAccepted}}
	receive := func(steps []Handover) func(residents.Standing) error {
		return func(w residents.Standing) error { return MayReceive(w, jiedao, steps, ruleTime) }
	}
	ask(t, "MayReceive", receive(offered), "street ok")
	ask(t, "MayReceive what is accepted", receive(accepted), "street not-holder")
	ask(t, "MayReceive nothing", receive(nil), "street not-holder")
	x := Topic{Community: "hepingli", Author: "author", State: Handed}
	ask(t, "MayReceive for the district what is the street's", func(w residents.Standing) error {
		return MayReceive(w, dongcheng, offered, ruleTime)
	}, "district not-holder")
	ask(t, "MayHandOn what is offered", func(w residents.Standing) error { return MayHandOn(w, x, hepingli, offered, ruleTime) }, "desk closed")
	ask(t, "MayGiveBack what is offered on", func(w residents.Standing) error { return MayGiveBack(w, x, jiedao, offered, ruleTime) }, "street closed")
}
