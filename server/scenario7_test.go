package main

import (
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
	"yishiting/signups/grants"
)

// Scenario 7: a round of 160,000 yuan, at most 25,000 a project. 18 organisations apply, 12 pass, 8
// are funded by five experts' scores (60 %) and the residents' choice (40 %); the notice of seven days
// brings one complaint; 60 % is paid after the agreement; the mid-term check stops one.
func TestScenario7MicroGrants(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		w := bootGrants(t, b)
		w.called(t)
		w.applied(t)
		w.checked(t)
		w.pitched(t)
		w.ranked(t)
		w.putUp(t)
		w.signed(t)
		w.delivered(t)
		w.finished(t)
	})
}

// called drafts the round; whoever wrote it cannot publish it, and what is wrong is said beside its field.
func (w *grantWorld) called(t *testing.T) {
	t.Helper()
	for _, c := range [][3]string{
		{"experts", "101", "最大 100"}, {"cap", "160001", ""}, {"closes", "2026-11-08", "申报至少开放七天"}, {"vote_until", "2026-11-21T08:00", "先后不对"}, {"p1", "29", "不是一百"},
		{"closes", "2026-02-31", ""}, {"budget", "1e5", ""},
	} {
		got := w.liu.send(grantDesks+"/new", desk.GrantDraftForm, append(slices.Clone(grantTerms), c[0], c[1])...)
		got.holds(t, 422, c[2])
	}
	w.published()
	w.ma.get(w.desk).holds(t, 200, "160,000 元")
	w.liu.late(t, w.desk+"/publish").holds(t, 422)
	b := w.as("hepingli", "wang")
	b.get(w.page("hepingli")).holds(t, 200, "2026 年公益创投", "开始申报", "160,000 元", "专家评分占", "40%")
	b.late(t, w.page("hepingli")+"/apply", "title", "x")
	if g := w.round(); g.State != grants.Call || g.Residents != 40 {
		t.Fatalf("%+v", g)
	}
}

// applied takes 18 applications, one each, by contacts alone and within the days of the call.
func (w *grantWorld) applied(t *testing.T) {
	t.Helper()
	first := w.orgs[0]
	w.as(first.home, first.contact).get(w.page(first.home)+"/apply").holds(t, 200, "还没有到办这一步的时间")
	w.at("2026-11-05 10:00")
	w.as("hepingli", "wang").get(w.page("hepingli")+"/apply").holds(t, 200, "您不是本街道社会组织的联系人")
	stranger := w.as("hepingli", "wang")
	stranger.late(t, w.page("hepingli")+"/apply", plan(first)...).holds(t, 422, "您不是本街道社会组织的联系人")
	contact := w.as(first.home, first.contact)
	for _, c := range [][3]string{
		{"asked", "25000.01", "超过了一个项目最多能申请的数"}, {"y2", "3001", "不等于申请的钱加自筹的钱"}, {"until", "2027-07-01", "日期的先后不对"}, {"title", "打 13912345678", "电话"}, {"y1", "-1", ""},
	} {
		contact.send(w.page(first.home)+"/apply", "grant-apply", append(plan(first), c[0], c[1])...).holds(t, 422, c[2])
	}
	for _, o := range w.orgs {
		w.applies(o)
	}
	contact.late(t, w.page(first.home)+"/apply", plan(first)...).holds(t, 422, "这一步已经办过了")
	w.as("hepingli", "wang").get(w.appPage(first)).holds(t, 404)
	w.as("hepingli", "wang").get(w.page("hepingli")).lacks(t, first.title, first.name)
	contact.get(w.appPage(first)).holds(t, 200, "等待审核", "院里 46 位老人独住")
	w.liu.get(w.case0()).holds(t, 200, "已备案或登记")
	w.liu.late(t, w.case0()+"/check", "pass", "yes").holds(t, 422, "还没有到办这一步的时间")
	if n := len(w.all()); n != 18 {
		t.Fatal(n, "applied")
	}
}

func (w *grantWorld) case0() string { return w.case_(w.orgs[0]) }

