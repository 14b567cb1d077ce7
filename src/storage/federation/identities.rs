//! The identities of users at identity providers, by provider, issuer and subject.

use crate::{
    Result, Store,
    db::{
        sql::{Query, Row, columns, query},
        unit::{Lock, Unit},
    },
    users::{USER, User, UserRange, user},
};
use doorward_protocol::{
    federation::{Identity, Role},
    time::Timestamp,
};
use std::collections::{BTreeMap, BTreeSet};

/// An identity as its user sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedIdentity {
    /// The identifier of the identity provider.
    pub provider_id: String,
    /// The issuer of the subject.
    pub issuer: String,
    /// The subject there.
    pub subject: String,
    /// What it is called there.
    pub label: String,
    /// When the identity was linked to the user.
    pub linked_at: Timestamp,
    /// When it was last used to sign in.
    pub last_used_at: Option<Timestamp>,
}

/// The method by which a user goes on signing in when another method is removed.
#[derive(Clone, Copy, Debug)]
pub enum RemainingMethod<'a> {
    /// The password of the user.
    Password,
    /// A linked identity.
    Identity(&'a LinkedIdentity),
    /// A passkey, by its identifier.
    Passkey(&'a str),
}

impl RemainingMethod<'_> {
    fn select(self, user_id: &str) -> Query {
        match self {
            Self::Password => query!(
                "SELECT 1 FROM credentials
                     WHERE user_id = $1 AND kind = 'password' AND revoked_at IS NULL"
            )
            .bind(user_id),
            Self::Passkey(id) => {
                query!("SELECT 1 FROM passkeys WHERE user_id = $1 AND id = $2 AND signs_in = 1")
                    .bind(user_id)
                    .bind(id)
            }
            Self::Identity(identity) => of_identity(
                query!(
                    "SELECT 1 FROM identities
                     WHERE provider_id = $1 AND issuer = $2 AND subject = $3 AND user_id = $4"
                ),
                identity,
            )
            .bind(user_id),
        }
    }
}

/// A role of a user in an app, as a provider gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenRole {
    /// The name of the role.
    pub role: String,
    /// The identifier of the identity provider.
    pub provider_id: String,
    /// The marks of the rules that gave it, with a space between them.
    pub rules: String,
}

columns! {
    GIVEN_ROLE of r, read by given_role -> GivenRole {
        role: Row::text(role),
        provider_id: Row::text(provider_id),
        rules: Row::text(rules),
    }
}

columns! {
    LINKED_IDENTITY of i, read by linked_identity -> LinkedIdentity {
        provider_id: Row::text(provider_id),
        issuer: Row::text(issuer),
        subject: Row::text(subject),
        label: Row::text(label),
        linked_at: Row::at(linked_at),
        last_used_at: Row::opt_at(last_used_at),
    }
}

impl Store {
    /// How many identities of a provider are linked; at most so many are counted.
    pub async fn count_identities(&self, provider_id: &str, max: i64) -> Result<i64> {
        // Each is found by its index, and no more than so many are read.
        let select = query!(
            "SELECT i.subject AS subject FROM identities i WHERE i.provider_id = $1 LIMIT $2"
        );
        let rows = self.rows(select.bind(provider_id).bind(max)).await?;
        Ok(i64::try_from(rows.len()).unwrap_or(i64::MAX))
    }

    /// Whose an identity is.
    pub async fn user_by_identity(&self, identity: &Identity) -> Result<Option<User>> {
        let select = query!(
            "SELECT {USER} FROM identities i JOIN users u ON u.id = i.user_id
             WHERE i.provider_id = $1 AND i.issuer = $2 AND i.subject = $3"
        );
        let select = select
            .bind(&identity.provider_id)
            .bind(&identity.issuer)
            .bind(&identity.subject);
        self.row(select).await?.map(|row| user(&row)).transpose()
    }

    /// The users that a subject of an issuer is linked to: two identity providers may be declared for
    /// one issuer, and each may know the subject as another user.
    pub async fn users_by_subject(&self, issuer: &str, subject: &str) -> Result<Vec<User>> {
        let select = query!(
            "SELECT {USER} FROM identities i JOIN users u ON u.id = i.user_id
             WHERE i.issuer = $1 AND i.subject = $2"
        );
        let rows = self.rows(select.bind(issuer).bind(subject)).await?;
        let mut users = rows.iter().map(user).collect::<Result<Vec<_>>>()?;
        users.sort_by(|one, other| one.id.cmp(&other.id));
        users.dedup_by(|one, other| one.id == other.id);
        Ok(users)
    }

    /// A user's identities, the oldest first.
    pub async fn identities_of_user(&self, user_id: &str) -> Result<Vec<LinkedIdentity>> {
        let select = query!(
            "SELECT {LINKED_IDENTITY} FROM identities i WHERE i.user_id = $1
             ORDER BY i.linked_at, i.provider_id"
        );
        let rows = self.rows(select.bind(user_id)).await?;
        rows.iter().map(linked_identity).collect()
    }

