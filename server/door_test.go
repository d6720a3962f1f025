package main

import (
	"fmt"
	"strings"
	"testing"

	"yishiting/app/pages"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// building lists so many homes of a building of hepingli: 1 单元 101, 102, ….
func (b *booted) building(name string, n int) {
	b.t.Helper()
	b.change("hepingli", func(tx *store.Tx) error {
		for i := range n {
			h := residents.Household{
				Community: "hepingli", ID: fmt.Sprintf("home-%s-%04d", strings.Fields(name)[0], i), Building: name,
				Unit: fmt.Sprintf("%d 单元", i/4+1), Room: fmt.Sprint(101 + i%4), Adults: 2,
			}
			if err := tx.AddHousehold(h); err != nil {
				return err
			}
		}
		return nil
	})
}

// doorCall is a call of all homes of 7 号楼 and 8 号楼, of which zhao is the head of the first.
func doorCall(b *booted) project.Call {
	b.building("7 号楼", 8)
	b.building("8 号楼", 4)
	b.stairwellHead("zhao", "7 号楼")
	return b.call(func(c *project.Call) {
		c.Places = []project.Place{{Community: "hepingli", Building: "7 号楼"}, {Community: "hepingli", Building: "8 号楼"}}
	})
}

func (b *booted) answersIn(c project.Call) (n, dropped int) {
	b.t.Helper()
	b.view(func(v *store.View) error {
		all, err := v.CoverageOf(c)
		for _, p := range all {
			n += p.Answered
		}
		if err != nil {
			return err
		}
		drops, err := v.Dropped(c.Community, c.ID)
		for _, d := range drops {
			dropped += d
		}
		return err
	})
	return n, dropped
}

// A stairwell head writes answers down in their own building, by a plain form; each home counts once.
func TestDoor(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		c := doorCall(b)
		b.signInBy(residents.ByPhone, "hepingli", "zhao")
		b.get(callPath(c)).holds(t, 200, callPath(c)+"/door")
		page := b.get(callPath(c) + "/door")
		page.holds(t, 200, "7 号楼：8 户，已答 0 户", "1 单元 102", "!8 号楼")
		action, fields := page.fill(t, "door")
		fields.Set("unit", project.HomeUnit("home-7-0001"))
		fields.Set("q1", "1")
		fields.Set("q4", "4")
		got := b.do("POST", action, fields)
		got.led(t, callPath(c)+"/door?building=7+%E5%8F%B7%E6%A5%BC&done=door-taken")
		b.do("POST", action, fields).led(t, callPath(c)+"/door?building=7+%E5%8F%B7%E6%A5%BC&done=door-taken") // sent twice
		action, fields = b.get(callPath(c)+"/door").fill(t, "door")
		fields.Set("unit", project.HomeUnit("home-7-0001"))
		fields.Set("q1", "2")
		fields.Set("q4", "1")
		b.do("POST", action, fields).led(t, callPath(c)+"/door?building=7+%E5%8F%B7%E6%A5%BC&done=door-dropped")
		if n, dropped := b.answersIn(c); n != 1 || dropped != 1 {
			t.Errorf("%d answers, %d dropped", n, dropped)
		}
		fields.Set("command", fields.Get("command")+"w")
		fields.Set("reader", "li") // written down by somebody else, on the same telephone
		if got := b.do("POST", action, fields); got.StatusCode != 401 || !strings.Contains(got.body, "登录") {
			t.Errorf("sent as somebody else: %s", got.Status)
		}
		fields.Del("reader")
		fields.Set("command", fields.Get("command")+"x")
		fields.Set("unit", project.HomeUnit("home-8-0001")) // another's building
		if got := b.do("POST", action, fields); got.StatusCode != 403 && got.StatusCode != 422 {
			t.Errorf("another building: %s", got.Status)
		}
		if n, _ := b.answersIn(c); n != 1 {
			t.Errorf("%d answers", n)
		}
		b.as("hepingli", "li").get(callPath(c)+"/door?building=8+号楼").holds(t, 200, "8 号楼：4 户", "7 号楼")
		if got := b.as("hepingli", "wang").get(callPath(c) + "/door"); got.StatusCode != 403 {
			t.Errorf("a neighbour goes from door to door: %s", got.Status)
		}
	})
}

