//! What an invitation gives: membership of an organization with roles there, or roles of apps outside of
//! any organization.

use super::entry::accepting;
use crate::{
    Result,
    access::administrators::powers_of_user,
    audit::Record,
    context::{Actor, OperationContext},
    kernel::Kernel,
};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    management::{Permission, Powers, Resource},
    secret::random_id,
};
use doorward_storage::{AuditActor, Holder, Invitation, RoleOfApp, Stamp, Store, Unit};

const WRITE: Permission = Permission::write(Resource::Roles);
/// How long the identifiers of rows are, in bytes.
const ID_BYTES: usize = 16;

/// The statements by which somebody gets what an invitation gives. `None` where whoever invited may not
/// give it any more.
///
/// # Errors
/// Where the database is unavailable.
pub(crate) async fn given_by(
    kernel: &Kernel,
    ctx: &OperationContext,
    invitation: &Invitation,
    user_id: &str,
) -> Result<Option<Unit>> {
    if invitation.organization_id.is_some() {
        return accepting(kernel, ctx, invitation, user_id).await;
    }
    if !may_still_give(kernel, ctx, invitation).await? {
        return Ok(None);
    }
    granting(kernel, ctx, invitation, user_id).await.map(Some)
}

/// Whether whoever invited may still give the roles of an invitation into no organization.
///
/// # Errors
/// Where the database is unavailable.
pub(crate) async fn may_still_give(
    kernel: &Kernel,
    ctx: &OperationContext,
    invitation: &Invitation,
) -> Result<bool> {
    if invitation.organization_roles.is_empty() {
        return Ok(true);
    }
    let store = kernel.database.read();
    let inviter = (
        invitation.actor_kind.as_deref(),
        invitation.actor_id.as_deref(),
    );
    match inviter {
        (Some("user"), Some(id)) => {
            let user = store.user(id).await?;
            let is_active = user.is_some_and(|user| user.disabled_at.is_none());
            let powers = powers_of_user(kernel, id, ctx.now());
            Ok(is_active && powers.await?.allow(WRITE))
        }
        (Some("client"), Some(id)) => {
            let may = |client: &RegisteredClient| {
                !client.disabled && Powers::of_scope(&client.client.scope).allow(WRITE)
            };
            Ok(store.client(id).await?.as_ref().is_some_and(may))
        }
        _ => Ok(true),
    }
}

/// The statements that give a user the roles, each with its audit entry, in the name of whoever invited. A
/// role that the app does not have any more is left out.
async fn granting(
    kernel: &Kernel,
    ctx: &OperationContext,
    invitation: &Invitation,
    user_id: &str,
) -> Result<Unit> {
    let store = kernel.database.read();
    let holder = Holder::User(user_id);
    let actor = Actor::CommandLine;
    let stamp = Stamp {
        at: ctx.now(),
        actor: AuditActor {
            kind: invitation.actor_kind.as_deref().unwrap_or(actor.kind()),
            id: invitation.actor_id.as_deref(),
        },
        managed: false,
    };
    let held = store.roles_given_to(holder).await?;
    let mut unit = Unit::new();
    for (client_id, names) in &invitation.organization_roles {
        let Some(app) = store.client(client_id).await? else {
            continue;
        };
        for name in names {
            let is_held = held
                .iter()
                .any(|grant| grant.client_id == *client_id && grant.role == *name);
            if app.roles.get(name).is_none() || is_held {
                continue;
            }
            let role = RoleOfApp { client_id, name };
            let id = random_id(kernel.entropy.as_ref(), ID_BYTES);
            let granted = Record {
                action: "role.granted",
                subject: Some(user_id),
                client_id: Some(client_id),
                detail: name,
            };
            unit = unit
                .then(Store::require_roles_of_app(client_id, app.roles_version))
                .then(Store::add_role_grant(&id, holder, role, None, stamp))
                .then(kernel.database.record(ctx, &granted));
        }
    }
    Ok(unit)
}
