//! The browser that sends a request: its secret, which binds forms and waiting requests to it, its
//! live session, and every account that is signed in in it.

use crate::{
    extract::{
        cookies::{self, Name},
        operation::{Operation, provider},
        return_page,
        session_store::{BIND, SESSION, UNAVAILABLE},
    },
    respond::page_error::PageError,
};
use actix_session::{Session, SessionExt};
use actix_web::{
    FromRequest, HttpMessage, HttpRequest, HttpResponse, cookie::time::Duration, dev::Payload,
};
use doorward_core::{
    Error, Provider,
    context::OperationContext,
    credentials::{
        DirectoryName, Evidence, passkeys::PasskeyAnswer, second_factors::PresentedCode,
    },
    federation::SignInBrowser,
    mailed_sign_in::MailBrowser,
    sessions::{Device, account_group::Account, browser_context::BrowserContext},
};
use doorward_protocol::{
    credentials::proof_of_work::PresentedProof, secret::Secret, sessions::sso_session::SsoSession,
    time::Lifetime,
};
use std::{future::Future, pin::Pin};

/// How long a browser is remembered after the last sign-in: as long as browsers keep a cookie
/// (RFC 6265bis §5.5).
const KNOWN_FOR: Lifetime = Lifetime::days(400);

/// A sign-in that a browser remembers.
#[derive(Clone, Copy)]
pub struct RememberedSignIn<'a> {
    /// The identifier of the session.
    pub sid: &'a str,
    /// The name by which a directory knows the user.
    pub name: Option<DirectoryName<'a>>,
}

/// A browser. It is read once a request, also where several extractors need it.
#[derive(Clone)]
pub struct Browser {
    /// Its secret, from its cookie.
    pub secret: Option<Secret>,
    /// The session in use, while it is alive.
    pub session: Option<SsoSession>,
    /// The accounts that are signed in in it, the one in use first.
    pub accounts: Vec<Account>,
    /// The secret of the group that they belong to, from its cookie.
    pub group: Option<Secret>,
    /// Which users signed in in it before, from its cookie.
    known: Option<String>,
    /// Which users are asked for no second factor in it, from its cookie.
    trusted: Option<String>,
    /// The state that scripts compare, from its cookie.
    state: Option<String>,
    /// The page that it returns to after a sign-in that no app asked for.
    pub return_page: Option<String>,
    /// Whether it sent a cookie of its sessions, alive or not. A frame in a page of another site
    /// sends none, whoever is signed in.
    sent_session: bool,
    /// The session of the browser as actix-session keeps it.
    kept: Session,
}

impl Browser {
    async fn load(
        request: &HttpRequest,
        provider: &Provider,
        ctx: &OperationContext,
    ) -> Result<Self, PageError> {
        let kept = request.get_session();
        if kept.contains_key(UNAVAILABLE) {
            return Err(PageError::unavailable());
        }
        let session = kept.get(SESSION).map_err(internal)?;
        let group = cookies::secret(request, provider, Name::Accounts);
        let sent = |name| cookies::value(request, provider, name).is_some();
        Ok(Self {
            sent_session: sent(Name::Session) || sent(Name::Accounts),
            secret: cookies::secret(request, provider, Name::Browser),
            accounts: accounts(provider, ctx, group.as_ref(), session.as_ref()).await?,
            group,
            session,
            known: cookies::value(request, provider, Name::KnownBrowser),
            trusted: cookies::value(request, provider, Name::TrustedBrowser),
            state: cookies::value(request, provider, Name::BrowserState),
            return_page: return_page::page(request, provider),
            kept,
        })
    }

