package main

import (
	"yishiting/app/pages"
	"yishiting/consultation"
	"yishiting/consultation/project"
)

// The second half of a project's story: how it was carried out, paid, checked and rated.

// plan is the plan with what is late and what was done about it.
func (w *projectPage) plan() error {
	p := w.p.Plan
	v := &w.page.Plan
	v.Written = len(p.Milestones) > 0
	if !v.Written {
		return nil
	}
	v.Scope, v.Contractor, v.Contract, v.Checks, v.ApprovedCost, v.ChangeShare = p.Scope, p.Contractor, p.Contract, p.Checks, p.ApprovedCost, p.ChangeShare
	orders, err := w.v.ProjectOrders(w.p.Community, w.p.ID)
	if err != nil {
		return err
	}
	state := pages.StageNow
	for _, m := range p.Milestones {
		line := w.milestoneLine(m)
		for _, o := range orders {
			if o.Milestone == m.ID {
				line.Orders = append(line.Orders, pages.TopicOrder{When: w.day(o.At), Text: o.Text, Due: w.lastDay(o.Due)})
			}
		}
		if line.State = pages.StageDone; line.Done == "" {
			line.State, state = state, pages.StageAhead
		}
		v.Milestones = append(v.Milestones, line)
	}
	return nil
}

func (w *projectPage) milestoneLine(m project.Milestone) pages.ProjectMilestone {
	line := pages.ProjectMilestone{Words: m.Words, Due: w.date(m.Due)}
	switch {
	case !m.DoneAt.IsZero():
		line.Done = w.day(m.DoneAt) + "完成"
	case w.p.Stage == project.Deliver && m.Overdue(w.today()):
		line.Late = w.left(m.Due.End(w.place.Location()))
	}
	if !m.RemindedAt.IsZero() && line.Done == "" {
		line.Reminded = w.day(m.RemindedAt) + "提醒过"
	}
	return line
}

// money is the ledger by line, and each entry with its document.
func (w *projectPage) money() error {
	entries, err := w.v.Ledger(w.p.Community, w.p.ID)
	if err != nil {
		return err
	}
	files, err := w.files()
	if err != nil {
		return err
	}
	m := &w.page.Money
	at, names := map[string]int{}, map[string]string{}
	for i, l := range w.p.Plan.Lines {
		m.Lines = append(m.Lines, pages.ProjectLine{Words: l.Words, Planned: l.Planned})
		m.Planned += l.Planned
		at[l.ID], names[l.ID] = i, l.Words
	}
	for i := len(entries) - 1; i >= 0; i-- {
		e := entries[i]
		m.Entries = append(m.Entries, pages.ProjectEntry{
			When: w.day(e.At), Line: names[e.Line], Payee: e.Payee, Document: e.Document, Note: e.Note, Kind: e.Kind, Cents: e.Cents,
			Back: e.Reverses != "", File: files[e.File],
		})
		var line *pages.ProjectLine
		if n, ok := at[e.Line]; ok {
			line = &m.Lines[n]
		}
		addMoney(m, line, e)
	}
	return nil
}

// addMoney counts an entry on its line, which a later plan may have left out, and in all.
func addMoney(m *pages.ProjectMoney, line *pages.ProjectLine, e project.Entry) {
	if line == nil {
		line = new(pages.ProjectLine)
	}
	if e.Kind == project.Committed {
		line.Committed += e.Cents
		m.Committed += e.Cents
	} else {
		line.Paid += e.Cents
		m.Paid += e.Cents
	}
}

var fileKinds = map[project.FileKind]string{project.PDF: "PDF", project.JPEG: "图片"}

// files are the documents by id; they are listed too.
func (w *projectPage) files() (map[string]pages.ProjectFile, error) {
	heads, err := w.v.FileHeads(w.p.Community, w.p.ID)
	all := map[string]pages.ProjectFile{}
	for _, h := range heads {
		f := pages.ProjectFile{
			Name: h.Name, Href: w.page.To("projects/" + w.p.ID + "/files/" + h.ID), Kind: fileKinds[h.Kind], Size: sizeWords(int64(h.Size)), When: w.day(h.At),
		}
		all[h.ID] = f
		w.page.Money.Files = append(w.page.Money.Files, f)
	}
	return all, err
}

