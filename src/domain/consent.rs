//! Consent: what a person lets an app have.

use super::{
    Error, Provider, Result, audit,
    authorize::{Outcome, Pending},
};
use crate::{
    protocol::{
        authorization_response::AuthorizationResponse,
        error_code::{ErrorCode, ProtocolError},
        scope::Scope,
        sso_session::SsoSession,
        time::Timestamp,
    },
    storage::Store,
};

fn answered() -> Error {
    Error::Input("this question was answered already".into())
}

/// The person allows it: remembered for next time, and counted for this request once.
///
/// # Errors
/// `Input` where it was answered already.
pub async fn allow(provider: &Provider, pending: &Pending, session: &SsoSession) -> Result<()> {
    let client_id = &pending.registered.client.client_id;
    let before = provider.store.consent(&session.person_id, client_id).await?.unwrap_or_default();
    let scope = before.union(&pending.request.consent_scope());
    let detail = pending.request.consent_scope().to_string();
    let entry = audit::Entry {
        action: "consent.given",
        actor: &session.person_id,
        subject: Some(&session.person_id),
        client_id: Some(client_id),
        detail: &detail,
    };
    let unit = Store::give_consent(&pending.digest).then(Store::put_consent(&session.person_id, client_id, &scope, provider.now()));
    if provider.store.commit(unit.then(audit::entry(provider, &entry))).await? { Ok(()) } else { Err(answered()) }
}

/// The person says no: the app is told, nothing is kept.
///
/// # Errors
/// `Input` where it was answered already.
pub async fn deny(provider: &Provider, pending: Pending) -> Result<Outcome> {
    if !provider.store.commit(Store::finish_interaction(&pending.digest, provider.now())).await? {
        return Err(answered());
    }
    let error = ProtocolError::new(ErrorCode::AccessDenied, "the person said no");
    Ok(Outcome::SendToClient(Box::new(AuthorizationResponse::error(pending.addressed, provider.issuer(), &error))))
}

/// What a person lets which client have, and since when.
///
/// # Errors
/// Where the store is away.
pub async fn of_person(provider: &Provider, person_id: &str) -> Result<Vec<(String, Scope, Timestamp)>> {
    Ok(provider.store.consents_of_person(person_id).await?)
}

/// Takes a consent back, with every token that rests on it.
///
/// # Errors
/// Where the store is away.
pub async fn withdraw(provider: &Provider, person_id: &str, client_id: &str) -> Result<bool> {
    let entry = audit::Entry { action: "consent.withdrawn", actor: person_id, subject: Some(person_id), client_id: Some(client_id), detail: "" };
    let unit = Store::delete_consent(person_id, client_id).then(Store::revoke_grants_between(person_id, client_id, provider.now()));
    Ok(provider.store.commit(unit.then(audit::entry(provider, &entry))).await?)
}
