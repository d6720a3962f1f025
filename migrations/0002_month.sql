-- The month: topics, meetings, minutes, outcomes, what was carried out, and letters.

CREATE TABLE cycles (
    community TEXT   NOT NULL REFERENCES communities (id),
    month     TEXT   NOT NULL CHECK (length(month) = 7),
    opened_at BIGINT NOT NULL CHECK (opened_at = CAST(opened_at AS BIGINT)),
    carried   BIGINT NOT NULL CHECK (carried >= 0 AND carried = CAST(carried AS BIGINT)),
    reason    TEXT   NOT NULL,
    reason_at BIGINT CHECK (reason_at = CAST(reason_at AS BIGINT)),
    PRIMARY KEY (community, month)
);

CREATE TABLE topics (
    community   TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    number      TEXT    NOT NULL,
    year        BIGINT  NOT NULL CHECK (year = CAST(year AS BIGINT)),
    running     BIGINT  NOT NULL CHECK (running > 0 AND running = CAST(running AS BIGINT)),
    cycle       TEXT    NOT NULL,
    author      TEXT    NOT NULL,
    source      TEXT    NOT NULL CHECK (source IN ('resident', 'hotline')),
    title       TEXT    NOT NULL,
    problem     TEXT    NOT NULL,
    place       TEXT    NOT NULL,
    affected    TEXT    NOT NULL,
    wish        TEXT    NOT NULL,
    contact     BOOLEAN NOT NULL,
    raised_at   BIGINT  NOT NULL CHECK (raised_at = CAST(raised_at AS BIGINT)),
    screen_due  BIGINT  NOT NULL CHECK (screen_due = CAST(screen_due AS BIGINT)),
    state       TEXT    NOT NULL CHECK (state IN ('raised', 'withdrawn', 'accepted', 'merged', 'referred', 'declined',
                                                  'listed', 'assembly', 'handed', 'carrying', 'rating', 'archived')),
    into_topic  TEXT    NOT NULL,
    calls       BIGINT  NOT NULL CHECK (calls >= 0 AND calls = CAST(calls AS BIGINT)),
    call_days   BIGINT  NOT NULL CHECK (call_days >= 0 AND call_days = CAST(call_days AS BIGINT)),
    round       BIGINT  NOT NULL CHECK (round IN (1, 2)),
    rate_until  BIGINT  CHECK (rate_until = CAST(rate_until AS BIGINT)),
    rate_count  BIGINT  NOT NULL CHECK (rate_count >= 0 AND rate_count = CAST(rate_count AS BIGINT)),
    rate_sum    BIGINT  NOT NULL CHECK (rate_sum >= 0 AND rate_sum = CAST(rate_sum AS BIGINT)),
    asked       BIGINT  NOT NULL CHECK (asked >= 0 AND asked = CAST(asked AS BIGINT)),
    solved      BIGINT  NOT NULL CHECK (solved >= 0 AND solved <= asked),
    satisfied   BIGINT  NOT NULL CHECK (satisfied >= 0 AND satisfied <= asked),
    supporters  BIGINT  NOT NULL CHECK (supporters >= 0 AND supporters = CAST(supporters AS BIGINT)),
    PRIMARY KEY (community, id),
    UNIQUE (community, year, running),
    FOREIGN KEY (community, cycle) REFERENCES cycles (community, month),
    FOREIGN KEY (community, author) REFERENCES residents (community, id)
);
CREATE INDEX topics_month ON topics (community, cycle, state, raised_at, id);
CREATE INDEX topics_state ON topics (community, state, raised_at, id);
CREATE INDEX topics_author ON topics (community, author, raised_at, id);
CREATE INDEX topics_into ON topics (community, into_topic);

-- Pairs of neighbouring characters of a topic's title (weight 3) and texts (weight 1): to find and to compare.
CREATE TABLE topic_grams (
    community TEXT   NOT NULL,
    gram      TEXT   NOT NULL,
    topic     TEXT   NOT NULL,
    weight    BIGINT NOT NULL CHECK (weight > 0 AND weight = CAST(weight AS BIGINT)),
    PRIMARY KEY (community, gram, topic),
    FOREIGN KEY (community, topic) REFERENCES topics (community, id)
);

