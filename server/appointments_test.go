package main

import (
	"strings"
	"testing"

	"yishiting/server/store"
	"yishiting/signups/grants"
)

// Whoever booked a room or signed up for a training is reminded the evening before, once, and takes
// the dates into their calendar; what was cancelled, or booked that evening, is not reminded of.
func TestRemindedOfRoomsAndTrainings(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.streetStaff()
		b.clock.set("2026-11-03 09:00")
		li, sun := b.as("hepingli", "li"), b.as("hepingli", "sun")
		room := b.room(li, "hepingli", "活动室", "0")
		sun.books("hepingli", room, "2026-11-05", "600").led(t, "/hepingli/rooms?done=room-booked")
		sun.books("hepingli", room, "2026-11-05", "720").led(t, "/hepingli/rooms?done=room-booked")
		sun.send("/hepingli/rooms", "room-drop-"+b.bookedAt("sun", 720)).led(t, "/hepingli/rooms?done=room-dropped")
		hold := []string{"title", "票据怎么贴", "about", "带上账本", "room", room, "day", "2026-11-05", "from", "14:00", "slots", "2", "people", "9"}
		li.send("/hepingli/desk/rooms", "training-hold", hold...).led(t, "/hepingli/desk/rooms?done=training-held")
		list := sun.get("/hepingli/support")
		sun.send("/hepingli/support", "training-join-"+regexpFirst(`id="training-join-([^"]+)"`, list.body)).led(t, "/hepingli/support?done=training-joined")
		sun.get("/hepingli/support").holds(t, 200, "加到日历")
		file := sun.get("/hepingli/rooms/mine.ics")
		file.holds(t, 200, "SUMMARY:活动室", "SUMMARY:票据怎么贴", "DTSTART:20261105T020000Z", "DTEND:20261105T080000Z")
		if n := strings.Count(file.body, "BEGIN:VEVENT"); n != 2 {
			t.Errorf("%d dates in\n%s", n, file.body)
		}
		b.as("hepingli", "zhao").get("/hepingli/rooms/mine.ics").lacks(t, "VEVENT")
		b.get("/hepingli/rooms/mine.ics").holds(t, 401)
		turn := func(when string, rooms, trainings int) {
			t.Helper()
			b.clock.set(when)
			b.turn()
			page := b.as("hepingli", "sun").get("/hepingli/me").body
			if r, s := strings.Count(page, "您约的「活动室」是明天"), strings.Count(page, "培训「票据怎么贴」是明天"); r != rooms || s != trainings {
				t.Errorf("%s: %d and %d letters", when, r, s)
			}
		}
		turn("2026-11-04 17:59", 0, 0)
		turn("2026-11-04 18:00", 1, 1)
		turn("2026-11-04 18:05", 1, 1)
		sun = b.as("hepingli", "sun")
		sun.books("hepingli", room, "2026-11-05", "1140").led(t, "/hepingli/rooms?done=room-booked")
		turn("2026-11-04 20:00", 1, 1)
	})
}

// bookedAt is a resident's booking from a minute of the day on.
func (b *booted) bookedAt(who string, from int) (id string) {
	b.t.Helper()
	var all []grants.Booking
	b.view(func(v *store.View) (err error) { all, err = v.BookingsOf("hepingli", who, b.day()); return err })
	for _, one := range all {
		if one.From == from {
			id = one.ID
		}
	}
	return id
}
