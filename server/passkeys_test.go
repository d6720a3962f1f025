package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"

	"yishiting/residents"
	"yishiting/server/store"
)

// phone keeps one passkey, and can be told to do everything wrong.
type phone struct {
	key     *ecdsa.PrivateKey
	id      []byte
	handle  []byte
	counter uint32
	blind   bool   // confirms without looking at who is there
	origin  string // of the page that asks
	host    string // that the passkey is for
}

func newPhone(t *testing.T, b *booted) *phone {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := make([]byte, 32)
	_, _ = rand.Read(id)
	return &phone{key: key, id: id, origin: b.local(), host: "localhost"}
}

// challenge is what the server gave the browser.
type challenge struct {
	Ceremony string
	Options  struct {
		Challenge        string
		RPID             string `json:"rpId"`
		UserVerification string
		Timeout          int
		User             struct{ ID, Name, DisplayName string }
		Selection        struct {
			ResidentKey      string `json:"residentKey"`
			UserVerification string `json:"userVerification"`
		} `json:"authenticatorSelection"`
		Exclude []struct{ ID string } `json:"excludeCredentials"`
	}
}

// ask asks for options at a path.
func (b *booted) ask(t *testing.T, path string) challenge {
	t.Helper()
	got := b.late(t, path+"/options")
	if got.StatusCode != 200 || got.Header.Get("Content-Type") != "application/json" || got.Header.Get("Cache-Control") != private {
		t.Fatal(got.Status, got.Header, mainOf(got.body))
	}
	var a challenge
	if err := json.Unmarshal([]byte(got.body), &a); err != nil {
		t.Fatal(err)
	}
	return a
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func (p *phone) client(kind, nonce string) []byte {
	data, _ := json.Marshal(map[string]any{"type": kind, "challenge": nonce, "origin": p.origin, "crossOrigin": false})
	return data
}

func (p *phone) authData(flags byte, more ...byte) []byte {
	host := sha256.Sum256([]byte(p.host))
	if !p.blind {
		flags |= 0x04
	}
	p.counter++
	data := append(host[:], flags|0x01)
	return append(binary.BigEndian.AppendUint32(data, p.counter), more...)
}

// create makes the passkey.
func (p *phone) create(t *testing.T, a challenge) string {
	t.Helper()
	p.handle, _ = base64.RawURLEncoding.DecodeString(a.Options.User.ID)
	public, err := p.key.PublicKey.Bytes() // 4, x, y
	if err != nil {
		t.Fatal(err)
	}
	cose, err := webauthncbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: public[1:33], -3: public[33:]})
	if err != nil {
		t.Fatal(err)
	}
	made := binary.BigEndian.AppendUint16(make([]byte, 16), uint16(len(p.id)))
	made = append(append(made, p.id...), cose...)
	object, err := webauthncbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": p.authData(0x40, made...)})
	if err != nil {
		t.Fatal(err)
	}
	return p.says(map[string]string{"clientDataJSON": b64(p.client("webauthn.create", a.Options.Challenge)), "attestationObject": b64(object)})
}

