//! `id_token_hint`: an ID token of this provider that names the user whom a client expects (OpenID
//! Connect Core §3.1.2.1, RP-Initiated Logout §2).

use crate::{Configuration, Result, context::OperationContext, kernel::Kernel};
use doorward_protocol::{clients::registered_client::RegisteredClient, oidc::id_token::Hint};
use std::sync::Arc;

/// What a request says by `id_token_hint`.
pub(crate) enum IdTokenHint {
    /// The parameter was not sent.
    Absent,
    /// It is not an ID token of this provider.
    Invalid,
    /// It names a user in the words of a client.
    Valid(VerifiedHint),
}

/// A hint that this provider signed.
pub(crate) struct VerifiedHint {
    /// What it says.
    pub(crate) hint: Hint,
    /// The client that the ID token was issued to; `None` where it is not registered any more.
    client: Option<Arc<RegisteredClient>>,
}

impl IdTokenHint {
    /// Verifies a hint. An expired ID token is still a hint.
    pub(crate) async fn read(
        kernel: &Kernel,
        ctx: &OperationContext,
        configuration: &Configuration,
        text: Option<&str>,
    ) -> Result<Self> {
        let Some(text) = text else {
            return Ok(Self::Absent);
        };
        let verified = configuration.keyring.verify(text, ctx.now());
        let hint = verified
            .and_then(|(typ, claims)| Hint::from_claims(typ.as_deref(), &claims, kernel.issuer()));
        let Some(hint) = hint else {
            return Ok(Self::Invalid);
        };
        let client = configuration.client(&hint.client_id).await?;
        Ok(Self::Valid(VerifiedHint { hint, client }))
    }

    /// The hint, where it is valid.
    pub(crate) fn verified(self) -> Option<VerifiedHint> {
        match self {
            Self::Valid(hint) => Some(hint),
            Self::Absent | Self::Invalid => None,
        }
    }
}

impl VerifiedHint {
    /// Whether the hint names this user: its `sub` is the one that the user has for the client that
    /// the ID token was issued to.
    pub(crate) fn names_user(&self, kernel: &Kernel, user_id: &str) -> bool {
        let sub = self.client.as_ref().map_or_else(
            || user_id.to_owned(),
            |registered| kernel.subject_for(&registered.client, user_id),
        );
        self.hint.sub == sub
    }
}
