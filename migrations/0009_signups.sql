-- Who helps: volunteers, their teams, activities, shifts, hours and statements.

ALTER TABLE letters ADD COLUMN activity TEXT NOT NULL DEFAULT '';

-- skills are the names of what somebody can do, with spaces between; times one bit for each
-- weekday and part of the day.
CREATE TABLE volunteers (
    community TEXT    NOT NULL REFERENCES communities (id),
    resident  TEXT    NOT NULL,
    skills    TEXT    NOT NULL,
    times     BIGINT  NOT NULL CHECK (times >= 0 AND times = CAST(times AS BIGINT)),
    near      TEXT    NOT NULL CHECK (near IN ('building', 'community')),
    asked     BOOLEAN NOT NULL,
    named     BOOLEAN NOT NULL,
    weekly    BOOLEAN NOT NULL,
    told_at   BIGINT  CHECK (told_at = CAST(told_at AS BIGINT)),
    since     BIGINT  NOT NULL CHECK (since = CAST(since AS BIGINT)),
    PRIMARY KEY (community, resident)
);
CREATE INDEX volunteers_asked ON volunteers (community, since) WHERE asked;
CREATE INDEX volunteers_weekly ON volunteers (community, told_at) WHERE weekly;

-- What somebody says they can prove, and what the committee said when it had seen the paper.
CREATE TABLE volunteer_proofs (
    community  TEXT    NOT NULL,
    resident   TEXT    NOT NULL,
    skill      TEXT    NOT NULL,
    about      TEXT    NOT NULL,
    asked_at   BIGINT  NOT NULL CHECK (asked_at = CAST(asked_at AS BIGINT)),
    checked_at BIGINT  CHECK (checked_at = CAST(checked_at AS BIGINT)),
    checked_by TEXT    NOT NULL,
    good       BOOLEAN NOT NULL,
    until      TEXT    NOT NULL,
    PRIMARY KEY (community, resident, skill)
);
CREATE INDEX volunteer_proofs_waiting ON volunteer_proofs (community, asked_at) WHERE checked_at IS NULL;

CREATE TABLE teams (
    community TEXT   NOT NULL REFERENCES communities (id),
    id        TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    about     TEXT   NOT NULL,
    kind      TEXT   NOT NULL CHECK (kind IN ('general', 'lane_steward')),
    leader    TEXT   NOT NULL,
    made_by   TEXT   NOT NULL,
    made_at   BIGINT NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    ended_at  BIGINT CHECK (ended_at = CAST(ended_at AS BIGINT)),
    PRIMARY KEY (community, id)
);

CREATE TABLE team_members (
    community TEXT   NOT NULL,
    team      TEXT   NOT NULL,
    resident  TEXT   NOT NULL,
    duty      TEXT   NOT NULL,
    since     BIGINT NOT NULL CHECK (since = CAST(since AS BIGINT)),
    PRIMARY KEY (community, team, resident),
    FOREIGN KEY (community, team) REFERENCES teams (community, id)
);
CREATE INDEX team_members_resident ON team_members (community, resident);

-- content is what an activity says, as JSON, written and read as a whole.
CREATE TABLE activities (
    community    TEXT   NOT NULL REFERENCES communities (id),
    id           TEXT   NOT NULL,
    year         BIGINT NOT NULL CHECK (year = CAST(year AS BIGINT)),
    running      BIGINT NOT NULL CHECK (running > 0 AND running = CAST(running AS BIGINT)),
    state        TEXT   NOT NULL CHECK (state IN ('draft', 'submitted', 'open', 'finished', 'cancelled')),
    version      BIGINT NOT NULL CHECK (version > 0 AND version = CAST(version AS BIGINT)),
    team         TEXT   NOT NULL,
    org          TEXT   NOT NULL,
    leader       TEXT   NOT NULL,
    title        TEXT   NOT NULL,
    content      TEXT   NOT NULL,
    made_by      TEXT   NOT NULL,
    made_at      BIGINT NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    published_by TEXT   NOT NULL,
    published_at BIGINT CHECK (published_at = CAST(published_at AS BIGINT)),
    PRIMARY KEY (community, id),
    UNIQUE (community, year, running)
);
CREATE INDEX activities_state ON activities (community, state, made_at);
CREATE INDEX activities_leader ON activities (community, leader);

