//! What a user may do in one app: decided here for tokens, sites, the launchpad and every other answer.

use super::provider_roles::provider_roles;
use crate::{Configuration, Result, kernel::Kernel};
use doorward_protocol::{
    access::{UserAccess, roles::Roles},
    clients::{client::Client, registered_client::RegisteredClient},
    time::Timestamp,
};
use doorward_storage::HeldAccess;
use std::collections::BTreeSet;

/// Why a user is refused who may not use a client.
pub(crate) const NOT_ADMITTED: &str =
    "this user may not use this app: they have none of its allowed_groups and allowed_roles";

/// Groups, roles and permissions of a user with regard to a client, at a time. The database is asked
/// only where the client has roles, gets groups or asks for either.
///
/// # Errors
/// Where the database is unavailable.
pub(crate) async fn user_access(
    kernel: &Kernel,
    configuration: &Configuration,
    client: &Client,
    user_id: &str,
    now: Timestamp,
) -> Result<UserAccess> {
    let registered = configuration.client(&client.client_id).await?;
    let given = provider_roles(kernel, configuration, client, user_id).await?;
    let none = Roles::default();
    let roles = registered.as_ref().map_or(&none, |known| &known.roles);
    let held = if is_governed(client, roles) {
        let store = kernel.database.read();
        store.held_access(user_id, &client.client_id, now).await?
    } else {
        HeldAccess::default()
    };
    Ok(combined(roles, held, &given))
}

/// Whether groups or roles of this provider mean something to a client.
fn is_governed(client: &Client, roles: &Roles) -> bool {
    !roles.is_empty() || client.is_restricted() || client.scope.contains("groups")
}

/// What was given, with what the roles of the app include and permit.
fn combined(roles: &Roles, held: HeldAccess, given: &[String]) -> UserAccess {
    let direct = held.roles.iter().chain(given).map(String::as_str);
    let effective = roles.effective(direct);
    let owned = |names: &BTreeSet<&str>| names.iter().map(|name| (*name).to_owned()).collect();
    UserAccess {
        roles: owned(&effective),
        permissions: owned(&roles.permissions(&effective)),
        groups: held.groups,
    }
}

/// Whether a user may use a client: everybody may, unless the client names groups or roles.
///
/// # Errors
/// Where the database is unavailable.
pub(crate) async fn may_use(
    kernel: &Kernel,
    configuration: &Configuration,
    registered: &RegisteredClient,
    user_id: &str,
    now: Timestamp,
) -> Result<bool> {
    let client = &registered.client;
    if !client.is_restricted() {
        return Ok(true);
    }
    let access = user_access(kernel, configuration, client, user_id, now).await?;
    Ok(client.admits_user(&access))
}
