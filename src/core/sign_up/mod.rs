//! Creating an account: the address is proven first, then the account is made.
//!
//! Nothing exists under an address before somebody who reads its mail has confirmed it, so nobody can
//! prepare an account for the address of another. Whether an address has an account already is told in
//! its mail alone: page, status and work are the same.
//!
//! ```text
//!   begin       stores a token of the purpose `SignUp`, bound to the browser, and queues the mail
//!     │         (of an address with an account: one that says so, with nothing to confirm)
//!     ▼
//!   confirm     by the code in the browser that asked, or by the link in any browser
//!     ▼
//!   complete    in the browser that asked: one transaction uses the token, adds the user with a
//!               verified address and their credential, and starts the session
//! ```

mod begin;
mod complete;
mod entered;
mod first_owner;

pub use crate::one_time_tokens::CodeOutcome;
pub use complete::{Completion, NewAccount, NewCredential, NewSignIn};
pub use first_owner::{FirstOwner, FirstOwnerBegun};

use crate::{
    Result,
    context::OperationContext,
    credentials::{
        Passkeys, Passwords, SecondFactors,
        passkeys::{PasskeyCeremony, PasskeyOwner},
    },
    kernel::Kernel,
    mail::Mailer,
    mail_limits::{MailLimits, RequestedMail, Requester},
    one_time_tokens::{Looked, OneTimeTokens, OpenToken},
    outbox::Outbox,
    users::new_user_id,
};
use doorward_protocol::{
    clients::client::Client,
    credentials::{
        one_time_token::{TokenPurpose, TokenRefusal},
        sign_up::SignUpMode,
    },
    secret::Secret,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Creating an account.
pub struct SignUp {
    pub(crate) kernel: Arc<Kernel>,
    pub(crate) tokens: Arc<OneTimeTokens>,
    pub(crate) mailer: Arc<Mailer>,
    pub(crate) mail_limits: Arc<MailLimits>,
    pub(crate) passwords: Arc<Passwords>,
    pub(crate) passkeys: Arc<Passkeys>,
    pub(crate) second_factors: Arc<SecondFactors>,
    pub(crate) outbox: Outbox,
}

/// Somebody who wants an account.
pub struct Applicant<'a> {
    /// The address that was typed.
    pub email: &'a str,
    /// The secret of the browser.
    pub browser: &'a Secret,
    /// The authorization request that waits.
    pub flow: Option<&'a str>,
    /// The client that the user came from.
    pub client: Option<&'a Client>,
    /// The language of the mail.
    pub language: &'a str,
    /// The `User-Agent` header of the browser, for whoever reads the mail elsewhere.
    pub user_agent: &'a str,
}

/// What is known of an account that is being created.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Pending {
    pub(crate) email: String,
    flow: Option<String>,
    client_id: Option<String>,
    language: String,
    /// The `User-Agent` header of the browser that asked.
    device: String,
    address: String,
    /// Whether the address has an account already: then there is nothing to confirm.
    is_taken: bool,
    /// The identifier of the user whom it makes; none in tokens of former versions.
    #[serde(default)]
    user_id: String,
    /// The invitation that is accepted by the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) invitation: Option<PendingInvitation>,
    /// The identifier of the link that makes the user the first owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first_owner: Option<String>,
}

/// An invitation that is accepted by an account.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct PendingInvitation {
    pub(crate) id: String,
    /// The identifier of its token.
    pub(crate) token_id: String,
    /// The apps that it is for.
    #[serde(default)]
    pub(crate) client_ids: Vec<String>,
}

/// Why an account is not begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignUpRefusal {
    /// Nobody creates an account here, or only on invitation.
    Off,
    /// What was typed is no address.
    NoAddress,
    /// Mail is not sent to such an address.
    Unmailable,
    /// The domain of the address is not among those that are admitted.
    OtherDomain,
    /// The address is of a service for addresses that are thrown away.
    Disposable,
    /// Its domain belongs to an identity provider, by this identifier: its users sign in there.
    OfProvider(String),
}

/// An account that is being created, as pages show it.
pub struct PendingSignUp {
    /// The address that is proven.
    pub email: String,
    /// The authorization request that waits.
    pub flow: Option<String>,
    /// The client that the user came from.
    pub client_id: Option<String>,
    /// The `User-Agent` header of the browser that asked.
    pub user_agent: String,
    /// The network address that asked.
    pub address: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Whether the address is proven.
    pub is_confirmed: bool,
}

impl PendingSignUp {
    fn of(token: &OpenToken<Pending>) -> Self {
        let pending = token.content.clone();
        Self {
            email: pending.email,
            flow: pending.flow,
            client_id: pending.client_id,
            user_agent: pending.device,
            address: pending.address,
            asked_at: token.row.created_at,
            is_confirmed: token.row.confirmed_at.is_some(),
        }
    }
}

impl SignUp {
    /// Who may create an account on the way to a client: as the settings say, unless the client
    /// takes no new users.
    pub fn mode(&self, client: Option<&Client>) -> SignUpMode {
        if client.is_some_and(|client| !client.sign_up) {
            SignUpMode::Off
        } else {
            self.kernel.settings.sign_up.mode
        }
    }

    /// Whether the sign-in page offers to create an account: it can be done, and mail can be sent.
    pub fn is_offered(&self, client: Option<&Client>) -> bool {
        self.mode(client).has_page() && self.mailer.can_send()
    }

