//! What users see of providers elsewhere: the way back, the offer to link, and pages for what went
//! wrong.

use crate::extract::operation;
use crate::federation::problem::{self, every_method};
use crate::messages::Messages;
use crate::pages::{LetIn, signed_in};
use crate::{
    extract::{
        browser::{Browser, device},
        forms,
    },
    respond::{headers::see_other, html, page_error::PageError},
};
use actix_session::Session;
use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Bytes, Data, Path},
};
use askama::Template;
use doorward_core::context::OperationContext;
use doorward_core::{
    Provider,
    credentials::SignInOutcome,
    federation::{self, Answer, Offer, Outcome, accept_offer, arrive},
};
use doorward_protocol::{
    oauth::authorization_request::Parameters,
    secret::{Secret, form_token},
};

#[derive(Template)]
#[template(path = "pages/link_account.html")]
struct LinkAccountPage<'a> {
    t: Messages,
    brand: &'a str,
    provider_name: &'a str,
    email: &'a str,
    offer: &'a str,
    form_token: &'a str,
    problem: Option<String>,
    back: &'a str,
}

/// The answer of a provider.
pub async fn callback(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let browser = Browser::whole(&request, &provider, ctx, &session).await?;
    let parameters = Parameters::parse(request.query_string());
    let answer = Answer {
        provider_id: &id,
        parameters: &parameters,
        browser: browser.secret.as_ref(),
        accounts: &browser.accounts,
        device: device(&request, &provider),
    };
    match arrive(&provider, ctx, answer).await? {
        Ok(Outcome::SignedIn {
            sid,
            flow,
            remembered,
        }) => {
            signed_in(
                &provider,
                ctx,
                (&browser, &session),
                LetIn {
                    sid: &sid,
                    flow: flow.as_deref(),
                    remembered,
                },
            )
            .await
        }
        Ok(Outcome::Linked) => Ok(see_other("/account")),
        Ok(Outcome::Offer { offer }) => Ok(see_other(&offer_address(&offer))),
        Err(found) => Err(problem::page(&found)),
    }
}

/// The same by POST, from another site: the browser brings its cookies with the GET that follows.
pub async fn callback_post(
    request: HttpRequest,
    body: Bytes,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    // Our own identifiers alone go into the address.
    let fits = id
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if !fits {
        return Err(problem::stale());
    }
    forms::send_on_by_get(&request, &body, &format!("/federation/{id}/callback"))
}

/// Back from a sign-out at a provider.
pub async fn signed_out(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let browser = Browser::of(&request, &provider, &session)?;
    let parameters = Parameters::parse(request.query_string());
    let state = Secret::presented(parameters.get("state").unwrap_or_default());
    let redirect =
        federation::returned(&provider, ctx, &id, &state, browser.secret.as_ref()).await?;
    Ok(see_other(redirect.as_deref().unwrap_or("/signed-out")))
}

/// Where an offer is shown.
pub fn offer_address(offer: &Secret) -> String {
    format!("/link-account?offer={}", offer.reveal())
}

fn purpose(offer: &str) -> String {
    format!("link-account {offer}")
}

/// Asks for the password of the account that has the address already.
pub async fn show_offer(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let browser = Browser::of(&request, &provider, &session)?;
    let query = Parameters::parse(request.query_string());
    let identifier = query.get("offer").unwrap_or_default();
    let form = LinkForm {
        t: Messages::of(&request),
        identifier,
        problem: None,
        status: StatusCode::OK,
    };
    ask(&provider, ctx, &browser, form).await
}

/// What the page that asks for the password shows.
struct LinkForm<'a> {
    t: Messages,
    identifier: &'a str,
    problem: Option<String>,
    status: StatusCode,
}

async fn ask(
    provider: &Provider,
    ctx: &OperationContext,
    browser: &Browser,
    form: LinkForm<'_>,
) -> Result<HttpResponse, PageError> {
    let LinkForm {
        t,
        identifier,
        problem,
        status,
    } = form;
    let found = federation::offer(
        provider,
        ctx,
        &Secret::presented(identifier),
        browser.secret.as_ref(),
    )
    .await?;
    let Offer {
        provider_name,
        email,
        flow,
    } = found.map_err(|found| problem::page(&found))?;
    let Some(secret) = &browser.secret else {
        return Err(PageError::foreign_form());
    };
    let page = LinkAccountPage {
        t,
        brand: &provider.settings.name,
        provider_name: &provider_name,
        email: &email,
        offer: identifier,
        form_token: &form_token(secret, &purpose(identifier)),
        problem,
        back: &every_method(flow.as_deref()),
    };
    html::page_with(status, &page)
}

/// Takes the password, and links.
pub async fn submit_offer(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let t = Messages::of(&request);
    let browser = Browser::whole(&request, &provider, ctx, &session).await?;
    let form = forms::read(&request, &body, &browser, |form| {
        purpose(form.get("offer").unwrap_or_default())
    })?;
    let identifier = form.get("offer").unwrap_or_default();
    let Some(password) = form.get("password") else {
        return ask(
            &provider,
            ctx,
            &browser,
            LinkForm {
                t,
                identifier,
                problem: Some(t.link_account_missing()),
                status: StatusCode::OK,
            },
        )
        .await;
    };
    let visitor = (
        browser.secret.as_ref(),
        browser.accounts.as_slice(),
        device(&request, &provider),
    );
    let taken = accept_offer(
        &provider,
        ctx,
        &Secret::presented(identifier),
        password.into(),
        visitor,
    )
    .await?;
    match taken.map_err(|found| problem::page(&found))? {
        (SignInOutcome::SignedIn { sid }, flow) => {
            signed_in(
                &provider,
                ctx,
                (&browser, &session),
                LetIn {
                    sid: &sid,
                    flow: flow.as_deref(),
                    remembered: false,
                },
            )
            .await
        }
        (SignInOutcome::Paused { .. }, _) => {
            ask(
                &provider,
                ctx,
                &browser,
                LinkForm {
                    t,
                    identifier,
                    problem: Some(t.link_account_paused()),
                    status: StatusCode::TOO_MANY_REQUESTS,
                },
            )
            .await
        }
        _ => {
            ask(
                &provider,
                ctx,
                &browser,
                LinkForm {
                    t,
                    identifier,
                    problem: Some(t.link_account_wrong()),
                    status: StatusCode::OK,
                },
            )
            .await
        }
    }
}
