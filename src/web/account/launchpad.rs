//! The launchpad: every app that the user may open, one click each.

use crate::messages::Messages;
use crate::{
    extract::signed_in::SignedIn,
    pages::app::initial,
    respond::{address::Base, brand::Brand, html, page_error::PageError},
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use doorward_core::Provider;

#[derive(Template)]
#[template(path = "pages/launchpad.html")]
struct LaunchpadPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    name: &'a str,
    apps: Vec<Tile>,
    /// Whether there are roles to ask for.
    can_ask: bool,
}

struct Tile {
    name: String,
    initial: String,
    logo: Option<String>,
    open: String,
}

/// Shows it, or the sign-in page.
pub async fn show(
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let user = provider
        .users()
        .get(&signed_in.session.user_id)
        .await?
        .ok_or_else(|| PageError::foreign_form("/sign-in"))?;
    let apps = provider.launchpad().apps(&signed_in.session).await?;
    let (session, now) = (&signed_in.session, signed_in.ctx.now());
    let can_ask = provider.access_requests().is_of_use(session, now).await?;
    let apps = apps.into_iter().map(|app| Tile {
        initial: initial(&app.name),
        name: app.name,
        logo: app.logo,
        open: app.open,
    });
    html::page(&LaunchpadPage {
        t,
        base: Base::of(&provider),
        brand: Brand::of(&provider),
        name: user.display_name(),
        apps: apps.collect(),
        can_ask,
    })
}
