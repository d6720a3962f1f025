package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
	"yishiting/signups/grants"
	"yishiting/signups/organisations"
)

// Scenario 7's street: 18 organisations of two communities with their contacts, five experts, and
// somebody of the incubation centre.

// founded is an organisation of the scenario, and what it applies with.
type founded struct {
	home, id, name, contact string
	title                   string
	yuan                    int          // that it asks for
	unfit                   grants.Unfit // "" where it passes
	late                    bool         // it is filed only after it has applied
}

// applicants are in the order in which they apply. The twelve that pass are ranked in this order, too;
// eight of them use up the money.
var applicants = []founded{
	{title: "楼道里的陪伴", name: "阳光陪伴队", yuan: 25000},
	{title: "社区小药箱", name: "银杏健康社", yuan: 25000},
	{title: "周末修理铺", name: "巧手修理队", yuan: 22000, late: true},
	{title: "儿童阅读角", name: "书香邻里", yuan: 20000},
	{title: "=厨余变花土", name: "+绿芽环保社", yuan: 20000},
	{title: "老人手机课堂", name: "数字互助组", yuan: 18000, late: true},
	{title: "院里的花园", name: "百草园艺社", yuan: 16000},
	{title: "新市民茶话会", name: "同城茶社", yuan: 14000},
	{title: "胡同口述史", name: "老街记忆社", yuan: 15000},
	{title: "健走打卡", name: "快乐健走队", yuan: 12000},
	{title: "合唱进楼院", name: "和声合唱团", yuan: 16000},
	{title: "棋牌友谊赛", name: "棋友会", yuan: 10000},
	{title: "保健品讲座", name: "康乐讲堂", yuan: 20000, unfit: grants.Commerce},
	{title: "广场舞服装", name: "红绸舞蹈队", yuan: 15000, unfit: grants.Outside},
	{title: "义剪服务", name: "暖心理发队", yuan: 8000, unfit: grants.Twice},
	{title: "邻里活动", name: "邻里之家", yuan: 9000, unfit: grants.Unclear},
	{title: "宠物文明行", name: "爱宠之友", yuan: 11000, unfit: grants.NotFiled},
	{title: "春节庙会", name: "民俗社", yuan: 25000, unfit: grants.NotFiled},
}

// grantWorld is the scenario on its way.
type grantWorld struct {
	*booted
	liu, ma, he *booted // of the street's staff, and of the incubation centre
	orgs        []founded
	id, desk    string
	apps        map[string]string // ids of applications by title
}

const grantDesks = "/hepingli-jiedao/desk/grants"

var experts = []string{"expert-an", "expert-bai", "expert-cui", "expert-du", "expert-feng"}

// bootGrants settles the organisations, their contacts, and the experts.
func bootGrants(t *testing.T, b *booted) *grantWorld {
	t.Helper()
	w := &grantWorld{booted: b, apps: map[string]string{}}
	b.streetStaff()
	console := residents.Sender{Standing: residents.Console, Now: b.clock.Now()}
	b.change("hepingli-jiedao", func(tx *store.Tx) error {
		for i, e := range append([]string{"he"}, experts...) {
			role := residents.RoleExpert
			if i == 0 {
				role = residents.RoleIncubator
			}
			if _, err := residents.Admit(tx, console, residents.Resident{ID: e, Community: "hepingli-jiedao", Name: "何安白崔杜冯"[3*i:3*i+3] + "老师"}, role); err != nil {
				return err
			}
		}
		return nil
	})
	for i, o := range applicants {
		o.home = []string{"hepingli", "anzhen"}[i%2]
		o.id, o.contact = fmt.Sprintf("organisation-%02d-000000", i+1), fmt.Sprintf("contact-%02d", i+1)
		b.change(o.home, func(tx *store.Tx) error {
			who := residents.Resident{ID: o.contact, Community: o.home, Name: "联" + string([]rune(o.name)[1:2]) + "人", Building: "3 号楼"}
			if _, err := residents.Admit(tx, console, who, residents.RoleResident); err != nil {
				return err
			}
			return w.asks(tx, o)
		})
		w.orgs = append(w.orgs, o)
		if !o.late && o.unfit != grants.NotFiled {
			w.files(o)
		}
	}
	w.at("2026-11-03 09:00")
	return w
}

