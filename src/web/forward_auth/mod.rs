//! The endpoint that proxies ask before each request to a site: nginx `auth_request`, Traefik and
//! Caddy `forward_auth`.

pub(crate) mod original;

use crate::extract::{bearer::Bearer, operation::Operation};
use crate::respond::{
    headers::NO_STORE,
    page_error::{NextPage, PageError},
    refusal::RefusalReason,
};
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
    forward_auth::{
        Admitted, BrowserCookies, PresentedCredentials, SiteCookie, SiteCookies, Verdict,
    },
    oauth::SiteUser,
};
use doorward_protocol::{
    forward_auth::Challenge, oauth::redirect_uri::with_query, secret::Secret, text::noted,
};
use original::original;
use std::fmt::Write;

const SESSION: &str = "doorward_site";
const FLOW: &str = "doorward_site_flow";

/// Answers with 200 and the facts of the user, with a redirect to sign-in, or with a refusal.
pub async fn answer(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
) -> Result<HttpResponse, PageError> {
    // The path alone names the site: the query may be that of the browser's request, as Caddy keeps
    // it.
    let client_id = request.match_info().get("client_id");
    let original = original(client_id, |name| single_header(&request, name));
    let Some(original) = original.filter(|_| is_unambiguous(&request)) else {
        return Err(PageError::proxy_request());
    };
    let (https, http) = (Cookies::of(&request, "__Host-"), Cookies::of(&request, ""));
    let cookies = BrowserCookies {
        https: https.as_core(),
        http: http.as_core(),
    };
    let presented = PresentedCredentials {
        cookies,
        // The site may take other credentials in this header; they are for the site.
        bearer: bearer.token(),
    };
    let sites = provider.forward_auth();
    // nginx understands only 401 and 403, and its configuration reads the address from the header.
    let redirect_status = if original.only_401_and_403 {
        StatusCode::UNAUTHORIZED
    } else {
        StatusCode::FOUND
    };
    let host = original.request.host.as_deref();
    match sites.check(&ctx, &original.request, presented).await? {
        Verdict::Allow(admitted) => Ok(allowed(&admitted)),
        Verdict::Redirect {
            location,
            cookie,
            is_https,
        } => {
            let cookie = site_cookie(cookie, is_https);
            redirect(redirect_status, location, Some(&cookie))
        }
        Verdict::SignOut { location } => redirect(redirect_status, location, None),
        Verdict::StepUp(challenge) => {
            let reason = "the site asks for a more recent or a stronger sign-in";
            Ok(challenged(&step_up_header(&challenge), Some(reason)))
        }
        Verdict::NoToken { fault } => Ok(challenged(&token_header(fault), fault)),
        Verdict::Unauthenticated => Ok(unauthenticated()),
        Verdict::Forbidden(why) => {
            Err(forbidden(why, host).with_next(apps_page(&provider), NextPage::Apps))
        }
        Verdict::MayAsk { why, client_id } => {
            let page = ask_page(&provider, &client_id);
            Err(forbidden(why, host).with_next(page, NextPage::AskForAccess))
        }
        Verdict::OutOfDate { front_page } => {
            Err(PageError::site_sign_in_over().with_next(front_page, NextPage::Again))
        }
    }
}

/// The refusal of a request that is no page, without a user.
fn unauthenticated() -> HttpResponse {
    HttpResponse::Unauthorized()
        .insert_header((CACHE_CONTROL, NO_STORE))
        .finish()
}

/// The page of the apps of a user.
fn apps_page(provider: &Provider) -> String {
    format!("{}/", provider.issuer())
}

/// The page on which a user asks for a role of a site.
fn ask_page(provider: &Provider, client_id: &str) -> String {
    let page = format!("{}/account/access", provider.issuer());
    with_query(&page, [("app", client_id)])
}

/// The page of a user who may not open a site, or of a site that is not declared.
fn forbidden(why: &str, host: Option<&str>) -> PageError {
    let host = host.map_or_else(String::new, |host| format!("; host {}", noted(host)));
    PageError::not_for_you(why).with_cause(&format!("{why}{host}"))
}

/// What a proxy says of the request that it asks about.
const OF_PROXIES: [&str; 5] = [
    "x-original-url",
    "x-original-method",
    "x-forwarded-uri",
    "x-forwarded-host",
    "x-forwarded-method",
];

/// Whether each header of a proxy that is there can be read, and comes once. One that is not so is not
/// as good as absent: a client could add its own to the one of the proxy, or make that unreadable, and
/// speak in the place of the proxy with a header of the other kind.
fn is_unambiguous(request: &HttpRequest) -> bool {
    OF_PROXIES
        .into_iter()
        .all(|name| !request.headers().contains_key(name) || single_header(request, name).is_some())
}

