package residents

import (
	"errors"
	"slices"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 3, 4, 0, 0, 0, time.UTC)

// lane is a small community in memory, in which the verbs of homes, helping and minors are tried.
type lane struct {
	body     Community
	people   map[string]Standing
	consents []Consent
	mandates []Mandate
	ended    []string // whose sessions were ended
}

// neighbour is an adult of 3 号楼 who lives in the given households, with the role of a
// resident and those given besides.
func neighbour(id string, roles []Role, homes ...string) Standing {
	s := Standing{Resident: Resident{ID: id, Community: "hepingli", Name: id, Building: "3 号楼", Adult: true, ConfirmedAt: noon}}
	for _, r := range append([]Role{{Name: RoleResident}}, roles...) {
		r.Community, r.Resident, r.From = "hepingli", id, noon.AddDate(-1, 0, 0)
		if r.To.IsZero() {
			r.To = noon.AddDate(4, 0, 0)
		}
		s.Roles = append(s.Roles, r)
	}
	for _, h := range homes {
		s.Homes = append(s.Homes, Home{Household: h, Building: "3 号楼", Room: h})
	}
	return s
}

func newLane() *lane {
	l := &lane{body: Community{ID: "hepingli", Level: LevelCommunity}, people: map[string]Standing{}}
	head := []Role{{Name: RoleStairwellHead, Scope: "3 号楼"}}
	elsewhere := []Role{{Name: RoleStairwellHead, Scope: "5 号楼"}}
	over := []Role{{Name: RoleStairwellHead, Scope: "3 号楼", To: noon}}
	for _, s := range []Standing{
		neighbour("elder", nil, "501"), neighbour("son", nil, "501"), neighbour("daughter", nil, "502"), neighbour("stranger", nil, "101"),
		neighbour("head", head, "101"), neighbour("head-of-5", elsewhere), neighbour("former-head", over),
		neighbour("member", []Role{{Name: RoleCommitteeMember}}), neighbour("director", []Role{{Name: RoleDirector}}),
	} {
		l.people[s.Resident.ID] = s
	}
	teen := neighbour("teen", nil, "501")
	teen.Resident.Adult, teen.Resident.BirthYear, teen.Resident.ConfirmedAt, teen.Roles = false, 2010, time.Time{}, nil
	l.people["teen"] = teen
	return l
}

func (l *lane) by(id string) Sender {
	return Sender{Standing: l.people[id], Now: noon, ID: "command-of-" + id + "-" + string(rune('a'+len(l.mandates)))}
}

func (l *lane) CommunityByID(string) (Community, error) { return l.body, nil }

func (l *lane) Standing(_, id string) (Standing, error) {
	s, ok := l.people[id]
	if !ok {
		return s, ErrNotFound
	}
	return s, nil
}

func (l *lane) Consents(_, id string) ([]Consent, error) {
	return slices.DeleteFunc(slices.Clone(l.consents), func(c Consent) bool { return c.Resident != id }), nil
}

func (l *lane) AddConsent(c Consent) error { l.consents = append(l.consents, c); return nil }

func (l *lane) Mandate(_, id string) (Mandate, error) {
	for _, m := range l.mandates {
		if m.ID == id {
			return m, nil
		}
	}
	return Mandate{}, ErrNotFound
}

func (l *lane) Mandates(_, id string) ([]Mandate, error) {
	return slices.DeleteFunc(slices.Clone(l.mandates), func(m Mandate) bool { return m.Person != id && m.Helper != id }), nil
}

func (l *lane) AddMandate(m Mandate) error { l.mandates = append(l.mandates, m); return nil }

func (l *lane) EndMandate(m Mandate) error {
	for i := range l.mandates {
		if l.mandates[i].ID == m.ID {
			l.mandates[i].To, l.mandates[i].EndedBy = noon, m.EndedBy
		}
	}
	return nil
}

func (l *lane) EndSessions(_, id string) error { l.ended = append(l.ended, id); return nil }

func (l *lane) AddResident(r Resident) error {
	l.people[r.ID] = Standing{Resident: r}
	return nil
}

func (l *lane) ChangeResident(r Resident) error {
	s := l.people[r.ID]
	s.Resident = r
	l.people[r.ID] = s
	return nil
}

