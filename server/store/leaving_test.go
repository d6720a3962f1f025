package store_test

import (
	"context"
	"errors"
	"strconv"
	"testing"
	"time"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// traces are the columns of the whole database in which one of the canaries stands.
func traces(t testing.TB, s *store.Store, tables map[string][]string) (found []string) {
	t.Helper()
	view(t, s, func(v *store.View) error {
		for table, columns := range tables {
			for _, c := range columns {
				for _, canary := range canaries {
					n, err := v.Number(`SELECT COUNT(*) FROM `+table+` WHERE CAST(`+c+` AS TEXT) LIKE $1`, "%"+canary+"%")
					if err != nil {
						return err
					}
					if n > 0 {
						found = append(found, table+"."+c+": "+canary)
					}
				}
			}
		}
		return nil
	})
	return found
}

// Whoever leaves is nowhere any more, and what they did in public stands as it stood.
func TestLeavingErasesThePerson(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, options store.Options) {
		options.Clock = func() time.Time { return start }
		s := storetest.Open(t, options)
		life(t, s)
		tables := schema(t, s, options)
		if before := traces(t, s, tables); len(before) < 25 {
			t.Fatal("the canary is not everywhere:", before)
		}
		delete(tables, "households") // the office's list of addresses, where nobody stands

		var me residents.Standing
		view(t, s, func(v *store.View) (err error) {
			me, err = v.Standing("hepingli", canary)
			return err
		})
		by := residents.Sender{Standing: me, Now: start, ID: "leave-000000000000001"}
		leave := func(tx *store.Tx) error { return consultation.Leave(tx, by, "hepingli", canary) }
		if err := s.Update(context.Background(), "hepingli", leave); err != nil {
			t.Fatal(err)
		}
		for _, found := range traces(t, s, tables) {
			t.Error("still there:", found)
		}
		for query, want := range map[string]int64{
			`SELECT COUNT(*) FROM residents WHERE name = '' AND building = '' AND birth_year = 0 AND left_at IS NOT NULL AND erased_at IS NOT NULL`: 1,
			`SELECT COUNT(*) FROM supports WHERE resident = 'canary-0000000000000001'`:                                                              1,
			`SELECT COUNT(*) FROM appeals WHERE topic = 'topic-0000000000001' AND words = ''`:                                                       1,
			`SELECT COUNT(*) FROM ratings WHERE resident = 'canary-0000000000000001' AND satisfied = 4`:                                             1,
			`SELECT COUNT(*) FROM opinions WHERE resident = 'canary-0000000000000001' AND side = 'for'`:                                             1,
			`SELECT COUNT(*) FROM attendance WHERE resident = 'canary-0000000000000001'`:                                                            1,
			`SELECT COUNT(*) FROM confirmations WHERE resident = 'canary-0000000000000001'`:                                                         1,
			`SELECT COUNT(*) FROM objections WHERE words = '太慢'`:                                                                                    1,
			`SELECT COUNT(*) FROM statements WHERE words = '同意' AND state = 'shown'`:                                                                1,
			`SELECT COUNT(*) FROM statements WHERE state = 'waiting'`:                                                                               0,
			`SELECT COUNT(*) FROM topics WHERE title = '充电棚' AND problem = '没有地方' AND supporters = 1`:                                               1,
			`SELECT COUNT(*) FROM topics WHERE id = 'topic-0000000000002' AND state = 'withdrawn' AND problem = ''`:                                 1,
			`SELECT COUNT(*) FROM photos`:                                                                                                                                 1,
			`SELECT COUNT(*) FROM seats WHERE resident = 'canary-0000000000000001'`:                                                                                       1, // the meeting that was held
			`SELECT COUNT(*) FROM seats WHERE resident = 'li-jianguo' AND NOT waiting`:                                                                                    1, // moved up
			`SELECT COUNT(*) FROM letters WHERE resident = 'li-jianguo' AND kind IN ('seat-moved-up', 'partner-left')`:                                                    2,
			`SELECT COUNT(*) FROM consents WHERE resident = 'canary-0000000000000001' AND given`:                                                                          2,
			`SELECT COUNT(*) FROM consents WHERE resident = 'canary-0000000000000001' AND NOT given`:                                                                      2,
			`SELECT COUNT(*) FROM roles WHERE resident = 'canary-0000000000000001' AND to_at <= ` + micros(start):                                                         1,
			`SELECT COUNT(*) FROM mandates WHERE to_at <= ` + micros(start) + ` AND paper = ''`:                                                                           1,
			`SELECT COUNT(*) FROM tasks WHERE helper IS NULL`:                                                                                                             1,
			`SELECT COUNT(*) FROM call_words w JOIN call_answers a ON a.unit = w.unit WHERE words = '多装路灯' AND w.unit LIKE 'gone/%' AND choices = '1:2' AND by_whom = ''`: 1,
			`SELECT COUNT(*) FROM call_answers WHERE unit LIKE '%canary%' OR by_whom = 'canary-0000000000000001' AND channel = 'online'`:                                  0,
			`SELECT COUNT(*) FROM call_answers`:                                                                                                                           3,
			`SELECT COUNT(*) FROM signups WHERE state = 'offered' AND until = ` + micros(start):                                                                           1, // the clock lets the next move up
			`SELECT COUNT(*) FROM signups WHERE state = 'disputed' AND minutes = 60`:                                                                                      1,
			`SELECT COUNT(*) FROM statements_of_service`:                                                                                                                  1,
			`SELECT COUNT(*) FROM volunteers`:                                                                                                                             0,
			`SELECT COUNT(*) FROM team_members`:                                                                                                                           0,
			`SELECT COUNT(*) FROM sessions`:                                                                                                                               0,
		} {
			if got := count(t, s, query); got != want {
				t.Errorf("%s: %d, not %d", query, got, want)
			}
		}
		// Nothing reaches whoever has left, and nobody finds them.
		update(t, s, "hepingli", func(tx *store.Tx) error {
			return tx.Tell(consultation.Letter{Community: "hepingli", ID: "letter-late", Resident: canary, Kind: "rate", At: start.UnixMicro()})
		})
		if n := count(t, s, `SELECT COUNT(*) FROM letters WHERE resident = $1`, canary); n != 0 {
			t.Error("a letter went to nobody")
		}
		view(t, s, func(v *store.View) error {
			if _, err := v.Standing("hepingli", canary); err != residents.ErrNotFound {
				t.Errorf("standing: %v", err)
			}
			if gone, err := v.Resident("hepingli", canary); gone.Masked().Name != residents.Gone || err != nil {
				t.Errorf("shown as %+v, %v", gone.Masked(), err)
			}
			return nil
		})
		if err := s.Update(context.Background(), "hepingli", leave); !errors.Is(err, residents.ErrNotFound) {
			t.Errorf("leaving twice: %v", err)
		}
	})
}

