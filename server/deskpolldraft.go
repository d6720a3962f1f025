package main

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/polls"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// This file draws the second step of a poll's draft.

// draftForm is the second step, with what stands in the draft, or what is usual.
func (p *Portal) draftForm(r *request, rows *store.View, start *desk.PollStartView, poll polls.Poll, as unitRule, method polls.Method) (*desk.PollDraftView, error) {
	v := &desk.PollDraftView{
		Frame: start.Frame, Back: start.Back, Label: start.Label, As: string(as.unit) + "." + as.rule.ID, Method: method,
		Unit: as.unit, Rule: as.rule, Topic: start.Topic, Asked: start.Asked, Style: p.files.address("deskpolls.css"),
	}
	q := url.Values{"as": {v.As}, "method": {string(method)}}
	if v.Topic != "" {
		q.Set("topic", v.Topic)
	}
	if start.Project != "" {
		q.Set("project", start.Project)
	}
	v.Action = start.At + "?" + q.Encode()
	v.Restart = start.At + "?change=yes"
	if poll.ID == "" {
		q.Del("as")
		q.Del("method")
		v.Restart = strings.TrimSuffix(start.At+"?"+q.Encode(), "?")
	}
	if as.rule.Notice.Due() {
		v.Earliest = r.today().Add(as.rule.Notice.N).Chinese()
	}
	var err error
	if v.Drafted, err = r.drafted(rows, poll, as.rule, method); err != nil {
		return v, err
	}
	if err := r.askOf(rows, v, start.Project, poll.ID == ""); err != nil {
		return v, err
	}
	return v, p.foreseen(r, rows, v)
}

// drafted is what stands in the fields at first.
func (r *request) drafted(rows *store.View, p polls.Poll, rule polls.Rule, method polls.Method) (map[string]string, error) {
	if p.ID == "" {
		opens := r.today().Add(max(1, rule.Notice.N)).Start(r.place.Location())
		return map[string]string{
			"secrecy": string(polls.Hidden), "replace": "yes", "paper": "yes",
			"choose": "1", "seats": "1", "none": "yes",
			"opens": r.minute(opens.Add(9 * time.Hour)), "closes": r.minute(opens.AddDate(0, 0, 7).Add(18 * time.Hour)),
		}, nil
	}
	people, err := peopleLines(rows, r.place.ID, p.Electorate.People)
	in := map[string]string{
		"question": p.Question, "text": p.Text, "options": optionLines(p.Terms), "choose": strconv.Itoa(max(1, p.Choose)), "seats": strconv.Itoa(max(1, p.Seats)),
		"completion": string(p.Completion), "building": strings.Join(p.Electorate.Buildings, "\n"), "body": p.Electorate.Name, "people": people,
		"secrecy": string(p.Secrecy), "opens": r.minute(p.OpensAt()), "closes": r.minute(p.ClosesAt()),
	}
	if p.Budget > 0 {
		in["budget"] = yuanText(p.Budget)
	}
	var roles []string
	for _, name := range p.Electorate.Roles {
		roles = append(roles, string(name))
	}
	in["role"] = strings.Join(roles, "\n")
	for field, is := range map[string]bool{"replace": p.Replace, "paper": p.Paper, "none": p.None || p.Method != method} {
		if is {
			in[field] = "yes"
		}
	}
	return in, err
}

