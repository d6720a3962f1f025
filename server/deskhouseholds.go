package main

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// deskHouseholdRoutes are the desk's pages of the roster of homes.
func (p *Portal) deskHouseholdRoutes() []route {
	const all, one = "/{place}/desk/households", "/{place}/desk/households/{id}"
	return []route{
		{method: http.MethodGet, pattern: all, name: "desk-households", do: residents.KeepRoster, handle: p.deskHouseholds},
		{method: http.MethodPost, pattern: all, name: "add-household", do: residents.KeepRoster, handle: p.addHousehold},
		{method: http.MethodGet, pattern: one, name: "desk-household", do: residents.ReadPeople, handle: p.deskHousehold},
		{method: http.MethodPost, pattern: one, name: "change-household", do: residents.KeepRoster, handle: p.changeHousehold},
		{method: http.MethodPost, pattern: one + "/remove", name: "remove-household", do: residents.KeepRoster, handle: p.removeHousehold, on: one},
	}
}

// deskHouseholds lists the homes of the roster. A home whose address is typed is opened.
func (p *Portal) deskHouseholds(r *request) (answer, error) {
	q := r.URL.Query()
	v := &desk.HouseholdsView{Building: q.Get("building")}
	if !clean(v.Building, false) || len(v.Building) > 200 {
		return answer{}, residents.ErrNotFound
	}
	var found answer
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtHouseholds); err != nil {
			return err
		}
		if typed := strings.TrimSpace(q.Get("address")); typed != "" {
			h, err := findHousehold(rows, r.place.ID, typed)
			if err == nil {
				found = seeOther(v.To("desk/households/"+h.ID), "")
			} else if v.Address = clipped(typed, 40); errors.Is(err, residents.ErrNotFound) {
				err = nil
			}
			if err != nil || found.location != "" {
				return err
			}
		}
		return p.listHouseholds(r, rows, v)
	})
	if found.location != "" {
		return found, err
	}
	return show(v), err
}

// clipped is what was typed as far as it can be shown.
func clipped(s string, most int) string {
	if all := []rune(shown(s)); len(all) > most {
		s = string(all[:most]) + "…"
	}
	return shown(s)
}

// findHousehold is the home on the roster whose address was typed in one.
func findHousehold(rows *store.View, community, typed string) (residents.Household, error) {
	building, unit, room, ok := residents.SplitAddress(typed)
	if !ok {
		return residents.Household{}, residents.ErrNotFound
	}
	h, err := householdAt(rows, community, building, unit, room)
	if _, wrong := err.(*residents.FieldError); wrong {
		err = residents.ErrNotFound
	}
	return h, err
}

// householdAt is the home on the roster of an address as it was typed: a FieldError where it is
// none, residents.ErrNotFound where the roster has no such home.
func householdAt(rows *store.View, community, building, unit, room string) (residents.Household, error) {
	h, err := residents.Household{Building: building, Unit: unit, Room: room}.Read()
	if err != nil {
		return h, err
	}
	if h, err = rows.HouseholdAt(community, h.Building, h.Unit, h.Room); err == nil && !h.GoneAt.IsZero() {
		err = residents.ErrNotFound
	}
	return h, err
}

func (p *Portal) listHouseholds(r *request, rows *store.View, v *desk.HouseholdsView) error {
	var err error
	if v.Homes, v.Joined, err = rows.RosterCounts(r.place.ID); err != nil {
		return err
	}
	v.Published = strconv.Itoa(r.place.Homes) + " 户、" + strconv.Itoa(r.place.People) + " 人"
	if v.Draft, err = p.draftOf(r, rows, v.Base()); err != nil {
		return err
	}
	buildings, err := rows.HouseholdBuildings(r.place.ID)
	if err != nil {
		return err
	}
	for _, b := range buildings {
		v.Buildings = append(v.Buildings, pages.Option{Value: b.Building, Label: b.Building + "（" + strconv.Itoa(b.Homes) + " 户，" + strconv.Itoa(b.People) + " 人）"})
	}
	if v.Address != "" {
		return nil
	}
	after := residents.Household{}
	if id := r.URL.Query().Get("after"); id != "" {
		if !clean(id, false) {
			return residents.ErrNotFound
		}
		if after, err = rows.Household(r.place.ID, id); err != nil {
			return err
		}
	}
	all, err := rows.Households(r.place.ID, v.Building, after, deskPage+1)
	if err != nil {
		return err
	}
	if len(all) > deskPage {
		all = all[:deskPage]
		q := r.URL.Query()
		q.Set("after", all[deskPage-1].ID)
		v.More = v.To("desk/households") + "?" + q.Encode()
	}
	var ids []string
	for _, h := range all {
		ids = append(ids, h.ID)
	}
	lived, err := rows.PeopleInHomes(r.place.ID, ids...)
	for _, h := range all {
		v.Rows = append(v.Rows, desk.HouseholdRow{
			Href: v.To("desk/households/" + h.ID), Label: h.Label(), Adults: someNumber(h.Adults),
			Tenure: desk.TenureWord(h.Tenure), Area: residents.AreaText(h.Area), People: lived[h.ID],
		})
	}
	return err
}