// checked finds twelve eligible: two of them were filed meanwhile. What is not filed cannot pass.
func (w *grantWorld) checked(t *testing.T) {
	t.Helper()
	w.at("2026-11-16 09:30")
	unfiled := w.case_(w.orgs[2])
	w.liu.get(unfiled).holds(t, 200, "不符合")
	w.liu.send(unfiled, "grant-check", "pass", "yes").holds(t, 422, "有一项能核对的条件没有达到")
	w.liu.send(w.desk, "grant-jury", "experts", experts[0]).holds(t, 422, "至少请三位专家")
	w.eligible(t)
	w.liu.late(t, w.case0()+"/check", "pass", "no", "why", "unclear", "words", "再看").holds(t, 422)
	refused := w.orgs[12]
	w.as(refused.home, refused.contact).get(w.appPage(refused)).holds(t, 200, "没有通过资格审核", "有营利、推销")
	w.as("hepingli", "wang").get(w.appPage(refused)).holds(t, 404)
	w.as("hepingli", "wang").get(w.page("hepingli")).holds(t, 200, w.orgs[0].title, "12 个", "!"+refused.title)
	w.coached(t)
}

// eligible checks each application.
func (w *grantWorld) eligible(t *testing.T) {
	t.Helper()
	w.at("2026-11-16 09:30")
	for _, o := range w.orgs {
		if o.late {
			w.files(o)
		}
		fields := []string{"pass", "yes"}
		if o.unfit != "" {
			fields = []string{"pass", "no", "why", string(o.unfit), "words", "按征集公告第二条，不符合。"}
		}
		w.liu.send(w.case_(o), "grant-check", fields...).led(t, w.case_(o)+"?done=grant-checked")
	}
}

// coached leaves advice that the organisation alone reads, and follows.
func (w *grantWorld) coached(t *testing.T) {
	t.Helper()
	o := w.orgs[0]
	w.he.send(w.case0(), "grant-coach", "words", "受益人数写清楚怎么数出来的。").led(t, w.case0()+"?done=grant-coached")
	contact := w.as(o.home, o.contact)
	contact.get("/"+o.home+"/me").holds(t, 200, "有了辅导意见")
	contact.get(w.appPage(o)).holds(t, 200, "受益人数写清楚")
	w.as("anzhen", "qian").get(w.appPage(o)).lacks(t, "受益人数写清楚")
	edit, revised := w.appPage(o)+"/edit", plan(o)[2:] // without the organisation, which stays
	contact.send(edit, "grant-apply", append(revised, "whom", "入户登记过的 46 位老人", "asked", "24000", "own", "2000")...).led(t, w.appPage(o)+"?done=grant-revised")
	contact.send(edit, "grant-apply", append(revised, "asked", "25000")...).holds(t, 422, "比审核时多了")
	contact.send(edit, "grant-apply", append(revised, "asked", "24000", "y1", "22000")...).led(t, w.appPage(o)+"?done=grant-revised")
	w.orgs[0].yuan = 24000
}

// pitched opens the pitch: five experts score sealed, residents choose.
func (w *grantWorld) pitched(t *testing.T) {
	t.Helper()
	w.liu.late(t, w.desk+"/pitch").holds(t, 422, "专家不够")
	w.seated(t)
	o := w.orgs[0]
	w.as(o.home, o.contact).late(t, w.appPage(o)+"/edit", append(plan(o), "version", "9")...).holds(t, 422)
	w.as("hepingli", "wang").late(t, w.page("hepingli")+"/vote", "choices", w.apps[o.title]).holds(t, 422, "还没有到办这一步的时间")
	w.at("2026-11-22 09:00")
	first := w.as("hepingli-jiedao", experts[0])
	first.get(w.desk+"/score/"+w.apps[o.title]).holds(t, 200, "请先填回避声明")
	first.late(t, w.desk+"/score/"+w.apps[o.title], points(0, 0)...).holds(t, 422, "请先填回避声明")
	w.scores(1)
	first.late(t, w.desk+"/score/"+w.apps[w.orgs[3].title], points(0, 3)...).holds(t, 422, "您声明过和这个组织有关系")
	first.late(t, w.desk+"/score/"+w.apps[o.title], "p1", "31", "p2", "1", "p3", "1", "p4", "1").holds(t, 422, "30")
	w.liu.get(w.desk+"/score").holds(t, 403)
	w.liu.get(w.desk).holds(t, 200, "交了 11 份，回避 1 个", "评分交了 58 / 59 份")
	w.as("hepingli-jiedao", experts[1]).get(w.desk).lacks(t, "交了 11 份")
	w.as("hepingli", "wang").send(w.page("hepingli"), "grant-vote").holds(t, 422, "一个也没有选")
	w.votes()
	w.as("hepingli", "wang").get(w.page("hepingli")).holds(t, 200, "您选的已经记下", "! 票")
	w.liu.late(t, w.desk+"/close").holds(t, 422)
}

