//! Browsers in which a user is not asked for a second factor. The cookie holds a secret for each user
//! who trusts the browser; a row says whose it is, and the generation of the user ends it.

use super::{SecondFactors, admission::Proven};
use crate::{Result, audit::Record, context::OperationContext, sessions::Device};
use doorward_protocol::{
    secret::{Digest, Secret, random_id},
    time::{Lifetime, Timestamp},
};
use doorward_storage::{NewTrustedBrowser, Store, Unit};

pub use doorward_storage::TrustedBrowser;

/// How many users of one browser may trust it.
const MAX_USERS: usize = 8;
/// The length of a secret in the cookie, in characters: 256 bits in base64url.
const LENGTH: usize = 43;

/// A browser that its user begins to trust.
pub(super) struct NewTrust {
    /// What the cookie is to hold.
    pub(super) cookie: Secret,
    digest: Digest,
    browser: TrustedBrowser,
}

impl SecondFactors {
    /// Whether the user trusts the browser that they sign in from.
    pub(super) async fn trusts(
        &self,
        ctx: &OperationContext,
        user_id: &str,
        trusted_browser: Option<&str>,
    ) -> Result<bool> {
        let store = self.kernel.database.read();
        for secret in secrets(trusted_browser) {
            let digest = Digest::of(secret.as_bytes());
            if store
                .is_trusted_browser(&digest, user_id, ctx.now())
                .await?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Notes the use of a trusted browser.
    pub(super) fn use_trusted_browser(&self, ctx: &OperationContext, proven: &Proven<'_>) -> Unit {
        if self.policy().trusted_browser == Lifetime(0) {
            return Unit::new();
        }
        secrets(proven.onward.trusted_browser).fold(Unit::new(), |unit, secret| {
            let digest = Digest::of(secret.as_bytes());
            let user_id = proven.authenticated.user_id;
            unit.then(Store::use_trusted_browser(&digest, user_id, ctx.now()))
        })
    }

    /// A browser that its user begins to trust; none where browsers are not trusted.
    pub(super) fn new_trust(
        &self,
        ctx: &OperationContext,
        cookie: Option<&str>,
        device: Device<'_>,
    ) -> Option<NewTrust> {
        let lifetime = self.policy().trusted_browser;
        if lifetime == Lifetime(0) {
            return None;
        }
        let entropy = self.kernel.entropy.as_ref();
        let secret = Secret::generate(entropy);
        let others = secrets(cookie).take(MAX_USERS - 1);
        let all: Vec<&str> = [secret.reveal()].into_iter().chain(others).collect();
        let now = ctx.now();
        Some(NewTrust {
            cookie: Secret::presented(all.join(".")),
            digest: secret.digest(),
            browser: TrustedBrowser {
                id: random_id(entropy, 12),
                user_agent: device.user_agent.chars().take(300).collect(),
                address: device
                    .address
                    .map(|address| address.to_canonical().to_string()),
                created_at: now,
                last_used_at: now,
                expires_at: now.plus(lifetime),
            },
        })
    }

    /// The browsers that a user trusts.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn trusted_browsers(
        &self,
        user_id: &str,
        now: Timestamp,
    ) -> Result<Vec<TrustedBrowser>> {
        let store = self.kernel.database.read();
        Ok(store.trusted_browsers(user_id, now).await?)
    }

    /// A user trusts a browser no more: one of their list, or every one. `false` where there was none.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn distrust(
        &self,
        ctx: &OperationContext,
        user_id: &str,
        id: Option<&str>,
    ) -> Result<bool> {
        let record = Record {
            action: "browser.distrusted",
            subject: Some(user_id),
            client_id: None,
            detail: if id.is_some() { "one" } else { "all" },
        };
        let unit = Store::distrust_browsers(user_id, id);
        self.kernel.database.commit(ctx, unit, &[record]).await
    }
}

impl NewTrust {
    pub(super) fn unit(&self, user_id: &str, generation: i64) -> Unit {
        let new = NewTrustedBrowser {
            digest: &self.digest,
            user_id,
            generation,
        };
        Store::trust_browser(new, &self.browser)
    }
}

/// The secrets of a cookie, as far as they can be ours.
fn secrets(cookie: Option<&str>) -> impl Iterator<Item = &str> {
    let parts = cookie.unwrap_or_default().split('.').take(MAX_USERS);
    parts.filter(|part| part.len() == LENGTH)
}
