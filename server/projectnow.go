package main

import (
	"yishiting/app/pages"
	"yishiting/consultation/project"
	"yishiting/residents"
)

// Where a project stands for its readers: the gate ahead, what is missing for it, who must act.

// standing is the gate ahead: what is missing, which law asks for it, who must act.
func (w *projectPage) standing() error {
	n := &w.page.Now
	n.Title, n.Who, n.Gate = w.nowTitle(), w.whoActs(), w.next.Gate
	if w.p.Stage == project.Dropped {
		n.Says = w.p.Reason
		return nil
	}
	if w.next.Gate != "" {
		n.Says, n.Source = w.missing(), project.RuleOf(w.next.Gate).Source
	}
	if w.p.Stage == project.Evaluate {
		n.Says, n.Source = w.ratingSays(), project.DeliveryRulesAt(w.today()).LookSource
	}
	if !w.next.Due.IsZero() {
		n.Clock, n.Late = w.left(w.next.Due), !w.now.Before(w.next.Due)
	}
	for _, one := range w.f.Notices {
		if one.ClosedAt.IsZero() && w.now.Before(one.Until) {
			line := w.noticeLine(one)
			n.Notice, n.Clock = &line, ""
		}
	}
	w.gates()
	return nil
}

// missing says in numbers what is missing for the next step.
func (w *projectPage) missing() string {
	switch w.next.Gate {
	case project.Heard:
		return w.missingAnswers()
	case project.Listed:
		return "每个方案要写清做什么、要多少钱、谁出、影响谁、以后谁管。"
	case project.Talked:
		if w.p.FromCase() {
			return "要在社区协商会上谈过、公布了结果，或者由街道召集会商、公布结果，并且征集意见达到事先公布的比例，才能决定。"
		}
		return "要在社区协商会上谈过、公布了结果，才能决定。"
	case project.Studied:
		return "这是重要事项，先由社区党组织研究，登记日期和意见。"
	case project.Decided:
		return "有权决定的一方还没有决定。投票没有达到规定人数的，不能作依据。"
	case project.Agreed:
		return w.missingAgreement()
	case project.Cleared:
		return w.missingClearance()
	case project.Noticed:
		return w.missingNotice(project.ApprovalNotice, "才能批准立项")
	case project.Unchanging:
		return w.missingNotice(project.ChangeNotice, "变更才生效；生效以前照原来的计划办")
	case project.Planned:
		return w.missingPlan()
	case project.Done:
		return w.missingWork()
	case project.Signed:
		return "要三位居民现场验收签字，签了 " + itoa(w.page.Check.Fine) + " 位。"
	}
	return ""
}

func (w *projectPage) missingAnswers() string {
	for _, c := range w.page.About.Calls {
		if c.Line.Tone == pages.ToneAct || len(w.page.About.Calls) == 1 {
			return "「" + c.Line.Title + "」" + c.Total()
		}
	}
	if len(w.f.Calls) > 0 {
		return "征集还没有达到公布时定的比例，可以延期、上门问。"
	}
	return "还没有问过有关的居民；问过、各楼答够了才能往下走。"
}

func (w *projectPage) missingAgreement() string {
	a := w.page.Agreed
	all := a.Partly + a.Against
	switch {
	case all == 0:
		return "还没有登记同意情况。只同意一部分的、不同意的，现在请说。"
	case a.Settled < all:
		return itoa(all) + " 份不同的意见，答复了 " + itoa(a.Settled) + " 份；每一份都要答复，再问一次。"
	case a.Again+a.Silent < all:
		return itoa(all) + " 份不同的意见都答复了，还有 " + itoa(all-a.Again-a.Silent) + " 份等本人再说一次。"
	}
	return "不同的意见都答复了、再问过了，等登记同意情况。"
}

func (w *projectPage) missingClearance() string {
	for i := len(w.page.Clearances) - 1; i >= 0; i-- {
		switch c := w.page.Clearances[i]; c.State {
		case "":
			return pages.ClearanceWord(c.Kind) + "要" + c.To + "批准，还没有请示。"
		case project.ClearanceAsked:
			return pages.ClearanceWord(c.Kind) + "要" + c.To + "批准，" + c.Asked + "请示，" + c.Due + "。"
		case project.ClearanceRefused:
			return c.To + "没有批准：" + c.Answer
		}
	}
	return ""
}

// missingNotice says what the notice waits for: its days, and answers to objections.
func (w *projectPage) missingNotice(kind project.NoticeKind, then string) string {
	n := lastNotice(w.f, kind)
	if n == nil {
		return "要公示满期、异议都答复，" + then + "。"
	}
	all := 0
	for _, o := range w.f.Objections {
		if o.Notice == n.Seq {
			all++
		}
	}
	words := "满期、异议都答复以后，" + then + "。"
	if all > 0 {
		words += "异议 " + itoa(all) + " 条，答复 " + itoa(all-unanswered(w.f, n.Seq)) + " 条。"
	}
	return words
}

