package organisations_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
	. "yishiting/signups/organisations"
)

var (
	dongcheng = residents.Community{ID: "dongcheng", Slug: "dongcheng", Name: "东城区", Level: residents.LevelDistrict, Zone: "Asia/Shanghai"}
	jiedao    = residents.Community{ID: "jiedao", Slug: "jiedao", Name: "和平里街道", Level: residents.LevelSubdistrict, Parent: "dongcheng", Zone: "Asia/Shanghai"}
	hepingli  = residents.Community{ID: "hepingli", Slug: "hepingli", Name: "和平里社区", Level: residents.LevelCommunity, Parent: "jiedao", Zone: "Asia/Shanghai"}
	anzhen    = residents.Community{ID: "anzhen", Slug: "anzhen", Name: "安贞社区", Level: residents.LevelCommunity, Parent: "jiedao", Zone: "Asia/Shanghai"}
	begin     = time.Date(2026, 11, 2, 9, 0, 0, 0, hepingli.Location())
)

// yard is a neighbourhood in a database with a choir of wang's, which chen of the committee speaks for, too.
type yard struct {
	*testing.T
	store *store.Store
	now   time.Time
	sent  int
	id    string // of the choir
}

type verb func(tx *store.Tx, by residents.Sender) error

var errUndone = errors.New("undone")

func each(t *testing.T, test func(y *yard)) {
	t.Helper()
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		y := &yard{T: t, store: open(), now: begin}
		y.settle()
		test(y)
	})
}

// settle admits chen and li of the committee, wang, sun and the child tong, qian of elsewhere, and liu of the street.
func (y *yard) settle() {
	y.Helper()
	console := residents.Sender{Standing: residents.Console, Now: y.now.AddDate(0, -1, 0), ID: "settle"}
	err := y.store.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
		for _, c := range []residents.Community{dongcheng, jiedao, hepingli, anzhen} {
			if _, err := residents.Found(tx, console, c); err != nil {
				return err
			}
		}
		for _, p := range []struct {
			home, id string
			born     int
			role     residents.RoleName
		}{
			{"hepingli", "chen", 0, residents.RoleCommitteeMember}, {"hepingli", "li", 0, residents.RoleCommitteeMember}, {"hepingli", "wang", 0, residents.RoleResident},
			{"hepingli", "sun", 0, residents.RoleResident}, {"hepingli", "tong", 2010, residents.RoleResident}, {"anzhen", "qian", 0, residents.RoleCommitteeMember},
			{"jiedao", "liu", 0, residents.RoleStreetStaff},
		} {
			roles := []residents.RoleName{residents.RoleResident}
			if p.role == residents.RoleStreetStaff {
				roles = nil
			}
			if p.role != residents.RoleResident {
				roles = append(roles, p.role)
			}
			if _, err := residents.Admit(tx, console, residents.Resident{ID: p.id, Community: p.home, Name: p.id, BirthYear: p.born}, roles...); err != nil {
				return err
			}
		}
		return nil
	}, "dongcheng", "jiedao", "anzhen")
	if err != nil {
		y.Fatal(err)
	}
}

// in runs what somebody sends: "wang" of hepingli, "qian@anzhen". kept false undoes it afterwards.
func (y *yard) in(who string, kept bool, v verb) error {
	y.Helper()
	y.sent++
	y.now = y.now.Add(time.Second)
	id, home, ok := strings.Cut(who, "@")
	if !ok {
		home = "hepingli"
	}
	err := y.store.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
		standing, err := tx.Standing(home, id)
		if err != nil {
			return err
		}
		err = v(tx, residents.Sender{Standing: standing, Now: y.now, ID: fmt.Sprintf("command-%08d", y.sent)})
		if err == nil && !kept {
			err = errUndone
		}
		return err
	}, "jiedao", home)
	if err == errUndone {
		return nil
	}
	return err
}

func (y *yard) do(who string, v verb) {
	y.Helper()
	if err := y.in(who, true, v); err != nil {
		y.Fatal(who, err)
	}
}

// refused sends what must be refused for a reason.
func (y *yard) refused(who string, want error, v verb) {
	y.Helper()
	if err := y.in(who, true, v); !errors.Is(err, want) {
		y.Errorf("%s: %v, not %v", who, err, want)
	}
}

