package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
	"yishiting/signups"
)

// say writes a statement on the topic that the tab shows.
func (w *writer) say(r *browsertest.Tab, text string) {
	w.t.Helper()
	r.Press(w.statement+" label.pick").Fill("#statement-text", text).Press("#statement .button")
}

// report writes a post with a picture on the task that the tab shows.
func (w *writer) report(r *browsertest.Tab, text string) {
	w.t.Helper()
	r.Fill(w.progressForm+" textarea", text).Upload(w.progressForm+" input[type=file]", jpegFile(w.t.(*testing.T))).Press(w.progressForm + " .button")
}

const onTheWay = `document.querySelector("#outbox").innerText.includes("正在发出")`

// Two tabs are open when the network comes back: each thing is sent once, in the order in which it was written, and both tabs
// tell the same, before and after.
func TestTwoTabsSendOnce(t *testing.T) {
	t.Parallel()
	const title = "3 号楼南侧建充电棚"
	w := newWriter(t)
	r := w.r
	w.seen(newTopic, w.topicPage, w.carriedPage)
	r.Go(w.topicPage).Ready()
	other := r.Another().Go(newTopic).Ready().Wait(`document.querySelector("link[href*=outbox]")`)
	w.flight(r)
	other.Flight(true)
	w.say(r, "先修三单元的。")
	both := func(condition string) {
		t.Helper()
		r.Wait(condition)
		other.Wait(condition)
	}
	both(fmt.Sprintf(inList, 1))
	fillTopic(other)
	other.Press("提交议题")
	both(fmt.Sprintf(inList, 2))
	r.Go(w.carriedPage)
	w.report(r, "第一处已经装好。")
	both(fmt.Sprintf(inList, 3))
	if a, b := browsertest.Eval[string](r, `document.querySelector("#outbox").innerText`), browsertest.Eval[string](other, `document.querySelector("#outbox").innerText`); a != b {
		t.Errorf("the tabs tell different things:\n%s\n\n%s", a, b)
	}

	gate, open := shut(t)
	came := w.watch(func(_ http.ResponseWriter, _ *http.Request, nth int) bool {
		if nth == 1 {
			<-gate // both tabs have a network before the first is answered
		}
		return false
	})
	r.Flight(false)
	other.Flight(false)
	both(onTheWay)
	for _, tab := range []*browsertest.Tab{r, other} { // the one that does not send tries, in vain: the thing is still on its way
		browsertest.Eval[int](tab, `(dispatchEvent(new Event("online")), navigator.locks.request("outbox", {ifAvailable: true}, () => 1))`)
	}
	browsertest.Eval[any](r, `new BroadcastChannel("outbox").postMessage({})`) // what that would have told has been heard before this
	both(onTheWay)
	open()
	for _, tab := range []*browsertest.Tab{r, other} {
		tab.See("已送到：看法", "已送到：提议题", "已送到：进展").Wait(fmt.Sprintf(inList, 0))
	}
	r.Wait(nothingWaits)
	w.holds(title, 1, 1, 1, 1)
	paths, commands := came.all()
	if want := []string{w.topicPage + "/statements", newTopic, w.carriedPage + "/tasks/" + w.task}; commands != 3 || !slices.Equal(paths, want) {
		t.Errorf("%d commands came to %v", commands, paths)
	}
}

// The tab that sends is closed before the answer: the other sends it again, under the same id, and it counts once.
func TestATabIsClosedWhileItSends(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	w.seen(w.topicPage)
	r := w.r
	other := r.Another().Go(w.topicPage).Ready().Wait(`document.querySelector("link[href*=outbox]")`)
	w.flight(r)
	other.Flight(true)
	w.say(other, "先修三单元的。")
	r.Wait(fmt.Sprintf(inList, 1))
	came, done := w.unheard()
	other.Flight(false)
	comes(t, done)
	other.Close()
	r.Flight(false).Wait(nothingWaits).See("已送到：看法")
	w.holds("", 0, 1, 0, 0)
	if paths, commands := came.all(); commands != 1 || len(paths) != 2 {
		t.Errorf("%d commands came to %v", commands, paths)
	}
}

