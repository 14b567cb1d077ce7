//! The refresh token grant: a refresh token for its successor (RFC 6749 §6).

use crate::{
    Result,
    audit::Record,
    context::OperationContext,
    oauth::token::{
        Caller, Tokens,
        issue::{TokenBasis, TokenResponse},
    },
};
use doorward_protocol::{
    clients::client::Client,
    oauth::{
        refresh_token::{Presentation, RefreshToken, Rotation, UNUSABLE_REFRESH_TOKEN, rotate},
        scope::Scope,
    },
    secret::{Digest, Secret},
    sessions::sso_session::is_to_be_noted,
    time::Timestamp,
};
use doorward_storage::{Store, Unit};

/// How a refresh token leads to a successor.
enum Way {
    /// It was not used.
    Rotation,
    /// It was used just now.
    Repeat,
}

/// A successor that may be issued.
struct Succession {
    scope: Scope,
    way: Way,
}

impl Tokens {
    pub(super) async fn refresh(
        &self,
        ctx: &OperationContext,
        caller: &Caller<'_>,
        presented: &Secret,
        requested: Option<&Scope>,
    ) -> Result<TokenResponse> {
        let digest = presented.digest();
        // Another request may use the same token in between. Then the rule is asked once more.
        if let Some(response) = self.succeed(ctx, caller, &digest, requested).await? {
            return Ok(response);
        }
        if let Some(response) = self.succeed(ctx, caller, &digest, requested).await? {
            return Ok(response);
        }
        let token = self.kernel.database.read().refresh_token(&digest).await?;
        let token = token.ok_or(UNUSABLE_REFRESH_TOKEN)?;
        self.revoke_family(ctx, caller.client, &token).await?;
        Err(UNUSABLE_REFRESH_TOKEN.into())
    }

    /// Issues the successor of a refresh token. `None` where the guard found that the token, its
    /// successor, its family or its session is no more as it was read.
    async fn succeed(
        &self,
        ctx: &OperationContext,
        caller: &Caller<'_>,
        digest: &Digest,
        requested: Option<&Scope>,
    ) -> Result<Option<TokenResponse>> {
        let (client, now) = (caller.client, ctx.now());
        let token = self.kernel.database.read().refresh_token(digest).await?;
        let token = token.ok_or(UNUSABLE_REFRESH_TOKEN)?;
        let Succession { scope, way } = self.succession(ctx, client, &token, requested).await?;
        let audience = self.audience(caller, &token.facts.resources)?;
        let configuration = self.kernel.configuration().await?;
        let facts = token.facts.with_scope(scope);
        let access = self.admitted(&configuration, client, &facts, now).await?;
        let basis = TokenBasis {
            configuration: &configuration,
            client,
            audience: &audience,
            facts: &facts,
            nonce: None,
            expires_at: token.expires_at,
            access: &access,
        };
        let (response, tokens) = self.mint(ctx, &basis).await?;
        let is_offline = token.facts.is_offline();
        let guard = match (way, token.used_at) {
            (Way::Repeat, Some(used_at)) if client.is_public() => {
                let grant_id = &token.facts.grant_id;
                Store::supersede_refresh_token(grant_id, used_at, is_offline, now)
            }
            (Way::Repeat, _) => Store::repeat_refresh_token(digest, is_offline),
            (Way::Rotation, _) => Store::rotate_refresh_token(digest, is_offline, now),
        };
        // The use of the session comes first: it changes the row that the rotation only looks at, and
        // two units that looked first would wait for each other.
        let unit = session_use(&token, now)
            .then(guard)
            .then(tokens)
            .in_one_statement();
        let is_issued = self.kernel.database.commit_unaudited(unit).await?;
        Ok(is_issued.then_some(response))
    }

    /// Whether a successor may be issued. Where the token was used before, and not just now, its
    /// family is revoked. Its session and the tokens of other apps stay
    /// ([decision 28](../../../../docs/decisions/0028-refreshing-twice.md)).
    async fn succession(
        &self,
        ctx: &OperationContext,
        client: &Client,
        token: &RefreshToken,
        requested: Option<&Scope>,
    ) -> Result<Succession> {
        let presentation = Presentation {
            client,
            requested,
            grace: self.kernel.settings.lifetimes.refresh_token_grace,
        };
        let (scope, way) = match rotate(token, presentation, ctx.now()) {
            Rotation::Rotate(scope) => (scope, Way::Rotation),
            Rotation::Repeat(scope) => (scope, Way::Repeat),
            Rotation::Refuse(error) => return Err(error.into()),
            Rotation::RevokeFamily(error) => {
                self.revoke_family(ctx, client, token).await?;
                return Err(error.into());
            }
        };
        Ok(Succession { scope, way })
    }

    /// Revokes every token of the family after a second use (RFC 9700 §4.14.2).
    async fn revoke_family(
        &self,
        ctx: &OperationContext,
        client: &Client,
        token: &RefreshToken,
    ) -> Result<()> {
        let client_id = client.client_id.as_str();
        let record = Record {
            action: "refresh_token.replayed",
            subject: Some(&token.facts.user_id),
            client_id: Some(client_id),
            detail: "",
        };
        let unit = Store::revoke_grant(&token.facts.grant_id, ctx.now());
        self.kernel.database.commit(ctx, unit, &[record]).await?;
        Ok(())
    }
}

/// A refresh is a use of the session that the token belongs to, noted once in an interval. A token
/// with offline access belongs to no session.
fn session_use(token: &RefreshToken, now: Timestamp) -> Unit {
    match (&token.facts.sid, token.session_seen_at) {
        (Some(sid), Some(seen)) if is_to_be_noted(seen, now) && !token.facts.is_offline() => {
            Store::note_session_use(sid, now)
        }
        _ => Unit::new(),
    }
}
