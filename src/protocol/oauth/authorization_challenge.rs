//! What a client brings to the authorization challenge endpoint (OAuth 2.0 for First-Party
//! Applications, draft-ietf-oauth-first-party-apps-04 §5): the parameters of this provider's profile.

use crate::oauth::{
    authorization_request::Parameters,
    error_code::{ErrorCode, ProtocolError},
};

/// Parameters of the endpoint itself, and those that authenticate the client. The rest is the
/// authorization request.
const OF_ENDPOINT: [&str; 9] = [
    "auth_session",
    "username",
    "password",
    "otp",
    "method",
    "client_id",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
];

/// What the user typed into the form of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PresentedFactor<'a> {
    /// Nothing yet: the app asks what is needed.
    Nothing,
    /// A name and a password.
    Password {
        /// The email address or user name that was typed.
        username: &'a str,
        /// The password that was typed.
        password: &'a str,
    },
    /// A name, to which a code is to be mailed.
    MailFor(&'a str),
    /// Another mail with a code.
    MailAgain,
    /// A code: of the mail, of an authenticator app, or a recovery code.
    Code(&'a str),
}

/// Reads what was typed.
///
/// # Errors
/// `invalid_request` where the parameters do not belong together.
pub fn presented_factor(parameters: &Parameters) -> Result<PresentedFactor<'_>, ProtocolError> {
    let refuse = |hint| Err(ProtocolError::new(ErrorCode::InvalidRequest, hint));
    let get = |name| parameters.get(name);
    let by_mail = match get("method") {
        None => false,
        Some("code") => true,
        Some(_) => return refuse("method can be code alone: a code by mail"),
    };
    match (get("username"), get("password"), get("otp")) {
        (None, None, Some(code)) if !by_mail => Ok(PresentedFactor::Code(code)),
        (_, _, Some(_)) => refuse("otp is sent alone, with auth_session"),
        (Some(username), Some(password), None) if !by_mail => {
            Ok(PresentedFactor::Password { username, password })
        }
        (_, Some(_), None) => refuse("password is sent with username, and without method"),
        (Some(username), None, None) if by_mail => Ok(PresentedFactor::MailFor(username)),
        (Some(_), None, None) => refuse("username is sent with password, or with method=code"),
        (None, None, None) if by_mail => Ok(PresentedFactor::MailAgain),
        (None, None, None) => Ok(PresentedFactor::Nothing),
    }
}

/// The authorization request of a client, without what belongs to the endpoint.
pub fn authorization_request_of(parameters: &Parameters, client_id: &str) -> Parameters {
    let asked = parameters
        .iter()
        .filter(|(name, _)| !OF_ENDPOINT.contains(name));
    let encoded = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(asked)
        .append_pair("client_id", client_id)
        .finish();
    Parameters::parse(&encoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<PresentedFactor<'static>, ProtocolError> {
        let parameters = Box::leak(Box::new(Parameters::parse(text)));
        presented_factor(parameters)
    }

    #[test]
    fn what_belongs_together_is_read() {
        let (username, password) = ("ada", "secret");
        for (text, expected) in [
            ("scope=openid", PresentedFactor::Nothing),
            (
                "username=ada&password=secret",
                PresentedFactor::Password { username, password },
            ),
            ("username=ada&method=code", PresentedFactor::MailFor("ada")),
            ("method=code&auth_session=x", PresentedFactor::MailAgain),
            ("otp=123456&auth_session=x", PresentedFactor::Code("123456")),
        ] {
            assert_eq!(read(text), Ok(expected), "{text}");
        }
        for text in [
            "password=secret",
            "username=ada",
            "username=ada&password=secret&otp=1",
            "username=ada&password=secret&method=code",
            "method=link",
            "method=code&otp=1",
        ] {
            assert_eq!(
                read(text).unwrap_err().code,
                ErrorCode::InvalidRequest,
                "{text}"
            );
        }
    }

    #[test]
    fn the_request_has_nothing_of_the_endpoint() {
        let sent = "response_type=code&password=p&otp=1&auth_session=s&client_id=other&client_secret=c&scope=openid&resource=a&resource=b";
        let request = authorization_request_of(&Parameters::parse(sent), "app");
        assert_eq!(
            request.encode(),
            "response_type=code&scope=openid&resource=a&resource=b&client_id=app"
        );
    }
}
