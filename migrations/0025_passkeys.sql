-- Passkeys and security keys, by the credential identifier. `credential` is the public key with what the
-- library needs of it. `signs_in` says whether it is a first factor by itself: discoverable, with user
-- verification.
CREATE TABLE passkeys (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    credential TEXT NOT NULL,
    label TEXT NOT NULL,
    aaguid TEXT,
    signs_in BIGINT NOT NULL,
    is_synced BIGINT NOT NULL,
    sign_count BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE INDEX passkeys_user ON passkeys (user_id);

-- Challenges that were answered: each is good once.
CREATE TABLE used_challenges (
    digest TEXT PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX used_challenges_expiry ON used_challenges (expires_at);

-- When a user said that they want no passkey now.
CREATE TABLE passkey_refusals (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    refused_at BIGINT NOT NULL
);