func (l *lane) AddHome(_, household, id string) error {
	s := l.people[id]
	s.Homes = append(s.Homes, Home{Household: household, Building: "3 号楼", Room: household})
	l.people[id] = s
	return nil
}

func (l *lane) EndHome(_, household, id string) error {
	s := l.people[id]
	s.Homes = slices.DeleteFunc(slices.Clone(s.Homes), func(h Home) bool { return h.Household == household })
	l.people[id] = s
	return nil
}

func (l *lane) PeopleOfHome(_, household string) ([]Resident, error) {
	var all []Resident
	for _, s := range l.people {
		if s.livesIn(household) {
			all = append(all, s.Resident)
		}
	}
	return all, nil
}

// speaks is who speaks for the household at noon.
func (l *lane) speaks(household string) []string {
	var all []string
	for id, s := range l.people {
		if s.represents(household, noon) {
			all = append(all, id)
		}
	}
	return all
}

func (l *lane) HoldersBetween(_ string, name RoleName, scope string, from, to time.Time) ([]Role, error) {
	var all []Role
	for _, s := range l.people {
		for _, r := range s.Roles {
			if r.Name == name && r.Scope == scope && r.touches(Role{From: from, To: to}) {
				all = append(all, r)
			}
		}
	}
	return all, nil
}

func (l *lane) GrantRole(_ string, r Role) error {
	s := l.people[r.Resident]
	s.Roles = append(slices.Clone(s.Roles), r)
	l.people[r.Resident] = s
	return nil
}

func (l *lane) CedeRole(_ string, r Role) error {
	s := l.people[r.Resident]
	s.Roles = slices.Clone(s.Roles)
	for i := range s.Roles {
		if s.Roles[i].Name == r.Name && s.Roles[i].Scope == r.Scope && s.Roles[i].From.Equal(r.From) {
			if s.Roles[i].To, s.Roles[i].EndedBy = noon, r.EndedBy; r.From.After(noon) {
				s.Roles[i].To = r.From
			}
		}
	}
	l.people[r.Resident] = s
	return nil
}

func (l *lane) AddCommunity(Community) error           { return ErrTaken }
func (l *lane) HasBuilding(_, at string) (bool, error) { return at == "3 号楼", nil }
func (l *lane) EndRole(home string, r Role) error      { return l.CedeRole(home, r) }

