package main

import (
	"strings"
	"testing"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
	"yishiting/signups/organisations"
)

// A team's leader, who has no desk, and the committee save who is in it; members do not.
func TestTeamSheet(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.admitted("formula", formulaName)
		id := b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
			_, err := signups.MakeTeam(tx, by, signups.Team{Community: "hepingli", Name: "-小巷管家队", Kind: signups.LaneTeam, Leader: "sun"})
			return err
		})
		for _, who := range []string{"wang", "formula"} {
			b.clock.move(24 * 60 * 60e9)
			b.act("hepingli", who, func(tx *store.Tx, by residents.Sender) error { return signups.JoinTeam(tx, by, id) })
		}
		b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
			return signups.GiveDuty(tx, by, "hepingli", id, "wang", "=北门")
		})
		page := "/hepingli/teams/" + id
		at := page + "/members"
		rows := b.as("hepingli", "sun").saved(t, at, "")
		inColumn(t, rows, "姓名", "孙小梅", "王秀兰", formulaName)
		inColumn(t, rows, "常看着哪里", "", "=北门", "")
		inColumn(t, rows, "服务队", "-小巷管家队", "-小巷管家队", "-小巷管家队")
		b.as("hepingli", "sun").get(page).holds(t, 200, at+".csv", at+".xlsx")
		b.as("hepingli", "li").get("/hepingli/desk/teams/"+id).holds(t, 200, at+".csv", at+".xlsx")
		b.as("hepingli", "wang").get(page).holds(t, 200, "!"+at)
		for _, kind := range []string{".csv", ".xlsx"} {
			b.as("hepingli", "li").get(at+kind).holds(t, 200)
			b.as("hepingli", "wang").get(at+kind).holds(t, 403)
			b.as("anzhen", "wu").get(at+kind).holds(t, 403)
			b.get(at+kind).holds(t, 401)
			b.as("anzhen", "wu").get("/anzhen/teams/"+id+"/members"+kind).holds(t, 404)
		}
		b.change("hepingli", func(tx *store.Tx) error { return tx.Erase("hepingli", "wang") })
		inColumn(t, b.as("hepingli", "sun").saved(t, at, ""), "姓名", "孙小梅", formulaName)
	})
}

// A month's bookings are saved by those who look after the rooms, of all or of one; people masked.
func TestBookingSheet(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		const at = "/hepingli/desk/rooms/bookings"
		li := b.as("hepingli", "li")
		big, small := b.room(li, "hepingli", "@活动室", "100"), b.room(li, "hepingli", "棋牌室", "0")
		wang := b.as("hepingli", "wang")
		wang.books("hepingli", big, "2026-11-05", "600", "title", "=读书会", "people", "12").led(t, "/hepingli/rooms?done=room-booked")
		wang.books("hepingli", small, "2026-11-06", "540").led(t, "/hepingli/rooms?done=room-booked")
		li.get("/hepingli/desk/rooms").holds(t, 200, at+".xlsx", at+".csv", `value="2026-12"`, `value="`+big+`"`)
		rows := li.saved(t, at, "?month=2026-11")
		inColumn(t, rows, "场地", "@活动室", "棋牌室")
		inColumn(t, rows, "日期", "2026-11-05", "2026-11-06")
		inColumn(t, rows, "开始", "10:00", "09:00")
		inColumn(t, rows, "谁约的", "王**", "王**")
		inColumn(t, rows, "做什么", "=读书会", "读书会")
		inColumn(t, rows, "费用（元）", "100", "0")
		inColumn(t, li.saved(t, at, "?month=2026-11&room="+small), "场地", "棋牌室")
		inColumn(t, li.saved(t, at, "?month=2026-12"), "场地")
		wu := b.as("anzhen", "wu")
		other := b.room(wu, "anzhen", "安贞的", "0")
		for _, kind := range []string{".csv", ".xlsx"} {
			li.get(at+kind).holds(t, 422, "没有这个月份")
			li.get(at+kind+"?month=2026-13").holds(t, 422, "没有这个月份", "选一个月再下载")
			li.get(at+kind+"?month=2026-11&room="+other).holds(t, 404)
			wang.get(at+kind+"?month=2026-11").holds(t, 403)
			wu.get(at+kind+"?month=2026-11").holds(t, 403)
			b.get(at+kind+"?month=2026-11").holds(t, 401)
			wu.get(strings.Replace(at, "hepingli", "anzhen", 1)+kind+"?month=2026-11").holds(t, 200, "!王*", "!@活动室")
		}
	})
}

// The three lists are saved at the desk with what came together; a resident has no name in them.
func TestExchangeSheet(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		const at = "/hepingli/desk/exchange/list"
		put := func(who, title string, side organisations.Side, unit string) (id string) {
			b.clock.move(60e9)
			id = b.act("hepingli", who, func(tx *store.Tx, by residents.Sender) error {
				_, err := organisations.MakeListing(tx, by, organisations.Listing{Community: "hepingli", Side: side, Good: organisations.HandsGood, Title: title, About: "周六", Unit: unit})
				return err
			})
			return id
		}
		judge := func(id string) {
			b.act("hepingli", "zhou", func(tx *store.Tx, by residents.Sender) error {
				return organisations.JudgeListing(tx, by, "hepingli", id, true, "")
			})
		}
		need, offer := put("sun", "=搬书", organisations.NeedSide, ""), put("li", "出三个人", organisations.OfferSide, "＋第四小学")
		put("sun", "还没有核对的", organisations.NeedSide, "")
		judge(need)
		judge(offer)
		b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
			return organisations.ProposeMatch(tx, by, "hepingli", need, offer, "-周六九点")
		})
		second := put("sun", "搬桌子", organisations.NeedSide, "") // the offer serves it too, and has a line for each
		judge(second)
		b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
			return organisations.ProposeMatch(tx, by, "hepingli", second, offer, "周日九点")
		})
		li := b.as("hepingli", "li")
		li.get("/hepingli/desk/exchange").holds(t, 200, at+".csv", at+".xlsx")
		rows := li.saved(t, at, "")
		inColumn(t, rows, "一句话", "搬桌子", "还没有核对的", "出三个人", "出三个人", "=搬书")
		inColumn(t, rows, "谁", "一位居民", "一位居民", "＋第四小学", "＋第四小学", "一位居民")
		inColumn(t, rows, "和什么对上", "出三个人", "", "搬桌子", "=搬书", "出三个人")
		inColumn(t, rows, "怎么办", "周日九点", "", "周日九点", "-周六九点", "-周六九点")
		inColumn(t, rows, "办到哪里", "等两头同意", "", "等两头同意", "等两头同意", "等两头同意")
		for _, kind := range []string{".csv", ".xlsx"} {
			b.as("hepingli", "sun").get(at+kind).holds(t, 403)
			b.as("anzhen", "wu").get(at+kind).holds(t, 403)
			b.get(at+kind).holds(t, 401)
			b.as("anzhen", "wu").get(strings.Replace(at, "hepingli", "anzhen", 1)+kind).holds(t, 200, "!搬书")
		}
	})
}
