package main

import (
	"fmt"
	"time"

	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// Polls of the tests' neighbourhood, made by the verbs: li writes the terms, zhou publishes
// them. Options, electorates and rules are those of a real month.

var (
	threeWays = []polls.Option{
		{Words: "3 号楼南侧建三处", About: "离窗户最近处 11 米，带烟感和喷淋"},
		{Words: "地下车库一层西区", About: "不占地面，进出要走坡道"},
		{Words: "分散在三栋楼门口", About: "每处十个车位"},
	}
	fourPeople = []polls.Option{{Words: "王秀兰"}, {Words: "赵建国"}, {Words: "孙小梅"}, {Words: "钱多多"}}
	projects   = []polls.Option{
		{Words: "5 号楼前加装无障碍坡道", About: "两处，防滑", Cost: 86_000_00},
		{Words: "小广场照明", About: "十二盏，声控", Cost: 54_000_00},
		{Words: "儿童沙坑", Cost: 38_000_00},
		{Words: "晾衣架三十组", Cost: 24_500_50},
	}
)

// terms are those of a poll by a method, of all adults, that runs from now for five days.
func (b *booted) terms(method polls.Method, change ...func(*polls.Terms)) polls.Terms {
	now := b.clock.Now()
	t := polls.Terms{
		Community: "hepingli", Question: "电动车充电棚建在哪里", Text: "三栋楼有 200 多辆电动自行车，消防要求楼道里不能停放和充电。", Method: method,
		Electorate: polls.Electorate{Unit: polls.UnitResident}, Rule: "consultative", Secrecy: polls.Hidden,
		Opens: now.UnixMicro(), Closes: now.AddDate(0, 0, 5).UnixMicro(),
	}
	switch method {
	case polls.Binary:
		t.Question = "同意在 3 号楼南侧建电动车充电棚吗"
	case polls.Plurality, polls.Approval:
		t.Options, t.Choose, t.Seats = threeWays, 1, 1
	case polls.Schulze:
		t.Options, t.None = threeWays, true
	case polls.STV:
		t.Question, t.Options, t.Seats = "志愿服务队推选两位队长", fourPeople, 2
	case polls.Shares, polls.Greedy:
		t.Question, t.Options, t.Budget = "今年的社区公益金先办哪几件", projects, 120_000_00
		t.Completion = polls.CompleteAdd1U
	}
	for _, f := range change {
		f(&t)
	}
	return t
}

// Changes of terms.
func replaceable(t *polls.Terms) { t.Replace = true }
func onPaper(t *polls.Terms)     { t.Paper = true }
func openTurnout(t *polls.Terms) { t.Secrecy = polls.OpenTurnout }
func withNames(t *polls.Terms)   { t.Secrecy = polls.Named }

// chooseUpTo lets a ballot of plurality name up to k options.
func chooseUpTo(k int) func(*polls.Terms) { return func(t *polls.Terms) { t.Choose = k } }

// ofHouseholds puts the question to households, within a consultation.
func ofHouseholds(t *polls.Terms) {
	t.Electorate, t.Rule = polls.Electorate{Unit: polls.UnitHousehold}, "household-vote"
}

// ofOwners asks the owners, by heads and areas.
func ofOwners(t *polls.Terms) {
	t.Electorate, t.Rule, t.Secrecy = polls.Electorate{Unit: polls.UnitOwner}, "owners-ordinary", polls.Named
}

// ofDelegates lets the residents' representatives' meeting decide.
func ofDelegates(t *polls.Terms) {
	t.Electorate, t.Rule = polls.Electorate{Unit: polls.UnitDelegate}, "reps-meeting"
}

// ofVolunteers asks the members of a team.
func ofVolunteers(t *polls.Terms) {
	t.Electorate = polls.Electorate{Unit: polls.UnitMember, Roles: []residents.RoleName{residents.RoleVolunteer}, Name: "志愿服务队"}
}

// from lets ballots be taken from so long after now on, for five days.
func from(after time.Duration) func(*polls.Terms) {
	return func(t *polls.Terms) {
		t.Opens, t.Closes = t.Opens+after.Microseconds(), t.Closes+after.Microseconds()
	}
}

// draftPoll keeps a draft of li's and gives its id.
func (b *booted) draftPoll(t polls.Terms) string {
	b.t.Helper()
	return b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		_, err := polls.MakePoll(tx, by, t)
		return err
	})
}

