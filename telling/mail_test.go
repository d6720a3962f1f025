package telling

import (
	"errors"
	"testing"
	"time"

	"yishiting/residents"
)

func (k *kept) Standing(_, resident string) (residents.Standing, error) {
	if k.person.Resident.ID != resident {
		return residents.Standing{}, residents.ErrNotFound
	}
	return k.person, nil
}
func (k *kept) SetMailCheck(c MailCheck, token string) error {
	k.check, k.token = &c, token
	return nil
}
func (k *kept) MailCheckBy(community, token string) (MailCheck, error) {
	if k.check == nil || k.token != token || k.check.Community != community {
		return MailCheck{}, residents.ErrNotFound
	}
	return *k.check, nil
}
func (k *kept) SetMail(_, _, address, token string) error {
	k.address, k.leave, k.check = address, token, nil
	return nil
}
func (k *kept) MailLeaver(_, token string) (string, error) {
	if k.address == "" || token != k.leave {
		return "", residents.ErrNotFound
	}
	return k.person.Resident.ID, nil
}

func (k *kept) mailed() (chosen, held bool) {
	_, held = residents.Holding(k.consents)[residents.PurposeMails]
	return len(k.choices) > 0 && k.choices[len(k.choices)-1].Mails.Any(), held
}

// An address counts when whoever has it opened the link, within a day; then its person is told by mail,
// until they leave by the token of a mail, which asks for nobody to be signed in.
func TestMailIsConfirmedAndLeft(t *testing.T) {
	now := at(t, "2026-11-13 18:00")
	wang := residents.Standing{Resident: residents.Resident{ID: "wang", Community: "hepingli", Name: "王秀兰", Adult: true}}
	by := residents.Sender{Standing: wang, Now: now}
	helped := by
	helped.Helper = residents.Resident{ID: "sun", Community: "hepingli"}
	k := &kept{person: wang}
	for name, err := range map[string]error{
		"a helper":   AskMail(k, helped, "wang@example.cn", "token", true),
		"no consent": AskMail(k, by, "wang@example.cn", "token", false),
		"no address": AskMail(k, by, "wang@example.cn\r\nBcc: sun@example.cn", "token", true),
		"nobody":     AskMail(k, residents.Sender{Now: now}, "wang@example.cn", "token", true),
	} {
		if err == nil || k.check != nil {
			t.Error(name, err, k.check)
		}
	}
	if err := AskMail(k, by, "wang@example.cn", "token", true); err != nil || k.address != "" {
		t.Fatal(err, k.address)
	}
	if chosen, held := k.mailed(); chosen || held {
		t.Error("before it is confirmed:", chosen, held)
	}
	leave := func(c MailCheck) string { return "leave " + c.Address }
	for name, try := range map[string]struct {
		place, token string
		at           time.Time
	}{"another's": {"hepingli", "tokem", now}, "elsewhere": {"anzhen", "token", now}, "a day later": {"hepingli", "token", now.Add(CheckLife)}} {
		if _, err := ConfirmMail(k, try.place, try.token, try.at, leave); !errors.Is(err, residents.ErrNotFound) || k.address != "" {
			t.Error(name, err)
		}
	}
	if c, err := ConfirmMail(k, "hepingli", "token", now.Add(CheckLife-time.Second), leave); err != nil || c.Resident != "wang" || k.address != "wang@example.cn" {
		t.Fatal(err, c, k.address)
	}
	if chosen, held := k.mailed(); !chosen || !held {
		t.Error("confirmed:", chosen, held)
	}
	if _, err := ConfirmMail(k, "hepingli", "token", now, leave); !errors.Is(err, residents.ErrNotFound) {
		t.Error("twice:", err)
	}
	// What was chosen stays when the address changes.
	if err := Choose(k, by, k.choices[len(k.choices)-1].With(Mail, Ways{Digest: true}), nil); err != nil {
		t.Fatal(err)
	}
	_ = AskMail(k, by, "wang@elsewhere.example", "second", true)
	if _, err := ConfirmMail(k, "hepingli", "second", now, leave); err != nil || k.choices[len(k.choices)-1].Mails != (Ways{Digest: true}) {
		t.Error(err, k.choices)
	}
	if _, _, err := LeaveMail(k, "hepingli", "leave wang@example.cn", now); !errors.Is(err, residents.ErrNotFound) {
		t.Error("by a mail to the address before:", err)
	}
	who, address, err := LeaveMail(k, "hepingli", "leave wang@elsewhere.example", now)
	if chosen, held := k.mailed(); err != nil || who != "wang" || address != "wang@elsewhere.example" || chosen || held || k.address != "" {
		t.Error(err, who, address, chosen, held, k.address)
	}
	if _, _, err := LeaveMail(k, "hepingli", "leave wang@elsewhere.example", now); !errors.Is(err, residents.ErrNotFound) {
		t.Error("left twice:", err)
	}
}

// Whoever unticks both is told by mail no more, and the address is gone; texts leave the telephone.
func TestUntickingMail(t *testing.T) {
	now := at(t, "2026-11-13 18:00")
	wang := residents.Standing{Resident: residents.Resident{ID: "wang", Community: "hepingli", Name: "王秀兰", Adult: true}}
	by := residents.Sender{Standing: wang, Now: now}
	k := &kept{person: wang, address: "wang@example.cn"}
	choice := Usual("hepingli", "wang")
	choice.Mails.Yours = true
	if err := Choose(k, by, choice, map[Way]bool{Mail: true}); err != nil || k.address == "" {
		t.Fatal(err)
	}
	choice.Mails = Ways{}
	if err := Choose(k, by, choice, nil); err != nil || k.address != "" {
		t.Error(err, k.address)
	}
	k.check = &MailCheck{Address: "wang@example.cn"}
	if err := Choose(k, by, choice, nil); err != nil || k.check == nil {
		t.Error("what waits to be confirmed is gone:", err)
	}
}

// sendingKept is kept with messages.
type sendingKept struct {
	*kept
	*post
}

// An address that the provider says is none is used no more, unless it was changed meanwhile.
func TestRefuse(t *testing.T) {
	for address, want := range map[string]bool{"wang@example.cn": true, "wang@elsewhere.example": false, "": false} {
		k := sendingKept{&kept{address: address}, &post{}}
		choice := Usual("hepingli", "wang")
		choice.Mails, choice.Texts = Ways{Yours: true}, Ways{Yours: true}
		_ = k.SetChoice(choice)
		gone, err := Refuse(k, Outgoing{Message: Message{ID: "m", Way: Mail, State: Sending}, To: "wang@example.cn"})
		last := k.choices[len(k.choices)-1]
		if err != nil || gone != want || k.messages[0].State != Failed || last.Mails.Any() == want || !last.Texts.Any() || want && k.address != "" {
			t.Error(address, gone, err, k.messages, last, k.address)
		}
	}
}
