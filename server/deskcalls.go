package main

import (
	"net/http"
	"slices"

	"yishiting/app/pages"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// deskCallRoutes are the desk's pages of opinion calls and of needs, of communities and of
// streets. What comes in on paper is entered where the home is, also of a street's call.
func (p *Portal) deskCallRoutes() []route {
	const list, one = "/{place}/desk/calls", "/{place}/desk/calls/{id}"
	const draft, edit, needs = list + "/new", list + "/{draft}/edit", "/{place}/desk/needs"
	get, post := http.MethodGet, http.MethodPost
	return []route{
		{method: get, pattern: list, name: "desk-calls", do: residents.OpenDesk, handle: p.deskCallList, at: callBodies},
		{method: get, pattern: draft, name: "call-draft", do: residents.DraftCall, handle: p.deskCallNew},
		{method: post, pattern: draft, name: "call-draft", do: residents.DraftCall, handle: p.makeCallDraft},
		{method: get, pattern: edit, name: "call-draft", do: residents.DraftCall, handle: p.deskCallEdit},
		{method: post, pattern: edit, name: "call-draft", do: residents.DraftCall, handle: p.changeCallDraft},
		{method: get, pattern: one, name: "desk-call", do: residents.OpenDesk, handle: p.deskCall, at: callBodies},
		{method: post, pattern: one + "/publish", name: "call-publish", do: residents.PublishCall, handle: p.publishCall, on: one},
		{method: post, pattern: one + "/extend", name: "call-extend", do: residents.PublishCall, handle: p.extendCall, on: one},
		{method: post, pattern: one + "/withdraw", name: "call-withdraw", do: residents.PublishCall, handle: p.withdrawCall, on: one},
		{method: get, pattern: one + "/print", name: "call-sheets", do: residents.OpenDesk, handle: p.callSheets, at: callBodies},
		{method: get, pattern: one + "/paper", name: "call-paper", do: residents.WorkDesk, handle: p.deskCallPaper},
		{method: post, pattern: one + "/paper", name: "call-paper", do: residents.EnterAnswers, handle: p.enterCallPaper},
		{method: get, pattern: one + "/ideas", name: "call-ideas", do: residents.DraftCall, handle: p.deskCallIdeas},
		{method: post, pattern: one + "/ideas", name: "call-themes", do: residents.DraftCall, handle: p.setCallThemes},
		{method: post, pattern: one + "/need", name: "call-need", do: residents.DraftCall, handle: p.noteCallNeed, on: one + "/ideas"},
		{method: get, pattern: needs, name: "desk-needs", do: residents.OpenDesk, handle: p.deskNeeds, at: callBodies},
		{method: post, pattern: needs + "/hotline", name: "needs-hotline", do: residents.DraftCall, handle: p.importNeeds, on: needs},
		{method: post, pattern: needs + "/topic", name: "needs-topic", do: residents.DraftCall, handle: p.noteTopicNeed, on: needs},
	}
}

// mostLiveCalls is how many calls under way are listed.
const mostLiveCalls = 100

// atCalls is the frame of a page of calls at the place's desk.
func (p *Portal) atCalls(r *request, rows *store.View) (desk.Frame, error) {
	if r.place.Level == residents.LevelCommunity {
		return p.atDesk(r, rows, desk.AtCalls)
	}
	f := p.atStreet(r)
	f.Nav = slices.Clone(f.Nav)
	for i := range f.Nav {
		f.Nav[i].Current = f.Nav[i].Href == f.To("desk/calls")
	}
	return f, nil
}

// deskCallList lists the calls: what is under way whole, what is over by pages.
func (p *Portal) deskCallList(r *request) (answer, error) {
	at, id, err := after(r)
	if err != nil {
		return answer{}, err
	}
	v := &desk.CallsView{Style: p.files.address("calls.css")}
	err = p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atCalls(r, rows); err != nil {
			return err
		}
		v.May = project.MayDraftCall(r.who, r.place.ID, r.now) == nil
		if id == "" {
			if err := r.callsUnderWay(rows, v); err != nil {
				return err
			}
		}
		return r.callsOver(rows, v, project.Call{ID: id, Closes: at})
	})
	return show(v), err
}

