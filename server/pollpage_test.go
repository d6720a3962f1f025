package main

import (
	"net/http"
	"regexp"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

func residentsDay(b *booted) calendar.Day {
	return calendar.DayOf(b.clock.Now(), hepingli.Location())
}

var receiptCode = regexp.MustCompile(`<p class="code">([0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2})</p>`)

// A yes/no question end to end, with scripts off: read, vote, come back, be told again.
func TestVotingYesWithoutScripts(t *testing.T) {
	t.Parallel()
	b := boot(t)
	p := b.poll(b.terms(polls.Binary, onPaper))
	path := "/hepingli/polls/" + p.ID
	got := b.get(path)
	got.has(t, p.Question, p.Number, "意见征询", "只征求意见", "11 月 8 日（周日）09:00 截止", "还剩 5 天", "正在投票", "十八周岁以上居民",
		"共 6 人", "不写是谁投的", "管服务器的人查得到", "纸质票和网上票一样算", "投进以后不能改", "每张票选赞成", "您还没有登录", "公布一次投票")
	got.lacks(t, `id="ballot"`, "您的票已投进", "已有")

	wang := b.as("hepingli", "wang")
	got = wang.get(path)
	got.has(t, "在名册上", `value="yes"`, `value="no"`, `value="abstain"`, "投出我的票</button>", "没有网络时投不出")
	refused := wang.votes(p)
	if refused.StatusCode != 422 {
		t.Error("an empty ballot:", refused.Status)
	}
	refused.has(t, "还没有选", `href="#ballot-choice"`)

	got = wang.voted(p, "choice", "yes")
	got.has(t, "您的票已投进", "11 月 3 日（周二）09:00 投进", "这次投票投进后不能改", "看投了什么")
	code := receiptCode.FindStringSubmatch(got.body)
	if code == nil {
		t.Fatal("no receipt code:", mainOf(got.body))
	}
	b.clock.move(time.Hour)
	again := wang.get(path)
	again.has(t, "您的票已投进", code[1])
	again.lacks(t, `id="ballot"`)
	b.view(func(v *store.View) error {
		all, err := v.BallotsAt("hepingli", p.ID, []string{"r/wang"})
		if len(all) != 1 || all[0].Receipt() != code[1] || all[0].Choice != polls.Yes {
			t.Errorf("kept %+v", all)
		}
		return err
	})
	b.as("hepingli", "zhao").get(path).lacks(t, "您的票已投进", code[1])

	b.clock.set("2026-11-08 09:00")
	got = wang.get(path)
	got.has(t, "已截止，正在计票", "您的票已投进", code[1])
	got.lacks(t, `id="ballot"`)
	b.closePolls()
	got = wang.get(path)
	got.has(t, "已计票", "您的票已投进")
	got.lacks(t, "投票已截止")
}

// Whoever may not vote is told why in the form's place.
func TestPollSaysWhyNot(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.ownHome("501", 89_30, "wang", "sun")
	p := b.poll(b.terms(polls.Binary, ofHouseholds, replaceable))
	path := "/hepingli/polls/" + p.ID
	for who, want := range map[string][]string{
		"wang": {"投出我的票", "代表 3 号楼 2 单元 501", "户代表，一户一票", "共 1 户", "第三十二条", "协商不是居民会议的表决"},
		"sun":  {"这次一户一票，由户代表来投"},
		"zhao": {"您不在这次投票的名册上"},
	} {
		got := b.as("hepingli", who).get(path)
		got.has(t, want...)
		if who != "wang" {
			got.lacks(t, "投出我的票</button>")
		}
	}
	b.as("anzhen", "qian").get(path).has(t, "您现在的身份不能做这件事")

	// The one who speaks for the home changes: the ballot stays the home's, its code with whoever cast it.
	wang, sun := b.as("hepingli", "wang"), b.as("hepingli", "sun")
	code := receiptCode.FindStringSubmatch(wang.voted(p, "choice", "no").body)[1]
	b.act("hepingli", "wang", func(tx *store.Tx, by residents.Sender) error {
		return residents.PassRepresentation(tx, by, homeID("501"), "sun")
	})
	got := sun.get(path)
	got.has(t, "3 号楼 2 单元 501 的票已投进", "由这一户先前的户代表投出", "我要改投")
	got.lacks(t, code, "看投了什么")
	got = sun.voted(p, "choice", "yes")
	got.has(t, "这是第 2 次投，以这一次为准", "截止前可以改投")
}

func TestPollAheadAndDrafts(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.signIn("hepingli", "li")
	draft := b.draftPoll(b.terms(polls.Binary))
	if got := b.get("/hepingli/polls/" + draft); got.StatusCode != 404 {
		t.Error("a draft is shown to its author:", got.Status)
	}
	p := b.poll(b.terms(polls.Binary, from(48*time.Hour)))
	got := b.get("/hepingli/polls/" + p.ID)
	got.has(t, "还没开始", "11 月 5 日（周四）09:00 开始投票", "现在不是投票时间", "在名册上")
	got.lacks(t, "投出我的票</button>")
	b.act("hepingli", "zhou", func(tx *store.Tx, by residents.Sender) error {
		return polls.Withdraw(tx, by, "hepingli", p.ID, "题目没有写清楚。")
	})
	got = b.get("/hepingli/polls/" + p.ID)
	got.has(t, "已撤回", "撤回一次投票")
	got.lacks(t, "开始投票</h2>", "投出我的票</button>", "不在这次投票的名册上")
	for _, path := range []string{"/hepingli/polls/nothing", "/anzhen/polls/" + p.ID, "/dongcheng/polls", "/hepingli-jiedao/polls"} {
		if got := b.get(path); got.StatusCode != 404 {
			t.Error(path, got.Status)
		}
	}
}

// Turnout is shown while it runs only where the terms say so; how ballots fell, never.
func TestTurnoutIsShownWhereDeclared(t *testing.T) {
	t.Parallel()
	b := boot(t)
	hidden, open := b.poll(b.terms(polls.Binary)), b.poll(b.terms(polls.Binary, openTurnout))
	wang := b.as("hepingli", "wang")
	for _, p := range []polls.Poll{hidden, open} {
		wang.voted(p, "choice", "yes")
	}
	zhao := b.as("hepingli", "zhao")
	zhao.get("/hepingli/polls/"+open.ID).has(t, "已有 1 人投票，名册上共 6 人")
	got := zhao.get("/hepingli/polls/" + hidden.ID)
	got.lacks(t, "已有", "1 人投票")
	got.has(t, "这一页也不说有多少人投了票")
	app := zhao.get("/_v/hepingli/polls/" + hidden.ID)
	app.has(t, `"Voted":0`)
	app.lacks(t, `"Final"`)
}

// With names it is said beforehand as what one will stand there.
func TestPollWithNamesSaysAsWhat(t *testing.T) {
	t.Parallel()
	b := boot(t)
	p := b.poll(b.terms(polls.Approval, withNames))
	b.as("hepingli", "wang").get("/hepingli/polls/"+p.ID).has(t, "这是记名投票", "您的票会写作「王** 3 号楼」")
	got := b.get("/hepingli/polls/" + p.ID)
	got.has(t, "这是记名投票")
	got.lacks(t, "您的票会写作")
}

// Delegates decide: quorum and fractions with the numbers of this roll, law and article quoted.
func TestPollOfDelegatesComputesTheRule(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.delegates(12)
	p := b.poll(b.terms(polls.Binary, ofDelegates, openTurnout))
	one := b.as("hepingli", "delegate-001")
	one.voted(p, "choice", "abstain").has(t, "您的票已投进")
	got := one.get("/hepingli/polls/" + p.ID)
	got.has(t, "居民代表会议", "《城市居民委员会组织法》第二十九条", "应到 15，三分之二以上为 10", "参加的过半数同意，才算通过", "需 10，还差 9", "没有投票的，不算参加，也不算同意",
		"公布一次投票")
	b.as("hepingli", "wang").get("/hepingli/polls/"+p.ID).has(t, "您不在这次投票的名册上")
}

// Owners are only asked for their will, by flat, with names.
func TestPollOfOwnersSaysThatItDecidesNothing(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.ownHome("501", 89_30, "wang")
	b.ownHome("502", 61_00, "zhao")
	p := b.poll(b.terms(polls.Binary, ofOwners))
	got := b.as("hepingli", "wang").get("/hepingli/polls/" + p.ID)
	got.has(t, "意向征询", "不是业主大会决定", "市住房城乡建设部门的电子投票系统", "《民法典》第二百七十八条", "共 2 位业主，专有部分面积 150.30 m²", "这是记名投票",
		"您的票会写作「3 号楼」", "应到面积 150.30 m²，三分之二以上为 100.20 m²", "写楼号和面积")
}

// Each method draws its own ballot and takes it without scripts.
func TestBallotOfEachMethod(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.signIn("hepingli", "zhao")
	for name, c := range map[string]struct {
		terms polls.Terms
		shows []string
		wrong []string // fields that are refused
		why   string
		right []string
		keeps string
	}{
		"choose one":  {b.terms(polls.Plurality), []string{`type="radio"`, "投空白票", "11 米"}, nil, "还没有选", []string{"choice", "2"}, "2"},
		"blank radio": {b.terms(polls.Plurality), nil, nil, "还没有选", []string{"choice", "blank"}, "blank"},
		"choose two": {b.terms(polls.Plurality, chooseUpTo(2)), []string{"请勾选，最多 2 项", `type="checkbox"`},
			[]string{"choice", "1", "choice", "2", "choice", "3"}, "选得太多了", []string{"choice", "3", "choice", "1"}, "1,3"},
		"approval": {b.terms(polls.Approval), []string{"选几项都行"}, []string{"blank", "on", "choice", "1"}, "又勾了空白票", []string{"blank", "on"}, "blank"},
		"schulze":  {b.terms(polls.Schulze), []string{"以上都不选", "可以并列", `name="rank-none"`}, []string{"rank-1", "x"}, "", []string{"rank-3", "1", "rank-1", "2", "rank-none", "2"}, "3>1=none"},
		"stv": {b.terms(polls.STV, ofVolunteers), []string{"名次不能相同", "志愿服务队", "选出 2 位"}, []string{"rank-1", "1", "rank-2", "1"}, "要排出先后",
			[]string{"rank-2", "1", "rank-4", "2"}, "2>4"},
		"shares": {b.terms(polls.Shares), []string{"总预算 120,000 元", "24,500.50 元", "86,000 元", "等额分摊法", "再按票数补选"},
			[]string{"choice", "1", "choice", "2"}, "超过了总预算", []string{"choice", "2", "choice", "3", "choice", "4"}, "2,3,4"},
		"greedy": {b.terms(polls.Greedy), []string{"按票数从多到少"}, nil, "还没有选", []string{"choice", "1"}, "1"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.poll(c.terms)
			b.get("/hepingli/polls/"+p.ID).has(t, c.shows...)
			got := b.votes(p, c.wrong...)
			if got.StatusCode != 422 {
				t.Error("a wrong ballot:", got.Status)
			}
			got.has(t, c.why)
			b.voted(p, c.right...).has(t, "您的票已投进")
			b.view(func(v *store.View) error {
				all, err := v.BallotsAt("hepingli", p.ID, []string{"r/zhao"})
				if len(all) != 1 || all[0].Choice != c.keeps {
					t.Errorf("kept %+v, want %s", all, c.keeps)
				}
				return err
			})
		})
	}
}

