package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"slices"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// story walks one project of the tests' neighbourhood by the verbs, from what was asked to
// what was learned: the charging sheds of buildings 3, 5 and 7. A test goes as far as it needs.
type story struct {
	*walk
	id, topic, call, poll string
	homes                 []string // who speaks for the homes that vote
}

// shedOptions are three ways to do it.
var shedOptions = []project.Option{
	{
		Words: "3 号楼南侧建三处", About: "离窗户最近处 11 米，带烟感和喷淋。", Cost: 86_000_00, Affected: "3、5、7 号楼，施工二十天绕行", Upkeep: "和平物业，每年 2,400 元从公共收益出",
		Shares: []project.Share{{Payer: project.PayStreet, Cents: 60_000_00}, {Payer: project.PayUnit, Cents: 26_000_00}},
	},
	{
		Words: "地下车库一层西区", About: "不占地面，进出要走坡道。", Cost: 124_500_00, PerHome: 80_00, Affected: "三栋楼，少 12 个车位", Upkeep: "和平物业",
		Shares: []project.Share{{Payer: project.PayStreet, Cents: 60_000_00}, {Payer: project.PayUnit, Cents: 44_500_00}, {Payer: project.PayHomes, Cents: 20_000_00}},
	},
	{
		Words: "分散在三栋楼门口", Cost: 64_000_00, Affected: "三栋楼门口各少一块绿地", Upkeep: "各楼自己看管",
		Shares: []project.Share{{Payer: project.PayStreet, Cents: 64_000_00}},
	},
}

// newStory asks, meets, votes, and brings the project on its way, up to where options are listed.
func newStory(t testing.TB, b *booted) *story {
	t.Helper()
	s := &story{walk: &walk{booted: b}}
	s.topic, _ = s.carrying()
	s.asked()
	s.id = s.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		_, err := project.MakeProject(tx, by, "hepingli", project.Content{
			Title: "3 号楼南侧建电动车充电棚", Problem: "三栋楼有二百多辆电动自行车，晚上飞线充电。\n\n去年烧过一次，消防要求楼道里不能停放和充电。",
			Kind: project.Applied, Field: project.Works, Topic: project.TopicRef{Community: "hepingli", ID: s.topic}, Calls: []string{s.call},
			Places: places("3 号楼", "5 号楼", "7 号楼"), LookBacks: []int{0, 3},
		})
		return err
	})
	s.keep("li", func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.ListOptions(tx, by, "hepingli", p.ID, p.Version, slices.Clone(shedOptions))
	})
	return s
}

// places are buildings of hepingli.
func places(buildings ...string) (all []project.Place) {
	for _, b := range buildings {
		all = append(all, project.Place{Community: "hepingli", Building: b})
	}
	return all
}

// now is the project as it stands.
func (s *story) now() (p project.Project) {
	s.t.Helper()
	s.read(func(v *store.View) (err error) {
		p, err = v.Project("hepingli", s.id)
		return err
	})
	return p
}

// keep runs a verb of somebody of hepingli on the project as it stands.
func (s *story) keep(who string, verb func(tx *store.Tx, by residents.Sender, p project.Project) error) string {
	s.t.Helper()
	p := s.now()
	return s.by("hepingli/"+who, func(tx *store.Tx, by residents.Sender) error { return verb(tx, by, p) })
}

