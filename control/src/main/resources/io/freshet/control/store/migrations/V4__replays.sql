-- Answers to requests with an Idempotency-Key, for a day. answer is JSON and sealed: it may hold a
-- secret, and the digest of a request that did.
CREATE TABLE replays (
    slot TEXT PRIMARY KEY,
    at_ms BIGINT NOT NULL,
    answer TEXT NOT NULL
);
CREATE INDEX replays_at ON replays (at_ms);
