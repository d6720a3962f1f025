package main

import (
	"encoding/base64"
	"encoding/json"
	"net/http"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// deviceRoutes are the page of the devices on which the reader is signed in, and of their passkeys.
func (p *Portal) deviceRoutes() []route {
	const devices = "/{place}/me/devices"
	return []route{
		{method: http.MethodGet, pattern: devices, name: "devices", do: residents.OwnThings, handle: p.devices},
		{method: http.MethodPost, pattern: devices + "/end", name: "end-device", do: residents.OwnThings, handle: p.endDevice, on: devices},
		{method: http.MethodPost, pattern: devices + "/others", name: "end-others", do: residents.OwnThings, handle: p.endOthers, on: devices},
	}
}

// devices lists where the reader is signed in, and their passkeys. It is at home: a
// reader of another place is led there.
func (p *Portal) devices(r *request) (answer, error) {
	if !r.who.SignedIn() {
		return answer{}, residents.ErrSignedOut
	}
	v := &pages.DevicesView{Frame: p.frame(r)}
	home := ""
	err := p.view(r, func(rows *store.View) error {
		if r.me() == "" {
			c, err := rows.CommunityByID(r.who.Resident.Community)
			home = "/" + c.Slug + "/me/devices"
			return err
		}
		sessions, err := rows.SessionsOf(r.place.ID, r.me(), r.now)
		if err != nil {
			return err
		}
		for _, s := range sessions {
			v.Devices = append(v.Devices, r.deviceLine(s))
		}
		keys, err := rows.Passkeys(r.place.ID, r.me())
		p.describeKeys(r, v, keys)
		return err
	})
	if home != "" {
		return seeOther(home, r.URL.Query().Get("done")), err
	}
	return show(v), err
}

func (r *request) deviceLine(s store.Session) pages.DeviceLine {
	line := pages.DeviceLine{ID: s.ID, Device: s.Device, Here: s.ID == r.session.ID, Facts: []string{
		pages.WayWord(s.Method) + "登录", r.when(s.CreatedAt) + " 开始",
	}}
	if line.Device == "" {
		line.Device = "其他设备"
	}
	if !line.Here {
		line.Facts = append(line.Facts, "最近用过："+r.when(s.SeenAt))
	}
	return line
}

// describeKeys puts the reader's passkeys into the view, and what may be done with them now.
func (p *Portal) describeKeys(r *request, v *pages.DevicesView, keys []store.Passkey) {
	by := r.session.SignIn()
	for _, k := range keys {
		line := pages.KeyLine{ID: k.Public(), Label: k.Label, Facts: []string{r.day(k.AddedAt) + " 添加"}}
		if !k.UsedAt.IsZero() {
			line.Facts = append(line.Facts, "最近用过："+r.when(k.UsedAt))
		}
		v.Keys = append(v.Keys, line)
	}
	v.Office = r.who.HoldsOffice(r.now)
	v.Add = pages.KeyButton{Action: v.To("me/devices/passkeys"), Why: p.keys.unusable(r)}
	v.WhyNotAdd = reasonOf(residents.MayAddPasskey(r.who, by, len(keys), r.now))
	v.WhyNotChange = reasonOf(residents.MayChangePasskey(r.who, by, r.now))
	v.WhyNotRemove = reasonOf(residents.MayRemovePasskey(r.who, by, len(keys), r.now))
	if v.WhyNotChange == residents.ErrSignInAgain && len(keys) > 0 {
		v.Again = p.keyButton(r, v.To("me/devices"))
	}
}

// reasonOf is the reason of an error; "" of none.
func reasonOf(err error) residents.Reason {
	if err == nil {
		return ""
	}
	return api.Code(err)
}

// own is do for what only the owner may do, at home.
func (p *Portal) own(r *request, name, done string, verb func(tx *store.Tx, by residents.Sender) error) (answer, error) {
	return p.do(r, name, func(tx *store.Tx, by residents.Sender) (string, error) {
		if by.Resident.Community != r.place.ID {
			return "", residents.ErrNotAllowed
		}
		return api.WithDone("/"+r.place.Slug+"/me/devices", done), verb(tx, by)
	})
}

// endDevice ends one of the reader's sessions.
func (p *Portal) endDevice(r *request) (answer, error) {
	id := r.form.part()
	if id == r.session.ID {
		return answer{}, residents.ErrChoice // this one is ended by signing out, which also empties the phone
	}
	return p.own(r, "end-device", "device-ended", func(tx *store.Tx, by residents.Sender) error {
		return tx.EndOneSession(r.place.ID, by.Resident.ID, id)
	})
}

// endOthers ends all sessions of the reader but this one.
func (p *Portal) endOthers(r *request) (answer, error) {
	return p.own(r, "end-others", "others-ended", func(tx *store.Tx, _ residents.Sender) error {
		return tx.EndOtherSessions(r.session)
	})
}

// newPasskeyOptions begins the making of a passkey.
func (p *Portal) newPasskeyOptions(r *request) (answer, error) {
	if err := r.form.err(); err != nil {
		return answer{}, err
	}
	if p.keys.lib == nil {
		return answer{}, residents.ErrNoPasskeys
	}
	var keys []store.Passkey
	err := p.view(r, func(v *store.View) (err error) {
		keys, err = v.Passkeys(r.place.ID, r.me())
		return err
	})
	if err != nil {
		return answer{}, err
	}
	if err := r.mayAdd(r.who, len(keys)); err != nil {
		return answer{}, err
	}
	// The name is what the phone lists the key under; it may keep it in somebody's cloud.
	who := person{handle: newHandle(), name: r.who.Resident.Masked().Name + "（" + r.place.Name + "）"}
	var known []protocol.CredentialDescriptor
	for _, k := range keys {
		if who.handle, err = base64.RawURLEncoding.DecodeString(k.Handle); err != nil {
			return answer{}, err
		}
		var c webauthn.Credential
		if err := json.Unmarshal([]byte(k.Credential), &c); err != nil {
			return answer{}, err
		}
		known = append(known, c.Descriptor())
	}
	options, remember, err := p.keys.lib.BeginRegistration(who, webauthn.WithExclusions(known))
	if err != nil {
		return answer{}, err
	}
	return p.ask(r, store.Ceremony{Kind: store.Registering, Community: r.place.ID, Resident: r.me()}, options.Response, remember)
}

// mayAdd is residents.MayAddPasskey for the reader, at home.
func (r *request) mayAdd(who residents.Standing, has int) error {
	if who.SignedIn() && who.Resident.Community != r.place.ID {
		return residents.ErrNotAllowed
	}
	return residents.MayAddPasskey(who, r.session.SignIn(), has, r.now)
}

// addPasskey adds the passkey that was made, and goes on in a session that it has proved.
func (p *Portal) addPasskey(r *request) (answer, error) {
	s, err := p.heard(r)
	if err != nil {
		return answer{}, err
	}
	if !r.who.SignedIn() {
		return answer{}, residents.ErrSignedOut
	}
	c, remembered, err := p.recall(r, s.token, store.Registering)
	if err != nil {
		return answer{}, err
	}
	if c.Community != r.place.ID || c.Resident != r.me() {
		return answer{}, p.wrong(r, s.token, residents.ErrNotYours)
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(s.answer))
	if err != nil {
		return answer{}, p.wrong(r, s.token, err)
	}
	credential, err := p.keys.lib.CreateCredential(person{handle: remembered.UserID}, remembered, parsed)
	if err != nil {
		return answer{}, p.wrong(r, s.token, err)
	}
	whole, err := json.Marshal(credential)
	if err != nil {
		return answer{}, err
	}
	key := store.Passkey{
		ID: base64.RawURLEncoding.EncodeToString(credential.ID), Community: r.place.ID, Resident: r.me(),
		Handle: base64.RawURLEncoding.EncodeToString(remembered.UserID), Credential: string(whole), Label: store.DeviceOf(r.UserAgent()),
	}
	command := r.form.command()
	_, err = p.doors.Begin(r.w, r.Request, r.place.ID, r.me(), residents.ByPasskey, command, store.NewToken(), func(tx *store.Tx) error {
		if err := tx.UseCeremony(s.token); err != nil {
			return err
		}
		return r.keepKey(tx, key, command)
	})
	return seeOther("/"+r.place.Slug+"/me/devices", "passkey-added"), err
}

// keepKey adds a passkey in a transaction and lets its owner know, who may not be
// the one that added it. Of somebody who holds an office the audit has it.
func (r *request) keepKey(tx *store.Tx, key store.Passkey, command string) error {
	who, err := tx.Standing(key.Community, key.Resident)
	if err != nil {
		return err
	}
	has, err := tx.PasskeyCount(key.Community, key.Resident)
	if err != nil {
		return err
	}
	if err := r.mayAdd(who, has); err != nil {
		return err
	}
	if err := tx.AddPasskey(key); err != nil {
		return err
	}
	err = tx.Tell(consultation.Letter{
		Community: key.Community, ID: command + "-key", Resident: key.Resident, Kind: "passkey-added", Title: key.Label, At: r.now.UnixMicro(),
	})
	if err != nil || !who.HoldsOffice(r.now) {
		return err
	}
	return tx.Audit(keyEntry(key))
}

// keyEntry is a change of an office-holder's passkeys, as the audit has it.
func keyEntry(key store.Passkey) residents.AuditEntry {
	return residents.AuditEntry{
		Community: key.Community, ActorHome: key.Community, Actor: key.Resident, Action: residents.KeepPasskeys,
		Subject: key.Public(), Result: residents.Done,
	}
}

// maxLabel is how many characters the name of a passkey may have.
const maxLabel = 30

// myKey is the passkey of the path, among the sender's own, and how many they have.
func (r *request) myKey(tx *store.Tx, by residents.Sender) (store.Passkey, int, error) {
	keys, err := tx.Passkeys(r.place.ID, by.Resident.ID)
	if err != nil {
		return store.Passkey{}, 0, err
	}
	for _, k := range keys {
		if k.Public() == r.PathValue("id") {
			return k, len(keys), nil
		}
	}
	return store.Passkey{}, 0, residents.ErrNotFound
}

// renamePasskey gives one of the reader's passkeys another name.
func (p *Portal) renamePasskey(r *request) (answer, error) {
	label := r.form.text("label", maxLabel)
	if label == "" {
		r.form.refuse("label", residents.ErrEmpty, 0)
	}
	return p.own(r, "rename-passkey", "passkey-renamed", func(tx *store.Tx, by residents.Sender) error {
		key, _, err := r.myKey(tx, by)
		if err != nil {
			return err
		}
		if err := residents.MayChangePasskey(by.Standing, r.session.SignIn(), by.Now); err != nil {
			return err
		}
		return tx.RenamePasskey(key, label)
	})
}

// removePasskey removes one of the reader's passkeys.
func (p *Portal) removePasskey(r *request) (answer, error) {
	return p.own(r, "remove-passkey", "passkey-removed", func(tx *store.Tx, by residents.Sender) error {
		key, has, err := r.myKey(tx, by)
		if err != nil {
			return err
		}
		if err := residents.MayRemovePasskey(by.Standing, r.session.SignIn(), has, by.Now); err != nil {
			return err
		}
		if err := tx.RemovePasskey(key); err != nil || !by.HoldsOffice(by.Now) {
			return err
		}
		return tx.Audit(keyEntry(key))
	})
}
