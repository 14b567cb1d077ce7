//! Token, introspection and revocation: forms in, JSON out.

use crate::{
    extract::{client_auth::ClientAuth, operation::Operation},
    respond::{headers::NO_STORE, oauth_error::OAuthError},
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, PRAGMA},
    web::Data,
};
use doorward_core::{Error, Provider, Result, limits::Class};
use doorward_protocol::oauth::error_code::ErrorCode;

fn json(body: &impl serde::Serialize) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, NO_STORE))
        .insert_header((PRAGMA, "no-cache"))
        .json(body)
}

/// Answers an authenticated client. `answer` is boxed, since the future of a handler is moved several
/// times before it runs. A client that fails to authenticate too often from one network
/// is told to wait. What claims to be a client that there is not is counted by its network alone:
/// a stranger can make up any number of names.
async fn limited<T>(
    provider: &Provider,
    ctx: &Operation,
    client: &ClientAuth,
    answer: impl Future<Output = Result<T>>,
) -> Result<T> {
    let (limits, class) = (provider.rate_limits(), Class::ClientAuthentication);
    let (network, client_id) = (ctx.network(), client.claimed_client_id());
    let source = format!("{network} {client_id}");
    limits.check(ctx, class, &source)?;
    let answered = answer.await;
    if matches!(&answered, Err(Error::Protocol(error)) if error.code == ErrorCode::InvalidClient) {
        let configuration = provider.configuration().await?;
        if configuration.client(&client_id).await?.is_some() {
            limits.count(ctx, class, &source).await;
        } else {
            limits.check(ctx, class, &network)?;
            limits.count(ctx, class, &network).await;
        }
    }
    answered
}

/// RFC 6749 §3.2.
pub async fn token(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    client: ClientAuth,
) -> std::result::Result<HttpResponse, OAuthError> {
    let tokens = provider.tokens();
    let answer = Box::pin(tokens.token(&ctx, client.authorization(), &client.parameters));
    limited(&provider, &ctx, &client, answer)
        .await
        .map(|response| json(&response))
        .map_err(|error| OAuthError::of_client(error, &request))
}

/// RFC 7662 §2.
pub async fn introspect(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    client: ClientAuth,
) -> std::result::Result<HttpResponse, OAuthError> {
    let tokens = provider.tokens();
    let answer = Box::pin(tokens.introspect(&ctx, client.authorization(), &client.parameters));
    limited(&provider, &ctx, &client, answer)
        .await
        .map(|response| json(&response))
        .map_err(|error| OAuthError::of_client(error, &request))
}

/// RFC 7009 §2.
pub async fn revoke(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    client: ClientAuth,
) -> std::result::Result<HttpResponse, OAuthError> {
    let tokens = provider.tokens();
    let answer = Box::pin(tokens.revoke(&ctx, client.authorization(), &client.parameters));
    limited(&provider, &ctx, &client, answer)
        .await
        .map(|()| json(&serde_json::json!({})))
        .map_err(|error| OAuthError::of_client(error, &request))
}
