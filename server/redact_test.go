package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"yishiting/residents"
	"yishiting/server/store"
)

func TestRedacted(t *testing.T) {
	t.Parallel()
	token := store.NewToken()
	for said, want := range map[string]string{
		"pq: deadlock detected":                         "pq: deadlock detected",
		"no such person: 王秀兰":                           "no such person:***",
		`bad "3 号楼 2 单元 502 室" here`:                    `bad "***" here`,
		"phone 13912345678 is taken":                    "phone *** is taken",
		"phone +86 139 1234 5678":                       "phone ***",
		"card 11010119900307123X":                       "card ***",
		"code 0123-7KQ4-9XMT, 0123-7kq4-9xmt":           "code ***, ***",
		"token " + token + " used":                      "token *** used",
		"hash " + strings.Repeat("ab", 32):              "hash ***",
		"sql: 12345 rows at 2026-11-03T09:00:00Z, 4711": "sql: 12345 rows at 2026-11-03T09:00:00Z, 4711",
		"0190aaaa-0000-7000-8000-000000000001 not kept": "0190aaaa-0000-7000-8000-000000000001 not kept",
	} {
		if got := redacted(said); got != want {
			t.Errorf("%q is logged as %q", said, got)
		}
	}
	var b bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&b, redacting()))
	log.Error("x", "error", fmt.Errorf("of 王秀兰: %w", errors.New("13912345678")), "panic", "王秀兰", "request", anID)
	if strings.Contains(b.String(), "王") || strings.Contains(b.String(), "139") || !strings.Contains(b.String(), anID) {
		t.Error(b.String())
	}
}

// What gives somebody away is in no line of the log and no number, whatever is asked
// for, by whom, and however it ends.
func TestLogsAndNumbersHoldNobody(t *testing.T) {
	t.Parallel()
	b := boot(t)
	token, cookie := store.NewToken(), store.NewToken()
	const name, phone, room, code = "金丝雀", "13912345678", "909-1502", "0123-7KQ4-9XMT"
	canaries := []string{name, url.PathEscape(name), phone, room, token, cookie, code, strings.ToLower(code), "王秀兰", "楼道里的金丝雀", "203.0.113.77"}
	b.hasPhone("hepingli", "wang", phone)
	weird := func(r *http.Request) {
		r.Header.Set("X-Forwarded-For", "203.0.113.77, "+phone)
		r.Header.Set("Forwarded", "for=203.0.113.77")
		r.Header.Set("Referer", "http://elsewhere.example/"+token+"?name="+url.QueryEscape(name))
		r.Header.Set("User-Agent", "browser of "+phone)
		r.Header.Set("X-Request-Id", code)
		r.AddCookie(&http.Cookie{Name: "strange", Value: cookie})
	}
	strange := func(r *http.Request) { weird(r); r.AddCookie(&http.Cookie{Name: sessionCookie, Value: cookie}) }
	query := "?" + url.Values{"q": {name}, "name": {name}, "building": {room}, "after": {phone}, "code": {code}, "token": {token}}.Encode()
	form := func() url.Values {
		return url.Values{"command": {residents.NewID(b.clock.Now())}, "name": {name}, "building": {room}, "phone": {phone}, "code": {code}, "title": {"楼道里的金丝雀"}, "problem": {phone}, "reason": {name}, "sure": {"yes"}}
	}
	asked := 0
	for _, who := range []string{"", "wang", "li"} {
		them := *b
		them.client = b.visitor()
		if who != "" {
			them.signIn("hepingli", who)
		}
		for _, line := range b.portal.routes() {
			if line.pattern == "/sign-out" || strings.HasSuffix(line.pattern, "/me/leave") {
				continue
			}
			for _, fill := range []string{phone, name, token, code, room, anID} {
				path := strings.NewReplacer("{place}", "hepingli", "{$}", "").Replace(line.pattern)
				for strings.Contains(path, "{") {
					from, to := strings.Index(path, "{"), strings.Index(path, "}")
					path = path[:from] + url.PathEscape(fill) + path[to+1:]
				}
				for _, road := range []string{"", "/_v"} {
					asked++
					if line.method == http.MethodGet {
						them.do("GET", road+path+query, nil, weird)
					} else if fill == anID || fill == phone {
						them.do("POST", road+path+query, form(), weird)
					}
				}
			}
		}
	}
	for _, path := range []string{"/" + phone, "/" + url.PathEscape(name), "/hepingli/" + token, "/static/" + phone, "/enter/" + token, "/_v/enter/" + token, "/join/" + code, "/" + code + "/desk", "//" + token} {
		b.do("GET", path+query, nil, strange)
		b.do("POST", path+query, form(), strange)
		b.do("PUT", path, nil, strange)
	}
	b.do("POST", "/hepingli/topics/new", form(), func(r *http.Request) { strange(r); r.Header.Set("Sec-Fetch-Site", "cross-site") })
	b.do("POST", "/hepingli/topics/new", nil, func(r *http.Request) {
		r.Body = io.NopCloser(strings.NewReader("name=%ZZ" + phone))
		r.ContentLength = -1
	})

	// A handler that panics with what it has in its hands, and one whose error holds it.
	for _, wrong := range []any{name + " lives in " + room + " 号", errors.New("no such number: " + phone), fmt.Sprint("token ", token, " code ", code)} {
		h := b.portal.guard(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { panic(wrong) }))
		r := httptest.NewRequest("POST", "/hepingli/me/"+phone+query, strings.NewReader(form().Encode()))
		strange(r)
		h.ServeHTTP(httptest.NewRecorder(), r)
		h = b.portal.guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			b.portal.tell(b.portal.bare(w, r), fmt.Errorf("of %s: %v", name, wrong))
		}))
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
	// The database is gone in the middle of it.
	wang := b.as("hepingli", "wang")
	if err := b.store.Close(); err != nil {
		t.Fatal(err)
	}
	wang.do("GET", "/hepingli/me/data"+query, nil, weird)
	wang.do("POST", "/hepingli/topics/new"+query, form(), weird)

	w := httptest.NewRecorder()
	b.portal.Metrics().ServeHTTP(w, httptest.NewRequestWithContext(context.Background(), "GET", "/metrics", nil))
	log, numbers := b.log.String(), w.Body.String()
	if lines := strings.Count(log, "\n"); lines < asked/2 || !strings.Contains(numbers, "yishiting_request_seconds") || strings.Count(log, "msg=panic") != 3 {
		t.Fatalf("%d lines for %d requests", lines, asked)
	}
	for _, canary := range canaries {
		if i := strings.Index(log, canary); i >= 0 {
			from := strings.LastIndex(log[:i], "\n") + 1
			t.Errorf("the log has %q: %s", canary, log[from:min(len(log), i+200)])
		}
		if strings.Contains(numbers, canary) {
			t.Errorf("the numbers have %q", canary)
		}
	}
	if !strings.Contains(log, "path=/hepingli/topics/{id}") || !strings.Contains(log, "path=/hepingli/topics/"+anID) {
		t.Error("the log does not say where requests went")
	}
}
