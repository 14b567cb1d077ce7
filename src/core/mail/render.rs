//! What stands between the content of a mail and its text: the templates, which `web` brings.

use super::content::MailContent;
use crate::settings::OwnTexts;
use doorward_protocol::{branding::Accent, time::Timestamp};
use serde::{Deserialize, Serialize};

/// Everything that the text of a mail depends on.
#[derive(Clone, Copy, Debug)]
pub struct MailView<'a> {
    /// What it says.
    pub content: &'a MailContent,
    /// The language of the reader, as a BCP 47 tag; English where there is none, or no such texts.
    pub language: Option<&'a str>,
    /// Texts of the operator in place of the shipped ones.
    pub texts: &'a OwnTexts,
    /// The name of the provider.
    pub brand: &'a str,
    /// The accent colour; none for that of Doorward.
    pub accent: Option<Accent>,
    /// The name of the app that the mail is about.
    pub app: Option<&'a str>,
    /// The issuer, where the mail comes from.
    pub issuer: &'a str,
    /// Who asked for it.
    pub asked: Option<&'a Asked>,
}

/// From where somebody who is not signed in caused a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The `User-Agent` header.
    pub user_agent: String,
    /// The address of the network, with the place where that is known.
    pub place: Option<String>,
    /// When they did.
    pub at: Timestamp,
}

/// A mail in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedMail {
    /// The subject, which names neither codes nor links.
    pub subject: String,
    /// The whole mail as plain text.
    pub text: String,
    /// The whole mail as HTML.
    pub html: String,
}

/// Writes a mail by the templates.
pub type RenderMail = fn(&MailView<'_>) -> Result<RenderedMail, String>;
