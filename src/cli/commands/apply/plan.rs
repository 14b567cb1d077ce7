//! What a file changes, entry by entry.

mod outgoing;

use super::{
    difference::{Difference, Differences},
    file::{File, Mode},
    read::{Declared, DeclaredUser, read},
    report::{Line, Step},
};
use anyhow::anyhow;
use doorward_core::{
    Provider,
    access::Refused,
    change_set::{Change, ChangeSet},
    clients,
    context::OperationContext,
    declarations::{AppliedFile, Named},
    declared::EntryKind,
    federation,
};
use doorward_protocol::{
    access::declared::{DeclaredAccessRule, DeclaredGroup, DeclaredRole},
    text::fold_address,
    users::attributes::UserAttribute,
};
use std::collections::BTreeMap;

/// Plans a file: what it changes, and the changes themselves.
///
/// # Errors
/// The first entry that cannot be applied, with its line.
pub(super) async fn plan<'a>(
    provider: &'a Provider,
    ctx: &'a OperationContext,
    file: File<'a>,
    mode: Mode,
) -> anyhow::Result<(Vec<Line>, ChangeSet<'a>)> {
    let declarations = read(file.name, file.text)?;
    let source = declarations.managed_by.clone();
    let source = source.unwrap_or_else(|| file.source());
    let held = provider.declarations();
    let mut changes = provider.change_set(ctx);
    let mut plan = Plan {
        provider,
        name: file.name,
        applied: held.file(&source).await?,
        differences: mode.dry_run.then_some(Differences { provider }),
        lines: Vec::new(),
        users: BTreeMap::new(),
    };
    // Fields first: clients name the claims that carry them.
    for declared in declarations.user_attributes {
        plan.user_attribute(&mut changes, declared).await?;
    }
    for declared in declarations.clients {
        plan.client(&mut changes, declared).await?;
    }
    for declared in declarations.providers {
        plan.identity_provider(&mut changes, declared).await?;
    }
    plan.roles(&mut changes, declarations.roles).await?;
    plan.access_rules(&mut changes, declarations.access_rules)
        .await?;
    plan.groups(&mut changes, declarations.groups).await?;
    for declared in declarations.users {
        plan.user(&mut changes, declared).await?;
    }
    for declared in declarations.app_owners {
        plan.owners_of_app(&mut changes, declared).await?;
    }
    for declared in declarations.webhooks {
        plan.webhook(&mut changes, declared).await?;
    }
    for declared in declarations.scim_targets {
        plan.scim_target(&mut changes, declared).await?;
    }
    for declared in declarations.organizations {
        plan.organization(&mut changes, declared).await?;
    }
    if mode.prune {
        plan.prune(&mut changes).await?;
    }
    Ok((plan.lines, changes))
}

/// What a file changes, as far as it was planned.
pub(super) struct Plan<'a, 'k> {
    pub(super) provider: &'a Provider,
    pub(super) name: &'a str,
    applied: AppliedFile<'k>,
    /// Finds what changes of an entry, where somebody wants to know.
    pub(super) differences: Option<Differences<'a>>,
    pub(super) lines: Vec<Line>,
    /// The identifiers of the users that the file names, by their addresses.
    pub(super) users: BTreeMap<String, String>,
}

impl Plan<'_, '_> {
    /// Adds a line, and notes that the file manages what it is about.
    pub(super) async fn add_line(
        &mut self,
        changes: &mut ChangeSet<'_>,
        mut line: Line,
        name: String,
    ) -> anyhow::Result<()> {
        let named = Named {
            kind: line.kind,
            name,
        };
        let is_new = self.applied.manage(changes, &named).await?;
        if is_new && line.change == Step::None {
            line.change = Step::TakeOver;
        }
        self.lines.push(line);
        Ok(())
    }

    async fn prune(&mut self, changes: &mut ChangeSet<'_>) -> anyhow::Result<()> {
        let removers = self.provider.removers();
        let pruned = self.applied.prune(changes, &removers).await;
        let pruned = pruned.map_err(|error| {
            anyhow!(
                "{}: what it declares no more cannot go: {error}; nothing was applied",
                self.name
            )
        })?;
        self.lines.extend(pruned.into_iter().map(|gone| Line {
            fate: Some(gone.fate),
            ..Line::new(gone.kind, gone.name, Step::Remove)
        }));
        Ok(())
    }

