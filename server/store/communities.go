package store

import (
	"database/sql"

	"yishiting/residents"
)

const communityColumns = `id, slug, name, level, parent, zone, homes, people, phone, confirm_each, letter_days`

func community(r row) (c residents.Community, err error) {
	var parent sql.NullString
	err = r.Scan(&c.ID, &c.Slug, &c.Name, &c.Level, &parent, &c.Zone, &c.Homes, &c.People, &c.Phone, &c.ConfirmEach, &c.LetterDays)
	c.Parent = parent.String
	return c, err
}

// CommunityByID is the body with that id; residents.ErrNotFound when there is none.
func (v *View) CommunityByID(id string) (residents.Community, error) {
	return one(v, community, `SELECT `+communityColumns+` FROM communities WHERE id = $1`, id)
}

// CommunityBySlug is the body whose paths begin with slug; residents.ErrNotFound when there is none.
func (v *View) CommunityBySlug(slug string) (residents.Community, error) {
	return one(v, community, `SELECT `+communityColumns+` FROM communities WHERE slug = $1`, slug)
}

// Communities are all bodies of the installation, by slug.
func (v *View) Communities() ([]residents.Community, error) {
	return list(v, community, `SELECT `+communityColumns+` FROM communities ORDER BY slug`)
}

// Children are the bodies directly under a street or a district, by slug.
func (v *View) Children(parent string) ([]residents.Community, error) {
	return list(v, community, `SELECT `+communityColumns+` FROM communities WHERE parent = $1 ORDER BY slug`, parent)
}

// AddCommunity adds a body. residents.ErrTaken when its id or slug is taken, ForeignKey when there is no such parent.
func (tx *Tx) AddCommunity(c residents.Community) error {
	return tx.add(residents.ErrTaken, `INSERT INTO communities (`+communityColumns+`, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		c.ID, c.Slug, c.Name, c.Level, orNull(c.Parent), c.Zone, c.Homes, c.People, c.Phone, c.ConfirmEach, c.LetterDays, micros(tx.now))
}

// ChangeCommunity changes everything of a body but its id.
func (tx *Tx) ChangeCommunity(c residents.Community) error {
	return tx.execOne(`UPDATE communities SET slug = $2, name = $3, level = $4, parent = $5, zone = $6, homes = $7, people = $8, phone = $9, confirm_each = $10, letter_days = $11 WHERE id = $1`,
		c.ID, c.Slug, c.Name, c.Level, orNull(c.Parent), c.Zone, c.Homes, c.People, c.Phone, c.ConfirmEach, c.LetterDays)
}
