//! Who is at the browser: its own secret, which binds forms and waiting requests to it, and its live session.

use super::{
    respond::PageError,
    session_store::{SESSION, UNAVAILABLE},
};
use crate::{
    domain::{Provider, authorize::Visitor},
    protocol::{secret::Secret, sso_session::SsoSession},
};
use actix_session::Session;
use actix_web::{
    HttpRequest,
    cookie::{Cookie, SameSite},
};

/// A browser.
pub struct Browser {
    /// Its secret, from its cookie.
    pub secret: Option<Secret>,
    /// Its live session.
    pub session: Option<SsoSession>,
}

impl Browser {
    /// Reads the browser's cookies.
    pub fn of(request: &HttpRequest, provider: &Provider, session: &Session) -> Result<Self, PageError> {
        if session.contains_key(UNAVAILABLE) {
            return Err(PageError::unavailable());
        }
        let cookie = request.cookie(name(provider)).map(|cookie| cookie.value().to_owned());
        Ok(Self {
            secret: cookie
                .filter(|value| value.len() == 43 && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'))
                .map(Secret::presented),
            session: session.entries().get(SESSION).and_then(|text| serde_json::from_str(text).ok()),
        })
    }

    /// As `domain` wants it.
    pub fn visitor(&self) -> Visitor<'_> {
        Visitor { browser: self.secret.as_ref(), session: self.session.as_ref() }
    }

    /// Its secret, or a new one to be set.
    pub fn secret_or_new(&self, provider: &Provider) -> Secret {
        self.secret.clone().unwrap_or_else(|| Secret::generate(provider.entropy.as_ref()))
    }
}

fn name(provider: &Provider) -> &'static str {
    if provider.settings.is_https { "__Host-doorward_browser" } else { "doorward_browser" }
}

/// The cookie that carries a browser's secret.
pub fn cookie(provider: &Provider, secret: &Secret) -> Cookie<'static> {
    Cookie::build(name(provider), secret.reveal().to_owned())
        .path("/")
        .http_only(true)
        .secure(provider.settings.is_https)
        .same_site(SameSite::Lax)
        .finish()
}
