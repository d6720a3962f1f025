package main

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yishiting/app/api"
	"yishiting/consultation/project"
	"yishiting/server/store"
)

// What strangers are told of calls and projects.

// toldProject is the whole walk with everybody's telephone known, and what of it is nobody's to read.
func toldProject(t *testing.T) (s *siege, secrets []string) {
	t.Helper()
	s = besiegeProjects(boot(t))
	for i, who := range []string{"wang", "sun", "zhao", "helper", "head5"} {
		s.hasPhone("hepingli", who, "1391234500"+strconv.Itoa(i))
		secrets = append(secrets, "1391234500"+strconv.Itoa(i))
	}
	s.walk()
	return s, append(secrets,
		"王秀兰", "孙小梅", "赵建国", "孙小军", "高楼长", // who answered, disagreed, objected, watched, signed
		"home/", "person/", "home-05", "home-07", homeID("501"), "1 单元 101", "1 单元 102", "2 单元 501", // homes
		"希望扶手矮一些", "不要占绿地", // said to the desk, and not to be shown
		"B-1", "A-1", // numbers of sheets
		canary[:12], "Exif",
	)
}

// publicOf are the addresses at which anybody reads of the walk's call and project.
func (s *siege) publicOf() (all []string) {
	s.t.Helper()
	here := "/hepingli/projects/" + s.id
	all = []string{
		"/hepingli", "/hepingli/calls", "/hepingli/calls/" + s.call, "/hepingli/projects", here, "/hepingli/project-report/2026", "/hepingli-jiedao/project-report/2026", "/dongcheng/project-report/2026",
		"/hepingli-jiedao", "/hepingli-jiedao/calls", "/hepingli-jiedao/projects", "/hepingli/record", "/hepingli/record/export", "/hepingli/topics/" + s.topic,
	}
	s.view(func(v *store.View) error {
		entries, err := v.Entries("hepingli", -1, 100_000)
		for _, e := range entries {
			if strings.HasPrefix(e.Subject, "project/") || strings.HasPrefix(e.Subject, "call/") {
				all = append(all, "/hepingli/record/"+strconv.FormatInt(e.Seq, 10))
			}
		}
		if err != nil {
			return err
		}
		files, err := v.FileHeads("hepingli", s.id)
		for _, f := range files {
			all = append(all, here+"/files/"+f.ID)
		}
		if err != nil {
			return err
		}
		photos, err := v.ProjectPhotos("hepingli", s.id)
		for _, p := range photos {
			all = append(all, "/hepingli/photos/"+p.ID)
		}
		if len(files) != 2 || len(photos) != 2 {
			s.t.Errorf("%d files, %d photos", len(files), len(photos))
		}
		return err
	})
	return all
}

// Nobody learns from a page, from what the app is told, from the record, a document or a photo who
// said what, where they live, or what they told the desk alone.
func TestStrangersLearnNoPersonOfAProject(t *testing.T) {
	t.Parallel()
	s, secrets := toldProject(t)
	for path, shows := range map[string]string{s.page: "不要占绿地", deskCalls + "/" + s.call + "/ideas": "希望扶手矮一些"} {
		s.li.get(path).holds(t, 200, shows) // so that there is something to be kept
	}
	readers := map[string]*booted{"a visitor": s.booted, "a neighbour": s.as("anzhen", "qian"), "the next committee": s.as("anzhen", "xu"), "of another building": s.as("hepingli", "gone"), "the district": s.as("dongcheng", "gao")}
	shown := 0
	for who, reader := range readers {
		for _, path := range s.publicOf() {
			for _, path := range []string{path, api.Prefix + path} {
				got := reader.get(path)
				if got.StatusCode == http.StatusOK {
					shown++
				}
				if got.StatusCode >= 500 || got.StatusCode != http.StatusOK && !strings.HasPrefix(path, api.Prefix) {
					t.Errorf("%s: %s: %s", who, path, got.Status)
				}
				for _, secret := range secrets {
					if i := strings.Index(got.body, secret); i >= 0 {
						t.Errorf("%s reads %q in %s: …%s…", who, secret, path, strings.ToValidUTF8(got.body[max(0, i-90):min(len(got.body), i+60)], ""))
					}
				}
				if got.Header.Get("X-Content-Type-Options") != "nosniff" {
					t.Errorf("%s may be read as another kind of thing", path)
				}
			}
		}
	}
	if shown < 200 {
		t.Errorf("only %d pages were there", shown)
	}
}

