//! The management API: who calls, what they may do, and the actions that they ask for
//! ([decision 50](../../../docs/decisions/0050-management-api.md)).

mod access_requests;
mod activity;
mod app_owners;
mod app_secrets;
mod apps;
mod audit;
mod branding;
mod caller;
mod counted_days;
mod error;
mod first_run;
mod groups;
mod invitations;
mod organization_domains;
mod organization_policy;
mod organizations;
mod reach;
mod repeated;
mod roles;
mod search;
mod user_search;
mod users;

pub use activity::{DayOfActivity, Incidents};
pub use apps::{AddedApp, AppByPreset};
pub use audit::AuditQuestion;
pub use branding::{Accents, ServerImage, check_accents};
pub use caller::Caller;
pub use doorward_storage::AuditRow;
pub use error::{FieldError, ManagementError};
pub use first_run::{MAX_PROVIDER_NAME, ProviderName};
pub use groups::GroupChange;
pub use organization_domains::DomainOfOrganization;
pub use organizations::{OrganizationChange, OrganizationMembership, RoleInOrganization};
pub use repeated::{KeyedRequest, Repetition};
pub use roles::RoleGift;
pub use search::{FoundApps, FoundRole};
pub use user_search::{FoundUsers, UserQuestion};
pub use users::{NewUser, UserChange};

use crate::{
    access::Access, access_requests::AccessRequests, change_set::ChangeSet, clients::Clients,
    invitations::Invitations, kernel::Kernel, oauth::token::Tokens, organizations::Organizations,
    users::Users,
};
use doorward_adapters::outbound::Outbound;
use std::sync::Arc;

/// The result of an action of the management API.
pub type ManagementOutcome<T> = std::result::Result<T, ManagementError>;

/// The actions of the management API.
pub struct Management {
    kernel: Arc<Kernel>,
    tokens: Arc<Tokens>,
    users: Arc<Users>,
    clients: Arc<Clients>,
    access: Access,
    counted_days: counted_days::CountedDays,
    organizations: Organizations,
    access_requests: Arc<AccessRequests>,
    invitations: Invitations,
}

/// What the management API is made of, beside the kernel.
pub(crate) struct ManagementParts {
    pub(crate) tokens: Arc<Tokens>,
    pub(crate) users: Arc<Users>,
    pub(crate) clients: Arc<Clients>,
    pub(crate) access_requests: Arc<AccessRequests>,
    pub(crate) invitations: Invitations,
    pub(crate) outbound: Outbound,
}

/// Commits the changes of an action.
///
/// # Errors
/// `Conflict` where something that they rest on was changed at the same time.
pub async fn commit(changes: ChangeSet<'_>) -> ManagementOutcome<()> {
    if changes.commit().await? {
        return Ok(());
    }
    Err(ManagementError::changed_meanwhile())
}

impl Management {
    pub(crate) fn new(kernel: Arc<Kernel>, parts: ManagementParts) -> Self {
        let ManagementParts {
            tokens,
            users,
            clients,
            access_requests,
            invitations,
            outbound,
        } = parts;
        let access = Access::new(Arc::clone(&kernel));
        let organizations = Organizations::new(Arc::clone(&kernel), outbound);
        Self {
            kernel,
            tokens,
            users,
            clients,
            access,
            counted_days: counted_days::CountedDays::default(),
            organizations,
            access_requests,
            invitations,
        }
    }
}
