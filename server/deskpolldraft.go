package main

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// This file draws and reads the second step of a poll's draft.

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

// draftedTerms reads the form of a draft. What is wrong with a field is noted in the form.
func (r *request) draftedTerms(rows *store.View, topic string) (t polls.Terms, err error) {
	f := r.form
	as, method, why := r.startOf(url.Values{"as": {f.text("as", 80)}, "method": {f.text("method", 20)}})
	if why != "" {
		f.refuse("", why, 0)
	}
	budget := method == polls.Shares || method == polls.Greedy
	t = polls.Terms{
		Community: r.place.ID, Question: f.text("question", polls.MaxQuestion), Text: f.lines("text", polls.MaxText), Method: method,
		Electorate: polls.Electorate{Unit: as.unit}, Rule: as.rule.ID, Secrecy: polls.Secrecy(f.text("secrecy", 20)),
		Replace: f.ticked("replace"), Paper: f.ticked("paper"),
		Opens: f.time("opens").UnixMicro(), Closes: f.time("closes").UnixMicro(),
	}
	if topic != "" && f.ticked("topic") {
		t.Topic = topic
	}
	if budget {
		t.Budget = f.yuan("budget")
	}
	if method == polls.Shares {
		t.Completion = polls.Completion(f.text("completion", 20))
	}
	if method != polls.Binary {
		t.Options = f.options("options", budget)
		r.readSeats(&t, as.rule)
	}
	return t, r.readElectorate(rows, &t)
}

// readSeats reads how many a ballot may name, and how many are chosen.
func (r *request) readSeats(t *polls.Terms, rule polls.Rule) {
	switch most := max(1, len(t.Options)-1); t.Method {
	case polls.Plurality:
		t.Choose = r.form.number("choose", 1, most)
		fallthrough
	case polls.Approval, polls.STV:
		if t.Seats = 1; !rule.Decides() {
			t.Seats = r.form.number("seats", 1, most)
		}
	case polls.Schulze:
		t.None = r.form.ticked("none")
	}
}

// readElectorate reads which buildings, or who of a body.
func (r *request) readElectorate(rows *store.View, t *polls.Terms) error {
	f := r.form
	switch t.Electorate.Unit {
	case polls.UnitResident, polls.UnitHousehold, polls.UnitOwner:
		t.Electorate.Buildings = f.every("building", 200, 40)
		known, err := rows.AllBuildings(r.place.ID)
		for _, b := range t.Electorate.Buildings {
			if !slices.Contains(known, b) {
				f.refuse("buildings", residents.ErrScope, 0)
			}
		}
		return err
	case polls.UnitMember:
		t.Electorate.Name = f.text("body", 30)
		for _, name := range f.every("role", len(polls.BodyRoles), 40) {
			t.Electorate.Roles = append(t.Electorate.Roles, residents.RoleName(name))
		}
		var err error
		t.Electorate.People, err = f.people(rows, r.place.ID, "people")
		return err
	}
	return nil
}

// draftPoll keeps a new draft.
func (p *Portal) draftPoll(r *request) (answer, error) {
	t, err := p.readDraft(r, asked(r.URL.Query().Get("topic"), 80))
	if err != nil {
		return answer{}, err
	}
	return p.do(r, "poll-draft", func(tx *store.Tx, by residents.Sender) (string, error) {
		poll, err := polls.MakePoll(tx, by, t)
		return api.WithDone("/"+r.place.Slug+"/desk/polls/"+poll.ID, "poll-drafted"), r.form.atLine(err)
	})
}

// changePoll writes a draft anew.
func (p *Portal) changePoll(r *request) (answer, error) {
	var old polls.Poll
	err := p.view(r, func(rows *store.View) (err error) {
		old, err = rows.Poll(r.place.ID, r.PathValue("draft"))
		return err
	})
	if err != nil {
		return answer{}, err
	}
	topic := old.Topic
	if topic == "" {
		topic = asked(r.URL.Query().Get("topic"), 80)
	}
	t, err := p.readDraft(r, topic)
	if err != nil {
		return answer{}, err
	}
	t.ID = old.ID
	return p.do(r, "poll-change", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/desk/polls/"+t.ID, "poll-changed"), r.form.atLine(polls.ChangePoll(tx, by, t))
	})
}

// readDraft is draftedTerms on rows of its own.
func (p *Portal) readDraft(r *request, topic string) (t polls.Terms, err error) {
	err = p.view(r, func(rows *store.View) (err error) {
		t, err = r.draftedTerms(rows, topic)
		return err
	})
	return t, err
}