// seated names the experts and opens the pitch.
func (w *grantWorld) seated(t *testing.T) {
	t.Helper()
	action, values := w.liu.get(w.desk).fill(t, "grant-jury")
	for _, e := range experts {
		values.Add("experts", e)
	}
	w.liu.do("POST", action, values).led(t, w.desk+"?done=grant-jury")
	w.at("2026-11-20 16:00")
	w.liu.send(w.desk, "grant-pitch").led(t, w.desk+"?done=grant-pitched")
}

// ranked waits for the last score, then closes by the clock; the ranks come out as worked out here by themselves.
func (w *grantWorld) ranked(t *testing.T) {
	t.Helper()
	w.at("2026-11-25 18:00")
	w.turns(t)
	if g := w.round(); g.State != grants.Pitch {
		t.Fatal("closed without the last score:", g.State)
	}
	w.as("hepingli", "wang").late(t, w.page("hepingli")+"/vote", "choices", w.apps[w.orgs[0].title]).holds(t, 422)
	last := w.desk + "/score/" + w.apps[w.orgs[0].title]
	w.as("hepingli-jiedao", experts[4]).send(last, "grant-score", points(4, 0)...).led(t, w.desk+"/score?done=grant-scored")
	w.turns(t)
	g := w.round()
	if g.State != grants.Ranked || g.Votes != 20 || g.Missing != 0 {
		t.Fatalf("%+v", g.Course)
	}
	all := slices.DeleteFunc(w.all(), func(a grants.Application) bool { return a.Result == nil })
	slices.SortFunc(all, func(a, b grants.Application) int { return worked(b).Cmp(worked(a)) })
	var sum int64
	for i, a := range all {
		if a.Result.Rank != i+1 || worked(a).Cmp(big.NewRat(a.Result.Points.Num, a.Result.Points.Den)) != 0 {
			t.Errorf("%s is %d with %v, worked out %d with %v", a.Title, a.Result.Rank, a.Result.Points, i+1, worked(a))
		}
		sum += a.Result.Granted
	}
	if n := w.count(grants.Chosen); len(all) != 12 || n != 8 || sum > 160_000_00 {
		t.Errorf("%d ranked, %d chosen, %d cents", len(all), n, sum)
	}
	if tied := w.app(w.orgs[3].title); tied.Result.Scores != 4 {
		t.Error("the expert with a tie counts:", tied.Result)
	}
}

// worked is an application's points, worked out once more.
func worked(a grants.Application) *big.Rat {
	r := a.Result
	experts := new(big.Rat).Mul(big.NewRat(60, 100), big.NewRat(int64(r.Sum), int64(r.Scores)))
	return experts.Add(experts, new(big.Rat).Mul(big.NewRat(40, 100), big.NewRat(100*int64(r.Votes), int64(r.Top))))
}

