//! Groups of users, and the roles and permissions of apps: who may do what.

pub mod claims;
pub mod declared;
pub mod evaluation;
mod longest;
mod names;
pub mod place;
pub mod requests;
pub mod roles;
pub mod rules;
pub mod search_page;

pub use names::{MAX_NAME, check_group_name, check_permission, check_role_name};

use crate::organizations::OrganizationOfUser;

/// What a user has with regard to one app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserAccess {
    /// The names of the groups that the user is in, directly or through another group, in order.
    pub groups: Vec<String>,
    /// The names of the roles in the app, with those that they include, in order.
    pub roles: Vec<String>,
    /// The permissions that those roles give, in order.
    pub permissions: Vec<String>,
    /// The organization that the user is signed in for.
    pub organization: Option<OrganizationOfUser>,
}
