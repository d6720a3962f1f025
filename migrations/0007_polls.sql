-- How a question is decided: polls, their rolls, ballots on line and on paper.

-- What is fixed at publication stands in terms, whose bytes are what the record hashes;
-- the columns beside it are for finding. people: ids of a body that is named person by person.
CREATE TABLE polls (
    community    TEXT   NOT NULL REFERENCES communities (id),
    id           TEXT   NOT NULL,
    year         BIGINT NOT NULL CHECK (year = CAST(year AS BIGINT)),
    running      BIGINT NOT NULL CHECK (running > 0 AND running = CAST(running AS BIGINT)),
    topic        TEXT   NOT NULL,
    question     TEXT   NOT NULL,
    terms        TEXT   NOT NULL,
    people       TEXT   NOT NULL,
    state        TEXT   NOT NULL CHECK (state IN ('draft', 'published', 'counting', 'counted', 'withdrawn')),
    opens        BIGINT NOT NULL CHECK (opens = CAST(opens AS BIGINT)),
    closes       BIGINT NOT NULL CHECK (closes = CAST(closes AS BIGINT)),
    made_by      TEXT   NOT NULL,
    made_at      BIGINT NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    studied_on   TEXT   NOT NULL,
    study_note   TEXT   NOT NULL,
    published_by TEXT   NOT NULL,
    published_at BIGINT CHECK (published_at = CAST(published_at AS BIGINT)),
    roll_units   BIGINT NOT NULL CHECK (roll_units >= 0 AND roll_units = CAST(roll_units AS BIGINT)),
    roll_heads   BIGINT NOT NULL CHECK (roll_heads >= 0 AND roll_heads = CAST(roll_heads AS BIGINT)),
    roll_area    BIGINT NOT NULL CHECK (roll_area >= 0 AND roll_area = CAST(roll_area AS BIGINT)),
    roll_hash    TEXT   NOT NULL,
    ballots      BIGINT NOT NULL CHECK (ballots >= 0 AND ballots = CAST(ballots AS BIGINT)),
    closed_at    BIGINT CHECK (closed_at = CAST(closed_at AS BIGINT)),
    counted_at   BIGINT CHECK (counted_at = CAST(counted_at AS BIGINT)),
    result       TEXT   NOT NULL,
    filed_on     TEXT   NOT NULL,
    filed_as     TEXT   NOT NULL,
    until        TEXT   NOT NULL,
    formal       TEXT   NOT NULL,
    PRIMARY KEY (community, id),
    UNIQUE (community, year, running),
    CHECK (ballots <= roll_units AND opens < closes)
);
CREATE INDEX polls_closing ON polls (community, closes) WHERE state IN ('published', 'counting');
CREATE INDEX polls_topic ON polls (community, topic) WHERE topic <> '';

-- The snapshot of who may vote: one row a unit. A unit that shares another's ballot has no tag.
CREATE TABLE poll_roll (
    community TEXT   NOT NULL,
    poll      TEXT   NOT NULL,
    unit      TEXT   NOT NULL,
    shares    TEXT   NOT NULL,
    tag       TEXT   NOT NULL,
    heads     BIGINT NOT NULL CHECK (heads >= 0 AND heads = CAST(heads AS BIGINT)),
    area      BIGINT NOT NULL CHECK (area >= 0 AND area = CAST(area AS BIGINT)),
    building  TEXT   NOT NULL,
    label     TEXT   NOT NULL,
    PRIMARY KEY (community, poll, unit),
    FOREIGN KEY (community, poll) REFERENCES polls (community, id),
    CHECK ((shares = '') = (tag <> '')),
    CHECK (heads <= 1)
);

-- Which homes belong to one owner, of an owners' poll being prepared. A group's name means nothing.
CREATE TABLE poll_owners (
    community TEXT NOT NULL,
    poll      TEXT NOT NULL,
    household TEXT NOT NULL,
    owner     TEXT NOT NULL,
    PRIMARY KEY (community, poll, household),
    FOREIGN KEY (community, poll) REFERENCES polls (community, id),
    FOREIGN KEY (community, household) REFERENCES households (community, id)
);

-- One ballot a unit, whoever casts it: the one that counts.
CREATE TABLE ballots (
    community TEXT   NOT NULL,
    poll      TEXT   NOT NULL,
    unit      TEXT   NOT NULL,
    seq       BIGINT NOT NULL CHECK (seq > 0 AND seq = CAST(seq AS BIGINT)),
    tag       TEXT   NOT NULL,
    choice    TEXT   NOT NULL,
    nonce     TEXT   NOT NULL,
    channel   TEXT   NOT NULL CHECK (channel IN ('online', 'paper')),
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    voter     TEXT   NOT NULL,
    PRIMARY KEY (community, poll, unit),
    FOREIGN KEY (community, poll, unit) REFERENCES poll_roll (community, poll, unit)
);

-- Of a ballot that another took the place of only its inner hash is kept.
CREATE TABLE ballots_replaced (
    community TEXT   NOT NULL,
    poll      TEXT   NOT NULL,
    unit      TEXT   NOT NULL,
    seq       BIGINT NOT NULL CHECK (seq > 0 AND seq = CAST(seq AS BIGINT)),
    tag       TEXT   NOT NULL,
    inner_hash TEXT  NOT NULL,
    PRIMARY KEY (community, poll, unit, seq),
    FOREIGN KEY (community, poll, unit) REFERENCES ballots (community, poll, unit)
);

-- Printed ballots. void: a later one was printed for the unit.
CREATE TABLE paper_ballots (
    community  TEXT    NOT NULL,
    poll       TEXT    NOT NULL,
    serial     TEXT    NOT NULL,
    unit       TEXT    NOT NULL,
    printed_at BIGINT  NOT NULL CHECK (printed_at = CAST(printed_at AS BIGINT)),
    void       BOOLEAN NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('out', 'once', 'differs', 'in', 'aside')),
    first_by   TEXT    NOT NULL,
    first_at   BIGINT  CHECK (first_at = CAST(first_at AS BIGINT)),
    first_said TEXT    NOT NULL,
    second_by   TEXT   NOT NULL,
    second_at   BIGINT CHECK (second_at = CAST(second_at AS BIGINT)),
    second_said TEXT   NOT NULL,
    PRIMARY KEY (community, poll, serial),
    FOREIGN KEY (community, poll, unit) REFERENCES poll_roll (community, poll, unit),
    CHECK (first_by = '' OR first_by <> second_by)
);
CREATE UNIQUE INDEX paper_ballots_unit ON paper_ballots (community, poll, unit) WHERE NOT void;

-- An outcome may quote a poll, and a poll may be the decision that it was sent to.
ALTER TABLE outcomes ADD COLUMN poll TEXT NOT NULL DEFAULT '';
ALTER TABLE outcomes ADD COLUMN resolved_by TEXT NOT NULL DEFAULT '';

-- A letter may be about a poll.
ALTER TABLE letters ADD COLUMN poll TEXT NOT NULL DEFAULT '';

-- What is removed when it is old enough is found by its time.
CREATE INDEX commands_at ON commands (community, at);
CREATE INDEX proxy_acts_mandate ON proxy_acts (community, mandate);
