-- The roles of each app: a document, which every process keeps with the client, and the number of its
-- last change. What a role meant at some time is in role_definitions.
ALTER TABLE clients ADD COLUMN roles TEXT;
ALTER TABLE clients ADD COLUMN roles_version BIGINT NOT NULL DEFAULT 0;

-- Each state of the roles of an app, since when it held, and who made it. Nothing here is changed.
CREATE TABLE role_definitions (
    client_id TEXT NOT NULL REFERENCES clients (client_id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    document TEXT NOT NULL,
    since BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT,
    PRIMARY KEY (client_id, version)
);

-- Groups of users. A group that was deleted keeps its row, so that the record of its members can be
-- read; its name is free again.
CREATE TABLE user_groups (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    description TEXT,
    -- Whether a file of declarations made it.
    managed BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX user_groups_name ON user_groups (name_folded) WHERE deleted_at IS NULL;

-- Who is in which group: users in the first table, groups in the second. A row that ended stays: it
-- says who was a member when, and who made and ended that.
CREATE TABLE group_members (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES user_groups (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    managed BIGINT NOT NULL,
    since BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT,
    ended_at BIGINT,
    ended_by_kind TEXT,
    ended_by_id TEXT
);
CREATE UNIQUE INDEX group_members_live ON group_members (user_id, group_id) WHERE ended_at IS NULL;
CREATE INDEX group_members_group ON group_members (group_id, since);
CREATE INDEX group_members_user ON group_members (user_id, since);

CREATE TABLE group_inclusions (
    id TEXT PRIMARY KEY,
    -- Whoever is in this group is in the other one too.
    group_id TEXT NOT NULL REFERENCES user_groups (id) ON DELETE CASCADE,
    parent_id TEXT NOT NULL REFERENCES user_groups (id) ON DELETE CASCADE,
    managed BIGINT NOT NULL,
    since BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT,
    ended_at BIGINT,
    ended_by_kind TEXT,
    ended_by_id TEXT
);
CREATE UNIQUE INDEX group_inclusions_live ON group_inclusions (group_id, parent_id)
    WHERE ended_at IS NULL;
CREATE INDEX group_inclusions_parent ON group_inclusions (parent_id, since);

-- Roles of users and of groups, in an app. Exactly one of user_id and group_id is set. Rows that ended
-- stay. A role that expires counts until expires_at.
CREATE TABLE role_grants (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES clients (client_id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    group_id TEXT REFERENCES user_groups (id) ON DELETE CASCADE,
    expires_at BIGINT,
    managed BIGINT NOT NULL,
    since BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT,
    ended_at BIGINT,
    ended_by_kind TEXT,
    ended_by_id TEXT
);
CREATE UNIQUE INDEX role_grants_user_live ON role_grants (user_id, client_id, role)
    WHERE ended_at IS NULL AND user_id IS NOT NULL;
CREATE UNIQUE INDEX role_grants_group_live ON role_grants (group_id, client_id, role)
    WHERE ended_at IS NULL AND group_id IS NOT NULL;
CREATE INDEX role_grants_user ON role_grants (user_id, since);
CREATE INDEX role_grants_group ON role_grants (group_id, since);
CREATE INDEX role_grants_role ON role_grants (client_id, role, since);
