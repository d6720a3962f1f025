package organisations

import (
	"slices"

	"yishiting/calendar"
	"yishiting/record"
	"yishiting/residents"
)

// Kind is by what an organisation stands.
type Kind string

// The kinds.
const (
	FiledKind  Kind = "filed"      // 备案: the street's record, no legal person
	Registered Kind = "registered" // 登记: a legal person of the civil affairs office, recognised here
)

// Class is what an organisation is about.
type Class string

// The classes of community organisations.
const (
	Living  Class = "living"  // 生活服务
	Charity Class = "charity" // 公益慈善
	Mutual  Class = "mutual"  // 居民互助
	Culture Class = "culture" // 文体
	Groups  Class = "groups"  // 特定群体
)

// Classes are all, in the order in which they are offered.
var Classes = []Class{Living, Charity, Mutual, Culture, Groups}

// State is where an organisation stands.
type State string

// The states.
const (
	Applying State = "applying" // was never filed: public to nobody
	Filed    State = "filed"    // on the street's record, until its day
	Closed   State = "closed"   // given up, or taken off the record
)

// Request is where stands what an organisation asks for: its first filing, a change, a renewal.
type Request string

// The steps of a request.
const (
	NoRequest Request = ""
	Draft     Request = "draft"
	Submitted Request = "submitted" // waits for the committee
	Reviewed  Request = "reviewed"  // waits for the street
	Returned  Request = "returned"  // sent back with a reason
)

// Content is what everybody reads of a filed organisation.
type Content struct {
	Name    string `json:"name"`
	Class   Class  `json:"class"`
	Purpose string `json:"purpose"`
	Area    string `json:"area"`           // where it is active
	Venue   string `json:"venue"`          // where it meets
	Members int    `json:"members"`        // how many people belong to it
	Funds   string `json:"funds"`          // where its money comes from
	Plan    string `json:"plan"`           // what it does in the year
	Charter string `json:"charter"`        // its simple statutes
	Code    string `json:"code,omitempty"` // of a registered one: its unified social credit code
}

// Private is what only its contacts, the committee and the street read, while it stands.
type Private struct {
	Founder string `json:"founder"` // name of who founded it
	Roster  string `json:"roster"`  // names of its members, one a line
}

// Organisation is a social organisation of a community.
type Organisation struct {
	Community string
	ID        string
	Number    string // S2026-004: year and running number within the community; "" before it is filed
	Kind      Kind
	State     State
	Request   Request
	Renewal   bool // the request prolongs the filing
	Version   int  // goes up with each change of what is asked for; a form brings the one it was drawn for
	Content        // what is filed; before the first filing what is asked for
	Asked     Content
	Private   Private
	Reason    string // why the request was sent back, or why it was closed
	Word      string // the committee's word to the street
	MadeBy    string
	MadeAt    Instant
	AskedAt   Instant // when the request was handed in
	ReviewBy  string  // who of the committee looked it over
	FiledAt   Instant // the first time
	Until     calendar.Day
	ClosedAt  Instant
	Contacts  []Contact // who speaks for it, the first first
}

// InForce tells whether an organisation stands on the street's record on a day.
func (o Organisation) InForce(day calendar.Day) bool {
	return o.State == Filed && !o.Until.Before(day)
}

// Speaks tells whether a resident of its community speaks for the organisation.
func (o Organisation) Speaks(resident string) bool {
	return slices.ContainsFunc(o.Contacts, func(c Contact) bool { return resident != "" && c.Resident == resident })
}

// Contact is a resident who speaks for an organisation.
type Contact struct {
	Community    string
	Organisation string
	Resident     string
	Lead         bool // 负责人
	Phone        string
	Since        Instant
}

// File is a document of an application: the statutes, a certificate. Only its contacts, the
// committee and the street read it.
type File struct {
	FileHead
	Community    string
	Organisation string
	Bytes        []byte
	By           string
}

// FileHead is a document without its bytes.
type FileHead struct {
	ID   string
	Name string
	Kind FileKind
	Size int
	At   Instant
}

// FileKind is what a file is.
type FileKind string

// The kinds.
const (
	PDF  FileKind = "pdf"
	JPEG FileKind = "jpeg"
)

