package store

import (
	"strconv"
	"strings"
	"time"

	"yishiting/residents"
)

// Audit writes a line of the audit, at the command's time. Nothing changes a line
// that was written, and ForgetAudit alone removes any.
func (tx *Tx) Audit(a residents.AuditEntry) error {
	_, err := tx.exec(`INSERT INTO audit (`+auditColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		a.Community, micros(tx.now), residents.NewID(tx.now), a.ActorHome, a.Actor, a.Role, a.Action, a.Subject, a.Result, a.Reason)
	return err
}

// ForgetAudit removes the lines of a body that are older than the rule says
// (residents.AuditTerm), and no others, whoever calls it.
func (tx *Tx) ForgetAudit(body string) (int64, error) {
	return tx.exec(`DELETE FROM audit WHERE community = $1 AND at < $2`, body, micros(residents.AuditFrom(tx.now)))
}

const auditColumns = `community, at, id, actor_home, actor, role, action, subject, result, reason`

func auditEntry(r row) (a residents.AuditEntry, err error) {
	var at int64
	err = r.Scan(&a.Community, &at, &a.ID, &a.ActorHome, &a.Actor, &a.Role, &a.Action, &a.Subject, &a.Result, &a.Reason)
	a.At = instant(at)
	return a, err
}

// AuditFilter says which lines are looked for: "" is any.
type AuditFilter struct {
	ActorHome, Actor string
	Action           residents.Action
	Result           residents.Result
}

// AuditKey is a line's place in the audit; the zero key is after the latest.
type AuditKey struct {
	At time.Time
	ID string
}

// AuditBefore are lines of a body's audit, the latest first, from the one before the key.
func (v *View) AuditBefore(body string, f AuditFilter, key AuditKey, limit int) ([]residents.AuditEntry, error) {
	var where strings.Builder
	args := []any{body}
	with := func(condition string, values ...any) {
		for _, value := range values {
			args = append(args, value)
			condition = strings.Replace(condition, "?", "$"+strconv.Itoa(len(args)), 1)
		}
		where.WriteString(" AND " + condition)
	}
	if !key.At.IsZero() {
		with("(at, id) < (?, ?)", micros(key.At), key.ID)
	}
	if f.Actor != "" {
		with("actor_home = ? AND actor = ?", f.ActorHome, f.Actor)
	}
	if f.Action != "" {
		with("action = ?", f.Action)
	}
	if f.Result != "" {
		with("result = ?", f.Result)
	}
	args = append(args, limit)
	return list(v, auditEntry, `SELECT `+auditColumns+` FROM audit WHERE community = $1`+where.String()+
		` ORDER BY at DESC, id DESC LIMIT $`+strconv.Itoa(len(args)), args...)
}

// AuditActors are those who stand in a body's audit since an instant, at most limit.
func (v *View) AuditActors(body string, since time.Time, limit int) ([]AuditFilter, error) {
	return list(v, func(r row) (f AuditFilter, err error) { return f, r.Scan(&f.ActorHome, &f.Actor) },
		`SELECT DISTINCT actor_home, actor FROM audit WHERE community = $1 AND at >= $2 AND actor <> '' ORDER BY actor_home, actor LIMIT $3`,
		body, micros(since), limit)
}
