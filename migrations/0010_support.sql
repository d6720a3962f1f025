-- How those who help are supported: micro-grants, rooms, training, the incubation centre.

-- content holds a round's terms and what became of it, as JSON, written and read as a whole.
CREATE TABLE grant_rounds (
    community    TEXT   NOT NULL REFERENCES communities (id),
    id           TEXT   NOT NULL,
    year         BIGINT NOT NULL CHECK (year = CAST(year AS BIGINT)),
    running      BIGINT NOT NULL CHECK (running > 0 AND running = CAST(running AS BIGINT)),
    state        TEXT   NOT NULL CHECK (state IN ('draft', 'call', 'pitch', 'ranked', 'notice', 'running', 'done', 'cancelled')),
    version      BIGINT NOT NULL CHECK (version > 0 AND version = CAST(version AS BIGINT)),
    title        TEXT   NOT NULL,
    content      TEXT   NOT NULL,
    vote_until   BIGINT NOT NULL CHECK (vote_until = CAST(vote_until AS BIGINT)),
    made_by      TEXT   NOT NULL,
    made_at      BIGINT NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    published_by TEXT   NOT NULL,
    published_at BIGINT CHECK (published_at = CAST(published_at AS BIGINT)),
    PRIMARY KEY (community, id),
    UNIQUE (community, year, running)
);
CREATE INDEX grant_rounds_state ON grant_rounds (community, state, vote_until);

-- One application an organisation and round; kept where the organisation is. content is its file, as JSON.
CREATE TABLE grant_applications (
    community TEXT   NOT NULL REFERENCES communities (id),
    id        TEXT   NOT NULL,
    body      TEXT   NOT NULL,
    round     TEXT   NOT NULL,
    seq       BIGINT NOT NULL CHECK (seq > 0 AND seq = CAST(seq AS BIGINT)),
    org       TEXT   NOT NULL,
    org_name  TEXT   NOT NULL,
    state     TEXT   NOT NULL CHECK (state IN ('applied', 'refused', 'passed', 'withdrawn', 'chosen', 'reserve', 'struck', 'funded', 'going', 'stopped', 'finished')),
    version   BIGINT NOT NULL CHECK (version > 0 AND version = CAST(version AS BIGINT)),
    title     TEXT   NOT NULL,
    content   TEXT   NOT NULL,
    made_by   TEXT   NOT NULL,
    made_at   BIGINT NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    PRIMARY KEY (community, id),
    FOREIGN KEY (body, round) REFERENCES grant_rounds (community, id),
    UNIQUE (body, round, community, org),
    UNIQUE (body, round, seq)
);
CREATE INDEX grant_applications_org ON grant_applications (community, org, state);

-- ties are ids of applications with spaces between.
CREATE TABLE grant_jurors (
    community   TEXT   NOT NULL,
    round       TEXT   NOT NULL,
    expert      TEXT   NOT NULL,
    ties        TEXT   NOT NULL,
    declared_at BIGINT CHECK (declared_at = CAST(declared_at AS BIGINT)),
    PRIMARY KEY (community, round, expert),
    FOREIGN KEY (community, round) REFERENCES grant_rounds (community, id)
);

CREATE TABLE grant_scores (
    community   TEXT   NOT NULL,
    round       TEXT   NOT NULL,
    application TEXT   NOT NULL,
    expert      TEXT   NOT NULL,
    points      TEXT   NOT NULL,
    nonce       TEXT   NOT NULL,
    at          BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, round, application, expert),
    FOREIGN KEY (community, round, expert) REFERENCES grant_jurors (community, round, expert) ON DELETE CASCADE
);

CREATE TABLE grant_votes (
    community TEXT   NOT NULL,
    body      TEXT   NOT NULL,
    round     TEXT   NOT NULL,
    resident  TEXT   NOT NULL,
    choices   TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, body, round, resident),
    FOREIGN KEY (body, round) REFERENCES grant_rounds (community, id)
);
CREATE INDEX grant_votes_round ON grant_votes (body, round);

CREATE TABLE grant_complaints (
    community   TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    body        TEXT    NOT NULL,
    round       TEXT    NOT NULL,
    application TEXT    NOT NULL,
    resident    TEXT    NOT NULL,
    words       TEXT    NOT NULL,
    at          BIGINT  NOT NULL CHECK (at = CAST(at AS BIGINT)),
    due         BIGINT  NOT NULL CHECK (due = CAST(due AS BIGINT)),
    upheld      BOOLEAN NOT NULL,
    reply       TEXT    NOT NULL,
    reply_by    TEXT    NOT NULL,
    reply_at    BIGINT  CHECK (reply_at = CAST(reply_at AS BIGINT)),
    PRIMARY KEY (community, id),
    FOREIGN KEY (body, round) REFERENCES grant_rounds (community, id)
);
CREATE INDEX grant_complaints_round ON grant_complaints (body, round, at);

CREATE TABLE grant_payments (
    community   TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    round       TEXT   NOT NULL,
    application TEXT   NOT NULL,
    kind        TEXT   NOT NULL CHECK (kind IN ('first', 'balance', 'returned')),
    cents       BIGINT NOT NULL CHECK (cents > 0 AND cents = CAST(cents AS BIGINT)),
    document    TEXT   NOT NULL,
    by_whom     TEXT   NOT NULL,
    at          BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, id),
    UNIQUE (community, round, application, kind),
    FOREIGN KEY (community, round) REFERENCES grant_rounds (community, id)
);

