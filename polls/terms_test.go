package polls

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"yishiting/residents"
)

// topicTx is all that checkTerms reads.
type topicTx struct{ Tx }

func (topicTx) HasTopic(_, id string) (bool, error) { return id == "topic", nil }

var (
	noon = time.Date(2026, 7, 1, 4, 0, 0, 0, time.UTC)
	cst  = time.FixedZone("CST", 8*60*60)
)

// goodTerms are terms of the method that are fit, of everybody and deciding nothing.
func goodTerms(m Method) Terms {
	t := ballotPaper(m)
	t.Community, t.Electorate.Unit = "hepingli", UnitResident
	t.Opens, t.Closes = noon.UnixMicro(), noon.AddDate(0, 0, 7).UnixMicro()
	return t
}

func TestGoodTermsAreFit(t *testing.T) {
	for _, m := range Methods {
		once, err := checkTerms(topicTx{}, goodTerms(m), noon, cst)
		if err != nil {
			t.Error(m, err)
		}
		if again, err := checkTerms(topicTx{}, once, noon, cst); err != nil || string(again.JSON()) != string(once.JSON()) {
			t.Errorf("%s is not in its one form: %s, then %s, %v", m, once.JSON(), again.JSON(), err)
		}
	}
}

func TestTermsAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		method Method
		change func(*Terms)
		field  string
		reason residents.Reason
	}{
		"no question":       {Binary, func(t *Terms) { t.Question = " \n" }, "question", residents.ErrEmpty},
		"a long question":   {Binary, func(t *Terms) { t.Question = strings.Repeat("问", MaxQuestion+1) }, "question", residents.ErrTooLong},
		"a telephone":       {Binary, func(t *Terms) { t.Text = "打 13912345678" }, "text", residents.ErrPersonal},
		"a long text":       {Binary, func(t *Terms) { t.Text = strings.Repeat("文", MaxText+1) }, "text", residents.ErrTooLong},
		"a control":         {Binary, func(t *Terms) { t.Question = "问\x07" }, "question", residents.ErrText},
		"no such topic":     {Binary, func(t *Terms) { t.Topic = "other" }, "topic", residents.ErrNotFound},
		"no such method":    {"borda", func(*Terms) {}, "method", residents.ErrChoice},
		"no budget":         {Shares, func(t *Terms) { t.Budget = 0 }, "budget", residents.ErrNumber},
		"a negative budget": {Greedy, func(t *Terms) { t.Budget = -5 }, "budget", residents.ErrNumber},
		"too much":          {Greedy, func(t *Terms) { t.Budget = MaxCost + 1 }, "budget", residents.ErrNumber},
		"no completion":     {Shares, func(t *Terms) { t.Completion = "" }, "completion", residents.ErrChoice},
		"one option":        {Plurality, func(t *Terms) { t.Options = t.Options[:1] }, "options", residents.ErrEmpty},
		"no project":        {Shares, func(t *Terms) { t.Options = nil }, "options", residents.ErrEmpty},
		"101 options": {Approval, func(t *Terms) {
			for i := range MaxOptions - 4 {
				t.Options = append(t.Options, Option{Words: strconv.Itoa(i)})
			}
		}, "options", residents.ErrTooMany},
		"options alike":     {STV, func(t *Terms) { t.Options[3].Words = " " + t.Options[1].Words }, "option-4", ErrTwice},
		"an empty option":   {Schulze, func(t *Terms) { t.Options[2].Words = "" }, "option-3", residents.ErrEmpty},
		"a long option":     {Schulze, func(t *Terms) { t.Options[2].Words = strings.Repeat("长", MaxWords+1) }, "option-3", residents.ErrTooLong},
		"long about":        {Schulze, func(t *Terms) { t.Options[0].About = strings.Repeat("长", MaxAbout+1) }, "option-1", residents.ErrTooLong},
		"for nothing":       {Shares, func(t *Terms) { t.Options[1].Cost = 0 }, "option-2", ErrOverBudget},
		"dearer than all":   {Greedy, func(t *Terms) { t.Options[1].Cost = t.Budget + 1 }, "option-2", ErrOverBudget},
		"no seats":          {STV, func(t *Terms) { t.Seats = 0 }, "seats", residents.ErrNumber},
		"negative seats":    {Approval, func(t *Terms) { t.Seats = -1 }, "seats", residents.ErrNumber},
		"seats for all":     {STV, func(t *Terms) { t.Seats = 5 }, "seats", residents.ErrNumber},
		"choose none":       {Plurality, func(t *Terms) { t.Choose = 0 }, "choose", residents.ErrNumber},
		"choose all":        {Plurality, func(t *Terms) { t.Choose = 5 }, "choose", residents.ErrNumber},
		"nobody":            {Binary, func(t *Terms) { t.Electorate.Unit = "cats" }, "unit", residents.ErrChoice},
		"a body of no name": {Binary, func(t *Terms) { t.Electorate = Electorate{Unit: UnitMember, Roles: BodyRoles} }, "body", residents.ErrEmpty},
		"a body of nobody":  {Binary, func(t *Terms) { t.Electorate = Electorate{Unit: UnitMember, Name: "团队"} }, "roles", ErrEmptyRoll},
		"a body of auditors": {Binary, func(t *Terms) {
			t.Electorate = Electorate{Unit: UnitMember, Name: "团队", Roles: []residents.RoleName{residents.RoleAuditor}}
		}, "roles", residents.ErrChoice},
		"a body of 301": {Binary, func(t *Terms) {
			t.Electorate = Electorate{Unit: UnitMember, Name: "团队", People: make([]string, MaxNamed+1)}
		}, "people", residents.ErrTooMany},
		"closes as it opens": {Binary, func(t *Terms) { t.Closes = t.Opens }, "closes", residents.ErrDate},
		"closes before":      {Binary, func(t *Terms) { t.Closes = t.Opens - 1 }, "closes", residents.ErrDate},
		"closed already":     {Binary, func(t *Terms) { t.Opens, t.Closes = noon.Add(-time.Hour).UnixMicro(), noon.UnixMicro() }, "closes", residents.ErrDate},
		"61 days":            {Binary, func(t *Terms) { t.Closes = noon.AddDate(0, 0, MaxDays).UnixMicro() + 1 }, "closes", residents.ErrDate},
		"no rule":            {Binary, func(t *Terms) { t.Rule = "monarchy" }, "rule", residents.ErrChoice},
		"before the law": {Binary, func(t *Terms) {
			t.Rule, t.Opens, t.Closes = "residents-assembly", mustTime("2025-12-31"), mustTime("2026-01-20")
		}, "rule", residents.ErrChoice},
		"an election":        {Binary, func(t *Terms) { t.Rule = "committee-election" }, "rule", ErrElsewhere},
		"a recall":           {Binary, func(t *Terms) { t.Rule = "recall" }, "rule", ErrElsewhere},
		"a village":          {Binary, func(t *Terms) { t.Rule = "villagers-assembly" }, "rule", ErrRule},
		"another electorate": {Binary, func(t *Terms) { t.Rule = "reps-meeting" }, "rule", ErrRule},
		"a ranking decides":  {Schulze, func(t *Terms) { t.Rule = "residents-assembly" }, "method", ErrRule},
		"two are decided":    {Approval, func(t *Terms) { t.Rule, t.Seats = "residents-assembly", 2 }, "method", ErrRule},
		"no secrecy":         {Binary, func(t *Terms) { t.Secrecy = "secret" }, "secrecy", residents.ErrChoice},
		"owners hidden":      {Binary, func(t *Terms) { t.Electorate.Unit, t.Rule = UnitOwner, "owners-heavy" }, "secrecy", ErrRule},
	} {
		terms := goodTerms(c.method)
		c.change(&terms)
		now := noon
		if name == "before the law" {
			now = time.UnixMicro(terms.Opens)
		}
		_, err := checkTerms(topicTx{}, terms, now, cst)
		var field *residents.FieldError
		if !errors.As(err, &field) || field.Field != c.field || field.Reason != c.reason {
			t.Errorf("%s: %v, want %s: %s", name, err, c.field, c.reason)
		}
	}
}

