//! Global Token Revocation: JSON in, a status out.

use crate::extract::operation;
use crate::respond::{ApiError, NO_STORE, bearer};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, WWW_AUTHENTICATE},
    web::{Bytes, Data},
};
use doorward_core::{
    Provider,
    logout::global_token_revocation::{self, Outcome},
};
use doorward_protocol::events::subject_identifier::SubjectIdentifier;
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
struct Body {
    sub_id: SubjectIdentifier,
}

/// Says that a user is to be out of everything (§3 of the draft).
pub async fn revoke(
    request: HttpRequest,
    provider: Data<Provider>,
    body: Bytes,
) -> Result<HttpResponse, ApiError> {
    let ctx = &operation(&request, &provider);
    let bearer = bearer(&request);
    let Ok(Body { sub_id }) = serde_json::from_slice(&body) else {
        let description =
            "the body must be JSON with sub_id: format email, opaque or iss_sub (RFC 9493)";
        return Ok(HttpResponse::BadRequest()
            .json(json!({"error": "invalid_request", "error_description": description})));
    };
    let outcome = global_token_revocation::revoke(&provider, ctx, bearer.as_ref(), &sub_id)
        .await
        .map_err(|error| ApiError::new(error, &request))?;
    Ok(match outcome {
        Outcome::Revoked => HttpResponse::NoContent().insert_header((CACHE_CONTROL, NO_STORE)).finish(),
        Outcome::Unauthorized => {
            let challenge = "Bearer realm=\"doorward\", error=\"invalid_token\"";
            HttpResponse::Unauthorized().insert_header((WWW_AUTHENTICATE, challenge)).json(json!({"error": "invalid_token"}))
        }
        Outcome::Forbidden => {
            HttpResponse::Forbidden().json(json!({"error": "insufficient_scope", "error_description": "the scope global_token_revocation is needed"}))
        }
        Outcome::NotFound => HttpResponse::NotFound().json(json!({"error": "not_found", "error_description": "nobody here is meant"})),
    })
}
