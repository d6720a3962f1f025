package main

import (
	"net/http"
	"strconv"
	"strings"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
	"yishiting/signups/organisations"
)

// catalogueRoutes are what a street buys: for everybody, and at its desk.
func (p *Portal) catalogueRoutes() []route {
	const page, list, one = "/{place}/catalogue", "/{place}/desk/catalogue", "/{place}/desk/catalogue/{purchase}"
	street := []residents.Level{residents.LevelSubdistrict}
	line := func(method, pattern, on, name string, do residents.Action, handle func(*request) (answer, error)) route {
		return route{method: method, pattern: pattern, name: name, do: do, handle: handle, on: on, at: street}
	}
	const get, post, keep, publish = http.MethodGet, http.MethodPost, residents.KeepCatalogue, residents.PublishCatalogue
	return append(sheets(line(get, page, "", "catalogue", residents.ReadPublic, nil), p.catalogueSheet), []route{
		line(get, page, "", "catalogue", residents.ReadPublic, p.catalogue),
		line(get, list, "", "desk-catalogue", keep, p.deskCatalogue),
		line(get, list+"/new", "", "desk-purchase-new", keep, p.newPurchase),
		line(post, list+"/new", "", desk.PurchaseForm, keep, p.makePurchase),
		line(get, one, "", "desk-purchase", keep, p.deskPurchase),
		line(post, one+"/edit", one, desk.PurchaseForm, keep, p.changePurchase),
		line(post, one+"/step", one, desk.StepForm, keep, p.writePurchaseStep),
		line(post, one+"/judge", one, desk.JudgeStepForm, publish, p.judgePurchaseStep),
	}...)
}

// purchasePage is how many entries stand on a page.
const purchasePage = 20

// purchaseKey reads where the catalogue goes on: M2026-003.
func purchaseKey(s string) store.ActivityKey {
	year, running := activityKey("V" + strings.TrimPrefix(s, "M"))
	return store.ActivityKey{Year: year, Running: running}
}

// catalogue is what the street buys, the newest first.
func (p *Portal) catalogue(r *request) (answer, error) {
	c := &pages.CatalogueView{Frame: p.frame(r), Style: p.files.address("organisations.css")}
	after := purchaseKey(r.URL.Query().Get("after"))
	err := p.view(r, func(v *store.View) error {
		all, err := v.PurchasesIn(r.place.ID, false, after, purchasePage+1)
		if err != nil {
			return err
		}
		if len(all) > purchasePage {
			all = all[:purchasePage]
			c.Older = c.To("catalogue") + "?after=" + all[purchasePage-1].Number
		}
		if after.Year > 0 {
			c.Newer = c.To("catalogue")
		}
		c.Sheets = len(all) > 0
		c.All, err = r.purchaseCards(v, all)
		return err
	})
	return show(c), err
}

// purchaseCards are entries with their public steps.
func (r *request) purchaseCards(v *store.View, all []organisations.Purchase) (cards []pages.PurchaseCard, err error) {
	homes := map[string]string{}
	for _, p := range all {
		c := pages.PurchaseCard{ID: p.ID, Number: p.Number, Title: p.Title, What: p.What, Reason: p.Reason}
		c.State, c.Tone = pages.PurchaseWord(p.State)
		c.Facts = []pages.Fact{{Name: "服务谁", Value: p.Whom}, {Name: "预算", Value: purchaseMoney(p.PurchaseContent)}, {Name: "什么时候", Value: p.From.ChineseWithYear() + "到 " + p.Until.ChineseWithYear()}, {Name: "怎么选", Value: p.How}}
		if p.Unit != "" {
			c.Facts[1].Name = "单价"
		}
		for _, s := range p.Steps {
			if s.PublishedBy == "" {
				continue
			}
			line, err := r.purchaseStep(v, homes, s)
			if err != nil {
				return nil, err
			}
			c.Steps = append(c.Steps, line)
		}
		cards = append(cards, c)
	}
	return cards, nil
}

// purchaseMoney is the budget, or the price of one: 300 元/次.
func purchaseMoney(c organisations.PurchaseContent) string {
	if c.Unit != "" {
		return yuanText(c.Cents) + " 元/" + c.Unit
	}
	return yuanText(c.Cents) + " 元"
}

// purchaseStep is a step in words. homes are the slugs of communities, as far as they are known.
func (r *request) purchaseStep(v *store.View, homes map[string]string, s organisations.PurchaseStep) (pages.PurchaseStepLine, error) {
	line := pages.PurchaseStepLine{Day: s.Day.ChineseWithYear(), What: pages.StepWord(s.State), Words: s.Words, Paper: s.Paper, Seller: s.Seller}
	if s.Cents > 0 {
		line.Money = yuanText(s.Cents) + " 元"
	}
	if s.Org == "" {
		return line, nil
	}
	if homes[s.Community] == "" {
		home, err := v.CommunityByID(s.Community)
		if err != nil {
			return line, err
		}
		homes[s.Community] = home.Slug
	}
	line.SellerHref = "/" + homes[s.Community] + "/organisations/" + s.Org
	return line, nil
}

