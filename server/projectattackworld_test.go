package main

import (
	"bytes"
	"database/sql"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"yishiting/app/api"
	"yishiting/residents"
	"yishiting/server/doors"
	"yishiting/server/store"
)

// siege takes opinion calls and a project from step to step by their forms. What is tried with
// each step, before whoever may does it, is a test's own: try. So everything that is refused is
// known to work for somebody, at that very moment.
type siege struct {
	*projectDesk
	m       *matrix // counts what is changed
	try     func(trial)
	done    map[string]bool // names of the lines of the portal that were gone
	helping string          // the leave by which sun acts for zhao
	routes  []route         // what is besieged; nil: calls and projects
	call    string
}

// trial is one form that is about to be sent.
type trial struct {
	by     *booted
	line   route
	page   string // on which it stands
	path   string
	form   url.Values
	photos [][]byte
	often  bool // may be done again at once
	who    []string
}

// besiegeProjects begins what is besieged in hepingli.
func besiegeProjects(b *booted) *siege {
	b.t.Helper()
	return besiegeDesk(b, b.bootProjects())
}

// besiegeDesk has one of each of those who may not, in hepingli and elsewhere.
func besiegeDesk(b *booted, d *projectDesk) *siege {
	b.t.Helper()
	s := &siege{projectDesk: d, done: map[string]bool{}}
	b.portal.flood = doors.NewFlood(1e6, 1e6, b.clock.Now) // here nobody floods
	b.admit("company", "物业经理", "", residents.RolePropertyCompany)
	b.admit("gone", "孔前任", "4 号楼", residents.RoleResident)
	b.admit("head5", "高楼长", "5 号楼", residents.RoleResident)
	b.stairwellHead("head5", "5 号楼")
	b.admit("head9", "鲁楼长", "9 号楼", residents.RoleResident)
	b.stairwellHead("head9", "9 号楼")
	b.admit("helper", "孙小军", "9 号楼", residents.RoleResident)
	b.change("hepingli", func(tx *store.Tx) error {
		now := b.clock.Now()
		for _, r := range []residents.Resident{
			{ID: "waiting", Community: "hepingli", Name: "方待定", Building: "3 号楼", Adult: true, JoinedAt: now},
			{ID: "teen", Community: "hepingli", Name: "小周", Building: "3 号楼", BirthYear: 2010, JoinedAt: now, ConfirmedAt: now},
			{ID: "child", Community: "hepingli", Name: "小毛", Building: "3 号楼", BirthYear: 2016, JoinedAt: now, ConfirmedAt: now},
		} {
			if err := tx.AddResident(r); err != nil {
				return err
			}
		}
		role := residents.Role{Community: "hepingli", Resident: "gone", Name: residents.RoleCommitteeMember, From: now.AddDate(-1, 0, 0), To: now.Add(-time.Minute)}
		return tx.GrantRole("hepingli", role)
	})
	b.change("anzhen", func(tx *store.Tx) error {
		by := residents.Sender{Standing: residents.Console, Now: b.clock.Now()}
		_, err := residents.Admit(tx, by, residents.Resident{ID: "xu", Community: "anzhen", Name: "许安贞", Building: "3 号楼"}, residents.RoleResident, residents.RoleCommitteeMember)
		return err
	})
	s.helping = b.leave("zhao", "helper", residents.HelpRelative)
	return s
}

// watch lets the database count what is changed: of SQLite only.
func (s *siege) watch(t *testing.T) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(s.dir, "yishiting.db")+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	s.m = &matrix{booted: s.booted, db: db}
	s.m.watch()
}

