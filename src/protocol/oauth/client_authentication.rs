//! Client authentication (RFC 6749 §2.3, OpenID Connect Core §9, RFC 7523 §3): exactly one method,
//! and the registered one. A secret may stand in the header or in the body, whichever of the two is
//! registered, unless the client is strict.

use crate::{
    clients::client::{Client, TokenEndpointAuthMethod},
    keys::jws,
    oauth::{
        authorization_request::Parameters,
        client_assertion::AssertionFault,
        error_code::{ErrorCode, ProtocolError},
    },
    secret::Secret,
};
use base64::{Engine, engine::general_purpose::STANDARD};

/// The assertion type of RFC 7523 §2.2.
pub const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Credentials of HTTP authentication (RFC 9110 §11.4).
#[derive(Clone, Copy, Debug)]
pub struct HttpCredentials<'a> {
    /// The authentication scheme, in any case.
    pub scheme: &'a str,
    /// What follows the scheme.
    pub credentials: &'a str,
}

/// How a client authenticates.
#[derive(Clone, Debug)]
pub enum ClientCredential {
    /// By nothing: it only names itself.
    Identifier,
    /// By a secret in HTTP Basic authentication (`client_secret_basic`), in each way that it can be
    /// read: form-decoded (RFC 6749 §2.3.1), and as it came, since many clients do not encode it.
    Basic(Vec<Secret>),
    /// By a secret in the body (`client_secret_post`).
    Post(Secret),
    /// By a signed assertion (`client_secret_jwt`, `private_key_jwt`).
    Assertion(String),
}

/// The client that a request claims to come from, and its credential.
#[derive(Clone, Debug)]
pub struct PresentedClient {
    /// The claimed `client_id`.
    pub client_id: String,
    /// The `client_id` as it came, where it stood in the header and is another when it is not
    /// form-decoded.
    pub client_id_as_sent: Option<String>,
    /// What is to prove it.
    pub credential: ClientCredential,
}

impl PresentedClient {
    fn named(client_id: String, credential: ClientCredential) -> Self {
        Self {
            client_id,
            client_id_as_sent: None,
            credential,
        }
    }

    /// Each client that this may be, in the order in which they are looked for.
    pub fn client_ids(&self) -> impl Iterator<Item = &str> {
        let as_sent = self.client_id_as_sent.as_deref();
        [Some(self.client_id.as_str()), as_sent]
            .into_iter()
            .flatten()
    }
}

/// Why a client did not authenticate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthenticationFailure {
    /// There is no such client.
    UnknownClient,
    /// An administrator switched the client off.
    Disabled,
    /// The secret is not the client's.
    WrongSecret,
    /// The secret is right, and has expired.
    ExpiredSecret,
    /// The secret is right, and came by a method that this client may not use.
    RightSecretByOtherMethod,
    /// Another method than the registered one.
    OtherMethod,
    /// The client has a credential, and sent none.
    NoCredential,
    /// Something is wrong with the client's assertion.
    Assertion(AssertionFault),
}

impl AuthenticationFailure {
    /// The cause, for the log.
    pub const fn cause(self) -> &'static str {
        match self {
            Self::UnknownClient => "unknown_client",
            Self::Disabled => "client_disabled",
            Self::WrongSecret => "wrong_secret",
            Self::ExpiredSecret => "expired_secret",
            Self::RightSecretByOtherMethod | Self::OtherMethod => "other_method",
            Self::NoCredential => "no_credential",
            Self::Assertion(fault) => fault.cause(),
        }
    }

    /// The answer. What proves nothing gets one text for every cause.
    pub const fn error(self) -> ProtocolError {
        let error = match self {
            Self::RightSecretByOtherMethod => ProtocolError::new(
                ErrorCode::InvalidClient,
                "the secret is right, but it was sent by another method than the registered \
                 token_endpoint_auth_method, and this client may use no other",
            ),
            // Whoever has the secret may know that it has expired.
            Self::ExpiredSecret => ProtocolError::new(
                ErrorCode::InvalidClient,
                "the client_secret has expired: use the one that follows it, or ask the administrator \
                 for one",
            ),
            Self::Assertion(fault) => ProtocolError::new(ErrorCode::InvalidClient, fault.hint()),
            Self::UnknownClient
            | Self::Disabled
            | Self::WrongSecret
            | Self::OtherMethod
            | Self::NoCredential => INVALID_CLIENT,
        };
        error.because(self.cause())
    }
}