func (y *yard) choir() (o Organisation) {
	y.Helper()
	err := y.store.View(context.Background(), func(v *store.View) (err error) { o, err = v.Organisation("hepingli", y.id); return err })
	if err != nil {
		y.Fatal(err)
	}
	return o
}

func application(change ...func(*Application)) Application {
	a := Application{Kind: FiledKind, Phone: "13800138000", Private: Private{Founder: "王秀兰"}, Content: Content{
		Name: "阳光合唱队", Class: Culture, Purpose: "邻居一起唱歌", Area: "本社区", Venue: "活动室", Members: 12, Funds: "成员分摊", Plan: "每周排练", Charter: "自愿加入",
	}}
	for _, c := range change {
		c(&a)
	}
	return a
}

func makes(change ...func(*Application)) verb {
	return func(tx *store.Tx, by residents.Sender) error {
		_, err := MakeOrganisation(tx, by, by.Resident.Community, application(change...))
		return err
	}
}

// The verbs on the choir.
func (y *yard) verbs() map[string]verb {
	return map[string]verb{
		"change": func(tx *store.Tx, by residents.Sender) error {
			return ChangeOrganisation(tx, by, "hepingli", y.id, y.version(tx), application())
		},
		"submit": func(tx *store.Tx, by residents.Sender) error { return SubmitOrganisation(tx, by, "hepingli", y.id) },
		"good": func(tx *store.Tx, by residents.Sender) error {
			return ReviewOrganisation(tx, by, "hepingli", y.id, true, "")
		},
		"back": func(tx *store.Tx, by residents.Sender) error {
			return ReviewOrganisation(tx, by, "hepingli", y.id, false, "章程不全")
		},
		"file": func(tx *store.Tx, by residents.Sender) error {
			return FileOrganisation(tx, by, "hepingli", y.id, true, "")
		},
		"unfile": func(tx *store.Tx, by residents.Sender) error {
			return FileOrganisation(tx, by, "hepingli", y.id, false, "章程不全")
		},
		"renew": func(tx *store.Tx, by residents.Sender) error { return AskRenewal(tx, by, "hepingli", y.id) },
		"close": func(tx *store.Tx, by residents.Sender) error {
			return CloseOrganisation(tx, by, "hepingli", y.id, "散了")
		},
		"document": func(tx *store.Tx, by residents.Sender) error {
			return AddDocument(tx, by, "hepingli", y.id, File{FileHead: FileHead{Name: "章程.pdf"}, Bytes: []byte("%PDF-1.7")})
		},
		"remove": func(tx *store.Tx, by residents.Sender) error {
			return RemoveDocument(tx, by, "hepingli", y.id, "command-00000002")
		},
	}
}

// version is what a form would have been drawn for.
func (y *yard) version(tx *store.Tx) int {
	o, err := tx.Organisation("hepingli", y.id)
	if err != nil {
		y.Fatal(err)
	}
	return o.Version
}

// walked are the choir's steps, with who may do what after each, and where it leads; everything else is refused.
var walked = []struct {
	who, verb string // what was done; "" nothing
	may       string
	state     string
}{
	{"wang", "", "wang:change wang:submit wang:document wang:remove wang:close chen:change chen:submit chen:document chen:remove chen:close", "applying draft"},
	{"wang", "submit", "li:good li:back wang:close chen:close", "applying submitted"},
	{"li", "back", "wang:change wang:submit wang:document wang:remove wang:close chen:change chen:submit chen:document chen:remove chen:close", "applying returned"},
	{"wang", "submit", "li:good li:back wang:close chen:close", "applying submitted"},
	{"li", "good", "liu@jiedao:file liu@jiedao:unfile wang:close chen:close", "applying reviewed"},
	{"liu@jiedao", "unfile", "wang:change wang:submit wang:document wang:remove wang:close chen:change chen:submit chen:document chen:remove chen:close", "applying returned"},
	{"chen", "submit", "li:good li:back wang:close chen:close", "applying submitted"},
	{"li", "good", "liu@jiedao:file liu@jiedao:unfile wang:close chen:close", "applying reviewed"},
	{"liu@jiedao", "file", "wang:change wang:document wang:remove wang:close chen:change chen:document chen:remove chen:close li:close liu@jiedao:close", "filed "},
	{"wang", "change", "wang:change wang:submit wang:document wang:remove wang:close chen:change chen:submit chen:document chen:remove chen:close li:close liu@jiedao:close", "filed draft"},
	{"wang", "submit", "li:good li:back wang:close chen:close li:close liu@jiedao:close", "filed submitted"},
	{"li", "good", "liu@jiedao:file liu@jiedao:unfile wang:close chen:close li:close liu@jiedao:close", "filed reviewed"},
	{"liu@jiedao", "file", "wang:change wang:document wang:remove wang:close chen:change chen:document chen:remove chen:close li:close liu@jiedao:close", "filed "},
	{"liu@jiedao", "close", "", "closed "},
}

