//! Passwords: the rows of `credentials` of the kind `password`, one for each user at most.

use crate::{
    Result, Store,
    db::sql::{Row, Unit, columns, query},
    users::{USER, User, user},
};
use doorward_protocol::{text::fold, time::Timestamp};

/// The password of a user as stored.
#[derive(Clone)]
pub struct PasswordCredential {
    /// The identifier of the credential.
    pub id: String,
    /// The Argon2id hash in PHC format.
    pub hash: String,
    /// When the user got a password for the first time.
    pub created_at: Timestamp,
    /// When the password last changed.
    pub updated_at: Timestamp,
    /// When the user last signed in with it.
    pub last_used_at: Option<Timestamp>,
}

columns! {
    PASSWORD of c, read by password -> PasswordCredential {
        id: Row::text(id),
        hash: Row::text(secret),
        created_at: Row::at(created_at),
        updated_at: Row::at(updated_at),
        last_used_at: Row::opt_at(last_used_at),
    }
}

impl Store {
    /// The password of a user.
    pub async fn password_of_user(&self, user_id: &str) -> Result<Option<PasswordCredential>> {
        let select = query!(
            "SELECT {PASSWORD} FROM credentials c WHERE c.user_id = $1 AND c.kind = 'password'"
        );
        self.row(select.bind(user_id))
            .await?
            .map(|row| password(&row))
            .transpose()
    }

    /// The user whom [`Store::user_by_identifier`] finds, with their password.
    pub async fn user_with_password(
        &self,
        identifier: &str,
    ) -> Result<Option<(User, Option<PasswordCredential>)>> {
        let select = query!(
            "SELECT {USER}, {PASSWORD} FROM users u
             LEFT JOIN credentials c ON c.user_id = u.id AND c.kind = 'password'
             WHERE u.email_folded = $1 OR u.username_folded = $1 OR u.id = $2"
        );
        let select = select.bind(fold(identifier)).bind(identifier.trim());
        let Some(row) = self.row(select).await? else {
            return Ok(None);
        };
        let stored = match row.opt_text("c_id")? {
            Some(_) => Some(password(&row)?),
            None => None,
        };
        Ok(Some((user(&row)?, stored)))
    }

    /// Gives a user a password, or replaces the one that they have. `id` is the identifier of a new
    /// credential; `hash` is in PHC format.
    pub fn put_password(id: &str, user_id: &str, hash: &str, now: Timestamp) -> Unit {
        let upsert = query!(
            "INSERT INTO credentials (id, user_id, kind, secret, created_at, updated_at)
             VALUES ($1, $2, 'password', $3, $4, $4)
             ON CONFLICT (user_id) WHERE kind = 'password'
             DO UPDATE SET secret = excluded.secret, updated_at = excluded.updated_at"
        );
        Unit::new().run(upsert.bind(id).bind(user_id).bind(hash).bind(now))
    }

    /// Puts a new hash of the same password in the place of the old one, unless the password
    /// changed meanwhile.
    pub fn rehash_password(user_id: &str, old: &str, new: &str) -> Unit {
        Unit::new().run(
            query!(
                "UPDATE credentials SET secret = $1
                 WHERE user_id = $2 AND kind = 'password' AND secret = $3"
            )
            .bind(new)
            .bind(user_id)
            .bind(old),
        )
    }

    /// Records that a user signed in with their password.
    pub fn use_password(user_id: &str, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE credentials SET last_used_at = $1 WHERE user_id = $2 AND kind = 'password'"
        );
        Unit::new().run(update.bind(now).bind(user_id))
    }
}