// The first of three is slow, and refused: the others come after it, in order, and it stays.
func TestOrderIsKept(t *testing.T) {
	t.Parallel()
	const title = "3 号楼南侧建充电棚"
	w := newWriter(t)
	r := w.r
	w.seen(newTopic, w.topicPage, w.carriedPage)
	w.flight(r)
	r.Go(w.topicPage).Ready()
	w.say(r, withNumber)
	r.Wait(fmt.Sprintf(inList, 1)).Go(newTopic).Ready()
	fillTopic(r)
	r.Press("提交议题").Wait(fmt.Sprintf(inList, 2)).Go(w.carriedPage).Ready()
	w.report(r, "第一处已经装好。")
	r.Wait(fmt.Sprintf(inList, 3))
	gate, open := shut(t)
	came := w.watch(func(_ http.ResponseWriter, _ *http.Request, nth int) bool {
		if nth == 1 {
			<-gate
		}
		return false
	})
	r.Flight(false)
	r.Wait(`document.querySelector("#outbox .kept").innerText.includes("正在发出")`)
	browsertest.Eval[any](r, `void dispatchEvent(new Event("online"))`) // the network is not good
	if paths, _ := came.all(); len(paths) != 1 {
		t.Errorf("what was written later came first: %v", paths)
	}
	open()
	r.See("已送到：提议题", "已送到：进展", "没有办成：看法", withNumber).Wait(fmt.Sprintf(inList, 0))
	w.holds(title, 1, 0, 1, 1)
	paths, commands := came.all()
	if want := []string{w.topicPage + "/statements", newTopic, w.carriedPage + "/tasks/" + w.task}; commands != 3 || !slices.Equal(paths, want) {
		t.Errorf("%d commands came to %v", commands, paths)
	}
}

// The browser is killed while it sends: the request has come to the server, the answer has not come back. Started again, it sends
// again what it does not know to have arrived; each counts once, pictures too.
func TestTheBrowserIsKilled(t *testing.T) {
	t.Parallel()
	appIsBuilt(t)
	w := &writer{walk: bootWalk(t)}
	w.prepare()
	dir := t.TempDir()
	open := func() (*browsertest.Tab, func()) {
		r, kill := browsertest.OpenAlone(t, w.URL, dir)
		r.Allow("net::ERR|Failed to fetch|status of 4")
		r.Cookie(sessionCookie, w.session("hepingli", "li", residents.ByPasskey, w.clock.Now().AddDate(100, 0, 0)))
		return r, kill
	}
	r, kill := open()
	w.r = r
	r.Go("/hepingli").Ready()
	w.seen(w.topicPage, w.carriedPage)
	w.flight(r)
	w.report(r.Go(w.carriedPage).Ready(), "第一处已经装好。")
	r.Wait(fmt.Sprintf(inList, 1))
	w.say(r.Go(w.topicPage).Ready(), "先修三单元的。")
	r.Wait(fmt.Sprintf(inList, 2))
	came, arrived := w.unheard()
	r.Flight(false)
	comes(t, arrived)
	kill()
	w.holds("", 0, 0, 1, 1)

	r, kill = open()
	w.r = r
	r.Go("/hepingli").See("件等着发出").Wait(nothingWaits).See("已送到：进展", "已送到：看法")
	w.holds("", 0, 1, 1, 1)
	if paths, commands := came.all(); commands != 2 || len(paths) != 3 {
		t.Errorf("%d commands came to %v", commands, paths)
	}

	// The same for what is sent at once: it was put down before.
	came, arrived = w.unheard()
	r.Go(w.topicPage).Ready().Press(w.statement+" label.pick").Fill("#statement-text", "再加两盏。")
	browsertest.Eval[any](r, `void document.querySelector("#statement").requestSubmit()`)
	comes(t, arrived)
	kill()
	r, _ = open()
	w.r = r
	r.Go("/hepingli").Wait(nothingWaits).See("已送到：看法")
	w.holds("", 0, 2, 1, 1)
	if paths, commands := came.all(); commands != 1 || len(paths) != 2 {
		t.Errorf("%d commands came to %v", commands, paths)
	}
}