// catalogueHead names the columns of the catalogue as it is saved.
var catalogueHead = []string{"编号", "名称", "要办什么", "服务谁", "预算或单价（元）", "单价按什么算", "怎么选", "服务从", "到", "依据", "现在", "公布", "购买", "向谁购买", "成交（元）", "办完", "结束"}

// catalogueSheet is the whole catalogue, as far as it is public.
func (p *Portal) catalogueSheet(r *request) (sheet, error) {
	s := sheet{called: r.place.Name + "购买服务目录-" + r.today().String(), tab: "购买服务目录", rows: [][]string{catalogueHead}}
	err := p.view(r, func(v *store.View) error {
		all, err := v.PurchasesIn(r.place.ID, false, store.ActivityKey{}, 5000)
		for _, one := range all {
			s.rows = append(s.rows, catalogueLine(one))
		}
		return err
	})
	return s, err
}

func catalogueLine(p organisations.Purchase) []string {
	days, seller, paid := map[organisations.PurchaseState]string{}, "", ""
	for _, s := range p.Steps {
		if s.PublishedBy == "" {
			continue
		}
		days[s.State] = s.Day.String()
		if s.State == organisations.Bought {
			seller, paid = s.Seller, pages.YuanInput(s.Cents)
		}
	}
	state, _ := pages.PurchaseWord(p.State)
	return []string{
		p.Number, p.Title, p.What, p.Whom, pages.YuanInput(p.Cents), p.Unit, p.How, p.From.String(), p.Until.String(), p.Paper, state,
		days[organisations.Announced], days[organisations.Bought], seller, paid, days[organisations.Delivered], days[organisations.Ended],
	}
}

// deskCatalogue is what waits for a second person, then all.
func (p *Portal) deskCatalogue(r *request) (answer, error) {
	c := &desk.CatalogueView{Frame: p.atStreet(r), Style: p.files.address("organisations.css"), May: organisations.MayKeepCatalogue(r.who, r.place.ID, r.now) == nil}
	err := p.view(r, func(v *store.View) error {
		waiting, err := v.PurchasesWaiting(r.place.ID, purchasePage)
		if err != nil {
			return err
		}
		all, err := v.PurchasesIn(r.place.ID, true, purchaseKey(r.URL.Query().Get("after")), purchasePage+1)
		if err != nil {
			return err
		}
		if len(all) > purchasePage {
			all = all[:purchasePage]
			c.Older = c.To("desk/catalogue") + "?after=" + all[purchasePage-1].Number
		}
		if c.Waiting, err = r.purchaseCards(v, waiting); err != nil {
			return err
		}
		c.All, err = r.purchaseCards(v, all)
		for _, cards := range [][]pages.PurchaseCard{c.Waiting, c.All} {
			for i := range cards {
				cards[i].Href = c.To("desk/catalogue/" + cards[i].ID)
			}
		}
		return err
	})
	return show(c), err
}

// newPurchase is the empty form.
func (p *Portal) newPurchase(r *request) (answer, error) {
	return show(&desk.PurchaseView{Frame: p.atStreet(r), Style: p.files.address("organisations.css"), Day: r.today().String()}), nil
}

// deskPurchase is one entry with what comes next.
func (p *Portal) deskPurchase(r *request) (answer, error) {
	c := &desk.PurchaseView{Frame: p.atStreet(r), Style: p.files.address("organisations.css"), Day: r.today().String()}
	err := p.view(r, func(v *store.View) (err error) {
		if c.In, err = v.Purchase(r.place.ID, r.thing("purchase")); err != nil {
			return err
		}
		cards, err := r.purchaseCards(v, []organisations.Purchase{c.In})
		if err != nil {
			return err
		}
		c.ID, c.Card, c.Edit = c.In.ID, cards[0], c.In.State == organisations.Unpublished
		c.Cents, c.From, c.Until = pages.YuanInput(c.In.Cents), c.In.From.String(), c.In.Until.String()
		s, waits := c.In.Waiting()
		if waits {
			line, err := r.purchaseStep(v, map[string]string{}, s)
			if err != nil {
				return err
			}
			c.Waits, c.Judge, c.Why = &line, s.State, code(organisations.MayPublishStep(r.who, r.place.ID, s, r.now))
			return nil
		}
		if c.Edit {
			return nil
		}
		for _, next := range c.In.State.After() {
			c.Next = append(c.Next, pages.Option{Value: string(next), Label: pages.StepWord(next)})
		}
		c.Sellers, err = r.sellers(v)
		return err
	})
	return show(c), err
}

// sellers are the organisations on record in the street's communities.
func (r *request) sellers(v *store.View) ([]pages.Option, error) {
	options := []pages.Option{{Value: "", Label: "别的单位"}}
	all, err := v.OrganisationsBelow(r.place.ID)
	for _, o := range all {
		if o.InForce(r.today()) {
			options = append(options, pages.Option{Value: o.Community + "/" + o.ID, Label: o.Name, Said: true})
		}
	}
	return options, err
}

