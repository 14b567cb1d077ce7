//! Grants: the family of all tokens that one authorization response opened.

use crate::{
    Result, Store,
    db::{
        sql::{Query, Row, columns, query, to_json},
        unit::Unit,
    },
    users::{USER, User, user},
};
use doorward_protocol::{
    oauth::grant::GrantFacts, oidc::claims_request::ClaimNames, time::Timestamp,
};

/// A grant to be stored.
#[derive(Clone, Debug)]
pub struct NewGrant {
    /// What was granted.
    pub facts: GrantFacts,
    /// When the grant was opened.
    pub created_at: Timestamp,
    /// When every token of the grant has expired.
    pub expires_at: Timestamp,
}

/// The user behind a live access token, and what was granted beside its scope.
#[derive(Clone)]
pub struct UserOfToken {
    /// Who granted the token.
    pub user: User,
    /// Claims that the request asked for by name.
    pub claims: ClaimNames,
    /// The organization that the user signed in for, by identifier.
    pub organization_id: Option<String>,
}

/// Names an access token of a grant.
#[derive(Clone, Copy)]
pub struct TokenKey<'a> {
    /// The identifier of the grant.
    pub grant_id: &'a str,
    /// The `jti` of the token.
    pub jti: &'a str,
    /// The `sid` of the token; empty where it has none.
    pub sid: &'a str,
}

/// What stands behind an access token, live or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenBackground {
    /// Who granted it.
    pub user_id: String,
    /// Whether the token, its grant or everything of the user was revoked.
    pub revoked: bool,
    /// Whether the user is disabled.
    pub user_disabled: bool,
    /// Whether the session of the token lives, where the token needs one.
    pub session_lives: bool,
}

/// Names of claims as a column: NULL where there are none.
fn claims_text(claims: &ClaimNames) -> Option<String> {
    (*claims != ClaimNames::default()).then(|| to_json(claims))
}

/// Resources as a column: NULL where there are none.
fn resources_text(resources: &[String]) -> Option<String> {
    (!resources.is_empty()).then(|| to_json(&resources))
}

/// Binds the facts of a grant as the first ten parameters: grant, client, user, session, scope,
/// `auth_time`, authentication, claims, resources, organization.
pub(crate) fn bind_facts(query: Query, facts: &GrantFacts) -> Query {
    query
        .bind(&facts.grant_id)
        .bind(&facts.client_id)
        .bind(&facts.user_id)
        .bind(facts.sid.clone())
        .bind(facts.scope.to_string())
        .bind(facts.auth_time)
        .bind(to_json(&facts.authentication))
        .bind(claims_text(&facts.claims))
        .bind(resources_text(&facts.resources))
        .bind(facts.organization_id.clone())
}

columns! {
    GRANT_FACTS of g, read by grant_facts -> GrantFacts {
        grant_id: Row::text(id),
        client_id: Row::text(client_id),
        user_id: Row::text(user_id),
        sid: Row::opt_text(sid),
        scope: Row::scope(scope),
        auth_time: Row::at(auth_time),
        authentication: Row::json(amr),
        claims: Row::json_or_default(claims),
        resources: Row::json_or_default(resources),
        organization_id: Row::opt_text(organization_id),
    }
}

impl Store {
    /// Opens a grant of the generation that its user has. A guard: there is such a user, enabled. The
    /// unit must have looked at the session before.
    pub fn add_grant(grant: &NewGrant) -> Unit {
        let insert = query!(
            "INSERT INTO grants (id, client_id, user_id, sid, scope, auth_time, amr, claims,
             resources, organization_id, offline, created_at, expires_at, revoked_at, generation)
             SELECT $1, $2, u.id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, NULL, u.generation
             FROM users u WHERE u.id = $3 AND u.disabled_at IS NULL /*FOR SHARE*/"
        );
        Unit::new().guard(
            bind_facts(insert, &grant.facts)
                .bind(grant.facts.is_offline())
                .bind(grant.created_at)
                .bind(grant.expires_at),
        )
    }

    /// Revokes a grant, and with it every token of the family.
    pub fn revoke_grant(id: &str, now: Timestamp) -> Unit {
        Unit::new().run(
            query!("UPDATE grants SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL")
                .bind(now)
                .bind(id),
        )
    }

    /// Revokes what a user gave a client.
    pub fn revoke_grants_between(user_id: &str, client_id: &str, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE grants SET revoked_at = $1
             WHERE user_id = $2 AND client_id = $3 AND revoked_at IS NULL"
        );
        Unit::new().run(update.bind(now).bind(user_id).bind(client_id))
    }

    /// The user behind a live access token, and what was granted: neither its
    /// grant nor the token itself is revoked, its session (if it names one) has not ended, by itself
    /// or with the generation of its user, the user is enabled. Without offline access the session of
    /// the grant must be there.
    pub async fn user_of_live_token(
        &self,
        grant_id: &str,
        jti: &str,
        sid: Option<&str>,
    ) -> Result<Option<UserOfToken>> {
        let select = query!(
            "SELECT {USER}, g.claims, g.organization_id FROM grants g JOIN users u ON u.id = g.user_id
             WHERE g.id = $1 AND g.revoked_at IS NULL AND u.disabled_at IS NULL
             AND g.generation >= u.grants_from
             AND NOT EXISTS (SELECT 1 FROM revoked_access_tokens r WHERE r.jti = $2)
             AND NOT EXISTS (SELECT 1 FROM sso_sessions s WHERE s.sid = $3
             AND (s.ended_at IS NOT NULL OR s.generation <> u.generation))
             AND (g.offline = 1 OR EXISTS (SELECT 1 FROM sso_sessions s
             WHERE s.sid = g.sid AND s.ended_at IS NULL AND s.generation = u.generation))"
        );
        self.row(
            select
                .bind(grant_id)
                .bind(jti)
                .bind(sid.unwrap_or_default()),
        )
        .await?
        .map(|row| {
            Ok(UserOfToken {
                user: user(&row)?,
                claims: row.json_or_default("claims")?,
                organization_id: row.opt_text("organization_id")?,
            })
        })
        .transpose()
    }

    /// What stands behind an access token, live or not; none where its grant is not known.
    pub async fn state_of_token(&self, key: TokenKey<'_>) -> Result<Option<TokenBackground>> {
        let select = query!(
            "SELECT g.user_id, g.offline, g.revoked_at, g.generation, u.disabled_at, u.grants_from,
             (SELECT COUNT(*) FROM revoked_access_tokens r WHERE r.jti = $2) AS revoked_tokens,
             (SELECT COUNT(*) FROM sso_sessions s WHERE s.sid = $3
             AND (s.ended_at IS NOT NULL OR s.generation <> u.generation)) AS ended_sessions,
             (SELECT COUNT(*) FROM sso_sessions s WHERE s.sid = g.sid AND s.ended_at IS NULL
             AND s.generation = u.generation) AS live_sessions
             FROM grants g JOIN users u ON u.id = g.user_id WHERE g.id = $1"
        );
        let select = select.bind(key.grant_id).bind(key.jti).bind(key.sid);
        let Some(row) = self.row(select).await? else {
            return Ok(None);
        };
        Ok(Some(TokenBackground {
            user_id: row.text("user_id")?,
            revoked: row.is_set("revoked_at")?
                || row.int("revoked_tokens")? > 0
                || row.int("generation")? < row.int("grants_from")?,
            user_disabled: row.is_set("disabled_at")?,
            session_lives: row.int("ended_sessions")? == 0
                && (row.flag("offline")? || row.int("live_sessions")? > 0),
        }))
    }
}
