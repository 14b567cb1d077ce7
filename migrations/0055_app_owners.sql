-- Who owns which app: owners change what is harmless about it and decide who has its roles. A row that
-- ended stays, and is never changed: it says who owned the app when, and who made and ended that.
CREATE TABLE app_owners (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES clients (client_id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- Whether a file of declarations named the owner.
    managed BIGINT NOT NULL,
    since BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT,
    ended_at BIGINT,
    ended_by_kind TEXT,
    ended_by_id TEXT
);
CREATE UNIQUE INDEX app_owners_live ON app_owners (user_id, client_id) WHERE ended_at IS NULL;
CREATE INDEX app_owners_app ON app_owners (client_id, user_id);
CREATE INDEX app_owners_user ON app_owners (user_id, since);
