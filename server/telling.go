package main

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/telling"
)

// tellingRoutes are the page on which somebody says how they wish to be told.
func (p *Portal) tellingRoutes() []route {
	const mine = "/{place}/me/telling"
	here := []residents.Level{residents.LevelCommunity}
	return []route{
		{method: http.MethodGet, pattern: mine, name: "telling", do: residents.OwnThings, handle: p.telling, at: here},
		{method: http.MethodPost, pattern: mine, name: "choose-telling", do: residents.OwnThings, handle: p.chooseTelling, at: here},
	}
}

// telling is how the reader is told. It is at home: a reader of another place is led there.
func (p *Portal) telling(r *request) (answer, error) {
	home, err := p.ownPlace(r, "/me/telling")
	if err != nil || home != "" {
		return answer{location: home}, err
	}
	v := &pages.TellingView{Frame: p.frame(r), Why: reasonOf(telling.MayChoose(r.who, r.now)), Week: r.weekHref(), Hours: hours()}
	for i := range 7 {
		v.Days = append(v.Days, pages.Option{Value: strconv.Itoa(i), Label: "周" + string([]rune("一二三四五六日")[i])})
	}
	err = p.view(r, func(rows *store.View) error {
		c, err := rows.TellingOf(r.place.ID, r.me())
		if err != nil {
			return err
		}
		v.Digest, v.Day, v.Hour = c.Digest, strconv.Itoa(telling.Place(c.Day)), strconv.Itoa(c.Hour)
		v.QuietFrom, v.QuietUntil = strconv.Itoa(c.QuietFrom), strconv.Itoa(c.QuietUntil)
		for _, w := range telling.AllWays {
			way, err := p.tellingWay(r, rows, c, w)
			if err != nil {
				return err
			}
			v.Ways = append(v.Ways, way)
		}
		lost, err := rows.MessagesNotSent(r.place.ID, r.me(), shownLost)
		for _, m := range lost {
			v.Lost = append(v.Lost, pages.LostMessage{When: r.when(m.Made), Way: string(m.Way), Unsure: m.State == telling.Unsure})
		}
		return err
	})
	return show(v), err
}

// shownLost is how many messages that did not go out stand on the page.
const shownLost = 5

// tellingWay is a way outside of the portal as it stands for the reader.
func (p *Portal) tellingWay(r *request, rows *store.View, c telling.Choice, w telling.Way) (way pages.TellingWay, err error) {
	way = pages.TellingWay{Way: string(w), Open: p.gateway(w) != nil, Yours: c.By(w).Yours, Digest: c.By(w).Digest}
	address, err := rows.AddressBy(r.place.ID, r.me(), w)
	if err != nil {
		return way, err
	}
	if address != "" {
		way.Address = maskAddress(w, address)
	}
	all, err := rows.Consents(r.place.ID, r.me())
	if err != nil {
		return way, err
	}
	_, way.Agreed = residents.Holding(all)[telling.PurposeOf(w)]
	text, err := residents.PurposeAt(telling.PurposeOf(w), r.now)
	way.Consent = text.Parts()
	return way, err
}

// maskAddress is where somebody is reached as the page shows it, to themselves too.
func maskAddress(w telling.Way, address string) string {
	if w == telling.Mail {
		return residents.MaskMail(address)
	}
	return residents.MaskPhone(address)
}

// hours are the hours of a day to choose from.
func hours() (all []pages.Option) {
	for i := range 24 {
		all = append(all, pages.Option{Value: strconv.Itoa(i), Label: strconv.Itoa(i) + ":00"})
	}
	return all
}

// chooseTelling writes what the reader chose.
func (p *Portal) chooseTelling(r *request) (answer, error) {
	digest, day, hour := r.form.ticked("digest"), r.form.number("day", 0, 6), r.form.number("hour", 0, 23)
	from, until := r.form.number("quiet-from", 0, 23), r.form.number("quiet-until", 0, 23)
	ways, agreed := map[telling.Way]telling.Ways{}, map[telling.Way]bool{}
	for _, w := range telling.AllWays {
		if p.gateway(w) != nil {
			ways[w] = telling.Ways{Yours: r.form.ticked(string(w) + "-yours"), Digest: r.form.ticked(string(w) + "-digest")}
			agreed[w] = r.form.ticked("agree-" + string(w))
		}
	}
	return p.do(r, "choose-telling", func(tx *store.Tx, by residents.Sender) (string, error) {
		if by.Resident.Community != r.place.ID {
			return "", residents.ErrNotAllowed
		}
		c, err := tx.TellingOf(r.place.ID, by.Resident.ID)
		if err != nil {
			return "", err
		}
		c.Digest, c.Day, c.Hour, c.QuietFrom, c.QuietUntil = digest, time.Weekday((day+1)%7), hour, from, until
		for w, chosen := range ways {
			c = c.With(w, chosen)
		}
		return api.WithDone("/"+r.place.Slug+"/me/telling", "telling-chosen"), telling.Choose(tx, by, c, agreed)
	})
}

// looked is in which hour this server last found no digest due at a body: people choose whole hours. It
// saves work and decides nothing.
type looked struct{ hours sync.Map }

func (l *looked) done(body string, now time.Time) { l.hours.Store(body, now.Unix()/3600) }

func (l *looked) again(body string, now time.Time) bool {
	hour, ok := l.hours.Load(body)
	return !ok || hour != now.Unix()/3600
}

// digestsDue tells whether digests are to be made at a community.
func (p *Portal) digestsDue(v *store.View, body residents.Community, now time.Time) (bool, error) {
	if !p.digests.again(body.ID, now) {
		return false, nil
	}
	due, err := telling.Due(v, body, now)
	if err == nil && !due {
		p.digests.done(body.ID, now)
	}
	return due, err
}

// makeDigests makes the digests that are due at a community, some people at a time.
func (p *Portal) makeDigests(ctx context.Context, body residents.Community, now time.Time) (err error) {
	for more := true; more && err == nil; {
		err = p.store.Update(ctx, body.ID, func(tx *store.Tx) (err error) {
			more, err = telling.Turn(tx, body, now)
			return err
		})
	}
	return err
}
