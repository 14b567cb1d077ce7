//! What a route of the management API is: one line of the table, from which the router, the OpenAPI
//! document and the tests of who may do what are made.

use super::{answer::Answer, call::Call};
use doorward_core::change_set::ChangeSet;
use doorward_protocol::management::Permission;
use futures_util::future::LocalBoxFuture;

/// The method of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "UPPERCASE", const_into_str)]
pub enum Method {
    /// It shows something.
    Get,
    /// Adds something, or does something.
    Post,
    /// Makes something as it is said.
    Put,
    /// Changes what is named (RFC 7396).
    Patch,
    /// It removes something.
    Delete,
}

impl Method {
    /// Its name in HTTP.
    pub const fn name(self) -> &'static str {
        self.into_str()
    }
}

/// What carries a route out.
#[derive(Clone, Copy)]
pub enum Handler {
    /// It changes nothing.
    Read(for<'a> fn(&'a Call<'a>) -> LocalBoxFuture<'a, Answer>),
    /// It adds to a set of changes, which is committed when it has answered. A batch may hold it.
    Change(for<'a, 'b> fn(&'a Call<'a>, &'a mut ChangeSet<'b>) -> LocalBoxFuture<'a, Answer>),
    /// It changes something in a transaction of its own.
    Act(for<'a> fn(&'a Call<'a>) -> LocalBoxFuture<'a, Answer>),
}

/// Whether the owner of an app may call a route, whatever roles they have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnersMay {
    /// Never: it is for administrators.
    Not,
    /// For the app that its path names.
    ForTheirApp,
    /// What it shows or changes is found first, and the action refuses what is not of their apps.
    AsTheActionSays,
}

/// A route of the table.
pub struct Route {
    /// The method that it answers.
    pub method: Method,
    /// Its path below [`doorward_protocol::management::PATH`], with parameters in braces.
    pub path: &'static str,
    /// What the caller must be allowed to do.
    pub permission: Permission,
    /// Its name in generated clients.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub summary: &'static str,
    /// The name of the shape that its body has; none where it takes no body.
    pub takes: Option<&'static str>,
    /// The status of its answer.
    pub status: u16,
    /// The name of the shape of its answer; none where there is no body.
    pub gives: Option<&'static str>,
    /// Whether a user must have signed in just now.
    pub is_dangerous: bool,
    /// Whether the owners of apps may call it.
    pub owners_may: OwnersMay,
    /// What carries it out.
    pub handler: Handler,
}

impl Route {
    /// A route that shows something.
    pub const fn get(path: &'static str, permission: Permission, handler: Handler) -> Self {
        Self::new(Method::Get, path, permission, handler)
    }

    /// A route that does something.
    pub const fn new(
        method: Method,
        path: &'static str,
        permission: Permission,
        handler: Handler,
    ) -> Self {
        Self {
            method,
            path,
            permission,
            name: "",
            summary: "",
            takes: None,
            status: 200,
            gives: None,
            is_dangerous: false,
            owners_may: OwnersMay::Not,
            handler,
        }
    }

    /// Names it, and says what it does.
    pub const fn named(mut self, name: &'static str, summary: &'static str) -> Self {
        self.name = name;
        self.summary = summary;
        self
    }

    /// Says which body it takes.
    pub const fn takes(mut self, shape: &'static str) -> Self {
        self.takes = Some(shape);
        self
    }

    /// Says what it answers.
    pub const fn gives(mut self, status: u16, shape: &'static str) -> Self {
        self.status = status;
        self.gives = Some(shape);
        self
    }

    /// Says that its answer has no body.
    pub const fn gives_nothing(mut self) -> Self {
        self.status = 204;
        self
    }

    /// Says that a user must have signed in just now.
    pub const fn dangerous(mut self) -> Self {
        self.is_dangerous = true;
        self
    }

    /// Says that the owners of the app that its path names may call it too.
    pub const fn of_owners(mut self) -> Self {
        self.owners_may = OwnersMay::ForTheirApp;
        self
    }

    /// Says that the owners of apps may call it too, and that its action knows what is theirs.
    pub const fn of_owners_as_the_action_says(mut self) -> Self {
        self.owners_may = OwnersMay::AsTheActionSays;
        self
    }

    /// Whether it answers with a list, a page at a time.
    pub fn is_list(&self) -> bool {
        self.gives.is_some_and(|shape| shape.ends_with("Page"))
    }
}
