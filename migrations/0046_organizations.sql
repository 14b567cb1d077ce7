-- Organizations: customers, companies or teams whose users sign in for them. An organization that was
-- deleted keeps its row, so that the record of its members can be read; its slug is free again.
CREATE TABLE organizations (
    id TEXT PRIMARY KEY,
    -- The short name in requests and commands, in lower case.
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Whether a file of declarations made it.
    managed BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX organizations_slug ON organizations (slug) WHERE deleted_at IS NULL;

-- Who is in which organization, and whether as an owner. A row that ended stays: it says who was a member
-- when, and who made and ended that.
CREATE TABLE organization_members (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    owner BIGINT NOT NULL,
    managed BIGINT NOT NULL,
    since BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT,
    ended_at BIGINT,
    ended_by_kind TEXT,
    ended_by_id TEXT
);
CREATE UNIQUE INDEX organization_members_live ON organization_members (user_id, organization_id)
    WHERE ended_at IS NULL;
CREATE INDEX organization_members_organization ON organization_members (organization_id, user_id);
CREATE INDEX organization_members_user ON organization_members (user_id, since);

-- Roles in an app that count while somebody is signed in for an organization: those of one member, and,
-- where user_id is not set, those of every member. Rows that ended stay.
CREATE TABLE organization_roles (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL REFERENCES clients (client_id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    managed BIGINT NOT NULL,
    since BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT,
    ended_at BIGINT,
    ended_by_kind TEXT,
    ended_by_id TEXT
);
CREATE UNIQUE INDEX organization_roles_user_live
    ON organization_roles (user_id, organization_id, client_id, role)
    WHERE ended_at IS NULL AND user_id IS NOT NULL;
CREATE UNIQUE INDEX organization_roles_all_live ON organization_roles (organization_id, client_id, role)
    WHERE ended_at IS NULL AND user_id IS NULL;
CREATE INDEX organization_roles_organization ON organization_roles (organization_id, since);
CREATE INDEX organization_roles_user ON organization_roles (user_id, since);
CREATE INDEX organization_roles_role ON organization_roles (client_id, role, since);

-- Domains of mail addresses that an organization claims. Until it is verified a claim means nothing, and
-- several organizations may make it; of those that are verified each domain exists once.
CREATE TABLE organization_domains (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    domain TEXT NOT NULL,
    -- What the TXT record must hold.
    challenge TEXT NOT NULL,
    managed BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    verified_at BIGINT,
    -- How it was verified: 'dns' or 'administrator'.
    verified_by TEXT,
    PRIMARY KEY (organization_id, domain)
);
CREATE UNIQUE INDEX organization_domains_verified ON organization_domains (domain)
    WHERE verified_at IS NOT NULL;

-- The organization that a user signs in for: chosen for a waiting request, kept with a code and with the
-- grant that it opens. Grants of an organization are found among those of the user.
ALTER TABLE interactions ADD COLUMN organization_id TEXT;
ALTER TABLE authorization_codes ADD COLUMN organization_id TEXT;
ALTER TABLE grants ADD COLUMN organization_id TEXT;