CREATE TABLE shifts (
    community   TEXT    NOT NULL,
    activity    TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    series      TEXT    NOT NULL,
    starts      BIGINT  NOT NULL CHECK (starts = CAST(starts AS BIGINT)),
    ends        BIGINT  NOT NULL CHECK (ends = CAST(ends AS BIGINT)),
    off         BOOLEAN NOT NULL,
    reason      TEXT    NOT NULL,
    secret      TEXT    NOT NULL,
    reminded_at BIGINT  CHECK (reminded_at = CAST(reminded_at AS BIGINT)),
    asked_at    BIGINT  CHECK (asked_at = CAST(asked_at AS BIGINT)),
    late_at     BIGINT  CHECK (late_at = CAST(late_at AS BIGINT)),
    PRIMARY KEY (community, activity, id),
    FOREIGN KEY (community, activity) REFERENCES activities (community, id),
    CHECK (starts < ends)
);
CREATE INDEX shifts_starts ON shifts (community, starts);

-- One sign-up a person and shift. with_whom is the guardian of a child who comes along.
CREATE TABLE signups (
    community   TEXT    NOT NULL,
    activity    TEXT    NOT NULL,
    shift       TEXT    NOT NULL,
    resident    TEXT    NOT NULL,
    post        TEXT    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('applied', 'accepted', 'waitlisted', 'offered', 'declined', 'withdrawn',
        'called-off', 'checked-in', 'completed', 'no-show', 'confirmed', 'disputed')),
    with_whom   TEXT    NOT NULL,
    at          BIGINT  NOT NULL CHECK (at = CAST(at AS BIGINT)),
    confirm_at  BIGINT  CHECK (confirm_at = CAST(confirm_at AS BIGINT)),
    until       BIGINT  CHECK (until = CAST(until AS BIGINT)),
    agreed_at   BIGINT  CHECK (agreed_at = CAST(agreed_at AS BIGINT)),
    giving      BOOLEAN NOT NULL,
    words       TEXT    NOT NULL,
    in_at       BIGINT  CHECK (in_at = CAST(in_at AS BIGINT)),
    out_at      BIGINT  CHECK (out_at = CAST(out_at AS BIGINT)),
    minutes     BIGINT  NOT NULL CHECK (minutes >= 0 AND minutes = CAST(minutes AS BIGINT)),
    settled_by  TEXT    NOT NULL,
    settled_at  BIGINT  CHECK (settled_at = CAST(settled_at AS BIGINT)),
    PRIMARY KEY (community, activity, shift, resident),
    FOREIGN KEY (community, activity, shift) REFERENCES shifts (community, activity, id),
    CHECK (in_at IS NOT NULL OR out_at IS NULL)
);
CREATE INDEX signups_resident ON signups (community, resident, state);
CREATE INDEX signups_places ON signups (community, activity, shift, post, state, at, resident);
-- Those that hold a place: few, however many wait.
CREATE INDEX signups_held ON signups (community, activity, shift, post)
    WHERE state IN ('applied', 'accepted', 'offered', 'checked-in', 'completed', 'no-show', 'confirmed', 'disputed');
CREATE INDEX signups_until ON signups (community, until) WHERE until IS NOT NULL;

-- The trace of somebody's hours in a shift; rows are never changed.
CREATE TABLE hour_changes (
    community TEXT   NOT NULL,
    activity  TEXT   NOT NULL,
    shift     TEXT   NOT NULL,
    resident  TEXT   NOT NULL,
    seq       BIGINT NOT NULL CHECK (seq > 0 AND seq = CAST(seq AS BIGINT)),
    kind      TEXT   NOT NULL CHECK (kind IN ('confirmed', 'disputed', 'corrected')),
    was       BIGINT NOT NULL CHECK (was >= 0 AND was = CAST(was AS BIGINT)),
    now       BIGINT NOT NULL CHECK (now >= 0 AND now = CAST(now AS BIGINT)),
    words     TEXT   NOT NULL,
    by_whom   TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, activity, shift, resident, seq),
    FOREIGN KEY (community, activity, shift, resident) REFERENCES signups (community, activity, shift, resident)
);

-- services are what a statement lists, as JSON: as it stood when it was made.
CREATE TABLE statements_of_service (
    community  TEXT   NOT NULL REFERENCES communities (id),
    id         TEXT   NOT NULL,
    resident   TEXT   NOT NULL,
    code_hash  TEXT   NOT NULL UNIQUE,
    from_day   TEXT   NOT NULL,
    until_day  TEXT   NOT NULL,
    services   TEXT   NOT NULL,
    minutes    BIGINT NOT NULL CHECK (minutes > 0 AND minutes = CAST(minutes AS BIGINT)),
    made_at    BIGINT NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    PRIMARY KEY (community, id)
);
CREATE INDEX statements_of_service_resident ON statements_of_service (community, resident, made_at);

-- Who was asked to fill a gap: at most once a shift.
CREATE TABLE volunteer_asks (
    community TEXT   NOT NULL,
    activity  TEXT   NOT NULL,
    shift     TEXT   NOT NULL,
    resident  TEXT   NOT NULL,
    by_whom   TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, activity, shift, resident),
    FOREIGN KEY (community, activity, shift) REFERENCES shifts (community, activity, id)
);