/// The value of a header that comes once and can be read.
fn single_header(request: &HttpRequest, name: &str) -> Option<String> {
    let mut values = request.headers().get_all(name);
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok().map(str::to_owned),
        _ => None,
    }
}

/// The cookies of sites of one scheme.
struct Cookies {
    session: Option<Secret>,
    flow: Option<Secret>,
}

impl Cookies {
    /// Those whose names have this prefix. A value that this provider did not set refers to no
    /// session.
    fn of(request: &HttpRequest, prefix: &str) -> Self {
        let secret = |name: &str| {
            let cookie = request.cookie(&format!("{prefix}{name}"));
            cookie.map(|cookie| Secret::presented(cookie.value()))
        };
        Self {
            session: secret(SESSION),
            flow: secret(FLOW),
        }
    }

    const fn as_core(&self) -> SiteCookies<'_> {
        SiteCookies {
            session: self.session.as_ref(),
            flow: self.flow.as_ref(),
        }
    }
}

fn redirect(
    status: StatusCode,
    location: String,
    cookie: Option<&Cookie<'_>>,
) -> Result<HttpResponse, PageError> {
    let mut response = HttpResponse::build(status)
        .insert_header((LOCATION, location))
        .insert_header((CACHE_CONTROL, NO_STORE))
        .finish();
    if let Some(cookie) = cookie {
        response
            .add_cookie(cookie)
            .map_err(|error| domain::Error::Internal(error.to_string()))?;
    }
    Ok(response)
}

/// A refusal that says which credential is needed (RFC 6750 §3), with the reason for the log.
fn challenged(challenge: &str, reason: Option<&'static str>) -> HttpResponse {
    let mut response = HttpResponse::Unauthorized()
        .insert_header((CACHE_CONTROL, NO_STORE))
        .insert_header((WWW_AUTHENTICATE, challenge))
        .finish();
    if let Some(reason) = reason {
        response.extensions_mut().insert(RefusalReason(reason));
    }
    response
}

/// The value of `WWW-Authenticate` at the path of an API. Without any credential it carries no error
/// (RFC 6750 §3.1).
fn token_header(fault: Option<&str>) -> String {
    let realm = "Bearer realm=\"doorward\"";
    match fault {
        Some(fault) => {
            format!("{realm}, error=\"invalid_token\", error_description=\"{fault}\"")
        }
        None => realm.to_owned(),
    }
}

/// The value of `WWW-Authenticate` (RFC 9470 §3, §4).
fn step_up_header(challenge: &Challenge) -> String {
    let mut header = "Bearer error=\"insufficient_user_authentication\"".to_owned();
    let description = if challenge.acr_values.is_empty() {
        "a more recent sign-in is required"
    } else {
        "a stronger sign-in is required"
    };
    let _ = write!(header, ", error_description=\"{description}\"");
    if !challenge.acr_values.is_empty() {
        let _ = write!(
            header,
            ", acr_values=\"{}\"",
            challenge.acr_values.join(" ")
        );
    }
    if let Some(max_age) = challenge.max_age {
        let _ = write!(header, ", max_age=\"{max_age}\"");
    }
    header
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

/// Sets every header, also to an empty value: a proxy that copies them overwrites what a browser
/// sent under these names. A client that acts for itself is no user, whatever its name.
fn allowed(admitted: &Admitted) -> HttpResponse {
    let user = admitted.user.as_ref();
    let of_user = |value: fn(&SiteUser) -> &String| user.map_or("", |user| value(user).as_str());
    let client_id = admitted.client_id.as_deref().unwrap_or_default();
    let mut response = HttpResponse::Ok();
    response.insert_header((CACHE_CONTROL, NO_STORE));
    set(&mut response, "remote-user", of_user(|user| &user.username));
    set(
        &mut response,
        "remote-subject",
        of_user(|user| &user.subject),
    );
    set(&mut response, "remote-email", of_user(|user| &user.email));
    set(&mut response, "remote-name", of_user(|user| &user.name));
    set(&mut response, "remote-groups", &admitted.roles.join(","));
    set(&mut response, "remote-client", client_id);
    response.finish()
}

fn set(response: &mut HttpResponseBuilder, name: &'static str, value: &str) {
    let clean: String = value.chars().filter(|c| !c.is_control()).collect();
    if let Ok(value) = HeaderValue::from_bytes(clean.as_bytes()) {
        response.insert_header((name, value));
    }
}
