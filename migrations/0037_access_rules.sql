-- The rules of each app over users, resources and circumstances: a document, which every process keeps
-- with the client, and the number of its last change.
ALTER TABLE clients ADD COLUMN access_rules TEXT;
ALTER TABLE clients ADD COLUMN access_rules_version BIGINT NOT NULL DEFAULT 0;

-- Counts the changes of users, groups and roles: the sum of the counters. What a process keeps of what
-- somebody may do counts only while the sum is the one that it was read with. Each change adds to one of
-- the counters, so that changes seldom wait for each other.
CREATE TABLE access_changes (
    counter BIGINT PRIMARY KEY,
    changes BIGINT NOT NULL
);
INSERT INTO access_changes (counter, changes) VALUES
    (0, 0), (1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0), (7, 0);
