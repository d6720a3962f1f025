package main

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
)

// around are the bodies at which somebody tries a line: the two communities, and the bodies
// above them for those who might have something to do there.
func (w *matrix) around(p player, line route) []residents.Community {
	if !strings.HasPrefix(line.pattern, "/{place}") {
		return []residents.Community{{}}
	}
	all := []residents.Community{w.places["hepingli"], w.places["anzhen"]}
	if w.places[p.home].Level != residents.LevelCommunity || slices.Contains([]string{"", "resident", "director"}, p.what) {
		all = append(all, w.places["hepingli-jiedao"], w.places["dongcheng"], w.places[residents.Installation])
	}
	return all
}

// conditional tells whether the row may refuse somebody whom it lets in by role: what has a
// condition, and what is one's own, which is kept at home only.
func conditional(p player, do residents.Action, place residents.Community) bool {
	row, _ := residents.PermissionFor(do)
	return row.To == residents.OnSelf && place.ID != p.home ||
		slices.ContainsFunc(row.By, func(c residents.Cell) bool { return c.On != residents.Always })
}

// TestMatrixOfPermissions asks every line of the portal as everybody everywhere, and
// compares with the table: what it refuses is refused, for its reason, and changes
// nothing; what it allows is refused for no lack of a role.
func TestMatrixOfPermissions(t *testing.T) {
	t.Parallel()
	w := bootMatrix(t)
	pages := map[string]route{}
	for _, line := range w.portal.routes() {
		if line.method == http.MethodGet {
			pages[line.pattern] = line
		}
	}
	cast := append([]player{{}}, slices.DeleteFunc(slices.Clone(w.cast), func(p player) bool { return p.home == "anzhen" })...)
	asked, allowed := 0, 0
	for _, line := range w.portal.routes() {
		for i := range cast {
			p := &cast[i]
			for _, place := range w.around(*p, line) {
				w.known(p)
				want, before := w.expect(*p, line, place), w.changes()
				of := place.ID
				if w.things[of] == nil {
					of = "hepingli"
				}
				got := w.ask(line.method, api.Prefix+w.path(line.pattern, place, of), *p, nil)
				asked++
				say := fmt.Sprintf("%s %s by %s at %s: %d %s", line.method, line.pattern, p, place.ID, got.status, got.told)
				if want == nil {
					allowed++
					w.fine(say, *p, line, place, got)
					continue
				}
				if after := w.changes(); after != before {
					t.Errorf("%s: was to be refused and changed %s, before %s", say, after, before)
				}
				page := line
				if line.method == http.MethodPost {
					page = pages[cmp.Or(line.on, line.pattern)]
				}
				w.refused(say, line, want, w.expect(*p, page, place), got)
			}
		}
	}
	t.Log(asked, "asked,", allowed, "allowed")
	if allowed < asked/20 || allowed > asked*9/10 {
		t.Error("the matrix does not tell apart")
	}
}

// refused sees that an answer is the table's refusal; page is what it says of the page
// where the form stands, on which the refusal is told if that may be read.
func (w *matrix) refused(say string, line route, want, page error, got matrixAnswer) {
	w.t.Helper()
	told := residents.Reason(got.told)
	post := line.method == http.MethodPost
	switch {
	case want == residents.ErrNotFound || !post:
		if got.status != api.Status(want) || told != want {
			w.t.Errorf("%s, want %d %s", say, api.Status(want), want)
		}
	case want == residents.ErrSignedOut && told == want && got.status == http.StatusUnauthorized: // what was written is kept for who signs in
	case page != nil:
		if got.status != api.Status(page) || told != page {
			w.t.Errorf("%s, want %d %s of its page", say, api.Status(page), page)
		}
	case told == want && (got.status == http.StatusUnprocessableEntity || got.status == api.Status(want)):
	case told == residents.ErrNotFound && got.status == http.StatusNotFound: // its page is not there
	default:
		w.t.Errorf("%s, want %s", say, want)
	}
}

// fine sees that an answer is no refusal for want of a role.
func (w *matrix) fine(say string, p player, line route, place residents.Community, got matrixAnswer) {
	w.t.Helper()
	told := residents.Reason(got.told)
	switch {
	case got.status >= 500 && told != api.ErrDown:
		w.t.Errorf("%s: an error", say)
	case got.status == http.StatusUnauthorized || told == residents.ErrSignedOut:
		if p.token != "" || line.do != residents.OwnThings {
			w.t.Errorf("%s: allowed, and asked to sign in", say)
		}
	case got.status == http.StatusForbidden || told == residents.ErrNotAllowed:
		if !conditional(p, line.do, place) {
			w.t.Errorf("%s: allowed without a condition, and refused", say)
		}
	}
}

