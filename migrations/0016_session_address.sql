-- Where a session was begun, as its user sees it in the list of sessions: the address, of which a database of places makes a place.
ALTER TABLE sso_sessions ADD COLUMN address TEXT;
