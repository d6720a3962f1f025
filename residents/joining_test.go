package residents_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"yishiting/residents"
)

// A home of three adults in 和平里, whose director writes to it on 3 November 2026.
var (
	november = time.Date(2026, 11, 3, 1, 0, 0, 0, time.UTC)
	place    = residents.Community{ID: "hepingli", Name: "和平里社区", Level: residents.LevelCommunity, Zone: "Asia/Shanghai", ConfirmEach: true, LetterDays: 60}
	home502  = residents.Household{Community: "hepingli", ID: "h-502", Building: "3 号楼", Unit: "2 单元", Room: "502", Adults: 3}
	director = residents.Standing{
		Resident: residents.Resident{ID: "chen", Community: "hepingli", Name: "陈志远", Adult: true, ConfirmedAt: november},
		Roles:    []residents.Role{{Community: "hepingli", Resident: "chen", Name: residents.RoleDirector, From: november, To: november.AddDate(5, 0, 0)}},
	}
)

// letterbox is what the verbs of letters ask of a transaction, in memory.
type letterbox struct {
	residents.Tx
	body     residents.Community
	homes    map[string]residents.Household
	letters  []residents.Invitation
	people   []residents.Resident
	lives    map[string][]string // by household
	roles    []residents.Role
	consents []residents.Consent
	now      time.Time
}

func newLetterbox() *letterbox {
	return &letterbox{body: place, homes: map[string]residents.Household{"h-502": home502}, lives: map[string][]string{}, now: november}
}

func (b *letterbox) CommunityByID(string) (residents.Community, error) { return b.body, nil }
func (b *letterbox) Household(_, id string) (residents.Household, error) {
	if h, ok := b.homes[id]; ok {
		return h, nil
	}
	return residents.Household{}, residents.ErrNotFound
}
func (b *letterbox) LivingInvitation(_, household string, now time.Time) (bool, error) {
	for _, i := range b.letters {
		if i.Household == household && residents.MayRedeem(i, true, now) == nil {
			return true, nil
		}
	}
	return false, nil
}
func (b *letterbox) LastInvitation(string) (int64, error) { return int64(len(b.letters)), nil }
func (b *letterbox) AddInvitation(i residents.Invitation, _, _ string) error {
	b.letters = append(b.letters, i)
	return nil
}
func (b *letterbox) RevokeInvitation(_, id string) error {
	for i := range b.letters {
		if b.letters[i].ID == id {
			b.letters[i].RevokedAt = b.now
			return nil
		}
	}
	return residents.ErrNotFound
}
func (b *letterbox) RevokeInvitations(_, household string) error {
	for i := range b.letters {
		if b.letters[i].Household == household {
			b.letters[i].RevokedAt = b.now
		}
	}
	return nil
}
func (b *letterbox) RevokeInvitationsOf(_, building string) (n int64, err error) {
	for i := range b.letters {
		if b.homes[b.letters[i].Household].Building == building && b.letters[i].RevokedAt.IsZero() {
			b.letters[i].RevokedAt = b.now
			n++
		}
	}
	return n, nil
}
func (b *letterbox) Invitation(_, id string) (residents.Invitation, error) {
	for _, i := range b.letters {
		if i.ID == id {
			return i, nil
		}
	}
	return residents.Invitation{}, residents.ErrNotFound
}
func (b *letterbox) UseInvitation(i residents.Invitation, adult bool, _ string) error {
	for n := range b.letters {
		if b.letters[n].ID == i.ID && adult {
			b.letters[n].Adults++
		} else if b.letters[n].ID == i.ID {
			b.letters[n].Minors++
		}
	}
	return nil
}
func (b *letterbox) PeopleOfHome(_, household string) (all []residents.Resident, err error) {
	for _, id := range b.lives[household] {
		for _, r := range b.people {
			if r.ID == id {
				all = append(all, r)
			}
		}
	}
	return all, nil
}
func (b *letterbox) Standing(_, id string) (residents.Standing, error) {
	for _, r := range b.people {
		if r.ID == id {
			return residents.Standing{Resident: r}, nil
		}
	}
	return residents.Standing{}, residents.ErrNotFound
}
func (b *letterbox) HoldersBetween(_ string, name residents.RoleName, scope string, from, to time.Time) (all []residents.Role, err error) {
	for _, role := range b.roles {
		if role.Name == name && role.Scope == scope && role.From.Before(to) && role.To.After(from) {
			all = append(all, role)
		}
	}
	return all, nil
}
func (b *letterbox) AddHome(_, household, resident string) error {
	b.lives[household] = append(b.lives[household], resident)
	return nil
}
func (b *letterbox) AddResident(r residents.Resident) error {
	b.people = append(b.people, r)
	return nil
}
func (b *letterbox) GrantRole(_ string, r residents.Role) error {
	b.roles = append(b.roles, r)
	return nil
}
func (b *letterbox) Consents(_, resident string) (all []residents.Consent, err error) {
	for _, c := range b.consents {
		if c.Resident == resident {
			all = append(all, c)
		}
	}
	return all, nil
}
func (b *letterbox) AddConsent(c residents.Consent) error {
	b.consents = append(b.consents, c)
	return nil
}

