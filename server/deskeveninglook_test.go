package main

import (
	"testing"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// agendaOfTwo walks to the tenth: two topics of wang's wait for a meeting, zhao's
// support on the first.
func (w *walk) agendaOfTwo() (first, second string) {
	w.clock.set("2026-11-05 09:00")
	first = w.accepted("3 号楼南侧建电动车充电棚")
	w.clock.set("2026-11-06 09:00")
	second = w.accepted("楼道堆物挡住消防通道")
	for who, topic := range map[string]string{"zhao": first, "sun": first} {
		w.by("hepingli/"+who, func(tx *store.Tx, by residents.Sender) error {
			return consultation.Support(tx, by, "hepingli", topic)
		})
	}
	w.clock.set("2026-11-10 09:00")
	return first, second
}

// absent lets zhao and sun take seats and leave opinions.
func (w *walk) absent(meeting, topic string) {
	for _, who := range []string{"zhao", "sun", "wang"} {
		w.by("hepingli/"+who, func(tx *store.Tx, by residents.Sender) error {
			_, err := consultation.TakeSeat(tx, by, "hepingli", meeting)
			return err
		})
	}
	for who, words := range map[string]string{"sun": "赞成建棚，离窗户远一点就好。", "zhao": ""} {
		w.by("hepingli/"+who, func(tx *store.Tx, by residents.Sender) error {
			return consultation.LeaveOpinion(tx, by, consultation.Opinion{Community: "hepingli", Meeting: meeting, Topic: topic, Side: consultation.For, Text: words})
		})
	}
}

// The committee works a whole meeting from a phone; the desk has no scripts.
func TestEveningInTheBrowser(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	first, _ := w.agendaOfTwo()
	r := browsertest.Open(t, w.URL).Allow("status of 404")
	w.enter(r, "hepingli", "li")
	wide := browsertest.Open(t, w.URL).Wide().Allow("status of 404")
	w.enter(wide, "hepingli", "li")
	both := func(path, name string) {
		t.Helper()
		r.Go(path).Axe().Picture(name + "-phone")
		wide.Go(path).Axe().Picture(name)
	}

	both("/hepingli/desk/meetings", "desk-meetings")
	both("/hepingli/desk/meetings/new", "desk-announce")
	r.Set("#announce-day", "2026-11-11T19:00").Fill("#announce-venue", "社区议事厅").Set("#announce-chair", "chen").Set("#announce-recorder", "wang")
	r.Press("#announce-on-"+first).Press("公告协商会").See("还没有送出", "不够公告的天数").Axe().Picture("desk-announce-refused-phone")
	r.Set("#announce-day", "2026-11-20T19:00").Press("公告协商会").See("不能是议题的提出人")
	r.Set("#announce-recorder", "zhou").Press("公告协商会").See("协商会已公告", "会场签到码")
	meeting := regexpFirst(`/meetings/([^?]+)`, r.Path())
	path := "/hepingli/desk/meetings/" + meeting
	w.absent(meeting, first)
	both(path, "desk-evening-before")
	both(path+"/code", "desk-code")
	both(path+"/sheet", "desk-sheet")

	w.clock.set("2026-11-20 18:30")
	r.Go(path).Press("现在开场").See("到会 0 人")
	r.Set("#sign-in-resident", "zhao").Press("#sign-in .button").See("已签到", "到会 1 人")
	r.Set("#sign-in-resident", "sun").Press("#sign-in .button").See("到会 2 人")
	r.Wait(`location.hash == "#sign-in-by-hand"`)
	r.Press("不是本社区居民的来宾").Fill("#guest-name", "和平物业 刘经理").Press("来宾签到").See("到会 3 人")
	r.Fill("#option-"+first+"-text", "3 号楼南侧建三个棚").Press("提出方案").See("方案 1：3 号楼南侧建三个棚", "方案已提出")
	hands := "#hands-" + first + "-0-room"
	r.Fill(hands+"-for", "4").Press(hands + " .button").See("举手的人比签到的 3 人多").Axe().Picture("desk-evening-refused-phone")
	r.Fill(hands+"-for", "2").Press(hands + " .button").See("举手数已记下").Wait(`document.querySelector("` + hands + `-for").value == "2"`)
	r.Wait(`location.hash == "#topic-1"`)
	r.Press("录入一张纸条").Fill("#slip-paper", "7").Press("#slip-side-2").Press("录入纸条").See("纸条已录入")
	both(path, "desk-evening-open")
	wide.Dark().Go(path).Axe()
	w.lookAt(inLargeLetters(w.screenOf("hepingli", "li"), "desk-evening-elder"), []string{path, path + "/code", "/hepingli/meetings/" + meeting})
	r.Go(path).Press("#close-sure").Press("#close .button").See("已散会")
	both(path, "desk-evening-closed")

	minutes := path + "/minutes"
	both(minutes, "desk-minutes")
	r.Go(minutes).Fill("#minutes-statements", "先说飞线充电的危险，再比选址。").Fill("#minutes-consensus\\.0", "先建南侧一处")
	r.Fill("#minutes-dissent\\.0", "担心离窗户太近").Fill("#minutes-text\\.0", "在 3 号楼南侧建三个棚").Press("#minutes-kind\\.0").Fill("#minutes-owner\\.0", "和平物业")
	r.Press("存下记录，请人确认").See("还没有送出，有 2 处要改").Axe().Picture("desk-minutes-refused-phone")
	r.Fill("#minutes-task\\.0", "建三个充电棚").Set("#minutes-due\\.0", "2027-01-20").Press("存下记录，请人确认").See("等待确认", "还没有确认", "0 / 2 位", "这一步要由另一位来办")
	both(minutes, "desk-minutes-waits")
	w.confirm(meeting, "chen", "zhou", "zhao", "sun")
	w.clock.set("2026-11-23 09:00")
	w.enter(r, "hepingli", "chen")
	r.Go(minutes).See("2 / 2 位").Press("公布记录和结果").See("第 1 版已经公布")
	both(minutes, "desk-minutes-published")

	w.clock.set("2026-11-26 09:00")
	w.by("hepingli/sun", func(tx *store.Tx, by residents.Sender) error {
		return consultation.Object(tx, by, "hepingli", first, meeting, "棚子正对着我家窗户，请往东移十米。")
	})
	both("/hepingli/desk/outcomes", "desk-outcomes")
	both("/hepingli/desk/outcomes/"+meeting+"/"+first, "desk-outcome-sheet")
	w.clock.set("2027-01-25 09:00") // the sessions of November are over
	w.enter(r, "hepingli", "li")
	w.enter(wide, "hepingli", "li")
	r.Go("/hepingli/desk/tasks").Press("写进展").Fill("[id^=progress-] textarea", "地面已经硬化，等电力公司接电。").Press("公开进展").See("进展已公开", "逾期 5 天")
	both("/hepingli/desk/tasks", "desk-tasks")
	both("/hepingli/desk/case/"+first, "desk-case")
	r.Go("/hepingli/desk/tasks").Press("办完了").Press("标为办完").See("没有正在落实的事")
	w.rate("zhao", first, consultation.SolvedYes, 5)
	w.rate("sun", first, consultation.SolvedPartly, 3)
	both("/hepingli/desk/case/"+first, "desk-case-rated")
}
