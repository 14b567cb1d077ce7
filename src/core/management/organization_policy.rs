//! What holds while somebody signs in for an organization, as callers of the management API decide it.

use super::{Caller, Management, ManagementError, ManagementOutcome, organizations::WRITE};
use crate::{Error, organizations::Organization};
use doorward_protocol::organizations::check_max_session_age;

impl Management {
    /// Refuses a policy that the caller may not decide. What binds every member, and where they sign in, is
    /// for administrators of this provider.
    pub(super) async fn require_policy(
        &self,
        caller: &Caller,
        before: &Organization,
        after: &Organization,
    ) -> ManagementOutcome<()> {
        let of = |of: &Organization| (of.second_factor, of.max_session_age, of.provider_id.clone());
        if of(before) == of(after) {
            return Ok(());
        }
        caller.require_everywhere(WRITE)?;
        if let Some(seconds) = after.max_session_age {
            check_max_session_age(seconds)
                .map_err(|detail| ManagementError::field("/max_session_age", detail))?;
        }
        match &after.provider_id {
            Some(id) if before.provider_id != after.provider_id => {
                let required = self.organizations.require_provider(id).await;
                required.map_err(|error| match error {
                    Error::Input(detail) => ManagementError::field("/provider", detail),
                    error => error.into(),
                })
            }
            _ => Ok(()),
        }
    }
}
