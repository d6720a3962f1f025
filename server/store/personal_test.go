package store_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// schema is every table of the database with its columns.
func schema(t testing.TB, s *store.Store, options store.Options) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	query := `SELECT COALESCE(string_agg(table_name || '.' || column_name, ' '), '') FROM information_schema.columns WHERE table_schema = current_schema()`
	if options.URL == "" {
		query = `SELECT group_concat(t.name || '.' || c.name, ' ') FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'`
	}
	view(t, s, func(v *store.View) error {
		found, err := v.Text(query)
		for _, one := range strings.Fields(found) {
			table, column, _ := strings.Cut(one, ".")
			all[table] = append(all[table], column)
		}
		return err
	})
	if len(all) < 40 {
		t.Fatalf("only %d tables were found", len(all))
	}
	return all
}

// Every column of the real schema says whether it tells of a person, and every personal
// one has a purpose and a time; nothing is classified that does not exist.
func TestEveryColumnIsClassified(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, options store.Options) {
		real := schema(t, storetest.Open(t, options), options)
		for _, said := range store.Tables {
			columns := said.Columns()
			slices.Sort(columns)
			if twice := len(columns) - len(slices.Compact(slices.Clone(columns))); twice > 0 {
				t.Errorf("%s: %d columns are classified twice", said.Name, twice)
			}
			for _, c := range columns {
				if !slices.Contains(real[said.Name], c) {
					t.Errorf("%s.%s is classified and does not exist", said.Name, c)
				}
			}
			for _, c := range real[said.Name] {
				if !slices.Contains(columns, c) {
					t.Errorf("%s.%s: does it tell of a person? Say so in personaltables.go", said.Name, c)
				}
			}
			delete(real, said.Name)
		}
		for _, name := range slices.Sorted(maps.Keys(real)) {
			t.Errorf("the table %s is not classified: %v", name, real[name])
		}
	})
}

func TestPersonalColumnsHavePurposeAndTime(t *testing.T) {
	for _, said := range store.Tables {
		if len(said.Shown)+len(said.Also)+len(said.Never) == 0 {
			if said.What+said.Why+said.Keep+said.Where != "" {
				t.Errorf("%s holds nothing personal and says why", said.Name)
			}
			continue
		}
		if said.What == "" || said.Why == "" || said.Keep == "" {
			t.Errorf("%s does not say what, why and how long", said.Name)
		}
		if (said.Where == "") == (said.Nobodys == "") {
			t.Errorf("%s must say whose its rows are, or why nobody's", said.Name)
		}
		for _, s := range slices.Concat(said.Shown, said.More) {
			if _, words, ok := strings.Cut(s, " "); !ok || words == "" {
				t.Errorf("%s: %s has no words", said.Name, s)
			}
		}
	}
}

// What is told of the audit is what is done with it.
func TestAuditIsKeptAsLongAsIsSaid(t *testing.T) {
	years, _ := residents.AuditTerm(start)
	for _, said := range store.Tables {
		if said.Name == "audit" && said.Keep != fmt.Sprintf("%d 年", years) {
			t.Errorf("the privacy page says %s, the rule %d", said.Keep, years)
		}
	}
}

// The canaries: what would give somebody away.
const (
	canaryName     = "金丝雀"
	canaryPhone    = "13912345678"
	canaryBuilding = "雀儿楼"
	canaryRoom     = "909雀"
	canarySecret   = "雀密" // labels, devices, papers, drafts that were never public
)

var canaries = []string{canaryName, canaryPhone, canaryBuilding, canaryRoom, canarySecret}

const canary = "canary-0000000000000001"