CREATE TABLE photos (
    community TEXT   NOT NULL REFERENCES communities (id),
    id        TEXT   NOT NULL,
    subject   TEXT   NOT NULL,
    place     BIGINT NOT NULL CHECK (place >= 0 AND place = CAST(place AS BIGINT)),
    jpeg      BYTEA  NOT NULL CHECK (length(jpeg) <= 300000),
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, id),
    UNIQUE (community, subject, place)
);

CREATE TABLE supports (
    community TEXT   NOT NULL,
    topic     TEXT   NOT NULL,
    resident  TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, topic, resident),
    FOREIGN KEY (community, topic) REFERENCES topics (community, id),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);
CREATE INDEX supports_resident ON supports (community, resident, topic);

CREATE TABLE statements (
    community TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    topic     TEXT   NOT NULL,
    author    TEXT   NOT NULL,
    side      TEXT   NOT NULL CHECK (side IN ('for', 'against', 'question')),
    words     TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    state     TEXT   NOT NULL CHECK (state IN ('waiting', 'shown', 'hidden')),
    reason    TEXT   NOT NULL,
    reply     TEXT   NOT NULL,
    reply_at  BIGINT CHECK (reply_at = CAST(reply_at AS BIGINT)),
    seen_by   TEXT   NOT NULL,
    PRIMARY KEY (community, id),
    FOREIGN KEY (community, topic) REFERENCES topics (community, id),
    FOREIGN KEY (community, author) REFERENCES residents (community, id)
);
CREATE INDEX statements_topic ON statements (community, topic, state, at, id);
CREATE INDEX statements_state ON statements (community, state, at, id);

CREATE TABLE screenings (
    community  TEXT   NOT NULL,
    topic      TEXT   NOT NULL,
    round      BIGINT NOT NULL CHECK (round IN (1, 2, 3)),
    decision   TEXT   NOT NULL CHECK (decision IN ('accept', 'merge', 'refer', 'decline')),
    reason     TEXT   NOT NULL,
    sentence   TEXT   NOT NULL,
    into_topic TEXT   NOT NULL,
    to_whom    TEXT   NOT NULL,
    by_whom    TEXT   NOT NULL,
    at         BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, topic, round),
    FOREIGN KEY (community, topic) REFERENCES topics (community, id),
    FOREIGN KEY (community, by_whom) REFERENCES residents (community, id)
);

CREATE TABLE appeals (
    community TEXT   NOT NULL,
    topic     TEXT   NOT NULL,
    words     TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    due       BIGINT NOT NULL CHECK (due = CAST(due AS BIGINT)),
    PRIMARY KEY (community, topic),
    FOREIGN KEY (community, topic) REFERENCES topics (community, id)
);

CREATE TABLE meetings (
    community    TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    cycle        TEXT   NOT NULL,
    form         TEXT   NOT NULL CHECK (form IN ('forum', 'hearing', 'talk')),
    venue        TEXT   NOT NULL,
    starts_at    BIGINT NOT NULL CHECK (starts_at = CAST(starts_at AS BIGINT)),
    seats        BIGINT NOT NULL CHECK (seats BETWEEN 2 AND 500 AND seats = CAST(seats AS BIGINT)),
    taken        BIGINT NOT NULL CHECK (taken BETWEEN 0 AND seats AND taken = CAST(taken AS BIGINT)),
    chair        TEXT   NOT NULL,
    recorder     TEXT   NOT NULL,
    invited      TEXT   NOT NULL,
    affected     TEXT   NOT NULL,
    materials    TEXT   NOT NULL,
    announced_at BIGINT NOT NULL CHECK (announced_at = CAST(announced_at AS BIGINT)),
    code         TEXT   NOT NULL,
    state        TEXT   NOT NULL CHECK (state IN ('announced', 'open', 'closed', 'published', 'cancelled')),
    reason       TEXT   NOT NULL,
    closed_at    BIGINT CHECK (closed_at = CAST(closed_at AS BIGINT)),
    PRIMARY KEY (community, id),
    CHECK (chair <> recorder),
    FOREIGN KEY (community, cycle) REFERENCES cycles (community, month),
    FOREIGN KEY (community, chair) REFERENCES residents (community, id),
    FOREIGN KEY (community, recorder) REFERENCES residents (community, id)
);
CREATE INDEX meetings_month ON meetings (community, cycle, announced_at);
CREATE INDEX meetings_start ON meetings (community, starts_at, id);

