//! Who is at the browser: its own secret, which binds forms and waiting requests to it, and its
//! live session.

use crate::{
    extract::session_store::{SESSION, UNAVAILABLE},
    respond::page_error::PageError,
};
use actix_session::Session;
use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite},
    http::header::USER_AGENT,
};
use doorward_core::context::OperationContext;
use doorward_core::{
    Provider,
    sessions::browser_context::BrowserContext,
    sessions::{Device, account_group::Account},
};
use doorward_protocol::{
    client_address::{bucket, client_address},
    secret::Secret,
    sessions::{session_state::browser_state, sso_session::SsoSession},
};
use std::net::IpAddr;

/// A browser.
pub struct Browser {
    /// Its secret, from its cookie.
    pub secret: Option<Secret>,
    /// Its live session in use.
    pub session: Option<SsoSession>,
    /// The accounts that are signed in in it, the one in use first; those beside it are known to
    /// [`Browser::whole`] alone.
    pub accounts: Vec<Account>,
    /// What keeps them together, from its cookie.
    pub group: Option<Secret>,
    /// The state that scripts compare, from its cookie.
    state: Option<String>,
}

impl Browser {
    /// Reads the browser's cookies.
    pub fn of(
        request: &HttpRequest,
        provider: &Provider,
        session: &Session,
    ) -> Result<Self, PageError> {
        if session.contains_key(UNAVAILABLE) {
            return Err(PageError::unavailable());
        }
        let secret = |name: &str| {
            let value = request.cookie(name).map(|cookie| cookie.value().to_owned());
            let is_ours = |value: &String| {
                value.len() == 43
                    && value
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            };
            value.filter(is_ours).map(Secret::presented)
        };
        let session: Option<SsoSession> = session
            .entries()
            .get(SESSION)
            .and_then(|text| serde_json::from_str(text).ok());
        Ok(Self {
            secret: secret(name(provider)),
            group: secret(group_name(provider)),
            state: request
                .cookie(state_name(provider))
                .map(|cookie| cookie.value().to_owned()),
            accounts: session
                .iter()
                .map(|session| Account {
                    session: session.clone(),
                    user: None,
                })
                .collect(),
            session,
        })
    }

    /// Reads the browser's cookies, with every account behind them. Most browsers have one, and
    /// nothing more is read for those.
    pub async fn whole(
        request: &HttpRequest,
        provider: &Provider,
        ctx: &OperationContext,
        session: &Session,
    ) -> Result<Self, PageError> {
        let mut browser = Self::of(request, provider, session)?;
        if let Some(group) = &browser.group {
            browser.accounts = provider
                .account_groups()
                .accounts(ctx, group, browser.session.as_ref())
                .await?;
        }
        Ok(browser)
    }

    /// As `domain` wants it.
    pub fn context(&self) -> BrowserContext<'_> {
        BrowserContext {
            browser: self.secret.as_ref(),
            session: self.session.as_ref(),
            accounts: &self.accounts,
            group: self.group.as_ref(),
        }
    }

    /// Whether an app got a `session_state` in this browser.
    pub fn compares_state(&self) -> bool {
        self.state.is_some()
    }

    /// Puts the state of what is signed in here (by [`account_group::sids`](doorward_core::sessions::account_group::sids), empty for nothing)
    /// beside a response, unless the browser has it already.
    pub fn keep_state(&self, provider: &Provider, sids: &str, response: &mut HttpResponse) {
        let state = Some(sids)
            .filter(|sids| !sids.is_empty())
            .map(|sids| browser_state(sids, provider.master_key.browser_state_salt()));
        if state == self.state {
            return;
        }
        let https = provider.settings.is_https;
        let mut cookie = Cookie::build(state_name(provider), state.clone().unwrap_or_default())
            .path("/")
            // The script of check_session_iframe reads it inside a client's page, which is another
            // site.
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
        self.secret
            .clone()
            .unwrap_or_else(|| Secret::generate(provider.entropy.as_ref()))
    }
}

fn state_name(provider: &Provider) -> &'static str {
    if provider.settings.is_https {
        "__Host-doorward_browser_state"
    } else {
        "doorward_browser_state"
    }
}

fn group_name(provider: &Provider) -> &'static str {
    if provider.settings.is_https {
        "__Host-doorward_accounts"
    } else {
        "doorward_accounts"
    }
}

fn name(provider: &Provider) -> &'static str {
    if provider.settings.is_https {
        "__Host-doorward_browser"
    } else {
        "doorward_browser"
    }
}

/// The cookie that carries a browser's secret.
pub fn cookie(provider: &Provider, secret: &Secret) -> Cookie<'static> {
    secret_cookie(provider, name(provider), secret)
}

/// The cookie that keeps a browser's accounts together.
pub fn group_cookie(provider: &Provider, secret: &Secret) -> Cookie<'static> {
    secret_cookie(provider, group_name(provider), secret)
}

fn secret_cookie(provider: &Provider, name: &'static str, secret: &Secret) -> Cookie<'static> {
    Cookie::build(name, secret.reveal().to_owned())
        .path("/")
        .http_only(true)
        .secure(provider.settings.is_https)
        .same_site(SameSite::Lax)
        .finish()
}

/// The device that a request comes from.
pub fn device<'a>(request: &'a HttpRequest, provider: &Provider) -> Device<'a> {
    let user_agent = request
        .headers()
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    Device {
        user_agent,
        address: address(request, provider),
    }
}

/// The address that a request comes from, by the word of trusted proxies alone.
pub fn address(request: &HttpRequest, provider: &Provider) -> Option<IpAddr> {
    let said: Vec<&str> = request
        .headers()
        .get_all("x-forwarded-for")
        .filter_map(|value| value.to_str().ok())
        .collect();
    Some(client_address(
        request.peer_addr()?.ip(),
        said.into_iter(),
        &provider.settings.trusted_proxies,
    ))
}

/// Where a request comes from, as limits count it.
pub fn source(request: &HttpRequest, provider: &Provider) -> String {
    address(request, provider).map_or_else(|| "unknown".to_owned(), bucket)
}
