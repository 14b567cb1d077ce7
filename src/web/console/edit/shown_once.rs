//! The pages that show a new secret, this once: they are the answer to a form, and have no address.

use super::{
    action::{EditCall, ShownSecret, WrittenApp},
    apps::page_of,
};
use crate::{
    console::{
        first_sign_in,
        frame::{Frame, Section},
    },
    messages::{Html, Messages},
    respond::{
        address::{Address, Base},
        brand::Brand,
        html,
        page_error::PageError,
    },
};
use actix_web::HttpResponse;
use askama::Template;
use doorward_core::app_presets::Snippet;

#[derive(Template)]
#[template(path = "pages/console_secret.html")]
struct SecretPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    shown: &'a ShownSecret,
    back: Address,
}

#[derive(Template)]
#[template(path = "pages/console_written.html")]
struct WrittenPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    issuer: &'a str,
    name: &'a str,
    client_id: &'a str,
    secret: Option<&'a str>,
    /// What else is to be known, in English.
    notes: Option<Html>,
    snippets: &'a [Snippet],
    documentation: &'a str,
    /// The address of the app, to open it.
    url: Option<&'a str>,
    /// Where a script asks whether somebody signed in.
    waits_at: Address,
    back: Address,
}

/// Shows a new secret.
pub fn secret(
    call: &EditCall<'_>,
    section: Section,
    shown: &ShownSecret,
) -> Result<HttpResponse, PageError> {
    let (provider, t) = (call.provider, call.t);
    html::page(&SecretPage {
        t,
        base: Base::of(provider),
        brand: Brand::of(provider),
        frame: Frame::new(section, call.admin, t),
        back: Base::of(provider).page(&shown.page),
        shown,
    })
}

/// Shows what is written into an app that was added.
pub fn written(call: &EditCall<'_>, app: &WrittenApp) -> Result<HttpResponse, PageError> {
    let (provider, t, written) = (call.provider, call.t, &app.written);
    let base = Base::of(provider);
    html::page(&WrittenPage {
        t,
        base,
        brand: Brand::of(provider),
        frame: Frame::new(Section::Apps, call.admin, t),
        issuer: provider.issuer(),
        name: &app.name,
        client_id: &app.client_id,
        secret: app.secret.as_deref(),
        notes: Some(Html::with_code(&written.notes)).filter(|_| !written.notes.is_empty()),
        snippets: &written.snippets,
        documentation: &written.preset.documentation,
        url: app.url.as_deref(),
        waits_at: base.page(&first_sign_in::path_of(&app.client_id)),
        back: base.page(&page_of(&app.client_id)),
    })
}
