//! Global Token Revocation (draft-ietf-oauth-global-token-revocation): another system, such as an
//! identity provider or an HR system, revokes every session and token of a user.

use super::Logout;
use crate::{
    Result,
    context::{Actor, OperationContext},
    oauth::token::CallerError,
};
use doorward_protocol::{
    events::subject_identifier::SubjectIdentifier, logout::GLOBAL_TOKEN_REVOCATION_SCOPE as SCOPE,
    secret::Secret, sessions::sso_session::EndReason,
};

/// The answer to a request of global token revocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GlobalRevocation {
    /// Every session and token of the user is revoked.
    Revoked,
    /// The access token of the caller is missing, unknown or expired.
    Unauthorized,
    /// The access token of the caller lacks the scope.
    Forbidden,
    /// The subject identifier names no user.
    NotFound,
}

impl Logout {
    /// Ends every session of each user that the subject names, and revokes every token, those with
    /// offline access too.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn revoke_globally(
        &self,
        ctx: &OperationContext,
        bearer: Option<&Secret>,
        subject: &SubjectIdentifier,
    ) -> Result<GlobalRevocation> {
        let caller = match self.tokens.calling_client(ctx, bearer, &[SCOPE]).await? {
            Ok(client_id) => client_id,
            Err(CallerError::Unauthorized) => return Ok(GlobalRevocation::Unauthorized),
            Err(CallerError::Forbidden) => return Ok(GlobalRevocation::Forbidden),
        };
        let users = self.users.by_subject(subject).await?;
        if users.is_empty() {
            return Ok(GlobalRevocation::NotFound);
        }
        let ctx = &ctx.acting_as(Actor::Client(caller));
        for user in users {
            self.sessions
                .end_all(ctx, &user.id, None, EndReason::GlobalRevocation)
                .await?;
        }
        Ok(GlobalRevocation::Revoked)
    }
}
