package main

import (
	"context"
	"image/jpeg"
	"net/url"
	"strings"
	"testing"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

func TestSimilarTopics(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	shed := w.accepted("三号楼建充电棚")
	w.raise("hepingli/sun", "充电棚还没审核")
	w.raise("anzhen/qian", "安贞充电棚")
	dup := w.raise("hepingli/zhao", "充电棚建在南侧")
	w.screen(consultation.Screening{Topic: dup, Decision: consultation.Merge, Into: shed})

	w.get("/hepingli/topics/similar").has(t, "有没有人提过", "直接提议题")
	ask := "/hepingli/topics/similar?title=" + url.QueryEscape("希望有充电棚")
	got := w.get(ask)
	got.has(t, "三号楼建充电棚", `value="希望有充电棚"`, "/hepingli/topics/new?title=%E5%B8%8C")
	got.lacks(t, "还没审核", "安贞充电棚", "充电棚建在南侧", "附议这个")

	w.signIn("hepingli", "sun")
	got = w.get(ask)
	got.has(t, `<button class="button quiet" form="join-0">附议这个</button>`, `<form id="join-0" method="post" action="/hepingli/topics/`+shed+`/support">`)
	w.by("hepingli/sun", func(tx *store.Tx, by residents.Sender) error { return consultation.Support(tx, by, "hepingli", shed) })
	got = w.get(ask)
	got.has(t, "您已附议")
	got.lacks(t, "附议这个")

	part := w.get(ask + "&part=list")
	part.has(t, `<div id="similar" aria-live="polite">`, `<div id="similar-forms" hidden>`, "三号楼建充电棚")
	part.lacks(t, "<html", "masthead")
	if kind := part.Header.Get("Content-Type"); kind != "text/html; charset=utf-8" || part.Header.Get("Content-Security-Policy") == "" {
		t.Error(kind)
	}
	w.get("/hepingli/topics/similar?title="+url.QueryEscape("月球基地")).has(t, "没有找到相近的议题", "不是同一件事，我来提")
	w.get("/hepingli/topics/similar?title="+strings.Repeat("x", 500)).has(t, `value="`+strings.Repeat("x", consultation.MaxTitle)+`"`)
	for _, path := range []string{"/hepingli-jiedao/topics/similar", "/dongcheng/topics/new"} {
		if got := w.get(path); got.StatusCode != 404 {
			t.Error(path, got.Status)
		}
	}

	w.client = w.visitor()
	w.signIn("hepingli", "wang")
	w.get(ask).has(t, "您提的")
	w.client = w.visitor()
	w.signIn("anzhen", "qian")
	w.get(ask).lacks(t, "附议这个")
	w.clock.set("2027-06-01 09:00")
	w.get(ask).lacks(t, "三号楼建充电棚")
}

func TestRaiseAskedAndConsented(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	w.accepted("三号楼建充电棚")
	w.get("/hepingli/topics/new?title=充电棚").lacks(t, "相近")
	w.signIn("hepingli", "sun")
	page := w.get("/hepingli/topics/new?title=充电棚")
	page.has(t, `value="充电棚"`, "已经有人提过相近的", "三号楼建充电棚", `data-similar="/hepingli/topics/similar"`, "可以就这件事联系我")
	w.get("/hepingli/topics/new?title=%3Cscript%3E%00").lacks(t, "<script>")

	fields := topic(w.booted, page.body)
	fields.Set("contact", "yes")
	fields.Set("wish", "")
	refused := w.do("POST", "/hepingli/topics/new", fields)
	if refused.StatusCode != 422 {
		t.Fatal(refused.Status)
	}
	refused.has(t, "这一项需要填写", "已经有人提过相近的", `name="contact" value="yes" checked`)
	fields = topic(w.booted, refused.body)
	fields.Set("contact", "yes")
	if got := w.do("POST", "/hepingli/topics/new", fields); got.StatusCode != 303 {
		t.Fatal(got.Status, got.body)
	}
	err := w.store.View(context.Background(), func(v *store.View) error {
		saved, err := v.Topic("hepingli", fields.Get("command"))
		if !saved.Contact || saved.Title != "充电棚" {
			t.Errorf("saved %+v", saved)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// While a title is being typed the topics like it appear, and nothing else of the
// draft leaves the page.
func TestSimilarWhileTyping(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	w.accepted("三号楼建充电棚")
	r := w.reader("hepingli", "sun")
	r.Go(newTopic).Ready()
	r.Fill("#raise-problem", "没有地方充电").Fill("#raise-title", "希望建充电棚").See("已经有人提过相近的", "三号楼建充电棚").Axe().Picture("raise-similar")
	r.Wait(`document.querySelector("#raise-title").value == "希望建充电棚" && document.querySelector("#similar-forms form").method == "post"`)
	asked := browsertest.Eval[string](r, `performance.getEntriesByType("resource").map(e => e.name).filter(n => n.includes("/similar")).join()`)
	if want := w.URL + "/hepingli/topics/similar?part=list&title=" + url.QueryEscape("希望建充电棚"); asked != want {
		t.Errorf("asked %s, not %s", asked, want)
	}
	r.Fill("#raise-title", "月球基地").Wait(`!document.querySelector("#similar li")`)
}

// Photos are made small pictures before they are kept; what is no photo is refused
// beside its field, and what was typed stays.
func TestRaiseWithPhotos(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	sun := w.as("hepingli", "sun")
	action, fields := sun.get(newTopic).fill(t, "raise", "title", "路灯不亮", "problem", "东门到 3 号楼一段", "place", "东门", "affected", "大家", "wish", "修好")
	sun.upload(action, fields, "photos", pngOf(t, 20, 10), []byte("<svg onload=alert(1)>")).holds(t, 422,
		"这不是 JPEG 或 PNG 照片", "东门到 3 号楼一段</textarea>", "刚才选的照片没有保留", `id="raise-photos-problem"`)
	sun.upload(action, fields, "photos", pngOf(t, 1, 1), pngOf(t, 1, 1), pngOf(t, 1, 1), pngOf(t, 1, 1), pngOf(t, 1, 1)).holds(t, 422, "最多 4 张照片")
	for range 2 {
		sun.upload(action, fields, "photos", pngOf(t, 4000, 2000), pngOf(t, 20, 10)).led(t, "/hepingli/topics/"+fields.Get("command")+"?done=raised")
	}
	path := "/hepingli/photos/" + fields.Get("command")
	got := sun.get(path + "-p0")
	c, err := jpeg.DecodeConfig(strings.NewReader(got.body))
	if err != nil || c.Width != 1600 || c.Height != 800 || len(got.body) > 300_000 {
		t.Errorf("kept %+v, %d bytes, %v", c, len(got.body), err)
	}
	if last := sun.get(path + "-p2"); last.StatusCode != 404 {
		t.Error("a third photo:", last.Status)
	}
	sun.get("/hepingli/topics/"+fields.Get("command")).has(t, `src="`+path+`-p0"`, `src="`+path+`-p1"`)
}
