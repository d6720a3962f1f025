package main

import (
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
	"yishiting/signups/organisations"
)

// aNote is what a form says of a year; change replaces fields.
func aNote(change ...string) []string {
	said := []string{"did", "每周排练，重阳节演出。", "activities", "46", "people", "320", "in", "1920", "out", "1850.50", "next", "办一场社区春晚。"}
	for i := 0; i+1 < len(change); i += 2 {
		for j := 0; j < len(said); j += 2 {
			if said[j] == change[i] {
				said[j+1] = change[i+1]
			}
		}
	}
	return said
}

// filedEarlier moves the day on which an organisation was filed.
func (b *booted) filedEarlier(id, day string) {
	b.t.Helper()
	b.change("hepingli", func(tx *store.Tx) error {
		o, err := tx.Organisation("hepingli", id)
		if err != nil {
			return err
		}
		o.FiledAt = calendarDay(day).Start(b.clock.Now().Location())
		return tx.SetOrganisation(o)
	})
}

// TestYearNotesByForms: an organisation writes the note on its year, the committee sends it back and
// then reads it; only then everybody does. Who is late is named at the desk and reminded once.
func TestYearNotesByForms(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.streetStaff()
		choir := b.filedChoir("阳光合唱队")
		b.filedEarlier(choir, "2025-06-01")
		const desk, list = "/hepingli/desk/organisations", "/hepingli/desk/organisations/notes"
		one, at := "/hepingli/organisations/"+choir, desk+"/"+choir
		note := one + "/notes/2025"
		wang, li := b.as("hepingli", "wang"), b.as("hepingli", "li")
		b.get(one).holds(t, 200, "!年度说明")
		b.get(note).holds(t, 404)
		b.as("hepingli", "sun").get(note).holds(t, 404)
		for _, year := range []string{"2026", "2024", "x", "99999999999999999999"} {
			if got := wang.get(one + "/notes/" + year); got.StatusCode != 404 {
				got.holds(t, 200, "现在不用交", "!note-write-did")
			}
		}
		li.get(desk).holds(t, 200, "年度说明过期没交的", "2025 年度说明过期没交")
		b.turn()
		b.turn()
		if inbox := wang.get("/hepingli/me").body; strings.Count(inbox, "的年度说明过期了还没有交") != 1 {
			t.Error("not reminded once")
		}
		wang.get(one).holds(t, 200, "2025 年度说明", "还没有写，过期了")
		wang.get(note).holds(t, 200, "2026 年 3 月 31 日（周二）前交", "社会团体登记管理条例", "先存着")
		wang.send(note, "note-write", append(aNote("did", "", "people", "", "in", "", "out", "", "next", ""), "hand", "no")...).led(t, note+"?done=note-kept")
		wang.get(note).holds(t, 200, "还没有交", "46")
		li.get(at).holds(t, 200, "!46 次")
		for _, bad := range [][3]string{
			{"did", "", "这一项需要填写"}, {"people", "", "请填整数"}, {"people", "-1", "请填整数"}, {"in", "", "请填"}, {"out", "1.234", "请填"}, {"did", "打13912345678", "电话"},
		} {
			wang.send(note, "note-write", append(aNote(bad[0], bad[1]), "hand", "yes")...).holds(t, 422, bad[2])
		}
		wang.send(note, "note-write", append(aNote(), "hand", "yes")...).led(t, note+"?done=note-handed")
		wang.get(note).holds(t, 200, "等居委会看", "!note-write-did")
		b.get(one).holds(t, 200, "!46 次")
		li.get("/hepingli/desk").holds(t, 200, "社会组织")
		li.get(desk).holds(t, 200, "2025 年度说明等您看", "!过期没交")
		li.get(list+"?year=2025").holds(t, 200, "等居委会看的 1 个", "阳光合唱队")
		form := "note-judge-annual-note-of-2025"
		li.send(at, form, "good", "no", "reason", "").holds(t, 422, "这一项需要填写")
		li.send(at, form, "good", "no", "reason", "支出请写清楚").led(t, desk+"?done=note-back")
		wang.get(note).holds(t, 200, "退回来了：支出请写清楚")
		wang.get("/hepingli/me").holds(t, 200, "「阳光合唱队」的年度说明退回来了")
		li.get(desk).holds(t, 200, "2025 年度说明过期没交")
		wang.send(note, "note-write", append(aNote("people", "3"), "hand", "yes")...).led(t, note+"?done=note-handed")
		wang.late(t, at+"/note", "part", "annual-note-of-2025", "year", "2025", "version", "4", "good", "yes", "reason", "").holds(t, 403)
		li.send(at, form, "good", "yes", "reason", "").led(t, desk+"?done=note-read")
		b.get(one).holds(t, 200, "2025 年：46 次活动，服务 不足 5 人，收 1,920 元，支 1,850.50 元", "办一场社区春晚", "公布年度说明")
		wang.get(note).holds(t, 200, "已公开", "!note-write-did")
		li.get(list).holds(t, 200, "看过、已公开的 1 个")
		b.noteSheets(t, list)
	})
}

