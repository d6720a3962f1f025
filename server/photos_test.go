package main

import (
	"testing"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

func TestPhotos(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	topic := w.by("hepingli/sun", func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.Raise(tx, by, consultation.Raising{
			Community: "hepingli", Title: "路灯不亮", Problem: "黑", Place: "东门", Wish: "亮", Photos: [][]byte{[]byte("\xff\xd8\xff one")},
		})
		return err
	})
	path := "/hepingli/photos/" + topic + "-p0"
	see := func(home, who string, want int) {
		t.Helper()
		w.client = w.visitor()
		if home != "" {
			w.signIn(home, who)
		}
		if got := w.get(path); got.StatusCode != want {
			t.Errorf("%s/%s: %s", home, who, got.Status)
		}
	}
	see("", "", 404)
	see("hepingli", "zhao", 404)
	see("anzhen", "wu", 404)
	see("hepingli", "sun", 200)
	if keep := w.get(path).Header.Get("Cache-Control"); keep != private {
		t.Error("a photo that is not public may be kept:", keep)
	}
	see("hepingli", "li", 200)
	for _, other := range []string{"/anzhen/photos/" + topic + "-p0", "/hepingli/photos/" + topic + "-p1", "/hepingli/photos/x"} {
		if got := w.get(other); got.StatusCode != 404 {
			t.Error(other, got.Status)
		}
	}
	w.screen(consultation.Screening{Topic: topic, Decision: consultation.Accept})
	see("", "", 200)
	got := w.get(path)
	for name, want := range map[string]string{
		"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff", "Content-Disposition": "inline",
		"Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "private, max-age=86400",
	} {
		if got.Header.Get(name) != want {
			t.Errorf("%s: %q", name, got.Header.Get(name))
		}
	}
	if got.body != "\xff\xd8\xff one" {
		t.Errorf("body %q", got.body)
	}
}

func TestProgressPhotos(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	topic, _ := w.carrying()
	post := w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		tasks, err := tx.Tasks("hepingli", topic)
		if err != nil {
			return err
		}
		return consultation.PostProgress(tx, by, "hepingli", tasks[0].ID, "开工了", [][]byte{[]byte("\xff\xd8\xff two")})
	})
	if got := w.get("/hepingli/photos/" + post + "-p0"); got.StatusCode != 200 || got.body != "\xff\xd8\xff two" {
		t.Error(got.Status, got.body)
	}
}
