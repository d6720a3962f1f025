package main

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
	"yishiting/signups/grants"
)

// deskGrantRoutes are the street's desk of micro-grants: those who run a round, a second person, the experts.
func (p *Portal) deskGrantRoutes() []route {
	const list, one, draft = "/{place}/desk/grants", "/{place}/desk/grants/{id}", "/{place}/desk/grants/{draft}/edit"
	const app, score = one + "/applications/{application}", one + "/score/{application}"
	get := func(pattern, name string, do residents.Action, handle func(*request) (answer, error)) route {
		return route{method: http.MethodGet, pattern: pattern, name: name, do: do, handle: handle}
	}
	post := func(pattern, name string, do residents.Action, handle func(*request) (answer, error), on string) route {
		return route{method: http.MethodPost, pattern: pattern, name: name, do: do, handle: handle, on: on}
	}
	const keep, approve, watch, mark = residents.KeepGrants, residents.ApproveGrants, residents.WatchGrants, residents.ScoreGrant
	return append(sheets(get(one+"/list", "desk-grant", watch, nil), p.grantSheet), []route{
		get(list, "desk-grants", watch, p.deskGrantList),
		get(list+"/new", desk.GrantDraftForm, keep, p.grantDraftNew),
		post(list+"/new", desk.GrantDraftForm, keep, p.makeGrantDraft, ""),
		get(draft, desk.GrantDraftForm, keep, p.grantDraftEdit),
		post(draft, desk.GrantDraftForm, keep, p.changeGrantDraft, ""),
		get(one, "desk-grant", watch, p.deskGrant),
		post(one+"/publish", "grant-publish", approve, p.roundStep("grant-published", grants.PublishRound), one),
		post(one+"/cancel", "grant-cancel", approve, p.cancelGrant, one),
		post(one+"/jury", "grant-jury", keep, p.setGrantJury, one),
		post(one+"/pitch", "grant-pitch", keep, p.roundStep("grant-pitched", grants.OpenPitch), one),
		post(one+"/close", "grant-close", keep, p.roundStep("grant-closed", grants.CloseRound), one),
		post(one+"/put-up", "grant-put-up", keep, p.roundStep("grant-up", grants.PutUpAwards), one),
		post(one+"/complaints/{community}/{complaint}", "grant-answer", approve, p.answerGrant, one),
		post(one+"/award", "grant-award", approve, p.roundStep("grant-awarded", grants.Award), one),
		post(one+"/finish", "grant-finish", approve, p.roundStep("grant-finished", grants.FinishRound), one),
		get(one+"/score", "desk-grant-score", mark, p.grantScores),
		post(one+"/score/declare", "grant-declare", mark, p.declareGrant, one+"/score"),
		get(score, "grant-score", mark, p.grantScore),
		post(score, "grant-score", mark, p.giveGrantScore, ""),
		get(app, "desk-grant-application", watch, p.deskGrantCase),
		post(app+"/check", "grant-check", keep, p.checkGrant, app),
		post(app+"/coach", "grant-coach", keep, p.coachGrant, app),
		post(app+"/agreement", "grant-draw", keep, p.drawGrant, app),
		post(app+"/sign", "grant-sign", approve, p.signGrant, app),
		post(app+"/pay", "grant-pay", keep, p.payGrant, app),
		post(app+"/mid", "grant-mid-check", keep, p.checkGrantMid, app),
		post(app+"/final", "grant-final-check", keep, p.checkGrantFinal, app),
	}...)
}

// atGrants is the frame of a page of grants, rooms or help at the street's desk. Who has no other
// work there sees no other entries.
func (p *Portal) atGrants(r *request) desk.Frame {
	if r.opens(residents.OpenDesk) == nil {
		return p.atStreet(r)
	}
	f := desk.Frame{Frame: p.frame(r), Role: pages.RoleWord(r.role())}
	f.Nav = r.supportNav(f.Base())
	f.Nav = append(f.Nav, pages.DeskLink{Name: "公开的看板", Href: f.To("")})
	return f
}