// unheard lets the next thing that is sent be done, which it tells, and gives no answer until the browser is gone.
func (w *writer) unheard() (came *arrivals, done <-chan struct{}) {
	told := make(chan struct{}, 1)
	ended, _ := shut(w.t)
	return w.watch(func(rw http.ResponseWriter, q *http.Request, nth int) bool {
		if nth > 1 {
			return false
		}
		w.portal.ServeHTTP(deaf{rw}, q)
		told <- struct{}{}
		select {
		case <-q.Context().Done():
		case <-ended:
		}
		panic(http.ErrAbortHandler)
	}), told
}

// deaf takes an answer that nobody hears.
type deaf struct{ http.ResponseWriter }

func (d deaf) Header() http.Header         { return http.Header{} }
func (d deaf) WriteHeader(int)             {}
func (d deaf) Write(b []byte) (int, error) { return len(b), nil }

// A phone that is full keeps nothing more: whoever writes is told in a sentence, what they wrote stays in its form, and is sent
// when there is a network.
func TestStorageIsFull(t *testing.T) {
	t.Parallel()
	for name, fill := range map[string]func(r *browsertest.Tab){
		"the quota is used up": func(r *browsertest.Tab) { r.Quota(1) },
		"a write fails": func(r *browsertest.Tab) {
			browsertest.Eval[any](r, `void (IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError") })`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWriter(t, func(r *browsertest.Tab) { r.Allow("QuotaExceeded|quota|full") })
			r := w.r
			w.seen(w.topicPage, w.carriedPage)
			r.Go(w.carriedPage).Ready().Wait(`document.querySelector("link[href*=outbox]")`)
			back := w.flight(r)
			fill(r)
			w.report(r, "第一处已经装好。")
			r.See("手机存满了，没有记下，也没有送出").Picture("outbox-full")
			r.Wait(fmt.Sprintf(`document.querySelector(%q).value == "第一处已经装好。" && document.querySelector(%q).files.length == 1`, w.progressForm+" textarea", w.progressForm+" input[type=file]"))
			r.Wait(`!document.querySelector("#outbox .kept")`).Wait(nothingWaits)
			back()
			r.Press(w.progressForm + " .button").See("进展已公布").NotSee("手机存满了")
			w.holds("", 0, 0, 1, 1)
		})
	}
}

