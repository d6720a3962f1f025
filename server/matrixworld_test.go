package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"yishiting/app/api"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/doors"
	"yishiting/server/store"
	"yishiting/telling"
)

// matrix is the sample's neighbourhood, with somebody for every role of every body, and
// a database that tells what was changed. Requests go to the portal in the process.
type matrix struct {
	*booted
	db     *sql.DB
	bodies []residents.Community
	cast   []player
	things map[string]map[string]string // by body: what stands for a part of a path
	places map[string]residents.Community
	n      int
}

// player is one line of the matrix: somebody, and what is special about them.
type player struct {
	home, id, what string
	token          string // of their session; "" for whoever is signed out
	standing       residents.Standing
}

func (p player) String() string { return p.what + "@" + p.home }

func bootMatrix(t *testing.T) *matrix {
	t.Helper()
	w := &matrix{booted: &booted{t: t, clock: &clock{}, log: &strings.Builder{}}, things: map[string]map[string]string{}, places: map[string]residents.Community{}}
	w.clock.set("2026-11-15 10:00")
	w.dir = sampled(t, w.clock.Now())
	log := slog.New(slog.DiscardHandler)
	var err error
	if w.store, err = store.Open(context.Background(), store.Options{Dir: w.dir, Clock: w.clock.Now, Log: log}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.store.Close() })
	w.portal, err = NewPortal(Settings{Clock: w.clock.Now, Log: log, Store: w.store, Address: "http://localhost"})
	w.must(err)
	w.portal.flood = doors.NewFlood(1e6, 1e6, w.clock.Now) // here nobody floods
	w.portal.feeds = w.portal.flood
	w.must(w.store.View(context.Background(), func(v *store.View) (err error) { w.bodies, err = v.Communities(); return err }))
	w.db, err = sql.Open("sqlite", "file:"+filepath.Join(w.dir, "yishiting.db")+"?_pragma=busy_timeout(5000)")
	w.must(err)
	t.Cleanup(func() { _ = w.db.Close() })
	slices.SortStableFunc(w.bodies, func(a, b residents.Community) int { return cmp.Compare(rank(a), rank(b)) })
	for _, c := range w.bodies {
		w.places[c.ID] = c
		w.settle(c)
	}
	for _, c := range []string{"hepingli", "anzhen"} {
		w.furnish(c)
		w.support(c)
	}
	w.watch()
	return w
}

// rank puts the community that the sample is about first, then those of its level.
func rank(c residents.Community) int {
	return slices.Index([]string{"hepingli", "anzhen", "hepingli-jiedao", "dongcheng", residents.Installation}, c.ID)
}

func (w *matrix) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// settle puts somebody into a body for each role that it has, and those whom a role does not help.
func (w *matrix) settle(c residents.Community) {
	add := func(what, method string, name residents.RoleName, over bool, change func(*residents.Resident)) {
		now := w.clock.Now()
		p := player{home: c.ID, id: "matrix-player-" + what, what: what}
		r := residents.Resident{ID: p.id, Community: c.ID, Name: "雀" + c.Slug + what, Building: "3 号楼", Adult: true, JoinedAt: now, ConfirmedAt: now}
		if change != nil {
			change(&r)
		}
		role := residents.Role{Community: c.ID, Resident: p.id, Name: name, From: now.AddDate(-1, 0, 0), To: now.AddDate(1, 0, 0)}
		if name == residents.RoleStairwellHead {
			role.Scope = "3 号楼"
		}
		if over {
			role.To = now.Add(-time.Second)
		}
		w.must(w.store.Update(context.Background(), c.ID, func(tx *store.Tx) error {
			if err := tx.AddResident(r); err != nil || name == "" {
				return err
			}
			return tx.GrantRole(c.ID, role)
		}))
		proved := time.Time{}
		if method == residents.ByPasskey {
			proved = now.AddDate(100, 0, 0)
		}
		p.token = w.session(c.ID, p.id, method, proved)
		w.cast = append(w.cast, p)
	}
	for _, name := range residents.LevelRoles[c.Level] {
		add(string(name), residents.ByPasskey, name, false, nil)
	}
	office := residents.LevelRoles[c.Level][0]
	if c.Level == residents.LevelCommunity {
		office = residents.RoleDirector
		add("unconfirmed", residents.ByPasskey, "", false, func(r *residents.Resident) { r.ConfirmedAt = time.Time{} })
		add("minor", residents.ByPasskey, residents.RoleResident, false, func(r *residents.Resident) { r.Adult, r.BirthYear = false, 2011 })
		add("gone-resident", residents.ByPasskey, residents.RoleResident, true, nil)
	}
	add("weak-office", residents.ByLink, office, false, nil)
	add("former-office", residents.ByPasskey, office, true, nil)
}

