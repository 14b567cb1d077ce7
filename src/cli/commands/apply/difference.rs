//! What a file would change of an entry, key by key.

use super::read::{DeclaredUser, ScimTargetEntry, WebhookEntry};
use anyhow::Context as _;
use doorward_core::{
    Provider,
    clients::PlannedClient,
    declared::EntryKind,
    export::{fields_of, least, rule_fields},
    federation,
};
use doorward_protocol::{
    access::declared::{DeclaredAccess, DeclaredAccessRule, DeclaredGroup, DeclaredRole},
    text::fold_username,
    users::attributes::UserAttribute,
};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A key whose value a file changes.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Difference {
    pub(super) key: String,
    /// The value until now; none where it is the default.
    pub(super) before: Option<Value>,
    /// The value afterwards; none where it is the default.
    pub(super) after: Option<Value>,
}

/// What stands for a secret.
const MASK: &str = "••••";

/// The keys whose values differ, in order.
pub(super) fn between(before: &Map<String, Value>, after: &Map<String, Value>) -> Vec<Difference> {
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let differing = keys
        .into_iter()
        .filter(|key| before.get(*key) != after.get(*key));
    let differing = differing.map(|key| Difference {
        key: key.clone(),
        before: before.get(key).cloned(),
        after: after.get(key).cloned(),
    });
    differing.collect()
}

/// A secret that is another one afterwards.
fn secret(key: &str) -> Difference {
    Difference {
        key: key.to_owned(),
        before: Some(MASK.into()),
        after: Some(format!("{MASK} (another)").into()),
    }
}

/// Finds what differs from what is here.
pub(super) struct Differences<'a> {
    pub(super) provider: &'a Provider,
}

impl Differences<'_> {
    pub(super) async fn before(
        &self,
        kind: EntryKind,
        name: &str,
    ) -> anyhow::Result<Map<String, Value>> {
        let entry = self.provider.export().entry(kind, name).await?;
        Ok(entry.map(|entry| entry.fields).unwrap_or_default())
    }

    pub(super) async fn client(&self, planned: &PlannedClient) -> anyhow::Result<Vec<Difference>> {
        let client = &planned.registered.client;
        let mut before = self.before(EntryKind::Clients, &client.client_id).await?;
        // Owners are compared when the users of the file are known.
        before.remove("owners");
        let after = fields_of(client, least(EntryKind::Clients, &client.client_id))?;
        let mut found = between(&before, &after);
        let known = self.provider.clients().get(&client.client_id).await?;
        if !known.secrets.is_same(&planned.registered.secrets) {
            found.push(secret("client_secret"));
        }
        Ok(found)
    }

    pub(super) async fn identity_provider(
        &self,
        declaration: &federation::Declaration,
    ) -> anyhow::Result<Vec<Difference>> {
        let declared = &declaration.provider;
        let before = self.before(EntryKind::Providers, &declared.id).await?;
        let mut after = fields_of(declared, least(EntryKind::Providers, &declared.id))?;
        after.insert("kind".into(), declared.kind.clone().into());
        after.insert("position".into(), declared.position.into());
        let mut found = between(&before, &after);
        let changed = self.provider.federation().changed_secrets(declaration);
        found.extend(changed.await?.into_iter().map(secret));
        Ok(found)
    }

    pub(super) async fn webhook(&self, entry: &WebhookEntry) -> anyhow::Result<Vec<Difference>> {
        let WebhookEntry {
            webhook,
            secret: chosen,
        } = entry;
        let before = self.before(EntryKind::Webhooks, &webhook.name).await?;
        let after = fields_of(webhook, least(EntryKind::Webhooks, &webhook.name))?;
        let mut found = between(&before, &after);
        let webhooks = self.provider.webhooks();
        let changes = webhooks.changes_secret(&webhook.name, chosen.as_deref());
        if changes.await? {
            found.push(secret("secret"));
        }
        Ok(found)
    }

    pub(super) async fn scim_target(
        &self,
        entry: &ScimTargetEntry,
    ) -> anyhow::Result<Vec<Difference>> {
        let (target, kind) = (&entry.scim_target, EntryKind::ScimTargets);
        let before = self.before(kind, &target.name).await?;
        let after = fields_of(target, least(kind, &target.name))?;
        let mut found = between(&before, &after);
        let targets = self.provider.scim_targets();
        let changes = targets.changes_token(&target.name, entry.token.as_deref());
        if changes.await? {
            found.push(secret("token"));
        }
        Ok(found)
    }

    pub(super) async fn user_attribute(
        &self,
        declared: &UserAttribute,
    ) -> anyhow::Result<Vec<Difference>> {
        let kind = EntryKind::UserAttributes;
        let before = self.before(kind, &declared.name).await?;
        let after = fields_of(declared, least(kind, &declared.name))?;
        Ok(between(&before, &after))
    }

    pub(super) async fn role(&self, declared: &DeclaredRole) -> anyhow::Result<Vec<Difference>> {
        let name = format!("{} {}", declared.app, declared.name);
        let before = self.before(EntryKind::Roles, &name).await?;
        let after = fields_of(declared, least(EntryKind::Roles, &name))?;
        Ok(between(&before, &after))
    }

    pub(super) async fn access_rule(
        &self,
        declared: &DeclaredAccessRule,
    ) -> anyhow::Result<Vec<Difference>> {
        let DeclaredAccessRule { app, name, rule } = declared;
        let kind = EntryKind::AccessRules;
        let before = self.before(kind, &format!("{app} {name}")).await?;
        Ok(between(&before, &rule_fields(app, name, rule)?))
    }

    pub(super) async fn group(&self, declared: &DeclaredGroup) -> anyhow::Result<Vec<Difference>> {
        let before = self.before(EntryKind::Groups, &declared.name).await?;
        let access = DeclaredAccess {
            groups: declared.groups.clone(),
            roles: declared.roles.clone(),
        };
        let plain = DeclaredGroup {
            groups: None,
            roles: std::collections::BTreeMap::new(),
            ..declared.clone()
        };
        let mut after = fields_of(&plain, least(EntryKind::Groups, &declared.name))?;
        let by_hand = self.by_hand(EntryKind::Groups, &declared.name).await?;
        after.extend(held(&before, access, by_hand)?);
        Ok(between(&before, &after))
    }

    pub(super) async fn user(
        &self,
        declared: &DeclaredUser,
        password_changes: bool,
    ) -> anyhow::Result<Vec<Difference>> {
        let user = &declared.user;
        let before = self.before(EntryKind::Users, &user.email).await?;
        let mut after = serde_json::to_value(&user.claims)?;
        let after = after.as_object_mut().context("claims are no table")?;
        after.retain(|_, value| !value.is_null());
        after.insert("email".into(), user.email.clone().into());
        if let Some(username) = &user.username {
            after.insert("username".into(), username.clone().into());
        }
        let by_hand = self.by_hand(EntryKind::Users, &user.email).await?;
        after.extend(held(&before, declared.access.clone(), by_hand)?);
        let mut found = between(&before, after);
        if password_changes {
            found.push(secret("password"));
        }
        Ok(found)
    }

    async fn by_hand(&self, kind: EntryKind, name: &str) -> anyhow::Result<DeclaredAccess> {
        Ok(self.provider.export().given_by_hand(kind, name).await?)
    }
}

