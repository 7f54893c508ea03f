-- One text for SQLite and PostgreSQL. Times are unix milliseconds, 0 for never;
-- ids are ULIDs as text; lists and records within a row are JSON text; what is
-- BYTEA is sealed by the vault.

CREATE TABLE people (
    id             TEXT PRIMARY KEY,
    lang           TEXT NOT NULL DEFAULT '',
    notice_version TEXT NOT NULL DEFAULT '',
    notice_at      BIGINT NOT NULL DEFAULT 0,
    notify         BOOLEAN NOT NULL DEFAULT FALSE,
    notify_at      BIGINT NOT NULL DEFAULT 0,
    stopped_at     BIGINT NOT NULL DEFAULT 0,
    created_at     BIGINT NOT NULL
);

-- key is an HMAC: who it is can't be told without the master secret.
CREATE TABLE identities (
    key    TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id)
);
CREATE INDEX identities_person ON identities (person);

-- One conversation of one person on one channel.
CREATE TABLE contacts (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL REFERENCES people (id),
    channel    TEXT NOT NULL,
    address    BYTEA NOT NULL,
    blocked_at BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    UNIQUE (person, channel)
);

-- id is made of the channel's own id, hashed, and is the key of deduplication.
CREATE TABLE inbox (
    id       TEXT PRIMARY KEY,
    contact  TEXT NOT NULL REFERENCES contacts (id),
    channel  TEXT NOT NULL,
    ord      BIGINT NOT NULL,           -- the channel's own order
    arrival  BIGINT NOT NULL,           -- unix microseconds, growing with each message
    kind     TEXT NOT NULL,
    text     TEXT NOT NULL,             -- masked
    more     TEXT NOT NULL,             -- JSON of what else the message holds, or empty
    native   TEXT NOT NULL,             -- the channel's id of the message, as edits and replies name it
    said_at  BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0, -- failed tries at its turn
    retries  BIGINT NOT NULL DEFAULT 0, -- how often staff brought it back from the dead
    state    TEXT NOT NULL DEFAULT '',  -- its one end state; empty until it is handled
    ref      TEXT NOT NULL DEFAULT '',
    turn     BIGINT NOT NULL DEFAULT 0, -- the turn that handled it; 0 when it ended without one
    ended_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX inbox_contact ON inbox (contact, arrival);
CREATE INDEX inbox_waiting ON inbox (contact, ord, arrival) WHERE state = '';
CREATE INDEX inbox_dead ON inbox (id) WHERE state = 'dead';

-- A timer belongs to the turn that set it and goes with the next, so that it is
-- part of the session.
CREATE TABLE sessions (
    contact    TEXT PRIMARY KEY REFERENCES contacts (id),
    turn       BIGINT NOT NULL,
    state      TEXT NOT NULL,
    timer      TEXT NOT NULL,
    due_at     BIGINT NOT NULL,         -- when the timer fires; 0 for no timer
    updated_at BIGINT NOT NULL
);
CREATE INDEX sessions_due ON sessions (due_at) WHERE due_at > 0;

-- What people are told, numbered without a gap per person.
CREATE TABLE outbox (
    person    TEXT NOT NULL,
    seq       BIGINT NOT NULL,
    contact   TEXT NOT NULL,
    channel   TEXT NOT NULL,
    lane      BIGINT NOT NULL,
    lang      TEXT NOT NULL,
    body      TEXT NOT NULL,
    about     TEXT NOT NULL,            -- id of the case it belongs to
    dedupe    TEXT NOT NULL,            -- posted once, ever; empty for what a turn says
    state     TEXT NOT NULL,            -- queued, put_off, sending, sent, failed, dropped
    code      TEXT NOT NULL,            -- why it failed, waits or was dropped
    place     BIGINT NOT NULL,          -- in the queue: unix microseconds, growing with each parcel
    posted_at BIGINT NOT NULL,
    next_at   BIGINT NOT NULL DEFAULT 0, -- when to try again, once put off
    attempts  BIGINT NOT NULL DEFAULT 0,
    taken_at  BIGINT NOT NULL DEFAULT 0,
    unsure    BOOLEAN NOT NULL DEFAULT FALSE,
    native    TEXT NOT NULL DEFAULT '', -- the channel's id of it once sent
    sent_at   BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (person, seq)
);
CREATE UNIQUE INDEX outbox_dedupe ON outbox (dedupe) WHERE dedupe <> '';
CREATE INDEX outbox_queue ON outbox (channel, lane, place) WHERE state = 'queued';
CREATE INDEX outbox_put_off ON outbox (channel, contact, lane, seq) WHERE state = 'put_off';
CREATE INDEX outbox_sending ON outbox (channel, contact) WHERE state = 'sending';
CREATE INDEX outbox_failed ON outbox (posted_at) WHERE state = 'failed';

CREATE TABLE files (
    id         TEXT PRIMARY KEY,
    owner      TEXT NOT NULL,             -- identity key of who uploaded it before any message; else empty
    contact    TEXT NOT NULL,             -- empty until a message names it
    channel    TEXT NOT NULL,
    ref        BYTEA NOT NULL,            -- the channel's handle to fetch it, sealed
    kind       TEXT NOT NULL,
    name       TEXT NOT NULL,
    mime       TEXT NOT NULL,
    size       BIGINT NOT NULL,
    seconds    BIGINT NOT NULL,
    state      TEXT NOT NULL,             -- pending, stored, too_large, failed
    code       TEXT NOT NULL DEFAULT '',
    attempts   BIGINT NOT NULL DEFAULT 0,
    next_at    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    body       BYTEA
);
CREATE INDEX files_pending ON files (channel, next_at) WHERE state = 'pending';

-- A case outlives its person's record: people may have theirs deleted, so that
-- person and contact are no foreign keys.
CREATE TABLE cases (
    id           TEXT PRIMARY KEY,
    ref          TEXT NOT NULL UNIQUE,
    kind         TEXT NOT NULL,
    status       TEXT NOT NULL,
    service      TEXT NOT NULL,
    destination  TEXT NOT NULL,
    text         TEXT NOT NULL,
    folded       TEXT NOT NULL,           -- text and reference as they are compared
    lang         TEXT NOT NULL,
    person       TEXT NOT NULL,
    contact      TEXT NOT NULL,
    channel      TEXT NOT NULL,
    owner        TEXT NOT NULL,
    files        TEXT NOT NULL,
    place        TEXT NOT NULL,
    group_id     TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    due_at       BIGINT NOT NULL,
    counted      TEXT NOT NULL,
    replied_at   BIGINT NOT NULL,
    closed_at    BIGINT NOT NULL,
    close_reason TEXT NOT NULL,
    reopened     BIGINT NOT NULL,
    version      BIGINT NOT NULL
);
CREATE INDEX cases_person ON cases (person, id);
CREATE INDEX cases_open ON cases (due_at, id) WHERE status NOT IN ('answered', 'closed');
CREATE INDEX cases_due ON cases (due_at, id);

CREATE TABLE case_events (
    id      TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    at      BIGINT NOT NULL,
    kind    TEXT NOT NULL,
    actor   TEXT NOT NULL,
    text    TEXT NOT NULL,
    files   TEXT NOT NULL
);
CREATE INDEX case_events_case ON case_events (case_id, at, id);

CREATE TABLE questions (
    id       TEXT PRIMARY KEY,
    arrival  TEXT NOT NULL UNIQUE,        -- grows in the order of arrival
    text     TEXT NOT NULL,
    lang     TEXT NOT NULL,
    asker    TEXT NOT NULL,
    counted  TEXT NOT NULL,               -- who it counts for: the asker, or the question itself
    source   TEXT NOT NULL,
    case_id  TEXT NOT NULL,
    at       BIGINT NOT NULL,
    group_id TEXT NOT NULL,
    score    DOUBLE PRECISION NOT NULL
);
CREATE INDEX questions_group ON questions (group_id, at);

CREATE TABLE question_groups (
    id        TEXT PRIMARY KEY,
    canonical TEXT NOT NULL,
    folded    TEXT NOT NULL,
    lang      TEXT NOT NULL,
    pinned    BOOLEAN NOT NULL,
    entry     TEXT NOT NULL,
    merged    TEXT NOT NULL,
    first_at  BIGINT NOT NULL,
    last_at   BIGINT NOT NULL
);

CREATE TABLE decisions (
    id     TEXT PRIMARY KEY,
    kind   TEXT NOT NULL,
    group_ids TEXT NOT NULL,
    items  TEXT NOT NULL,
    actor  TEXT NOT NULL,
    at     BIGINT NOT NULL,
    undone BIGINT NOT NULL
);

CREATE TABLE entries (
    id           TEXT PRIMARY KEY,
    status       TEXT NOT NULL,
    service      TEXT NOT NULL,
    question_ar  TEXT NOT NULL,
    question_en  TEXT NOT NULL,
    answer_ar    TEXT NOT NULL,
    answer_en    TEXT NOT NULL,
    variants     TEXT NOT NULL,
    asked        TEXT NOT NULL,           -- questions and variants, folded
    folded       TEXT NOT NULL,           -- asked and the answers, folded
    group_id     TEXT NOT NULL,
    replaces     TEXT NOT NULL,
    author       TEXT NOT NULL,
    approver     TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    published_at BIGINT NOT NULL,
    useful       BIGINT NOT NULL,
    not_useful   BIGINT NOT NULL,
    version      BIGINT NOT NULL
);
CREATE INDEX entries_status ON entries (status, updated_at);

CREATE TABLE ratings (
    entry  TEXT NOT NULL REFERENCES entries (id),
    person TEXT NOT NULL,
    useful BOOLEAN NOT NULL,
    at     BIGINT NOT NULL,
    PRIMARY KEY (entry, person)
);

CREATE TABLE digests (
    id           TEXT PRIMARY KEY,
    number       BIGINT NOT NULL UNIQUE,
    status       TEXT NOT NULL,
    entries      TEXT NOT NULL,
    author       TEXT NOT NULL,
    approver     TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    published_at BIGINT NOT NULL,
    recipients   BIGINT NOT NULL,
    version      BIGINT NOT NULL
);

CREATE TABLE users (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    folded     TEXT NOT NULL UNIQUE,
    role       TEXT NOT NULL,
    lang       TEXT NOT NULL,
    password   TEXT NOT NULL,
    disabled   BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);

-- key is a hash of the token: a dump opens nobody's session.
CREATE TABLE web_sessions (
    key        TEXT PRIMARY KEY,
    data       BYTEA NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX web_sessions_expires ON web_sessions (expires_at);

CREATE TABLE leases (
    name       TEXT PRIMARY KEY,
    owner      TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE runs (
    job    TEXT PRIMARY KEY,
    ran_at BIGINT NOT NULL
);

-- What staff did with dead letters.
CREATE TABLE dead_deeds (
    id     TEXT PRIMARY KEY,
    letter TEXT NOT NULL,
    kind   TEXT NOT NULL,                 -- retry, dismiss
    actor  TEXT NOT NULL,                 -- staff id; empty when nobody is named
    at     BIGINT NOT NULL
);