// invite writes one letter to the home and gives its id.
func (b *letterbox) invite(t *testing.T) string {
	t.Helper()
	by := residents.Sender{Standing: director, Now: b.now, ID: fmt.Sprintf("invite-%d", len(b.letters))}
	made, err := residents.InviteHouseholds(b, by, "hepingli", []residents.Letter{{Household: "h-502"}}, true)
	if err != nil || len(made) != 1 {
		t.Fatal(made, err)
	}
	return made[0].ID
}

func (b *letterbox) join(id string, j residents.Joining) (residents.Resident, error) {
	j.Community = "hepingli"
	return residents.Redeem(b, residents.Sender{Now: b.now, ID: id}, j)
}

func TestInviteHouseholds(t *testing.T) {
	b := newLetterbox()
	uncounted := home502
	uncounted.ID, uncounted.Adults = "h-503", 0
	gone := home502
	gone.ID, gone.GoneAt = "h-504", november
	b.homes["h-503"], b.homes["h-504"] = uncounted, gone
	by := residents.Sender{Standing: director, Now: november, ID: "letters"}
	all := []residents.Letter{{Household: "h-502"}, {Household: "h-503"}, {Household: "h-504"}}
	made, err := residents.InviteHouseholds(b, by, "hepingli", all, false)
	if err != nil || len(made) != 2 || made[0].Slots != 3 || made[1].Slots != 2 || made[0].Number != 1 || made[1].Number != 2 || made[0].MadeBy != "chen" {
		t.Fatalf("%+v %v", made, err)
	}
	// The sixtieth day after today counts to its end, in the community's zone.
	if want := time.Date(2027, 1, 3, 0, 0, 0, 0, place.Location()); !made[0].ExpiresAt.Equal(want) {
		t.Error("until", made[0].ExpiresAt)
	}
	if made, err := residents.InviteHouseholds(b, by, "hepingli", all, false); err != nil || len(made) != 0 {
		t.Error("a home that has a letter got another without being asked for:", made, err)
	}
	by.ID = "more-letters"
	again, err := residents.InviteHouseholds(b, by, "hepingli", all[:1], true)
	if err != nil || len(again) != 1 || again[0].Number != 3 || b.letters[0].RevokedAt.IsZero() || !b.letters[1].RevokedAt.IsZero() {
		t.Errorf("%+v %v %+v", again, err, b.letters)
	}
	if _, err := residents.InviteHouseholds(b, by, "hepingli", make([]residents.Letter, 301), true); !errors.Is(err, residents.ErrTooMany) {
		t.Error("301 letters:", err)
	}
	weak := by
	weak.Weak = true
	for name, sender := range map[string]residents.Sender{"a resident": {Now: november}, "without a passkey": weak} {
		if _, err := residents.InviteHouseholds(b, sender, "hepingli", all, true); err == nil {
			t.Error(name, "invites")
		}
		if err := residents.Revoke(b, sender, "hepingli", again[0].ID); err == nil {
			t.Error(name, "revokes")
		}
	}
	if err := residents.Revoke(b, by, "hepingli", again[0].ID); err != nil || b.letters[2].RevokedAt.IsZero() {
		t.Error("revoke:", err)
	}
}