func (w *grantWorld) turns(t *testing.T) {
	t.Helper()
	if err := w.portal.Turn(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (w *grantWorld) count(s grants.AppState) (n int) {
	for _, a := range w.all() {
		if a.State == s {
			n++
		}
	}
	return n
}

// putUp gives the notice its seven days and answers the one complaint, by another person than checked.
func (w *grantWorld) putUp(t *testing.T) {
	t.Helper()
	w.at("2026-11-26 09:00")
	w.liu.send(w.desk, "grant-put-up").led(t, w.desk+"?done=grant-up")
	if until := w.round().Until; !until.Equal(time.Date(2026, 12, 4, 0, 0, 0, 0, hepingli.Location())) {
		t.Error("until", until)
	}
	w.ma.get(w.desk).holds(t, 200, "公示还没有结束")
	sun := w.as("hepingli", "sun")
	sun.send(w.page("hepingli"), "grant-complain", "application", w.apps[w.orgs[0].title], "text", "他们去年的账还没有公开。").led(t, w.page("hepingli")+"?done=grant-complained")
	w.as("hepingli", "wang").get(w.page("hepingli")).holds(t, 200, "他们去年的账还没有公开", "以前答复", "!孙小梅")
	w.at("2026-12-04 09:00")
	sun = w.as("hepingli", "sun")
	sun.late(t, w.page("hepingli")+"/complain", "application", "", "text", "再说一句").holds(t, 422)
	w.ma.get(w.desk).holds(t, 200, "还有投诉没有答复")
	w.liu.get(w.desk).holds(t, 200, "另一位")
	form := "grant-answer-" + w.said(t).ID
	w.ma.send(w.desk, form, "upheld", "no", "reply", "去年的账 3 月已经公开，链接附后。").led(t, w.desk+"?done=grant-answered")
	sun.get(w.page("hepingli")).holds(t, 200, "投诉不成立", "去年的账 3 月已经公开")
	sun.get("/hepingli/me").holds(t, 200, "的投诉有了答复")
	w.liu.late(t, w.desk+"/award").holds(t, 422)
	w.ma.send(w.desk, "grant-award").led(t, w.desk+"?done=grant-awarded")
	if w.count(grants.Funded) != 8 {
		t.Fatal(w.count(grants.Funded), "funded")
	}
}

func (w *grantWorld) said(t *testing.T) grants.Complaint {
	t.Helper()
	var all []grants.Complaint
	w.view(func(v *store.View) (err error) { all, err = v.ComplaintsOf("hepingli-jiedao", w.id); return err })
	if len(all) != 1 {
		t.Fatal(len(all), "complaints")
	}
	return all[0]
}

// winners are the organisations that are funded, by rank.
func (w *grantWorld) winners(states ...grants.AppState) (all []founded) {
	for _, o := range w.orgs {
		if slices.Contains(states, w.app(o.title).State) {
			all = append(all, o)
		}
	}
	return all
}

// signed signs every agreement by both sides, and pays 60 %.
func (w *grantWorld) signed(t *testing.T) {
	t.Helper()
	w.at("2026-12-08 09:00")
	for i, o := range w.winners(grants.Funded) {
		page := w.case_(o)
		w.liu.late(t, page+"/sign").holds(t, 422)
		w.liu.send(page, "grant-draw", "document", "创投协 2026-"+string(rune('1'+i)), "words", "每月在议事厅公布一次进展。").led(t, page+"?done=grant-drawn")
		w.ma.late(t, page+"/sign").holds(t, 422, "协议还没有签好")
		w.as(o.home, o.contact).send(w.appPage(o), "grant-accept").led(t, w.appPage(o)+"?done=grant-accepted")
		w.liu.late(t, page+"/sign").holds(t, 422)
		w.ma.send(page, "grant-sign").led(t, page+"?done=grant-signed")
		w.as(o.home, o.contact).late(t, w.appPage(o)+"/mid", "words", "x", "people", "1", "spent", "1").holds(t, 422, "首款还没有登记")
		w.liu.send(page, "grant-pay", "document", "付 2026-12-"+string(rune('1'+i))).led(t, page+"?done=grant-paid")
		w.liu.late(t, page+"/pay", "kind", "first", "cents", "100", "document", "付").holds(t, 422)
		if a := w.app(o.title); a.First(w.round()) != a.Result.Granted*60/100 || w.paid(a.ID) != a.Result.Granted*60/100 {
			t.Errorf("%s was paid %d of %d", o.title, w.paid(a.ID), a.Result.Granted)
		}
	}
}

func (w *grantWorld) paid(id string) (sum int64) {
	w.view(func(v *store.View) error {
		all, err := v.PaymentsOf("hepingli-jiedao", w.id)
		for _, p := range all {
			switch {
			case p.Application != id:
			case p.Kind == grants.Returned:
				sum -= p.Cents
			default:
				sum += p.Cents
			}
		}
		return err
	})
	return sum
}

// delivered stops one at the mid-term check, which gives back what it has not spent, and accounts for
// the other seven.
func (w *grantWorld) delivered(t *testing.T) {
	t.Helper()
	w.at("2027-03-10 09:00")
	going := w.winners(grants.Going)
	for i, o := range going {
		page, contact := w.case_(o), w.as(o.home, o.contact)
		contact.late(t, w.appPage(o)+"/final", "words", "x", "people", "1", "spent", "1").holds(t, 422)
		contact.send(w.appPage(o), "grant-mid", "words", "上门 120 次，聚会 3 次。", "people", "260", "spent", "4000").led(t, w.appPage(o)+"?done=grant-reported")
		if i == 7 {
			w.he.late(t, page+"/mid", "go", "no", "spent", "4000", "verdict", "停").holds(t, 422)
			w.liu.send(page, "grant-mid-check", "go", "no", "spent", "4000", "verdict", "活动记录对不上，三次约谈没有改。").led(t, page+"?done=grant-mid-checked")
			continue
		}
		w.he.send(page, "grant-mid-check", "go", "yes", "spent", "4000", "verdict", "进度正常。").led(t, page+"?done=grant-mid-checked")
	}
	w.waived(t, going[0], going[7])
	stopped := going[7]
	w.as("anzhen", "qian").get("/anzhen"+strings.TrimPrefix(w.appPage(stopped), "/"+stopped.home)).holds(t, 200, "停止资助", "活动记录对不上")
	w.as(stopped.home, stopped.contact).get(w.appPage(stopped)).holds(t, 200, "退回街道")
	w.liu.send(w.case_(stopped), "grant-pay", "document", "收 2027-03").led(t, w.case_(stopped)+"?done=grant-paid")
	if got := w.paid(w.apps[stopped.title]); got != 4000_00 {
		t.Error("the stopped one keeps", got)
	}
	w.ma.late(t, w.desk+"/finish").holds(t, 422, "还有项目没有办完")
	w.at("2027-06-08 09:00")
	for i, o := range going[:7] {
		a := w.app(o.title)
		granted := yuanText(a.Result.Granted)
		contact := w.as(o.home, o.contact)
		contact.send(w.appPage(o), "grant-final", "words", "做成了。", "people", "300", "s1", "1", "s2", "1", "spent", granted).holds(t, 422, "报账时用的资助不能比")
		contact.send(w.appPage(o), "grant-final", "words", "上门 260 次，40 位老人都有人惦记。", "people", "300", "s1", yuanText(a.Lines[0].Cents), "s2", yuanText(a.Lines[1].Cents), "spent", granted).led(t, w.appPage(o)+"?done=grant-reported")
		accepted := granted
		if i == 1 {
			accepted = yuanText(a.Result.Granted - 1500_00)
		}
		w.ma.send(w.case_(o), "grant-final-check", "accepted", accepted, "verdict", "票据齐全。").led(t, w.case_(o)+"?done=grant-final-checked")
		w.liu.send(w.case_(o), "grant-pay", "document", "付 2027-06").led(t, w.case_(o)+"?done=grant-paid")
	}
}

// waived lends the street's room: without a fee to whoever carries out a funded project, to a filed organisation
// for half, and to a neighbour for all of it.
func (w *grantWorld) waived(t *testing.T, going, stopped founded) {
	t.Helper()
	id := w.room(w.he, "hepingli-jiedao", "多功能厅", "200")
	book := func(home, who, from string, fields ...string) {
		w.as(home, who).books(home, id, "2027-03-15", from, fields...).led(t, "/"+home+"/rooms?done=room-booked")
	}
	other := w.winners(grants.Reserve)[0]
	book(going.home, going.contact, "540", "org", going.id)
	book(other.home, other.contact, "600", "org", other.id)
	book(stopped.home, stopped.contact, "660", "org", stopped.id)
	book("hepingli", "wang", "720")
	fees := map[int]string{}
	w.view(func(v *store.View) error {
		all, err := v.BookingsOn("hepingli-jiedao", id, calendar.Day{Year: 2027, Month: 3, Day: 15})
		for _, b := range all {
			fees[b.From] = yuanText(b.Fee) + string(b.Relief)
		}
		return err
	})
	if fees[540] != "0grant" || fees[600] != "100filed" || fees[660] != "100filed" || fees[720] != "200" {
		t.Error("fees", fees)
	}
	w.as(other.home, other.contact).late(t, "/"+other.home+"/rooms/"+id, "day", "2027-03-16", "from", "540", "slots", "1", "title", "排练", "people", "4", "org", going.id).holds(t, 422, "您不是本街道社会组织的联系人")
}

// finished publishes the accounts; the record tells all of it, and no person.
func (w *grantWorld) finished(t *testing.T) {
	t.Helper()
	w.ma.send(w.desk, "grant-finish").led(t, w.desk+"?done=grant-finished")
	if w.count(grants.Finished) != 7 || w.count(grants.Stopped) != 1 || w.count(grants.Reserve) != 4 || w.count(grants.Refused) != 6 {
		t.Error("finished", w.count(grants.Finished), "stopped", w.count(grants.Stopped))
	}
	w.as("hepingli", "wang").get(w.page("hepingli")).holds(t, 200, "已结项", "公布一轮公益创投的账目", "名次和分数")
	w.liu.get(w.desk+"/list.csv").holds(t, 200, "'=厨余变花土", "'+绿芽环保社", "25000,")
	if got := w.liu.get(w.desk + "/list.xlsx"); got.StatusCode != 200 || !strings.HasPrefix(got.body, "PK") {
		t.Error(got.Status)
	}
	w.view(func(v *store.View) error {
		for _, body := range []string{"hepingli-jiedao", "hepingli", "anzhen"} {
			if s, err := v.VerifyLog(body); err != nil || body == "hepingli-jiedao" && s.Size < 120 {
				t.Errorf("the log of %s: %+v %v", body, s, err)
			}
		}
		return nil
	})
	w.get("/hepingli-jiedao/record/export").lacks(t, "孙小梅", "contact-", "expert-", residents.Mask("孙小梅"))
}
