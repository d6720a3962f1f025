package main

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
	"yishiting/signups"
)

const yearPath = "/hepingli/activities/year"

// helpers are n adults of hepingli.
func (b *booted) helpers(n int) []string {
	b.t.Helper()
	ids := b.crowd("helper", n).ids
	b.change("hepingli", func(tx *store.Tx) error {
		for _, id := range ids {
			who, err := tx.Resident("hepingli", id)
			if err != nil {
				return err
			}
			who.Adult = true
			if err := tx.ChangeResident(who); err != nil {
				return err
			}
		}
		return nil
	})
	return ids
}

// helpOut is an activity of a kind with 10 places, on a weekday at 9 o'clock, week by week.
func (b *booted) helpOut(title string, kind signups.Kind, first string, weeks int) (signups.Activity, []signups.Shift) {
	return b.activity(signups.Repeat{Day: calendarDay(first), From: 9 * 60, Until: 11 * 60, Weeks: weeks}, func(a *signups.Activity) {
		a.Title, a.Kind, a.Posts[0].Seats, a.Terms = title, kind, 10, "准时来，互相照应。"
	})
}

// came lets people sign up for a shift and come, once it is over; their hours are confirmed.
func (b *booted) came(s signups.Shift, minutes int, people ...string) {
	b.t.Helper()
	b.joins(s, people...)
	b.at(s.Ends.Add(time.Minute))
	b.served(s, minutes, people...)
}

// yearSheet are the rows of the CSV by name, without the first column.
func (b *booted) yearSheet(year string) map[string]string {
	b.t.Helper()
	got := b.get(yearPath + ".csv?year=" + year)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(got.body, "\ufeff"))).ReadAll()
	if err != nil || got.StatusCode != 200 {
		b.t.Fatal(got.StatusCode, err, got.body)
	}
	all := map[string]string{}
	for _, row := range rows[1:] {
		all[row[0]+" "+row[1]] = strings.Join(row[2:], " ")
	}
	return all
}

func (b *booted) yearRows(t *testing.T, year string, want map[string]string) {
	t.Helper()
	got := b.yearSheet(year)
	for name, numbers := range want {
		if got[name] != numbers {
			t.Errorf("%s: %q, want %q", name, got[name], numbers)
		}
		delete(got, name)
	}
	for name, numbers := range got {
		t.Errorf("%s: %q too much", name, numbers)
	}
}

// The year is told in whole pieces of five people and more: no small number stands in it, nor is
// one the difference of two that do, the public record among them.
func TestYearOfService(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.get(yearPath).holds(t, 200, "2026 年到上个月底还没有办过志愿活动", `!aria-label="下载`)
		p := b.helpers(14)
		_, sorting := b.helpOut("分类引导", signups.SortingKind, "2026-11-08", 6)
		visit, visits := b.helpOut("陪老人说话", signups.VisitsKind, "2026-11-09", 1)
		_, clinic := b.helpOut("量血压", signups.ServiceKind, "2026-11-10", 5)
		_, rain := b.helpOut("清扫", signups.CleanKind, "2026-11-27", 2)
		b.came(sorting[0], 120, p[:6]...)
		b.came(visits[0], 120, p[6:8]...)
		b.came(clinic[0], 60, p[:5]...)
		b.get(yearPath).holds(t, 200, "还没有办过", "!人次到场") // the month is not over
		b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
			return signups.CancelShift(tx, by, "hepingli", rain[0].Activity, rain[0].ID, "下雨")
		})
		b.clock.set("2026-12-01 08:00")
		b.turn()
		b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
			return signups.NoteOutcome(tx, by, "hepingli", visit.ID, "看了 6 位老人。\n下个月再去。")
		})
		page := b.get(yearPath)
		page.holds(t, 200, "算到 11 月 30 日", "11 月", "垃圾分类", "便民服务", "17 小时", "7 班，到场 11 / 70", "6 / 40", "<dt>人以上帮过忙</dt><dd>5</dd>", "另有 1 个活动、1 个班次来帮忙的不到 5 人",
			"看了 6 位老人。 下个月再去。", "/hepingli/activities/"+visit.ID, "!下雨", "!邻居", "!清扫", "!陪伴探访", "!21 小时")
		// 11 shifts of nobody but those of November: 4 of the bins, 3 of the clinic, in which 11 were there.
		b.yearRows(t, "2026", map[string]string{
			"全年 2026 年，到 11 月 30 日": "7 70 11 17", "月份 11 月": "7 70 11 17", "类别 垃圾分类": "4 40 6 12", "类别 便民服务": "3 30 5 5",
		})

		// December: the bins have five, the clinic two, and cleaning others: with the visits they are five.
		b.came(clinic[3], 120, p[:2]...)
		b.came(rain[1], 60, p[8:11]...)
		b.came(sorting[4], 60, p[1:6]...)
		b.clock.set("2027-01-05 08:00")
		b.get(yearPath).holds(t, 200, "2027 年刚开始", yearPath+"?year=2026", "!?year=2028")
		b.get(yearPath+"?year=2026").holds(t, 200, "不分月", "人少的活动", "<dd>10</dd>", "!没有算进去", yearPath+"?year=2027", "!?year=2025", "!陪伴探访", "!清洁整治")
		b.yearRows(t, "2026", map[string]string{
			"全年 2026 年，到 12 月 31 日": "13 130 23 33", "月份 11 月": "4 40 6 12", "月份 12 月": "2 20 5 5", "月份 不分月": "7 70 12 16",
			"类别 垃圾分类": "6 60 11 17", "类别 便民服务": "5 50 7 9", "类别 人少的活动": "2 20 5 7",
		})

		// What is put right after the month is told when the next one is over.
		b.act("hepingli", p[1], func(tx *store.Tx, by residents.Sender) error {
			return signups.DisputeHours(tx, by, sorting[4].Activity, sorting[4].ID, 120, "我到十一点才走。")
		})
		december := b.yearSheet("2026")
		b.act("hepingli", "chen", func(tx *store.Tx, by residents.Sender) error {
			return signups.JudgeHours(tx, by, "hepingli", sorting[4].Activity, sorting[4].ID, p[1], 120, "问过带队人。")
		})
		b.yearRows(t, "2026", december)
		b.clock.set("2027-02-05 08:00")
		b.get(yearPath).holds(t, 200, "2027 年到上个月底还没有办过志愿活动")
		if got := b.yearSheet("2026")["月份 12 月"]; got != "2 20 5 6" {
			t.Error(got)
		}
	})
}

