//! The table of every action, and links to their pages.

use super::{
    access_requests, action::Edit, app_owners, app_secrets, app_settings, apps, domains, first_run,
    groups, invitations, invite, mail, organization_policy, organizations, presets, providers,
    roles, scim_targets, sign_in, users, webhooks,
};
use crate::{
    console::{admin::Admin, refusal::page_error},
    extract::form::Fields,
    messages::Messages,
    respond::{
        address::{Address, Base},
        page_error::PageError,
    },
};
use doorward_core::management::{ManagementError, ManagementOutcome};
use doorward_protocol::oauth::redirect_uri::with_query;

/// The path of the page of every action.
pub(super) const PATH: &str = "/admin/edit";

/// Every action, by what it is about.
pub fn all() -> impl Iterator<Item = &'static Edit> {
    let tables = [
        users::EDITS,
        groups::EDITS,
        roles::EDITS,
        access_requests::EDITS,
        apps::EDITS,
        app_settings::EDITS,
        app_secrets::EDITS,
        app_owners::EDITS,
        organizations::EDITS,
        organization_policy::EDITS,
        domains::EDITS,
        invitations::EDITS,
        invite::EDITS,
        mail::EDITS,
        sign_in::EDITS,
        providers::EDITS,
        webhooks::EDITS,
        scim_targets::EDITS,
        presets::EDITS,
        first_run::EDITS,
    ];
    tables.into_iter().flatten()
}

/// The action of a name.
pub(super) fn named(name: &str) -> Option<&'static Edit> {
    all().find(|edit| edit.name == name)
}

/// Whether the owner of an app may carry out an action, whatever roles they have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OwnersMay {
    /// On the app that the field `app` names.
    OnTheirApp,
    /// What it is about is found first, and the action refuses what is not of their apps.
    AsTheActionSays,
}

/// What owners of apps may carry out; everything else is for administrators.
const OF_OWNERS: [(&str, OwnersMay); 8] = [
    ("change-app", OwnersMay::OnTheirApp),
    ("add-secret", OwnersMay::OnTheirApp),
    ("new-secret", OwnersMay::OnTheirApp),
    ("revoke-secret", OwnersMay::OnTheirApp),
    ("grant-role", OwnersMay::OnTheirApp),
    ("revoke-role", OwnersMay::OnTheirApp),
    ("approve-access-request", OwnersMay::AsTheActionSays),
    ("refuse-access-request", OwnersMay::AsTheActionSays),
];

/// What owners of organizations may carry out on theirs; the action refuses what is about another one.
const OF_OWNERS_OF_ORGANIZATIONS: [&str; 12] = [
    "change-organization",
    "add-organization-member",
    "change-organization-member",
    "remove-organization-member",
    "grant-organization-role",
    "revoke-organization-role",
    "add-domain",
    "verify-domain",
    "remove-domain",
    "invite-into-organization",
    "resend-into-organization",
    "revoke-into-organization",
];

/// Refuses an action that somebody may not carry out on what it is about.
fn require(edit: &Edit, admin: &Admin, app: &str) -> ManagementOutcome<()> {
    let mut of_owners = OF_OWNERS.iter().filter(|(name, _)| *name == edit.name);
    match of_owners.next().map(|(_, may)| may) {
        Some(OwnersMay::OnTheirApp) => admin.caller.require_of_app(edit.permission, app),
        Some(OwnersMay::AsTheActionSays) => admin.caller.require_of_some_app(edit.permission),
        None if OF_OWNERS_OF_ORGANIZATIONS.contains(&edit.name) => {
            admin.caller.require(edit.permission)
        }
        None => admin.caller.require_everywhere(edit.permission),
    }
}

/// The action of a name, which the administrator or the owner of the app may carry out on what the values
/// name.
pub(super) fn allowed(values: &Fields, admin: &Admin) -> Result<&'static Edit, PageError> {
    let value = |name| values.get(name).map(str::trim).unwrap_or_default();
    let name = value("action");
    let edit = named(name).ok_or_else(|| {
        page_error(ManagementError::NotFound(
            "such action of the console".into(),
        ))
    })?;
    require(edit, admin, value("app")).map_err(page_error)?;
    Ok(edit)
}

/// A link to the page of an action.
pub struct EditLink {
    /// The name of the action.
    pub name: &'static str,
    /// What the action is called.
    pub title: String,
    /// The address of its page.
    pub address: Address,
}

/// Makes links to the pages of actions, for an administrator who may carry them out.
#[derive(Clone, Copy)]
pub struct Links<'a> {
    /// Where the addresses begin.
    pub base: Base<'a>,
    /// Who sees the links.
    pub admin: &'a Admin,
    /// The texts in the language of the administrator.
    pub t: Messages,
}

impl Links<'_> {
    /// A link to one action about something.
    pub fn one(self, name: &str, about: &[(&str, &str)]) -> Option<EditLink> {
        let app = about.iter().find(|(name, _)| *name == "app");
        let app = app.map_or("", |(_, id)| id);
        let may = |edit: &&Edit| require(edit, self.admin, app).is_ok();
        let edit = named(name).filter(may)?;
        let place = [("action", name)].into_iter().chain(about.iter().copied());
        Some(EditLink {
            name: edit.name,
            title: (edit.title)(self.t),
            address: self.base.page(&with_query(PATH, place)),
        })
    }

    /// Links to several actions about the same.
    pub fn all(self, names: &[&str], about: &[(&str, &str)]) -> Vec<EditLink> {
        let links = names.iter().filter_map(|name| self.one(name, about));
        links.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{OF_OWNERS, OF_OWNERS_OF_ORGANIZATIONS, OwnersMay, all, named};
    use std::collections::BTreeSet;

    #[test]
    fn what_owners_may_carry_out_names_the_app_or_a_request() {
        for (name, may) in OF_OWNERS {
            let about = named(name).map(|edit| edit.about).unwrap_or_default();
            let needed = match may {
                OwnersMay::OnTheirApp => "app",
                OwnersMay::AsTheActionSays => "request",
            };
            assert!(about.contains(&needed), "{name}: {about:?}");
        }
    }

    #[test]
    fn what_owners_of_organizations_may_carry_out_names_the_organization() {
        for name in OF_OWNERS_OF_ORGANIZATIONS {
            let about = named(name).map(|edit| edit.about).unwrap_or_default();
            assert!(about.contains(&"organization"), "{name}: {about:?}");
        }
    }

    #[test]
    fn every_action_has_a_name_of_its_own_and_no_field_twice() {
        let mut names = BTreeSet::new();
        for edit in all() {
            assert!(names.insert(edit.name), "{}", edit.name);
            let fields = edit.about.iter().chain(edit.typed);
            let mut known = BTreeSet::from(["action", "form_token", "version", "filled"]);
            for field in fields {
                assert!(known.insert(field), "{} {field}", edit.name);
            }
        }
        assert!(names.len() >= 15);
    }
}
