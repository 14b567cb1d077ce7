//! The page where a user changes their password.

use crate::{
    account::{
        AccountForm,
        frame::{AccountSection, Frame},
    },
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, PostedProof},
        query::Query,
        signed_in::SignedIn,
    },
    messages::Messages,
    passwords::{NewPassword, reason, status},
    respond::{
        address::Base, brand::Brand, headers::seconds_until, html, page_error::PageError,
        refusal::RefusalReason,
    },
    sessions::establish::{self, Established},
};
use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{HeaderValue, RETRY_AFTER},
    },
    web::Data,
};
use askama::Template;
use doorward_core::{
    Provider,
    credentials::{Attempt, Challenge},
    own_account::PasswordChange,
    sessions::Device,
};
use doorward_protocol::sessions::sso_session::Authentication;

/// The path of the page.
const PAGE: &str = "/account/password";

#[derive(Template)]
#[template(path = "pages/account_password.html")]
struct PasswordPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    name: &'a str,
    has_password: bool,
    forgot: bool,
    new_password: NewPassword,
    form_token: &'a str,
    challenge: Option<Challenge>,
    told: Option<String>,
    problem: Option<String>,
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let told = (query.get("saved") == Some("password")).then(|| t.password_changed());
    render(&provider, &signed_in, t, told, None).await
}

async fn render(
    provider: &Provider,
    signed_in: &SignedIn,
    t: Messages,
    told: Option<String>,
    problem: Option<String>,
) -> Result<HttpResponse, PageError> {
    let (browser, session) = (&signed_in.browser, &signed_in.session);
    let user = provider.users().get(&session.user_id).await?;
    let user = user.ok_or_else(|| PageError::foreign_form("/sign-in"))?;
    let secret = browser.secret_or_new(provider);
    let guard = provider.sign_in().guard();
    let page = PasswordPage {
        t,
        base: Base::of(provider),
        brand: Brand::of(provider),
        frame: Frame::new(AccountSection::Security, browser),
        name: user.label(),
        has_password: provider.users().has_password(&user.id).await?,
        forgot: provider.password_reset().is_offered(),
        new_password: NewPassword::new(provider, &secret),
        form_token: &AccountForm::Password.token(&secret, session),
        challenge: guard.challenge(&signed_in.ctx, &secret, Some(user.label())),
        told,
        problem,
    };
    let mut response = html::page_with(StatusCode::OK, &page)?;
    browser.keep_secret(provider, &secret, &mut response);
    Ok(response)
}

/// The form of the page.
pub struct PasswordForm {
    present: String,
    new: String,
    proof: PostedProof,
}

impl PostedForm for PasswordForm {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            present: field("password"),
            new: field("new_password"),
            proof: PostedProof::from_fields(fields),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::Password.purpose(browser)
    }

    fn page(&self) -> String {
        PAGE.to_owned()
    }
}

/// Changes the password.
pub async fn submit(
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
    Form(form): Form<PasswordForm>,
) -> Result<HttpResponse, PageError> {
    let (browser, session, ctx) = (&signed_in.browser, &signed_in.session, &signed_in.ctx);
    let user = provider.users().get(&session.user_id).await?;
    let user = user.ok_or_else(|| PageError::foreign_form("/sign-in"))?;
    let attempt = Attempt {
        identifier: user.label(),
        client_id: None,
        password: form.present.into(),
        accounts: &[],
        device: Device::default(),
        authentication: Authentication::password(),
        remembered: false,
        flow: None,
        link_offer: None,
        evidence: browser.evidence(user.label(), form.proof.presented()),
    };
    let outcome = provider
        .own_account()
        .change_password(ctx, session, &attempt, form.new.into())
        .await?;
    let problem = match outcome {
        PasswordChange::Changed => {
            // The session goes on under a new identifier: one that was stolen opens nothing.
            let established = Established {
                remembered: session.remembered,
                page: Some("/account/password?saved=password"),
                ..Established::new(&session.sid, None)
            };
            return establish::establish(&provider, ctx, browser, &established).await;
        }
        PasswordChange::Paused { until } => {
            let told = Some(t.sign_in_paused());
            let mut page = render(&provider, &signed_in, t, None, told).await?;
            *page.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            let seconds = HeaderValue::from(seconds_until(ctx.now(), until));
            page.headers_mut().insert(RETRY_AFTER, seconds);
            return Ok(RefusalReason::PAUSED.of(page));
        }
        PasswordChange::ProofNeeded => {
            let told = Some(t.sign_in_proof_needed());
            let page = render(&provider, &signed_in, t, None, told).await?;
            return Ok(RefusalReason::LACKS_PROOF.of(page));
        }
        PasswordChange::Wrong => t.password_wrong(),
        PasswordChange::Password(problem) => {
            let told = Some(reason(t, problem));
            let mut page = render(&provider, &signed_in, t, None, told).await?;
            *page.status_mut() = status(problem);
            return Ok(page);
        }
        PasswordChange::Conflict => t.profile_conflict(),
    };
    render(&provider, &signed_in, t, None, Some(problem)).await
}