// A refused ballot comes back as it was filled in.
func TestRefusedBallotKeepsWhatWasChosen(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.signIn("hepingli", "zhao")
	p := b.poll(b.terms(polls.Shares))
	got := b.votes(p, "choice", "1", "choice", "2")
	for id, ticked := range map[string]bool{"1": true, "2": true, "3": false} {
		if has := regexp.MustCompile(`value="` + id + `" data-cost="\d+" checked`).MatchString(got.body); has != ticked {
			t.Errorf("project %s ticked: %v", id, has)
		}
	}
	p = b.poll(b.terms(polls.STV, ofVolunteers))
	got = b.votes(p, "rank-1", "2", "rank-2", "2")
	if n := len(regexp.MustCompile(`value="2" selected`).FindAllString(got.body, -1)); n != 2 {
		t.Error(n, "numbers kept, of 2")
	}
}

// A ballot on paper counts as well, and the page says so.
func TestPaperBallotIsConfirmed(t *testing.T) {
	t.Parallel()
	b := boot(t)
	p := b.poll(b.terms(polls.Binary, onPaper, replaceable))
	var serial string
	b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		made, err := polls.PrintBallots(tx, by, "hepingli", p.ID, []string{"r/wang"})
		if err == nil {
			serial = made[0].Serial
		}
		return err
	})
	for _, who := range []string{"li", "zhou"} {
		b.act("hepingli", who, func(tx *store.Tx, by residents.Sender) error {
			_, err := polls.EnterPaper(tx, by, "hepingli", p.ID, serial, polls.Yes)
			return err
		})
	}
	got := b.as("hepingli", "wang").get("/hepingli/polls/" + p.ID)
	got.has(t, "您的纸质选票已计入", "网上不用再投")
	got.lacks(t, `id="ballot"`, "回执码</p>")
}

