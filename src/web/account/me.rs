//! Who is signed in, for simple scripts: by the browser's cookie, or by an access token.

use crate::{
    extract::{bearer::Bearer, browser::Browser, operation::Operation},
    respond::{headers::NO_STORE, problem::Problem, refusal::RefusalReason},
};
use actix_web::{
    FromRequest, HttpMessage, HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, ORIGIN},
    web::Data,
};
use doorward_core::{
    Error, Provider,
    oauth::{
        signed_in_user::{AskingPage, BrowserSession},
        token::Userinfo,
    },
};
use doorward_protocol::secret::Secret;

/// Who is signed in, by the access token where there is one, by the browser's session otherwise.
pub async fn get(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
) -> Result<HttpResponse, Problem> {
    let answer = match bearer {
        Bearer::Absent => by_session(&request, &provider, &ctx).await?,
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

async fn by_session(
    request: &HttpRequest,
    provider: &Provider,
    ctx: &Operation,
) -> Result<Option<Userinfo>, Error> {
    let browser = Browser::extract(request)
        .await
        .map_err(|_| Error::Unavailable("the session could not be loaded".into()))?;
    let Some(session) = &browser.session else {
        return Ok(None);
    };
    let Some(page) = asking_page(request, provider) else {
        return Ok(None);
    };
    let who = BrowserSession {
        session,
        trusted_browser: browser.context().trusted_browser,
    };
    let claims = provider.signed_in_users().claims(ctx, who, page).await?;
    if claims.is_none() {
        let because = RefusalReason("nothing was granted to the client whose page asks");
        request.extensions_mut().insert(because);
    }
    Ok(claims.map(Userinfo::Claims))
}

/// Whose page asks; `None` where the browser says that it is another one's, and not whose.
fn asking_page<'a>(request: &'a HttpRequest, provider: &Provider) -> Option<AskingPage<'a>> {
    let headers = request.headers();
    let mut origins = headers.get_all(ORIGIN);
    match (origins.next(), origins.next()) {
        (None, _) => headers
            .get("sec-fetch-site")
            .is_none_or(|site| site == "same-origin" || site == "none")
            .then_some(AskingPage::Ours),
        (Some(origin), None) => {
            let origin = origin.to_str().ok()?;
            Some(if origin == provider.settings().issuer.origin() {
                AskingPage::Ours
            } else {
                AskingPage::Origin(origin)
            })
        }
        _ => None,
    }
}
