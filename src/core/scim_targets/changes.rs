//! Targets are added, changed and removed, and get another token.

use super::{ScimTargets, token};
use crate::{
    Error, RefusedChange, Result,
    audit::Record,
    change_set::ChangeSet,
    declared::{EntryKind, require_not_declared},
};
use doorward_protocol::{
    scim_targets::{
        address::is_same_server,
        declared::{DeclaredScimTarget, PushedUserName, Removal},
    },
    secret::random_id,
};
use doorward_storage::{Store, StoredScimTarget, Unit};
use std::collections::BTreeSet;

/// What of a target changes; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct ScimTargetChange {
    /// Another address. It is on the public Internet, unless the same change allows private addresses.
    pub url: Option<String>,
    /// What it is for; `Some(None)` takes it away.
    pub description: Option<Option<String>>,
    /// The groups whose members are pushed; none for whoever may use the app.
    pub users_in: Option<BTreeSet<String>>,
    /// The groups that are pushed.
    pub groups: Option<BTreeSet<String>>,
    /// What `userName` is.
    pub user_name: Option<PushedUserName>,
    /// What becomes of the account of who may not use the app any more.
    pub removal: Option<Removal>,
    /// After how many hours everything is compared.
    pub reconcile_hours: Option<i64>,
    /// Whether anything is pushed.
    pub enabled: Option<bool>,
    /// Whether the address may be on this machine or in a private network.
    pub allow_private_addresses: Option<bool>,
    /// Another token of the app.
    pub token: Option<String>,
    /// Ends a pause.
    pub resumes: bool,
}

impl ScimTargetChange {
    fn over(self, before: &DeclaredScimTarget) -> DeclaredScimTarget {
        let moves = self.url.as_ref().is_some_and(|url| *url != before.url);
        // Whoever may change the address may not thereby reach into a private network.
        let stays_private = before.allow_private_addresses && !moves;
        let before = before.clone();
        DeclaredScimTarget {
            name: before.name,
            app: before.app,
            url: self.url.unwrap_or(before.url),
            description: self.description.unwrap_or(before.description),
            users_in: self.users_in.unwrap_or(before.users_in),
            groups: self.groups.unwrap_or(before.groups),
            user_name: self.user_name.unwrap_or(before.user_name),
            removal: self.removal.unwrap_or(before.removal),
            reconcile_hours: self.reconcile_hours.unwrap_or(before.reconcile_hours),
            enabled: self.enabled.unwrap_or(before.enabled),
            allow_private_addresses: self.allow_private_addresses.unwrap_or(stays_private),
        }
    }
}

/// The audit entry of what happens to a target.
pub(super) const fn record<'a>(action: &'static str, target: &'a StoredScimTarget) -> Record<'a> {
    Record {
        action,
        subject: None,
        client_id: Some(target.client_id.as_str()),
        detail: target.name.as_str(),
    }
}

impl ScimTargets {
    /// Adds a target. Unless it is disabled, everybody who may use the app is pushed at once.
    ///
    /// # Errors
    /// `Input` where there is one of that name, or what is asked for cannot be.
    pub async fn add(
        &self,
        changes: &mut ChangeSet<'_>,
        declared: DeclaredScimTarget,
        token: &str,
    ) -> Result<StoredScimTarget> {
        if self.get(&declared.name).await?.is_some() {
            let name = declared.name;
            return Err(RefusedChange::ScimTargetExists { name }.into());
        }
        self.add_as(changes, declared, token, "scim_target.added")
            .await
    }