func TestMayRedeem(t *testing.T) {
	until := november.AddDate(0, 0, 60)
	living := residents.Invitation{Slots: 2, ExpiresAt: until}
	for name, test := range map[string]struct {
		change func(*residents.Invitation)
		adult  bool
		at     time.Time
		want   error
	}{
		"new":                  {func(*residents.Invitation) {}, true, november, nil},
		"one place left":       {func(i *residents.Invitation) { i.Adults = 1 }, true, november, nil},
		"full":                 {func(i *residents.Invitation) { i.Adults = 2 }, true, november, residents.ErrLetterFull},
		"full, for a child":    {func(i *residents.Invitation) { i.Adults = 2 }, false, november, nil},
		"six children":         {func(i *residents.Invitation) { i.Minors = 6 }, false, november, residents.ErrLetterFull},
		"six, for an adult":    {func(i *residents.Invitation) { i.Minors = 6 }, true, november, nil},
		"the last instant":     {func(*residents.Invitation) {}, true, until.Add(-time.Microsecond), nil},
		"over":                 {func(*residents.Invitation) {}, true, until, residents.ErrLetterOver},
		"called back":          {func(i *residents.Invitation) { i.RevokedAt = november }, true, november, residents.ErrLetterEnded},
		"called back, a child": {func(i *residents.Invitation) { i.RevokedAt = november }, false, november, residents.ErrLetterEnded},
	} {
		i := living
		test.change(&i)
		if err := residents.MayRedeem(i, test.adult, test.at); err != test.want {
			t.Errorf("%s: %v, not %v", name, err, test.want)
		}
	}
}

func TestWrongJoining(t *testing.T) {
	fine := residents.Joining{Name: "何静", Adult: true, Consent: true}
	minor := residents.Joining{Name: "何小雨", BirthYear: 2011, Consent: true}
	for name, test := range map[string]struct {
		of     residents.Joining
		change func(*residents.Joining)
		field  string
		want   residents.Reason
	}{
		"adult":   {fine, func(*residents.Joining) {}, "", ""},
		"no name": {fine, func(j *residents.Joining) { j.Name = " " }, "name", residents.ErrEmpty},
		"a name of 31": {fine, func(j *residents.Joining) {
			j.Name = strings.Repeat("长", 31)
		}, "name", residents.ErrTooLong},
		"no consent":                 {fine, func(j *residents.Joining) { j.Consent = false }, "consent", residents.ErrConsent},
		"an adult's year":            {fine, func(j *residents.Joining) { j.BirthYear = 1950 }, "birth", residents.ErrUnknown},
		"14 or 15":                   {minor, func(*residents.Joining) {}, "", ""},
		"13 or 14":                   {minor, func(j *residents.Joining) { j.BirthYear = 2012 }, "birth", residents.ErrUnderFourteen},
		"a child":                    {minor, func(j *residents.Joining) { j.BirthYear = 2020 }, "birth", residents.ErrUnderFourteen},
		"17 or 18":                   {minor, func(j *residents.Joining) { j.BirthYear = 2008 }, "", ""},
		"18 or 19":                   {minor, func(j *residents.Joining) { j.BirthYear = 2007 }, "birth", residents.ErrGrownUp},
		"not born":                   {minor, func(j *residents.Joining) { j.BirthYear = 2027 }, "birth", residents.ErrNumber},
		"no year":                    {minor, func(j *residents.Joining) { j.BirthYear = 0 }, "birth", residents.ErrNumber},
		"a minor speaks for a home":  {minor, func(j *residents.Joining) { j.Represent = true }, "represent", residents.ErrMinor},
		"an adult speaks for a home": {fine, func(j *residents.Joining) { j.Represent = true }, "", ""},
	} {
		j := test.of
		test.change(&j)
		wrong := j.Wrong(2026)
		switch {
		case test.want == "" && len(wrong) > 0:
			t.Errorf("%s: %v", name, wrong[0])
		case test.want != "" && (len(wrong) != 1 || wrong[0].Field != test.field || wrong[0].Reason != test.want):
			t.Errorf("%s: %v, not %s of %s", name, wrong, test.want, test.field)
		}
	}
	if wrong := (&residents.Joining{Represent: true}).Wrong(2026); len(wrong) != 4 {
		t.Error("an empty form:", wrong)
	}
}