CREATE TABLE agenda (
    community TEXT   NOT NULL,
    meeting   TEXT   NOT NULL,
    topic     TEXT   NOT NULL,
    place     BIGINT NOT NULL CHECK (place >= 0 AND place = CAST(place AS BIGINT)),
    PRIMARY KEY (community, meeting, topic),
    UNIQUE (community, meeting, place),
    FOREIGN KEY (community, meeting) REFERENCES meetings (community, id),
    FOREIGN KEY (community, topic) REFERENCES topics (community, id)
);
CREATE INDEX agenda_topic ON agenda (community, topic, meeting);

CREATE TABLE seats (
    community TEXT    NOT NULL,
    meeting   TEXT    NOT NULL,
    resident  TEXT    NOT NULL,
    waiting   BOOLEAN NOT NULL,
    at        BIGINT  NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, meeting, resident),
    FOREIGN KEY (community, meeting) REFERENCES meetings (community, id),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);
CREATE INDEX seats_waiting ON seats (community, meeting, waiting, at, resident);

CREATE TABLE opinions (
    community TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    meeting   TEXT   NOT NULL,
    topic     TEXT   NOT NULL,
    resident  TEXT,
    side      TEXT   NOT NULL CHECK (side IN ('for', 'against', 'question')),
    words     TEXT   NOT NULL,
    channel   TEXT   NOT NULL CHECK (channel IN ('remote', 'paper')),
    paper     TEXT,
    by_whom   TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, id),
    UNIQUE (community, meeting, topic, resident),
    UNIQUE (community, meeting, topic, paper),
    CHECK ((resident IS NULL) <> (paper IS NULL)),
    FOREIGN KEY (community, meeting, topic) REFERENCES agenda (community, meeting, topic),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);

CREATE TABLE attendance (
    community TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    meeting   TEXT   NOT NULL,
    resident  TEXT,
    name      TEXT   NOT NULL,
    part      TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    by_whom   TEXT   NOT NULL,
    PRIMARY KEY (community, id),
    UNIQUE (community, meeting, resident),
    FOREIGN KEY (community, meeting) REFERENCES meetings (community, id),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);
CREATE INDEX attendance_meeting ON attendance (community, meeting, at, id);

CREATE TABLE options (
    community TEXT   NOT NULL,
    meeting   TEXT   NOT NULL,
    topic     TEXT   NOT NULL,
    place     BIGINT NOT NULL CHECK (place >= 0 AND place = CAST(place AS BIGINT)),
    words     TEXT   NOT NULL,
    PRIMARY KEY (community, meeting, topic, place),
    FOREIGN KEY (community, meeting, topic) REFERENCES agenda (community, meeting, topic)
);

CREATE TABLE hands (
    community TEXT   NOT NULL,
    meeting   TEXT   NOT NULL,
    topic     TEXT   NOT NULL,
    place     BIGINT NOT NULL,
    channel   TEXT   NOT NULL CHECK (channel IN ('room', 'remote', 'paper')),
    n_for     BIGINT NOT NULL CHECK (n_for >= 0 AND n_for = CAST(n_for AS BIGINT)),
    n_against BIGINT NOT NULL CHECK (n_against >= 0 AND n_against = CAST(n_against AS BIGINT)),
    n_abstain BIGINT NOT NULL CHECK (n_abstain >= 0 AND n_abstain = CAST(n_abstain AS BIGINT)),
    PRIMARY KEY (community, meeting, topic, place, channel),
    FOREIGN KEY (community, meeting, topic, place) REFERENCES options (community, meeting, topic, place)
);

