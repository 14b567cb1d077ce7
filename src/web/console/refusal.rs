//! What an administrator sees where an action did not happen.

use crate::respond::page_error::PageError;
use doorward_core::{Error, management::ManagementError};

/// The page of an error.
pub fn page_error(error: ManagementError) -> PageError {
    match error {
        ManagementError::Failed(error) => error.into(),
        ManagementError::Limited(limited) => Error::Limited(limited).into(),
        ManagementError::NotFound(what) => PageError::gone(&format!("there is no {what}")),
        error @ (ManagementError::Forbidden(_)
        | ManagementError::BeyondPowers(_)
        | ManagementError::SignInAgain
        | ManagementError::Unauthenticated(_)
        | ManagementError::ForeignOrigin) => PageError::not_for_you(&error.to_string()),
        error @ (ManagementError::Invalid { .. }
        | ManagementError::Picture(_)
        | ManagementError::Conflict(_)
        | ManagementError::Stale) => PageError::bad_request().with_cause(&error.to_string()),
    }
}

/// Whether an action was refused for the state of what it is about, which the page says above the action.
pub fn is_about_state(error: &ManagementError) -> bool {
    matches!(
        error,
        ManagementError::Invalid { .. }
            | ManagementError::Picture(_)
            | ManagementError::Conflict(_)
            | ManagementError::Stale
    )
}
