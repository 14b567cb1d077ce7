//! Sign-out: asked for by an app, confirmed by the user where nothing proves the app, and a page
//! that says what happened.

use crate::extract::operation;
use crate::messages::Messages;
use crate::pages::App;
use crate::{
    extract::{
        browser::{self, Browser},
        forms,
    },
    middleware::CONTENT_SECURITY_POLICY,
    respond::{headers::see_other, html, page_error::PageError},
};
use actix_session::Session;
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY_NAME, HeaderValue},
    web::{Bytes, Data},
};
use askama::Template;
use doorward_core::context::OperationContext;
use doorward_core::{
    Provider,
    logout::{Confirmed, Outcome, logout},
    sessions::account_group::{self, Account},
    users::User,
};
use doorward_protocol::{
    logout::logout_request::LogoutError,
    oauth::{authorization_request::Parameters, discovery::path},
    secret::form_token,
    sessions::session_state::origin,
};

#[derive(Template)]
#[template(path = "pages/sign_out.html")]
struct SignOutPage<'a> {
    t: Messages,
    brand: &'a str,
    app: Option<App>,
    email: &'a str,
    /// How many accounts are signed in in this browser.
    accounts: usize,
    request: &'a str,
    form_token: &'a str,
}

#[derive(Template)]
#[template(path = "pages/signed_out.html")]
struct SignedOutPage<'a> {
    t: Messages,
    brand: &'a str,
    /// Who is still signed in in this browser.
    others: &'a str,
}

#[derive(Template)]
#[template(path = "pages/signing_out.html")]
struct SigningOutPage<'a> {
    t: Messages,
    brand: &'a str,
    frames: &'a [String],
    next: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "pages/check_session.html")]
struct CheckSessionPage;

const PURPOSE: &str = "end-session";

/// A logout request by GET.
pub async fn get(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let browser = Browser::whole(&request, &provider, ctx, &session).await?;
    answer(
        &provider,
        ctx,
        Here {
            browser: &browser,
            session: &session,
            t: Messages::of(&request),
        },
        &Parameters::parse(request.query_string()),
        Confirmed::No,
    )
    .await
}

/// The same by POST: sent on by GET where the browser's cookies come along.
pub async fn post(request: HttpRequest, body: Bytes) -> Result<HttpResponse, PageError> {
    forms::send_on_by_get(&request, &body, path::END_SESSION)
}

/// The user said so.
pub async fn confirm(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let browser = Browser::whole(&request, &provider, ctx, &session).await?;
    let form = forms::read(&request, &body, &browser, |_| PURPOSE.to_owned())?;
    let confirmed = if form.get("accounts") == Some("all") {
        Confirmed::All
    } else {
        Confirmed::This
    };
    answer(
        &provider,
        ctx,
        Here {
            browser: &browser,
            session: &session,
            t: Messages::of(&request),
        },
        &Parameters::parse(form.get("request").unwrap_or_default()),
        confirmed,
    )
    .await
}

/// The browser that asks, and its language.
struct Here<'a> {
    browser: &'a Browser,
    session: &'a Session,
    t: Messages,
}

