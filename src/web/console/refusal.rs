//! What an administrator sees where an action did not happen.

use crate::{extract::refusals, messages::Messages, respond::page_error::PageError};
use doorward_core::{Error, RefusedChange, management::ManagementError};

/// The page of an error.
pub fn page_error(error: ManagementError) -> PageError {
    refusals::note(&error);
    match error {
        ManagementError::Failed(error) => error.into(),
        ManagementError::Limited(limited) => Error::Limited(limited).into(),
        ManagementError::NotFound(what) => PageError::gone(&format!("there is no {what}")),
        error @ (ManagementError::Forbidden(_)
        | ManagementError::BeyondPowers(_)
        | ManagementError::BeyondOwner(_)
        | ManagementError::OwnRequest
        | ManagementError::SignInAgain
        | ManagementError::Unauthenticated(_)
        | ManagementError::ForeignOrigin) => PageError::not_for_you(&error.to_string()),
        error @ (ManagementError::Invalid { .. }
        | ManagementError::Picture(_)
        | ManagementError::Conflict(_)
        | ManagementError::Refused { .. }
        | ManagementError::Stale) => PageError::bad_request().with_cause(&error.to_string()),
    }
}

/// Whether an action was refused for the state of what it is about, which the page says above the action.
pub fn is_about_state(error: &ManagementError) -> bool {
    refusals::note(error);
    matches!(
        error,
        ManagementError::Invalid { .. }
            | ManagementError::BeyondOwner(_)
            | ManagementError::Picture(_)
            | ManagementError::Conflict(_)
            | ManagementError::Refused { .. }
            | ManagementError::Stale
    )
}

/// Why an action did not happen, in the language of the administrator where the kind of the reason is
/// known. The English texts are the sentences that programs read.
pub fn words(error: &ManagementError, t: Messages) -> String {
    match error {
        ManagementError::Refused { reason, .. } => of_change(reason, t),
        ManagementError::BeyondOwner(settings) => t.refused_beyond_owner(settings.join(", ")),
        error => error.to_string(),
    }
}

fn of_change(reason: &RefusedChange, t: Messages) -> String {
    match reason {
        RefusedChange::BuiltInApp => t.refused_built_in_app(),
        RefusedChange::AppExists { client_id } => t.refused_app_exists(client_id),
        RefusedChange::GroupExists { name } => t.refused_group_exists(name),
        RefusedChange::GroupInItself { name } => t.refused_group_in_itself(name),
        RefusedChange::OrganizationExists { slug } => t.refused_organization_exists(slug),
        RefusedChange::WebhookExists { name } => t.refused_webhook_exists(name),
        RefusedChange::ScimTargetExists { name } => t.refused_scim_target_exists(name),
        RefusedChange::UserExists => t.refused_user_exists(),
        RefusedChange::NameTaken { name } => t.refused_name_taken(name),
        RefusedChange::NoUser { name } => t.refused_no_user(name),
        RefusedChange::AddressMissing => t.refused_address_missing(),
        RefusedChange::NoAddress => t.refused_no_address(),
        RefusedChange::UnmailableAddress => t.refused_unmailable_address(),
        RefusedChange::NoUsername => t.refused_no_username(),
        RefusedChange::NameTooLong { max } => t.refused_name_too_long(*max),
        RefusedChange::UnseenCharacter => t.refused_unseen_character(),
        RefusedChange::RoleEndsInPast => t.refused_role_ends_in_past(),
        RefusedChange::NoRole { app, name } => t.refused_no_role(app, name),
        RefusedChange::NoGroup { name } => t.refused_no_group(name),
        RefusedChange::Managed { source_name, table } => t.refused_managed(source_name, table),
        RefusedChange::LastOwner => t.refused_last_owner(),
        RefusedChange::LastOwnerOfOrganization => t.refused_last_owner_of_organization(),
        RefusedChange::ChangedMeanwhile => t.refused_changed_meanwhile(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use doorward_core::RefusedChangeKind as Kind;
    use strum::IntoEnumIterator;

    fn reason(kind: Kind) -> RefusedChange {
        let name = || "editors".to_owned();
        match kind {
            Kind::BuiltInApp => RefusedChange::BuiltInApp,
            Kind::AppExists => RefusedChange::AppExists { client_id: name() },
            Kind::GroupExists => RefusedChange::GroupExists { name: name() },
            Kind::GroupInItself => RefusedChange::GroupInItself { name: name() },
            Kind::OrganizationExists => RefusedChange::OrganizationExists { slug: name() },
            Kind::WebhookExists => RefusedChange::WebhookExists { name: name() },
            Kind::ScimTargetExists => RefusedChange::ScimTargetExists { name: name() },
            Kind::UserExists => RefusedChange::UserExists,
            Kind::NameTaken => RefusedChange::NameTaken { name: name() },
            Kind::NoUser => RefusedChange::NoUser { name: name() },
            Kind::AddressMissing => RefusedChange::AddressMissing,
            Kind::NoAddress => RefusedChange::NoAddress,
            Kind::UnmailableAddress => RefusedChange::UnmailableAddress,
            Kind::NoUsername => RefusedChange::NoUsername,
            Kind::NameTooLong => RefusedChange::NameTooLong { max: 60 },
            Kind::UnseenCharacter => RefusedChange::UnseenCharacter,
            Kind::RoleEndsInPast => RefusedChange::RoleEndsInPast,
            Kind::NoRole => RefusedChange::NoRole {
                app: "shop".to_owned(),
                name: name(),
            },
            Kind::NoGroup => RefusedChange::NoGroup { name: name() },
            Kind::Managed => RefusedChange::Managed {
                source_name: "team.toml".to_owned(),
                table: "groups".to_owned(),
            },
            Kind::LastOwner => RefusedChange::LastOwner,
            Kind::LastOwnerOfOrganization => RefusedChange::LastOwnerOfOrganization,
            Kind::ChangedMeanwhile => RefusedChange::ChangedMeanwhile,
        }
    }

    #[test]
    fn pages_say_in_english_what_programs_read_and_something_else_in_every_other_language() {
        for t in Messages::in_every_language() {
            for kind in Kind::iter() {
                let error = ManagementError::refused(reason(kind));
                let said = words(&error, t);
                assert_eq!(said == error.to_string(), t.language() == "en", "{said}");
            }
            let settings = ["scope", "grant_types"].map(str::to_owned);
            let error = ManagementError::BeyondOwner(settings.to_vec());
            let said = words(&error, t);
            assert_eq!(said == error.to_string(), t.language() == "en", "{said}");
        }
    }
}