// get shows the passkey.
func (p *phone) get(t *testing.T, a challenge) string {
	t.Helper()
	client, data := p.client("webauthn.get", a.Options.Challenge), p.authData(0)
	hash := sha256.Sum256(client)
	sum := sha256.Sum256(append(bytes.Clone(data), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, p.key, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return p.says(map[string]string{
		"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature), "userHandle": b64(p.handle),
	})
}

func (p *phone) says(response map[string]string) string {
	said, _ := json.Marshal(map[string]any{
		"id": b64(p.id), "rawId": b64(p.id), "type": "public-key", "clientExtensionResults": map[string]any{}, "response": response,
	})
	return string(said)
}

const (
	signInPath = "/hepingli/sign-in/passkey"
	keysPath   = "/hepingli/me/devices/passkeys"
)

// byName gets a page at the address at which passkeys can be used.
func (b *booted) byName(path string) reply {
	b.t.Helper()
	return b.do("GET", path, nil, func(r *http.Request) {
		r.Host = strings.TrimPrefix(b.local(), "http://")
		r.AddCookie(&http.Cookie{Name: sessionCookie, Value: b.cookie(b.t)})
	})
}

// enrol adds a phone's passkey for somebody who came by a link.
func (b *booted) enrol(t *testing.T, home, resident string) *phone {
	t.Helper()
	them := b.stranger()
	them.signInBy(residents.ByLink, home, resident)
	p := newPhone(t, b)
	path := "/" + home + "/me/devices/passkeys"
	a := them.ask(t, path)
	them.late(t, path, "ceremony", a.Ceremony, "answer", p.create(t, a)).led(t, "/"+home+"/me/devices?done=passkey-added")
	return p
}

// shows signs in by the phone's passkey.
func (b *booted) shows(t *testing.T, p *phone) reply {
	t.Helper()
	a := b.ask(t, signInPath)
	return b.late(t, signInPath, "ceremony", a.Ceremony, "answer", p.get(t, a), "next", "/hepingli/desk")
}

func TestPasskeyOpensTheDesk(t *testing.T) {
	t.Parallel()
	b := boot(t)
	li := b.stranger()
	li.signInBy(residents.ByLink, "hepingli", "li")
	li.get("/hepingli/desk").holds(t, 403, "工作台要用通行密钥登录", `href="/hepingli/me/devices#passkeys"`, "添加通行密钥")
	li.byName("/hepingli/me/devices").holds(t, 200, "还没有通行密钥", "您有任职", "在这台设备上添加通行密钥", "登录链接", "这台设备")
	a := li.ask(t, keysPath)
	if o := a.Options; o.Selection.ResidentKey != "required" || o.Selection.UserVerification != "required" || len(o.Challenge) < 22 || o.Timeout != 300_000 {
		t.Errorf("asked for %+v", o)
	}
	if u := a.Options.User; len(u.ID) != 43 || strings.Contains(u.Name+u.DisplayName, "李文静") || !strings.Contains(u.Name, "李*") {
		t.Errorf("the phone is told %+v", u)
	}
	before := li.cookie(t)
	p := newPhone(t, b)
	li.late(t, keysPath, "ceremony", a.Ceremony, "answer", p.create(t, a)).led(t, "/hepingli/me/devices?done=passkey-added")
	if li.cookie(t) == before {
		t.Error("the session is not another one")
	}
	li.get("/hepingli/desk").holds(t, 200, "李文静 · 居委会委员", "!试用")
	li.get("/hepingli/me").holds(t, 200, "添加了通行密钥", "登录与设备")
	if a := li.ask(t, keysPath); len(a.Options.Exclude) != 1 || a.Options.User.ID != b64(p.handle) {
		t.Errorf("a second one is asked for with %+v", a.Options)
	}

	other := b.stranger()
	other.shows(t, p).led(t, "/hepingli/desk?done=signed-in")
	other.get("/hepingli/desk").holds(t, 200)
	b.clock.set("2026-11-03 20:59")
	other.get("/hepingli/desk").holds(t, 200)
	b.clock.set("2026-11-03 21:00")
	other.get("/hepingli/desk").holds(t, 403, "工作台要用通行密钥登录", `href="/hepingli/sign-in/passkey?next=%2Fhepingli%2Fdesk"`)
	other.byName("/hepingli/sign-in/passkey?next=//evil.example").holds(t, 200, `name="next" value="/"`)
	other.shows(t, p).led(t, "/hepingli/desk?done=signed-in")
	other.get("/hepingli/desk").holds(t, 200)
}

// cookie is what the client's session cookie has.
func (b *booted) cookie(t testing.TB) string {
	t.Helper()
	u, _ := url.Parse(b.URL)
	for _, c := range b.client.Jar.Cookies(u) {
		if c.Name == sessionCookie {
			return c.Value
		}
	}
	return ""
}

// Whatever is wrong with what the browser sends, nobody is signed in by it, and the
// challenge is used up.
func TestPasskeysThatProveNothing(t *testing.T) {
	t.Parallel()
	b := boot(t)
	li, wang := b.enrol(t, "hepingli", "li"), b.enrol(t, "hepingli", "wang")
	cases := map[string]func(p *phone, a *challenge) string{
		"another site's page": func(p *phone, a *challenge) string { p.origin = "https://evil.example"; return p.get(t, *a) },
		"another port":        func(p *phone, a *challenge) string { p.origin = "http://localhost:1"; return p.get(t, *a) },
		"another host's key":  func(p *phone, a *challenge) string { p.host = "evil.example"; return p.get(t, *a) },
		"nobody was there":    func(p *phone, a *challenge) string { p.blind = true; return p.get(t, *a) },
		"another challenge":   func(p *phone, a *challenge) string { a.Options.Challenge = b64(make([]byte, 32)); return p.get(t, *a) },
		"somebody else's name": func(p *phone, a *challenge) string {
			p.handle = wang.handle
			return p.get(t, *a)
		},
		"somebody else's key": func(p *phone, a *challenge) string { p.id = wang.id; return p.get(t, *a) },
		"a key nobody knows":  func(p *phone, a *challenge) string { p.id = make([]byte, 32); return p.get(t, *a) },
		"a registration":      func(p *phone, a *challenge) string { return p.create(t, *a) },
		"no JSON":             func(*phone, *challenge) string { return "{" },
	}
	for name, bad := range cases {
		them, p := b.stranger(), *li
		a := them.ask(t, signInPath)
		fresh := a
		them.late(t, signInPath, "ceremony", a.Ceremony, "answer", bad(&p, &a)).holds(t, 422, "没有通过核对")
		if them.cookie(t) != "" {
			t.Errorf("%s: signed in", name)
		}
		again := *li
		again.counter += 100
		them.late(t, signInPath, "ceremony", fresh.Ceremony, "answer", again.get(t, fresh)).holds(t, 422, "已经用过")
	}

	them := b.stranger()
	a := them.ask(t, signInPath)
	answer := li.get(t, a)
	them.late(t, signInPath, "ceremony", a.Ceremony, "answer", answer).led(t, "/hepingli?done=signed-in")
	b.stranger().late(t, signInPath, "ceremony", a.Ceremony, "answer", answer).holds(t, 422, "已经用过")
	fields := url.Values{"command": {anID}, "ceremony": {b.ask(t, signInPath).Ceremony}, "answer": {answer}}
	b.stranger().do("POST", signInPath, fields).holds(t, 422, "没有通过核对")

	late := b.stranger()
	a = late.ask(t, signInPath)
	b.clock.set("2026-11-03 09:05")
	late.late(t, signInPath, "ceremony", a.Ceremony, "answer", li.get(t, a)).holds(t, 422, "等得太久")
	late.late(t, signInPath, "ceremony", store.NewToken(), "answer", li.get(t, a)).holds(t, 422, "等得太久")
	late.late(t, signInPath).holds(t, 422, "用不了通行密钥")

	reg := late.ask(t, signInPath)
	late.signInBy(residents.ByLink, "hepingli", "sun")
	late.late(t, keysPath, "ceremony", reg.Ceremony, "answer", newPhone(t, b).create(t, reg)).holds(t, 422, "等得太久")
	if strings.Contains(b.log.String(), a.Ceremony) || strings.Contains(b.log.String(), answer) {
		t.Error("the log has what opens something")
	}
}

// A counter that runs backwards: there may be two of the key. It signs nobody in, and the audit has it.
func TestCopiedPasskey(t *testing.T) {
	t.Parallel()
	b := boot(t)
	p := b.enrol(t, "hepingli", "li")
	b.stranger().shows(t, p).led(t, "/hepingli/desk?done=signed-in")
	twin := *p
	b.stranger().shows(t, p).led(t, "/hepingli/desk?done=signed-in")
	them := b.stranger()
	if got := them.shows(t, &twin); got.StatusCode != 422 || !strings.Contains(got.body, "可能被人复制过") || them.cookie(t) != "" {
		t.Error(got.Status, mainOf(got.body))
	}
	if n := b.audited(t, "hepingli", residents.Enter, residents.ErrPasskeyCopied); n != 1 {
		t.Errorf("%d entries in the audit", n)
	}
	b.stranger().shows(t, p).led(t, "/hepingli/desk?done=signed-in")
}

// audited counts the entries of the audit about an action with that reason.
func (b *booted) audited(t *testing.T, body string, do residents.Action, reason residents.Reason) (n int) {
	t.Helper()
	err := b.store.View(t.Context(), func(v *store.View) error {
		all, err := v.AuditBefore(body, store.AuditFilter{Action: do}, store.AuditKey{}, 100)
		for _, a := range all {
			if a.Reason == reason {
				n++
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Who may add a passkey in which session; the rules themselves are tested in their room.
func TestAddingPasskeys(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.stranger().late(t, keysPath+"/options").holds(t, 401)
	for _, c := range []struct{ method, who, refused string }{
		{residents.ByPhone, "li", "要用登录链接进来添加"},
		{residents.ByLetter, "li", "要用登录链接进来添加"},
		{residents.ByPerson, "li", "要用登录链接进来添加"},
		{residents.ByPhone, "wang", ""},
		{residents.ByLetter, "sun", ""},
		{residents.ByPerson, "zhao", ""},
	} {
		them := b.stranger()
		them.signInBy(c.method, "hepingli", c.who)
		if c.refused != "" {
			them.late(t, keysPath+"/options").holds(t, 422, c.refused)
			them.byName("/hepingli/me/devices").holds(t, 200, c.refused, "!在这台设备上添加")
			continue
		}
		a, p := them.ask(t, keysPath), newPhone(t, b)
		them.late(t, keysPath, "ceremony", a.Ceremony, "answer", p.create(t, a)).led(t, "/hepingli/me/devices?done=passkey-added")
	}

	// Once there is one, an easier way in leads nowhere, and a new link does.
	wang := b.stranger()
	wang.signInBy(residents.ByPhone, "hepingli", "wang")
	wang.late(t, keysPath+"/options").holds(t, 422, "要再确认一次是您本人")
	wang.byName("/hepingli/me/devices").holds(t, 200, "先用通行密钥确认一次", "!改名或移除", "!在这台设备上添加")
	b.enrol(t, "hepingli", "li")
	old := b.stranger()
	old.signInBy(residents.ByLink, "hepingli", "li")
	b.clock.set("2026-11-03 09:15")
	old.late(t, keysPath+"/options").holds(t, 422, "要再确认一次是您本人")
	b.enrol(t, "hepingli", "li")
	if n := b.audited(t, "hepingli", residents.KeepPasskeys, ""); n != 2 {
		t.Errorf("%d entries in the audit for two passkeys of a member of the committee", n)
	}

	// Nobody answers for another, nor at another place, nor twice with one passkey.
	sun := b.stranger()
	sun.signIn("hepingli", "sun")
	a := sun.ask(t, keysPath)
	zhao := b.stranger()
	zhao.signIn("hepingli", "zhao")
	zhao.late(t, keysPath, "ceremony", a.Ceremony, "answer", newPhone(t, b).create(t, a)).holds(t, 422, "没有通过核对")
	zhao.late(t, "/anzhen/me/devices/passkeys/options").holds(t, 403)
	zhao.get("/anzhen/me/devices").led(t, "/hepingli/me/devices")
	p := newPhone(t, b)
	for i, status := range []int{303, 422} {
		a := sun.ask(t, keysPath)
		if got := sun.late(t, keysPath, "ceremony", a.Ceremony, "answer", p.create(t, a)); got.StatusCode != status {
			t.Error(i, got.Status, mainOf(got.body))
		}
	}
}
