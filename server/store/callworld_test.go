package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// asked is two communities of one street, whose buildings have the same names. Of each home
// of 1 号楼 one of its two adults has joined: hepingli's are "h1", "h2" …, anzhen's "a1", "a2" … In
// 2 号楼 nobody has. Each community has a desk of two, and a head of its 1 号楼; the street has a desk of two.
type asked struct {
	t testing.TB
	s *store.Store
	n int // commands sent
}

const (
	firstHomes  = 8 // of 1 号楼
	secondHomes = 4 // of 2 号楼
	oneDay      = 24 * time.Hour
)

func newAsked(t testing.TB, s *store.Store) *asked {
	t.Helper()
	house(t, s)
	q := &asked{t: t, s: s}
	for community, letter := range map[string]string{"hepingli": "h", "anzhen": "a"} {
		update(t, s, community, func(tx *store.Tx) error {
			for i := range firstHomes + secondHomes {
				h := residents.Household{Community: community, ID: flatOf(letter, i+1), Building: "1 号楼", Unit: "1 单元", Room: fmt.Sprint(101 + i), Adults: 2}
				if i >= firstHomes {
					h.Building = "2 号楼"
				}
				if err := tx.AddHousehold(h); err != nil {
					return err
				}
				if i >= firstHomes {
					continue
				}
				if err := dweller(tx, community, fmt.Sprint(letter, i+1), h); err != nil {
					return err
				}
			}
			return errors.Join(
				officer(tx, community, letter+"-desk", residents.RoleCommitteeMember, ""), officer(tx, community, letter+"-desk-two", residents.RoleCommitteeMember, ""),
				officer(tx, community, letter+"-head", residents.RoleStairwellHead, "1 号楼"))
		})
	}
	update(t, s, "hepingli-street", func(tx *store.Tx) error {
		return errors.Join(officer(tx, "hepingli-street", "staff", residents.RoleStreetStaff, ""), officer(tx, "hepingli-street", "staff-two", residents.RoleStreetStaff, ""))
	})
	return q
}

func flatOf(letter string, n int) string { return fmt.Sprintf("home-%s-%09d", letter, n) }

// dweller is an adult who has joined and lives in a home.
func dweller(tx *store.Tx, community, id string, h residents.Household) error {
	r := residents.Resident{ID: id, Community: community, Name: "赵一", Building: h.Building, Adult: true, JoinedAt: start.Add(-time.Hour), ConfirmedAt: start.Add(-time.Hour)}
	if err := tx.AddResident(r); err != nil {
		return err
	}
	if err := tx.GrantRole(community, termOf(community, id, residents.RoleResident, "")); err != nil {
		return err
	}
	return tx.AddHome(community, h.ID, id)
}

// officer is somebody with an office, who lives in none of the buildings.
func officer(tx *store.Tx, community, id string, name residents.RoleName, scope string) error {
	r := residents.Resident{ID: id, Community: community, Name: "钱二", Adult: true, JoinedAt: start.Add(-time.Hour), ConfirmedAt: start.Add(-time.Hour)}
	if err := tx.AddResident(r); err != nil {
		return err
	}
	return tx.GrantRole(community, termOf(community, id, name, scope))
}

func termOf(community, id string, name residents.RoleName, scope string) residents.Role {
	return residents.Role{Community: community, Resident: id, Name: name, Scope: scope, From: start.Add(-time.Hour), To: start.AddDate(4, 0, 0)}
}

// by is somebody of a community sending a command at an instant.
func (q *asked) by(community, id string, at time.Time) (by residents.Sender) {
	q.t.Helper()
	view(q.t, q.s, func(v *store.View) (err error) {
		by.Standing, err = v.Standing(community, id)
		return err
	})
	q.n++
	by.Now, by.ID = at, fmt.Sprintf("command-%012d", q.n)
	return by
}

// do runs a verb alone in the community, and in others, and hands its error back.
func (q *asked) do(community string, fn func(*store.Tx) error, also ...string) error {
	return q.s.Update(context.Background(), community, fn, also...)
}

