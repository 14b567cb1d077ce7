//! `id_token_hint`: an ID token of this provider that names the user whom a client expects (OpenID
//! Connect Core §3.1.2.1, RP-Initiated Logout §2).

use crate::{Configuration, context::OperationContext, kernel::Kernel};
use doorward_protocol::oidc::id_token::Hint;

/// What a request says by `id_token_hint`.
pub(crate) enum IdTokenHint {
    /// The parameter was not sent.
    Absent,
    /// It is not an ID token of this provider.
    Invalid,
    /// It names a user in the words of a client.
    Valid(Hint),
}

impl IdTokenHint {
    /// Verifies a hint. An expired ID token is still a hint.
    pub(crate) fn read(
        kernel: &Kernel,
        ctx: &OperationContext,
        configuration: &Configuration,
        text: Option<&str>,
    ) -> Self {
        let Some(text) = text else {
            return Self::Absent;
        };
        configuration
            .keyring
            .verify(text, ctx.now())
            .and_then(|(typ, claims)| Hint::from_claims(typ.as_deref(), &claims, kernel.issuer()))
            .map_or(Self::Invalid, Self::Valid)
    }
}

/// Whether a hint names this user: its `sub` is the one that the user has for the client that the
/// ID token was issued to.
pub(crate) fn names_user(
    kernel: &Kernel,
    configuration: &Configuration,
    hint: &Hint,
    user_id: &str,
) -> bool {
    let sub = configuration.client(&hint.client_id).map_or_else(
        || user_id.to_owned(),
        |registered| kernel.subject_for(&registered.client, user_id),
    );
    hint.sub == sub
}
