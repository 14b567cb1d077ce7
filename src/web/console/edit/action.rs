//! What an action of the console is made of, and how it is asked for.

use super::{
    fields::{CONFIRM, FormView, version_of},
    report::Report,
};
use crate::{console::admin::Admin, messages::Messages};
use doorward_core::{
    Provider,
    app_presets::WrittenPreset,
    change_set::ChangeSet,
    management::{self, Management, ManagementError, ManagementOutcome},
};
use doorward_protocol::{management::Permission, oauth::authorization_request::Parameters};
use std::pin::Pin;

/// The future of a function of an action.
type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = ManagementOutcome<T>> + 'a>>;

/// An action of the console.
pub struct Edit {
    /// Its name in addresses.
    pub name: &'static str,
    /// What it takes; the same as the route of the management API.
    pub permission: Permission,
    /// Whether the administrator must have signed in just now.
    pub(super) is_dangerous: bool,
    /// Whether something is lost by it: the colour of its button says so.
    pub(super) takes_away: bool,
    /// The fields that name what it is about; the token of the form is bound to them.
    pub(super) about: &'static [&'static str],
    /// The fields that are filled in.
    pub(super) typed: &'static [&'static str],
    pub(super) title: fn(Messages) -> String,
    pub(super) effect: fn(Messages) -> String,
    /// What is shown, with the values as they are now.
    pub(super) describe: for<'a> fn(&'a EditCall<'a>) -> BoxFuture<'a, FormView>,
    pub(super) carry_out: for<'a> fn(&'a EditCall<'a>) -> BoxFuture<'a, Done>,
}

/// What came of an action.
pub enum Done {
    /// The page that shows it.
    Page(String),
    /// A secret, which is shown this once.
    Secret(ShownSecret),
    /// What is written into an app that was added by a preset, with its secret, which is shown this
    /// once.
    Written(Box<WrittenApp>),
    /// What the action found out.
    Report(Report),
}

/// A secret that is shown once, with what is copied beside it.
pub struct ShownSecret {
    /// The page that it belongs to.
    pub page: String,
    /// What is copied beside it.
    pub facts: Vec<Fact>,
    /// What the standard calls the secret.
    pub term: &'static str,
    /// The secret itself, in plain text.
    pub secret: String,
}

/// A value that is copied beside a secret.
pub struct Fact {
    /// What it is called.
    pub label: String,
    /// The standard's word for it.
    pub term: &'static str,
    /// What is copied.
    pub value: String,
}

/// An app that was added by a preset.
pub struct WrittenApp {
    /// The identifier of the app.
    pub client_id: String,
    /// The name that users see.
    pub name: String,
    /// The address at which it is opened, where the preset knows it.
    pub url: Option<String>,
    /// Its secret in plain text, where it has one.
    pub secret: Option<String>,
    /// What is written into the app.
    pub written: WrittenPreset,
}

/// An action that an administrator asks for.
pub struct EditCall<'a> {
    /// The action that is asked for.
    pub edit: &'a Edit,
    /// The provider that is changed.
    pub provider: &'a Provider,
    /// The administrator who asks.
    pub admin: &'a Admin,
    /// The values of the fields.
    pub values: &'a Parameters,
    /// The texts in the language of the administrator.
    pub t: Messages,
}

impl<'a> EditCall<'a> {
    /// The value of a field, without the spaces around it; empty where there is none.
    pub fn value(&self, name: &str) -> &'a str {
        self.values.get(name).map(str::trim).unwrap_or_default()
    }

    /// The value of a field that may be left empty.
    pub fn filled(&self, name: &str) -> Option<&'a str> {
        Some(self.value(name)).filter(|value| !value.is_empty())
    }

    /// The value of a field that must be filled in.
    ///
    /// # Errors
    /// `Invalid` with the name of the field.
    pub fn required(&self, name: &str) -> ManagementOutcome<&'a str> {
        let missing = || ManagementError::field(name, self.t.console_field_required());
        self.filled(name).ok_or_else(missing)
    }

    /// The lines of a field, without those that are empty.
    pub fn lines(&self, name: &str) -> impl Iterator<Item = &'a str> {
        let lines = self.value(name).lines().map(str::trim);
        lines.filter(|line| !line.is_empty())
    }

    /// The rules of the management API.
    pub fn management(&self) -> &'a Management {
        self.provider.management()
    }

    /// An empty set of changes by this administrator.
    pub fn changes(&self) -> ChangeSet<'a> {
        self.provider.change_set(&self.admin.caller.ctx)
    }

    /// Commits changes to what the form is about. Call it last: the values are compared with those that
    /// the form was made from after all that the changes rest on was read, and each change is a guard on
    /// the version that was read. So nobody's change is written over by somebody who has not seen it.
    ///
    /// # Errors
    /// `Stale` where somebody else changed what the form shows; `Conflict` where they do so at the same
    /// time.
    pub async fn commit(&self, changes: ChangeSet<'_>) -> ManagementOutcome<()> {
        self.require_as_seen().await?;
        management::commit(changes).await
    }

    /// Refuses where the values are not those that the form was made from.
    ///
    /// # Errors
    /// `Stale`.
    pub async fn require_as_seen(&self) -> ManagementOutcome<()> {
        let present = (self.edit.describe)(self).await?;
        if self.value("version") == version_of(&present.fields) {
            return Ok(());
        }
        Err(ManagementError::Stale)
    }

    /// Refuses where the name that was typed is not that of what will be lost.
    ///
    /// # Errors
    /// `Invalid` with the field.
    pub fn require_confirmed(&self, name: &str) -> ManagementOutcome<()> {
        if self.value(CONFIRM) == name.trim() {
            return Ok(());
        }
        let wrong = self.t.console_field_confirm_wrong(name);
        Err(ManagementError::field(CONFIRM, wrong))
    }
}