async fn answer(
    provider: &Provider,
    ctx: &OperationContext,
    here: Here<'_>,
    parameters: &Parameters,
    confirmed: Confirmed,
) -> Result<HttpResponse, PageError> {
    let Here {
        browser,
        session,
        t,
    } = here;
    if parameters.has_repeated() || parameters.has_unusable() {
        return Err(PageError::logout(
            "invalid_request: a parameter was sent more than once, is too long, or is not text",
        ));
    }
    match logout(provider, ctx, parameters, browser.context(), confirmed).await? {
        Outcome::Refused(error) => Err(PageError::logout(match error {
            LogoutError::HintInvalid => {
                "invalid_request: id_token_hint is no ID token of this issuer"
            }
            LogoutError::ClientMismatch => {
                "invalid_request: client_id is not the audience of id_token_hint"
            }
            LogoutError::ClientUnknown => "invalid_request: client_id is unknown",
            LogoutError::RedirectUriUnregistered => {
                "invalid_request: post_logout_redirect_uri is not registered, or id_token_hint and client_id are both missing"
            }
        })),
        Outcome::Confirm {
            client,
            session: asked,
        } => {
            let email = match &asked {
                Some(sso) => provider
                    .users()
                    .get(&sso.user_id)
                    .await?
                    .map(|user| user.label().to_owned()),
                None => None,
            };
            let secret = browser.secret_or_new(provider);
            let mut response = html::page(&SignOutPage {
                t,
                brand: &provider.settings.name,
                app: client.map(|registered| App::of(&registered.client)),
                email: email.as_deref().unwrap_or_default(),
                accounts: browser.accounts.len(),
                request: &parameters.encode(),
                form_token: &form_token(&secret, PURPOSE),
            })?;
            if browser.secret.is_none() {
                let _ = response.add_cookie(&browser::cookie(provider, &secret));
            }
            Ok(response)
        }
        Outcome::Done {
            redirect,
            ended,
            frames,
        } => {
            // The cookie of the account in use goes with it; the others stay as they are.
            if browser
                .session
                .as_ref()
                .is_none_or(|in_use| ended.contains(&in_use.sid))
                && !ended.is_empty()
            {
                session.purge();
            }
            let rest: Vec<Account> = browser
                .accounts
                .iter()
                .filter(|account| !ended.contains(&account.session.sid))
                .cloned()
                .collect();
            let mut response = if frames.is_empty() {
                see_other(redirect.as_deref().unwrap_or("/signed-out"))
            } else {
                signing_out(provider, t, &frames, redirect.as_deref())?
            };
            browser.keep_state(provider, &account_group::sids(&rest), &mut response);
            Ok(response)
        }
    }
}

/// The page that tells the apps through the browser: nothing may be framed but theirs (OpenID
/// Connect Front-Channel Logout §3).
fn signing_out(
    provider: &Provider,
    t: Messages,
    frames: &[String],
    next: Option<&str>,
) -> Result<HttpResponse, PageError> {
    let mut response = html::page(&SigningOutPage {
        t,
        brand: &provider.settings.name,
        frames,
        next,
    })?;
    let mut origins: Vec<String> = frames.iter().filter_map(|frame| origin(frame)).collect();
    origins.sort();
    origins.dedup();
    let policy = format!("{CONTENT_SECURITY_POLICY}; frame-src {}", origins.join(" "));
    let value = HeaderValue::from_str(&policy)
        .map_err(|error| doorward_core::Error::Internal(error.to_string()))?;
    response
        .headers_mut()
        .insert(CONTENT_SECURITY_POLICY_NAME, value);
    Ok(response)
}

/// The page in a frame of an app, whose script tells whether the session changed (OpenID Connect
/// Session Management §3.2). Anybody may frame it: it shows nothing, does nothing, and answers with
/// one word.
pub async fn check_session(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let browser = Browser::whole(&request, &provider, ctx, &session).await?;
    let mut response = html::page(&CheckSessionPage)?;
    let policy = "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *";
    response.headers_mut().insert(
        CONTENT_SECURITY_POLICY_NAME,
        HeaderValue::from_static(policy),
    );
    browser.keep_state(&provider, &browser.context().sids(), &mut response);
    Ok(response)
}

/// Says what happened, and who is still signed in.
pub async fn signed_out(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let browser = Browser::whole(&request, &provider, ctx, &session).await?;
    let others: Vec<&str> = browser
        .accounts
        .iter()
        .filter_map(|account| account.user.as_ref())
        .map(User::label)
        .collect();
    html::page(&SignedOutPage {
        t: Messages::of(&request),
        brand: &provider.settings.name,
        others: &others.join(", "),
    })
}