// asked is a call that was closed, with what each building answered: of 84, 60 and 40 homes.
func (s *story) asked() {
	s.t.Helper()
	now := s.clock.Now()
	s.call = "call-of-the-sheds-01"
	c := project.Call{
		Community: "hepingli", ID: s.call, Number: "Z2026-001", State: project.CallClosed, MadeBy: "li", MadeAt: now.AddDate(0, 0, -20), PublishedBy: "zhou",
		PublishedAt: now.AddDate(0, 0, -20), Opens: now.AddDate(0, 0, -20), Closes: now.AddDate(0, 0, -1), ClosedAt: now.AddDate(0, 0, -1), Result: []byte("{}"),
		CallContent: project.CallContent{
			Title: "电动车在哪里充电", Purpose: project.ForNeeds, Unit: project.ByHousehold, Places: places("3 号楼", "5 号楼", "7 号楼"), Coverage: 30,
			Questions: []project.Question{{ID: "1", Kind: project.Single, Words: "要不要建充电棚", Options: []string{"要", "不要"}}},
		},
	}
	answered := []int{79, 30, 18}
	for i, n := range []int{84, 60, 40} {
		c.Units = append(c.Units, project.PlaceUnits{Place: c.Places[i], Units: n})
	}
	s.change("hepingli", func(tx *store.Tx) error {
		if err := tx.AddCall(c); err != nil {
			return err
		}
		for i, n := range answered {
			for k := range n {
				a := project.Answer{
					Community: "hepingli", Body: "hepingli", Call: c.ID, Unit: fmt.Sprintf("home/home-%d-%03d", i, k), Building: c.Places[i].Building,
					Said: project.Said{Choices: map[string][]int{"1": {1}}}, Channel: project.Online, By: "wang", At: now.AddDate(0, 0, -2),
				}
				if err := tx.AddAnswer(a); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// decided lets twelve homes vote, seven of them for the first way, and notes it.
func (s *story) decided() *story {
	s.t.Helper()
	for i := range 12 {
		who := fmt.Sprintf("speaker-%03d", i)
		s.admit(who, "刘大明", "3 号楼", residents.RoleResident)
		s.ownHome(fmt.Sprintf("%d", 101+i), 80_00, who)
		s.homes = append(s.homes, who)
	}
	terms := s.terms(polls.Plurality, ofHouseholds, func(t *polls.Terms) { t.Topic = s.topic })
	p := s.booted.poll(terms)
	s.poll = p.ID
	for i, who := range s.homes {
		s.cast(p, who, []string{"1", "1", "1", "1", "1", "1", "1", "2", "2", "2", "3", "1"}[i])
	}
	s.clock.move(6 * 24 * time.Hour)
	s.closePolls()
	s.keep("li", func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.OpenNegotiation(tx, by, "hepingli", p.ID)
	})
	s.keep("li", func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.DecideByPoll(tx, by, "hepingli", p.ID, s.poll)
	})
	return s
}

// says lets somebody say that they agree in part, or not.
func (s *story) says(who string, stance project.Stance, words string, shown bool) string {
	s.t.Helper()
	return s.keep(who, func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.VoiceDissent(tx, by, "hepingli", p.ID, stance, words, shown)
	})
}

// noted notes the agreement.
func (s *story) noted(a project.Agreement) *story {
	s.t.Helper()
	s.keep("li", func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.NoteAgreement(tx, by, "hepingli", p.ID, a)
	})
	return s
}

// settled tells somebody what changed for them.
func (s *story) settled(dissent, changed string) {
	s.t.Helper()
	s.keep("li", func(tx *store.Tx, by residents.Sender, _ project.Project) error {
		return project.SettleDissent(tx, by, "hepingli", "hepingli", dissent, changed)
	})
}

// partly lets sun and zhao say no, answers both, and asks them again.
func (s *story) partly() *story {
	s.t.Helper()
	sun := s.says("sun", project.InPart, "离我家窗户太近，怕吵，也怕火。希望往南挪五米。", true)
	zhao := s.says("zhao", project.IsAgainst, "不该占绿地。", false)
	s.noted(project.Partial)
	s.settled(sun, "往南挪了六米，离最近的窗户 17 米；加一道防火墙。")
	s.settled(zhao, "绿地在西侧补种同样大小的一块。")
	for who, d := range map[string]string{"sun": sun, "zhao": zhao} {
		then := project.Agrees
		if who == "zhao" {
			then = project.IsAgainst
		}
		s.keep(who, func(tx *store.Tx, by residents.Sender, _ project.Project) error {
			return project.VoiceAgain(tx, by, "hepingli", d, then)
		})
	}
	return s
}

// cleared asks the street for its money, and lets it say yes.
func (s *story) cleared() *story {
	s.t.Helper()
	s.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		return project.AskClearance(tx, by, "hepingli", s.id, project.StreetMoney, "请批准街道资金 60,000 元。")
	}, "hepingli", "hepingli-jiedao")
	s.by("hepingli-jiedao/liu", func(tx *store.Tx, by residents.Sender) error {
		return project.AnswerClearance(tx, by, "hepingli", s.id, 1, true, "同意，从今年民生工程资金里出。")
	}, "hepingli")
	return s
}

// putUp puts it up for notice.
func (s *story) putUp() *story {
	s.t.Helper()
	s.keep("li", func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.PutUp(tx, by, "hepingli", p.ID, "3 号楼南侧建三处充电棚，86,000 元：街道 60,000 元，和平物业 26,000 元，居民不出钱。")
	})
	return s
}

// approved approves after the days of the notice.
func (s *story) approved() *story {
	s.t.Helper()
	s.clock.move(8 * 24 * time.Hour)
	s.keep("zhou", func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.ApproveProject(tx, by, "hepingli", p.ID)
	})
	return s
}

