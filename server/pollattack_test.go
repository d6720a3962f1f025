package main

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// What somebody of the next community, of an office above, or without an office tries
// with the polls of this one.

// besieged is a neighbourhood with a poll in each state, and strangers who want something of it.
type besieged struct {
	*booted
	things map[string]string // by what they are: ids of hepingli's polls and what hangs on them
	own    map[string]string // the same of anzhen
}

// besiege makes the same two polls in both communities: a draft of owners, and one that runs
// with paper.
func besiege(b *booted) *besieged {
	b.t.Helper()
	s := &besieged{booted: b}
	b.ownHome("501", 8000, "wang")
	b.ownHome("502", 7000)
	b.admit("company", "物业经理", "", residents.RolePropertyCompany)
	b.change("anzhen", func(tx *store.Tx) error {
		console := residents.Sender{Standing: residents.Console, Now: b.clock.Now()}
		for id, name := range map[string]residents.RoleName{"xu": residents.RoleCommitteeMember, "ma": residents.RoleCommitteeMember} {
			if _, err := residents.Admit(tx, console, residents.Resident{ID: id, Community: "anzhen", Name: "安贞" + id}, residents.RoleResident, name); err != nil {
				return err
			}
		}
		role := residents.Role{Community: "anzhen", Resident: "company", Name: residents.RolePropertyCompany, From: b.clock.Now(), To: b.clock.Now().AddDate(1, 0, 0)}
		if err := tx.GrantRole("hepingli", role); err != nil {
			return err
		}
		return tx.AddHousehold(residents.Household{Community: "anzhen", ID: "anzhen-home-000601", Building: "6 号楼", Unit: "1 单元", Room: "601", Adults: 1, Area: 5000})
	})
	s.things = s.furnish("hepingli", "li", "zhou", "h/"+homeID("502"))
	s.own = s.furnish("anzhen", "xu", "ma", "h/anzhen-home-000601")
	return s
}

func (s *besieged) furnish(body, drafter, publisher, unit string) map[string]string {
	s.t.Helper()
	t := s.terms(polls.Binary, ofHouseholds, onPaper, replaceable)
	t.Community = body
	make := func(t polls.Terms) string {
		return s.act(body, drafter, func(tx *store.Tx, by residents.Sender) error {
			_, err := polls.MakePoll(tx, by, t)
			return err
		})
	}
	running := make(t)
	ofOwners(&t)
	things := map[string]string{"running": running, "draft": make(t)}
	s.act(body, publisher, func(tx *store.Tx, by residents.Sender) error { return polls.Publish(tx, by, body, running) })
	s.act(body, drafter, func(tx *store.Tx, by residents.Sender) error {
		made, err := polls.PrintBallots(tx, by, body, running, []string{unit})
		if err == nil {
			things["serial"] = made[0].Serial
		}
		return err
	})
	return things
}

// state is all that a stranger could have changed of the polls of both communities.
func (s *besieged) state() (all string) {
	s.t.Helper()
	s.view(func(v *store.View) error {
		for _, body := range []string{"hepingli", "anzhen"} {
			things := s.thingsOf(body)
			for _, of := range []string{"running", "draft"} {
				p, err := v.Poll(body, things[of])
				if err != nil {
					return err
				}
				groups, err := v.OwnerGroups(body, p.ID)
				if err != nil {
					return err
				}
				counts, err := v.PaperCounts(body, p.ID)
				if err != nil {
					return err
				}
				all += stated(body, p, groups, counts)
			}
			drafts, err := v.PollsAfter(body, polls.Poll{}, 50, polls.Draft)
			if err != nil {
				return err
			}
			all += strings.Repeat("+", len(drafts))
		}
		return nil
	})
	return all
}

func (s *besieged) thingsOf(body string) map[string]string {
	return map[string]map[string]string{"hepingli": s.things, "anzhen": s.own}[body]
}

func stated(body string, p polls.Poll, groups map[string]string, c polls.PaperCounts) string {
	return strings.Join(append([]string{
		body, p.ID, string(p.State), p.MadeBy, p.StudyNote, p.FiledAs, string(p.Formal), string(p.JSON()), strings.Repeat("b", int(p.Ballots)),
		strings.Repeat("o", int(c.Out)) + strings.Repeat("1", int(c.Once)) + strings.Repeat("i", int(c.In)),
	}, slices.Sorted(maps.Keys(groups))...), " ") + "\n"
}

