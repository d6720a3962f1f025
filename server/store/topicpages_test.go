package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/search"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// matters are what the crowd's topics are about, by turns.
var matters = []string{"电动车充电棚", "早市占道", "楼道堆物", "门禁改造", "垃圾分类驿站", "停车位划线", "加装电梯", "路灯不亮", "健身器材", "雨水倒灌"}

// crowd puts n topics into hepingli, an hour apart, over months and states by
// turns; every eleventh waits to be screened. It gives them in order.
func crowd(t testing.TB, s *store.Store, n int) []consultation.Topic {
	t.Helper()
	states := append([]consultation.State{consultation.Raised}, store.PublicStates...)
	var all []consultation.Topic
	update(t, s, "hepingli", func(tx *store.Tx) error {
		all = nil
		for i := range 12 {
			month := fmt.Sprintf("2026-%02d", i+1)
			if err := tx.AddCycle(consultation.Cycle{Community: "hepingli", Month: month, OpenedAt: start}); err != nil {
				return err
			}
		}
		for i := range n {
			topic := consultation.Topic{
				Community: "hepingli", ID: fmt.Sprintf("topic-%010d", i), Number: fmt.Sprintf("2026-%03d", i+1),
				Cycle: fmt.Sprintf("2026-%02d", i*12/n+1), Author: wang.ID, Source: consultation.FromResident,
				Title: fmt.Sprintf("%d 号楼%s", i%9+1, matters[i%len(matters)]), Problem: strings.Repeat("问题已经很久，请大家商量。", 5),
				Place: "3 号楼南侧", Wish: "早点解决", RaisedAt: start.Add(time.Duration(i/3) * time.Hour), ScreenDue: start,
				State: states[i%len(states)], Round: 1,
			}
			if err := tx.AddTopic(topic); err != nil {
				return err
			}
			all = append(all, topic)
		}
		return nil
	})
	return all
}

func TestTopicLists(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		all := crowd(t, s, 200)
		t.Run("pages", func(t *testing.T) { listPages(t, s, all) })
		t.Run("search", func(t *testing.T) { findTopics(t, s, all) })
		t.Run("similar", func(t *testing.T) { similar(t, s) })
	})
}

// listPages walks the list to its end and back again.
func listPages(t *testing.T, s *store.Store, all []consultation.Topic) {
	for _, states := range [][]consultation.State{store.PublicStates, {consultation.Carrying}, {consultation.Merged, consultation.Declined}} {
		var want []string
		for _, topic := range slices.Backward(all) {
			if slices.Contains(states, topic.State) {
				want = append(want, topic.ID)
			}
		}
		view(t, s, func(v *store.View) error {
			down, key := []string{}, store.TopicKey{}
			for range 30 {
				page, err := v.TopicsBefore("hepingli", states, key, 7)
				if err != nil {
					return err
				}
				for _, row := range page {
					down, key = append(down, row.ID), row.Key()
				}
				if len(page) < 7 {
					break
				}
			}
			if !slices.Equal(down, want) {
				t.Errorf("%v down: %d topics, not %d: %v", states, len(down), len(want), down)
			}
			up := []string{key.ID}
			for range 30 {
				page, err := v.TopicsAfter("hepingli", states, key, 7)
				if err != nil {
					return err
				}
				for _, row := range page {
					up, key = append(up, row.ID), row.Key()
				}
			}
			slices.Reverse(up)
			if !slices.Equal(up, want) {
				t.Errorf("%v up: %v", states, up)
			}
			none, err := v.TopicsBefore("anzhen", states, store.TopicKey{}, 7)
			if len(none) != 0 {
				t.Errorf("another community lists %v", none)
			}
			return err
		})
	}
}

func findTopics(t *testing.T, s *store.Store, all []consultation.Topic) {
	find := func(v *store.View, words string, states ...consultation.State) []string {
		t.Helper()
		var ids []string
		key := store.FindKey{}
		for range 100 {
			page, next, more, err := v.FindTopics("hepingli", terms(t, words), states, key, 4)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range page {
				ids = append(ids, f.ID)
			}
			if key = next; !more {
				break
			}
		}
		return ids
	}
	view(t, s, func(v *store.View) error {
		for words, word := range map[string]string{"门禁": "门禁", "充电棚": "充电棚", "门禁 改造": "门禁", "棚": "棚", "9号楼": "9 号楼", "９號楼": ""} {
			for _, states := range [][]consultation.State{store.PublicStates, {consultation.Carrying, consultation.Merged}} {
				var want []string
				for _, topic := range slices.Backward(all) {
					if slices.Contains(states, topic.State) && word != "" && strings.Contains(topic.Title, word) {
						want = append(want, topic.ID)
					}
				}
				if got := find(v, words, states...); !slices.Equal(got, want) {
					t.Errorf("%s finds %v, not %v", words, got, want)
				}
			}
		}
		if got := find(v, "3 号楼", store.PublicStates...); len(got) != len(all)-len(all)/11-1 {
			t.Errorf("words of every topic find %d", len(got))
		}
		if got := find(v, "很久", store.PublicStates...); len(got) != len(all)-len(all)/11-1 {
			t.Errorf("a word of every text finds %d", len(got))
		}
		for _, nothing := range []string{"门禁 月球", "月球", "禁门", "楼号门", "99号楼", "，"} {
			if got := find(v, nothing, store.PublicStates...); len(got) != 0 {
				t.Errorf("%s finds %v", nothing, got)
			}
		}
		other, _, _, err := v.FindTopics("anzhen", terms(t, "门禁"), store.PublicStates, store.FindKey{}, 4)
		if len(other) != 0 {
			t.Errorf("another community finds %v", other)
		}
		return err
	})
}

