//! What users see of providers elsewhere: the way back, the offer to link, and pages for what went
//! wrong.

use crate::extract::operation;
use crate::pages::{LetIn, signed_in};
use crate::{
    extract::{
        browser::{Browser, device},
        forms,
    },
    respond::{headers::see_other, html, page_error::PageError, text::capitalised},
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
    credentials::sign_in,
    federation::{self, Answer, Offer, Outcome, Problem, Trouble, accept_offer, arrive},
};
use doorward_protocol::{
    federation::Refusal,
    oauth::authorization_request::Parameters,
    secret::{Secret, form_token},
};

#[derive(Template)]
#[template(path = "pages/link_account.html")]
struct LinkAccountPage<'a> {
    house: &'a str,
    provider_name: &'a str,
    email: &'a str,
    offer: &'a str,
    form_token: &'a str,
    problem: Option<&'a str>,
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
        Err(found) => Err(problem(&found)),
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
        return Err(problem_of(&Trouble::Stale, None, (None, false), ""));
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
    ask(&provider, ctx, &browser, identifier, None, StatusCode::OK).await
}

async fn ask(
    provider: &Provider,
    ctx: &OperationContext,
    browser: &Browser,
    identifier: &str,
    told: Option<&str>,
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
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
    } = found.map_err(|found| problem(&found))?;
    let Some(secret) = &browser.secret else {
        return Err(PageError::foreign_form());
    };
    let page = LinkAccountPage {
        house: &provider.settings.name,
        provider_name: &provider_name,
        email: &email,
        offer: identifier,
        form_token: &form_token(secret, &purpose(identifier)),
        problem: told,
        back: &another_way(flow.as_deref()),
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
            identifier,
            Some("Type the password of that account."),
            StatusCode::OK,
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
    match taken.map_err(|found| problem(&found))? {
        (sign_in::Outcome::SignedIn { sid }, flow) => {
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
        (sign_in::Outcome::Paused { .. }, _) => {
            let told = "Too many attempts in a row. Wait a moment, then try again.";
            ask(
                &provider,
                ctx,
                &browser,
                identifier,
                Some(told),
                StatusCode::TOO_MANY_REQUESTS,
            )
            .await
        }
        _ => {
            ask(
                &provider,
                ctx,
                &browser,
                identifier,
                Some("That password is not the one of this account. Try again."),
                StatusCode::OK,
            )
            .await
        }
    }
}

/// The sign-in page with every way on it.
fn another_way(flow: Option<&str>) -> String {
    flow.map_or_else(
        || "/sign-in?way=choose".to_owned(),
        |flow| format!("/sign-in?flow={flow}&way=choose"),
    )
}

/// The page for what went wrong: what happened, whose move it is, and the other ways in.
pub fn problem(problem: &Problem) -> PageError {
    metrics::counter!("doorward_federation_problems_total", "trouble" => label(&problem.trouble))
        .increment(1);
    problem_of(
        &problem.trouble,
        problem.name.as_deref(),
        (problem.flow.as_deref(), problem.linking),
        &problem.cause,
    )
}

fn label(trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::Stale => "stale",
        Trouble::NotAWayIn => "not_a_way_in",
        Trouble::Denied => "denied",
        Trouble::Unreachable => "unreachable",
        Trouble::Busy => "busy",
        Trouble::Misconfigured => "misconfigured",
        Trouble::Unbelievable => "unbelievable",
        Trouble::Refused(_) => "refused",
    }
}

fn problem_of(
    trouble: &Trouble,
    name: Option<&str>,
    from: (Option<&str>, bool),
    cause: &str,
) -> PageError {
    let (flow, linking) = from;
    let name = name.unwrap_or("the other site");
    let (status, title, what, remedy) = words(trouble, name);
    let page = PageError::of_provider(status, title, what, remedy, cause);
    if linking {
        page.with_way("/account", "Back to your account")
    } else {
        page.with_way(another_way(flow), "Use another way")
    }
}

