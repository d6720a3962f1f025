package main

import (
	"fmt"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
	"yishiting/signups"
)

const waitingInBox = `document.querySelectorAll("#outbox .kept").length == %d`

// keptHere is what waits on the phone of anybody, in JavaScript.
const keptHere = `(await (async () => {
	if (!(await indexedDB.databases()).some(d => d.name == "outbox")) return [];
	const of = ask => new Promise((done, fail) => { ask.onsuccess = () => done(ask.result); ask.onerror = () => fail(ask.error) });
	const db = await of(indexedDB.open("outbox"));
	try { return await of(db.transaction("waiting").objectStore("waiting").getAll()) } finally { db.close() }
})())`

// drawn waits two frames, in JavaScript: where the app has come, and has gone to the place that the address names, nothing moves any more.
const drawn = `await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`

// nothingWaits tells in JavaScript whether nothing of anybody waits on the phone.
const nothingWaits = keptHere + `.length == 0`

// Leaving, confirming and giving on wait for the network as signing up does. Of a shift the newest
// word is what holds, and what cannot be done any more is told.
func TestLeavingWithoutANetwork(t *testing.T) {
	t.Parallel()
	b := boot(t)
	a, shifts := b.activity(weekly(4), func(a *signups.Activity) { a.Posts[0].Seats = 1 })
	path := activityPath(a)
	b.joins(shifts[0], "wang")
	b.joins(shifts[1], "zhao", "wang")
	b.joins(shifts[2], "wang")
	b.joins(shifts[3], "zhao", "wang")
	b.act("hepingli", "zhao", func(tx *store.Tx, by residents.Sender) error { return signups.Withdraw(tx, by, a.ID, shifts[1].ID) })
	b.as("hepingli", "wang").send("/hepingli/me", "read") // a count of one figure is too short for axe to judge
	r := b.reader("hepingli", "wang").Before(fmt.Sprintf("Date.now = () => %d", b.clock.Now().UnixMilli())).Allow("net::ERR|Failed to fetch|ERR_|status of 4")
	r.Go(path).See("确认，我来", "来不了，退出", "不排了")
	kept(r, path)
	back := b.flight(r)
	press := func(verb string, i int) { r.Press("#activity-" + verb + "-" + shifts[i].ID + " .button") }
	waits := func(n int) { r.Wait(fmt.Sprintf(waitingInBox, n)) }
	press("leave", 0)
	r.See("等待发送：退出，"+a.Title, "送到以前不算数", "撤销")
	press("confirm", 1)
	waits(2)
	press("give-on", 2)
	waits(3)
	press("leave", 2) // another mind about the same shift
	r.Wait(`document.querySelector("#activity-leave-` + shifts[2].ID + ` .kept")`)
	waits(3)
	r.NotSee("名额让给别人").Picture("outbox-leaving").Axe()
	r.Press("#activity-leave-" + shifts[2].ID + " .kept .button").See("已撤销，没有送出")
	waits(2)
	press("give-on", 2)
	waits(3) // the list grows above and moves what is pressed next
	press("leave", 3)
	waits(4)
	r.Go(path) // opened again without a network
	waits(4)
	for i, want := range []signups.SignupState{signups.Accepted, signups.Offered, signups.Accepted, signups.Waitlisted} {
		if got := b.signup(shifts[i], "wang"); got.State != want || got.Giving {
			t.Fatalf("came without a network: %+v", got)
		}
	}
	b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error { // meanwhile
		return signups.CancelShift(tx, by, "hepingli", a.ID, shifts[0].ID, "下大雨")
	})
	back()
	r.See("没有办成：退出，"+a.Title, "现在不能办这一步", "已送到：确认要来", "已送到：名额让给别人", "已送到：不排了", "这一次取消了：下大雨").Picture("outbox-left")
	for i, want := range []signups.SignupState{signups.Called, signups.Accepted, signups.Accepted, signups.Withdrawn} {
		if got := b.signup(shifts[i], "wang"); got.State != want || got.Giving != (i == 2) {
			t.Errorf("%d: %+v", i, got)
		}
	}
	r.Press("去看看").See("这一次取消了：下大雨", "知道了").Ready().Wait(drawn).Press("知道了").NotSee("没有办成").Wait(nothingWaits)

	// The same on the page of one's own shifts; what comes too late is told so.
	r.Go(volunteeringPath).See("不让了，我来")
	kept(r, volunteeringPath)
	back = b.flight(r)
	press("leave", 1)
	r.See("等待发送：退出，" + a.Title)
	b.at(shifts[1].Starts.Add(time.Minute))
	back()
	r.See("没有办成：退出，"+a.Title, "已经开始", "请打电话告诉带队人").Wait(`!document.querySelector("#activity-leave-` + shifts[1].ID + `")`).Picture("outbox-too-late")
	if got := b.signup(shifts[1], "wang"); got.State != signups.Accepted {
		t.Errorf("%+v", got)
	}
}

// A leader's list that is sent later says of lines without a time when they were written down; what
// is refused leads back to the list.
func TestLeadersListCarriesItsTimes(t *testing.T) {
	t.Parallel()
	b := boot(t)
	a, shifts := b.activity(weekly(2), func(a *signups.Activity) { a.Posts[0].Seats = 6 })
	s := shifts[0]
	b.joins(s, "wang", "zhao", "sun")
	page := "/hepingli/leading/" + a.ID + "/shifts/" + s.ID
	b.at(s.Starts.Add(time.Hour))
	r := b.reader("hepingli", "li").Before(fmt.Sprintf("Date.now = () => %d", b.clock.Now().UnixMilli())).Allow("net::ERR|Failed to fetch|ERR_|status of 4")
	r.Go(page).See("走按您记的时候算")
	kept(r, page)
	said := func(who, what string) {
		browsertest.Eval[any](r, fmt.Sprintf(`void (document.querySelector("[name=said-%s]").value = %q)`, who, what))
	}
	back := b.flight(r)
	said("wang", "here")
	said("zhao", "gone")
	r.Press("#lead-list > .button").See("等待发送")
	b.clock.move(40 * time.Minute)
	back()
	r.See("已送到").Wait(`document.querySelector("[name=out-zhao]")?.value == "10:00"`)
	if got := b.signup(s, "wang"); got.State != signups.CheckedIn || !got.In.Equal(s.Starts) {
		t.Errorf("%+v", got)
	}
	if got := b.signup(s, "zhao"); got.State != signups.Completed || !got.In.Equal(s.Starts) || !got.Out.Equal(s.Starts.Add(time.Hour)) || got.Minutes != 60 {
		t.Errorf("%+v", got)
	}

	kept(r, page)
	back = b.flight(r)
	said("sun", "here")
	browsertest.Eval[any](r, `void (document.querySelector("[name=in-sun]").value = "23:30")`) // long after its end
	r.Press("#lead-list > .button").See("等待发送")
	back()
	r.See("没有办成").Wait(`document.querySelector("[name=said-sun]")?.value === ""`).Wait(fmt.Sprintf(`document.querySelector("#outbox .refusal a")?.getAttribute("href") == %q`, page))
	r.Press("去看看").At(page).See("名单")
}
