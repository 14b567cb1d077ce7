//! What every request for a mail has in common: how often an address and a network may ask.

use crate::{
    Error, Result,
    context::OperationContext,
    kernel::Kernel,
    limits::{Class, Limited, RateLimits},
    one_time_tokens::subject_digest,
    proof_of_work::{Challenge, Proven, is_done, new_challenge},
};
use doorward_protocol::{
    credentials::{one_time_token::TokenPurpose, proof_of_work::PresentedProof},
    secret::Secret,
    time::Lifetime,
};
use std::sync::Arc;

/// How many mails of one purpose an address gets within an hour.
const MAILS_PER_HOUR: i64 = 3;
/// How many codes of one purpose may be tried for an address within a day, whatever mails are sent.
const TRIES_PER_DAY: i64 = 25;
/// When somebody who asked for too many mails may ask again, in seconds.
const RETRY_AFTER: i64 = 3600;

/// The forms that ask for a mail: those that a program sends often cost it some work.
pub struct MailedRequests {
    pub(crate) kernel: Arc<Kernel>,
    pub(crate) limits: Arc<RateLimits>,
}

impl MailedRequests {
    /// The challenge for the page of such a form, where it is to bring a proof of work. Who asks for
    /// whose mail makes no difference.
    pub fn challenge(&self, ctx: &OperationContext, browser: &Secret) -> Option<Challenge> {
        self.needs_proof(ctx)
            .then(|| new_challenge(&self.kernel, ctx, browser))
    }

    /// Whether a form lacks the proof of work that it needs. `about` is what it names: an address, or
    /// the account that is being created.
    pub fn lacks_proof(
        &self,
        ctx: &OperationContext,
        browser: Option<&Secret>,
        proof: &PresentedProof<'_>,
        about: &str,
    ) -> bool {
        let of = Proven {
            name: about,
            password: "",
        };
        self.needs_proof(ctx) && !is_done(&self.kernel, ctx, browser, proof, of)
    }

    fn needs_proof(&self, ctx: &OperationContext) -> bool {
        let limits = &self.limits;
        limits.is_reached(ctx, Class::MailWithoutProof, &ctx.network())
            || limits.is_reached(ctx, Class::AllMails, "")
    }
}

/// Counts a request for a mail.
pub(crate) async fn count(limits: &RateLimits, ctx: &OperationContext) {
    let network = ctx.network();
    limits.count(ctx, Class::Mail, &network).await;
    limits.count(ctx, Class::MailWithoutProof, &network).await;
    limits.count(ctx, Class::AllMails, "").await;
}

/// Counts a request for a mail, and refuses one too many: of a network, or about an address. Nothing
/// that is counted depends on whether the address has an account.
///
/// # Errors
/// `Limited`, or where the database is unavailable.
pub(crate) async fn admit(
    kernel: &Kernel,
    limits: &RateLimits,
    ctx: &OperationContext,
    purpose: TokenPurpose,
    address: &str,
) -> Result<()> {
    let network = ctx.network();
    limits.check(ctx, Class::Mail, &network)?;
    count(limits, ctx).await;
    let subject = subject_digest(purpose, address);
    let store = kernel.database.read();
    let hour = ctx.now().minus(Lifetime::hours(1));
    let mails = store
        .one_time_token_use(purpose, &subject, hour)
        .await?
        .mails;
    let day = ctx.now().minus(Lifetime::days(1));
    let tries = store
        .one_time_token_use(purpose, &subject, day)
        .await?
        .tries;
    if mails < MAILS_PER_HOUR && tries < TRIES_PER_DAY {
        return Ok(());
    }
    Err(Error::Limited(Limited {
        class: Class::Mail,
        quota: MAILS_PER_HOUR,
        retry_after: RETRY_AFTER,
    }))
}
