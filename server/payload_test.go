package main

import (
	"os"
	"path/filepath"
	"testing"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// payloads try to run, in each way in which text may become more than text: ran is set
// where one does. None is longer than a name may be.
var payloads = []string{
	`<img src=x onerror=ran=1>`, `"><script>ran=1</script>`, `' onfocus=ran=1 autofocus '`, `</textarea><svg onload=ran=1>`,
	`javascript:ran=1//`, `</title><script>ran=1//`, `&lt;svg onload=ran=1&gt;`, `{{constructor("ran=1")()}}`,
}

// buildingPayloads are those that fit where a building stands.
var buildingPayloads = []string{`<svg onload=ran=1>`, `"onfocus=ran=1 x="`}

// attack is a community in which everything that somebody can write is a payload, taken
// from raising to rating by the verbs.
func attack(w *walk) (topics []string, meeting string) {
	w.t.Helper()
	n := 0
	next := func() string { n++; return payloads[n%len(payloads)] }
	for i, name := range payloads {
		w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
			r, err := residents.Admit(tx, by, residents.Resident{Community: "hepingli", Name: name, Building: buildingPayloads[i%len(buildingPayloads)]}, residents.RoleResident)
			if err != nil {
				return err
			}
			if i == 0 {
				err = residents.SetPhone(tx, residents.Sender{Standing: residents.Standing{Resident: r}, Now: by.Now, ID: by.ID}, "13812341234", true)
			}
			return err
		})
	}
	for range 4 {
		topics = append(topics, w.by("hepingli/wang", func(tx *store.Tx, by residents.Sender) error {
			_, err := consultation.Raise(tx, by, consultation.Raising{Community: "hepingli", Title: next(), Problem: next(), Place: next(), Affected: next(), Wish: next()})
			return err
		}))
	}
	for _, id := range topics[:3] {
		w.screen(consultation.Screening{Topic: id, Decision: consultation.Accept, Sentence: next()})
	}
	for i, who := range []string{"zhao", "sun", "zhao", "sun"} {
		id := w.by("hepingli/"+who, func(tx *store.Tx, by residents.Sender) error {
			return consultation.MakeStatement(tx, by, consultation.Statement{Community: "hepingli", Topic: topics[i%2], Side: consultation.Question, Text: next()})
		})
		if i < 2 {
			w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
				return consultation.ShowStatement(tx, by, "hepingli", id)
			})
			w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
				return consultation.ReplyStatement(tx, by, "hepingli", id, next())
			})
		}
	}
	meeting = w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.Announce(tx, by, consultation.Announcement{
			Community: "hepingli", Form: consultation.FormForum, Venue: next(), StartsAt: beijingTime("2026-11-20 19:00"), Seats: 22,
			Chair: "chen", Recorder: "zhou", Invited: next(), Affected: next(), Materials: next(), Topics: topics[:2], Code: "246810",
		})
		return err
	})
	w.by("hepingli/sun", func(tx *store.Tx, by residents.Sender) error {
		return consultation.LeaveOpinion(tx, by, consultation.Opinion{Community: "hepingli", Meeting: meeting, Topic: topics[0], Side: consultation.Question, Text: next()})
	})
	w.clock.set("2026-11-20 19:00")
	w.open(meeting, "wang", "zhao", "chen", "zhou")
	w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		return consultation.SignInByHand(tx, by, consultation.Attendance{Community: "hepingli", Meeting: meeting, Name: next(), Part: "property"})
	})
	w.option(meeting, topics[0], next(), 0)
	var items []consultation.MinuteItem
	for _, id := range topics[:2] {
		items = append(items, consultation.MinuteItem{
			Topic: id, Kind: consultation.Settled, Consensus: next(), Dissent: []string{next()}, Text: next(), Owner: next(), Task: next(), Due: beijingTime("2027-01-21 00:00"),
		})
	}
	w.end(meeting, items...)
	w.confirm(meeting, "chen", "zhou", "wang", "zhao")
	w.publish(meeting)
	w.clock.set("2026-11-21 09:00")
	w.by("hepingli/sun", func(tx *store.Tx, by residents.Sender) error {
		return consultation.Object(tx, by, "hepingli", topics[0], meeting, next())
	})
	w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		tasks, err := tx.Tasks("hepingli", topics[0])
		if err != nil {
			return err
		}
		return consultation.PostProgress(tx, by, "hepingli", tasks[0].ID, next(), nil)
	})
	w.finish(topics[1])
	w.by("hepingli/zhao", func(tx *store.Tx, by residents.Sender) error {
		return consultation.Rate(tx, by, consultation.RatingMark{Community: "hepingli", Topic: topics[1], Solved: consultation.SolvedYes, Satisfied: 4, Words: next()})
	})
	w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		_, err := residents.AddHousehold(tx, by, residents.Household{Community: "hepingli", Building: "9<b onclick=ran=1>", Unit: "1", Room: "502"})
		return err
	})
	return topics, meeting
}

// What somebody has written is text for whoever reads it, on every page where it stands, drawn
// by the server and by the app: nothing runs, and the policy has nothing to stop.
func TestWhatIsStoredIsText(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	topics, meeting := attack(w)
	mine := []string{"", "/topics", "/topics?q=%3Cimg+src%3Dx+onerror%3Dran%3D1%3E", "/meetings/" + meeting, "/meetings/" + meeting + "/minutes", "/meetings/" + meeting + "/notice", "/archive", "/record", "/me", "/me/data", "/me/privacy", "/months/2026-11"}
	for _, id := range topics {
		mine = append(mine, "/topics/"+id)
	}
	const nothing = `typeof ran == "undefined"`
	for _, app := range []bool{false, true} {
		r := browsertest.Open(t, w.URL).Allow("status of 404")
		if !app {
			r.Before(`window.requestIdleCallback = () => {}`)
		}
		w.enter(r, "hepingli", "wang")
		if app {
			r.Ready()
		}
		for _, path := range mine {
			r.Go("/hepingli" + path).Wait(nothing)
			if app {
				r.Ready().Wait(nothing)
			}
		}
		r.Go("/hepingli/topics/" + topics[0]).See("onerror=ran=1")
	}

	r := browsertest.Open(t, w.URL).Wide().Allow("status of 4")
	w.enter(r, "hepingli", "li")
	desk := []string{"", "/topics", "/topics/" + topics[3], "/statements", "/meetings", "/meetings/" + meeting, "/meetings/" + meeting + "/minutes", "/outcomes", "/tasks", "/people", "/people?name=%3Cimg", "/households", "/case/" + topics[0], "/months"}
	for _, path := range desk {
		r.Go("/hepingli/desk" + path).Wait(nothing)
	}
	// A person whose name is a payload, and a reason that is one.
	r.Go("/hepingli/desk/people").See(payloads[0]).Press("#main tbody a").Wait(nothing)
	r.Go("/hepingli/desk/people?name=%3Cimg").Press("#main tbody a").See("138****1234").Press("#see-phone-reason-4").Fill("#see-phone-words", payloads[1]).Press("看一次号码").See("13812341234").Wait(nothing)

	// A file whose name is one.
	file := filepath.Join(t.TempDir(), `<img src=x onerror=ran=1>.csv`)
	if err := os.WriteFile(file, []byte("楼栋,单元,房号,备注\n<svg onload=ran=1>,1,502,<img src=x onerror=ran=1>\n\"=cmd\",2,\"<b>3\",x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.Go("/hepingli/desk/roster").Upload("input[type=file]", file).Press("#upload-roster button.button").Wait(`(document.querySelector("main")?.innerText ?? "").includes("onerror=ran=1")`).Wait(nothing)
}
