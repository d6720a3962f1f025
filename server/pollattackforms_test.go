package main

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"yishiting/app/api"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/doors"
)

// slowly is a body that ends only when something has happened.
type slowly struct {
	io.Reader
	first func()
}

func (s *slowly) Read(p []byte) (int, error) {
	if s.first != nil {
		s.first()
		s.first = nil
	}
	return s.Reader.Read(p)
}

// A ballot is as late as its last byte, whenever its first came: by the form, by the app, by
// a helper, and as JSON.
func TestBallotIsAsLateAsItsEnd(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		p := b.poll(b.terms(polls.Binary))
		b.live("501", "zhao", "sun")
		sun := b.as("hepingli", "sun")
		sun.begin(b.leave("zhao", "sun", residents.HelpRelative))
		own := b.session("hepingli", "wang", residents.ByLink, time.Time{})
		form := url.Values{"command": {anID}, "choice": {polls.Yes}}.Encode()
		for name, c := range map[string]struct{ path, kind, body, token string }{
			"form":        {"/hepingli/polls/" + p.ID + "/ballot", "application/x-www-form-urlencoded", form, own},
			"app":         {api.Prefix + "/hepingli/polls/" + p.ID + "/ballot", "application/x-www-form-urlencoded", form, own},
			"for another": {"/hepingli/polls/" + p.ID + "/ballot", "application/x-www-form-urlencoded", form, sun.cookie(t)},
			"JSON":        {"/api/hepingli/polls/" + p.ID + "/ballot", "application/json", `{"command":"` + anID + `","choice":"yes"}`, own},
		} {
			b.clock.set("2026-11-08 08:59")
			r := httptest.NewRequest(http.MethodPost, "http://localhost"+c.path, &slowly{strings.NewReader(c.body), func() { b.clock.set("2026-11-08 09:00") }})
			r.Header.Set("Content-Type", c.kind)
			r.AddCookie(&http.Cookie{Name: sessionCookie, Value: c.token})
			w := httptest.NewRecorder()
			b.portal.ServeHTTP(w, r)
			if w.Code < 400 || !strings.Contains(w.Body.String(), "投票已截止") && !strings.Contains(w.Body.String(), `"`+string(polls.ErrOver)+`"`) {
				t.Errorf("%s: %d %s", name, w.Code, w.Header().Get("Location"))
			}
		}
		if now := b.pollNow(p.ID); now.Ballots != 0 {
			t.Errorf("%d ballots came after the close", now.Ballots)
		}
	})
}

// Whatever else somebody calls themselves by, the ballots of one session are counted together.
func TestFloodOfBallotsIsCountedBySession(t *testing.T) {
	t.Parallel()
	b := boot(t)
	p := b.poll(b.terms(polls.Binary))
	token := b.session("hepingli", "wang", residents.ByLink, time.Time{})
	b.portal.flood = doors.NewFlood(3, 1, b.clock.Now)
	last := 0
	for i := range 5 {
		got, err := postBallot(b.URL, "/api/hepingli/polls/"+p.ID+"/ballot", token, `{"command":"`+anID+`","choice":"maybe"}`, func(r *http.Request) {
			r.AddCookie(&http.Cookie{Name: "other", Value: strings.Repeat("x", i+1)})
		})
		if err != nil {
			t.Fatal(err)
		}
		last = got.status
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the fifth in an instant, of three: %d", last)
	}
}

// odd are values that no field of these forms should choke on.
var odd = []string{
	"\x00", "yes\x00", "\xff\xfe", "\u202e", "-1", "0", "1.5", "1e309", "NaN", "+1", "１", "9223372036854775808", strings.Repeat("9", 400), "null", "[]", "{}", "true",
	strings.Repeat("长", 100_000/3), "' OR 1=1 --", "../../admin", "%s%n", "2026-02-30", "0000-00-00T00:00", "2026-11-08T25:61",
}

// No value, type or number of values in any field of a poll's form, whoever sends it, is more
// than a refusal: never an error of the program, and nothing is done by halves.
func TestOddFieldsOfPollForms(t *testing.T) {
	t.Parallel()
	s := besiege(boot(t))
	s.portal.flood = doors.NewFlood(1e6, 1e6, s.clock.Now)
	s.partySecretary()
	editors := map[string]string{"ballot": "wang", "poll-study": "secretary", "poll-publish": "zhou"}
	for _, line := range s.pollLines() {
		if line.method != http.MethodPost {
			continue
		}
		s.things = s.furnish("hepingli", "li", "zhou", "h/"+homeID("502")) // what is left of the last is in any state
		who := "li"
		if editors[line.name] != "" {
			who = editors[line.name]
		}
		one, path, sound := s.as("hepingli", who), s.at(line, "hepingli", "hepingli"), fieldsOf(line.name, s.things)
		if line.name == "poll-publish" {
			sound.Set("terms", "0")
		}
		for field := range sound {
			if field == "command" {
				continue
			}
			for _, bad := range odd {
				sent := clone(sound)
				sent.Set(field, bad)
				sent.Set("command", residents.NewID(s.clock.Now()))
				s.sane(one, path, sent, field, bad)
			}
			sent := clone(sound)
			sent[field] = []string{sound.Get(field), sound.Get(field) + "x"}
			sent.Set("command", residents.NewID(s.clock.Now()))
			s.sane(one, path, sent, field, "twice")
		}
		for _, kind := range []string{"application/json", "text/plain", "", "multipart/form-data", "multipart/form-data; boundary=" + strings.Repeat("b", 500)} {
			got := one.do("POST", path, sound, func(r *http.Request) { r.Header.Set("Content-Type", kind) })
			if got.StatusCode >= 500 {
				t.Errorf("%s as %q: %s", line.name, kind, got.Status)
			}
		}
		sent := clone(sound)
		sent.Set("nobody-asked", "1")
		if got := one.do("POST", path, sent); got.StatusCode < 400 || got.StatusCode >= 500 {
			t.Errorf("%s with an unknown field: %s", line.name, got.Status)
		}
		for _, method := range []string{"HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"} {
			if got := one.do(method, path, nil); got.StatusCode >= 500 {
				t.Errorf("%s of %s: %s", method, line.name, got.Status)
			}
		}
	}
	if strings.Contains(s.log.String(), "level=ERROR") {
		t.Error(s.log.String())
	}
}

