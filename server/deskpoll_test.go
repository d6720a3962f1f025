package main

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"yishiting/calendar"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

const deskPolls = "/hepingli/desk/polls"

// start is the address of the second step of a draft.
func startAt(unit polls.Unit, rule string, method polls.Method) string {
	return deskPolls + "/new?" + url.Values{"as": {string(unit) + "." + rule}, "method": {string(method)}}.Encode()
}

// drafting are the fields of a draft that is in order, from 8 to 15 November.
func drafting(change ...string) []string {
	return append([]string{
		"question", "3 号楼南侧建不建充电棚", "text", "消防要求楼道里不停放、不充电。", "secrecy", "hidden", "replace", "yes", "paper", "yes",
		"opens", "2026-11-08T09:00", "closes", "2026-11-15T18:00",
	}, change...)
}

var draftedAt = regexp.MustCompile(`^/hepingli/desk/polls/([^/?]+)\?done=poll-drafted$`)

// drafts lets li draft by the form and gives the poll's id.
func (b *booted) drafts(unit polls.Unit, rule string, method polls.Method, change ...string) string {
	b.t.Helper()
	got := b.as("hepingli", "li").send(startAt(unit, rule, method), "poll-draft", drafting(change...)...)
	m := draftedAt.FindStringSubmatch(got.Header.Get("Location"))
	if m == nil {
		b.t.Fatalf("not drafted: %s %s\n%s", got.Status, got.Header.Get("Location"), mainOf(got.body))
	}
	return m[1]
}

// publishes lets zhou publish a draft by the form.
func (b *booted) publishes(id string) {
	b.t.Helper()
	b.as("hepingli", "zhou").send(deskPolls+"/"+id, "poll-publish").led(b.t, deskPolls+"/"+id+"?done=poll-published")
}

