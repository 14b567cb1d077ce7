CREATE TABLE one_time_tokens (
    id TEXT PRIMARY KEY,
    purpose TEXT NOT NULL,
    -- The digest of what the token is about: an address or an identifier.
    subject TEXT NOT NULL,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    -- The generation of the user when the token was made: a change of how they sign in ends it.
    generation BIGINT,
    -- The browser that asked; only this one may go on with the identifier and the code.
    browser_digest TEXT,
    -- The digests of the secret in the mailed link and of the code.
    link_digest TEXT UNIQUE,
    code_digest TEXT,
    -- What the token is for, sealed.
    sealed TEXT NOT NULL,
    -- Codes that were tried, and mails that were sent.
    tries BIGINT NOT NULL,
    mails BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- When somebody who reads the mail confirmed it, by the code or by the link.
    confirmed_at BIGINT,
    used_at BIGINT,
    -- When a newer token took its place, or it was taken back.
    replaced_at BIGINT
);
CREATE INDEX one_time_tokens_subject ON one_time_tokens (purpose, subject, created_at);
CREATE INDEX one_time_tokens_user ON one_time_tokens (user_id);
CREATE INDEX one_time_tokens_expiry ON one_time_tokens (expires_at);
