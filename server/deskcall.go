package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// callAtDesk is a call that is worked at the place's desk: its own, drafts too, or one of its
// street's that asks its people.
func (r *request) callAtDesk(rows *store.View, id string) (project.Call, error) {
	c, err := rows.Call(r.place.ID, id)
	if errors.Is(err, residents.ErrNotFound) {
		c, _, err = r.callHere(rows, id)
	}
	return c, err
}

// deskCall is one call with what can be done with it.
func (p *Portal) deskCall(r *request) (answer, error) {
	v := &desk.CallView{Style: p.files.address("calls.css")}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atCalls(r, rows); err != nil {
			return err
		}
		c, err := r.callAtDesk(rows, r.thing("id"))
		if err != nil {
			return err
		}
		for _, write := range []func(*store.View, *desk.CallView, project.Call) error{r.describeCall, r.callCourse, r.callLags, r.callOutcome, r.callActs} {
			if err := write(rows, v, c); err != nil {
				return err
			}
		}
		return nil
	})
	return show(v), err
}

// describeCall puts what is asked into the view, in words.
func (r *request) describeCall(rows *store.View, v *desk.CallView, c project.Call) error {
	v.ID, v.Number, v.Content, v.Ours = c.ID, c.Number, c.CallContent, c.Community == r.place.ID
	if c.State != project.CallDraft {
		v.Phase = r.callPhase(c)
	}
	v.Seen = callSeen(c)
	names, err := communityNames(rows, c)
	if err != nil {
		return err
	}
	share := "没有定"
	if c.Coverage > 0 {
		share = "每栋楼至少 " + strconv.Itoa(c.Coverage) + "%"
	}
	v.Facts = []pages.Fact{
		{Name: "问谁", Value: placesWords(c.Places, names)}, {Name: "怎样算", Value: pages.CallUnitNote(c.Unit)}, {Name: "要问到", Value: share},
		{Name: "开始", Value: r.when(c.Opens)}, {Name: "截止", Value: r.end(c.Closes)},
	}
	if c.Project == "" {
		return nil
	}
	about, err := rows.ProjectAsked(c.Community, c.Project)
	if errors.Is(err, residents.ErrNotFound) {
		return nil
	}
	v.Project = pages.Fact{Name: about.Title, Value: "/" + r.place.Slug + "/desk/projects/" + about.ID}
	return err
}

// callSeen is a hash of all that a draft's page shows.
func callSeen(c project.Call) string {
	h := sha256.New()
	_, _ = h.Write(c.JSON())
	_, _ = h.Write([]byte(c.Opens.UTC().String() + c.Closes.UTC().String()))
	return hex.EncodeToString(h.Sum(nil))
}

// callCourse is what was done when, and by whom of the own office.
func (r *request) callCourse(rows *store.View, v *desk.CallView, c project.Call) error {
	if !v.Ours {
		return nil
	}
	add := func(what, by string, at time.Time) error {
		if at.IsZero() {
			return nil
		}
		words := r.when(at)
		if by != "" {
			who, err := rows.Resident(c.Community, by)
			if err != nil {
				return err
			}
			words = who.Name + "，" + words
		}
		v.Said = append(v.Said, pages.Fact{Name: what, Value: words})
		return nil
	}
	return errors.Join(add("起草", c.MadeBy, c.MadeAt), add("公布", c.PublishedBy, c.PublishedAt), add("汇总", "", c.ClosedAt))
}

// callLags are the buildings, those that lack most first, and who goes there.
func (r *request) callLags(rows *store.View, v *desk.CallView, c project.Call) error {
	if c.State != project.CallPublished && c.State != project.CallClosed || v.Phase == pages.CallAhead {
		return nil
	}
	coverage, err := rows.CoverageOf(c)
	if err != nil {
		return err
	}
	here := r.mineAt(c)
	if here != "" {
		coverage = slices.DeleteFunc(coverage, func(p project.PlaceCoverage) bool { return p.Community != here })
	}
	v.Total, v.Lagging = exactly(c, coverage), laggingOf(c, coverage, "")
	names, err := communityNames(rows, c)
	if err != nil {
		return err
	}
	heads, err := rows.BuildingHeads(r.place.ID, r.now)
	if err != nil {
		return err
	}
	for i := range v.Lagging {
		l := &v.Lagging[i]
		l.Who = goesThere(l, r.place.ID, names, heads)
		if l.Community = names[l.Community]; here != "" || c.Community == r.place.ID && r.place.Level == residents.LevelCommunity {
			l.Community = ""
		}
		l.Building = cmp.Or(l.Building, "没有楼号的")
	}
	return nil
}

