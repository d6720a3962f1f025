-- What organisations say once a year, and what they report before it begins.

-- content is what the note says, as JSON, written and read as a whole.
CREATE TABLE organisation_notes (
    community    TEXT   NOT NULL,
    organisation TEXT   NOT NULL,
    year         BIGINT NOT NULL CHECK (year = CAST(year AS BIGINT)),
    state        TEXT   NOT NULL CHECK (state IN ('draft', 'handed', 'returned', 'read')),
    version      BIGINT NOT NULL CHECK (version > 0 AND version = CAST(version AS BIGINT)),
    content      TEXT   NOT NULL,
    reason       TEXT   NOT NULL,
    written_by   TEXT   NOT NULL,
    written_at   BIGINT NOT NULL CHECK (written_at = CAST(written_at AS BIGINT)),
    handed_by    TEXT   NOT NULL,
    handed_at    BIGINT CHECK (handed_at = CAST(handed_at AS BIGINT)),
    read_by      TEXT   NOT NULL,
    read_at      BIGINT CHECK (read_at = CAST(read_at AS BIGINT)),
    PRIMARY KEY (community, organisation, year),
    FOREIGN KEY (community, organisation) REFERENCES organisations (community, id),
    CHECK (state NOT IN ('handed', 'read') OR handed_at IS NOT NULL),
    CHECK (state <> 'read' OR read_at IS NOT NULL)
);
CREATE INDEX organisation_notes_waiting ON organisation_notes (community, state, handed_at) WHERE state = 'handed';

-- Which organisations were reminded of which year.
CREATE TABLE organisation_reminders (
    community    TEXT   NOT NULL,
    organisation TEXT   NOT NULL,
    year         BIGINT NOT NULL CHECK (year = CAST(year AS BIGINT)),
    at           BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, organisation, year),
    FOREIGN KEY (community, organisation) REFERENCES organisations (community, id)
);

CREATE TABLE organisation_events (
    community    TEXT   NOT NULL,
    organisation TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    state        TEXT   NOT NULL CHECK (state IN ('reported', 'asked', 'noted', 'withdrawn')),
    version      BIGINT NOT NULL CHECK (version > 0 AND version = CAST(version AS BIGINT)),
    activity     TEXT   NOT NULL,
    starts       BIGINT NOT NULL CHECK (starts = CAST(starts AS BIGINT)),
    content      TEXT   NOT NULL,
    question     TEXT   NOT NULL,
    made_by      TEXT   NOT NULL,
    reported_at  BIGINT NOT NULL CHECK (reported_at = CAST(reported_at AS BIGINT)),
    read_by      TEXT   NOT NULL,
    noted_at     BIGINT CHECK (noted_at = CAST(noted_at AS BIGINT)),
    PRIMARY KEY (community, organisation, id),
    FOREIGN KEY (community, organisation) REFERENCES organisations (community, id),
    CHECK (state NOT IN ('noted', 'withdrawn') OR noted_at IS NOT NULL)
);
CREATE INDEX organisation_events_waiting ON organisation_events (community, state, starts) WHERE state = 'reported';
CREATE INDEX organisation_events_activity ON organisation_events (community, activity) WHERE activity <> '';