func TestDraftAndPublishAtTheDesk(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(4, 0, 3)
	li := b.as("hepingli", "li")
	li.get(deskPolls).holds(t, 200, "起草投票", "还没有投过票")
	start := li.get(deskPolls + "/new")
	start.holds(t, 200, "居民会议", "全体过半数", "居民委员会选举", "选举和罢免的投票只在现场用纸质选票进行", "总预算平均分给每位投票的人", "!村民会议",
		`value="household.residents-assembly"`, `!value="resident.committee-election"`)
	for path, why := range map[string]string{
		startAt(polls.UnitResident, "committee-election", polls.Binary):   "法律要求这类表决不在本平台进行",
		startAt(polls.UnitHousehold, "residents-assembly", polls.Schulze): "这条规则和投票范围、方式或公开方式不合",
		startAt(polls.UnitHousehold, "no-such-rule", polls.Binary):        "请在给出的选项里选一项",
		deskPolls + "/new?as=household.household-vote":                    "请在给出的选项里选一项",
		startAt(polls.UnitHousehold, "household-vote", "anything"):        "请在给出的选项里选一项",
	} {
		li.get(path).holds(t, 200, why, "第一步", "!<textarea")
	}

	path := startAt(polls.UnitHousehold, "household-vote", polls.Binary)
	li.get(path).holds(t, 200, "第二步", "7 户", "3 号楼<small>3 户", "有 7 户还没有户代表", "协商中的户投票", "!选项</label>")
	li.send(path, "poll-draft", drafting("question", "")...).holds(t, 422, `id="poll-draft-question-problem"`, "消防要求楼道里不停放、不充电。", `value="2026-11-15T18:00"`)
	li.send(path, "poll-draft", drafting("closes", "2026-11-07T18:00")...).holds(t, 422, `id="poll-draft-closes-problem"`)
	li.send(path, "poll-draft", drafting("building", "9 号楼")...).holds(t, 422, "没有这栋楼")
	li.send(path, "poll-draft", drafting("question", "打 13812345678 报名吗")...).holds(t, 422, "电话或身份证号")

	id := b.drafts(polls.UnitHousehold, "household-vote", polls.Binary, "building", "3 号楼")
	page := deskPolls + "/" + id
	li.get(page).holds(t, 200, "将这样公布", "P2026-001", "户代表，一户一票；3 号楼", "现在</dt><dd>3 户", "第三十二条", "写的人不能自己公布", `!id="poll-publish"`, "修改草稿")
	li.get(deskPolls).holds(t, 200, "等着公布的草稿", "3 号楼南侧建不建充电棚")
	li.late(t, page+"/publish").holds(t, 422, "这一步要由另一位来办")
	if p := b.pollNow(id); p.State != polls.Draft {
		t.Fatalf("%+v", p)
	}
	li.get(page+"/edit").holds(t, 200, `name="building" value="3 号楼" checked`, `value="3 号楼南侧建不建充电棚"`, `value="2026-11-08T09:00"`)
	li.get(page+"/edit?change=yes").holds(t, 200, "第一步", `value="household.household-vote" checked`)
	li.send(page+"/edit", "poll-draft", drafting("question", "南侧建不建充电棚")...).led(t, page+"?done=poll-changed")

	zhou := b.as("hepingli", "zhou")
	action, seen := zhou.get(page).fill(t, "poll-publish")
	li.send(page+"/edit", "poll-draft", drafting("question", "南侧建充电棚吗")...).led(t, page+"?done=poll-changed")
	zhou.do("POST", action, seen).holds(t, 422, "您看的时候草稿改过了", "南侧建充电棚吗")
	li.send(page+"/edit", "poll-draft", drafting("question", "南侧建不建充电棚")...).led(t, page+"?done=poll-changed")
	b.publishes(id)
	if p := b.pollNow(id); p.State != polls.Published || p.Roll.Units != 7 || p.Question != "南侧建不建充电棚" {
		t.Errorf("%+v", p)
	}
	li.get(page).holds(t, 200, "公布的内容", "截止前不显示投票数", b.pollNow(id).Roll.Hash, "周明", "收回修改", "!修改草稿")
	li.get(deskPolls).holds(t, 200, "已公布", "11 月 8 日（周日）09:00 开始")
	li.get(page+"/edit").holds(t, 409)

	li.send(page, "poll-take-back", "reason", "").holds(t, 422, "<details open>", "这一项需要填写")
	li.send(page, "poll-take-back", "reason", "漏写了第三个位置").led(t, page+"?done=poll-taken-back")
	li.get(page).holds(t, 200, "修改草稿", "!收回修改")
	b.publishes(id)
	li.send(page, "poll-withdraw", "reason", "规划变了").led(t, page+"?done=poll-withdrawn")
	li.get(deskPolls).holds(t, 200, "已结束", "已撤回")
	if all := len(b.pollNow(id).Number); all != len("P2026-001") {
		t.Error(b.pollNow(id).Number)
	}
}

func TestResolutionIsStudiedAndNoticedFirst(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(4)
	b.partySecretary()
	id := b.drafts(polls.UnitHousehold, "residents-assembly", polls.Binary)
	page := deskPolls + "/" + id
	zhou, party := b.as("hepingli", "zhou"), b.as("hepingli", "secretary")
	zhou.get(page).holds(t, 200, "重要事项要先经社区党组织研究", `!id="poll-publish"`, `!id="poll-study"`)
	zhou.late(t, page+"/publish").holds(t, 422, "重要事项要先经社区党组织研究")
	zhou.late(t, page+"/study", "on", "2026-11-02", "note", "同意").holds(t, 422, "您现在的身份不能做这件事")
	party.get(page).holds(t, 200, `id="poll-study"`, "!修改草稿", `!id="poll-publish"`)
	party.send(page, "poll-study", "on", "2026-11-04", "note", "同意").holds(t, 422, `id="poll-study-on-problem"`)
	party.send(page, "poll-study", "on", "2026-11-02", "note", "").holds(t, 422, `id="poll-study-note-problem"`)
	party.send(page, "poll-study", "on", "2026-11-02", "note", "支委会研究，同意提交居民会议。").led(t, page+"?done=poll-studied")
	party.get(page).holds(t, 200, "支委会研究，同意提交居民会议。", `!id="poll-study"`, "只看不改")
	zhou.send(page, "poll-publish").holds(t, 422, "公布到投票之间的天数不够")

	li := b.as("hepingli", "li")
	li.send(page+"/edit", "poll-draft", drafting("opens", "2026-11-13T09:00", "closes", "2026-11-20T18:00")...).led(t, page+"?done=poll-changed")
	zhou.late(t, page+"/publish").holds(t, 422, "重要事项要先经社区党组织研究") // of other terms
	party.send(page, "poll-study", "on", "2026-11-03", "note", "同意推迟。").led(t, page+"?done=poll-studied")
	b.publishes(id)
	if p := b.pollNow(id); p.StudiedOn != (calendar.Day{Year: 2026, Month: 11, Day: 3}) || p.State != polls.Published {
		t.Errorf("%+v", p)
	}
}

