//! Global Token Revocation: JSON in, a status out.

use crate::{
    extract::{bearer::Bearer, operation::Operation},
    respond::{headers::NO_STORE, problem::Problem},
};
use actix_web::{
    HttpResponse,
    http::header::CACHE_CONTROL,
    web::{Bytes, Data},
};
use doorward_core::{Provider, logout::GlobalRevocation};
use doorward_protocol::events::subject_identifier::SubjectIdentifier;
use serde::Deserialize;

#[derive(Deserialize)]
struct Body {
    sub_id: SubjectIdentifier,
}

/// Ends every session of a user and revokes every token (§3 of the draft).
pub async fn revoke(
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let Ok(Body { sub_id }) = serde_json::from_slice(&body) else {
        return Err(Problem::invalid_request(
            "the body must be JSON with sub_id: format email, opaque or iss_sub (RFC 9493)",
        ));
    };
    match provider
        .logout()
        .revoke_globally(&ctx, bearer.token(), &sub_id)
        .await?
    {
        GlobalRevocation::Revoked => Ok(HttpResponse::NoContent()
            .insert_header((CACHE_CONTROL, NO_STORE))
            .finish()),
        GlobalRevocation::Unauthorized => Err(Problem::invalid_token()),
        GlobalRevocation::Forbidden => Err(Problem::insufficient_scope(
            "the scope global_token_revocation is needed",
        )),
        GlobalRevocation::NotFound => Err(Problem::not_found("no user matches sub_id")),
    }
}
