//! A small account page: who I am here, where I am signed in, which apps I let in.

use crate::extract::operation;
use crate::messages::{Html, Messages};
use crate::sign_in::page as sign_in;
use crate::{
    extract::{
        browser::{self, Browser},
        forms,
    },
    respond::{headers::see_other, html, page_error::PageError},
};
use actix_session::Session;
use actix_web::{
    HttpRequest, HttpResponse,
    web::{Bytes, Data},
};
use askama::Template;
use doorward_core::{
    Provider,
    context::Actor,
    federation,
    launchpad::opens_at,
    logout::logout_notices::{self, LogoutReceipt},
};
use doorward_protocol::{
    secret::form_token,
    sessions::sso_session::{EndReason, SsoSession},
    time::Timestamp,
};

#[derive(Template)]
#[template(path = "pages/account.html")]
struct AccountPage<'a> {
    t: Messages,
    brand: &'a str,
    name: &'a str,
    email: Option<&'a str>,
    username: Option<&'a str>,
    /// How many accounts are signed in in this browser.
    accounts: usize,
    has_password: bool,
    ways: Vec<WayLine>,
    choices: Vec<(String, String)>,
    sessions: Vec<SessionLine>,
    receipts: Vec<ReceiptLine>,
    apps: Vec<AppLine>,
    form_token: &'a str,
}

struct WayLine {
    provider_id: String,
    issuer: String,
    subject: String,
    name: String,
    label: String,
    since: Html,
}

struct SessionLine {
    sid: String,
    device: String,
    /// Where it was begun.
    place: Option<String>,
    since: Html,
    seen: Html,
    is_this: bool,
    /// The apps that were opened in it.
    apps: String,
}

struct ReceiptLine {
    id: String,
    name: String,
    says: Html,
    can_be_sent_again: bool,
}

struct AppLine {
    client_id: String,
    name: String,
    /// What I allowed it and since when; an app of the house did not ask.
    allowed: Option<(String, Html)>,
    /// Where a sign-in at the app begins (OpenID Connect Core §4).
    open: Option<String>,
}

pub(crate) fn purpose(session: &SsoSession) -> String {
    format!("account {}", session.user_id)
}

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let t = Messages::of(&request);
    let browser = Browser::whole(&request, &provider, ctx, &session).await?;
    let Some(sso) = &browser.session else {
        return Ok(see_other(sign_in::way_in(&browser)));
    };
    let secret = browser.secret_or_new(&provider);
    let user = provider
        .users()
        .get(&sso.user_id)
        .await?
        .ok_or_else(PageError::foreign_form)?;
    let now = ctx.now();
    let configuration = provider.configuration().await?;
    let called = |client_id: &str| {
        configuration.client(client_id).map_or_else(
            || client_id.to_owned(),
            |registered| registered.client.display_name().to_owned(),
        )
    };
    let clients = provider.sessions().clients_of_user(&user.id).await?;
    let sessions = provider
        .sessions()
        .of_user(ctx, &user.id)
        .await?
        .into_iter()
        .map(|row| SessionLine {
            device: device(&row.user_agent, t),
            place: row.address.map(|address| place(&provider, &address, t)),
            since: t.when(row.session.created_at, now),
            seen: t.when(row.session.last_seen_at, now),
            is_this: row.session.sid == sso.sid,
            apps: clients
                .iter()
                .filter(|(sid, _)| *sid == row.session.sid)
                .map(|(_, client_id)| called(client_id))
                .collect::<Vec<_>>()
                .join(", "),
            sid: row.session.sid,
        });
    let receipts = logout_notices::receipts_of_user(&provider, ctx, &user.id, 1)
        .await?
        .into_iter()
        .map(|receipt| ReceiptLine {
            name: called(&receipt.client_id),
            says: says(&receipt, now, t),
            can_be_sent_again: receipt.state != "delivered",
            id: receipt.id,
        });
    let consents = provider.consents().of_user(ctx, &user.id).await?;
    let initiate =
        |client_id: &str| opens_at(&configuration.client(client_id)?.client, provider.issuer());
    // Apps of the house are let in without asking; those that are open somewhere stand here beside
    // those that asked.
    let mut open: Vec<String> = clients
        .iter()
        .map(|(_, client_id)| client_id.clone())
        .collect();
    open.sort();
    open.dedup();
    open.retain(|client_id| consents.iter().all(|(known, ..)| known != client_id));
    let allowed = consents
        .into_iter()
        .map(|(client_id, scope, at)| (client_id, Some((scope.to_string(), t.when(at, now)))));
    let apps = allowed
        .chain(open.into_iter().map(|client_id| (client_id, None)))
        .map(|(client_id, allowed)| AppLine {
            open: initiate(&client_id),
            name: called(&client_id),
            allowed,
            client_id,
        });
    let links = federation::links(&provider, &user.id).await?;
    let mut choices = federation::link_choices(&provider).await?;
    choices.retain(|upstream| {
        links
            .iter()
            .all(|(identity, _)| identity.provider_id != upstream.provider.id)
    });
    let ways = links.into_iter().map(|(identity, name)| WayLine {
        name,
        label: identity.label,
        since: t.when(identity.linked_at, now),
        provider_id: identity.provider_id,
        issuer: identity.issuer,
        subject: identity.subject,
    });
    let mut response = html::page(&AccountPage {
        t,
        brand: &provider.settings.name,
        name: user.display_name(),
        email: user.email.as_deref(),
        username: user.username.as_deref(),
        accounts: browser.accounts.len(),
        has_password: user.password_hash.is_some(),
        ways: ways.collect(),
        choices: choices
            .iter()
            .map(|upstream| {
                (
                    upstream.provider.id.clone(),
                    upstream.provider.display_name().to_owned(),
                )
            })
            .collect(),
        sessions: sessions.collect(),
        receipts: receipts.collect(),
        apps: apps.collect(),
        form_token: &form_token(&secret, &purpose(sso)),
    })?;
    if browser.secret.is_none() {
        let _ = response.add_cookie(&browser::cookie(&provider, &secret));
    }
    Ok(response)
}

