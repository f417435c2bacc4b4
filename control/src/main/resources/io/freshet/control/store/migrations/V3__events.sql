-- What happened. Ids sort by time. app and stream are empty where an event is about none.
CREATE TABLE events (
    id TEXT PRIMARY KEY,
    at_ms BIGINT NOT NULL,
    type TEXT NOT NULL,
    app TEXT NOT NULL,
    stream TEXT NOT NULL,
    facts TEXT NOT NULL
);
CREATE INDEX events_stream ON events (app, stream, id);
CREATE INDEX events_type ON events (type, id);

-- Who is told. types and apps are JSON lists of texts.
CREATE TABLE webhooks (
    id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    private_allowed SMALLINT NOT NULL,
    types TEXT NOT NULL,
    apps TEXT NOT NULL,
    enabled SMALLINT NOT NULL,
    description TEXT NOT NULL,
    secret TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    version BIGINT NOT NULL,
    last_ms BIGINT NOT NULL,
    last_status BIGINT NOT NULL
);

-- The outbox: what is to be told, and what became of it. state: waiting, delivered, dead.
CREATE TABLE deliveries (
    hook_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    type TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    created_ms BIGINT NOT NULL,
    next_ms BIGINT NOT NULL,
    last_status BIGINT NOT NULL,
    last_problem TEXT NOT NULL,
    PRIMARY KEY (hook_id, event_id)
);
CREATE INDEX deliveries_due ON deliveries (state, next_ms);

-- Who watched, a row a minute and stream; app and stream are empty in the rows of the whole node.
CREATE TABLE audience_minutes (
    app TEXT NOT NULL,
    stream TEXT NOT NULL,
    minute_ms BIGINT NOT NULL,
    node TEXT NOT NULL,
    peak BIGINT NOT NULL,
    watched_ms BIGINT NOT NULL,
    at_start BIGINT NOT NULL,
    joined BIGINT NOT NULL,
    protocols TEXT NOT NULL,
    PRIMARY KEY (app, stream, minute_ms, node)
);
CREATE INDEX audience_age ON audience_minutes (minute_ms);

-- What must not happen unnoticed. channels is a JSON list of ids.
CREATE TABLE alert_rules (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    app TEXT NOT NULL,
    stream TEXT NOT NULL,
    threshold DOUBLE PRECISION NOT NULL,
    for_s BIGINT NOT NULL,
    severity TEXT NOT NULL,
    channels TEXT NOT NULL,
    enabled SMALLINT NOT NULL,
    version BIGINT NOT NULL
);

-- How people are told. headers is a JSON object, recipients a JSON list of texts.
CREATE TABLE alert_channels (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    url TEXT NOT NULL,
    private_allowed SMALLINT NOT NULL,
    body TEXT NOT NULL,
    content_type TEXT NOT NULL,
    headers TEXT NOT NULL,
    recipients TEXT NOT NULL,
    secret TEXT NOT NULL,
    enabled SMALLINT NOT NULL,
    version BIGINT NOT NULL
);

-- What is known and needs no noise until then. rule_id and subject may be empty: any.
CREATE TABLE silences (
    id TEXT PRIMARY KEY,
    rule_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    until_ms BIGINT NOT NULL,
    reason TEXT NOT NULL,
    made_by TEXT NOT NULL,
    created_ms BIGINT NOT NULL
);

-- Alerts that fire, so that a restart tells nobody twice, and those that did lately.
CREATE TABLE alerts (
    id TEXT PRIMARY KEY,
    node TEXT NOT NULL,
    rule_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    since_ms BIGINT NOT NULL,
    fired_ms BIGINT NOT NULL,
    resolved_ms BIGINT NOT NULL
);
