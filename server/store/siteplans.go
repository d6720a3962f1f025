package store

import "yishiting/residents"

// Sites are where the buildings of a community were set to stand on its plan, by name.
func (v *View) Sites(community string) ([]residents.Site, error) {
	return list(v, func(r row) (s residents.Site, err error) { return s, r.Scan(&s.Building, &s.X, &s.Y, &s.W, &s.H) },
		`SELECT building, x, y, w, h FROM site_plans WHERE community = $1 ORDER BY length(building), building`, community)
}

// SitePlan is where each building of a community stands on its plan, in the order of
// their names: the known ones, and those that were only set.
func (v *View) SitePlan(community string) ([]residents.Site, error) {
	buildings, err := v.AllBuildings(community)
	if err != nil {
		return nil, err
	}
	set, err := v.Sites(community)
	return residents.LaySites(buildings, set), err
}

// ReplaceSites are the sites of the community from now on, and no others.
func (tx *Tx) ReplaceSites(community string, sites []residents.Site) error {
	if _, err := tx.exec(`DELETE FROM site_plans WHERE community = $1`, community); err != nil {
		return err
	}
	rows := insert{into: `site_plans (community, building, x, y, w, h)`}
	for _, s := range sites {
		rows.add(community, s.Building, s.X, s.Y, s.W, s.H)
	}
	return tx.insertAll(rows)
}
