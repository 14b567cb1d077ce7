//! What a user is elsewhere, as they see it: link, unlink, never the last way in.

use crate::context::{Actor, OperationContext};
use crate::federation::Upstream;
use crate::{Error, Provider, Result, audit};
use doorward_protocol::sessions::sso_session::{EndReason, SsoSession};
use doorward_storage::{LinkedIdentity, Store, User};
use std::sync::Arc;

/// The identities of a user with the names of their providers.
///
/// # Errors
/// Where the store is away.
pub async fn links(provider: &Provider, user_id: &str) -> Result<Vec<(LinkedIdentity, String)>> {
    let configuration = provider.configuration().await?;
    let identities = provider.store.identities_of_user(user_id).await?;
    let name = |id: &str| {
        configuration.upstream(id).map_or_else(
            || id.to_owned(),
            |upstream| upstream.provider.display_name().to_owned(),
        )
    };
    Ok(identities
        .into_iter()
        .map(|identity| (identity.clone(), name(&identity.provider_id)))
        .collect())
}

/// The providers that a user may link.
///
/// # Errors
/// Where the store is away.
pub async fn link_choices(provider: &Provider) -> Result<Vec<Arc<Upstream>>> {
    let configuration = provider.configuration().await?;
    Ok(configuration
        .upstreams
        .iter()
        .filter(|upstream| upstream.provider.enabled && !upstream.provider.is_directory())
        .cloned()
        .collect())
}

/// Unlinks; `false` where it is the last way in, and then nothing changed. Every other session of
/// the user ends: who got in by what is taken away now is out.
///
/// # Errors
/// `Input` where the user has no such identity.
pub async fn unlink(
    provider: &Provider,
    ctx: &OperationContext,
    user: &User,
    which: (&str, &str, &str),
    here: &SsoSession,
) -> Result<bool> {
    let configuration = provider.configuration().await?;
    let identities = provider.store.identities_of_user(&user.id).await?;
    let is_it = |identity: &&LinkedIdentity| {
        (
            identity.provider_id.as_str(),
            identity.issuer.as_str(),
            identity.subject.as_str(),
        ) == which
    };
    let Some(identity) = identities.iter().find(is_it) else {
        return Err(Error::Input("this was unlinked already".into()));
    };
    // A provider that is switched off, or only links, is no way in.
    let opens = |other: &LinkedIdentity| {
        configuration
            .upstream(&other.provider_id)
            .is_some_and(|upstream| upstream.is_way_in())
    };
    let by_password = user.password_hash.is_some() && provider.settings.password_sign_in;
    if !by_password
        && !identities
            .iter()
            .any(|other| other != identity && opens(other))
    {
        return Ok(false);
    }
    let entry = audit::Entry {
        action: "identity.unlinked",
        actor: &user.id,
        subject: Some(&user.id),
        client_id: None,
        detail: &identity.provider_id,
    };
    let unlinked = provider
        .store
        .commit(
            Store::remove_identity(identity, &user.id).then(audit::entry(provider, ctx, &entry)),
        )
        .await?;
    if unlinked {
        let ctx = &ctx.acting_as(Actor::User(user.id.clone()));
        provider
            .sessions()
            .end_all(ctx, &user.id, Some(&here.sid), EndReason::FactorChanged)
            .await?;
    }
    Ok(unlinked)
}
