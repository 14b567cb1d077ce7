//! RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0 §2, §3, §6).

use crate::{clients::client::Client, oidc::id_token::Hint, sessions::sso_session::SsoSession};

/// What a logout request leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogoutDecision {
    /// End the session and go on, to the app or to the page that says so.
    SignOut,
    /// Ask the user first: nothing proves that the request comes from an app of theirs.
    Confirm,
    /// Nobody is signed in: go on.
    NobodyThere,
    /// Refuse on a page, never by a redirect.
    Refuse(LogoutError),
}

/// Why a logout request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogoutError {
    /// `id_token_hint` is no ID token of ours.
    HintInvalid,
    /// `client_id` is not the hint's audience.
    ClientMismatch,
    /// The client is unknown.
    ClientUnknown,
    /// `post_logout_redirect_uri` without a client to hold it against, or not registered.
    RedirectUriUnregistered,
}

/// What a logout request says, taken apart.
#[derive(Clone, Debug, Default)]
pub struct LogoutRequest<'a> {
    /// Whether `id_token_hint` was sent.
    pub hint_sent: bool,
    /// The hint, where it is valid.
    pub hint: Option<&'a Hint>,
    /// Whether it names the user of the session.
    pub hint_is_of_user: bool,
    /// `client_id`.
    pub client_id: Option<&'a str>,
    /// `post_logout_redirect_uri`.
    pub post_logout_redirect_uri: Option<&'a str>,
}

/// Decides.
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
        (None, _) => LogoutDecision::NobodyThere,
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
