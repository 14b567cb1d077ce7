-- What files of declarations manage: which entry, and the name of the file that declares it. A file that
-- prunes removes what it declared before and names no more.
CREATE TABLE declared_entries (
    -- The table of the file: clients, users, and so on.
    kind TEXT NOT NULL,
    -- What never changes of the entry: a client_id, or the identifier of a user or a group.
    id TEXT NOT NULL,
    source TEXT NOT NULL,
    -- When a file that prunes switched it off; it is switched on again when a file declares it.
    removed_at BIGINT,
    client_id TEXT REFERENCES clients (client_id) ON DELETE CASCADE,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (kind, id)
);
CREATE INDEX declared_entries_client ON declared_entries (client_id);
CREATE INDEX declared_entries_user ON declared_entries (user_id);

-- Groups that a file made in an earlier release; the file is not known.
INSERT INTO declared_entries (kind, id, source)
SELECT 'groups', g.id, '' FROM user_groups g WHERE g.managed = 1 AND g.deleted_at IS NULL;
