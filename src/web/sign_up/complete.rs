//! The last page: name, password, terms.

use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
        query::Query,
    },
    messages::Messages,
    pages::{
        attribute_fields::{self, AttributeField, TypedAttributes},
        recovery_codes::{self, RecoveryCodesPage},
    },
    passwords::{NewPassword, reason, status},
    respond::{
        address::{Address, Base},
        brand::Brand,
        headers::see_other,
        html,
        page_error::PageError,
    },
    sessions::establish::{self, Established},
    sign_in::identity_provider::{Redirect, redirect_by_form},
    sign_up::{begin, code},
};
use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{HeaderValue, LOCATION},
    },
    web::Data,
};
use askama::Template;
use doorward_core::{
    Provider,
    credentials::passkeys::{PasskeyAnswer, PasskeyCeremony},
    sign_up::{Completion, NewAccount, NewCredential, NewSignIn, PendingSignUp},
};
use doorward_protocol::{
    credentials::one_time_token::{TokenPurpose, TokenRefusal},
    oidc::claims::StandardClaims,
    secret::{Secret, form_token},
};
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "pages/sign_up_complete.html")]
struct CompletePage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    email: &'a str,
    ticket: &'a str,
    form_token: &'a str,
    name: &'a str,
    /// The declared fields that are required of new users.
    attribute_fields: Vec<AttributeField>,
    new_password: NewPassword,
    /// The ceremony of a passkey, where they are used here.
    passkey: Option<PasskeyCeremony>,
    /// Whether a password was chosen already, which did not do.
    by_password: bool,
    terms: Option<&'a str>,
    terms_url: Option<&'a str>,
    problem: Option<String>,
}

fn purpose(ticket: &str) -> String {
    format!("sign-up complete {ticket}")
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let ticket = query.get("ticket").unwrap_or_default();
    let pending = code::pending(&provider, &ctx, &browser, ticket).await?;
    if !pending.is_confirmed {
        let code = page_about("/sign-up/code", "ticket", Some(ticket));
        return Ok(see_other(&Base::of(&provider).page(&code)));
    }
    let page = Page {
        provider: &provider,
        ctx: &ctx,
        browser: &browser,
        t,
        ticket,
        pending: &pending,
    };
    page.show(Typed::default(), None).await
}

/// What was typed, when the page is shown again.
#[derive(Default)]
struct Typed<'a> {
    name: &'a str,
    attributes: TypedAttributes,
    by_password: bool,
    status: StatusCode,
}

struct Page<'a> {
    provider: &'a Provider,
    ctx: &'a Operation,
    browser: &'a Browser,
    t: Messages,
    ticket: &'a str,
    pending: &'a PendingSignUp,
}

impl Page<'_> {
    async fn show(
        &self,
        typed: Typed<'_>,
        problem: Option<String>,
    ) -> Result<HttpResponse, PageError> {
        let secret = self.browser.secret_or_new(self.provider);
        let attributes = self.provider.users().attributes().await?;
        let settings = &self.provider.settings().sign_up;
        let sign_up = self.provider.sign_up();
        let passkey = sign_up.begin_passkey(self.ctx, self.ticket, &secret);
        let page = CompletePage {
            t: self.t,
            base: Base::of(self.provider),
            brand: Brand::of(self.provider),
            email: &self.pending.email,
            ticket: self.ticket,
            form_token: &form_token(&secret, &purpose(self.ticket)),
            name: typed.name,
            attribute_fields: attribute_fields::fields(
                self.t,
                attributes.at_registration(),
                &StandardClaims::default(),
                &typed.attributes,
            ),
            new_password: NewPassword::new(self.provider, &secret),
            passkey: passkey.await?,
            by_password: typed.by_password,
            terms: settings.terms_version.as_deref(),
            terms_url: settings.terms_url.as_deref(),
            problem,
        };
        html::page_with(typed.status, &page)
    }

    /// Sends the browser to the identity provider that the address belongs to.
    async fn at_provider(&self, provider_id: &str) -> Result<HttpResponse, PageError> {
        let to = Redirect {
            provider_id,
            flow: self.pending.flow.as_deref(),
            login_hint: Some(&self.pending.email),
            remembered: false,
            is_form: true,
        };
        redirect_by_form(self.provider, self.ctx, self.browser, to).await
    }

    /// Goes on to where the account was begun. Recovery codes are shown on the way, where there are some.
    async fn signed_in(&self, new: NewSignIn) -> Result<HttpResponse, PageError> {
        let established = Established {
            page: match &new {
                NewSignIn {
                    is_first_owner: true,
                    ..
                } => Some("/admin/start"),
                NewSignIn {
                    is_invited: true, ..
                } => Some("/"),
                _ => None,
            },
            ..Established::new(&new.sid, new.flow.as_deref())
        };
        let (provider, browser) = (self.provider, self.browser);
        let established =
            establish::after_sign_in(provider, self.ctx, browser, established).await?;
        let established = match &new.open {
            Some(open) => {
                let app = see_other(&Address::elsewhere(open));
                establish::shown_instead(&established, app)
            }
            None => established,
        };
        let codes = new.recovery_codes.as_deref();
        let next = established.headers().get(LOCATION);
        let (Some(codes), Some(Ok(next))) = (codes, next.map(HeaderValue::to_str)) else {
            return Ok(established);
        };
        let page = recovery_codes::page(&RecoveryCodesPage {
            t: self.t,
            base: Base::of(self.provider),
            brand: Brand::of(self.provider),
            user: &self.pending.email,
            codes,
            next,
        })?;
        Ok(establish::shown_instead(&established, page))
    }
}

