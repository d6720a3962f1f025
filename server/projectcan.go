package main

import (
	"slices"

	"yishiting/app/pages"
	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/residents"
)

// What the reader can do about a project, or why not.

// atHome tells whether the reader does things about projects on this page: where they live.
// A street's page is read by everybody, and acted on at home.
func (w *projectPage) atHome() bool { return w.place.Level == residents.LevelCommunity }

// can is what the reader can do, the first things first.
func (w *projectPage) can() error {
	if !w.who.SignedIn() {
		w.page.Why = residents.ErrSignedOut
	}
	if !w.atHome() {
		return w.leadHome()
	}
	if err := w.canAnswer(); err != nil {
		return err
	}
	w.canSay()
	w.canObject()
	w.canWork()
	return w.canFollow()
}

// leadHome leads somebody to the page of their own community.
func (w *projectPage) leadHome() error {
	home := w.who.Resident.Community
	if !concernsPlace(w.p, home) || home == w.place.ID {
		return nil
	}
	c, err := w.v.CommunityByID(home)
	w.page.Home = pages.TopicLine{Title: "到" + c.Name + "的页面上说意见、提异议", Href: "/" + c.Slug + "/projects/" + w.p.ID}
	return err
}

// addCan adds a thing to be done; where the reader may not, why not.
func (w *projectPage) addCan(c pages.ProjectCan, why error) {
	if c.Why = code(why); w.page.Why != "" {
		c.Why, c.Href, c.Verb, c.Form = "", "", "", ""
	}
	w.page.Can = append(w.page.Can, c)
}

// canAnswer are the calls that take answers now, those about the project and those that rate it.
func (w *projectPage) canAnswer() error {
	open, err := w.openCalls()
	if err != nil {
		return err
	}
	for _, c := range open {
		what := pages.ProjectCan{Title: "回答「" + c.Title + "」", Small: w.left(c.Closes), Href: w.page.To("calls/" + c.ID), Verb: "去回答", Main: true}
		if c.Purpose == project.ForLookBack {
			what.Title, what.Verb = "评价办得怎么样", "去评价"
		}
		units, err := w.answered(c)
		if err != nil {
			return err
		}
		if units == 0 && project.MayAnswerCall(w.who, c, w.now) == nil {
			what.Small, what.Verb, what.Main = "您已经回答了，截止前还可以改；"+what.Small, "看我的回答", false
		}
		w.addCan(what, project.MayAnswerCall(w.who, c, w.now))
	}
	return nil
}

// openCalls are the calls about the project that take answers now.
func (w *projectPage) openCalls() (open []project.Call, err error) {
	for _, c := range w.f.Calls {
		if c.Call.Taking(w.now) == nil {
			open = append(open, c.Call)
		}
	}
	all, err := w.read.LookBackCalls(w.p.Community, w.p.ID)
	for _, c := range all {
		if c.Taking(w.now) == nil {
			open = append(open, c)
		}
	}
	return open, err
}

// answered is for how many of the reader's units there is no answer yet.
func (w *projectPage) answered(c project.Call) (missing int, err error) {
	units, err := project.UnitsOf(w.read, w.who, c)
	for _, u := range units {
		if u.Answer == nil {
			missing++
		}
	}
	return missing, err
}