// fieldsOf are those with which each form of a poll would be done by whoever may.
func fieldsOf(form string, things map[string]string) url.Values {
	v := url.Values{"command": {residents.NewID(time.Unix(1_800_000_000, 0))}}
	set := func(pairs ...string) {
		for i := 0; i+1 < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	switch form {
	case "poll-draft":
		set(drafting("as", "household.household-vote", "method", "binary")...)
	case "poll-owners":
		set("owners", "3 号楼,2 单元,501,甲\n3 号楼,2 单元,502,甲")
	case "poll-study":
		set("on", "2026-11-02", "note", "同意。")
	case "poll-take-back", "poll-withdraw":
		set("reason", "写错了")
	case "print-ballots":
		set("whom", "home", "home", "3号楼2单元502")
	case "paper-ballot", "settle-ballot":
		set("serial", things["serial"], "choice", polls.Yes)
	case "poll-file":
		set("on", "2026-11-03", "as", "备 1 号")
	case "poll-formal":
		set("on", "2026-11-03", "source", "市系统 1 号", "roll-heads", "2", "roll-area", "150", "present-heads", "2", "present-area", "150", "for-heads", "2", "for-area", "150")
	case "ballot":
		set("choice", polls.Yes)
	}
	return v
}

// pollLines are the lines of the portal's table that have to do with polls.
func (s *besieged) pollLines() []route {
	return slices.Concat(s.portal.pollRoutes(), s.portal.ballotRoutes(), s.portal.deskPollRoutes())
}

func (s *besieged) at(line route, place, of string) string {
	things := s.thingsOf(of)
	id := things["running"]
	if slices.Contains([]string{"poll-study", "poll-publish"}, line.name) {
		id = things["draft"]
	}
	return strings.NewReplacer("{place}", place, "{id}", id, "{draft}", things["draft"]).Replace(line.pattern)
}

// Nobody from outside does anything with a poll, at whichever of the two addresses they try
// it; what they cannot see is not there for them.
func TestStrangersDoNothingWithPolls(t *testing.T) {
	t.Parallel()
	s := besiege(boot(t))
	before := s.state()
	strangers := [][2]string{{"anzhen", "qian"}, {"anzhen", "xu"}, {"anzhen", "wu"}, {"hepingli", "company"}, {"hepingli-jiedao", "liu"}, {"dongcheng", "gao"}, {"installation", "administrator"}, {}}
	for _, who := range strangers {
		one := *s.booted
		one.client = one.visitor()
		if who[0] != "" {
			one.signIn(who[0], who[1])
		}
		for _, line := range s.pollLines() {
			for _, place := range []string{"hepingli", "anzhen"} {
				if place == "anzhen" && !strings.Contains(strings.ReplaceAll(line.pattern, "{place}", ""), "{") {
					continue // names nothing
				}
				path := s.at(line, place, "hepingli")
				got := one.do(line.method, path, fieldsOf(line.name, s.things))
				public := place == "hepingli" && line.do == residents.ReadPublic
				watching := place == "hepingli" && who[1] == "company" && line.method == http.MethodGet
				switch {
				case public || watching:
					if got.StatusCode >= 500 {
						t.Errorf("%v %s %s: %s", who, line.method, path, got.Status)
					}
				case got.StatusCode < 400 || got.StatusCode >= 500:
					t.Errorf("%v %s %s: %s %s", who, line.method, path, got.Status, got.Header.Get("Location"))
				case place == "anzhen" && strings.Contains(got.body, "电动车充电棚"):
					t.Errorf("%v %s %s tells of the other's poll", who, line.method, path)
				}
				if after := s.state(); after != before {
					t.Fatalf("%v %s %s changed\n%s\nto\n%s", who, line.method, path, before, after)
				}
			}
		}
	}
}

// Whoever belongs here and holds no office, or holds it no more, or shows too weak a
// sign-in, changes nothing at the desk either.
func TestWhoHoldsNoOfficeDoesNothingWithPolls(t *testing.T) {
	t.Parallel()
	s := besiege(boot(t))
	s.live("501", "wang", "sun")
	s.teen("teen", "小周", homeID("501"))
	before := s.state()
	readers := map[string]func(b *booted){
		"a resident":     func(b *booted) { b.signIn("hepingli", "wang") },
		"a weak session": func(b *booted) { b.signInBy(residents.ByLink, "hepingli", "li") },
		"a minor":        func(b *booted) { b.signIn("hepingli", "teen") },
		"a helper":       func(b *booted) { b.signIn("hepingli", "sun"); b.begin(s.leave("zhao", "sun", residents.HelpRelative)) },
		"one whose sign-in is long ago": func(b *booted) {
			b.keep(b.session("hepingli", "li", residents.ByPasskey, b.clock.Now().Add(-24*time.Hour)))
		},
	}
	for who, enter := range readers {
		one := *s.booted
		one.client = one.visitor()
		enter(&one)
		for _, line := range s.portal.deskPollRoutes() {
			path := s.at(line, "hepingli", "hepingli")
			got := one.do(line.method, path, fieldsOf(line.name, s.things))
			if got.StatusCode < 400 || got.StatusCode >= 500 {
				t.Errorf("%s: %s %s: %s", who, line.method, path, got.Status)
			}
			if after := s.state(); after != before {
				t.Fatalf("%s: %s %s changed\n%s\nto\n%s", who, line.method, path, before, after)
			}
		}
	}
}

// What is named in a form is looked for at home only.
func TestFormsNameNothingOfTheNextCommunity(t *testing.T) {
	t.Parallel()
	s := besiege(boot(t))
	topic := s.accepted("wang", "3 号楼南侧建充电棚")
	xu, ma := s.as("anzhen", "xu"), s.as("anzhen", "ma")
	before := s.state()
	draft := fieldsOf("poll-draft", nil)
	with := func(v url.Values, pairs ...string) url.Values {
		v = maps.Clone(v)
		for i := 0; i+1 < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v
	}
	const at = "/anzhen/desk/polls"
	for name, c := range map[string]struct {
		by     *booted
		path   string
		fields url.Values
		why    string
	}{
		"a topic":                        {xu, at + "/new?topic=" + topic, with(draft, "topic", "yes"), "没有找到这个页面"},
		"a topic of a draft":             {xu, at + "/" + s.own["draft"] + "/edit?topic=" + topic, with(draft, "topic", "yes"), "没有找到这个页面"},
		"a building":                     {xu, at + "/new", with(draft, "building", "3 号楼"), "没有这栋楼"},
		"people":                         {xu, at + "/new", with(draft, "as", "member.consultative", "body", "监督小组", "people", "王秀兰 3 号楼"), "没有这个姓名的人"},
		"a home in a list of owners":     {xu, at + "/" + s.own["draft"] + "/owners", fieldsOf("poll-owners", nil), "户册里没有这一户"},
		"a home to print for":            {xu, at + "/" + s.own["running"] + "/print", fieldsOf("print-ballots", nil), "户册里没有这一户"},
		"a building to print for":        {xu, at + "/" + s.own["running"] + "/print", url.Values{"command": {anID}, "whom": {"all"}, "building": {"3 号楼"}}, "这里没有要印的"},
		"a serial":                       {xu, at + "/" + s.own["running"] + "/paper", fieldsOf("paper-ballot", s.things), "没有这个票号"},
		"a serial to settle":             {ma, at + "/" + s.own["running"] + "/paper/settle", fieldsOf("settle-ballot", s.things), "没有这个票号"},
		"a unit":                         {s.as("anzhen", "qian"), "/anzhen/polls/" + s.own["running"] + "/ballot", url.Values{"command": {anID}, "choice": {"yes"}, "unit": {"h/" + homeID("501")}}, "您不在这次投票的名册上"},
		"another's unit of one's own":    {s.as("hepingli", "wang"), "/hepingli/polls/" + s.things["running"] + "/ballot", url.Values{"command": {anID}, "choice": {"yes"}, "unit": {"h/" + homeID("502")}}, "您不在这次投票的名册上"},
		"a unit of the next community's": {s.as("hepingli", "wang"), "/hepingli/polls/" + s.things["running"] + "/ballot", url.Values{"command": {anID}, "choice": {"yes"}, "unit": {"h/anzhen-home-000601"}}, "您不在这次投票的名册上"},
	} {
		got := c.by.do("POST", c.path, c.fields)
		if got.StatusCode < 400 || got.StatusCode >= 500 || !strings.Contains(got.body, c.why) {
			t.Errorf("%s: %s %s\n%s", name, got.Status, got.Header.Get("Location"), mainOf(got.body))
		}
		for _, secret := range []string{"王秀兰</", "3 号楼南侧建充电棚"} {
			if strings.Contains(got.body, secret) && !strings.Contains(c.fields.Encode(), url.QueryEscape(strings.TrimSuffix(secret, "</"))) {
				t.Errorf("%s: says %s", name, secret)
			}
		}
		if after := s.state(); after != before {
			t.Fatalf("%s changed\n%s\nto\n%s", name, before, after)
		}
	}
}

// A role that ends between the page and the form counts no more.
func TestRoleEndsBetweenPageAndForm(t *testing.T) {
	t.Parallel()
	s := besiege(boot(t))
	zhou := s.as("hepingli", "zhou")
	action, fields := zhou.get(deskPolls+"/"+s.things["draft"]).fill(t, "poll-publish")
	at, back := zhou.get(deskPolls+"/"+s.things["running"]).fill(t, "poll-take-back", "reason", "写错了")
	before := s.state()
	s.change("hepingli", func(tx *store.Tx) error {
		who, err := tx.Standing("hepingli", "zhou")
		for _, role := range who.Roles {
			if role.To = s.clock.Now(); err == nil && role.Name == residents.RoleCommitteeMember {
				err = tx.EndRole("hepingli", role)
			}
		}
		return err
	})
	for path, sent := range map[string]url.Values{action: fields, at: back} {
		if got := zhou.do("POST", path, sent); got.StatusCode < 400 || got.StatusCode >= 500 {
			t.Errorf("%s: %s", path, got.Status)
		}
	}
	if after := s.state(); after != before {
		t.Errorf("changed\n%s\nto\n%s", before, after)
	}
}
