-- What people think of how their cases were served: one rating a person and case,
-- the newest. A rating outlives its person's record, as its case does.
CREATE TABLE case_ratings (
    case_id TEXT NOT NULL REFERENCES cases (id),
    person  TEXT NOT NULL,
    service TEXT NOT NULL,
    score   BIGINT NOT NULL,
    comment TEXT NOT NULL,              -- masked
    at      BIGINT NOT NULL,
    PRIMARY KEY (case_id, person)
);
CREATE INDEX case_ratings_person ON case_ratings (person);
