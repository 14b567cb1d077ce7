//! Passkeys and security keys, the challenges that were answered, and who wants no passkey.

use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query},
        unit::Unit,
    },
};
use doorward_protocol::{secret::Digest, time::Timestamp};

/// A passkey or a security key of a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// The credential identifier, in base64url.
    pub id: String,
    /// The user who has it.
    pub user_id: String,
    /// The public key with what the library needs of it, as JSON.
    pub credential: String,
    /// What the user calls it.
    pub label: String,
    /// The model of the authenticator, where it says so.
    pub aaguid: Option<String>,
    /// Whether it signs in by itself; otherwise it is a second factor alone.
    pub signs_in: bool,
    /// Whether it is synced between devices.
    pub is_synced: bool,
    /// The signature counter when it was last used.
    pub sign_count: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
}

columns! {
    PASSKEY of p, read by passkey -> Passkey {
        id: Row::text(id),
        user_id: Row::text(user_id),
        credential: Row::text(credential),
        label: Row::text(label),
        aaguid: Row::opt_text(aaguid),
        signs_in: Row::flag(signs_in),
        is_synced: Row::flag(is_synced),
        sign_count: Row::int(sign_count),
        created_at: Row::at(created_at),
        last_used_at: Row::opt_at(last_used_at),
    }
}

impl Store {
    /// A passkey by its credential identifier.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn passkey(&self, id: &str) -> Result<Option<Passkey>> {
        let select = query!("SELECT {PASSKEY} FROM passkeys p WHERE p.id = $1");
        let row = self.row(select.bind(id)).await?;
        row.map(|row| passkey(&row)).transpose()
    }

    /// The passkeys of a user, the oldest first: a hundred at most.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn passkeys_of_user(&self, user_id: &str) -> Result<Vec<Passkey>> {
        let select = query!(
            "SELECT {PASSKEY} FROM passkeys p WHERE p.user_id = $1 ORDER BY p.created_at, p.id
             LIMIT 100"
        );
        let rows = self.rows(select.bind(user_id)).await?;
        rows.iter().map(passkey).collect()
    }

    /// Adds a passkey. A guard: nobody has it.
    pub fn add_passkey(passkey: &Passkey) -> Unit {
        let insert = query!(
            "INSERT INTO passkeys (id, user_id, credential, label, aaguid, signs_in, is_synced,
             sign_count, created_at, last_used_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING"
        );
        let insert = insert
            .bind(&passkey.id)
            .bind(&passkey.user_id)
            .bind(&passkey.credential)
            .bind(&passkey.label)
            .bind(passkey.aaguid.clone());
        Unit::new().guard(
            insert
                .bind(passkey.signs_in)
                .bind(passkey.is_synced)
                .bind(passkey.sign_count)
                .bind(passkey.created_at)
                .bind(passkey.last_used_at),
        )
    }

    /// Records the use of a passkey. A guard: its user has it still, and its counter did not go
    /// further meanwhile.
    pub fn use_passkey(used: &Passkey, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE passkeys SET credential = $1, is_synced = $2, sign_count = $3,
             last_used_at = $4 WHERE id = $5 AND user_id = $6
             AND (sign_count < $3 OR ($3 = 0 AND sign_count = 0))"
        );
        let update = update
            .bind(&used.credential)
            .bind(used.is_synced)
            .bind(used.sign_count)
            .bind(now);
        Unit::new().guard(update.bind(&used.id).bind(&used.user_id))
    }

    /// Gives a passkey another name. A guard: the user has it.
    pub fn rename_passkey(user_id: &str, id: &str, label: &str) -> Unit {
        let update = query!("UPDATE passkeys SET label = $1 WHERE id = $2 AND user_id = $3");
        Unit::new().guard(update.bind(label).bind(id).bind(user_id))
    }

    /// Takes a passkey away. A guard: the user has it.
    pub fn remove_passkey(user_id: &str, id: &str) -> Unit {
        let delete = query!("DELETE FROM passkeys WHERE id = $1 AND user_id = $2");
        Unit::new().guard(delete.bind(id).bind(user_id))
    }

    /// Takes every passkey of a user away, and every security key.
    pub fn remove_passkeys(user_id: &str) -> Unit {
        let delete = query!("DELETE FROM passkeys WHERE user_id = $1");
        Unit::new().run(delete.bind(user_id))
    }

    /// Uses a challenge up. A guard: it was not answered before.
    pub fn use_challenge(digest: &Digest, expires_at: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO used_challenges (digest, expires_at) VALUES ($1, $2)
             ON CONFLICT (digest) DO NOTHING"
        );
        Unit::new().guard(insert.bind(digest).bind(expires_at))
    }

    /// Whether a user said since an instant that they want no passkey now.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn refused_passkey(&self, user_id: &str, since: Timestamp) -> Result<bool> {
        let select = query!(
            "SELECT r.user_id FROM passkey_refusals r WHERE r.user_id = $1 AND r.refused_at > $2"
        );
        Ok(self.row(select.bind(user_id).bind(since)).await?.is_some())
    }

    /// Remembers that a user wants no passkey now.
    pub fn refuse_passkey(user_id: &str, now: Timestamp) -> Unit {
        let put = query!(
            "INSERT INTO passkey_refusals (user_id, refused_at) VALUES ($1, $2)
             ON CONFLICT (user_id) DO UPDATE SET refused_at = excluded.refused_at"
        );
        Unit::new().run(put.bind(user_id).bind(now))
    }
}
