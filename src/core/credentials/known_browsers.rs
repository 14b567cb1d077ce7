//! Browsers in which a user signed in before. Attempts from there are counted by themselves, so that
//! nobody else can make the user wait in their own browser.
//!
//! The cookie holds an identifier of the browser and a code for each user, which only this provider
//! can make. It gives no access: whoever has it may make a few attempts of their own at the password.

use crate::{Result, kernel::Kernel};
use doorward_protocol::secret::{Digest, Secret, same_text};
use std::sync::Arc;

/// How many users of one browser are remembered; the one who signed in longest ago is forgotten.
const MAX_USERS: usize = 8;
/// The length of the identifier and of each code, in characters: 256 bits in base64url.
const LENGTH: usize = 43;

/// The browsers in which users signed in before.
pub struct KnownBrowsers {
    kernel: Arc<Kernel>,
}

impl KnownBrowsers {
    pub(crate) const fn new(kernel: Arc<Kernel>) -> Self {
        Self { kernel }
    }

    /// What attempts at a user from this browser are counted by; `None` where the cookie does not
    /// prove that the user signed in there.
    pub(super) fn source(&self, cookie: &str, user_id: &str) -> Option<Digest> {
        let (browser, codes) = read(cookie)?;
        let expected = self
            .kernel
            .lasting_keys
            .known_browser_code(browser, user_id);
        codes
            .iter()
            .any(|code| same_text(code, &expected))
            .then(|| Digest::of(format!("browser {browser}").as_bytes()))
    }

    /// The cookie of a browser in which this session has just begun; `None` where there is no such
    /// session any more.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn remember(&self, cookie: Option<&str>, sid: &str) -> Result<Option<Secret>> {
        let store = self.kernel.database.read();
        let Some(user_id) = store.user_of_session(sid).await? else {
            return Ok(None);
        };
        let new = self.kernel.new_secret();
        let (browser, known) = cookie.and_then(read).unwrap_or((&new, Vec::new()));
        let code = self
            .kernel
            .lasting_keys
            .known_browser_code(browser, &user_id);
        let others = known.into_iter().filter(|known| *known != code);
        let codes: Vec<&str> = std::iter::once(code.as_str())
            .chain(others)
            .take(MAX_USERS)
            .collect();
        Ok(Some(Secret::presented(format!(
            "{browser}.{}",
            codes.join(".")
        ))))
    }
}

/// The identifier of the browser and the codes, where the value can be one of ours.
fn read(cookie: &str) -> Option<(&str, Vec<&str>)> {
    let is_ours = |part: &str| {
        part.len() == LENGTH
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    if cookie.len() > (LENGTH + 1) * (MAX_USERS + 1) || !cookie.split('.').all(is_ours) {
        return None;
    }
    let mut parts = cookie.split('.');
    Some((parts.next()?, parts.collect()))
}
