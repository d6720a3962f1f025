package main

import (
	"fmt"
	"testing"

	"yishiting/residents"
	"yishiting/server/browsertest"
)

// speaks is a phone that has voices, and says on the page what it is given to say.
const speaks = `(() => {
	const said = window.said = [], voices = ["en-US", "zh-HK", "zh-CN"].map(lang => ({ lang, localService: true }));
	window.SpeechSynthesisUtterance = function (text) { this.text = text };
	Object.defineProperty(window, "speechSynthesis", { value: {
		getVoices: () => voices, cancel() { this.now = null }, addEventListener() {},
		speak(u) { said.push(u.voice.lang + " " + u.text); this.now = u; setTimeout(() => this.now == u && (window.held || u.onend()), 1) },
	} });
})()`

// In elder mode the first page is four doors, the letters grow by a press, a person can be called from each page, and
// the phone reads the page where it has a Chinese voice; with scripts off all but the voice is there.
func TestElderModeInTheBrowser(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	shed, _ := w.december()
	size := `getComputedStyle(document.documentElement).fontSize`
	off := browsertest.Open(t, w.URL).NoScripts().Narrow()
	w.enter(off, "hepingli", "sun")
	off.Press("长辈版").See("孙小梅，您好", "本月协商", "投票表态", "出力报名").NotSee("读给我听").Wait(size + ` == "24px"`)
	off.Press("36").Wait(size + ` == "36px"`).Picture("elder-home-36")
	off.Press(`.tabs [href$="/me"]`).See("我提的议题").Wait(`document.querySelector(".tabs a[href^='tel:']").getBoundingClientRect().bottom <= innerHeight`)
	off.Press("字号").At("/hepingli").Press("20").Wait(size + ` == "20px"`).Press("标准版").See("长辈版").Wait(size + ` == "17px"`)

	on := browsertest.Open(t, w.URL).Before(speaks).Cookie(elderCookie, "30")
	w.enter(on, "hepingli", "sun").Go("/hepingli/topics/" + shed).Ready().Axe()
	on.Press("读给我听").Wait(`said.length > 9 && document.documentElement.dataset.voice == "ready"`)
	on.Wait(`said[0] == "zh-CN " + document.querySelector("h1").innerText && said.join().includes("是什么事")`).See("读给我听")
	browsertest.Eval[any](on, `void (held = true, said.length = 0)`)
	on.Press("读给我听").See("停下").Wait(`document.querySelector(".reading").matches("h1")`).Press("停下").See("读给我听").Wait(`!document.querySelector(".reading")`)
	on.Press("读给我听").See("停下").Press(`.tabs [href="/hepingli"]`).See("孙小梅，您好", "读给我听").NotSee("停下").Wait(`said.length == 2 && ` + size + ` == "30px"`)
	mute := browsertest.Open(t, w.URL).Before(`speechSynthesis.getVoices = () => [{lang: "en-US"}]`).Cookie(elderCookie, "30")
	mute.Go("/hepingli").See("您好").NotSee("读给我听")
}

// A long form is one question at a time in elder mode, with scripts off and while the app runs; a refusal leads to what
// is to be changed, and what was typed before stays.
func TestOneQuestionAtATime(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	shown := `[...document.querySelectorAll(".onestep")].filter(e => e.offsetParent).map(e => e.id).join()`
	at := func(n int) string { return fmt.Sprintf(shown+` == "raise-step-%d"`, n) }
	next := func(r *browsertest.Tab, from int) {
		r.Press(fmt.Sprintf("#raise-step-%d .stepnav .button:not(.quiet)", from))
	}
	fill := func(r *browsertest.Tab, title string) {
		r.Go(newTopic).Wait(at(1)).Fill("#raise-title", title)
		next(r, 1)
		r.Wait(at(2)).Fill("#raise-problem", "晚上黑，绊过人。")
		for n := 2; n < 6; n++ {
			next(r, n)
		}
		r.Wait(at(6)).Press("提交议题").See("还没有送出").Wait(`document.activeElement.id == "error-summary"`)
		r.Wait(`(({top, bottom}) => top >= 0 && top < innerHeight - 120)(document.activeElement.getBoundingClientRect())`)
		r.Press(".summary a").Wait(at(3)).Fill("#raise-place", "3 号楼前")
		next(r, 3)
		r.Fill("#raise-affected", "3 号楼的住户")
		next(r, 4)
		r.Fill("#raise-wish", "修好。")
		next(r, 5)
		r.Wait(at(6)).Press("提交议题").See("议题已提交", title, "晚上黑，绊过人。")
	}
	open := func() *browsertest.Tab {
		return w.enter(browsertest.Open(t, w.URL).Narrow().Cookie(elderCookie, "30"), "hepingli", "sun")
	}
	fill(open().NoScripts(), "路灯坏了三盏")
	on := open()
	on.Go("/hepingli/topics").Ready()
	fill(on, "门口的台阶松了")
	on.Go(newTopic).Ready().Fill("#raise-title", "一").Type("\r").Wait(at(2)).Axe().Picture("elder-raise-step")
}

// lowFaults are what is wrong on a screen so low that whatever stands fixed on it covers what is to be read.
const lowFaults = `[...document.querySelectorAll("*")].filter(e => /fixed|sticky/.test(getComputedStyle(e).position) && e.getBoundingClientRect().height > 60 && e.checkVisibility()).map(e => "fixed: " + e.className)
	.concat(document.documentElement.scrollWidth > document.documentElement.clientWidth ? ["scrolls sideways"] : [])`

// moving are the elements that move by themselves, and those that take their time to change.
const moving = `[...document.querySelectorAll("*")].filter(e => (s => s.animationName != "none" || s.scrollBehavior == "smooth" || s.transitionDuration.split(", ").some(d => parseFloat(d)))(getComputedStyle(e))).length`

// A page enlarged four times, in elder mode and out of it, also while acting for somebody: nothing fixed covers it, nothing
// is drawn sideways. And whoever asks for stillness has it.
func TestEnlargedAndStill(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	shed, _ := w.december()
	w.head("zhao", "3 号楼", w.clock.Now().AddDate(1, 0, 0))
	w.leave("wang", "zhao", residents.HelpStairwellHead)
	for _, size := range []string{"", "30"} {
		r := browsertest.Open(t, w.URL).WithoutApp().Zoomed()
		if size != "" {
			r.Cookie(elderCookie, size)
		}
		w.enter(r, "hepingli", "zhao").Go("/hepingli/me/helping").Press("开始代办").See("正在替")
		for _, path := range []string{"/hepingli", "/hepingli/topics/" + shed, newTopic, "/hepingli/me", "/hepingli/polls"} {
			r.Go(path)
			for _, fault := range browsertest.Eval[[]string](r, lowFaults) {
				t.Error("letters", size, path, fault)
			}
		}
		if r.Go(newTopic).Still(false); browsertest.Eval[int](r, moving) == 0 {
			t.Error("nothing moves where it may: what is looked for is not there any more")
		}
		if r.Still(true); browsertest.Eval[int](r, moving) > 0 {
			t.Error("something moves where stillness was asked for")
		}
	}
}
