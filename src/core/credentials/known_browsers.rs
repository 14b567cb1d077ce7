//! Browsers in which a user signed in before. Attempts from there are counted by themselves, so that
//! nobody else can make the user wait in their own browser.
//!
//! The cookie holds an identifier of the browser and a code for each user, and for each name by which a
//! directory knows them, which only this provider can make. It gives no access: whoever has it may make a few attempts of their own at the password.

use crate::{Result, context::OperationContext, kernel::Kernel, notices::Notices};
use doorward_protocol::{
    secret::{Digest, Secret, same_text},
    text::fold_loosely,
};
use std::sync::Arc;

/// How many users of one browser, and names of them in directories, are remembered; the one who signed
/// in longest ago is forgotten.
const MAX_CODES: usize = 8;
/// The length of the identifier and of each code, in characters: 256 bits in base64url.
const LENGTH: usize = 43;

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
        read(cookie).is_some_and(|(_, codes)| !codes.is_empty())
    }

    /// What attempts at a user from this browser are counted by; `None` where the cookie does not
    /// prove that the user signed in there.
    pub(crate) fn source(&self, cookie: &str, user_id: &str) -> Option<Digest> {
        let (browser, codes) = read(cookie)?;
        self.has_code(browser, &codes, user_id)
            .then(|| source_of(browser))
    }

    /// As [`KnownBrowsers::source`], for a name that only directories may know. Each of them must have
    /// let the name in: otherwise it may be the name of another user in one of them.
    pub(super) fn source_of_name(
        &self,
        cookie: &str,
        name: &str,
        directories: &[&str],
    ) -> Option<Digest> {
        let (browser, codes) = read(cookie)?;
        let is_known = directories.iter().all(|provider_id| {
            let name = DirectoryName { provider_id, name };
            self.has_code(browser, &codes, &name.key())
        });
        (is_known && !directories.is_empty()).then(|| source_of(browser))
    }

    fn code(&self, browser: &str, key: &str) -> String {
        self.kernel.lasting_keys.known_browser_code(browser, key)
    }

    fn has_code(&self, browser: &str, codes: &[&str], key: &str) -> bool {
        let expected = self.code(browser, key);
        codes.iter().any(|code| same_text(code, &expected))
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
        let (browser, known) = cookie.and_then(read).unwrap_or((&new, Vec::new()));
        if !self.has_code(browser, &known, &user_id) {
            self.notices.new_device(ctx, &user_id, sid).await?;
        }
        let mut codes = vec![self.code(browser, &user_id)];
        codes.extend(name.map(|name| self.code(browser, &name.key())));
        for code in known {
            if codes.len() < MAX_CODES && !codes.iter().any(|new| new == code) {
                codes.push(code.to_owned());
            }
        }
        Ok(Some(Secret::presented(format!(
            "{browser}.{}",
            codes.join(".")
        ))))
    }
}

/// What attempts from a browser are counted by.
fn source_of(browser: &str) -> Digest {
    Digest::of(format!("browser {browser}").as_bytes())
}

/// The identifier of the browser and the codes, where the value can be one of ours.
fn read(cookie: &str) -> Option<(&str, Vec<&str>)> {
    let is_ours = |part: &str| {
        part.len() == LENGTH
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    if cookie.len() > (LENGTH + 1) * (MAX_CODES + 1) || !cookie.split('.').all(is_ours) {
        return None;
    }
    let mut parts = cookie.split('.');
    Some((parts.next()?, parts.collect()))
}