// A year without numbers says why, and nobody who asks oddly gets anything else.
func TestYearsWithoutNumbers(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.get("/hepingli/activities").holds(t, 200, yearPath)
		for year, says := range map[string]string{
			"2027": "2027 年还没有到", "9999": "9999 年还没有到", "2025": "2025 年没有在这里办过志愿活动", "0000": "没有看懂是哪一年", "二〇二六": "没有看懂是哪一年",
			"99999": "没有看懂是哪一年", "-1": "没有看懂是哪一年", "%3Cscript%3E": "没有看懂是哪一年",
		} {
			b.get(yearPath+"?year="+year).holds(t, 200, says, "!<script>", `!aria-label="下载`)
			b.get(yearPath+".csv?year="+year).holds(t, 404)
		}
		b.get("/dongcheng/activities/year").holds(t, 404)
		team := b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
			_, err := signups.MakeTeam(tx, by, signups.Team{Community: "hepingli", Name: "小巷管家一队", About: "每天走一遍南巷。", Kind: signups.LaneTeam, Leader: "li"})
			return err
		})
		p := b.helpers(4)
		_, shifts := b.activity(weekly(1), func(a *signups.Activity) { a.Team, a.Posts[0].Seats = team, 10 })
		b.came(shifts[0], 60, p...)
		b.clock.set("2026-12-02 08:00")
		b.get(yearPath).holds(t, 200, "2026 年来帮忙的还不到 5 人", "小巷管家一队", "/hepingli/teams/"+team, "!4 小时", "!人次到场", "!邻居")
		b.get(yearPath+".csv").holds(t, 404)
		b.get(yearPath+"?year=2025").holds(t, 200, "2025 年没有在这里办过", yearPath+"?year=2026")
		b.as("hepingli", "wang").get(yearPath).holds(t, 200, "还不到 5 人")
	})
}

// The year as it looks: scripts off, in large letters, at night, on a desk.
func TestYearOfServiceGallery(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.eyesOf("").look(yearPath+"?year=2028", "gallery-year-ahead", "2028 年还没有到")
	b.clock.set("2026-12-28 09:00")
	p := b.helpers(24)
	team := b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		_, err := signups.MakeTeam(tx, by, signups.Team{Community: "hepingli", Name: "绿马甲分类引导队", About: "早晚在投放点站一站。", Kind: signups.GeneralTeam, Leader: "li"})
		return err
	})
	bins, sorting := b.activity(signups.Repeat{Day: calendarDay("2027-01-03"), From: 9 * 60, Until: 11 * 60, Weeks: 26}, func(a *signups.Activity) {
		a.Kind, a.Team, a.Posts[0].Seats, a.Terms = signups.SortingKind, team, 8, "准时来，互相照应。"
	})
	_, patrol := b.helpOut("小巷安全巡查", signups.PatrolKind, "2027-01-08", 26)
	hair, cuts := b.helpOut("给老人义务理发", signups.ServiceKind, "2027-03-16", 1)
	_, visits := b.helpOut("探访独居老人", signups.VisitsKind, "2027-04-13", 1)
	b.came(sorting[1], 120, p[:7]...)
	b.came(patrol[2], 90, p[7:12]...)
	b.came(sorting[6], 120, p[:8]...)
	b.came(sorting[9], 120, p[2:8]...)
	b.came(patrol[9], 90, p[7:15]...)
	b.came(cuts[0], 120, p[12:20]...)
	b.came(visits[0], 120, p[20:23]...)
	b.came(sorting[15], 90, p[:6]...)
	b.came(patrol[19], 120, p[7:13]...)
	b.clock.set("2027-07-02 09:00")
	b.turn()
	for id, words := range map[string]string{hair.ID: "理了 37 位老人，最年长的九十一岁。有三位下不了楼的，下周上门补。谢谢来帮忙的八位邻居。", bins.ID: "厨余分对的从六成到了八成。"} {
		b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
			return signups.NoteOutcome(tx, by, "hepingli", id, words)
		})
	}
	b.eyesOf("").look(yearPath, "gallery-year", "算到 6 月 30 日", "绿马甲分类引导队")
	night := browsertest.Open(t, b.URL).WithoutApp().Dark()
	night.Go(yearPath).See("算到 6 月 30 日").Axe().Picture("gallery-year-dark")
	desk := browsertest.Open(t, b.URL).Wide()
	desk.Go(yearPath).See("算到 6 月 30 日").Picture("gallery-year-desk")
	if n := desk.Print("gallery-year"); n > 2 {
		t.Errorf("%d pages", n)
	}
}
