-- What organisations do once they are on record.

CREATE INDEX activities_org ON activities (community, org, year, running) WHERE org <> '';