// someoneFor is somebody whom the table lets do what a line does, and where.
func (w *matrix) someoneFor(line route) (player, residents.Community) {
	w.t.Helper()
	for i := range w.cast {
		p := &w.cast[i]
		if strings.HasPrefix(p.what, "gone-") || p.what == "minor" || p.what == "unconfirmed" {
			continue
		}
		for _, place := range w.around(*p, line) {
			w.known(p)
			if w.expect(*p, line, place) == nil && (place.ID == p.home || place.ID == "" || line.at != nil) {
				return *p, place
			}
		}
	}
	w.t.Fatalf("%s %s: the table lets nobody do %s", line.method, line.pattern, line.do)
	return player{}, residents.Community{}
}

// posts are the lines of forms.
func (w *matrix) posts() []route {
	return slices.DeleteFunc(w.portal.routes(), func(r route) bool { return r.method != http.MethodPost })
}

func TestReadingChangesNothing(t *testing.T) {
	t.Parallel()
	w := bootMatrix(t)
	readers := []player{{}}
	for _, p := range w.cast {
		if p.home == "hepingli" && (p.what == "resident" || p.what == "committee_member") || p.what == "administrator" || p.what == "subdistrict_office" {
			readers = append(readers, p)
		}
	}
	all, before := w.hash(), w.changes()
	for _, line := range w.portal.routes() {
		for _, p := range readers {
			for _, place := range w.around(p, line) {
				for _, method := range []string{http.MethodGet, http.MethodHead} {
					got := w.ask(method, w.path(line.pattern, place, "hepingli"), p, nil)
					if after := w.changes(); after != before {
						t.Errorf("%s of %s by %s at %s: %d, changed %s", method, line.pattern, p, place.ID, got.status, after)
						before = after
					}
				}
			}
		}
	}
	if w.hash() != all {
		t.Error("the rows are others than before")
	}
}

func TestOtherSitesMayNotPost(t *testing.T) {
	t.Parallel()
	w := bootMatrix(t)
	for _, line := range w.posts() {
		p, place := w.someoneFor(line)
		before := w.changes()
		for name, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"} {
			for _, prefix := range []string{"", api.Prefix} {
				got := w.ask(http.MethodPost, prefix+w.path(line.pattern, place, "hepingli"), p, nil, func(r *http.Request) { r.Header.Set(name, value) })
				if after := w.changes(); got.status != http.StatusForbidden || after != before {
					t.Errorf("%s%s with %s: %s by %s: %d, changed %s", prefix, line.pattern, name, value, p, got.status, after)
				}
			}
		}
	}
}

func TestUnknownFieldsAreRefused(t *testing.T) {
	t.Parallel()
	w := bootMatrix(t)
	unknown := pages.Beside(residents.ErrUnknown, 0)
	told := 0
	for _, line := range w.posts() {
		p, place := w.someoneFor(line)
		of := p.home
		if w.things[of] == nil {
			of = "hepingli"
		}
		before := w.changes()
		got := w.ask(http.MethodPost, w.path(line.pattern, place, of), p, url.Values{"confirmed_at": {"1"}})
		if after := w.changes(); got.status < 400 || got.status >= 500 || after != before {
			t.Errorf("%s by %s: %d, changed %s", line.pattern, p, got.status, after)
		}
		if strings.Contains(got.body, unknown) {
			told++
		} else {
			t.Logf("%s by %s: %d, and not for the field", line.pattern, p, got.status)
		}
	}
	if told < len(w.posts())/2 {
		t.Errorf("only %d of %d forms say that they do not know the field", told, len(w.posts()))
	}
}

func TestRouteOutsideTheTableDoesNotStart(t *testing.T) {
	t.Parallel()
	w := bootMatrix(t)
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		made := "grant-oneself-everything"
		line := route{method: method, pattern: "/{place}/desk/" + made, name: made, do: residents.Action(made), handle: nothing, on: "/{place}/desk"}
		func() {
			defer func() {
				if v := recover(); !strings.Contains(fmt.Sprint(v), made) {
					t.Errorf("%s: the portal starts with a line of which the table knows nothing: %v", method, v)
				}
			}()
			w.portal.mux(append(w.portal.routes(), line))
		}()
	}
}

