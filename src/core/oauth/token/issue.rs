//! Tokens for a grant.

use crate::context::OperationContext;
use crate::{Configuration, Provider, Result};
use doorward_adapters::keys::{EncryptionError, encrypt};
use doorward_protocol::{
    clients::client::{AccessTokenFormat, Client, GrantType},
    keys::encryption::{ContentEncryption, KeyManagement},
    oauth::{
        access_token::{self, AccessToken},
        error_code::{ErrorCode, ProtocolError},
        grant::GrantFacts,
        scope::Scope,
    },
    oidc::{
        claims,
        id_token::{Beside, IdToken},
    },
    secret::{Secret, random_id},
    time::{Lifetime, Timestamp},
};
use doorward_storage::{NewRefreshToken, Store, Unit};
use serde::Serialize;
use serde_json::{Map, Value};

/// The token response (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3).
#[derive(Serialize)]
pub struct TokenResponse {
    /// As its client sees it.
    pub access_token: String,
    /// `Bearer`.
    pub token_type: &'static str,
    /// Seconds.
    pub expires_in: i64,
    /// Where the grant has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// Where `openid` was granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
    /// What was granted.
    pub scope: Scope,
}

/// What the tokens of one response are made from.
pub(crate) struct TokenBasis<'a> {
    /// The grant that the tokens belong to.
    pub(crate) facts: &'a GrantFacts,
    /// The `nonce` of the authorization request, for the ID token.
    pub(crate) nonce: Option<&'a str>,
    /// When the grant ends; no token of it outlives that.
    pub(crate) expires_at: Timestamp,
    /// The roles of the user in the client.
    pub(crate) roles: &'a [String],
}

/// The roles of a user in a client. Nothing is read where no provider gives any.
pub(crate) async fn roles(
    provider: &Provider,
    configuration: &Configuration,
    client: &Client,
    user_id: &str,
) -> Result<Vec<String>> {
    if configuration
        .upstreams
        .iter()
        .all(|upstream| upstream.provider.roles.is_empty())
    {
        return Ok(Vec::new());
    }
    Ok(provider.store.roles(user_id, &client.client_id).await?)
}

/// How long a grant may live: with offline access on its own, otherwise as long as the session that
/// it came from.
pub(crate) fn grant_end(
    provider: &Provider,
    ctx: &OperationContext,
    scope: &Scope,
    auth_time: Timestamp,
) -> Timestamp {
    let lifetimes = provider.settings.lifetimes;
    let longest = if scope.contains("offline_access") {
        lifetimes.refresh_token_absolute
    } else {
        lifetimes.session.absolute
    };
    if scope.contains("offline_access") {
        ctx.now().plus(longest)
    } else {
        auth_time
            .plus(longest)
            .max(ctx.now().plus(lifetimes.access_token))
    }
}

/// Mints the tokens of a grant and the statements that keep them. Nothing is handed out before
/// these are committed.
pub(super) async fn mint(
    provider: &Provider,
    ctx: &OperationContext,
    configuration: &Configuration,
    client: &Client,
    grant: &TokenBasis<'_>,
) -> Result<(TokenResponse, Unit)> {
    let (now, lifetimes) = (ctx.now(), provider.settings.lifetimes);
    let (access_token, expires_in, mut unit) =
        access_token(provider, ctx, configuration, client, grant)?;
    let mut refresh_token = None;
    if client.may_use(GrantType::RefreshToken) {
        let secret = Secret::generate(provider.entropy.as_ref());
        unit = unit.then(Store::add_refresh_token(&NewRefreshToken {
            digest: secret.digest(),
            grant_id: grant.facts.grant_id.clone(),
            created_at: now,
            idle_expires_at: now.plus(lifetimes.refresh_token_idle).min(grant.expires_at),
        }));
        refresh_token = Some(secret.reveal().to_owned());
    }
    let mut id_token = None;
    if grant.facts.scope.contains("openid") {
        let claims = named_claims(provider, grant).await?;
        let beside = Beside {
            access_token: Some(&access_token),
            ..Beside::default()
        };
        id_token = Some(
            self::id_token(
                provider,
                ctx,
                configuration,
                client,
                grant,
                Content { beside, claims },
            )
            .await?,
        );
    }
    Ok((
        TokenResponse {
            access_token,
            token_type: "Bearer",
            expires_in,
            refresh_token,
            id_token,
            scope: grant.facts.scope.clone(),
        },
        unit,
    ))
}

/// The claims that a request wants in the ID token by name; the user is read only where there are
/// some.
async fn named_claims(provider: &Provider, grant: &TokenBasis<'_>) -> Result<Map<String, Value>> {
    if grant.facts.claims.id_token.is_empty() {
        return Ok(Map::new());
    }
    let user = provider.store.user(&grant.facts.user_id).await?;
    Ok(user
        .map(|user| {
            claims::released(
                &user.subject(),
                &Scope::default(),
                &grant.facts.claims.id_token,
            )
        })
        .unwrap_or_default())
}

