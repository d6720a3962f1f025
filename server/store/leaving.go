package store

import (
	"slices"
	"strings"
	"time"

	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/residents"
)

// withdrawnTitle stands where a topic stood that its author took away before anybody had screened it.
const withdrawnTitle = "（已撤回）"

// unscreened are the topics of a person ($1, $2) that were never made public.
const unscreened = `SELECT id FROM topics WHERE community = $1 AND author = $2 AND source = 'resident' AND state IN ('raised', 'withdrawn')`

// onlyTheirs are organisations for which nobody but a person ($1, $2) speaks and which were never filed.
const onlyTheirs = `SELECT o.id FROM organisations o WHERE o.community = $1 AND o.state = 'applying'
	AND EXISTS (SELECT 1 FROM organisation_contacts c WHERE c.community = o.community AND c.organisation = o.id AND c.resident = $2)
	AND NOT EXISTS (SELECT 1 FROM organisation_contacts c WHERE c.community = o.community AND c.organisation = o.id AND c.resident <> $2)`

// erasures take a person ($1, $2) out of every table, at $3 where they tell the time. What
// was said and counted in public stays: supports, seats attended, opinions, ratings, objections,
// confirmations and the record, all by an id that leads to nobody any more. Codes go before the
// number they were sent to.
var erasures = []string{
	`DELETE FROM one_time_codes WHERE community = $1 AND (resident = $2 OR phone IN (SELECT phone FROM phones WHERE community = $1 AND resident = $2))`,
	`DELETE FROM phones WHERE community = $1 AND resident = $2`,
	`DELETE FROM mail_addresses WHERE community = $1 AND resident = $2`,
	`DELETE FROM mail_checks WHERE community = $1 AND resident = $2`,
	`DELETE FROM passkeys WHERE community = $1 AND resident = $2`,
	`DELETE FROM passkey_ceremonies WHERE community = $1 AND resident = $2`,
	`DELETE FROM sessions WHERE community = $1 AND resident = $2`,
	`DELETE FROM sign_in_links WHERE community = $1 AND resident = $2`,
	`DELETE FROM calendar_feeds WHERE community = $1 AND resident = $2`,
	`DELETE FROM homes WHERE community = $1 AND resident = $2`,
	`DELETE FROM letters WHERE community = $1 AND resident = $2`,
	`DELETE FROM telling_choices WHERE community = $1 AND resident = $2`,
	`DELETE FROM messages WHERE community = $1 AND resident = $2`,
	`DELETE FROM digests WHERE community = $1 AND resident = $2`,
	`DELETE FROM project_follows WHERE community = $1 AND resident = $2`,
	// That they watched, and signed, stays; the clock ends it, and the desk finds another.
	`UPDATE project_supervisors SET building = '' WHERE community = $1 AND resident = $2`,
	`DELETE FROM volunteers WHERE community = $1 AND resident = $2`,
	`DELETE FROM volunteer_proofs WHERE community = $1 AND resident = $2`,
	`DELETE FROM team_members WHERE community = $1 AND resident = $2`,
	`DELETE FROM volunteer_asks WHERE community = $1 AND resident = $2`,
	// The clock finds that these were not confirmed in time, and lets whoever waits move up.
	`UPDATE signups SET state = 'offered', confirm_at = NULL, until = $3, giving = FALSE WHERE community = $1 AND (resident = $2 OR with_whom = $2)
		AND state IN ('applied', 'accepted', 'offered') AND in_at IS NULL
		AND EXISTS (SELECT 1 FROM shifts h WHERE h.community = signups.community AND h.activity = signups.activity AND h.id = signups.shift AND h.starts > $3)`,
	`UPDATE signups SET state = 'withdrawn' WHERE community = $1 AND (resident = $2 OR with_whom = $2) AND state = 'waitlisted'`,
	`UPDATE signups SET words = '' WHERE community = $1 AND resident = $2`,
	`UPDATE hour_changes SET words = '' WHERE community = $1 AND resident = $2`,
	`DELETE FROM room_slots WHERE home = $1 AND booking IN (SELECT id FROM room_bookings WHERE community = $1 AND resident = $2 AND state = 'booked')`,
	`UPDATE room_bookings SET title = '', reason = '', state = CASE WHEN state = 'booked' THEN 'dropped' ELSE state END WHERE community = $1 AND resident = $2`,
	`DELETE FROM training_places WHERE community = $1 AND resident = $2`,
	`UPDATE support_requests SET words = '' WHERE community = $1 AND resident = $2`,
	`DELETE FROM organisation_files WHERE community = $1 AND organisation IN (` + onlyTheirs + `)`,
	`UPDATE organisations SET state = 'closed', request = '', name = '', content = '{}', asked = '{}', private = '{}', reason = '', word = ''
		WHERE community = $1 AND id IN (` + onlyTheirs + `)`,
	`UPDATE listings SET state = 'closed', title = '', about = '' WHERE community = $1 AND made_by = $2 AND state = 'waiting'`,
	`DELETE FROM organisation_asked WHERE community = $1 AND resident = $2`,
	`DELETE FROM organisation_contacts WHERE community = $1 AND resident = $2`,
	`DELETE FROM code_tries WHERE community = $1 AND resident = $2`,
	`DELETE FROM roster_drafts WHERE community = $1 AND made_by = $2`,
	// A scope names a building or a household: where somebody lived.
	`DELETE FROM roles WHERE community = $1 AND resident = $2 AND scope <> ''`,
	`UPDATE roles SET to_at = CASE WHEN from_at > $3 THEN from_at ELSE $3 END WHERE community = $1 AND resident = $2 AND to_at > $3`,
	`UPDATE mandates SET paper = '', to_at = CASE WHEN to_at <= $3 THEN to_at WHEN from_at > $3 THEN from_at ELSE $3 END
		WHERE community = $1 AND (person = $2 OR helper = $2)`,
	`UPDATE tasks SET helper = NULL WHERE community = $1 AND helper = $2 AND done_at IS NULL`,
	`DELETE FROM statements WHERE community = $1 AND author = $2 AND state = 'waiting'`,
	`UPDATE statements SET words = '' WHERE community = $1 AND author = $2 AND state = 'hidden'`,
	// What was written for the committee alone; that it was said, and on which side, is counted.
	`UPDATE appeals SET words = '' WHERE community = $1 AND topic IN (SELECT id FROM topics WHERE community = $1 AND author = $2 AND source = 'resident')`,
	`UPDATE opinions SET words = '' WHERE community = $1 AND resident = $2`,
	`UPDATE ratings SET words = '' WHERE community = $1 AND resident = $2`,
	`UPDATE project_dissents SET words = CASE WHEN shown THEN words ELSE '' END, changed = CASE WHEN shown THEN changed ELSE '' END, building = ''
		WHERE community = $1 AND resident = $2`,
	`DELETE FROM photos WHERE community = $1 AND subject IN (SELECT 'topic/' || id FROM (` + unscreened + `) mine)`,
	`UPDATE topics SET state = 'withdrawn', title = '` + withdrawnTitle + `', problem = '', place = '', affected = '', wish = '', contact = FALSE
		WHERE community = $1 AND id IN (` + unscreened + `)`,
	`UPDATE attendance SET name = '' WHERE community = $1 AND resident = $2`,
	`UPDATE residents SET name = '', building = '', birth_year = 0, left_at = COALESCE(left_at, $3), erased_at = $3 WHERE community = $1 AND id = $2`,
}

