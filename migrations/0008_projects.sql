-- The public-opinion project: opinion calls and their answers, projects and their way.

-- content is what of a call is fixed at publication, as JSON, written and read as a whole.
CREATE TABLE calls (
    community    TEXT   NOT NULL REFERENCES communities (id),
    id           TEXT   NOT NULL,
    year         BIGINT NOT NULL CHECK (year = CAST(year AS BIGINT)),
    running      BIGINT NOT NULL CHECK (running > 0 AND running = CAST(running AS BIGINT)),
    state        TEXT   NOT NULL CHECK (state IN ('draft', 'published', 'closed', 'withdrawn')),
    purpose      TEXT   NOT NULL CHECK (purpose IN ('needs', 'project', 'look-back')),
    project      TEXT   NOT NULL,
    title        TEXT   NOT NULL,
    content      TEXT   NOT NULL,
    made_by      TEXT   NOT NULL,
    made_at      BIGINT NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    published_by TEXT   NOT NULL,
    published_at BIGINT CHECK (published_at = CAST(published_at AS BIGINT)),
    opens        BIGINT NOT NULL CHECK (opens = CAST(opens AS BIGINT)),
    closes       BIGINT NOT NULL CHECK (closes = CAST(closes AS BIGINT)),
    closed_at    BIGINT CHECK (closed_at = CAST(closed_at AS BIGINT)),
    result       TEXT   NOT NULL,
    PRIMARY KEY (community, id),
    UNIQUE (community, year, running),
    CHECK (opens < closes)
);
CREATE INDEX calls_closing ON calls (community, closes) WHERE state = 'published';
CREATE INDEX calls_project ON calls (community, project) WHERE project <> '';

-- One answer a unit. community is where the unit lives, body whose call it is. choices says
-- what was chosen, question by question: "1:2 3:1,4"; texts stand apart.
CREATE TABLE call_answers (
    community TEXT   NOT NULL,
    body      TEXT   NOT NULL,
    call      TEXT   NOT NULL,
    unit      TEXT   NOT NULL,
    building  TEXT   NOT NULL,
    choices   TEXT   NOT NULL,
    channel   TEXT   NOT NULL CHECK (channel IN ('online', 'door', 'paper')),
    by_whom   TEXT   NOT NULL,
    ref       TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, body, call, unit),
    FOREIGN KEY (body, call) REFERENCES calls (community, id)
);
-- Everything that is summed up stands in the index, so that no row is looked up for it.
CREATE INDEX call_answers_call ON call_answers (body, call, community, building, channel, choices);
CREATE UNIQUE INDEX call_answers_ref ON call_answers (community, body, call, ref) WHERE ref <> '';

-- The texts of an answer, for the desk; theme is under which heading the desk has put one.
CREATE TABLE call_words (
    community TEXT NOT NULL,
    body      TEXT NOT NULL,
    call      TEXT NOT NULL,
    unit      TEXT NOT NULL,
    question  TEXT NOT NULL,
    words     TEXT NOT NULL,
    theme     TEXT NOT NULL,
    PRIMARY KEY (community, body, call, unit, question),
    FOREIGN KEY (community, body, call, unit) REFERENCES call_answers (community, body, call, unit) ON UPDATE CASCADE
);
CREATE INDEX call_words_call ON call_words (body, call, theme);

-- Answers that came for a unit which had one already, counted and dropped.
CREATE TABLE call_drops (
    community TEXT   NOT NULL,
    body      TEXT   NOT NULL,
    call      TEXT   NOT NULL,
    channel   TEXT   NOT NULL CHECK (channel IN ('online', 'door', 'paper')),
    n         BIGINT NOT NULL CHECK (n > 0 AND n = CAST(n AS BIGINT)),
    PRIMARY KEY (community, body, call, channel),
    FOREIGN KEY (body, call) REFERENCES calls (community, id)
);

-- What is needed, by theme, from a call, a topic of the month, or counts of 12345 cases.
CREATE TABLE needs (
    community TEXT   NOT NULL REFERENCES communities (id),
    id        TEXT   NOT NULL,
    theme     TEXT   NOT NULL,
    source    TEXT   NOT NULL CHECK (source IN ('call', 'topic', 'hotline')),
    ref       TEXT   NOT NULL,
    n         BIGINT NOT NULL CHECK (n > 0 AND n = CAST(n AS BIGINT)),
    since     TEXT   NOT NULL,
    until     TEXT   NOT NULL,
    by_whom   TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, id),
    UNIQUE (community, source, ref, theme)
);

