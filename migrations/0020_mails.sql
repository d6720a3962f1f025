-- Where somebody is told by mail: an address that they proved to be theirs, for nothing else.
-- leave_hash is of the token that stands in every mail and ends them; the token is kept nowhere.
CREATE TABLE mail_addresses (
    community    TEXT   NOT NULL,
    resident     TEXT   NOT NULL,
    address      TEXT   NOT NULL,
    leave_hash   TEXT   NOT NULL,
    confirmed_at BIGINT NOT NULL CHECK (confirmed_at = CAST(confirmed_at AS BIGINT)),
    PRIMARY KEY (community, resident),
    UNIQUE (community, leave_hash),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);

-- An address that somebody says is theirs, until whoever has it opens the link that was sent there.
CREATE TABLE mail_checks (
    community  TEXT   NOT NULL,
    resident   TEXT   NOT NULL,
    address    TEXT   NOT NULL,
    token_hash TEXT   NOT NULL,
    made_at    BIGINT NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    expires_at BIGINT NOT NULL CHECK (expires_at = CAST(expires_at AS BIGINT)),
    PRIMARY KEY (community, resident),
    UNIQUE (community, token_hash),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);

-- When people were reminded, the evening before, of a meeting.
ALTER TABLE meetings ADD COLUMN reminded_at BIGINT CHECK (reminded_at = CAST(reminded_at AS BIGINT));