    /// The account that this browser is creating.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn pending(
        &self,
        ctx: &OperationContext,
        id: &str,
        browser: Option<&Secret>,
    ) -> Result<std::result::Result<PendingSignUp, TokenRefusal>> {
        let looked = self.look(ctx, id, browser).await?;
        Ok(looked.map(|token| PendingSignUp::of(&token)))
    }

    /// Begins the passkey of an account that is being created. `None` where passkeys are not available,
    /// or the address is not proven.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn begin_passkey(
        &self,
        ctx: &OperationContext,
        id: &str,
        browser: &Secret,
    ) -> Result<Option<PasskeyCeremony>> {
        let Ok(token) = self.look(ctx, id, Some(browser)).await? else {
            return Ok(None);
        };
        let pending = &token.content;
        if token.row.confirmed_at.is_none() || pending.user_id.is_empty() {
            return Ok(None);
        }
        let owner = PasskeyOwner {
            user_id: &pending.user_id,
            name: &pending.email,
            display_name: &pending.email,
        };
        self.passkeys
            .begin_registration(ctx, owner, browser, false)
            .await
    }

    /// The identifier of a user who is about to be made.
    fn reserved_user_id(&self) -> String {
        new_user_id(self.kernel.entropy.as_ref())
    }

    pub(crate) async fn look(
        &self,
        ctx: &OperationContext,
        id: &str,
        browser: Option<&Secret>,
    ) -> Result<Looked<Pending>> {
        self.tokens
            .by_id(ctx, TokenPurpose::SignUp, id, browser)
            .await
    }

    /// Tries a code, in the browser that asked for it.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn try_code(
        &self,
        ctx: &OperationContext,
        id: &str,
        browser: Option<&Secret>,
        code: &str,
    ) -> Result<CodeOutcome> {
        let token = match self.look(ctx, id, browser).await? {
            Ok(token) => token,
            Err(refusal) => return Ok(CodeOutcome::Refused(refusal)),
        };
        let purpose = TokenPurpose::SignUp;
        self.tokens.try_code(ctx, purpose, &token, code).await
    }

    /// Sends another mail. `false` where the mail before is too recent, or there were too many.
    ///
    /// # Errors
    /// `Limited` where a network asked for too many mails; where the database is unavailable.
    pub async fn send_again(
        &self,
        ctx: &OperationContext,
        id: &str,
        browser: Option<&Secret>,
    ) -> Result<std::result::Result<bool, TokenRefusal>> {
        let token = match self.look(ctx, id, browser).await? {
            Ok(token) => token,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let requested = requested(&token.content.email);
        if !token.may_be_mailed_again(ctx) || !self.mail_limits.admit_again(ctx, &requested).await?
        {
            return Ok(Ok(false));
        }
        let code_length = self.mail_limits.code_length(ctx, &requested).await?;
        let purpose = TokenPurpose::SignUp;
        let issued = self.tokens.renew(ctx, purpose, &token, code_length);
        let store = self.kernel.database.read();
        let owner = store.user_by_email(&token.content.email).await?;
        let mail = self.mail(ctx, &token.content, &issued, owner.as_ref())?;
        let unit = issued.unit.then(mail);
        let is_sent = self.kernel.database.commit_unaudited(unit).await?;
        self.outbox.notify();
        Ok(Ok(is_sent))
    }

    /// The account that a link of a mail is about, for whoever opens it. Nothing changes.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn of_link(
        &self,
        ctx: &OperationContext,
        link: &Secret,
    ) -> Result<std::result::Result<PendingSignUp, TokenRefusal>> {
        let looked = self.look_by_link(ctx, link).await?;
        Ok(looked.map(|token| PendingSignUp::of(&token)))
    }

    async fn look_by_link(&self, ctx: &OperationContext, link: &Secret) -> Result<Looked<Pending>> {
        let purpose = TokenPurpose::SignUp;
        let looked = self.tokens.by_link::<Pending>(ctx, purpose, link).await?;
        Ok(looked.and_then(|token| {
            if token.row.confirmed_at.is_some() {
                Err(TokenRefusal::Used)
            } else {
                Ok(token)
            }
        }))
    }

    /// Confirms the address by the link of the mail. Gives the identifier of the token where the
    /// browser is the one that asked, which goes on at once.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn confirm_by_link(
        &self,
        ctx: &OperationContext,
        link: &Secret,
        browser: Option<&Secret>,
    ) -> Result<std::result::Result<Option<String>, TokenRefusal>> {
        let token = match self.look_by_link(ctx, link).await? {
            Ok(token) => token,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if !self.tokens.confirm(ctx, &token).await? {
            return Ok(Err(TokenRefusal::Used));
        }
        let asked = token.row.browser.as_ref().zip(browser);
        let is_same = asked.is_some_and(|(asked, browser)| asked.matches(&browser.digest()));
        Ok(Ok(is_same.then_some(token.row.id)))
    }
}

/// A mail to an address that is to have an account: whoever asks, nobody is known by it yet.
const fn requested(email: &str) -> RequestedMail<'_> {
    RequestedMail {
        purpose: TokenPurpose::SignUp,
        name: email,
        user: None,
        requester: Requester::Browser {
            known_browser: None,
        },
    }
}