// enemies are all who hold no office here, or hold it no more, or show too weak a sign-in.
func (s *siege) enemies() map[string]*booted {
	all := map[string]*booted{}
	enter := func(name string, in func(b *booted)) {
		one := *s.booted
		one.client = one.visitor()
		in(&one)
		all[name] = &one
	}
	enter("signed out", func(*booted) {})
	for name, who := range map[string][2]string{
		"a resident": {"hepingli", "wang"}, "of another building": {"hepingli", "gone"}, "not confirmed": {"hepingli", "waiting"}, "a minor": {"hepingli", "teen"},
		"a child": {"hepingli", "child"}, "the company": {"hepingli", "company"}, "a head": {"hepingli", "head9"}, "a neighbour": {"anzhen", "qian"},
		"the next committee": {"anzhen", "xu"}, "the next director": {"anzhen", "wu"}, "the street": {"hepingli-jiedao", "liu"}, "the district": {"dongcheng", "gao"}, "administrator": {"installation", "administrator"},
	} {
		enter(name, func(b *booted) { b.signIn(who[0], who[1]) })
	}
	enter("a weak session", func(b *booted) { b.signInBy(residents.ByLink, "hepingli", "li") })
	enter("shown long ago", func(b *booted) {
		b.keep(b.session("hepingli", "zhou", residents.ByPasskey, b.clock.Now().Add(-24*time.Hour)))
	})
	enter("a helper", func(b *booted) { b.signIn("hepingli", "helper"); b.begin(s.helping) })
	return all
}

// step sends a form of a page as whoever may, after what the test tries with it; may are those of the
// others who may do so too.
func (s *siege) step(by *booted, page, form, done string, fields []string, may ...string) {
	s.t.Helper()
	s.send(s.filled(by, page, form, fields, may...), done)
}

// filled is a form of a page with fields, name and value in turn, a name again where it is given again.
func (s *siege) filled(by *booted, page, form string, fields []string, may ...string) trial {
	s.t.Helper()
	path, values := by.get(page).asItStands(s.t, form)
	given := map[string]bool{}
	for i := 0; i+1 < len(fields); i += 2 {
		if !given[fields[i]] {
			values.Del(fields[i])
		}
		given[fields[i]] = true
		values.Add(fields[i], fields[i+1])
	}
	return trial{by: by, page: page, path: path, form: values, line: s.lineOf(path), who: may}
}

// asItStands are the fields of a form as a browser sends them where nothing is typed; without buttons.
func (got reply) asItStands(t testing.TB, form string) (action string, values url.Values) {
	t.Helper()
	action, values = got.fill(t, form)
	root, err := html.Parse(strings.NewReader(got.body))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.DataAtom != atom.Form || attribute(n, "id") != form {
			continue
		}
		for in := range n.Descendants() {
			name, kind := attribute(in, "name"), attribute(in, "type")
			switch {
			case name == "" || kind == "hidden" || kind == "file":
			case in.DataAtom == atom.Textarea && in.FirstChild != nil:
				values.Add(name, in.FirstChild.Data)
			case in.DataAtom == atom.Input && kind != "radio" && kind != "checkbox" || in.DataAtom == atom.Input && hasAttribute(in, "checked"):
				values.Add(name, attribute(in, "value"))
			case in.DataAtom == atom.Select:
				values.Add(name, chosen(in))
			}
		}
	}
	return action, values
}

