-- What organisations do once they are on record.

CREATE INDEX activities_org ON activities (community, org, year, running) WHERE org <> '';

-- What a street buys: its public catalogue. state is that of the last step that was published.
CREATE TABLE purchases (
    body    TEXT   NOT NULL REFERENCES communities (id),
    id      TEXT   NOT NULL,
    year    BIGINT NOT NULL CHECK (year = CAST(year AS BIGINT)),
    running BIGINT NOT NULL CHECK (running > 0 AND running = CAST(running AS BIGINT)),
    state   TEXT   NOT NULL CHECK (state IN ('', 'announced', 'bought', 'delivered', 'ended')),
    version BIGINT NOT NULL CHECK (version > 0 AND version = CAST(version AS BIGINT)),
    content TEXT   NOT NULL,
    reason  TEXT   NOT NULL,
    made_by TEXT   NOT NULL,
    made_at BIGINT NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    PRIMARY KEY (body, id)
);
CREATE UNIQUE INDEX purchases_number ON purchases (body, year, running);

CREATE TABLE purchase_steps (
    body         TEXT   NOT NULL,
    purchase     TEXT   NOT NULL,
    state        TEXT   NOT NULL CHECK (state IN ('announced', 'bought', 'delivered', 'ended')),
    day          TEXT   NOT NULL,
    words        TEXT   NOT NULL,
    seller       TEXT   NOT NULL,
    community    TEXT   NOT NULL,
    org          TEXT   NOT NULL,
    cents        BIGINT NOT NULL CHECK (cents >= 0 AND cents = CAST(cents AS BIGINT)),
    paper        TEXT   NOT NULL,
    written_by   TEXT   NOT NULL,
    written_at   BIGINT NOT NULL CHECK (written_at = CAST(written_at AS BIGINT)),
    published_by TEXT   NOT NULL,
    published_at BIGINT CHECK (published_at = CAST(published_at AS BIGINT)),
    PRIMARY KEY (body, purchase, state),
    FOREIGN KEY (body, purchase) REFERENCES purchases (body, id)
);
CREATE UNIQUE INDEX purchase_steps_waiting ON purchase_steps (body, purchase) WHERE published_by = '';
CREATE INDEX purchase_steps_org ON purchase_steps (community, org) WHERE org <> '';

-- Who is asked to speak for an organisation, and has not answered; word is the organisation's,
-- in writing, where the committee asks in its stead.
CREATE TABLE organisation_asked (
    community    TEXT   NOT NULL,
    organisation TEXT   NOT NULL,
    resident     TEXT   NOT NULL,
    word         TEXT   NOT NULL,
    made_by      TEXT   NOT NULL,
    made_at      BIGINT NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    PRIMARY KEY (community, organisation, resident),
    FOREIGN KEY (community, organisation) REFERENCES organisations (community, id)
);
CREATE INDEX organisation_asked_resident ON organisation_asked (community, resident);