/// Ends one of my sessions, or all but this one.
pub async fn end_sessions(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let browser = Browser::of(&request, &provider, &session)?;
    let Some(sso) = &browser.session else {
        return Err(PageError::foreign_form());
    };
    let form = forms::read(&request, &body, &browser, |_| purpose(sso))?;
    let ctx = &ctx.acting_as(Actor::User(sso.user_id.clone()));
    let sessions = provider.sessions();
    match form.get("sid") {
        // Only among my own: another's identifier finds nothing (catalogue case A185).
        Some(sid) => {
            let mine = sessions.of_user(ctx, &sso.user_id).await?;
            if let Some(row) = mine.iter().find(|row| row.session.sid == sid) {
                sessions
                    .end(ctx, row.session.reference(), EndReason::SignOut)
                    .await?;
            }
        }
        None => {
            sessions
                .end_all(ctx, &sso.user_id, Some(&sso.sid), EndReason::SignOut)
                .await?;
        }
    }
    Ok(see_other("/account"))
}

/// Takes an app out of everything of mine: what I allowed it, its tokens, and it is told.
pub async fn unlink(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let browser = Browser::of(&request, &provider, &session)?;
    let Some(sso) = &browser.session else {
        return Err(PageError::foreign_form());
    };
    let form = forms::read(&request, &body, &browser, |_| purpose(sso))?;
    provider
        .consents()
        .withdraw(ctx, &sso.user_id, form.get("client_id").unwrap_or_default())
        .await?;
    Ok(see_other("/account"))
}

/// The state of a logout notice in words.
fn says(receipt: &LogoutReceipt, now: Timestamp, t: Messages) -> Html {
    match (
        receipt.state.as_str(),
        receipt.delivered_at,
        receipt.tried_at,
    ) {
        ("delivered", Some(at), _) => t.receipt_delivered(t.when(at, now)),
        ("given_up", ..) => Html::escaped(
            &t.receipt_given_up(usize::try_from(receipt.attempts).unwrap_or_default()),
        ),
        (_, _, Some(at)) => t.receipt_retrying(t.when(at, now)),
        _ => Html::escaped(&t.receipt_waiting()),
    }
}

/// Tells an app again that I am signed out.
pub async fn send_again(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let browser = Browser::of(&request, &provider, &session)?;
    let Some(sso) = &browser.session else {
        return Err(PageError::foreign_form());
    };
    let form = forms::read(&request, &body, &browser, |_| purpose(sso))?;
    // Only among my own: another's identifier finds nothing.
    logout_notices::send_again(
        &provider,
        ctx,
        form.get("receipt").unwrap_or_default(),
        &sso.user_id,
        &sso.user_id,
    )
    .await?;
    Ok(see_other("/account"))
}

/// An address with its place, where that is known.
fn place(provider: &Provider, address: &str, t: Messages) -> String {
    match provider.sessions().place_of(address) {
        Some(place) => t.place_with_address(place.to_string(), address),
        None => address.to_owned(),
    }
}

/// A browser in words.
fn device(user_agent: &str, t: Messages) -> String {
    let first = |names: &[(&str, &str)]| {
        names
            .iter()
            .find(|(mark, _)| user_agent.contains(mark))
            .map(|(_, name)| (*name).to_owned())
    };
    let browser = first(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("HeadlessChrome", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => t.device_browser_on_system(browser, system),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => t.device_unknown(),
    }
}
