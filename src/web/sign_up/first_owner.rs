//! The page of the link that makes the first owner. Opening it changes nothing.

use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
        query::Query,
        return_page,
    },
    messages::Messages,
    respond::{address::Base, brand::Brand, headers::see_other, html, page_error::PageError},
};
use actix_web::{HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use doorward_core::{
    Provider,
    sign_up::{FirstOwner, FirstOwnerBegun},
};
use doorward_protocol::{
    credentials::one_time_token::{TokenPurpose, TokenRefusal},
    secret::{Secret, form_token},
};

#[derive(Template)]
#[template(path = "pages/setup.html")]
struct SetupPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    email: &'a str,
    token: &'a str,
    /// The form for a new account.
    form_token: String,
    /// The form that leads to the sign-in of whoever has an account.
    sign_in_token: String,
    /// Who is signed in in this browser, and the form that makes them the owner.
    user: Option<SignedInUser>,
    problem: Option<String>,
}

/// Whoever is signed in in the browser that opened the link.
struct SignedInUser {
    label: String,
    form_token: String,
}

/// What whoever has the link asks for.
#[derive(Clone, Copy, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case", const_into_str)]
enum Wish {
    /// A new account that is the owner.
    NewAccount,
    /// To sign in first.
    SignIn,
    /// To be the owner with the account that is signed in.
    Become,
}

impl Wish {
    const fn name(self) -> &'static str {
        self.into_str()
    }

    fn named(name: &str) -> Self {
        name.parse().unwrap_or(Self::NewAccount)
    }

    /// What the token of the form is bound to: what makes somebody the owner is about that user alone.
    fn purpose(self, token: &str, browser: &Browser) -> Option<String> {
        let wish = self.name();
        if self != Self::Become {
            return Some(format!("setup {wish} {token}"));
        }
        let session = browser.session.as_ref()?;
        Some(format!("setup {wish} {token} by {}", session.user_id))
    }
}

fn refused(refusal: TokenRefusal) -> PageError {
    PageError::link_over(TokenPurpose::FirstOwner, refusal)
}

/// Asks for the address of the first owner.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let token = query.get("token").unwrap_or_default();
    let link = Secret::presented(token);
    let found = provider.sign_up().of_first_owner_link(&ctx, &link).await?;
    found.map_err(refused)?;
    let form = SetupForm {
        wish: Wish::NewAccount,
        token: token.to_owned(),
        email: String::new(),
    };
    page(&provider, &browser, t, &form, None).await
}

async fn page(
    provider: &Provider,
    browser: &Browser,
    t: Messages,
    form: &SetupForm,
    problem: Option<String>,
) -> Result<HttpResponse, PageError> {
    let secret = browser.secret_or_new(provider);
    let token_of = |wish: Wish| {
        let purpose = wish.purpose(&form.token, browser);
        purpose.map(|purpose| form_token(&secret, &purpose))
    };
    let user = match &browser.session {
        Some(session) => provider.users().get(&session.user_id).await?,
        None => None,
    };
    let user = user.zip(token_of(Wish::Become));
    let page = SetupPage {
        t,
        base: Base::of(provider),
        brand: Brand::of(provider),
        email: &form.email,
        token: &form.token,
        form_token: token_of(Wish::NewAccount).unwrap_or_default(),
        sign_in_token: token_of(Wish::SignIn).unwrap_or_default(),
        user: user.map(|(user, form_token)| SignedInUser {
            label: user.label().to_owned(),
            form_token,
        }),
        problem,
    };
    let mut response = html::page_with(StatusCode::OK, &page)?;
    browser.keep_secret(provider, &secret, &mut response);
    Ok(response)
}

/// The form of the page.
pub struct SetupForm {
    wish: Wish,
    token: String,
    email: String,
}

impl PostedForm for SetupForm {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            wish: Wish::named(&field("wish")),
            token: field("token"),
            email: field("email"),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        self.wish.purpose(&self.token, browser)
    }

    fn page(&self) -> String {
        page_about("/setup", "token", Some(&self.token))
    }
}

/// Makes the user who is signed in the owner, sends whoever has an account to sign in first, or goes on
/// to the name and the password or passkey of a new account.
pub async fn submit(
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
    Form(form): Form<SetupForm>,
) -> Result<HttpResponse, PageError> {
    let link = Secret::presented(form.token.as_str());
    match form.wish {
        Wish::NewAccount => {}
        Wish::SignIn => return Ok(sign_in_first(&provider, &form)),
        Wish::Become => return become_owner(&provider, &ctx, &browser, &form).await,
    }
    let wanted = FirstOwner {
        email: &form.email,
        browser: &browser.secret_or_new(&provider),
        language: t.language(),
    };
    let sign_up = provider.sign_up();
    let problem = match sign_up.begin_first_owner(&ctx, &link, &wanted).await? {
        FirstOwnerBegun::Ticket(ticket) => {
            let next = page_about("/sign-up/complete", "ticket", Some(&ticket));
            return Ok(see_other(&Base::of(&provider).page(&next)));
        }
        FirstOwnerBegun::Refused(refusal) => return Err(refused(refusal)),
        FirstOwnerBegun::NoAddress => t.sign_up_no_address(),
        FirstOwnerBegun::Unmailable => t.sign_up_unmailable_address(),
        FirstOwnerBegun::Taken => t.setup_taken(form.email.trim()),
    };
    page(&provider, &browser, t, &form, Some(problem)).await
}

/// Sends the browser to sign in, and back to the link.
fn sign_in_first(provider: &Provider, form: &SetupForm) -> HttpResponse {
    let mut response = see_other(&Base::of(provider).page("/sign-in"));
    return_page::keep(&mut response, provider, &form.page());
    response
}

async fn become_owner(
    provider: &Provider,
    ctx: &Operation,
    browser: &Browser,
    form: &SetupForm,
) -> Result<HttpResponse, PageError> {
    let Some(session) = &browser.session else {
        return Ok(sign_in_first(provider, form));
    };
    let link = Secret::presented(form.token.as_str());
    let sign_up = provider.sign_up();
    let became = sign_up.become_first_owner(ctx, &link, session).await?;
    became.map_err(refused)?;
    Ok(see_other(&Base::of(provider).page("/admin/start")))
}
