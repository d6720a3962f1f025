-- What is said outside of the portal: that something waits in it, and nothing else. id is made of
-- the letter's and the way, so that nothing is said twice. due_at is when it is tried next, or of
-- what is being sent when that must be over.
CREATE TABLE messages (
    community TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    resident  TEXT   NOT NULL,
    way       TEXT   NOT NULL CHECK (way IN ('text', 'mail')),
    class     BIGINT NOT NULL CHECK (class BETWEEN 1 AND 2 AND class = CAST(class AS BIGINT)),
    about     TEXT   NOT NULL,
    made_at   BIGINT NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    due_at    BIGINT NOT NULL CHECK (due_at = CAST(due_at AS BIGINT)),
    state     TEXT   NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'unsure')),
    tries     BIGINT NOT NULL CHECK (tries >= 0 AND tries = CAST(tries AS BIGINT)),
    PRIMARY KEY (community, id),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);
CREATE INDEX messages_due ON messages (community, due_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX messages_resident ON messages (community, resident, made_at);

-- When it was looked at whether a letter is told of in another way as well.
ALTER TABLE letters ADD COLUMN told_at BIGINT CHECK (told_at = CAST(told_at AS BIGINT));
