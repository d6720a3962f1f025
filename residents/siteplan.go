package residents

import (
	"slices"
	"strconv"
)

// The simple plan of a community: where its buildings stand, in squares of its own. It
// is drawn from what the director sets, and from the order of the buildings' names where
// nothing is set; it is no survey.

// Reasons of plans.
const (
	ErrOverlap   = Reason("site-overlap") // a building stands on another
	ErrSiteTwice = Reason("site-twice")   // a building stands twice on the plan
)

// Limits of a plan, in squares.
const (
	SiteMost      = 99 // of X and Y
	SiteSideMost  = 40 // of W and H
	BuildingsMost = 200
)

// Site is where a building stands on the plan: its upper left square from 0 to SiteMost,
// and its sides from 1 to SiteSideMost.
type Site struct {
	Building   string
	X, Y, W, H int
}

func (s Site) overlaps(o Site) bool {
	return s.X < o.X+o.W && o.X < s.X+s.W && s.Y < o.Y+o.H && o.Y < s.Y+s.H
}

// Sides and gap of a building that nobody has placed, and how many stand in a row: few,
// so that their names can be read on a phone.
const (
	siteW, siteH = 4, 2
	siteGap      = 1
	siteRow      = 5
)

// LaySites places the buildings, in their order: those that are set where they are set, the
// others in rows below. Buildings that are set and not among the given ones are kept too.
func LaySites(buildings []string, set []Site) []Site {
	placed := map[string]Site{}
	below := 0
	for _, s := range set {
		placed[s.Building] = s
		below = max(below, s.Y+s.H+siteGap)
		if !slices.Contains(buildings, s.Building) {
			buildings = append(slices.Clip(buildings), s.Building)
		}
	}
	var all []Site
	free := 0
	for _, b := range buildings {
		s, ok := placed[b]
		if !ok {
			s = Site{b, free % siteRow * (siteW + siteGap), below + free/siteRow*(siteH+siteGap), siteW, siteH}
			free++
		}
		all = append(all, s)
	}
	return all
}

// SiteTx is what SetSites needs of a transaction.
type SiteTx interface {
	CommunityByID(id string) (Community, error)
	// ReplaceSites are the sites of the community from now on, and no others.
	ReplaceSites(community string, sites []Site) error
}

// SetSites sets where the buildings of a community stand; none leaves all of them to be
// laid out by themselves. Fields of its FieldErrors are name-N, x-N, y-N, w-N and h-N with
// the site's place among the given ones from 1.
func SetSites(tx SiteTx, by Sender, community string, sites []Site) error {
	if err := MaySetPlace(by.Standing, community, by.Now); err != nil {
		return err
	}
	c, err := tx.CommunityByID(community)
	if err != nil {
		return err
	}
	if c.Level != LevelCommunity {
		return ErrNotFound
	}
	if sites, err = CheckSites(sites); err != nil {
		return err
	}
	return tx.ReplaceSites(community, sites)
}

// CheckSites are the sites as they would be kept, with their buildings read as the portal
// writes them, or what is wrong with the first that cannot be.
func CheckSites(sites []Site) ([]Site, error) {
	if len(sites) > BuildingsMost {
		return nil, &FieldError{Field: "name-" + strconv.Itoa(BuildingsMost+1), Reason: ErrTooMany, Limit: BuildingsMost}
	}
	sites = slices.Clone(sites)
	for i := range sites {
		if err := sites[i].check(i+1, sites[:i]); err != nil {
			return nil, err
		}
	}
	return sites, nil
}

// check reads a site's building and looks at its numbers, and at the sites before it.
func (s *Site) check(n int, before []Site) error {
	wrong := func(field string, why Reason, limit int) error {
		return &FieldError{Field: field + "-" + strconv.Itoa(n), Reason: why, Limit: limit}
	}
	var reason Reason
	if s.Building, reason = ReadBuilding(s.Building); reason != "" {
		return wrong("name", reason, AddressMost)
	}
	switch {
	case s.X < 0 || s.X > SiteMost:
		return wrong("x", ErrNumber, SiteMost)
	case s.Y < 0 || s.Y > SiteMost:
		return wrong("y", ErrNumber, SiteMost)
	case s.W < 1 || s.W > SiteSideMost:
		return wrong("w", ErrNumber, SiteSideMost)
	case s.H < 1 || s.H > SiteSideMost:
		return wrong("h", ErrNumber, SiteSideMost)
	}
	for _, o := range before {
		if o.Building == s.Building {
			return wrong("name", ErrSiteTwice, 0)
		}
		if s.overlaps(o) {
			return wrong("x", ErrOverlap, 0)
		}
	}
	return nil
}
