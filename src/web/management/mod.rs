//! The management API (`/api/v1`): a table of routes, and what each of them answers
//! ([decision 50](../../../docs/decisions/0050-management-api.md)).

mod access_requests;
pub mod answer;
mod app_owners;
mod app_secrets;
pub mod apps;
pub mod batch;
pub mod body;
mod branding;
mod call;
pub mod caller;
mod dispatch;
mod docs;
mod groups;
mod invitations;
mod member_groups;
mod metadata;
mod openapi;
mod organizations;
pub mod page;
pub mod path;
mod provider;
mod roles;
mod route;
mod scim_targets;
mod sessions;
pub mod shapes;
mod table;
mod users;
mod webhooks;

use actix_web::{
    Resource,
    web::{self, PayloadConfig, ServiceConfig, resource, scope},
};
use doorward_protocol::management::{DOCS, PATH};
use route::{Method, Route};
use std::collections::BTreeMap;
use table::routes;

/// Where several changes are sent at once, below the path of the API.
const BATCH: &str = "/batch";
/// The largest body with a picture, in bytes.
const MAX_UPLOAD_LENGTH: usize = 1024 * 1024;

/// Mounts the documents that anybody may read.
pub fn documents(config: &mut ServiceConfig) {
    config.service(
        resource(format!("/.well-known/oauth-protected-resource{PATH}"))
            .route(web::get().to(metadata::protected_resource)),
    );
    config
        .service(resource(format!("{PATH}/openapi.json")).route(web::get().to(openapi::document)));
    config
        .service(resource(DOCS).route(web::get().to(docs::folder)))
        .service(resource(format!("{DOCS}/{{name:.*}}")).route(web::get().to(docs::file)));
}

/// Mounts every route, below the path of the API: a request of another path is compared with none of
/// them. The browser's session is read where there is no token.
pub fn endpoints(config: &mut ServiceConfig) {
    let mut by_path: BTreeMap<&str, Vec<&'static Route>> = BTreeMap::new();
    for route in routes() {
        by_path.entry(route.path).or_default().push(route);
    }
    let api = by_path
        .into_iter()
        .fold(scope(PATH), |api, (path, routes)| {
            api.service(mounted(path, routes))
        })
        .service(
            resource(BATCH)
                .route(web::post().to(batch::answer))
                .default_service(refused_method(Method::Post.name().to_owned())),
        )
        .default_service(web::to(dispatch::not_found));
    config.service(api);
}

/// A path with its methods.
fn mounted(path: &str, routes: Vec<&'static Route>) -> Resource {
    let mut mounted = resource(path);
    if routes
        .iter()
        .any(|route| route.takes == Some("UploadedImage"))
    {
        mounted = mounted.app_data(PayloadConfig::new(MAX_UPLOAD_LENGTH));
    }
    let allow: Vec<&str> = routes.iter().map(|route| route.method.name()).collect();
    for route in routes {
        let to = move |request, provider, ctx, body| {
            dispatch::answer(route, request, provider, ctx, body)
        };
        mounted = mounted.route(match route.method {
            Method::Get => web::get().to(to),
            Method::Post => web::post().to(to),
            Method::Put => web::put().to(to),
            Method::Patch => web::patch().to(to),
            Method::Delete => web::delete().to(to),
        });
    }
    mounted.default_service(refused_method(allow.join(", ")))
}

/// Refuses the methods that a path does not take.
fn refused_method(allow: String) -> actix_web::Route {
    web::to(move |provider| dispatch::method_not_allowed(provider, allow.clone()))
}