    pub(super) fn error(
        &self,
        line: usize,
        what: &str,
        error: &doorward_core::Error,
    ) -> anyhow::Error {
        anyhow!("{}:{line}: {what}: {error}; nothing was applied", self.name)
    }

    /// As [`Plan::error`], of one of several entries.
    fn refused(&self, lines: &[usize], what: &str, refused: &Refused) -> anyhow::Error {
        let line = lines.get(refused.index).copied().unwrap_or(1);
        self.error(line, what, &refused.error)
    }

    async fn client(
        &mut self,
        changes: &mut ChangeSet<'_>,
        declared: Declared<clients::Declaration>,
    ) -> anyhow::Result<()> {
        let Declared { declaration, line } = declared;
        let id = declaration.client.client_id.clone();
        let planned = self
            .provider
            .clients()
            .declare_in(changes, declaration, "client.applied");
        let planned = planned.await;
        let planned = planned.map_err(|error| self.error(line, &format!("client {id}"), &error))?;
        // Names are not resolved for what stays as it is.
        let (clients, client) = (self.provider.clients(), &planned.registered.client);
        let warnings = if planned.change == Change::None {
            clients.warnings_of_settings(client)
        } else {
            clients.warnings(client).await
        };
        let differences = match (&self.differences, planned.change) {
            (Some(find), Change::Change) => find.client(&planned).await?,
            _ => Vec::new(),
        };
        let line = Line {
            differences,
            warnings,
            ..Line::new(EntryKind::Clients, id.clone(), planned.change)
        };
        self.add_line(changes, line, id).await
    }

    async fn identity_provider(
        &mut self,
        changes: &mut ChangeSet<'_>,
        declared: Declared<federation::Declaration>,
    ) -> anyhow::Result<()> {
        let Declared { declaration, line } = declared;
        let id = declaration.provider.id.clone();
        let planned = self
            .provider
            .federation()
            .declare(changes, &declaration)
            .await;
        let change =
            planned.map_err(|error| self.error(line, &format!("provider {id}"), &error))?;
        let differences = match (&self.differences, change) {
            (Some(find), Change::Change) => find.identity_provider(&declaration).await?,
            _ => Vec::new(),
        };
        let line = Line {
            differences,
            ..Line::new(EntryKind::Providers, id.clone(), change)
        };
        self.add_line(changes, line, id).await
    }

    async fn user_attribute(
        &mut self,
        changes: &mut ChangeSet<'_>,
        declared: Declared<UserAttribute>,
    ) -> anyhow::Result<()> {
        let Declared { declaration, line } = declared;
        let id = declaration.name.clone();
        let users = self.provider.users();
        let planned = users.declare_attribute(changes, declaration.clone()).await;
        let change =
            planned.map_err(|error| self.error(line, &format!("user attribute {id}"), &error))?;
        let differences = match (&self.differences, change) {
            (Some(find), Change::Change) => find.user_attribute(&declaration).await?,
            _ => Vec::new(),
        };
        let line = Line {
            differences,
            ..Line::new(EntryKind::UserAttributes, id.clone(), change)
        };
        self.add_line(changes, line, id).await
    }

    async fn roles(
        &mut self,
        changes: &mut ChangeSet<'_>,
        declared: Vec<Declared<DeclaredRole>>,
    ) -> anyhow::Result<()> {
        let (lines, roles): (Vec<usize>, Vec<DeclaredRole>) = declared
            .into_iter()
            .map(|declared| (declared.line, declared.declaration))
            .unzip();
        let name = |role: &DeclaredRole| format!("{} of {}", role.name, role.app);
        let access = self.provider.access();
        let planned = access.declare_roles(changes, &roles).await;
        let planned = planned.map_err(|refused| {
            let what = roles.get(refused.index).map(name).unwrap_or_default();
            self.refused(&lines, &format!("role {what}"), &refused)
        })?;
        for (role, change) in roles.iter().zip(planned) {
            let differences = match (&self.differences, change) {
                (Some(find), Change::Change) => find.role(role).await?,
                _ => Vec::new(),
            };
            let id = format!("{} {}", role.app, role.name);
            let line = Line {
                differences,
                ..Line::new(EntryKind::Roles, id.clone(), change)
            };
            self.add_line(changes, line, id).await?;
        }
        Ok(())
    }

