package main

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// sitePlanRoutes are the settings of the community's simple plan.
func (p *Portal) sitePlanRoutes() []route {
	const at = "/{place}/desk/site-plan"
	own := []residents.Level{residents.LevelCommunity}
	return []route{
		{method: http.MethodGet, pattern: at, name: "desk-site-plan", do: residents.WorkDesk, handle: p.deskSitePlan, at: own},
		{method: http.MethodPost, pattern: at, name: "site-plan", do: residents.SetPlace, handle: p.setSitePlan, at: own},
	}
}

// sitesSpare are how many rows stand empty for buildings that the roster does not have.
const sitesSpare = 2

// deskSitePlan shows the plan and the form; of a refused form as it was typed.
func (p *Portal) deskSitePlan(r *request) (answer, error) {
	return p.drawSitePlan(r, nil)
}

// drawSitePlan draws the page with the plan as it is kept, or with the given one.
func (p *Portal) drawSitePlan(r *request, tried []residents.Site) (answer, error) {
	v := &desk.SitePlanView{Style: p.files.address("street.css"), Tried: tried != nil, May: residents.MaySetPlace(r.who, r.place.ID, r.now) == nil}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtSettings); err != nil {
			return err
		}
		known, err := rows.AllBuildings(r.place.ID)
		if err != nil {
			return err
		}
		sites := tried
		if tried == nil {
			set, err := rows.Sites(r.place.ID)
			if err != nil {
				return err
			}
			v.Auto, sites = len(set) == 0, residents.LaySites(known, set)
		}
		v.Rows = siteRows(sites, known)
		v.Plan = pages.SiteBuildings(sites, func(string) bool { return false })
		return nil
	})
	return show(v), err
}

// siteRows are the rows of the form: one for each building, and some to spare.
func siteRows(sites []residents.Site, known []string) (rows []desk.SiteRow) {
	is := map[string]bool{}
	for _, b := range known {
		is[b] = true
	}
	for _, s := range sites {
		rows = append(rows, desk.SiteRow{Building: s.Building, Known: is[s.Building], X: s.X, Y: s.Y, W: s.W, H: s.H})
	}
	for range min(sitesSpare, residents.BuildingsMost-len(sites)) {
		rows = append(rows, desk.SiteRow{W: 4, H: 2})
	}
	return rows
}

// siteFields are the fields of a row beside its name.
var siteFields = []string{"x-", "y-", "w-", "h-"}

// readSites reads the form's rows; at is in which row of the form each stands. A row
// without a name is none; to pass over leaves all of them unread.
func readSites(f *form, passOver bool) (sites []residents.Site, at []int) {
	for n := 1; n <= residents.BuildingsMost+sitesSpare; n++ {
		row := strconv.Itoa(n)
		if _, is := f.values["name-"+row]; !is {
			break
		}
		name := f.text("name-"+row, residents.AddressMost)
		if name == "" || passOver {
			for _, field := range siteFields {
				f.one(field + row)
			}
			continue
		}
		sites, at = append(sites, residents.Site{
			Building: name, X: f.number("x-"+row, 0, residents.SiteMost), Y: f.number("y-"+row, 0, residents.SiteMost),
			W: f.number("w-"+row, 1, residents.SiteSideMost), H: f.number("h-"+row, 1, residents.SiteSideMost),
		}), append(at, n)
	}
	return sites, at
}

// inRow puts an error about the n-th site to the row of the form in which it stands.
func inRow(err error, at []int) error {
	wrong, ok := errors.AsType[*residents.FieldError](err)
	if !ok {
		return err
	}
	field, number, _ := strings.Cut(wrong.Field, "-")
	if n, bad := strconv.Atoi(number); bad == nil && n >= 1 && n <= len(at) {
		wrong.Field = field + "-" + strconv.Itoa(at[n-1])
	}
	return wrong
}

// setSitePlan keeps the plan, shows how it would look, or lets the buildings be laid out by themselves.
func (p *Portal) setSitePlan(r *request) (answer, error) {
	here := "/" + r.place.Slug + "/desk/site-plan"
	what := r.form.choice("do", "save", "look", "reset")
	sites, at := readSites(r.form, what == "reset")
	done := "sites-set"
	switch what {
	case "look":
		if err := r.form.err(); err != nil {
			return answer{}, err
		}
		checked, err := residents.CheckSites(sites)
		if err != nil {
			return answer{}, inRow(err, at)
		}
		return p.drawSitePlan(r, checked)
	case "reset":
		done = "sites-reset"
	}
	return p.do(r, "site-plan", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone(here, done), inRow(residents.SetSites(tx, by, r.place.ID, sites), at)
	})
}
