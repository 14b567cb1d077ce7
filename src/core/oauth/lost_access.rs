//! What follows where a user may not use an app any more: its tokens end, and it is told.

use crate::{
    Configuration, Result,
    access::effective::{SignedIn, may_use},
    audit::Record,
    context::OperationContext,
    kernel::Kernel,
};
use doorward_protocol::{clients::registered_client::RegisteredClient, time::Timestamp};
use doorward_storage::{Store, Unit};
use std::collections::{BTreeMap, BTreeSet};

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
    // A code that is redeemed in this moment has become a grant by then, or what its user may do is looked
    // at once more.
    let renewed = Store::renew_admissions(user_id);
    kernel.database.commit_unaudited(renewed).await?;
    let in_use = kernel.database.read().apps_in_use(user_id, ctx.now());
    let mut apps: BTreeMap<String, BTreeSet<Option<String>>> = BTreeMap::new();
    for app in in_use.await? {
        let organizations = apps.entry(app.client_id).or_default();
        organizations.insert(app.organization_id);
    }
    for (client_id, organizations) in apps {
        let Some(registered) = configuration.client(&client_id).await? else {
            continue;
        };
        let sign_ins: Vec<SignedIn<'_>> = organizations
            .iter()
            .map(|organization| SignedIn {
                user_id,
                organization_id: organization.as_deref(),
            })
            .collect();
        let keeps = may_use_for_one(kernel, &configuration, &registered, &sign_ins, ctx.now());
        if keeps.await? {
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

/// Whether a user may still use a client, for one of the organizations that they signed in to it for, or
/// for none where they did so. A token for another one is refused with each answer about it.
async fn may_use_for_one(
    kernel: &Kernel,
    configuration: &Configuration,
    registered: &RegisteredClient,
    sign_ins: &[SignedIn<'_>],
    now: Timestamp,
) -> Result<bool> {
    for who in sign_ins {
        if may_use(kernel, configuration, registered, *who, now).await? {
            return Ok(true);
        }
    }
    Ok(false)
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
    let unit = Store::withdraw_codes(user_id)
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