func TestDraftOfEachMethod(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(2)
	li := b.as("hepingli", "li")
	const ways = "南侧 | 离电源近 | 要移树\n\n地下车库\n三处分散｜每处十位"
	for method, fields := range map[polls.Method][]string{
		polls.Binary: nil, polls.Plurality: {"options", ways, "choose", "2", "seats", "1"}, polls.Approval: {"options", ways, "seats", "2"},
		polls.Schulze: {"options", ways, "none", "yes"}, polls.STV: {"options", ways, "seats", "2"},
		polls.Greedy: {"options", "照明 | 声控 | 4200\n坡道 | 5,000.50 元", "budget", "6000"},
		polls.Shares: {"options", "照明 | 声控 | 4200\n坡道 | 5000.5", "budget", "6,000", "completion", "add1u"},
	} {
		id := b.drafts(polls.UnitResident, "consultative", method, fields...)
		p := b.pollNow(id)
		li.get(deskPolls+"/"+id).holds(t, 200, "将这样公布")
		form := li.get(deskPolls + "/" + id + "/edit")
		form.holds(t, 200, "第二步")
		switch method {
		case polls.Binary:
			continue
		case polls.Shares, polls.Greedy:
			if p.Budget != 6000_00 || p.Options[1].Cost != 5000_50 || p.Options[0].About != "声控" || p.Options[1].About != "" {
				t.Errorf("%s: %+v", method, p.Terms)
			}
			form.holds(t, 200, "照明 | 声控 | 4200\n坡道 | 5000.50</textarea>", `value="6000"`)
		default:
			if len(p.Options) != 3 || p.Options[0].About != "离电源近| 要移树" && p.Options[0].About != "离电源近 | 要移树" || p.Options[2].Words != "三处分散" || p.Options[2].About != "每处十位" {
				t.Errorf("%s: %+v", method, p.Terms)
			}
			form.holds(t, 200, "地下车库\n三处分散 | 每处十位</textarea>")
		}
		if want := (map[polls.Method][2]int{polls.Plurality: {2, 1}, polls.Approval: {0, 2}, polls.Schulze: {0, 1}, polls.STV: {0, 2}})[method]; p.Choose != want[0] || p.Seats != want[1] {
			t.Errorf("%s: choose %d, seats %d", method, p.Choose, p.Seats)
		}
	}
	for _, test := range []struct {
		method polls.Method
		fields []string
		want   []string
	}{
		{polls.Plurality, []string{"options", "南侧\n\n南侧", "choose", "1", "seats", "1"}, []string{`id="poll-draft-options-problem"`, "第 3 行：同一个选项出现了两次"}},
		{polls.Plurality, []string{"options", "", "choose", "1", "seats", "1"}, []string{`id="poll-draft-options-problem"`, "这一项需要填写"}},
		{polls.Plurality, []string{"options", ways, "choose", "3", "seats", "1"}, []string{`id="poll-draft-choose-problem"`, "请填整数，最大 2"}},
		{polls.Approval, []string{"options", ways + "\n找 13812345678", "seats", "1"}, []string{"第 5 行：内容里像是有电话"}},
		{polls.Greedy, []string{"options", "照明 | 声控 | 七千\n坡道 | 5000", "budget", "6000"}, []string{"第 1 行：金额不对", "照明 | 声控 | 七千\n坡道 | 5000</textarea>"}},
		{polls.Greedy, []string{"options", "照明 | 4200\n坡道 | 7000", "budget", "6000"}, []string{"第 2 行：选的项目加起来超过了总预算"}},
		{polls.Greedy, []string{"options", "照明 | 4200\n坡道 | 5000", "budget", "0"}, []string{`id="poll-draft-budget-problem"`, "金额不对"}},
		{polls.Shares, []string{"options", "照明 | 4200\n坡道 | 5000", "budget", "6000", "completion", "any"}, []string{`id="poll-draft-completion-problem"`}},
	} {
		li.send(startAt(polls.UnitResident, "consultative", test.method), "poll-draft", drafting(test.fields...)...).holds(t, 422, test.want...)
	}
	for text, want := range map[string]int64{"0.01": 1, "4200": 420000, "4,200.5 元": 420050, "0": 0, "-3": 0, "1.234": 0, "": 0, ".5": 0, "1000000000": polls.MaxCost, "1000000000.01": 0, "+4": 0} {
		if got, ok := readYuan(text); got != want && ok || ok != (want > 0) {
			t.Errorf("%q: %d %v", text, got, ok)
		}
	}
}