// What comes from somebody is saved or shown as what it is, and as nothing else.
func TestFilesOfProjectsAreOnlyThat(t *testing.T) {
	t.Parallel()
	s, _ := toldProject(t)
	for _, path := range s.publicOf() {
		file, photo := strings.Contains(path, "/files/"), strings.Contains(path, "/photos/")
		if !file && !photo {
			continue
		}
		got := s.get(path)
		for header, want := range map[string]string{"Content-Type": "image/jpeg", "Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff"} {
			if got.Header.Get(header) != want {
				t.Errorf("%s: %s %q, not %q", path, header, got.Header.Get(header), want)
			}
		}
		if saved := strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment;"); saved != file {
			t.Errorf("%s: %q", path, got.Header.Get("Content-Disposition"))
		}
		if cache := got.Header.Get("Cache-Control"); !strings.HasPrefix(cache, "private") {
			t.Errorf("%s: %q", path, cache)
		}
		if strings.Contains(got.body, canary) || !strings.HasPrefix(got.body, "\xff\xd8\xff") {
			t.Errorf("%s tells where it was taken", path)
		}
	}
}

// executed are the signs with which a cell begins that a spreadsheet takes for a formula.
var executed = []string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"}

// A title that a spreadsheet would take for a formula is text in both of its lists.
func TestListsOfProjectsHaveNoFormulas(t *testing.T) {
	t.Parallel()
	w := bootStreet(t, boot(t))
	for _, begins := range executed {
		w.keep(w.of("hepingli", begins+`cmd|' /C calc'!A0`, 5), 0, 0)
	}
	liu := w.as("hepingli-jiedao", "liu")
	const list = "/hepingli-jiedao/desk/projects/all"
	got := liu.get(list + ".csv")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(got.body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) < len(executed)+5 {
		t.Fatal(len(rows), err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if slices.ContainsFunc(executed, func(sign string) bool { return strings.HasPrefix(cell, sign) }) {
				t.Errorf("a cell of CSV is a formula: %q", cell)
			}
		}
	}
	sheet := liu.get(list + ".xlsx")
	book, err := excelize.OpenReader(bytes.NewReader([]byte(sheet.body)))
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		for column := range sheetHead {
			at, _ := excelize.CoordinatesToCellName(column+1, i+1)
			formula, err := book.GetCellFormula("项目", at)
			kind, _ := book.GetCellType("项目", at)
			if err != nil || formula != "" || kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString && kind != excelize.CellTypeUnset {
				t.Errorf("%s is %v %q %v", at, kind, formula, err)
			}
		}
	}
	for _, one := range []reply{got, sheet} {
		if one.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(one.Header.Get("Content-Disposition"), "attachment; filename*=UTF-8''") || one.Header.Get("Cache-Control") != private {
			t.Error(one.Header)
		}
	}
}

// Who acts for somebody says what that one says, and neither gains a voice nor keeps one: it stands under the name
// of whom it is of, who hears of it, and is not to be read once the helper acts for nobody.
func TestHelpersSpeakForWhomTheyHelp(t *testing.T) {
	t.Parallel()
	s := besiegeProjects(boot(t))
	var one trial
	s.try = func(at trial) {
		if at.line.name == "say-no" {
			one = at
			helper := s.as("hepingli", "helper")
			helper.begin(s.helping)
			form := one.forHelped(s.helping, "words", "赵家怕吵", "stance", "against", "shown", "")
			got := one.send(helper, one.path, form)
			if got.StatusCode != http.StatusSeeOther {
				t.Fatal(got.Status, wrongOf(got.body))
			}
			public := "/hepingli/projects/" + s.id
			helper.get(public).holds(t, 200, "赵家怕吵")
			again := s.as("hepingli", "helper")
			again.get(public).holds(t, 200, "!赵家怕吵")
			s.as("hepingli", "zhao").get(public).holds(t, 200, "赵家怕吵")
			if got := one.send(again, one.path, one.fresh()); got.StatusCode == http.StatusSeeOther {
				t.Error("whoever lives elsewhere has a voice of their own beside the one of whom they help")
			}
			s.saidBy(t, "zhao", "helper")
		}
	}
	s.calls()
	s.begin()
	s.step(s.li, s.page, "project-decide-"+s.polled(), "project-decided", nil)
	s.step(s.as("hepingli", "sun"), "/hepingli/projects/"+s.id, "say-no", "said-no", []string{"stance", "partly", "words", "太近。", "shown", "yes"})
	if one.by == nil {
		t.Error("nobody tried")
	}
}

// saidBy sees that one has a word against the project, once, and another has none.
func (s *siege) saidBy(t *testing.T, one, other string) {
	t.Helper()
	said := map[string]int{}
	s.view(func(v *store.View) error {
		all, err := v.Dissents("hepingli", s.id)
		for _, d := range all {
			said[d.Resident]++
			if d.Resident == one && (d.NotedBy != one || d.Stance != project.IsAgainst) {
				t.Errorf("%+v", d)
			}
		}
		return err
	})
	if said[one] != 1 || said[other] != 0 {
		t.Errorf("%v", said)
	}
}
