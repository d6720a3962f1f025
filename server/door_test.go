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
		if got := b.do("POST", action, fields); got.StatusCode != 422 || !strings.Contains(got.body, "登录") {
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

// Without a network answers wait on the telephone, are sent later, and count once; what was
// answered meanwhile is said; and nothing of it is left to who signs in after.
func TestDoorWithoutANetwork(t *testing.T) {
	t.Parallel()
	b := boot(t)
	c := doorCall(b)
	r := b.reader("hepingli", "zhao").Before(fmt.Sprintf("Date.now = () => %d", b.clock.Now().UnixMilli())). // the telephone's clock goes as the server's
															Go(callPath(c) + "/door").See("7 号楼：8 户，已答 0 户").Allow("net::ERR|Failed to fetch|ERR_")
	kept(r, callPath(c)+"/door")
	r.Axe().Picture("door")
	ask := func(home, way string) {
		t.Helper()
		r.Set("#door-unit", project.HomeUnit(home))
		r.Press(`[name=q1][value="` + way + `"]`).Press(`[name=q4][value="4"]`).Press("记下这份回答")
	}
	back := b.cut()
	ask("home-7-0000", "1")
	r.See("1 份回答存在这部手机上")
	ask("home-7-0001", "2")
	r.See("2 份回答存在这部手机上").Picture("door-waiting")
	r.Go(callPath(c)+"/door").See("2 份回答存在这部手机上", "已记下，等着送出") // opened again without a network
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
	browsertest.Eval[any](r, `void dispatchEvent(new Event("online"))`)
	r.See("已经答过，这一份没有再算").Wait(`!Object.keys(localStorage).some(k => k.startsWith("door "))`)
	if n, dropped := b.answersIn(c); n != 2 || dropped != 1 {
		t.Errorf("%d answers, %d dropped", n, dropped)
	}
	b.cut()
	ask("home-7-0002", "1")
	r.See("1 份回答存在这部手机上")
	b.between(nil)
	b.clock.move(c.Closes.Sub(b.clock.Now()))
	browsertest.Eval[any](r, `void dispatchEvent(new Event("online"))`)
	r.See("1 单元 103：" + pages.Says(project.ErrCallLate)).Picture("door-late").Press("删掉这一份").Wait(`!Object.keys(localStorage).some(k => k.startsWith("door "))`)
	if n, _ := b.answersIn(c); n != 2 {
		t.Errorf("%d answers after the close", n)
	}
}
