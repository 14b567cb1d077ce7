-- Apps that users and groups are pushed to (SCIM 2.0). A target has no other identifier than its name,
-- which never changes. A message of the outbox of the kind 'scim' names a user or a group of a target
-- that may have to be brought into line; what that takes is found out when it is sent.
CREATE TABLE scim_targets (
    name TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES clients (client_id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    description TEXT,
    -- JSON arrays of names of groups: whose members are pushed, and which are pushed themselves.
    users_in TEXT NOT NULL,
    pushed_groups TEXT NOT NULL,
    -- 'email' or 'username'
    user_name TEXT NOT NULL,
    -- 'deactivate' or 'delete'
    removal TEXT NOT NULL,
    reconcile_hours BIGINT NOT NULL,
    enabled BIGINT NOT NULL,
    allow_private_addresses BIGINT NOT NULL,
    sealed_token TEXT NOT NULL,
    -- Whether the app refused PATCH, so that it gets whole resources.
    lacks_patch BIGINT NOT NULL DEFAULT 0,
    -- The first failure since it last accepted something, and why the last attempt failed.
    failing_since BIGINT,
    last_failure TEXT,
    -- Written once a minute.
    last_accepted_at BIGINT,
    -- Until when the app asked to be left alone.
    resting_until BIGINT,
    -- Since when nothing is pushed, because nothing was accepted for a day.
    paused_at BIGINT,
    -- The last comparison of everything.
    pass_id TEXT,
    pass_started_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX scim_targets_client ON scim_targets (client_id);

-- What an app has of each user and group, and what became of the last attempt to bring it into line.
CREATE TABLE scim_remote_resources (
    target TEXT NOT NULL REFERENCES scim_targets (name) ON DELETE CASCADE,
    -- 'users' or 'groups', and the identifier here.
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    -- The identifier there; none where the app has none.
    remote_id TEXT,
    -- Whether it was made there from here, and not found.
    is_made_here BIGINT NOT NULL DEFAULT 0,
    -- The hash of what was last pushed.
    digest TEXT,
    -- Whether the user may use the app, and the pushed groups that they are in: a JSON array.
    is_wanted BIGINT NOT NULL DEFAULT 0,
    pushed_groups TEXT,
    -- The attempt that is under way. One that finds another one here writes nothing.
    claim TEXT,
    claimed_until BIGINT NOT NULL DEFAULT 0,
    -- The result of the last attempt.
    outcome TEXT,
    reason TEXT,
    tried_at BIGINT,
    -- The last comparison of everything that it was part of, with its result.
    pass_id TEXT,
    pass_outcome TEXT,
    PRIMARY KEY (target, kind, id)
);
CREATE UNIQUE INDEX scim_remote_resources_remote ON scim_remote_resources (target, kind, remote_id)
    WHERE remote_id IS NOT NULL;
CREATE INDEX scim_remote_resources_pass ON scim_remote_resources (target, pass_id, pass_outcome);
CREATE INDEX scim_remote_resources_outcome ON scim_remote_resources (target, outcome, tried_at);
