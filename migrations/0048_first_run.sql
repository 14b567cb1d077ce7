-- What an administrator decided about this server in the console, by name: `name` is what pages and mails
-- call it, in place of the setting; `first_run` is there once the guide of the first steps was hidden.
CREATE TABLE provider_values (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
-- A server that has apps already is past its first steps.
INSERT INTO provider_values (name, value, updated_at, version)
    SELECT 'first_run', 'done', 0, 1
    WHERE EXISTS (SELECT 1 FROM clients c WHERE c.client_id <> 'doorward');

-- When a code of an app was exchanged for the first time: from then on its set-up is known to work.
CREATE TABLE first_sign_ins (
    client_id TEXT PRIMARY KEY REFERENCES clients (client_id) ON DELETE CASCADE,
    at BIGINT NOT NULL
);
