package store_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// Three residents concerned who hold no office sign before a project is complete; the same
// person does not count twice, and a defect is mended first.
func TestThreeResidentsSign(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		w.makePlan(plan(approvedCost))
		w.refused(project.ErrUndone, "two", w.sign("two", true))
		w.refused(project.ErrUndone, "desk", w.complete)
		w.reach("1")
		w.reach("2")
		w.refused(consultation.ErrAlready, "desk", func(tx *store.Tx, by residents.Sender) error {
			return project.ReachMilestone(tx, by, "hepingli", w.id, "2")
		})
		w.refused(project.ErrConcern, "far", w.sign("far", true))
		w.refused(residents.ErrNotAllowed, "staff", w.sign("staff", true))
		w.do("one", w.sign("one", true))
		w.refused(consultation.ErrAlready, "one", w.sign("one", true))
		w.do("two", w.sign("two", true))
		w.refused(project.ErrUnsigned, "desk", w.complete)
		w.refused(residents.ErrEmpty, "three", func(tx *store.Tx, by residents.Sender) error {
			return project.SignCheck(tx, by, "hepingli", w.id, false, " ")
		})
		w.do("three", w.sign("three", false))
		w.refused(project.ErrUndone, "four", w.sign("four", true))
		w.do("desk", func(tx *store.Tx, by residents.Sender) error {
			return project.MendDefect(tx, by, "hepingli", w.id, "hepingli", "three", "换了闭门器")
		})
		if w.letters("three", "defect-mended") != 1 || w.letters("desk", "project-defect") != 1 {
			t.Error("the defect and its mending were not told")
		}
		w.refused(project.ErrUnsigned, "desk", w.complete)
		w.do("three", w.sign("three", true))
		w.do("desk", w.complete)
		if p := w.project(); p.Stage != project.Evaluate || !p.CompletedAt.Equal(w.now) {
			t.Errorf("the project stands at %s", p.Stage)
		}
		if last := w.lastEntry("project-complete"); last["signed"] != float64(3) {
			t.Errorf("the record says %v", last)
		}
		view(t, w.s, func(v *store.View) error {
			_, err := v.VerifyLog("hepingli")
			return err
		})
	})
}

// Whoever signed before the plan was changed saw another work, and signs again.
func TestAChangeIsSignedAnew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		w.makePlan(plan(approvedCost))
		w.reach("1")
		w.reach("2")
		for _, who := range []string{"two", "three", "four"} {
			w.do(who, w.sign(who, true))
		}
		w.now = w.now.Add(time.Hour)
		if err := w.changePlan(func(p *project.Plan) { p.Checks = append(p.Checks, "雨天也开得了") }); err != nil {
			t.Fatal(err)
		}
		w.refused(project.ErrUnsigned, "desk", w.complete)
		for _, who := range []string{"two", "three", "four"} {
			w.do(who, w.sign(who, true))
		}
		w.refused(consultation.ErrAlready, "two", w.sign("two", true))
		w.do("desk", w.complete)
	})
}

// Whoever holds an office signs nothing where it concerns them, and watches nothing.
func TestOfficesNeitherSignNorWatch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		update(t, w.s, "hepingli", func(tx *store.Tx) error {
			if err := settler(tx, "hepingli", "office", "7 号楼", residents.RoleSupervision); err != nil {
				return err
			}
			return settler(tx, "hepingli", "property", "7 号楼", residents.RolePropertyCompany)
		})
		w.makePlan(plan(approvedCost))
		for who, want := range map[string]residents.Reason{
			"office": residents.ErrHoldsOffice, "property": residents.ErrHoldsOffice, "desk-two": project.ErrConcern, "far": project.ErrConcern, "nobody": residents.ErrNotFound,
		} {
			w.refused(want, "desk", w.supervise(who))
		}
		w.refused(consultation.ErrAlready, "desk", w.supervise("one"))
		w.reach("1")
		w.reach("2")
		w.refused(residents.ErrHoldsOffice, "office", w.sign("office", true))
	})
}

// Somebody who watches ends at the desk's word, is told, and may be named again.
func TestSupervisorEndsAndComesBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		w.makePlan(plan(approvedCost))
		end := func(why string) func(*store.Tx, residents.Sender) error {
			return func(tx *store.Tx, by residents.Sender) error {
				return project.EndSupervisor(tx, by, "hepingli", w.id, "hepingli", "one", why)
			}
		}
		w.refused(residents.ErrChoice, "desk", end("moved"))
		w.do("desk", end("asked"))
		w.refused(residents.ErrNotFound, "desk", end("asked"))
		if err := w.money(project.Committed, 1); !errors.Is(err, project.ErrUnplanned) {
			t.Errorf("money while nobody watches: %v", err)
		}
		w.do("desk", w.supervise("one"))
		if err := w.money(project.Committed, 1); err != nil {
			t.Error(err)
		}
		if w.letters("one", "supervisor-named") != 2 || w.letters("one", "supervisor-ended") != 1 || w.entries("project-supervisor") != 3 {
			t.Error("it was not told, or not recorded, each time")
		}
	})
}

