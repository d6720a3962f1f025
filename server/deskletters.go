package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/doors"
	"yishiting/server/store"
)

// deskLetterRoutes are the desk's letters of invitation.
func (p *Portal) deskLetterRoutes() []route {
	const letters = "/{place}/desk/letters"
	return []route{
		{method: http.MethodGet, pattern: letters, name: "desk-letters", do: residents.Invite, handle: p.deskLetters},
		{method: http.MethodPost, pattern: letters, name: "letters", do: residents.Invite, handle: p.writeLetters},
		{method: http.MethodPost, pattern: "/{place}/desk/households/{id}/letter", name: "letter-again", do: residents.Invite, handle: p.writeLetter, on: letters},
		{method: http.MethodPost, pattern: letters + "/revoke", name: "revoke-letters", do: residents.Invite, handle: p.revokeLetters, on: letters},
		{method: http.MethodPost, pattern: letters + "/{id}/revoke", name: "revoke-letter", do: residents.Invite, handle: p.revokeLetter, on: letters},
	}
}

// deskLetters lists the letters, the latest first, and makes others.
func (p *Portal) deskLetters(r *request) (answer, error) {
	q := r.URL.Query()
	v := &desk.LettersView{Building: q.Get("building"), Days: max(1, r.place.LetterDays), Most: residents.MostLetters, Confirm: r.place.ConfirmEach}
	before, err := letterNumber(q.Get("before"))
	if err != nil || !clean(v.Building, false) || len(v.Building) > 200 {
		return answer{}, residents.ErrNotFound
	}
	err = p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtLetters); err != nil {
			return err
		}
		counted, err := rows.BuildingsToInvite(r.place.ID, r.now)
		if err != nil {
			return err
		}
		for _, b := range counted {
			v.Buildings = append(v.Buildings, desk.BuildingLetters{Name: b.Building, All: b.All, Empty: b.Empty, Waiting: b.Waiting})
		}
		found, err := rows.Invitations(r.place.ID, v.Building, before, deskPage+1)
		if len(found) > deskPage {
			found = found[:deskPage]
			q.Set("before", strconv.FormatInt(found[deskPage-1].Number, 10))
			v.More = v.To("desk/letters") + "?" + q.Encode()
		}
		for _, one := range found {
			v.Letters = append(v.Letters, r.letterRow(one))
		}
		return err
	})
	return show(v), err
}

// letterNumber reads where a list of letters goes on; 0 for its beginning.
func letterNumber(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 {
		return 0, residents.ErrNotFound
	}
	return n, nil
}

func numberWords(n int64) string { return fmt.Sprintf("%04d", n) }

// letterRow is a letter with where it stands.
func (r *request) letterRow(l store.InvitationLine) desk.LetterRow {
	home := residents.Household{Building: l.Building, Unit: l.Unit, Room: l.Room}
	row := desk.LetterRow{
		ID: l.ID, Household: l.Household, Number: numberWords(l.Number), Home: home.Label(),
		Until: r.day(l.ExpiresAt.Add(-1)) + "前有效", Living: residents.MayRedeem(l.Invitation, true, r.now) == nil,
	}
	used := strconv.Itoa(l.Adults) + " / " + strconv.Itoa(l.Slots) + " 位已加入"
	switch residents.MayRedeem(l.Invitation, true, r.now) {
	case nil:
		row.State, row.Tone = used, pages.ToneAct
		if l.Adults == 0 {
			row.State, row.Tone = "还没有用", pages.ToneDue
		}
	case residents.ErrLetterFull:
		row.State, row.Tone = used, pages.TonePlain
	case residents.ErrLetterOver:
		row.State, row.Tone, row.Until = "已过期", pages.TonePlain, used
	default:
		row.State, row.Tone, row.Until = "已作废", pages.TonePlain, used
	}
	if l.Minors > 0 {
		row.Until += "，另有 " + strconv.Itoa(l.Minors) + " 位未成年人"
	}
	return row
}