fn words(trouble: &Trouble, name: &str) -> (StatusCode, &'static str, String, String) {
    let told = |status, title, what: String, remedy: &str| (status, title, what, remedy.to_owned());
    match trouble {
        Trouble::Stale => told(
            StatusCode::BAD_REQUEST,
            "This sign-in cannot go on",
            "It was finished already, took too long, or was begun in another browser. Nothing was changed.".to_owned(),
            "Start again from the app you wanted to open.",
        ),
        Trouble::NotAWayIn => told(
            StatusCode::FORBIDDEN,
            "That is no way in here",
            format!("{} does not open this door.", capitalised(name)),
            "Choose another way. Your administrator decides which there are.",
        ),
        Trouble::Denied => told(
            StatusCode::FORBIDDEN,
            "The sign-in was not allowed",
            format!("{} says that you, or whoever looks after your account there, stopped it.", capitalised(name)),
            "Try again and allow it there, or choose another way.",
        ),
        Trouble::Unreachable => told(
            StatusCode::SERVICE_UNAVAILABLE,
            "No answer from the other side",
            format!("{} does not answer at the moment.", capitalised(name)),
            "You did nothing wrong. Wait a minute and try again, or choose another way.",
        ),
        Trouble::Busy => told(
            StatusCode::SERVICE_UNAVAILABLE,
            "Too much is going on right now",
            format!("Many users are waiting for {name} already."),
            "Wait a minute and try again, or choose another way.",
        ),
        Trouble::Misconfigured => told(
            StatusCode::BAD_GATEWAY,
            "The other side did not let us in",
            format!("{} refused this server's request.", capitalised(name)),
            "You did nothing wrong. Tell your administrator the reference below, and choose another way meanwhile.",
        ),
        Trouble::Unbelievable => told(
            StatusCode::BAD_GATEWAY,
            "The other side's answer cannot be trusted",
            format!("What {name} answered does not hold, so nobody was signed in."),
            "You did nothing wrong. Try again; if it comes up again, tell your administrator the reference below.",
        ),
        Trouble::Refused(refusal) => refused(*refusal, name),
    }
}

fn refused(refusal: Refusal, name: &str) -> (StatusCode, &'static str, String, String) {
    let told = |what: String, remedy: String| {
        (StatusCode::FORBIDDEN, "You are not signed in", what, remedy)
    };
    let link_instead = || {
        format!(
            "If you have an account here, sign in as you always do and link {name} on your account page. Otherwise ask your administrator for one."
        )
    };
    match refusal {
        Refusal::Unreadable => (
            StatusCode::BAD_GATEWAY,
            "The other side's answer cannot be trusted",
            format!("{} did not say who you are.", capitalised(name)),
            "You did nothing wrong. Tell your administrator the reference below, and choose another way meanwhile.".to_owned(),
        ),
        Refusal::NotAdmitted => told(
            format!("The account that you used at {name} is not one of those that come in here."),
            "Use the account of your organization, or choose another way.".to_owned(),
        ),
        Refusal::NoAccount => told(format!("Your account at {name} is not linked to any account here."), link_instead()),
        Refusal::KnownEmail => {
            told(format!("Your account at {name} is not linked here, and its address may be that of an account here already."), link_instead())
        }
        Refusal::LinkOnly => told(format!("{} is linked to accounts here, but opens none.", capitalised(name)), "Choose another way.".to_owned()),
        Refusal::Disabled => told("Your account here is switched off.".to_owned(), "Your administrator can switch it on again.".to_owned()),
        Refusal::LinkedToAnother => (
            StatusCode::CONFLICT,
            "That account is linked already",
            format!("Somebody else here signs in with this account at {name}. Nothing was changed."),
            "If that is you with a second account, sign in to that one and unlink it first.".to_owned(),
        ),
    }
}
