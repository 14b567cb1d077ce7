//! Webhooks are added, changed and removed, and get new secrets.

use super::{
    Webhooks,
    secrets::{Secrets, open},
};
use crate::{
    Error, RefusedChange, Result,
    audit::Record,
    change_set::ChangeSet,
    declared::{EntryKind, require_not_declared},
};
use doorward_protocol::{
    time::Lifetime,
    webhooks::{MAX_ROTATION_HOURS, declared::DeclaredWebhook},
};
use doorward_storage::{Store, StoredWebhook};
use std::collections::BTreeSet;

/// A webhook that a change set adds.
pub struct NewWebhook {
    /// The webhook as it is stored.
    pub webhook: StoredWebhook,
    /// Its secret, which is shown this once.
    pub secret: String,
}

/// What of a webhook changes; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct WebhookChange {
    /// Another address. It is on the public Internet, unless the same change allows private addresses.
    pub url: Option<String>,
    /// What it is for; `Some(None)` takes it away.
    pub description: Option<Option<String>>,
    /// The events that it is told of.
    pub events: Option<BTreeSet<String>>,
    /// Whether events are posted.
    pub enabled: Option<bool>,
    /// Whether the address may be on this machine or in a private network.
    pub allow_private_addresses: Option<bool>,
    /// Ends a pause: it is told again of what happens from now on.
    pub resumes: bool,
}

/// How a secret is replaced.
#[derive(Clone, Debug)]
pub struct SecretRotation {
    /// The new secret; none makes one.
    pub secret: Option<String>,
    /// How long the one of before is good beside it, in hours.
    pub keep_hours: i64,
}

/// The audit entry of what happens to a webhook.
pub(super) const fn record<'a>(action: &'static str, name: &'a str) -> Record<'a> {
    Record {
        action,
        subject: None,
        client_id: None,
        detail: name,
    }
}

impl Webhooks {
    /// Adds a webhook.
    ///
    /// # Errors
    /// `Input` where there is one of that name, or what is asked for cannot be.
    pub async fn add(
        &self,
        changes: &mut ChangeSet<'_>,
        declared: DeclaredWebhook,
        secret: Option<String>,
    ) -> Result<NewWebhook> {
        if self.get(&declared.name).await?.is_some() {
            let name = declared.name;
            return Err(RefusedChange::WebhookExists { name }.into());
        }
        self.add_as(changes, declared, Addition::new(secret))
    }