// Options are written back as they are read, whatever is typed.
func FuzzOptionLines(f *testing.F) {
	for _, text := range []string{"南侧 | 离电源近\n\n地下", "照明 | 声控 | 4200\n坡道|5,000.5 元", "a｜b||c|7", "|\n| |1", "x|0.01", "１２|３"} {
		f.Add(text, true)
		f.Add(text, false)
	}
	read := func(text string, costs bool) ([]polls.Option, bool) {
		in := &form{values: map[string][]string{"options": {text}}, read: map[string]bool{}}
		all := in.options("options", costs)
		return all, len(in.wrong) == 0
	}
	f.Fuzz(func(t *testing.T, text string, costs bool) {
		all, ok := read(text, costs)
		if !ok {
			return
		}
		terms := polls.Terms{Options: all}
		if costs {
			terms.Budget = polls.MaxCost
		}
		for i, o := range all {
			all[i].About = strings.Join(strings.Fields(o.About), " ") // as CleanText leaves it, but for marks
			if costs && (o.Cost < 1 || o.Cost > polls.MaxCost) || o.Words == "" {
				return // refused by the rule
			}
		}
		again, ok := read(optionLines(terms), costs)
		if !ok || !slices.Equal(all, again) {
			t.Errorf("%q: %+v, again %+v", text, all, again)
		}
	})
}

func TestPollOfABody(t *testing.T) {
	t.Parallel()
	b := boot(t)
	li := b.as("hepingli", "li")
	path := startAt(polls.UnitMember, "consultative", polls.Binary)
	li.get(path).holds(t, 200, "志愿者<small>现在 1 人", "再按姓名加人")
	li.send(path, "poll-draft", drafting("body", "选址小组")...).holds(t, 422, `id="poll-draft-roles-problem"`, "没有人可以投票")
	li.send(path, "poll-draft", drafting("body", "", "role", "volunteer")...).holds(t, 422, `id="poll-draft-body-problem"`)
	li.send(path, "poll-draft", drafting("body", "选址小组", "people", "王秀兰\n钱多多")...).holds(t, 422, "第 2 行：本社区没有这个姓名的人", "王秀兰\n钱多多</textarea>")
	li.send(path, "poll-draft", drafting("body", "选址小组", "people", "王秀兰 4 号楼")...).holds(t, 422, "第 1 行：本社区没有这个姓名的人")
	id := b.drafts(polls.UnitMember, "consultative", polls.Binary, "body", "选址小组", "role", "volunteer", "people", "王秀兰 3 号楼\n赵建国")
	li.get(deskPolls+"/"+id).holds(t, 200, "选址小组：志愿者、按姓名的 2 人", "现在</dt><dd>2 人")
	li.get(deskPolls+"/"+id+"/edit").holds(t, 200, "王秀兰 3 号楼\n赵建国 5 号楼</textarea>", `value="volunteer" checked`, `value="选址小组"`)

	b.publishes(id)
	if p := b.pollNow(id); p.Roll.Units != 2 || len(p.Electorate.People) != 2 {
		t.Errorf("%+v", p)
	}
	b.clock.set("2026-11-09 09:00")
	p := b.pollNow(id)
	b.as("hepingli", "wang").voted(p, "choice", "yes")
	b.as("hepingli", "sun").late(t, "/hepingli/polls/"+id+"/ballot", "choice", "yes").holds(t, 422, "您不在这次投票的名册上")
	b.clock.set("2026-11-16 09:00")
	b.closePolls()
	li = b.as("hepingli", "li")
	li.get(deskPolls+"/"+id).holds(t, 200, "1 / 2 已投", "只公布数目，不作决定")
	b.clock.set("2026-11-03 09:00")

	b.admit("rep-0001", "代表甲", "1 号楼", residents.RoleResident, residents.RoleRepresentative)
	li.get(startAt(polls.UnitDelegate, "reps-meeting", polls.Binary)).holds(t, 200, "居民代表不足全体成员的五分之四")
	for _, rep := range strings.Fields("a b c d e f g h i j k") {
		b.admit("rep-000-"+rep, "代表乙", "1 号楼", residents.RoleResident, residents.RoleRepresentative)
	}
	li.get(startAt(polls.UnitDelegate, "reps-meeting", polls.Binary)).holds(t, 200, "共 15 人", "!不足")
	id = b.drafts(polls.UnitDelegate, "reps-meeting", polls.Binary)
	li.get(deskPolls+"/"+id).holds(t, 200, "居民代表 12 人，居委会成员 3 人", "全体三分之二以上")
}

