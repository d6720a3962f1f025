package main

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// printed are the ballots on a page: serials by whom they are for.
func printed(t *testing.T, got reply) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, m := range regexp.MustCompile(`(?s)<article class="ballot" data-serial="([^"]+)"><p class="strip"><b>([^<]+)</b>`).FindAllStringSubmatch(got.body, -1) {
		all[html.UnescapeString(m[2])] = m[1]
	}
	if len(all) == 0 {
		t.Fatalf("nothing is printed: %s\n%s", got.Status, mainOf(got.body))
	}
	return all
}

// prints lets li print, and gives the serials by whom they are for.
func (b *booted) prints(t *testing.T, poll string, fields ...string) map[string]string {
	t.Helper()
	return printed(t, b.as("hepingli", "li").send(deskPolls+"/"+poll+"/print", "print-ballots", fields...))
}

// enters types a serial and sends the form of its ballot.
func (b *booted) enters(who, poll, serial, form string, fields ...string) reply {
	b.t.Helper()
	return b.as("hepingli", who).send(deskPolls+"/"+poll+"/paper?serial="+url.QueryEscape(serial), form, fields...)
}

// paperNow is how a paper ballot stands.
func (b *booted) paperNow(poll, serial string) (p polls.PaperBallot) {
	b.t.Helper()
	b.view(func(v *store.View) (err error) {
		p, err = v.Paper("hepingli", poll, polls.ReadSerial(serial))
		return err
	})
	return p
}

