//! Pages for people. Each comes from a template and works without JavaScript.

pub mod account;
pub mod consent;
pub mod end_session;
pub mod federation;
pub mod identities;
pub mod launchpad;
mod provider_button;
pub mod select_account;
pub mod sign_in;

use super::{
    browser::{Browser, cookie},
    respond,
    respond::PageError,
    session_store::{BIND, KeptFor, SESSION},
};
use crate::{
    domain::{
        Provider,
        accounts::{self, Person},
        authorize::{self, Pending},
    },
    protocol::{client::Client, secret::Secret, sso_session::SsoSession},
};
use actix_session::Session;
use actix_web::{HttpResponse, cookie::time::Duration};
use askama::Template;

/// A waiting request and the person who is asked about it.
struct Question<'a> {
    pending: Pending,
    session: &'a SsoSession,
    browser: &'a Secret,
    person: Person,
}

/// The question that a page asks; `None` where nobody is signed in to be asked.
async fn question<'a>(provider: &Provider, browser: &'a Browser, flow: &str) -> Result<Option<Question<'a>>, PageError> {
    let pending = authorize::pending(provider, &Secret::presented(flow), browser.secret.as_ref()).await?;
    let (Some(session), Some(secret)) = (&browser.session, &browser.secret) else { return Ok(None) };
    let person = accounts::person(provider, &session.person_id).await?.ok_or_else(PageError::foreign_form)?;
    Ok(Some(Question { pending, session, browser: secret, person }))
}

/// Binds a session to the browser and goes on: to the app that waits, or to the account page.
fn let_in(provider: &Provider, browser: &Browser, session: &Session, sid: &str, flow: Option<&str>) -> Result<HttpResponse, PageError> {
    let_in_for(provider, (browser, session), sid, flow, false)
}

/// The same, for as long as the person asked for: the browser keeps its cookies when it is closed.
fn let_in_for(provider: &Provider, here: (&Browser, &Session), sid: &str, flow: Option<&str>, remembered: bool) -> Result<HttpResponse, PageError> {
    let (browser, session) = here;
    metrics::counter!("doorward_sign_ins_total", "outcome" => "succeeded").increment(1);
    session.renew();
    session.remove(SESSION);
    session.insert(BIND, sid).map_err(|error| crate::domain::Error::Internal(error.to_string()))?;
    let mut response = respond::see_other(&flow.map_or_else(|| "/account".to_owned(), |flow| format!("/authorize/resume?flow={flow}")));
    // A page of an app may be comparing; without one nobody needs it before the next authorization response.
    if browser.compares_state() {
        browser.keep_state(provider, Some(sid), &mut response);
    }
    if remembered && provider.settings.remembers {
        let longest = provider.settings.lifetimes.session.remembered_absolute.as_seconds();
        response.extensions_mut().insert(KeptFor(longest));
        if let Some(secret) = &browser.secret {
            let mut cookie = cookie(provider, secret);
            cookie.set_max_age(Duration::seconds(longest));
            let _ = response.add_cookie(&cookie);
        }
    }
    Ok(response)
}

/// The app that asks, as a page shows it.
pub struct App {
    /// Its name.
    pub name: String,
    /// Its first letter, where it has no logo.
    pub initial: String,
    /// Its logo.
    pub logo: Option<String>,
    /// Its privacy policy.
    pub policy: Option<String>,
    /// Its terms.
    pub terms: Option<String>,
}

impl App {
    fn of(client: &Client) -> Self {
        let name = client.display_name().to_owned();
        let initial = name.chars().next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
        Self { name, initial, logo: client.logo_uri.clone(), policy: client.policy_uri.clone(), terms: client.tos_uri.clone() }
    }
}

/// What went wrong, whose move it is, and a reference.
#[derive(Template)]
#[template(path = "pages/error.html")]
pub struct ErrorPage<'a> {
    /// In a few words.
    pub title: &'a str,
    /// What happened.
    pub what: &'a str,
    /// Who can mend it, and how.
    pub remedy: &'a str,
    /// The specification's words, folded away.
    pub detail: Option<&'a str>,
    /// Where else they may go, and what that is called.
    pub way: Option<&'a (String, &'static str)>,
    /// To find it in the log.
    pub reference: &'a str,
}

/// A response that travels as a form.
#[derive(Template)]
#[template(path = "pages/form_post.html")]
pub struct FormPostPage<'a> {
    /// The redirect URI.
    pub action: &'a str,
    /// The response.
    pub fields: &'a [(&'static str, String)],
}
