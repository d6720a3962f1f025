package store_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/migrations"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
	"yishiting/signups"
	"yishiting/signups/organisations"
)

var firstDay = calendar.Day{Year: 2026, Month: 7, Day: 1}

// What was public and is no more is not found; what was written anew is found by its new words alone.
func TestFindablesFollowWhatIsWritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		both := func(fn func(*store.Tx) error) {
			t.Helper()
			if err := s.Update(context.Background(), "hepingli", fn, street.ID); err != nil {
				t.Fatal(err)
			}
			inOrder(t, s)
		}
		is := func(question string, want ...string) {
			t.Helper()
			if got := findAll(t, s, store.Looking{Place: "hepingli", Street: street.ID, Terms: terms(t, question), Limit: 2}); !slices.Equal(got, want) {
				t.Errorf("%s finds %v, not %v", question, got, want)
			}
		}
		l := organisations.Listing{Community: "hepingli", ID: "listing-0000000000000001", Side: organisations.NeedSide, Good: "hands", Title: "要人搬书", State: organisations.ListingWaits, MadeAt: start}
		both(func(tx *store.Tx) error { return tx.AddListing(l) })
		is("搬书")
		l.State = organisations.ListingOpen
		both(func(tx *store.Tx) error { return tx.SetListing(l) })
		is("搬书", "listing "+l.ID)
		l.State = organisations.ListingTaken
		both(func(tx *store.Tx) error { return tx.SetListing(l) })
		is("搬书")

		p := works("001-project-000000000001", "整修花坛", project.Collect)
		p.Community, p.Places = street.ID, []project.Place{{Community: "hepingli"}}
		n := project.Notice{Community: street.ID, Project: p.ID, Seq: 1, Kind: "approval", Words: "方案一，十万元", From: firstDay, Until: start}
		both(func(tx *store.Tx) error { return tx.AddProject(p) })
		is("花坛", "project "+p.ID)
		both(func(tx *store.Tx) error { return tx.AddNotice(n) })
		is("花坛", "notice "+p.ID, "project "+p.ID)
		p.Title, p.Version = "整修步道", 2
		both(func(tx *store.Tx) error { return tx.SetProject(p) })
		is("花坛")
		is("步道", "notice "+p.ID, "project "+p.ID)
		p.Places, p.Version = []project.Place{{Community: "anzhen"}}, 3
		both(func(tx *store.Tx) error { return tx.SetProject(p) })
		is("步道")

		a := signups.Activity{Community: "hepingli", ID: "activity-000000000000001", Number: "V2026-001", State: signups.Open, Version: 1, MadeAt: start, PublishedAt: start, Content: signups.Content{Title: "清扫楼道"}}
		both(func(tx *store.Tx) error { return tx.AddActivity(a) })
		a.Title = "清扫门厅"
		both(func(tx *store.Tx) error { return tx.SetActivity(a) })
		is("楼道")
		is("清扫", "activity "+a.ID)

		topic := matter("002-topic-00000000000001", "门厅的灯", consultation.Raised)
		both(func(tx *store.Tx) error {
			if err := tx.AddCycle(consultation.Cycle{Community: "hepingli", Month: "2026-07", OpenedAt: start}); err != nil {
				return err
			}
			if err := tx.AddMeeting(evening("meeting-0000000000000001", "会议室", consultation.MeetingAnnounced)); err != nil {
				return err
			}
			return tx.AddTopic(topic)
		})
		is("门厅", "activity "+a.ID)
		topic.State = consultation.Listed
		both(func(tx *store.Tx) error { return tx.SetTopic(topic) })
		is("门厅", "topic "+topic.ID, "activity "+a.ID)
		both(func(tx *store.Tx) error { return tx.AddAgenda("hepingli", "meeting-0000000000000001", topic.ID, 0) })
		is("门厅", "topic "+topic.ID, "activity "+a.ID, "meeting meeting-0000000000000001")
		err := s.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
			return tx.AddNotice(project.Notice{Community: street.ID, Project: p.ID, Seq: 2, Kind: "change", Words: "加钱", From: firstDay, Until: start})
		})
		if err == nil || !strings.Contains(err.Error(), "does not hold") {
			t.Errorf("a command changes what is found at a body that it does not hold: %v", err)
		}
	})
}

