package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"yishiting/consultation/project"
	"yishiting/server/store"
)

// over puts n projects that are over into the place, each heard of a minute after the one before.
func (s *story) over(n int, field project.Field) {
	s.t.Helper()
	s.change("hepingli", func(tx *store.Tx) error {
		for i := range n {
			p := project.Project{
				Community: "hepingli", ID: fmt.Sprintf("project-%s-%06d", field, i), Number: fmt.Sprintf("L2025-%03d", i+1+len(field)*60), Stage: project.Closed, Version: 1,
				ChangedAt: s.clock.Now().Add(time.Duration(i) * time.Minute), MadeBy: "li", MadeAt: s.clock.Now(),
				Content: project.Content{
					Title: fmt.Sprintf("办完的第 %d 件 %s", i, field), Problem: "坏了", Kind: project.Applied, Field: field, Round: 1,
					Places: []project.Place{{Community: "hepingli"}}, Lessons: fmt.Sprintf("第 %d 条经验：先量再买。", i),
				},
			}
			if i%5 == 4 {
				p.Stage, p.Lessons, p.Reason = project.Dropped, "", "问下来多数人不需要。"
			}
			if err := tx.AddProject(p); err != nil {
				return err
			}
		}
		return nil
	})
}

// What was learned is found by the next proposer: by field, page by page, nothing twice.
func TestProjectsThatAreOver(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		s := &story{walk: &walk{booted: b}}
		b.clock.set("2026-11-24 09:00")
		b.get("/hepingli/projects").holds(t, 200, "还没有项目", "提出议题")
		s.over(53, project.Works)
		b.clock.set("2026-11-24 10:00")
		s.over(3, project.Benefit)
		seen := map[string]int{}
		pages := pagesOf(t, b, "/hepingli/projects?field=works")
		for _, body := range pages {
			for i := range 53 {
				seen[fmt.Sprint(i)] += strings.Count(body, fmt.Sprintf(">办完的第 %d 件 works</a>", i))
			}
			if strings.Contains(body, "件 benefit") {
				t.Error("another field is listed")
			}
		}
		for i := range 53 {
			if seen[fmt.Sprint(i)] != 1 {
				t.Errorf("project %d stands %d times", i, seen[fmt.Sprint(i)])
			}
		}
		if len(pages) != 3 {
			t.Errorf("%d pages", len(pages))
		}
		b.get("/hepingli/projects").holds(t, 200, "经验", "第 52 条经验：先量再买。", "!没有立项</h2>", "件 benefit")
		b.get("/hepingli/projects?field=benefit").holds(t, 200, "第 2 条经验", "!件 works", "field=benefit")
		b.get("/hepingli/projects?field=nonsense&after=nonsense").holds(t, 200, "件 benefit", "件 works")
		b.get("/hepingli/projects/project-works-000004").holds(t, 200, "不立项", "问下来多数人不需要", "没有立项")
		b.get("/hepingli/projects/project-works-000003").holds(t, 200, "已经办结", "第 3 条经验", "看同类项目的经验")
		b.get("/anzhen/projects").holds(t, 200, "!办完的第")
	})
}
