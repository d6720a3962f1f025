package browsertest

import (
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// Authenticator is a phone's own keeper of passkeys, as Chromium plays it: it
// confirms what it is asked, with a finger that fits until told otherwise.
type Authenticator struct {
	tab *Tab
	id  webauthn.AuthenticatorID
}

// Authenticator gives the browser one, with no passkeys in it.
func (b *Tab) Authenticator() *Authenticator {
	b.t.Helper()
	b.call(chromedp.Call(b.ctx, webauthn.Enable, webauthn.EnableParams{}))
	got, err := chromedp.Call(b.ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
		Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: "ctap2", Ctap2version: "ctap2_1", Transport: "internal", HasResidentKey: true, HasUserVerification: true,
			AutomaticPresenceSimulation: true, IsUserVerified: true, DefaultBackupEligibility: true, DefaultBackupState: true,
		},
	})
	b.call(nil, err)
	return &Authenticator{b, got.AuthenticatorID}
}

// Finger says whether the finger fits from now on.
func (a *Authenticator) Finger(fits bool) *Authenticator {
	a.tab.t.Helper()
	a.tab.call(chromedp.Call(a.tab.ctx, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: a.id, IsUserVerified: fits}))
	return a
}

// Passkeys are what the authenticator keeps.
func (a *Authenticator) Passkeys() []*webauthn.Credential {
	a.tab.t.Helper()
	got, err := chromedp.Call(a.tab.ctx, webauthn.GetCredentials, webauthn.GetCredentialsParams{AuthenticatorID: a.id})
	a.tab.call(nil, err)
	return got.Credentials
}

// Copy puts a passkey of another authenticator into this one.
func (a *Authenticator) Copy(c *webauthn.Credential) *Authenticator {
	a.tab.t.Helper()
	a.tab.call(chromedp.Call(a.tab.ctx, webauthn.AddCredential, webauthn.AddCredentialParams{AuthenticatorID: a.id, Credential: c}))
	return a
}
