-- Invitations into organizations: whoever accepts is in the organization, as a member or an owner, with
-- roles there. Who invited is kept too: they must still be able to when the invitation is accepted.
ALTER TABLE invitations ADD COLUMN organization_id TEXT;
ALTER TABLE invitations ADD COLUMN organization_owner BIGINT NOT NULL DEFAULT 0;
-- The roles in the organization, as a JSON object of lists by app.
ALTER TABLE invitations ADD COLUMN organization_roles TEXT NOT NULL DEFAULT '{}';
-- What kind of actor invited, and its identifier; neither in invitations of former versions.
ALTER TABLE invitations ADD COLUMN actor_kind TEXT;
ALTER TABLE invitations ADD COLUMN actor_id TEXT;
CREATE INDEX invitations_organization ON invitations (organization_id, id);
