package main

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// atDesk is the browser of somebody at a desk, 1280 wide, whose session a passkey has proved.
func (b *booted) atDesk(home, resident string) *browsertest.Tab {
	b.t.Helper()
	r := browsertest.Open(b.t, b.URL).Wide().Allow("status of 404")
	r.Cookie(sessionCookie, b.session(home, resident, residents.ByPasskey, b.clock.Now().AddDate(1, 0, 0)))
	return r
}

// Three hundred letters are made, shown once, and printed, each household's on one sheet.
func TestThreeHundredLetters(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(90, 90, 90, 45)
	r := b.atDesk("hepingli", "li").Patient(3 * time.Minute)
	r.Go("/hepingli/desk/letters").See("全社区 315 户").Axe().Picture("desk-letters-none")
	began, size := time.Now(), new(atomic.Int64)
	before := func(w http.ResponseWriter, q *http.Request) bool {
		if q.Method == http.MethodPost {
			seen := &watched{ResponseWriter: w, status: http.StatusOK}
			q.Header.Del("Accept-Encoding")
			b.portal.ServeHTTP(seen, q)
			size.Store(int64(seen.bytes))
			return true
		}
		return false
	}
	b.before.Store(&before)
	r.Press("写邀请信").See("做好了 300 封，请现在打印", "还有 15 户")
	t.Logf("300 letters in %v, %d bytes", time.Since(began).Round(100*time.Millisecond), size.Load())
	if n := size.Load(); n == 0 || n > 3_000_000 {
		t.Errorf("the page of 300 letters has %d bytes", n)
	}
	if n := r.Print("letters"); n != 300 {
		t.Errorf("300 letters are printed on %d pages", n)
	}
	if smallest := browsertest.Eval[float64](r, `Math.min(...[...document.querySelector(".letter").querySelectorAll("p, li, dt, dd, b")].map(e => parseFloat(getComputedStyle(e).fontSize)))`); smallest < 21.3 {
		t.Errorf("the smallest letters have %v px, less than 16 pt", smallest)
	}
	r.Go("/hepingli/desk/letters?building=3+号楼").See("还没有用").Axe().Picture("desk-letters")
}

// The longest names and addresses still go on one sheet.
func TestLetterOfLongWords(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.portal.public = "https://yishiting.hepinglijiedao-shequ.dongcheng.example.gov.cn"
	err := b.store.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
		c, err := tx.CommunityByID("hepingli")
		if err != nil {
			return err
		}
		c.Name, c.Phone = "和平里街道兴化路西里东区第一社区和青年湖北街社区", "010-84220000 转 801"
		home := residents.Household{Community: "hepingli", ID: "home-long", Building: "和平里七区甲十九号院附属楼", Unit: "西侧第二单元", Room: "半地下 B1-1203", Adults: 99}
		return errors.Join(tx.ChangeCommunity(c), tx.AddHousehold(home))
	})
	if err != nil {
		t.Fatal(err)
	}
	r := b.atDesk("hepingli", "li")
	r.Go("/hepingli/desk/letters").Press("写邀请信").See("做好了 1 封").Axe().Picture("desk-letter-shown")
	if n := r.Print("letter-long"); n != 1 {
		t.Errorf("one letter is printed on %d pages", n)
	}
}

// letterOf makes one letter and gives where its QR code leads.
func (b *booted) letterOf() paper {
	b.t.Helper()
	b.roster(1)
	all := b.letters("whom", "waiting")
	if len(all) != 1 {
		b.t.Fatal(len(all), " letters")
	}
	return all[0]
}

// leavesNothing fails where the letter's secret is to be found anywhere in the browser but in the form.
func leavesNothing(t *testing.T, r *browsertest.Tab, l paper) {
	t.Helper()
	kept := browsertest.Eval[string](r, `(async () => {
		const all = [location.href, document.cookie, JSON.stringify(history.state), JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
		for (const name of await caches.keys()) {
			const cache = await caches.open(name);
			for (const request of await cache.keys()) all.push(request.url, await (await cache.match(request)).text());
		}
		for (const e of performance.getEntriesByType("resource")) all.push(e.name);
		return all.join("\n");
	})()`)
	if strings.Contains(kept, l.secret()) {
		t.Error("the letter's secret is kept in the browser")
	}
}

// A phone reads the QR code: the secret goes out of the address and into the form.
func TestJoinFromTheQRCode(t *testing.T) {
	t.Parallel()
	b := boot(t)
	appIsBuilt(t)
	l := b.letterOf()
	r := browsertest.Open(t, b.URL).Allow("status of 404")
	r.Go(l.path()).See("已读到邀请信 0001").NotSee("邀请信号码").At("/hepingli/join?n=0001").Ready().Axe().Picture("join")
	r.Wait(`location.hash == "" && document.querySelector("[name=letter]").value == "` + l.secret() + `"`)
	r.Wait(`navigator.serviceWorker.controller`)
	r.Press("加入").See("还没有送出", "已读到邀请信 0001", "需要您同意").Picture("join-refused")
	leavesNothing(t, r, l)
	r.Fill("#join-name", "何静").Press("年满十八周岁").Press("#join-consent").Ready().Press("加入").See("您已加入", "等居委会确认", "下次怎样进来")
	r.Axe().Picture("joined").Ready()
	leavesNothing(t, r, l)
	r.Reload().See("等居委会确认").NotSee("您已加入")
}

// The app is running when another letter's code is opened in the same tab.
func TestJoinWhileTheAppRuns(t *testing.T) {
	t.Parallel()
	b := boot(t)
	appIsBuilt(t)
	l := b.letterOf()
	r := browsertest.Open(t, b.URL).Allow("status of 404")
	r.Go("/hepingli/join?n=0001").Ready().See("邀请信号码")
	r.Go(l.path()).See("已读到邀请信 0001").NotSee("邀请信号码").At("/hepingli/join?n=0001")
	r.Fill("#join-name", "何静")
	browsertest.Eval[any](r, `shell.again()`)
	r.Wait(`document.querySelector("[name=letter]").value == "` + l.secret() + `" && document.querySelector("#join-name").value == "何静"`).NotSee("邀请信号码")
	leavesNothing(t, r, l)
	r.Press("改为输入号码").See("邀请信号码").NotSee("已读到邀请信").Wait(`document.querySelector("[name=letter]").value == ""`)
	r.Ready().Fill("#join-code", l.code).Fill("#join-name", "何静").Press("年满十八周岁").Press("#join-consent").Press("加入").See("您已加入")
}

// With scripts off the number is there and the code is typed.
func TestJoinWithoutScripts(t *testing.T) {
	t.Parallel()
	b := boot(t)
	l := b.letterOf()
	r := browsertest.Open(t, b.URL).NoScripts().Allow("status of 404")
	r.Go(l.path()).See("邀请信号码").NotSee("已读到邀请信").Wait(`document.querySelector("#join-code").value == "0001-"`)
	r.Press("#join-age-2").Wait(`document.querySelector("#join-birth").checkVisibility()`).Picture("join-by-hand")
	r.Press("年满十八周岁").Wait(`!document.querySelector("#join-birth").checkVisibility()`).Fill("#join-code", strings.ToLower(l.code)).Fill("#join-name", "何静").Press("#join-represent").Press("#join-consent").Press("加入")
	r.See("您已加入", "户代表", "下次怎样进来")
}