// writeLetters makes letters to the homes chosen, and shows them this once.
func (p *Portal) writeLetters(r *request) (answer, error) {
	whom := store.Invited(r.form.choice("whom", string(store.ForWaiting), string(store.ForEmpty), string(store.ForAll)))
	building := r.form.text("building", 40)
	if err := r.form.err(); err != nil {
		return answer{}, err
	}
	var homes []string
	err := p.view(r, func(rows *store.View) (err error) {
		if _, err = p.atDesk(r, rows, desk.AtLetters); err == nil {
			homes, err = rows.HomesToInvite(r.place.ID, building, whom, r.now, residents.MostLetters)
		}
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return p.giveLetters(r, homes, whom != store.ForWaiting, func(rows *store.View) (left int, err error) {
		all, err := rows.HomesToInvite(r.place.ID, building, whom, r.now, maxHomes)
		if left = len(all); whom != store.ForWaiting { // those just written to are among them
			left -= len(homes)
		}
		return left, err
	})
}

// writeLetter makes a letter to one home; the one before opens nothing any more.
func (p *Portal) writeLetter(r *request) (answer, error) {
	return p.giveLetters(r, []string{r.PathValue("id")}, true, func(*store.View) (int, error) { return 0, nil })
}

// sealed is what a letter opens with: it goes to one answer and is kept nowhere.
type sealed struct{ token, code string }

// giveLetters makes letters and shows them. The same command again makes no others and cannot
// show the first. left counts the homes not written to yet.
func (p *Portal) giveLetters(r *request, homes []string, again bool, left func(*store.View) (int, error)) (answer, error) {
	letters, secrets, err := p.seal(r.Context(), homes)
	if err != nil {
		return answer{}, err
	}
	var made []residents.Invitation
	_, err = p.do(r, "letters", func(tx *store.Tx, by residents.Sender) (string, error) {
		made = nil
		if made, err = residents.InviteHouseholds(tx, by, r.place.ID, letters, again); err == nil && len(made) == 0 {
			err = residents.ErrNoHomes
		}
		return "/" + r.place.Slug + "/desk/letters", err
	})
	if err != nil {
		return answer{}, err
	}
	v := &desk.LetterPapersView{
		Shown: len(made) > 0, Style: p.files.address("letters.css"), Days: r.place.LetterDays, Confirm: r.place.ConfirmEach,
		Host: strings.TrimPrefix(strings.TrimPrefix(p.address("/"+r.place.Slug+"/join"), "https://"), "http://"),
	}
	err = p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtLetters); err != nil {
			return err
		}
		if v.Left, err = left(rows); err != nil {
			return err
		}
		for _, i := range made {
			home, err := rows.Household(i.Community, i.Household)
			if err != nil {
				return err
			}
			v.Papers = append(v.Papers, p.paper(r, i, home, secrets[i.Household]))
		}
		return nil
	})
	return show(v), err
}

// paper is one letter as it is printed.
func (p *Portal) paper(r *request, i residents.Invitation, home residents.Household, s sealed) desk.LetterPaper {
	number := numberWords(i.Number)
	l := desk.LetterPaper{
		Number: number, Home: home.Label(), Adults: i.Slots, Code: doors.WriteCode(i.Number, s.code),
		Until:   dateWords(calendar.DayOf(i.ExpiresAt.Add(-1), r.place.Location())),
		Address: p.address("/" + r.place.Slug + "/join?n=" + number + "#" + s.token),
	}
	l.Size, l.Path = qrCode(l.Address)
	return l
}

// sealers is how many codes of letters are hashed at once, of all that the hasher takes.
const sealers = 2

// seal makes the secrets of letters to homes and their hashes; some 50 ms each. A
// transaction must not wait for it.
func (p *Portal) seal(ctx context.Context, homes []string) ([]residents.Letter, map[string]sealed, error) {
	letters, secrets := make([]residents.Letter, len(homes)), make(map[string]sealed, len(homes))
	for i, home := range homes {
		secrets[home] = sealed{token: store.NewToken(), code: doors.NewCode()}
		letters[i] = residents.Letter{Household: home, Token: secrets[home].token}
	}
	errs := make([]error, sealers)
	var all sync.WaitGroup
	for n := range sealers {
		all.Go(func() {
			for i := n; i < len(letters) && errs[n] == nil; i += sealers {
				letters[i].CodeHash, errs[n] = p.hasher.Hash(ctx, secrets[letters[i].Household].code)
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, nil, err
		}
	}
	return letters, secrets, nil
}

// revokeLetter calls one letter back.
func (p *Portal) revokeLetter(r *request) (answer, error) {
	return p.do(r, "revoke-letter", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/desk/letters", "letter-revoked"), residents.Revoke(tx, by, r.place.ID, r.PathValue("id"))
	})
}

// revokeLetters calls all letters of a building back.
func (p *Portal) revokeLetters(r *request) (answer, error) {
	building := r.form.text("building", 40)
	return p.do(r, "revoke-letters", func(tx *store.Tx, by residents.Sender) (string, error) {
		back := "/" + r.place.Slug + "/desk/letters?building=" + url.QueryEscape(building)
		return api.WithDone(back, "letters-revoked"), residents.RevokeBuilding(tx, by, r.place.ID, building)
	})
}
