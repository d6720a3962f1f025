package organisations

import "yishiting/calendar"

// Rung is one step of the ladder: small ones are guided by the committee, larger ones are on the
// street's record, and who qualifies registers as a legal person.
type Rung string

// The rungs, from below.
const (
	Guided   Rung = "guided"
	OnRecord Rung = "on-record"
	LegalOne Rung = "legal-person"
)

// Rungs are all, from below.
var Rungs = []Rung{Guided, OnRecord, LegalOne}

// Want is one thing that a rung asks for.
type Want struct {
	Code   string // members, charter, venue, plan, lead, street, note, staff, money, liable
	Need   int    // people or yuan; 0 where it is no number
	Have   int
	Met    bool
	Known  bool  // the portal knows; otherwise it is for the organisation to see
	Years  []int // of note: those that are missing
	Source string
}

const (
	onSocieties  = "社会团体登记管理条例 第十条"
	onCommunity  = "2019 年街道工作意见 第二十五条；" + custom
	peopleNeeded = 50
	fundsNeeded  = 30000 // yuan, of a local one
)

// RungOf is where an organisation stands on a day.
func RungOf(o Organisation, day calendar.Day) Rung {
	switch {
	case !o.InForce(day):
		return Guided
	case o.Kind == Registered:
		return LegalOne
	}
	return OnRecord
}

// WantsFor are what a rung asks of an organisation, with what is there. missing are the years on
// which it owes a note.
func WantsFor(r Rung, o Organisation, day calendar.Day, missing []int) []Want {
	switch r {
	case OnRecord:
		rules := RulesAt(day)
		all := []Want{
			{Code: "members", Need: rules.Members.N, Have: o.Members, Met: o.Members >= rules.Members.N, Known: true, Source: rules.Members.Source},
			{Code: "charter", Met: o.Charter != "", Known: true, Source: onCommunity},
			{Code: "venue", Met: o.Venue != "", Known: true, Source: onCommunity},
			{Code: "plan", Met: o.Plan != "", Known: true, Source: onCommunity},
			{Code: "lead", Met: len(o.Contacts) > 0, Known: true, Source: onCommunity},
			{Code: "street", Met: o.InForce(day), Known: true, Source: onCommunity},
		}
		if !o.FiledAt.IsZero() {
			all = append(all, Want{Code: "note", Met: len(missing) == 0, Known: true, Years: missing, Source: rules.NoteBy.Source})
		}
		return all
	case LegalOne:
		return []Want{
			{Code: "members", Need: peopleNeeded, Have: o.Members, Met: o.Members >= peopleNeeded, Known: true, Source: onSocieties + "：五十个以上个人会员，或者三十个以上单位会员"},
			{Code: "charter", Met: o.Charter != "", Known: true, Source: onSocieties},
			{Code: "venue", Met: o.Venue != "", Known: true, Source: onSocieties + "：固定的住所"},
			{Code: "staff", Source: onSocieties + "：与业务活动相适应的专职工作人员"},
			{Code: "money", Need: fundsNeeded, Source: onSocieties + "：地方性的三万元以上活动资金"},
			{Code: "liable", Source: onSocieties},
		}
	}
	return nil
}
