//! Liveness and readiness.

use actix_web::{HttpResponse, http::header::CACHE_CONTROL, web::Data};
use doorward_core::Provider;

/// The process answers.
pub async fn livez() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .body("live\n")
}

/// The process can do its work; what is degraded is named.
pub async fn readyz(provider: Data<Provider>) -> HttpResponse {
    let (database, redis) = provider.health().await;
    let draining = provider.is_draining();
    let mut builder = if database && !draining {
        HttpResponse::Ok()
    } else {
        HttpResponse::ServiceUnavailable()
    };
    builder
        .content_type("text/plain; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"));
    builder.body(match (database, redis) {
        _ if draining => "not ready: this node is about to stop, and still answers\n",
        (false, _) => "not ready: the database does not answer\n",
        (true, Some(false)) => {
            "ready, degraded: redis does not answer; sessions come from the database\n"
        }
        (true, _) => "ready\n",
    })
}
