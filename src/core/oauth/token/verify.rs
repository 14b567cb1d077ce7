//! A presented access token: is it ours, is it alive, and whose is it?

use crate::context::OperationContext;
use crate::oauth::token::issue;
use crate::{Configuration, Provider, Result};
use doorward_protocol::{
    clients::client::Client,
    oauth::{
        access_token::AccessToken,
        error_code::{ErrorCode, ProtocolError},
    },
    oidc::{claims, claims_request::ClaimNames},
    secret::Secret,
    text::is_printable_ascii,
};
use doorward_storage::{TokenState, User};
use serde_json::{Map, Value};

/// A live access token, and the user behind it if there is one.
pub(crate) struct LiveToken {
    pub(crate) token: AccessToken,
    pub(crate) user: Option<User>,
    pub(super) claims: ClaimNames,
}

/// The live access token that was presented: signature, type, issuer and time hold, and neither it,
/// nor its grant, nor its session, nor its user, nor its client was ended meanwhile.
pub(crate) async fn live_access_token(
    provider: &Provider,
    ctx: &OperationContext,
    presented: &Secret,
) -> Result<Option<LiveToken>> {
    let text = presented.reveal();
    if text.len() > 16 * 1024 || !is_printable_ascii(text) {
        return Ok(None);
    }
    let configuration = provider.configuration().await?;
    let now = ctx.now();
    let token = if text.contains('.') {
        let verified = configuration.keyring.verify(text, now);
        verified.and_then(|(typ, claims)| {
            AccessToken::from_claims(typ.as_deref(), &claims, provider.issuer(), now)
        })
    } else {
        provider
            .store
            .access_token(&presented.digest())
            .await?
            .filter(|token| now < token.exp)
    };
    let Some(token) = token else { return Ok(None) };
    if configuration
        .client(&token.client_id)
        .is_none_or(|client| client.disabled)
    {
        return Ok(None);
    }
    match token.grant_id() {
        Some(grant_id) => {
            let user = provider
                .store
                .user_of_live_token(grant_id, &token.jti, token.sid.as_deref())
                .await?;
            Ok(user.map(|(user, claims)| LiveToken {
                token,
                user: Some(user),
                claims,
            }))
        }
        None if provider.store.access_token_state(&token.jti).await? == TokenState::Live => {
            Ok(Some(LiveToken {
                token,
                user: None,
                claims: ClaimNames::default(),
            }))
        }
        None => Ok(None),
    }
}

/// Why a client may not call an API of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Denied {
    /// It is not known who calls.
    Unauthorized,
    /// It is known, and may not.
    Forbidden,
}

/// The client that calls an API of ours for itself, by a token that is meant for us and holds one
/// of these scopes. Nobody calls these in a user's name.
pub(crate) async fn calling_client(
    provider: &Provider,
    ctx: &OperationContext,
    bearer: Option<&Secret>,
    scopes: &[&str],
) -> Result<std::result::Result<String, Denied>> {
    let Some(bearer) = bearer else {
        return Ok(Err(Denied::Unauthorized));
    };
    let Some(LiveToken { token, user, .. }) = live_access_token(provider, ctx, bearer).await?
    else {
        return Ok(Err(Denied::Unauthorized));
    };
    let is_meant = token.aud.iter().any(|aud| aud == provider.issuer());
    if user.is_some() || !is_meant || !scopes.iter().any(|scope| token.scope.contains(scope)) {
        return Ok(Err(Denied::Forbidden));
    }
    Ok(Ok(token.client_id))
}

/// What userinfo answers.
pub enum Userinfo {
    /// Claims as JSON.
    Claims(Map<String, Value>),
    /// A JWT, signed, encrypted or both, for a client that is registered so (OpenID Connect Core
    /// §5.3.2).
    Jwt(String),
}

/// The claims that a token opens (OpenID Connect Core §5.3).
///
/// # Errors
/// `invalid_token`, or `insufficient_scope` without `openid`.
pub async fn userinfo(
    provider: &Provider,
    ctx: &OperationContext,
    presented: &Secret,
) -> Result<Userinfo> {
    let invalid = ProtocolError::new(
        ErrorCode::InvalidToken,
        "the access token is unknown, expired or revoked",
    );
    let live = live_access_token(provider, ctx, presented)
        .await?
        .ok_or(invalid.clone())?;
    if !live.token.scope.contains("openid") {
        return Err(ProtocolError::new(
            ErrorCode::InsufficientScope,
            "userinfo needs the scope openid",
        )
        .into());
    }
    let user = live
        .user
        .filter(|_| live.token.aud.iter().any(|aud| aud == provider.issuer()))
        .ok_or(invalid.clone())?;
    let configuration = provider.configuration().await?;
    let registered = configuration.client(&live.token.client_id).ok_or(invalid)?;
    let mut claims = claims::released(&user.subject(), &live.token.scope, &live.claims.userinfo);
    claims.insert(
        "sub".into(),
        provider.subject_for(&registered.client, &user.id).into(),
    );
    let roles = issue::roles(provider, &configuration, &registered.client, &user.id).await?;
    if !roles.is_empty() {
        claims.insert("roles".into(), roles.into());
    }
    as_registered(provider, ctx, &configuration, &registered.client, claims).await
}

async fn as_registered(
    provider: &Provider,
    ctx: &OperationContext,
    configuration: &Configuration,
    client: &Client,
    mut claims: Map<String, Value>,
) -> Result<Userinfo> {
    let (signed, encrypted) = (
        client.userinfo_signed_response_alg,
        client.userinfo_encrypted_response_alg,
    );
    if signed.is_none() && encrypted.is_none() {
        return Ok(Userinfo::Claims(claims));
    }
    claims.insert("iss".into(), provider.issuer().into());
    claims.insert("aud".into(), client.client_id.clone().into());
    let algorithm = signed.unwrap_or_else(|| provider.default_algorithm());
    let token = configuration
        .keyring
        .sign(algorithm, "JWT", &claims, ctx.now())?;
    match encrypted {
        Some(alg) => {
            let enc = client.userinfo_encrypted_response_enc.unwrap_or_default();
            Ok(Userinfo::Jwt(
                issue::encrypted(provider, client, &token, alg, enc).await?,
            ))
        }
        None => Ok(Userinfo::Jwt(token)),
    }
}