// Each verb is tried by everybody after each step: what is not said above is refused. chen of the
// committee speaks for the choir: the committee's word on it is another's.
func TestWhoDoesWhatAtEachStep(t *testing.T) {
	each(t, func(y *yard) {
		y.do("wang", makes())
		y.id = fmt.Sprintf("command-%08d", y.sent)
		y.do("wang", y.verbs()["document"])
		y.do("wang", func(tx *store.Tx, by residents.Sender) error {
			return tx.AddContact(Contact{Community: "hepingli", Organisation: y.id, Resident: "chen", Phone: "13800138001", Since: by.Now})
		})
		verbs := y.verbs()
		for i, step := range walked {
			if step.verb != "" {
				y.do(step.who, verbs[step.verb])
			}
			if o := y.choir(); string(o.State)+" "+string(o.Request) != step.state {
				y.Fatalf("step %d: %s %s, not %s", i, o.State, o.Request, step.state)
			}
			may := strings.Fields(step.may)
			for name, v := range verbs {
				for _, who := range []string{"wang", "chen", "li", "sun", "tong", "qian@anzhen", "liu@jiedao"} {
					err := y.in(who, false, v)
					if (err == nil) != slices.Contains(may, who+":"+name) {
						y.Errorf("after step %d (%s): %s %s: %v", i, step.state, who, name, err)
					}
				}
			}
		}
	})
}

// What an application says is checked beside each field, and nothing of it is public or counted twice.
func TestWhatAnApplicationSays(t *testing.T) {
	each(t, func(y *yard) {
		for name, c := range map[string]struct {
			change func(*Application)
			want   error
		}{
			"no kind":             {func(a *Application) { a.Kind = "" }, residents.ErrChoice},
			"another class":       {func(a *Application) { a.Class = "sect" }, residents.ErrChoice},
			"no name":             {func(a *Application) { a.Name = " " }, residents.ErrEmpty},
			"a number in words":   {func(a *Application) { a.Purpose = "打 13912345678" }, residents.ErrPersonal},
			"nobody":              {func(a *Application) { a.Members = 0 }, residents.ErrNumber},
			"more than a town":    {func(a *Application) { a.Members = MaxMembers + 1 }, residents.ErrNumber},
			"names miscounted":    {func(a *Application) { a.Roster = "王秀兰\n孙梅" }, ErrRoster},
			"no telephone":        {func(a *Application) { a.Phone = "" }, residents.ErrPhone},
			"a code that is none": {func(a *Application) { a.Kind, a.Code = Registered, "52110101MJ0000000X" }, ErrCode},
			"registered, no code": {func(a *Application) { a.Kind = Registered }, ErrCode},
		} {
			if err := y.in("wang", true, makes(c.change)); !errors.Is(err, c.want) {
				y.Errorf("%s: %v, not %v", name, err, c.want)
			}
		}
		y.refused("tong", residents.ErrMinor, makes())
		y.do("wang", makes())
		y.id = fmt.Sprintf("command-%08d", y.sent)
		y.refused("sun", ErrName, makes())
		y.do("sun", makes(func(a *Application) { a.Name, a.Code = "棋牌社", "52110101MJ0000000X" })) // a code of one that is not registered is dropped
		y.refused("wang", ErrChanged, func(tx *store.Tx, by residents.Sender) error {
			return ChangeOrganisation(tx, by, "hepingli", y.id, 7, application())
		})
		y.do("wang", func(tx *store.Tx, by residents.Sender) error {
			return ChangeOrganisation(tx, by, "hepingli", y.id, 1, application(func(a *Application) { a.Members = 2 }))
		})
		y.refused("wang", ErrFew, y.verbs()["submit"])
		for i := range MaxMine - 1 {
			y.do("wang", makes(func(a *Application) { a.Name += fmt.Sprint(i) }))
		}
		y.refused("wang", residents.ErrTooMany, makes(func(a *Application) { a.Name += "又一队" }))
	})
}

