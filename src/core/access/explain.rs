//! Why a user may or may not use an app, and what its tokens hold: the answer of [`user_access`], with
//! where each part of it comes from.

use super::{
    Access,
    effective::{may_use, user_access},
    provider_roles::provider_roles,
    reasons::{AccessReason, Giver, RoleSource},
};
use crate::{
    Error, Result, context::OperationContext, oauth::access_claims::access_claims,
    oauth::release::Granted,
};
use doorward_protocol::{
    access::{UserAccess, place::Place, roles::Source},
    clients::registered_client::RegisteredClient,
    time::Timestamp,
};
use doorward_storage::{GrantThroughGroup, User};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Why a user may or may not use an app, and what its tokens hold.
#[derive(Debug, Serialize)]
pub struct Explanation {
    /// The identifier of the user.
    pub user_id: String,
    /// The app, by its `client_id`.
    pub client_id: String,
    /// Whether the user may use the app.
    pub allowed: bool,
    /// Why, each with its sentence.
    pub reasons: Vec<AccessReason>,
    /// The groups of the user, each with the groups on the path to it, the nearest to the user first;
    /// none where the user is in it directly.
    pub groups: BTreeMap<String, Vec<String>>,
    /// The roles of the user in the app, each with where it comes from.
    pub roles: BTreeMap<String, Vec<RoleSource>>,
    /// The permissions, each with the roles that give it.
    pub permissions: BTreeMap<String, Vec<String>>,
    /// The claims of this that an ID token holds where the app asks for all that it is registered for.
    pub claims: Map<String, Value>,
}

impl Access {
    /// Explains what a user may do in an app.
    ///
    /// # Errors
    /// `Input` where there is no such app; `Unavailable` where the database does not answer.
    pub async fn explain(
        &self,
        ctx: &OperationContext,
        user: &User,
        client_id: &str,
    ) -> Result<Explanation> {
        let configuration = self.kernel.configuration().await?;
        let registered = configuration.client(client_id).await?.ok_or_else(|| {
            Error::Input(format!(
                "no client is called {client_id}; `doorward client list` shows them"
            ))
        })?;
        let (client, now) = (&registered.client, ctx.now());
        let access = user_access(&self.kernel, &configuration, client, &user.id, now).await?;
        let is_admitted = may_use(&self.kernel, &configuration, &registered, &user.id, now).await?;
        let refusal = refusal(&registered, user, is_admitted);
        let granted = Granted::scope(&client.scope);
        let claims = access_claims(&self.kernel, client, &access, granted, Place::IdToken);
        let mut given = self.given(&user.id, client_id, now).await?;
        for name in provider_roles(&self.kernel, &configuration, client, &user.id).await? {
            let source = RoleSource::IdentityProvider;
            given.push(Given { name, source });
        }
        let roles = sources(&registered, &given);
        let mut permissions: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for name in &access.roles {
            let role = registered.roles.get(name);
            for permission in role.iter().flat_map(|role| &role.permissions) {
                let by = permissions.entry(permission.clone()).or_default();
                by.push(name.clone());
            }
        }
        Ok(Explanation {
            user_id: user.id.clone(),
            client_id: client_id.to_owned(),
            allowed: refusal.is_none(),
            reasons: vec![refusal.unwrap_or_else(|| admission(&registered, &access))],
            groups: self.paths_into_groups(&user.id).await?,
            roles,
            permissions,
            claims,
        })
    }

    /// The roles that the user and the groups of the user were given.
    async fn given(&self, user_id: &str, client_id: &str, now: Timestamp) -> Result<Vec<Given>> {
        let store = self.kernel.database.read();
        let found = store.role_grants_of_user(user_id, client_id).await?;
        let counts =
            |found: &&GrantThroughGroup| found.grant.expires_at.is_none_or(|end| now < end);
        Ok(found
            .iter()
            .filter(counts)
            .map(|found| Given {
                name: found.grant.role.clone(),
                source: source_of(found),
            })
            .collect())
    }

    /// The groups of a user, with the path to each.
    async fn paths_into_groups(&self, user_id: &str) -> Result<BTreeMap<String, Vec<String>>> {
        let store = self.kernel.database.read();
        let mut paths = BTreeMap::new();
        let direct = store.groups_of_user(user_id).await?.into_iter();
        let mut open: Vec<(String, Vec<String>)> =
            direct.map(|edge| (edge.group, Vec::new())).collect();
        open.reverse();
        while let Some((name, path)) = open.pop() {
            if paths.contains_key(&name) {
                continue;
            }
            if let Some(group) = store.group(&name).await? {
                for parent in store.groups_of_group(&group.id).await? {
                    let further = path.iter().chain([&name]).cloned().collect();
                    open.insert(0, (parent.group, further));
                }
            }
            paths.insert(name, path);
        }
        Ok(paths)
    }
}

/// A role that somebody gave, and how.
struct Given {
    name: String,
    source: RoleSource,
}

fn source_of(found: &GrantThroughGroup) -> RoleSource {
    let by = Giver {
        kind: found.grant.actor_kind.clone(),
        id: found.grant.actor_id.clone(),
    };
    match found.group.clone() {
        Some(group) => RoleSource::Group { group, by },
        None => RoleSource::User { by },
    }
}

/// Where each role comes from.
fn sources(registered: &RegisteredClient, given: &[Given]) -> BTreeMap<String, Vec<RoleSource>> {
    let names = given.iter().map(|given| given.name.as_str());
    let explained = registered.roles.explained(names);
    let of_source = |name: &str, source: &Source<'_>| match source {
        Source::Given => given
            .iter()
            .filter(|given| given.name == name)
            .map(|given| given.source.clone())
            .collect(),
        Source::IncludedBy(role) => vec![RoleSource::Role {
            role: (*role).to_owned(),
        }],
        Source::Default => vec![RoleSource::Everyone],
    };
    explained
        .iter()
        .map(|(name, sources)| {
            let mut found: Vec<RoleSource> = sources
                .iter()
                .flat_map(|source| of_source(name, source))
                .collect();
            found.sort_by_cached_key(ToString::to_string);
            found.dedup();
            ((*name).to_owned(), found)
        })
        .collect()
}

/// Why the user may not use the app.
pub(super) fn refusal(
    registered: &RegisteredClient,
    user: &User,
    is_admitted: bool,
) -> Option<AccessReason> {
    let client = &registered.client;
    if registered.disabled {
        return Some(AccessReason::AppDisabled);
    }
    if user.disabled_at.is_some() {
        return Some(AccessReason::UserDisabled);
    }
    (!is_admitted).then(|| AccessReason::NotAdmitted {
        groups: client.allowed_groups.join(", "),
        roles: client.allowed_roles.join(", "),
    })
}

/// Why the user may use the app.
pub(super) fn admission(registered: &RegisteredClient, access: &UserAccess) -> AccessReason {
    let client = &registered.client;
    let by_group = access.groups.iter().find(|name| {
        client.admits_user(&UserAccess {
            groups: vec![(*name).clone()],
            ..UserAccess::default()
        })
    });
    let by_role = access.roles.iter().find(|name| {
        client.admits_user(&UserAccess {
            roles: vec![(*name).clone()],
            ..UserAccess::default()
        })
    });
    match (client.is_restricted(), by_group, by_role) {
        (true, Some(name), _) => AccessReason::Group { name: name.clone() },
        (true, None, Some(name)) => AccessReason::Role { name: name.clone() },
        // Whoever is admitted has one of its groups or roles, unless it names none.
        (false, ..) | (true, None, None) => AccessReason::ForEveryone,
    }
}
