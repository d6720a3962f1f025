-- Who is who: households and who lives in them, invitations on paper, the ways of
-- signing in, consent, help for those who need it, and who did what at a desk.

-- Each community says how it takes people in.
ALTER TABLE communities ADD COLUMN confirm_each BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE communities ADD COLUMN letter_days BIGINT NOT NULL DEFAULT 60 CHECK (letter_days BETWEEN 0 AND 365 AND letter_days = CAST(letter_days AS BIGINT));

-- adult: has said to be 18 or older. birth_year is kept of minors only (0 of everybody else).
-- Who is not confirmed reads and does not count. Who has left and was erased keeps a row without a name.
ALTER TABLE residents ADD COLUMN adult BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE residents ADD COLUMN confirmed_at BIGINT CHECK (confirmed_at = CAST(confirmed_at AS BIGINT));
ALTER TABLE residents ADD COLUMN confirmed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE residents ADD COLUMN erased_at BIGINT CHECK (erased_at = CAST(erased_at AS BIGINT));
UPDATE residents SET confirmed_at = joined_at;
CREATE INDEX residents_unconfirmed ON residents (community, joined_at, id) WHERE confirmed_at IS NULL AND left_at IS NULL;

-- A home as the committee's office lists it. area is in 0.01 m², 0 where unknown; so is adults.
CREATE TABLE households (
    community  TEXT   NOT NULL REFERENCES communities (id),
    id         TEXT   NOT NULL,
    building   TEXT   NOT NULL,
    unit       TEXT   NOT NULL,
    room       TEXT   NOT NULL,
    adults     BIGINT NOT NULL CHECK (adults BETWEEN 0 AND 99 AND adults = CAST(adults AS BIGINT)),
    tenure     TEXT   NOT NULL CHECK (tenure IN ('', 'owner', 'tenant')),
    area       BIGINT NOT NULL CHECK (area >= 0 AND area = CAST(area AS BIGINT)),
    added_at   BIGINT NOT NULL CHECK (added_at = CAST(added_at AS BIGINT)),
    changed_at BIGINT NOT NULL CHECK (changed_at = CAST(changed_at AS BIGINT)),
    gone_at    BIGINT CHECK (gone_at = CAST(gone_at AS BIGINT)),
    PRIMARY KEY (community, id),
    UNIQUE (community, building, unit, room)
);
-- In the order in which people read them: 2 号楼 before 10 号楼.
CREATE INDEX households_order ON households (community, length(building), building, length(unit), unit, length(room), room, id) WHERE gone_at IS NULL;

-- Who lives where. Somebody may live in two homes and is still one person.
CREATE TABLE homes (
    community TEXT   NOT NULL,
    household TEXT   NOT NULL,
    resident  TEXT   NOT NULL,
    since     BIGINT NOT NULL CHECK (since = CAST(since AS BIGINT)),
    until     BIGINT CHECK (until = CAST(until AS BIGINT)),
    PRIMARY KEY (community, household, resident),
    FOREIGN KEY (community, household) REFERENCES households (community, id),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);
CREATE INDEX homes_resident ON homes (community, resident);

-- Roles again, with a scope: the household a representative speaks for, the building
-- of a stairwell head, the team of a leader; '' where a role is for the whole body.
CREATE TABLE roles_with_scope (
    community  TEXT   NOT NULL,
    resident   TEXT   NOT NULL,
    body       TEXT   NOT NULL REFERENCES communities (id),
    role       TEXT   NOT NULL,
    scope      TEXT   NOT NULL,
    from_at    BIGINT NOT NULL CHECK (from_at = CAST(from_at AS BIGINT)),
    to_at      BIGINT NOT NULL CHECK (to_at = CAST(to_at AS BIGINT)),
    granted_by TEXT   NOT NULL,
    ended_by   TEXT   NOT NULL,
    PRIMARY KEY (community, resident, body, role, scope, from_at),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id),
    CHECK (from_at <= to_at)
);
INSERT INTO roles_with_scope (community, resident, body, role, scope, from_at, to_at, granted_by, ended_by)
    SELECT community, resident, body, role, '', from_at, to_at, granted_by, '' FROM roles;
DROP TABLE roles;
ALTER TABLE roles_with_scope RENAME TO roles;
CREATE INDEX roles_body ON roles (body, role, scope, to_at);

