//! What a user may do in one app: decided here for tokens, sites, the launchpad and every other answer.

use super::provider_roles::{provider_roles, provider_roles_between};
use crate::{Configuration, Result, kernel::Kernel};
use doorward_protocol::{
    access::{UserAccess, roles::Roles, rules::AccessRules},
    clients::{client::Client, registered_client::RegisteredClient},
    oauth::grant::GrantFacts,
    time::Timestamp,
};
use doorward_storage::{HeldAccess, MemberKey, UserRange};
use std::collections::{BTreeMap, BTreeSet};

/// Why a user is refused who may not use a client.
pub(crate) const NOT_ADMITTED: &str =
    "this user may not use this app: they have none of its allowed_groups and allowed_roles";

/// Why a user is refused who is not in the organization that a request or a grant is for. It is the same
/// where there is no such organization: nobody learns of one that they are not in.
pub(crate) const NO_MEMBER: &str = "this user is in no organization that this request could be for";

/// A user, and the organization that they are signed in for.
#[derive(Clone, Copy)]
pub(crate) struct SignedIn<'a> {
    /// The identifier of the user.
    pub(crate) user_id: &'a str,
    /// The identifier of the organization.
    pub(crate) organization_id: Option<&'a str>,
}

impl<'a> From<&'a str> for SignedIn<'a> {
    /// Signed in for no organization.
    fn from(user_id: &'a str) -> Self {
        Self {
            user_id,
            organization_id: None,
        }
    }
}

impl<'a> From<&'a String> for SignedIn<'a> {
    fn from(user_id: &'a String) -> Self {
        user_id.as_str().into()
    }
}

impl<'a> From<&'a GrantFacts> for SignedIn<'a> {
    /// As the user was when they granted it.
    fn from(facts: &'a GrantFacts) -> Self {
        Self {
            user_id: &facts.user_id,
            organization_id: facts.organization_id.as_deref(),
        }
    }
}

/// Groups, roles and permissions of a user with regard to a client, at a time. Those who are signed in for
/// an organization have its roles too, as long as they are in it and the client knows organizations;
/// otherwise the answer names none. The database is asked
/// only where the client has roles, gets groups or asks for either, or a rule of it is about groups.
///
/// # Errors
/// Where the database is unavailable.
pub(crate) async fn user_access(
    kernel: &Kernel,
    configuration: &Configuration,
    client: &Client,
    who: impl Into<SignedIn<'_>>,
    now: Timestamp,
) -> Result<UserAccess> {
    let SignedIn {
        user_id,
        organization_id,
    } = who.into();
    let registered = configuration.client(&client.client_id).await?;
    let given = provider_roles(kernel, configuration, client, user_id).await?;
    let none = (Roles::default(), AccessRules::default());
    let (roles, access_rules) = match &registered {
        Some(known) => (&known.roles, &known.access_rules),
        None => (&none.0, &none.1),
    };
    let held = if is_governed(client, roles, access_rules) {
        let store = kernel.database.read();
        store.held_access(user_id, &client.client_id, now).await?
    } else {
        HeldAccess::default()
    };
    let Some(organization_id) = organization_id.filter(|_| client.organizations.is_some()) else {
        return Ok(combined(roles, held, &given));
    };
    let key = MemberKey {
        organization_id,
        user_id,
    };
    let store = kernel.database.read();
    let organization = store.organization_of_member(key).await?;
    let mut held = held;
    if organization.is_some() {
        let client_id = &client.client_id;
        let of_organization = store.roles_held_in_organization(key, client_id).await?;
        held.roles.extend(of_organization);
    }
    Ok(UserAccess {
        organization,
        ..combined(roles, held, &given)
    })
}

/// As [`user_access`], of every user of a range who has something, with what everybody has: three
/// statements, however many users there are.
///
/// # Errors
/// Where the database is unavailable.
pub(crate) async fn access_between(
    kernel: &Kernel,
    configuration: &Configuration,
    registered: &RegisteredClient,
    range: UserRange<'_>,
    now: Timestamp,
) -> Result<AccessOfUsers> {
    let RegisteredClient {
        client,
        roles,
        access_rules,
        ..
    } = registered;
    let given = provider_roles_between(kernel, configuration, client, range).await?;
    let mut held = if is_governed(client, roles, access_rules) {
        let store = kernel.database.read();
        let client_id = &client.client_id;
        store.held_access_between(range, client_id, now).await?
    } else {
        BTreeMap::new()
    };
    let ids: BTreeSet<String> = held.keys().chain(given.keys()).cloned().collect();
    let of_users = ids.into_iter().map(|id| {
        let given = given.get(&id).map_or(&[][..], Vec::as_slice);
        let access = combined(roles, held.remove(&id).unwrap_or_default(), given);
        (id, access)
    });
    Ok(AccessOfUsers {
        of_users: of_users.collect(),
        of_everybody: combined(roles, HeldAccess::default(), &[]),
    })
}

/// What the users of a range have in an app.
pub(crate) struct AccessOfUsers {
    of_users: BTreeMap<String, UserAccess>,
    /// What a user has who was given nothing.
    of_everybody: UserAccess,
}

impl AccessOfUsers {
    /// Takes out what a user has.
    pub(crate) fn take(&mut self, user_id: &str) -> UserAccess {
        let own = self.of_users.remove(user_id);
        own.unwrap_or_else(|| self.of_everybody.clone())
    }
}

/// Whether groups or roles of this provider mean something to a client.
fn is_governed(client: &Client, roles: &Roles, access_rules: &AccessRules) -> bool {
    !roles.is_empty()
        || access_rules.are_about_groups()
        || client.is_restricted()
        || client.scope.contains("groups")
}

/// What was given, with what the roles of the app include and permit.
pub(super) fn combined(roles: &Roles, held: HeldAccess, given: &[String]) -> UserAccess {
    let direct = held.roles.iter().chain(given).map(String::as_str);
    let effective = roles.effective(direct);
    let owned = |names: &BTreeSet<&str>| names.iter().map(|name| (*name).to_owned()).collect();
    UserAccess {
        roles: owned(&effective),
        permissions: owned(&roles.permissions(&effective)),
        groups: held.groups,
        organization: None,
    }
}

/// Whether a user may use a client: everybody may, unless the client names groups or roles, or the user is
/// signed in for an organization that they are not in.
///
/// # Errors
/// Where the database is unavailable.
pub(crate) async fn may_use(
    kernel: &Kernel,
    configuration: &Configuration,
    registered: &RegisteredClient,
    who: impl Into<SignedIn<'_>>,
    now: Timestamp,
) -> Result<bool> {
    let who = who.into();
    let client = &registered.client;
    if !client.is_restricted() && who.organization_id.is_none() {
        return Ok(true);
    }
    let access = user_access(kernel, configuration, client, who, now).await?;
    Ok(client.admits_user(&access) && is_member(who, &access))
}

/// Whether what somebody may do is of a member of the organization that they are signed in for.
pub(crate) fn is_member(who: SignedIn<'_>, access: &UserAccess) -> bool {
    who.organization_id.is_none() || access.organization.is_some()
}
