package store

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"yishiting/calendar"
	"yishiting/signups/organisations"
)

// What streets buy: their public catalogues.

const purchaseColumns = `body, id, year, running, state, version, content, reason, made_by, made_at`

func scanPurchase(r row) (p organisations.Purchase, err error) {
	var year, running int
	var made int64
	var content string
	if err = r.Scan(&p.Body, &p.ID, &year, &running, &p.State, &p.Version, &content, &p.Reason, &p.MadeBy, &made); err != nil {
		return p, err
	}
	p.Number, p.MadeAt = fmt.Sprintf("M%04d-%03d", year, running), instant(made)
	return p, json.Unmarshal([]byte(content), &p.PurchaseContent)
}

func scanPurchaseStep(r row) (s organisations.PurchaseStep, err error) {
	var day string
	var written int64
	var published sql.NullInt64
	err = r.Scan(&s.State, &day, &s.Words, &s.Seller, &s.Community, &s.Org, &s.Cents, &s.Paper, &s.WrittenBy, &written, &s.PublishedBy, &published)
	if err != nil {
		return s, err
	}
	s.WrittenAt, s.PublishedAt = instant(written), instantOrZero(published)
	s.Day, err = calendar.ParseDay(day)
	return s, err
}

// withSteps reads the steps of some entries.
func (v *View) withSteps(all []organisations.Purchase, err error) ([]organisations.Purchase, error) {
	for i := range all {
		if err == nil {
			all[i].Steps, err = list(v, scanPurchaseStep, `SELECT state, day, words, seller, community, org, cents, paper, written_by, written_at, published_by, published_at
				FROM purchase_steps WHERE body = $1 AND purchase = $2 ORDER BY written_at, day`, all[i].Body, all[i].ID)
		}
	}
	return all, err
}

// Purchase is an entry of a street's catalogue, with its steps.
func (v *View) Purchase(body, id string) (organisations.Purchase, error) {
	p, err := one(v, scanPurchase, `SELECT `+purchaseColumns+` FROM purchases WHERE body = $1 AND id = $2`, body, id)
	if err != nil {
		return p, err
	}
	all, err := v.withSteps([]organisations.Purchase{p}, nil)
	return all[0], err
}

// LastPurchaseNumber is the highest running number of a year; 0 before the first.
func (v *View) LastPurchaseNumber(body string, year int) (int, error) {
	n, err := one(v, number, `SELECT COALESCE(MAX(running), 0) FROM purchases WHERE body = $1 AND year = $2`, body, year)
	return int(n), err
}

// PurchasesIn are a street's entries, the newest number first, behind a key; drafts tells that
// those are among them that were never public.
func (v *View) PurchasesIn(body string, drafts bool, after ActivityKey, limit int) ([]organisations.Purchase, error) {
	return v.withSteps(list(v, scanPurchase, `SELECT `+purchaseColumns+` FROM purchases
		WHERE body = $1 AND (state <> '' OR $2) AND ($3 = 0 OR year < $3 OR year = $3 AND running < $4) ORDER BY year DESC, running DESC LIMIT $5`,
		body, drafts, after.Year, after.Running, limit))
}

// PurchasesWaiting are those of which a step waits for a second person, the first written first.
func (v *View) PurchasesWaiting(body string, limit int) ([]organisations.Purchase, error) {
	return v.withSteps(list(v, scanPurchase, `SELECT `+purchaseColumns+` FROM purchases
		WHERE body = $1 AND id IN (SELECT purchase FROM purchase_steps WHERE body = $1 AND published_by = '') ORDER BY year, running LIMIT $2`, body, limit))
}

// BoughtFrom is what was bought from an organisation, the newest number first.
func (v *View) BoughtFrom(community, org string, limit int) ([]organisations.Purchase, error) {
	return v.withSteps(list(v, scanPurchase, `SELECT `+purchaseColumns+` FROM purchases
		WHERE EXISTS (SELECT 1 FROM purchase_steps s WHERE s.body = purchases.body AND s.purchase = purchases.id AND s.community = $1 AND s.org = $2 AND s.org <> '' AND s.published_by <> '')
		ORDER BY year DESC, running DESC LIMIT $3`, community, org, limit))
}

// AddPurchase writes a new entry.
func (tx *Tx) AddPurchase(p organisations.Purchase) error {
	var year, running int
	if _, err := fmt.Sscanf(p.Number, "M%d-%d", &year, &running); err != nil {
		return err
	}
	content, err := json.Marshal(p.PurchaseContent)
	if err != nil {
		return err
	}
	return tx.findable(KindPurchase, p.Body, p.ID, tx.add(organisations.ErrAlready, `INSERT INTO purchases (`+purchaseColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		p.Body, p.ID, year, running, string(p.State), p.Version, string(content), p.Reason, p.MadeBy, micros(p.MadeAt)))
}

// SetPurchase writes an entry again, without its steps.
func (tx *Tx) SetPurchase(p organisations.Purchase) error {
	content, err := json.Marshal(p.PurchaseContent)
	if err != nil {
		return err
	}
	return tx.findable(KindPurchase, p.Body, p.ID, tx.set(`UPDATE purchases SET state = $3, version = $4, content = $5, reason = $6 WHERE body = $1 AND id = $2`,
		p.Body, p.ID, string(p.State), p.Version, string(content), p.Reason))
}

// AddPurchaseStep writes a step; ErrAlready where the entry has had it, or another one waits.
func (tx *Tx) AddPurchaseStep(body, id string, s organisations.PurchaseStep) error {
	return tx.add(organisations.ErrAlready, `INSERT INTO purchase_steps (body, purchase, state, day, words, seller, community, org, cents, paper, written_by, written_at, published_by, published_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		body, id, string(s.State), s.Day.String(), s.Words, s.Seller, s.Community, s.Org, s.Cents, s.Paper, s.WrittenBy, micros(s.WrittenAt), s.PublishedBy, timeOrNull(s.PublishedAt))
}

// SetPurchaseStep writes who published a step.
func (tx *Tx) SetPurchaseStep(body, id string, s organisations.PurchaseStep) error {
	return tx.findable(KindPurchase, body, id, tx.set(`UPDATE purchase_steps SET published_by = $4, published_at = $5 WHERE body = $1 AND purchase = $2 AND state = $3`,
		body, id, string(s.State), s.PublishedBy, timeOrNull(s.PublishedAt)))
}

// RemovePurchaseStep takes a step away that waits.
func (tx *Tx) RemovePurchaseStep(body, id string, state organisations.PurchaseState) error {
	return tx.set(`DELETE FROM purchase_steps WHERE body = $1 AND purchase = $2 AND state = $3 AND published_by = ''`, body, id, string(state))
}