// Whoever helps sees for whom they vote, and neither the code nor what was chosen.
func TestHelperVotesForSomebody(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.live("501", "wang", "sun")
	mandate := b.leave("wang", "sun", residents.HelpRelative)
	p := b.poll(b.terms(polls.Binary, replaceable))
	sun := b.as("hepingli", "sun")
	sun.begin(mandate)
	sun.get("/hepingli/polls/"+p.ID).has(t, "这张票替 <b>王秀兰</b> 投")
	got := sun.voted(p, "choice", "no")
	got.has(t, "王秀兰的票已投进", "由本人登录后看")
	got.lacks(t, `<p class="code">`, "看投了什么")
	b.as("hepingli", "wang").get("/hepingli/polls/"+p.ID).has(t, "您的票已投进", `<p class="code">`)
}

// Who speaks for several homes votes for each.
func TestSeveralHomes(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.ownHome("501", 89_30, "wang")
	b.ownHome("502", 61_00, "wang")
	p := b.poll(b.terms(polls.Binary, ofHouseholds))
	wang := b.as("hepingli", "wang")
	got := wang.get("/hepingli/polls/" + p.ID)
	got.has(t, "替哪一户投", "3 号楼 2 单元 501", "3 号楼 2 单元 502")
	got = wang.voted(p, "choice", "no", "unit", "h/"+homeID("502"))
	got.has(t, "3 号楼 2 单元 502 的票已投进", "投出我的票")
	wang.votes(p, "choice", "yes").holds(t, 422, "请在给出的选项里选一项")
	got = wang.voted(p, "choice", "yes", "unit", "h/"+homeID("501"))
	got.has(t, "3 号楼 2 单元 501 的票已投进", "3 号楼 2 单元 502 的票已投进")
	got.lacks(t, "投出我的票</button>")
}

