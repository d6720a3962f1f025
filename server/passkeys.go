package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/store"
)

// Passkeys are asked for in two steps. The browser asks for options, and the server
// remembers the challenge under a token that this browser alone is told; then the
// browser sends the token and what the passkey said, in an ordinary form. The
// challenge is good for one answer, right or wrong, and for a few minutes.
//
// Without scripts there are no passkeys: the browser's dialogue is a script's to open.

// ceremonyTime is how long somebody may take to find their finger.
const ceremonyTime = 5 * time.Minute

// mostAnswer is how many characters a browser's answer may have.
const mostAnswer = 20_000

// keys checks passkeys; the zero keys can check none.
type keys struct {
	lib  *webauthn.WebAuthn
	host string // the passkeys are for this host
	at   string // address at which they can be used
}

// newKeys makes passkeys for a portal that people reach at the address. An address of
// numbers can have none, nor can one without TLS, unless it is this machine's own.
func newKeys(address string) (keys, error) {
	u, err := url.Parse(address)
	if err != nil {
		return keys{}, err
	}
	host := strings.ToLower(u.Hostname())
	local := host == "localhost" || strings.HasSuffix(host, ".localhost")
	if host == "" || net.ParseIP(host) != nil || u.Scheme != "https" && !local {
		return keys{}, nil
	}
	k := keys{host: host, at: u.Scheme + "://" + u.Host}
	timeouts := webauthn.TimeoutConfig{Enforce: true, Timeout: ceremonyTime, TimeoutUVD: ceremonyTime}
	k.lib, err = webauthn.New(&webauthn.Config{
		RPID: host, RPDisplayName: "议事厅", RPOrigins: []string{k.at},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationRequired,
		},
		Timeouts: webauthn.TimeoutsConfig{Login: timeouts, Registration: timeouts},
	})
	return k, err
}

// unusable is why a passkey cannot be used at the address of the request, in a sentence; "" where it can.
func (k keys) unusable(r *request) string {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	switch {
	case k.lib == nil:
		return "本站现在的网址不能用通行密钥：要用域名，并且是 https。请告诉管理本站的人。"
	case strings.ToLower(host) != k.host:
		return "通行密钥只在 " + k.at + " 这个网址能用，请从那里打开。"
	}
	return ""
}

// person is whom a passkey is for, as the library asks it.
type person struct {
	handle []byte
	name   string
	keys   []webauthn.Credential
}

func (p person) WebAuthnID() []byte                         { return p.handle }
func (p person) WebAuthnName() string                       { return p.name }
func (p person) WebAuthnDisplayName() string                { return p.name }
func (p person) WebAuthnCredentials() []webauthn.Credential { return p.keys }

// passkeyRoutes are signing in by a passkey, and the keeping of one's own.
func (p *Portal) passkeyRoutes() []route {
	const signIn, own, devices = "/{place}/sign-in/passkey", "/{place}/me/devices/passkeys", "/{place}/me/devices"
	return []route{
		{method: http.MethodGet, pattern: signIn, name: "passkey-page", do: residents.Enter, handle: p.passkeyPage},
		{method: http.MethodPost, pattern: signIn, name: "passkey", do: residents.Enter, handle: p.passkeySignIn},
		{method: http.MethodPost, pattern: signIn + "/options", name: "passkey-options", do: residents.Enter, handle: p.passkeyOptions, on: signIn},
		{method: http.MethodPost, pattern: own, name: "add-passkey", do: residents.KeepPasskeys, handle: p.addPasskey, on: devices},
		{method: http.MethodPost, pattern: own + "/options", name: "new-passkey-options", do: residents.KeepPasskeys, handle: p.newPasskeyOptions, on: devices},
		{method: http.MethodPost, pattern: own + "/{id}/name", name: "rename-passkey", do: residents.KeepPasskeys, handle: p.renamePasskey, on: devices},
		{method: http.MethodPost, pattern: own + "/{id}/remove", name: "remove-passkey", do: residents.KeepPasskeys, handle: p.removePasskey, on: devices},
	}
}

