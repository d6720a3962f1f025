package main

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/roster"
	"yishiting/server/store"
)

// deskRosterRoutes take a list of homes: it is uploaded, looked over and confirmed.
func (p *Portal) deskRosterRoutes() []route {
	const upload, draft = "/{place}/desk/roster", "/{place}/desk/roster/{draft}"
	return []route{
		{method: http.MethodGet, pattern: upload, name: "desk-roster", do: residents.KeepRoster, handle: p.deskRoster},
		{method: http.MethodPost, pattern: upload, name: "upload-roster", do: residents.KeepRoster, handle: p.uploadRoster, upload: roster.MaxFile},
		{method: http.MethodGet, pattern: draft, name: "desk-roster-draft", do: residents.KeepRoster, handle: p.deskRosterDraft},
		{method: http.MethodPost, pattern: draft, name: "map-roster", do: residents.KeepRoster, handle: p.mapRoster, upload: roster.MaxFile},
		{method: http.MethodPost, pattern: draft + "/import", name: "import-roster", do: residents.KeepRoster, handle: p.importRoster, on: draft},
		{method: http.MethodPost, pattern: draft + "/drop", name: "drop-roster", do: residents.KeepRoster, handle: p.dropRoster, on: draft},
	}
}

// rosterContent is what a draft keeps of a file: the columns that were asked for.
type rosterContent struct {
	Header []string             `json:"header"`
	Map    roster.Mapping       `json:"map"`
	List   residents.RosterList `json:"list"`
	Done   *rosterDone          `json:"done,omitempty"` // set once it was imported; then nothing else is left
}

// rosterDone is what an import did.
type rosterDone struct{ Added, Changed, Same, Removed, Left, Problems int }

func contentOf(t roster.Table, fill bool) rosterContent {
	return rosterContent{Header: t.Header, Map: t.Map, List: residents.RosterList{Given: t.Map.Given(), Fill: fill, Lines: t.Lines, Header: t.Line}}
}

func (c rosterContent) text() string {
	b, err := json.Marshal(c)
	if err != nil {
		panic(err) // numbers and clean texts: cannot happen
	}
	return string(b)
}

func readContent(s string) (c rosterContent, err error) {
	return c, json.Unmarshal([]byte(s), &c)
}

// draftOf is where the reader's own draft stands that was not imported yet; "" for none.
func (p *Portal) draftOf(r *request, rows *store.View, f *pages.Frame) (string, error) {
	d, err := rows.RosterDraftOf(r.place.ID, r.me(), r.now)
	if errors.Is(err, residents.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	c, err := readContent(d.Content)
	if err != nil || c.Done != nil {
		return "", err
	}
	return f.To("desk/roster/" + d.ID), nil
}

// deskRoster asks for a list.
func (p *Portal) deskRoster(r *request) (answer, error) {
	v := &desk.RosterUploadView{}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtHouseholds); err != nil {
			return err
		}
		v.Draft, err = p.draftOf(r, rows, v.Base())
		return err
	})
	return show(v), err
}

// readList reads the file of a form; nil where none was chosen.
func readList(f *form, chosen *roster.Mapping) (name string, t *roster.Table) {
	name, body := f.upload("file")
	if body == nil {
		return "", nil
	}
	table, err := roster.Read(body, chosen)
	if err != nil {
		f.refuse("file", api.Code(err), 0)
		return "", nil
	}
	return name, &table
}

// uploadRoster reads a list and keeps it as a draft.
func (p *Portal) uploadRoster(r *request) (answer, error) {
	name, table := readList(r.form, nil)
	if table == nil && len(r.form.wrong) == 0 {
		r.form.refuse("file", residents.ErrEmpty, 0)
	}
	content := ""
	if table != nil {
		content = contentOf(*table, false).text()
	}
	return p.do(r, "upload-roster", func(tx *store.Tx, by residents.Sender) (string, error) {
		d, err := residents.UploadRoster(tx, by, r.place.ID, name, content)
		return api.WithDone("/"+r.place.Slug+"/desk/roster/"+d.ID, "roster-read"), err
	})
}

// myDraft is the draft that the path names, with its content, if it is the reader's own.
func myDraft(rows *store.View, who residents.Standing, r *request) (d residents.RosterDraft, c rosterContent, err error) {
	if d, err = rows.RosterDraft(r.place.ID, r.PathValue("draft")); err != nil {
		return d, c, err
	}
	if err = residents.MayUseDraft(who, d, r.now); err != nil {
		return d, c, err
	}
	c, err = readContent(d.Content)
	return d, c, err
}

