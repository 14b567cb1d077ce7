//! The page behind "this wasn't me" in a notice: a button for whoever has the mail, signed in or not.
//! Programs that open links in mails change nothing.

use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
        query::Query,
    },
    messages::{Html, Messages},
    respond::{address::Base, brand::Brand, html, page_error::PageError},
};
use actix_web::{HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use doorward_core::{
    Provider,
    recovery::{LeftFactors, NotMe},
};
use doorward_protocol::{credentials::sign_in_method::SignInMethod, secret::form_token};

const PATH: &str = "/not-me";

#[derive(Template)]
#[template(path = "pages/not_me.html")]
struct NotMePage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    title: String,
    paragraphs: Vec<Html>,
    /// What the button needs; none where there is nothing to press any more.
    button: Option<Button<'a>>,
    /// Where to go on.
    next: Option<Next>,
}

struct Button<'a> {
    token: &'a str,
    form_token: &'a str,
}

struct Next {
    path: &'static str,
    label: String,
}

/// The form with the button.
pub struct NotMeForm {
    token: String,
}

impl PostedForm for NotMeForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            token: fields.get("token").unwrap_or_default().to_owned(),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(purpose(&self.token))
    }

    fn page(&self) -> String {
        page_about(PATH, "token", Some(&self.token))
    }
}

fn purpose(token: &str) -> String {
    format!("not-me {token}")
}

impl<'a> NotMePage<'a> {
    fn new(provider: &'a Provider, t: Messages, title: String, paragraphs: Vec<Html>) -> Self {
        Self {
            t,
            base: Base::of(provider),
            brand: Brand::of(provider),
            title,
            paragraphs,
            button: None,
            next: None,
        }
    }
}

/// Where a new password is chosen, or signed in where none can be mailed.
fn choose_password(provider: &Provider, t: Messages) -> Next {
    if provider.mailer().can_send() && provider.settings().signs_in_by(&SignInMethod::Password) {
        Next {
            path: "/forgot-password",
            label: t.not_me_choose_password(),
        }
    } else {
        sign_in(t)
    }
}

fn sign_in(t: Messages) -> Next {
    Next {
        path: "/sign-in",
        label: t.not_me_sign_in(),
    }
}

/// Says what the button does.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let token = query.get("token").unwrap_or_default();
    let Some(link) = provider.notices().read(&ctx, token) else {
        return invalid(&provider, t);
    };
    let secret = browser.secret_or_new(&provider);
    let paragraphs = vec![
        t.not_me_happened(t.when(link.at, ctx.now())),
        Html::escaped(&t.not_me_explained()),
    ];
    let page = NotMePage {
        button: Some(Button {
            token,
            form_token: &form_token(&secret, &purpose(token)),
        }),
        ..NotMePage::new(&provider, t, t.not_me_title(), paragraphs)
    };
    let mut response = html::page(&page)?;
    browser.keep_secret(&provider, &secret, &mut response);
    Ok(response)
}

/// Ends every session and revokes the password.
pub async fn submit(
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
    Form(form): Form<NotMeForm>,
) -> Result<HttpResponse, PageError> {
    let (done, factors) = match provider.recovery().not_me(&ctx, &form.token).await? {
        NotMe::Done {
            had_password,
            factors,
        } => (had_password, factors),
        NotMe::Invalid => return invalid(&provider, t),
        NotMe::Used => {
            let paragraphs = vec![Html::escaped(&t.not_me_used())];
            let page = NotMePage {
                next: Some(choose_password(&provider, t)),
                ..NotMePage::new(&provider, t, t.not_me_used_title(), paragraphs)
            };
            return html::page_with(StatusCode::CONFLICT, &page);
        }
    };
    if browser.session.is_some() {
        browser.remove_session();
    }
    let what = if done {
        t.not_me_done()
    } else {
        t.not_me_done_without_password()
    };
    let mut paragraphs = vec![Html::escaped(&what)];
    match factors {
        LeftFactors::None => {}
        LeftFactors::Until(at) => paragraphs.push(t.not_me_factors_wait(t.when(at, ctx.now()))),
        LeftFactors::ForAdministrator => {
            paragraphs.push(Html::escaped(&t.not_me_factors_stay()));
        }
    }
    paragraphs.push(Html::escaped(&t.not_me_done_apps()));
    html::page(&NotMePage {
        next: Some(if done {
            choose_password(&provider, t)
        } else {
            sign_in(t)
        }),
        ..NotMePage::new(&provider, t, t.not_me_done_title(), paragraphs)
    })
}

/// The link is none, or its time is over.
fn invalid(provider: &Provider, t: Messages) -> Result<HttpResponse, PageError> {
    let paragraphs = vec![Html::escaped(&t.not_me_invalid())];
    let page = NotMePage {
        next: Some(choose_password(provider, t)),
        ..NotMePage::new(provider, t, t.not_me_invalid_title(), paragraphs)
    };
    html::page_with(StatusCode::BAD_REQUEST, &page)
}
