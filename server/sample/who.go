package sample

import (
	"context"
	"fmt"
	"time"

	"yishiting/residents"
	"yishiting/server/doors"
	"yishiting/server/store"
)

// This file gives the sample's people their homes, their part in the building, and help.

// elder is the id of somebody who has no telephone.
const elder = "zhang-guifang"

// lettersTo is how many households of 7 号楼 have a letter in their box.
const lettersTo = 4

// roster is the list of homes as a community's office has it: seven units of six floors
// with two homes each, but for the last buildings, which lack the two top floors' corners.
func roster(buildings, whole int) residents.RosterList {
	list := residents.RosterList{Header: 1}
	for _, c := range []residents.RosterColumn{
		residents.ColumnBuilding, residents.ColumnUnit, residents.ColumnRoom, residents.ColumnAdults, residents.ColumnTenure, residents.ColumnArea,
	} {
		list.Given[c] = true
	}
	tenures, areas := []string{"自有", "自有", "租住", ""}, []string{"58.6", "72.35", "89.5", ""}
	for b := 1; b <= buildings; b++ {
		for home := range 84 {
			unit, floor, side := home/12+1, home%12/2+1, home%2+1
			if b > whole && floor == 6 && unit > 5 {
				continue
			}
			n := len(list.Lines)
			list.Lines = append(list.Lines, residents.RosterLine{Line: n + 2, Cells: [residents.RosterColumns]string{
				residents.ColumnBuilding: fmt.Sprint(b, "号楼"), residents.ColumnUnit: fmt.Sprint(unit, "单元"),
				residents.ColumnRoom: fmt.Sprintf("%d0%d", floor, side), residents.ColumnAdults: fmt.Sprint(n*7%3 + 1),
				residents.ColumnTenure: tenures[n*5%4], residents.ColumnArea: areas[n*3%4],
			}})
		}
	}
	return list
}

// importRoster takes a list in as the desk does: uploaded, planned, confirmed.
func importRoster(tx *store.Tx, by residents.Sender, list residents.RosterList) error {
	d, err := residents.UploadRoster(tx, by, by.Resident.Community, "户册.xlsx", "")
	if err != nil {
		return err
	}
	return residents.ImportRoster(tx, by, d, list, residents.PlanRoster(nil, nil, list).Sum(), false, func(residents.RosterPlan) string { return "" })
}

// sender is somebody of the community at an instant.
func sender(tx *store.Tx, body, who string, at time.Time) (residents.Sender, error) {
	standing, err := tx.Standing(body, who)
	return residents.Sender{Standing: standing, Now: at, ID: residents.NewID(at)}, err
}

// moveIn gives everybody of a community who lives in a building a home there, two
// to a home, the first of whom speaks for it; each gave consent on the paper of the letter.
func moveIn(tx *store.Tx, body, chief string, at time.Time) error {
	office, err := sender(tx, body, chief, at)
	if err != nil {
		return err
	}
	homes, taken := map[string][]residents.Household{}, map[string]int{}
	all, err := tx.AllHouseholds(body)
	if err != nil {
		return err
	}
	for _, h := range all {
		homes[h.Building] = append(homes[h.Building], h)
	}
	for _, p := range people() {
		if p.Community != body || p.Building == "" {
			continue
		}
		n := taken[p.Building]
		taken[p.Building]++
		home := homes[p.Building][n/2*5%len(homes[p.Building])].ID
		if err := tx.AddHome(body, home, p.ID); err != nil {
			return err
		}
		if err := residents.GiveConsent(tx, office, p.Resident, residents.PurposeJoin, residents.Paper); err != nil {
			return err
		}
		if n%2 == 1 {
			continue
		}
		self, err := sender(tx, body, p.ID, at)
		if err != nil {
			return err
		}
		if err := residents.TakeRepresentation(tx, self, home); err != nil {
			return err
		}
	}
	return nil
}

// offices grants the roles that the committee gives: a stairwell head in each building
// of which somebody of the crowd lives, and the residents' representatives.
func offices(tx *store.Tx, at time.Time) error {
	by, err := sender(tx, home, director, at)
	if err != nil {
		return err
	}
	headed := map[string]bool{}
	for n := 1; n <= crowdSize; n++ {
		who, err := tx.Resident(home, crowd(n))
		if err != nil {
			return err
		}
		var roles []residents.Role
		if !headed[who.Building] && n > 1 {
			headed[who.Building] = true
			roles = append(roles, residents.Role{Name: residents.RoleStairwellHead, Scope: who.Building})
		}
		if n%4 == 0 {
			roles = append(roles, residents.Role{Name: residents.RoleRepresentative})
		}
		for _, role := range roles {
			role.Community, role.Resident = home, who.ID
			if err := residents.Grant(tx, by, home, role); err != nil {
				return err
			}
		}
	}
	return nil
}

// Phone is the number to which Resident has codes sent; it is nobody's.
const Phone = "13800138000"

