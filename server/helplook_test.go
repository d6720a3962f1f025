package main

import (
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/desk"
	"yishiting/server/sample"
	"yishiting/server/store"
)

// bootSample is the portal with the sample's neighbourhood in it, on a day in November.
func bootSample(t testing.TB) *booted {
	t.Helper()
	b := &booted{t: t, clock: &clock{}, log: &strings.Builder{}}
	b.clock.set("2026-11-15 10:00")
	b.dir = sampled(t, b.clock.Now())
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var err error
	b.store, err = store.Open(context.Background(), store.Options{Dir: b.dir, Clock: b.clock.Now, Log: log})
	must(err)
	t.Cleanup(func() { _ = b.store.Close() })
	t.Cleanup(b.searchInOrder)
	b.Server = httptest.NewUnstartedServer(nil)
	b.portal, err = NewPortal(Settings{Clock: b.clock.Now, Log: log, Store: b.store, Address: b.local()})
	must(err)
	b.Config.Handler = b.portal
	b.Start()
	t.Cleanup(b.Close)
	b.client = b.visitor()
	return b
}

// helpEyes look at a page on a phone with scripts off, on one in large letters, and at a desk.
type helpEyes struct {
	b                *booted
	off, elder, wide *browsertest.Tab
	night            *browsertest.Tab // a phone whose owner prefers dark pages
}

func (e *helpEyes) as(home, who string) *helpEyes {
	e.b.t.Helper()
	token := e.b.session(home, who, residents.ByPasskey, e.b.clock.Now().AddDate(100, 0, 0))
	for _, r := range []*browsertest.Tab{e.off, e.elder, e.night, e.wide} {
		r.Cookie(sessionCookie, token)
	}
	return e
}

// narrow looks at a page on the two phones.
func (e *helpEyes) narrow(path, name string, see ...string) *helpEyes {
	e.b.t.Helper()
	e.see(e.off, path, name, see)
	e.see(e.elder, path, name+"-elder", see)
	e.elder.Axe()
	e.reaches(e.off, name, 44)
	e.reaches(e.elder, name, 60)
	return e
}

// reaches fails where something that is pressed is too small for a finger.
func (e *helpEyes) reaches(r *browsertest.Tab, name string, touch int) {
	e.b.t.Helper()
	if small := browsertest.Eval[[]string](r, smallTargets(touch)); len(small) > 0 {
		e.b.t.Errorf("%s: under %d points: %q", name, touch, small)
	}
}

// dark looks at a page that is dark, too.
func (e *helpEyes) dark(path, name string, see ...string) *helpEyes {
	e.b.t.Helper()
	e.narrow(path, name, see...)
	e.see(e.night, path, name+"-dark", see)
	e.night.Axe()
	return e
}

// desk looks at a page of the desk on a computer, and on a phone in large letters.
func (e *helpEyes) desk(path, name string, see ...string) *helpEyes {
	e.b.t.Helper()
	e.see(e.wide, path, name+"-wide", see)
	e.wide.Axe()
	e.see(e.elder, path, name+"-elder", see)
	e.reaches(e.elder, name, 60)
	return e
}

func (e *helpEyes) see(r *browsertest.Tab, path, name string, see []string) {
	e.b.t.Helper()
	r.Go(path).See(see...).Picture("help-" + name)
	if wide := browsertest.Eval[[]string](r, tooWide); len(wide) > 0 {
		e.b.t.Errorf("%s is wider than the screen: %q", name, wide)
	}
	if w := browsertest.Eval[int](r, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); w > 0 {
		e.b.t.Errorf("%s scrolls by %d points", name, w)
	}
}

// to is where a link with these words leads on a page.
func (e *helpEyes) to(path, words string) string {
	e.b.t.Helper()
	e.wide.Go(path).See(words)
	return browsertest.Eval[string](e.wide, `[...document.querySelectorAll("main a")].find(a => a.innerText.includes(`+browsertest.Quote(words)+`)).getAttribute("href")`)
}

