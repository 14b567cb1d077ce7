//! Who is signed in, for the simplest scripts: by the browser's cookie, or by an access token.

use crate::extract::operation;
use crate::{
    extract::browser::Browser,
    respond::{headers::NO_STORE, problem::Problem},
};
use actix_session::Session;
use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::{
        StatusCode,
        header::{AUTHORIZATION, CACHE_CONTROL, ORIGIN, VARY},
    },
    web::Data,
};
use doorward_core::{Error, Provider, oauth::token::Userinfo};
use doorward_protocol::{oauth::scope::Scope, oidc::claims::released, secret::Secret};
use serde_json::json;

/// Lets the pages of registered apps read the answer, and nobody else's.
async fn opened(
    request: &HttpRequest,
    provider: &Provider,
    mut response: HttpResponseBuilder,
) -> Result<HttpResponseBuilder, Error> {
    response
        .insert_header((CACHE_CONTROL, NO_STORE))
        .insert_header((VARY, "Origin, Cookie, Authorization"));
    let origin = request
        .headers()
        .get(ORIGIN)
        .and_then(|origin| origin.to_str().ok());
    if let Some(origin) = origin
        && provider
            .configuration()
            .await?
            .is_origin_of_a_client(origin)
    {
        response
            .insert_header(("access-control-allow-origin", origin))
            .insert_header(("access-control-allow-credentials", "true"));
    }
    Ok(response)
}

/// Who it is, or 401.
pub async fn get(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
) -> Result<HttpResponse, Problem> {
    let ctx = &operation(&request, &provider);
    let failed = |error: Error| Problem::from(error);
    let nobody = async || -> Result<HttpResponse, Problem> {
        let mut response = opened(&request, &provider, HttpResponse::Unauthorized())
            .await
            .map_err(failed)?;
        Ok(response.json(
            json!({"error": "login_required", "error_description": "nobody is signed in here"}),
        ))
    };
    let bearer = request
        .headers()
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .map(|value| value.split_once(' '));
    if let Some(bearer) = bearer {
        let Some((_, token)) = bearer.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        else {
            return nobody().await;
        };
        return match provider
            .tokens()
            .userinfo(ctx, &Secret::presented(token))
            .await
        {
            Ok(Userinfo::Claims(claims)) => Ok(opened(&request, &provider, HttpResponse::Ok())
                .await
                .map_err(failed)?
                .json(claims)),
            Ok(Userinfo::Jwt(token)) => Ok(opened(&request, &provider, HttpResponse::Ok())
                .await
                .map_err(failed)?
                .content_type("application/jwt")
                .body(token)),
            Err(Error::Protocol(_)) => nobody().await,
            Err(error) => Err(failed(error)),
        };
    }
    let browser = Browser::of(&request, &provider, &session)
        .map_err(|_| failed(Error::Unavailable("the session could not be loaded".into())))?;
    let Some(sso) = &browser.session else {
        return nobody().await;
    };
    let Some(user) = provider.users().get(&sso.user_id).await.map_err(failed)? else {
        return nobody().await;
    };
    let mut claims = released(
        &user.subject(),
        &Scope::parse("openid profile email").unwrap_or_default(),
        &[],
    );
    claims.insert("sub".into(), user.id.clone().into());
    claims.insert("auth_time".into(), sso.auth_time.seconds().into());
    claims.insert("amr".into(), sso.authentication.amr.clone().into());
    claims.insert("acr".into(), sso.authentication.acr().into());
    Ok(opened(&request, &provider, HttpResponse::Ok())
        .await
        .map_err(failed)?
        .json(claims))
}

/// What a browser asks before it sends an access token from another origin.
pub async fn preflight(
    request: HttpRequest,
    provider: Data<Provider>,
) -> Result<HttpResponse, Problem> {
    let response = opened(
        &request,
        &provider,
        HttpResponse::build(StatusCode::NO_CONTENT),
    )
    .await;
    let mut response = response.map_err(|error| Problem::from(error))?;
    Ok(response
        .insert_header(("access-control-allow-methods", "GET"))
        .insert_header(("access-control-allow-headers", "authorization"))
        .finish())
}
