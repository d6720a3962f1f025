package main

import (
	"net/http"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// teamSheetRoutes are where a team's leader, who has no desk, saves who is in it.
func (p *Portal) teamSheetRoutes() []route {
	return sheets(route{
		method: http.MethodGet, pattern: "/{place}/teams/{id}/members", name: "team-members", do: residents.LeadActivity, at: []residents.Level{residents.LevelCommunity},
	}, p.teamSheet)
}

// teamSheet is who is in a team, the first first, for its leader and the committee.
func (p *Portal) teamSheet(r *request) (sheet, error) {
	s := sheet{tab: "队员", rows: [][]string{{"服务队", "姓名", "楼栋", "常看着哪里", "加入日期"}}}
	err := p.view(r, func(v *store.View) error {
		t, err := v.Team(r.place.ID, r.thing("id"))
		if err != nil {
			return err
		}
		if err := signups.MayLead(r.who, t, r.now); err != nil {
			return err
		}
		s.called = t.Name + "队员-" + r.today().String()
		all, err := v.Members(r.place.ID, t.ID)
		if err != nil {
			return err
		}
		var ids []string
		for _, m := range all {
			ids = append(ids, m.Resident)
		}
		people, err := v.ResidentsByID(r.place.ID, ids)
		for _, m := range all {
			who := people[m.Resident]
			s.rows = append(s.rows, []string{t.Name, who.Name, who.Building, m.Duty, r.dayIn(m.Since).String()})
		}
		return err
	})
	return s, err
}