// furnish puts into a community what the sample has none of, and finds what it has: one
// of everything that a path may name.
func (w *matrix) furnish(c string) {
	now := w.clock.Now()
	one := func(query string) (id string) {
		w.t.Helper()
		w.must(w.db.QueryRow(query, c).Scan(&id))
		return id
	}
	id := func(what string) string { return "matrix-" + what + "-of-" + c }
	room := map[string]string{"hepingli": "77012", "anzhen": "88013"}[c]
	topic := one(`SELECT topic FROM outcomes WHERE community = ? AND topic IN (SELECT topic FROM tasks WHERE tasks.community = outcomes.community) ORDER BY topic LIMIT 1`)
	w.things[c] = map[string]string{
		"topics/{id}": topic, "case/{id}": topic, "cases/{community}": c, "{community}/{id}": topic, "outcomes/{meeting}": "", "{meeting}/{id}": topic,
		"tasks/{task}":    one(`SELECT id FROM tasks WHERE community = ? ORDER BY topic LIMIT 1`),
		"households/{id}": id("household"), "home/{household}": id("household"), "letters/{id}": id("invitation"),
		"people/{id}": id("elder"), "stairwell/{id}": id("elder"), "wards/{child}": id("child"), "minors/{minor}": id("child"),
		"helping/{mandate}": id("mandate"), "help/{mandate}": id("mandate"), "guardian/{mandate}": id("guarding"),
		"statements/{id}": id("statement"), "photos/{id}": id("photo"), "roster/{draft}": id("draft"), "bodies/{body}": c,
		"consents/{purpose}": residents.PurposePhone, "record/{seq}": "0", "months/{month}": "2026-10", "enter/{token}": store.NewToken(),
		"polls/{id}": id("poll"), "polls/{draft}": id("poll-draft"), "project-report/{year}": "2026", "help/{page}": "month", "week/{day}": "2026-11-14",
		"calls/{id}": id("call"), "calls/{draft}": id("call-draft"), "activities/{id}": id("activity"), "leading/{id}": id("activity"), "shifts/{shift}": id("shift") + "-1", "teams/{id}": id("team"), "statement/{statement}": id("service"),
		"projects/{id}": id("project"), "files/{file}": id("file"), "{community}/{project}": id("project"), "{project}/{seq}": "1", "{project}/{milestone}": "1", "milestones/{milestone}": "1",
		"supervisors/{community}": c, "dissents/{community}": c, "objections/{community}": c, "defects/{community}": c, "clearances/{community}": c, "overdue/{community}": c,
		"{community}/{resident}": id("elder"), "{community}/{dissent}": id("dissent"), "{community}/{objection}": id("objection"), "money/{entry}": id("entry"),
	}
	things := w.things[c]
	maps.Copy(things, map[string]string{"organisations/{id}": id("organisation"), "filings/{community}": c, "{community}/{organisation}": id("organisation"), "files/{document}": id("document"), "notes/{year}": "2025", "events/{event}": id("event")})
	maps.Copy(things, supportThings(c, id))
	feed := store.NewToken()
	things["calendar/{feed}"] = feed + ".ics"
	things["mail-check/{token}"], things["mail-off/{token}"] = store.NewToken(), store.NewToken()
	things["orders/{task}"] = things["tasks/{task}"]
	w.must(w.db.QueryRow(`SELECT meeting FROM outcomes WHERE community = ? AND topic = ?`, c, topic).Scan(ptr(things, "outcomes/{meeting}")))
	things["meetings/{id}"] = things["outcomes/{meeting}"]
	key := store.Passkey{ID: "credential-of-" + c, Community: c, Resident: id("elder"), Handle: "handle-" + c, Credential: "{}", Label: "雀" + c + "的手机", AddedAt: now}
	things["passkeys/{id}"] = key.Public()
	mandate := func(name, person, kind string) residents.Mandate {
		return residents.Mandate{Community: c, ID: id(name), Person: id(person), Helper: id("helper"), Kind: kind, Channel: residents.Paper, Paper: "雀" + c + "档案柜三层", MadeBy: id("helper"), From: now, To: now.AddDate(1, 0, 0)}
	}
	w.must(w.store.Update(context.Background(), c, func(tx *store.Tx) error {
		for _, who := range []string{"elder", "helper", "child"} {
			r := residents.Resident{ID: id(who), Community: c, Name: "雀" + c + who, Building: "3 号楼", Adult: who != "child", JoinedAt: now, ConfirmedAt: now}
			if who == "child" {
				r.BirthYear = 2014
			}
			w.must(tx.AddResident(r))
		}
		w.must(tx.AddHousehold(residents.Household{Community: c, ID: id("household"), Building: "3 号楼", Unit: "2 单元", Room: room, Adults: 2}))
		w.must(tx.AddHome(c, id("household"), id("elder")))
		w.must(w.askPolls(tx, c, id("poll"), id("poll-draft")))
		w.must(w.askCalls(tx, c, id("call"), id("call-draft"), id("household")))
		w.must(w.keepProject(tx, c, id))
		w.must(w.callHelpers(tx, c, id))
		w.must(w.lend(tx, c, id))
		w.must(w.standTogether(tx, c, id))
		w.must(tx.AddInvitation(residents.Invitation{Community: c, ID: id("invitation"), Number: 901, Household: id("household"), Slots: 2, MadeBy: id("helper"), MadeAt: now, ExpiresAt: now.AddDate(0, 1, 0)}, store.NewToken(), "no hash"))
		w.must(tx.SetFeed(c, id("elder"), feed))
		w.must(tx.SetMail(c, id("elder"), "elder@"+c+".example", things["mail-off/{token}"]))
		w.must(tx.SetMailCheck(telling.MailCheck{Community: c, Resident: id("helper"), Address: "helper@" + c + ".example", Made: now, Expires: now.AddDate(0, 0, 1)}, things["mail-check/{token}"]))
		w.must(tx.AddMandate(mandate("mandate", "elder", "relative")))
		w.must(tx.AddMandate(mandate("guarding", "child", "guardian")))
		guarded := mandate("guarding-a-player", "child", "guardian")
		guarded.Person = "matrix-player-minor"
		w.must(tx.AddMandate(guarded))
		w.must(tx.AddPasskey(key))
		w.must(tx.AddRosterDraft(residents.RosterDraft{Community: c, ID: id("draft"), MadeBy: "matrix-player-committee_member", FileName: "雀" + c + "住户名册.csv", MadeAt: now, ExpiresAt: now.AddDate(0, 0, 1), Content: "{}"}))
		w.must(tx.AddStatement(consultation.Statement{Community: c, ID: id("statement"), Topic: topic, Author: id("elder"), Side: "for", Text: "雀" + c + "说一句等着看的话", At: now, State: "waiting"}))
		return tx.AddPhoto(consultation.Photo{Community: c, ID: id("photo"), Subject: "topic/" + topic, Place: 3, JPEG: []byte("\xff\xd8\xff雀" + c), At: now})
	}))
}