// What is filed stands until a change is filed; a filing ends after two years, and a renewal in time follows it.
func TestFiledContentAndTerm(t *testing.T) {
	each(t, func(y *yard) {
		y.do("wang", makes())
		y.id = fmt.Sprintf("command-%08d", y.sent)
		verbs := y.verbs()
		file := func() {
			y.Helper()
			y.do("wang", verbs["submit"])
			y.do("li", verbs["good"])
			y.do("liu@jiedao", verbs["file"])
		}
		file()
		o := y.choir()
		if o.Number != "S2026-001" || o.Until.String() != "2028-11-01" || !o.InForce(o.Until) || o.InForce(o.Until.Add(1)) {
			y.Errorf("%+v", o)
		}
		y.do("wang", func(tx *store.Tx, by residents.Sender) error {
			return ChangeOrganisation(tx, by, "hepingli", y.id, o.Version, application(func(a *Application) { a.Name, a.Kind = "夕阳合唱队", Registered }))
		})
		if o = y.choir(); o.Name != "阳光合唱队" || o.Asked.Name != "夕阳合唱队" || o.Kind != FiledKind {
			y.Errorf("before the change is filed: %+v", o)
		}
		file()
		if o = y.choir(); o.Name != "夕阳合唱队" || o.Until.String() != "2028-11-01" {
			y.Errorf("after: %+v", o)
		}
		y.refused("wang", ErrTooSoon, verbs["renew"])
		y.now = o.Until.Add(-60).Start(hepingli.Location())
		y.do("wang", verbs["renew"])
		file()
		if o = y.choir(); o.Until.String() != "2030-11-01" || o.Renewal || o.Number != "S2026-001" {
			y.Errorf("renewed in time: %+v", o)
		}
		y.now = o.Until.Add(30).Start(hepingli.Location())
		y.do("wang", verbs["renew"])
		file()
		if o = y.choir(); o.Until.String() != "2032-11-30" {
			y.Errorf("renewed late, from the day of the filing: %+v", o)
		}
	})
}

func TestCreditCodesAndLadder(t *testing.T) {
	for code, want := range map[string]bool{
		"91110000600037341L": true, "91350100M000100Y43": true, "91110000600037341M": false, "91110000600037341": false, "": false, "9111000060003734IL": false, "９1110000600037341L": false,
	} {
		if CreditCode(code) != want {
			t.Error(code)
		}
	}
	o := Organisation{State: Filed, Kind: FiledKind, Until: day(2028, 11, 1), Content: Content{Members: 49, Charter: "自愿", Venue: "活动室"}}
	for _, c := range []struct {
		change func(*Organisation)
		want   Rung
	}{
		{func(*Organisation) {}, OnRecord}, {func(o *Organisation) { o.Kind = Registered }, LegalOne}, {func(o *Organisation) { o.State = Applying }, Guided}, {func(o *Organisation) { o.Until = day(2026, 1, 1) }, Guided},
	} {
		one := o
		c.change(&one)
		if got := RungOf(one, day(2026, 11, 2)); got != c.want {
			t.Errorf("%+v stands at %s", one, got)
		}
	}
	if w := WantsFor(LegalOne, o, day(2026, 11, 2), nil)[0]; w.Met || w.Need != 50 || w.Have != 49 || !w.Known {
		t.Errorf("%+v", w)
	}
	o.Members = 50
	if w := WantsFor(LegalOne, o, day(2026, 11, 2), nil)[0]; !w.Met {
		t.Errorf("%+v", w)
	}
}

func day(year, month, of int) calendar.Day {
	return calendar.Day{Year: year, Month: time.Month(month), Day: of}
}
