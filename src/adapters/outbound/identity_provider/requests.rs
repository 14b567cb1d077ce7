//! Requests to the endpoints of identity providers through the guarded client.

use super::IdentityProviderError;
use crate::outbound::{Outbound, OutboundError, classify, read};
use oauth2::{HttpRequest, HttpResponse, http};
use serde_json::{Map, Value};

/// What an address answers to a plain GET request.
pub struct Probe {
    /// The status code.
    pub status: u16,
    /// The `Location` header of a redirect.
    pub location: Option<String>,
    /// The `Date` header (RFC 9110 §6.6.1).
    pub date: Option<String>,
}

impl Outbound {
    /// Sends a request of the `oauth2` crate. Redirects are not followed, and the size of the
    /// answer is limited.
    pub(super) async fn send(&self, request: HttpRequest) -> Result<HttpResponse, OutboundError> {
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
            .map_err(|error| classify(&error))?;
        let mut answer = http::Response::builder().status(response.status());
        if let Some(headers) = answer.headers_mut() {
            *headers = response.headers().clone();
        }
        let body = read(response).await?;
        answer.body(body).map_err(|_| OutboundError::Unreachable)
    }

    /// Fetches JSON with a bearer token (RFC 6750 §2.1).
    ///
    /// # Errors
    /// [`IdentityProviderError`].
    pub async fn bearer_json(
        &self,
        uri: &str,
        access_token: &str,
    ) -> Result<Value, IdentityProviderError> {
        let request = http::Request::get(uri)
            .header("authorization", format!("Bearer {access_token}"))
            .header("accept", "application/json");
        let request = request
            .body(Vec::new())
            .map_err(|error| IdentityProviderError::InvalidDeclaration(error.to_string()))?;
        let response = self.send(request).await?;
        match response.status().as_u16() {
            200 => serde_json::from_slice(response.body())
                .map_err(|_| IdentityProviderError::invalid_response("the profile is not JSON")),
            status => Err(OutboundError::Status(status).into()),
        }
    }

    /// Fetches userinfo (OpenID Connect Core §5.3).
    ///
    /// # Errors
    /// [`IdentityProviderError`].
    pub async fn userinfo(
        &self,
        uri: &str,
        access_token: &str,
    ) -> Result<Map<String, Value>, IdentityProviderError> {
        match self.bearer_json(uri, access_token).await? {
            Value::Object(claims) => Ok(claims),
            _ => Err(IdentityProviderError::invalid_response(
                "userinfo is not an object",
            )),
        }
    }

    /// Requests an address and reads only status, redirect and date, for `doorward provider test`.
    ///
    /// # Errors
    /// [`OutboundError`].
    pub async fn probe(&self, uri: &str) -> Result<Probe, OutboundError> {
        if !self.permits(uri) {
            return Err(OutboundError::Forbidden);
        }
        let response = self
            .client
            .get(uri)
            .send()
            .await
            .map_err(|error| classify(&error))?;
        let header = |name: &str| {
            let value = response.headers().get(name)?;
            value.to_str().ok().map(str::to_owned)
        };
        Ok(Probe {
            status: response.status().as_u16(),
            location: header("location"),
            date: header("date"),
        })
    }
}
