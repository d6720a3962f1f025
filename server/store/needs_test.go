package store_test

import (
	"fmt"
	"slices"
	"testing"

	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// Needs are counted from themes, supporters and lines; counted again they are what they are now.
func TestNeeds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		q := newAsked(t, open())
		c := q.published("hepingli", asking(project.ByHousehold, hepingliFirst))
		desk := q.by("hepingli", "h-desk", start.Add(oneDay))
		for i, words := range []string{"凉亭", "想要个亭子", "车位"} {
			said := says(2)
			said.Words = map[string]string{"3": words}
			q.must(q.give(c, "hepingli", fmt.Sprint("h", i+1), said, start))
		}
		theme := func(home int, to string) error {
			return q.do("hepingli", func(tx *store.Tx) error {
				return project.SetTheme(tx, desk, "hepingli", c.ID, "hepingli", project.HomeUnit(flatOf("h", home)), "3", to)
			})
		}
		note := func(source project.NeedSource, ref, theme string) error {
			return q.do("hepingli", func(tx *store.Tx) error { return project.NoteNeed(tx, desk, "hepingli", source, ref, theme) })
		}
		q.must(theme(1, "休息"))
		q.must(note(project.FromCall, c.ID, "休息"))
		q.must(theme(2, "休息"))
		if err := theme(4, "休息"); reason(err) != residents.ErrNotFound {
			t.Error("a theme for who said nothing:", err)
		}
		if err := note(project.FromCall, c.ID, "停车"); reason(err) != residents.ErrChoice {
			t.Error("a theme that nothing stands under:", err)
		}
		desk.ID = "command-note-again-1"
		q.must(note(project.FromCall, c.ID, "休息"))

		lines := func(text string) (n int, err error) {
			desk.ID += "x"
			err = q.do("hepingli", func(tx *store.Tx) (err error) {
				n, err = project.ImportHotline(tx, desk, "hepingli", text, calendar.Day{Year: 2026, Month: 6, Day: 1}, calendar.Day{Year: 2026, Month: 6, Day: 30})
				return err
			})
			return n, err
		}
		if n, err := lines("停车难,12\n噪音,3"); n != 2 || err != nil {
			t.Error(n, err)
		}
		if n, err := lines("停车难,14"); n != 1 || err != nil {
			t.Error(n, err)
		}
		if _, err := lines("停车难,15\n坏行"); reason(err) != project.ErrHotlineLine {
			t.Error(err)
		}
		err := q.do("hepingli", func(tx *store.Tx) error {
			_, err := project.ImportHotline(tx, desk, "hepingli", "a,1", calendar.Day{Year: 2026, Month: 7, Day: 1}, calendar.Day{Year: 2026, Month: 7, Day: 3})
			return err
		})
		if reason(err) != residents.ErrDate {
			t.Error("days that are not over:", err)
		}
		view(t, q.s, func(v *store.View) error {
			all, err := v.NeedsAfter("hepingli", project.Need{}, 10)
			var got []string
			for _, n := range all {
				got = append(got, fmt.Sprint(n.Theme, n.N, n.Source, n.Few()))
			}
			if want := []string{"停车难14hotlinefalse", "噪音3hotlinefalse", "休息2calltrue"}; !slices.Equal(got, want) {
				t.Errorf("%v", got)
			}
			rest, err2 := v.NeedsAfter("hepingli", all[0], 10)
			if len(rest) != 2 || err2 != nil {
				t.Error(rest, err2)
			}
			return err
		})
		// A text that is said anew stands under no theme; one that stays keeps its own.
		said := says(1)
		said.Words = map[string]string{"3": "凉亭"}
		q.must(q.give(c, "hepingli", "h1", said, start))
		said.Words = map[string]string{"3": "健身器材"}
		q.must(q.give(c, "hepingli", "h2", said, start))
		view(t, q.s, func(v *store.View) error {
			n, err := v.ThemeCount("hepingli", c.ID, "休息")
			if n != 1 {
				t.Errorf("%d under the theme", n)
			}
			return err
		})
	})
}

// A look-back is opened once, with its fixed questions, for the people of the project's places.
func TestOpenLookBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		q := newAsked(t, open())
		p := project.Project{Community: "hepingli", ID: "project-0000000001", Content: project.Content{Title: "换门禁", Places: []project.Place{hepingliFirst}, Round: 1}}
		var c project.Call
		for range 2 {
			q.must(q.do("hepingli", func(tx *store.Tx) (err error) {
				c, err = project.OpenLookBack(tx, hepingli, p, 3, start)
				return err
			}))
		}
		if n := count(t, q.s, `SELECT COUNT(*) FROM calls`); n != 1 {
			t.Fatal(n, "calls")
		}
		if c = q.call("hepingli", c.ID); c.Purpose != project.ForLookBack || c.Month != 3 || c.Units[0].Units != 2*firstHomes || c.State != project.CallPublished {
			t.Errorf("%+v", c)
		}
		q.must(q.give(c, "hepingli", "h1", project.Said{Choices: map[string][]int{"1": {1}, "2": {5}}}, start))
		if err := q.give(c, "hepingli", "h2", project.Said{Choices: map[string][]int{"1": {1}}}, start); reason(err) != residents.ErrEmpty {
			t.Error("half an answer:", err)
		}
	})
}
