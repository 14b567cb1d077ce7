//! Sign-in by mail: a code, a link, or both in one mail.
//!
//! Whether an identifier is that of a user is never told: page, status and work are the same. Code and
//! link work once, in the browser that asked, for ten minutes (docs/decisions/0044).
//!
//! ```text
//!   begin       stores a token of the purpose `SignIn`, bound to the browser, and queues the mail
//!     │         (for nobody: one of the same size that is dropped)
//!     ▼
//!   by_code     in the page that waits, or by_link by the button of the page behind the link
//!     │
//!     ▼
//!   prove       where the address was not proven before: what was set up until then ends
//!     │         (docs/decisions/0070)
//!     ▼
//!   admit       the second factor where the policy asks for it; else the session, and in the same
//!               transaction the use of the token
//! ```

mod begin;
mod complete;

pub use begin::MailRequest;
pub use complete::{LinkView, MailBrowser, MailedOutcome};

use crate::{
    Result,
    context::OperationContext,
    credentials::SecondFactors,
    kernel::Kernel,
    mail::Mailer,
    mail_limits::MailLimits,
    one_time_tokens::{Looked, OneTimeTokens, OpenToken},
    outbox::Outbox,
    sessions::Sessions,
};
use doorward_protocol::{
    credentials::{
        one_time_token::{TokenPurpose, TokenRefusal},
        sign_in_method::SignInMethod,
    },
    secret::Secret,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Sign-in by a mailed code or link.
pub struct MailedSignIn {
    pub(crate) kernel: Arc<Kernel>,
    pub(crate) tokens: Arc<OneTimeTokens>,
    pub(crate) mailer: Arc<Mailer>,
    pub(crate) mail_limits: Arc<MailLimits>,
    pub(crate) second_factors: Arc<SecondFactors>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) outbox: Outbox,
}

/// A sign-in that waits for its mail.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Pending {
    /// What was typed.
    identifier: String,
    /// The address that the mail went to: it is worth nothing once the user has another one. None
    /// where there is nobody.
    email: Option<String>,
    flow: Option<String>,
    client_id: Option<String>,
    language: String,
    /// The `User-Agent` header of the browser that asked.
    device: String,
    address: String,
    remembered: bool,
    /// Whether the mail has a code, and a link.
    code: bool,
    link: bool,
}

/// A sign-in that waits for its mail, for the page that waits.
pub struct PendingMail {
    /// What was typed.
    pub identifier: String,
    /// The authorization request that waits.
    pub flow: Option<String>,
    /// Whether the mail has a code.
    pub has_code: bool,
    /// Whether the mail has a link.
    pub has_link: bool,
}

impl MailedSignIn {
    /// The sign-in that waits in this browser.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn pending(
        &self,
        ctx: &OperationContext,
        id: &str,
        browser: Option<&Secret>,
    ) -> Result<std::result::Result<PendingMail, TokenRefusal>> {
        let looked = self.look(ctx, id, browser).await?;
        Ok(looked.map(|token| PendingMail {
            identifier: token.content.identifier,
            flow: token.content.flow,
            has_code: token.content.code,
            has_link: token.content.link,
        }))
    }

    async fn look(
        &self,
        ctx: &OperationContext,
        id: &str,
        browser: Option<&Secret>,
    ) -> Result<Looked<Pending>> {
        let purpose = TokenPurpose::SignIn;
        let looked = self.tokens.by_id(ctx, purpose, id, browser).await?;
        Ok(looked.map(|token| OpenToken {
            is_outdated: token.is_outdated || !has_address(&token),
            ..token
        }))
    }

    /// Whether the method is on now, for the app that the sign-in is for.
    async fn admits(&self, pending: &Pending, method: &SignInMethod) -> Result<bool> {
        let is_mailed = match method {
            SignInMethod::Code => pending.code,
            _ => pending.link,
        };
        if !is_mailed || !self.kernel.settings.signs_in_by(method) {
            return Ok(false);
        }
        let Some(client_id) = &pending.client_id else {
            return Ok(true);
        };
        let configuration = self.kernel.configuration().await?;
        let registered = configuration.client(client_id).await?;
        Ok(registered.is_some_and(|registered| registered.client.admits(method)))
    }
}

/// Whether the user of a token still has the address that the mail went to.
fn has_address(token: &OpenToken<Pending>) -> bool {
    match (&token.user, &token.content.email) {
        (Some(user), Some(email)) => user.has_email(email),
        _ => true,
    }
}