// foreseen is how many units each building or role has now, and what is amiss with them.
func (p *Portal) foreseen(r *request, rows *store.View, v *desk.PollDraftView) error {
	if v.Unit == polls.UnitMember {
		for _, name := range polls.BodyRoles {
			held, err := rows.HoldersAt(r.place.ID, r.now, name)
			if err != nil {
				return err
			}
			v.Roles = append(v.Roles, pages.Option{Value: string(name), Label: pages.RoleWord(name), Hint: "现在 " + strconv.Itoa(len(held)) + " 人"})
		}
		return nil
	}
	roll, warnings, err := r.rollNow(rows, polls.Terms{Community: r.place.ID, Electorate: polls.Electorate{Unit: v.Unit}})
	if err != nil {
		return err
	}
	v.Warnings = warnings
	v.Total = polls.SumRoll(roll).Units
	if len(roll) == 0 && v.Unit == polls.UnitOwner { // the areas are missing: the buildings are offered all the same
		roll, _, err = r.rollNow(rows, polls.Terms{Community: r.place.ID, Electorate: polls.Electorate{Unit: polls.UnitHousehold}})
		v.Total = polls.SumRoll(roll).Units
	}
	for _, e := range roll {
		if e.With != "" {
			continue
		}
		i := slices.IndexFunc(v.Buildings, func(b desk.BuildingUnits) bool { return b.Name == e.Building })
		if i < 0 {
			i, v.Buildings = len(v.Buildings), append(v.Buildings, desk.BuildingUnits{Name: e.Building})
		}
		v.Buildings[i].Units++
	}
	v.Buildings = slices.DeleteFunc(v.Buildings, func(b desk.BuildingUnits) bool { return b.Name == "" })
	slices.SortFunc(v.Buildings, func(a, b desk.BuildingUnits) int { return byNumber(a.Name, b.Name) })
	return err
}

// byNumber sorts names of buildings as people count them: 2 号楼 before 10 号楼.
func byNumber(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

// rollNow is the roll of terms as it would be now, empty where there can be none, and
// what the committee should know of it before it publishes.
func (r *request) rollNow(rows *store.View, t polls.Terms) (roll []polls.Elector, warnings []string, err error) {
	roll, err = polls.Foresee(rows, t, r.now)
	switch wrong, amiss := api.Code(err), err; {
	case amiss == nil:
	case wrong == polls.ErrNoArea:
		return nil, []string{missingAreas(amiss)}, nil
	case wrong == polls.ErrComposition:
		return nil, []string{pages.Beside(wrong, 0)}, nil
	default:
		return nil, nil, err
	}
	if t.Electorate.Unit.ByHome() {
		if n := spares(roll); n > 0 {
			warnings = append(warnings, strconv.Itoa(n)+" 户登记为租住：租户不能替业主投，业主只能投纸质票。")
		}
		w, err := r.silentHomes(rows, roll)
		if w != "" {
			warnings = append(warnings, w)
		}
		return roll, warnings, err
	}
	if n := spares(roll); n > 0 {
		warnings = append(warnings, strconv.Itoa(n)+" 位成年人登记在户册、还没有加入：他们在名册上占一席，只能投纸质票。")
	}
	return roll, warnings, nil
}

// spares are how many units vote on paper only: adults who have not joined, owners of rented homes.
func spares(roll []polls.Elector) (n int) {
	for _, e := range roll {
		if household, _ := polls.UnitSpare(e.Unit); household != "" {
			n++
		}
	}
	return n
}

// silentHomes says how many homes of a roll nobody can vote for on line.
func (r *request) silentHomes(rows *store.View, roll []polls.Elector) (string, error) {
	spoken, err := rows.HomesSpokenFor(r.place.ID, r.now)
	if err != nil {
		return "", err
	}
	n := 0
	for _, e := range roll {
		if home := polls.UnitHome(e.Unit); home != "" && !spoken[home] {
			n++
		}
	}
	if n == 0 {
		return "", nil
	}
	return "有 " + strconv.Itoa(n) + " 户还没有户代表：没有推选出来以前，只能投纸质票。", nil
}

// missingAreas says how many homes have no area.
func missingAreas(err error) string {
	n := 0
	for _, e := range fieldErrors(err) {
		n = max(n, e.Limit)
	}
	return "有 " + strconv.Itoa(n) + " 处房屋没有登记面积，不能按面积计算：请先在户册里补上，再公布。"
}
