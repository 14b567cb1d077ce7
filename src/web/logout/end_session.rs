//! Sign-out: asked for by a client, and confirmed by the user where nothing proves the client
//! (OpenID Connect RP-Initiated Logout §2).

use crate::{
    extract::{
        browser::Browser,
        form::{self, Fields, Form, PostedForm},
        operation::Operation,
        query::Query,
    },
    logout::signed_out,
    messages::Messages,
    pages::app::App,
    respond::{
        address::Base,
        brand::Brand,
        headers::{after_sign_out, see_other},
        html,
        page_error::PageError,
    },
};
use actix_web::{
    HttpRequest, HttpResponse,
    web::{Bytes, Data},
};
use askama::Template;
use doorward_core::{
    Provider,
    branding::RequestLook,
    context::OperationContext,
    logout::{Confirmed, LogoutOutcome},
    sessions::account_group::{self, Account},
};
use doorward_protocol::{
    logout::logout_request::LogoutFault,
    oauth::{authorization_request::Parameters, discovery::path},
    secret::form_token,
    sessions::sso_session::SsoSession,
};

#[derive(Template)]
#[template(path = "pages/sign_out.html")]
struct SignOutPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    app: Option<App>,
    email: &'a str,
    /// How many accounts are signed in in this browser.
    accounts: usize,
    /// What is wrong with the request: the user stays here after the sign-out.
    fault: Option<&'static str>,
    /// The parameters of the request that is confirmed, encoded.
    request: &'a str,
    form_token: &'a str,
}

/// The purpose of the form token, which binds it to this page and the browser.
const PURPOSE: &str = "end-session";

/// A logout request by GET.
pub async fn get(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let request = LogoutRequest {
        t,
        parameters: Query::of(&request),
        confirmed: Confirmed::No,
    };
    answer(&provider, &ctx, &browser, request).await
}

/// A logout request by POST, repeated as a GET so that the browser sends its cookies.
pub async fn post(request: HttpRequest, body: Bytes) -> Result<HttpResponse, PageError> {
    form::send_on_by_get(&request, &body, path::END_SESSION)
}

/// The form that confirms a logout request.
pub struct ConfirmForm {
    /// The parameters of the logout request, encoded.
    request: String,
    all_accounts: bool,
}

impl PostedForm for ConfirmForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            request: fields.get("request").unwrap_or_default().to_owned(),
            all_accounts: fields.get("accounts") == Some("all"),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(PURPOSE.to_owned())
    }

    fn page(&self) -> String {
        let request = Parameters::parse(&self.request).encode();
        format!("{}?{request}", path::END_SESSION)
    }
}

/// Carries out a logout request that the user confirmed.
pub async fn confirm(
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
    Form(form): Form<ConfirmForm>,
) -> Result<HttpResponse, PageError> {
    let request = LogoutRequest {
        t,
        parameters: Parameters::parse(&form.request),
        confirmed: if form.all_accounts {
            Confirmed::All
        } else {
            Confirmed::This
        },
    };
    answer(&provider, &ctx, &browser, request).await
}

struct LogoutRequest {
    t: Messages,
    parameters: Parameters,
    confirmed: Confirmed,
}

async fn answer(
    provider: &Provider,
    ctx: &OperationContext,
    browser: &Browser,
    request: LogoutRequest,
) -> Result<HttpResponse, PageError> {
    let LogoutRequest {
        t,
        parameters,
        confirmed,
    } = request;
    let context = browser.context();
    match provider
        .sign_out()
        .answer(ctx, &parameters, context, confirmed)
        .await?
    {
        LogoutOutcome::Confirm {
            fault,
            request,
            client,
            session,
        } => {
            let looks = client.as_deref().map(|registered| {
                let look = RequestLook::of_app(registered);
                (App::looking(&registered.client, &look), look.accent)
            });
            let (app, accent) = looks.map_or((None, None), |(app, accent)| (Some(app), accent));
            let email = label(provider, session.as_deref()).await?;
            let page = SignOutPage {
                t,
                base: Base::of(provider),
                brand: Brand::of(provider).with_accent(accent),
                app,
                email: &email,
                accounts: browser.accounts.len(),
                fault: fault.map(detail),
                request: &request,
                form_token: "",
            };
            ask(provider, browser, page)
        }
        LogoutOutcome::Done {
            after,
            ended,
            frames,
        } => {
            let mut response = if frames.is_empty() {
                see_other(&after_sign_out(Base::of(provider), &after))
            } else {
                signed_out::signing_out(provider, t, &frames, &after)?
            };
            forget(provider, browser, &ended, &mut response);
            Ok(response)
        }
    }
}

/// The specification's words for what is wrong, for the developer of the app.
const fn detail(fault: LogoutFault) -> &'static str {
    match fault {
        LogoutFault::Unreadable => {
            "invalid_request: a parameter was sent more than once, is too long, or is not text"
        }
        LogoutFault::HintInvalid => "invalid_request: id_token_hint is no ID token of this issuer",
        LogoutFault::ClientMismatch => {
            "invalid_request: client_id is not the audience of id_token_hint"
        }
        LogoutFault::ClientUnknown => "invalid_request: the client is unknown or disabled",
        LogoutFault::RedirectUriUnregistered => {
            "invalid_request: post_logout_redirect_uri is not registered for this client; it is compared byte for byte"
        }
        LogoutFault::ClientMissing => {
            "invalid_request: id_token_hint and client_id are both missing, so that nothing says which app may use this post_logout_redirect_uri"
        }
    }
}

/// The name of the account that is signed out; empty where there is none.
async fn label(provider: &Provider, session: Option<&SsoSession>) -> Result<String, PageError> {
    let Some(session) = session else {
        return Ok(String::new());
    };
    let user = provider.users().get(&session.user_id).await?;
    Ok(user.map_or_else(String::new, |user| user.label().to_owned()))
}

/// Asks the user to confirm.
fn ask(
    provider: &Provider,
    browser: &Browser,
    page: SignOutPage<'_>,
) -> Result<HttpResponse, PageError> {
    let secret = browser.secret_or_new(provider);
    let mut response = html::page(&SignOutPage {
        form_token: &form_token(&secret, PURPOSE),
        ..page
    })?;
    browser.keep_secret(provider, &secret, &mut response);
    Ok(response)
}

/// Removes what the browser keeps of the sessions that ended; its other accounts stay.
fn forget(provider: &Provider, browser: &Browser, ended: &[String], response: &mut HttpResponse) {
    let in_use = browser.session.as_ref();
    if in_use.is_some_and(|session| ended.contains(&session.sid)) {
        browser.remove_session();
    }
    let rest: Vec<Account> = browser
        .accounts
        .iter()
        .filter(|account| !ended.contains(&account.session.sid))
        .cloned()
        .collect();
    browser.keep_state(provider, &account_group::sids(&rest), response);
}
