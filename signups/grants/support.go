package grants

import (
	"slices"

	"yishiting/calendar"
	"yishiting/residents"
)

// Topic is what an organisation asks the incubation centre about.
type Topic string

// The topics.
const (
	AboutFiling  Topic = "filing"  // 备案、登记
	AboutMoney   Topic = "money"   // 财务、票据
	AboutProject Topic = "project" // 项目设计
	AboutPeople  Topic = "people"  // 人员、培训
	AboutPlace   Topic = "place"   // 场地、对接资源
	AboutElse    Topic = "else"
)

// Topics are all, in the order in which they are offered.
var Topics = []Topic{AboutFiling, AboutMoney, AboutProject, AboutPeople, AboutPlace, AboutElse}

// supportDays are the working days within which the centre answers: the street's own custom.
const supportDays = 10

// Request is a call for help, read by the organisation and the centre alone.
type Request struct {
	Community string // where the organisation is
	ID        string
	Body      string // the street
	Org       string
	OrgName   string
	Topic     Topic
	Text      string
	Resident  string
	At        Instant
	Due       Instant
	Answer    string
	AnswerBy  string
	AnswerAt  Instant
}

type supportReader interface {
	Request(community, id string) (Request, error)
	// RequestsTo are a street's: those without an answer first, then the latest.
	RequestsTo(body string, limit int) ([]Request, error)
	// RequestsFrom are an organisation's, the latest first.
	RequestsFrom(community, org string) ([]Request, error)
}

type supportWriter interface {
	AddRequest(Request) error
	SetRequest(Request) error
}

// MayAsk is nil for a contact of the organisation.
func MayAsk(who residents.Standing, org Applicant, now Instant) error {
	contact := who.Resident.Community == org.Community && slices.Contains(org.Contacts, who.Resident.ID)
	return residents.May(who, residents.AskSupport, residents.Matter{Body: org.Community, Assigned: contact}, now)
}

// Ask asks the street's incubation centre for help.
func Ask(tx Tx, by residents.Sender, org string, topic Topic, text string) error {
	home, err := tx.CommunityByID(by.Resident.Community)
	if err != nil {
		return err
	}
	who, err := tx.Applicant(home.ID, org)
	if err == residents.ErrNotFound {
		return field("org", ErrNoOrg)
	}
	if err != nil {
		return err
	}
	if err := MayAsk(by.Standing, who, by.Now); err != nil {
		return err
	}
	if !slices.Contains(Topics, topic) {
		return field("topic", residents.ErrChoice)
	}
	if text, err = residents.Text("text", text, MaxWords, false); err != nil {
		return err
	}
	return tx.AddRequest(Request{
		Community: home.ID, ID: by.ID, Body: home.Parent, Org: org, OrgName: who.Name, Topic: topic, Text: text, Resident: by.Resident.ID, At: by.Now,
		Due: calendar.WorkingDaysAfter(calendar.DayOf(by.Now, home.Location()), supportDays).End(home.Location()),
	})
}

// AnswerRequest answers; who asked is told.
func AnswerRequest(tx Tx, by residents.Sender, body, community, id, answer string) error {
	r, err := tx.Request(community, id)
	if err != nil {
		return err
	}
	if r.Body != body {
		return residents.ErrNotFound
	}
	if err := residents.May(by.Standing, residents.AnswerSupport, residents.Matter{Body: body}, by.Now); err != nil {
		return err
	}
	if r.Answer != "" {
		return ErrAlready
	}
	if r.Answer, err = residents.Text("answer", answer, MaxWords, false); err != nil {
		return err
	}
	r.AnswerBy, r.AnswerAt = by.Resident.ID, by.Now
	if err := tx.SetRequest(r); err != nil {
		return err
	}
	return work{tx: tx, by: by}.letter(r.Community, r.Resident, "support-answered", r.OrgName, r.ID)
}
