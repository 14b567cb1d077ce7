//! What stands between the content of a mail and its text: the templates, which `web` brings.

use super::content::MailContent;
use crate::{
    branding::RequestLook,
    look::{Look, image_path},
    settings::OwnTexts,
};
use doorward_protocol::{
    branding::Accent, clients::registered_client::RegisteredClient, mail_address::one_line,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// The longest name of an app or a provider in a mail, in characters.
pub(super) const MAX_NAME: usize = 80;

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
    /// The address of the logo above it, at this server.
    pub logo: Option<&'a str>,
    /// The issuer, where the mail comes from.
    pub issuer: &'a str,
    /// Who asked for it.
    pub asked: Option<&'a Asked>,
}

/// How a mail looks: as the app that it is about, or as this server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailLook {
    /// The name of the app.
    pub app: Option<String>,
    /// The accent colour; none for that of Doorward.
    pub accent: Option<Accent>,
    /// The address of the logo, at this server.
    pub logo: Option<String>,
}

impl MailLook {
    /// The look of the mails about an app, or of all others. A logo that is at another server is left
    /// out: it would tell that server who reads the mail, when and where. An app that registered itself
    /// decides nothing.
    pub fn of(client: Option<&RegisteredClient>, server: &Look, issuer: &str) -> Self {
        let Some(client) = client.filter(|client| !client.registered_by_itself) else {
            return Self {
                app: None,
                accent: server.accent,
                logo: server.logo.as_ref().map(|path| format!("{issuer}{path}")),
            };
        };
        let of_app = RequestLook::of_app(client);
        let here = format!("{issuer}{}", image_path(""));
        Self {
            // Nobody vouches for the name of one that registered itself.
            app: Some(one_line(client.client.display_name(), MAX_NAME)),
            accent: of_app.accent.or(server.accent),
            logo: of_app.logo.filter(|logo| logo.starts_with(&here)),
        }
    }
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