func TestRedeem(t *testing.T) {
	b := newLetterbox()
	letter := b.invite(t)
	he := residents.Joining{Letter: letter, Name: " 何静 ", Adult: true, Represent: true, Consent: true}
	r, err := b.join("he", he)
	if err != nil || r.Name != "何静" || r.Building != "3 号楼" || !r.ConfirmedAt.IsZero() || !r.Adult {
		t.Fatalf("%+v %v", r, err)
	}
	if len(b.roles) != 1 || b.roles[0].Name != residents.RoleHouseholdRep || b.roles[0].Scope != "h-502" || !b.roles[0].To.Equal(november.AddDate(5, 0, 0)) {
		t.Errorf("roles %+v: the unconfirmed have no voice of their own", b.roles)
	}
	if c := b.consents; len(c) != 1 || c[0].Resident != "he" || c[0].Purpose != residents.PurposeJoin || !c[0].Given || c[0].Channel != residents.Online || c[0].NotedBy != "" {
		t.Errorf("consent %+v", c)
	}
	var field *residents.FieldError
	if _, err := b.join("lin", residents.Joining{Letter: letter, Name: "林强", Adult: true, Represent: true, Consent: true}); !errors.As(err, &field) ||
		field.Field != "represent" || field.Reason != residents.ErrRepresented || field.Who != "何*" {
		t.Errorf("a second representative: %+v", err)
	}
	if _, err := b.join("he-again", he); !errors.Is(err, residents.ErrSameName) {
		t.Error("the same person twice:", err)
	}

	child := residents.Joining{Letter: letter, Name: "何小雨", BirthYear: 2011, Consent: true}
	if r, err := b.join("child", child); err != nil || r.Adult || r.BirthYear != 2011 || !r.ConfirmedAt.IsZero() {
		t.Errorf("%+v %v", r, err)
	}
	b.body.ConfirmEach = false
	lin, err := b.join("lin-2", residents.Joining{Letter: letter, Name: "林强", Adult: true, Consent: true})
	if err != nil || !lin.ConfirmedAt.Equal(november) || lin.ConfirmedBy != "" {
		t.Errorf("the letter is enough: %+v %v", lin, err)
	}
	if last := b.roles[len(b.roles)-1]; last.Name != residents.RoleResident || last.Resident != "lin-2" {
		t.Errorf("%+v", last)
	}
	child.Name = "何小雪"
	if r, err := b.join("child-2", child); err != nil || !r.ConfirmedAt.IsZero() {
		t.Errorf("a letter is not enough for a minor: %+v %v", r, err)
	}
	if n := b.letters[0]; n.Adults != 2 || n.Minors != 2 {
		t.Errorf("%+v", n)
	}
	gone := home502
	gone.GoneAt = november
	b.homes["h-502"] = gone
	if _, err := b.join("late", residents.Joining{Letter: letter, Name: "迟到", Adult: true, Consent: true}); err != residents.ErrLetterEnded {
		t.Error("a home that is gone:", err)
	}
}

// Whoever is of the community already gets the home, and stays one person.
func TestRedeemAnotherHome(t *testing.T) {
	b := newLetterbox()
	letter := b.invite(t)
	chen := residents.Sender{Standing: director, Now: november, ID: "command"}
	r, err := residents.Redeem(b, chen, residents.Joining{Community: "hepingli", Letter: letter, Represent: true})
	if err != nil || r.ID != "chen" || len(b.people) != 0 || len(b.lives["h-502"]) != 1 || len(b.roles) != 1 || b.letters[0].Adults != 1 {
		t.Fatalf("%+v %v %+v", r, err, b)
	}
	b.people = append(b.people, director.Resident)
	if _, err := residents.Redeem(b, chen, residents.Joining{Community: "hepingli", Letter: letter}); err != residents.ErrAtHome {
		t.Error("the same home twice:", err)
	}
	elsewhere := chen
	elsewhere.Resident.Community = "anzhen"
	r, err = residents.Redeem(b, elsewhere, residents.Joining{Community: "hepingli", Letter: letter, Name: "陈志高", Adult: true, Consent: true})
	if err != nil || r.ID != "command" || r.Community != "hepingli" {
		t.Errorf("somebody of elsewhere: %+v %v", r, err)
	}
}
