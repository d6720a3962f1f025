package organisations

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"yishiting/calendar"
	"yishiting/residents"
)

// Application is what a form says of an organisation.
type Application struct {
	Kind Kind
	Content
	Private
	Phone string // of the sender, for questions; read by the committee and the street
}

// MakeOrganisation drafts an application; the sender is its first contact. Its id is the command's.
func MakeOrganisation(tx Tx, by residents.Sender, community string, a Application) (Organisation, error) {
	o := Organisation{Community: community, ID: by.ID, Kind: a.Kind, State: Applying, Request: Draft, Version: 1, MadeBy: by.Resident.ID, MadeAt: by.Now}
	body, err := tx.CommunityByID(community)
	if err != nil {
		return o, err
	}
	if err := MayApply(by.Standing, community, by.Now); err != nil {
		return o, err
	}
	mine, err := tx.OrganisationsOf(community, by.Resident.ID)
	if err != nil {
		return o, err
	}
	if len(mine) >= MaxMine {
		return o, &residents.FieldError{Field: "", Reason: residents.ErrTooMany, Limit: MaxMine}
	}
	w := work{tx: tx, by: by, body: body, o: o}
	if a, err = w.check(a); err != nil {
		return o, err
	}
	w.o.Content, w.o.Asked, w.o.Private = a.Content, a.Content, a.Private
	w.o.Contacts = []Contact{{Community: community, Organisation: o.ID, Resident: by.Resident.ID, Lead: true, Phone: a.Phone, Since: by.Now}}
	if err := tx.AddOrganisation(w.o); err != nil {
		return w.o, err
	}
	return w.o, tx.AddContact(w.o.Contacts[0])
}

// ChangeOrganisation writes anew what is asked for. Of a filed organisation what was filed
// stands until the street has filed the change. version is the one the form was drawn for.
func ChangeOrganisation(tx Tx, by residents.Sender, community, id string, version int, a Application) error {
	w, err := speaking(tx, by, community, id)
	if err != nil {
		return err
	}
	if w.o.State == Closed || w.o.Request == Submitted || w.o.Request == Reviewed {
		return ErrState
	}
	if w.o.Version != version {
		return ErrChanged
	}
	if w.o.State == Filed {
		a.Kind = w.o.Kind // another kind is another filing
	}
	if a, err = w.check(a); err != nil {
		return err
	}
	w.o.Kind, w.o.Asked, w.o.Private, w.o.Version = a.Kind, a.Content, a.Private, version+1
	if w.o.State == Applying {
		w.o.Content = a.Content
	}
	if w.o.Request == NoRequest {
		w.o.Request = Draft
	}
	if err := w.phone(a.Phone); err != nil {
		return err
	}
	return tx.SetOrganisation(w.o)
}

// phone writes the sender's number again.
func (w work) phone(to string) error {
	i := slices.IndexFunc(w.o.Contacts, func(c Contact) bool { return c.Resident == w.by.Resident.ID })
	c := w.o.Contacts[i]
	if c.Phone == to {
		return nil
	}
	if err := w.tx.RemoveContact(c.Community, c.Organisation, c.Resident); err != nil {
		return err
	}
	c.Phone = to
	return w.tx.AddContact(c)
}

// check cleans what people wrote and checks each figure.
func (w work) check(a Application) (Application, error) {
	var err error
	if a.Kind != FiledKind && a.Kind != Registered {
		return a, field("kind", residents.ErrChoice)
	}
	if !slices.Contains(Classes, a.Class) {
		return a, field("class", residents.ErrChoice)
	}
	for _, t := range []struct {
		name string
		text *string
		max  int
		line bool
	}{
		{"name", &a.Name, MaxName, true}, {"purpose", &a.Purpose, MaxPurpose, false}, {"area", &a.Area, MaxPlace, true}, {"venue", &a.Venue, MaxPlace, true},
		{"funds", &a.Funds, MaxWords, false}, {"plan", &a.Plan, MaxPurpose, false}, {"charter", &a.Charter, MaxCharter, false},
	} {
		if *t.text, err = residents.PublicText(t.name, *t.text, t.max, t.line); err != nil {
			return a, err
		}
	}
	if a.Members < 1 || a.Members > MaxMembers {
		return a, &residents.FieldError{Field: "members", Reason: residents.ErrNumber, Limit: MaxMembers}
	}
	if err := checkCode(&a); err != nil {
		return a, err
	}
	if a, err = checkPrivate(a); err != nil {
		return a, err
	}
	taken, err := w.tx.OrganisationNamed(w.o.Community, a.Name, w.o.ID)
	if err == nil && taken {
		err = field("name", ErrName)
	}
	return a, err
}

