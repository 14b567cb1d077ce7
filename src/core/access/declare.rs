//! Carries out what a file declares of groups, roles, and who has them. What the file names is as it
//! says afterwards; what somebody else added beside it stays.

mod groups;
mod holders;

use super::Access;
use crate::{
    Error, Result,
    audit::Record,
    change_set::{Change, ChangeSet, PlannedRoles},
};
use doorward_protocol::{
    access::{
        declared::DeclaredRole,
        roles::{Role, Roles},
    },
    management::is_built_in_app,
    secret::random_id,
    text::fold_username,
};
use doorward_storage::{GroupEdge, Reviewed, Stamp, Store};
use std::collections::{BTreeMap, BTreeSet};

/// One declaration of several that was refused.
#[derive(Debug)]
pub struct Refused {
    /// Which one, from 0.
    pub index: usize,
    /// The reason, for whoever wrote the file.
    pub error: Error,
}

/// The bytes of a row's identifier.
const ID_BYTES: usize = 16;

impl Access {
    /// Adds declared roles to a set of changes. They may include each other in any order.
    ///
    /// # Errors
    /// The first one that cannot be: its app is not registered, or the roles of the app contradict each
    /// other.
    pub async fn declare_roles(
        &self,
        changes: &mut ChangeSet<'_>,
        declared: &[DeclaredRole],
    ) -> std::result::Result<Vec<Change>, Refused> {
        let mut planned = Vec::new();
        let mut last_of_app = BTreeMap::new();
        for (index, role) in declared.iter().enumerate() {
            let change = self.plan_role(changes, role).await;
            planned.push(change.map_err(|error| Refused { index, error })?);
            last_of_app.insert(role.app.as_str(), index);
        }
        for (client_id, index) in last_of_app {
            let is_changed = declared
                .iter()
                .zip(&planned)
                .any(|(role, change)| role.app == client_id && *change != Change::None);
            let written = self.write_roles(changes, client_id, is_changed).await;
            written.map_err(|error| Refused { index, error })?;
        }
        Ok(planned)
    }

    /// Puts a declared role among those of its app; nothing is written.
    async fn plan_role(&self, changes: &mut ChangeSet<'_>, role: &DeclaredRole) -> Result<Change> {
        let mut planned = self.planned_roles(changes, &role.app).await?;
        let change = match planned.roles.get(&role.name) {
            None => Change::Add,
            // Who manages it is no part of what it says.
            Some(known) if is_same(known, &role.role()) => Change::None,
            Some(_) => Change::Change,
        };
        planned.roles.put(role.name.clone(), role.role());
        changes.access.put_roles(&role.app, planned);
        Ok(change)
    }

    /// Writes the roles of an app as they were planned.
    pub(super) async fn write_roles(
        &self,
        changes: &mut ChangeSet<'_>,
        client_id: &str,
        is_changed: bool,
    ) -> Result<()> {
        if is_built_in_app(client_id) {
            return Err(Error::Input(format!(
                "the roles of {client_id} are built in: nobody adds or changes one"
            )));
        }
        let mut planned = self.planned_roles(changes, client_id).await?;
        planned.roles.check().map_err(Error::Input)?;
        if !is_changed {
            return Ok(());
        }
        let registered = self.kernel.database.read().client(client_id).await?;
        let is_restricted = registered
            .as_ref()
            .is_some_and(|known| known.client.is_restricted());
        if is_restricted {
            changes.review_access(Reviewed::Client(client_id));
        }
        let is_in_memory = registered.is_some_and(|known| known.is_in_memory());
        let (roles, version) = (&planned.roles, planned.version);
        let unit = Store::put_roles_of_app(
            client_id,
            roles,
            version,
            is_in_memory,
            stamp(changes, true),
        );
        let record = Record {
            action: "role.applied",
            subject: None,
            client_id: Some(client_id),
            detail: "",
        };
        changes.add(unit, &record);
        planned.version += 1;
        changes.access.put_roles(client_id, planned);
        Ok(())
    }

    /// The roles of an app with the changes so far.
    pub(crate) async fn planned_roles(
        &self,
        changes: &ChangeSet<'_>,
        client_id: &str,
    ) -> Result<PlannedRoles> {
        if let Some(planned) = changes.access.roles(client_id) {
            return Ok(planned.clone());
        }
        if let Some(registered) = self.kernel.database.read().client(client_id).await? {
            return Ok(PlannedRoles {
                roles: registered.roles,
                version: registered.roles_version,
            });
        }
        if changes.adds_client(client_id) {
            return Ok(PlannedRoles {
                roles: Roles::default(),
                version: 0,
            });
        }
        Err(Error::Input(format!(
            "no client is called {client_id}; declare it under [[clients]], or see `doorward client \
             list`"
        )))
    }

    pub(crate) fn new_id(&self) -> String {
        random_id(self.kernel.entropy.as_ref(), ID_BYTES)
    }
}

/// Whether a role says the same, whoever manages it.
fn is_same(known: &Role, declared: &Role) -> bool {
    let managed = declared.managed;
    *declared
        == Role {
            managed,
            ..known.clone()
        }
}

/// Which groups come and go where a file names all of them. Those that somebody else added stay.
struct Difference {
    added: Vec<String>,
    ended: Vec<GroupEdge>,
}

impl Difference {
    fn of(wanted: &BTreeSet<String>, present: &[GroupEdge]) -> Self {
        let folded: BTreeSet<String> = wanted.iter().map(|name| fold_username(name)).collect();
        let has = |name: &String| {
            let name = fold_username(name);
            present
                .iter()
                .any(|edge| fold_username(&edge.group) == name)
        };
        let mut seen = BTreeSet::new();
        Self {
            added: wanted
                .iter()
                .filter(|name| !has(name) && seen.insert(fold_username(name)))
                .cloned()
                .collect(),
            ended: present
                .iter()
                .filter(|edge| edge.managed && !folded.contains(&fold_username(&edge.group)))
                .cloned()
                .collect(),
        }
    }
}

/// The mark of a change: when it happens, who makes it, and whether a file says so.
pub(crate) fn stamp<'c>(changes: &'c ChangeSet<'_>, managed: bool) -> Stamp<'c> {
    let ctx = changes.context();
    Stamp {
        at: ctx.now(),
        actor: crate::audit::actor(ctx),
        managed,
    }
}

/// What the audit log says of an edge between a group and its member or role.
pub(super) fn edge_record<'r>(
    action: &'static str,
    subject: Option<&'r str>,
    group: &'r str,
) -> Record<'r> {
    Record {
        action,
        subject,
        client_id: None,
        detail: group,
    }
}