    pub(super) fn add_as(
        &self,
        changes: &mut ChangeSet<'_>,
        declared: DeclaredWebhook,
        addition: Addition,
    ) -> Result<NewWebhook> {
        self.check(&declared)?;
        let secret = self.secret(addition.secret)?;
        let secrets = Secrets {
            present: secret.clone(),
            previous: None,
        };
        let now = changes.context().now();
        let webhook = StoredWebhook {
            name: declared.name.clone(),
            url: String::new(),
            description: None,
            events: BTreeSet::new(),
            enabled: true,
            allow_private_addresses: false,
            sealed_secrets: self.seal(&declared.name, &secrets)?,
            previous_secret_ends_at: None,
            failing_since: None,
            last_failure: None,
            last_delivered_at: None,
            paused_at: None,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        let webhook = webhook.declared_as(declared);
        let record = record(addition.action, &webhook.name);
        changes.add(Store::add_webhook(&webhook), &record);
        Ok(NewWebhook { webhook, secret })
    }

    /// Changes a webhook as somebody asked for it.
    ///
    /// # Errors
    /// `Input` where what is asked for cannot be, or a file manages it.
    pub async fn change(
        &self,
        changes: &mut ChangeSet<'_>,
        known: StoredWebhook,
        change: WebhookChange,
    ) -> Result<StoredWebhook> {
        self.require_not_declared(changes, &known.name).await?;
        let before = known.declared();
        let moves = change.url.as_ref().is_some_and(|url| *url != before.url);
        // Whoever may change the address may not thereby reach into a private network.
        let stays_private = before.allow_private_addresses && !moves;
        let declared = DeclaredWebhook {
            name: before.name.clone(),
            url: change.url.unwrap_or(before.url.clone()),
            description: change.description.unwrap_or(before.description.clone()),
            events: change.events.unwrap_or(before.events.clone()),
            enabled: change.enabled.unwrap_or(before.enabled),
            allow_private_addresses: change.allow_private_addresses.unwrap_or(stays_private),
        };
        let is_resumed = change.resumes && known.paused_at.is_some();
        if declared == before && !is_resumed {
            return Ok(known);
        }
        self.check(&declared)?;
        let mut webhook = known.declared_as(declared);
        if is_resumed {
            webhook.paused_at = None;
            webhook.failing_since = None;
            webhook.last_failure = None;
        }
        Ok(put(changes, webhook, "webhook.changed"))
    }

    /// Removes a webhook with everything that waits for it.
    ///
    /// # Errors
    /// `Input` where a file manages it.
    pub async fn remove(&self, changes: &mut ChangeSet<'_>, name: &str) -> Result<()> {
        self.require_not_declared(changes, name).await?;
        Self::remove_in(changes, name);
        let kind = EntryKind::Webhooks.name();
        changes.add_unaudited(Store::remove_declared_entry(kind, name));
        Ok(())
    }

    /// As [`Webhooks::remove`], whatever manages it.
    pub(crate) fn remove_in(changes: &mut ChangeSet<'_>, name: &str) {
        let record = record("webhook.removed", name);
        changes.add(Store::remove_webhook(name), &record);
    }

    /// Gives a webhook a new secret. The one of before is good for a while beside it, so that the receiver
    /// can change over; one that was older is not good any more.
    ///
    /// # Errors
    /// `Input` where the secret is none of Standard Webhooks, or the time is too long.
    pub fn rotate_secret(
        &self,
        changes: &mut ChangeSet<'_>,
        known: StoredWebhook,
        rotation: SecretRotation,
    ) -> Result<NewWebhook> {
        if !(0..=MAX_ROTATION_HOURS).contains(&rotation.keep_hours) {
            return Err(Error::Input(format!(
                "the secret of before can be kept for 0 to {MAX_ROTATION_HOURS} hours"
            )));
        }
        let secret = self.secret(rotation.secret)?;
        let present = open(&self.kernel, &known)?.present;
        let secrets = Secrets {
            present: secret.clone(),
            previous: Some(present).filter(|_| rotation.keep_hours > 0),
        };
        let kept = Lifetime::hours(rotation.keep_hours);
        let end = changes.context().now().plus(kept);
        let webhook = StoredWebhook {
            sealed_secrets: self.seal(&known.name, &secrets)?,
            previous_secret_ends_at: secrets.previous.is_some().then_some(end),
            ..known
        };
        let webhook = put(changes, webhook, "webhook.secret_changed");
        Ok(NewWebhook { webhook, secret })
    }

    async fn require_not_declared(&self, changes: &ChangeSet<'_>, name: &str) -> Result<()> {
        let (kernel, ctx) = (&self.kernel, changes.context());
        require_not_declared(kernel, ctx, EntryKind::Webhooks, name).await
    }
}

/// How a webhook is added.
pub(super) struct Addition {
    pub(super) secret: Option<String>,
    pub(super) action: &'static str,
}

impl Addition {
    const fn new(secret: Option<String>) -> Self {
        let action = "webhook.added";
        Self { secret, action }
    }
}

/// Adds a change of a webhook.
pub(super) fn put(
    changes: &mut ChangeSet<'_>,
    webhook: StoredWebhook,
    action: &'static str,
) -> StoredWebhook {
    let now = changes.context().now();
    let unit = Store::change_webhook(&webhook, now);
    changes.add(unit, &record(action, &webhook.name));
    StoredWebhook {
        updated_at: now,
        version: webhook.version + 1,
        ..webhook
    }
}
