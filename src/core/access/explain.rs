//! Why a user may or may not use an app, and what its tokens hold: the answer of [`user_access`], with
//! where each part of it comes from.

use super::{
    Access,
    effective::{may_use, user_access},
    provider_roles::provider_roles,
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
use doorward_storage::{GrantThroughGroup, RoleGrant, User};
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
    /// Why, a sentence each.
    pub reasons: Vec<String>,
    /// The groups of the user, each with the groups on the way to it, the nearest to the user first;
    /// none where the user is in it directly.
    pub groups: BTreeMap<String, Vec<String>>,
    /// The roles of the user in the app, each with where it comes from.
    pub roles: BTreeMap<String, Vec<String>>,
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
            let source = "given by an identity provider".to_owned();
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
            reasons: vec![
                refusal.unwrap_or_else(|| admission(&registered, &access.groups, &access.roles)),
            ],
            groups: self.ways_into_groups(&user.id).await?,
            roles,
            permissions,
            claims,
        })
    }

    /// The roles that the user and the groups of the user were given, in words.
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
                source: in_words(&found.grant, found.group.as_deref()),
            })
            .collect())
    }

    /// The groups of a user, with the way to each.
    async fn ways_into_groups(&self, user_id: &str) -> Result<BTreeMap<String, Vec<String>>> {
        let store = self.kernel.database.read();
        let mut ways = BTreeMap::new();
        let direct = store.groups_of_user(user_id).await?.into_iter();
        let mut open: Vec<(String, Vec<String>)> =
            direct.map(|edge| (edge.group, Vec::new())).collect();
        open.reverse();
        while let Some((name, way)) = open.pop() {
            if ways.contains_key(&name) {
                continue;
            }
            if let Some(group) = store.group(&name).await? {
                for parent in store.groups_of_group(&group.id).await? {
                    let further = way.iter().chain([&name]).cloned().collect();
                    open.insert(0, (parent.group, further));
                }
            }
            ways.insert(name, way);
        }
        Ok(ways)
    }
}

/// A role that somebody gave, and how, in words.
struct Given {
    name: String,
    source: String,
}

fn in_words(grant: &RoleGrant, group: Option<&str>) -> String {
    let to = group.map_or_else(
        || "given to the user".to_owned(),
        |group| format!("given to the group {group}"),
    );
    let by = match &grant.actor_id {
        Some(id) => format!("{} {id}", grant.actor_kind.replace('_', " ")),
        None => format!("the {}", grant.actor_kind.replace('_', " ")),
    };
    format!("{to} by {by}")
}

/// Where each role comes from.
fn sources(registered: &RegisteredClient, given: &[Given]) -> BTreeMap<String, Vec<String>> {
    let names = given.iter().map(|given| given.name.as_str());
    let explained = registered.roles.explained(names);
    let in_words = |name: &str, source: &Source<'_>| match source {
        Source::Given => given
            .iter()
            .filter(|given| given.name == name)
            .map(|given| given.source.clone())
            .collect(),
        Source::IncludedBy(role) => vec![format!("included by {role}")],
        Source::Default => vec!["every user has it".to_owned()],
    };
    explained
        .iter()
        .map(|(name, sources)| {
            let mut words: Vec<String> = sources
                .iter()
                .flat_map(|source| in_words(name, source))
                .collect();
            words.sort();
            words.dedup();
            ((*name).to_owned(), words)
        })
        .collect()
}

/// Why the user may not use the app.
pub(super) fn refusal(
    registered: &RegisteredClient,
    user: &User,
    is_admitted: bool,
) -> Option<String> {
    let client = &registered.client;
    if registered.disabled {
        return Some("the app is disabled: `doorward client enable` brings it back".to_owned());
    }
    if user.disabled_at.is_some() {
        return Some("the user is disabled: `doorward user enable` brings them back".to_owned());
    }
    (!is_admitted).then(|| {
        format!(
            "the user is in none of its allowed_groups ({}) and has none of its allowed_roles ({})",
            client.allowed_groups.join(", "),
            client.allowed_roles.join(", ")
        )
    })
}

/// Why the user may use the app.
pub(super) fn admission(
    registered: &RegisteredClient,
    groups: &[String],
    roles: &[String],
) -> String {
    let client = &registered.client;
    if !client.is_restricted() {
        return "every user may use the app: it names no allowed_groups and no allowed_roles"
            .to_owned();
    }
    let of = |names: &[String], kind: &str| {
        let found = names.iter().find(|name| {
            let mut alone = UserAccess::default();
            match kind {
                "group" => alone.groups.push((*name).clone()),
                _ => alone.roles.push((*name).clone()),
            }
            client.admits_user(&alone)
        });
        found.map(|name| format!("the {kind} {name} may use the app"))
    };
    of(groups, "group")
        .or_else(|| of(roles, "role"))
        .unwrap_or_default()
}
