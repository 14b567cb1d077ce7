//! The paths of the console, the pages of administrators.

use crate::console::{act, app, apps, audit, group, groups, overview, user, users};
use actix_web::web::{ServiceConfig, get, post, resource};

/// Pages of the administrator who is signed in, by the browser's cookies.
pub(super) fn console_pages(config: &mut ServiceConfig) {
    config
        .service(resource("/admin").route(get().to(overview::show)))
        .service(resource("/admin/users").route(get().to(users::show)))
        .service(resource("/admin/users/act").route(post().to(act::submit)))
        .service(resource("/admin/users/{user}").route(get().to(user::show)))
        .service(resource("/admin/apps").route(get().to(apps::show)))
        .service(resource("/admin/apps/{app}").route(get().to(app::show)))
        .service(resource("/admin/groups").route(get().to(groups::show)))
        .service(resource("/admin/groups/{group}").route(get().to(group::show)))
        .service(resource("/admin/audit").route(get().to(audit::show)));
}