    async fn access_rules(
        &mut self,
        changes: &mut ChangeSet<'_>,
        declared: Vec<Declared<DeclaredAccessRule>>,
    ) -> anyhow::Result<()> {
        let (lines, rules): (Vec<usize>, Vec<DeclaredAccessRule>) = declared
            .into_iter()
            .map(|declared| (declared.line, declared.declaration))
            .unzip();
        let access = self.provider.access();
        let planned = access.declare_rules(changes, &rules).await;
        let planned = planned.map_err(|refused| {
            let name = |rule: &DeclaredAccessRule| format!("{} of {}", rule.name, rule.app);
            let what = rules.get(refused.index).map(name).unwrap_or_default();
            self.refused(&lines, &format!("access rule {what}"), &refused)
        })?;
        for (rule, change) in rules.iter().zip(planned) {
            let differences = match (&self.differences, change) {
                (Some(find), Change::Change) => find.access_rule(rule).await?,
                _ => Vec::new(),
            };
            let id = format!("{} {}", rule.app, rule.name);
            let line = Line {
                differences,
                ..Line::new(EntryKind::AccessRules, id.clone(), change)
            };
            self.add_line(changes, line, id).await?;
        }
        Ok(())
    }

    async fn groups(
        &mut self,
        changes: &mut ChangeSet<'_>,
        declared: Vec<Declared<DeclaredGroup>>,
    ) -> anyhow::Result<()> {
        let (lines, groups): (Vec<usize>, Vec<DeclaredGroup>) = declared
            .into_iter()
            .map(|declared| (declared.line, declared.declaration))
            .unzip();
        let access = self.provider.access();
        let planned = access.declare_groups(changes, &groups).await;
        let planned = planned.map_err(|refused| {
            let group = groups.get(refused.index);
            let what = group.map(|group| group.name.as_str()).unwrap_or_default();
            self.refused(&lines, &format!("group {what}"), &refused)
        })?;
        for (group, change) in groups.iter().zip(planned) {
            let differences = match (&self.differences, change) {
                (Some(find), Change::Change) => find.group(group).await?,
                _ => Vec::new(),
            };
            let line = Line {
                differences,
                ..Line::new(EntryKind::Groups, group.name.clone(), change)
            };
            self.add_line(changes, line, group.name.clone()).await?;
        }
        if let Some(last) = self.lines.last_mut() {
            last.warnings.extend(changes.take_warnings());
        }
        Ok(())
    }

    async fn user(
        &mut self,
        changes: &mut ChangeSet<'_>,
        declared: Declared<DeclaredUser>,
    ) -> anyhow::Result<()> {
        let Declared { declaration, line } = declared;
        let id = declaration.user.email.clone();
        let shown = self
            .differences
            .as_ref()
            .map(|_| declaration.for_comparison());
        let DeclaredUser { user, access } = declaration;
        let planned = self.provider.users().declare(changes, user, None).await;
        let planned = planned.map_err(|error| self.error(line, &format!("user {id}"), &error))?;
        let user_id = planned.user.id.clone();
        self.users.insert(fold_address(&id), user_id.clone());
        let held = self.provider.access();
        let held = held.declare_user(changes, &user_id, &access).await;
        let held = held.map_err(|error| self.error(line, &format!("user {id}"), &error))?;
        let change = match planned.change {
            Change::None => held,
            change => change,
        };
        let differences: Vec<Difference> = match (&self.differences, shown, change) {
            (Some(find), Some(shown), Change::Change) => {
                find.user(&shown, planned.changes_password).await?
            }
            _ => Vec::new(),
        };
        let line = Line {
            differences,
            warnings: changes.take_warnings(),
            ..Line::new(EntryKind::Users, id, change)
        };
        self.add_line(changes, line, user_id).await
    }
}