// someNumber is a number, or nothing for 0.
func someNumber(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// householdOf is a home as it was typed, each field checked.
func householdOf(r *request) residents.Household {
	f, h := r.form, residents.Household{Community: r.place.ID, ID: r.PathValue("id")}
	address := func(field string, read func(string) (string, residents.Reason)) string {
		got, reason := read(f.one(field))
		if reason != "" {
			f.refuse(field, reason, residents.AddressMost)
		}
		return got
	}
	figure := func(field string, most int, read func(string) (int, residents.Reason)) int {
		got, reason := read(f.one(field))
		if reason != "" {
			f.refuse(field, reason, most)
		}
		return got
	}
	h.Building = address("building", residents.ReadBuilding)
	h.Unit = address("unit", residents.ReadUnit)
	h.Room = address("room", residents.ReadRoom)
	h.Adults = figure("adults", residents.AdultsMost, residents.ReadAdults)
	h.Tenure = f.choice("tenure", "", residents.TenureOwner, residents.TenureTenant)
	h.Area = figure("area", 0, residents.ReadArea)
	return h
}

// addHousehold puts one home on the roster.
func (p *Portal) addHousehold(r *request) (answer, error) {
	h := householdOf(r)
	h.ID = ""
	return p.do(r, "add-household", func(tx *store.Tx, by residents.Sender) (string, error) {
		added, err := residents.AddHousehold(tx, by, h)
		return api.WithDone("/"+r.place.Slug+"/desk/households/"+added.ID, "household-added"), err
	})
}

// deskHousehold is one home of the roster.
func (p *Portal) deskHousehold(r *request) (answer, error) {
	v := &desk.HouseholdView{}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtHouseholds); err != nil {
			return err
		}
		h, err := rows.Household(r.place.ID, r.PathValue("id"))
		if err == nil && !h.GoneAt.IsZero() {
			err = residents.ErrNotFound
		}
		if err != nil {
			return err
		}
		v.Label, v.At = h.Label(), v.To("desk/households/"+h.ID)
		v.Words = desk.HouseholdWords{Building: h.Building, Unit: h.Unit, Room: h.Room, Adults: someNumber(h.Adults), Tenure: h.Tenure, Area: residents.AreaText(h.Area)}
		v.Facts = []pages.Fact{
			{Name: "成年人", Value: known(someNumber(h.Adults), " 人")},
			{Name: "住法", Value: known(desk.TenureWord(h.Tenure), "")},
			{Name: "建筑面积", Value: known(residents.AreaText(h.Area), " 平方米")},
		}
		return p.describeHome(r, rows, v, h)
	})
	return show(v), err
}

func known(s, unit string) string {
	if s == "" {
		return "不清楚"
	}
	return s + unit
}

// describeHome says who lives in a home, and who speaks for it.
func (p *Portal) describeHome(r *request, rows *store.View, v *desk.HouseholdView, h residents.Household) error {
	people, err := rows.PeopleOfHome(h.Community, h.ID)
	if err != nil {
		return err
	}
	var ids []string
	for _, one := range people {
		ids = append(ids, one.ID)
	}
	held, err := rows.RolesOf(h.Community, h.Community, ids, r.now)
	if err != nil {
		return err
	}
	speaks := "还没有"
	words := map[string][]string{}
	for _, role := range held {
		if !role.In(r.now) || role.Name == residents.RoleHouseholdRep && role.Scope != h.ID {
			continue
		}
		words[role.Resident] = append(words[role.Resident], pages.RoleWord(role.Name))
	}
	for _, one := range people {
		row := desk.PersonRow{Href: v.To("desk/people/" + one.ID), Name: one.Name, Roles: strings.Join(words[one.ID], "、")}
		for _, role := range held {
			if role.Resident == one.ID && role.Name == residents.RoleHouseholdRep && role.Scope == h.ID && role.In(r.now) {
				speaks = one.Name + "，任期到 " + calendar.DayOf(role.To, r.place.Location()).ChineseWithYear()
			}
		}
		v.People = append(v.People, row)
	}
	v.Lived = len(people) > 0
	v.Facts = append(v.Facts, pages.Fact{Name: "户代表", Value: speaks})
	return nil
}

// changeHousehold corrects what the roster says of a home.
func (p *Portal) changeHousehold(r *request) (answer, error) {
	h := householdOf(r)
	return p.do(r, "change-household", func(tx *store.Tx, by residents.Sender) (string, error) {
		_, err := residents.ChangeHousehold(tx, by, h)
		return api.WithDone("/"+r.place.Slug+"/desk/households/"+h.ID, "household-changed"), err
	})
}

// removeHousehold takes a home off the roster.
func (p *Portal) removeHousehold(r *request) (answer, error) {
	return p.do(r, "remove-household", func(tx *store.Tx, by residents.Sender) (string, error) {
		err := residents.RemoveHousehold(tx, by, r.place.ID, r.PathValue("id"))
		return api.WithDone("/"+r.place.Slug+"/desk/households", "household-removed"), err
	})
}
