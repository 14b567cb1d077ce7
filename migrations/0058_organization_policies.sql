-- What holds while somebody signs in for an organization, and where the addresses of its domains sign in.
ALTER TABLE organizations ADD COLUMN second_factor BIGINT NOT NULL DEFAULT 0;
-- How old a sign-in for it may be, in seconds.
ALTER TABLE organizations ADD COLUMN max_session_age BIGINT;
-- The identity provider that the addresses of its verified domains sign in with.
ALTER TABLE organizations ADD COLUMN provider_id TEXT;
CREATE INDEX organizations_provider ON organizations (provider_id) WHERE provider_id IS NOT NULL;
