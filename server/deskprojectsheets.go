package main

import (
	"slices"
	"strconv"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// What of a project is printed: its notice for the board, and the sheet for the completion check.

// issuer is who puts up what the place prints.
func (r *request) issuer() string {
	if r.place.Level == residents.LevelCommunity {
		return r.place.Name + "居民委员会"
	}
	return r.place.Name + "办事处"
}

// projectNotice is a notice as it is printed, by its number in the address; the last without one.
func (p *Portal) projectNotice(r *request) (answer, error) {
	v := &desk.ProjectNoticeView{Style: p.files.address("deskprojects.css"), Issuer: r.issuer()}
	err := p.view(r, func(rows *store.View) error {
		w, err := r.projectAt(rows, r.thing("id"))
		if err != nil {
			return err
		}
		n, err := w.noticeAsked()
		if err != nil {
			return err
		}
		if v.Frame, err = p.atProjects(r, rows); err != nil {
			return err
		}
		v.Back, v.Called, v.Number, v.Kind, v.Words = v.To("desk/projects/"+w.p.ID), w.p.Title, w.p.Number, n.Kind, n.Words
		v.Date, v.Until = n.From.ChineseWithYear(), calendar.ChineseEnd(n.Until, r.place.Location())
		return w.noticeFacts(v, n)
	})
	if err != nil {
		return answer{}, err
	}
	v.Size, v.QR = qrCode(p.address("/" + r.place.Slug + "/projects/" + r.PathValue("id")))
	return show(v), nil
}

// noticeAsked is the notice that the address asks for.
func (w *projectWork) noticeAsked() (project.Notice, error) {
	if len(w.f.Notices) == 0 {
		return project.Notice{}, residents.ErrNotFound
	}
	asked := w.URL.Query().Get("n")
	i := slices.IndexFunc(w.f.Notices, func(n project.Notice) bool { return strconv.Itoa(n.Seq) == asked })
	switch {
	case asked == "":
		i = len(w.f.Notices) - 1
	case i < 0:
		return project.Notice{}, residents.ErrNotFound
	}
	return w.f.Notices[i], nil
}

// noticeFacts are what the sheet says besides its words: the money, what changes, and the way it went.
func (w *projectWork) noticeFacts(v *desk.ProjectNoticeView, n project.Notice) error {
	add := func(name, value string) { v.Facts = append(v.Facts, pages.Fact{Name: name, Value: value}) }
	places, err := w.placeWords(w.p.Places)
	if err != nil {
		return err
	}
	add("关系到", places)
	add("总费用", pages.Money(n.Cost))
	if n.Plan != nil {
		v.Facts = append(v.Facts, planChanges(w.p.Plan, *n.Plan)...)
		return nil
	}
	if o, ok := w.p.Chosen(); ok {
		add("方案", o.Words)
		add("谁出钱", shareWords(o))
	}
	gone := func(name, value string) { v.Gone = append(v.Gone, pages.Fact{Name: name, Value: value}) }
	if !w.p.StudiedOn.IsZero() {
		gone("党组织研究", w.p.StudiedOn.Chinese())
	}
	gone("决定", pages.DecidedWord(w.p.Decision.Kind)+"，"+w.day(w.p.Decision.At))
	gone("同意情况", pages.AgreementWord(w.p.Agreement))
	for _, c := range w.f.Clearances {
		if c.State == project.ClearanceGranted {
			gone("上级批准", pages.ClearanceWord(c.Kind)+"，"+w.day(c.DecidedAt))
		}
	}
	return nil
}

// completionCheck is the sheet that goes along when residents check the work on the spot.
func (p *Portal) completionCheck(r *request) (answer, error) {
	v := &desk.CompletionCheckView{Style: p.files.address("deskprojects.css"), Issuer: r.issuer()}
	err := p.view(r, func(rows *store.View) error {
		w, err := r.projectAt(rows, r.thing("id"))
		if err != nil {
			return err
		}
		if w.p.Stage != project.Deliver {
			return project.ErrStage
		}
		if v.Frame, err = p.atProjects(r, rows); err != nil {
			return err
		}
		v.Back, v.Called, v.Number, v.Checks = v.To("desk/projects/"+w.p.ID), w.p.Title, w.p.Number, w.p.Plan.Checks
		v.Date = w.today().ChineseWithYear()
		v.Facts = []pages.Fact{{Name: "施工单位", Value: w.p.Plan.Contractor}, {Name: "做哪些", Value: w.p.Plan.Scope}}
		return nil
	})
	if err != nil {
		return answer{}, err
	}
	v.Size, v.QR = qrCode(p.address("/" + r.place.Slug + "/projects/" + r.PathValue("id")))
	return show(v), nil
}
