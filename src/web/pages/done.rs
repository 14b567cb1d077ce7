//! A page that says what was done, with one way on.

use crate::{
    messages::Messages,
    respond::{
        address::{Base, PageLink},
        brand::Brand,
    },
};
use askama::Template;

/// The page that says it.
#[derive(Template)]
#[template(path = "pages/done.html")]
pub struct Done<'a> {
    /// The texts in the reader's language.
    pub t: Messages,
    /// Where links begin.
    pub base: Base<'a>,
    /// The name of the provider.
    pub brand: Brand,
    /// The title of the window.
    pub page_title: String,
    /// In a few words.
    pub title: String,
    /// In a sentence or two.
    pub text: String,
    /// Where to go on.
    pub next: Option<PageLink>,
}
