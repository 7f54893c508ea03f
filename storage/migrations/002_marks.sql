-- How far a message of ours got after the platform took it. Ids of twenty
-- characters and more are the platform's own (WhatsApp's): a receipt names its
-- message by nothing else. Telegram's short numbers stay out of the index.
ALTER TABLE outbox ADD COLUMN delivered_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN read_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX outbox_native ON outbox (native, channel) WHERE length(native) >= 20;

-- What a platform's own rule kept back is written down as failed, and is no dead
-- letter that staff could do anything about.
DROP INDEX outbox_failed;
CREATE INDEX outbox_dead ON outbox (posted_at) WHERE state = 'failed' AND code NOT IN ('window', 'cold');

-- kind is that of talk.Identity; empty for what was written before it was kept.
ALTER TABLE identities ADD COLUMN kind TEXT NOT NULL DEFAULT '';

-- Two records that turned out to be one person's: gone was made part of person,
-- its parcels numbered on by shift. Whoever holds an old number finds the new.
CREATE TABLE merges (
    gone   TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    shift  BIGINT NOT NULL,
    at     BIGINT NOT NULL
);
CREATE INDEX questions_asker ON questions (asker) WHERE asker <> '';
CREATE INDEX files_contact ON files (contact) WHERE contact <> '';

-- What a part of the program keeps for itself and others, sealed by the vault.
CREATE TABLE notes (
    name TEXT PRIMARY KEY,
    text BYTEA NOT NULL,
    at   BIGINT NOT NULL
);