// at puts the clock to a time of day, and lets the street's people sign in anew.
func (w *grantWorld) at(when string) {
	w.t.Helper()
	w.clock.set(when)
	w.liu, w.ma, w.he = w.as("hepingli-jiedao", "liu"), w.as("hepingli-jiedao", "ma"), w.as("hepingli-jiedao", "he")
}

func (w *grantWorld) round() (g grants.Round) {
	w.t.Helper()
	w.view(func(v *store.View) (err error) { g, err = v.Round("hepingli-jiedao", w.id); return err })
	return g
}

func (w *grantWorld) app(title string) (found grants.Application) {
	w.t.Helper()
	for _, a := range w.all() {
		if a.Title == title {
			return a
		}
	}
	w.t.Fatal("no application", title)
	return found
}

func (w *grantWorld) all() (all []grants.Application) {
	w.t.Helper()
	w.view(func(v *store.View) (err error) { all, err = v.ApplicationsOf("hepingli-jiedao", w.id); return err })
	return all
}

var madeRound = regexp.MustCompile(`^/hepingli-jiedao/desk/grants/([^/?]+)\?done=grant-drafted$`)

// terms are the scenario's, as they are typed.
var grantTerms = []string{
	"title", "2026 年公益创投", "about", "为老、助残、环境、邻里互助。本街道备案和登记的社区社会组织都可以申报。", "budget", "160,000", "cap", "25000", "experts", "60", "choices", "3",
	"first", "60", "least", "40", "opens", "2026-11-04", "closes", "2026-11-13", "pitch_at", "2026-11-21T14:00", "pitch_in", "街道三层会议室",
	"vote_from", "2026-11-21T09:00", "vote_until", "2026-11-25T18:00", "latest", "2027-06-30",
	"c1", "需求真实", "p1", "30", "c2", "办法可行", "p2", "30", "c3", "预算合理", "p3", "20", "c4", "能持续", "p4", "20",
}

// published drafts the round by the form and lets another person publish it.
func (w *grantWorld) published() {
	w.t.Helper()
	m := madeRound.FindStringSubmatch(w.liu.send(grantDesks+"/new", desk.GrantDraftForm, grantTerms...).Header.Get("Location"))
	if m == nil {
		w.t.Fatal("no round")
	}
	w.id, w.desk = m[1], grantDesks+"/"+m[1]
	w.ma.send(w.desk, "grant-publish").led(w.t, w.desk+"?done=grant-published")
}

func (w *grantWorld) page(home string) string { return "/" + home + "/grants/" + w.id }

func (w *grantWorld) appPage(o founded) string {
	return w.page(o.home) + "/applications/" + w.apps[o.title]
}

func (w *grantWorld) case_(o founded) string { return w.desk + "/applications/" + w.apps[o.title] }

// plan are the fields of an organisation's application.
func plan(o founded) []string {
	return []string{
		"org", o.id, "title", o.title, "need", "院里 46 位老人独住，一周没人说话。", "whom", "60 岁以上的邻居，约 40 人", "how", "每周两次上门，每月一次聚会。",
		"from", "2026-12-15", "until", "2027-05-31", "w1", "志愿者保险和车费", "y1", fmt.Sprint(o.yuan - 2000), "w2", "材料", "y2", "3000", "asked", fmt.Sprint(o.yuan), "own", "1,000",
	}
}

// applies hands in what an organisation applies with by its contact's form.
func (w *grantWorld) applies(o founded) {
	w.t.Helper()
	got := w.as(o.home, o.contact).send(w.page(o.home)+"/apply", "grant-apply", plan(o)...)
	at, done, _ := strings.Cut(got.Header.Get("Location"), "?")
	id, ok := strings.CutPrefix(at, w.page(o.home)+"/applications/")
	if !ok || done != "done=grant-applied" {
		w.t.Fatal(o.title, got.Status, mainOf(got.body))
	}
	w.apps[o.title] = id
}

