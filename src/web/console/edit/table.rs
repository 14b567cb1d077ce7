//! The table of every action, and links to their pages.

use super::{
    access_requests, action::Edit, app_secrets, app_settings, apps, domains, first_run, groups,
    invitations, mail, organizations, presets, providers, roles, sign_in, users, webhooks,
};
use crate::{
    console::{admin::Admin, refusal::page_error},
    messages::Messages,
    respond::{
        address::{Address, Base},
        page_error::PageError,
    },
};
use doorward_core::management::ManagementError;
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
        organizations::EDITS,
        domains::EDITS,
        invitations::EDITS,
        mail::EDITS,
        sign_in::EDITS,
        providers::EDITS,
        webhooks::EDITS,
        presets::EDITS,
        first_run::EDITS,
    ];
    tables.into_iter().flatten()
}

/// The action of a name.
pub(super) fn named(name: &str) -> Option<&'static Edit> {
    all().find(|edit| edit.name == name)
}

/// The action of a name, which the administrator may carry out.
pub(super) fn allowed(name: &str, admin: &Admin) -> Result<&'static Edit, PageError> {
    let edit = named(name).ok_or_else(|| {
        page_error(ManagementError::NotFound(
            "such action of the console".into(),
        ))
    })?;
    admin.require(edit.permission)?;
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
        let may = |edit: &&Edit| self.admin.caller.may(edit.permission);
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
    use super::all;
    use std::collections::BTreeSet;

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