// helpEyesIn opens the browsers before the sample.
func helpEyesIn(t *testing.T) *helpEyes {
	b := bootSample(t)
	open := func() *browsertest.Tab { return browsertest.Open(t, b.URL).WithoutApp().Allow(`status of 403`) }
	return &helpEyes{b: b, off: open().NoScripts(), elder: open().Cookie(elderCookie, "on"), night: open().Dark(), wide: open().Wide()}
}

// Whoever helps, leads, or looks after those who help looks at every page on the way.
func TestVolunteerPagesInTheSample(t *testing.T) {
	t.Parallel()
	e := helpEyesIn(t)
	e.helper()
	e.helpDesks()
	e.leader()
}

// So do those who speak for organisations, borrow rooms, apply for grants, or decide about them.
func TestOrganisationPagesInTheSample(t *testing.T) {
	t.Parallel()
	e := helpEyesIn(t)
	e.organisations()
	e.rooms()
	e.grants()
	e.nextRound()
}

func (e *helpEyes) helper() {
	e.as("hepingli", sample.Resident)
	e.narrow("/hepingli/activities", "activities", "垃圾分类桶前引导")
	e.dark(e.to("/hepingli/activities", "垃圾分类桶前引导"), "activity-bins", "桶前引导")
	e.narrow(e.to("/hepingli/activities", "入冬探访独居老人"), "activity-visits", "探访")
	e.dark("/hepingli/volunteering", "volunteering", "我报的")
	e.narrow("/hepingli/volunteering/profile", "profile", "志愿者资料")
	e.narrow("/hepingli/volunteering/hours", "hours", "更正")
	e.narrow("/hepingli/volunteering/statement", "statement-form", "到哪天")
	e.narrow("/hepingli/service-check", "service-check", "核对")
	e.narrow("/hepingli/teams", "teams", "绿马甲分类引导队")
	e.narrow(e.to("/hepingli/teams", "小巷管家队"), "team-lane", "小巷管家队")
	e.narrow("/hepingli/leading", "leading-none", "带")
}

func (e *helpEyes) leader() {
	e.as("hepingli", sample.Volunteer)
	e.narrow("/hepingli/leading", "leading", "垃圾分类桶前引导")
	e.narrow("/hepingli/leading/new", "leading-new", "先写内容，再加班次")
	one := e.to("/hepingli/leading", "垃圾分类桶前引导")
	e.narrow(one, "leading-one", "加班次")
	e.narrow(one+"/edit", "leading-edit", "名额只能加")
	shift := e.to(one, "11 月 21 日")
	e.narrow(shift, "shift-before", "名单")
	e.b.clock.set("2026-11-21 07:40")
	e.as("hepingli", sample.Volunteer)
	e.dark(shift, "shift-during", "签到码")
	e.dark(shift+"/code", "code", "换下一个")
	e.b.clock.set("2026-11-21 09:05")
	e.dark(shift, "shift-after", "名单")
	e.as("hepingli", sample.Resident).narrow(shift, "shift-refused")
}

func (e *helpEyes) helpDesks() {
	e.as("hepingli", sample.Committee)
	e.desk("/hepingli/desk/activities", "desk-activities", "年底小巷安全巡查")
	e.desk(e.to("/hepingli/desk/activities", "年底小巷安全巡查"), "desk-activity", "年底小巷安全巡查")
	e.desk("/hepingli/desk/volunteers", "desk-volunteers", "红十字救护员证")
	e.desk("/hepingli/desk/teams", "desk-teams", "小巷管家队")
	e.desk(e.to("/hepingli/desk/teams", "小巷管家队"), "desk-team", "小巷管家队")
}

