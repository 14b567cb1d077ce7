//! Liveness and readiness.

use actix_web::{HttpResponse, http::header::CACHE_CONTROL, web::Data};
use doorward_core::{Provider, readiness::Problem};

/// The process answers.
pub async fn livez() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .body("live\n")
}

/// The process can do its work; what is degraded is named.
pub async fn readyz(provider: Data<Provider>) -> HttpResponse {
    if provider.is_draining() {
        return not_ready("this node is about to stop, and still answers");
    }
    let readiness = provider.readiness().await;
    if !readiness.problems.is_empty() {
        let problems: Vec<String> = readiness.problems.iter().map(Problem::to_string).collect();
        return not_ready(&problems.join("; "));
    }
    let mut degraded = Vec::new();
    if readiness.redis == Some(false) {
        let redis = "redis does not answer, or takes no writes; sessions come from the database";
        degraded.push(redis.to_owned());
    }
    degraded.extend(readiness.warnings.iter().map(Problem::to_string));
    let degraded = match degraded.join("; ") {
        none if none.is_empty() => none,
        degraded => format!(", degraded: {degraded}"),
    };
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(format!("ready{degraded}\n"))
}

fn not_ready(reason: &str) -> HttpResponse {
    HttpResponse::ServiceUnavailable()
        .content_type("text/plain; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(format!("not ready: {reason}\n"))
}
