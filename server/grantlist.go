package main

import (
	"net/http"
	"strconv"
	"strings"

	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups/grants"
)

// grantBodies are the levels at which rounds of micro-grants are read.
var grantBodies = []residents.Level{residents.LevelCommunity, residents.LevelSubdistrict}

// grantRoutes are the pages of micro-grants for residents and for the contacts of organisations. A
// street's round is read, applied for and voted on at each of its communities.
func (p *Portal) grantRoutes() []route {
	const list, one, app = "/{place}/grants", "/{place}/grants/{id}", "/{place}/grants/{id}/applications/{application}"
	at := []residents.Level{residents.LevelCommunity}
	get := func(pattern, name string, do residents.Action, handle func(*request) (answer, error), at []residents.Level) route {
		return route{method: http.MethodGet, pattern: pattern, name: name, do: do, handle: handle, at: at}
	}
	post := func(pattern, name string, do residents.Action, handle func(*request) (answer, error), on string) route {
		return route{method: http.MethodPost, pattern: pattern, name: name, do: do, handle: handle, on: on, at: at}
	}
	return []route{
		get(list, "grants", residents.ReadPublic, p.grantList, grantBodies),
		get(one, "grant", residents.ReadPublic, p.grantPage, grantBodies),
		post(one+"/vote", "grant-vote", residents.VoteGrant, p.voteGrant, one),
		post(one+"/complain", "grant-complain", residents.ComplainGrant, p.complainGrant, one),
		get(one+"/apply", pages.GrantApplyForm, residents.ApplyGrant, p.grantApply, at),
		post(one+"/apply", pages.GrantApplyForm, residents.ApplyGrant, p.applyGrant, ""),
		get(app, "grant-application", residents.ReadPublic, p.grantApplication, grantBodies),
		get(app+"/edit", pages.GrantApplyForm, residents.ApplyGrant, p.grantEdit, at),
		post(app+"/edit", pages.GrantApplyForm, residents.ApplyGrant, p.reviseGrant, ""),
		post(app+"/appeal", "grant-appeal", residents.ApplyGrant, p.appealGrant, app),
		post(app+"/withdraw", "grant-withdraw", residents.ApplyGrant, p.withdrawGrant, app),
		post(app+"/accept", "grant-accept", residents.ApplyGrant, p.acceptGrant, app),
		post(app+"/mid", "grant-mid", residents.ApplyGrant, p.reportGrantMid, app),
		post(app+"/final", "grant-final", residents.ApplyGrant, p.reportGrantFinal, app),
	}
}

// pageRounds is how many rounds stand on a page.
const pageRounds = 12

// granter is the street whose rounds are read at the place: itself, or the one above the community.
func (r *request) granter() string {
	if r.place.Level == residents.LevelCommunity {
		return r.place.Parent
	}
	return r.place.ID
}

// grantHere is a round that is read at the place. Drafts are there for nobody.
func (r *request) grantHere(v *store.View, id string) (g grants.Round, street residents.Community, err error) {
	if g, err = v.Round(r.granter(), id); err == nil && !g.State.Public() {
		err = residents.ErrNotFound
	}
	if err != nil {
		return g, street, err
	}
	street, err = v.CommunityByID(r.granter())
	return g, street, err
}

// roundKey reads where a list of rounds goes on: 2026.3; what is none begins with the latest.
func roundKey(s string) (year, running int) {
	a, b, _ := strings.Cut(s, ".")
	year, wrong := strconv.Atoi(a)
	running, alsoWrong := strconv.Atoi(b)
	if wrong != nil || alsoWrong != nil || year < 2000 || year > 2999 || running < 0 || running > 1<<20 {
		return 3000, 0
	}
	return year, running
}

// keyOf is the key of a round's number.
func keyOf(g grants.Round) string {
	year, running, _ := strings.Cut(strings.TrimPrefix(g.Number, "G"), "-")
	return year + "." + strings.TrimLeft(running, "0")
}

