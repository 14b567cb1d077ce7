//! A presented access token: is it ours, is it alive, and whose is it?

use crate::{
    domain::{Provider, Result},
    protocol::{
        access_token::AccessToken,
        claims,
        error_code::{ErrorCode, ProtocolError},
        secret::Secret,
        text::is_printable_ascii,
    },
    storage::{Person, TokenState},
};
use serde_json::{Map, Value};

/// A live access token, and the person behind it if there is one.
pub(super) struct LiveToken {
    pub(super) token: AccessToken,
    pub(super) person: Option<Person>,
}

/// The live access token that was presented: signature, type, issuer and time hold, and neither it, nor its grant, nor its session, nor
/// its person, nor its client was ended meanwhile.
pub(super) async fn live_access_token(provider: &Provider, presented: &Secret) -> Result<Option<LiveToken>> {
    let text = presented.reveal();
    if text.len() > 16 * 1024 || !is_printable_ascii(text) {
        return Ok(None);
    }
    let configuration = provider.configuration().await?;
    let now = provider.now();
    let token = if text.contains('.') {
        let verified = configuration.keyring.verify(text, now);
        verified.and_then(|(typ, claims)| AccessToken::from_claims(typ.as_deref(), &claims, provider.issuer(), now))
    } else {
        provider.store.access_token(&presented.digest()).await?.filter(|token| now < token.exp)
    };
    let Some(token) = token else { return Ok(None) };
    if configuration.client(&token.client_id).is_none_or(|client| client.disabled) {
        return Ok(None);
    }
    match token.grant_id() {
        Some(grant_id) => {
            let person = provider.store.person_of_live_token(grant_id, &token.jti, token.sid.as_deref()).await?;
            Ok(person.map(|person| LiveToken { token, person: Some(person) }))
        }
        None if provider.store.access_token_state(&token.jti).await? == TokenState::Live => Ok(Some(LiveToken { token, person: None })),
        None => Ok(None),
    }
}

/// What userinfo answers.
pub type Userinfo = Map<String, Value>;

/// The claims that a token opens (OpenID Connect Core §5.3).
///
/// # Errors
/// `invalid_token`, or `insufficient_scope` without `openid`.
pub async fn userinfo(provider: &Provider, presented: &Secret) -> Result<Userinfo> {
    let invalid = ProtocolError::new(ErrorCode::InvalidToken, "the access token is unknown, expired or revoked");
    let live = live_access_token(provider, presented).await?.ok_or(invalid.clone())?;
    if !live.token.scope.contains("openid") {
        return Err(ProtocolError::new(ErrorCode::InsufficientScope, "userinfo needs the scope openid").into());
    }
    let person = live.person.filter(|_| live.token.aud.iter().any(|aud| aud == provider.issuer())).ok_or(invalid)?;
    Ok(claims::for_scope(&person.subject(), &live.token.scope))
}