func hasAttribute(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// chosen is the value of the option that a list of them stands at.
func chosen(list *html.Node) (value string) {
	first := true
	for o := range list.Descendants() {
		if o.DataAtom == atom.Option && (first || hasAttribute(o, "selected")) {
			value, first = attribute(o, "value"), false
		}
	}
	return value
}

// lineOf is the line of the portal at which a form is sent.
func (s *siege) lineOf(path string) route {
	path, _, _ = strings.Cut(path, "?")
	mux := http.NewServeMux() // which takes the line that says most
	lines := map[string]route{}
	for _, line := range s.lines() {
		lines["POST "+line.pattern] = line
	}
	for pattern := range lines {
		mux.HandleFunc(pattern, func(http.ResponseWriter, *http.Request) {})
	}
	r, err := http.NewRequest(http.MethodPost, path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, found := mux.Handler(r); found != "" {
		return lines[found]
	}
	s.t.Fatal("no line of what is besieged for", path)
	return route{}
}

// lines are the forms of what is besieged in the portal's table.
func (s *siege) lines() []route {
	all := slices.Clone(s.routes)
	if all == nil {
		all = s.ofProjects()
	}
	return slices.DeleteFunc(all, func(r route) bool { return r.method != http.MethodPost })
}

func (s *siege) ofProjects() []route {
	return slices.Concat(s.portal.callRoutes(), s.portal.doorRoutes(), s.portal.projectRoutes(), s.portal.deskCallRoutes(), s.portal.deskProjectRoutes(), s.portal.sitePlanRoutes())
}

// untried tells of the forms that a walk left out.
func (s *siege) untried(but ...string) {
	s.t.Helper()
	for _, line := range s.lines() {
		if !s.done[line.name] && !slices.Contains(but, line.name) {
			s.t.Errorf("nobody tried %s %s", line.name, line.pattern)
		}
	}
}

// send lets the test try, then sends the form: done is what the page says then, or a location.
func (s *siege) send(one trial, done string) {
	s.t.Helper()
	s.done[one.line.name] = true
	if s.try != nil {
		s.try(one)
	}
	got := one.send(one.by, one.path, one.form)
	location := got.Header.Get("Location")
	if got.StatusCode != http.StatusSeeOther || !strings.Contains(location, "done="+done) {
		s.t.Fatalf("%s %s by whoever may: %s %q\n%s", one.line.name, one.path, got.Status, location, wrongOf(got.body))
	}
}

var wrongPart = regexp.MustCompile(`(?s)id="error-summary".*?</div>|<p class="problem.*?</p>`)

// wrongOf is what a page says is wrong with its form.
func wrongOf(body string) string { return strings.Join(wrongPart.FindAllString(body, -1), "\n") }

// send sends a form as it is, with its photos.
func (one trial) send(by *booted, path string, form url.Values, change ...func(*http.Request)) reply {
	if one.photos == nil {
		return by.do(http.MethodPost, path, form, change...)
	}
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for name, all := range form {
		for _, v := range all {
			_ = m.WriteField(name, v)
		}
	}
	field := "photos"
	if slices.Contains([]string{"project-file", "project-money", "organisation-file"}, one.line.name) {
		field = "file"
	}
	for _, p := range one.photos {
		part, err := m.CreateFormFile(field, "图.jpg")
		if err != nil {
			by.t.Fatal(err)
		}
		_, _ = part.Write(p)
	}
	_ = m.Close()
	return by.do(http.MethodPost, path, nil, append([]func(*http.Request){func(r *http.Request) {
		r.Header.Set("Content-Type", m.FormDataContentType())
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body.Bytes())), int64(body.Len())
	}}, change...)...)
}

// fresh is the form under an id of its own, with some fields set anew.
func (one trial) fresh(fields ...string) url.Values {
	form := clone(one.form)
	form.Set("command", residents.NewID(time.Now()))
	for i := 0; i+1 < len(fields); i += 2 {
		form[fields[i]] = []string{fields[i+1]}
	}
	return form
}

// forHelped is the form as it is drawn for somebody who acts under a mandate.
func (one trial) forHelped(mandate string, fields ...string) url.Values {
	form := one.fresh(fields...)
	form.Set("command", form.Get("command")+voiceMark(mandate)+"-"+one.line.name)
	return form
}

// elsewhere are the roads, and the same things under the address of the next community.
func (one trial) elsewhere() []string {
	if !strings.Contains(strings.ReplaceAll(one.line.pattern, "{place}", ""), "{") {
		return one.roads() // names nothing
	}
	return append(one.roads(), strings.Replace(one.path, "/hepingli", "/anzhen", 1))
}

// roads are the addresses at which a form may be sent: the browser's and the app's.
func (one trial) roads() []string { return []string{one.path, api.Prefix + one.path} }

// canary stands in what a photo tells of its camera, and must stand nowhere else.
const canary = "GPS 39.9042N 116.4074E, owner 13912345678"

// withExif is a photo that tells where it was taken.
func withExif(t testing.TB) []byte {
	t.Helper()
	plain := aPhoto(t)
	told := "Exif\x00\x00" + canary
	segment := append([]byte{0xff, 0xe1, 0, byte(len(told) + 2)}, told...)
	return slices.Concat(plain[:2], segment, plain[2:])
}