CREATE TABLE projects (
    community   TEXT   NOT NULL REFERENCES communities (id),
    id          TEXT   NOT NULL,
    year        BIGINT NOT NULL CHECK (year = CAST(year AS BIGINT)),
    running     BIGINT NOT NULL CHECK (running > 0 AND running = CAST(running AS BIGINT)),
    stage       TEXT   NOT NULL CHECK (stage IN ('collect', 'negotiate', 'deliver', 'evaluate', 'closed', 'dropped')),
    version     BIGINT NOT NULL CHECK (version > 0 AND version = CAST(version AS BIGINT)),
    title       TEXT   NOT NULL,
    topic_of    TEXT   NOT NULL,
    topic       TEXT   NOT NULL,
    content     TEXT   NOT NULL,
    made_by     TEXT   NOT NULL,
    made_at     BIGINT NOT NULL CHECK (made_at = CAST(made_at AS BIGINT)),
    approved_by TEXT   NOT NULL,
    approved_at BIGINT CHECK (approved_at = CAST(approved_at AS BIGINT)),
    started_at  BIGINT CHECK (started_at = CAST(started_at AS BIGINT)),
    changed_at  BIGINT NOT NULL CHECK (changed_at = CAST(changed_at AS BIGINT)),
    due_at      BIGINT CHECK (due_at = CAST(due_at AS BIGINT)),
    PRIMARY KEY (community, id),
    UNIQUE (community, year, running)
);
CREATE INDEX projects_stage ON projects (community, stage, changed_at, id);
CREATE INDEX projects_topic ON projects (topic_of, topic) WHERE topic <> '';
CREATE INDEX projects_due ON projects (community, due_at) WHERE due_at IS NOT NULL;

CREATE TABLE project_dissents (
    community  TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    project    TEXT    NOT NULL,
    resident   TEXT,
    home       TEXT,
    building   TEXT    NOT NULL,
    stance     TEXT    NOT NULL CHECK (stance IN ('partly', 'against')),
    words      TEXT    NOT NULL,
    shown      BOOLEAN NOT NULL,
    noted_by   TEXT    NOT NULL,
    paper      TEXT    NOT NULL,
    at         BIGINT  NOT NULL CHECK (at = CAST(at AS BIGINT)),
    changed    TEXT    NOT NULL,
    changed_at BIGINT  CHECK (changed_at = CAST(changed_at AS BIGINT)),
    changed_by TEXT    NOT NULL,
    until      BIGINT  CHECK (until = CAST(until AS BIGINT)),
    then_said  TEXT    NOT NULL CHECK (then_said IN ('', 'agrees', 'partly', 'against')),
    then_at    BIGINT  CHECK (then_at = CAST(then_at AS BIGINT)),
    PRIMARY KEY (community, id),
    UNIQUE (community, body, project, resident),
    UNIQUE (community, body, project, home),
    CHECK ((resident IS NULL) <> (home IS NULL)),
    FOREIGN KEY (body, project) REFERENCES projects (community, id),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id),
    FOREIGN KEY (community, home) REFERENCES households (community, id)
);
CREATE INDEX project_dissents_project ON project_dissents (body, project, at, id);

-- plan is the changed plan of a change, as JSON; "" of an approval.
CREATE TABLE project_notices (
    community TEXT   NOT NULL,
    project   TEXT   NOT NULL,
    seq       BIGINT NOT NULL CHECK (seq > 0 AND seq = CAST(seq AS BIGINT)),
    kind      TEXT   NOT NULL CHECK (kind IN ('approval', 'change')),
    words     TEXT   NOT NULL,
    cost      BIGINT NOT NULL CHECK (cost >= 0 AND cost = CAST(cost AS BIGINT)),
    plan      TEXT   NOT NULL,
    from_day  TEXT   NOT NULL,
    until     BIGINT NOT NULL CHECK (until = CAST(until AS BIGINT)),
    source    TEXT   NOT NULL,
    closed_at BIGINT CHECK (closed_at = CAST(closed_at AS BIGINT)),
    by_whom   TEXT   NOT NULL,
    PRIMARY KEY (community, project, seq),
    FOREIGN KEY (community, project) REFERENCES projects (community, id)
);
CREATE INDEX project_notices_open ON project_notices (community, until) WHERE closed_at IS NULL;