// canSay is to agree in part or not, and to say again.
func (w *projectPage) canSay() {
	if w.p.Stage != project.Negotiate {
		return
	}
	a := w.page.Agreed
	switch {
	case a.Mine != nil && a.Mine.Again:
		w.addCan(pages.ProjectCan{Title: "再说一次您现在怎么看", Small: "您的意见有了答复，看看改了什么", Href: "#again", Verb: "去看答复", Main: true}, nil)
	case a.Mine != nil && a.Mine.Then != "":
		w.addCan(pages.ProjectCan{Title: "您第二轮说：" + pages.StanceWord(a.Mine.Then), Small: "两轮意见都写进立项材料", Href: "#agreement", Verb: "看一看"}, nil)
	case a.Mine != nil && a.Mine.Changed != "":
		w.addCan(pages.ProjectCan{Title: "您说过：" + pages.StanceWord(a.Mine.Stance), Small: "已经答复，看看改了什么", Href: "#agreement", Verb: "看一看"}, nil)
	case a.Mine != nil:
		w.addCan(pages.ProjectCan{Title: "您说过：" + pages.StanceWord(a.Mine.Stance), Small: "答复以前不能公示；有答复会告诉您", Href: "#agreement", Verb: "看一看"}, nil)
	default:
		why := project.MaySayNo(w.who, w.p, w.f, w.now)
		if why == project.ErrPutUp {
			return // then one objects, which stands below
		}
		w.addCan(pages.ProjectCan{Title: "只同意一部分，或者不同意", Small: "一份一份听、答复，再问一次", Href: "#speak", Verb: "说出来"}, why)
	}
}

// canObject is to object to the notice that runs.
func (w *projectPage) canObject() {
	for _, n := range w.page.Notices {
		if n.Running && n.Why == consultation.ErrAlready {
			w.addCan(pages.ProjectCan{Title: "您对公示提过异议", Small: "必须公开答复；答复了会告诉您", Href: "#notice-" + itoa(n.Seq), Verb: "看一看"}, nil)
		} else if n.Running {
			why := error(nil)
			if n.Why != "" {
				why = n.Why
			}
			w.addCan(pages.ProjectCan{Title: "对公示有异议", Small: n.Line.Until + "止；必须公开答复", Href: "#object", Verb: "写异议"}, why)
		}
	}
}

// canWork is to sign the completion check, and to report what one sees.
func (w *projectPage) canWork() {
	why := project.MaySign(w.who, w.p, w.f, w.now)
	switch done := w.p.Stage == project.Deliver && w.f.Passed(project.Done, w.p, w.now) == nil; {
	case done && why == consultation.ErrAlready:
		w.addCan(pages.ProjectCan{Title: "您已经验收签字：合格", Small: w.signedWords(), Href: "#check", Verb: "看一看"}, nil)
	case done && w.signedBefore():
		w.addCan(pages.ProjectCan{Title: "您签过，之后又有变动：再看一次，重新签字", Small: w.signedWords(), Href: "#sign", Verb: "去签字", Main: true}, why)
	case done:
		w.addCan(pages.ProjectCan{Title: "到现场看过，验收签字", Small: w.signedWords(), Href: "#sign", Verb: "去签字", Main: true}, why)
	}
	if w.page.Report.May {
		w.addCan(pages.ProjectCan{Title: "报您看到的进展", Small: "写一句，拍张照", Href: "#report", Verb: "写进展"}, nil)
	}
}

// signedBefore tells whether the reader signed, and something changed since.
func (w *projectPage) signedBefore() bool {
	return slices.ContainsFunc(w.f.Signatures, func(s project.Signature) bool { return w.isMe(s.Community, s.Resident) && s.Stale(w.p.Plan) })
}

func (w *projectPage) signedWords() string {
	return "要三位居民签字，签了 " + itoa(w.page.Check.Fine) + " 位"
}

// canFollow is to hear of it, or no more.
func (w *projectPage) canFollow() error {
	c := pages.ProjectCan{Title: "关注这个项目", Small: "有新进展，写在您的一周要事里", Form: "follow", Href: w.page.To("projects/" + w.p.ID + "/follow"), Verb: "关注"}
	if w.who.SignedIn() {
		follows, err := w.v.Follows(w.who.Resident.Community, w.p.Community, w.p.ID, w.who.Resident.ID)
		if err != nil {
			return err
		}
		if follows {
			c = pages.ProjectCan{Title: "您在关注这个项目", Small: "有新进展，写在您的一周要事里", Form: "unfollow", Href: w.page.To("projects/" + w.p.ID + "/unfollow"), Verb: "不再关注"}
		}
	}
	w.addCan(c, project.May(w.who, project.FollowIt, w.p, w.f, residents.Matter{}, w.now))
	return nil
}