// rosterFields are the fields of the form that says what stands in which column.
var rosterFields = [residents.RosterColumns]struct{ field, label string }{
	residents.ColumnBuilding: {"building", "楼号"},
	residents.ColumnUnit:     {"unit", "单元"},
	residents.ColumnRoom:     {"room", "房号"},
	residents.ColumnAddress:  {"address", "完整地址"},
	residents.ColumnAdults:   {"adults", "成年人数"},
	residents.ColumnTenure:   {"tenure", "住法"},
	residents.ColumnArea:     {"area", "面积"},
}

// mapRoster says what stands in which column. A column that was not read needs the file again.
func (p *Portal) mapRoster(r *request) (answer, error) {
	chosen := roster.NoMapping()
	taken := map[int]bool{}
	for c, f := range rosterFields {
		at := r.form.number(f.field, roster.None, 999)
		if at != roster.None && taken[at] {
			r.form.refuse(f.field, residents.ErrRepeatedColumn, 0)
		}
		chosen[c], taken[at] = at, true
	}
	fill := r.form.ticked("fill")
	if given := (residents.RosterList{Given: chosen.Given()}); !given.HasAddress() && len(r.form.wrong) == 0 {
		r.form.refuse("", residents.ErrNoColumn, 0)
	}
	_, table := readList(r.form, &chosen)
	return p.do(r, "map-roster", func(tx *store.Tx, by residents.Sender) (string, error) {
		d, c, err := myDraft(tx.View, by.Standing, r)
		if err != nil {
			return "", err
		}
		if table != nil {
			c = contentOf(*table, fill)
		} else if err := c.turn(chosen, fill); err != nil {
			return "", err
		}
		back := "/" + r.place.Slug + "/desk/roster/" + d.ID
		return api.WithDone(back, "roster-mapped"), residents.ChangeRosterDraft(tx, by, r.place.ID, d.ID, c.text())
	})
}

// turn reads what is kept by another mapping, and drops what it does not ask for.
func (c *rosterContent) turn(chosen roster.Mapping, fill bool) error {
	from := roster.NoMapping()
	for to, at := range chosen {
		if at == roster.None {
			continue
		}
		for had, was := range c.Map {
			if was == at {
				from[to] = had
			}
		}
		if from[to] == roster.None {
			return &residents.FieldError{Field: rosterFields[to].field, Reason: residents.ErrNotKept}
		}
	}
	for i, l := range c.List.Lines {
		next := residents.RosterLine{Line: l.Line}
		for to, had := range from {
			if had == roster.None {
				continue
			}
			next.Cells[to] = l.Cells[had]
			if bad := l.Bad[residents.RosterColumn(had)]; bad != "" {
				if next.Bad == nil {
					next.Bad = map[residents.RosterColumn]residents.Reason{}
				}
				next.Bad[residents.RosterColumn(to)] = bad
			}
		}
		c.List.Lines[i] = next
	}
	c.Map, c.List.Given, c.List.Fill = chosen, chosen.Given(), fill
	return nil
}

// importRoster does what the plan says that was looked over.
func (p *Portal) importRoster(r *request) (answer, error) {
	seen, removing := r.form.text("plan", 80), r.form.ticked("remove")
	return p.do(r, "import-roster", func(tx *store.Tx, by residents.Sender) (string, error) {
		d, c, err := myDraft(tx.View, by.Standing, r)
		if err != nil {
			return "", err
		}
		if c.Done != nil {
			return "", residents.ErrNoChange
		}
		err = residents.ImportRoster(tx, by, d, c.List, seen, removing, func(plan residents.RosterPlan) string {
			done := rosterDone{Added: len(plan.Add), Changed: len(plan.Change), Same: plan.Same, Left: len(plan.Missing) + len(plan.Lived), Problems: plan.ProblemLines()}
			if removing {
				done.Removed, done.Left = len(plan.Missing), len(plan.Lived)
			}
			return rosterContent{Map: roster.NoMapping(), Done: &done}.text()
		})
		return api.WithDone("/"+r.place.Slug+"/desk/roster/"+d.ID, "roster-imported"), err
	})
}

// dropRoster throws the draft away.
func (p *Portal) dropRoster(r *request) (answer, error) {
	return p.do(r, "drop-roster", func(tx *store.Tx, by residents.Sender) (string, error) {
		if _, _, err := myDraft(tx.View, by.Standing, r); err != nil {
			return "", err
		}
		return api.WithDone("/"+r.place.Slug+"/desk/households", "roster-dropped"), residents.DropRosterDraft(tx, by, r.place.ID)
	})
}

// homesWord is a number of homes: 12 户.
func homesWord(n int) string { return strconv.Itoa(n) + " 户" }
