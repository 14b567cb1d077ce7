-- What provisioning clients (SCIM) say of users and groups: the attributes as they wrote them. What
-- Doorward keeps itself (names, addresses, whether somebody is active) is read from there.
CREATE TABLE scim_documents (
    -- users or groups, and the identifier of one.
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    document TEXT NOT NULL,
    version BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    group_id TEXT REFERENCES user_groups (id) ON DELETE CASCADE,
    PRIMARY KEY (kind, id)
);
CREATE INDEX scim_documents_user ON scim_documents (user_id);
CREATE INDEX scim_documents_group ON scim_documents (group_id);

-- The identifier that each provisioning client knows a user or a group by.
CREATE TABLE scim_external_ids (
    -- Who wrote it: client:ID, or user:ID of an administrator.
    client TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    external_id TEXT NOT NULL,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    group_id TEXT REFERENCES user_groups (id) ON DELETE CASCADE,
    PRIMARY KEY (client, kind, id)
);
CREATE UNIQUE INDEX scim_external_ids_known ON scim_external_ids (client, kind, external_id);
CREATE INDEX scim_external_ids_user ON scim_external_ids (user_id);
CREATE INDEX scim_external_ids_group ON scim_external_ids (group_id);
