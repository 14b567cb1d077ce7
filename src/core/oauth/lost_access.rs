//! What follows where a user may not use an app any more: its tokens end, and it is told.

use crate::{
    Result, access::effective::may_use, audit::Record, context::OperationContext, kernel::Kernel,
};
use doorward_protocol::time::Timestamp;
use doorward_storage::{Store, Unit};
use std::collections::BTreeSet;

/// Ends what a user has at each app that only some users may use and this one may not any more: codes,
/// tokens and the cookies of sites, with a logout notice to the app. Until it is done, every answer
/// about such a token is the refusal that it will be: the rule is asked with each.
///
/// # Errors
/// Where the database is unavailable.
pub(crate) async fn end_lost_access(
    kernel: &Kernel,
    ctx: &OperationContext,
    user_id: &str,
) -> Result<()> {
    let configuration = kernel.configuration().await?;
    let grants = kernel.database.read().grants_of_user(user_id).await?;
    let live = grants
        .into_iter()
        .filter(|grant| grant.revoked_at.is_none() && ctx.now() < grant.expires_at);
    let apps: BTreeSet<String> = live.map(|grant| grant.client_id).collect();
    for client_id in apps {
        let Some(registered) = configuration.client(&client_id).await? else {
            continue;
        };
        if may_use(kernel, &configuration, &registered, user_id, ctx.now()).await? {
            continue;
        }
        let record = Record {
            action: "app.access_ended",
            subject: Some(user_id),
            client_id: Some(&client_id),
            detail: "",
        };
        let unit = end_at_app(kernel, user_id, &client_id, ctx.now()).await?;
        kernel.database.commit(ctx, unit, &[record]).await?;
    }
    Ok(())
}

/// Ends what a user has at a client: every code and token, and the cookies of a site behind a proxy.
/// The client gets a logout notice for each session that it is part of; whoever commits notifies the
/// outbox.
pub(crate) async fn end_at_app(
    kernel: &Kernel,
    user_id: &str,
    client_id: &str,
    now: Timestamp,
) -> Result<Unit> {
    let unit = Store::withdraw_authorization_codes(user_id, client_id, now)
        .then(Store::revoke_grants_between(user_id, client_id, now))
        .then(end_site_cookies(kernel, user_id, client_id).await?)
        .then(Store::add_logout_notices_to_client(user_id, client_id, now));
    Ok(unit)
}

/// Ends the cookies of a user at the sites of a client behind a proxy.
async fn end_site_cookies(kernel: &Kernel, user_id: &str, client_id: &str) -> Result<Unit> {
    let configuration = kernel.configuration().await?;
    let registered = configuration.client(client_id).await?;
    let site = registered
        .as_ref()
        .and_then(|registered| registered.client.forward_auth.as_ref());
    Ok(site
        .iter()
        .flat_map(|site| &site.origins)
        .fold(Unit::new(), |unit, origin| {
            unit.then(Store::end_forward_auth_sessions(user_id, origin))
        }))
}
