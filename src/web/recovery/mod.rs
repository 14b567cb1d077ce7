//! The pages of who lost their second factor: the request, and the links of its mails.

mod ask;
pub mod links;

pub use ask::{show, submit};

use crate::{
    messages::{Html, Messages},
    respond::{
        address::{Base, PageLink},
        brand::Brand,
    },
};
use askama::Template;
use doorward_core::Provider;

/// A page that explains, with a button or without.
#[derive(Template)]
#[template(path = "pages/recovery.html")]
struct RecoveryPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    title: String,
    paragraphs: Vec<Html>,
    button: Option<Button<'a>>,
    next: Option<PageLink>,
}

/// The form of the page.
struct Button<'a> {
    action: &'a str,
    form_token: String,
    /// The hidden field, and what it holds.
    field: &'a str,
    value: &'a str,
    label: String,
}

impl<'a> RecoveryPage<'a> {
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
