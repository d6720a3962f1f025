package polls

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"yishiting/residents"
)

// Electorate says who may vote. The roll is made from it when the poll is published.
type Electorate struct {
	Unit      Unit                 `json:"unit"`
	Buildings []string             `json:"buildings,omitempty"` // of residents, households and owners; nil: the whole community
	Roles     []residents.RoleName `json:"roles,omitempty"`     // of members: whoever holds one of them
	People    []string             `json:"-"`                   // of members: ids of those named; the roll has them, the terms do not
	Name      string               `json:"name,omitempty"`      // of members: what the body is called
}

// Elector is a unit of the roll: it has one ballot, whoever casts it.
type Elector struct {
	Unit     string // its name on the roll, as unit.go writes it
	With     string // the unit whose ballot this one shares: further homes of one owner; otherwise ""
	Tag      string // 128 random bits in hex: its name in what is published; "" for a unit that shares
	Weights         // one head; the area of owners' homes together. Zero for a unit that shares
	Building string
	Label    string // who it is, as published with named ballots; otherwise ""
}

// RollSum is what the record says of a roll.
type RollSum struct {
	Units   int64  `json:"units"` // that have a ballot of their own
	Weights        // of all
	Hash    string `json:"hash"` // hex
}

// rollReader is what a roll is made of.
type rollReader interface {
	// Adults are residents of 18 and older who live in the community now, with their homes.
	Adults(body string, now Instant) ([]residents.Standing, error)
	// RosterHomes are the households of the roster, in its order.
	RosterHomes(body string) ([]residents.Household, error)
	// HoldersAt are the body's own people who hold one of the roles in it now, each once.
	HoldersAt(body string, now Instant, names ...residents.RoleName) ([]residents.Resident, error)
	// Standing is a person of the body who has not left.
	Standing(body, id string) (residents.Standing, error)
	// OwnerGroups tells for a draft which homes belong together to one owner: by household, the
	// name of a group, which means nothing outside of it.
	OwnerGroups(body, poll string) (map[string]string, error)
}

type rollStore interface {
	rollReader
	// SetOwnerGroups says anew which homes belong together to one owner.
	SetOwnerGroups(body, poll string, groups map[string]string) error
	AddElectors(body, poll string, roll []Elector) error
	DropElectors(body, poll string) error
	// Roll is the whole roll in the order of tags.
	Roll(body, poll string) ([]Elector, error)
	// ElectorsAt are those of the units that the roll has, units that share included.
	ElectorsAt(body, poll string, units []string) ([]Elector, error)
}

// delegateRoles are whoever sits in the residents' representatives' meeting: its
// representatives and the committee (城市居民委员会组织法 第二十八条).
var delegateRoles = []residents.RoleName{residents.RoleRepresentative, residents.RoleCommitteeMember, residents.RoleDirector}

// BodyRoles are roles whose holders may be asked as members of a body.
var BodyRoles = []residents.RoleName{
	residents.RoleCommitteeMember, residents.RoleDirector, residents.RoleSupervision, residents.RoleRepresentative,
	residents.RoleStairwellHead, residents.RoleVolunteer,
}

// MaxNamed is how many people a body may have that is named person by person.
const MaxNamed = 300

func (t *Terms) checkElectorate() error {
	e := &t.Electorate
	members := e.Unit == UnitMember
	switch e.Unit {
	case UnitResident, UnitHousehold, UnitOwner, UnitDelegate, UnitMember:
	default:
		return refuse("unit", residents.ErrChoice)
	}
	if members || e.Unit == UnitDelegate {
		e.Buildings = nil
	}
	if !members {
		e.Roles, e.People, e.Name = nil, nil, ""
		return nil
	}
	var err error
	if e.Name, err = residents.PublicText("body", e.Name, 30, true); err != nil {
		return err
	}
	for _, r := range e.Roles {
		if !slices.Contains(BodyRoles, r) {
			return refuse("roles", residents.ErrChoice)
		}
	}
	if len(e.Roles) == 0 && len(e.People) == 0 {
		return refuse("roles", ErrEmptyRoll)
	}
	if len(e.People) > MaxNamed {
		return &residents.FieldError{Field: "people", Reason: residents.ErrTooMany, Limit: MaxNamed}
	}
	return nil
}

// takeRoll is the roll of the terms at this instant, in the order of tags, tags and all.
func takeRoll(v rollReader, t Terms, now Instant) ([]Elector, error) {
	var roll []Elector
	var err error
	switch t.Electorate.Unit {
	case UnitResident:
		roll, err = residentRoll(v, t, now)
	case UnitHousehold:
		roll, err = householdRoll(v, t)
	case UnitOwner:
		roll, err = ownerRoll(v, t)
	case UnitDelegate:
		roll, err = delegateRoll(v, t, now)
	case UnitMember:
		roll, err = memberRoll(v, t, now)
	}
	if err != nil {
		return nil, err
	}
	for i := range roll {
		if roll[i].With == "" {
			roll[i].Tag = random(16)
		}
		if t.Secrecy != Named {
			roll[i].Label = ""
		}
	}
	slices.SortFunc(roll, func(a, b Elector) int { return cmp.Or(cmp.Compare(a.Tag, b.Tag), cmp.Compare(a.Unit, b.Unit)) })
	return roll, nil
}

// random is so many random bytes in hex.
func random(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(b)
}

func (e Electorate) covers(building string) bool {
	return len(e.Buildings) == 0 || slices.Contains(e.Buildings, building)
}

// home is the building of the electorate in which somebody lives: their first, or that of
// another home; false where they live in none.
func (e Electorate) home(who residents.Standing) (building string, ok bool) {
	if e.covers(who.Resident.Building) {
		return who.Resident.Building, true
	}
	for _, h := range who.Homes {
		if e.covers(h.Building) {
			return h.Building, true
		}
	}
	return "", false
}

