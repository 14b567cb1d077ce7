//! The paths of the console, the pages of administrators.

use crate::console::{
    access_request, access_requests, act, app, apps, audit, branding, bulk, edit, explain,
    first_sign_in, group, groups, import, inspect, invitations, keys, mail, mail_preview,
    organization, organizations, overview, presets, provider, providers, role, role_matrix,
    scim_targets, search, session_end, sessions, settings, sign_in, start, streams, system, user,
    users, webhook, webhooks,
};
use actix_web::web::{ServiceConfig, get, post, resource};

/// Pages of the administrator who is signed in, by the browser's cookies.
pub(super) fn console_pages(config: &mut ServiceConfig) {
    config
        .configure(look_pages)
        .configure(app_pages)
        .service(resource("/admin").route(get().to(overview::show)))
        .service(resource("/admin/start").route(get().to(start::show)))
        .service(resource("/admin/users").route(get().to(users::show)))
        .service(resource("/admin/users/act").route(post().to(act::submit)))
        .service(
            resource("/admin/users/bulk")
                .route(get().to(bulk::show))
                .route(post().to(bulk::submit)),
        )
        .service(resource("/admin/users/{user}").route(get().to(user::show)))
        .service(
            resource("/admin/edit")
                .route(get().to(edit::page::show))
                .route(post().to(edit::page::submit)),
        )
        .service(resource("/admin/groups").route(get().to(groups::show)))
        .service(resource("/admin/groups/{group}").route(get().to(group::show)))
        .service(resource("/admin/access-requests").route(get().to(access_requests::show)))
        .service(resource("/admin/access-requests/{request}").route(get().to(access_request::show)))
        .service(resource("/admin/organizations").route(get().to(organizations::show)))
        .service(
            resource("/admin/organizations/{organization}").route(get().to(organization::show)),
        )
        .service(
            resource("/admin/import")
                .route(get().to(import::show))
                .route(post().to(import::submit)),
        )
        .service(resource("/admin/invitations").route(get().to(invitations::show)))
        .service(resource("/admin/providers").route(get().to(providers::show)))
        .service(resource("/admin/providers/{provider}").route(get().to(provider::show)))
        .service(resource("/admin/sign-in").route(get().to(sign_in::show)))
        .service(resource("/admin/mail").route(get().to(mail::show)))
        .service(resource("/admin/mail/preview/{mail}").route(get().to(mail_preview::show)))
        .service(resource("/admin/mail/preview/{mail}/html").route(get().to(mail_preview::html)))
        .service(resource("/admin/sessions").route(get().to(sessions::show)))
        .service(resource("/admin/sessions/end").route(post().to(session_end::submit)))
        .service(
            resource("/admin/inspect")
                .route(get().to(inspect::show))
                .route(post().to(inspect::submit)),
        )
        .service(resource("/admin/webhooks").route(get().to(webhooks::show)))
        .service(resource("/admin/webhooks/{webhook}").route(get().to(webhook::show)))
        .service(resource("/admin/scim-targets").route(get().to(scim_targets::list)))
        .service(resource("/admin/scim-targets/{target}").route(get().to(scim_targets::show)))
        .service(resource("/admin/streams").route(get().to(streams::show)))
        .service(resource("/admin/explain").route(get().to(explain::show)))
        .service(resource("/admin/search").route(get().to(search::show)))
        .service(resource("/admin/keys").route(get().to(keys::show)))
        .service(resource("/admin/settings").route(get().to(settings::show)))
        .service(resource("/admin/system").route(get().to(system::show)))
        .service(resource("/admin/audit").route(get().to(audit::show)));
}

/// Apps and their roles.
fn app_pages(config: &mut ServiceConfig) {
    config
        .service(resource("/admin/apps").route(get().to(apps::show)))
        .service(resource("/admin/apps/{app}").route(get().to(app::show)))
        .service(resource("/admin/add-app").route(get().to(presets::show)))
        .service(resource("/admin/apps/{app}/first-sign-in").route(get().to(first_sign_in::show)))
        .service(resource("/admin/apps/{app}/matrix").route(get().to(role_matrix::show)))
        .service(resource("/admin/apps/{app}/roles/{role}").route(get().to(role::show)));
}

/// How pages look.
fn look_pages(config: &mut ServiceConfig) {
    config
        .service(
            resource("/admin/branding")
                .route(get().to(branding::show))
                .route(post().to(branding::submit)),
        )
        .service(resource("/admin/branding/preview").route(get().to(branding::preview::show)));
}
