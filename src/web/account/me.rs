//! Who is signed in, for simple scripts: by the browser's cookie, or by an access token.

use crate::{
    extract::{bearer::Bearer, browser::Browser, operation::Operation},
    respond::{headers::NO_STORE, problem::Problem},
};
use actix_web::{FromRequest, HttpRequest, HttpResponse, http::header::CACHE_CONTROL, web::Data};
use doorward_core::{Error, Provider, oauth::token::Userinfo};
use doorward_protocol::{oauth::scope::Scope, oidc::claims::released, secret::Secret};

/// Who is signed in, by the access token where there is one, by the browser's session otherwise.
pub async fn get(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
) -> Result<HttpResponse, Problem> {
    let answer = match bearer {
        Bearer::Absent => by_session(&request, &provider).await?,
        Bearer::Malformed(_) => None,
        Bearer::Token(token) => by_token(&provider, &ctx, &token).await?,
    };
    let mut response = HttpResponse::Ok();
    response.insert_header((CACHE_CONTROL, NO_STORE));
    match answer.ok_or_else(Problem::login_required)? {
        Userinfo::Claims(claims) => Ok(response.json(claims)),
        Userinfo::Jwt(token) => Ok(response.content_type("application/jwt").body(token)),
    }
}

async fn by_token(
    provider: &Provider,
    ctx: &Operation,
    token: &Secret,
) -> Result<Option<Userinfo>, Error> {
    match provider.tokens().userinfo(ctx, token).await {
        Ok(userinfo) => Ok(Some(userinfo)),
        Err(Error::Protocol(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn by_session(request: &HttpRequest, provider: &Provider) -> Result<Option<Userinfo>, Error> {
    let browser = Browser::extract(request)
        .await
        .map_err(|_| Error::Unavailable("the session could not be loaded".into()))?;
    let Some(session) = &browser.session else {
        return Ok(None);
    };
    let Some(user) = provider.users().get(&session.user_id).await? else {
        return Ok(None);
    };
    let scope = Scope::parse("openid profile email").unwrap_or_default();
    let mut claims = released(&user.subject(), &scope, &[]);
    claims.insert("sub".into(), user.id.clone().into());
    claims.insert("auth_time".into(), session.auth_time.seconds().into());
    claims.insert("amr".into(), session.authentication.amr.clone().into());
    claims.insert("acr".into(), session.authentication.acr().into());
    Ok(Some(Userinfo::Claims(claims)))
}