// life puts a row of the canary's into every table that may hold one: past, future and public.
func life(t testing.TB, s *store.Store) {
	t.Helper()
	house(t, s)
	past, now, ahead := start.Add(-time.Hour).UnixMicro(), start.UnixMicro(), start.Add(48*time.Hour).UnixMicro()
	replace := strings.NewReplacer("ME", "'"+canary+"'", "HERE", "'hepingli'", "LI", "'"+li.ID+"'", "PAST", fmt.Sprint(past), "NOW", fmt.Sprint(now), "AHEAD", fmt.Sprint(ahead),
		"NAME", canaryName, "TEL", canaryPhone, "HOUSE", canaryBuilding, "ROOM", canaryRoom, "SECRET", canarySecret)
	update(t, s, "hepingli", func(tx *store.Tx) error {
		for _, statement := range strings.Split(replace.Replace(lived), ";\n") {
			if statement = strings.TrimSpace(statement); statement == "" {
				continue
			}
			if _, err := tx.Exec(statement); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		return nil
	})
}

const lived = `
INSERT INTO residents (community, id, name, building, birth_year, joined_at, adult, confirmed_at) VALUES (HERE, ME, 'NAME', 'HOUSE', 1951, PAST, TRUE, PAST);
INSERT INTO households (community, id, building, unit, room, adults, tenure, area, added_at, changed_at) VALUES (HERE, 'household-000000001', 'HOUSE', '1', 'ROOM', 2, 'owner', 8950, PAST, PAST);
INSERT INTO homes (community, household, resident, since) VALUES (HERE, 'household-000000001', ME, PAST);
INSERT INTO phones (community, resident, phone, verified_at) VALUES (HERE, ME, 'TEL', PAST);
INSERT INTO roles (community, resident, body, role, scope, from_at, to_at, granted_by, ended_by) VALUES (HERE, ME, HERE, 'resident', '', PAST, AHEAD, LI, ''), (HERE, ME, HERE, 'stairwell_head', 'HOUSE', PAST, AHEAD, LI, '');
INSERT INTO consents (community, resident, purpose, at, given, version, text_hash, channel, noted_by) VALUES (HERE, ME, 'join', PAST, TRUE, 1, 'x', 'paper', LI), (HERE, ME, 'phone', PAST, TRUE, 1, 'x', 'online', '');
INSERT INTO mandates (community, id, person, helper, kind, channel, paper, made_by, from_at, to_at) VALUES (HERE, 'mandate-00000000001', ME, LI, 'relative', 'paper', 'SECRET', LI, PAST, AHEAD);
INSERT INTO polls (community, id, year, running, topic, question, terms, people, state, opens, closes, made_by, made_at, studied_on, study_note, published_by, published_at, roll_units, roll_heads, roll_area, roll_hash, ballots, result, filed_on, filed_as, until, formal)
  VALUES (HERE, 'poll-000000000000001', 2026, 1, '', '公开', '{}', ME, 'published', PAST, AHEAD, ME, PAST, '', '', ME, PAST, 1, 1, 0, 'x', 1, '', '', '', '', '');
INSERT INTO poll_roll (community, poll, unit, shares, tag, heads, area, building, label) VALUES (HERE, 'poll-000000000000001', 'r/canary-0000000000000001', '', 't1', 1, 0, '', '');
INSERT INTO ballots (community, poll, unit, seq, tag, choice, nonce, channel, at, voter) VALUES (HERE, 'poll-000000000000001', 'r/canary-0000000000000001', 2, 't1', 'yes', 'n', 'online', PAST, ME);
INSERT INTO ballots_replaced (community, poll, unit, seq, tag, inner_hash) VALUES (HERE, 'poll-000000000000001', 'r/canary-0000000000000001', 1, 't1', 'i');
INSERT INTO paper_ballots (community, poll, serial, unit, printed_at, void, state, first_by, first_at, first_said, second_by, second_said) VALUES (HERE, 'poll-000000000000001', 'S1', 'r/canary-0000000000000001', PAST, FALSE, 'once', ME, PAST, 'yes', '', '');
INSERT INTO calls (community, id, year, running, state, purpose, project, title, content, made_by, made_at, published_by, published_at, opens, closes, closed_at, result)
  VALUES (HERE, 'call-000000000000001', 2026, 1, 'closed', 'needs', '', '需要什么', '{}', ME, PAST, LI, PAST, PAST - 1, PAST, PAST, '{}');
INSERT INTO call_answers (community, body, call, unit, building, choices, channel, by_whom, ref, at) VALUES (HERE, HERE, 'call-000000000000001', 'person/canary-0000000000000001', '3 号楼', '1:2', 'online', ME, '', PAST),
  (HERE, HERE, 'call-000000000000001', 'home/household-000000001', '3 号楼', '1:1', 'online', ME, '', PAST), (HERE, HERE, 'call-000000000000001', 'home/household-000000002', '3 号楼', '1:1', 'door', ME, '', PAST);
INSERT INTO call_words (community, body, call, unit, question, words, theme) VALUES (HERE, HERE, 'call-000000000000001', 'person/canary-0000000000000001', '2', '多装路灯', '照明');
INSERT INTO needs (community, id, theme, source, ref, n, since, until, by_whom, at) VALUES (HERE, 'need-000000000000001', '照明', 'call', 'call-000000000000001', 1, '2026-07-01', '2026-07-02', ME, PAST);
INSERT INTO proxy_acts (community, command, mandate, person, helper, verb, at) VALUES (HERE, 'command-00000000001', 'mandate-00000000001', ME, LI, 'raise', PAST);
INSERT INTO sessions (token_hash, community, resident, created_at, seen_at, expires_at, method, device) VALUES ('s1', HERE, ME, PAST, PAST, AHEAD, 'letter', 'SECRET');
INSERT INTO passkeys (credential_id, community, resident, handle, credential, label, added_at) VALUES ('p1', HERE, ME, 'SECRET', 'SECRET', 'SECRET', PAST);
INSERT INTO passkey_ceremonies (token_hash, kind, community, resident, data, expires_at) VALUES ('c1', 'register', HERE, ME, 'SECRET', AHEAD);
INSERT INTO sign_in_links (token_hash, community, resident, made_by, made_at, expires_at) VALUES ('l1', HERE, ME, LI, PAST, AHEAD);
INSERT INTO calendar_feeds (community, resident, token_hash, made_at) VALUES (HERE, ME, 'f1', PAST);
INSERT INTO one_time_codes (community, id, number, purpose, resident, phone, code_hash, made_by, made_at, expires_at) VALUES (HERE, 'code-0000000000001', 1, 'phone-check', ME, 'TEL', 'x', '', PAST, AHEAD), (HERE, 'code-0000000000002', 2, 'phone-sign-in', '', 'TEL', 'x', '', PAST, AHEAD);
INSERT INTO invitations (community, id, number, household, token_hash, code_hash, slots, made_by, made_at, expires_at) VALUES (HERE, 'invitation-00000001', 1, 'household-000000001', 'i1', 'x', 2, LI, PAST, AHEAD);
INSERT INTO invitation_uses (community, invitation, kind, slot, resident, used_at) VALUES (HERE, 'invitation-00000001', 'adult', 1, ME, PAST);
INSERT INTO letters (community, id, resident, kind, topic, meeting, title, at) VALUES (HERE, 'letter-000000000001', ME, 'screened', '', '', 'SECRET', PAST);
INSERT INTO telling_choices (community, resident, digest, day, hour, quiet_from, quiet_until, text_yours, text_digest, mail_yours, mail_digest, changed_at) VALUES (HERE, ME, TRUE, 4, 18, 21, 8, FALSE, FALSE, FALSE, FALSE, PAST);
INSERT INTO mail_addresses (community, resident, address, leave_hash, confirmed_at) VALUES (HERE, ME, 'SECRET', 'ml1', PAST);
INSERT INTO mail_checks (community, resident, address, token_hash, made_at, expires_at) VALUES (HERE, ME, 'SECRET', 'mc1', PAST, AHEAD);
INSERT INTO digests (community, resident, week, until_day, days, things, at) VALUES (HERE, ME, '2026-06-29', '2026-07-01', 7, 3, PAST);
INSERT INTO messages (community, id, resident, way, class, about, made_at, due_at, state, tries) VALUES (HERE, 'letter-000000000001/text', ME, 'text', 1, '', PAST, PAST, 'sent', 1);
INSERT INTO cycles (community, month, opened_at, carried, reason) VALUES (HERE, '2026-07', PAST, 0, '');
INSERT INTO topics (community, id, number, year, running, cycle, author, source, title, problem, place, affected, wish, contact, raised_at, screen_due, state, into_topic, calls, call_days, round, rate_count, rate_sum, asked, solved, satisfied, supporters)
	VALUES (HERE, 'topic-0000000000001', '2026-001', 2026, 1, '2026-07', ME, 'resident', '充电棚', '没有地方', '门口', '', '建一个', FALSE, PAST, AHEAD, 'listed', '', 0, 0, 1, 0, 0, 0, 0, 0, 1),
	(HERE, 'topic-0000000000002', '2026-002', 2026, 2, '2026-07', ME, 'resident', 'SECRET', 'SECRET', 'SECRET', 'SECRET', 'SECRET', TRUE, PAST, AHEAD, 'raised', '', 0, 0, 1, 0, 0, 0, 0, 0, 0),
	(HERE, 'topic-0000000000003', '2026-003', 2026, 3, '2026-07', LI, 'resident', '路灯', '不亮', '门口', '', '修', FALSE, PAST, AHEAD, 'listed', '', 0, 0, 1, 1, 4, 0, 0, 0, 1);
INSERT INTO photos (community, id, subject, place, jpeg, at) VALUES (HERE, 'photo-00000000001', 'topic/topic-0000000000001', 0, 'jpeg', PAST), (HERE, 'photo-00000000002', 'topic/topic-0000000000002', 0, 'jpeg', PAST);
INSERT INTO appeals (community, topic, words, at, due) VALUES (HERE, 'topic-0000000000001', 'SECRET', PAST, AHEAD);
INSERT INTO supports (community, topic, resident, at) VALUES (HERE, 'topic-0000000000003', ME, PAST), (HERE, 'topic-0000000000001', LI, PAST);
INSERT INTO statements (community, id, topic, author, side, words, at, state, reason, reply, seen_by) VALUES (HERE, 'statement-000000001', 'topic-0000000000003', ME, 'for', '同意', PAST, 'shown', '', '', LI),
	(HERE, 'statement-000000002', 'topic-0000000000003', ME, 'for', 'SECRET', PAST, 'waiting', '', '', ''), (HERE, 'statement-000000003', 'topic-0000000000003', ME, 'for', 'SECRET', PAST, 'hidden', 'personal', '', LI);
INSERT INTO screenings (community, topic, round, decision, reason, sentence, into_topic, to_whom, by_whom, at) VALUES (HERE, 'topic-0000000000003', 1, 'accept', 'common', '大家的事', '', '', ME, PAST);
INSERT INTO meetings (community, id, cycle, form, venue, starts_at, seats, taken, chair, recorder, invited, affected, materials, announced_at, code, state, reason)
	VALUES (HERE, 'meeting-0000000001', '2026-07', 'forum', '活动室', AHEAD, 2, 1, LI, 'wang-guilan', '', '', '', PAST, '123456', 'announced', ''), (HERE, 'meeting-0000000002', '2026-07', 'forum', '活动室', PAST, 2, 1, ME, LI, '', '', '', PAST, '123456', 'published', '');
INSERT INTO agenda (community, meeting, topic, place) VALUES (HERE, 'meeting-0000000002', 'topic-0000000000003', 0);
INSERT INTO seats (community, meeting, resident, waiting, at) VALUES (HERE, 'meeting-0000000001', ME, FALSE, PAST), (HERE, 'meeting-0000000001', LI, TRUE, PAST), (HERE, 'meeting-0000000002', ME, FALSE, PAST);
INSERT INTO opinions (community, id, meeting, topic, resident, side, words, channel, by_whom, at) VALUES (HERE, 'opinion-0000000001', 'meeting-0000000002', 'topic-0000000000003', ME, 'for', 'SECRET', 'remote', ME, PAST);
INSERT INTO attendance (community, id, meeting, resident, name, part, at, by_whom) VALUES (HERE, 'attendance-00000001', 'meeting-0000000002', ME, 'NAME', 'resident', PAST, LI);
INSERT INTO code_tries (community, meeting, resident, at, command) VALUES (HERE, 'meeting-0000000002', ME, PAST, 'command-00000000002');
INSERT INTO minutes (community, meeting, version, content, drafted_by, drafted_at) VALUES (HERE, 'meeting-0000000002', 1, '{}', ME, PAST);
INSERT INTO confirmations (community, meeting, version, resident, as_part, at) VALUES (HERE, 'meeting-0000000002', 1, ME, 'chair', PAST);
INSERT INTO outcomes (community, topic, meeting, kind, words, consensus, dissent, next, published_at, until, version, resolution) VALUES (HERE, 'topic-0000000000003', 'meeting-0000000002', 'settled', '修', '', '', '', PAST, AHEAD, 1, '');
INSERT INTO objections (community, id, topic, meeting, resident, words, at, due, reply, reply_by) VALUES (HERE, 'objection-00000001', 'topic-0000000000003', 'meeting-0000000002', ME, '太慢', PAST, AHEAD, '', '');
INSERT INTO tasks (community, id, topic, title, owner, helper, due, round, made_at) VALUES (HERE, 'task-0000000000001', 'topic-0000000000003', '修灯', '物业', ME, AHEAD, 1, PAST);
INSERT INTO progress (community, id, topic, task, words, photos, by_whom, at) VALUES (HERE, 'progress-00000001', 'topic-0000000000003', 'task-0000000000001', '买了灯', 0, ME, PAST);
INSERT INTO ratings (community, topic, round, resident, solved, satisfied, words, at) VALUES (HERE, 'topic-0000000000003', 1, ME, 'yes', 4, 'SECRET', PAST);
INSERT INTO case_updates (community, id, topic, body, kind, words, by_whom, at) VALUES (HERE, 'update-00000000001', 'topic-0000000000003', HERE, 'answer', '办了', ME, PAST);
INSERT INTO handovers (community, topic, seq, from_body, to_body, reason, words, at, by_whom, due, state, decided_by, answer) VALUES (HERE, 'topic-0000000000003', 1, HERE, 'hepingli-street', 'several', '转', PAST, ME, AHEAD, 'offered', '', '');
INSERT INTO orders (community, id, topic, task, words, due, by_whom, at) VALUES (HERE, 'order-000000000001', 'topic-0000000000003', 'task-0000000000001', '抓紧', AHEAD, LI, PAST);
INSERT INTO projects (community, id, year, running, stage, version, title, topic_of, topic, content, made_by, made_at, approved_by, changed_at) VALUES (HERE, 'project-00000000001', 2026, 1, 'negotiate', 1, '门禁', '', '', '{}', ME, PAST, ME, PAST);
INSERT INTO project_dissents (community, id, body, project, resident, building, stance, words, shown, noted_by, paper, at, changed, changed_by, then_said) VALUES (HERE, 'dissent-00000000001', HERE, 'project-00000000001', ME, 'HOUSE', 'partly', 'SECRET', FALSE, ME, '', PAST, 'SECRET', LI, '');
INSERT INTO project_notices (community, project, seq, kind, words, cost, plan, from_day, until, source, by_whom) VALUES (HERE, 'project-00000000001', 1, 'approval', '装门禁', 100, '', '2026-07-01', AHEAD, '', ME);
INSERT INTO project_objections (community, id, body, project, notice, resident, words, at, due, reply, reply_by) VALUES (HERE, 'pobjection-0000001', HERE, 'project-00000000001', 1, ME, '太贵', PAST, AHEAD, '', '');
INSERT INTO project_clearances (community, project, seq, to_body, kind, words, asked_by, asked_at, due, state, answer, decided_by) VALUES (HERE, 'project-00000000001', 1, 'hepingli-street', 'street-money', '请批准', ME, PAST, AHEAD, 'asked', '', '');
INSERT INTO project_signatures (community, body, project, round, resident, fine, defect, mended, at) VALUES (HERE, HERE, 'project-00000000001', 1, ME, FALSE, '门关不严', '', PAST);
INSERT INTO project_supervisors (community, body, project, resident, building, since, why, by_whom) VALUES (HERE, HERE, 'project-00000000001', ME, 'HOUSE', PAST, '', LI);
INSERT INTO project_follows (community, body, project, resident, since) VALUES (HERE, HERE, 'project-00000000001', ME, PAST);
INSERT INTO project_posts (community, id, project, moment, words, photos, by_whom, by_part, at) VALUES (HERE, 'post-00000000000001', 'project-00000000001', 'during', '在装', 0, ME, 'supervisor', PAST);
INSERT INTO project_entries (community, id, project, line, kind, cents, payee, document, file, note, by_whom, at) VALUES (HERE, 'entry-0000000000001', 'project-00000000001', '1', 'committed', 100, '某某安防', '1', '', '', ME, PAST);
INSERT INTO project_files (community, id, project, name, kind, size, body, by_whom, at) VALUES (HERE, 'file-00000000000001', 'project-00000000001', '图纸', 'pdf', 4, '%PDF', ME, PAST);
INSERT INTO project_orders (community, id, project, milestone, words, due, by_whom, at) VALUES (HERE, 'porder-000000000001', 'project-00000000001', '1', '请按期', AHEAD, ME, PAST);
INSERT INTO volunteers (community, resident, skills, times, near, asked, named, weekly, since) VALUES (HERE, ME, 'patrol', 1, 'building', TRUE, TRUE, TRUE, PAST);
INSERT INTO volunteer_proofs (community, resident, skill, about, asked_at, checked_by, good, until) VALUES (HERE, ME, 'first_aid', 'SECRET', PAST, '', FALSE, '');
INSERT INTO teams (community, id, name, about, kind, leader, made_by, made_at) VALUES (HERE, 'team-000000000000001', '分类引导队', '', 'general', ME, LI, PAST);
INSERT INTO team_members (community, team, resident, duty, since) VALUES (HERE, 'team-000000000000001', ME, 'SECRET', PAST);
INSERT INTO activities (community, id, year, running, state, version, team, org, leader, title, content, made_by, made_at, published_by, published_at)
	VALUES (HERE, 'activity-00000000001', 2026, 1, 'open', 1, '', '', ME, '分类引导', '{"title":"分类引导","posts":[{"id":"1","words":"引导","seats":3}]}', ME, PAST, LI, PAST);
INSERT INTO shifts (community, activity, id, series, starts, ends, off, reason, secret) VALUES (HERE, 'activity-00000000001', 'shift-00000000001-1', 'shift-00000000001', PAST - 1, PAST, FALSE, '', 'x'),
	(HERE, 'activity-00000000001', 'shift-00000000001-2', 'shift-00000000001', AHEAD, AHEAD + 1, FALSE, '', 'x');
INSERT INTO signups (community, activity, shift, resident, post, state, with_whom, at, giving, words, minutes, settled_by) VALUES
	(HERE, 'activity-00000000001', 'shift-00000000001-1', ME, '1', 'disputed', '', PAST, FALSE, 'SECRET', 60, LI), (HERE, 'activity-00000000001', 'shift-00000000001-2', ME, '1', 'accepted', '', PAST, FALSE, '', 0, '');
INSERT INTO hour_changes (community, activity, shift, resident, seq, kind, was, now, words, by_whom, at) VALUES (HERE, 'activity-00000000001', 'shift-00000000001-1', ME, 1, 'disputed', 60, 90, 'SECRET', ME, PAST);
INSERT INTO statements_of_service (community, id, resident, code_hash, from_day, until_day, services, minutes, made_at) VALUES (HERE, 'stated-0000000000001', ME, 'h1', '2026-01-01', '2026-07-01', '[]', 60, PAST);
INSERT INTO volunteer_asks (community, activity, shift, resident, by_whom, at) VALUES (HERE, 'activity-00000000001', 'shift-00000000001-1', ME, LI, PAST);
INSERT INTO grant_rounds (community, id, year, running, state, version, title, content, vote_until, made_by, made_at, published_by) VALUES (HERE, 'round-0000000000001', 2026, 1, 'running', 1, '公益创投', '{}', PAST, ME, PAST, LI);
INSERT INTO grant_applications (community, id, body, round, seq, org, org_name, state, version, title, content, made_by, made_at) VALUES (HERE, 'application-00000001', HERE, 'round-0000000000001', 1, 'org-0000000000001', '阳光合唱队', 'going', 1, '陪老人唱歌', '{}', ME, PAST);
INSERT INTO grant_jurors (community, round, expert, ties) VALUES (HERE, 'round-0000000000001', ME, '');
INSERT INTO grant_scores (community, round, application, expert, points, nonce, at) VALUES (HERE, 'round-0000000000001', 'application-00000001', ME, '80', 'n', PAST);
INSERT INTO grant_votes (community, body, round, resident, choices, at) VALUES (HERE, HERE, 'round-0000000000001', ME, 'application-00000001', PAST);
INSERT INTO grant_complaints (community, id, body, round, application, resident, words, at, due, upheld, reply, reply_by) VALUES (HERE, 'complaint-000000001', HERE, 'round-0000000000001', '', ME, '排得不对', PAST, AHEAD, FALSE, '', '');
INSERT INTO grant_payments (community, id, round, application, kind, cents, document, by_whom, at) VALUES (HERE, 'payment-00000000001', 'round-0000000000001', 'application-00000001', 'first', 100, '1', ME, PAST);
INSERT INTO rooms (community, id, name, place, about, seats, days, from_min, until_min, slot, fee, offered, made_by, made_at) VALUES (HERE, 'room-00000000000001', '活动室', '一层', '', 30, 127, 540, 1260, 60, 0, TRUE, ME, PAST);
INSERT INTO room_bookings (community, id, body, room, day, from_min, until_min, resident, org, org_name, title, people, fee, relief, state, reason, at, settled_by) VALUES (HERE, 'booking-00000000001', HERE, 'room-00000000000001', '2026-08-01', 540, 600, ME, '', '', 'SECRET', 3, 0, 'free', 'booked', '', PAST, '');
INSERT INTO room_slots (community, room, day, slot, home, booking) VALUES (HERE, 'room-00000000000001', '2026-08-01', 540, HERE, 'booking-00000000001');
INSERT INTO trainings (community, id, title, about, room, day, from_min, until_min, seats, made_by, made_at) VALUES (HERE, 'training-0000000001', '财务课', '', 'room-00000000000001', '2026-08-02', 540, 600, 3, ME, PAST);
INSERT INTO training_places (community, body, training, resident, at) VALUES (HERE, HERE, 'training-0000000001', ME, PAST);
INSERT INTO support_requests (community, id, body, org, org_name, topic, words, resident, at, due, answer, answer_by) VALUES (HERE, 'request-00000000001', HERE, 'org-0000000000001', '阳光合唱队', 'money', 'SECRET', ME, PAST, AHEAD, '', '');
INSERT INTO organisations (community, id, year, running, kind, state, request, renewal, version, name, content, asked, private, reason, word, made_by, made_at, review_by, until) VALUES
	(HERE, 'organisation-0000001', 2026, 1, 'filed', 'filed', '', FALSE, 1, '合唱队', '{}', '{}', '{}', '', '', ME, PAST, '', '2028-01-01'),
	(HERE, 'organisation-0000002', 0, 0, 'filed', 'applying', 'draft', FALSE, 1, 'SECRET', '{"name":"SECRET"}', '{"name":"SECRET"}', '{"founder":"NAME"}', '', '', ME, PAST, '', '');
INSERT INTO organisation_contacts (community, organisation, resident, lead, phone, since) VALUES (HERE, 'organisation-0000001', ME, TRUE, 'TEL', PAST), (HERE, 'organisation-0000001', LI, FALSE, '', PAST), (HERE, 'organisation-0000002', ME, TRUE, 'TEL', PAST);
INSERT INTO listings (community, id, side, good, title, about, org, unit, state, reason, made_by, made_at, published_by) VALUES
	(HERE, 'listing-000000000001', 'need', 'hands', '搬书', '搬书', '', '', 'taken', '', ME, PAST, LI), (HERE, 'listing-000000000002', 'offer', 'hands', '搬得动', '来', 'organisation-0000001', '', 'open', '', ME, PAST, LI),
	(HERE, 'listing-000000000003', 'need', 'hands', 'SECRET', 'SECRET', '', '', 'waiting', '', ME, PAST, '');
INSERT INTO matches (community, id, need, offer, terms, state, made_by, made_at, need_by, offer_by, need_rate, offer_rate) VALUES (HERE, 'match-00000000000001', 'listing-000000000001', 'listing-000000000002', '周六来', 'agreed', LI, PAST, ME, '', 0, 0);
INSERT INTO organisation_asked (community, organisation, resident, word, made_by, made_at) VALUES (HERE, 'organisation-0000001', ME, '', LI, PAST);
INSERT INTO organisation_notes (community, organisation, year, state, version, content, reason, written_by, written_at, handed_by, handed_at, read_by) VALUES (HERE, 'organisation-0000001', 2025, 'handed', 1, '{}', '', ME, PAST, ME, PAST, '');
INSERT INTO organisation_events (community, organisation, id, state, version, activity, starts, content, question, made_by, reported_at, read_by) VALUES (HERE, 'organisation-0000001', 'event-00000000000001', 'reported', 1, '', AHEAD, '{}', '', ME, PAST, '');
INSERT INTO organisation_reminders (community, organisation, year, at) VALUES (HERE, 'organisation-0000001', 2025, PAST);
INSERT INTO purchases (body, id, year, running, state, version, content, reason, made_by, made_at) VALUES (HERE, 'purchase-00000000001', 2026, 1, 'announced', 1, '{}', '', ME, PAST);
INSERT INTO purchase_steps (body, purchase, state, day, words, seller, community, org, cents, paper, written_by, written_at, published_by) VALUES (HERE, 'purchase-00000000001', 'announced', '2026-11-01', '', '', '', '', 0, '第 3 号', ME, PAST, LI);
INSERT INTO organisation_files (community, id, organisation, name, kind, size, body, by_whom, at) VALUES (HERE, 'ofile-00000000001', 'organisation-0000002', 'SECRET', 'pdf', 4, '%PDF', ME, PAST);
INSERT INTO roster_drafts (community, id, made_by, made_at, expires_at, file_name, content) VALUES (HERE, 'draft-000000000001', ME, PAST, AHEAD, 'SECRET.csv', 'NAME ROOM');
INSERT INTO commands (community, id, actor, verb, hash, answer, at) VALUES (HERE, 'command-00000000009', 'hepingli/canary-0000000000000001', 'raise', 'x', '/hepingli', PAST), (HERE, 'command-00000000010', 'hepingli/canary-0000000000000001', 'enter', 'x', '', PAST),
	(HERE, 'command-00000000011', 'hepingli/canary-0000000000000001/li-jianguo', 'support', 'x', '', PAST), (HERE, 'command-00000000012', 'hepingli/li-jianguo/canary-0000000000000001', 'rate', 'x', '', PAST),
	(HERE, 'command-00000000013', 'anzhen/canary-0000000000000001', 'stated', 'x', '', PAST), (HERE, 'command-00000000014', 'hepingli/x-canary-0000000000000001', 'stated', 'x', '', PAST);
INSERT INTO audit (community, at, id, actor_home, actor, role, action, subject, result, reason) VALUES (HERE, PAST, 'audit-0000000000001', HERE, ME, 'committee_member', 'screen-topic', '', 'done', '');
`

// The download is made of the classification: no table that may hold something of a person is left out.
func TestPersonalDataIsWhole(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		life(t, s)
		view(t, s, func(v *store.View) error {
			all, err := v.PersonalData("hepingli", canary, 1000)
			if err != nil {
				return err
			}
			got := map[string]string{}
			for _, held := range all {
				got[held.Name] = fmt.Sprint(held.Rows)
			}
			for _, said := range store.Tables {
				// What the street orders is of people who are at home at a street.
				if said.Where != "" && said.Name != "orders" && said.Name != "project_orders" && got[said.Name] == "" {
					t.Errorf("nothing of %s", said.Name)
				}
			}
			for table, want := range map[string]string{
				"residents": canaryName, "phones": canaryPhone, "homes": canaryRoom, "topics": canarySecret, "statements": canarySecret, "mandates": canarySecret, "passkeys": canarySecret,
			} {
				if !strings.Contains(got[table], want) {
					t.Errorf("%s lacks %s: %s", table, want, got[table])
				}
			}
			if strings.Contains(got["passkeys"], "handle") || strings.Contains(got["sessions"], "token") {
				t.Errorf("a key is handed out: %s %s", got["passkeys"], got["sessions"])
			}
			if at := all[0].Rows[0][4]; at.Column != "joined_at" || at.Value != start.Add(-time.Hour) {
				t.Errorf("a time is %+v", at)
			}
			if adult := all[0].Rows[0][2]; adult.Value != true {
				t.Errorf("a truth is %+v", adult)
			}
			for _, verb := range []string{"raise", "enter", "support", "rate"} { // oneself, signing in, by one's helper, for whom one helps
				if !strings.Contains(got["commands"], verb+"}") {
					t.Errorf("commands lack %s: %s", verb, got["commands"])
				}
			}
			if strings.Contains(got["commands"], "stated}") {
				t.Errorf("another's command: %s", got["commands"])
			}
			for _, nobody := range [][2]string{{"anzhen", canary}, {"hepingli", "nobody"}} {
				if others, err := v.PersonalData(nobody[0], nobody[1], 10); len(others) != 0 || err != nil {
					t.Errorf("%v has %v, %v", nobody, others, err)
				}
			}
			return nil
		})
	})
}

// Whoever has moved out is told that they lived there, and nothing of what has become of the home.
func TestPersonalDataOfAFormerHome(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		life(t, s)
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.EndHome("hepingli", "household-000000001", canary) })
		view(t, s, func(v *store.View) error {
			all, err := v.PersonalData("hepingli", canary, 1000)
			rows := map[string]int{}
			for _, held := range all {
				rows[held.Name] = len(held.Rows)
			}
			if rows["homes"] != 1 || rows["households"] != 0 || rows["invitations"] != 0 {
				t.Errorf("homes, households and invitations: %d, %d, %d", rows["homes"], rows["households"], rows["invitations"])
			}
			return err
		})
	})
}
