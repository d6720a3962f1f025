package pages

import (
	"github.com/a-h/templ"

	"yishiting/signups/organisations"
)

// CatalogueView is what a street buys, as everybody reads it. It is served natively.
type CatalogueView struct {
	Frame
	Style  string
	All    []PurchaseCard
	Newer  string
	Older  string
	Sheets bool
}

// PurchaseCard is an entry of the catalogue with what became of it.
type PurchaseCard struct {
	ID, Number, Title string
	State, Tone       string
	What              string
	Facts             []Fact
	Steps             []PurchaseStepLine
	Href              string // at the desk
	Reason            string // at the desk: why a step was not published
}

// PurchaseStepLine is one step: when, what, and the page of whom it was bought from.
type PurchaseStepLine struct {
	Day, What, Words, Paper string
	Seller, SellerHref      string
	Money                   string
}

func (v *CatalogueView) Name() string  { return "catalogue" }
func (v *CatalogueView) Title() string { return "购买服务目录" }

// Body is the list.
func (v *CatalogueView) Body() templ.Component { return catalogue(v) }

// PurchaseWord is where something that a street buys stands: 已经购买.
func PurchaseWord(s organisations.PurchaseState) (words, tone string) {
	switch s {
	case organisations.Announced:
		return "正在找承接的组织", ToneAct
	case organisations.Bought:
		return "已经购买，正在办", ToneDue
	case organisations.Delivered:
		return "办完了", TonePlain
	case organisations.Ended:
		return "结束了", TonePlain
	}
	return "还没有公布", ToneDue
}

// StepWord is what a step says: 公布.
func StepWord(s organisations.PurchaseState) string {
	return map[organisations.PurchaseState]string{
		organisations.Announced: "公布", organisations.Bought: "定下向谁购买", organisations.Delivered: "服务办完", organisations.Ended: "结束",
	}[s]
}