// passkeyPage is the page with the one button, for whoever was sent to show a passkey.
func (p *Portal) passkeyPage(r *request) (answer, error) {
	next := r.URL.Query().Get("next")
	if r.form != nil {
		next = r.form.one("next")
	}
	return show(&pages.PasskeyView{Frame: p.frame(r), Key: p.keyButton(r, next)}), nil
}

// keyButton is the button by which a passkey is shown; next is where it leads, "" home.
func (p *Portal) keyButton(r *request, next string) pages.KeyButton {
	if next != "" {
		next = within(next)
	}
	return pages.KeyButton{Action: "/" + r.place.Slug + "/sign-in/passkey", Next: next, Why: p.keys.unusable(r)}
}

// passkeyOptions begins a sign-in by whichever passkey the reader then shows.
func (p *Portal) passkeyOptions(r *request) (answer, error) {
	if err := r.form.err(); err != nil {
		return answer{}, err
	}
	if p.keys.lib == nil {
		return answer{}, residents.ErrNoPasskeys
	}
	options, remember, err := p.keys.lib.BeginDiscoverableLogin()
	if err != nil {
		return answer{}, err
	}
	return p.ask(r, store.Ceremony{Kind: store.SigningIn}, options.Response, remember)
}

// ask remembers a ceremony and gives the browser its token and options.
func (p *Portal) ask(r *request, c store.Ceremony, options any, remember *webauthn.SessionData) (answer, error) {
	data, err := json.Marshal(remember)
	if err != nil {
		return answer{}, err
	}
	c.Data, c.Expires = string(data), r.now.Add(ceremonyTime)
	token := store.NewToken()
	err = p.store.Update(r.Context(), r.place.ID, func(tx *store.Tx) error {
		if err := tx.DropCeremonies(r.now.Add(-ceremonyTime)); err != nil {
			return err
		}
		return tx.AddCeremony(token, c)
	})
	if err != nil {
		return answer{}, err
	}
	body, err := json.Marshal(map[string]any{"ceremony": token, "options": options})
	return give(file{kind: "application/json", body: body}), err
}

// said is what the form of a ceremony holds.
type said struct{ token, answer string }

// heard reads the form of a ceremony.
func (p *Portal) heard(r *request) (said, error) {
	s := said{r.form.one("ceremony"), r.form.text("answer", mostAnswer)}
	if err := r.form.err(); err != nil {
		return s, err
	}
	if s.answer == "" || p.keys.lib == nil {
		return s, residents.ErrNoPasskeys
	}
	return s, nil
}

// recall is the ceremony that the browser answers, and what the library wanted to remember of it.
func (p *Portal) recall(r *request, token, kind string) (c store.Ceremony, remembered webauthn.SessionData, err error) {
	err = p.view(r, func(v *store.View) (err error) {
		c, err = v.Ceremony(token, kind, r.now)
		return err
	})
	if err == nil {
		err = json.Unmarshal([]byte(c.Data), &remembered)
	}
	return c, remembered, err
}

// wrong ends a ceremony whose answer proves nothing. The log has what was wrong with
// it, without what was sent.
func (p *Portal) wrong(r *request, token string, why error) error {
	kind := "answer"
	if e, ok := why.(*protocol.Error); ok {
		kind = e.Type + ": " + e.Details
	}
	p.log.Info("passkey refused", "request", r.id, "why", kind)
	err := p.store.Update(r.Context(), r.place.ID, func(tx *store.Tx) error { return tx.UseCeremony(token) })
	if err != nil && err != residents.ErrPasskeyLate {
		return err
	}
	return residents.ErrPasskeyWrong
}

