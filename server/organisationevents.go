package main

import (
	"strconv"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
	"yishiting/signups/organisations"
)

// This file is about events that organisations report before they begin.

// eventBody is a report as it is read.
func (r *request) eventBody(e organisations.Event) pages.EventBody {
	zone := r.place.Location()
	rules := organisations.RulesAt(calendar.DayOf(e.Starts, zone))
	b := pages.EventBody{
		ID: e.ID, Title: e.Title, When: eventTime(e, zone), Where: e.Where, What: e.What, Safety: e.Safety, Late: e.Late(zone),
	}
	b.State, b.Tone = pages.EventStateWord(e.State)
	where := e.Where
	if e.Outside {
		where += "（户外或者公共场所）"
	}
	b.Facts = []pages.Fact{{Name: "什么时候", Value: b.When}, {Name: "在哪里", Value: where}, {Name: "预计", Value: strconv.Itoa(e.People) + " 人"}, {Name: "花多少钱", Value: pages.Money(e.Cents)}}
	why := ""
	for _, code := range e.Why(rules) {
		if why != "" {
			why += "、"
		}
		why += pages.EventWhyWord(code)
	}
	if why != "" {
		b.Facts = append(b.Facts, pages.Fact{Name: "为什么报告", Value: why})
	}
	b.Facts = append(b.Facts, pages.Fact{Name: "报告的日子", Value: r.day(e.ReportedAt)})
	return b
}

// eventTime is from when until when an event lasts; on one day the day is said once.
func eventTime(e organisations.Event, zone *time.Location) string {
	until := calendar.ChineseEnd(e.Ends, zone)
	if calendar.DayOf(e.Starts, zone) == calendar.DayOf(e.Ends, zone) {
		until = calendar.Clock(e.Ends, zone)
	}
	return calendar.ChineseTime(e.Starts, zone) + " 到 " + until
}

// eventRules say which events are reported, by when, and where that is written.
func (r *request) eventRules() []pages.Fact {
	rules := organisations.RulesAt(r.today())
	n := strconv.Itoa
	return []pages.Fact{
		{Name: "预计 " + n(rules.EventPeople.N) + " 人以上", Value: rules.EventPeople.Source},
		{Name: "在户外、公共场所，预计 " + n(rules.EventOutside.N) + " 人以上", Value: rules.EventOutside.Source},
		{Name: "要花 " + n(rules.EventYuan.N) + " 元以上", Value: rules.EventYuan.Source},
		{Name: "提前 " + n(rules.EventAhead.N) + " 天报告", Value: rules.EventAhead.Source},
		{Name: "预计 " + n(rules.Permit.N) + " 人以上，还要先得到许可", Value: rules.Permit.Source + "；" + rules.PermitAhead.Source},
	}
}

func (p *Portal) eventView(r *request) *pages.EventView {
	return &pages.EventView{Frame: p.frame(r), Style: p.files.address("organisations.css"), Rules: r.eventRules(), Edit: true}
}

// newEvent is the empty form; of an activity on the board, with what that says.
func (p *Portal) newEvent(r *request) (answer, error) {
	w := p.eventView(r)
	err := p.view(r, func(v *store.View) error {
		o, err := r.spoken(v)
		if err != nil {
			return err
		}
		w.ID, w.Org = o.ID, o.Name
		if !o.InForce(r.today()) {
			w.Why = organisations.ErrOver
		}
		return r.fromActivity(v, w, r.URL.Query().Get("activity"))
	})
	return show(w), err
}

// fromActivity fills in what an activity of the organisation says; of another's nothing.
func (r *request) fromActivity(v *store.View, w *pages.EventView, id string) error {
	if !residents.ValidID(id) {
		return nil
	}
	a, err := v.Activity(r.place.ID, id)
	if err == residents.ErrNotFound || err == nil && a.Org != w.ID {
		return nil
	}
	if err != nil {
		return err
	}
	w.Is.Activity, w.Is.Title, w.Is.What, w.Is.Where, w.Is.People = a.ID, a.Title, a.About, a.Place, a.Seats()
	shifts, err := v.ShiftsOf(r.place.ID, a.ID)
	for _, s := range shifts {
		if !s.Off && s.Starts.After(r.now) {
			w.Starts, w.Ends = r.minute(s.Starts), r.minute(s.Ends)
			break
		}
	}
	return err
}

// event is a report, for who speaks for its organisation.
func (p *Portal) event(r *request) (answer, error) {
	w := p.eventView(r)
	err := p.view(r, func(v *store.View) error {
		o, err := r.spoken(v)
		if err != nil {
			return err
		}
		e, err := v.Event(r.place.ID, o.ID, r.thing("event"))
		if err != nil {
			return err
		}
		w.ID, w.Org, w.Event, w.Is, w.Report = o.ID, o.Name, e.ID, e, r.eventBody(e)
		w.Starts, w.Ends = r.minute(e.Starts), r.minute(e.Ends)
		w.Edit = e.State == organisations.EventReported || e.State == organisations.EventAsked
		w.Off = e.State != organisations.EventWithdrawn && r.now.Before(e.Starts)
		return nil
	})
	return show(w), err
}