// goesThere is who asks in a building: its stairwell heads, or the committee.
func goesThere(l *desk.LagRow, here string, names map[string]string, heads map[string][]string) string {
	switch who := heads[l.Building]; {
	case l.Answered == l.Units:
		return "都答了"
	case l.Community != here:
		return names[l.Community] + "居委会"
	case len(who) > 0 && l.Building != "":
		return "楼门长 " + strings.Join(who, "、")
	}
	return "居委会（没有楼门长）"
}

// callOutcome is what was fixed at the close, and how much came twice.
func (r *request) callOutcome(rows *store.View, v *desk.CallView, c project.Call) error {
	if c.State == project.CallClosed {
		sum, err := project.SummaryOf(rows, c)
		if err != nil {
			return err
		}
		v.Result = &pages.CallResult{Summary: sum, Closed: r.lastDay(c.Closes)}
	}
	if !v.Ours {
		return nil
	}
	dropped, err := rows.Dropped(c.Community, c.ID)
	if err != nil {
		return err
	}
	for _, n := range dropped {
		v.Dropped += n
	}
	words, err := rows.WordCounts(c.Community, c.ID)
	for _, n := range words {
		v.Ideas += n
	}
	return err
}

// callActs are what the reader can do with the call now.
func (r *request) callActs(rows *store.View, v *desk.CallView, c project.Call) error {
	act := func(shown bool, err error) desk.Act {
		a := desk.Act{Shown: shown, Why: codeOf(err)}
		a.Shown = a.Shown && a.Why != residents.ErrNotAllowed
		return a
	}
	draft, live := c.State == project.CallDraft, c.State == project.CallPublished && r.now.Before(c.Closes)
	v.Change = act(v.Ours && draft, project.MayDraftCall(r.who, r.place.ID, r.now))
	v.Publish = act(v.Ours && draft, project.MayPublishCall(r.who, c, r.now))
	v.Extend = act(v.Ours && live && c.Purpose != project.ForLookBack, project.MayManageCall(r.who, c, r.now))
	withdraw := project.MayWithdrawCall(r.who, c, r.now)
	if withdraw == nil {
		switch answered, err := rows.HasAnswers(c.Community, c.ID); {
		case err != nil:
			return err
		case answered:
			withdraw = project.ErrCallAnswered
		}
	}
	v.Withdraw = act(v.Ours && (draft || live && c.Purpose != project.ForLookBack), withdraw)
	v.Enter = act(live && r.place.Level == residents.LevelCommunity, project.MayEnterAnswer(r.who, c, r.place.ID, "", r.now))
	v.Read = act(v.Ours && !draft && c.State != project.CallWithdrawn && v.Ideas > 0, project.MayDraftCall(r.who, r.place.ID, r.now))
	if v.Enter.May() {
		v.Door = v.To("calls/" + c.ID + "/door")
	}
	v.Soon = calendar.DayOf(c.Closes.Add(-time.Microsecond), r.place.Location()).Add(7).String()
	return nil
}

// onCall sends a command about the call in the path, and leads back to it. It holds the
// communities too that a street's call asks.
func (p *Portal) onCall(r *request, name, done string, verb func(tx *store.Tx, by residents.Sender, c project.Call) error) (answer, error) {
	var c project.Call
	err := p.view(r, func(rows *store.View) (err error) {
		c, err = rows.Call(r.place.ID, r.thing("id"))
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return p.do(r, name, func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/desk/calls/"+c.ID, done), verb(tx, by, c)
	}, c.Communities()...)
}

// publishCall publishes a draft, if it still is what was looked at.
func (p *Portal) publishCall(r *request) (answer, error) {
	seen := r.form.text("seen", 64)
	return p.onCall(r, "call-publish", "call-published", func(tx *store.Tx, by residents.Sender, c project.Call) error {
		now, err := tx.Call(c.Community, c.ID)
		if err != nil {
			return err
		}
		if now.State == project.CallDraft && callSeen(now) != seen {
			return polls.ErrChanged
		}
		return project.PublishCall(tx, by, c.Community, c.ID)
	})
}

// extendCall puts the close of a call off.
func (p *Portal) extendCall(r *request) (answer, error) {
	closes, why := r.form.endOf("closes"), r.form.lines("why", project.MaxWords)
	return p.onCall(r, "call-extend", "call-extended", func(tx *store.Tx, by residents.Sender, c project.Call) error {
		return project.ExtendCall(tx, by, c.Community, c.ID, closes, why)
	})
}

// withdrawCall gives a call up.
func (p *Portal) withdrawCall(r *request) (answer, error) {
	a, err := p.onCall(r, "call-withdraw", "call-withdrawn", func(tx *store.Tx, by residents.Sender, c project.Call) error {
		return project.WithdrawCall(tx, by, c.Community, c.ID)
	})
	if err == nil {
		a.location = api.WithDone("/"+r.place.Slug+"/desk/calls", "call-withdrawn")
	}
	return a, err
}
