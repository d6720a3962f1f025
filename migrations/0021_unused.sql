-- When somebody was last told of a project that they follow, or of shifts that suit them: the digest of the week
-- tells of both, and keeps itself when it was given.
DROP INDEX project_follows_project;
CREATE INDEX project_follows_project ON project_follows (body, project);
ALTER TABLE project_follows DROP COLUMN told_at;

DROP INDEX volunteers_weekly;
CREATE INDEX volunteers_weekly ON volunteers (community) WHERE weekly;
ALTER TABLE volunteers DROP COLUMN told_at;
