-- Single claims that were asked for by name (OpenID Connect Core, section 5.5), as JSON.
ALTER TABLE authorization_codes ADD COLUMN claims TEXT;
ALTER TABLE grants ADD COLUMN claims TEXT;