// Erase takes everything from the portal by which a person could be known, and ends all
// that they could do in it. Their row stays, without a name, for what they did in public.
// Erasing somebody twice changes nothing more than when.
func (tx *Tx) Erase(community, id string) error {
	lived, err := tx.HomesOf(community, id)
	if err != nil {
		return err
	}
	for _, h := range lived {
		if err := project.FreeNumber(tx, community, h.Household, id); err != nil {
			return err
		}
	}
	for _, statement := range erasures {
		args := []any{community, id}
		if strings.Contains(statement, "$3") {
			args = append(args, micros(tx.now))
		}
		if _, err := tx.exec(statement, args...); err != nil {
			return err
		}
	}
	return tx.loosenAnswers(community, id)
}

// SeatsAhead are the person's seats and places in waiting lists of meetings that are not over.
func (v *View) SeatsAhead(community, resident string) ([]consultation.Seat, error) {
	return list(v, scanSeat, `SELECT s.community, s.meeting, s.resident, s.waiting, s.at FROM seats s
		JOIN meetings m ON m.community = s.community AND m.id = s.meeting
		WHERE s.community = $1 AND s.resident = $2 AND m.state IN ('announced', 'open') ORDER BY m.starts_at, m.id`, community, resident)
}

// Duties are the meetings that the person chairs or records and whose minutes are not published.
func (v *View) Duties(community, resident string) ([]consultation.Meeting, error) {
	return list(v, scanMeeting, selectMeeting+` WHERE community = $1 AND (chair = $2 OR recorder = $2)
		AND state IN ('announced', 'open', 'closed') ORDER BY starts_at, id`, community, resident)
}

// HelpedWith are those whom a person helps or is helped by at the command's time, by id.
func (tx *Tx) HelpedWith(community, resident string) ([]string, error) {
	return list(tx.View, text, `SELECT DISTINCT CASE WHEN person = $2 THEN helper ELSE person END AS other FROM mandates
		WHERE community = $1 AND (person = $2 OR helper = $2) AND from_at <= $3 AND to_at > $3 ORDER BY other`, community, resident, micros(tx.now))
}

// WardsOf are the minors whose guardian the person is at the given instant, the first who came first.
func (v *View) WardsOf(community, guardian string, now time.Time) ([]residents.Resident, error) {
	return list(v, resident, `SELECT `+residentColumns+` FROM mandates
		JOIN residents ON residents.community = mandates.community AND residents.id = mandates.person
		WHERE mandates.community = $1 AND mandates.helper = $2 AND mandates.kind = 'guardian' AND from_at <= $3 AND to_at > $3 AND left_at IS NULL
		ORDER BY joined_at, residents.id`, community, guardian, micros(now))
}

// Guards tells whether somebody is the guardian of a minor at the command's time.
func (tx *Tx) Guards(community, guardian, minor string) (bool, error) {
	wards, err := tx.WardsOf(community, guardian, tx.now)
	return slices.ContainsFunc(wards, func(w residents.Resident) bool { return w.ID == minor }), err
}
