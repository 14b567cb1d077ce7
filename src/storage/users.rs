//! The table `users`. Passwords are in `credentials/passwords.rs`.

pub(crate) mod attributes;

use crate::{
    Result, Store,
    db::{
        sql::{Query, Row, columns, query, to_json},
        unit::Unit,
    },
};
use doorward_protocol::{
    oidc::claims::{StandardClaims, Subject},
    text::{fold, fold_address, fold_username},
    time::Timestamp,
};

/// A user as stored.
#[derive(Clone)]
pub struct User {
    /// The `sub` of every token.
    pub id: String,
    /// The email address; none where none is known.
    pub email: Option<String>,
    /// Their user name.
    pub username: Option<String>,
    /// The standard claims.
    pub claims: StandardClaims,
    /// The identity provider by whose word alone the address counts as verified (docs/decisions/0070).
    pub address_said_by: Option<String>,
    /// What stands in the address of the picture that they uploaded.
    pub picture_id: Option<String>,
    /// When they were disabled.
    pub disabled_at: Option<Timestamp>,
    /// Rises with each change of how they sign in, and with each end of all their sessions
    /// (docs/decisions/0019).
    pub generation: i64,
    /// Rises with each change of names and claims.
    pub version: i64,
    /// When they were made.
    pub created_at: Timestamp,
    /// When anything last changed.
    pub updated_at: Timestamp,
}

impl User {
    /// What to call them: their name, or what they sign in with.
    pub fn display_name(&self) -> &str {
        self.claims.name.as_deref().unwrap_or_else(|| self.label())
    }

    /// What they sign in with: address, user name, or else the identifier.
    pub fn label(&self) -> &str {
        self.email
            .as_deref()
            .or(self.username.as_deref())
            .unwrap_or(&self.id)
    }

    /// Whether this address is theirs.
    pub fn has_email(&self, email: &str) -> bool {
        self.email
            .as_deref()
            .is_some_and(|known| fold_address(known) == fold_address(email))
    }

    /// Whether the mail of their address was read here, or an administrator or a provider that is
    /// authoritative for it vouches for it.
    pub fn has_proven_address(&self) -> bool {
        self.claims.email_verified == Some(true) && self.address_said_by.is_none()
    }

    /// Whether the account may have been set up by somebody else than the owner of its address: who
    /// stated it says that it is not proven, or a provider stated it that is not authoritative for it.
    /// An administrator who says nothing of it is taken to know whose it is.
    pub fn has_untrusted_address(&self) -> bool {
        self.claims.email_verified == Some(false) || self.address_said_by.is_some()
    }

    /// The same user once the address is proven.
    #[must_use]
    pub fn with_proven_address(&self, now: Timestamp) -> Self {
        let mut proven = self.clone();
        proven.claims.email_verified = Some(true);
        proven.address_said_by = None;
        proven.updated_at = now;
        proven
    }

    /// Whether this is what they sign in with: address or user name.
    pub fn is_called(&self, name: &str) -> bool {
        self.has_email(name)
            || self
                .username
                .as_deref()
                .is_some_and(|known| fold_username(known) == fold_username(name))
    }

    /// Where the picture is that they uploaded.
    pub fn uploaded_picture(&self, issuer: &str) -> Option<String> {
        let id = self.picture_id.as_ref()?;
        Some(format!("{issuer}/pictures/{id}"))
    }

    /// The user as the protocol sees them. A picture that they uploaded comes before one elsewhere.
    pub fn subject(&self, issuer: &str) -> Subject {
        let mut claims = self.claims.clone();
        claims.picture = self.uploaded_picture(issuer).or(claims.picture);
        Subject {
            sub: self.id.clone(),
            email: self.email.clone(),
            username: self.username.clone(),
            claims,
            updated_at: self.updated_at.seconds(),
        }
    }
}

/// A user to be made or changed.
pub type NewUser = User;

columns! {
    USER of u, read by user -> User {
        id: Row::text(id),
        email: Row::opt_text(email),
        username: Row::opt_text(username),
        claims: Row::json(claims),
        address_said_by: Row::opt_text(address_said_by),
        picture_id: Row::opt_text(picture_id),
        disabled_at: Row::opt_at(disabled_at),
        generation: Row::int(generation),
        version: Row::int(version),
        created_at: Row::at(created_at),
        updated_at: Row::at(updated_at),
    }
}

/// Binds the parameters 1 to 4 of a statement that finds a user: an identifier as an address, as a user
/// name, as it is, and in the form of earlier releases.
pub(crate) fn bind_identifier(select: Query, identifier: &str) -> Query {
    select
        .bind(fold_address(identifier))
        .bind(fold_username(identifier))
        .bind(identifier.trim())
        .bind(fold(identifier))
}

/// Users in the order of their identifiers, as the database compares them.
#[derive(Clone, Copy, Debug)]
pub struct UserRange<'a> {
    /// The identifier after which it begins.
    pub after: &'a str,
    /// The identifier of the last one.
    pub last: &'a str,
}

impl Store {
    /// The user of that identifier.
    pub async fn user(&self, id: &str) -> Result<Option<User>> {
        self.row(query!("SELECT {USER} FROM users u WHERE u.id = $1").bind(id))
            .await?
            .map(|row| user(&row))
            .transpose()
    }

