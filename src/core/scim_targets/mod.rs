//! Apps that users and groups are pushed to by SCIM 2.0, so that whoever may use an app has an account
//! there, and nobody else ([decision 67](../../../docs/decisions/0067-scim-client.md)).

mod bring;
mod changes;
mod declare;
mod groups;
mod look;
mod passes;
mod pushes;
mod remote;
mod report;
mod token;
mod users;
mod wanted;

pub use changes::ScimTargetChange;
pub use doorward_storage::{ScimProblem, StoredScimTarget};
pub use passes::Tested;
pub(crate) use pushes::ScimPushes;
pub use report::{ScimPass, ScimReport};

use crate::{Error, Result, kernel::Kernel, outbox::Outbox};
use doorward_adapters::outbound::Outbound;
use doorward_protocol::scim_targets::declared::DeclaredScimTarget;
use std::sync::Arc;

/// The apps that users and groups are pushed to.
pub struct ScimTargets {
    kernel: Arc<Kernel>,
    /// Decides which addresses may be called.
    outbound: Outbound,
    /// Sends what is queued.
    outbox: Outbox,
}

impl ScimTargets {
    pub(crate) const fn new(kernel: Arc<Kernel>, outbound: Outbound, outbox: Outbox) -> Self {
        Self {
            kernel,
            outbound,
            outbox,
        }
    }

    /// The target of a name.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn get(&self, name: &str) -> Result<Option<StoredScimTarget>> {
        Ok(self.kernel.database.read().scim_target(name).await?)
    }

    /// As [`ScimTargets::get`], where it must be there.
    ///
    /// # Errors
    /// `Input` where there is no such target.
    pub async fn find(&self, name: &str) -> Result<StoredScimTarget> {
        self.get(name).await?.ok_or_else(|| {
            Error::Input(format!(
                "no SCIM target is called {name}; `doorward scim-target list` shows them"
            ))
        })
    }

    /// The targets after a name, in the order of their names; at most so many.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn after(&self, name: &str, limit: i64) -> Result<Vec<StoredScimTarget>> {
        let store = self.kernel.database.read();
        Ok(store.scim_targets_after(name, limit).await?)
    }

    /// Refuses what no target can be, and an address that may not be called.
    fn check(&self, declared: &DeclaredScimTarget) -> Result<()> {
        declared.check().map_err(Error::Input)?;
        let outbound = self.outbound.for_operator(declared.allow_private_addresses);
        if outbound.permits(&declared.url) {
            return Ok(());
        }
        Err(Error::Input(
            "url must be an https address on the public Internet; allow_private_addresses, which a \
             command or a file sets, allows others"
                .into(),
        ))
    }
}
