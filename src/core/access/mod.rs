//! Groups, roles and permissions: who may do what, and who may use which app
//! ([decision 49](../../../docs/decisions/0049-access.md)).

pub(crate) mod administrators;
mod app_owners;
mod assign;
mod declare;
mod define;
pub(crate) mod effective;
mod expiry;
mod explain;
mod history;
mod member_groups;
pub(crate) mod offers;
mod provider_roles;
mod reasons;
mod rules;
mod what_if;

pub use assign::Assignee;
pub(crate) use assign::{no_role, outlasts};
pub use declare::Refused;
pub(crate) use declare::stamp;
pub use doorward_storage::{
    AppOwner, AppOwnerKey, Group, RecordedAppOwner, RecordedGrant, RoleOfApp,
};
pub use explain::Explanation;
pub use history::RoleHolders;
pub use reasons::{AccessReason, AccessReasonKind, Giver, RoleSource, RoleSourceKind};
pub use what_if::{Question, Supposed, WhatIf};

use crate::kernel::Kernel;
use std::sync::Arc;

/// The groups of users and the roles of apps.
pub struct Access {
    kernel: Arc<Kernel>,
}

impl Access {
    pub(crate) const fn new(kernel: Arc<Kernel>) -> Self {
        Self { kernel }
    }
}