CREATE TABLE project_objections (
    community TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    body      TEXT   NOT NULL,
    project   TEXT   NOT NULL,
    notice    BIGINT NOT NULL CHECK (notice > 0 AND notice = CAST(notice AS BIGINT)),
    resident  TEXT   NOT NULL,
    words     TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    due       BIGINT NOT NULL CHECK (due = CAST(due AS BIGINT)),
    reply     TEXT   NOT NULL,
    reply_at  BIGINT CHECK (reply_at = CAST(reply_at AS BIGINT)),
    reply_by  TEXT   NOT NULL,
    PRIMARY KEY (community, id),
    UNIQUE (community, body, project, notice, resident),
    FOREIGN KEY (body, project, notice) REFERENCES project_notices (community, project, seq),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);
CREATE INDEX project_objections_project ON project_objections (body, project, notice, at);

CREATE TABLE project_clearances (
    community  TEXT   NOT NULL,
    project    TEXT   NOT NULL,
    seq        BIGINT NOT NULL CHECK (seq > 0 AND seq = CAST(seq AS BIGINT)),
    to_body    TEXT   NOT NULL REFERENCES communities (id),
    kind       TEXT   NOT NULL CHECK (kind IN ('street-money', 'land-use', 'low-rating')),
    words      TEXT   NOT NULL,
    asked_by   TEXT   NOT NULL,
    asked_at   BIGINT NOT NULL CHECK (asked_at = CAST(asked_at AS BIGINT)),
    due        BIGINT NOT NULL CHECK (due = CAST(due AS BIGINT)),
    state      TEXT   NOT NULL CHECK (state IN ('asked', 'granted', 'refused')),
    answer     TEXT   NOT NULL,
    decided_by TEXT   NOT NULL,
    decided_at BIGINT CHECK (decided_at = CAST(decided_at AS BIGINT)),
    PRIMARY KEY (community, project, seq),
    FOREIGN KEY (community, project) REFERENCES projects (community, id)
);
CREATE INDEX project_clearances_to ON project_clearances (to_body, state, asked_at);

CREATE TABLE project_entries (
    community TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    project   TEXT   NOT NULL,
    line      TEXT   NOT NULL,
    kind      TEXT   NOT NULL CHECK (kind IN ('committed', 'paid')),
    cents     BIGINT NOT NULL CHECK (cents <> 0 AND cents = CAST(cents AS BIGINT)),
    reverses  TEXT,
    payee     TEXT   NOT NULL,
    document  TEXT   NOT NULL,
    file      TEXT   NOT NULL,
    note      TEXT   NOT NULL,
    by_whom   TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, id),
    UNIQUE (community, reverses),
    FOREIGN KEY (community, project) REFERENCES projects (community, id),
    FOREIGN KEY (community, reverses) REFERENCES project_entries (community, id),
    CHECK ((cents > 0) = (reverses IS NULL))
);
CREATE INDEX project_entries_project ON project_entries (community, project, at, id);

CREATE TABLE project_files (
    community TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    project   TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    kind      TEXT   NOT NULL CHECK (kind IN ('pdf', 'jpeg')),
    size      BIGINT NOT NULL CHECK (size > 0 AND size = CAST(size AS BIGINT)),
    body      BYTEA  NOT NULL CHECK (length(body) = size),
    by_whom   TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, id),
    FOREIGN KEY (community, project) REFERENCES projects (community, id)
);
CREATE INDEX project_files_project ON project_files (community, project, at, id);

CREATE TABLE project_posts (
    community TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    project   TEXT   NOT NULL,
    moment    TEXT   NOT NULL CHECK (moment IN ('before', 'during', 'after')),
    words     TEXT   NOT NULL,
    photos    BIGINT NOT NULL CHECK (photos BETWEEN 0 AND 4 AND photos = CAST(photos AS BIGINT)),
    by_whom   TEXT   NOT NULL,
    by_part   TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, id),
    FOREIGN KEY (community, project) REFERENCES projects (community, id)
);
CREATE INDEX project_posts_project ON project_posts (community, project, at, id);

