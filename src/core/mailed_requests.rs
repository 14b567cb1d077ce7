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
    secret::{Digest, Secret},
    time::{Lifetime, Timestamp},
};
use doorward_storage::{Store, Unit, User};
use std::sync::Arc;

/// How many mails of one purpose an address gets within an hour: as many as a row of
/// `mailed_requests` remembers.
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

/// Counts a request for a mail, and refuses one too many: of a network, or about a name, in whatever
/// spelling. Nothing that is counted depends on whether the name is that of an account.
///
/// # Errors
/// `Limited`, or where the database is unavailable.
pub(crate) async fn admit(
    kernel: &Kernel,
    limits: &RateLimits,
    ctx: &OperationContext,
    purpose: TokenPurpose,
    name: &str,
) -> Result<()> {
    limits.check(ctx, Class::Mail, &ctx.network())?;
    count(limits, ctx).await;
    // Codes that are tried meanwhile are those of three mails at most, five for each.
    let (subject, day) = (subject_digest(purpose, name), a_day_ago(ctx));
    let store = kernel.database.read();
    let tries = store.tries_about(purpose, &subject, day).await?;
    let counted = counted(ctx, purpose, name);
    if tries < TRIES_PER_DAY && kernel.database.commit_unaudited(counted).await? {
        return Ok(());
    }
    Err(Error::Limited(Limited {
        class: Class::Mail,
        quota: MAILS_PER_HOUR,
        retry_after: RETRY_AFTER,
    }))
}

/// The statement that counts a mail by the name that was typed. A guard: it is not one too many.
pub(crate) fn counted(ctx: &OperationContext, purpose: TokenPurpose, name: &str) -> Unit {
    by(ctx, &subject_digest(purpose, name))
}

/// Whether one more mail may go to whoever a name belongs to: their names are counted together. It is
/// never told, since it would tell that they are of one account: the mail is left out. Where the
/// name is nobody's, the work is the same.
///
/// # Errors
/// Where the database is unavailable.
pub(crate) async fn may_be_mailed(
    kernel: &Kernel,
    ctx: &OperationContext,
    purpose: TokenPurpose,
    asked: Asked<'_>,
) -> Result<bool> {
    let user_id = asked.user.map_or("", |user| user.id.as_str());
    let whose = match asked.user {
        Some(user) => format!("{} of the user {}", purpose.name(), user.id),
        None => format!("{} of nobody, {}", purpose.name(), asked.name),
    };
    let counted_by = Digest::of(whose.as_bytes());
    let day = a_day_ago(ctx);
    let store = kernel.database.read();
    let tries = store.tries_of_user(purpose, user_id, day).await?;
    let counted = kernel.database.commit_unaudited(by(ctx, &counted_by));
    let may_be = counted.await? && tries < TRIES_PER_DAY;
    if !may_be {
        tracing::info!(
            event = "mail.left_out",
            reason = "too_many_for_one_user",
            address = ctx.address(),
            "a user was not mailed: too many mails were asked for by their names"
        );
    }
    Ok(may_be)
}

/// The name that a mail is asked for by, and whose it is.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) name: &'a str,
    pub(crate) user: Option<&'a User>,
}

fn by(ctx: &OperationContext, digest: &Digest) -> Unit {
    Store::count_mailed_request(digest, ctx.now(), ctx.now().minus(Lifetime::hours(1)))
}

fn a_day_ago(ctx: &OperationContext) -> Timestamp {
    ctx.now().minus(Lifetime::days(1))
}