CREATE TABLE rooms (
    community TEXT    NOT NULL REFERENCES communities (id),
    id        TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    place     TEXT    NOT NULL,
    about     TEXT    NOT NULL,
    seats     BIGINT  NOT NULL CHECK (seats > 0 AND seats = CAST(seats AS BIGINT)),
    days      BIGINT  NOT NULL CHECK (days > 0 AND days < 128 AND days = CAST(days AS BIGINT)),
    from_min  BIGINT  NOT NULL CHECK (from_min >= 0 AND from_min = CAST(from_min AS BIGINT)),
    until_min BIGINT  NOT NULL CHECK (until_min <= 1440 AND until_min = CAST(until_min AS BIGINT)),
    slot      BIGINT  NOT NULL CHECK (slot > 0 AND slot = CAST(slot AS BIGINT)),
    fee       BIGINT  NOT NULL CHECK (fee >= 0 AND fee = CAST(fee AS BIGINT)),
    offered   BOOLEAN NOT NULL,
    made_by   TEXT    NOT NULL,
    made_at   BIGINT  NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    PRIMARY KEY (community, id),
    CHECK (from_min < until_min)
);

CREATE TABLE room_bookings (
    community  TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    body       TEXT   NOT NULL,
    room       TEXT   NOT NULL,
    day        TEXT   NOT NULL,
    from_min   BIGINT NOT NULL CHECK (from_min = CAST(from_min AS BIGINT)),
    until_min  BIGINT NOT NULL CHECK (until_min > from_min AND until_min = CAST(until_min AS BIGINT)),
    resident   TEXT   NOT NULL,
    org        TEXT   NOT NULL,
    org_name   TEXT   NOT NULL,
    title      TEXT   NOT NULL,
    people     BIGINT NOT NULL CHECK (people > 0 AND people = CAST(people AS BIGINT)),
    fee        BIGINT NOT NULL CHECK (fee >= 0 AND fee = CAST(fee AS BIGINT)),
    relief     TEXT   NOT NULL CHECK (relief IN ('', 'free', 'filed', 'grant', 'house')),
    state      TEXT   NOT NULL CHECK (state IN ('booked', 'dropped', 'called-off', 'used', 'no-show')),
    reason     TEXT   NOT NULL,
    at         BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    settled_by TEXT   NOT NULL,
    reminded_at BIGINT CHECK (reminded_at = CAST(reminded_at AS BIGINT)),
    PRIMARY KEY (community, id),
    FOREIGN KEY (body, room) REFERENCES rooms (community, id)
);
CREATE INDEX room_bookings_day ON room_bookings (body, room, day, from_min);
CREATE INDEX room_bookings_remind ON room_bookings (community, day) WHERE reminded_at IS NULL AND state = 'booked';
CREATE INDEX room_bookings_resident ON room_bookings (community, resident, day);

-- One row a slot that is taken: nobody takes it twice, whatever else goes wrong.
CREATE TABLE room_slots (
    community TEXT   NOT NULL,
    room      TEXT   NOT NULL,
    day       TEXT   NOT NULL,
    slot      BIGINT NOT NULL CHECK (slot = CAST(slot AS BIGINT)),
    home      TEXT   NOT NULL,
    booking   TEXT   NOT NULL,
    PRIMARY KEY (community, room, day, slot),
    FOREIGN KEY (home, booking) REFERENCES room_bookings (community, id)
);
CREATE INDEX room_slots_booking ON room_slots (home, booking);

CREATE TABLE trainings (
    community TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    title     TEXT   NOT NULL,
    about     TEXT   NOT NULL,
    room      TEXT   NOT NULL,
    day       TEXT   NOT NULL,
    from_min  BIGINT NOT NULL CHECK (from_min = CAST(from_min AS BIGINT)),
    until_min BIGINT NOT NULL CHECK (until_min = CAST(until_min AS BIGINT)),
    seats     BIGINT NOT NULL CHECK (seats > 0 AND seats = CAST(seats AS BIGINT)),
    made_by   TEXT   NOT NULL,
    made_at   BIGINT NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    PRIMARY KEY (community, id),
    FOREIGN KEY (community, room) REFERENCES rooms (community, id)
);
CREATE INDEX trainings_day ON trainings (community, day, from_min);

CREATE TABLE training_places (
    community TEXT   NOT NULL,
    body      TEXT   NOT NULL,
    training  TEXT   NOT NULL,
    resident  TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    reminded_at BIGINT CHECK (reminded_at = CAST(reminded_at AS BIGINT)),
    PRIMARY KEY (community, body, training, resident),
    FOREIGN KEY (body, training) REFERENCES trainings (community, id)
);
CREATE INDEX training_places_training ON training_places (body, training);

CREATE TABLE support_requests (
    community TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    body      TEXT   NOT NULL,
    org       TEXT   NOT NULL,
    org_name  TEXT   NOT NULL,
    topic     TEXT   NOT NULL CHECK (topic IN ('filing', 'money', 'project', 'people', 'place', 'else')),
    words     TEXT   NOT NULL,
    resident  TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    due       BIGINT NOT NULL CHECK (due = CAST(due AS BIGINT)),
    answer    TEXT   NOT NULL,
    answer_by TEXT   NOT NULL,
    answer_at BIGINT CHECK (answer_at = CAST(answer_at AS BIGINT)),
    PRIMARY KEY (community, id)
);
CREATE INDEX support_requests_body ON support_requests (body, answer_at, at);
CREATE INDEX support_requests_org ON support_requests (community, org, at);
