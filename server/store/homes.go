package store

import (
	"yishiting/consultation/project"
	"yishiting/residents"
)

// AddHome says that a person lives in a household from now on; whoever did before does again.
func (tx *Tx) AddHome(community, household, resident string) error {
	_, err := tx.exec(`INSERT INTO homes (community, household, resident, since) VALUES ($1, $2, $3, $4)
		ON CONFLICT (community, household, resident) DO UPDATE SET since = CASE WHEN homes.until IS NULL THEN homes.since ELSE excluded.since END, until = NULL`,
		community, household, resident, micros(tx.now))
	return err
}

// EndHome says that a person lives in a household no more; residents.ErrNotFound where they did not.
func (tx *Tx) EndHome(community, household, resident string) error {
	if err := project.FreeNumber(tx, community, household, resident); err != nil {
		return err
	}
	return tx.execOne(`UPDATE homes SET until = $4 WHERE community = $1 AND household = $2 AND resident = $3 AND until IS NULL`,
		community, household, resident, micros(tx.now))
}

// PeopleOfHome are those who live in a household and have not left, the first who came first:
// whoever was confirmed after they had moved in came then, so that nobody's place among those who
// count changes because another is confirmed.
func (v *View) PeopleOfHome(community, household string) ([]residents.Resident, error) {
	return list(v, resident, `SELECT `+residentColumns+` FROM homes
		JOIN residents ON residents.community = homes.community AND residents.id = homes.resident
		WHERE homes.community = $1 AND household = $2 AND until IS NULL AND left_at IS NULL
		ORDER BY CASE WHEN confirmed_at > since THEN confirmed_at ELSE since END, residents.id`, community, household)
}
