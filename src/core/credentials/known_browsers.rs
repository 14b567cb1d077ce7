//! Browsers in which a user signed in before. Attempts from there are counted by themselves, so that
//! nobody else can make the user wait in their own browser.
//!
//! The cookie holds an identifier of the browser and a code for each user, and for each name by which a
//! directory knows them, which only this provider can make. It gives no access: whoever has it may make a few attempts of their own at the password.

use crate::{Result, context::OperationContext, kernel::Kernel, notices::Notices};
use doorward_protocol::{
    credentials::known_browser::KnownBrowserCookie,
    secret::{Digest, Secret, same_text},
    text::fold_loosely,
};
use std::sync::Arc;

/// The name by which a directory knows a user who has just signed in.
#[derive(Clone, Copy)]
pub struct DirectoryName<'a> {
    /// The directory, by its identifier here.
    pub provider_id: &'a str,
    /// The name that was typed.
    pub name: &'a str,
}

impl DirectoryName<'_> {
    /// What the code of the name is made for; no identifier of a user has a space.
    fn key(self) -> String {
        format!("{} {}", self.provider_id, fold_loosely(self.name))
    }
}

/// The browsers in which users signed in before.
pub struct KnownBrowsers {
    kernel: Arc<Kernel>,
    notices: Arc<Notices>,
}

impl KnownBrowsers {
    pub(crate) const fn new(kernel: Arc<Kernel>, notices: Arc<Notices>) -> Self {
        Self { kernel, notices }
    }

    /// Whether a cookie can be one of ours; only with a user it is known whether it proves anything.
    pub(crate) fn can_be_cookie(cookie: &str) -> bool {
        KnownBrowserCookie::parse(cookie).is_some_and(|cookie| !cookie.codes.is_empty())
    }

    /// What attempts at a user from this browser are counted by; `None` where the cookie does not
    /// prove that the user signed in there.
    pub(crate) fn source(&self, cookie: &str, user_id: &str) -> Option<Digest> {
        let cookie = KnownBrowserCookie::parse(cookie)?;
        self.has_code(&cookie, user_id)
            .then(|| source_of(cookie.browser))
    }

    /// As [`KnownBrowsers::source`], for a name that only directories may know. Each of them must have
    /// let the name in: otherwise it may be the name of another user in one of them.
    pub(super) fn source_of_name(
        &self,
        cookie: &str,
        name: &str,
        directories: &[&str],
    ) -> Option<Digest> {
        let cookie = KnownBrowserCookie::parse(cookie)?;
        let is_known = directories.iter().all(|provider_id| {
            let name = DirectoryName { provider_id, name };
            self.has_code(&cookie, &name.key())
        });
        (is_known && !directories.is_empty()).then(|| source_of(cookie.browser))
    }

    fn code(&self, browser: &str, key: &str) -> String {
        self.kernel.lasting_keys.known_browser_code(browser, key)
    }

    fn has_code(&self, cookie: &KnownBrowserCookie<'_>, key: &str) -> bool {
        let expected = self.code(cookie.browser, key);
        cookie.codes.iter().any(|code| same_text(code, &expected))
    }

    /// The cookie of a browser in which this session has just begun, by a name of a directory or
    /// otherwise; `None` where there is no such session any more. Where the user did not sign in there
    /// before, they hear of it.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn remember(
        &self,
        ctx: &OperationContext,
        cookie: Option<&str>,
        sid: &str,
        name: Option<DirectoryName<'_>>,
    ) -> Result<Option<Secret>> {
        let store = self.kernel.database.read();
        let Some(user_id) = store.user_of_session(sid).await? else {
            return Ok(None);
        };
        let new = self.kernel.new_secret();
        let first = KnownBrowserCookie {
            browser: &new,
            codes: Vec::new(),
        };
        let cookie = cookie.and_then(KnownBrowserCookie::parse).unwrap_or(first);
        if !self.has_code(&cookie, &user_id) {
            self.notices.new_device(ctx, &user_id, sid).await?;
        }
        let mut codes = vec![self.code(cookie.browser, &user_id)];
        codes.extend(name.map(|name| self.code(cookie.browser, &name.key())));
        Ok(Some(Secret::presented(cookie.with_codes(&codes))))
    }
}

/// What attempts from a browser are counted by.
fn source_of(browser: &str) -> Digest {
    Digest::of(format!("browser {browser}").as_bytes())
}
