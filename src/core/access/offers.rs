//! Roles of apps that users may ask for: which ones a user does not have, and whether one of them opens
//! an app that is closed to them.

use doorward_protocol::{
    access::{UserAccess, roles::Role},
    clients::registered_client::RegisteredClient,
};

/// The roles of an app that may be asked for and that a user does not have, with their names.
pub(crate) fn offered<'a>(
    registered: &'a RegisteredClient,
    access: &'a UserAccess,
) -> impl Iterator<Item = (&'a str, &'a Role)> {
    let has = |name: &str| access.roles.iter().any(|known| known == name);
    let roles = registered.roles.requestable();
    roles.filter(move |(name, _)| !has(name))
}

/// Whether a user may use an app with one role more than they have.
pub(crate) fn opens(registered: &RegisteredClient, access: &UserAccess, role: &str) -> bool {
    let mut with_role = access.clone();
    let added = registered.roles.with_included(role);
    with_role.roles.extend(added.into_iter().map(str::to_owned));
    let client = &registered.client;
    let site = client.forward_auth.as_ref();
    client.admits_user(&with_role) && site.is_none_or(|site| site.admits(&with_role.roles))
}

/// Whether a user who may not use an app may ask for a role that opens it.
pub(crate) fn may_ask(registered: &RegisteredClient, access: &UserAccess) -> bool {
    offered(registered, access).any(|(name, _)| opens(registered, access, name))
}
