-- Social organisations of the community, who speaks for them, and their documents.

-- content is what is filed, asked what is asked for, private what only its contacts, the
-- committee and the street read: each one text of JSON, written and read as a whole.
CREATE TABLE organisations (
    community TEXT    NOT NULL REFERENCES communities (id),
    id        TEXT    NOT NULL,
    year      BIGINT  NOT NULL CHECK (year = CAST(year AS BIGINT)),
    running   BIGINT  NOT NULL CHECK (running >= 0 AND running = CAST(running AS BIGINT)),
    kind      TEXT    NOT NULL CHECK (kind IN ('filed', 'registered')),
    state     TEXT    NOT NULL CHECK (state IN ('applying', 'filed', 'closed')),
    request   TEXT    NOT NULL CHECK (request IN ('', 'draft', 'submitted', 'reviewed', 'returned')),
    renewal   BOOLEAN NOT NULL,
    version   BIGINT  NOT NULL CHECK (version > 0 AND version = CAST(version AS BIGINT)),
    name      TEXT    NOT NULL,
    content   TEXT    NOT NULL,
    asked     TEXT    NOT NULL,
    private   TEXT    NOT NULL,
    reason    TEXT    NOT NULL,
    word      TEXT    NOT NULL,
    made_by   TEXT    NOT NULL,
    made_at   BIGINT  NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    asked_at  BIGINT  CHECK (asked_at = CAST(asked_at AS BIGINT)),
    review_by TEXT    NOT NULL,
    filed_at  BIGINT  CHECK (filed_at = CAST(filed_at AS BIGINT)),
    until     TEXT    NOT NULL,
    closed_at BIGINT  CHECK (closed_at = CAST(closed_at AS BIGINT)),
    PRIMARY KEY (community, id),
    CHECK (state <> 'filed' OR running > 0 AND until <> '')
);
CREATE UNIQUE INDEX organisations_number ON organisations (community, year, running) WHERE running > 0;
CREATE UNIQUE INDEX organisations_name ON organisations (community, name) WHERE state <> 'closed';
CREATE INDEX organisations_state ON organisations (community, state, name, id);
CREATE INDEX organisations_request ON organisations (community, request, asked_at, id) WHERE request IN ('submitted', 'reviewed');

CREATE TABLE organisation_contacts (
    community    TEXT    NOT NULL,
    organisation TEXT    NOT NULL,
    resident     TEXT    NOT NULL,
    lead         BOOLEAN NOT NULL,
    phone        TEXT    NOT NULL,
    since        BIGINT  NOT NULL CHECK (since = CAST(since AS BIGINT)),
    PRIMARY KEY (community, organisation, resident),
    FOREIGN KEY (community, organisation) REFERENCES organisations (community, id)
);
CREATE INDEX organisation_contacts_resident ON organisation_contacts (community, resident);

CREATE TABLE organisation_files (
    community    TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    organisation TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    kind         TEXT   NOT NULL CHECK (kind IN ('pdf', 'jpeg')),
    size         BIGINT NOT NULL CHECK (size > 0 AND size = CAST(size AS BIGINT)),
    body         BYTEA  NOT NULL CHECK (length(body) = size),
    by_whom      TEXT   NOT NULL,
    at           BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, id),
    FOREIGN KEY (community, organisation) REFERENCES organisations (community, id)
);
CREATE INDEX organisation_files_organisation ON organisation_files (community, organisation, at, id);
