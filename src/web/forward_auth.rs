//! What proxies ask before each request of a site: nginx `auth_request`, Traefik and Caddy
//! `forward_auth`.

use crate::extract::operation::Operation;
use crate::respond::{headers::NO_STORE, page_error::PageError};
use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    cookie::{Cookie, SameSite},
    http::{
        StatusCode,
        header::{CACHE_CONTROL, HeaderValue, LOCATION, WWW_AUTHENTICATE},
    },
    web::Data,
};
use doorward_core as domain;
use doorward_core::{
    Provider,
    forward_auth::{SiteCookie, SiteCookies, Verdict, verdict},
    users::User,
};
use doorward_protocol::{forward_auth::original, secret::Secret};

const SESSION: &str = "doorward_site";
const FLOW: &str = "doorward_site_flow";

/// The answer: 200 with who it is, a way to sign in, or no.
pub async fn answer(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
) -> Result<HttpResponse, PageError> {
    let header = |name: &str| {
        let mut values = request.headers().get_all(name);
        // Said twice is not said: a client's own header beside the proxy's would choose the site.
        let value = values
            .next()
            .filter(|_| request.headers().get_all(name).count() == 1)?;
        value.to_str().ok().map(str::to_owned)
    };
    let Some(original) = original(header) else {
        return Err(PageError::proxy_request());
    };
    let cookie = |name: &str| {
        // Whichever of the two names the site's scheme gives it; anything that is none of ours
        // opens nothing.
        let found = request
            .cookie(&format!("__Host-{name}"))
            .or_else(|| request.cookie(name));
        found.map(|cookie| Secret::presented(cookie.value()))
    };
    let (session, flow) = (cookie(SESSION), cookie(FLOW));
    let cookies = SiteCookies {
        session: session.as_ref(),
        flow: flow.as_ref(),
    };
    match verdict(&provider, &ctx, &original, cookies).await? {
        Verdict::Allow { user, roles } => Ok(allowed(&user, &roles)),
        Verdict::Send {
            location,
            cookie,
            is_https,
        } => {
            // nginx knows 401 and 403 alone, and takes the address from the header.
            let status = if original.takes_401 {
                StatusCode::UNAUTHORIZED
            } else {
                StatusCode::FOUND
            };
            let mut response = HttpResponse::build(status)
                .insert_header((LOCATION, location))
                .insert_header((CACHE_CONTROL, NO_STORE))
                .finish();
            response
                .add_cookie(&site_cookie(cookie, is_https))
                .map_err(|error| domain::Error::Internal(error.to_string()))?;
            Ok(response)
        }
        Verdict::StepUp(challenge) => Ok(HttpResponse::Unauthorized()
            .insert_header((CACHE_CONTROL, NO_STORE))
            .insert_header((WWW_AUTHENTICATE, challenge.header()))
            .finish()),
        Verdict::Unauthenticated => Ok(HttpResponse::Unauthorized()
            .insert_header((CACHE_CONTROL, NO_STORE))
            .finish()),
        Verdict::Forbidden(why) => Err(PageError::not_for_you(why)),
    }
}

fn site_cookie(cookie: SiteCookie, is_https: bool) -> Cookie<'static> {
    let (name, secret) = match cookie {
        SiteCookie::Session(secret) => (SESSION, secret),
        SiteCookie::Flow(secret) => (FLOW, secret),
    };
    let name = if is_https {
        format!("__Host-{name}")
    } else {
        name.to_owned()
    };
    Cookie::build(name, secret.reveal().to_owned())
        .path("/")
        .http_only(true)
        .secure(is_https)
        .same_site(SameSite::Lax)
        .finish()
}

/// Every header, always: where a proxy copies them, nothing that a browser sent under these names
/// remains.
fn allowed(user: &User, roles: &[String]) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    response.insert_header((CACHE_CONTROL, NO_STORE));
    tell(
        &mut response,
        "remote-user",
        user.username
            .as_deref()
            .or(user.email.as_deref())
            .unwrap_or(&user.id),
    );
    tell(&mut response, "remote-subject", &user.id);
    tell(
        &mut response,
        "remote-email",
        user.email.as_deref().unwrap_or_default(),
    );
    tell(
        &mut response,
        "remote-name",
        user.claims.name.as_deref().unwrap_or_default(),
    );
    tell(&mut response, "remote-groups", &roles.join(","));
    response.finish()
}

fn tell(response: &mut HttpResponseBuilder, name: &'static str, value: &str) {
    let clean: String = value.chars().filter(|c| !c.is_control()).collect();
    if let Ok(value) = HeaderValue::from_bytes(clean.as_bytes()) {
        response.insert_header((name, value));
    }
}
