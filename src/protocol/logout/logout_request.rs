//! RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0 §2, §3, §6).

use crate::{
    clients::client::Client, oidc::id_token::Hint, sessions::sso_session::SsoSession, text::nearest,
};

/// What a logout request leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogoutDecision {
    /// The session ends, and the browser goes on to the client or to the page of the result.
    SignOut,
    /// The user is asked first: nothing proves that the request comes from a client of theirs.
    Confirm,
    /// No session exists; the browser goes on.
    NotSignedIn,
    /// No session exists, and the browser stays here: something is wrong with the request, or nobody
    /// vouches for the client that names where to go on, and nothing proves that the user was ever
    /// there.
    ShowResult,
}

/// What is wrong with a logout request. It costs the way back to the client (§3: no redirect to an
/// address that is not registered; §6: what cannot be validated is not used), never the sign-out:
/// the user is asked, and stays here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogoutFault {
    /// A parameter was sent more than once, is too long, or is not text.
    Unreadable,
    /// `id_token_hint` is not an ID token of this issuer.
    HintInvalid,
    /// `client_id` is not the audience of `id_token_hint`.
    ClientMismatch,
    /// The client is unknown or disabled.
    ClientUnknown,
    /// `post_logout_redirect_uri` is not registered for the client.
    RedirectUriUnregistered,
    /// The request has a `post_logout_redirect_uri`, and names no client that it could be registered for.
    ClientMissing,
}

impl LogoutFault {
    /// What is wrong, as the log says it.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Unreadable => "a parameter was sent more than once, is too long, or is not text",
            Self::HintInvalid => "id_token_hint is no ID token of this issuer",
            Self::ClientMismatch => "client_id is not the audience of id_token_hint",
            Self::ClientUnknown => "the client is unknown or disabled",
            Self::RedirectUriUnregistered => {
                "post_logout_redirect_uri is not registered for this client; it is compared byte for byte"
            }
            Self::ClientMissing => {
                "the request has a post_logout_redirect_uri, and neither id_token_hint nor client_id"
            }
        }
    }
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

/// What is wrong with a request that can be read, of this client, which is that of the hint or of
/// `client_id`.
pub fn fault(request: &LogoutRequest<'_>, client: Option<&Client>) -> Option<LogoutFault> {
    if request.hint_sent && request.hint.is_none() {
        return Some(LogoutFault::HintInvalid);
    }
    if let (Some(hint), Some(client_id)) = (request.hint, request.client_id)
        && hint.client_id != client_id
    {
        return Some(LogoutFault::ClientMismatch);
    }
    if (request.client_id.is_some() || request.hint.is_some()) && client.is_none() {
        return Some(LogoutFault::ClientUnknown);
    }
    let uri = request.post_logout_redirect_uri?;
    let Some(client) = client else {
        return Some(LogoutFault::ClientMissing);
    };
    let mut registered = client.post_logout_redirect_uris.iter();
    let is_registered = registered.any(|known| crate::oauth::redirect_uri::matches(known, uri));
    (!is_registered).then_some(LogoutFault::RedirectUriUnregistered)
}

/// Decides what a logout request leads to (§2 and §6).
pub fn decide(
    request: &LogoutRequest<'_>,
    fault: Option<LogoutFault>,
    session: Option<&SsoSession>,
) -> LogoutDecision {
    match (session, request.hint) {
        (None, _) if fault.is_some() => LogoutDecision::ShowResult,
        // §3: without a hint, the legitimacy of the address is confirmed by other means.
        (None, None)
            if request.registered_by_itself && request.post_logout_redirect_uri.is_some() =>
        {
            LogoutDecision::ShowResult
        }
        (None, _) => LogoutDecision::NotSignedIn,
        // The hint names this very session or, where it names none, its user.
        (Some(session), Some(hint))
            if fault.is_none()
                && request.hint_is_of_user
                && hint.sid.as_ref().is_none_or(|sid| *sid == session.sid) =>
        {
            LogoutDecision::SignOut
        }
        (Some(_), _) => LogoutDecision::Confirm,
    }
}

/// The registered address after a sign-out that is most like one that is not registered.
pub fn nearest_registered<'a>(client: &'a Client, sent: &str) -> Option<&'a str> {
    let registered = client.post_logout_redirect_uris.iter();
    nearest(sent, registered.map(String::as_str))
}

#[cfg(test)]
mod tests;
