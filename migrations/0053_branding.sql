-- Pictures that pages show as logos and icons, written anew by this provider: `content` in base64. There is one for
-- each use, such as `server logo`; one of an app or an organization goes with it. Pages name a picture by the digest
-- of what it holds.
CREATE TABLE brand_images (
    used_for TEXT PRIMARY KEY,
    client_id TEXT REFERENCES clients (client_id) ON DELETE CASCADE,
    organization_id TEXT REFERENCES organizations (id) ON DELETE CASCADE,
    digest TEXT NOT NULL,
    media_type TEXT NOT NULL,
    content TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX brand_images_digest ON brand_images (digest);
CREATE INDEX brand_images_client ON brand_images (client_id);
CREATE INDEX brand_images_organization ON brand_images (organization_id);

-- How the sign-in looks for an organization, as JSON: accent, accent_dark and logo_uri, as the settings of clients of
-- these names.
ALTER TABLE organizations ADD COLUMN look TEXT;
