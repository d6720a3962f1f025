package main

import (
	"testing"

	"yishiting/polls"
	"yishiting/server/browsertest"
)

// looked opens a page on every kind of screen, and prints it.
func (b *booted) looked(path, name string, see ...string) {
	b.t.Helper()
	phone := b.reader("hepingli", "wang")
	phone.Go(path).Ready().See(see...).Axe().Picture(name)
	if wide := browsertest.Eval[bool](phone, `document.documentElement.scrollWidth > document.documentElement.clientWidth`); wide {
		b.t.Errorf("%s is wider than the screen", name)
	}
	phone.Dark().Go(path).See(see...).Axe().Picture(name + "-dark")
	phone.Go(path).Press("长辈版").See("字号").Axe().Picture(name + "-elder")
	if wide := browsertest.Eval[bool](phone, `document.documentElement.scrollWidth > document.documentElement.clientWidth`); wide {
		b.t.Errorf("%s is wider than the screen in elder mode", name)
	}
	desk := browsertest.Open(b.t, b.URL).Wide()
	desk.Go(path).See(see...).Axe().Picture(name + "-desk")
	desk.Print(name)
}

func TestResultsInTheBrowser(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		terms func(*booted) polls.Terms
		wang  string
		said  []any
		see   []string
	}{
		"result-binary": {func(b *booted) polls.Terms { return b.terms(polls.Binary) }, polls.Yes, []any{polls.Yes, 12, polls.No, 6, polls.Abstain, 3}, []string{"赞成", "只公布数目"}},
		"result-rank": {func(b *booted) polls.Terms { return b.terms(polls.Schulze) }, "1>2>3",
			[]any{"1>2>3>none", 7, "2>3>1", 7, "3>1>none>2", 5}, []string{"两两比较", "排在最前"}},
		"result-money": {func(b *booted) polls.Terms { return b.terms(polls.Shares) }, "2,3", []any{"1", 5, "2,4", 8, "4", 3, "3,4", 2}, []string{"您的", "选中的项目"}},
		"result-stv":   {func(b *booted) polls.Terms { return b.terms(polls.STV) }, "1>2>3", []any{"1>2", 8, "2>3", 4, "3>4", 5, "4", 3}, []string{"逐轮计票"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := boot(t)
			p := b.countedPoll(c.terms(b), c.wang, c.said...)
			b.looked("/hepingli/polls/"+p.ID, name, c.see...)
			if name == "result-binary" {
				b.lookedAtRecord(p)
			}
		})
	}
}

// lookedAtRecord reads the entries of a poll on a phone: its terms, the ballots that came in, the count.
func (b *booted) lookedAtRecord(p polls.Poll) {
	b.t.Helper()
	phone := b.reader("hepingli", "wang")
	phone.Go("/hepingli/record").See("公布投票结果", p.Question).Axe().Picture("record-polls")
	for _, what := range []string{"公布一次投票", "收到一批选票", "公布投票结果"} {
		phone.Go("/hepingli/record").Press(what).See("在这部手机上核对，相符", "投票编号", p.Number).Axe().Picture("record-" + what)
	}
}