func (q *asked) must(err error) {
	q.t.Helper()
	if err != nil {
		q.t.Fatal(err)
	}
}

// asking is a draft's content: one question of three, a branch of its first option, an idea.
func asking(unit project.Unit, places ...project.Place) project.Call {
	return project.Call{Opens: start, Closes: start.Add(7 * oneDay), CallContent: project.CallContent{
		Title: "路灯怎样装", Purpose: project.ForNeeds, Unit: unit, Places: places, Coverage: 30,
		Questions: []project.Question{
			{Kind: project.Single, Words: "要不要装", Options: []string{"要", "不要", "无所谓"}, Must: true},
			{Kind: project.Multiple, Words: "装在哪里", Options: []string{"东门", "西门", "花园"}, If: &project.Branch{Question: "1", Option: 1}},
			{Kind: project.Text, Words: "还需要什么"},
		},
	}}
}

// published is a call of a body, made and published at start.
func (q *asked) published(body string, c project.Call) project.Call {
	q.t.Helper()
	desk, two := "h-desk", "h-desk-two"
	if body == "hepingli-street" {
		desk, two = "staff", "staff-two"
	}
	c.Community = body
	maker, publisher := q.by(body, desk, start), q.by(body, two, start)
	q.must(q.do(body, func(tx *store.Tx) (err error) {
		if c, err = project.MakeCall(tx, maker, c); err != nil {
			return err
		}
		return project.PublishCall(tx, publisher, body, c.ID)
	}))
	return q.call(body, c.ID)
}

func (q *asked) call(body, id string) (c project.Call) {
	q.t.Helper()
	view(q.t, q.s, func(v *store.View) (err error) {
		c, err = v.Call(body, id)
		return err
	})
	return c
}

// says is an answer that chooses an option, and where lamps go when it is the first.
func says(option int) project.Said {
	said := project.Said{Choices: map[string][]int{"1": {option}}}
	if option == 1 {
		said.Choices["2"] = []int{2}
	}
	return said
}

// give answers for somebody's only unit.
func (q *asked) give(c project.Call, community, id string, said project.Said, at time.Time) error {
	q.t.Helper()
	by := q.by(community, id, at)
	return q.do(community, func(tx *store.Tx) error { return project.GiveAnswer(tx, by, c.Community, c.ID, "", said) })
}

// enter writes an answer down.
func (q *asked) enter(community, id string, e project.Entering, at time.Time) (taken bool, err error) {
	q.t.Helper()
	by := q.by(community, id, at)
	e.Community = community
	err = q.do(community, func(tx *store.Tx) (err error) {
		taken, err = project.EnterAnswer(tx, by, e)
		return err
	})
	return taken, err
}

// close lets the clock close a call.
func (q *asked) close(c project.Call, at time.Time) project.Summary {
	q.t.Helper()
	var body residents.Community
	view(q.t, q.s, func(v *store.View) (err error) {
		body, err = v.CommunityByID(c.Community)
		return err
	})
	q.must(q.do(c.Community, func(tx *store.Tx) error { return project.CloseCall(tx, body, c.ID, at) }, c.Communities()...))
	return q.summary(q.call(c.Community, c.ID))
}

func (q *asked) summary(c project.Call) (s project.Summary) {
	q.t.Helper()
	view(q.t, q.s, func(v *store.View) (err error) {
		s, err = project.SummaryOf(v, c)
		return err
	})
	return s
}

// tally is what the answers come to, and how many were dropped.
func (q *asked) tally(c project.Call) (t project.Tally, dropped map[project.Channel]int) {
	q.t.Helper()
	view(q.t, q.s, func(v *store.View) (err error) {
		if t, err = project.TallyOf(v, c); err == nil {
			dropped, err = v.Dropped(c.Community, c.ID)
		}
		return err
	})
	return t, dropped
}

// reason is the reason that an error wraps; "" for nil.
func reason(err error) residents.Reason {
	var r residents.Reason
	if err != nil && !errors.As(err, &r) {
		return residents.Reason("unexpected: " + err.Error())
	}
	return r
}