// callsUnderWay are drafts, and the published calls: the body's own, and those of its street.
func (r *request) callsUnderWay(rows *store.View, v *desk.CallsView) error {
	drafts, err := rows.CallsAfter(r.place.ID, project.Call{}, mostLiveCalls, project.CallDraft)
	if err != nil {
		return err
	}
	running, err := rows.PublishedCallsFor(r.place.ID, r.street())
	if err != nil {
		return err
	}
	read := rows.CallsAhead(running)
	theirs := slices.DeleteFunc(slices.Clone(running), func(c project.Call) bool { return c.Community == r.place.ID })
	ours := slices.DeleteFunc(running, func(c project.Call) bool { return c.Community != r.place.ID })
	for _, g := range []struct {
		name string
		all  []project.Call
	}{{"等着公布的草稿", drafts}, {"已公布", ours}, {"街道在这里征集的", theirs}} {
		group := desk.CallGroup{Name: g.name}
		for _, c := range g.all {
			line, err := r.deskCallLine(read, c)
			if err != nil {
				return err
			}
			group.Lines = append(group.Lines, line)
		}
		if len(group.Lines) > 0 {
			v.Groups = append(v.Groups, group)
		}
	}
	return nil
}

func (r *request) callsOver(rows *store.View, v *desk.CallsView, from project.Call) error {
	over, err := rows.PastCallsFor(r.place.ID, r.street(), from, deskPage+1)
	if err != nil {
		return err
	}
	if len(over) > deskPage {
		over = over[:deskPage]
		last := over[deskPage-1]
		v.Older = v.To("desk/calls") + afterKey(last.Closes, last.ID)
	}
	group := desk.CallGroup{Name: "已结束"}
	for _, c := range over {
		group.Lines = append(group.Lines, r.atDeskLine(c))
	}
	if len(group.Lines) > 0 {
		v.Groups = append(v.Groups, group)
	}
	return nil
}

// atDeskLine is a call as the desk's list shows it.
func (r *request) atDeskLine(c project.Call) pages.CallLine {
	line := r.callLine(c)
	line.Href = "/" + r.place.Slug + "/desk/calls/" + c.ID
	line.Facts = append([]string{c.Number}, line.Facts...)
	if c.State == project.CallDraft {
		line.State, line.Tone = "草稿", pages.ToneDue
		line.Facts = []string{c.Number, pages.CallPurposeWord(c.Purpose), pages.CallOneEach(c.Unit), r.when(c.Opens) + " 开始"}
	}
	return line
}

// deskCallLine is a call under way: how far it is, and how many buildings are behind.
func (r *request) deskCallLine(rows project.CallView, c project.Call) (pages.CallLine, error) {
	line := r.atDeskLine(c)
	if c.State == project.CallDraft {
		if line.Mine = "等另一位核对公布"; c.MadeBy == r.me() {
			line.Mine = "您写的，等另一位核对公布"
		}
		return line, nil
	}
	coverage, err := rows.CoverageOf(c)
	if err != nil || r.callPhase(c) == pages.CallAhead {
		return line, err
	}
	reached := exactly(c, coverage)
	line.Reached = &reached
	lagging := laggingOf(c, coverage, r.mineAt(c))
	behind := 0
	for _, l := range lagging {
		if l.Need > l.Answered {
			behind++
		}
	}
	if behind > 0 {
		line.Mine, line.Behind = "还有 "+pages.Grouped(int64(behind))+" 栋楼没有达到比例", true
	}
	return line, nil
}

// mineAt is the community whose buildings the desk works on; "" of all that a call asks.
func (r *request) mineAt(c project.Call) string {
	if c.Community != r.place.ID {
		return r.place.ID
	}
	return ""
}

// exactly is how many have answered, to the one: for the desk.
func exactly(c project.Call, coverage []project.PlaceCoverage) pages.Reached {
	reached := pages.Reached{Unit: c.Unit, Percent: c.Coverage}
	for _, p := range coverage {
		reached.Units, reached.Answered = reached.Units+p.Units, reached.Answered+p.Answered
	}
	return reached
}

// laggingOf are the buildings of a call, or of one community of it, those that lack most first.
func laggingOf(c project.Call, coverage []project.PlaceCoverage, community string) (rows []desk.LagRow) {
	for _, p := range coverage {
		if community != "" && p.Community != community {
			continue
		}
		rows = append(rows, desk.LagRow{
			Community: p.Community, Building: p.Building, Units: p.Units, Answered: p.Answered, Need: pages.CoverageNeed(c.Coverage, p.Units),
		})
	}
	slices.SortStableFunc(rows, func(a, b desk.LagRow) int {
		if a.Missing() != b.Missing() {
			return b.Missing() - a.Missing()
		}
		return a.Answered*max(1, b.Units) - b.Answered*max(1, a.Units) // the smaller share first
	})
	return rows
}