// supportNav are the entries of a street's desk about support that the reader may open.
func (r *request) supportNav(f *pages.Frame) (links []pages.DeskLink) {
	for _, l := range []struct {
		name, below string
		do          residents.Action
	}{{"公益创投", "desk/grants", residents.WatchGrants}, {"场地预约", "desk/rooms", residents.KeepRooms}, {"孵化求助", "desk/support", residents.AnswerSupport}} {
		if r.opens(l.do) == nil {
			links = append(links, pages.DeskLink{Name: l.name, Href: f.To(l.below), Current: strings.HasPrefix(r.route.pattern, "/{place}/"+l.below)})
		}
	}
	return links
}

// deskGrantList lists the rounds, drafts too.
func (p *Portal) deskGrantList(r *request) (answer, error) {
	v := &desk.GrantsView{Frame: p.atGrants(r), Style: p.files.address("grants.css"), May: r.opens(residents.KeepGrants) == nil}
	year, running := roundKey(r.URL.Query().Get("after"))
	err := p.view(r, func(rows *store.View) error {
		all, err := rows.RoundsBefore(r.place.ID, year, running, v.May, deskPage+1)
		if err != nil {
			return err
		}
		if len(all) > deskPage {
			all = all[:deskPage]
			v.Older = v.To("desk/grants") + "?after=" + keyOf(all[deskPage-1])
		}
		v.Rounds = nil
		for _, g := range all {
			card, err := r.roundCard(rows, g)
			if err != nil {
				return err
			}
			card.Href = v.To("desk/grants/" + g.ID)
			v.Rounds = append(v.Rounds, card)
		}
		return nil
	})
	return show(v), err
}

// grantDraftNew is the form of a new round, with the usual terms in it.
func (p *Portal) grantDraftNew(r *request) (answer, error) {
	rules := grants.RulesAt(r.today())
	v := &desk.GrantDraftView{Frame: p.atGrants(r), Style: p.files.address("grants.css"), When: map[string]string{}}
	v.Round.Experts, v.Round.Terms.First, v.Round.Least, v.Round.Choices = rules.Experts.N, rules.First.N, 60, 3
	v.Round.Criteria = []grants.Criterion{{Words: "需求真实", Points: 30}, {Words: "办法可行", Points: 30}, {Words: "预算合理", Points: 20}, {Words: "能持续", Points: 20}}
	return show(v), nil
}

// fieldTime is an instant as it stands in a datetime-local field.
func (r *request) fieldTime(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(r.place.Location()).Format("2006-01-02T15:04")
}

// grantDraftEdit is the form of a draft.
func (p *Portal) grantDraftEdit(r *request) (answer, error) {
	v := &desk.GrantDraftView{Frame: p.atGrants(r), Style: p.files.address("grants.css")}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Round, err = rows.Round(r.place.ID, r.thing("draft")); err == nil && v.Round.State != grants.Draft {
			err = residents.ErrNotFound
		}
		return err
	})
	g := v.Round
	v.ID = g.ID
	v.When = map[string]string{
		"opens": g.Opens.String(), "closes": g.Closes.String(), "latest": g.Latest.String(),
		"pitch_at": r.fieldTime(g.PitchAt), "vote_from": r.fieldTime(g.VoteFrom), "vote_until": r.fieldTime(g.VoteUntil),
	}
	return show(v), err
}

// terms reads the fields of a round.
func (f *form) grantTerms() (t grants.Terms) {
	t.Title, t.About = f.text("title", grants.MaxTitle), f.lines("about", grants.MaxAbout)
	t.Budget, t.Cap = f.money("budget", false), f.money("cap", false)
	t.Experts, t.Choices = f.number("experts", 0, 100), f.number("choices", 1, grants.MaxChoices)
	t.Residents = 100 - t.Experts
	t.First, t.Least = f.number("first", 0, 100), f.number("least", 0, 100)
	for i := 1; i <= grants.MaxCriteria; i++ {
		n := strconv.Itoa(i)
		words, points := f.text("c"+n, grants.MaxName), f.text("p"+n, 3)
		if words == "" && points == "" {
			continue
		}
		at, err := strconv.Atoi(points)
		if err != nil || words == "" {
			f.wrong = append(f.wrong, &residents.FieldError{Field: "criteria", Reason: residents.ErrNumber, Limit: 100, Line: i})
		}
		t.Criteria = append(t.Criteria, grants.Criterion{Words: words, Points: at})
	}
	t.Opens, t.Closes, t.Latest = f.day("opens"), f.day("closes"), f.day("latest")
	t.PitchAt, t.PitchIn = f.time("pitch_at"), f.text("pitch_in", grants.MaxName)
	t.VoteFrom, t.VoteUntil = f.time("vote_from"), f.time("vote_until")
	return t
}