-- A letter to a household: a QR code of 256 random bits and a code to be typed. Neither
-- is kept: only the hash of the one, and the password hash of the other, found by its number.
CREATE TABLE invitations (
    community  TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    number     BIGINT NOT NULL CHECK (number > 0 AND number = CAST(number AS BIGINT)),
    household  TEXT   NOT NULL,
    token_hash TEXT   NOT NULL UNIQUE,
    code_hash  TEXT   NOT NULL,
    slots      BIGINT NOT NULL CHECK (slots BETWEEN 1 AND 99 AND slots = CAST(slots AS BIGINT)),
    made_by    TEXT   NOT NULL,
    made_at    BIGINT NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    expires_at BIGINT NOT NULL CHECK (expires_at = CAST(expires_at AS BIGINT)),
    revoked_at BIGINT CHECK (revoked_at = CAST(revoked_at AS BIGINT)),
    PRIMARY KEY (community, id),
    UNIQUE (community, number),
    FOREIGN KEY (community, household) REFERENCES households (community, id)
);
CREATE INDEX invitations_household ON invitations (community, household, made_at);

-- One row a slot used: adults up to the letter's slots, minors apart.
CREATE TABLE invitation_uses (
    community  TEXT   NOT NULL,
    invitation TEXT   NOT NULL,
    kind       TEXT   NOT NULL CHECK (kind IN ('adult', 'minor')),
    slot       BIGINT NOT NULL CHECK (slot > 0 AND slot = CAST(slot AS BIGINT)),
    resident   TEXT   NOT NULL,
    used_at    BIGINT NOT NULL CHECK (used_at = CAST(used_at AS BIGINT)),
    PRIMARY KEY (community, invitation, kind, slot),
    FOREIGN KEY (community, invitation) REFERENCES invitations (community, id),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);

-- A telephone number that its owner has proved with a code: for sign-in, and nothing else without consent.
CREATE TABLE phones (
    community   TEXT   NOT NULL,
    resident    TEXT   NOT NULL,
    phone       TEXT   NOT NULL,
    verified_at BIGINT NOT NULL CHECK (verified_at = CAST(verified_at AS BIGINT)),
    PRIMARY KEY (community, resident),
    UNIQUE (community, phone),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);

-- Codes that work once and soon expire: given in person, or sent to a telephone. One
-- sent to a number that nobody has is a row as well, with no resident, so that both look alike.
CREATE TABLE one_time_codes (
    community  TEXT   NOT NULL REFERENCES communities (id),
    id         TEXT   NOT NULL,
    number     BIGINT NOT NULL CHECK (number > 0 AND number = CAST(number AS BIGINT)),
    purpose    TEXT   NOT NULL CHECK (purpose IN ('in-person', 'phone-sign-in', 'phone-check')),
    resident   TEXT   NOT NULL,
    phone      TEXT   NOT NULL,
    code_hash  TEXT   NOT NULL,
    made_by    TEXT   NOT NULL,
    made_at    BIGINT NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    expires_at BIGINT NOT NULL CHECK (expires_at = CAST(expires_at AS BIGINT)),
    tries      BIGINT NOT NULL DEFAULT 0 CHECK (tries >= 0 AND tries = CAST(tries AS BIGINT)),
    used_at    BIGINT CHECK (used_at = CAST(used_at AS BIGINT)),
    PRIMARY KEY (community, id),
    UNIQUE (community, number)
);
CREATE INDEX one_time_codes_resident ON one_time_codes (community, resident, purpose);
CREATE INDEX one_time_codes_expiry ON one_time_codes (expires_at);

-- Passkeys, each with its whole credential as the library made it. Found by what the
-- browser sends, which names no community.
CREATE TABLE passkeys (
    credential_id TEXT   NOT NULL PRIMARY KEY,
    community     TEXT   NOT NULL,
    resident      TEXT   NOT NULL,
    handle        TEXT   NOT NULL,
    credential    TEXT   NOT NULL,
    label         TEXT   NOT NULL,
    added_at      BIGINT NOT NULL CHECK (added_at = CAST(added_at AS BIGINT)),
    used_at       BIGINT CHECK (used_at = CAST(used_at AS BIGINT)),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);
CREATE INDEX passkeys_resident ON passkeys (community, resident, added_at);
CREATE INDEX passkeys_handle ON passkeys (handle);

-- What the server must remember between asking for a passkey and its answer; used once.
CREATE TABLE passkey_ceremonies (
    token_hash TEXT   NOT NULL PRIMARY KEY,
    kind       TEXT   NOT NULL CHECK (kind IN ('register', 'sign-in')),
    community  TEXT   NOT NULL,
    resident   TEXT   NOT NULL,
    data       TEXT   NOT NULL,
    expires_at BIGINT NOT NULL CHECK (expires_at = CAST(expires_at AS BIGINT)),
    used_at    BIGINT CHECK (used_at = CAST(used_at AS BIGINT))
);
CREATE INDEX passkey_ceremonies_expiry ON passkey_ceremonies (expires_at);