// help says how a resident is reached, records that an elder lets her stairwell head act for her, on paper, and that a
// child of a resident is in their care.
func help(tx *store.Tx, at time.Time) error {
	by, err := sender(tx, home, worker, at)
	if err != nil {
		return err
	}
	head, err := headOf(tx, "3 号楼", at)
	if err != nil {
		return err
	}
	_, err = residents.Arrange(tx, by, residents.Arrangement{
		Community: home, Person: elder, Helper: head, Kind: residents.HelpStairwellHead, Channel: residents.Paper,
		Paper: "代办同意书 3 号，居委会文件柜", Until: at.AddDate(1, 0, 0),
	})
	if err != nil {
		return err
	}
	reached, err := sender(tx, home, Resident, at)
	if err != nil {
		return err
	}
	if err := residents.SetPhone(tx, reached, Phone, true); err != nil {
		return err
	}
	parent, err := sender(tx, home, Volunteer, at)
	if err != nil {
		return err
	}
	born := at.Year() - 9
	_, err = residents.AddChild(tx, parent, residents.Child{Household: parent.Homes[0].Household, Name: "林豆豆", BirthYear: born, Agreed: true})
	return err
}

// headOf is the id of a building's stairwell head.
func headOf(tx *store.Tx, building string, at time.Time) (string, error) {
	for n := 1; n <= crowdSize; n++ {
		roles, err := tx.Roles(home, crowd(n))
		if err != nil {
			return "", err
		}
		for _, r := range roles {
			if r.Name == residents.RoleStairwellHead && r.Scope == building && r.In(at) {
				return crowd(n), nil
			}
		}
	}
	return "", residents.ErrNotFound
}

// invite puts letters into the boxes of 7 号楼; a neighbour joins by one, whom the
// committee has not confirmed yet.
func invite(tx *store.Tx, hashes []string, at time.Time) error {
	by, err := sender(tx, home, worker, at)
	if err != nil {
		return err
	}
	there, err := tx.Households(home, "7 号楼", residents.Household{}, 84)
	if err != nil {
		return err
	}
	var letters []residents.Letter
	for i, hash := range hashes {
		letters = append(letters, residents.Letter{Household: there[len(there)-1-i].ID, Token: store.NewToken(), CodeHash: hash})
	}
	made, err := residents.InviteHouseholds(tx, by, home, letters, false)
	if err != nil {
		return err
	}
	stranger := residents.Sender{Now: at.Add(26 * time.Hour), ID: residents.NewID(at)}
	_, err = residents.Redeem(tx, stranger, residents.Joining{Community: home, Letter: made[0].ID, Name: "钱小红", Adult: true, Consent: true})
	return err
}

// codes are the hashes of codes to be typed that nobody knows: these letters are in their boxes.
func codes(ctx context.Context) ([]string, error) {
	hasher := doors.NewHasher(2)
	var hashes []string
	for range lettersTo {
		hash, err := hasher.Hash(ctx, doors.NewCode())
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, hash)
	}
	return hashes, nil
}

// house does all of this file: at is when people moved in, lately when the last letters were sent.
func house(ctx context.Context, s *store.Store, at, lately time.Time) error {
	hashes, err := codes(ctx)
	if err != nil {
		return err
	}
	each := []struct {
		body, chief      string
		buildings, whole int
	}{{home, director, 18, 10}, {"anzhen", "wu-min", 25, 25}}
	for _, e := range each {
		c := store.Command{Community: e.body, ID: residents.NewID(at), Verb: "house", At: at}
		_, err := s.Do(ctx, c, func(tx *store.Tx) (string, error) {
			by, err := sender(tx, e.body, e.chief, at)
			if err != nil {
				return "", err
			}
			if err := importRoster(tx, by, roster(e.buildings, e.whole)); err != nil {
				return "", err
			}
			return "", moveIn(tx, e.body, e.chief, at)
		})
		if err != nil {
			return err
		}
	}
	c := store.Command{Community: home, ID: residents.NewID(at), Verb: "house", At: at}
	_, err = s.Do(ctx, c, func(tx *store.Tx) (string, error) {
		for _, some := range []func(*store.Tx, time.Time) error{offices, help} {
			if err := some(tx, at); err != nil {
				return "", err
			}
		}
		return "", invite(tx, hashes, lately)
	})
	return err
}

// Letter is a new letter to a home of the sample where nobody lives yet, in place of the
// one before: the end of the address in its QR code, and the code to be typed.
func Letter(ctx context.Context, s *store.Store, now time.Time) (path, code string, err error) {
	token, secret := store.NewToken(), doors.NewCode()
	hash, err := doors.NewHasher(1).Hash(ctx, secret)
	if err != nil {
		return "", "", err
	}
	var number int64
	c := store.Command{Community: home, ID: residents.NewID(now), Verb: "letter", At: now}
	_, err = s.Do(ctx, c, func(tx *store.Tx) (string, error) {
		by, err := sender(tx, home, worker, now)
		if err != nil {
			return "", err
		}
		house, err := tx.HouseholdAt(home, "16 号楼", "1 单元", "402")
		if err != nil {
			return "", err
		}
		made, err := residents.InviteHouseholds(tx, by, home, []residents.Letter{{Household: house.ID, Token: token, CodeHash: hash}}, true)
		if err == nil {
			number = made[0].Number
		}
		return "", err
	})
	if err != nil {
		return "", "", err
	}
	return fmt.Sprintf("/%s/join?n=%04d#%s", Slug, number, token), doors.WriteCode(number, secret), nil
}
