-- People: who may sign in, who is signed in, which programs may ask, and what they changed.
-- Both SQLite and PostgreSQL: times are Unix ms, flags 0 or 1, ids text, JSON text.

CREATE TABLE users (
    id             TEXT     NOT NULL PRIMARY KEY,
    name           TEXT     NOT NULL UNIQUE,
    password       TEXT     NOT NULL,
    grants         TEXT     NOT NULL,
    disabled       SMALLINT NOT NULL,
    must_change    SMALLINT NOT NULL,
    created_ms     BIGINT   NOT NULL,
    changed_ms     BIGINT   NOT NULL,
    last_login_ms  BIGINT,
    version        BIGINT   NOT NULL
);

-- The id is what lists show; the cookie holds another secret, of which the hash is here.
CREATE TABLE sessions (
    id             TEXT     NOT NULL PRIMARY KEY,
    hash           TEXT     NOT NULL UNIQUE,
    user_id        TEXT     NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_ms     BIGINT   NOT NULL,
    seen_ms        BIGINT   NOT NULL,
    expires_ms     BIGINT   NOT NULL,
    address        TEXT     NOT NULL,
    agent          TEXT     NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expires ON sessions (expires_ms);

CREATE TABLE api_tokens (
    id             TEXT     NOT NULL PRIMARY KEY,
    hash           TEXT     NOT NULL UNIQUE,
    owner_id       TEXT     NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name           TEXT     NOT NULL,
    prefix         TEXT     NOT NULL,
    grants         TEXT     NOT NULL,
    created_ms     BIGINT   NOT NULL,
    used_ms        BIGINT,
    expires_ms     BIGINT
);
CREATE INDEX api_tokens_owner ON api_tokens (owner_id);

-- No references: an entry outlives whom and what it speaks of. Ids sort by time.
CREATE TABLE audit (
    id             TEXT     NOT NULL PRIMARY KEY,
    at_ms          BIGINT   NOT NULL,
    who_kind       TEXT     NOT NULL,
    who_id         TEXT     NOT NULL,
    who_name       TEXT     NOT NULL,
    address        TEXT     NOT NULL,
    action         TEXT     NOT NULL,
    target         TEXT     NOT NULL,
    detail         TEXT     NOT NULL
);
CREATE INDEX audit_at ON audit (at_ms);
CREATE INDEX audit_action ON audit (action, id);