    /// The user who signs in as this: address or user name, in any case, or the identifier itself.
    pub async fn user_by_identifier(&self, identifier: &str) -> Result<Option<User>> {
        // A row of an earlier release, found by the form of that release, comes first: nobody who was
        // made later under another spelling takes its place.
        let select = query!(
            "SELECT {USER} FROM users u
             WHERE u.email_folded IN ($1, $4) OR u.username_folded IN ($2, $4) OR u.id = $3
             ORDER BY CASE WHEN u.email_folded = $4 OR u.username_folded = $4 THEN 0 ELSE 1 END
             LIMIT 1"
        );
        self.row(bind_identifier(select, identifier))
            .await?
            .map(|row| user(&row))
            .transpose()
    }

    /// The user with this email address, in any case.
    pub async fn user_by_email(&self, email: &str) -> Result<Option<User>> {
        let select = query!(
            "SELECT {USER} FROM users u WHERE u.email_folded IN ($1, $2)
             ORDER BY CASE WHEN u.email_folded = $2 THEN 0 ELSE 1 END LIMIT 1"
        );
        self.row(select.bind(fold_address(email)).bind(fold(email)))
            .await?
            .map(|row| user(&row))
            .transpose()
    }

    /// The users after an identifier, in the order of their identifiers; at most so many.
    pub async fn users_after(&self, id: &str, limit: i64) -> Result<Vec<User>> {
        let select = query!("SELECT {USER} FROM users u WHERE u.id > $1 ORDER BY u.id LIMIT $2");
        let rows = self.rows(select.bind(id).bind(limit)).await?;
        rows.iter().map(user).collect()
    }

    /// At most ten thousand users, by email address; those without one come last.
    pub async fn users(&self) -> Result<Vec<User>> {
        self.rows(query!(
            "SELECT {USER} FROM users u ORDER BY u.email_folded IS NULL, u.email_folded, u.id
             LIMIT 10000"
        ))
        .await?
        .iter()
        .map(user)
        .collect()
    }

    /// Adds a user, without any credential.
    pub fn add_user(user: &NewUser) -> Unit {
        let insert = query!(
            "INSERT INTO users (id, email, email_folded, username, username_folded,
             claims, disabled_at, created_at, updated_at, generation, grants_from, address_said_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11)"
        );
        let insert = insert
            .bind(&user.id)
            .bind(user.email.clone())
            .bind(user.email.as_deref().map(fold_address))
            .bind(user.username.clone());
        let insert = insert
            .bind(user.username.as_deref().map(fold_username))
            .bind(to_json(&user.claims));
        Unit::new().run(
            insert
                .bind(user.disabled_at)
                .bind(user.created_at)
                .bind(user.updated_at)
                .bind(user.generation)
                .bind(user.address_said_by.clone()),
        )
    }

    /// Changes the names and claims of a user. A guard: the user must be of the generation and of the
    /// version that were read, so that a slow writer takes nothing back.
    pub fn change_user(user: &User) -> Unit {
        let update = query!(
            "UPDATE users
             SET email = $2, email_folded = $3, username = $4, username_folded = $5,
             claims = $6, updated_at = $7, address_said_by = $10, version = version + 1
             WHERE id = $1 AND generation = $8 AND version = $9"
        );
        let update = update
            .bind(&user.id)
            .bind(user.email.clone())
            .bind(user.email.as_deref().map(fold_address))
            .bind(user.username.clone());
        let update = update
            .bind(user.username.as_deref().map(fold_username))
            .bind(to_json(&user.claims));
        let update = update.bind(user.updated_at).bind(user.generation);
        let update = update.bind(user.version);
        Unit::new().guard(update.bind(user.address_said_by.clone()))
    }

    /// Puts the names of a user that an earlier release stored in the form in which they are compared
    /// now, unless somebody else is found by that form.
    pub fn renew_names(user: &User) -> Unit {
        let renew = |unit: Unit, query: Query, old: String, new: String| {
            if old == new {
                unit
            } else {
                unit.run(query.bind(&user.id).bind(old).bind(new))
            }
        };
        let mut unit = Unit::new();
        if let Some(email) = &user.email {
            let update = query!(
                "UPDATE users SET email_folded = $3 WHERE id = $1 AND email_folded = $2
                 AND NOT EXISTS (SELECT 1 FROM users o WHERE o.email_folded = $3)"
            );
            unit = renew(unit, update, fold(email), fold_address(email));
        }
        if let Some(name) = &user.username {
            let update = query!(
                "UPDATE users SET username_folded = $3 WHERE id = $1 AND username_folded = $2
                 AND NOT EXISTS (SELECT 1 FROM users o WHERE o.username_folded = $3)"
            );
            unit = renew(unit, update, fold(name), fold_username(name));
        }
        unit
    }

    /// Records that a user accepted a version of the terms.
    pub fn accept_terms(user_id: &str, version: &str, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO terms_acceptances (user_id, version, accepted_at) VALUES ($1, $2, $3)
             ON CONFLICT (user_id, version) DO NOTHING"
        );
        Unit::new().run(insert.bind(user_id).bind(version).bind(now))
    }

    /// Disables a user; nothing changes where they were disabled before. A guard: there must be
    /// such a user.
    pub fn disable_user(id: &str, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE users SET disabled_at = COALESCE(disabled_at, $2), updated_at = $2
             WHERE id = $1"
        );
        Unit::new().guard(update.bind(id).bind(now))
    }

    /// Enables a user. A guard: there must be such a user.
    pub fn enable_user(id: &str, now: Timestamp) -> Unit {
        let update = query!("UPDATE users SET disabled_at = NULL, updated_at = $2 WHERE id = $1");
        Unit::new().guard(update.bind(id).bind(now))
    }
}