-- content is the version's fields as JSON, written and read as a whole.
CREATE TABLE minutes (
    community    TEXT   NOT NULL,
    meeting      TEXT   NOT NULL,
    version      BIGINT NOT NULL CHECK (version > 0 AND version = CAST(version AS BIGINT)),
    content      TEXT   NOT NULL,
    drafted_by   TEXT   NOT NULL,
    drafted_at   BIGINT NOT NULL CHECK (drafted_at = CAST(drafted_at AS BIGINT)),
    published_at BIGINT CHECK (published_at = CAST(published_at AS BIGINT)),
    PRIMARY KEY (community, meeting, version),
    FOREIGN KEY (community, meeting) REFERENCES meetings (community, id)
);

CREATE TABLE confirmations (
    community TEXT   NOT NULL,
    meeting   TEXT   NOT NULL,
    version   BIGINT NOT NULL,
    resident  TEXT   NOT NULL,
    as_part   TEXT   NOT NULL CHECK (as_part IN ('chair', 'recorder', 'resident')),
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, meeting, version, resident),
    FOREIGN KEY (community, meeting, version) REFERENCES minutes (community, meeting, version),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);

CREATE TABLE outcomes (
    community    TEXT   NOT NULL,
    topic        TEXT   NOT NULL,
    meeting      TEXT   NOT NULL,
    kind         TEXT   NOT NULL CHECK (kind IN ('settled', 'assembly', 'hand', 'open')),
    words        TEXT   NOT NULL,
    consensus    TEXT   NOT NULL,
    dissent      TEXT   NOT NULL,
    next         TEXT   NOT NULL CHECK (next IN ('', 'assembly', 'reps_meeting')),
    published_at BIGINT NOT NULL CHECK (published_at = CAST(published_at AS BIGINT)),
    until        BIGINT NOT NULL CHECK (until = CAST(until AS BIGINT)),
    version      BIGINT NOT NULL CHECK (version > 0 AND version = CAST(version AS BIGINT)),
    resolution   TEXT   NOT NULL,
    resolved_at  BIGINT CHECK (resolved_at = CAST(resolved_at AS BIGINT)),
    PRIMARY KEY (community, topic, meeting),
    FOREIGN KEY (community, meeting, topic) REFERENCES agenda (community, meeting, topic)
);
CREATE INDEX outcomes_until ON outcomes (community, until, topic);

CREATE TABLE objections (
    community TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    topic     TEXT   NOT NULL,
    meeting   TEXT   NOT NULL,
    resident  TEXT   NOT NULL,
    words     TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    due       BIGINT NOT NULL CHECK (due = CAST(due AS BIGINT)),
    reply     TEXT   NOT NULL,
    reply_at  BIGINT CHECK (reply_at = CAST(reply_at AS BIGINT)),
    reply_by  TEXT   NOT NULL,
    PRIMARY KEY (community, id),
    UNIQUE (community, topic, meeting, resident),
    FOREIGN KEY (community, topic, meeting) REFERENCES outcomes (community, topic, meeting),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);
CREATE INDEX objections_open ON objections (community, reply_at, due, id);

CREATE TABLE tasks (
    community   TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    topic       TEXT   NOT NULL,
    title       TEXT   NOT NULL,
    owner       TEXT   NOT NULL,
    helper      TEXT,
    due         BIGINT NOT NULL CHECK (due = CAST(due AS BIGINT)),
    round       BIGINT NOT NULL CHECK (round IN (1, 2)),
    made_at     BIGINT NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    done_at     BIGINT CHECK (done_at = CAST(done_at AS BIGINT)),
    reminded_at BIGINT CHECK (reminded_at = CAST(reminded_at AS BIGINT)),
    PRIMARY KEY (community, id),
    FOREIGN KEY (community, topic) REFERENCES topics (community, id),
    FOREIGN KEY (community, helper) REFERENCES residents (community, id)
);
CREATE INDEX tasks_topic ON tasks (community, topic, made_at, id);
CREATE INDEX tasks_due ON tasks (community, done_at, due);

