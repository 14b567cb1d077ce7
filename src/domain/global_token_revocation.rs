//! Global Token Revocation (draft-ietf-oauth-global-token-revocation): an upstream or an HR system says that a person is to be out of
//! everything.

use super::{Provider, Result, accounts, sso_session::Ending, token::verify::live_access_token};
use crate::{
    protocol::{secret::Secret, sso_session::EndReason, text::fold},
    storage::Person,
};
use serde::Deserialize;

/// The scope of a client that may say so, granted by `client_credentials`.
pub const SCOPE: &str = "global_token_revocation";

/// Who is meant: a subject identifier (RFC 9493).
#[derive(Debug, Deserialize)]
#[serde(tag = "format", rename_all = "snake_case")]
pub enum SubjectIdentifier {
    /// An address.
    Email {
        /// The address.
        email: String,
    },
    /// Our own `sub`.
    Opaque {
        /// The identifier.
        id: String,
    },
    /// A subject of an issuer: of this one, or of a provider elsewhere.
    IssSub {
        /// The issuer.
        iss: String,
        /// The subject.
        sub: String,
    },
}

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

/// Ends everything of a person.
///
/// # Errors
/// Where the store is away.
pub async fn revoke(provider: &Provider, bearer: Option<&Secret>, subject: &SubjectIdentifier) -> Result<Outcome> {
    let Some(bearer) = bearer else { return Ok(Outcome::Unauthorized) };
    let Some(live) = live_access_token(provider, bearer).await? else { return Ok(Outcome::Unauthorized) };
    // A client for itself: nobody says this in a person's name.
    let is_meant = live.token.aud.iter().any(|aud| aud == provider.issuer());
    if live.person.is_some() || !is_meant || !live.token.scope.contains(SCOPE) {
        return Ok(Outcome::Forbidden);
    }
    let Some(person) = person(provider, subject).await? else { return Ok(Outcome::NotFound) };
    accounts::end_everything(provider, &person.id, Ending { reason: EndReason::GlobalRevocation, actor: &live.token.client_id }).await?;
    Ok(Outcome::Revoked)
}

async fn person(provider: &Provider, subject: &SubjectIdentifier) -> Result<Option<Person>> {
    Ok(match subject {
        SubjectIdentifier::Email { email } => {
            let found = provider.store.person_by_identifier(email).await?;
            found.filter(|person| person.email.as_deref().map(fold) == Some(fold(email)))
        }
        SubjectIdentifier::Opaque { id } => provider.store.person(id).await?,
        SubjectIdentifier::IssSub { iss, sub } if iss == provider.issuer() => provider.store.person(sub).await?,
        SubjectIdentifier::IssSub { iss, sub } => provider.store.person_by_subject(iss, sub).await?,
    })
}
