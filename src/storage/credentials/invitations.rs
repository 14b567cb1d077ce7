//! Invitations: the table `invitations`. The secret of each is a one-time token.

use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query, to_json},
        unit::Unit,
    },
};
use doorward_protocol::time::Timestamp;

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
    }
}

impl Store {
    /// Adds an invitation.
    pub fn add_invitation(invitation: &Invitation) -> Unit {
        let insert = query!(
            "INSERT INTO invitations (id, email, client_ids, language, inviter, created_at,
             expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        );
        let insert = insert
            .bind(&invitation.id)
            .bind(&invitation.email)
            .bind(to_json(&invitation.client_ids))
            .bind(invitation.language.clone())
            .bind(invitation.inviter.clone());
        Unit::new().run(
            insert
                .bind(invitation.created_at)
                .bind(invitation.expires_at),
        )
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