// Who may help whom, and whose leave may be recorded by whom.
func TestArrange(t *testing.T) {
	year := noon.AddDate(1, 0, 0)
	for name, test := range map[string]struct {
		by   string
		a    Arrangement
		want Reason
	}{
		"somebody of one's home":             {"elder", Arrangement{Helper: "son", Kind: HelpRelative, Channel: Online}, ""},
		"the stairwell head":                 {"elder", Arrangement{Helper: "head", Kind: HelpStairwellHead, Channel: Online}, ""},
		"somebody of another home, on line":  {"elder", Arrangement{Helper: "daughter", Kind: HelpRelative, Channel: Online}, ErrChoice},
		"somebody of another home, on paper": {"member", Arrangement{Helper: "daughter", Kind: HelpRelative, Channel: Paper, Paper: "代办 2026-014"}, ""},
		"on paper without the paper":         {"member", Arrangement{Helper: "son", Kind: HelpRelative, Channel: Paper}, ErrEmpty},
		"an identity number as the paper":    {"member", Arrangement{Helper: "son", Kind: HelpRelative, Channel: Paper, Paper: "11010519491231002X"}, ErrPersonal},
		"in person":                          {"director", Arrangement{Helper: "head", Kind: HelpStairwellHead, Channel: InPerson}, ""},
		"the head of another building":       {"member", Arrangement{Helper: "head-of-5", Kind: HelpStairwellHead, Channel: InPerson}, ErrHeadOnly},
		"a head whose term is over":          {"elder", Arrangement{Helper: "former-head", Kind: HelpStairwellHead, Channel: Online}, ErrHeadOnly},
		"somebody of the committee":          {"member", Arrangement{Helper: "director", Kind: HelpCommittee, Channel: InPerson}, ""},
		"the committee, who is not on it":    {"member", Arrangement{Helper: "son", Kind: HelpCommittee, Channel: InPerson}, ErrNotAllowed},
		"the committee, chosen on line":      {"elder", Arrangement{Helper: "member", Kind: HelpCommittee, Channel: Online}, ErrChoice},
		"whoever records it, for themselves": {"member", Arrangement{Helper: "member", Kind: HelpCommittee, Channel: InPerson}, ErrOwnMatter},
		"oneself":                            {"elder", Arrangement{Helper: "elder", Kind: HelpRelative, Channel: Online}, ErrChoice},
		"nobody that is known":               {"elder", Arrangement{Helper: "ghost", Kind: HelpRelative, Channel: Online}, ErrChoice},
		"a guardian by this way":             {"elder", Arrangement{Helper: "son", Kind: HelpGuardian, Channel: Online}, ErrChoice},
		"somebody under 18":                  {"elder", Arrangement{Helper: "teen", Kind: HelpRelative, Channel: Online}, ErrNotConfirmed},
		"for somebody under 18":              {"member", Arrangement{Person: "teen", Helper: "son", Kind: HelpRelative, Channel: InPerson}, ErrMinor},
		"for somebody else":                  {"son", Arrangement{Helper: "son", Kind: HelpRelative, Channel: Online}, ErrNotYours},
		"recorded by no committee":           {"son", Arrangement{Helper: "son", Kind: HelpRelative, Channel: InPerson}, ErrNotAllowed},
		"for longer than a year":             {"elder", Arrangement{Helper: "son", Kind: HelpRelative, Channel: Online, Until: year.AddDate(0, 0, 2)}, ErrDate},
		"until yesterday":                    {"elder", Arrangement{Helper: "son", Kind: HelpRelative, Channel: Online, Until: noon}, ErrDate},
	} {
		l := newLane()
		test.a.Community = "hepingli"
		if test.a.Person == "" {
			test.a.Person = "elder"
		}
		if test.a.Until.IsZero() {
			test.a.Until = year
		}
		m, err := Arrange(l, l.by(test.by), test.a)
		if test.want == "" && (err != nil || len(l.mandates) != 1 || len(l.consents) != 1 || l.consents[0].Resident != "elder" || !m.In(noon)) {
			t.Errorf("%s: %v, %+v, %+v", name, err, l.mandates, l.consents)
		}
		if test.want != "" && (!errors.Is(err, test.want) || len(l.mandates)+len(l.consents) > 0) {
			t.Errorf("%s: %v, not %v", name, err, test.want)
		}
	}
}

