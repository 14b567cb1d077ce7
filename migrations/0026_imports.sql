-- Users can be deleted: what refers to one is found by an index.
CREATE INDEX event_stream_removed_subjects_user ON event_stream_removed_subjects (user_id);
CREATE INDEX invitations_accepted_by ON invitations (accepted_by);

-- The rows of other systems that users came from, by digests, so that an import that is run again goes on
-- where it stopped, and nobody comes back who was deleted here.
CREATE TABLE imported_rows (
    source TEXT NOT NULL,
    row_digest TEXT NOT NULL,
    imported_at BIGINT NOT NULL,
    PRIMARY KEY (source, row_digest)
);