// passkeySignIn begins a session by a passkey.
func (p *Portal) passkeySignIn(r *request) (answer, error) {
	next := r.form.text("next", 2000)
	s, err := p.heard(r)
	if err != nil {
		return answer{}, err
	}
	_, remembered, err := p.recall(r, s.token, store.SigningIn)
	if err != nil {
		return answer{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(s.answer))
	if err != nil {
		return answer{}, p.wrong(r, s.token, err)
	}
	var key store.Passkey
	_, credential, err := p.keys.lib.ValidatePasskeyLogin(func(raw, handle []byte) (webauthn.User, error) {
		return p.owner(r, raw, handle, &key)
	}, remembered, parsed)
	if err != nil {
		return answer{}, p.wrong(r, s.token, err)
	}
	if credential.Authenticator.CloneWarning {
		return answer{}, p.copied(r, s.token, key)
	}
	now, err := json.Marshal(credential)
	if err != nil {
		return answer{}, err
	}
	_, err = p.doors.Begin(r.w, r.Request, key.Community, key.Resident, residents.ByPasskey, r.form.command(), store.NewToken(), func(tx *store.Tx) error {
		if err := tx.UseCeremony(s.token); err != nil {
			return err
		}
		if fresh, err := tx.Passkey(key.ID); err != nil || fresh.Credential != key.Credential {
			return residents.ErrPasskeyLate // removed meanwhile, or shown twice at once
		}
		return tx.UsePasskey(key.ID, string(now))
	})
	if err != nil {
		return answer{}, err
	}
	if next != "" {
		return seeOther(within(next), "signed-in"), nil
	}
	var home residents.Community
	err = p.view(r, func(v *store.View) (err error) {
		home, err = v.CommunityByID(key.Community)
		return err
	})
	return seeOther("/"+home.Slug, "signed-in"), err
}

// owner finds whose passkey it is that the browser shows. The handle is what the
// browser says of its owner, and must be the one of that passkey.
func (p *Portal) owner(r *request, raw, handle []byte, key *store.Passkey) (webauthn.User, error) {
	err := p.view(r, func(v *store.View) (err error) {
		*key, err = v.Passkey(base64.RawURLEncoding.EncodeToString(raw))
		return err
	})
	if err != nil {
		return nil, err
	}
	own, err := base64.RawURLEncoding.DecodeString(key.Handle)
	if err != nil || !bytes.Equal(own, handle) {
		return nil, residents.ErrPasskeyWrong
	}
	var credential webauthn.Credential
	if err := json.Unmarshal([]byte(key.Credential), &credential); err != nil {
		return nil, err
	}
	return person{handle: own, keys: []webauthn.Credential{credential}}, nil
}

// copied refuses a passkey whose counter runs backwards: there may be two of it, in
// two hands. It signs nobody in until the counter is ahead again, and the audit has it.
func (p *Portal) copied(r *request, token string, key store.Passkey) error {
	p.log.Warn("passkey copied", "request", r.id)
	err := p.store.Update(r.Context(), key.Community, func(tx *store.Tx) error {
		if err := tx.UseCeremony(token); err != nil {
			return err
		}
		return tx.Audit(residents.AuditEntry{
			Community: key.Community, ActorHome: key.Community, Actor: key.Resident, Action: residents.Enter,
			Subject: key.Public(), Result: residents.Refused, Reason: residents.ErrPasskeyCopied,
		})
	})
	if err != nil {
		return err
	}
	return residents.ErrPasskeyCopied
}

// newHandle names a person to browsers: random, so that it tells nothing.
func newHandle() []byte {
	handle := make([]byte, 32)
	_, _ = rand.Read(handle) // never fails
	return handle
}

// ways lead on for somebody who must show a passkey: to it, or to where one is added.
func (p *Portal) ways(r *request, code residents.Reason) []pages.Way {
	if code != residents.ErrPasskey && code != residents.ErrSignInAgain || r.place.Slug == "" {
		return nil
	}
	has := 0
	err := p.view(r, func(v *store.View) (err error) {
		has, err = v.PasskeyCount(r.session.Community, r.session.Resident)
		return err
	})
	if err != nil {
		return nil // the reason is told all the same
	}
	place := "/" + r.place.Slug
	switch {
	case has > 0:
		return []pages.Way{{Href: place + "/sign-in/passkey?next=" + url.QueryEscape(r.path), Verb: "用通行密钥登录"}}
	case code == residents.ErrPasskey:
		return []pages.Way{{Href: place + "/me/devices#passkeys", Verb: "添加通行密钥"}}
	}
	return nil
}
