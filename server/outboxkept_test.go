package main

import (
	"context"
	"fmt"
	"testing"
	"time"

	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// writer is a member of the committee with a topic to speak about and a task to report on, at a phone.
type writer struct {
	*walk
	r                       *browsertest.Tab
	speak, carried, task    string // ids
	topicPage, carriedPage  string
	statement, progressForm string // selectors
}

func newWriter(t *testing.T, prepare ...func(*browsertest.Tab)) *writer {
	t.Helper()
	w := &writer{walk: bootWalk(t)}
	w.prepare()
	w.r = browsertest.Open(t, w.URL).Allow("net::ERR|Failed to fetch|status of 4")
	for _, p := range prepare {
		p(w.r)
	}
	w.enter(w.r, "hepingli", "li").Ready()
	return w
}

// prepare makes the topics and the task.
func (w *writer) prepare() {
	w.t.Helper()
	w.carried, _ = w.carrying()
	w.speak = w.accepted("楼道里的灯坏了")
	err := w.store.View(context.Background(), func(v *store.View) error {
		tasks, err := v.Tasks("hepingli", w.carried)
		w.task = tasks[0].ID
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.topicPage, w.carriedPage = "/hepingli/topics/"+w.speak, "/hepingli/topics/"+w.carried
	w.statement, w.progressForm = "#statement", "#progress-"+w.task
}

// seen opens pages until the phone keeps them.
func (w *writer) seen(paths ...string) {
	w.r.Wait(`navigator.serviceWorker.controller`)
	for _, path := range paths {
		kept(w.r.Go(path).Ready(), path)
	}
}

// done is what stands in the store: topics of the title, statements on the topic, posts on the task with so many pictures.
func (w *writer) done(title string) (topics, statements, posts, pictures int) {
	w.t.Helper()
	err := w.store.View(context.Background(), func(v *store.View) error {
		all, err := v.TopicsBy("hepingli", "li", store.TopicKey{}, 50)
		for _, one := range all {
			if one.Title == title {
				topics++
			}
		}
		if err != nil {
			return err
		}
		said, err := v.WaitingStatements("hepingli", time.Time{}, "", 50)
		if err != nil {
			return err
		}
		progress, err := v.ProgressOf("hepingli", w.carried)
		for _, p := range progress {
			pictures += p.Photos
		}
		statements, posts = len(said), len(progress)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return topics, statements, posts, pictures
}

func (w *writer) holds(title string, want ...int) {
	w.t.Helper()
	topics, statements, posts, pictures := w.done(title)
	if got := []int{topics, statements, posts, pictures}; fmt.Sprint(got) != fmt.Sprint(want) {
		w.t.Fatalf("topics, statements, posts, pictures: %v, not %v", got, want)
	}
}

const inList = `document.querySelectorAll("#outbox .kept").length == %d`

// In flight mode a topic, a statement and a post with a picture wait on the phone, in order, to be seen and
// taken back; with the network each arrives once.
func TestWritingWithoutANetwork(t *testing.T) {
	t.Parallel()
	const title = "3 号楼南侧建充电棚"
	w := newWriter(t)
	r := w.r
	w.seen(newTopic, w.topicPage, w.carriedPage, "/hepingli/me")
	r.Go(newTopic).Ready().Wait(`document.querySelector("link[href*=outbox]")`)
	back := w.flight(r)
	fillTopic(r)
	r.Press("提交议题").See("等着发出", "等待发送：提议题", title, "写于 11 月 24 日 09:00", "送到以前不算数", "改一改再发").Picture("outbox-topic").Axe()
	r.Wait(`document.querySelector("#raise-title").value == "" && document.activeElement.id == "outbox"`)

	r.Go(w.topicPage).See("等待发送：提议题").Press(w.statement+" label.pick").Fill("#statement-text", "先修三单元的，老人多。").Press("送出看法")
	r.Wait(fmt.Sprintf(inList, 2)).See("等待发送：看法", "楼道里的灯坏了").Picture("outbox-statement")
	r.Go(w.carriedPage).Wait(fmt.Sprintf(inList, 2))
	r.Fill(w.progressForm+" textarea", "第一处已经装好。").Upload(w.progressForm+" input[type=file]", jpegFile(t)).Press("公布进展")
	r.Wait(fmt.Sprintf(inList, 3)).See("等待发送：进展", "带 1 张照片")
	r.Go("/hepingli").See("3 件等着发出").Picture("outbox-line").Axe()
	r.Press("去看看").Wait(`location.pathname == "/hepingli/me"`).Wait(fmt.Sprintf(inList, 3)).Press("#outbox .kept:nth-of-type(3) summary").Picture("outbox-list").Axe()
	w.holds(title, 0, 0, 0, 0)

	// Taken back, put back, and written anew.
	r.Press("#outbox .kept:nth-of-type(1) .button").See("已撤销，没有送出").Wait(fmt.Sprintf(inList, 2)).Press("放回去").Wait(fmt.Sprintf(inList, 3))
	r.Wait(`document.querySelector("#outbox .kept").innerText.includes("提议题")`)
	r.Press("#outbox .kept:nth-of-type(2) .button:nth-of-type(2)").Wait(`document.querySelector("#statement-text")?.value == "先修三单元的，老人多。"`)
	r.See("改好以后再按一次提交", "正在改，先不发出").Fill("#statement-text", "先修三单元的。").Press("送出看法").Wait(`!document.body.innerText.includes("正在改")`).Wait(fmt.Sprintf(inList, 3))
	r.Go("/hepingli/me").Wait(fmt.Sprintf(inList, 3)) // opened again without a network

	back()
	r.Wait(nothingWaits).See("已送到：提议题", "已送到：看法", "已送到：进展").Picture("outbox-sent").Axe()
	w.holds(title, 1, 1, 1, 1)
	r.Reload().Ready().NotSee("等着发出", "已送到")
}