// ptr scans into a map.
func ptr(m map[string]string, key string) sql.Scanner { return scanned{m, key} }

type scanned struct {
	m   map[string]string
	key string
}

func (s scanned) Scan(v any) error { s.m[s.key] = fmt.Sprint(v); return nil }

// path fills a pattern with what is there in a community, at a place.
func (w *matrix) path(pattern string, place residents.Community, of string) string {
	w.t.Helper()
	parts := strings.Split(strings.TrimSuffix(pattern, "{$}"), "/")
	for i, part := range parts {
		if part == "{place}" {
			parts[i] = place.Slug
		}
		if !strings.HasPrefix(part, "{") || part == "{place}" {
			continue
		}
		before := strings.Split(pattern, "/")[i-1]
		thing, ok := w.things[of][before+"/"+part]
		if !ok {
			w.t.Fatalf("%s: the matrix has nothing for %s/%s", pattern, before, part)
		}
		parts[i] = thing
	}
	return strings.Join(parts, "/")
}

// named tells whether a pattern names something that belongs to one community.
func named(pattern string) bool {
	for _, all := range []string{"{place}", "{month}", "{year}", "{day}", "{seq}", "{purpose}", "{token}", "{$}"} {
		pattern = strings.ReplaceAll(pattern, all, "")
	}
	return strings.Contains(pattern, "{")
}

// tables are those that a refusal and a reader leave alone: who was refused and who read is
// written down, and tries are counted.
func (w *matrix) tables() map[string][]string {
	rows, err := w.db.Query(`SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT IN ('audit', 'limits', 'matrix_changes') AND NOT (m.name = 'sessions' AND c.name = 'seen_at')`)
	w.must(err)
	defer func() { _ = rows.Close() }()
	all := map[string][]string{}
	for rows.Next() {
		var table, column string
		w.must(rows.Scan(&table, &column))
		all[table] = append(all[table], column)
	}
	w.must(rows.Err())
	return all
}