// asks lets an organisation's contact apply to be filed.
func (w *grantWorld) asks(tx *store.Tx, o founded) error {
	by, err := w.sender(tx, o.home, o.contact, o.id)
	if err != nil {
		return err
	}
	_, err = organisations.MakeOrganisation(tx, by, o.home, organisations.Application{
		Kind: organisations.FiledKind, Phone: "13912345678", Private: organisations.Private{Founder: "张三"},
		Content: organisations.Content{Name: o.name, Class: organisations.Mutual, Purpose: "邻里互助", Area: "本社区", Venue: "活动室", Members: 30, Funds: "会费", Plan: "每月活动", Charter: "自愿、非营利"},
	})
	if err != nil {
		return err
	}
	return organisations.SubmitOrganisation(tx, by, o.home, o.id)
}

func (w *grantWorld) sender(tx *store.Tx, home, who, id string) (residents.Sender, error) {
	standing, err := tx.Standing(home, who)
	return residents.Sender{Standing: standing, Now: w.clock.Now(), ID: id}, err
}

// files lets the committee look an organisation over and the street file it.
func (w *grantWorld) files(o founded) {
	w.t.Helper()
	committee := map[string]string{"hepingli": "li", "anzhen": "wu"}[o.home]
	w.change(o.home, func(tx *store.Tx) error {
		by, err := w.sender(tx, o.home, committee, o.id+"-review")
		if err != nil {
			return err
		}
		if err := organisations.ReviewOrganisation(tx, by, o.home, o.id, true, ""); err != nil {
			return err
		}
		if by, err = w.sender(tx, "hepingli-jiedao", "liu", o.id+"-file"); err != nil {
			return err
		}
		return organisations.FileOrganisation(tx, by, o.home, o.id, true, "")
	})
}

// scores lets every expert say their ties and score what they have none to. The first expert's
// sister runs the fourth organisation.
func (w *grantWorld) scores(skip int) {
	w.t.Helper()
	for e, id := range experts {
		who := w.as("hepingli-jiedao", id)
		list := w.desk + "/score"
		action, values := who.get(list).fill(w.t, "grant-declare")
		if e == 0 {
			values.Add("ties", w.apps[w.orgs[3].title])
		}
		who.do("POST", action, values).led(w.t, list+"?done=grant-declared")
		for i, o := range w.orgs[:12] {
			if e == 0 && i == 3 || e == 4 && i < skip {
				continue
			}
			page := list + "/" + w.apps[o.title]
			who.send(page, "grant-score", points(e, i)...).led(w.t, list+"?done=grant-scored")
		}
	}
}

// points are what an expert gives the application of a rank.
func points(e, i int) []string {
	return []string{"p1", fmt.Sprint(29 - i), "p2", fmt.Sprint(28 - i + e%2), "p3", "18", "p4", "17"}
}

// votes lets people choose: each contact their neighbours' projects, those ranked first more often.
func (w *grantWorld) votes() {
	w.t.Helper()
	for i, o := range w.orgs {
		w.chooses(o.home, o.contact, 0, 1+i%4, 5+i%6)
	}
	w.chooses("hepingli", "wang", 9, 10, 11)
	w.chooses("hepingli", "wang", 0, 1, 2) // the last choice counts
	w.chooses("anzhen", "qian", 1)
}

// chooses is one resident's choice among the applications, by rank.
func (w *grantWorld) chooses(home, who string, picks ...int) {
	w.t.Helper()
	reader := w.as(home, who)
	action, values := reader.get(w.page(home)).fill(w.t, "grant-vote")
	for _, p := range picks {
		values.Add("choices", w.apps[w.orgs[p].title])
	}
	reader.do("POST", action, values).led(w.t, w.page(home)+"?done=grant-voted")
}