func TestPaperBallotsFromPrintToCount(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.ownHome("501", 8000, "wang")
	b.ownHome("502", 8000, "zhao")
	b.ownHome("503", 8000)
	b.ownHome("504", 8000)
	b.ownHome("505", 8000)
	b.ownHome("506", 8000)
	b.admit("watcher", "何静", "1 号楼", residents.RoleResident, residents.RoleSupervision)
	p := b.poll(b.terms(polls.Binary, ofHouseholds, onPaper, replaceable))
	page, paper := deskPolls+"/"+p.ID, deskPolls+"/"+p.ID+"/paper"
	li := b.as("hepingli", "li")

	li.get(page+"/print").holds(t, 200, "共 6 张", "3 号楼")
	action, fields := li.get(page+"/print").fill(t, "print-ballots", "whom", "fresh")
	once := li.do("POST", action, fields)
	once.holds(t, 200, "做好了 6 张", "发票时撕下，不进票箱", "在一个方框里打 ✓，只选一项", "协商投票", "赞成", "结果供协商引用", "公布的选票不带姓名和门牌")
	serials := printed(t, once)
	twice := li.do("POST", action, fields)
	twice.holds(t, 200, "这些票已经做好过", `!class="ballot"`)
	home := func(room string) string { return serials["3 号楼 2 单元 "+room] }
	for room := range serials {
		if strings.Contains(twice.body, serials[room]) || strings.Contains(li.get(paper).body, serials[room]) {
			t.Error("a serial is shown again")
		}
	}
	li.send(page+"/print", "print-ballots", "whom", "fresh").holds(t, 422, `id="print-ballots-units-problem"`)
	li.send(page+"/print", "print-ballots", "whom", "home", "home", "3号楼2单元999").holds(t, 422, `id="print-ballots-home-problem"`, "户册里没有这一户")
	old := home("506")
	again := b.prints(t, p.ID, "whom", "home", "home", "3号楼2单元506")
	serials["3 号楼 2 单元 506"] = again["3 号楼 2 单元 506"]
	if len(again) != 1 || home("506") == old {
		t.Fatal(again)
	}

	// Serials that do not do.
	li.get(paper+"?serial=7KQ4-M2XR-9TBD").holds(t, 200, "没有这个票号", `value="7KQ4-M2XR-9TBD"`)
	li.get(paper+"?serial="+old).holds(t, 200, "这张纸质票已经作废", `!id="paper-ballot"`)
	li.late(t, paper, "serial", old, "choice", "yes").holds(t, 422, "这张纸质票已经作废")
	li.late(t, paper, "serial", "7KQ4M2XR9TBD", "choice", "yes").holds(t, 422, "没有这个票号")

	// Two people, who agree. Neither sees the other's.
	typed := strings.ToLower(strings.ReplaceAll(home("503"), "-", " "))
	b.enters("li", p.ID, typed, "paper-ballot").holds(t, 422, "还没有选", `id="paper-ballot-choice"`)
	b.enters("li", p.ID, typed, "paper-ballot", "choice", "yes", "blank", "yes").holds(t, 422, "选了选项，又勾了空白票", `value="yes" checked`)
	b.enters("li", p.ID, typed, "paper-ballot", "choice", "maybe").holds(t, 422, "选票上没有这个选项")
	b.enters("li", p.ID, typed, "paper-ballot", "choice", "yes").led(t, paper+"?done=paper-once")
	li.get(paper+"?serial="+home("503")).holds(t, 200, "这张票您已经录入过", `!id="paper-ballot"`)
	li.late(t, paper, "serial", home("503"), "choice", "yes").holds(t, 422, "这张票您已经录入过")
	b.as("hepingli", "watcher").get(paper).holds(t, 200, home("503"), "等第二遍", "录第二遍", "!只看不改")
	b.as("hepingli", "watcher").get(paper+"?serial="+home("503")).holds(t, 200, "第二遍", `id="paper-ballot"`, "!checked", "!503")
	b.enters("watcher", p.ID, home("503"), "paper-ballot", "choice", "yes").led(t, paper+"?done=paper-in")
	li.get(paper+"?serial="+home("503")).holds(t, 200, "已经计入")

	// Two people, who do not.
	b.enters("li", p.ID, home("504"), "paper-ballot", "choice", "no").led(t, paper+"?done=paper-once")
	b.enters("zhou", p.ID, home("504"), "paper-ballot", "blank", "yes").led(t, paper+"?done=paper-differs")
	b.as("hepingli", "zhou").get(paper+"?serial="+home("504")).holds(t, 200, "第一遍</dt><dd>反对", "第二遍</dt><dd>空白票", "最后一遍是您录的", `!id="settle-ballot"`)
	b.as("hepingli", "zhou").late(t, paper+"/settle", "serial", home("504"), "choice", "no").holds(t, 422, "这一步要由另一位来办")
	b.enters("chen", p.ID, home("504"), "settle-ballot", "choice", "no").led(t, paper+"?done=paper-in")

	// The home has voted on line before its paper comes back, and after.
	zhao := b.as("hepingli", "zhao")
	zhao.voted(p, "choice", "yes")
	b.enters("li", p.ID, home("502"), "paper-ballot", "choice", "no").led(t, paper+"?done=paper-once")
	b.enters("zhou", p.ID, home("502"), "paper-ballot", "choice", "no").led(t, paper+"?done=paper-aside")
	li.get(paper).holds(t, 200, "不计入的", home("502"), "不计入</dt><dd>1 张")
	b.enters("li", p.ID, home("501"), "paper-ballot", "choice", "yes").led(t, paper+"?done=paper-once")
	b.enters("zhou", p.ID, home("501"), "paper-ballot", "choice", "yes").led(t, paper+"?done=paper-in")
	wang := b.as("hepingli", "wang")
	wang.get("/hepingli/polls/"+p.ID).holds(t, 200, "纸质选票已计入", `!id="ballot"`)
	wang.late(t, "/hepingli/polls/"+p.ID+"/ballot", "choice", "no").holds(t, 422, "您的纸质选票已经计入")

	// While it runs the desk says how many, and never what.
	for _, path := range []string{deskPolls, page, paper, page + "/print", "/hepingli/desk"} {
		got := li.get(path)
		got.holds(t, 200, "!赞成 1", "!赞成 2", "!赞成 3", "!反对 1", "!结果</dt>")
	}
	li.get(page).holds(t, 200, "截止前不显示投票数", "在外 2，计入 3，不计 1", "已经有人投票，不能再改或收回", `!id="poll-take-back"`)
	li.late(t, page+"/take-back", "reason", "改").holds(t, 422, "已经有人投票")
	li.late(t, page+"/withdraw", "reason", "改").holds(t, 422, "已经有人投票")

	// One waits at the close: nothing is counted before it is settled, or its days are over.
	b.enters("li", p.ID, home("505"), "paper-ballot", "choice", "abstain").led(t, paper+"?done=paper-once")
	li.get("/hepingli/desk").holds(t, 200, "有纸质票等录完、核对")
	b.clock.set("2026-11-08 09:30")
	b.closePolls()
	li = b.as("hepingli", "li")
	li.get(page).holds(t, 200, "已截止，录入纸质票", "还有纸质票没有录满两遍", "最迟计票", `!id="poll-finish"`, "!印纸质票")
	li.get("/hepingli/desk").holds(t, 200, "录完纸质票后计票")
	li.late(t, page+"/finish").holds(t, 422, "还有纸质票没有录满两遍")
	li.late(t, page+"/print", "whom", "all").holds(t, 422, "这一步现在不能办")
	b.enters("zhou", p.ID, home("505"), "paper-ballot", "choice", "abstain").led(t, paper+"?done=paper-in")
	b.as("hepingli", "watcher").send(page, "poll-finish").led(t, page+"?done=poll-finished")
	li.get(page).holds(t, 200, "已计票", "只公布数目，不作决定", "看公布的结果", "!录入纸质票</a>")
	li.get(paper).holds(t, 200, "这一步现在不能办", `!id="serial"`)
	final, err := b.pollNow(p.ID).Result()
	if err != nil || final.Ballots != 5 || final.Paper != 4 || final.Aside != 1 || final.Unread != 0 {
		t.Errorf("%+v %v", final, err)
	}
	if v := final.Voices; len(v) != 4 || v[0].Heads != 3 || v[1].Heads != 1 || v[2].Heads != 1 {
		t.Errorf("%+v", v)
	}
	if got := b.paperNow(p.ID, home("502")); got.State != polls.PaperAside {
		t.Errorf("%+v", got)
	}
}

