//! The authorization response: `state` echoed and `iss` in every one (RFC 6749 §4.1.2, RFC 9207
//! §2).

use crate::{
    oauth::{
        authorization_request::Addressed, error_code::ProtocolError, redirect_uri::with_query,
        response_mode::ResponseMode, scope::Scope,
    },
    secret::Secret,
    sessions::session_state::origin,
};

/// A response on its way to the client's redirect URI.
#[derive(Clone, Debug)]
pub struct AuthorizationResponse {
    addressed: Addressed,
    parameters: Vec<(&'static str, String)>,
}

/// What the authorization endpoint hands out.
#[derive(Clone, Debug, Default)]
pub struct Issued {
    /// The authorization code (RFC 6749 §4.1.2).
    pub code: Option<Secret>,
    /// An access token, and its seconds to live.
    pub access_token: Option<(String, i64)>,
    /// What it allows.
    pub scope: Scope,
    /// An ID token.
    pub id_token: Option<String>,
    /// For the client's check of the session (OpenID Connect Session Management §2).
    pub session_state: Option<String>,
}

/// How the browser carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EncodedResponse {
    /// By a redirect to this URL.
    Redirect(String),
    /// By a form of these fields, posted to this URL.
    Form(String, Vec<(&'static str, String)>),
    /// By a message of these fields, to a page of this origin.
    Message(String, Vec<(&'static str, String)>),
}

impl AuthorizationResponse {
    /// What was asked for: code and tokens (OAuth 2.0 Multiple Response Type Encoding Practices
    /// §5).
    pub fn success(addressed: Addressed, issuer: &str, answer: Issued) -> Self {
        let mut parameters = Vec::new();
        parameters.extend(answer.code.map(|code| ("code", code.reveal().to_owned())));
        if let Some((access_token, expires_in)) = answer.access_token {
            parameters.extend([
                ("access_token", access_token),
                ("token_type", "Bearer".to_owned()),
                ("expires_in", expires_in.to_string()),
            ]);
            parameters.push(("scope", answer.scope.to_string()));
        }
        parameters.extend(answer.id_token.map(|id_token| ("id_token", id_token)));
        parameters.extend(
            answer
                .session_state
                .map(|session_state| ("session_state", session_state)),
        );
        Self::new(addressed, issuer, parameters)
    }

    /// An error response (RFC 6749 §4.1.2.1).
    pub fn error(addressed: Addressed, issuer: &str, error: &ProtocolError) -> Self {
        Self::new(
            addressed,
            issuer,
            vec![
                ("error", error.code.as_str().to_owned()),
                ("error_description", error.hint.clone().into_owned()),
            ],
        )
    }

    /// The code and the description of an error response; none of any other.
    pub fn refusal(&self) -> Option<(&str, &str)> {
        let value = |wanted: &str| {
            let mut parameters = self.parameters.iter();
            let found = parameters.find(|(name, _)| *name == wanted);
            found.map(|(_, value)| value.as_str())
        };
        Some((value("error")?, value("error_description")?))
    }

    fn new(
        addressed: Addressed,
        issuer: &str,
        mut parameters: Vec<(&'static str, String)>,
    ) -> Self {
        if let Some(state) = addressed.state() {
            parameters.push(("state", state.to_owned()));
        }
        parameters.push(("iss", issuer.to_owned()));
        Self {
            addressed,
            parameters,
        }
    }

    /// The response in its response mode.
    pub fn encode(self) -> EncodedResponse {
        let uri = self.addressed.redirect_uri();
        let parameters = || {
            self.parameters
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
        };
        match self.addressed.response_mode() {
            ResponseMode::Query => EncodedResponse::Redirect(with_query(uri, parameters())),
            ResponseMode::Fragment => {
                let encoded = url::form_urlencoded::Serializer::new(String::new())
                    .extend_pairs(parameters())
                    .finish();
                EncodedResponse::Redirect(format!("{uri}#{encoded}"))
            }
            ResponseMode::FormPost => EncodedResponse::Form(uri.to_owned(), self.parameters),
            // Only an address with an origin is addressed so.
            ResponseMode::WebMessage => {
                EncodedResponse::Message(origin(uri).unwrap_or_default(), self.parameters)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::authorization_request::{ClientRecord, Parameters, address};
    use crate::oauth::error_code::ErrorCode;
    use proptest::prelude::*;

    const ISSUER: &str = "https://op.example";
    const URI: &str = "https://a.example/cb";

    fn addressed(state: &str, mode: &str, uri: &str) -> Addressed {
        let client =
            serde_json::from_value(serde_json::json!({"client_id": "n", "redirect_uris": [uri]}))
                .unwrap();
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("client_id", "n"),
                ("redirect_uri", uri),
                ("state", state),
                ("response_mode", mode),
            ])
            .finish();
        address(
            &Parameters::parse(&query),
            Some(ClientRecord {
                client: &client,
                disabled: false,
            }),
        )
        .unwrap()
    }

    fn encoded(state: &str, mode: &str, uri: &str) -> EncodedResponse {
        let issued = Issued {
            code: Some(Secret::presented("c0de")),
            ..Issued::default()
        };
        AuthorizationResponse::success(addressed(state, mode, uri), ISSUER, issued).encode()
    }

    proptest! {
        #[test]
        fn whatever_state_holds_the_response_parses_back_to_what_was_meant(
            state in "[^\u{0}\u{fffd}]{1,64}",
            fragment: bool,
        ) {
            let mode = if fragment { "fragment" } else { "query" };
            let response = encoded(&state, mode, "https://a.example/cb?x=1");
            let EncodedResponse::Redirect(location) = response else { panic!() };
            prop_assert!(location.is_ascii() && !location.contains(['\r', '\n', '"', '<']));
            let url = url::Url::parse(&location).unwrap();
            let encoded = if fragment { url.fragment().unwrap() } else { url.query().unwrap() };
            let pairs: std::collections::HashMap<String, String> = url::form_urlencoded::parse(encoded.as_bytes()).into_owned().collect();
            prop_assert_eq!(&pairs["state"], &state);
            prop_assert_eq!(&pairs["code"], "c0de");
            prop_assert_eq!(&pairs["iss"], "https://op.example");
        }
    }

    #[test]
    fn form_post_carries_the_same_parameters() {
        let EncodedResponse::Form(uri, fields) =
            encoded("s\"><script>", "form_post", "https://a.example/cb")
        else {
            panic!()
        };
        assert_eq!(uri, "https://a.example/cb");
        assert!(
            fields.contains(&("state", "s\"><script>".to_owned()))
                && fields.iter().any(|(name, _)| *name == "iss")
        );
    }

    #[test]
    fn a_refusal_has_a_code_and_a_description_and_a_success_has_none() {
        let error = ProtocolError::new(ErrorCode::AccessDenied, "the user said no");
        let refused = AuthorizationResponse::error(addressed("s", "query", URI), ISSUER, &error);
        assert_eq!(
            refused.refusal(),
            Some(("access_denied", "the user said no"))
        );
        let issued = Issued {
            session_state: Some("x.y".into()),
            ..Issued::default()
        };
        let success = AuthorizationResponse::success(addressed("s", "query", URI), ISSUER, issued);
        assert_eq!(success.refusal(), None);
    }
}