    /// Links an identity; it fails as taken where it is anybody's already.
    pub fn add_identity(identity: &Identity, user_id: &str, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO identities (provider_id, issuer, subject, user_id, label, linked_at,
             last_used_at)
             VALUES ($1, $2, $3, $4, $5, $6, NULL)"
        );
        let insert = insert
            .bind(&identity.provider_id)
            .bind(&identity.issuer)
            .bind(&identity.subject)
            .bind(user_id);
        Unit::new().run(insert.bind(label(identity)).bind(now))
    }

    /// Records a sign-in with an identity. It fails where the identity is not linked to that user
    /// any
    /// more.
    pub fn use_identity(identity: &Identity, user_id: &str, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE identities SET last_used_at = $1, label = $2
             WHERE provider_id = $3 AND issuer = $4 AND subject = $5 AND user_id = $6"
        );
        let update = update
            .bind(now)
            .bind(label(identity))
            .bind(&identity.provider_id)
            .bind(&identity.issuer)
            .bind(&identity.subject);
        Unit::new().guard(update.bind(user_id))
    }

    /// Unlinks an identity of a user who goes on signing in by `remaining`. The unit fails where the
    /// identity or the remaining method does not exist. It locks the row of the user, so that of
    /// two removals at once the second sees what the first one left.
    pub fn remove_identity(
        identity: &LinkedIdentity,
        user_id: &str,
        remaining: &RemainingMethod<'_>,
    ) -> Unit {
        let user = query!("SELECT 1 FROM users WHERE id = $1").bind(user_id);
        let delete = query!(
            "DELETE FROM identities
             WHERE provider_id = $1 AND issuer = $2 AND subject = $3 AND user_id = $4"
        );
        let delete = of_identity(delete, identity).bind(user_id);
        let roles = query!(
            "DELETE FROM user_roles
             WHERE user_id = $1 AND provider_id = $2 AND NOT EXISTS (SELECT 1 FROM identities o
             WHERE o.user_id = $1 AND o.provider_id = $2)"
        );
        Unit::new()
            .require(user, Lock::Exclusive)
            .require(remaining.select(user_id), Lock::Shared)
            .guard(delete)
            .run(roles.bind(user_id).bind(&identity.provider_id))
    }

    /// Requires that a user has this sign-in method still, where another one is taken away. It locks
    /// the row of the user, so that of two removals at once the second sees what the first one left.
    pub fn require_remaining_method(
        user_id: &str,
        remaining: Option<&RemainingMethod<'_>>,
    ) -> Unit {
        let user = query!("SELECT 1 FROM users WHERE id = $1").bind(user_id);
        let unit = Unit::new().require(user, Lock::Exclusive);
        match remaining {
            Some(method) => unit.require(method.select(user_id), Lock::Shared),
            None => unit,
        }
    }

    /// Replaces the roles that a provider gives a user.
    pub fn put_roles(user_id: &str, provider_id: &str, roles: &[Role]) -> Unit {
        let delete = query!("DELETE FROM user_roles WHERE user_id = $1 AND provider_id = $2")
            .bind(user_id)
            .bind(provider_id);
        roles.iter().fold(Unit::new().run(delete), |unit, role| {
            let insert = query!(
                "INSERT INTO user_roles (user_id, client_id, role, provider_id, rules)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING"
            );
            unit.run(
                insert
                    .bind(user_id)
                    .bind(&role.client_id)
                    .bind(&role.role)
                    .bind(provider_id)
                    .bind(role.rules.join(" ")),
            )
        })
    }

    /// Whether these are the roles that a provider gave a user, by the same rules.
    pub async fn has_roles(
        &self,
        user_id: &str,
        provider_id: &str,
        roles: &[Role],
    ) -> Result<bool> {
        let select = query!(
            "SELECT client_id, role, rules FROM user_roles WHERE user_id = $1 AND provider_id = $2"
        );
        let rows = self.rows(select.bind(user_id).bind(provider_id)).await?;
        let mut present = BTreeSet::new();
        for row in rows {
            present.insert((
                row.text("client_id")?,
                row.text("role")?,
                row.text("rules")?,
            ));
        }
        let wanted = roles.iter().map(|role| {
            let (client_id, name) = (role.client_id.clone(), role.role.clone());
            (client_id, name, role.rules.join(" "))
        });
        Ok(present == wanted.collect())
    }

    /// The roles in an app that providers gave a user, by name. Whether one still counts is a
    /// question of the declarations of today.
    pub async fn given_roles(&self, user_id: &str, client_id: &str) -> Result<Vec<GivenRole>> {
        let select = query!(
            "SELECT {GIVEN_ROLE} FROM user_roles r WHERE r.user_id = $1 AND r.client_id = $2
             ORDER BY r.role"
        );
        let rows = self.rows(select.bind(user_id).bind(client_id)).await?;
        rows.iter().map(given_role).collect()
    }
}

impl Store {
    /// As [`Store::given_roles`], of every user of a range who was given one, by their identifiers.
    pub async fn given_roles_between(
        &self,
        range: UserRange<'_>,
        client_id: &str,
    ) -> Result<BTreeMap<String, Vec<GivenRole>>> {
        let select = query!(
            "SELECT {GIVEN_ROLE}, r.user_id FROM user_roles r
             WHERE r.user_id > $1 AND r.user_id <= $2 AND r.client_id = $3 ORDER BY r.role"
        );
        let select = select.bind(range.after).bind(range.last).bind(client_id);
        let mut found: BTreeMap<String, Vec<GivenRole>> = BTreeMap::new();
        for row in self.rows(select).await? {
            let of_user = found.entry(row.text("user_id")?).or_default();
            of_user.push(given_role(&row)?);
        }
        Ok(found)
    }
}

fn of_identity(query: Query, identity: &LinkedIdentity) -> Query {
    query
        .bind(&identity.provider_id)
        .bind(&identity.issuer)
        .bind(&identity.subject)
}

/// What the user calls it.
fn label(identity: &Identity) -> &str {
    let claims = &identity.claims;
    identity
        .email
        .as_deref()
        .or(claims.preferred_username.as_deref())
        .or(claims.name.as_deref())
        .unwrap_or(&identity.subject)
}