/// The form of the page.
pub struct CompleteForm {
    ticket: String,
    name: String,
    attributes: BTreeMap<String, String>,
    password: String,
    /// The state and the answer of a passkey.
    state: Secret,
    answer: String,
    terms: Option<String>,
}

impl CompleteForm {
    /// What was chosen, as `core` takes it.
    fn chosen<'a>(
        &'a self,
        ctx: &'a Operation,
        browser: &'a Browser,
        t: Messages,
    ) -> NewAccount<'a> {
        NewAccount {
            name: &self.name,
            attributes: &self.attributes,
            credential: self.credential(),
            browser: browser.secret.as_ref(),
            accepted_terms: self.terms.as_deref(),
            language: t.language(),
            accounts: &browser.accounts,
            device: ctx.device(),
        }
    }

    /// What was chosen to sign in with.
    fn credential(&self) -> NewCredential<'_> {
        if self.answer.is_empty() {
            return NewCredential::Password(self.password.clone().into());
        }
        NewCredential::Passkey(PasskeyAnswer {
            state: &self.state,
            answer: &self.answer,
        })
    }
}

impl PostedForm for CompleteForm {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            ticket: field("ticket"),
            name: field("name"),
            attributes: attribute_fields::typed(fields),
            password: field("new_password"),
            state: Secret::presented(field("state")),
            answer: field("passkey"),
            terms: fields.get("terms").map(str::to_owned),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(purpose(&self.ticket))
    }

    fn page(&self) -> String {
        page_about("/sign-up/complete", "ticket", Some(&self.ticket))
    }
}

/// Somebody has an account of the address by now.
fn taken(pending: &PendingSignUp) -> PageError {
    let sign_in = page_about("/sign-in", "flow", pending.flow.as_deref());
    PageError::address_taken(sign_in)
}

/// Creates the account, and signs its user in.
pub async fn submit(
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
    Form(form): Form<CompleteForm>,
) -> Result<HttpResponse, PageError> {
    let pending = code::pending(&provider, &ctx, &browser, &form.ticket).await?;
    let by_passkey = !form.answer.is_empty();
    let chosen = form.chosen(&ctx, &browser, t);
    let sign_up = provider.sign_up();
    let completion = sign_up.complete(&ctx, &form.ticket, chosen).await?;
    let page = Page {
        provider: &provider,
        ctx: &ctx,
        browser: &browser,
        t,
        ticket: &form.ticket,
        pending: &pending,
    };
    let (mut problems, mut answered) = (BTreeMap::new(), StatusCode::OK);
    let problem = match completion {
        Completion::SignedIn(signed_in) => return page.signed_in(signed_in).await,
        Completion::SecondStep { ticket } => {
            return Ok(see_other(&establish::second_step(&provider, &ticket)));
        }
        Completion::NotConfirmed => {
            let code = page_about("/sign-up/code", "ticket", Some(&form.ticket));
            return Ok(see_other(&Base::of(&provider).page(&code)));
        }
        Completion::Refused(refusal) => return Err(refused(refusal)),
        Completion::Taken => return Err(taken(&pending)),
        Completion::OfProvider(provider_id) => return page.at_provider(&provider_id).await,
        Completion::Attributes(found) => {
            problems = found;
            t.attribute_problems()
        }
        Completion::NoName => t.sign_up_no_name(),
        Completion::NoPasskey => t.passkey_not_made(),
        Completion::Password(problem) => {
            answered = status(problem);
            reason(t, problem)
        }
        Completion::TermsNotAccepted => t.sign_up_terms_missing(),
    };
    let typed = Typed {
        name: &form.name,
        attributes: TypedAttributes {
            typed: Some(form.attributes),
            problems,
        },
        by_password: !by_passkey,
        status: answered,
    };
    page.show(typed, Some(problem)).await
}

/// The page of a sign-up whose mail or invitation is over.
fn refused(refusal: TokenRefusal) -> PageError {
    PageError::token_refused(TokenPurpose::SignUp, refusal, begin::page(None))
}
