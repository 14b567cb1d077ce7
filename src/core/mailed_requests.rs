//! What every request for a mail has in common: how often an address and a network may ask.

use crate::{
    Error, Result,
    context::OperationContext,
    kernel::Kernel,
    limits::{Class, Limited, RateLimits},
    one_time_tokens::subject_digest,
};
use doorward_protocol::{credentials::one_time_token::TokenPurpose, time::Lifetime};

/// How many mails of one purpose an address gets within an hour.
const MAILS_PER_HOUR: i64 = 3;
/// How many codes of one purpose may be tried for an address within a day, whatever mails are sent.
const TRIES_PER_DAY: i64 = 25;
/// When somebody who asked for too many mails may ask again, in seconds.
const RETRY_AFTER: i64 = 3600;

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
    limits.count(ctx, Class::Mail, &network).await;
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