    pub(super) async fn add_as(
        &self,
        changes: &mut ChangeSet<'_>,
        declared: DeclaredScimTarget,
        token: &str,
        action: &'static str,
    ) -> Result<StoredScimTarget> {
        self.check_all(changes, &declared).await?;
        let now = changes.context().now();
        let target = StoredScimTarget {
            name: declared.name.clone(),
            client_id: String::new(),
            url: String::new(),
            description: None,
            users_in: BTreeSet::new(),
            groups: BTreeSet::new(),
            user_name: PushedUserName::default(),
            removal: Removal::default(),
            reconcile_hours: 0,
            enabled: true,
            allow_private_addresses: false,
            sealed_token: token::seal(&self.kernel, &declared.name, token)?,
            lacks_patch: false,
            failing_since: None,
            last_failure: None,
            last_accepted_at: None,
            resting_until: None,
            paused_at: None,
            pass_id: None,
            pass_started_at: None,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        let target = target.declared_as(declared);
        let begins = if target.is_active() {
            let pass_id = random_id(self.kernel.entropy.as_ref(), 16);
            Store::begin_scim_pass(&target.name, &pass_id, None, now)
        } else {
            Unit::new()
        };
        let unit = Store::add_scim_target(&target).then(begins);
        changes.add(unit, &record(action, &target));
        Ok(target)
    }

    /// Changes a target as somebody asked for it. Whoever has to be pushed or taken away thereby is.
    ///
    /// # Errors
    /// `Input` where what is asked for cannot be, or a file manages it.
    pub async fn change(
        &self,
        changes: &mut ChangeSet<'_>,
        known: StoredScimTarget,
        change: ScimTargetChange,
    ) -> Result<StoredScimTarget> {
        self.require_not_declared(changes, &known.name).await?;
        let before = known.declared();
        let is_resumed = change.resumes && known.paused_at.is_some();
        let token = change.token.clone();
        let declared = change.over(&before);
        if declared == before && !is_resumed && token.is_none() {
            return Ok(known);
        }
        self.check_all(changes, &declared).await?;
        require_token(&before, &declared, token.as_deref())?;
        let mut target = known.declared_as(declared);
        if let Some(token) = token {
            target.sealed_token = token::seal(&self.kernel, &target.name, &token)?;
        }
        if is_resumed {
            target.paused_at = None;
            target.failing_since = None;
            target.last_failure = None;
        }
        let moves = before.url != target.url;
        Ok(put(changes, target, moves, "scim_target.changed"))
    }

    /// Removes a target with everything that waits for it. The accounts at the app stay.
    ///
    /// # Errors
    /// `Input` where a file manages it.
    pub async fn remove(
        &self,
        changes: &mut ChangeSet<'_>,
        target: &StoredScimTarget,
    ) -> Result<()> {
        self.require_not_declared(changes, &target.name).await?;
        Self::remove_in(changes, target);
        let kind = EntryKind::ScimTargets.name();
        changes.add_unaudited(Store::remove_declared_entry(kind, &target.name));
        Ok(())
    }

    /// As [`ScimTargets::remove`], whatever manages it.
    pub(crate) fn remove_in(changes: &mut ChangeSet<'_>, target: &StoredScimTarget) {
        let record = record("scim_target.removed", target);
        changes.add(Store::remove_scim_target(&target.name), &record);
    }

    /// Refuses what no target can be, and one of an app that does not exist.
    pub(super) async fn check_all(
        &self,
        changes: &ChangeSet<'_>,
        declared: &DeclaredScimTarget,
    ) -> Result<()> {
        self.check(declared)?;
        let app = &declared.app;
        if changes.adds_client(app) {
            return Ok(());
        }
        if self.kernel.database.read().client(app).await?.is_none() {
            return Err(Error::Input(format!(
                "app must be the client_id of an app; there is no {app}"
            )));
        }
        Ok(())
    }

    async fn require_not_declared(&self, changes: &ChangeSet<'_>, name: &str) -> Result<()> {
        let (kernel, ctx) = (&self.kernel, changes.context());
        require_not_declared(kernel, ctx, EntryKind::ScimTargets, name).await
    }
}

/// Refuses to send the token of one server to another one: whoever may change the address may not
/// thereby learn it.
pub(super) fn require_token(
    before: &DeclaredScimTarget,
    declared: &DeclaredScimTarget,
    token: Option<&str>,
) -> Result<()> {
    if token.is_some() || is_same_server(&before.url, &declared.url) {
        return Ok(());
    }
    Err(Error::Input(
        "url is on another server, which needs a token of its own: give the token too".into(),
    ))
}

/// Adds a change of a target, and looks for whom it concerns. At another address nothing is known of
/// what the app has.
pub(super) fn put(
    changes: &mut ChangeSet<'_>,
    target: StoredScimTarget,
    moves: bool,
    action: &'static str,
) -> StoredScimTarget {
    let now = changes.context().now();
    let mut unit = Store::change_scim_target(&target, now);
    if moves {
        unit = unit.then(Store::forget_scim_resources(&target.name));
    }
    if target.is_active() {
        unit = unit.then(Store::queue_scim_sweep(&target.name, "", now));
    }
    changes.add(unit, &record(action, &target));
    StoredScimTarget {
        updated_at: now,
        version: target.version + 1,
        ..target
    }
}
