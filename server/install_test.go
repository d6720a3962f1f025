package main

import (
	"testing"

	"yishiting/server/browsertest"
)

// installable lets a test say, by offerInstall(), that the browser would install the app, as Chromium does on a phone.
const installable = `window.prompted = 0; window.offerInstall = () => {
	const e = new Event("beforeinstallprompt", {cancelable: true});
	e.prompt = async () => { prompted++ };
	dispatchEvent(e);
	return e.defaultPrevented;
};`

// comesBack lets the first visit have been on another day.
const comesBack = `localStorage.first = "Mon Nov 02 2026"`

const (
	anIPhone = `Object.defineProperty(navigator, "userAgent", {value: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"});`
	aChat    = `Object.defineProperty(navigator, "userAgent", {value: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.54"});`
)

const pocketThere, noLine = `window.shell?.ahead.length`, `!document.querySelector("#install")`

// Installing is offered once: after something was done, or on another day; never where something is filled in, never
// again, and never where the app is installed or cannot be.
func TestInstallingIsOfferedOnce(t *testing.T) {
	t.Parallel()
	b := bootSample(t)
	r := b.sampleReader(installable).Go("/hepingli/me").Ready().Wait(pocketThere)
	if !browsertest.Eval[bool](r, `offerInstall()`) {
		t.Error("the browser offers it by itself")
	}
	r.Wait(noLine) // nothing done, the first day
	r.Press("全部标为看过").See("消息都已标为看过", "可以把议事厅装到手机上").Wait(`document.querySelector(".said").nextElementSibling.id == "install"`)
	r.Axe().Picture("install")
	browsertest.Eval[any](r, `void shell.again()`)
	b.after(r)
	r.Wait(`document.querySelector("#install")`) // the page made fresh keeps it
	r.Press("不用了").Wait(noLine)
	browsertest.Eval[any](r, comesBack)
	for _, path := range []string{"/hepingli", "/hepingli/me"} {
		r.Go(path).Ready().Wait(pocketThere)
		browsertest.Eval[any](r, `offerInstall()`)
		r.Press(".tabs a:nth-child(3)").See("往月档案").Wait(noLine)
	}

	r = b.sampleReader(installable + comesBack).Go(newTopic).Ready().Wait(pocketThere)
	browsertest.Eval[any](r, `offerInstall()`)
	r.Wait(noLine) // over a form
	r.Press(".place").See("可以把议事厅装到手机上").Press("装到手机").Wait(`prompted == 1 && ` + noLine)
	r.Go("/hepingli/me").Ready().Wait(noLine)

	for script, sees := range map[string]bool{
		comesBack:            false, // a browser that cannot
		anIPhone:             false, // the first day
		anIPhone + comesBack: true,
		anIPhone + comesBack + `; navigator.standalone = true`: false,
		aChat + comesBack: false,
	} {
		r := b.sampleReader(script).Go("/hepingli").Ready().Wait(pocketThere)
		r.Dark().Press(".tabs a:nth-child(4)").See("我提的议题")
		if !sees {
			r.Wait(noLine)
			continue
		}
		r.See("点屏幕下边的「分享」，再点「添加到主屏幕」").Axe().Picture("install-iphone-dark")
		r.Press("知道了").Wait(noLine).Press(".tabs a:nth-child(1)").See("本次议题").Wait(noLine)
	}

	old := b.sampleReader(installable+comesBack+";"+connection("saveData: true")).Cookie(elderCookie, "24").Go("/hepingli").Wait(pocketThere)
	browsertest.Eval[any](old, `offerInstall()`)
	old.See("可以把议事厅装到手机上").Axe().Picture("install-elder")
}

// The help has the button of those who did not want it then, and where data is dear the one that fetches the app.
func TestTheAppWhenItIsAskedFor(t *testing.T) {
	t.Parallel()
	b := boot(t)
	appIsBuilt(t)
	const help, fetches = "/hepingli/help/phone", "#page [data-tool=fetch] button"
	r := b.reader("hepingli", "wang").Before(installable).Go(help).Ready().Wait(pocketThere).NotSee("下载应用（约")
	browsertest.Eval[any](r, `offerInstall()`)
	r.See("长按桌面上的图标删掉").Press("#page [data-tool=install] button").Wait(`prompted == 1`)

	asked := b.counting("app.wasm")
	dear := browsertest.Open(t, b.URL).Before(connection(`saveData: true`)).Go(help)
	dear.Wait(pocketThere).See("下载应用（约 1.7 MB）").Axe().Picture("fetch")
	if n := asked.Load(); n != 0 {
		t.Errorf("fetched unasked, %d times", n)
	}
	dear.Press(fetches).See("已经下载好了，没有网络也能用。").Ready().NotSee("下载应用（约").Picture("fetched")
	dear.Wait(`navigator.serviceWorker.controller && await caches.match(document.querySelector("script[data-wasm]").dataset.wasm)`)
	before := asked.Load()
	dear.ForgetFiles().Go(help).Ready().Wait(pocketThere).NotSee("下载应用（约")
	if n := asked.Load(); n != before {
		t.Errorf("fetched again, %d times", n-before)
	}

	b.missing("app.wasm")
	without := browsertest.Open(t, b.URL).Allow("app.wasm").Before(connection(`saveData: true`)).Go(help).Wait(pocketThere)
	without.Press(fetches).See("没有下载成，请换个时候再试。", "下载应用（约")
}
