package main

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"yishiting/consultation"
	"yishiting/record"
	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

func TestRecordPages(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	w.get("/hepingli/record").has(t, "还没有记录", "共 0 条")
	topic, meeting := w.carrying()
	w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		return consultation.HandOn(tx, by, "hepingli", topic, consultation.Handing{Reason: "money", Text: "要区里出钱"})
	})
	got := w.get("/hepingli/record")
	got.has(t, "公布审核决定", "公布会议纪要", "3 号楼南侧建电动车充电棚", `href="/hepingli/topics/`+topic+`"`, `href="/hepingli/meetings/`+meeting+`"`,
		"2026 年 11 月", "第 0 条", `href="/hepingli/record/export" data-native`)
	var size int64
	err := w.store.View(context.Background(), func(v *store.View) (err error) {
		size, err = v.LogSize("hepingli")
		return err
	})
	if err != nil || size == 0 {
		t.Fatal(size, err)
	}
	for seq := range size {
		got := w.get(fmt.Sprint("/hepingli/record/", seq))
		if got.StatusCode != 200 {
			t.Fatal(seq, got.Status)
		}
		got.has(t, "服务器已核对，相符", "data-check", "yishiting/hepingli", w.store.LogVerifier())
		for _, who := range people {
			got.lacks(t, who.name)
		}
	}
	last := w.get(fmt.Sprint("/hepingli/record/", size-1))
	last.has(t, "移交办理", "经费超出社区能定的数额", "和平里街道", "等待接收", `rel="next"`)
	last.lacks(t, `rel="prev"`)
	for _, path := range []string{
		fmt.Sprint("/hepingli/record/", size), "/hepingli/record/-1", "/hepingli/record/00", "/hepingli/record/x", "/hepingli/record/99999999999999999999", "/anzhen/record/0",
	} {
		if got := w.get(path); got.StatusCode != 404 {
			t.Error(path, got.Status)
		}
	}
	w.get("/hepingli-jiedao/record").has(t, "还没有记录")
}

func TestRecordListPages(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	for i := range 40 {
		w.accepted(fmt.Sprintf("第 %d 件事", i))
	}
	seen := map[string]bool{}
	path, pages := "/hepingli/record", []string{}
	for path != "" {
		got := w.get(path)
		pages = append(pages, path)
		var newer, older string
		_, newer, older = got.titles()
		for _, part := range strings.Split(got.body, "<span>第 ")[1:] {
			seq, _, _ := strings.Cut(part, " ")
			if seen[seq] {
				t.Errorf("%s twice", seq)
			}
			seen[seq] = true
		}
		if back := len(pages) > 1; back != (newer != "") {
			t.Errorf("%s: newer %q", path, newer)
		}
		path = older
	}
	if len(pages) != 2 || len(seen) != 41 {
		t.Errorf("%d entries on %d pages", len(seen), len(pages))
	}
	if _, newer, _ := w.get(pages[1]).titles(); newer != "/hepingli/record" {
		t.Errorf("back leads to %q", newer)
	}
}

func TestRecordFiles(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	w.carrying()
	head := w.get("/hepingli/record/checkpoint")
	if c, err := record.OpenCheckpoint(head.body, w.store.LogVerifier()); err != nil || c.Community != "hepingli" || c.Size == 0 {
		t.Errorf("checkpoint %+v, %v", c, err)
	}
	export := w.get("/hepingli/record/export")
	if kind, name := export.Header.Get("Content-Type"), export.Header.Get("Content-Disposition"); kind != "text/plain; charset=utf-8" || !strings.Contains(name, "hepingli-record.txt") {
		t.Error(kind, name)
	}
	sum, err := record.VerifyExport(strings.NewReader(export.body), w.store.LogVerifier())
	if err != nil || sum.Size == 0 {
		t.Errorf("export %+v, %v", sum, err)
	}
	empty := w.get("/anzhen/record/export")
	if sum, err := record.VerifyExport(strings.NewReader(empty.body), w.store.LogVerifier()); err != nil || sum.Size != 0 {
		t.Errorf("empty export %+v, %v: %q", sum, err, empty.body)
	}
}

// An export longer than what is read at once is whole, and what is done while it is
// read does not spoil it.
func TestLongExport(t *testing.T) {
	t.Parallel()
	b := boot(t)
	add := func(n int) {
		err := b.store.Update(context.Background(), "anzhen", func(tx *store.Tx) error {
			for range n {
				if _, err := tx.Append(record.Act{Kind: "test", Data: "x"}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	add(2*exportLeaves + 1)
	sum, err := record.VerifyExport(strings.NewReader(b.get("/anzhen/record/export").body), b.store.LogVerifier())
	if err != nil || sum.Size != 2*exportLeaves+1 {
		t.Errorf("%+v, %v", sum, err)
	}
}

// The proof of an entry is checked in the reader's own browser: on the page that the
// server drew, and on those that the app opens. Without scripts the page says how.
func TestEntryCheckedInTheBrowser(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	w.carrying()
	r := w.reader("hepingli", "sun")
	r.Go("/hepingli/record/1").See("已在这部手机上核对，相符", "公布审核决定").Picture("entry").Axe()
	browsertest.Eval[any](r, `window.same = true`)
	r.Press(".back").See("公开做的每件事").Axe()
	r.Press(`[href="/hepingli/record/2"]`).See("公开记录的第 2 条").Wait(`window.same`)

	off := browsertest.Open(t, w.URL).NoScripts()
	off.Go("/hepingli/record/1").See("服务器已核对，相符", "没有脚本时").NotSee("已在这部手机上核对").Picture("entry-without-scripts")
}