CREATE TABLE project_supervisors (
    community TEXT   NOT NULL,
    body      TEXT   NOT NULL,
    project   TEXT   NOT NULL,
    resident  TEXT   NOT NULL,
    building  TEXT   NOT NULL,
    since     BIGINT NOT NULL CHECK (since = CAST(since AS BIGINT)),
    until     BIGINT CHECK (until = CAST(until AS BIGINT)),
    why       TEXT   NOT NULL CHECK (why IN ('', 'moved', 'asked', 'replaced')),
    by_whom   TEXT   NOT NULL,
    PRIMARY KEY (community, body, project, resident),
    FOREIGN KEY (body, project) REFERENCES projects (community, id),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);
CREATE INDEX project_supervisors_project ON project_supervisors (body, project, since);
CREATE INDEX project_supervisors_now ON project_supervisors (body) WHERE until IS NULL;

CREATE TABLE project_signatures (
    community TEXT    NOT NULL,
    body      TEXT    NOT NULL,
    project   TEXT    NOT NULL,
    round     BIGINT  NOT NULL CHECK (round IN (1, 2)),
    resident  TEXT    NOT NULL,
    fine      BOOLEAN NOT NULL,
    defect    TEXT    NOT NULL,
    mended    TEXT    NOT NULL,
    mended_at BIGINT  CHECK (mended_at = CAST(mended_at AS BIGINT)),
    at        BIGINT  NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, body, project, round, resident),
    FOREIGN KEY (body, project) REFERENCES projects (community, id),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);
CREATE INDEX project_signatures_project ON project_signatures (body, project, round, at);

CREATE TABLE project_orders (
    community TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    project   TEXT   NOT NULL,
    milestone TEXT   NOT NULL,
    words     TEXT   NOT NULL,
    due       BIGINT NOT NULL CHECK (due = CAST(due AS BIGINT)),
    by_whom   TEXT   NOT NULL,
    at        BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (community, id),
    FOREIGN KEY (community, project) REFERENCES projects (community, id)
);
CREATE INDEX project_orders_project ON project_orders (community, project, at, id);

CREATE TABLE project_follows (
    community TEXT   NOT NULL,
    body      TEXT   NOT NULL,
    project   TEXT   NOT NULL,
    resident  TEXT   NOT NULL,
    since     BIGINT NOT NULL CHECK (since = CAST(since AS BIGINT)),
    told_at   BIGINT CHECK (told_at = CAST(told_at AS BIGINT)),
    PRIMARY KEY (community, body, project, resident),
    FOREIGN KEY (body, project) REFERENCES projects (community, id),
    FOREIGN KEY (community, resident) REFERENCES residents (community, id)
);
CREATE INDEX project_follows_project ON project_follows (body, project, told_at);

-- Where the buildings stand on the community's own simple plan, in its squares; without rows
-- they are laid out in the order of their names.
CREATE TABLE site_plans (
    community TEXT   NOT NULL REFERENCES communities (id),
    building  TEXT   NOT NULL,
    x         BIGINT NOT NULL CHECK (x BETWEEN 0 AND 99 AND x = CAST(x AS BIGINT)),
    y         BIGINT NOT NULL CHECK (y BETWEEN 0 AND 99 AND y = CAST(y AS BIGINT)),
    w         BIGINT NOT NULL CHECK (w BETWEEN 1 AND 40 AND w = CAST(w AS BIGINT)),
    h         BIGINT NOT NULL CHECK (h BETWEEN 1 AND 40 AND h = CAST(h AS BIGINT)),
    PRIMARY KEY (community, building)
);

-- A letter may be about a call or a project; body is whose it is, '' for the reader's own.
ALTER TABLE letters ADD COLUMN call TEXT NOT NULL DEFAULT '';
ALTER TABLE letters ADD COLUMN project TEXT NOT NULL DEFAULT '';
ALTER TABLE letters ADD COLUMN body TEXT NOT NULL DEFAULT '';