// What one person keeps on a phone is neither shown to nor sent as the next who signs in on it, nor after they have signed out;
// and it is there, and sent, when its writer comes again.
func TestTheNextOnThePhone(t *testing.T) {
	t.Parallel()
	const text = "先修三单元的，老人多。"
	w := newWriter(t)
	r := w.r
	w.seen(w.topicPage, "/hepingli/me")
	w.flight(r)
	w.say(r.Go(w.topicPage).Ready(), text)
	r.Wait(fmt.Sprintf(inList, 1))
	w.between(nil)

	// Another signs in over them: by a link, without a sign-out.
	r.Cookie(sessionCookie, w.session("hepingli", "zhao", residents.ByPasskey, w.clock.Now().AddDate(100, 0, 0)))
	r.Flight(false).Go(w.topicPage).See("赵建国", "这部手机上还有 1 件等着发出，写的人登录以后才会发出").NotSee(text)
	r.Go("/hepingli/me").See("这部手机上还有 1 件等着发出").NotSee(text, "看法")
	browsertest.Eval[any](r, `void dispatchEvent(new Event("online"))`)
	w.say(r.Go(w.topicPage).Ready(), "我看先修二单元的。")
	r.Wait(`location.search.includes("done") || document.body.innerText.includes("看法已")`)
	r.Wait(`(` + keptHere + `).length == 1`)
	r.Flight(true)
	w.cut()
	r.Go("/hepingli/topics/unseen-0000000001").See("没有网络").NotSee(text, "看法") // a page that stands for another
	w.holdsOf(text, 0)

	// Nobody is signed in.
	w.between(nil)
	came := w.watch(nil)
	r.Flight(false).Cookie(sessionCookie, "nobody").Go("/hepingli").NotSee(text)
	r.Wait(`await new Promise(done => {
		const asked = indexedDB.open("outbox");
		asked.onsuccess = () => {
			const last = asked.result.transaction("about").objectStore("about").get("last");
			last.onsuccess = () => { asked.result.close(); done(last.result.of === "") };
		};
	})`)
	r.Flight(true)
	w.cut()
	r.Go("/hepingli/topics/unseen-0000000002").See("没有网络").NotSee(text, "看法", "等着发出")
	if paths, _ := came.all(); len(paths) != 0 {
		t.Errorf("sent for nobody: %v", paths)
	}

	// Its writer comes again.
	w.between(nil)
	r.Cookie(sessionCookie, w.session("hepingli", "li", residents.ByPasskey, w.clock.Now().AddDate(100, 0, 0)))
	r.Flight(false).Go(w.topicPage).See("已送到：看法").Wait(nothingWaits)
	w.holdsOf(text, 1)
}

// holdsOf tells how many statements wait at the desk with a text; each is of li's.
func (w *writer) holdsOf(text string, want int) {
	w.t.Helper()
	w.view(func(v *store.View) error {
		said, err := v.WaitingStatements("hepingli", time.Time{}, "", 50)
		n := 0
		for _, s := range said {
			if s.Text == text {
				n++
				if s.Author != "li" {
					w.t.Errorf("%s wrote %q", s.Author, text)
				}
			}
		}
		if n != want {
			w.t.Errorf("%d statements %q, want %d", n, text, want)
		}
		return err
	})
}

// skewed is a script that puts a phone's clock to an instant, and wrong by what the phone itself keeps as "skew", in milliseconds.
func skewed(now time.Time, skew time.Duration) string {
	return fmt.Sprintf(`(() => {
		const real = Date, shift = () => %d - %d + Number(localStorage.getItem("skew") ?? %d);
		Date = class extends real {
			constructor(...a) { if (a.length) super(...a); else super(real.now() + shift()) }
			static now() { return real.now() + shift() }
		};
	})()`, now.UnixMilli(), time.Now().UnixMilli(), skew.Milliseconds())
}