// reported is what the form says.
func (f *form) reported() organisations.EventContent {
	return organisations.EventContent{
		Title: f.text("title", organisations.MaxName), What: f.lines("what", organisations.MaxPurpose), Where: f.text("where", organisations.MaxPlace), Outside: f.ticked("outside"),
		Starts: f.time("starts"), Ends: f.time("ends"), People: f.number("people", 1, organisations.MaxMembers), Cents: f.money("cents", false), Safety: f.lines("safety", organisations.MaxPurpose),
	}
}

func (p *Portal) reportEvent(r *request) (answer, error) {
	c, activity, id := r.form.reported(), r.form.one("activity"), r.thing("id")
	if activity != "" {
		activity = r.form.id("activity")
	}
	return p.do(r, pages.EventForm, func(tx *store.Tx, by residents.Sender) (string, error) {
		if a, err := tx.Activity(r.place.ID, activity); err == residents.ErrNotFound || err == nil && a.Org != id {
			activity = ""
		} else if err != nil {
			return "", err
		}
		e, err := organisations.ReportEvent(tx, by, r.place.ID, id, activity, c)
		return api.WithDone("/"+r.place.Slug+"/organisations/"+id+"/events/"+e.ID, "event-reported"), err
	})
}

func (p *Portal) changeEvent(r *request) (answer, error) {
	c, version, id, event := r.form.reported(), r.form.number("version", 1, 1<<30), r.thing("id"), r.thing("event")
	return p.do(r, pages.EventForm, func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/organisations/"+id+"/events/"+event, "event-reported"), organisations.ChangeEvent(tx, by, r.place.ID, id, event, version, c)
	})
}

func (p *Portal) withdrawEvent(r *request) (answer, error) {
	event := r.thing("event")
	return p.onOrganisation(r, "event-withdraw", "event-off", func(tx *store.Tx, by residents.Sender, id string) error {
		return organisations.WithdrawEvent(tx, by, r.place.ID, id, event)
	})
}

// eventDoors lead to the reports that are under way or still to come.
func (w *oneOrganisation) eventDoors(m *pages.OrganisationMine, events []organisations.Event) {
	at := w.page.To("organisations/" + w.o.ID + "/events/")
	for _, e := range events {
		if e.State == organisations.EventWithdrawn || !e.NotedAt.IsZero() && !w.now.Before(e.Ends) {
			continue
		}
		d := pages.OrgDoor{Name: e.Title, Href: at + e.ID, About: w.eventBody(e).When}
		d.State, d.Tone = pages.EventStateWord(e.State)
		m.Reports = append(m.Reports, d)
	}
	if w.o.InForce(w.today()) {
		m.Report = at + "new"
	}
}

// toReport says of an organisation's activity that it is so large that it is to be reported, and
// where; "" where it is not.
func (r *request) toReport(v *store.View, a signups.Activity) (d pages.OrgDoor, err error) {
	rules := organisations.RulesAt(r.today())
	if a.Org == "" || a.Seats() < rules.EventOutside.N || a.State == signups.Cancelled || a.State == signups.Finished {
		return d, nil
	}
	d.Name = "这次活动要先报告"
	d.About = "每班 " + strconv.Itoa(a.Seats()) + " 个名额：在户外、公共场所预计 " + strconv.Itoa(rules.EventOutside.N) + " 人以上，或者别处 " + strconv.Itoa(rules.EventPeople.N) + " 人以上的，提前 " + strconv.Itoa(rules.EventAhead.N) + " 天报告居委会（" + rules.EventOutside.Source + "）。"
	events, err := v.EventsAbout(r.place.ID, a.ID)
	if err != nil {
		return d, err
	}
	d.State, d.Tone = "还没有报告", pages.ToneDue
	for _, e := range events {
		if e.State != organisations.EventWithdrawn && e.Organisation == a.Org {
			d.State, d.Tone = pages.EventStateWord(e.State)
			d.Href = "/" + r.place.Slug + "/organisations/" + a.Org + "/events/" + e.ID
			break
		}
	}
	if d.Href == "" {
		d.Href = "/" + r.place.Slug + "/organisations/" + a.Org + "/events/new?activity=" + a.ID
	}
	o, err := v.OrgOf(r.place.ID, a.Org)
	if err == nil && (!o.Speaks(r.who) || r.who.Helper.ID != "") {
		d.Href = ""
	}
	return d, err
}
