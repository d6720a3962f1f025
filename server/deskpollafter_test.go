package main

import (
	"strings"
	"testing"

	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// A resolution of the representatives' meeting: from the topic to the filing.
func TestResolutionFromTheTopicToTheFiling(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	b := w.booted
	topic := w.accepted("修订居民公约")
	b.delegates(12)
	b.partySecretary()
	li := b.as("hepingli", "li")
	from := regexpFirst(`href="([^"]+)">就此发起投票`, li.get("/hepingli/desk/topics/"+topic).body)
	li.get(from).holds(t, 200, "第一步", "就议题「修订居民公约」发起", topic)
	path := startAt(polls.UnitDelegate, "reps-meeting", polls.Binary) + "&topic=" + topic
	li.get(path).holds(t, 200, "就议题「修订居民公约」发起")
	id := draftedAt.FindStringSubmatch(li.send(path, "poll-draft", drafting("topic", "yes")...).Header.Get("Location"))[1]
	page := deskPolls + "/" + id
	li.get(page).holds(t, 200, "/hepingli/topics/"+topic, "修订居民公约</a>")
	li.get("/hepingli/desk").holds(t, 200, "等社区党组织研究")
	b.as("hepingli", "secretary").send(page, "poll-study", "on", "2026-11-02", "note", "支委会研究同意。").led(t, page+"?done=poll-studied")
	li.get("/hepingli/desk").holds(t, 200, "您起草的，等另一位委员公布")
	b.as("hepingli", "zhou").get("/hepingli/desk").holds(t, 200, "等另一位委员公布", `<span>投票</span> <span class="">1</span>`)
	b.publishes(id)
	li.get(page+"/notice").holds(t, 200, "会议表决公告", "3 号楼南侧建不建充电棚", "全体三分之二以上", "15 人，以公布那天为准", "11 月 8 日（周日）09:00", "<svg")

	b.clock.set("2026-11-09 10:00")
	p := b.pollNow(id)
	for _, who := range []string{"delegate-001", "delegate-002", "delegate-003", "delegate-004", "delegate-005", "delegate-006", "delegate-007", "li", "zhou", "chen"} {
		choice := polls.Yes
		if who == "chen" {
			choice = polls.No
		}
		b.as("hepingli", who).voted(p, "choice", choice)
	}
	li = b.as("hepingli", "li")
	li.late(t, page+"/file", "on", "2026-11-09", "as", "备〔2026〕7 号").holds(t, 422, "这一步现在不能办")
	b.clock.set("2026-11-16 09:00")
	b.closePolls()
	li = b.as("hepingli", "li")
	li.get(page).holds(t, 200, "结果</dt><dd>通过", "公开到", `id="poll-file"`, `!id="poll-formal"`)
	li.get("/hepingli/desk").holds(t, 200, "章程、公约要报街道备案")
	li.send(page, "poll-file", "on", "2026-11-14", "as", "备〔2026〕7 号").holds(t, 422, `id="poll-file-on-problem"`, "备〔2026〕7 号")
	li.send(page, "poll-file", "on", "2026-11-16", "as", "").holds(t, 422, `id="poll-file-as-problem"`)
	li.send(page, "poll-file", "on", "2026-11-16", "as", "备〔2026〕7 号").led(t, page+"?done=poll-filed")
	li.get(page).holds(t, 200, "2026 年 11 月 16 日，备〔2026〕7 号", `!id="poll-file"`)
	li.get("/hepingli/desk").holds(t, 200, "!报街道备案")
}

// Scenario 5: the portal asks for the owners' will, and notes what they decided elsewhere.
func TestFormalResultOfOwnersIsNoted(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.ownHome("501", 8000, "wang")
	b.ownHome("502", 9050)
	heavy := func(p *polls.Terms) { p.Rule = "owners-heavy" }
	p := b.poll(b.terms(polls.Binary, ofOwners, heavy))
	page := deskPolls + "/" + p.ID
	b.as("hepingli", "wang").voted(p, "choice", "yes")
	numbers := func(change ...string) []string {
		return append([]string{
			"on", "2026-11-08", "source", "北京业主，表决编号 2026-118", "roll-heads", "1206", "roll-area", "98,400",
			"present-heads", "860", "present-area", "70200.00", "for-heads", "640", "for-area", "52900.05",
		}, change...)
	}
	li := b.as("hepingli", "li")
	li.late(t, page+"/formal", numbers()...).holds(t, 422, "这一步现在不能办")
	b.clock.set("2026-11-09 09:30")
	b.closePolls()
	li = b.as("hepingli", "li")
	li.get(page).holds(t, 200, "意向未达到法定比例", "登记正式结果", "!通过：", `!id="poll-file"`)
	for _, test := range []struct{ field, value string }{
		{"roll-heads", "0"}, {"roll-heads", "很多"}, {"present-heads", "1207"}, {"for-heads", "861"}, {"present-area", "98400.01"}, {"for-area", "70200.01"},
		{"for-area", "52900.005"}, {"for-area", "-1"}, {"for-area", ""}, {"source", ""}, {"on", "2026-11-10"}, {"on", ""},
	} {
		li.send(page, "poll-formal", numbers(test.field, test.value)...).holds(t, 422, `id="poll-formal-`+test.field+`-problem"`, `value="`+test.value+`"`)
	}
	b.as("hepingli", "sun").late(t, page+"/formal", numbers()...).holds(t, 403)
	li.send(page, "poll-formal", numbers()...).led(t, page+"?done=formal-noted")
	li.get(page).holds(t, 200, "北京业主，表决编号 2026-118", "参加 860，四分之三以上为 645，同意 640：未达到，差 5",
		"参加面积 70,200.00 m²，四分之三以上为 52,650.00 m²，同意面积 52,900.05 m²：达到", `!id="poll-formal"`)
	formal, err := b.pollNow(p.ID).FormalResult()
	if err != nil || formal.Outcome.Passed || !formal.Outcome.Quorate || formal.Count.For.Area != 5290005 {
		t.Errorf("%+v %v", formal, err)
	}
	li.late(t, page+"/formal", numbers()...).holds(t, 422, "这一步现在不能办")
}

// Nobody works at another's polls, and who looks on changes nothing.
func TestPollsAtTheDeskAreTheCommittees(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.ownHome("501", 8000, "wang")
	p := b.poll(b.terms(polls.Binary, ofHouseholds, onPaper))
	draft := b.draftPoll(b.terms(polls.Binary, ofOwners))
	b.admit("watcher", "何静", "1 号楼", residents.RoleResident, residents.RoleSupervision)
	wu, wang, watcher := b.as("anzhen", "wu"), b.as("hepingli", "wang"), b.as("hepingli", "watcher")
	for _, path := range []string{"", "/new", "/" + p.ID, "/" + p.ID + "/print", "/" + p.ID + "/paper", "/" + p.ID + "/notice", "/" + draft, "/" + draft + "/edit", "/" + draft + "/owners"} {
		wang.get(deskPolls+path).holds(t, 403)
		wu.get(deskPolls+path).holds(t, 403)
	}
	for _, path := range []string{"/" + p.ID, "/" + p.ID + "/print", "/" + p.ID + "/paper", "/" + p.ID + "/notice", "/" + draft, "/" + draft + "/edit", "/" + draft + "/owners"} {
		wu.get("/anzhen/desk/polls"+path).holds(t, 404)
	}
	watcher.get(deskPolls).holds(t, 200, "!起草投票</a>")
	watcher.get(deskPolls+"/"+p.ID).holds(t, 200, "录入纸质票", "!印纸质票", "!收回修改")
	watcher.get(deskPolls+"/"+draft).holds(t, 200, "!修改草稿", `!id="poll-publish"`, "只看不改")
	watcher.get(deskPolls+"/"+p.ID+"/print").holds(t, 403)
	li := b.as("hepingli", "li")
	li.get(deskPolls+"/"+draft+"/notice").holds(t, 409)
	li.get(deskPolls+"/"+p.ID+"/edit").holds(t, 409)
	li.get(deskPolls+"/"+p.ID+"/owners").holds(t, 409)
	b.change("hepingli", func(tx *store.Tx) error { return tx.DropPapers("hepingli", p.ID) })
	li.get(deskPolls+"?after=x").holds(t, 404)
}

func TestPollsThatAreOverArePaged(t *testing.T) {
	t.Parallel()
	b := boot(t)
	for range deskPage + 2 {
		p := b.poll(b.terms(polls.Binary))
		b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
			return polls.Withdraw(tx, by, "hepingli", p.ID, "重了")
		})
	}
	li := b.as("hepingli", "li")
	b.poll(b.terms(polls.Binary))
	first := li.get(deskPolls)
	first.holds(t, 200, "已公布", "已结束")
	rest := li.get(regexpFirst(`href="([^"]+)" rel="next"`, first.body))
	rest.holds(t, 200, "!已公布", `!rel="next"`)
	if a, b := strings.Count(first.body, "已撤回"), strings.Count(rest.body, "已撤回"); a != deskPage || b != 2 {
		t.Errorf("%d polls on the first page, %d on the second", a, b)
	}
}
