//! Who is at the browser: its own secret, which binds forms and waiting requests to it, and its live session.

use super::{
    respond::PageError,
    session_store::{SESSION, UNAVAILABLE},
};
use crate::{
    domain::{Provider, authorize::Visitor},
    protocol::{
        client_address::{bucket, client_address},
        secret::Secret,
        session_state::browser_state,
        sso_session::SsoSession,
    },
};
use actix_session::Session;
use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite},
};

/// A browser.
pub struct Browser {
    /// Its secret, from its cookie.
    pub secret: Option<Secret>,
    /// Its live session.
    pub session: Option<SsoSession>,
    /// The state that scripts compare, from its cookie.
    state: Option<String>,
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
            state: request.cookie(state_name(provider)).map(|cookie| cookie.value().to_owned()),
            session: session.entries().get(SESSION).and_then(|text| serde_json::from_str(text).ok()),
        })
    }

    /// As `domain` wants it.
    pub fn visitor(&self) -> Visitor<'_> {
        Visitor { browser: self.secret.as_ref(), session: self.session.as_ref() }
    }

    /// Whether an app got a `session_state` in this browser.
    pub fn compares_state(&self) -> bool {
        self.state.is_some()
    }

    /// Puts the state of a session (or of none) beside a response, unless the browser has it already.
    pub fn keep_state(&self, provider: &Provider, sid: Option<&str>, response: &mut HttpResponse) {
        let state = sid.map(|sid| browser_state(sid, provider.master_key.browser_state_salt()));
        if state == self.state {
            return;
        }
        let https = provider.settings.is_https;
        let mut cookie = Cookie::build(state_name(provider), state.clone().unwrap_or_default())
            .path("/")
            // The script of check_session_iframe reads it inside a client's page, which is another site.
            .http_only(false)
            .secure(https)
            .same_site(if https { SameSite::None } else { SameSite::Lax })
            .finish();
        if state.is_none() {
            cookie.make_removal();
        }
        let _ = response.add_cookie(&cookie);
    }

    /// Its secret, or a new one to be set.
    pub fn secret_or_new(&self, provider: &Provider) -> Secret {
        self.secret.clone().unwrap_or_else(|| Secret::generate(provider.entropy.as_ref()))
    }
}

fn state_name(provider: &Provider) -> &'static str {
    if provider.settings.is_https { "__Host-doorward_browser_state" } else { "doorward_browser_state" }
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

/// Where a request comes from, as limits count it.
pub fn source(request: &HttpRequest, provider: &Provider) -> String {
    let Some(peer) = request.peer_addr() else { return "unknown".to_owned() };
    let said: Vec<&str> = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok()).collect();
    bucket(client_address(peer.ip(), said.into_iter(), &provider.settings.trusted_proxies))
}
