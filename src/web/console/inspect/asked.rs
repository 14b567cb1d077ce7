//! An administrator who looks for a cause.

use crate::{console::admin::Admin, messages::Messages};
use doorward_core::{
    Provider,
    management::ManagementOutcome,
    oauth::inspection::{Checked, Fact, Finding},
    users::User,
};
use doorward_protocol::management::{Permission, Resource};

/// An administrator who asks.
pub struct Asked<'a> {
    /// What is asked.
    pub provider: &'a Provider,
    /// Who is asking.
    pub admin: &'a Admin,
    /// In which language.
    pub t: Messages,
}

impl Asked<'_> {
    /// Whether they may see who can open which app.
    pub fn may_name_user(&self) -> bool {
        let caller = &self.admin.caller;
        let needed = [Resource::Users, Resource::Roles].map(Permission::read);
        needed.into_iter().all(|permission| caller.may(permission))
    }

    /// Whether a user may open an app, and why.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn access(&self, user: &User, client_id: &str) -> ManagementOutcome<Finding> {
        let (management, caller) = (self.provider.management(), &self.admin.caller);
        let explained = management.explain(caller, user, client_id).await?;
        let (allowed, reasons) = (explained.allowed, explained.reasons);
        Ok(if allowed {
            Finding::good(Checked::Access, Fact::Admitted { reasons })
        } else {
            Finding::wrong(Checked::Access, Fact::NotAdmitted { reasons })
        })
    }
}
