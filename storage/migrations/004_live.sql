-- Lengths of time are milliseconds.
CREATE TABLE live_broadcasts (
    id         TEXT PRIMARY KEY,
    code       TEXT NOT NULL,
    title      TEXT NOT NULL,             -- JSON of both languages, as are about and keyword
    about      TEXT NOT NULL,
    keyword    TEXT NOT NULL,
    link       TEXT NOT NULL,
    view_key   TEXT NOT NULL,
    service    TEXT NOT NULL,
    host       TEXT NOT NULL,
    starts_at  BIGINT NOT NULL,
    moved      BIGINT NOT NULL,
    length     BIGINT NOT NULL,
    delay      BIGINT NOT NULL,
    moderation TEXT NOT NULL,
    flagged    TEXT NOT NULL,
    status     TEXT NOT NULL,
    told_at    BIGINT NOT NULL,
    on_air_at  BIGINT NOT NULL,
    closed_at  BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    version    BIGINT NOT NULL
);
CREATE UNIQUE INDEX live_broadcasts_code ON live_broadcasts (code) WHERE status NOT IN ('closed', 'reported', 'cancelled');

-- The log of a broadcast: numbered from 1 without a gap, never changed but for the
-- words of a question whose message was deleted.
CREATE TABLE live_events (
    broadcast TEXT NOT NULL REFERENCES live_broadcasts (id),
    seq       BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    kind      TEXT NOT NULL,
    actor     TEXT NOT NULL,              -- staff id; empty for citizens and the program
    asked     TEXT NOT NULL,              -- id of the question or "me too" that it brought; else empty
    data      TEXT NOT NULL,              -- JSON; what citizens said is masked
    PRIMARY KEY (broadcast, seq)
);
CREATE INDEX live_events_deeds ON live_events (broadcast, seq) WHERE actor <> '';
CREATE INDEX live_events_asked ON live_events (asked) WHERE asked <> '';

CREATE TABLE live_members (
    broadcast TEXT NOT NULL REFERENCES live_broadcasts (id),
    person    TEXT NOT NULL,
    contact   TEXT NOT NULL,
    lang      TEXT NOT NULL,
    joined_at BIGINT NOT NULL,            -- last
    gone      BOOLEAN NOT NULL,
    PRIMARY KEY (broadcast, person)
);
CREATE INDEX live_members_person ON live_members (person);

-- What became of a person's part in a group that was left without an answer.
CREATE TABLE live_follow_ups (
    group_id  TEXT NOT NULL,
    person    TEXT NOT NULL,
    broadcast TEXT NOT NULL REFERENCES live_broadcasts (id),
    case_id   TEXT NOT NULL REFERENCES cases (id),
    PRIMARY KEY (group_id, person)
);
CREATE INDEX live_follow_ups_broadcast ON live_follow_ups (broadcast);
CREATE INDEX live_follow_ups_person ON live_follow_ups (person);

-- The time zone (IANA) of a person's clock, empty for the ministry's: the one they
-- chose at zone_at, or (0) that of the country of their phone.
ALTER TABLE people ADD COLUMN zone TEXT NOT NULL DEFAULT '';
ALTER TABLE people ADD COLUMN zone_at BIGINT NOT NULL DEFAULT 0;

-- Answers have a lane of their own now, between replies and notices.
UPDATE outbox SET lane = lane + 1 WHERE lane > 0;
