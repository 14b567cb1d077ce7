//! RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0 §2, §3, §6).

use crate::{clients::client::Client, oidc::id_token::Hint, sessions::sso_session::SsoSession};

/// What a logout request leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogoutDecision {
    /// The session ends, and the browser goes on to the client or to the page of the result.
    SignOut,
    /// The user is asked first: nothing proves that the request comes from a client of theirs.
    Confirm,
    /// No session exists; the browser goes on.
    NotSignedIn,
    /// No session exists, and the browser stays here: nobody vouches for the client that names where
    /// to go on, and nothing proves that the user was ever there.
    ShowResult,
    /// The request is refused on a page, never by a redirect.
    Refuse(LogoutError),
}

/// Why a logout request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogoutError {
    /// `id_token_hint` is not an ID token of this issuer.
    HintInvalid,
    /// `client_id` is not the audience of `id_token_hint`.
    ClientMismatch,
    /// The client is unknown or disabled.
    ClientUnknown,
    /// `post_logout_redirect_uri` is not registered, or the request names no client.
    RedirectUriUnregistered,
}

/// The parameters of a logout request (§2), and what the ID token hint proves.
#[derive(Clone, Debug, Default)]
pub struct LogoutRequest<'a> {
    /// Whether `id_token_hint` was sent.
    pub hint_sent: bool,
    /// The claims of `id_token_hint`, where it is valid.
    pub hint: Option<&'a Hint>,
    /// Whether the hint names the user of the session.
    pub hint_is_of_user: bool,
    /// The parameter `client_id`.
    pub client_id: Option<&'a str>,
    /// Whether the client registered itself: anybody may have written where the browser goes on.
    pub registered_by_itself: bool,
    /// The parameter `post_logout_redirect_uri`.
    pub post_logout_redirect_uri: Option<&'a str>,
}

/// Decides what a logout request leads to (§2 and §6).
pub fn decide(
    request: &LogoutRequest<'_>,
    client: Option<&Client>,
    session: Option<&SsoSession>,
) -> LogoutDecision {
    if request.hint_sent && request.hint.is_none() {
        return LogoutDecision::Refuse(LogoutError::HintInvalid);
    }
    if let (Some(hint), Some(client_id)) = (request.hint, request.client_id)
        && hint.client_id != client_id
    {
        return LogoutDecision::Refuse(LogoutError::ClientMismatch);
    }
    if (request.client_id.is_some() || request.hint.is_some()) && client.is_none() {
        return LogoutDecision::Refuse(LogoutError::ClientUnknown);
    }
    if let Some(uri) = request.post_logout_redirect_uri
        && client.is_none_or(|client| {
            !client
                .post_logout_redirect_uris
                .iter()
                .any(|known| crate::oauth::redirect_uri::matches(known, uri))
        })
    {
        return LogoutDecision::Refuse(LogoutError::RedirectUriUnregistered);
    }
    match (session, request.hint) {
        // §3: without a hint, the legitimacy of the address is confirmed by other means.
        (None, None)
            if request.registered_by_itself && request.post_logout_redirect_uri.is_some() =>
        {
            LogoutDecision::ShowResult
        }
        (None, _) => LogoutDecision::NotSignedIn,
        // The hint names this very session or, where it names none, its user.
        (Some(session), Some(hint))
            if request.hint_is_of_user
                && hint.sid.as_ref().is_none_or(|sid| *sid == session.sid) =>
        {
            LogoutDecision::SignOut
        }
        (Some(_), _) => LogoutDecision::Confirm,
    }
}

#[cfg(test)]
mod tests;