// The phone's clock is wrong by a year, from the first or from one moment to the next, while there is no network: nothing is
// dropped, nothing comes twice, and the dates that are shown are the server's.
func TestTheClockIsWrong(t *testing.T) {
	t.Parallel()
	const year = 365 * 24 * time.Hour
	for name, c := range map[string]struct {
		from, later time.Duration
		says        string
	}{
		"a year behind":         {-year, -year, "写于 11 月 8 日 08:50"},
		"a year ahead":          {year, year, "写于 11 月 8 日 08:50"},
		"falls a year behind":   {0, -year, "写于 11 月 8 日 08:50"},
		"was ahead, is right":   {year, 0, "写于 11 月 8 日 08:50"},
		"was behind, is ahead":  {-year, year, ""}, // without a network nobody can know it
		"jumps a year forwards": {0, year, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := boot(t)
			a, shifts := b.activity(weekly(1))
			s := shifts[0]
			b.joins(s, "wang")
			b.signIn("hepingli", "wang")
			topic := b.accepted("zhao", "楼道里的灯坏了")
			b.at(s.Starts.Add(-10 * time.Minute))
			path, topicPath := activityPath(a), "/hepingli/topics/"+topic
			r := b.reader("hepingli", "wang").Before(skewed(b.clock.Now(), c.from)).Allow("net::ERR|Failed to fetch|ERR_|status of 4")
			for _, p := range []string{path, topicPath} {
				kept(r.Go(p).Ready().Wait(`sessionStorage.getItem("outbox-heard")`), p)
			}
			b.flight(r)
			browsertest.Eval[any](r, fmt.Sprintf(`localStorage.setItem("skew", %d)`, c.later.Milliseconds()))
			r.Go(topicPath).Ready().Press("#statement label.pick").Fill("#statement-text", "先修三单元的。").Press("#statement .button")
			r.Wait(fmt.Sprintf(inList, 1)).See(c.says)
			r.Go(path).Ready().Fill("#shift-in-"+s.ID+" input[name=code]", signups.CodeAt(s, b.clock.Now())).Press("#shift-in-" + s.ID + " .button")
			r.Wait(fmt.Sprintf(inList, 2))
			was := b.clock.Now()
			b.clock.move(20 * time.Minute)
			came := b.watch(nil)
			r.Flight(false)
			r.See("已送到：看法", "已送到：签到").Wait(nothingWaits)
			if got := b.signup(s, "wang"); got.State != signups.CheckedIn || got.In.Before(was.Add(-2*time.Minute)) || got.In.After(was.Add(2*time.Minute)) {
				t.Errorf("checked in at %s, typed at %s: %+v", got.In, was, got)
			}
			if paths, commands := came.all(); commands != 2 || len(paths) != 2 {
				t.Errorf("%d commands came to %v", commands, paths)
			}
			if n := strings.Count(b.get(topicPath).body, "先修三单元的。"); n > 1 {
				t.Errorf("%d times on the page", n)
			}
		})
	}
}

// What an older or a newer app has kept is taken over: in the place where it was then, or in another make of the database.
func TestWhatAnOlderAppKept(t *testing.T) {
	t.Parallel()
	const thing = `{command: "0123456789abcdef-old-outbox", form: "statement", action: location.action, fields: [["side", "for"], ["text", "先修三单元的。"]], what: "看法", word: "送出看法", page: location.action}`
	database := func(version int, stores string) string {
		return fmt.Sprintf(`await new Promise((done, fail) => {
			const asked = indexedDB.open("outbox", %d);
			asked.onupgradeneeded = () => { for (const s of %s) asked.result.createObjectStore(s, s == "about" ? {} : {keyPath: "n", autoIncrement: true}) };
			asked.onerror = () => fail(asked.error);
			asked.onsuccess = () => {
				const t = asked.result.transaction("waiting", "readwrite");
				t.objectStore("waiting").put({...thing, of: "hepingli/li"});
				t.oncomplete = () => { asked.result.close(); done() };
			};
		})`, version, stores)
	}
	for name, keep := range map[string]string{
		"in the storage of names": `localStorage.setItem("outbox hepingli/li", JSON.stringify([thing]))`,
		"one store was missing":   database(1, `["waiting"]`),
		"of a newer app":          database(7, `["waiting", "about", "more"]`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWriter(t)
			r := w.r
			r.Go("/healthz")
			came := w.watch(nil)
			browsertest.Eval[any](r, fmt.Sprintf(`(async () => { const thing = %s; %s })()`, strings.ReplaceAll(thing, "location.action", browsertest.Quote(w.topicPage+"/statements")), keep))
			r.Go("/hepingli").See("已送到：看法").Wait(nothingWaits).Wait(`!Object.keys(localStorage).some(k => k.startsWith("outbox "))`)
			w.holds("", 0, 1, 0, 0)
			w.seen(w.topicPage)
			w.flight(r)
			w.say(r.Go(w.topicPage).Ready(), "再加两盏。") // and the database can be used
			r.Wait(fmt.Sprintf(inList, 1))
			if paths, commands := came.all(); commands != 1 || len(paths) != 1 {
				t.Errorf("%d commands came to %v", commands, paths)
			}
		})
	}
}
