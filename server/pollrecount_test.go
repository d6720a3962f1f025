package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"yishiting/polls"
	"yishiting/server/browsertest"
)

const recountPress = "在本机重新计票并核对"

// A result is counted again in the reader's own browser: what the server published holds,
// what was altered on its way does not, and without scripts the page says how else.
func TestPollCountedAgainInTheBrowser(t *testing.T) {
	t.Parallel()
	isBuilt(t, "recount.wasm", func() (string, time.Time) {
		return newestOf("app/recount", "residents", "record", "calendar", "polls")
	})
	b := boot(t)
	p := b.countedPoll(b.terms(polls.Schulze), "1>2>3", "1>2>3>none", 7, "2>3>1", 7, "3>1>none>2", 5)
	path := "/hepingli/polls/" + p.ID
	r := b.reader("hepingli", "wang")
	r.Go(path).Ready().NotSee("重新计票结果一致").Press(recountPress)
	r.See("已在这部手机上核对，相符", "20 张票都在公开记录上", "重新计票结果一致", b.store.LogVerifier()).Picture("recount").Axe()

	text := b.get(path + "/export").body
	b.between(func(w http.ResponseWriter, req *http.Request) bool {
		if !strings.HasSuffix(req.URL.Path, "/export") {
			return false
		}
		_, _ = w.Write([]byte(strings.Replace(text, `"choice":"2>3>1"`, `"choice":"1>3>2"`, 1)))
		return true
	})
	r.Press(recountPress).See("不相符", "选票和公开记录对不上", "this ballot is not on the record").NotSee("重新计票结果一致").Picture("recount-failed").Axe()
	b.missing("/export")
	r.Allow("status of 404").Press(recountPress).See("没有取到公布的选票").NotSee("不相符")
	b.between(nil)
	r.Press(recountPress).See("重新计票结果一致")

	browsertest.Open(t, b.URL).NoScripts().Go(path).See("自己重新计票", "yishiting verify").NotSee(recountPress)
}
