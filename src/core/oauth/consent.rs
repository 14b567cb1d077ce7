//! Consent: what a user lets an app have.

use crate::context::OperationContext;
use crate::{
    Error, Provider, Result, audit,
    oauth::authorize::{Outcome, Pending},
};
use doorward_protocol::{
    oauth::{
        authorization_response::AuthorizationResponse,
        error_code::{ErrorCode, ProtocolError},
        scope::Scope,
    },
    sessions::sso_session::SsoSession,
    time::Timestamp,
};
use doorward_storage::{Store, Unit};

fn answered() -> Error {
    Error::Input("this question was answered already".into())
}

/// The user allows it: remembered for next time, and counted for this request once.
///
/// # Errors
/// `Input` where it was answered already.
pub async fn allow(
    provider: &Provider,
    ctx: &OperationContext,
    pending: &Pending,
    session: &SsoSession,
) -> Result<()> {
    let client_id = &pending.registered.client.client_id;
    let before = provider
        .store
        .consent(&session.user_id, client_id)
        .await?
        .unwrap_or_default();
    let scope = before.union(&pending.request.consent_scope());
    let detail = pending.request.consent_scope().to_string();
    let entry = audit::Entry {
        action: "consent.given",
        actor: &session.user_id,
        subject: Some(&session.user_id),
        client_id: Some(client_id),
        detail: &detail,
    };
    let unit = Store::give_consent(&pending.digest).then(Store::put_consent(
        &session.user_id,
        client_id,
        &scope,
        ctx.now(),
    ));
    if provider
        .store
        .commit(unit.then(audit::entry(provider, ctx, &entry)))
        .await?
    {
        Ok(())
    } else {
        Err(answered())
    }
}

/// The user says no: the app is told, nothing is kept.
///
/// # Errors
/// `Input` where it was answered already.
pub async fn deny(
    provider: &Provider,
    ctx: &OperationContext,
    pending: Pending,
) -> Result<Outcome> {
    if !provider
        .store
        .commit(Store::finish_interaction(&pending.digest, ctx.now()))
        .await?
    {
        return Err(answered());
    }
    let error = ProtocolError::new(ErrorCode::AccessDenied, "the user said no");
    Ok(Outcome::SendToClient(Box::new(
        AuthorizationResponse::error(pending.addressed, provider.issuer(), &error),
    )))
}

/// What a user lets which client have, and since when.
///
/// # Errors
/// Where the store is away.
pub async fn of_user(
    provider: &Provider,
    ctx: &OperationContext,
    user_id: &str,
) -> Result<Vec<(String, Scope, Timestamp)>> {
    Ok(provider.store.consents_of_user(user_id).await?)
}

/// Takes an app out of everything of a user: their consent, every code and token that rests on it,
/// the cookies of a site behind a proxy; and the app is told, as at the end of each session that it
/// is part of. The sessions themselves go on.
///
/// # Errors
/// Where the store is away.
pub async fn unlink(
    provider: &Provider,
    ctx: &OperationContext,
    user_id: &str,
    client_id: &str,
) -> Result<()> {
    let (now, configuration) = (ctx.now(), provider.configuration().await?);
    let entry = audit::Entry {
        action: "app.unlinked",
        actor: user_id,
        subject: Some(user_id),
        client_id: Some(client_id),
        detail: "",
    };
    let site = configuration
        .client(client_id)
        .and_then(|registered| registered.client.forward_auth.as_ref());
    let cookies = site
        .iter()
        .flat_map(|site| &site.origins)
        .fold(Unit::new(), |unit, origin| {
            unit.then(Store::end_forward_auth_sessions(user_id, origin))
        });
    let unit = Store::delete_consent(user_id, client_id)
        .then(Store::withdraw_authorization_codes(user_id, client_id, now))
        .then(Store::revoke_grants_between(user_id, client_id, now))
        .then(cookies)
        .then(Store::add_logout_notices_to_client(user_id, client_id, now));
    provider
        .store
        .commit(unit.then(audit::entry(provider, ctx, &entry)))
        .await?;
    provider.logout_deliveries.bell.notify_one();
    Ok(())
}
