-- Whether the user asked to be kept signed in: such a session has limits of its own.
ALTER TABLE sso_sessions ADD COLUMN remembered BIGINT NOT NULL DEFAULT 0;
