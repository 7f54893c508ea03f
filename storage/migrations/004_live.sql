-- A broadcast's plan is JSON text; what is looked up stands beside it.
CREATE TABLE live_broadcasts (
    id        TEXT PRIMARY KEY,
    code      TEXT NOT NULL,
    status    TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    plan      TEXT NOT NULL,
    version   BIGINT NOT NULL
);
CREATE UNIQUE INDEX live_broadcasts_code ON live_broadcasts (code) WHERE status NOT IN ('closed', 'reported', 'cancelled');

-- The log of a broadcast: numbered from 1 without a gap, never changed.
CREATE TABLE live_events (
    broadcast TEXT NOT NULL REFERENCES live_broadcasts (id),
    seq       BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    kind      TEXT NOT NULL,
    actor     TEXT NOT NULL,
    data      TEXT NOT NULL,
    PRIMARY KEY (broadcast, seq)
);
CREATE INDEX live_events_deeds ON live_events (broadcast, seq) WHERE actor <> '';

CREATE TABLE live_members (
    broadcast TEXT NOT NULL REFERENCES live_broadcasts (id),
    person    TEXT NOT NULL,
    contact   TEXT NOT NULL,
    lang      TEXT NOT NULL,
    joined_at BIGINT NOT NULL,
    gone      BOOLEAN NOT NULL,
    PRIMARY KEY (broadcast, person)
);
CREATE INDEX live_members_person ON live_members (person, joined_at);

-- What became of a person's part in a group that was left without an answer.
CREATE TABLE live_follow_ups (
    group_id  TEXT NOT NULL,
    person    TEXT NOT NULL,
    broadcast TEXT NOT NULL REFERENCES live_broadcasts (id),
    case_id   TEXT NOT NULL REFERENCES cases (id),
    PRIMARY KEY (group_id, person)
);
CREATE INDEX live_follow_ups_broadcast ON live_follow_ups (broadcast);
