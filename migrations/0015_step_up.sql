-- Whether the user was sent for a stronger sign-in for this request already: once, so that nobody is sent round in circles.
ALTER TABLE interactions ADD COLUMN stepped_up BIGINT NOT NULL DEFAULT 0;