func (w *projectPage) missingPlan() string {
	if !planWritten(w.p.Plan) {
		return "节点、预算、施工单位、验收项目写全，才能开工。"
	}
	return "要至少一位居民监督员，才能开工。"
}

func (w *projectPage) missingWork() string {
	done := 0
	for _, m := range w.p.Plan.Milestones {
		if !m.DoneAt.IsZero() {
			done++
		}
	}
	next := nextMilestone(w.p.Plan)
	if next == nil {
		return "节点都完成了；验收时居民指出的问题，要整改完再签字。"
	}
	return itoa(len(w.p.Plan.Milestones)) + " 个节点，完成 " + itoa(done) + " 个；这一个" + w.date(next.Due) + "前完成。"
}

// gates are those of the present part of the way that this project has to pass.
func (w *projectPage) gates() {
	var gates []project.Gate
	switch w.p.Stage {
	case project.Collect, project.Negotiate:
		gates = earlyGates
	case project.Deliver:
		gates = lateGates
	}
	for _, g := range gates {
		switch {
		case g == project.Studied && !w.p.Important, g == project.Cleared && len(project.NeedsClearance(w.p)) == 0,
			g == project.Unchanging && w.next.Gate != project.Unchanging:
			continue
		}
		line := pages.ProjectGate{Name: pages.GateWord(g), State: pages.StageAhead}
		if err := w.f.Passed(g, w.p, w.now); err == nil {
			line.State = pages.StageDone
		} else if g == w.next.Gate {
			line.State = pages.StageNow
		}
		w.page.Gates = append(w.page.Gates, line)
	}
}

// nowTitles say what comes next at a gate, as residents read it.
var nowTitles = map[project.Gate]string{
	project.Heard: "先听居民的意见", project.Listed: "等方案写全", project.Talked: "等社区协商", project.Studied: "等社区党组织研究",
	project.Decided: "等有权的一方决定", project.Agreed: "一份一份听不同的意见", project.Cleared: "等上级批准", project.Noticed: "立项公示",
	project.Unchanging: "变更公示", project.Planned: "等实施计划", project.Done: "正在施工", project.Signed: "请居民验收签字",
}

func (w *projectPage) nowTitle() string {
	switch {
	case w.p.Stage == project.Dropped:
		return "没有立项"
	case w.p.Stage == project.Closed:
		return "已经办结"
	case w.p.Stage == project.Evaluate && w.p.Raised:
		return "两次评价偏低，等上一级处理"
	case w.p.Stage == project.Evaluate:
		return w.ratingTitle()
	case w.next.Gate == project.Done && nextMilestone(w.p.Plan) == nil:
		return "验收的问题正在整改"
	case w.next.Gate == project.Done:
		return "正在做：" + nextMilestone(w.p.Plan).Words
	case w.next.Gate == project.Noticed && lastNotice(w.f, project.ApprovalNotice) == nil:
		return "等立项公示"
	case w.next.Gate != "":
		return nowTitles[w.next.Gate]
	case w.p.Stage == project.Collect:
		return "意见听完了，方案写全了，等进入协商"
	case w.p.Stage == project.Negotiate:
		return "各关都过了，等批准立项"
	}
	return "验收签完了，等登记完工"
}

// ratingTitle says which look-back runs, or when the next one opens.
func (w *projectPage) ratingTitle() string {
	for _, r := range w.page.Rounds {
		if r.Open {
			return "请评价办得怎么样"
		}
	}
	if n := w.p.LookedBack; n < len(w.p.LookBacks) {
		return w.day(w.p.OpensAt(w.p.LookBacks[n], w.place.Location())) + "再请居民评价"
	}
	return "评价结束，等办结"
}

// ratingSays says who rates, or what follows from a low rating.
func (w *projectPage) ratingSays() string {
	for _, r := range w.page.Rounds {
		if r.Open {
			return "关系到的居民都可以评，" + r.When + "：解决了没有，满意不满意。"
		}
	}
	return project.DeliveryRulesAt(w.today()).LowSource + "。"
}

// whoActs names who must take the next step; offices by what they are, nobody by name.
func (w *projectPage) whoActs() string {
	office := "居委会"
	if w.body.Level != residents.LevelCommunity {
		office = w.body.Name
	}
	switch {
	case w.next.Waits == waitsResidents:
		return "有关的居民"
	case w.next.Waits == waitsDays:
		return ""
	case w.next.Waits != "":
		return w.names[w.next.Waits]
	case w.next.Verb == "" || w.p.Stage == project.Closed || w.p.Stage == project.Dropped || w.p.Stage == project.Evaluate:
		return ""
	case w.next.Verb == project.NoteStudy:
		return "社区党组织书记"
	case w.next.Verb == project.Approve && w.body.Level == residents.LevelCommunity:
		return "另一位居委会委员"
	case w.next.Verb == project.Approve:
		return "另一位街道工作人员"
	}
	return office
}