-- method: how the session began. proved_at: when it last proved by a passkey who it is.
-- helps: the mandate under which it acts for somebody else, until helps_until.
ALTER TABLE sessions ADD COLUMN method TEXT NOT NULL DEFAULT 'link';
ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN proved_at BIGINT CHECK (proved_at = CAST(proved_at AS BIGINT));
ALTER TABLE sessions ADD COLUMN helps TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN helps_until BIGINT CHECK (helps_until = CAST(helps_until AS BIGINT));

-- Each time consent was given or taken back; the last of a purpose is what holds.
CREATE TABLE consents (
    community TEXT    NOT NULL,
    resident  TEXT    NOT NULL,
    purpose   TEXT    NOT NULL,
    at        BIGINT  NOT NULL CHECK (at = CAST(at AS BIGINT)),
    given     BOOLEAN NOT NULL,
    version   BIGINT  NOT NULL CHECK (version > 0 AND version = CAST(version AS BIGINT)),
    text_hash TEXT    NOT NULL,
    channel   TEXT    NOT NULL CHECK (channel IN ('online', 'paper', 'in-person')),
    noted_by  TEXT    NOT NULL,
    PRIMARY KEY (community, resident, purpose, at, given),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);

-- Somebody's leave that another may act for them: an elder's helper, or a child's guardian.
CREATE TABLE mandates (
    community TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    person    TEXT   NOT NULL,
    helper    TEXT   NOT NULL,
    kind      TEXT   NOT NULL CHECK (kind IN ('relative', 'stairwell_head', 'committee', 'guardian')),
    channel   TEXT   NOT NULL CHECK (channel IN ('online', 'paper', 'in-person')),
    paper     TEXT   NOT NULL,
    made_by   TEXT   NOT NULL,
    from_at   BIGINT NOT NULL CHECK (from_at = CAST(from_at AS BIGINT)),
    to_at     BIGINT NOT NULL CHECK (to_at = CAST(to_at AS BIGINT)),
    ended_by  TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (community, id),
    FOREIGN KEY (community, person) REFERENCES residents (community, id),
    FOREIGN KEY (community, helper) REFERENCES residents (community, id),
    CHECK (person <> helper AND from_at <= to_at)
);
CREATE INDEX mandates_person ON mandates (community, person);
CREATE INDEX mandates_helper ON mandates (community, helper);

-- What was done by a helper; a thing made by a command has the command's id.
CREATE TABLE proxy_acts (
    community TEXT   NOT NULL,
    command   TEXT   NOT NULL,
    mandate   TEXT   NOT NULL,
    person    TEXT   NOT NULL,
    helper    TEXT   NOT NULL,
    verb      TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, command),
    FOREIGN KEY (community, mandate) REFERENCES mandates (community, id)
);
CREATE INDEX proxy_acts_person ON proxy_acts (community, person, at);

-- Who did what when: acts of offices, refusals, sign-ins. Rows are added and, when they
-- are old enough, removed; nothing changes one.
CREATE TABLE audit (
    community  TEXT   NOT NULL REFERENCES communities (id),
    at         BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    id         TEXT   NOT NULL,
    actor_home TEXT   NOT NULL,
    actor      TEXT   NOT NULL,
    role       TEXT   NOT NULL,
    action     TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    result     TEXT   NOT NULL CHECK (result IN ('done', 'refused', 'seen')),
    reason     TEXT   NOT NULL,
    PRIMARY KEY (community, at, id)
);
CREATE INDEX audit_actor ON audit (community, actor_home, actor, at);

-- Tries counted in windows of time, for all servers together. A bucket's name is a hash.
CREATE TABLE limits (
    bucket TEXT   NOT NULL PRIMARY KEY,
    since  BIGINT NOT NULL CHECK (since = CAST(since AS BIGINT)),
    tries  BIGINT NOT NULL CHECK (tries >= 0 AND tries = CAST(tries AS BIGINT))
);
CREATE INDEX limits_since ON limits (since);

-- A list of households that was uploaded and waits to be looked over and confirmed.
CREATE TABLE roster_drafts (
    community  TEXT   NOT NULL REFERENCES communities (id),
    id         TEXT   NOT NULL,
    made_by    TEXT   NOT NULL,
    made_at    BIGINT NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    expires_at BIGINT NOT NULL CHECK (expires_at = CAST(expires_at AS BIGINT)),
    file_name  TEXT   NOT NULL,
    content    TEXT   NOT NULL,
    PRIMARY KEY (community, id)
);
