package main

import (
	"strings"
	"testing"
	"time"

	"yishiting/polls"
	"yishiting/server/browsertest"
)

// The committee drafts, publishes, prints and enters, on a phone and on a wide screen.
func TestPollsAtTheDeskInTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(6, 0, 9)
	b.ownHome("501", 8000, "wang")
	b.ownHome("502", 8000, "zhao")
	b.partySecretary()
	r := browsertest.Open(t, b.URL).Allow("status of 404")
	b.enter(r, "hepingli", "li")
	wide := browsertest.Open(t, b.URL).Wide().Allow("status of 404")
	b.enter(wide, "hepingli", "li")
	both := func(path, name string) {
		t.Helper()
		r.Go(path).Axe().Picture(name + "-phone")
		r.Wait(`document.documentElement.scrollWidth <= 360`)
		wide.Go(path).Axe().Picture(name)
	}

	both(deskPolls, "desk-polls-none")
	both(deskPolls+"/new", "desk-poll-start")
	r.Press(`[value="household.household-vote"]`).Press(`[value="mes"]`).Press("下一步：写题目和时间").See("第二步", "分完以后还剩的钱怎样用")
	r.Fill("#poll-draft-question", "今年的社区公益金先办哪几件").Fill("#poll-draft-options", "无障碍坡道 | 两处，防滑 | 86000\n小广场照明 | 十二盏 | 五万")
	r.Fill("#poll-draft-budget", "120000").Press("存下草稿").See("还没有送出", "第 2 行：金额不对").Axe().Picture("desk-poll-draft-refused-phone")
	both(startAt(polls.UnitHousehold, "household-vote", polls.Shares), "desk-poll-draft")
	both(startAt(polls.UnitMember, "consultative", polls.Binary), "desk-poll-draft-body")

	p := b.pollNow(b.draftPoll(b.terms(polls.Shares, ofHouseholds, onPaper)))
	both(deskPolls+"/"+p.ID, "desk-poll-own")
	both(deskPolls+"/"+p.ID+"/edit", "desk-poll-edit")
	b.enter(r, "hepingli", "zhou")
	r.Go(deskPolls + "/" + p.ID).Axe().Picture("desk-poll-publish-phone").Press("核对无误，公布").See("已公布，名册已定")
	both(deskPolls+"/"+p.ID, "desk-poll-running")
	both(deskPolls, "desk-polls")
	both(deskPolls+"/"+p.ID+"/print", "desk-poll-print")
	wide.Press("做好纸质票").See("做好了 17 张")
	serials := browsertest.Eval[[]any](wide, `[...document.querySelectorAll(".ballot")].map(e => e.dataset.serial)`)
	r.Go(deskPolls+"/"+p.ID+"/paper").Fill("#serial-serial", "7KQ4-M2XR-9TBD").Press("录这张票").See("没有这个票号").Axe()
	r.Fill("#serial-serial", strings.ToLower(serials[0].(string))).Press("录这张票").See("第一遍：").Axe().Picture("desk-paper-first-phone")
	r.Press("#paper-ballot-choice-2").Press("#paper-ballot-choice-1").Press("录好这一遍").See("选的项目加起来超过了总预算").Axe().Picture("desk-paper-refused-phone")
	r.Press("#paper-ballot-choice-2").Press("录好这一遍").See("第一遍已录入", "第一遍是您录的，等另一位")
	wide.Go(deskPolls + "/" + p.ID + "/paper").See("录第二遍").Press("录第二遍").See("第二遍：").Press("#paper-ballot-blank").Axe().Picture("desk-paper-second")
	wide.Press("录好这一遍").See("两遍录得不一样").Axe().Picture("desk-paper-waits")
	r.Go(deskPolls + "/" + p.ID + "/paper").Press("去核对").See("请一起看着这张票").Axe().Picture("desk-paper-differs-phone")
	r.Press("#settle-ballot-blank").Press("按这样计入").See("这张票已计入")
	both(deskPolls+"/"+p.ID+"/paper", "desk-paper")

	owned := b.draftPoll(b.terms(polls.Binary, ofOwners))
	both(deskPolls+"/"+owned, "desk-poll-owners-draft")
	both(deskPolls+"/"+owned+"/owners", "desk-poll-owners")
	meeting := b.draftPoll(b.terms(polls.Binary, func(t *polls.Terms) { ofHouseholds(t); t.Rule = "residents-assembly" }, from(12*24*time.Hour)))
	b.enter(r, "hepingli", "secretary")
	r.Go(deskPolls + "/" + meeting).Axe().Picture("desk-poll-study-phone")
	both("/hepingli/desk", "desk-front-polls")
	wide.Dark()
	for _, path := range []string{startAt(polls.UnitHousehold, "household-vote", polls.Shares), deskPolls + "/" + p.ID, deskPolls + "/" + p.ID + "/paper"} {
		wide.Go(path).Axe()
	}
}

// The sheets: a ballot is one page, and the notice.
func TestPollSheetsInTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(2, 0, 3)
	r := b.atDesk("hepingli", "li")
	many := func(p *polls.Terms) {
		p.Options = nil
		for _, where := range strings.Fields("东 南 西 北 东南 西南 东北 西北 中 前 后 左 右 上 下 内 外 远 近 高 低 大 小 新") {
			p.Options = append(p.Options, polls.Option{Words: where + "区儿童活动场地和老人休息的长椅"})
		}
	}
	for name, terms := range map[string]polls.Terms{
		"binary": b.terms(polls.Binary, ofHouseholds, onPaper), "ranked": b.terms(polls.Schulze, ofHouseholds, onPaper),
		"budget": b.terms(polls.Shares, ofHouseholds, onPaper), "many": b.terms(polls.Approval, ofHouseholds, onPaper, many),
	} {
		p := b.poll(terms)
		r.Go(deskPolls + "/" + p.ID + "/print").Axe().Picture("desk-poll-print")
		r.Press("做好纸质票").See("做好了 5 张").Axe().Picture("desk-ballots-" + name)
		if n := r.Print("ballots-" + name); n != 5 {
			t.Errorf("%s: five ballots are printed on %d pages", name, n)
		}
		r.Go(deskPolls + "/" + p.ID + "/notice").Axe()
		if n := r.Print("poll-notice-" + name); n != 1 && (name != "many" || n > 2) {
			t.Errorf("%s: the notice is printed on %d pages", name, n)
		}
	}
}
