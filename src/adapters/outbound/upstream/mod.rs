//! Providers elsewhere, as they are spoken with: OpenID Connect and OAuth 2.0 through the crates of
//! those names, LDAP.

mod ldap;
mod oauth;
mod openid;

pub use ldap::{Directory, authenticate, reach};
pub use oauth::{OAuth, profile};
pub use openid::{OpenId, VerifyError, read_metadata, verify};
/// A discovery document.
pub use openidconnect::core::CoreProviderMetadata as Metadata;

use crate::outbound::{LARGEST, Outbound, OutboundError, read, refused};
use oauth2::{
    HttpRequest, HttpResponse, RequestTokenError, StandardErrorResponse,
    basic::BasicErrorResponseType, http,
};
use serde_json::{Map, Value};

/// Why a provider gave no answer that can be used. The text is for the log; nothing of it is shown
/// to strangers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UpstreamError {
    /// Nobody answered in time.
    #[error("{0}")]
    Unreachable(#[from] OutboundError),
    /// As many as may wait for it already.
    #[error("too many wait for it")]
    Busy,
    /// It said no, by this code.
    #[error("it refused with {0}")]
    Refused(String),
    /// What came makes no sense.
    #[error("its answer makes no sense: {0}")]
    Garbage(String),
    /// What is declared of it does not fit.
    #[error("it is not declared as it must be: {0}")]
    Declaration(String),
}

/// What an authorization request carries.
pub struct Departure<'a> {
    /// Where the answer goes.
    pub redirect_uri: &'a str,
    /// What is asked for.
    pub scopes: &'a [&'a str],
    /// Binds the answer to the browser.
    pub state: &'a str,
    /// Binds the ID token to the request.
    pub nonce: &'a str,
    /// Of PKCE.
    pub verifier: &'a str,
    /// Whatever else.
    pub further: &'a [(String, String)],
}

/// What a code was redeemed for.
pub struct Redeemed {
    /// For userinfo.
    pub access_token: String,
    /// From an OpenID provider.
    pub id_token: Option<String>,
}

impl Outbound {
    /// Carries a request of the crates, under the guard: no redirect is followed, and nothing long
    /// is read.
    async fn carry(&self, request: HttpRequest) -> Result<HttpResponse, OutboundError> {
        let (parts, body) = request.into_parts();
        let uri = parts.uri.to_string();
        if !self.permits(&uri) {
            return Err(OutboundError::Forbidden);
        }
        let response = self
            .client
            .request(parts.method, &uri)
            .headers(parts.headers)
            .body(body)
            .send()
            .await
            .map_err(|error| refused(&error))?;
        let mut answer = http::Response::builder().status(response.status());
        if let Some(headers) = answer.headers_mut() {
            *headers = response.headers().clone();
        }
        let body = read(response).await?;
        answer.body(body).map_err(|_| OutboundError::Unreachable)
    }

    /// A JSON object from an address that wants a bearer token.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub async fn bearer_json(&self, uri: &str, access_token: &str) -> Result<Value, UpstreamError> {
        let request = http::Request::get(uri)
            .header("authorization", format!("Bearer {access_token}"))
            .header("accept", "application/json");
        let request = request
            .body(Vec::new())
            .map_err(|error| UpstreamError::Declaration(error.to_string()))?;
        let response = self.carry(request).await?;
        match response.status().as_u16() {
            200 => serde_json::from_slice(response.body())
                .map_err(|_| UpstreamError::Garbage("the profile is not JSON".into())),
            status => Err(OutboundError::Status(status).into()),
        }
    }

    /// Userinfo (OpenID Connect Core §5.3).
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub async fn userinfo(
        &self,
        uri: &str,
        access_token: &str,
    ) -> Result<Map<String, Value>, UpstreamError> {
        match self.bearer_json(uri, access_token).await? {
            Value::Object(claims) => Ok(claims),
            _ => Err(UpstreamError::Garbage("userinfo is no object".into())),
        }
    }

    /// What an address answers to somebody who knocks: status, where it sends them, and its clock.
    /// For `doorward provider test`.
    ///
    /// # Errors
    /// [`OutboundError`].
    pub async fn knock(
        &self,
        uri: &str,
    ) -> Result<(u16, Option<String>, Option<String>), OutboundError> {
        if !self.permits(uri) {
            return Err(OutboundError::Forbidden);
        }
        let response = self
            .client
            .get(uri)
            .send()
            .await
            .map_err(|error| refused(&error))?;
        let header = |name: &str| {
            response
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        Ok((
            response.status().as_u16(),
            header("location"),
            header("date"),
        ))
    }
}

type TokenError = RequestTokenError<OutboundError, StandardErrorResponse<BasicErrorResponseType>>;

impl From<TokenError> for UpstreamError {
    fn from(error: TokenError) -> Self {
        match error {
            // The code alone: a description may hold anything.
            RequestTokenError::ServerResponse(response) => {
                Self::Refused(printable(response.error().as_ref()))
            }
            RequestTokenError::Request(cause) => Self::Unreachable(cause),
            // GitHub says no with 200 and an error where a token should be.
            RequestTokenError::Parse(_, body) => {
                match serde_json::from_slice::<Value>(&body)
                    .ok()
                    .as_ref()
                    .and_then(|body| body.get("error")?.as_str())
                {
                    Some(code) => Self::Refused(printable(code)),
                    None => Self::Garbage("the token response cannot be read".into()),
                }
            }
            RequestTokenError::Other(text) => Self::Garbage(printable(&text)),
        }
    }
}

/// A text of theirs in a log of ours.
fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_ascii_graphic() || *c == ' ')
        .take(80)
        .collect()
}

const _: () = assert!(LARGEST >= 64 * 1024, "a key set of many keys fits");