// Without a network answers wait on the telephone, in order, to be taken back or mended, and are sent later; each counts once. What
// was answered meanwhile is said, and what comes too late is explained beside it.
func TestDoorWithoutANetwork(t *testing.T) {
	t.Parallel()
	b := boot(t)
	c := doorCall(b)
	page := callPath(c) + "/door"
	r := b.reader("hepingli", "zhao").Before(fmt.Sprintf("Date.now = () => %d", b.clock.Now().UnixMilli())) // the telephone's clock goes as the server's
	r.Go(page).See("7 号楼：8 户，已答 0 户").Allow("net::ERR|Failed to fetch|ERR_").Wait(`document.querySelector("link[href*=outbox]")`)
	kept(r, page)
	r.Axe().Picture("door")
	ask := func(home, way string) {
		t.Helper()
		r.Set("#door-unit", project.HomeUnit(home))
		r.Press(`[name=q1][value="` + way + `"]`).Press(`[name=q4][value="4"]`).Press("记下这份回答")
	}
	back := b.flight(r)
	ask("home-7-0000", "1")
	r.See("记下了：上门问到的回答", "7 号楼 1 单元 101", "1 件等着发出").Wait(`scrollY == 0 && document.activeElement.id == "door-unit" && document.activeElement.value == ""`)
	ask("home-7-0001", "2")
	ask("home-7-0003", "2") // at once
	r.See("7 号楼 1 单元 104", "3 件等着发出").Picture("door-waiting").Axe()
	r.Go(page).See("3 件等着发出", "已记下，等着送出", "等待发送：上门问到的回答") // opened again without a network
	r.Press("#outbox-line a").Wait(`location.hash == "#outbox"`).Press("#outbox .kept:nth-of-type(3) .button").See("已撤销，没有送出", "2 件等着发出")
	r.Press("#outbox .kept:nth-of-type(1) .button:nth-of-type(2)").See("正在改，先不发出").Wait(`document.querySelector("#door-unit").value.includes("home-7-0000")`)
	r.Press(`[name=q1][value="3"]`).Press("记下这份回答").See("记下了：上门问到的回答", "2 件等着发出").NotSee("正在改")
	if n, _ := b.answersIn(c); n != 0 {
		t.Errorf("%d answers came without a network", n)
	}
	b.act("hepingli", "zhou", func(tx *store.Tx, by residents.Sender) error { // the second home was asked by somebody else meanwhile
		_, err := project.EnterAnswer(tx, by, project.Entering{
			Body: "hepingli", Call: c.ID, Community: "hepingli", Unit: project.HomeUnit("home-7-0001"), Channel: project.Door,
			Said: project.Said{Choices: map[string][]int{"1": {3}, "4": {1}}},
		})
		return err
	})
	back()
	r.See("已经有过一份，这一份没有再算：上门问到的回答", "7 号楼 1 单元 102", "已送到：上门问到的回答").Wait(nothingWaits).Picture("door-sent").Axe()
	r.See("7 号楼：8 户，已答 2 户", "还没有答的（6）").Wait(`document.querySelector("#door-unit option:nth-child(2)").textContent.includes("已答")`)
	if n, dropped := b.answersIn(c); n != 2 || dropped != 1 {
		t.Errorf("%d answers, %d dropped", n, dropped)
	}

	// With a network each is sent at once, and the page stays for the next.
	browsertest.Eval[any](r, `window.same = true`)
	ask("home-7-0004", "1")
	r.See("已送到：上门问到的回答", "2 单元 101", "7 号楼：8 户，已答 3 户").Wait(`window.same`)

	b.flight(r)
	ask("home-7-0002", "1")
	r.See("1 件等着发出")
	b.between(nil)
	b.clock.move(c.Closes.Sub(b.clock.Now()))
	r.Flight(false)
	r.See("没有办成：上门问到的回答", "7 号楼 1 单元 103", pages.Says(project.ErrCallLate)).Picture("door-late").Axe()
	r.Press("不要了").See("已撤销").Wait(nothingWaits)
	if n, _ := b.answersIn(c); n != 3 {
		t.Errorf("%d answers after the close", n)
	}
}

// What an older app has kept of answers at doors is taken over once, and sent; what was refused is there to be mended. Nobody else's is touched.
func TestDoorTakesOverWhatWasKept(t *testing.T) {
	t.Parallel()
	b := boot(t)
	c := doorCall(b)
	page := callPath(c) + "/door"
	r := b.reader("hepingli", "zhao").Allow("net::ERR|Failed to fetch|ERR_|status of 4")
	r.Go("/healthz")
	thing := func(n int, more string) string {
		return fmt.Sprintf(`{command: "door-000000000000000000000000000%05d", unit: %q, label: "1 单元 10%d", fields: [["building", "7 号楼"], ["unit", %[2]q], ["q1", "1"], ["q4", "4"], ["written", "%[4]d"]]%[5]s}`,
			n, project.HomeUnit(fmt.Sprintf("home-7-%04d", n)), n+1, b.clock.Now().UnixMilli(), more)
	}
	browsertest.Eval[any](r, fmt.Sprintf(`localStorage.setItem("door zhao %s", JSON.stringify([%s, %s])); localStorage.setItem("door sun %[1]s", JSON.stringify([%[4]s]))`,
		page, thing(0, ""), thing(1, `, refused: "call-over", says: "征集已经结束"`), thing(2, "")))
	r.Go("/hepingli/me").See("已送到：上门问到的回答", "7 号楼 1 单元 101", "没有办成：上门问到的回答", "7 号楼 1 单元 102", "征集已经结束")
	r.Wait(`Object.keys(localStorage).filter(k => k.startsWith("door ")).join() == "door sun ` + page + `"`)
	if n, _ := b.answersIn(c); n != 1 {
		t.Errorf("%d answers", n)
	}
	r.Press("改一改再发").Wait(`location.pathname == "` + page + `"`).Wait(`document.querySelector("#door-unit")?.value.includes("home-7-0001") && document.querySelector("[name=q1][value='1']").checked`)
	r.Press("记下这份回答").Wait(nothingWaits).See("7 号楼：8 户，已答 2 户")
	if n, _ := b.answersIn(c); n != 2 {
		t.Errorf("%d answers", n)
	}
}
