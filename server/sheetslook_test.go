package main

import (
	"testing"

	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
	"yishiting/signups"
)

// Lists that are saved, on a phone and on a computer.
func TestSheetsInTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	for _, one := range []struct {
		id, name string
		skills   []signups.Skill
	}{
		{"ma", "马晓红", []signups.Skill{signups.Elderly, signups.Haircut, signups.Sorting}}, {"ding", "丁一", nil},
		{"ouyang", "欧阳建设", []signups.Skill{signups.Computer, signups.Photo}}, {"guo", "郭春梅", []signups.Skill{signups.Patrol}},
	} {
		b.helper(one.id, one.name, one.skills...)
	}
	b.room(b.as("hepingli", "li"), "hepingli", "二层活动室", "100")
	team := b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		_, err := signups.MakeTeam(tx, by, signups.Team{Community: "hepingli", Name: "小巷管家队", Kind: signups.LaneTeam, Leader: "guo"})
		return err
	})
	a, shifts := b.activity(weekly(2))
	b.joins(shifts[0], "wang", "ma", "ding")
	b.at(shifts[0].Ends)
	b.served(shifts[0], 90, "wang", "ma")
	phone, wide := browsertest.Open(t, b.URL), browsertest.Open(t, b.URL).Wide()
	for _, r := range []*browsertest.Tab{phone, wide} {
		suffix := map[*browsertest.Tab]string{phone: "-phone", wide: ""}[r]
		b.enter(r, "hepingli", "li")
		r.Go("/hepingli/leading/"+a.ID).See("下载名单和时长", "XLSX").Axe().Picture("sheets-leading" + suffix)
		r.Go("/hepingli/leading/" + a.ID + "/shifts/" + shifts[0].ID).See("下载这个活动的名单和时长").Axe().Picture("sheets-shift" + suffix)
		r.Go("/hepingli/desk/volunteers").See("志愿者名单、录入志愿北京").Axe().Picture("sheets-volunteers" + suffix)
		r.Go("/hepingli/desk/volunteers/list").See("欧阳建设", "录入志愿北京").Axe().Picture("sheets-list" + suffix)
		r.Go("/hepingli/desk/rooms").See("哪个月的预约").Axe().Picture("sheets-rooms" + suffix)
		r.Go("/hepingli/desk/exchange").See("下载全部清单").Axe().Picture("sheets-exchange" + suffix)
		r.Go("/hepingli/desk/teams/" + team).See("下载队员名单").Axe().Picture("sheets-deskteam" + suffix)
		r.Go("/hepingli/teams/" + team).See("下载队员名单").Axe().Picture("sheets-team" + suffix)
	}
}
