//! Passwords: the rows of `credentials` of the kind `password`, one for each user at most.

use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query},
        unit::Unit,
    },
    users::{USER, User, bind_identifier, user},
};
use doorward_protocol::time::Timestamp;

/// The password of a user as stored.
#[derive(Clone)]
pub struct PasswordCredential {
    /// The identifier of the credential.
    pub id: String,
    /// The hash: Argon2id in PHC format, or as another program made it.
    pub hash: String,
    /// When the user got a password for the first time.
    pub created_at: Timestamp,
    /// When the password last changed.
    pub updated_at: Timestamp,
    /// When the user last signed in with it.
    pub last_used_at: Option<Timestamp>,
}

/// A hash that is to be stored.
#[derive(Clone, Debug)]
pub struct NewHash<'a> {
    /// The hash: Argon2id in PHC format, or as another program made it.
    pub text: &'a str,
    /// What it costs: every sign-in does the work of each cost that is in use.
    pub cost: Option<String>,
}

/// A hash in PHC format: its parameters are the fourth part of `$argon2id$v=19$m=65536,t=3,p=1$…`.
impl<'a, T: AsRef<str> + ?Sized> From<&'a T> for NewHash<'a> {
    fn from(text: &'a T) -> Self {
        let text = text.as_ref();
        Self {
            text,
            cost: text.split('$').nth(3).map(str::to_owned),
        }
    }
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
    /// The password of a user; none where it was revoked.
    pub async fn password_of_user(&self, user_id: &str) -> Result<Option<PasswordCredential>> {
        let select = query!(
            "SELECT {PASSWORD} FROM credentials c
             WHERE c.user_id = $1 AND c.kind = 'password' AND c.revoked_at IS NULL"
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
             AND c.revoked_at IS NULL
             WHERE u.email_folded IN ($1, $4) OR u.username_folded IN ($2, $4) OR u.id = $3
             ORDER BY CASE WHEN u.email_folded = $4 OR u.username_folded = $4 THEN 0 ELSE 1 END
             LIMIT 1"
        );
        let Some(row) = self.row(bind_identifier(select, identifier)).await? else {
            return Ok(None);
        };
        let stored = match row.opt_text("c_id")? {
            Some(_) => Some(password(&row)?),
            None => None,
        };
        Ok(Some((user(&row)?, stored)))
    }

    /// The costs of the passwords that are stored, each once, as `m=…,t=…,p=…` or `bcrypt:4096`. The
    /// statement goes from one to the next in the index, however many users have it, and gives 64 at
    /// most.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn password_costs(&self) -> Result<Vec<String>> {
        let select = query!(
            "WITH RECURSIVE costs (cost) AS (
                 SELECT (SELECT MIN(c.cost) FROM credentials c)
                 UNION ALL
                 SELECT (SELECT MIN(c.cost) FROM credentials c WHERE c.cost > costs.cost)
                 FROM costs WHERE costs.cost IS NOT NULL
             ) SELECT cost FROM costs WHERE cost IS NOT NULL LIMIT 64"
        );
        let rows = self.rows(select).await?;
        // What somebody else wrote there and is no text is the cost of no hash.
        Ok(rows
            .iter()
            .filter_map(|row| row.text("cost").ok())
            .collect())
    }

    /// Gives a user who has no password, or whose password was revoked, one. `id` is the identifier of the new credential. A guard:
    /// nobody else gave the user one meanwhile.
    pub fn add_password<'a>(
        id: &str,
        user_id: &str,
        hash: impl Into<NewHash<'a>>,
        now: Timestamp,
    ) -> Unit {
        let hash = hash.into();
        let insert = query!(
            "INSERT INTO credentials (id, user_id, kind, secret, created_at, updated_at, cost)
             VALUES ($1, $2, 'password', $3, $4, $4, $5)
             ON CONFLICT (user_id) WHERE kind = 'password' DO UPDATE SET
             secret = excluded.secret, updated_at = excluded.updated_at, cost = excluded.cost,
             last_used_at = NULL, revoked_at = NULL WHERE credentials.revoked_at IS NOT NULL"
        );
        let insert = insert.bind(id).bind(user_id).bind(hash.text).bind(now);
        Unit::new().guard(insert.bind(hash.cost))
    }

    /// Replaces the password of a user. A guard: the password is still the one that was read.
    pub fn replace_password<'a>(
        user_id: &str,
        old: &str,
        new: impl Into<NewHash<'a>>,
        now: Timestamp,
    ) -> Unit {
        let new = new.into();
        let update = query!(
            "UPDATE credentials SET secret = $1, updated_at = $4, cost = $5
             WHERE user_id = $2 AND kind = 'password' AND secret = $3 AND revoked_at IS NULL"
        );
        let update = update.bind(new.text).bind(user_id).bind(old).bind(now);
        Unit::new().guard(update.bind(new.cost))
    }

    /// The hash of the password of a user that was revoked.
    pub async fn revoked_password(&self, user_id: &str) -> Result<Option<String>> {
        let select = query!(
            "SELECT c.secret FROM credentials c
             WHERE c.user_id = $1 AND c.kind = 'password' AND c.revoked_at IS NOT NULL"
        );
        let row = self.row(select.bind(user_id)).await?;
        row.map(|row| row.text("secret")).transpose()
    }

    /// Revokes the password of a user, where there is one: it signs nobody in any more, and the user
    /// gets another one as if there were none.
    pub fn revoke_password(user_id: &str, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE credentials SET revoked_at = $1
             WHERE user_id = $2 AND kind = 'password' AND revoked_at IS NULL"
        );
        Unit::new().run(update.bind(now).bind(user_id))
    }

    /// Puts a new hash of the same password in the place of the old one, unless the password
    /// changed meanwhile.
    pub fn rehash_password<'a>(user_id: &str, old: &str, new: impl Into<NewHash<'a>>) -> Unit {
        let new = new.into();
        Unit::new().run(
            query!(
                "UPDATE credentials SET secret = $1, cost = $2
                 WHERE user_id = $3 AND kind = 'password' AND secret = $4"
            )
            .bind(new.text)
            .bind(new.cost)
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