// grantList lists the rounds, the latest first.
func (p *Portal) grantList(r *request) (answer, error) {
	l := &pages.GrantsView{Frame: p.frame(r), Style: p.files.address("grants.css")}
	year, running := roundKey(r.URL.Query().Get("after"))
	err := p.view(r, func(v *store.View) error {
		all, err := v.RoundsBefore(r.granter(), year, running, false, pageRounds+1)
		if err != nil {
			return err
		}
		if len(all) > pageRounds {
			all = all[:pageRounds]
			l.Older = l.To("grants") + "?after=" + keyOf(all[pageRounds-1])
		}
		if l.Newer = ""; year < 3000 {
			l.Newer = l.To("grants")
		}
		l.Rounds = nil
		for _, g := range all {
			card, err := r.roundCard(v, g)
			if err != nil {
				return err
			}
			l.Rounds = append(l.Rounds, card)
		}
		return nil
	})
	return show(l), err
}

// roundCard is a round as lists show it.
func (r *request) roundCard(v *store.View, g grants.Round) (c pages.RoundCard, err error) {
	c.Title, c.Href = g.Title, "/"+r.place.Slug+"/grants/"+g.ID
	c.State, c.Tone = pages.RoundTag(g.State)
	c.Facts = []string{g.Number}
	all, err := v.ApplicationsOf(g.Community, g.ID)
	if err != nil {
		return c, err
	}
	n := tallyApps(all)
	c.Keys = []pages.Fact{{Name: "总额", Value: pages.Money(g.Budget)}, {Name: "申报", Value: strconv.Itoa(n.applied) + " 个"}}
	if n.funded > 0 {
		c.Keys = append(c.Keys, pages.Fact{Name: "资助", Value: strconv.Itoa(n.funded) + " 个"})
	} else if n.passed > 0 {
		c.Keys = append(c.Keys, pages.Fact{Name: "通过审核", Value: strconv.Itoa(n.passed) + " 个"})
	}
	c.Clock = r.roundClock(g)
	if r.me() != "" && grants.MayVote(r.who, g, r.place, r.now) == nil {
		vote, err := v.Vote(r.place.ID, g.Community, g.ID, r.me())
		switch {
		case err == residents.ErrNotFound:
			c.Mine = "您还没有选"
		case err != nil:
			return c, err
		default:
			c.Mine = "您选了 " + strconv.Itoa(len(vote.Choices)) + " 个，截止以前可以改"
		}
	}
	return c, nil
}

// appNumbers are the numbers of a round.
type appNumbers struct {
	applied, passed, funded int
	granted                 int64
}

func tallyApps(all []grants.Application) (n appNumbers) {
	for _, a := range all {
		if a.State != grants.Withdrawn {
			n.applied++
		}
		if a.State.Public() {
			n.passed++
		}
		if a.Result != nil && a.Result.Granted > 0 {
			n.funded, n.granted = n.funded+1, n.granted+a.Result.Granted
		}
	}
	return n
}

// roundClock is what comes next in a round, and when.
func (r *request) roundClock(g grants.Round) string {
	zone, today := r.place.Location(), r.today()
	switch {
	case g.State == grants.Call && today.Before(g.Opens):
		return g.Opens.Chinese() + "开始申报"
	case g.Open(today):
		return "申报到 " + r.end(g.Closes.End(zone)) + " 止"
	case g.State == grants.Call:
		return "正在审核和辅导，路演 " + r.when(g.PitchAt)
	case g.State == grants.Pitch && r.now.Before(g.VoteFrom):
		return "居民投票 " + r.when(g.VoteFrom) + " 开始"
	case g.Voting(r.now):
		return "居民投票到 " + r.end(g.VoteUntil) + " 止"
	case g.State == grants.Pitch:
		return "正在汇总评分和票数"
	case g.State == grants.Ranked:
		return "名次已出，就要公示"
	case g.State == grants.Notice && r.now.Before(g.Until):
		return "公示到 " + r.end(g.Until) + " 止"
	case g.State == grants.Notice:
		return "公示期满，等街道确定名单"
	case g.State == grants.Running:
		return "项目最晚 " + g.Latest.ChineseWithYear() + "做完"
	}
	return ""
}