func micros(t time.Time) string { return strconv.FormatInt(t.UnixMicro(), 10) }

func TestForget(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, options store.Options) {
		at := start
		options.Clock = func() time.Time { return at }
		s := storetest.Open(t, options)
		life(t, s)
		const read = `UPDATE letters SET read_at = at`
		const ended = `UPDATE homes SET until = since`
		const over = `UPDATE projects SET stage = 'closed'`
		const never = `INSERT INTO residents (community, id, name, building, birth_year, joined_at) VALUES ('hepingli', 'never-000000000000001', '没确认', '3 号楼', 0, 1)`
		update(t, s, "hepingli", func(tx *store.Tx) error {
			for _, statement := range []string{read, ended, over, never} {
				if _, err := tx.Exec(statement); err != nil {
					return err
				}
			}
			if _, err := tx.Exec(`UPDATE sessions SET expires_at = $1`, start.Add(180*day).UnixMicro()); err != nil {
				return err
			}
			_, err := tx.Exec(`UPDATE residents SET joined_at = $1 WHERE id = 'never-000000000000001'`, start.UnixMicro())
			return err
		})
		left := func(table string) int64 { return count(t, s, `SELECT COUNT(*) FROM `+table) }
		forget := func() {
			for more := true; more; {
				update(t, s, "hepingli", func(tx *store.Tx) (err error) {
					more, err = tx.Forget(1)
					return err
				})
			}
		}
		// The rows end at 48 hours after the start, or at the start, less an hour.
		ahead, past := start.Add(48*time.Hour), start.Add(-time.Hour)
		for _, step := range []struct {
			at     time.Time // the last instant of their time
			tables map[string]int64
		}{
			{past.Add(day), map[string]int64{"code_tries": 1}},
			{ahead, map[string]int64{"roster_drafts": 1}},
			{ahead.Add(day), map[string]int64{"one_time_codes": 2, "passkey_ceremonies": 1}},
			{ahead.Add(30 * day), map[string]int64{"sign_in_links": 1}},
			{past.Add(60 * day), map[string]int64{"sessions": 1}}, // not used for 30 days, and 30 days more
			{past.Add(90 * day), map[string]int64{"commands": 6}},
			{ahead.Add(90 * day), map[string]int64{"invitations": 1, "invitation_uses": 1}},
			{past.Add(365 * day), map[string]int64{"letters": 1, "homes": 1, "call_words": 1, "project_follows": 1}},
			{past.AddDate(3, 0, 0), map[string]int64{"audit": 1}},
			{ahead.Add(3 * 365 * day), map[string]int64{"mandates": 1, "proxy_acts": 1}},
		} {
			at = step.at
			forget()
			for table, rows := range step.tables {
				if n := left(table); n != rows {
					t.Errorf("%s: %d rows at %s, when they are still kept", table, n, step.at)
				}
			}
			at = step.at.Add(time.Microsecond)
			view(t, s, func(v *store.View) error {
				due, err := v.ForgetDue("hepingli", at)
				if !due {
					t.Errorf("%v: nothing is due", step.tables)
				}
				return err
			})
			forget()
			for table := range step.tables {
				if n := left(table); n != 0 {
					t.Errorf("%s: %d rows after their time", table, n)
				}
			}
		}
		if n := count(t, s, `SELECT COUNT(*) FROM residents WHERE id = 'never-000000000000001' AND name = '' AND erased_at IS NOT NULL`); n != 1 {
			t.Error("who was never confirmed is still here")
		}
		if n := count(t, s, `SELECT COUNT(*) FROM residents WHERE name = $1`, canaryName); n != 1 {
			t.Error("who was confirmed is gone")
		}
		if n := left("consents"); n != 2 {
			t.Error("consents that hold are forgotten")
		}
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.Erase("hepingli", canary) })
		at = at.Add(3*365*day + time.Microsecond)
		forget()
		if n := left("consents"); n != 0 {
			t.Error("consents outlive their purpose")
		}
		view(t, s, func(v *store.View) error {
			if due, err := v.ForgetDue("hepingli", at); due || err != nil {
				t.Errorf("due for ever: %v, %v", due, err)
			}
			return nil
		})
	})
}