// Titles come first, and then what is public since later; each thing once, however small the pages.
func TestFindPages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		err := s.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
			for i := range 30 {
				a := signups.Activity{Community: "hepingli", ID: fmt.Sprintf("activity-%09d", i), Number: fmt.Sprintf("V2026-%03d", i+1), State: signups.Open, Version: 1, MadeAt: start, PublishedAt: start}
				if a.Title, a.About = "巡查小巷", "晚上"; i%3 == 0 {
					a.Title, a.About = "晚上", "巡查小巷"
				}
				if err := tx.AddActivity(a); err != nil {
					return err
				}
			}
			for i := range 4 {
				r := round(fmt.Sprintf("%03d-round-00000000000", i+1), "巡查创投", "call")
				if err := tx.AddRound(r); err != nil {
					return err
				}
			}
			return nil
		}, street.ID)
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, titled := range []bool{true, false} {
			for i := 29; i >= 0; i-- {
				if (i%3 != 0) == titled {
					want = append(want, fmt.Sprintf("activity activity-%09d", i))
				}
			}
		}
		for i := 4; i > 0; i-- {
			want = append(want, fmt.Sprintf("round %03d-round-00000000000", i))
		}
		for _, limit := range []int{1, 7, 10, 20, 34, 100} {
			if got := findAll(t, s, store.Looking{Place: "hepingli", Street: street.ID, Terms: terms(t, "巡查"), Limit: limit}); !slices.Equal(got, want) {
				t.Errorf("by %d: %v", limit, got)
			}
		}
		odd := store.Looking{Place: "hepingli", Street: street.ID, Terms: terms(t, "巡查"), Limit: 5}
		for _, key := range []store.FindKey{{Stage: 9, N: 1}, {Stage: 3, N: 0}, {Stage: 1, N: 1 << 50}, {Stage: 0, N: 1}} {
			odd.After = key
			_ = findAll(t, s, odd)
		}
	})
}

// A database of before there was a search is searched as soon as the program has started on it.
func TestDatabaseOfBeforeTheSearch(t *testing.T) {
	storetest.EachEmpty(t, func(t *testing.T, options store.Options) {
		files, err := fs.Glob(migrations.Files, "*_search.sql")
		if err != nil || len(files) != 1 {
			t.Fatal(files, err)
		}
		rows := []string{
			`INSERT INTO communities (id, slug, name, level, zone, homes, people, phone, created_at) VALUES ('hepingli', 'hepingli', '和平里社区', 'community', 'Asia/Shanghai', 1, 1, '', 1)`,
			`INSERT INTO residents (community, id, name, building, birth_year, joined_at) VALUES ('hepingli', 'wang-guilan', '王桂兰', '3 号楼', 1951, 1)`,
			`INSERT INTO cycles (community, month, opened_at, carried, reason) VALUES ('hepingli', '2026-07', 1, 0, '')`,
		}
		for i, state := range []string{"carrying", "raised", "archived"} {
			rows = append(rows, fmt.Sprintf(`INSERT INTO topics (community, id, number, year, running, cycle, author, source, title, problem, place, affected, wish, contact, raised_at, screen_due,
				state, into_topic, calls, call_days, round, rate_count, rate_sum, asked, solved, satisfied, supporters)
				VALUES ('hepingli', 'old-topic-%[1]d', '2026-00%[1]d', 2026, %[1]d, '2026-07', 'wang-guilan', 'resident', '加装电梯', '楼高', '门口', '', '装', FALSE, %[1]d, 1, '%[2]s', '', 0, 0, 1, 0, 0, 0, 0, 0, 0)`, i+1, state))
		}
		if err := store.OldDatabase(options, files[0], rows...); err != nil {
			t.Fatal(err)
		}
		for range 2 { // the second time there is nothing to do
			s := storetest.Open(t, options)
			inOrder(t, s)
			got := findAll(t, s, store.Looking{Place: "hepingli", Terms: terms(t, "电梯"), Limit: 20})
			if !slices.Equal(got, []string{"topic old-topic-3", "topic old-topic-1"}) {
				t.Errorf("found after the migration: %v", got)
			}
		}
	})
}

// What of a public thing is written without looking anew at what can be found, and why it may.
var unsearched = map[string]string{
	"AddSupport": "a count", "RemoveSupport": "a count", "MoveSupport": "a count", "TakeSeat": "a count", "FreeSeat": "a count", "MoreBallots": "a count",
	"TouchProject": "a time", "SetMeetingReminded": "a time", "SetNotice": "it is over", "AddPurchaseStep": "not public yet", "RemovePurchaseStep": "was never public",
}

// Whoever writes to a table of which something can be found says so.
func TestWhoeverWritesSaysWhatIsFound(t *testing.T) {
	writes := regexp.MustCompile(`(?:INSERT INTO|UPDATE|DELETE FROM) (?:topics|outcomes|meetings|agenda|polls|calls|projects|project_notices|activities|teams|organisations|listings|grant_rounds|grant_applications|rooms|purchases|purchase_steps)\b`)
	files, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	said := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, text, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			body := string(text[set.Position(f.Pos()).Offset:set.Position(f.End()).Offset])
			if !writes.MatchString(body) {
				continue
			}
			if strings.Contains(body, "tx.findable(") {
				said++
			} else if unsearched[f.Name.Name] == "" {
				t.Errorf("%s: %s writes what can be found, and does not say so (findables.go)", name, f.Name.Name)
			}
		}
	}
	if said < 25 {
		t.Errorf("only %d functions say what is found", said)
	}
}