// poll drafts, lets the Party organisation study what has to be studied, and publishes.
func (b *booted) poll(t polls.Terms) polls.Poll {
	b.t.Helper()
	id := b.draftPoll(t)
	rule, err := polls.RuleByID(t.Rule, residentsDay(b))
	if err != nil {
		b.t.Fatal(err)
	}
	if rule.PartyStudy.Due() {
		b.partySecretary()
		b.act("hepingli", "secretary", func(tx *store.Tx, by residents.Sender) error {
			return polls.Study(tx, by, "hepingli", id, residentsDay(b), "支委会讨论同意提交表决。")
		})
	}
	b.act("hepingli", "zhou", func(tx *store.Tx, by residents.Sender) error {
		return polls.Publish(tx, by, "hepingli", id)
	})
	return b.pollNow(id)
}

// pollNow is the poll as it stands.
func (b *booted) pollNow(id string) (p polls.Poll) {
	b.t.Helper()
	b.view(func(v *store.View) (err error) {
		p, err = v.Poll("hepingli", id)
		return err
	})
	return p
}

// closePolls lets the clock do what is due.
func (b *booted) closePolls() {
	b.t.Helper()
	b.change("hepingli", func(tx *store.Tx) error {
		return polls.Close(tx, hepingli, b.clock.Now())
	})
}

// partySecretary admits the secretary of the community's Party organisation, once.
func (b *booted) partySecretary() {
	b.t.Helper()
	b.admit("secretary", "何书记", "1 号楼", residents.RoleResident, residents.RolePartySecretary)
}

// admit admits somebody to hepingli, unless they are there.
func (b *booted) admit(id, name, building string, roles ...residents.RoleName) {
	b.t.Helper()
	b.change("hepingli", func(tx *store.Tx) error {
		if _, err := tx.Resident("hepingli", id); err == nil {
			return nil
		}
		by := residents.Sender{Standing: residents.Console, Now: b.clock.Now()}
		_, err := residents.Admit(tx, by, residents.Resident{ID: id, Community: "hepingli", Name: name, Building: building}, roles...)
		return err
	})
}

// delegates admits n residents' representatives; with the committee of three it takes
// twelve to make a meeting. Their ids are delegate-001 and so on.
func (b *booted) delegates(n int) {
	b.t.Helper()
	for i := range n {
		b.admit(fmt.Sprintf("delegate-%03d", i+1), "代表甲", fmt.Sprintf("%d 号楼", i%7+1), residents.RoleResident, residents.RoleRepresentative)
	}
}

// ownHome puts a home of 3 号楼 2 单元 onto the roster, with its area in 0.01 m², lets people
// live there and the first of them speak for it.
func (b *booted) ownHome(room string, area int, people ...string) {
	b.t.Helper()
	b.change("hepingli", func(tx *store.Tx) error {
		home := residents.Household{Community: "hepingli", ID: homeID(room), Building: "3 号楼", Unit: "2 单元", Room: room, Adults: max(1, len(people)), Area: area}
		if err := tx.AddHousehold(home); err != nil {
			return err
		}
		for _, one := range people {
			if err := tx.AddHome("hepingli", home.ID, one); err != nil {
				return err
			}
		}
		return nil
	})
	if len(people) > 0 {
		b.act("hepingli", people[0], func(tx *store.Tx, by residents.Sender) error {
			return residents.TakeRepresentation(tx, by, homeID(room))
		})
	}
}

// votes sends the ballot's form as the reader of this browser; fields are name and value in
// turn, a name again where it is ticked again.
func (b *booted) votes(p polls.Poll, fields ...string) reply {
	b.t.Helper()
	action, values := b.get("/hepingli/polls/"+p.ID).fill(b.t, "ballot")
	for i := 0; i+1 < len(fields); i += 2 {
		values.Add(fields[i], fields[i+1])
	}
	return b.do("POST", action, values)
}

// voted sends a ballot that must be taken, and gives the page that the voter is led to.
func (b *booted) voted(p polls.Poll, fields ...string) reply {
	b.t.Helper()
	b.votes(p, fields...).led(b.t, "/hepingli/polls/"+p.ID+"?done=cast")
	return b.get("/hepingli/polls/" + p.ID + "?done=cast")
}