// shedPlan is how it is carried out from a day on.
func shedPlan(from calendar.Day) project.Plan {
	return project.Plan{
		Scope: "三处充电棚，每处十六个车位，带烟感、喷淋和分表。", Contractor: "京安电力安装公司", Contract: "三家比价，合同 JA-2026-118", ChangeShare: 10,
		Milestones: []project.Milestone{
			{Words: "进场、围挡", Due: calendar.After(from, 5)}, {Words: "三处棚立起来", Due: calendar.After(from, 20)}, {Words: "通电、消防验收", Due: calendar.After(from, 30)},
		},
		Lines:  []project.Line{{Words: "棚体和土建", Planned: 52_000_00}, {Words: "电气和消防", Planned: 28_000_00}, {Words: "绿地补种", Planned: 6_000_00}},
		Checks: []string{"每处都有烟感和喷淋，试过", "离最近的窗户不少于 15 米", "电表能读数，价格写在棚上", "绿地补种了"},
	}
}

// planned writes the plan and names wang to watch.
func (s *story) planned() *story {
	s.t.Helper()
	s.keep("li", func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.MakePlan(tx, by, "hepingli", p.ID, p.Version, shedPlan(residentsDay(s.booted)))
	})
	s.keep("li", func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.AddSupervisor(tx, by, "hepingli", p.ID, "hepingli", "wang")
	})
	return s
}

// paid keeps a contract and a first payment with its document, which it gives the id of.
func (s *story) paid() (file string) {
	s.t.Helper()
	file = s.keep("li", func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.AddDocument(tx, by, project.File{Community: "hepingli", Project: p.ID, Name: "施工合同.pdf", Bytes: []byte("%PDF-1.7 <script>alert(1)</script>")})
	})
	for _, e := range []project.Entry{
		{Line: "1", Kind: project.Committed, Cents: 51_000_00, Payee: "京安电力安装公司", Document: "合同 JA-2026-118", File: file},
		{Line: "2", Kind: project.Committed, Cents: 27_500_00, Payee: "京安电力安装公司", Document: "合同 JA-2026-118", File: file},
		{Line: "1", Kind: project.Paid, Cents: 25_000_00, Payee: "京安电力安装公司", Document: "发票 0078123", Note: "首付款"},
	} {
		s.keep("li", func(tx *store.Tx, by residents.Sender, p project.Project) error {
			e.Community, e.Project = "hepingli", p.ID
			return project.AddMoney(tx, by, e)
		})
	}
	return file
}

// posted says how the work comes along, with a picture.
func (s *story) posted(who string, when project.When, words string, jpeg ...[]byte) string {
	s.t.Helper()
	return s.keep(who, func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.PostWork(tx, by, "hepingli", p.ID, when, words, jpeg)
	})
}

// reached reaches milestones.
func (s *story) reached(ids ...string) *story {
	s.t.Helper()
	for _, id := range ids {
		s.keep("li", func(tx *store.Tx, by residents.Sender, p project.Project) error {
			return project.ReachMilestone(tx, by, "hepingli", p.ID, id)
		})
	}
	return s
}

// signed lets residents sign that all is fine.
func (s *story) signed(people ...string) *story {
	s.t.Helper()
	for _, who := range people {
		s.keep(who, func(tx *store.Tx, by residents.Sender, p project.Project) error {
			return project.SignCheck(tx, by, "hepingli", p.ID, true, "")
		})
	}
	return s
}

// reviewed adds something to the completion check after it was signed: there is more to see.
func (s *story) reviewed() {
	s.t.Helper()
	s.clock.move(time.Minute)
	s.keep("li", func(tx *store.Tx, by residents.Sender, p project.Project) error {
		next := p.Plan
		next.Checks = append(slices.Clone(next.Checks), "雨天不漏")
		return project.ChangePlan(tx, by, "hepingli", p.ID, p.Version, next, "居民提的")
	})
}

// completed ends delivery, and lets the clock open the first look-back.
func (s *story) completed() *story {
	s.t.Helper()
	s.keep("li", func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.CompleteProject(tx, by, "hepingli", p.ID)
	})
	s.turn()
	return s
}

// turn does what the portal's clock does to projects.
func (s *story) turn() {
	s.t.Helper()
	var due []project.Work
	s.read(func(v *store.View) (err error) {
		due, err = project.TurnDue(v, hepingli, s.clock.Now())
		return err
	})
	for _, one := range due {
		s.change("hepingli", func(tx *store.Tx) error { return project.TurnOne(tx, hepingli, one, s.clock.Now()) })
	}
}

// path is where the project is read.
func (s *story) path() string { return "/hepingli/projects/" + s.id }

// testJPEG is a picture of a wide and b high, sky over ground.
func testJPEG(t testing.TB, wide, high int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, wide, high))
	for y := range high {
		for x := range wide {
			c := color.RGBA{0x9f, 0xb8, 0xc8, 0xff}
			if y > high*2/3 {
				c = color.RGBA{0x8a, 0x7d, 0x6a, 0xff}
			}
			m.Set(x, y, c)
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, m, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