func (l *lane) arrange(t *testing.T, person, helper, kind string) Mandate {
	t.Helper()
	m, err := Arrange(l, l.by("member"), Arrangement{Community: "hepingli", Person: person, Helper: helper, Kind: kind, Channel: InPerson, Until: noon.AddDate(0, 6, 0)})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestHelpersAreFew(t *testing.T) {
	l := newLane()
	for _, helper := range []string{"son", "daughter", "stranger"} {
		l.arrange(t, "elder", helper, HelpRelative)
	}
	again := Arrangement{Community: "hepingli", Person: "elder", Helper: "son", Kind: HelpRelative, Channel: InPerson, Until: noon.AddDate(0, 1, 0)}
	if _, err := Arrange(l, l.by("member"), again); !errors.Is(err, ErrHelps) {
		t.Error("the same helper twice:", err)
	}
	again.Helper, again.Kind = "head", HelpStairwellHead
	if _, err := Arrange(l, l.by("member"), again); !errors.Is(err, ErrTooMany) {
		t.Error("a fourth helper:", err)
	}
}

func TestMayHelp(t *testing.T) {
	l := newLane()
	m := l.arrange(t, "elder", "head", HelpStairwellHead)
	office := l.arrange(t, "elder", "director", HelpCommittee)
	elder, head := l.people["elder"], l.people["head"]
	moved, ended, over := elder, head, head
	moved.Resident.Building = "5 号楼"
	ended.Roles = ended.Roles[:1]
	over.Roles = slices.Clone(head.Roles)
	over.Roles[1].To = noon
	weak := l.people["director"]
	weak.Weak = true
	twice := Acting(head, elder)
	far := head
	far.Resident.Community = "anzhen"
	for name, test := range map[string]struct {
		helper, person Standing
		m              Mandate
		at             time.Time
		want           error
	}{
		"in term":                         {head, elder, m, noon, nil},
		"on the last day":                 {head, elder, m, m.To.Add(-time.Microsecond), nil},
		"after the last day":              {head, elder, m, m.To, ErrHelpOver},
		"before the first":                {head, elder, m, noon.Add(-time.Second), ErrHelpOver},
		"a head no more":                  {ended, elder, m, noon, ErrHeadOnly},
		"a head whose term ends now":      {over, elder, m, noon, ErrHeadOnly},
		"the person has moved":            {head, moved, m, noon, ErrHeadOnly},
		"another helper":                  {l.people["son"], elder, m, noon, ErrNotYours},
		"another person":                  {head, l.people["son"], m, noon, ErrNotYours},
		"somebody of that id elsewhere":   {far, elder, m, noon, ErrNotYours},
		"nobody":                          {Standing{}, elder, m, noon, ErrSignedOut},
		"through somebody helped":         {twice, elder, m, noon, ErrByHelper},
		"somebody of the committee":       {l.people["director"], elder, office, noon, nil},
		"the committee without a passkey": {weak, elder, office, noon, ErrPasskey},
	} {
		if err := MayHelp(test.helper, test.person, test.m, test.at); err != test.want {
			t.Errorf("%s: %v, not %v", name, err, test.want)
		}
	}
}

// Acting gives the helper nothing of the person's offices, and lets them do what the table marks.
func TestActing(t *testing.T) {
	l := newLane()
	who := Acting(l.people["son"], l.people["director"])
	for _, p := range Permissions {
		err := MayOpen(who, p.Do, "hepingli", "", noon)
		if !p.Helper && err != ErrByHelper {
			t.Errorf("%s: %v", p.Do, err)
		}
		if p.Helper && (StaysOwn(p.Do) || p.Office) {
			t.Errorf("%s may be done by a helper and is one's own", p.Do)
		}
	}
	if who.Holds("hepingli", noon, RoleDirector) {
		t.Error("the helper has the person's office")
	}
	if err := May(who, SupportTopic, Matter{Body: "hepingli"}, noon); err != nil {
		t.Error("support:", err)
	}
	young := l.people["teen"]
	young.Resident.BirthYear, young.Resident.ConfirmedAt = 2015, noon
	young.Roles = []Role{{Community: "hepingli", Resident: "teen", Name: RoleResident, From: noon, To: noon.AddDate(1, 0, 0)}}
	child := Acting(l.people["son"], young)
	for do, want := range map[Action]error{RaiseTopic: nil, SupportTopic: ErrTooYoung, Rate: ErrTooYoung, TakeSeat: ErrTooYoung, Speak: ErrTooYoung, OwnThings: ErrByHelper} {
		if err := May(child, do, Matter{Body: "hepingli"}, noon); err != want {
			t.Errorf("%s for a child: %v, not %v", do, err, want)
		}
	}
}

func TestEndHelp(t *testing.T) {
	for by, want := range map[string]error{"elder": nil, "head": nil, "member": nil, "son": ErrNotYours} {
		l := newLane()
		m := l.arrange(t, "elder", "head", HelpStairwellHead)
		_, err := EndHelp(l, l.by(by), "hepingli", m.ID)
		after, _ := l.Mandate("", m.ID)
		if err != want || after.In(noon) != (want != nil) || want == nil && after.EndedBy != by {
			t.Errorf("by %s: %v, %+v", by, err, after)
		}
		if _, err := EndHelp(l, l.by(by), "hepingli", m.ID); want == nil && err != ErrHelpOver {
			t.Errorf("again by %s: %v", by, err)
		}
	}
	l := newLane()
	l.arrange(t, "elder", "son", HelpRelative)
	l.arrange(t, "elder", "head", HelpStairwellHead)
	l.arrange(t, "stranger", "head", HelpStairwellHead)
	l.arrange(t, "daughter", "elder", HelpRelative) // the elder helps somebody too
	if err := EndAllHelp(l, l.by("elder"), "hepingli", "elder"); err != nil {
		t.Fatal(err)
	}
	for _, m := range l.mandates {
		if m.In(noon) != (m.Person != "elder") {
			t.Errorf("after all of the elder's ended: %+v", m)
		}
	}
}
