-- What residents, organisations and units need and offer, and what came together.

-- What is needed and offered in the community. org is an organisation, unit the name of a unit of the area.
CREATE TABLE listings (
    community    TEXT   NOT NULL REFERENCES communities (id),
    id           TEXT   NOT NULL,
    side         TEXT   NOT NULL CHECK (side IN ('need', 'offer')),
    good         TEXT   NOT NULL CHECK (good IN ('skill', 'hands', 'room', 'thing', 'other')),
    title        TEXT   NOT NULL,
    about        TEXT   NOT NULL,
    org          TEXT   NOT NULL,
    unit         TEXT   NOT NULL,
    state        TEXT   NOT NULL CHECK (state IN ('waiting', 'open', 'taken', 'closed')),
    reason       TEXT   NOT NULL,
    made_by      TEXT   NOT NULL,
    made_at      BIGINT NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    published_by TEXT   NOT NULL,
    PRIMARY KEY (community, id)
);
CREATE INDEX listings_state ON listings (community, state, made_at, id);

-- A need and an offer brought together; need_by and offer_by are who agreed for each side.
CREATE TABLE matches (
    community  TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    need       TEXT   NOT NULL,
    offer      TEXT   NOT NULL,
    terms      TEXT   NOT NULL,
    state      TEXT   NOT NULL CHECK (state IN ('proposed', 'agreed', 'done', 'dropped')),
    made_by    TEXT   NOT NULL,
    made_at    BIGINT NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    need_by    TEXT   NOT NULL,
    offer_by   TEXT   NOT NULL,
    done_at    BIGINT CHECK (done_at = CAST(done_at AS BIGINT)),
    need_rate  BIGINT NOT NULL CHECK (need_rate BETWEEN 0 AND 5 AND need_rate = CAST(need_rate AS BIGINT)),
    offer_rate BIGINT NOT NULL CHECK (offer_rate BETWEEN 0 AND 5 AND offer_rate = CAST(offer_rate AS BIGINT)),
    PRIMARY KEY (community, id),
    FOREIGN KEY (community, need) REFERENCES listings (community, id),
    FOREIGN KEY (community, offer) REFERENCES listings (community, id)
);
CREATE UNIQUE INDEX matches_need ON matches (community, need) WHERE state <> 'dropped';