func TestOwnersOfSeveralHomes(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(4)
	li := b.as("hepingli", "li")
	path := startAt(polls.UnitOwner, "owners-heavy", polls.Binary)
	li.get(path).holds(t, 200, "有 4 处房屋没有登记面积", "意向征询", "!截止前什么都不显示")
	li.send(path, "poll-draft", drafting("secrecy", "hidden")...).holds(t, 422, `id="poll-draft-secrecy-problem"`)
	id := b.drafts(polls.UnitOwner, "owners-heavy", polls.Binary, "secrecy", "named")
	page, owners := deskPolls+"/"+id, deskPolls+"/"+id+"/owners"
	b.as("hepingli", "zhou").send(page, "poll-publish").holds(t, 422, "没有登记面积")
	b.change("hepingli", func(tx *store.Tx) error {
		homes, err := tx.RosterHomes("hepingli")
		for i, h := range homes {
			h.Area = 8000 + i
			if err := tx.ChangeHousehold(h); err != nil {
				return err
			}
		}
		return err
	})
	li.get(page).holds(t, 200, "现在</dt><dd>4 位业主", "320.06 m²", owners)
	const good = "楼栋,单元,门牌,业主代号\n1号楼,1单元,101,甲公司\n1 号楼,1,102,甲公司\n1号楼,1单元,103,张某某独户\n"
	for text, want := range map[string]string{
		"":                     "这一项需要填写",
		"1号楼,1单元,101":          "第 1 行：这一项需要填写",
		good + "1号楼,1单元,101,乙": "第 5 行：和前面的一行是同一个地址",
		"1号楼,1单元,101,甲\n1号楼,9单元,999,甲": "第 2 行：户册里没有这一户",
		"1号楼,1单元,门,甲":                  "第 1 行：房号里要有数字或字母",
	} {
		li.send(owners, "poll-owners", "owners", text).holds(t, 422, want)
	}
	li.send(owners, "poll-owners", "owners", good).led(t, page+"?done=owners-set")
	b.view(func(v *store.View) error {
		groups, err := v.OwnerGroups("hepingli", id)
		if len(groups) != 2 || groups["home-01-000-0000"] != "1" || groups["home-01-001-0000"] != "1" {
			t.Errorf("%v", groups)
		}
		return err
	})
	li.get(page).holds(t, 200, "现在</dt><dd>3 位业主")
	li.get(owners).holds(t, 200, "合并了 1 位业主的 2 处房屋", "!甲公司")
	li.send(owners, "poll-owners-none").led(t, page+"?done=owners-set")
	li.get(page).holds(t, 200, "现在</dt><dd>4 位业主")
	location := li.bring(t, owners, "poll-owners", []byte(strings.ReplaceAll(good, ",", "\t")))
	if location != page {
		t.Error(location)
	}
	b.as("hepingli", "zhou").send(owners, "poll-owners", "owners", good).led(t, page+"?done=owners-set")
	b.as("hepingli", "zhou").late(t, page+"/publish").holds(t, 422, "这一步要由另一位来办") // zhou wrote at it last
	li.send(page, "poll-publish").led(t, page+"?done=poll-published")
	if p := b.pollNow(id); p.Roll.Units != 3 || p.Roll.Area != 32006 {
		t.Errorf("%+v", p.Roll)
	}
	li.get(owners).holds(t, 409)
}
