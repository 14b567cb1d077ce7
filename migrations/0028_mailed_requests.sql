-- How often mails are asked for, by what they are counted by: a purpose with a name as it was typed, in
-- whatever spelling, or with a user. The last three times, so that a fourth within an hour is one too many.
CREATE TABLE mailed_requests (
    counted_by TEXT PRIMARY KEY,
    last_at BIGINT NOT NULL,
    second_last_at BIGINT NOT NULL,
    third_last_at BIGINT NOT NULL
);
CREATE INDEX mailed_requests_age ON mailed_requests (last_at);
