package residents

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// shelf keeps consents as the store does.
type shelf []Consent

func (s *shelf) Consents(community, resident string) (all []Consent, err error) {
	for _, c := range *s {
		if c.Community == community && c.Resident == resident {
			all = append(all, c)
		}
	}
	return all, nil
}

func (s *shelf) AddConsent(c Consent) error { *s = append(*s, c); return nil }

func TestTextsSayWhatTheLawAsks(t *testing.T) {
	seen := map[string]Purpose{}
	needed := 0
	for _, p := range Purposes {
		before, again := seen[p.Code]
		if again && (p.Version != before.Version+1 || !p.Since.After(before.Since)) || !again && p.Version != 1 {
			t.Errorf("%s: version %d does not follow %d", p.Code, p.Version, before.Version)
		}
		for _, part := range p.Parts() {
			if part.Says == "" || !strings.Contains(p.Text(), part.Says) {
				t.Errorf("%s does not say %s", p.Code, part.Name)
			}
		}
		if got, err := PurposeVersion(p.Code, p.Version); got != p || err != nil {
			t.Errorf("%s %d: %v", p.Code, p.Version, err)
		}
		if p.Needed {
			needed++
		}
		seen[p.Code] = p
	}
	if needed != 1 || !seen[PurposeJoin].Needed {
		t.Errorf("%d purposes are needed for the service", needed)
	}
	if got := PurposesAt(firstTexts); len(got) != len(seen) {
		t.Errorf("%d texts hold of %d purposes", len(got), len(seen))
	}
	// What people have consented to must stay as it was: another wording is another version.
	for _, p := range Purposes {
		if want := texts[p.Code][p.Version-1]; !strings.HasPrefix(p.TextHash(), want) {
			t.Errorf("version %d of %s was changed: its hash begins with %s, not %s", p.Version, p.Code, p.TextHash()[:8], want)
		}
	}
}

// texts are how the hashes of the texts begin, by version.
var texts = map[string][]string{
	PurposeJoin: {"0e5e1691"}, PurposePhone: {"051e1e61"}, PurposeHelped: {"51ebe259"}, PurposeGuardian: {"91d9804d"}, PurposePhoto: {"7a6ba4fe"},
	PurposeTexts: {"a7a96900"}, PurposeMails: {"b4ad16de"},
}

func TestConsentIsKeptAndTakenBack(t *testing.T) {
	now := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)
	wang := Resident{ID: "wang", Community: "hepingli", Adult: true, ConfirmedAt: now}
	by := Sender{Standing: Standing{Resident: wang}, Now: now}
	tx := &shelf{}
	steps := []struct {
		give  bool
		rows  int
		holds bool
	}{{false, 0, false}, {true, 1, true}, {true, 1, true}, {false, 2, false}, {false, 2, false}, {true, 3, true}}
	for i, step := range steps {
		do := WithdrawConsent
		if step.give {
			do = GiveConsent
		}
		if err := do(tx, by, wang, PurposePhone, Online); err != nil {
			t.Fatal(err)
		}
		_, holds := Holding(*tx)[PurposePhone]
		if len(*tx) != step.rows || holds != step.holds {
			t.Errorf("step %d: %d rows, holds %v", i, len(*tx), holds)
		}
	}
	text, _ := PurposeAt(PurposePhone, now)
	for i, c := range *tx {
		if c.TextHash != text.TextHash() || c.Version != 1 || c.NotedBy != "" || c.At != now.Add(time.Duration(i)*time.Microsecond) {
			t.Errorf("row %d: %+v", i, c)
		}
	}
}

func TestMayConsent(t *testing.T) {
	now := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)
	person := func(home, id string, roles ...RoleName) Standing {
		s := Standing{Resident: Resident{ID: id, Community: home, Adult: true, ConfirmedAt: now}}
		for _, name := range roles {
			s.Roles = append(s.Roles, Role{Community: home, Resident: id, Name: name, From: now, To: now.AddDate(5, 0, 0)})
		}
		return s
	}
	wang, zhao, li := person("hepingli", "wang", RoleResident), person("hepingli", "zhao", RoleResident), person("hepingli", "li", RoleResident, RoleCommitteeMember)
	child := person("hepingli", "child", RoleResident)
	child.Resident.Adult = false
	helped := wang
	helped.Helper = zhao.Resident
	weak := li
	weak.Weak = true
	for name, c := range map[string]struct {
		who              Standing
		of               Resident
		purpose, channel string
		want             error
	}{
		"oneself":                         {wang, wang.Resident, PurposePhone, Online, nil},
		"nobody":                          {Standing{}, wang.Resident, PurposePhone, Online, ErrSignedOut},
		"a neighbour":                     {zhao, wang.Resident, PurposePhone, Online, ErrNotYours},
		"a neighbour, on paper":           {zhao, wang.Resident, PurposeHelped, Paper, ErrNotAllowed},
		"one of the same id elsewhere":    {person("anzhen", "wang"), wang.Resident, PurposePhone, Online, ErrNotYours},
		"a helper":                        {helped, wang.Resident, PurposePhone, Online, ErrByHelper},
		"the committee, on paper":         {li, wang.Resident, PurposeHelped, Paper, nil},
		"the committee, in person":        {li, wang.Resident, PurposeJoin, InPerson, nil},
		"the committee, without paper":    {li, wang.Resident, PurposeHelped, Online, ErrNotYours},
		"the committee without a passkey": {weak, wang.Resident, PurposeHelped, Paper, ErrPasskey},
		"the committee of another place":  {person("anzhen", "wu", RoleResident, RoleDirector), wang.Resident, PurposeHelped, Paper, ErrNotAllowed},
		"a guardian":                      {wang, child.Resident, PurposeGuardian, Online, nil},
		"a guardian, for another purpose": {wang, child.Resident, PurposePhone, Online, ErrNotYours},
		"the child as its own guardian":   {child, child.Resident, PurposeGuardian, Online, ErrMinor},
		"another child as guardian":       {child, wang.Resident, PurposeGuardian, Online, ErrMinor},
	} {
		if got := MayConsent(c.who, c.of, c.purpose, c.channel, now); got != c.want {
			t.Errorf("%s: %v, not %v", name, got, c.want)
		}
	}
	by := Sender{Standing: wang, Now: now}
	if err := GiveConsent(&shelf{}, by, wang.Resident, "advertising", Online); !errors.Is(err, ErrChoice) {
		t.Error("a purpose that does not exist:", err)
	}
	if err := GiveConsent(&shelf{}, by, wang.Resident, PurposePhone, "telepathy"); !errors.Is(err, ErrChoice) {
		t.Error("a channel that does not exist:", err)
	}
}