type organisationReader interface {
	// Organisation is one with its contacts.
	Organisation(community, id string) (Organisation, error)
	// OrganisationNamed tells whether another one that is not closed has the name.
	OrganisationNamed(community, name, but string) (bool, error)
	// OrganisationsOf are those for which a resident speaks and which are not closed.
	OrganisationsOf(community, resident string) ([]Organisation, error)
	// LastOrganisationNumber is the highest running number of the year; 0 before the first.
	LastOrganisationNumber(community string, year int) (int, error)
	OrganisationFiles(community, organisation string) ([]FileHead, error)
}

type organisationWriter interface {
	AddOrganisation(Organisation) error
	SetOrganisation(Organisation) error
	AddContact(Contact) error
	RemoveContact(community, organisation, resident string) error
	AddOrganisationFile(File) error
	RemoveOrganisationFile(community, organisation, id string) error
}

// own is the sender's id where they speak for the organisation: nobody decides on their own.
func own(who residents.Standing, o Organisation) string {
	if who.Resident.Community == o.Community && (o.Speaks(who.Resident.ID) || who.Resident.ID == o.MadeBy) {
		return who.Resident.ID
	}
	return ""
}

// MayApply is nil for adults of the community.
func MayApply(who residents.Standing, community string, now Instant) error {
	return residents.May(who, residents.ApplyOrganisation, residents.Matter{Body: community}, now)
}

// MaySpeak is nil for whoever speaks for the organisation.
func MaySpeak(who residents.Standing, o Organisation, now Instant) error {
	speaks := who.Resident.Community == o.Community && o.Speaks(who.Resident.ID)
	return residents.May(who, residents.KeepOrganisation, residents.Matter{Body: o.Community, Assigned: speaks}, now)
}

// MayReview is nil for the committee, but for those who speak for the organisation themselves.
func MayReview(who residents.Standing, o Organisation, now Instant) error {
	return residents.May(who, residents.ReviewOrganisation, residents.Matter{Body: o.Community, Owner: own(who, o)}, now)
}

// MayFile is nil for the staff of the street above the community.
func MayFile(who residents.Standing, o Organisation, street string, now Instant) error {
	return residents.May(who, residents.FileOrganisation, residents.Matter{Body: street}, now)
}

// work is an organisation in the hands of a verb.
type work struct {
	tx   Tx
	by   residents.Sender
	body residents.Community
	o    Organisation
}

func workOn(tx Tx, by residents.Sender, community, id string) (w work, err error) {
	w = work{tx: tx, by: by}
	if w.body, err = tx.CommunityByID(community); err != nil {
		return w, err
	}
	w.o, err = tx.Organisation(community, id)
	return w, err
}

// speaking is workOn for whoever speaks for the organisation.
func speaking(tx Tx, by residents.Sender, community, id string) (work, error) {
	w, err := workOn(tx, by, community, id)
	if err != nil {
		return w, err
	}
	return w, MaySpeak(by.Standing, w.o, by.Now)
}

// reviewing is workOn for the committee.
func reviewing(tx Tx, by residents.Sender, community, id string) (work, error) {
	w, err := workOn(tx, by, community, id)
	if err != nil {
		return w, err
	}
	return w, MayReview(by.Standing, w.o, by.Now)
}

// filing is workOn for the street.
func filing(tx Tx, by residents.Sender, community, id string) (work, error) {
	w, err := workOn(tx, by, community, id)
	if err != nil {
		return w, err
	}
	return w, MayFile(by.Standing, w.o, w.body.Parent, by.Now)
}

func (w work) today() calendar.Day { return today(w.body, w.by.Now) }

// named begins the facts of every entry of the record about an organisation.
type named struct {
	Number string `json:"number"`
	Name   string `json:"name"`
}

func (w work) named() named { return named{w.o.Number, w.o.Name} }

func (w work) record(kind string, data any) error {
	_, err := w.tx.AppendTo(w.o.Community, record.Act{Kind: kind, Subject: "organisation/" + w.o.ID, Data: data})
	return err
}

// tell puts a letter into the inbox of each contact, with ids that a repeated command makes again.
func (w work) tell(kind string) error {
	for _, c := range w.o.Contacts {
		if c.Resident == w.by.Resident.ID && w.by.Resident.Community == w.o.Community {
			continue
		}
		if err := w.tx.TellContact(Letter{
			Community: w.o.Community, ID: w.by.ID + "/" + kind + "/" + c.Resident, Resident: c.Resident, Kind: kind, Title: w.o.Name, At: w.by.Now,
		}); err != nil {
			return err
		}
	}
	return nil
}