// options reads options, one a line: words | about, or words | about | cost in yuan.
func (f *form) options(name string, costs bool) (all []polls.Option) {
	text := f.lines(name, polls.MaxOptions*(polls.MaxWords+polls.MaxAbout+20))
	for i, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		parts := strings.Split(strings.ReplaceAll(line, "｜", "|"), "|")
		var o polls.Option
		if costs {
			cost, ok := readYuan(parts[len(parts)-1])
			if !ok || len(parts) < 2 {
				f.refuseLine(name, polls.ErrMoney, i+1)
			}
			o.Cost = cost
			parts = parts[:max(1, len(parts)-1)]
		}
		o.Words = strings.TrimSpace(parts[0])
		o.About = strings.TrimSpace(strings.Join(parts[1:], "|"))
		all = append(all, o)
	}
	return all
}

// refuseLine notes that a line of a text is wrong.
func (f *form) refuseLine(field string, reason residents.Reason, line int) {
	f.wrong = append(f.wrong, &residents.FieldError{Field: field, Reason: reason, Line: line})
}

// optionLines are options as options reads them.
func optionLines(t polls.Terms) string {
	var lines []string
	for _, o := range t.Options {
		parts := []string{o.Words}
		if o.About != "" {
			parts = append(parts, strings.Join(strings.Fields(o.About), " "))
		}
		if t.Budget > 0 {
			parts = append(parts, yuanText(o.Cost))
		}
		lines = append(lines, strings.Join(parts, " | "))
	}
	return strings.Join(lines, "\n")
}

// atLine puts what polls says of an option beside the line in which it was typed.
func (f *form) atLine(err error) error {
	var wrong *residents.FieldError
	if !errors.As(err, &wrong) {
		return err
	}
	n, is := strings.CutPrefix(wrong.Field, "option-")
	if !is {
		return err
	}
	place, _ := strconv.Atoi(n)
	for i, line := range strings.Split(f.lines("options", maxForm), "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if place--; place == 0 {
			return &residents.FieldError{Field: "options", Reason: wrong.Reason, Limit: wrong.Limit, Line: i + 1}
		}
	}
	return err
}

// yuan is an amount in yuan with at most two decimals, in cents.
func (f *form) yuan(name string) int64 {
	cents, ok := readYuan(f.text(name, 20))
	if !ok {
		f.refuse(name, polls.ErrMoney, 0)
	}
	return cents
}

// readYuan reads 4200 or 4200.50, from 0.01 to polls.MaxCost. Commas and 元 are passed over.
func readYuan(s string) (cents int64, ok bool) {
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), "元"))
	whole, part, _ := strings.Cut(strings.NewReplacer(",", "", "，", "").Replace(s), ".")
	if len(whole) > 10 || len(part) > 2 {
		return 0, false
	}
	cents, err := strconv.ParseInt(whole+(part + "00")[:2], 10, 64)
	if err != nil || strings.ContainsAny(s, "+-") || whole == "" || cents < 1 || cents > polls.MaxCost {
		return 0, false
	}
	return cents, true
}

// people reads people of the body, one a line: a name, and behind it a building where
// several have it.
func (f *form) people(rows *store.View, body, name string) (ids []string, err error) {
	for i, line := range strings.Split(f.lines(name, polls.MaxNamed*60), "\n") {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		named, err := rows.ResidentsNamed(body, words[0], peopleShown)
		if err != nil {
			return nil, err
		}
		at, _ := residents.ReadBuilding(strings.Join(words[1:], " "))
		named = slices.DeleteFunc(named, func(who residents.Resident) bool {
			return who.Name != words[0] || len(words) > 1 && who.Building != at
		})
		switch {
		case len(named) != 1:
			f.refuseLine(name, residents.ErrNobody, i+1)
		case slices.Contains(ids, named[0].ID):
			f.refuseLine(name, polls.ErrTwice, i+1)
		default:
			ids = append(ids, named[0].ID)
		}
	}
	return ids, nil
}

// peopleLines are people as people reads them.
func peopleLines(rows *store.View, body string, ids []string) (string, error) {
	var lines []string
	for _, id := range ids {
		who, err := rows.Resident(body, id)
		if err != nil {
			return "", err
		}
		lines = append(lines, strings.TrimSpace(who.Name+" "+who.Building))
	}
	return strings.Join(lines, "\n"), nil
}

// missingAreas says how many homes have no area.
func missingAreas(err error) string {
	n := 0
	for _, e := range fieldErrors(err) {
		n = max(n, e.Limit)
	}
	return "有 " + strconv.Itoa(n) + " 处房屋没有登记面积，不能按面积计算：请先在户册里补上，再公布。"
}
