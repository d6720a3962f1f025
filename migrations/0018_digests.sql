-- How somebody wishes to be told, where they chose; a digest of a week, once a person; and what
-- was sent by other ways than the portal. day counts from Monday, 0 to 6; hours are of the zone.
CREATE TABLE telling_choices (
    community   TEXT    NOT NULL,
    resident    TEXT    NOT NULL,
    digest      BOOLEAN NOT NULL,
    day         BIGINT  NOT NULL CHECK (day BETWEEN 0 AND 6 AND day = CAST(day AS BIGINT)),
    hour        BIGINT  NOT NULL CHECK (hour BETWEEN 0 AND 23 AND hour = CAST(hour AS BIGINT)),
    quiet_from  BIGINT  NOT NULL CHECK (quiet_from BETWEEN 0 AND 23 AND quiet_from = CAST(quiet_from AS BIGINT)),
    quiet_until BIGINT  NOT NULL CHECK (quiet_until BETWEEN 0 AND 23 AND quiet_until = CAST(quiet_until AS BIGINT)),
    text_yours  BOOLEAN NOT NULL,
    text_digest BOOLEAN NOT NULL,
    mail_yours  BOOLEAN NOT NULL,
    mail_digest BOOLEAN NOT NULL,
    changed_at  BIGINT  NOT NULL CHECK (changed_at = CAST(changed_at AS BIGINT)),
    PRIMARY KEY (community, resident),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);

-- week is the Monday of the week in which it was made; things is 0 where nothing was new.
CREATE TABLE digests (
    community TEXT   NOT NULL,
    resident  TEXT   NOT NULL,
    week      TEXT   NOT NULL,
    until_day TEXT   NOT NULL,
    days      BIGINT NOT NULL CHECK (days BETWEEN 1 AND 14 AND days = CAST(days AS BIGINT)),
    things    BIGINT NOT NULL CHECK (things >= 0 AND things = CAST(things AS BIGINT)),
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, resident, week),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);
CREATE INDEX digests_at ON digests (community, at);

-- about is what else a letter leads to: the day and the days of a digest.
ALTER TABLE letters ADD COLUMN about TEXT NOT NULL DEFAULT '';

-- What was done in public within a time. Ballots are many and no news.
CREATE INDEX log_entries_at ON log_entries (community, at, seq) WHERE kind <> 'ballots-cast';