// purchaseContent is what the form says.
func (r *request) purchaseContent() organisations.PurchaseContent {
	f := r.form
	return organisations.PurchaseContent{
		Title: f.text("title", organisations.MaxName), What: f.lines("what", organisations.MaxPurpose), Whom: f.text("whom", organisations.MaxPlace), Cents: f.yuan("cents"),
		Unit: f.text("unit", 10), How: f.lines("how", organisations.MaxWords), From: f.day("from"), Until: f.day("until"), Paper: f.text("paper", organisations.MaxPaper),
	}
}

func (p *Portal) makePurchase(r *request) (answer, error) {
	c, day := r.purchaseContent(), r.form.day("day")
	r.form.one("version")
	return p.do(r, desk.PurchaseForm, func(tx *store.Tx, by residents.Sender) (string, error) {
		made, err := organisations.MakePurchase(tx, by, r.place.ID, c, day)
		return r.purchaseTo(made.ID, "purchase-made"), err
	})
}

// purchaseTo is an entry's page at the desk, with what was done.
func (r *request) purchaseTo(id, done string) string {
	return api.WithDone("/"+r.place.Slug+"/desk/catalogue/"+id, done)
}

func (p *Portal) changePurchase(r *request) (answer, error) {
	id, c, day, version := r.thing("purchase"), r.purchaseContent(), r.form.day("day"), r.form.number("version", 1, 1<<30)
	return p.do(r, desk.PurchaseForm, func(tx *store.Tx, by residents.Sender) (string, error) {
		return r.purchaseTo(id, "purchase-made"), organisations.ChangePurchase(tx, by, r.place.ID, id, version, c, day)
	})
}

func (p *Portal) writePurchaseStep(r *request) (answer, error) {
	id, f := r.thing("purchase"), r.form
	s := organisations.PurchaseStep{
		State: organisations.PurchaseState(f.text("state", 12)), Day: f.day("day"), Words: f.lines("words", organisations.MaxWords), Paper: f.text("paper", organisations.MaxPaper),
		Seller: f.text("seller", organisations.MaxPlace),
	}
	s.Community, s.Org, _ = strings.Cut(f.text("org", 120), "/")
	if cents := f.text("cents", 20); cents != "" && s.State == organisations.Bought {
		s.Cents = f.yuan("cents")
	}
	return p.do(r, desk.StepForm, func(tx *store.Tx, by residents.Sender) (string, error) {
		return r.purchaseTo(id, "purchase-step"), organisations.WriteStep(tx, by, r.place.ID, id, s)
	})
}

func (p *Portal) judgePurchaseStep(r *request) (answer, error) {
	id, f := r.thing("purchase"), r.form
	good, reason := f.choice("good", "yes", "no") == "yes", f.lines("reason", organisations.MaxWords)
	state, version := organisations.PurchaseState(f.text("state", 12)), f.number("version", 1, 1<<30)
	var home string // of the organisation from which it was bought, which is told
	err := p.view(r, func(v *store.View) error {
		one, err := v.Purchase(r.place.ID, id)
		s, _ := one.Waiting()
		home = s.Community
		return err
	})
	if err != nil {
		return answer{}, err
	}
	done := "purchase-published"
	if !good {
		done = "purchase-back"
	}
	return p.do(r, desk.JudgeStepForm, func(tx *store.Tx, by residents.Sender) (string, error) {
		return r.purchaseTo(id, done), organisations.JudgeStep(tx, by, r.place.ID, id, state, version, good, reason)
	}, r.others([]string{home})...)
}

// boughtFrom is what streets bought from an organisation.
func (w *oneOrganisation) boughtFrom() error {
	all, err := w.v.BoughtFrom(w.place.ID, w.o.ID, purchasePage)
	if err != nil {
		return err
	}
	for _, p := range all {
		street, err := w.v.CommunityByID(p.Body)
		if err != nil {
			return err
		}
		line := pages.Fact{Name: p.Title, Value: "/" + street.Slug + "/catalogue?after=" + upTo(p.Number)}
		w.page.Bought = append(w.page.Bought, pages.BoughtLine{Fact: line, What: boughtWords(p)})
	}
	return nil
}

// upTo is the key behind which an entry comes first.
func upTo(number string) string {
	k := purchaseKey(number)
	return "M" + strconv.Itoa(k.Year) + "-" + strconv.Itoa(k.Running+1) + "#" + number
}

// boughtWords are when and for how much something was bought, and where it stands.
func boughtWords(p organisations.Purchase) string {
	state, _ := pages.PurchaseWord(p.State)
	for _, s := range p.Steps {
		if s.State == organisations.Bought {
			return s.Day.ChineseWithYear() + "，" + yuanText(s.Cents) + " 元，" + state
		}
	}
	return state
}