// A minor is told that their guardian has left, in other words than whoever was helped.
func TestLeavingGuardianIsTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		teen := residents.Resident{ID: "teen-0000000000001", Community: "hepingli", Name: "田田", BirthYear: 2010, JoinedAt: start, ConfirmedAt: start}
		leave := residents.Sender{Standing: residents.Standing{Resident: li}, Now: start.Add(time.Hour), ID: commandID(1)}
		err := at(t, s, commandID(1), func(tx *store.Tx) error {
			if err := tx.AddResident(teen); err != nil {
				return err
			}
			for person, kind := range map[string]string{teen.ID: residents.HelpGuardian, wang.ID: residents.HelpRelative} {
				m := residents.Mandate{Community: "hepingli", ID: "mandate-" + person, Person: person, Helper: li.ID, Kind: kind, Channel: residents.Online, From: start, To: start.AddDate(1, 0, 0)}
				if err := tx.AddMandate(m); err != nil {
					return err
				}
			}
			return consultation.Leave(tx, leave, "hepingli", li.ID)
		})
		if err != nil {
			t.Fatal(err)
		}
		for query, want := range map[string]int64{
			`SELECT COUNT(*) FROM letters`: 2,
			`SELECT COUNT(*) FROM letters WHERE resident = 'teen-0000000000001' AND kind = 'guardian-gone'`: 1,
			`SELECT COUNT(*) FROM letters WHERE resident = 'wang-guilan' AND kind = 'partner-left'`:         1,
			`SELECT COUNT(*) FROM residents WHERE id = 'teen-0000000000001' AND confirmed_at IS NULL`:       1,
		} {
			if got := count(t, s, query); got != want {
				t.Errorf("%s: %d, not %d", query, got, want)
			}
		}
	})
}

// A minor whose guardian ends their part waits for another as long as anybody does, from that day.
func TestForgetWaitsForAnotherGuardian(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, options store.Options) {
		at := start
		options.Clock = func() time.Time { return at }
		s := storetest.Open(t, options)
		house(t, s)
		child := residents.Resident{ID: "child-000000000001", Community: "hepingli", Name: "小宝", BirthYear: 2018, JoinedAt: start, ConfirmedAt: start}
		m := residents.Mandate{
			Community: "hepingli", ID: "guard-000000000001", Person: child.ID, Helper: li.ID, Kind: residents.HelpGuardian, Channel: residents.Online,
			MadeBy: li.ID, From: start, To: start.AddDate(10, 0, 0),
		}
		update(t, s, "hepingli", func(tx *store.Tx) error {
			for _, one := range []residents.Resident{wang, li} {
				one.ConfirmedAt = start
				if err := tx.ChangeResident(one); err != nil {
					return err
				}
			}
			return errors.Join(tx.AddResident(child), tx.AddMandate(m))
		})
		at = start.AddDate(1, 0, 0)
		guardian := residents.Sender{Standing: residents.Standing{Resident: li}, Now: at, ID: commandID(1)}
		update(t, s, "hepingli", func(tx *store.Tx) error {
			_, err := residents.EndHelp(tx, guardian, "hepingli", m.ID)
			return err
		})
		for _, wait := range []time.Duration{0, store.KeepUnconfirmed, store.KeepUnconfirmed + time.Microsecond} {
			at = guardian.Now.Add(wait)
			update(t, s, "hepingli", func(tx *store.Tx) error {
				_, err := tx.Forget(10)
				return err
			})
			here := count(t, s, `SELECT COUNT(*) FROM residents WHERE name = '小宝'`) == 1
			if here != (wait <= store.KeepUnconfirmed) {
				t.Errorf("%s after the guardian: here %v", wait, here)
			}
		}
	})
}

const day = 24 * time.Hour