// Three hundred are printed at once, the rest by another press; a home that shares an
// owner's ballot gets the owner's.
func TestManyPaperBallots(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(polls.MaxPrint + 15)
	b.change("hepingli", func(tx *store.Tx) error {
		homes, err := tx.RosterHomes("hepingli")
		for _, h := range homes {
			h.Area = 8000
			if err := tx.ChangeHousehold(h); err != nil {
				return err
			}
		}
		return err
	})
	id := b.draftPoll(b.terms(polls.Binary, ofOwners, onPaper))
	li := b.as("hepingli", "li")
	li.send(deskPolls+"/"+id+"/owners", "poll-owners", "owners", "1号楼,1单元,101,甲\n1号楼,1单元,102,甲").led(t, deskPolls+"/"+id+"?done=owners-set")
	b.publishes(id)
	page := li.get(deskPolls + "/" + id + "/print")
	page.holds(t, 200, "共 314 张")
	first := li.send(deskPolls+"/"+id+"/print", "print-ballots", "whom", "fresh")
	first.holds(t, 200, "做好了 300 张", "还有 14 张没有印过", "意向征询")
	all := printed(t, first)
	for whose, serial := range b.prints(t, id, "whom", "fresh") {
		if all[whose] != "" {
			t.Error(whose, "twice")
		}
		all[whose] = serial
	}
	if len(all) != 314 || all["1 号楼 1 单元 102"] != "" {
		t.Error(len(all), "ballots")
	}
	shared := b.prints(t, id, "whom", "home", "home", "1号楼1单元102")
	if len(shared) != 1 || shared["1 号楼 1 单元 101"] == "" {
		t.Error(shared)
	}
}

func TestPaperBallotOfEachMethod(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(1)
	for method, test := range map[polls.Method]struct {
		sheet        string
		first, other []string
		says         [2]string
		choice       string
	}{
		polls.Plurality: {"最多选 2 项", []string{"choice", "3"}, []string{"choice", "1"}, [2]string{"分散在三栋楼门口", "3 号楼南侧建三处"}, "3"},
		polls.Approval:  {"几项都可以", []string{"choice", "2"}, []string{"blank", "yes"}, [2]string{"地下车库一层西区", "空白票"}, "2"},
		polls.Schulze:   {"可以并列写同一个数", []string{"rank-1", "2", "rank-3", "1", "rank-none", "2"}, []string{"rank-1", "1"}, [2]string{"1 分散在三栋楼门口，2 3 号楼南侧建三处和", "1 3 号楼南侧建三处"}, "3>1=none"},
		polls.STV:       {"不能写同一个数", []string{"rank-4", "1", "rank-2", "2"}, []string{"rank-4", "2", "rank-2", "1"}, [2]string{"1 钱多多，2 赵建国", "1 赵建国，2 钱多多"}, "4>2"},
		polls.Shares:    {"不能超过 120,000 元", []string{"choice", "2"}, []string{"choice", "4"}, [2]string{"小广场照明", "晾衣架三十组"}, "2"},
	} {
		p := b.poll(b.terms(method, onPaper, chooseUpTo(2)))
		paper := deskPolls + "/" + p.ID + "/paper"
		got := b.as("hepingli", "li").send(deskPolls+"/"+p.ID+"/print", "print-ballots", "whom", "fresh")
		got.holds(t, 200, test.sheet)
		serial := ""
		for whose, s := range printed(t, got) {
			if strings.HasSuffix(whose, "第 2 位成年人") {
				serial = s
			}
		}
		b.enters("li", p.ID, serial, "paper-ballot", test.first...).led(t, paper+"?done=paper-once")
		b.enters("zhou", p.ID, serial, "paper-ballot", test.other...).led(t, paper+"?done=paper-differs")
		b.as("hepingli", "li").get(paper+"?serial="+serial).holds(t, 200, test.says[0], test.says[1])
		b.enters("chen", p.ID, serial, "settle-ballot", test.first...).led(t, paper+"?done=paper-in")
		if got := b.paperNow(p.ID, serial); got.First.Choice != test.choice || got.State != polls.PaperIn {
			t.Errorf("%s: %+v", method, got)
		}
	}
	p := b.poll(b.terms(polls.Greedy, onPaper))
	serials := b.prints(t, p.ID, "whom", "fresh", "building", "3 号楼")
	if len(serials) != 1 {
		t.Error(serials)
	}
	serial := serials["3 号楼 王秀兰"]
	action, values := b.as("hepingli", "li").get(deskPolls+"/"+p.ID+"/paper?serial="+serial).fill(t, "paper-ballot")
	values["choice"] = []string{"1", "2"}
	b.as("hepingli", "li").do("POST", action, values).holds(t, 422, "选的项目加起来超过了总预算", `value="2" checked`)
	p = b.poll(b.terms(polls.STV, onPaper))
	serial = b.prints(t, p.ID, "whom", "fresh", "building", "3 号楼")["3 号楼 王秀兰"]
	b.enters("li", p.ID, serial, "paper-ballot", "rank-1", "1", "rank-2", "1").holds(t, 422, "这次要排出先后，不能并列")
	b.enters("li", p.ID, serial, "paper-ballot", "rank-1", "first").holds(t, 422, `id="paper-ballot-rank-1-problem"`, `value="first"`)
}
