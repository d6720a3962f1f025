package main

import (
	"strconv"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups/grants"
)

var bookingHead = []string{"场地", "日期", "开始", "结束", "谁约的", "做什么", "人数", "费用（元）", "减免", "状态"}

// mostBookings is more than the rooms of a body have slots in a month.
const mostBookings = 100000

// bookingSheet is what stands booked in the month of the query, in all rooms of the place or in
// one; people by masked names, as on the page.
func (p *Portal) bookingSheet(r *request) (sheet, error) {
	s := sheet{tab: "预约", rows: [][]string{bookingHead}}
	month, err := r.monthAsked()
	if err != nil {
		return s, err
	}
	s.called = r.place.Name + "场地预约-" + month.String()
	only := r.URL.Query().Get("room")
	err = p.view(r, func(v *store.View) error {
		rooms, err := v.RoomsOf(r.place.ID)
		if err != nil {
			return err
		}
		names := map[string]string{}
		for _, m := range rooms {
			names[m.ID] = m.Name
		}
		if only != "" && names[only] == "" {
			return residents.ErrNotFound
		}
		all, err := v.BookingsAt(r.place.ID, month.First(), month.Last(), mostBookings)
		if err != nil {
			return err
		}
		who, err := bookersOf(v, all)
		for _, b := range all {
			if only == "" || b.Room == only {
				s.rows = append(s.rows, bookingLine(b, names[b.Room], who[b.Community][b.Resident]))
			}
		}
		return err
	})
	return s, err
}

// bookersOf are who booked, by where they live and id.
func bookersOf(v *store.View, all []grants.Booking) (map[string]map[string]residents.Resident, error) {
	ids := map[string][]string{}
	for _, b := range all {
		ids[b.Community] = append(ids[b.Community], b.Resident)
	}
	who := map[string]map[string]residents.Resident{}
	for home, some := range ids {
		found, err := v.ResidentsByID(home, some)
		if err != nil {
			return nil, err
		}
		who[home] = found
	}
	return who, nil
}

func bookingLine(b grants.Booking, room string, who residents.Resident) []string {
	state, _ := pages.BookingTag(b.State)
	by := who.Masked().Name
	switch {
	case b.OrgName != "":
		by = b.OrgName
	case b.Relief == grants.HouseRelief:
		by = "本单位"
	}
	return []string{
		room, b.Day.String(), pages.MinuteWords(b.From), pages.MinuteWords(b.Until), by, b.Title, strconv.Itoa(b.People), yuanText(b.Fee), pages.ReliefWord(b.Relief), state,
	}
}

// bookingMonths are the months of which bookings may be saved: from the next one back.
func (r *request) bookingMonths() []pages.Option {
	return monthsBack(calendar.MonthOf(r.today()).Next(), 14)
}