func checkPrivate(a Application) (Application, error) {
	var err error
	if a.Founder, err = residents.PublicText("founder", a.Founder, MaxName, true); err != nil {
		return a, err
	}
	if a.Roster, err = residents.PublicTextOrNone("roster", a.Roster, MaxRoster, false); err != nil {
		return a, err
	}
	if n := len(strings.Split(a.Roster, "\n")); a.Roster != "" && n != a.Members {
		return a, &residents.FieldError{Field: "roster", Reason: ErrRoster, Limit: n}
	}
	if a.Phone = residents.ReadPhone(a.Phone); a.Phone == "" {
		return a, field("phone", residents.ErrPhone)
	}
	return a, nil
}

// checkCode wants the code of a registered organisation, and none of another.
func checkCode(a *Application) error {
	if a.Kind != Registered {
		a.Code = ""
		return nil
	}
	a.Code = strings.ToUpper(strings.TrimSpace(a.Code))
	if !CreditCode(a.Code) {
		return field("code", ErrCode)
	}
	return nil
}

// CreditCode tells whether a text is a unified social credit code by its check character
// (GB 32100—2015, 5.5).
func CreditCode(s string) bool {
	const signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	if len(s) != 18 {
		return false
	}
	sum, weight := 0, 1
	for i := range 17 {
		at := strings.IndexByte(signs, s[i])
		if at < 0 {
			return false
		}
		sum += at * weight
		weight = weight * 3 % 31
	}
	return s[17] == signs[(31-sum%31)%31]
}

// SubmitOrganisation hands what is asked for to the committee.
func SubmitOrganisation(tx Tx, by residents.Sender, community, id string) error {
	w, err := speaking(tx, by, community, id)
	if err != nil {
		return err
	}
	if w.o.Request != Draft && w.o.Request != Returned {
		return ErrState
	}
	if w.o.Kind == FiledKind && w.o.Asked.Members < RulesAt(w.today()).Members.N {
		return field("members", ErrFew)
	}
	w.o.Request, w.o.Reason, w.o.Word, w.o.ReviewBy, w.o.AskedAt = Submitted, "", "", "", by.Now
	return tx.SetOrganisation(w.o)
}

// AskRenewal begins a renewal, from RenewFrom days before the filing is over.
func AskRenewal(tx Tx, by residents.Sender, community, id string) error {
	w, err := speaking(tx, by, community, id)
	if err != nil {
		return err
	}
	switch {
	case w.o.State != Filed || w.o.Request == Submitted || w.o.Request == Reviewed:
		return ErrState
	case !MayRenewOn(w.o, w.today()):
		return ErrTooSoon
	}
	if w.o.Request == NoRequest {
		w.o.Asked, w.o.Version = w.o.Content, w.o.Version+1
	}
	w.o.Renewal, w.o.Request = true, Draft
	return tx.SetOrganisation(w.o)
}

// MayRenewOn tells whether a day is near enough to the end of the filing.
func MayRenewOn(o Organisation, day calendar.Day) bool {
	return !day.Before(o.Until.Add(-RulesAt(day).RenewFrom.N))
}

// AddDocument keeps a document. What kind it is its bytes say, whatever it is called; a
// picture comes here re-encoded.
func AddDocument(tx Tx, by residents.Sender, community, id string, f File) error {
	w, err := speaking(tx, by, community, id)
	if err != nil {
		return err
	}
	if w.o.State == Closed || w.o.Request == Submitted || w.o.Request == Reviewed {
		return ErrState
	}
	if f.Name, err = residents.PublicText("file", path.Base(strings.ReplaceAll(f.Name, `\`, "/")), MaxFileName, true); err != nil {
		return err
	}
	if len(f.Bytes) > MaxFile {
		return field("file", ErrFileSize)
	}
	if f.Kind = kindOfFile(f.Bytes); f.Kind == "" {
		return field("file", ErrFile)
	}
	all, err := tx.OrganisationFiles(community, id)
	if err != nil {
		return err
	}
	if len(all) >= MaxFiles {
		return &residents.FieldError{Field: "file", Reason: residents.ErrTooMany, Limit: MaxFiles}
	}
	f.Community, f.Organisation, f.ID, f.Size, f.By, f.At = community, id, by.ID, len(f.Bytes), by.Resident.ID, by.Now
	return tx.AddOrganisationFile(f)
}

// kindOfFile tells by its first bytes what a document is; "" where it is neither.
func kindOfFile(b []byte) FileKind {
	switch {
	case bytes.HasPrefix(b, []byte("%PDF-")):
		return PDF
	case bytes.HasPrefix(b, []byte{0xff, 0xd8, 0xff}):
		return JPEG
	}
	return ""
}

// RemoveDocument takes a document away while the request is in the hands of its contacts.
func RemoveDocument(tx Tx, by residents.Sender, community, id, file string) error {
	w, err := speaking(tx, by, community, id)
	if err != nil {
		return err
	}
	if w.o.State == Closed || w.o.Request == Submitted || w.o.Request == Reviewed {
		return ErrState
	}
	return tx.RemoveOrganisationFile(community, id, file)
}
