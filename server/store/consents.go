package store

import "yishiting/residents"

// Consents are what a person has consented to and taken back, the earliest first.
func (v *View) Consents(community, resident string) ([]residents.Consent, error) {
	return list(v, func(r row) (c residents.Consent, err error) {
		var at int64
		err = r.Scan(&c.Community, &c.Resident, &c.Purpose, &at, &c.Given, &c.Version, &c.TextHash, &c.Channel, &c.NotedBy)
		c.At = instant(at)
		return c, err
	}, `SELECT community, resident, purpose, at, given, version, text_hash, channel, noted_by FROM consents
		WHERE community = $1 AND resident = $2 ORDER BY at, purpose`, community, resident)
}

// AddConsent adds one; nothing changes or removes it.
func (tx *Tx) AddConsent(c residents.Consent) error {
	_, err := tx.exec(`INSERT INTO consents (community, resident, purpose, at, given, version, text_hash, channel, noted_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		c.Community, c.Resident, c.Purpose, micros(c.At), c.Given, c.Version, c.TextHash, c.Channel, c.NotedBy)
	return err
}
