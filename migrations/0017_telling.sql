-- Somebody's calendar by an address of their own: 256 random bits, of which only the hash is
-- kept. Whoever makes another has one, and the one before is dead.
CREATE TABLE calendar_feeds (
    community  TEXT   NOT NULL,
    resident   TEXT   NOT NULL,
    token_hash TEXT   NOT NULL,
    made_at    BIGINT NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    PRIMARY KEY (community, resident),
    UNIQUE (community, token_hash),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);