// BenchmarkFind looks through 10,000 public things of a community, to the page that people read.
func BenchmarkFind(b *testing.B) {
	for name, options := range map[string]store.Options{
		"sqlite": {Dir: b.TempDir()}, "postgres": {URL: storetest.Shared(b).Database(b)},
	} {
		s := storetest.Open(b, options)
		house(b, s)
		manyThings(b, s)
		at := time.Now()
		s = storetest.Open(b, options) // looks at everything anew
		b.Logf("%s: 10,000 things were looked at anew in %v", name, time.Since(at))
		for _, q := range []string{"停车", "充电棚", "月球", "车", "6号楼", "wifi", "小区 停车 大家", "车位子"} {
			b.Run(name+"/"+q, func(b *testing.B) {
				l := store.Looking{Place: "hepingli", Street: street.ID, Terms: terms(b, q), Limit: 20}
				for b.Loop() {
					err := s.View(context.Background(), func(v *store.View) error {
						found, _, _, err := v.Find(l)
						for _, f := range found {
							if err == nil {
								_, err = v.FindableAgain(f)
							}
						}
						return err
					})
					if err != nil {
						b.Fatal(err)
					}
				}
				soon(b)
			})
		}
		b.Run(name+"/alike", func(b *testing.B) {
			for b.Loop() {
				err := s.View(context.Background(), func(v *store.View) error {
					_, err := v.SimilarTopics("hepingli", "楼下停车位划线", month(93), 5)
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			soon(b)
		})
	}
}

// soon fails where each took more than 50 ms.
func soon(b *testing.B) {
	if each := b.Elapsed() / time.Duration(b.N); each > 50*time.Millisecond {
		b.Errorf("each took %v", each)
	}
}

// month is a month of the years until 2026.
func month(i int) string { return fmt.Sprintf("%d-%02d", 2018+(i+8)/12, (i+8)%12+1) }

// manyThings puts 6,000 topics and 4,000 activities into hepingli, of which nothing is found yet.
func manyThings(b *testing.B, s *store.Store) {
	b.Helper()
	said := []rune(strings.Repeat("楼下停车的地方不够，晚上回来的人找不到位子，邻居为这件事吵过好几次。希望小区里大家坐下来商量，划出车位，留出消防通道，再请物业管起来。", 5))
	update(b, s, "hepingli", func(tx *store.Tx) error {
		for i := range 100 {
			if err := tx.AddCycle(consultation.Cycle{Community: "hepingli", Month: month(i), OpenedAt: start}); err != nil {
				return err
			}
		}
		for i := range 10_000 {
			text := string(said[i%60 : i%60+200])
			if i%97 == 0 {
				text += "装 wifi 的充电棚"
			}
			title := fmt.Sprintf("%d 号楼%s", i%23+1, matters[i%len(matters)])
			id, at := fmt.Sprintf("%05d-thing-00000000", i), start.Add(time.Duration(i)*time.Minute).UnixMicro()
			var err error
			if i < 6000 {
				_, err = tx.Exec(`INSERT INTO topics (community, id, number, year, running, cycle, author, source, title, problem, place, affected, wish, contact, raised_at, screen_due,
					state, into_topic, calls, call_days, round, rate_count, rate_sum, asked, solved, satisfied, supporters)
					VALUES ('hepingli', $1, $2, 2026, $3, $8, $4, 'resident', $5, $6, '楼下', '', '解决', FALSE, $7, $7, 'carrying', '', 0, 0, 1, 0, 0, 0, 0, 0, 0)`,
					id, fmt.Sprintf("2026-%03d", i+1), i+1, wang.ID, title, text, at, month(i/60))
			} else {
				_, err = tx.Exec(`INSERT INTO activities (community, id, year, running, state, version, team, org, leader, title, content, made_by, made_at, published_by, published_at)
					VALUES ('hepingli', $1, 2026, $2, 'finished', 1, '', '', '', $3, $4, '', $5, '', $5)`,
					id, i+1, title, fmt.Sprintf(`{"title":%q,"about":%q,"place":"楼下","posts":[]}`, title, text), at)
			}
			if err != nil {
				return err
			}
		}
		_, err := tx.Exec(`DELETE FROM settings WHERE name = 'findable_shape'`)
		return err
	})
}
