package main

import (
	"strconv"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups/organisations"
)

// organisationHead names the columns of the register; what is private of an organisation is not in it.
var organisationHead = []string{"编号", "社区", "名称", "类别", "领域", "宗旨", "活动范围", "活动地点", "成员人数", "钱从哪里来", "统一社会信用代码", "备案", "有效到", "状态"}

// organisationSheet is the register of the desk's community, or of all below a street.
func (p *Portal) organisationSheet(r *request) (sheet, error) {
	s := sheet{called: r.place.Name + "社会组织-" + r.today().String(), tab: "社会组织", rows: [][]string{organisationHead}}
	err := p.view(r, func(v *store.View) (err error) {
		homes := map[string]residents.Community{r.place.ID: r.place}
		var all []organisations.Organisation
		if r.place.Level == residents.LevelCommunity {
			if all, err = v.OrganisationsIn(r.place.ID, organisations.Filed); err != nil {
				return err
			}
		} else {
			below, err := v.Children(r.place.ID)
			if err != nil {
				return err
			}
			for _, c := range below {
				homes[c.ID] = c
			}
			if all, err = v.OrganisationsBelow(r.place.ID); err != nil {
				return err
			}
		}
		for _, o := range all {
			if o.State == organisations.Filed {
				s.rows = append(s.rows, organisationLine(o, homes[o.Community], r.today()))
			}
		}
		return nil
	})
	return s, err
}

func organisationLine(o organisations.Organisation, home residents.Community, day calendar.Day) []string {
	state := "有效"
	if !o.InForce(day) {
		state = "过期"
	}
	return []string{
		o.Number, home.Name, o.Name, pages.OrganisationKindWord(o.Kind), pages.ClassWord(o.Class), o.Purpose, o.Area, o.Venue, strconv.Itoa(o.Members), o.Funds, o.Code,
		calendar.DayOf(o.FiledAt, home.Location()).String(), o.Until.String(), state,
	}
}
