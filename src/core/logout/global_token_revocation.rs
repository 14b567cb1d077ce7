//! Global Token Revocation (draft-ietf-oauth-global-token-revocation): an upstream or an HR system
//! says that a user is to be out of everything.

use crate::context::{Actor, OperationContext};
use crate::{Provider, Result, oauth::token::CallerError};
use doorward_protocol::{
    events::subject_identifier::SubjectIdentifier, secret::Secret, sessions::sso_session::EndReason,
};

/// The scope of a client that may say so, granted by `client_credentials`.
pub const SCOPE: &str = "global_token_revocation";

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Out of everything.
    Revoked,
    /// The caller may not say so.
    Unauthorized,
    /// The caller is known, and may not say so.
    Forbidden,
    /// Nobody here is meant.
    NotFound,
}

/// Ends everything of a user.
///
/// # Errors
/// Where the store is away.
pub async fn revoke(
    provider: &Provider,
    ctx: &OperationContext,
    bearer: Option<&Secret>,
    subject: &SubjectIdentifier,
) -> Result<Outcome> {
    let caller = match provider
        .tokens()
        .calling_client(ctx, bearer, &[SCOPE])
        .await?
    {
        Ok(client_id) => client_id,
        Err(CallerError::Unauthorized) => return Ok(Outcome::Unauthorized),
        Err(CallerError::Forbidden) => return Ok(Outcome::Forbidden),
    };
    let Some(user) = provider.users().by_subject(subject).await? else {
        return Ok(Outcome::NotFound);
    };
    let ctx = &ctx.acting_as(Actor::Client(caller));
    provider
        .sessions()
        .end_all_and_revoke_grants(ctx, &user.id, EndReason::GlobalRevocation)
        .await?;
    Ok(Outcome::Revoked)
}