// noteSheets: the list of a year leaves the desk of the community and that of the street.
func (b *booted) noteSheets(t *testing.T, list string) {
	t.Helper()
	above := "/hepingli-jiedao/desk/organisations/notes"
	b.as("hepingli-jiedao", "liu").get(above).holds(t, 200, "阳光合唱队", "和平里社区")
	for at, who := range map[string]*booted{list: b.as("hepingli", "li"), above: b.as("hepingli-jiedao", "liu")} {
		who.get(at+".csv?year=2025").holds(t, 200, "S2026-001", "看过了", "1920", "1850.50", "2026-11-0")
		book, err := excelize.OpenReader(strings.NewReader(who.get(at + ".xlsx?year=2025").body))
		if err != nil {
			t.Fatal(err)
		}
		if name, err := book.GetCellValue("2025年度说明", "C2"); err != nil || name != "阳光合唱队" {
			t.Errorf("%q %v", name, err)
		}
		who.get(at+"?year=2024").holds(t, 200, "没有要交年度说明")
		who.get(at+"?year=junk").holds(t, 200, "阳光合唱队")
		b.as("hepingli", "wang").get(at+".csv").holds(t, 403)
	}
}

// TestRenewalNamesMissingNotes: near its end a missing note is named among what a renewal lacks, and
// once the filing is over on the ladder; nothing is blocked by it.
func TestRenewalNamesMissingNotes(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.streetStaff()
	choir := b.filedChoir("阳光合唱队")
	one := "/hepingli/organisations/" + choir
	end := b.organisationNow(choir).Until
	b.clock.set(end.Add(-30).String() + " 10:00")
	wang := b.as("hepingli", "wang")
	wang.get(one).holds(t, 200, "办续期以前还差", "2027 年度说明", "!2026 年度说明") // filed in the last quarter of 2026
	wang.send(one, "organisation-renew").led(t, one+"?done=organisation-renewal")
	wang.send(one, "organisation-submit").led(t, one+"?done=organisation-submitted")
	b.as("hepingli", "li").get("/hepingli/desk/organisations/"+choir).holds(t, 200, "2027 年度说明过期没交", "通过，报街道")
	b.clock.set(end.Add(10).String() + " 10:00")
	b.as("hepingli", "wang").get(one).holds(t, 200, "年度说明还没有交：2027 年")
}

// aParty is what a form says of an event.
func aParty(change ...string) []string {
	said := []string{"title", "重阳节演出", "what", "合唱队和小学生同台。", "where", "中心花园", "outside", "yes", "starts", "2026-11-20T14:00", "ends", "2026-11-20T16:00", "people", "120", "cents", "3000", "safety", "六个人看通道，备急救箱。"}
	for i := 0; i+1 < len(change); i += 2 {
		for j := 0; j < len(said); j += 2 {
			if said[j] == change[i] {
				said[j+1] = change[i+1]
			}
		}
	}
	return said
}

