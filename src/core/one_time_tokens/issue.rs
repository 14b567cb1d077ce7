//! Makes tokens, and sends another mail for one.

use super::{OneTimeTokens, OpenToken};
use crate::{Result, context::OperationContext};
use doorward_protocol::{
    credentials::one_time_token::{CodeLength, RESEND_AFTER, TokenPurpose, random_code, shown},
    secret::{Digest, Secret, ordered_id},
    text::{fold_address, fold_loosely},
    time::Timestamp,
};
use doorward_storage::{Store, StoredToken, Unit, User};
use serde::Serialize;

/// A token to be made.
pub(crate) struct NewToken<'a, T> {
    pub(crate) purpose: TokenPurpose,
    /// What it is about: an address, or the identifier of a user.
    pub(crate) subject: &'a str,
    /// The user whom it is for.
    pub(crate) user: Option<&'a User>,
    /// The browser that asks, where its code or identifier is used in that browser alone.
    pub(crate) browser: Option<&'a Secret>,
    /// What the one who uses it needs.
    pub(crate) content: &'a T,
    /// Whether the address is proven already, so that nothing has to be mailed.
    pub(crate) is_confirmed: bool,
    /// Until when it is valid; as long as its purpose says where there is none.
    pub(crate) expires_at: Option<Timestamp>,
}

/// A token that was made, with what is mailed of it.
pub(crate) struct IssuedToken {
    /// Its identifier, which the browser that asked goes on with.
    pub(crate) id: String,
    /// The secret of the link.
    pub(crate) link: Secret,
    /// The code of the mail, as it is shown: a long one in groups of four digits.
    pub(crate) code: String,
    /// The statements that store it.
    pub(crate) unit: Unit,
}

/// The digest of what tokens are about: the same for every spelling of an address. Where a user name
/// can stand in its place, the same for every spelling that finds the same user, and for some that
/// look alike: such tokens are counted by it, and none takes the place of another one.
pub(crate) fn subject_digest(purpose: TokenPurpose, subject: &str) -> Digest {
    let folded = if purpose.is_about_a_name() {
        fold_loosely(subject)
    } else {
        fold_address(subject)
    };
    Digest::of(format!("{} {folded}", purpose.name()).as_bytes())
}

impl OneTimeTokens {
    /// Makes a token. Where its purpose says so, it takes the place of every older one.
    ///
    /// # Errors
    /// `Internal` where the content cannot be sealed.
    pub(crate) fn issue<T: Serialize>(
        &self,
        ctx: &OperationContext,
        new: &NewToken<'_, T>,
    ) -> Result<IssuedToken> {
        self.issue_with(ctx, new, CodeLength::Usual)
    }

    /// As [`OneTimeTokens::issue`], with a code of a length.
    ///
    /// # Errors
    /// `Internal` where the content cannot be sealed.
    pub(crate) fn issue_with<T: Serialize>(
        &self,
        ctx: &OperationContext,
        new: &NewToken<'_, T>,
        code_length: CodeLength,
    ) -> Result<IssuedToken> {
        let (now, purpose) = (ctx.now(), new.purpose);
        let entropy = self.kernel.entropy.as_ref();
        let id = ordered_id(entropy, now);
        let (link, code) = self.secrets(purpose, code_length);
        let row = StoredToken {
            purpose: purpose.name().to_owned(),
            subject: subject_digest(purpose, new.subject),
            user_id: new.user.map(|user| user.id.clone()),
            generation: new
                .user
                .filter(|_| purpose.ends_with_generation())
                .map(|user| user.generation),
            browser: new.browser.map(Secret::digest),
            link: Some(link.digest()),
            code: Some(self.code_digest(&id, &code)),
            sealed: self.seal(&id, new.content)?,
            tries: 0,
            mails: 1,
            created_at: now,
            sent_at: now,
            expires_at: new
                .expires_at
                .unwrap_or_else(|| now.plus(purpose.lifetime())),
            confirmed_at: new.is_confirmed.then_some(now),
            used_at: None,
            replaced_at: None,
            id,
        };
        let older = if purpose.replaces_older() {
            Store::replace_one_time_tokens(purpose, &row.subject, now)
        } else {
            Unit::new()
        };
        Ok(IssuedToken {
            unit: older.then(Store::add_one_time_token(&row)),
            id: row.id,
            link,
            code: shown(&code, code_length),
        })
    }

    /// Gives a token a new link and code, for another mail. The codes that were tried stay counted.
    /// The unit is a guard: the mail before is old enough, and not too many were sent.
    pub(crate) fn renew<T>(
        &self,
        ctx: &OperationContext,
        purpose: TokenPurpose,
        token: &OpenToken<T>,
        code_length: CodeLength,
    ) -> IssuedToken {
        let (link, code) = self.secrets(purpose, code_length);
        let row = StoredToken {
            link: Some(link.digest()),
            code: Some(self.code_digest(&token.row.id, &code)),
            sent_at: ctx.now(),
            ..token.row.clone()
        };
        IssuedToken {
            unit: Store::renew_one_time_token(&row, ctx.now().minus(RESEND_AFTER)),
            id: row.id,
            link,
            code: shown(&code, code_length),
        }
    }

    fn secrets(&self, purpose: TokenPurpose, length: CodeLength) -> (Secret, String) {
        let entropy = self.kernel.entropy.as_ref();
        let code = random_code(entropy, purpose.code_digits(length));
        (Secret::generate(entropy), code)
    }
}
