//! What an app should have: of a user who may use it, and of a group that it gets.

use crate::{Configuration, Result, access::effective::may_use, kernel::Kernel};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    scim_targets::resource::{self, PushedUser},
    secret::Digest,
    text::fold_username,
    time::Timestamp,
};
use doorward_storage::{StoredScimTarget, User};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The digest of what an app has of whom it should not have.
pub(super) const GONE: &str = "gone";

/// What an app should have of a user or a group.
pub(super) struct Wanted {
    pub(super) resource: Value,
    /// The hash of it.
    pub(super) digest: String,
    /// The pushed groups that the user is in, by their identifiers.
    pub(super) groups: BTreeSet<String>,
}

/// A target with what decides who is pushed to it.
pub(super) struct Scope<'a> {
    pub(super) kernel: &'a Kernel,
    pub(super) target: &'a StoredScimTarget,
    configuration: Arc<Configuration>,
    app: Arc<RegisteredClient>,
    /// The groups that are pushed, by name, with their identifiers.
    groups: BTreeMap<String, String>,
    /// The names of the groups whose members are pushed; none for no such limit.
    users_in: Option<BTreeSet<String>>,
    now: Timestamp,
}

impl<'a> Scope<'a> {
    /// Reads what decides. `None` while the app is switched off: nobody can use it, and yet their accounts
    /// there are left as they are.
    pub(super) async fn load(
        kernel: &'a Kernel,
        target: &'a StoredScimTarget,
        now: Timestamp,
    ) -> Result<Option<Self>> {
        // What was changed may be younger than what this process has in memory.
        kernel.ask_for_configuration_anew();
        let configuration = kernel.configuration().await?;
        let app = configuration.client(&target.client_id).await?;
        let Some(app) = app.filter(|app| !app.disabled) else {
            return Ok(None);
        };
        let store = kernel.database.read();
        let mut groups = BTreeMap::new();
        for name in &target.groups {
            if let Some(group) = store.group(name).await? {
                groups.insert(group.name, group.id);
            }
        }
        let folded: BTreeSet<String> = target.users_in.iter().map(|it| fold_username(it)).collect();
        Ok(Some(Self {
            kernel,
            target,
            configuration,
            app,
            groups,
            users_in: Some(folded).filter(|names| !names.is_empty()),
            now,
        }))
    }

    /// The identifiers of the groups that are pushed.
    pub(super) fn groups(&self) -> impl Iterator<Item = &str> {
        self.groups.values().map(String::as_str)
    }

    /// What the app should have of a user, by the identifier; `None` for nothing.
    pub(super) async fn user_by_id(&self, id: &str) -> Result<Option<Wanted>> {
        match self.kernel.database.read().user(id).await? {
            Some(user) => self.user(&user).await,
            None => Ok(None),
        }
    }

    /// What the app should have of a user; `None` for nothing.
    pub(super) async fn user(&self, user: &User) -> Result<Option<Wanted>> {
        let (kernel, configuration, now) = (self.kernel, &*self.configuration, self.now);
        if !may_use(kernel, configuration, &self.app, &user.id, now).await? {
            return Ok(None);
        }
        let mut groups = BTreeSet::new();
        if self.users_in.is_some() || !self.groups.is_empty() {
            let store = kernel.database.read();
            let client_id = &self.target.client_id;
            let held = store.held_access(&user.id, client_id, now).await?;
            let is_in = |names: &BTreeSet<String>| {
                let mut held = held.groups.iter();
                held.any(|name| names.contains(&fold_username(name)))
            };
            if !self.users_in.as_ref().is_none_or(is_in) {
                return Ok(None);
            }
            let ids = held.groups.iter().filter_map(|name| self.groups.get(name));
            groups = ids.cloned().collect();
        }
        let pushed = PushedUser {
            id: &user.id,
            email: user.email.as_deref(),
            username: user.username.as_deref(),
            claims: &user.claims,
            active: user.disabled_at.is_none(),
        };
        let resource = pushed.resource(self.target.user_name);
        let lines: Vec<&str> = groups.iter().map(String::as_str).collect();
        let hashed = format!("{resource} {}", lines.join(" "));
        Ok(Some(Wanted {
            digest: digest(&hashed),
            resource,
            groups,
        }))
    }

    /// What the app should have of a group, by the identifier; `None` for nothing.
    pub(super) async fn group(&self, id: &str) -> Result<Option<Wanted>> {
        let Some((name, _)) = self.groups.iter().find(|(_, known)| *known == id) else {
            return Ok(None);
        };
        let store = self.kernel.database.read();
        let members = store.remote_members(&self.target.name, id).await?;
        let resource = resource::group(id, name, &members);
        Ok(Some(Wanted {
            digest: digest(&resource.to_string()),
            resource,
            groups: BTreeSet::new(),
        }))
    }
}

fn digest(text: &str) -> String {
    Digest::of(text.as_bytes()).as_str().to_owned()
}
