-- Roles that end by themselves are looked up by their end, and the users of a provider by the provider.
CREATE INDEX role_grants_end ON role_grants (expires_at) WHERE ended_at IS NULL AND expires_at IS NOT NULL;
CREATE INDEX user_roles_provider ON user_roles (provider_id);