/// The answer to a failed authentication that proves nothing. It is one text for every cause, so
/// that a caller does not learn which clients exist.
pub const INVALID_CLIENT: ProtocolError = ProtocolError::new(
    ErrorCode::InvalidClient,
    "client authentication failed: unknown client, wrong credential, or another method than the \
     registered one",
);

const MALFORMED: ProtocolError = INVALID_CLIENT.because("malformed_credential");

const fn invalid_request(hint: &'static str) -> ProtocolError {
    ProtocolError::new(ErrorCode::InvalidRequest, hint)
}

/// Finds the one credential in a request. An empty secret is no secret (RFC 6749 §2.3.1): a header
/// with one only names the client, as public clients do.
///
/// # Errors
/// `invalid_request` for two methods at once, `invalid_client` for none or a malformed one.
pub fn presented_client(
    http: Option<HttpCredentials<'_>>,
    parameters: &Parameters,
) -> Result<PresentedClient, ProtocolError> {
    let body_id = parameters.get("client_id");
    let found = [
        http.map(|http| basic_client(http, body_id)),
        post_client(parameters, body_id),
        assertion_client(parameters, body_id),
    ];
    let mut presented: Option<PresentedClient> = None;
    for found in found.into_iter().flatten() {
        let found = found?;
        if presented.is_some_and(|before| !is_name_of(&before, &found)) {
            return Err(invalid_request(
                "more than one client authentication method was used (RFC 6749 section 2.3)",
            ));
        }
        presented = Some(found);
    }
    match presented {
        Some(presented) => Ok(presented),
        None => Ok(PresentedClient::named(
            body_id
                .ok_or(INVALID_CLIENT.because("no_credential"))?
                .to_owned(),
            ClientCredential::Identifier,
        )),
    }
}

/// Whether one only names the client that the other authenticates.
fn is_name_of(name: &PresentedClient, presented: &PresentedClient) -> bool {
    matches!(name.credential, ClientCredential::Identifier)
        && name.client_ids().any(|id| id == presented.client_id)
}

fn basic_client(
    http: HttpCredentials<'_>,
    body_id: Option<&str>,
) -> Result<PresentedClient, ProtocolError> {
    let basic = basic_credentials(http).ok_or(MALFORMED)?;
    let mut client_ids = basic.client_ids.into_iter();
    let (client_id, client_id_as_sent) = match body_id {
        None => (client_ids.next(), client_ids.next()),
        Some(body) => (client_ids.find(|client_id| client_id == body), None),
    };
    let client_id = client_id.ok_or(invalid_request(
        "client_id in the body is not the one of the HTTP Basic credentials",
    ))?;
    let credential = if basic.secrets.is_empty() {
        ClientCredential::Identifier
    } else {
        ClientCredential::Basic(basic.secrets)
    };
    Ok(PresentedClient {
        client_id,
        client_id_as_sent,
        credential,
    })
}

fn post_client(
    parameters: &Parameters,
    body_id: Option<&str>,
) -> Option<Result<PresentedClient, ProtocolError>> {
    let secret = parameters
        .get("client_secret")
        .filter(|secret| !secret.is_empty())?;
    let presented = body_id.map(|client_id| {
        let credential = ClientCredential::Post(Secret::presented(secret));
        PresentedClient::named(client_id.to_owned(), credential)
    });
    Some(presented.ok_or(MALFORMED))
}

