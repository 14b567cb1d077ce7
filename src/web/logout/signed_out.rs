//! The pages after a sign-out.

use crate::{
    extract::{browser::Browser, query::Query},
    messages::Messages,
    middleware::guard,
    respond::{
        address::{Address, Base},
        brand::Brand,
        headers::after_sign_out,
        html,
        page_error::PageError,
    },
};
use actix_web::{
    HttpResponse,
    http::header::{CONTENT_SECURITY_POLICY, HeaderValue},
    web::Data,
};
use askama::Template;
use doorward_core::{Error, Provider, branding::RequestLook, users::User};
use doorward_protocol::{
    branding::Accent, logout::after_sign_out::AfterSignOut, sessions::session_state::origin,
};

#[derive(Template)]
#[template(path = "pages/signed_out.html")]
struct SignedOutPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    /// The app that asked for the sign-out.
    app: Option<AppLink>,
    /// Who is still signed in in this browser.
    others: &'a str,
}

/// An app that a page leads back to.
struct AppLink {
    name: String,
    /// Its own address, or else the launchpad.
    address: Address,
    /// Its accent, where it has one.
    accent: Option<Accent>,
}

#[derive(Template)]
#[template(path = "pages/signing_out.html")]
struct SigningOutPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frames: &'a [String],
    next: Option<&'a str>,
    /// Whether the app gets the browser back, and not a page of ours.
    goes_back: bool,
}

/// The app that the address names, unless it registered itself: nobody vouches for the name and the
/// address of such a one.
async fn app(provider: &Provider, query: &Query) -> Result<Option<AppLink>, PageError> {
    let Some(client_id) = query.get("client_id") else {
        return Ok(None);
    };
    let registered = provider.configuration().await?.client(client_id).await?;
    let declared =
        registered.filter(|registered| !registered.disabled && !registered.registered_by_itself);
    Ok(declared.map(|registered| {
        let client = &registered.client;
        AppLink {
            name: client.display_name().to_owned(),
            accent: RequestLook::of_app(&registered).accent,
            address: match &client.client_uri {
                Some(uri) => Address::elsewhere(uri),
                None => Base::of(provider).page("/"),
            },
        }
    }))
}

/// Says that the user is signed out, and who is still signed in.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let others: Vec<&str> = browser
        .accounts
        .iter()
        .filter_map(|account| account.user.as_ref())
        .map(User::label)
        .collect();
    let app = app(&provider, &query).await?;
    html::page(&SignedOutPage {
        t,
        base: Base::of(&provider),
        brand: Brand::of(&provider).with_accent(app.as_ref().and_then(|app| app.accent)),
        app,
        others: &others.join(", "),
    })
}

/// The page that tells the clients through the browser: it may frame theirs and nothing else (OpenID
/// Connect Front-Channel Logout §3).
pub fn signing_out(
    provider: &Provider,
    t: Messages,
    frames: &[String],
    after: &AfterSignOut,
) -> Result<HttpResponse, PageError> {
    let next = after_sign_out(Base::of(provider), after);
    let goes_on = after.redirect.is_some() || after.client_id.is_some();
    let mut response = html::page(&SigningOutPage {
        t,
        base: Base::of(provider),
        brand: Brand::of(provider),
        frames,
        next: goes_on.then_some(next.as_str()),
        goes_back: after.redirect.is_some(),
    })?;
    let mut origins: Vec<String> = frames.iter().filter_map(|frame| origin(frame)).collect();
    origins.sort();
    origins.dedup();
    let policy = format!(
        "{}; frame-src {}",
        guard::CONTENT_SECURITY_POLICY,
        origins.join(" ")
    );
    let value =
        HeaderValue::from_str(&policy).map_err(|error| Error::Internal(error.to_string()))?;
    response
        .headers_mut()
        .insert(CONTENT_SECURITY_POLICY, value);
    Ok(response)
}