func (e *helpEyes) rooms() {
	e.as("hepingli", sample.Resident)
	e.narrow("/hepingli/support", "support", "支持")
	e.narrow("/hepingli/rooms", "rooms", "孵化中心多功能厅")
	e.dark(e.to("/hepingli/rooms", "孵化中心多功能厅"), "room", "从几点开始")
	e.as("hepingli-jiedao", "tang-wen")
	e.desk("/hepingli-jiedao/desk/rooms", "desk-rooms", "孵化中心多功能厅")
	e.desk("/hepingli-jiedao/desk/rooms/new", "desk-room", "哪几天开放")
	e.desk("/hepingli-jiedao/desk/support", "desk-support", "支持")
}

func (e *helpEyes) organisations() {
	e.as("hepingli", sample.Resident)
	e.narrow("/hepingli/organisations", "organisations", "和平里银龄合唱队")
	e.dark(e.to("/hepingli/organisations", "和平里银龄合唱队"), "organisation", "和平里银龄合唱队")
	e.narrow("/hepingli/organisations/new", "organisation-new", "哪一种")
	e.narrow("/hepingli/exchange", "exchange", "国庆前请人来演一场", "有人会修轮椅吗")
	e.as("hepingli", sample.Volunteer).narrow(e.to("/hepingli/organisations", "和平里银龄合唱队"), "organisation-own", "和平里银龄合唱队")
	e.as("hepingli", sample.Committee)
	e.desk("/hepingli/desk/organisations", "desk-organisations", "手把手手机课堂")
	e.desk("/hepingli/desk/exchange", "desk-exchange", "手机课堂要一间大些的屋子")
	e.desk(e.to("/hepingli/desk/organisations", "手把手手机课堂"), "desk-organisation", "手把手手机课堂")
	e.as("hepingli-jiedao", "liu-min")
	e.desk("/hepingli-jiedao/desk/organisations", "desk-filings", "和平里银龄合唱队")
	e.desk(e.to("/hepingli-jiedao/desk/organisations", "和平里银龄合唱队"), "desk-filing", "和平里银龄合唱队")
}

func (e *helpEyes) grants() {
	const desks = "/hepingli-jiedao/desk/grants"
	e.as("hepingli", sample.Resident)
	e.narrow("/hepingli/grants", "grants", "社区公益创投")
	round := e.to("/hepingli/grants", "社区公益创投")
	e.dark(round, "grant-notice", "结果公示")
	e.narrow(e.to(round, "楼道里的陪伴"), "grant-application", "楼道里的陪伴")
	e.as("hepingli-jiedao", "liu-min")
	e.desk(desks, "desk-grants", "社区公益创投")
	work := e.to(desks, "社区公益创投")
	e.desk(work, "desk-grant-notice", "公示")
	e.desk(e.to(work, "楼道里的陪伴"), "desk-grant-case", "楼道里的陪伴")
	e.desk(desks+"/new", "desk-grant-new", "起草")
	e.as("hepingli-jiedao", "bai-shulan").desk(work+"/score", "desk-grant-score", "评")
}

// nextRound is drafted like the one before, and called.
func (e *helpEyes) nextRound() {
	const desks = "/hepingli-jiedao/desk/grants"
	liu := e.b.as("hepingli-jiedao", "liu-min")
	terms := strings.NewReplacer("2026-11-04", "2026-11-15", "2026-11-13", "2026-11-25", "2026-11-21", "2026-12-05", "2026-11-25T", "2026-12-10T").Replace(strings.Join(grantTerms, "\x00"))
	at := liu.send(desks+"/new", desk.GrantDraftForm, strings.Split(terms, "\x00")...).Header.Get("Location")
	next, _, _ := strings.Cut(at, "?")
	e.as("hepingli-jiedao", "liu-min").desk(next, "desk-grant-draft", "公益创投")
	e.b.as("hepingli-jiedao", "zhao-lei").send(next, "grant-publish")
	id := next[strings.LastIndex(next, "/"):]
	e.as("hepingli", "hepingli-021").narrow("/hepingli/grants"+id, "grant-call", "申报到")
	e.narrow("/hepingli/grants"+id+"/apply", "grant-apply", "申报")
}
