//! Entries of clients and their roles, and what every entry has in common.

use super::{
    client_secrets,
    entry::{Entry, ExportedSecrets},
    variables::Variables,
};
use crate::{Error, Result, declared::EntryKind};
use doorward_protocol::{
    access::{declared::DeclaredRole, rules::AccessRule},
    clients::registered_client::RegisteredClient,
    json,
};
use doorward_storage::{StoredScimTarget, StoredWebhook};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

/// A value as the keys of an entry, without those that say nothing.
pub(super) fn document(value: &impl Serialize) -> Result<Map<String, Value>> {
    let value = serde_json::to_value(value).map_err(|error| Error::Internal(error.to_string()))?;
    let Value::Object(mut fields) = value else {
        return Err(Error::Internal("an entry is no table".into()));
    };
    fields.retain(|_, value| !value.is_null());
    Ok(fields)
}

/// The least that an entry of a table says: its name.
pub fn least(kind: EntryKind, name: &str) -> Value {
    match kind {
        EntryKind::UserAttributes | EntryKind::Groups => json!({"name": name}),
        EntryKind::Clients => json!({"client_id": name}),
        EntryKind::Providers => json!({"id": name, "kind": "oidc"}),
        EntryKind::Users => json!({"email": name}),
        EntryKind::Webhooks => json!({"name": name, "url": ""}),
        EntryKind::ScimTargets => json!({"name": name, "app": "", "url": ""}),
        EntryKind::Organizations => json!({"slug": name, "name": ""}),
        EntryKind::Roles | EntryKind::AccessRules => {
            let (app, role) = name.split_once(' ').unwrap_or(("", name));
            json!({"app": app, "name": role})
        }
    }
}

/// A value as the keys of an entry, without what is there as well where a file says no more than the
/// least.
///
/// # Errors
/// `Internal` where the least is no such value.
pub fn fields_of<T: Serialize + DeserializeOwned>(
    value: &T,
    least: Value,
) -> Result<Map<String, Value>> {
    let mut fields = document(value)?;
    let required = least.clone();
    let least: T =
        serde_json::from_value(least).map_err(|error| Error::Internal(json::reason(&error)))?;
    let defaults = document(&least)?;
    fields.retain(|name, value| required.get(name).is_some() || defaults.get(name) != Some(value));
    Ok(fields)
}

/// The entry of a client.
pub(super) fn client(
    registered: &RegisteredClient,
    secrets: ExportedSecrets,
    variables: &mut Variables,
) -> Result<Entry> {
    let client = &registered.client;
    let fields = fields_of(client, least(EntryKind::Clients, &client.client_id))?;
    let mut entry = Entry::new(EntryKind::Clients, fields);
    if registered.disabled {
        entry
            .notes
            .push("disabled: no file switches a client off or on".into());
    }
    client_secrets::add(&mut entry, registered, secrets, variables);
    Ok(entry)
}

/// The entries of the roles of a client.
pub(super) fn roles(registered: &RegisteredClient) -> Result<Vec<Entry>> {
    let app = &registered.client.client_id;
    let roles = registered.roles.iter().map(|(name, role)| {
        let declared = DeclaredRole {
            app: app.clone(),
            name: name.to_owned(),
            description: role.description.clone(),
            permissions: role.permissions.clone(),
            includes: role.includes.clone(),
            default: role.default,
            requestable: role.requestable,
            longest: role.longest,
        };
        let fields = fields_of(&declared, json!({"app": app, "name": name}))?;
        Ok(Entry::new(EntryKind::Roles, fields))
    });
    roles.collect()
}

/// A rule of an app as the keys of an entry.
///
/// # Errors
/// `Internal` where it cannot be written.
pub fn rule_fields(app: &str, name: &str, rule: &AccessRule) -> Result<Map<String, Value>> {
    let mut fields = document(rule)?;
    fields.insert("app".into(), app.into());
    fields.insert("name".into(), name.into());
    Ok(fields)
}

/// The entries of the rules of a client.
pub(super) fn access_rules(registered: &RegisteredClient) -> Result<Vec<Entry>> {
    let app = &registered.client.client_id;
    let rules = registered.access_rules.iter().map(|(name, rule)| {
        let fields = rule_fields(app, name, rule)?;
        Ok(Entry::new(EntryKind::AccessRules, fields))
    });
    rules.collect()
}

/// The entry of an app that users are pushed to, without its token.
pub(super) fn scim_target(target: &StoredScimTarget) -> Result<Entry> {
    let least = least(EntryKind::ScimTargets, &target.name);
    let fields = fields_of(&target.declared(), least)?;
    Ok(Entry::new(EntryKind::ScimTargets, fields))
}

/// The entry of a webhook, without its secret.
pub(super) fn webhook(webhook: &StoredWebhook) -> Result<Entry> {
    let least = least(EntryKind::Webhooks, &webhook.name);
    let fields = fields_of(&webhook.declared(), least)?;
    Ok(Entry::new(EntryKind::Webhooks, fields))
}
