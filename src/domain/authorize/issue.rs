//! The code.

use super::{Asked, Outcome, Visitor, interaction::stale, refuse};
use crate::{
    domain::{Error, Provider, Result},
    protocol::{
        authorization_response::AuthorizationResponse,
        error_code::{ErrorCode, ProtocolError},
        secret::{Digest, Secret, ordered_id},
    },
    storage::{NewAuthorizationCode, Store, Unit},
};

/// Issues a code; a waiting request is answered once.
pub(super) async fn issue(provider: &Provider, asked: Asked, visitor: Visitor<'_>, waiting: Option<&Digest>) -> Result<Outcome> {
    let session = visitor.session.ok_or_else(|| Error::Internal("a code was to be issued for nobody".into()))?;
    let (code, now) = (Secret::generate(provider.entropy.as_ref()), provider.now());
    let stored = Store::add_authorization_code(&NewAuthorizationCode {
        digest: code.digest(),
        grant_id: ordered_id(provider.entropy.as_ref(), now),
        client_id: asked.registered.client.client_id.clone(),
        person_id: session.person_id.clone(),
        sid: session.sid.clone(),
        redirect_uri: asked.addressed.redirect_uri().to_owned(),
        scope: asked.request.scope,
        nonce: asked.request.nonce,
        code_challenge: asked.request.code_challenge,
        auth_time: session.auth_time,
        amr: session.amr.clone(),
        expires_at: now.plus(provider.settings.lifetimes.authorization_code),
    });
    let unit = match waiting {
        Some(digest) => Store::finish_interaction(digest, now).then(stored),
        None => Unit::new().then(stored),
    };
    if provider.store.commit(unit).await? {
        return Ok(Outcome::SendToClient(Box::new(AuthorizationResponse::code(asked.addressed, provider.issuer(), &code))));
    }
    // Either the request was answered in another tab, or the session ended in this very moment.
    match waiting {
        Some(_) => Err(stale()),
        None => Ok(refuse(provider, asked.addressed, &ProtocolError::new(ErrorCode::LoginRequired, "the session ended"))),
    }
}
