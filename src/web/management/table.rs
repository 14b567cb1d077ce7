//! The table of routes.

use super::{
    access_requests, app_owners, app_secrets, apps, branding, groups, invitations, member_groups,
    organizations, provider, roles, route::Route, scim_targets, sessions, users, webhooks,
};

/// Every route, by what it is about.
const TABLE: &[&[Route]] = &[
    users::ROUTES,
    sessions::ROUTES,
    groups::ROUTES,
    member_groups::ROUTES,
    organizations::ROUTES,
    organizations::domains::ROUTES,
    invitations::ROUTES,
    roles::ROUTES,
    access_requests::ROUTES,
    apps::ROUTES,
    app_secrets::ROUTES,
    app_owners::ROUTES,
    provider::ROUTES,
    branding::ROUTES,
    webhooks::ROUTES,
    scim_targets::ROUTES,
];

/// Every route of the API.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    TABLE.iter().copied().flatten()
}
