package main

import (
	"context"
	"fmt"
	"testing"
	"time"

	"yishiting/server/browsertest"
	"yishiting/server/store"
	"yishiting/signups"
)

// A phone's whole way: the first visit by the committee's link, the app on the home screen, flight mode with pages that were kept
// and three things that wait, the network again, a newer version, and signing out, after which nothing of it is left.
func TestAPhoneFromItsFirstVisitToItsLast(t *testing.T) {
	t.Parallel()
	b := boot(t)
	appIsBuilt(t)
	a, shifts := b.activity(weekly(2), func(a *signups.Activity) { a.Posts[0].Seats = 1 })
	topic := "/hepingli/topics/" + b.accepted("zhao", "楼道里的灯坏了")

	// The first visit: what is public is read at once, then she is let in and the app takes over.
	r := browsertest.Open(t, b.local()).Before(installable).Allow("net::ERR|Failed to fetch|ERR_|status of 4")
	r.Go("/hepingli").See("登录").NotSee("王秀兰")
	r.Go(b.link("hepingli", "wang")).See("只能用一次").Press("我要登录").Wait(`location.pathname == "/hepingli"`).See("王秀兰，已登录").Ready()
	r.Wait(`navigator.serviceWorker.controller`).Reload().Ready().Wait(pocketThere)
	if faults := r.Installable(); len(faults) > 0 {
		t.Errorf("cannot be installed: %v", faults)
	}

	// She looks about, and does something: then installing is offered, once.
	for _, path := range []string{topic, newTopic} {
		r.Press(".place").At("/hepingli").Ready()
		follow(r, path).At(path).Wait(onHeading)
		kept(r, "/_v"+path)
	}
	kept(r.Go(activityPath(a)), activityPath(a)).Press("#activity-join-" + shifts[1].ID + "-1 .button").See("报上了，到时候见")
	r.Go("/hepingli/me").Ready().Wait(pocketThere)
	browsertest.Eval[any](r, `void offerInstall()`)
	r.Press("全部标为看过").See("可以把议事厅装到手机上").Press("装到手机").Wait(`prompted == 1 && ` + noLine)
	kept(r.Go(activityPath(a)), activityPath(a))
	for _, path := range []string{"/hepingli", "/hepingli/volunteering", "/hepingli/me"} {
		r.Wait(fmt.Sprintf(inReady, path))
	}

	// In flight mode the app starts as from the home screen.
	b.clock.move(time.Hour)
	back := b.flight(r)
	const since = "11 月 3 日 09:00 存下的内容。"
	r.Go("/hepingli").See("王秀兰，已登录", since).Ready().Wait(pocketThere)
	heading(follow(r, newTopic), "提一个议题").See(since)
	fillTopic(r)
	r.Press("提交议题").See("等待发送：提议题")
	heading(follow(r, topic), "楼道里的灯坏了").Press("#statement label.pick").Fill("#statement-text", "先修三单元的，老人多。").Press("送出看法").See("等待发送：看法")
	r.Go(activityPath(a)).Press("#activity-join-" + shifts[0].ID + "-1 .button").Wait(`document.querySelectorAll("#outbox .kept").length == 3`)
	r.Go("/hepingli/me").See(since).Wait(`document.querySelectorAll("#outbox .kept").length == 3`).Axe().Picture("journey-waits")
	r.Go("/hepingli/volunteering").See(a.Title, "已报上") // she has not opened it
	r.Go("/hepingli/help").See("一个月")
	r.Go("/hepingli/projects/unseen").See("没有网络")
	if topics, statements := b.writtenBy("wang"); topics+statements != 0 || b.signup(shifts[0], "wang").Resident != "" {
		t.Fatal("came without a network")
	}

	// Meanwhile the one place is taken. With the network two things arrive, once, and the third is answered.
	b.joins(shifts[0], "zhao")
	r.Go("/hepingli/me").Ready()
	back()
	r.See("已送到：提议题", "已送到：看法", "没有办成：报名，引导员，"+a.Title, "这个班次的名额满了", "去排候补").Axe().Picture("journey-answered")
	r.Press("去排候补").See("满了，可以候补").Ready().Wait(drawn).Press("#activity-join-" + shifts[0].ID + "-1 .button").See("排上候补了").Ready().Wait(drawn)
	r.Press("知道了").Wait(nothingWaits)
	if topics, statements := b.writtenBy("wang"); topics != 1 || statements != 1 || b.signup(shifts[0], "wang").State != signups.Waitlisted || b.signup(shifts[1], "wang").State != signups.Accepted {
		t.Errorf("%d topics, %d statements", topics, statements)
	}

	// Another version comes when she says so, and needs no network the next time.
	r.Go("/hepingli").Ready().Wait(pocketThere)
	browsertest.Eval[any](r, `window.same = true`)
	b.becomes("of tomorrow")
	browsertest.Eval[any](r, comesToTheFront)
	r.See(newer).Press("点此换上").Wait(isOf("of tomorrow")).Ready().NotSee(newer).See("王秀兰，已登录")
	r.Wait(`(await caches.match("/hepingli", {cacheName: "private"}))`)
	back = b.flight(r)
	r.Go("/hepingli").See("王秀兰，已登录", "没有网络").Ready()
	back()
	b.becomes("of tomorrow")

	// She signs out: nothing of hers is left, with and without a network.
	r.Go("/hepingli/me").Wait(stored("王秀兰")).Wait(stored("充电棚"))
	heading(r.Press("退出登录"), "议事厅").See("已退出")
	for _, hers := range []string{"王秀兰", "充电棚"} {
		r.Wait("!(" + stored(hers) + ")")
	}
	r.Wait(`navigator.serviceWorker.controller && await caches.match("/offline")`)
	b.flight(r)
	for _, path := range []string{"/hepingli", "/hepingli/me", topic, activityPath(a)} {
		r.Go(path).Wait(`document.querySelector("h1")`).NotSee("王秀兰", "等着发出")
	}
}

// writtenBy is how many topics somebody of hepingli has raised and how many statements wait to be read.
func (b *booted) writtenBy(who string) (topics, statements int) {
	b.t.Helper()
	err := b.store.View(context.Background(), func(v *store.View) error {
		all, err := v.TopicsBy("hepingli", who, store.TopicKey{}, 50)
		if err != nil {
			return err
		}
		said, err := v.WaitingStatements("hepingli", time.Time{}, "", 50)
		topics, statements = len(all), len(said)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return topics, statements
}
