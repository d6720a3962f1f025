package main

import (
	"strconv"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/consultation"
	"yishiting/residents"
)

// mostMerged is how many merged topics a page lists.
const mostMerged = 50

// screening tells how the topic was taken up.
func (w *topicPage) screening() error {
	s := &w.page.Screening
	decisions, err := w.v.Screenings(w.place.ID, w.t.ID)
	if err != nil {
		return err
	}
	appeal, err := w.v.Appeal(w.place.ID, w.t.ID)
	appealed := err == nil
	if err != nil && err != residents.ErrNotFound {
		return err
	}
	if w.t.State == consultation.Raised {
		s.Waits, s.Clock, s.Late = true, "审核"+w.workingDaysLeft(w.t.ScreenDue)+"，"+w.lastDay(w.t.ScreenDue)+"截止", !w.now.Before(w.t.ScreenDue)
		s.Source = consultation.RulesAt(consultation.DayOf(w.place, w.t.RaisedAt)).Screen.Source
	}
	w.decisions(decisions, appeal, appealed)
	s.MayWithdraw = consultation.MayWithdraw(w.who, w.t, w.now) == nil
	switch why := consultation.MayAppeal(w.who, w.t, decisions, appealed, w.now); {
	case why == nil:
		s.MayAppeal = true
	case why == consultation.ErrAppealed && (w.t.State == consultation.Declined || w.t.State == consultation.Referred || w.t.State == consultation.Merged):
		s.AppealWhy = api.Code(why)
	}
	if w.t.State == consultation.Merged {
		s.Into = w.topicLink(w.t.Into, w.face.IntoNumber, w.face.IntoTitle)
	}
	merged, err := w.v.MergedInto(w.place.ID, w.t.ID, mostMerged)
	for _, m := range merged {
		s.Merged = append(s.Merged, w.topicLink(m.ID, m.Number, m.Title))
	}
	return err
}

// decisions are the steps of screening: each decision, and the appeal where it was made.
func (w *topicPage) decisions(all []consultation.Screening, appeal consultation.Appeal, appealed bool) {
	s := &w.page.Screening
	told := !appealed
	tell := func() {
		step := pages.Step{When: w.day(appeal.At), Title: "提出人申诉", State: pages.StageDone}
		if w.mine() || w.opens(residents.WorkDesk) == nil {
			step.Note = appeal.Text
		}
		s.Steps = append(s.Steps, step)
		told = true
	}
	for _, d := range all {
		if !told && d.At.After(appeal.At) {
			tell()
		}
		title := pages.DecisionWord(d.Decision) + "：" + pages.ScreeningWord(d.Reason)
		s.Steps = append(s.Steps, pages.Step{When: w.day(d.At), Title: title, Who: "居委会", Note: d.Sentence, State: pages.StageDone})
		s.To = nil
		if d.Decision == consultation.Refer && (w.t.State == consultation.Referred || w.t.State == consultation.Handed) {
			s.To = []pages.Fact{{Name: "转给", Value: pages.TargetWord(d.To)}, {Name: "怎么找", Value: pages.TargetContact(d.To)}}
		}
	}
	if !told {
		tell()
		s.Steps = append(s.Steps, pages.Step{
			When: "到 " + w.lastDay(appeal.Due), Title: "由另一位委员重新审核", Note: w.workingDaysLeft(appeal.Due) + "。", Own: true, State: pages.StageNow,
		})
	}
}

// mostStatements is how many statements stand on one page.
const mostStatements = 30

// voices are the supporters and what people say.
func (w *topicPage) voices() error {
	s := &w.page.Voices
	if !w.t.State.Public() {
		return nil
	}
	s.Open = w.t.State == consultation.Accepted || w.t.State == consultation.Listed
	s.Supporters, s.Supported = w.face.Supporters, w.face.Supported
	s.SupportWhy = code(consultation.MaySupport(w.who, w.t, w.now))
	s.Shown = s.Open || s.Supporters > 0
	s.StateWhy = code(consultation.MayState(w.who, w.t, w.now))
	count, err := w.v.SpokenCount(w.place.ID, w.t.ID)
	if err != nil {
		return err
	}
	for _, side := range []consultation.Side{consultation.For, consultation.Against, consultation.Question} {
		if n := count[side]; n > 0 {
			s.Count, s.Shown = joined(s.Count, pages.SideWord(side)+" "+strconv.Itoa(n)+" 条"), true
		}
	}
	return w.statements()
}

// code is the reason of an error, "" for nil.
func code(err error) residents.Reason {
	if err == nil {
		return ""
	}
	return api.Code(err)
}

func (w *topicPage) statements() error {
	s := &w.page.Voices
	before := w.URL.Query().Get("before")
	if !residents.ValidID(before) {
		before = ""
	}
	all, err := w.v.Spoken(w.place.ID, w.t.ID, w.me(), before, mostStatements+1)
	if len(all) > mostStatements {
		all = all[:mostStatements]
		s.Older = w.page.To("topics/" + w.t.ID + "?before=" + all[mostStatements-1].ID + "#statements")
	}
	if before != "" {
		s.Newer = w.page.To("topics/" + w.t.ID + "#statements")
	}
	if err != nil {
		return err
	}
	var ids []string
	for _, one := range all {
		ids = append(ids, one.ID)
	}
	proxied, err := w.v.Proxied(w.place.ID, ids...)
	for _, one := range all {
		line := pages.TopicStatement{
			By: mark(one.By), Mine: one.Author == w.me(), Side: one.Side, When: w.day(one.At), Text: one.Text,
			Waits: one.State == consultation.Waiting, Reply: one.Reply,
		}
		line.By.Proxy = pages.ProxyWord(proxied[one.ID])
		if one.State == consultation.Hidden {
			line.Hidden = pages.HideWord(one.Reason)
		}
		if one.Reply != "" {
			line.ReplyAt = w.day(one.ReplyAt)
		}
		s.Statements = append(s.Statements, line)
	}
	return err
}