func (p *Portal) makeGrantDraft(r *request) (answer, error) {
	t := r.form.grantTerms()
	return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
		g, err := grants.MakeRound(tx, by, r.place.ID, t)
		return api.WithDone("/"+r.place.Slug+"/desk/grants/"+g.ID, "grant-drafted"), err
	})
}

func (p *Portal) changeGrantDraft(r *request) (answer, error) {
	version, t, id := r.form.number("version", 1, 1<<30), r.form.grantTerms(), r.thing("draft")
	return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/desk/grants/"+id, "grant-drafted"), grants.ChangeRound(tx, by, r.place.ID, id, version, t)
	})
}

// roundStep is a form of one button on a round's page at the desk.
func (p *Portal) roundStep(done string, verb func(grants.Tx, residents.Sender, string, string) error) func(*request) (answer, error) {
	return func(r *request) (answer, error) {
		return p.onRound(r, done, func(tx *store.Tx, by residents.Sender, g grants.Round) error { return verb(tx, by, g.Community, g.ID) })
	}
}

// onRound sends a command about the round in the path. What it tells organisations is kept where they are.
func (p *Portal) onRound(r *request, done string, verb func(tx *store.Tx, by residents.Sender, g grants.Round) error) (answer, error) {
	var also []string
	err := p.view(r, func(v *store.View) (err error) {
		also, err = applicantHomes(v, r.place.ID, r.thing("id"))
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
		g, err := tx.Round(r.place.ID, r.thing("id"))
		if err != nil {
			return "", err
		}
		return api.WithDone("/"+r.place.Slug+"/desk/grants/"+g.ID, done), verb(tx, by, g)
	}, also...)
}

// applicantHomes are the communities whose organisations have applied in a round, and those of who has complained.
func applicantHomes(v *store.View, body, round string) (also []string, err error) {
	all, err := v.ApplicationsOf(body, round)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		if !slices.Contains(also, a.Community) {
			also = append(also, a.Community)
		}
	}
	said, err := v.ComplaintsOf(body, round)
	for _, c := range said {
		if !slices.Contains(also, c.Community) {
			also = append(also, c.Community)
		}
	}
	return also, err
}

func (p *Portal) cancelGrant(r *request) (answer, error) {
	reason := r.form.lines("reason", grants.MaxWords)
	r.form.ticked("sure")
	return p.onRound(r, "grant-cancelled", func(tx *store.Tx, by residents.Sender, g grants.Round) error {
		return grants.CancelRound(tx, by, g.Community, g.ID, reason)
	})
}

func (p *Portal) setGrantJury(r *request) (answer, error) {
	experts := r.form.every("experts", grants.MaxJury*2, 64)
	return p.onRound(r, "grant-jury", func(tx *store.Tx, by residents.Sender, g grants.Round) error {
		return grants.SetJury(tx, by, g.Community, g.ID, experts)
	})
}

func (p *Portal) answerGrant(r *request) (answer, error) {
	upheld, reply := r.form.choice("upheld", "yes", "no") == "yes", r.form.lines("reply", grants.MaxWords)
	home, id := r.PathValue("community"), r.thing("complaint")
	return p.onRound(r, "grant-answered", func(tx *store.Tx, by residents.Sender, g grants.Round) error {
		c, err := tx.Complaint(home, id)
		if err == nil && (c.Body != g.Community || c.Round != g.ID) {
			err = residents.ErrNotFound
		}
		if err != nil {
			return err
		}
		return grants.AnswerComplaint(tx, by, home, id, upheld, reply)
	})
}
