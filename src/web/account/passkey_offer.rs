//! The page that offers a passkey to who has just signed in by a password.

use crate::{
    account::{AccountForm, fresh::require_fresh},
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        query::Query,
        signed_in::SignedIn,
    },
    messages::Messages,
    respond::{address::Base, brand::Brand, headers::see_other, html, page_error::PageError},
    sessions::establish::{self, Established, PASSKEY_OFFER},
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use doorward_core::{
    Provider,
    credentials::{
        passkeys::{PasskeyAnswer, PasskeyOwner},
        second_factors::PasskeyAdded,
    },
};
use doorward_protocol::secret::Secret;

#[derive(Template)]
#[template(path = "pages/passkey_offer.html")]
struct PasskeyOfferPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    form_token: &'a str,
    flow: &'a str,
    options: &'a str,
    state: &'a str,
    problem: Option<String>,
}

/// Where the user goes on.
fn onward(flow: Option<&str>) -> String {
    flow.map_or_else(
        || "/account".to_owned(),
        |flow| page_about("/authorize/resume", "flow", Some(flow)),
    )
}

async fn render(
    provider: &Provider,
    signed_in: &SignedIn,
    t: Messages,
    flow: Option<&str>,
    problem: Option<String>,
) -> Result<HttpResponse, PageError> {
    let SignedIn {
        browser,
        session,
        ctx,
    } = signed_in;
    let user = provider.users().get(&session.user_id).await?;
    let user = user.ok_or_else(|| PageError::foreign_form("/account"))?;
    let secret = browser.secret_or_new(provider);
    let owner = PasskeyOwner {
        user_id: &user.id,
        name: user.label(),
        display_name: user.display_name(),
    };
    let begun = provider
        .passkeys()
        .begin_registration(ctx, owner, &secret, false)
        .await?;
    let Some(begun) = begun else {
        return Ok(see_other(&Base::of(provider).page(&onward(flow))));
    };
    let mut response = html::page(&PasskeyOfferPage {
        t,
        base: Base::of(provider),
        brand: Brand::of(provider),
        form_token: &AccountForm::TakePasskeyOffer.token(&secret, session),
        flow: flow.unwrap_or_default(),
        options: &begun.options,
        state: begun.state.reveal(),
        problem,
    })?;
    browser.keep_secret(provider, &secret, &mut response);
    Ok(response)
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    if let Some(first) = require_fresh(&provider, &signed_in, PASSKEY_OFFER) {
        return Ok(first);
    }
    render(&provider, &signed_in, t, query.get("flow"), None).await
}

/// The form of the page.
pub struct OfferForm {
    flow: Option<String>,
    state: String,
    answer: String,
    later: bool,
}

impl PostedForm for OfferForm {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            flow: fields.get("flow").map(str::to_owned),
            state: field("state"),
            answer: field("passkey"),
            later: fields.get("later") == Some("yes"),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::TakePasskeyOffer.purpose(browser)
    }

    fn page(&self) -> String {
        page_about(PASSKEY_OFFER, "flow", self.flow.as_deref())
    }
}

/// Adds the passkey, or remembers that the user wants none now, and goes on.
pub async fn submit(
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
    Form(form): Form<OfferForm>,
) -> Result<HttpResponse, PageError> {
    let flow = form.flow.as_deref();
    if let Some(first) = require_fresh(&provider, &signed_in, PASSKEY_OFFER) {
        return Ok(first);
    }
    let SignedIn {
        browser,
        session,
        ctx,
    } = &signed_in;
    if form.later {
        provider.passkeys().refuse(ctx, &session.user_id).await?;
        return Ok(see_other(&Base::of(&provider).page(&onward(flow))));
    }
    let secret = browser.secret_or_new(&provider);
    let answer = PasskeyAnswer {
        state: &Secret::presented(&form.state),
        answer: &form.answer,
    };
    let factors = provider.second_factors();
    match factors.add_passkey(ctx, session, &secret, answer).await? {
        PasskeyAdded::Added { .. } => {
            let established = Established {
                remembered: session.remembered,
                ..Established::new(&session.sid, flow)
            };
            establish::establish(&provider, ctx, browser, &established).await
        }
        PasskeyAdded::Refused => {
            let told = t.passkey_not_made();
            render(&provider, &signed_in, t, flow, Some(told)).await
        }
    }
}