// pictures are the posts with their photos; those of the project itself come first, as they
// show it before anything was done.
func (w *projectPage) pictures() error {
	posts, err := w.v.Posts(w.p.Community, w.p.ID)
	if err != nil {
		return err
	}
	if own := w.photos["project/"+w.p.ID]; len(own) > 0 {
		w.page.Posts = append(w.page.Posts, pages.ProjectPost{When: project.Before, At: w.day(w.p.MadeAt), Part: "提出时", Pictures: own})
	}
	for _, p := range posts {
		w.page.Posts = append(w.page.Posts, pages.ProjectPost{
			When: p.When, At: w.day(p.At), Part: pages.WorkPartWord(p.ByPart), Text: p.Text, Pictures: w.photos["work/"+p.ID],
		})
	}
	w.page.Report = pages.ProjectReport{
		May:   w.atHome() && project.MayPostWork(w.who, w.p, w.f, w.now) == nil,
		Times: project.Times(w.p.Stage),
	}
	return nil
}

// supervisors are the residents who watch, and those who did with why they do no more.
func (w *projectPage) supervisors() error {
	for _, s := range w.f.Supervisors {
		line := pages.ProjectSupervisor{By: w.mark(s.Community, s.Resident), Mine: w.isMe(s.Community, s.Resident), Since: w.day(s.Since)}
		if !s.Until.IsZero() {
			line.Until, line.Why = w.day(s.Until), pages.SupervisorEndWord(s.Why)
		}
		w.page.Supervisors = append(w.page.Supervisors, line)
	}
	return nil
}

// check is the completion check with those who signed it.
func (w *projectPage) check() error {
	c := &w.page.Check
	c.Items, c.Round = w.p.Plan.Checks, w.p.Round
	for _, s := range w.f.Signatures {
		line := pages.ProjectSign{By: w.mark(s.Community, s.Resident), Mine: w.isMe(s.Community, s.Resident), Fine: s.Fine, At: w.day(s.At), Defect: s.Defect, Mended: s.Mended}
		if s.Stands(w.p.Plan) {
			c.Fine++
		}
		line.Stale = s.Stale(w.p.Plan)
		if !s.MendedAt.IsZero() {
			line.MendedAt = w.day(s.MendedAt)
		}
		c.Signs = append(c.Signs, line)
	}
	if w.p.Stage == project.Deliver {
		why := project.MaySign(w.who, w.p, w.f, w.now)
		if c.May = why == nil && w.atHome(); why != consultation.ErrAlready {
			c.Why = code(why)
		}
	}
	return nil
}

// rates are the look-backs with what came of them, as far as it may be shown.
func (w *projectPage) rates() error {
	all, err := project.RatesOf(w.v, w.p)
	for _, r := range all {
		line := pages.ProjectRound{Title: roundTitle(r), Call: w.page.To("calls/" + r.Call), Formula: r.Formula}
		line.Open = r.State == project.CallPublished && w.now.Before(r.Closes)
		hidden := r.State == project.CallPublished
		if line.When = w.lastDay(r.Closes) + "截止"; line.Open {
			line.When = w.left(r.Closes)
		}
		line.Rates = []pages.ProjectRate{
			{Name: "响应率", Formula: "回答的户（人）÷ 请来评价的户（人）", Rate: r.Response},
			{Name: "解决率", Formula: "回答「解决了」÷ 回答这一问的", Rate: r.Solution, Hidden: hidden},
			{Name: "满意率", Formula: "满意和很满意 ÷ 回答这一问的", Rate: r.Satisfaction, Hidden: hidden},
		}
		w.page.Rounds = append(w.page.Rounds, line)
	}
	return err
}

// roundTitle names a look-back: 完工时的评价; 第二轮，完工 3 个月后的评价.
func roundTitle(r project.RoundRates) string {
	title := "完工时的评价"
	if r.Month > 0 {
		title = "完工 " + itoa(r.Month) + " 个月后的评价"
	}
	if r.Round > 1 {
		title = "重办以后，" + title
	}
	return title
}
