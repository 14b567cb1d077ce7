-- The entries of one request are found by the reference that an error page shows.
CREATE INDEX audit_events_request ON audit_events (request_id);
