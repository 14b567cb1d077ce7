-- Where the access tokens of a code and of its grant may be used: the resources that the
-- authorization request named (RFC 8707), as a JSON array; NULL where it named none.
ALTER TABLE authorization_codes ADD COLUMN resources TEXT;
ALTER TABLE grants ADD COLUMN resources TEXT;
