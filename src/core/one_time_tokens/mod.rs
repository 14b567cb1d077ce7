//! Tokens that are mailed and work once: a secret in a link, a code, or both.
//!
//! Only digests are stored. A code has few digits, so its digest is keyed, every try is counted before
//! the code is looked at, and a code belongs to the browser that asked for it. A link is opened by GET
//! without any effect, since scanners of mail open links too; a button uses it. Every use is one
//! guarded statement, in the unit of what the token is used for.

mod issue;

pub(crate) use issue::{IssuedToken, NewToken, subject_digest};

use crate::{Error, Result, context::OperationContext, kernel::Kernel, sealing::Purpose};
use doorward_protocol::{
    credentials::one_time_token::{
        MAX_MAILS, MAX_TRIES, RESEND_AFTER, TokenPurpose, TokenRefusal, TokenState, check,
        typed_code,
    },
    json,
    secret::{Digest, Secret},
    time::Lifetime,
};
use doorward_storage::{Store, StoredToken, Unit, User};
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;

/// The tokens of every purpose.
pub struct OneTimeTokens {
    kernel: Arc<Kernel>,
}

/// A token that may be used.
pub(crate) struct OpenToken<T> {
    pub(crate) row: StoredToken,
    /// The user whom it is for, as they are now.
    pub(crate) user: Option<User>,
    /// What it is for.
    pub(crate) content: T,
    /// Whether the account changed since it was made, so that it is worth nothing: only where the
    /// browser that asked must not learn that there is an account.
    pub(crate) is_outdated: bool,
}

impl<T> OpenToken<T> {
    /// Whether the mail before is old enough for another one, and there were not too many.
    /// [`OneTimeTokens::renew`] guards the same.
    pub(crate) fn may_be_mailed_again(&self, ctx: &OperationContext) -> bool {
        self.row.mails < MAX_MAILS && self.row.sent_at <= ctx.now().minus(RESEND_AFTER)
    }
}

/// Who looks at a token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Viewer {
    /// Somebody who has the secret of its link, and so the mail.
    OfLink,
    /// The browser that asked for it, whoever it is about.
    Asker,
}

/// The result of a look at a token.
pub(crate) type Looked<T> = std::result::Result<OpenToken<T>, TokenRefusal>;

/// The result of a code that was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeOutcome {
    /// It is the code, and the token is confirmed.
    Confirmed,
    /// It is another one; so many tries are left.
    Wrong {
        /// How many codes may be tried still.
        left: i64,
    },
    /// The token cannot be confirmed any more.
    Refused(TokenRefusal),
}

impl OneTimeTokens {
    pub(crate) const fn new(kernel: Arc<Kernel>) -> Self {
        Self { kernel }
    }

    /// The token of the secret in a link, for whoever opens it, in whatever browser.
    ///
    /// # Errors
    /// Where the database is unavailable, or the row does not open.
    pub(crate) async fn by_link<T: DeserializeOwned>(
        &self,
        ctx: &OperationContext,
        purpose: TokenPurpose,
        link: &Secret,
    ) -> Result<Looked<T>> {
        let store = self.kernel.database.read();
        let row = store.one_time_token_of_link(&link.digest()).await?;
        self.look(ctx, purpose, row, Viewer::OfLink).await
    }

    /// The token with an identifier, for the browser that asked for it.
    ///
    /// # Errors
    /// As [`OneTimeTokens::by_link`].
    pub(crate) async fn by_id<T: DeserializeOwned>(
        &self,
        ctx: &OperationContext,
        purpose: TokenPurpose,
        id: &str,
        browser: Option<&Secret>,
    ) -> Result<Looked<T>> {
        let store = self.kernel.database.read();
        let row = store.one_time_token(id).await?.filter(|row| {
            let asked = row.browser.as_ref();
            asked
                .zip(browser)
                .is_some_and(|(asked, browser)| asked.matches(&browser.digest()))
        });
        self.look(ctx, purpose, row, Viewer::Asker).await
    }

