//! A request whose handler panics is answered, and its connection goes on.

use actix_web::{
    Error, HttpResponse,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    error::InternalError,
    http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, X_CONTENT_TYPE_OPTIONS},
    middleware::Next,
};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;

/// What whoever sent the request is told.
const TOLD: &str = "This server failed at this request. Try it again; if it fails again, tell the administrator, who finds the reason in the log.";

/// Answers 500 where answering panics. Other requests of the connection are not lost, and the log says
/// which request it was: it is a fault of this program.
///
/// # Errors
/// As what answers.
pub async fn caught(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    // Nothing that the request had is looked at afterwards; what is shared is behind locks that hold
    // no half-made change.
    let answered = AssertUnwindSafe(next.call(request)).catch_unwind().await;
    answered.unwrap_or_else(|_| {
        tracing::error!(
            event = "request.failed",
            reason = "panic",
            "answering a request panicked: the message stands above; report it as a fault of this program"
        );
        Err(InternalError::from_response(TOLD, failure()).into())
    })
}

/// A page cannot be drawn here: what draws pages may be what failed.
fn failure() -> HttpResponse {
    HttpResponse::InternalServerError()
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        ))
        .content_type("text/plain; charset=utf-8")
        .body(TOLD)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::{App, http::StatusCode, middleware::from_fn, test, web};

    async fn status(path: &str) -> StatusCode {
        let app = App::new()
            .wrap(from_fn(caught))
            .route("/", web::get().to(HttpResponse::Ok))
            .route(
                "/panics",
                web::get().to(async || -> HttpResponse { unreachable!("a fault of the program") }),
            );
        let app = test::init_service(app).await;
        let request = test::TestRequest::get().uri(path).to_request();
        match test::try_call_service(&app, request).await {
            Ok(response) => response.status(),
            Err(error) => {
                let response = error.error_response();
                assert_eq!(response.headers().get(CACHE_CONTROL).unwrap(), "no-store");
                response.status()
            }
        }
    }

    #[actix_web::test]
    async fn a_panic_is_answered_and_the_next_request_too() {
        assert_eq!(status("/panics").await, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(status("/").await, StatusCode::OK);
    }
}