/// An access token of a grant, its seconds to live, and what keeps it.
pub(crate) fn access_token(
    provider: &Provider,
    ctx: &OperationContext,
    configuration: &Configuration,
    client: &Client,
    grant: &TokenBasis<'_>,
) -> Result<(String, i64, Unit)> {
    let now = ctx.now();
    let token = AccessToken {
        jti: format!(
            "{}.{}",
            grant.facts.grant_id,
            random_id(provider.entropy.as_ref(), 12)
        ),
        sub: provider.subject_for(client, &grant.facts.user_id),
        client_id: client.client_id.clone(),
        aud: audiences(provider, client),
        scope: grant.facts.scope.clone(),
        iat: now,
        exp: now
            .plus(provider.settings.lifetimes.access_token)
            .min(grant.expires_at.max(now.plus(Lifetime::seconds(1)))),
        auth_time: Some(grant.facts.auth_time),
        acr: Some(grant.facts.authentication.acr().to_owned()),
        amr: grant.facts.authentication.amr.clone(),
        sid: grant.facts.sid.clone(),
        roles: grant.roles.to_vec(),
    };
    let (access_token, unit) = present(provider, ctx, configuration, client, &token)?;
    Ok((access_token, token.exp.since(now) / 1000, unit))
}

/// An access token in the client's format.
pub(super) fn present(
    provider: &Provider,
    ctx: &OperationContext,
    configuration: &Configuration,
    client: &Client,
    token: &AccessToken,
) -> Result<(String, Unit)> {
    match client.access_token_format {
        AccessTokenFormat::Jwt => {
            let algorithm = provider.default_algorithm();
            let signed = configuration.keyring.sign(
                algorithm,
                access_token::TYP,
                &token.claims(provider.issuer()),
                ctx.now(),
            )?;
            Ok((signed, Unit::new()))
        }
        AccessTokenFormat::Opaque => {
            let secret = Secret::generate(provider.entropy.as_ref());
            Ok((
                secret.reveal().to_owned(),
                Store::add_access_token(&secret.digest(), token),
            ))
        }
    }
}

/// The issuer itself, whose userinfo accepts the token, and the APIs that the client is registered
/// for.
pub(super) fn audiences(provider: &Provider, client: &Client) -> Vec<String> {
    let mut audiences = vec![provider.issuer().to_owned()];
    audiences.extend(client.audience.iter().cloned());
    audiences
}

/// What an ID token holds beyond its grant.
pub(crate) struct Content<'a> {
    /// What travels with it.
    pub(crate) beside: Beside<'a>,
    /// Claims about the user.
    pub(crate) claims: Map<String, Value>,
}

/// An ID token, signed and, where the client is registered so, encrypted (OpenID Connect Core §2,
/// §10).
pub(crate) async fn id_token(
    provider: &Provider,
    ctx: &OperationContext,
    configuration: &Configuration,
    client: &Client,
    grant: &TokenBasis<'_>,
    content: Content<'_>,
) -> Result<String> {
    let (now, algorithm) = (
        ctx.now(),
        client
            .id_token_signed_response_alg
            .unwrap_or_else(|| provider.default_algorithm()),
    );
    let id_token = IdToken {
        iss: provider.issuer(),
        sub: &provider.subject_for(client, &grant.facts.user_id),
        client_id: &client.client_id,
        sid: grant.facts.sid.as_deref(),
        nonce: grant.nonce,
        auth_time: grant.facts.auth_time,
        authentication: &grant.facts.authentication,
        iat: now,
        exp: now.plus(provider.settings.lifetimes.id_token),
    };
    let mut claims = content.claims;
    claims.extend(id_token.claims(content.beside, algorithm.as_str()));
    if !grant.roles.is_empty() {
        claims.insert("roles".into(), grant.roles.to_vec().into());
    }
    let signed = configuration.keyring.sign(algorithm, "JWT", &claims, now)?;
    match client.id_token_encrypted_response_alg {
        Some(alg) => {
            encrypted(
                provider,
                client,
                &signed,
                alg,
                client.id_token_encrypted_response_enc.unwrap_or_default(),
            )
            .await
        }
        None => Ok(signed),
    }
}

/// A signed token inside a JWE for the client.
pub(super) async fn encrypted(
    provider: &Provider,
    client: &Client,
    signed: &str,
    alg: KeyManagement,
    enc: ContentEncryption,
) -> Result<String> {
    let no_keys = || {
        ProtocolError::new(
            ErrorCode::InvalidRequest,
            "the client's keys cannot be had, and its tokens are to be encrypted: check its jwks_uri",
        )
    };
    let jwks = provider
        .clients()
        .key_set(client)
        .await
        .ok_or_else(no_keys)?;
    match encrypt(signed, &jwks, alg, enc) {
        Ok(token) => Ok(token),
        Err(EncryptionError::NoKey(_)) => Err(no_keys().into()),
        Err(error) => Err(error.into()),
    }
}
