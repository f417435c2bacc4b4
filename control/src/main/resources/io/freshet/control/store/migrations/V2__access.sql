-- Who may publish and watch: publish keys, playback rules, address lists, signing keys, bans, deciding webhooks.
-- What a row says is JSON: it is read whole into memory, and never searched for here.

CREATE TABLE access_rows (
    kind       TEXT     NOT NULL,
    id         TEXT     NOT NULL,
    app        TEXT     NOT NULL,
    version    BIGINT   NOT NULL,
    created_ms BIGINT   NOT NULL,
    body       TEXT     NOT NULL,
    PRIMARY KEY (kind, app, id)
);

-- One row, after the first change: grows with every change, so that other nodes see that there is something to read.
CREATE TABLE access_changes (
    one SMALLINT PRIMARY KEY,
    seq BIGINT   NOT NULL
);