// residentRoll has every adult who has joined, once however many homes they have, and a
// place for each adult more that the roster lists: they vote on paper.
func residentRoll(v rollReader, t Terms, now Instant) ([]Elector, error) {
	people, err := v.Adults(t.Community, now)
	if err != nil {
		return nil, err
	}
	var roll []Elector
	joined := map[string]int{} // by household
	for _, s := range people {
		for _, h := range s.Homes {
			joined[h.Household]++
		}
		if at, ok := t.Electorate.home(s); ok {
			s.Resident.Building = at
			roll = append(roll, personElector(s.Resident))
		}
	}
	homes, err := v.RosterHomes(t.Community)
	if err != nil {
		return nil, err
	}
	for _, h := range homes {
		for n := joined[h.ID] + 1; n <= h.Adults && t.Electorate.covers(h.Building); n++ {
			roll = append(roll, Elector{Unit: spareUnit(h.ID, n), Weights: Weights{Heads: 1}, Building: h.Building, Label: h.Building})
		}
	}
	return roll, nil
}

func personElector(r residents.Resident) Elector {
	who := r.Masked()
	return Elector{
		Unit: personUnit(r.ID), Weights: Weights{Heads: 1}, Building: r.Building,
		Label: strings.TrimSpace(who.Name + " " + who.Building),
	}
}

// householdRoll has every home of the roster; who speaks for it may change while the poll runs.
func householdRoll(v rollReader, t Terms) ([]Elector, error) {
	homes, err := v.RosterHomes(t.Community)
	if err != nil {
		return nil, err
	}
	var roll []Elector
	for _, h := range homes {
		if t.Electorate.covers(h.Building) {
			roll = append(roll, Elector{Unit: homeUnit(h.ID), Weights: Weights{Heads: 1}, Building: h.Building, Label: h.Building})
		}
	}
	return roll, nil
}

// ownerRoll counts owners as the Supreme People's Court does: one home one head; several
// homes of one buyer, and all that a developer has not sold, one head together
// (最高人民法院建筑物区分所有权司法解释 第九条). Areas are those of the roster (第八条).
func ownerRoll(v rollReader, t Terms) ([]Elector, error) {
	homes, err := v.RosterHomes(t.Community)
	if err != nil {
		return nil, err
	}
	groups, err := v.OwnerGroups(t.Community, t.ID)
	if err != nil {
		return nil, err
	}
	var roll []Elector
	first := map[string]int{} // by group: where in the roll
	missing := 0
	for _, h := range homes {
		if !t.Electorate.covers(h.Building) {
			continue
		}
		if h.Area == 0 {
			missing++
		}
		g := groups[h.ID]
		at, again := first[g]
		if g != "" && again {
			roll[at].Area += int64(h.Area)
			roll = append(roll, Elector{Unit: ownedUnit(h), With: roll[at].Unit, Building: h.Building})
			continue
		}
		first[g] = len(roll)
		roll = append(roll, Elector{Unit: ownedUnit(h), Weights: Weights{Heads: 1, Area: int64(h.Area)}, Building: h.Building})
	}
	if missing > 0 {
		return nil, &residents.FieldError{Field: "unit", Reason: ErrNoArea, Limit: missing}
	}
	for i := range roll {
		roll[i].Label = roll[i].Building
	}
	return roll, nil
}

// delegateRoll has the members of the residents' representatives' meeting, who must be
// composed as the law wants it.
func delegateRoll(v rollReader, t Terms, now Instant) ([]Elector, error) {
	all, err := v.HoldersAt(t.Community, now, delegateRoles...)
	if err != nil {
		return nil, err
	}
	committee, err := v.HoldersAt(t.Community, now, residents.RoleCommitteeMember, residents.RoleDirector)
	if err != nil {
		return nil, err
	}
	if !FitsComposition(len(all)-len(committee), len(committee)) {
		return nil, refuse("unit", ErrComposition)
	}
	return people(all), nil
}

// memberRoll has whoever holds one of the roles, and those who are named; whoever of them
// has left since, or does not count yet, is not on it.
func memberRoll(v rollReader, t Terms, now Instant) ([]Elector, error) {
	all, err := v.HoldersAt(t.Community, now, t.Electorate.Roles...)
	if err != nil {
		return nil, err
	}
	for _, id := range t.Electorate.People {
		who, err := v.Standing(t.Community, id)
		if err == residents.ErrNotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		r := who.Resident
		if !r.ConfirmedAt.IsZero() && !slices.ContainsFunc(all, func(other residents.Resident) bool { return other.ID == id }) {
			all = append(all, r)
		}
	}
	return people(all), nil
}

func people(all []residents.Resident) []Elector {
	var roll []Elector
	for _, r := range all {
		if r.Adult {
			roll = append(roll, personElector(r))
		}
	}
	return roll
}

// SumRoll counts a roll and hashes it: SHA-256 over a line for each unit that has a
// ballot of its own, in the order of tags: tag, heads, area in 0.01 m² and label with
// blanks between them.
func SumRoll(roll []Elector) RollSum {
	var sum RollSum
	h := sha256.New()
	for _, e := range roll {
		if e.With != "" {
			continue
		}
		sum.Units++
		sum.Heads += e.Heads
		sum.Area += e.Area
		_, _ = h.Write([]byte(e.Tag + " " + strconv.FormatInt(e.Heads, 10) + " " + strconv.FormatInt(e.Area, 10) + " " + e.Label + "\n"))
	}
	sum.Hash = hex.EncodeToString(h.Sum(nil))
	return sum
}