// terms are what is looked for by a question.
func terms(t testing.TB, question string) []string {
	t.Helper()
	q, err := search.Ask(question)
	if err != nil && err != residents.ErrEmpty {
		t.Fatal(err)
	}
	return q.Terms
}

func similar(t *testing.T, s *store.Store) {
	update(t, s, "hepingli", func(tx *store.Tx) error {
		for i, c := range []struct {
			title, cycle string
			state        consultation.State
			into         string
		}{
			{"西门的快递柜太远", "2026-12", consultation.Accepted, ""},
			{"快递柜希望移到西门", "2026-12", consultation.Merged, "similar-00000000000"},
			{"快递柜扰民", "2026-12", consultation.Raised, ""},
			{"快递柜坏了", "2026-02", consultation.Archived, ""},
		} {
			err := tx.AddTopic(consultation.Topic{
				Community: "hepingli", ID: fmt.Sprintf("similar-%011d", i), Number: fmt.Sprintf("2026-%03d", 900+i), Cycle: c.cycle, Author: li.ID,
				Source: consultation.FromResident, Title: c.title, Problem: "远", Place: "西门", Wish: "近", RaisedAt: start, ScreenDue: start,
				State: c.state, Into: c.into, Round: 1,
			})
			if err != nil {
				return err
			}
		}
		return tx.AddSupport("hepingli", "similar-00000000000", wang.ID, start)
	})
	view(t, s, func(v *store.View) error {
		for since, want := range map[string][]string{
			"2026-06": {"similar-00000000000"},
			"2026-01": {"similar-00000000000", "similar-00000000003"},
		} {
			found, err := v.SimilarTopics("hepingli", "快递柜", since, 5)
			var ids []string
			for _, row := range found {
				ids = append(ids, row.ID)
			}
			if !slices.Equal(ids, want) || err != nil {
				t.Errorf("since %s: %v, not %v; %v", since, ids, want, err)
			}
		}
		has, err := v.SupportedAmong("hepingli", wang.ID, []string{"similar-00000000000", "similar-00000000003", "x"})
		if len(has) != 1 || !has["similar-00000000000"] {
			t.Errorf("supported %v", has)
		}
		return err
	})
}

// BenchmarkTopicList lists topics of a community that has 1,000 of them: the page
// of 20 that people open, a page of those found by a word, and all of them at once.
func BenchmarkTopicList(b *testing.B) {
	for name, options := range map[string]store.Options{
		"sqlite": {Dir: b.TempDir()}, "postgres": {URL: storetest.Shared(b).Database(b)},
	} {
		s := storetest.Open(b, options)
		house(b, s)
		crowd(b, s, 1000)
		for _, how := range []struct {
			name string
			want int
			list func(v *store.View) (int, error)
		}{
			{"page", 20, func(v *store.View) (int, error) {
				page, err := v.TopicsBefore("hepingli", store.PublicStates, store.TopicKey{}, 20)
				return len(page), err
			}},
			{"search", 20, func(v *store.View) (int, error) {
				page, _, _, err := v.FindTopics("hepingli", terms(b, "充电"), store.PublicStates, store.FindKey{}, 20)
				return len(page), err
			}},
			{"all", 909, func(v *store.View) (int, error) {
				page, err := v.TopicsBefore("hepingli", store.PublicStates, store.TopicKey{}, 1000)
				return len(page), err
			}},
		} {
			b.Run(name+"/"+how.name, func(b *testing.B) {
				for b.Loop() {
					err := s.View(context.Background(), func(v *store.View) error {
						n, err := how.list(v)
						if err == nil && n != how.want {
							err = fmt.Errorf("%d topics, not %d", n, how.want)
						}
						return err
					})
					if err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
