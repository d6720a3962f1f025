package main

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// doorRoutes are where stairwell heads and the committee write answers down at doors.
func (p *Portal) doorRoutes() []route {
	const door = "/{place}/calls/{id}/door"
	return []route{
		{method: http.MethodGet, pattern: door, name: "call-door", do: residents.EnterAnswers, handle: p.door},
		{method: http.MethodPost, pattern: door, name: "door", do: residents.EnterAnswers, handle: p.writeDown, waits: true},
	}
}

// door is the page of one building: the one asked for, or the first that the reader may go through.
func (p *Portal) door(r *request) (answer, error) {
	page := &pages.DoorView{Frame: p.frame(r), Style: p.files.address("calls.css"), Script: p.files.address("door.js")}
	err := p.view(r, func(v *store.View) error {
		c, _, err := r.callHere(v, r.thing("id"))
		if err != nil {
			return err
		}
		page.ID, page.Called, page.Closes, page.Questions, page.Person = c.ID, c.Title, r.end(c.Closes), c.Questions, c.Unit == project.ByResident
		var why error
		if page.Buildings, why = r.doors(c); len(page.Buildings) == 0 {
			page.Why = api.Code(why)
			return nil
		}
		page.Building = page.Buildings[0]
		if asked := r.doorAsked(); slices.Contains(page.Buildings, asked) {
			page.Building = asked
		}
		units, err := project.UnitsAt(v, c, r.place.ID, page.Building, r.now)
		for _, u := range units {
			page.Homes = append(page.Homes, pages.DoorHome{Unit: u.Unit, Label: doorLabel(u, page.Building), State: doorState(u)})
		}
		return err
	})
	return show(page), err
}

// doorAsked is the building that the address names, or the form that was just refused.
func (r *request) doorAsked() string {
	if b := r.refused.Values["building"]; b != "" {
		return b
	}
	return r.URL.Query().Get("building")
}

// doors are the call's buildings at the place through which the reader may go, or why there are none.
func (r *request) doors(c project.Call) (buildings []string, why error) {
	why = project.ErrNotAsked
	for _, u := range c.Units {
		if u.Community != r.place.ID || u.Building == "" {
			continue
		}
		err := project.MayEnterAnswer(r.who, c, r.place.ID, u.Building, r.now)
		if err == nil {
			buildings = append(buildings, u.Building)
			continue
		}
		if err != residents.ErrNotYours {
			why = err
		}
	}
	if len(buildings) == 0 && why == project.ErrNotAsked {
		why = residents.ErrNotYours
	}
	return buildings, why
}

// doorLabel is a unit as one who stands before its door knows it: 2 单元 502, 王*兰.
func doorLabel(u project.AnswerUnit, building string) string {
	label := strip(u.Label, building)
	switch {
	case u.Person != "" && label != "":
		return label + "，" + u.Person
	case u.Person != "":
		return u.Person
	case u.Nth > 0:
		return label + "，第 " + strconv.Itoa(u.Nth) + " 位成年人"
	}
	return label
}

// strip takes the building, which stands over the list, off an address.
func strip(label, building string) string {
	if len(label) > len(building)+1 && label[:len(building)] == building {
		return label[len(building)+1:]
	}
	return label
}

func doorState(u project.AnswerUnit) string {
	if u.Answer == nil {
		return ""
	}
	return "（已答，" + pages.AnswerChannelWord(u.Answer.Channel) + "）"
}

// writeDown takes one answer that was given at a door. A telephone that was without a network
// sends when it was written down, too.
func (p *Portal) writeDown(r *request) (answer, error) {
	id := r.thing("id")
	var c project.Call
	err := p.view(r, func(v *store.View) (err error) {
		c, _, err = r.callHere(v, id)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	e := project.Entering{
		Body: c.Community, Call: id, Community: r.place.ID, Unit: r.form.text("unit", 120), Channel: project.Door, Said: saidOf(r.form, c),
	}
	building := r.form.text("building", residents.AddressMost)
	// An older app says so who wrote down what waited on a telephone: it is sent as nobody else.
	if by := r.form.text("reader", 80); by != "" && by != r.me() {
		return answer{}, residents.ErrSignedOut
	}
	if ms, err := strconv.ParseInt(r.form.text("written", 16), 10, 64); err == nil {
		e.WrittenAt = time.UnixMilli(ms)
	}
	return p.do(r, "door", func(tx *store.Tx, by residents.Sender) (string, error) {
		taken, err := project.EnterAnswer(tx, by, e)
		if err != nil {
			return "", err
		}
		done := "door-taken"
		if !taken {
			done = "door-dropped"
		}
		return api.WithDone("/"+r.place.Slug+"/calls/"+id+"/door?building="+url.QueryEscape(building), done), nil
	})
}