    /// As `core` takes it.
    pub fn context(&self) -> BrowserContext<'_> {
        BrowserContext {
            browser: self.secret.as_ref(),
            session: self.session.as_ref(),
            accounts: &self.accounts,
            group: self.group.as_ref(),
            trusted_browser: self.trusted.as_deref(),
        }
    }

    /// What the browser proves of a sign-in, for a form that names the account as `name`.
    pub fn evidence<'a>(&'a self, name: &'a str, proof: PresentedProof<'a>) -> Evidence<'a> {
        Evidence {
            browser: self.secret.as_ref(),
            known_browser: self.known.as_deref(),
            trusted_browser: self.trusted.as_deref(),
            proof,
            name,
        }
    }

    /// Its cookie of the users who signed in there before.
    pub fn known(&self) -> Option<&str> {
        self.known.as_deref()
    }

    /// The browser of a sign-in by mail.
    pub fn of_mail<'a>(&'a self, device: Device<'a>) -> MailBrowser<'a> {
        MailBrowser {
            secret: self.secret.as_ref(),
            accounts: &self.accounts,
            device,
            trusted_browser: self.trusted.as_deref(),
            known_browser: self.known.as_deref(),
        }
    }

    /// The browser of a sign-in at an identity provider or a directory.
    pub fn at_sign_in<'a>(&'a self, device: Device<'a>) -> SignInBrowser<'a> {
        SignInBrowser {
            secret: self.secret.as_ref(),
            accounts: &self.accounts,
            device,
            trusted_browser: self.trusted.as_deref(),
        }
    }

    /// A second factor that was brought here.
    pub fn presented<'a>(
        &'a self,
        code: &'a str,
        key: Option<PasskeyAnswer<'a>>,
        trusts: bool,
    ) -> PresentedCode<'a> {
        PresentedCode {
            code,
            key,
            browser: self.secret.as_ref(),
            known_browser: self.known.as_deref(),
            trusted_browser: self.trusted.as_deref(),
            trusts,
        }
    }

    /// Remembers that the user of a session signed in here, by a name of a directory or otherwise:
    /// attempts from here are counted by themselves from now on. Without the cookie they are counted
    /// with those of the network.
    pub async fn remember(
        &self,
        provider: &Provider,
        ctx: &OperationContext,
        sign_in: RememberedSignIn<'_>,
        response: &mut HttpResponse,
    ) {
        let known_browsers = provider.known_browsers();
        match known_browsers
            .remember(ctx, self.known.as_deref(), sign_in.sid, sign_in.name)
            .await
        {
            Ok(Some(cookie)) => {
                let max_age = Some(Duration::seconds(KNOWN_FOR.as_seconds()));
                cookies::set_secret(response, provider, Name::KnownBrowser, &cookie, max_age);
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "a browser could not be remembered"),
        }
    }

    /// Where somebody begins who needs an account for a page: the accounts of this browser, or the
    /// sign-in form.
    pub const fn sign_in_path(&self) -> &'static str {
        if self.accounts.is_empty() {
            "/sign-in"
        } else {
            "/select-account"
        }
    }

    /// Binds a session to the browser under a new identifier, so that one that was planted before
    /// the sign-in opens nothing after it (session fixation).
    ///
    /// # Errors
    /// Where the `sid` cannot be kept for the store, which does not happen.
    pub fn bind(&self, sid: &str) -> Result<(), PageError> {
        self.kept.renew();
        self.kept.remove(SESSION);
        self.kept.insert(BIND, sid).map_err(internal)
    }

    /// Takes the session in use, which ended, from the browser.
    pub fn remove_session(&self) {
        self.kept.purge();
    }

    /// Whether a client got a `session_state` in this browser.
    pub const fn compares_state(&self) -> bool {
        self.state.is_some()
    }

    /// Sets the state of the sessions that are signed in here, by their `sid`s, unless the browser
    /// has it already. Where none is left (`sids` is empty) the state becomes that of no session: a
    /// cookie that is away looks like one that the frame cannot read. Without a cookie of a session
    /// nothing is known about the sessions here, and the state stays as it is.
    pub fn keep_state(&self, provider: &Provider, sids: &str, response: &mut HttpResponse) {
        let ends_state = self.sent_session && self.state.is_some();
        if sids.is_empty() && !ends_state {
            return;
        }
        let state = provider.browser_state(sids);
        if self.state.as_ref() != Some(&state) {
            cookies::set_browser_state(response, provider, state);
        }
    }

    /// Its secret, or a new one to be set by [`Browser::keep_secret`].
    pub fn secret_or_new(&self, provider: &Provider) -> Secret {
        self.secret
            .clone()
            .unwrap_or_else(|| Secret::generate(provider.entropy()))
    }

    /// Sets a new secret, unless the browser has one already.
    pub fn keep_secret(&self, provider: &Provider, secret: &Secret, response: &mut HttpResponse) {
        if self.secret.is_none() {
            cookies::set_secret(response, provider, Name::Browser, secret, None);
        }
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "map_err hands the error over"
)]
fn internal(error: impl ToString) -> PageError {
    Error::Internal(error.to_string()).into()
}

/// Every account of the browser. Most browsers have one, and nothing more is read for those.
async fn accounts(
    provider: &Provider,
    ctx: &OperationContext,
    group: Option<&Secret>,
    session: Option<&SsoSession>,
) -> Result<Vec<Account>, PageError> {
    if let Some(group) = group {
        let groups = provider.account_groups();
        return Ok(Box::pin(groups.accounts(ctx, group, session)).await?);
    }
    let account = |session: &SsoSession| Account {
        session: session.clone(),
        user: None,
    };
    Ok(session.iter().map(|session| account(session)).collect())
}

impl FromRequest for Browser {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let known = request.extensions().get::<Self>().cloned();
            if let Some(browser) = known {
                return Ok(browser);
            }
            let provider = provider(&request)?;
            let ctx = Operation::of(&request, &provider);
            let browser = Self::load(&request, &provider, &ctx).await?;
            request.extensions_mut().insert(browser.clone());
            Ok(browser)
        })
    }
}
