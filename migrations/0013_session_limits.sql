-- Live sessions by their limits, so that the ones that reached them are found without looking at the others.
CREATE INDEX sso_sessions_live_expiry ON sso_sessions (expires_at) WHERE ended_at IS NULL;
CREATE INDEX sso_sessions_live_use ON sso_sessions (remembered, last_seen_at) WHERE ended_at IS NULL;
