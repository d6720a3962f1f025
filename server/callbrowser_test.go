package main

import (
	"testing"

	"yishiting/server/browsertest"
)

// With scripts off a call is answered as with them: a question that hangs on an option comes when the
// option is chosen, by the style alone.
func TestAnsweringWithoutScripts(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.ownHome("501", 89_30, "wang")
	c := b.call()
	r := browsertest.Open(t, b.URL).NoScripts().Allow(`status of 4`)
	b.enter(r, "hepingli", "wang")
	answersInTheBrowser(b, r, callPath(c))
	r.Picture("call-answered-noscript")
}

// With the app running the pages of calls are the browser's own, on the way there and back.
func TestAnsweringWithTheApp(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.ownHome("501", 89_30, "wang")
	c := b.call()
	r := b.reader("hepingli", "wang").Allow(`status of 4`)
	r.Ready().Press("去回答").At(callPath(c)).See("各楼答了多少").Axe()
	answersInTheBrowser(b, r, callPath(c))
	r.Axe().Press(".back").At("/hepingli/calls").See("您家已经答过").Axe().Press("单元门禁怎样改").At(callPath(c)).See("回答已收下")
	r.Go("/hepingli").Ready().Press("看征集").At("/hepingli/calls").Press(".back").At("/hepingli").Ready()
}

// answersInTheBrowser answers the call by hand, is refused once, and sees that it is in.
func answersInTheBrowser(b *booted, r *browsertest.Tab, path string) {
	b.t.Helper()
	branch := `document.querySelector("#call-answer-q2").checkVisibility()`
	r.Go(path).See("门禁坏了，您最希望怎样办").Wait("!" + branch)
	r.Press("#call-answer-q1-3").Wait(branch).See("选「换刷卡加手机开门的」的请答").Press("#call-answer-q2-2").Fill("#call-answer-q5", "门口的灯不亮")
	r.Picture("call-branch").Press("交出回答").See("还没有送出", "这一项需要填写")
	r.Wait(`document.querySelector("#call-answer-q1-3").checked && document.querySelector("#call-answer-q2-2").checked && document.querySelector("#call-answer-q5").value == "门口的灯不亮"`)
	r.Wait(branch).Picture("call-refused").Press("#call-answer-q4-4").Press("交出回答").See("回答已收下，截止以前可以回来改", "的回答已收下")
	r.Press("我要改回答").Press("#call-answer-q1").Wait("!" + branch).Press("改成这样").See("回答已收下").NotSee("没电打不开")
}