// secrets are the beginnings of all texts of one community that are not another's as well.
func (w *matrix) secrets(of, notOf string) []string {
	w.t.Helper()
	var all []string
	for table, columns := range w.tables() {
		if !slices.Contains(columns, "community") || table == "commands" {
			continue
		}
		for _, column := range columns {
			rows, err := w.db.Query(fmt.Sprintf(`SELECT DISTINCT substr(%[1]s, 1, 14) FROM %[2]s WHERE community = ? AND typeof(%[1]s) = 'text' AND substr(%[1]s, 1, 14) NOT IN
				(SELECT substr(%[1]s, 1, 14) FROM %[2]s WHERE community = ?)`, column, table), of, notOf)
			w.must(err)
			for rows.Next() {
				var s string
				w.must(rows.Scan(&s))
				planted := strings.HasPrefix(s, "雀") || column == "room"
				if s = strings.TrimSpace(s); planted || len(s) > 30 {
					all = append(all, s)
				}
			}
			w.must(rows.Err())
			_ = rows.Close()
		}
	}
	slices.Sort(all)
	meant := w.meantForMore()
	return slices.Compact(slices.DeleteFunc(all, func(s string) bool {
		return slices.ContainsFunc(meant, func(m string) bool { return strings.HasPrefix(m, s) })
	}))
}

// meantForMore are titles that neighbouring communities read too: of a street's projects and
// calls, and of projects from which something was learned.
func (w *matrix) meantForMore() (all []string) {
	w.t.Helper()
	rows, err := w.db.Query(`SELECT title FROM projects WHERE content LIKE '%"lessons":"_%' OR community IN (SELECT id FROM communities WHERE level <> 'community')
		UNION SELECT title FROM calls WHERE community IN (SELECT id FROM communities WHERE level <> 'community')`)
	w.must(err)
	for rows.Next() {
		var title string
		w.must(rows.Scan(&title))
		all = append(all, title)
	}
	w.must(rows.Err())
	return all
}

// leaked is the first of the secrets that an answer has; "" none.
func leaked(body string, secrets []string) string {
	for _, s := range secrets {
		if strings.Contains(body, s) {
			return s
		}
	}
	return ""
}

const searching = "?q=充电棚&title=充电棚&who=雀&part=list&n=901&building=3+号楼"

// TestTheOtherCommunity tries everything that is named in one community under the path
// of another, as everybody there.
func TestTheOtherCommunity(t *testing.T) {
	t.Parallel()
	w := bootMatrix(t)
	a, b := w.places["hepingli"], w.places["anzhen"]
	secrets := w.secrets(a.ID, b.ID)
	if len(secrets) < 100 {
		t.Fatal("secrets:", secrets)
	}
	there := []player{{}}
	for _, p := range w.cast {
		if p.home == b.ID {
			there = append(there, p)
		}
	}
	shown := map[string]bool{}
	for _, line := range w.portal.routes() {
		if !strings.HasPrefix(line.pattern, "/{place}") || line.at != nil {
			continue
		}
		query := ""
		if line.method == http.MethodGet {
			query = searching
			if p, _ := w.someoneFor(line); p.home == a.ID {
				own := w.ask(http.MethodGet, w.path(line.pattern, a, a.ID)+query, p, nil)
				if named(line.pattern) && own.status != http.StatusOK {
					t.Errorf("%s by %s at home: %d, so that it proves nothing elsewhere", line.pattern, p, own.status)
				}
				shown[leaked(own.body, secrets)] = true
			}
		}
		for i := range there {
			p := &there[i]
			w.known(p)
			if w.expect(*p, line, b) != nil {
				continue
			}
			before := w.changes()
			path := w.path(line.pattern, b, a.ID)
			got := w.ask(line.method, path+query, *p, nil)
			say := fmt.Sprintf("%s %s by %s: %d %s", line.method, path, p, got.status, got.location)
			if s := leaked(got.body, secrets); s != "" {
				t.Errorf("%s says %q of the other community", say, s)
			}
			if !named(line.pattern) {
				continue
			}
			if after := w.changes(); after != before {
				t.Errorf("%s changed %s, before %s", say, after, before)
			}
			if got.status < 300 || got.status >= 500 || got.status < 400 && !strings.HasPrefix(got.location, "/"+b.Slug) {
				t.Errorf("%s: something of the other community is there", say)
			}
			if line.method == http.MethodGet && got.status >= 400 && got.status != http.StatusNotFound {
				t.Errorf("%s: not as if it were not there", say)
			}
		}
	}
	if len(shown) < 10 {
		t.Errorf("the secrets show in too few pages at home: %v", shown)
	}
}
