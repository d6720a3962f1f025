package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// helper keeps a profile for somebody who is admitted under a name.
func (b *booted) helper(id, name string, skills ...signups.Skill) {
	b.t.Helper()
	b.admitted(id, name)
	b.change("hepingli", func(tx *store.Tx) error {
		return tx.SetProfile(signups.Profile{Community: "hepingli", Resident: id, Skills: skills, Times: signups.AllTimes, Near: signups.Anywhere, Since: b.clock.Now()})
	})
}

// What the city's system is told: confirmed hours of the month alone, with whole names and never
// with what is not kept.
func TestBeijingSheet(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		const at = "/hepingli/desk/activities/beijing"
		b.helper("formula", formulaName, signups.Carrying)
		repeat := weekly(4)
		repeat.Day, repeat.From, repeat.Until = calendarDay("2026-11-10"), 0, 2*60 // Tuesdays from midnight, by Beijing's clock: 1 December is the last
		a, shifts := b.activity(repeat, func(a *signups.Activity) { a.Title, a.Posts[0].Seats = "@守夜", 9 })
		b.joins(shifts[0], "formula", "wang", "zhao", "sun")
		b.joins(shifts[3], "wang")
		b.at(shifts[0].Ends)
		b.served(shifts[0], 90, "wang", "zhao", "formula")
		b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
			_, err := signups.NotePresence(tx, by, "hepingli", a.ID, shifts[0].ID, []signups.Presence{{Resident: "sun", In: shifts[0].Starts, Out: shifts[0].Ends}})
			return err
		})
		b.at(shifts[3].Ends)
		b.served(shifts[3], 120, "wang")
		b.change("hepingli", func(tx *store.Tx) error { return tx.Erase("hepingli", "zhao") })

		li := b.as("hepingli", "li")
		rows := li.saved(t, at, "?month=2026-11")
		inColumn(t, rows, "姓名", formulaName, "王秀兰")
		inColumn(t, rows, "服务时长（小时）", "1.5", "1.5")
		inColumn(t, rows, "服务日期", "2026-11-10", "2026-11-10")
		inColumn(t, rows, "技能", "搬运", "")
		inColumn(t, rows, "活动名称", "@守夜", "@守夜")
		inColumn(t, rows, "组织单位", "和平里社区居民委员会", "和平里社区居民委员会")
		inColumn(t, rows, "负责人", "李文静", "李文静")
		blank := 0
		for _, name := range rows[0] {
			if strings.HasSuffix(name, "（手填）") {
				blank++
				inColumn(t, rows, name, "", "")
			}
		}
		if blank != 10 || !slices.Contains(rows[0], "证件号码（手填）") {
			t.Errorf("%d columns to fill in: %v", blank, rows[0])
		}
		inColumn(t, li.saved(t, at, "?month=2026-12"), "姓名", "王秀兰")
		inColumn(t, li.saved(t, at, "?month=2026-10"), "姓名")
		for _, month := range []string{"", "?month=", "?month=2026-13", "?month=2026-00", "?month=26-11", "?month=2026-11-01", "?month=%3D1"} {
			li.get(at+".csv"+month).holds(t, 422, "没有这个月份", "选一个月再下载")
			li.get(at+".xlsx"+month).holds(t, 422, "没有这个月份")
		}
		li.get("/hepingli/desk/volunteers/list").holds(t, 200, at+".xlsx", at+".csv", `value="2026-11"`, "手填")
	})
}

// Who reads names and hours of volunteers is of the committee, and stands in the audit each time.
func TestVolunteersAreReadByTheCommittee(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.helper("helper", "志愿者甲")
		read := func() (n int) {
			for _, l := range lines(b, "hepingli") {
				if l.Action == residents.ReadVolunteers && l.Result == residents.Seen && l.Actor == "li" {
					n++
				}
			}
			return n
		}
		for i, path := range []string{"volunteers/list", "volunteers/list.csv", "volunteers/list.xlsx", "activities/beijing.csv?month=2026-11", "activities/beijing.xlsx?month=2026-11"} {
			at := "/hepingli/desk/" + path
			b.as("hepingli", "li").get(at).holds(t, 200)
			if n := read(); n != i+1 {
				t.Errorf("%s: %d lines in the audit", at, n)
			}
			b.get(at).holds(t, 401)
			b.as("hepingli", "helper").get(at).holds(t, 403)
			b.as("hepingli-jiedao", "liu").get(at).holds(t, 403)
			wu := b.as("anzhen", "wu")
			wu.get(at).holds(t, 403)
			wu.get(strings.Replace(at, "hepingli", "anzhen", 1)).holds(t, 200, "!志愿者甲")
			b.as("hepingli-jiedao", "liu").get(strings.Replace(at, "hepingli", "hepingli-jiedao", 1)).holds(t, 404)
		}
		b.as("hepingli", "li").get("/hepingli/desk/activities/beijing.csv?month=no").holds(t, 422)
		if n := read(); n != 5 {
			t.Errorf("%d lines: one for what was not read", n)
		}
	})
}

