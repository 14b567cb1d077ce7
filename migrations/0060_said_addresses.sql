-- The identity provider by whose word alone the address of a user counts as verified: one that is not
-- authoritative for it. None where the address was proven by mail, or an administrator vouches for it, and
-- where it is not verified.
ALTER TABLE users ADD COLUMN address_said_by TEXT;
