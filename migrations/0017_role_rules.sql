-- The rules of the provider's declaration that gave a role, by marks with a space between them: a role
-- counts while one of them is still declared. Empty where an earlier release wrote it.
ALTER TABLE user_roles ADD COLUMN rules TEXT NOT NULL DEFAULT '';
