-- Rows of whatever source are found by their digest, among them those of users who were deleted or merged
-- here (source '(departed)', digests that only the server can make): no sign-in makes such a user anew.
CREATE INDEX imported_rows_digest ON imported_rows (row_digest);
