-- The version of a row rises with each change of what is declared in it, so that a writer who read an
-- older version takes nothing back.
ALTER TABLE users ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE identity_providers ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
