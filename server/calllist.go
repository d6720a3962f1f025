package main

import (
	"net/http"
	"strconv"
	"strings"

	"yishiting/app/pages"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// callRoutes are the pages on which people read of opinion calls and answer them. A street's
// call is also read at each of the communities that it asks, and answered there.
func (p *Portal) callRoutes() []route {
	const list, one = "/{place}/calls", "/{place}/calls/{id}"
	return []route{
		{method: http.MethodGet, pattern: list, name: "calls", do: residents.ReadPublic, handle: p.callList, at: callBodies},
		{method: http.MethodGet, pattern: one, name: "call", do: residents.ReadPublic, handle: p.callPage, at: callBodies},
		{method: http.MethodPost, pattern: one + "/answer", name: "call-answer", do: residents.AnswerCall, handle: p.answerCall, on: one},
	}
}

// callBodies are the levels whose bodies ask.
var callBodies = []residents.Level{residents.LevelCommunity, residents.LevelSubdistrict}

// pageCalls is how many calls that are over stand on a page.
const pageCalls = 20

// street is the body above a community, whose calls ask its people too; "" of any other.
func (r *request) street() string {
	if r.place.Level == residents.LevelCommunity {
		return r.place.Parent
	}
	return ""
}

// callList lists the calls that ask a place: those that run on the first page, what is over page by page.
func (p *Portal) callList(r *request) (answer, error) {
	l := &pages.CallsView{Frame: p.frame(r), Style: p.files.address("calls.css")}
	after := callKey(r.URL.Query().Get("after"))
	err := p.view(r, func(v *store.View) error {
		past, err := v.PastCallsFor(r.place.ID, r.street(), after, pageCalls+1)
		if err != nil {
			return err
		}
		if len(past) > pageCalls {
			past = past[:pageCalls]
			last := past[pageCalls-1]
			l.Older = l.To("calls") + "?after=" + strconv.FormatInt(last.Closes.UnixMicro(), 10) + "." + last.ID
		}
		if l.Newer = ""; after.ID != "" {
			l.Newer = l.To("calls")
		} else if err := r.callsNow(v, l); err != nil {
			return err
		}
		for _, c := range past {
			l.Past = append(l.Past, r.callLine(c))
		}
		return nil
	})
	return show(l), err
}

// callsNow are those that run, with what the reader has to do with each, and those ahead. Those
// whose hour has come stand there until the clock has closed them.
func (r *request) callsNow(v *store.View, l *pages.CallsView) error {
	all, err := v.PublishedCallsFor(r.place.ID, r.street())
	if err != nil {
		return err
	}
	read := v.CallsAhead(all)
	for _, c := range all {
		line := r.callLine(c)
		if r.callPhase(c) == pages.CallAhead {
			l.Ahead = append(l.Ahead, line)
			continue
		}
		coverage, err := read.CoverageOf(c)
		if err != nil {
			return err
		}
		reached := reachedNow(c, coverage)
		line.Reached = &reached
		if line.Mine, line.Waits, err = r.callMine(read, c); err != nil {
			return err
		}
		l.Open = append(l.Open, line)
	}
	return nil
}

// callMine says whether the reader has answered a call that runs, and whether it waits for them.
func (r *request) callMine(v project.CallView, c project.Call) (words string, waits bool, err error) {
	if r.me() == "" || project.MayAnswerCall(r.who, c, r.now) != nil {
		return "", false, nil
	}
	units, err := project.UnitsOf(v, r.who, c)
	missing := 0
	for _, u := range units {
		if u.Answer == nil {
			missing++
		}
	}
	whose := "您"
	if c.Unit == project.ByHousehold {
		whose = "您家"
	}
	switch {
	case missing == 0:
		return whose + "已经答过，截止以前可以改", false, err
	case len(units) > 1:
		return "还有 " + strconv.Itoa(missing) + " 户等您答", true, err
	}
	return whose + "还没有答", true, err
}

// callPhase is where a call stands for its readers: whether it takes answers is for the clock
// to say, also before the server has closed it.
func (r *request) callPhase(c project.Call) string {
	switch {
	case c.State == project.CallWithdrawn:
		return pages.CallWithdrawn
	case c.State == project.CallClosed:
		return pages.CallEnded
	case r.now.Before(c.Opens):
		return pages.CallAhead
	case r.now.Before(c.Closes):
		return pages.CallOpen
	}
	return pages.CallCounting
}

// callLine is a call as lists show it.
func (r *request) callLine(c project.Call) pages.CallLine {
	phase := r.callPhase(c)
	line := pages.CallLine{TopicLine: pages.TopicLine{Title: c.Title, Href: "/" + r.place.Slug + "/calls/" + c.ID}}
	line.State, line.Tone = pages.CallTag(phase)
	line.Facts = append(line.Facts, pages.CallPurposeWord(c.Purpose), pages.CallOneEach(c.Unit))
	if c.Community != r.place.ID {
		line.Facts = append(line.Facts, "街道征集")
	}
	switch phase {
	case pages.CallAhead:
		line.Facts = append(line.Facts, r.when(c.Opens)+" 开始")
	case pages.CallOpen:
		line.Facts = append(line.Facts, r.leftUntil(c.Closes))
	case pages.CallCounting:
		line.Facts = append(line.Facts, r.end(c.Closes)+" 截止")
	case pages.CallEnded:
		line.Facts = append(line.Facts, r.lastDay(c.Closes)+"截止")
		if sum, err := project.SummaryOf(nil, c); err == nil {
			line.Facts = append(line.Facts, pages.CallCame(sum))
		}
	}
	return line
}

// reachedNow is how many of those who are asked have answered, as everybody may know it.
func reachedNow(c project.Call, coverage []project.PlaceCoverage) pages.Reached {
	reached := pages.Reached{Unit: c.Unit, Percent: c.Coverage}
	for _, p := range coverage {
		reached.Units, reached.Answered = reached.Units+p.Units, reached.Answered+p.Answered
	}
	return reached.Told()
}

// callKey reads a call's place in the list; what is none begins with the latest.
func callKey(s string) (c project.Call) {
	p := pollKey(s)
	if p.ID != "" && !strings.Contains(p.ID, "/") {
		c.ID, c.Closes = p.ID, p.ClosesAt()
	}
	return c
}
