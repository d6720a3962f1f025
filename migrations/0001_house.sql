-- The house: bodies, people, how they sign in, commands and the public log.
--
-- A row that belongs to a community carries its id first in the key. Times are
-- microseconds of UTC. SQLite stores any value in any column, so whole numbers
-- are checked: c = CAST(c AS BIGINT) is false for a text or a fraction there.

CREATE TABLE settings (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- A body with a board of its own: a community, a street or a district.
CREATE TABLE communities (
    id         TEXT   NOT NULL PRIMARY KEY,
    slug       TEXT   NOT NULL UNIQUE,
    name       TEXT   NOT NULL,
    level      TEXT   NOT NULL CHECK (level IN ('community', 'subdistrict', 'district', 'installation')),
    parent     TEXT   REFERENCES communities (id),
    zone       TEXT   NOT NULL,
    homes      BIGINT NOT NULL CHECK (homes >= 0 AND homes = CAST(homes AS BIGINT)),
    people     BIGINT NOT NULL CHECK (people >= 0 AND people = CAST(people AS BIGINT)),
    phone      TEXT   NOT NULL,
    created_at BIGINT NOT NULL CHECK (created_at = CAST(created_at AS BIGINT))
);
CREATE INDEX communities_parent ON communities (parent, slug);

CREATE TABLE residents (
    community  TEXT   NOT NULL REFERENCES communities (id),
    id         TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    building   TEXT   NOT NULL,
    birth_year BIGINT NOT NULL CHECK (birth_year = CAST(birth_year AS BIGINT)),
    joined_at  BIGINT NOT NULL CHECK (joined_at = CAST(joined_at AS BIGINT)),
    left_at    BIGINT CHECK (left_at = CAST(left_at AS BIGINT)),
    PRIMARY KEY (community, id)
);

-- A role is kept with the person, in the person's own community; body is where it is held.
CREATE TABLE roles (
    community  TEXT   NOT NULL,
    resident   TEXT   NOT NULL,
    body       TEXT   NOT NULL REFERENCES communities (id),
    role       TEXT   NOT NULL,
    from_at    BIGINT NOT NULL CHECK (from_at = CAST(from_at AS BIGINT)),
    to_at      BIGINT NOT NULL CHECK (to_at = CAST(to_at AS BIGINT)),
    granted_by TEXT   NOT NULL,
    PRIMARY KEY (community, resident, body, role, from_at),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id),
    CHECK (from_at <= to_at)
);
CREATE INDEX roles_body ON roles (body, role, to_at);

-- Found by what the browser sends, which names no community: the key is the hash of it.
CREATE TABLE sessions (
    token_hash TEXT   NOT NULL PRIMARY KEY,
    community  TEXT   NOT NULL,
    resident   TEXT   NOT NULL,
    created_at BIGINT NOT NULL CHECK (created_at = CAST(created_at AS BIGINT)),
    seen_at    BIGINT NOT NULL CHECK (seen_at = CAST(seen_at AS BIGINT)),
    expires_at BIGINT NOT NULL CHECK (expires_at = CAST(expires_at AS BIGINT)),
    revoked_at BIGINT CHECK (revoked_at = CAST(revoked_at AS BIGINT)),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);
CREATE INDEX sessions_resident ON sessions (community, resident);

CREATE TABLE sign_in_links (
    token_hash TEXT   NOT NULL PRIMARY KEY,
    community  TEXT   NOT NULL,
    resident   TEXT   NOT NULL,
    made_by    TEXT   NOT NULL,
    made_at    BIGINT NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    expires_at BIGINT NOT NULL CHECK (expires_at = CAST(expires_at AS BIGINT)),
    used_at    BIGINT CHECK (used_at = CAST(used_at AS BIGINT)),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);
CREATE INDEX sign_in_links_resident ON sign_in_links (community, resident);

-- One row a command that took effect, so that the same command again has the same answer and no second effect.
CREATE TABLE commands (
    community TEXT   NOT NULL REFERENCES communities (id),
    id        TEXT   NOT NULL,
    actor     TEXT   NOT NULL,
    verb      TEXT   NOT NULL,
    hash      TEXT   NOT NULL,
    answer    TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, id)
);

-- The public log: one Merkle tree a community, entries counted from 0 without a gap.
CREATE TABLE log_entries (
    community TEXT   NOT NULL REFERENCES communities (id),
    seq       BIGINT NOT NULL CHECK (seq >= 0 AND seq = CAST(seq AS BIGINT)),
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    kind      TEXT   NOT NULL,
    subject   TEXT   NOT NULL,
    leaf      TEXT   NOT NULL,
    PRIMARY KEY (community, seq)
);
CREATE INDEX log_entries_subject ON log_entries (community, subject, seq);

-- Its hashes, in the order of tlog.StoredHashIndex.
CREATE TABLE log_hashes (
    community TEXT   NOT NULL REFERENCES communities (id),
    position  BIGINT NOT NULL CHECK (position >= 0 AND position = CAST(position AS BIGINT)),
    hash      BYTEA  NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (community, position)
);
