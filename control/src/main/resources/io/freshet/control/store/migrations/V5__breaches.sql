-- What the rules of alerts see on each of the nodes that share this database; only what was told
-- within seconds counts.
CREATE TABLE breaches (
    node TEXT PRIMARY KEY,
    told_ms BIGINT NOT NULL,
    told TEXT NOT NULL
);
