//! Invitations: the table `invitations`. The secret of each is a one-time token.

use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query, to_json},
        unit::Unit,
    },
};
use doorward_protocol::{organizations::declared::RolesByApp, time::Timestamp};

/// How many open invitations an organization has at most.
pub const MAX_OPEN_OF_ORGANIZATION: i64 = 1000;

/// An invitation as stored.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Its identifier, which is no secret.
    pub id: String,
    /// Who is invited.
    pub email: String,
    /// The clients that they are invited to.
    pub client_ids: Vec<String>,
    /// The language of the mail.
    pub language: Option<String>,
    /// Who invites, as the mail says it.
    pub inviter: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
    /// When it was accepted.
    pub accepted_at: Option<Timestamp>,
    /// The user who accepted it.
    pub accepted_by: Option<String>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// The identifier of the organization that whoever accepts is in.
    pub organization_id: Option<String>,
    /// Whether as an owner of it.
    pub organization_owner: bool,
    /// The roles that they get there.
    pub organization_roles: RolesByApp,
    /// What kind of actor invited; none in invitations of former versions.
    pub actor_kind: Option<String>,
    /// The identifier of that actor.
    pub actor_id: Option<String>,
}

impl Invitation {
    /// What became of it by a time: `open`, `accepted`, `revoked` or `expired`.
    pub fn state(&self, now: Timestamp) -> &'static str {
        if self.accepted_at.is_some() {
            "accepted"
        } else if self.revoked_at.is_some() {
            "revoked"
        } else if self.expires_at <= now {
            "expired"
        } else {
            "open"
        }
    }
}

columns! {
    INVITATION of i, read by invitation -> Invitation {
        id: Row::text(id),
        email: Row::text(email),
        client_ids: Row::json(client_ids),
        language: Row::opt_text(language),
        inviter: Row::opt_text(inviter),
        created_at: Row::at(created_at),
        expires_at: Row::at(expires_at),
        accepted_at: Row::opt_at(accepted_at),
        accepted_by: Row::opt_text(accepted_by),
        revoked_at: Row::opt_at(revoked_at),
        organization_id: Row::opt_text(organization_id),
        organization_owner: Row::flag(organization_owner),
        organization_roles: Row::json(organization_roles),
        actor_kind: Row::opt_text(actor_kind),
        actor_id: Row::opt_text(actor_id),
    }
}

impl Store {
    /// Adds an invitation. A guard where it is into an organization: there is such an organization, and it
    /// has fewer open invitations than [`MAX_OPEN_OF_ORGANIZATION`].
    pub fn add_invitation(invitation: &Invitation) -> Unit {
        let insert = if invitation.organization_id.is_none() {
            query!(
                "INSERT INTO invitations (id, email, client_ids, language, inviter, created_at,
                 expires_at, organization_owner, organization_roles, actor_kind, actor_id)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
            )
        } else {
            query!(
                "INSERT INTO invitations (id, email, client_ids, language, inviter, created_at,
                 expires_at, organization_owner, organization_roles, actor_kind, actor_id,
                 organization_id)
                 SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, o.id FROM organizations o
                 WHERE o.id = $12 AND o.deleted_at IS NULL AND (SELECT COUNT(*) FROM invitations i
                 WHERE i.organization_id = $12 AND i.accepted_at IS NULL AND i.revoked_at IS NULL
                 AND i.expires_at > $6) < $13 /*FOR SHARE*/"
            )
        };
        let insert = insert
            .bind(&invitation.id)
            .bind(&invitation.email)
            .bind(to_json(&invitation.client_ids))
            .bind(invitation.language.clone())
            .bind(invitation.inviter.clone())
            .bind(invitation.created_at)
            .bind(invitation.expires_at)
            .bind(invitation.organization_owner)
            .bind(to_json(&invitation.organization_roles))
            .bind(invitation.actor_kind.clone())
            .bind(invitation.actor_id.clone());
        match &invitation.organization_id {
            None => Unit::new().run(insert),
            Some(id) => Unit::new().guard(insert.bind(id).bind(MAX_OPEN_OF_ORGANIZATION)),
        }
    }

    /// The invitation of an identifier.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn invitation(&self, id: &str) -> Result<Option<Invitation>> {
        let select = query!("SELECT {INVITATION} FROM invitations i WHERE i.id = $1");
        self.row(select.bind(id))
            .await?
            .map(|row| invitation(&row))
            .transpose()
    }

    /// The newest thousand invitations, the newest first.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn invitations(&self) -> Result<Vec<Invitation>> {
        self.rows(query!(
            "SELECT {INVITATION} FROM invitations i ORDER BY i.created_at DESC, i.id LIMIT 1000"
        ))
        .await?
        .iter()
        .map(invitation)
        .collect()
    }

    /// The invitations before one, in the order in which they were made, the newest first; at most so many.
    pub async fn invitations_before(
        &self,
        id: Option<&str>,
        limit: i64,
    ) -> Result<Vec<Invitation>> {
        // Identifiers begin with the time, so they are in that order too.
        let select = match id {
            Some(id) => query!(
                "SELECT {INVITATION} FROM invitations i WHERE i.id < $2 ORDER BY i.id DESC LIMIT $1"
            )
            .bind(limit)
            .bind(id),
            None => query!("SELECT {INVITATION} FROM invitations i ORDER BY i.id DESC LIMIT $1")
                .bind(limit),
        };
        self.rows(select).await?.iter().map(invitation).collect()
    }

    /// The invitations into an organization before one, the newest first; at most so many.
    pub async fn invitations_into(
        &self,
        organization_id: &str,
        before: Option<&str>,
        limit: i64,
    ) -> Result<Vec<Invitation>> {
        let select = match before {
            Some(id) => query!(
                "SELECT {INVITATION} FROM invitations i WHERE i.organization_id = $1 AND i.id < $3
                 ORDER BY i.id DESC LIMIT $2"
            )
            .bind(organization_id)
            .bind(limit)
            .bind(id),
            None => query!(
                "SELECT {INVITATION} FROM invitations i WHERE i.organization_id = $1
                 ORDER BY i.id DESC LIMIT $2"
            )
            .bind(organization_id)
            .bind(limit),
        };
        self.rows(select).await?.iter().map(invitation).collect()
    }

    /// Accepts an invitation: a guard, so that it happens once.
    pub fn accept_invitation(id: &str, user_id: &str, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE invitations SET accepted_at = $3, accepted_by = $2 WHERE id = $1
             AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $3"
        );
        Unit::new().guard(update.bind(id).bind(user_id).bind(now))
    }

    /// Revokes an invitation. A guard: it was not accepted, and not revoked before.
    pub fn revoke_invitation(id: &str, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE invitations SET revoked_at = $2
             WHERE id = $1 AND accepted_at IS NULL AND revoked_at IS NULL"
        );
        Unit::new().guard(update.bind(id).bind(now))
    }

    /// Gives an invitation another end, as it is sent again. A guard: it is open.
    pub fn renew_invitation(id: &str, expires_at: Timestamp) -> Unit {
        let update = query!(
            "UPDATE invitations SET expires_at = $2
             WHERE id = $1 AND accepted_at IS NULL AND revoked_at IS NULL"
        );
        Unit::new().guard(update.bind(id).bind(expires_at))
    }
}