CREATE TABLE progress (
    community TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    topic     TEXT   NOT NULL,
    task      TEXT   NOT NULL,
    words     TEXT   NOT NULL,
    photos    BIGINT NOT NULL CHECK (photos BETWEEN 0 AND 4 AND photos = CAST(photos AS BIGINT)),
    by_whom   TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, id),
    FOREIGN KEY (community, task) REFERENCES tasks (community, id)
);
CREATE INDEX progress_topic ON progress (community, topic, at, id);

CREATE TABLE orders (
    community TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    topic     TEXT   NOT NULL,
    task      TEXT   NOT NULL,
    words     TEXT   NOT NULL,
    due       BIGINT NOT NULL CHECK (due = CAST(due AS BIGINT)),
    by_whom   TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, id),
    FOREIGN KEY (community, task) REFERENCES tasks (community, id)
);
CREATE INDEX orders_topic ON orders (community, topic, at, id);

CREATE TABLE ratings (
    community TEXT   NOT NULL,
    topic     TEXT   NOT NULL,
    round     BIGINT NOT NULL CHECK (round IN (1, 2)),
    resident  TEXT   NOT NULL,
    solved    TEXT   NOT NULL CHECK (solved IN ('yes', 'partly', 'no')),
    satisfied BIGINT NOT NULL CHECK (satisfied BETWEEN 1 AND 5 AND satisfied = CAST(satisfied AS BIGINT)),
    words     TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, topic, round, resident),
    FOREIGN KEY (community, topic) REFERENCES topics (community, id),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);

-- Steps of a case between the levels; who acted may belong to another body.
CREATE TABLE handovers (
    community  TEXT   NOT NULL,
    topic      TEXT   NOT NULL,
    seq        BIGINT NOT NULL CHECK (seq > 0 AND seq = CAST(seq AS BIGINT)),
    from_body  TEXT   NOT NULL REFERENCES communities (id),
    to_body    TEXT   NOT NULL REFERENCES communities (id),
    reason     TEXT   NOT NULL,
    words      TEXT   NOT NULL,
    at         BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    by_whom    TEXT   NOT NULL,
    due        BIGINT NOT NULL CHECK (due = CAST(due AS BIGINT)),
    state      TEXT   NOT NULL CHECK (state IN ('offered', 'accepted', 'returned')),
    decided_at BIGINT CHECK (decided_at = CAST(decided_at AS BIGINT)),
    decided_by TEXT   NOT NULL,
    answer     TEXT   NOT NULL,
    PRIMARY KEY (community, topic, seq),
    FOREIGN KEY (community, topic) REFERENCES topics (community, id)
);
CREATE INDEX handovers_to ON handovers (to_body, state, at);

CREATE TABLE case_updates (
    community TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    topic     TEXT   NOT NULL,
    body      TEXT   NOT NULL REFERENCES communities (id),
    kind      TEXT   NOT NULL,
    words     TEXT   NOT NULL,
    by_whom   TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, id),
    FOREIGN KEY (community, topic) REFERENCES topics (community, id)
);
CREATE INDEX case_updates_topic ON case_updates (community, topic, at, id);

CREATE TABLE letters (
    community TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    resident  TEXT   NOT NULL,
    kind      TEXT   NOT NULL,
    topic     TEXT   NOT NULL,
    meeting   TEXT   NOT NULL,
    title     TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    read_at   BIGINT CHECK (read_at = CAST(read_at AS BIGINT)),
    PRIMARY KEY (community, id),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);
CREATE INDEX letters_resident ON letters (community, resident, at, id);