    async fn look<T: DeserializeOwned>(
        &self,
        ctx: &OperationContext,
        purpose: TokenPurpose,
        row: Option<StoredToken>,
        viewer: Viewer,
    ) -> Result<Looked<T>> {
        let Some(row) = row.filter(|row| row.purpose == purpose.name()) else {
            return Ok(Err(TokenRefusal::Unknown));
        };
        // One read, also where there is nobody.
        let user_id = row.user_id.as_deref().unwrap_or_default();
        let user = self.kernel.database.read().user(user_id).await?;
        let is_outdated = purpose.ends_with_generation() && !is_unchanged(&row, user.as_ref());
        // Nothing changes about nobody: a page that said so would say that there is somebody.
        let is_hidden = viewer == Viewer::Asker && purpose.hides_its_user();
        let state = TokenState {
            expires_at: row.expires_at,
            lifetime: Lifetime(row.expires_at.since(row.created_at)),
            used_at: row.used_at,
            replaced_at: row.replaced_at,
            is_user_unchanged: !is_outdated || is_hidden,
        };
        if let Err(refusal) = check(&state, ctx.now()) {
            return Ok(Err(refusal));
        }
        let content = self.open(&row)?;
        Ok(Ok(OpenToken {
            row,
            user,
            content,
            is_outdated,
        }))
    }

    fn open<T: DeserializeOwned>(&self, row: &StoredToken) -> Result<T> {
        let place = Purpose::OneTimeToken;
        let plain = self
            .kernel
            .sealing
            .open(place.at(&[&row.id]), &row.sealed)?;
        serde_json::from_slice(&plain).map_err(|error| Error::Internal(json::reason(&error)))
    }

    fn seal<T: Serialize>(&self, id: &str, content: &T) -> Result<String> {
        let plain =
            serde_json::to_vec(content).map_err(|error| Error::Internal(error.to_string()))?;
        let place = Purpose::OneTimeToken;
        self.kernel.sealing.seal(place.at(&[id]), &plain)
    }

    /// The digest of a code: keyed, since a code has few digits, and of one token.
    fn code_digest(&self, id: &str, code: &str) -> Digest {
        let keys = &self.kernel.lasting_keys;
        let proven = keys.prove(&format!("code of a one-time token {id}"), code);
        Digest::of(proven.as_bytes())
    }

    /// Tries a code. The try is counted before the code is looked at, so that of many at once no
    /// more are looked at than may be tried; the right one confirms the token, once.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn try_code<T>(
        &self,
        ctx: &OperationContext,
        purpose: TokenPurpose,
        token: &OpenToken<T>,
        typed: &str,
    ) -> Result<CodeOutcome> {
        let row = &token.row;
        if row.confirmed_at.is_some() {
            return Ok(CodeOutcome::Refused(TokenRefusal::Used));
        }
        let Some(code) = typed_code(typed, purpose) else {
            // What cannot be a code costs no try: nothing is learned by it.
            let left = MAX_TRIES - row.tries;
            return Ok(CodeOutcome::Wrong { left });
        };
        let database = &self.kernel.database;
        let tried = Store::try_one_time_code(&row.id, ctx.now());
        if !database.commit_unaudited(tried).await? {
            return Ok(CodeOutcome::Refused(TokenRefusal::TooManyTries));
        }
        let digest = self.code_digest(&row.id, &code);
        let is_right = row.code.as_ref().is_some_and(|code| code.matches(&digest));
        if !is_right {
            let left = (MAX_TRIES - row.tries - 1).max(0);
            return Ok(if left == 0 {
                CodeOutcome::Refused(TokenRefusal::TooManyTries)
            } else {
                CodeOutcome::Wrong { left }
            });
        }
        let confirm = Store::confirm_one_time_token(row, ctx.now());
        Ok(if database.commit_unaudited(confirm).await? {
            CodeOutcome::Confirmed
        } else {
            CodeOutcome::Refused(TokenRefusal::Used)
        })
    }

    /// Confirms a token by its link. `false` where it was confirmed before, or ended meanwhile.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn confirm<T>(
        &self,
        ctx: &OperationContext,
        token: &OpenToken<T>,
    ) -> Result<bool> {
        let confirm = Store::confirm_one_time_token(&token.row, ctx.now());
        self.kernel.database.commit_unaudited(confirm).await
    }

    /// Uses a token: a guard for the unit of what it is used for. Where a change of the user ends
    /// the token, the user must be as the token was made for.
    pub(crate) fn use_up<T>(ctx: &OperationContext, token: &OpenToken<T>) -> Unit {
        let used = Store::use_one_time_token(&token.row.id, ctx.now());
        let bound = token.row.user_id.as_deref().zip(token.row.generation);
        match bound {
            Some((user_id, generation)) => {
                Store::require_user_of_generation(user_id, generation).then(used)
            }
            None => used,
        }
    }
}

/// Whether the user of a token is as when it was made.
fn is_unchanged(row: &StoredToken, user: Option<&User>) -> bool {
    row.user_id.is_none()
        || user.is_some_and(|user| {
            user.disabled_at.is_none() && row.generation == Some(user.generation)
        })
}
