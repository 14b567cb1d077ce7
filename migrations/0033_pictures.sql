-- Pictures that users uploaded, written anew by this provider: `content` in base64. Each upload has another
-- identifier, which stands in the address of the picture and cannot be guessed.
CREATE TABLE pictures (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    id TEXT NOT NULL UNIQUE,
    media_type TEXT NOT NULL,
    content TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

ALTER TABLE users ADD COLUMN picture_id TEXT;