/// What somebody is in and has afterwards: what the file names, what it says nothing of, and what was
/// given in another way.
fn held(
    before: &Map<String, Value>,
    declared: DeclaredAccess,
    by_hand: DeclaredAccess,
) -> anyhow::Result<Map<String, Value>> {
    let before = |key: &str| before.get(key).cloned();
    let mut after: DeclaredAccess = DeclaredAccess {
        groups: before("groups").map(serde_json::from_value).transpose()?,
        roles: before("roles")
            .map(serde_json::from_value)
            .transpose()?
            .unwrap_or_default(),
    };
    if let Some(groups) = declared.groups {
        // Names of groups are the same in any case: the one that is there stands.
        let known: Vec<String> = after.groups.take().into_iter().flatten().collect();
        let known = |name: String| {
            let same = known
                .iter()
                .find(|known| fold_username(known) == fold_username(&name));
            same.cloned().unwrap_or(name)
        };
        let stay = by_hand.groups.into_iter().flatten();
        after.groups = Some(groups.into_iter().map(known).chain(stay).collect());
    }
    for (app, roles) in declared.roles {
        let stay = by_hand.roles.get(&app).into_iter().flatten().cloned();
        let all: BTreeSet<String> = roles.into_iter().chain(stay).collect();
        after.roles.insert(app, all);
    }
    after.roles.retain(|_, roles| !roles.is_empty());
    after.groups = after.groups.filter(|groups| !groups.is_empty());
    Ok(fields_of(&after, Value::Object(Map::new()))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_that_differ_are_named_and_what_stays_is_not() {
        let object = |value: Value| value.as_object().unwrap().clone();
        let before = object(json!({"a": 1, "b": 2, "c": 3}));
        let after = object(json!({"a": 1, "b": 5, "d": 4}));
        let found = between(&before, &after);
        let keys: Vec<&str> = found.iter().map(|one| one.key.as_str()).collect();
        assert_eq!(keys, ["b", "c", "d"]);
        assert_eq!(
            (&found[1].before, &found[1].after),
            (&Some(json!(3)), &None)
        );
    }

    #[test]
    fn what_was_given_by_hand_is_there_afterwards_too() {
        let access = |groups: &[&str], roles: &[&str]| DeclaredAccess {
            groups: Some(groups.iter().map(|name| (*name).to_owned()).collect()),
            roles: [(
                "app".to_owned(),
                roles.iter().map(|name| (*name).to_owned()).collect(),
            )]
            .into(),
        };
        let before =
            json!({"groups": ["by-file", "by-hand"], "roles": {"app": ["x"], "other": ["y"]}});
        let after = held(
            before.as_object().unwrap(),
            access(&["new"], &[]),
            access(&["by-hand"], &[]),
        );
        let expected = json!({"groups": ["by-hand", "new"], "roles": {"other": ["y"]}});
        assert_eq!(Value::Object(after.unwrap()), expected);
    }
}
