package main

import (
	"slices"
	"strconv"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
	"yishiting/signups/grants"
)

// myJury is the reader among the experts of a round; residents.ErrNotFound for who is none.
func (r *request) myJury(v *store.View, g grants.Round) (grants.Juror, error) {
	all, err := v.Jury(g.Community, g.ID)
	if err != nil {
		return grants.Juror{}, err
	}
	i := slices.IndexFunc(all, func(j grants.Juror) bool { return j.Expert == r.me() })
	if i < 0 {
		return grants.Juror{}, residents.ErrNotFound
	}
	return all[i], nil
}

// scoring reads a round for one of its experts, with their own scores by application.
func (r *request) scoring(v *store.View) (g grants.Round, j grants.Juror, mine map[string]grants.Score, why residents.Reason, err error) {
	if g, err = v.Round(r.place.ID, r.thing("id")); err != nil {
		return g, j, nil, "", err
	}
	if j, err = r.myJury(v, g); err != nil {
		return g, j, nil, "", err
	}
	if g.State != grants.Pitch {
		why = grants.ErrClosed
	}
	given, err := v.ScoresBy(g.Community, g.ID, j.Expert)
	mine = map[string]grants.Score{}
	for _, s := range given {
		mine[s.Application] = s
	}
	return g, j, mine, why, err
}

// grantScores is what an expert has to score, after they have said their ties.
func (p *Portal) grantScores(r *request) (answer, error) {
	v := &desk.GrantScoreView{Frame: p.atGrants(r), Style: p.files.address("grants.css")}
	err := p.view(r, func(rows *store.View) error {
		g, j, mine, why, err := r.scoring(rows)
		if err != nil {
			return err
		}
		v.Round, v.Declared, v.Why, v.Until = g, !j.DeclaredAt.IsZero(), why, r.end(g.VoteUntil)
		all, err := rows.ApplicationsOf(g.Community, g.ID)
		v.Apps, v.Left = nil, 0
		for _, a := range all {
			if a.State != grants.Passed {
				continue
			}
			s, given := mine[a.ID]
			line := desk.ScoreLine{ID: a.ID, Title: a.Title, Org: a.OrgName, Href: v.To("desk/grants/" + g.ID + "/score/" + a.ID), Given: given, Sum: s.Sum()}
			if line.Tied = slices.Contains(j.Ties, a.ID); !line.Tied && !given {
				v.Left++
			}
			v.Apps = append(v.Apps, line)
		}
		return err
	})
	return show(v), err
}

func (p *Portal) declareGrant(r *request) (answer, error) {
	ties := r.form.every("ties", grants.MaxApplied, 64)
	return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/desk/grants/"+r.thing("id")+"/score", "grant-declared"), grants.Declare(tx, by, r.place.ID, r.thing("id"), ties)
	})
}

// grantScore is the form of one score.
func (p *Portal) grantScore(r *request) (answer, error) {
	v := &desk.GrantScoreOneView{Frame: p.atGrants(r), Style: p.files.address("grants.css")}
	err := p.view(r, func(rows *store.View) error {
		g, j, mine, why, err := r.scoring(rows)
		if err != nil {
			return err
		}
		_, a, err := r.appAtDesk(rows)
		if err == nil && !a.State.Public() {
			err = residents.ErrNotFound
		}
		v.Round, v.App, v.Points, v.Why = g, a, mine[a.ID].Points, why
		switch {
		case why != "":
		case j.DeclaredAt.IsZero():
			v.Why = grants.ErrUntied
		case slices.Contains(j.Ties, a.ID):
			v.Why = grants.ErrTied
		}
		return err
	})
	return show(v), err
}

func (p *Portal) giveGrantScore(r *request) (answer, error) {
	var points []int
	for i := 1; i <= grants.MaxCriteria; i++ {
		name := "p" + strconv.Itoa(i)
		if _, sent := r.form.values[name]; sent {
			points = append(points, r.form.number(name, 0, 100))
		}
	}
	nonce := store.NewToken()
	return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
		err := grants.GiveScore(tx, by, r.place.ID, r.thing("id"), r.thing("application"), points, nonce)
		return api.WithDone("/"+r.place.Slug+"/desk/grants/"+r.thing("id")+"/score", "grant-scored"), err
	})
}

// grantSheetHead names the columns of a round's list as a spreadsheet has them.
var grantSheetHead = []string{"编号", "项目", "组织", "社区", "状态", "申请（元）", "自筹（元）", "名次", "评分份数", "评分合计", "票数", "得分", "资助（元）", "已付（元）", "受益人次", "认可支出（元）"}

// grantSheet is a round as rows of text. What was not found eligible is there for those alone who run it.
func (p *Portal) grantSheet(r *request) (sheet, error) {
	s := sheet{tab: "公益创投", rows: [][]string{grantSheetHead}}
	err := p.view(r, func(v *store.View) error {
		g, err := v.Round(r.place.ID, r.thing("id"))
		if err != nil {
			return err
		}
		runs := r.opens(residents.KeepGrants) == nil
		if !g.State.Public() && !runs {
			return residents.ErrNotFound
		}
		s.called = g.Number + "-" + r.today().String()
		all, err := v.ApplicationsOf(g.Community, g.ID)
		if err != nil {
			return err
		}
		paid, err := paidBy(v, g)
		if err != nil {
			return err
		}
		homes := map[string]residents.Community{}
		for _, a := range all {
			if !runs && !a.State.Public() {
				continue
			}
			if homes[a.Community].ID == "" {
				if homes[a.Community], err = v.CommunityByID(a.Community); err != nil {
					return err
				}
			}
			s.rows = append(s.rows, grantRow(g, a, homes[a.Community], paid[a.ID]))
		}
		return nil
	})
	return s, err
}

func grantRow(g grants.Round, a grants.Application, home residents.Community, paid int64) []string {
	state, _ := pages.AppTag(a.State)
	row := []string{a.Number(g), a.Title, a.OrgName, home.Name, state, yuanText(a.Asked), yuanText(a.Own), "", "", "", "", "", "", "", "", ""}
	if s := a.Result; s != nil {
		copy(row[7:], []string{strconv.Itoa(s.Rank), strconv.Itoa(s.Scores), strconv.Itoa(s.Sum), strconv.Itoa(s.Votes), pages.Hundredths(s.Points), yuanText(s.Granted), yuanText(paid)})
	}
	if f := a.Final; f != nil {
		row[14], row[15] = strconv.Itoa(f.People), yuanText(f.Accepted)
	}
	return row
}
