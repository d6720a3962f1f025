package main

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// This file prints questionnaires and takes what was written on them.

// mostSheets is how many sheets are printed at once.
const mostSheets = 100

// callSheets are numbered sheets of a call.
func (p *Portal) callSheets(r *request) (answer, error) {
	from, n := between(r.URL.Query().Get("from"), 1, 9999), between(r.URL.Query().Get("n"), 1, mostSheets)
	v := &desk.CallSheetsView{Style: p.files.address("calls.css"), Most: mostSheets, From: strconv.Itoa(from), N: strconv.Itoa(n)}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atCalls(r, rows); err != nil {
			return err
		}
		c, body, err := r.callHere(rows, r.thing("id"))
		if err != nil {
			return err
		}
		if c.State != project.CallPublished {
			return project.ErrCallStage
		}
		v.ID, v.Label, v.Number, v.Content = c.ID, c.Title, c.Number, c.CallContent
		v.Asker, v.Closes = askerWords(body), r.end(c.Closes)
		for i := from; i < from+n; i++ {
			v.Sheets = append(v.Sheets, fmt.Sprintf("%s-%04d", c.Number, i))
		}
		v.Size, v.QR = qrCode(p.address("/" + r.place.Slug + "/calls/" + c.ID))
		return nil
	})
	return show(v), err
}

// between reads a number that was asked for; what is none, or too far, is the nearest.
func between(s string, least, most int) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil {
		return least
	}
	return min(max(n, least), most)
}

// deskCallPaper is where answers are entered from sheets: at the committee's desk. A stairwell
// head writes down at the door.
func (p *Portal) deskCallPaper(r *request) (answer, error) {
	v := &desk.CallPaperView{Style: p.files.address("calls.css"), Drafted: map[string]string{}}
	for _, name := range []string{"building", "stair", "room"} {
		if v.Drafted[name] = asked(r.URL.Query().Get(name), 40); r.refused.Name == desk.CallPaperForm {
			v.Drafted[name] = r.refused.Values[name]
		}
	}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atCalls(r, rows); err != nil {
			return err
		}
		c, _, err := r.callHere(rows, r.thing("id"))
		if err != nil {
			return err
		}
		v.ID, v.Label, v.Number, v.Content = c.ID, c.Title, c.Number, c.CallContent
		if v.Why = codeOf(project.MayEnterAnswer(r.who, c, r.place.ID, "", r.now)); v.Why != "" {
			return nil
		}
		for _, u := range c.Units {
			if u.Community == r.place.ID && u.Building != "" {
				v.Buildings = append(v.Buildings, pages.Option{Value: u.Building, Label: u.Building})
			}
		}
		if c.Unit == project.ByResident && v.Drafted["room"] != "" {
			return r.peopleOfSheet(rows, v, c)
		}
		return nil
	})
	return show(v), err
}

// peopleOfSheet are those of a home who may have filled a sheet in, and who lives in the building
// without a home on the roster.
func (r *request) peopleOfSheet(rows *store.View, v *desk.CallPaperView, c project.Call) error {
	h, err := householdAt(rows, r.place.ID, v.Drafted["building"], v.Drafted["stair"], v.Drafted["room"])
	var wrong *residents.FieldError
	if errors.Is(err, residents.ErrNotFound) || errors.As(err, &wrong) {
		v.Problem = pages.Beside(residents.ErrNoHome, 0)
		return nil
	}
	if err != nil {
		return err
	}
	units, err := project.UnitsAt(rows, c, r.place.ID, h.Building, r.now)
	for _, u := range units {
		if u.Label == h.Label() || u.Label == "" {
			v.People = append(v.People, pages.Option{Value: u.Unit, Label: whoWords(u), Hint: answeredWords(u)})
		}
	}
	v.Home = h.Label()
	return err
}

// whoWords is which of a home somebody is.
func whoWords(u project.AnswerUnit) string {
	switch {
	case u.Nth > 0:
		return "第 " + strconv.Itoa(u.Nth) + " 位成年人（没有加入）"
	case u.Label == "":
		return u.Person + "（不在户册的住户里）"
	}
	return u.Person
}

func answeredWords(u project.AnswerUnit) string {
	if u.Answer == nil {
		return ""
	}
	return "已经答过（" + pages.AnswerChannelWord(u.Answer.Channel) + "），再录记作重复"
}

// enterCallPaper takes what stands on a sheet, and leads to the next one, of the same stairs.
func (p *Portal) enterCallPaper(r *request) (answer, error) {
	var c project.Call
	if err := r.opens(residents.OpenDesk); err != nil {
		return answer{}, err
	}
	err := p.view(r, func(rows *store.View) (err error) {
		c, _, err = r.callHere(rows, r.thing("id"))
		return err
	})
	if err != nil {
		return answer{}, err
	}
	f := r.form
	building, stair, room := f.text("building", 40), f.text("stair", 40), f.text("room", 40)
	e := project.Entering{Body: c.Community, Call: c.ID, Community: r.place.ID, Channel: project.Paper, Ref: f.text("ref", project.MaxSheet)}
	if c.Unit == project.ByResident {
		e.Unit = f.text("who", 120)
	}
	e.Said = saidOf(f, c)
	return p.do(r, desk.CallPaperForm, func(tx *store.Tx, by residents.Sender) (string, error) {
		if err := sheetUnit(tx.View, c, &e, building, stair, room, by.Now); err != nil {
			return "", err
		}
		taken, err := project.EnterAnswer(tx, by, e)
		done := "call-entered"
		if !taken {
			done = "call-entered-twice"
		}
		next := "/" + r.place.Slug + "/desk/calls/" + c.ID + "/paper?" + url.Values{"building": {building}, "stair": {stair}}.Encode()
		return api.WithDone(next, done), ofSheet(err, c.Unit)
	})
}

// sheetUnit finds whose sheet it is.
func sheetUnit(rows *store.View, c project.Call, e *project.Entering, building, stair, room string, now project.Instant) error {
	if c.Unit == project.ByResident {
		if e.Unit == "" {
			return &residents.FieldError{Field: "who", Reason: residents.ErrChoice}
		}
		return nil
	}
	h, err := householdAt(rows, e.Community, building, stair, room)
	var wrong *residents.FieldError
	if errors.Is(err, residents.ErrNotFound) || errors.As(err, &wrong) {
		return &residents.FieldError{Field: "room", Reason: residents.ErrNoHome}
	}
	if err != nil {
		return err
	}
	units, err := project.UnitsAt(rows, c, e.Community, h.Building, now)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(units, func(u project.AnswerUnit) bool { return u.Label == h.Label() })
	if i < 0 {
		return &residents.FieldError{Field: "room", Reason: project.ErrNoUnit}
	}
	e.Unit = units[i].Unit
	return nil
}

// ofSheet puts what is wrong with the unit beside the field by which it is said.
func ofSheet(err error, unit project.Unit) error {
	var wrong *residents.FieldError
	if !errors.As(err, &wrong) || wrong.Field != "unit" {
		return err
	}
	there := *wrong
	if there.Field = "room"; unit == project.ByResident {
		there.Field = "who"
	}
	return &there
}