// The list goes by name whatever the hours, in pages, and costs as many questions for many as for few.
func TestVolunteersInAList(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		const at = "/hepingli/desk/volunteers/list"
		b.change("hepingli", func(tx *store.Tx) error {
			for n := range 60 {
				id := fmt.Sprintf("v%02d", n)
				if err := tx.AddResident(residents.Resident{ID: id, Community: "hepingli", Name: fmt.Sprintf("郑%02d", (n*37)%60), Building: "9 号楼", Adult: true, JoinedAt: b.clock.Now(), ConfirmedAt: b.clock.Now()}); err != nil {
					return err
				}
				if err := tx.SetProfile(signups.Profile{Community: "hepingli", Resident: id, Near: signups.Anywhere, Since: b.clock.Now()}); err != nil {
					return err
				}
			}
			return nil
		})
		b.helper("percent", "%甲", signups.Patrol)
		_, shifts := b.activity(weekly(1))
		b.joins(shifts[0], "wang", "zhao")
		b.act("hepingli", "wang", func(tx *store.Tx, by residents.Sender) error {
			return signups.AskProof(tx, by, signups.FirstAid, "救护员证")
		})
		b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
			return signups.CheckProof(tx, by, "hepingli", "wang", signups.FirstAid, true, calendarDay("2027-06-30"))
		})
		b.at(shifts[0].Ends)
		b.served(shifts[0], 90, "wang")
		for _, who := range []string{"li", "sun"} {
			b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
				t, err := signups.MakeTeam(tx, by, signups.Team{Community: "hepingli", Name: who + "的队", Kind: signups.GeneralTeam, Leader: who})
				if err == nil && who == "sun" {
					by.ID += "-end"
					err = signups.EndTeam(tx, by, "hepingli", t.ID)
				}
				return err
			})
		}

		li := b.as("hepingli", "li")
		bodies := pagesOf(t, li, at)
		names := regexp.MustCompile(`/desk/people/[^"]+">([^<]+)</a>`)
		var all []string
		for _, body := range bodies {
			for _, m := range names.FindAllStringSubmatch(body, -1) {
				all = append(all, m[1])
			}
		}
		// Of zhao nothing is confirmed, sun's team has ended: neither volunteers yet.
		if len(bodies) != 3 || len(all) != 63 || !slices.IsSorted(all) || slices.Contains(all, "赵建国") || slices.Contains(all, "孙小梅") || !slices.Contains(all, "李文静") {
			t.Errorf("%d pages: %v", len(bodies), all)
		}
		li.get(at+"?name=王").holds(t, 200, "王秀兰", "急救（看过证书）", `<td class="n whole">1.5 小时</td>`, "!郑")
		li.get(at+"?name=李").holds(t, 200, "li的队", "!sun的队")
		li.get(at+"?name=%25").holds(t, 200, "%甲", "巡查", "!郑")
		li.get(at+"?name=没有").holds(t, 200, "没有找到志愿者")
		li.get(at+"?name=王&year=2025").holds(t, 200, `<td class="n whole">0 小时</td>`)
		li.get(at+"?after=nonsense").holds(t, 404)
		rows := li.saved(t, at, "")
		if got := column(t, rows, "姓名"); !slices.Equal(got, all) {
			t.Errorf("the sheet has %v, the page %v", got, all)
		}
		if got := column(t, li.saved(t, at, "?year=2025"), "2025 年时长（小时）"); slices.ContainsFunc(got, func(h string) bool { return h != "0" }) {
			t.Error(got)
		}
		before := b.store.Queries()
		li.get(at + "?name=王")
		few := b.store.Queries() - before
		before = b.store.Queries()
		li.get(at)
		if many := b.store.Queries() - before; many != few {
			t.Errorf("%d questions for one, %d for a page", few, many)
		}
	})
}