fn assertion_client(
    parameters: &Parameters,
    body_id: Option<&str>,
) -> Option<Result<PresentedClient, ProtocolError>> {
    let (assertion, kind) = (
        parameters.get("client_assertion"),
        parameters.get("client_assertion_type"),
    );
    if assertion.is_none() && kind.is_none() {
        return None;
    }
    let presented = assertion
        .filter(|_| kind == Some(JWT_BEARER))
        .and_then(|assertion| {
            let parts = jws::parse(assertion)?;
            let client_id = jws::text(&parts.claims, "sub")?.to_owned();
            let credential = ClientCredential::Assertion(assertion.to_owned());
            Some(PresentedClient::named(client_id, credential))
        })
        .filter(|presented| body_id.is_none_or(|body| body == presented.client_id));
    Some(presented.ok_or(MALFORMED))
}

/// What `Basic` credentials say, in each way that they can be read.
struct BasicCredentials {
    client_ids: Vec<String>,
    /// None where the secret is empty.
    secrets: Vec<Secret>,
}

/// Reads `Basic` credentials: form-encoded, then joined by a colon, then base64 (RFC 6749 §2.3.1).
/// Many clients leave the first step out.
fn basic_credentials(http: HttpCredentials<'_>) -> Option<BasicCredentials> {
    if !http.scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = STANDARD.decode(http.credentials.trim()).ok()?;
    let decoded = String::from_utf8(decoded).ok()?;
    let (client_id, secret) = decoded.split_once(':')?;
    let (client_ids, secrets) = (readings(client_id), readings(secret));
    let is_readable = !client_ids.is_empty() && (secret.is_empty() || !secrets.is_empty());
    is_readable.then(|| BasicCredentials {
        client_ids,
        secrets: secrets
            .iter()
            .map(String::as_str)
            .map(Secret::presented)
            .collect(),
    })
}

/// What a text of `Basic` credentials may mean: form-decoded, and as it came where that differs.
fn readings(text: &str) -> Vec<String> {
    let decoded = form_decoded(text);
    let as_sent = Some(text.to_owned()).filter(|text| decoded.as_ref() != Some(text));
    let is_usable = |text: &String| !text.is_empty() && crate::text::is_storable(text);
    [decoded, as_sent]
        .into_iter()
        .flatten()
        .filter(is_usable)
        .collect()
}

fn form_decoded(text: &str) -> Option<String> {
    let encoded = text.replace('&', "%26").replace('=', "%3D");
    let (_, value) = url::form_urlencoded::parse(format!("v={encoded}").as_bytes())
        .into_owned()
        .next()?;
    Some(value).filter(|value| !value.contains('\u{fffd}'))
}

/// Whether the client may use the method of the credential: the registered one, and for a secret
/// that it sends as it is also the other place, unless the client is strict. `alg` is the algorithm
/// of an assertion. A public client that sends a secret is refused.
pub fn is_of_method(credential: &ClientCredential, alg: Option<&str>, client: &Client) -> bool {
    let used = match credential {
        ClientCredential::Identifier => TokenEndpointAuthMethod::None,
        ClientCredential::Basic(_) => TokenEndpointAuthMethod::ClientSecretBasic,
        ClientCredential::Post(_) => TokenEndpointAuthMethod::ClientSecretPost,
        ClientCredential::Assertion(_) => match alg {
            Some("HS256" | "HS384" | "HS512") => TokenEndpointAuthMethod::ClientSecretJwt,
            Some("RS256" | "PS256" | "ES256" | "EdDSA") => TokenEndpointAuthMethod::PrivateKeyJwt,
            _ => return false,
        },
    };
    let registered = client.token_endpoint_auth_method;
    let is_other_place = used.sends_secret() && registered.sends_secret();
    used == registered || is_other_place && !client.strict_client_authentication
}

#[cfg(test)]
mod tests;
