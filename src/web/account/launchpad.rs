//! The launchpad: every app that the user may open, one click each.

use crate::extract::operation;
use crate::messages::Messages;
use crate::{
    extract::browser::Browser,
    respond::{headers::see_other, html, page_error::PageError},
};
use crate::{pages::initial, sign_in::page as sign_in};
use actix_session::Session;
use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;
use doorward_core::{Provider, launchpad::doors};

#[derive(Template)]
#[template(path = "pages/launchpad.html")]
struct LaunchpadPage<'a> {
    t: Messages,
    brand: &'a str,
    name: &'a str,
    apps: Vec<Tile>,
}

struct Tile {
    name: String,
    initial: String,
    logo: Option<String>,
    open: String,
}

/// Shows it, or the sign-in page.
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
    let user = provider
        .users()
        .get(&sso.user_id)
        .await?
        .ok_or_else(PageError::foreign_form)?;
    let apps = doors(&provider, sso).await?.into_iter().map(|door| Tile {
        initial: initial(&door.name),
        name: door.name,
        logo: door.logo,
        open: door.open,
    });
    html::page(&LaunchpadPage {
        t,
        brand: &provider.settings.name,
        name: user.display_name(),
        apps: apps.collect(),
    })
}
