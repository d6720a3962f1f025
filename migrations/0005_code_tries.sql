-- Wrong tries at the code of a room, so that nobody finds it by trying all.
CREATE TABLE code_tries (
    community TEXT   NOT NULL,
    meeting   TEXT   NOT NULL,
    resident  TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    command   TEXT   NOT NULL,
    PRIMARY KEY (community, meeting, resident, at, command),
    FOREIGN KEY (community, meeting) REFERENCES meetings (community, id),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);