// TestEventsByForms: an event is reported, asked back about, answered, acknowledged and called off;
// nobody else reads of it before it is acknowledged.
func TestEventsByForms(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.streetStaff()
		choir := b.filedChoir("阳光合唱队")
		const desk = "/hepingli/desk/organisations"
		one, at := "/hepingli/organisations/"+choir, desk+"/"+choir
		form := one + "/events/new"
		wang, li := b.as("hepingli", "wang"), b.as("hepingli", "li")
		b.get(form).holds(t, 404)
		wang.get(form).holds(t, 200, "哪些活动要先报告", "大型群众性活动安全管理条例", "提前 7 天")
		for _, bad := range [][3]string{
			{"title", "", "这一项需要填写"}, {"starts", "2026-11-01T10:00", "要在开始以前报告"}, {"ends", "2026-11-20T13:00", "先后不对"}, {"starts", "2026-02-31T10:00", "日期"},
			{"people", "0", "请填整数"}, {"cents", "x", "请填"}, {"safety", "", "这一项需要填写"},
		} {
			wang.send(form, "event-report", aParty(bad[0], bad[1])...).holds(t, 422, bad[2])
		}
		id := regexpFirst(`/events/([^?]+)\?done=event-reported$`, wang.send(form, "event-report", aParty()...).Header.Get("Location"))
		event := one + "/events/" + id
		b.get(event).holds(t, 404)
		b.get(one).holds(t, 200, "!重阳节演出")
		wang.get(one).holds(t, 200, "重阳节演出", "等居委会看")
		li.get(desk).holds(t, 200, "报告了重大活动，等您看")
		li.get(at).holds(t, 200, "11 月 20 日（周五）14:00 到 16:00", "!现在没有要办的", "户外或者公共场所", "预计的人多、在户外、公共场所")
		li.send(at, "event-judge-"+id, "good", "no", "question", "").holds(t, 422, "这一项需要填写")
		li.send(at, "event-judge-"+id, "good", "no", "question", "下雨怎么办？").led(t, desk+"?done=event-asked")
		wang.get(event).holds(t, 200, "居委会问：下雨怎么办？")
		wang.get("/hepingli/me").holds(t, 200, "居委会对「阳光合唱队」报告的活动有问题")
		wang.send(event, "event-report", aParty("safety", "六个人看通道，下雨改到活动室。")...).led(t, event+"?done=event-reported")
		li.send(at, "event-judge-"+id, "good", "yes", "question", "").led(t, desk+"?done=event-noted")
		b.get(one).holds(t, 200, "重阳节演出", "居委会收到了", "重大活动已报告", "!下雨")
		wang.send(event, "event-withdraw").led(t, one+"?done=event-off")
		b.get(one).holds(t, 200, "重阳节演出", "不办了", "重大活动不办了")
	})
}

// TestLargeActivitiesPointToTheReport: an organisation's activity with many seats says, to whoever
// leads it and at the desk, that it is reported first; the report takes over what it says.
func TestLargeActivitiesPointToTheReport(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.streetStaff()
	choir := b.filedChoir("阳光合唱队")
	made := func(seats int) string {
		a := activityContent(func(a *signups.Activity) { a.Org, a.Title, a.Posts[0].Seats = choir, "百人合唱", seats })
		return b.act("hepingli", "wang", func(tx *store.Tx, by residents.Sender) error {
			_, err := signups.MakeActivity(tx, by, a)
			return err
		})
	}
	wang, li := b.as("hepingli", "wang"), b.as("hepingli", "li")
	small := made(organisations.RulesAt(calendarDay("2026-11-02")).EventOutside.N - 1)
	wang.get("/hepingli/leading/"+small).holds(t, 200, "!要先报告")
	large := made(60)
	report := "/hepingli/organisations/" + choir + "/events/new?activity=" + large
	wang.get("/hepingli/leading/"+large).holds(t, 200, "这次活动要先报告", "还没有报告", report)
	li.get("/hepingli/desk/activities/"+large).holds(t, 200, "这次活动要先报告", "!"+report)
	wang.get(report).holds(t, 200, "百人合唱", `value="60"`)
	wang.send(report, "event-report", aParty("title", "百人合唱", "people", "60")...)
	wang.get("/hepingli/leading/"+large).holds(t, 200, "等居委会看", "!还没有报告")
	open, _ := b.activity(weekly(1))
	b.as("hepingli", "sun").late(t, "/hepingli/leading/"+open.ID+"/cancel", "reason", "下雨").holds(t, 403, "这由带队的人办", "!不是您名下")
}

// A shift of which nothing but disputed hours is left waits for the committee, not for who leads it.
func TestDisputedHoursWaitForTheCommittee(t *testing.T) {
	t.Parallel()
	now := calendarDay("2026-11-10").Start(time.UTC)
	r := &request{now: now, place: residents.Community{Slug: "hepingli", Zone: "Asia/Shanghai"}}
	s := signups.Shift{ID: "s", Starts: now.Add(-3 * time.Hour), Ends: now.Add(-time.Hour)}
	for want, states := range map[string][]signups.SignupState{
		"时长有人提出更正，等居委会答复": {signups.Disputed, signups.Confirmed}, "等确认时长": {signups.Disputed, signups.Completed}, "办完了": {signups.Confirmed},
	} {
		var tallies []store.ShiftTally
		for _, one := range states {
			tallies = append(tallies, store.ShiftTally{Shift: "s", State: one, N: 1})
		}
		if got := r.ledShift(signups.Activity{}, s, tallies); got.State != want || got.Past != (want == "办完了") {
			t.Errorf("%v: %q, past %v", states, got.State, got.Past)
		}
	}
}