// The list has what runs, what comes and what is over, page by page.
func TestPollList(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.signIn("hepingli", "wang")
	b.get("/hepingli/polls").has(t, "现在没有正在进行的投票")
	over := b.poll(b.terms(polls.Binary))
	b.clock.move(6 * 24 * time.Hour)
	b.closePolls()
	ahead := b.poll(b.terms(polls.Schulze, from(24*time.Hour)))
	open := b.poll(b.terms(polls.Approval))
	got := b.get("/hepingli/polls")
	got.has(t, over.ID, ahead.ID, open.ID, "有一张票等您投", "还剩 5 天", "就要开始", "已经截止", "只公布数目，不作决定")
	b.voted(open, "choice", "1")
	b.get("/hepingli/polls").has(t, "您的票已投进")
	b.client = b.visitor()
	b.get("/hepingli/polls").lacks(t, "等您投", "您的票")
}

// The month's page says that a ballot waits, also behind the doors of the elder mode, and
// the topic leads to the votes on its question.
func TestMonthAndTopicLeadToThePoll(t *testing.T) {
	t.Parallel()
	b := boot(t)
	topic := b.accepted("wang", "3 号楼南侧建充电棚")
	p := b.poll(b.terms(polls.Binary, ofVolunteers, func(t *polls.Terms) { t.Topic = topic }))
	zhao, sun := b.as("hepingli", "zhao"), b.as("hepingli", "sun")
	zhao.get("/hepingli").has(t, "有一张票等您投："+p.Question, "11 月 8 日（周日）09:00 截止", "去投票</a>", "/hepingli/polls/"+p.ID)
	got := sun.get("/hepingli")
	got.has(t, "正在投票", "/hepingli/polls/"+p.ID)
	got.lacks(t, "等您投", "去投票")
	zhao.do("GET", "/hepingli", nil, func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "elder", Value: "on"}) }).has(t, "1 件，还剩 5 天")
	zhao.get("/hepingli/topics/"+topic).has(t, p.Question, "有一张票等您投")

	zhao.voted(p, "choice", "yes")
	got = zhao.get("/hepingli")
	got.has(t, "您的票已投进", "/hepingli/polls/"+p.ID)
	got.lacks(t, "等您投")
	zhao.get("/hepingli/topics/"+topic).has(t, "您的票已投进")
	zhao.get("/hepingli/polls/"+p.ID).has(t, "来自议题", "/hepingli/topics/"+topic)
	b.clock.move(6 * 24 * time.Hour)
	b.closePolls()
	zhao.get("/hepingli/topics/"+topic).has(t, "已计票", "只公布数目，不作决定")
}
