package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yishiting/server/browsertest"
	"yishiting/signups/organisations"
)

// filing is an organisation on its way: its contact on a telephone with scripts off, the committee
// and the street on computers.
type filing struct {
	b                 *booted
	off, wide, street *browsertest.Tab
}

// uploads: what is no document, or too large, is refused in a sentence beside the field, and
// nothing of it is kept; then a document and a picture are.
func (f *filing) uploads(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	file := func(name, content string) string {
		at := filepath.Join(dir, name)
		if err := os.WriteFile(at, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, bad := range []struct{ file, says string }{
		{file("章程.txt", "自愿加入，随时退出。"), "文件不是 PDF，也不是照片"},
		{file("改过名.pdf", "MZ\x90\x00 not a document"), "文件不是 PDF，也不是照片"},
		{file("太大.pdf", "%PDF-1.7"+strings.Repeat(" ", organisations.MaxFile)), "文件超过 8 MB"},
		{file("坏了.jpg", "\xff\xd8\xff\xe0 torn off"), "照片"},
	} {
		name := filepath.Base(bad.file)
		f.off.Upload("#organisation-file-file", bad.file).Press("上传").Wait(`document.querySelector("#organisation-file-file[aria-invalid]")`)
		if says := browsertest.Eval[string](f.off, `document.querySelector("#organisation-file-file-problem").innerText`); !strings.Contains(says, bad.says) {
			t.Errorf("%s: %s", name, says)
		}
		f.off.NotSee(name)
	}
	f.off.Press("上传").See("这一项需要填写").Picture("organisation-upload-refused")
	for _, good := range []string{file("章程.pdf", "%PDF-1.7 charter"), file("活动.jpg", string(testJPEG(t, 80, 60)))} {
		f.off.Upload("#organisation-file-file", good).Press("上传").See("文件传好了", filepath.Base(good))
	}
	f.off.Picture("organisation-uploaded")
}

// returned: the committee sends it back with a reason, not without one; the contact corrects it, and
// it passes.
func (f *filing) returned(id string) {
	at := "/hepingli/desk/organisations/" + id
	f.wide.Allow("status of 422").Go(at).See("章程.pdf").Press("退回").See("这一项需要填写").Axe()
	f.wide.Fill("#organisation-review-words", "章程里没有写钱怎么管").Press("退回").See("退回去了，理由告诉了联系人")
	f.off.Go("/hepingli/organisations/"+id).See("退回来了", "章程里没有写钱怎么管").Picture("organisation-returned")
	f.off.Press("改内容").Fill("#organisation-edit-charter", "自愿加入，随时退出。不收钱，不推销任何东西。").Press("#organisation-edit > .button").See("改好了").Press("交给居委会").See("居委会正在看")
	f.wide.Go(at).See("不收钱，不推销").Fill("#organisation-review-words", "在图书角教了一年，情况属实。").Press("通过，报街道").See("已报街道")
}

// filed: the street puts it on record, and everybody reads of it; what is private stays so.
func (f *filing) filed(t *testing.T, id string) {
	t.Helper()
	f.street.Press("同意，办好并公开").See("办好了，已公开")
	page := f.b.get("/hepingli/organisations/" + id)
	page.holds(t, 200, "手把手手机课堂", "街道备案", "不收钱，不推销", "!章程.pdf", "!13800138001")
}

// exchanged: a resident needs what the organisation offers; the committee puts both up and brings
// them together, both agree, and it stands under projects.
func (f *filing) exchanged(t *testing.T, id string, neighbour *browsertest.Tab) {
	t.Helper()
	const page, desk = "/hepingli/exchange", "/hepingli/desk/exchange"
	write := func(r *browsertest.Tab, title, about string) {
		r.Fill("#listing-make-title", title).Fill("#listing-make-about", about).Press("#listing-make > .button").See("核对")
	}
	neighbour.Go(page)
	write(neighbour, "想学手机挂号", "老伴眼睛不好，两个人一起学。")
	f.off.Go(page).Press("能提供").Set("#listing-make-org", id)
	write(f.off, "周六教手机", "图书角，每次八位。")
	f.off.Picture("exchange-written")
	f.wide.Go(desk).See("想学手机挂号", "周六教手机").Axe().Picture("exchange-desk")
	for _, title := range []string{"想学手机挂号", "周六教手机"} {
		f.wide.Press("#listing-judge-" + f.b.listing(title).ID + " [value=yes]").Wait(`document.querySelector(".said")`)
	}
	f.wide.Fill(`textarea[name="terms"]`, "周六上午九点，图书角，教挂号和交费。").Press("请两头看").See("等两头同意").Picture("exchange-desk-matched")
	for _, r := range []*browsertest.Tab{f.off, neighbour} {
		r.Go(page).See("您替").Press("同意")
	}
	f.off.Go(page).See("说好了，正在办", "周六上午九点").Picture("exchange")
	for _, list := range []string{"matches", "needs", "offers"} {
		f.off.Wait(`document.querySelector("#` + list + `")`)
	}
	if small := browsertest.Eval[[]string](f.off, smallTargets(44)); len(small) > 0 {
		t.Errorf("under 44 points: %q", small)
	}
	if wide := browsertest.Eval[[]string](f.off, tooWide); len(wide) > 0 {
		t.Errorf("wider than the screen: %q", wide)
	}
	f.b.get(page).holds(t, 200, "周六上午九点", "周六教手机", "!赵建国", "!孙小梅")
}
