package main

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
)

// watch adds a watcher of hepingli and an auditor of its street.
func watch(b *booted) {
	b.t.Helper()
	console := residents.Sender{Standing: residents.Console, Now: b.clock.Now()}
	for _, who := range []struct {
		home, id, name string
		roles          []residents.RoleName
	}{
		{"hepingli", "tang", "唐律", []residents.RoleName{residents.RoleResident, residents.RoleSupervision}},
		{"hepingli-jiedao", "he", "何审", []residents.RoleName{residents.RoleAuditor}},
	} {
		err := b.store.Update(context.Background(), who.home, func(tx *store.Tx) error {
			_, err := residents.Admit(tx, console, residents.Resident{ID: who.id, Community: who.home, Name: who.name}, who.roles...)
			return err
		})
		if err != nil {
			b.t.Fatal(err)
		}
	}
}

// lines is a body's whole audit, the latest first.
func lines(b *booted, body string) (all []residents.AuditEntry) {
	b.t.Helper()
	err := b.store.View(context.Background(), func(v *store.View) (err error) {
		all, err = v.AuditBefore(body, store.AuditFilter{}, store.AuditKey{}, 1000)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return all
}

func TestAuditHasActsRefusalsAndReads(t *testing.T) {
	t.Parallel()
	b := boot(t)
	watch(b)
	b.signIn("hepingli", "wang")
	fields := topic(b, b.get("/hepingli/topics/new").body)
	if got := b.do("POST", "/hepingli/topics/new", fields); got.StatusCode != 303 {
		t.Fatal(got.Status)
	}
	id := fields.Get("command")
	b.get("/hepingli/desk/topics") // refused

	b.clock.set("2026-11-03 09:10")
	b.signIn("hepingli", "li")
	b.get("/hepingli/desk/people/wang")
	b.clock.set("2026-11-03 09:20")
	screening := url.Values{
		"command": {residents.NewID(b.clock.Now())}, "decision": {"accept"}, "reason-accept": {"common-concern"}, "sentence": {"大家都关心"},
	}
	for range 2 { // sent twice, written once
		if got := b.do("POST", "/hepingli/desk/topics/"+id, screening); got.StatusCode != 303 {
			t.Fatal(got.Status, got.body)
		}
	}
	want := []residents.AuditEntry{
		{Actor: "li", Role: residents.RoleCommitteeMember, Action: residents.Screen, Subject: id, Result: residents.Done},
		{Actor: "li", Role: residents.RoleCommitteeMember, Action: residents.ReadPeople, Subject: "wang", Result: residents.Seen},
		{Actor: "wang", Action: residents.WorkDesk, Result: residents.Refused, Reason: residents.ErrNotAllowed},
	}
	got := lines(b, "hepingli")
	if len(got) != len(want) {
		t.Fatalf("%d lines: %+v", len(got), got)
	}
	for i, w := range want {
		w.Community, w.ActorHome, w.At, w.ID = "hepingli", "hepingli", got[i].At, got[i].ID
		if got[i] != w {
			t.Errorf("line %d is %+v, want %+v", i, got[i], w)
		}
	}

	b.signIn("hepingli", "tang")
	if home := b.get("/hepingli"); !strings.Contains(home.body, `href="/hepingli/desk/audit"`) {
		t.Error("the watcher finds no way to the audit")
	}
	page := b.get("/hepingli/desk/audit")
	for _, want := range []string{"审核议题", "议题 2026-001", "李文静", "居委会委员", "被拒绝", "您现在的身份不能做这件事", "王*", "留存 3 年"} {
		if page.StatusCode != 200 || !strings.Contains(page.body, want) {
			t.Errorf("%s, the audit lacks %q", page.Status, want)
		}
	}
	if strings.Contains(page.body, "王秀兰") {
		t.Error("the whole name of a resident stands in the audit")
	}
	if found := b.get("/hepingli/desk/audit?result=refused"); !strings.Contains(found.body, "看居委会的待办") || strings.Contains(found.body, "议题 2026-001") {
		t.Error("what was refused is not found apart")
	}
	b.signIn("hepingli-jiedao", "he")
	if got := b.get("/hepingli/desk/audit"); got.StatusCode != 200 {
		t.Error("the street's auditor:", got.Status)
	}
}

func TestAuditIsForItsWatchers(t *testing.T) {
	t.Parallel()
	b := boot(t)
	watch(b)
	for _, who := range []struct {
		home, id, path string
		status         int
	}{
		{"", "", "/hepingli/desk/audit", 401},
		{"hepingli", "wang", "/hepingli/desk/audit", 403},
		{"hepingli", "chen", "/hepingli/desk/audit", 403},
		{"hepingli", "tang", "/anzhen/desk/audit", 403},
		{"hepingli", "tang", "/hepingli/desk/audit?before=x.y", 404},
		{"hepingli", "tang", "/hepingli/desk/audit", 200},
		{"hepingli-jiedao", "liu", "/hepingli/desk/audit", 403},
		{"hepingli-jiedao", "he", "/hepingli-jiedao/desk/audit", 200},
		{residents.Installation, "administrator", "/admin/desk/audit", 403},
	} {
		b.client = b.visitor()
		if who.id != "" {
			b.signIn(who.home, who.id)
		}
		if got := b.get(who.path); got.StatusCode != who.status {
			t.Errorf("%s at %s: %s", who.id, who.path, got.Status)
		}
	}
}

// A secret of an address is not in the audit, nor anything that can be no id.
func TestAuditHasNoSecrets(t *testing.T) {
	t.Parallel()
	b := boot(t)
	secret := store.NewToken()
	b.do("POST", "/enter/"+secret, url.Values{"command": {residents.NewID(b.clock.Now())}})
	b.signIn("hepingli", "wang")
	b.get("/hepingli/desk/people/王秀兰")
	got := append(lines(b, residents.Installation), lines(b, "hepingli")...)
	if len(got) != 2 || got[0].Reason != store.ErrDeadLink || got[0].Subject != "" || got[1].Subject != "" {
		t.Errorf("%+v", got)
	}
}

// Whole names are read in public view of the watchers, whichever way they are asked for.
func TestAuditHasEveryReading(t *testing.T) {
	t.Parallel()
	b := boot(t)
	li := b.as("hepingli", "li")
	added := li.send("/hepingli/desk/households", "add-household", "building", "3", "unit", "2", "room", "502", "adults", "", "tenure", "", "area", "")
	one := regexpFirst(`^([^?]+)`, added.Header.Get("Location"))
	before := len(lines(b, "hepingli"))
	b.clock.move(time.Minute)
	li.get(one).holds(t, 200)
	if got := li.do("HEAD", one, nil); got.StatusCode != 200 || got.body != "" {
		t.Fatal(got.Status, got.body)
	}
	li.late(t, one, "building", "").holds(t, 422, "3 号楼 2 单元 502") // the page stands around the form
	got := lines(b, "hepingli")
	if len(got) != before+3 {
		t.Fatalf("%+v", got)
	}
	for _, line := range got[:3] {
		if line.Action != residents.ReadPeople || line.Result != residents.Seen || line.Subject != one[strings.LastIndex(one, "/")+1:] {
			t.Errorf("%+v", line)
		}
	}
}

// Whoever is refused again and again is written down once an hour for each thing, and a
// stranger with dead links too.
func TestAuditIsNotFlooded(t *testing.T) {
	t.Parallel()
	b := boot(t)
	wang, sun := b.as("hepingli", "wang"), b.as("hepingli", "sun")
	press := func() {
		for range 3 {
			wang.get("/hepingli/desk/topics").holds(t, 403)
			wang.get("/hepingli/desk/people").holds(t, 403)
			sun.get("/hepingli/desk/people").holds(t, 403)
			b.late(t, "/enter/"+store.NewToken()).holds(t, 422)
			b.late(t, "/hepingli/sign-in/code", "code", "1234-ABCD-EFGH", "nonce", store.NewToken()).holds(t, 422)
		}
	}
	press()
	if in, at := len(lines(b, "hepingli")), len(lines(b, residents.Installation)); in != 4 || at != 1 {
		t.Errorf("%d lines in the community, %d for the dead links: %+v", in, at, lines(b, "hepingli"))
	}
	b.clock.move(time.Hour)
	press()
	if in, at := len(lines(b, "hepingli")), len(lines(b, residents.Installation)); in != 8 || at != 2 {
		t.Errorf("an hour later %d and %d lines", in, at)
	}
}