// Those who watch, the desk and nobody else say how the work comes along; what others see is
// their part. Before work begins only what was before can be shown.
func TestWorkIsPosted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		w.makePlan(plan(approvedCost))
		post := func(when project.When, text string, photos int) func(*store.Tx, residents.Sender) error {
			return func(tx *store.Tx, by residents.Sender) error {
				return project.PostWork(tx, by, "hepingli", w.id, when, text, make([][]byte, photos))
			}
		}
		w.refused(residents.ErrNotYours, "two", post(project.During, "在装", 0))
		w.refused(residents.ErrTooMany, "one", post(project.During, "在装", 5))
		w.refused(residents.ErrChoice, "one", post("yesterday", "在装", 0))
		w.refused(residents.ErrPersonal, "one", post(project.During, "找王师傅 13812345678", 0))
		w.do("desk", func(tx *store.Tx, by residents.Sender) error {
			return project.PostWork(tx, by, "hepingli", w.id, project.Before, "原来的门", [][]byte{[]byte("jpeg")})
		})
		w.do("one", post(project.During, "在装", 0))
		view(t, w.s, func(v *store.View) error {
			posts, err := v.Posts("hepingli", w.id)
			if len(posts) != 2 || posts[0].ByPart != "committee" || posts[1].ByPart != "supervisor" {
				t.Errorf("posts %+v", posts)
			}
			photos, err2 := v.ProjectPhotos("hepingli", w.id)
			if len(photos) != 1 || photos[0].Subject != "work/"+posts[0].ID {
				t.Fatalf("photos %+v, %v", photos, err2)
			}
			jpeg, of, err3 := v.ProjectPhoto("hepingli", photos[0].ID)
			if string(jpeg) != "jpeg" || of != w.id {
				t.Errorf("the photo is %q of %q", jpeg, of)
			}
			return errors.Join(err, err2, err3)
		})
	})
}

// A document is what its bytes say, of at most 8 MB, under a name without folders.
func TestDocuments(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		file := func(name string, b []byte) func(*store.Tx, residents.Sender) error {
			return func(tx *store.Tx, by residents.Sender) error {
				return project.AddDocument(tx, by, project.File{Community: "hepingli", Project: w.id, Name: name, Bytes: b})
			}
		}
		pdf := append([]byte("%PDF-1.7\n"), make([]byte, 100)...)
		w.refused(project.ErrFile, "desk", file("图纸.pdf", []byte("PK\x03\x04")))
		w.refused(project.ErrFile, "desk", file("图纸.pdf", nil))
		w.refused(project.ErrFileSize, "desk", file("图纸.pdf", append(pdf, make([]byte, project.MaxFile)...)))
		w.refused(residents.ErrEmpty, "desk", file("", pdf))
		w.refused(residents.ErrNotAllowed, "one", file("图纸.pdf", pdf))
		w.do("desk", file(`C:\项目\图纸.pdf`, pdf))
		w.do("desk", file("现场.jpg", append([]byte("\xff\xd8\xff\xe0"), bytes.Repeat([]byte{1}, project.MaxFile-4)...)))
		view(t, w.s, func(v *store.View) error {
			heads, err := v.FileHeads("hepingli", w.id)
			if len(heads) != 2 || heads[0].Name != "图纸.pdf" || heads[0].Kind != project.PDF || heads[1].Kind != project.JPEG || heads[1].Size != project.MaxFile {
				t.Fatalf("files %+v", heads)
			}
			f, err2 := v.ProjectFile("hepingli", heads[0].ID)
			if !bytes.Equal(f.Bytes, pdf) || f.Project != w.id {
				t.Errorf("the file is %q", f.Bytes)
			}
			if _, err := v.ProjectFile("anzhen", heads[0].ID); err != residents.ErrNotFound {
				t.Errorf("another community's: %v", err)
			}
			return errors.Join(err, err2)
		})
	})
}

// Whoever has a home where the project concerns people is of them, whichever building they call
// their own: they disagree, watch and sign, and watch no more once that home is given up.
func TestAnyHomeConcerns(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		w.makePlan(plan(approvedCost))
		w.refused(project.ErrConcern, "desk", w.supervise("far"))
		update(t, w.s, "hepingli", func(tx *store.Tx) error {
			h := residents.Household{ID: flatOf("s", 7), Community: "hepingli", Building: "7 号楼", Unit: "1 单元", Room: "101", Adults: 2}
			return errors.Join(tx.AddHousehold(h), tx.AddHome("hepingli", h.ID, "far"))
		})
		w.do("desk", w.supervise("far"))
		if n := count(t, w.s, `SELECT COUNT(*) FROM project_supervisors WHERE resident = 'far' AND building = '7 号楼'`); n != 1 {
			t.Error("they watch elsewhere than where it concerns them")
		}
		w.turn()
		w.reach("1")
		w.reach("2")
		w.do("far", w.sign("far", true))
		update(t, w.s, "hepingli", func(tx *store.Tx) error { return tx.EndHome("hepingli", flatOf("s", 7), "far") })
		w.now = w.now.AddDate(0, 0, 1)
		w.turn()
		if n := count(t, w.s, `SELECT COUNT(*) FROM project_supervisors WHERE resident = 'far' AND why = 'moved'`); n != 1 {
			t.Error("they watch from a home that they gave up")
		}
	})
}
