-- What may be found by words: a row for each thing, or part of one, that everybody may read.

-- words is its public text as it is compared (search.Fold), the title in front; n its number within
-- the body, from 1. reach says where else than at its own body it is read: '' nowhere, '*' at
-- every community of the body, or ids of communities with spaces around them.
CREATE TABLE findables (
    body  TEXT   NOT NULL REFERENCES communities (id),
    kind  TEXT   NOT NULL,
    thing TEXT   NOT NULL,
    part  TEXT   NOT NULL,
    n     BIGINT NOT NULL CHECK (n > 0 AND n = CAST(n AS BIGINT)),
    reach TEXT   NOT NULL,
    title TEXT   NOT NULL,
    words TEXT   NOT NULL,
    at    BIGINT NOT NULL CHECK (at = CAST(at AS BIGINT)),
    PRIMARY KEY (body, kind, thing, part),
    UNIQUE (body, n)
);

-- Which of them may hold a piece of text: pieces fall into buckets, and bit i of a bucket's block is
-- set where one of the bucket's pieces stands in the thing of number block * 2048 + i.
CREATE TABLE findable_bits (
    body   TEXT   NOT NULL REFERENCES communities (id),
    bucket BIGINT NOT NULL CHECK (bucket >= 0 AND bucket = CAST(bucket AS BIGINT)),
    block  BIGINT NOT NULL CHECK (block >= 0 AND block = CAST(block AS BIGINT)),
    bits   BYTEA  NOT NULL CHECK (length(bits) BETWEEN 1 AND 256),
    PRIMARY KEY (body, bucket, block)
);