func clone(v url.Values) url.Values {
	c := url.Values{}
	for name, all := range v {
		c[name] = append([]string{}, all...)
	}
	return c
}

func (s *besieged) sane(one *booted, path string, sent url.Values, field, what string) {
	s.t.Helper()
	if len(what) > 40 {
		what = what[:40] + "…"
	}
	if got := one.do("POST", path, sent); got.StatusCode >= 500 {
		s.t.Errorf("%s with %s=%q: %s", path, field, what, got.Status)
	}
}

// The addresses of the pages take whatever stands in their questions.
func TestOddQuestionsOfPollPages(t *testing.T) {
	t.Parallel()
	s := besiege(boot(t))
	li := s.as("hepingli", "li")
	for _, path := range []string{
		"/hepingli/polls?after=", "/hepingli/polls?after=1.", deskPolls + "?after=", deskPolls + "?after=1.", deskPolls + "/new?as=", deskPolls + "/new?method=binary&as=",
		deskPolls + "/new?topic=", startAt(polls.UnitHousehold, "household-vote", polls.Binary) + "&topic=", deskPolls + "/new?as=household.household-vote&method=",
		deskPolls + "/" + s.things["running"] + "/paper?serial=", deskPolls + "/" + s.things["running"] + "/paper?after=", deskPolls + "/" + s.things["draft"] + "/edit?as=resident.consultative&method=",
		"/hepingli/polls/" + s.things["running"] + "?done=",
	} {
		for _, value := range append([]string{"nobody.consultative", "member.consultative", "delegate.reps-meeting", "zzz.household-vote", ".consultative"}, odd...) {
			if len(value) > 2000 {
				continue // longer than an address may be
			}
			if got := li.get(path + url.QueryEscape(value)); got.StatusCode >= 500 {
				t.Errorf("%s%q: %s", path, value, got.Status)
			}
		}
	}
}

// The JSON road reads one type; the form's road reads both of a browser's, each with the same result.
func TestBallotInTheOtherEncoding(t *testing.T) {
	t.Parallel()
	b := boot(t)
	p := b.poll(b.terms(polls.Binary))
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, value := range map[string]string{"command": anID, "choice": polls.Yes} {
		if err := w.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	_ = w.Close()
	wang := b.as("hepingli", "wang")
	wang.do("POST", "/hepingli/polls/"+p.ID+"/ballot", nil, func(r *http.Request) {
		r.Body, r.ContentLength = io.NopCloser(&body), int64(body.Len())
		r.Header.Set("Content-Type", w.FormDataContentType())
	}).led(t, "/hepingli/polls/"+p.ID+"?done=cast")
	token := b.session("hepingli", "zhao", residents.ByLink, time.Time{})
	for _, raw := range []string{
		`null`, `[]`, `"yes"`, `7`, `{"command":"` + anID + `","choice":["yes"]}`, `{"command":"` + anID + `","choice":1}`, `{"command":"` + anID + `","choice":null}`,
		`{"command":1,"choice":"yes"}`, `{"command":"` + anID + `","choice":"yes","unit":{}}`, `{"command":"` + anID + `","choice":"` + "\xff" + `"}`,
		`{"command":"` + anID + `","choice":"yes\u0000"}`, `{"command":"` + anID + `","choice":"yes","unit":"\u0000"}`, strings.Repeat("[", 4000), strings.Repeat("{\"a\":", 600), ``, `{`, `{}`, "\xef\xbb\xbf{}",
	} {
		got, err := postBallot(b.URL, "/api/hepingli/polls/"+p.ID+"/ballot", token, raw)
		if err != nil || got.status < 400 || got.status >= 500 || got.Says == "" {
			t.Errorf("%q: %+v %v", raw, got, err)
		}
	}
	for _, method := range []string{"GET", "HEAD", "OPTIONS", "PUT", "DELETE"} {
		if got := wang.do(method, "/api/hepingli/polls/"+p.ID+"/ballot", nil); got.StatusCode < 400 || got.StatusCode >= 500 {
			t.Errorf("%s: %s", method, got.Status)
		}
	}
	if now := b.pollNow(p.ID); now.Ballots != 1 {
		t.Errorf("%d ballots, of one that was sound", now.Ballots)
	}
}