func mustTime(day string) int64 {
	at, err := time.ParseInLocation("2006-01-02", day, cst)
	if err != nil {
		panic(err)
	}
	return at.UnixMicro()
}

// What a method does not use is not in the terms, whatever a form sent along.
func TestTermsKeepOnlyWhatIsUsed(t *testing.T) {
	terms := goodTerms(Binary)
	all := goodTerms(Greedy)
	terms.Options, terms.Budget, terms.Seats, terms.Choose, terms.None, terms.Completion, terms.Ties = all.Options, 5000, 3, 2, true, CompleteAdd1, DefaultTies
	terms.Electorate.Roles, terms.Electorate.People, terms.Electorate.Name = BodyRoles, []string{"x"}, "团队"
	terms.Effect, terms.RuleFrom = Resolution, residentsFrom
	fit, err := checkTerms(topicTx{}, terms, noon, cst)
	if err != nil || string(fit.JSON()) != goldenBinary {
		t.Errorf("%s, %v\nwant %s", fit.JSON(), err, goldenBinary)
	}
}

// The bytes that the record hashes: another order, another name, and every poll of before
// would have another hash.
const (
	goldenBinary = `{"community":"hepingli","id":"","number":"","question":"要不要","method":"binary","electorate":{"unit":"resident"},` +
		`"rule":"consultative","rule_from":"","effect":"opinion","secrecy":"hidden","opens":1782878400000000,"closes":1783483200000000}`
	goldenWhole = `{"community":"c","id":"i","number":"P2026-003","question":"q","text":"t","topic":"o","method":"mes",` +
		`"options":[{"id":"1","words":"w","about":"a","cost":7}],"none":true,"choose":2,"seats":3,"budget":400,"completion":"add1eu","ties":["votes","cost","id"],` +
		`"electorate":{"unit":"member","buildings":["1 号楼"],"roles":["volunteer"],"name":"n"},"rule":"r","rule_from":"2026-01-01","effect":"resolution",` +
		`"secrecy":"named","replace":true,"paper":true,"opens":5,"closes":6}`
)

func TestTermsAreTheSameBytes(t *testing.T) {
	whole := Terms{
		Community: "c", ID: "i", Number: "P2026-003", Question: "q", Text: "t", Topic: "o", Method: Shares,
		Options: []Option{{"1", "w", "a", 7}}, None: true, Choose: 2, Seats: 3, Budget: 400, Completion: CompleteBoth, Ties: DefaultTies,
		Electorate: Electorate{UnitMember, []string{"1 号楼"}, []residents.RoleName{residents.RoleVolunteer}, []string{"somebody"}, "n"},
		Rule:       "r", RuleFrom: residentsFrom, Effect: Resolution, Secrecy: Named, Replace: true, Paper: true, Opens: 5, Closes: 6,
	}
	if got := string(whole.JSON()); got != goldenWhole {
		t.Errorf("%s\nwant %s", got, goldenWhole)
	}
	for _, text := range []string{goldenBinary, goldenWhole} {
		var read Terms
		if err := json.Unmarshal([]byte(text), &read); err != nil || string(read.JSON()) != text {
			t.Errorf("%s is read as %s, %v", text, read.JSON(), err)
		}
	}
	if got := whole.Hash(); got != hashOf([]byte(goldenWhole)) || len(got) != 64 {
		t.Error(got)
	}
}