// watch lets the database count what is changed in each table.
func (w *matrix) watch() {
	w.exec(`CREATE TABLE matrix_changes (what TEXT PRIMARY KEY, n INTEGER NOT NULL)`)
	for table, columns := range w.tables() {
		w.exec(`INSERT INTO matrix_changes VALUES ('` + table + `', 0)`)
		for _, on := range []string{"INSERT", "DELETE", "UPDATE OF " + strings.Join(columns, ", ")} {
			w.exec(fmt.Sprintf(`CREATE TRIGGER "matrix %s %.6s" AFTER %s ON %s BEGIN UPDATE matrix_changes SET n = n + 1 WHERE what = '%s'; END`, table, on, on, table, table))
		}
	}
}

func (w *matrix) exec(query string) {
	w.t.Helper()
	_, err := w.db.Exec(query)
	w.must(err)
}

// changes is what was changed so far, a count for each table.
func (w *matrix) changes() (s string) {
	w.t.Helper()
	w.must(w.db.QueryRow(`SELECT COALESCE(group_concat(what || ' ' || n), '') FROM (SELECT * FROM matrix_changes WHERE n > 0 ORDER BY what)`).Scan(&s))
	return s
}

// hash is the SHA-256 of all rows of all tables.
func (w *matrix) hash() (sum [32]byte) {
	h := sha256.New()
	tables := w.tables()
	for _, table := range slices.Sorted(maps.Keys(tables)) {
		var s sql.NullString
		query := `SELECT group_concat(hex(quote(` + strings.Join(tables[table], `)) || ' ' || hex(quote(`) + `)), ';') FROM (SELECT * FROM ` + table + ` ORDER BY 1, 2)`
		w.must(w.db.QueryRow(query).Scan(&s))
		_, _ = fmt.Fprintln(h, table, s.String)
	}
	return [32]byte(h.Sum(nil))
}

// matrixAnswer is an answer; told is the reason that the app is told.
type matrixAnswer struct {
	status         int
	told, location string
	body           string
}

// ask sends a request as somebody; by the app's road where path begins with its prefix.
func (w *matrix) ask(method, path string, by player, fields url.Values, change ...func(*http.Request)) matrixAnswer {
	if method == http.MethodPost {
		w.n++
		form := url.Values{"command": {fmt.Sprintf("matrix-command-%08d", w.n)}}
		for k, v := range fields {
			form[k] = v
		}
		fields = form
	}
	r := httptest.NewRequest(method, "http://localhost"+path, strings.NewReader(fields.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if by.token != "" {
		r.AddCookie(&http.Cookie{Name: sessionCookie, Value: by.token})
	}
	for _, f := range change {
		f(r)
	}
	rec := httptest.NewRecorder()
	w.portal.ServeHTTP(rec, r)
	a := matrixAnswer{status: rec.Code, location: rec.Header().Get("Location"), body: rec.Body.String()}
	if strings.HasPrefix(path, api.Prefix) {
		var told api.Answer
		if json.Unmarshal(rec.Body.Bytes(), &told) == nil {
			a.told, a.location = told.Reason, told.Location
		}
	}
	return a
}

// known looks up how somebody stands, in a session anew where theirs is over.
func (w *matrix) known(p *player) {
	w.t.Helper()
	if p.token == "" {
		return
	}
	look := func() error {
		return w.store.View(context.Background(), func(v *store.View) (err error) {
			_, p.standing, err = v.Session(p.token, w.clock.Now())
			return err
		})
	}
	if look() == nil {
		return
	}
	method, proved := residents.ByPasskey, w.clock.Now().AddDate(100, 0, 0)
	if p.what == "weak-office" {
		method, proved = residents.ByLink, time.Time{}
	}
	p.token = w.session(p.home, p.id, method, proved)
	if err := look(); err != nil {
		w.t.Fatalf("%s cannot be signed in again: %v", p, err)
	}
}

// expect is what the table of permissions says of somebody at a line of the portal: nil where
// they may open it.
func (w *matrix) expect(p player, line route, place residents.Community) error {
	if place.ID != "" && (line.at != nil && !slices.Contains(line.at, place.Level) || !residents.Exists(line.do, place.Level)) {
		return residents.ErrNotFound
	}
	return residents.MayOpen(p.standing, line.do, place.ID, place.Parent, w.clock.Now())
}
