//! Requests of any method to an API of the operator, with the whole of each answer.

use super::{Outbound, OutboundError, classify, read};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use std::time::Duration;

/// The method of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// It reads a resource.
    Get,
    /// It adds a resource.
    Post,
    /// It replaces a resource.
    Put,
    /// It changes a resource.
    Patch,
    /// It deletes a resource.
    Delete,
}

impl Method {
    const fn name(self) -> reqwest::Method {
        match self {
            Self::Get => reqwest::Method::GET,
            Self::Post => reqwest::Method::POST,
            Self::Put => reqwest::Method::PUT,
            Self::Patch => reqwest::Method::PATCH,
            Self::Delete => reqwest::Method::DELETE,
        }
    }
}

/// A request to an API.
pub struct Call<'a> {
    /// What is done.
    pub method: Method,
    /// The address that is called.
    pub uri: &'a str,
    /// The media type of documents, sent and wanted.
    pub media_type: &'static str,
    /// The document, which no log holds.
    pub body: Option<String>,
    /// The bearer token, which no log holds either.
    pub token: &'a str,
    /// How long the answer may take.
    pub timeout: Duration,
}

/// The answer of an API.
#[derive(Debug)]
pub struct Called {
    /// The status of the answer.
    pub status: u16,
    /// What it holds, as far as the limit of size allows.
    pub body: Vec<u8>,
    /// After how many seconds the API wants the next request, where it says so in seconds.
    pub retry_after: Option<u64>,
}

impl Outbound {
    /// Calls an API, and reads the answer whatever its status.
    ///
    /// # Errors
    /// [`OutboundError`].
    pub async fn call(&self, call: Call<'_>) -> Result<Called, OutboundError> {
        if !self.permits(call.uri) {
            return Err(OutboundError::Forbidden);
        }
        let bearer = format!("Bearer {}", call.token);
        let mut bearer = HeaderValue::from_str(&bearer).map_err(|_| OutboundError::Forbidden)?;
        bearer.set_sensitive(true);
        let mut request = self
            .client
            .request(call.method.name(), call.uri)
            .timeout(call.timeout)
            .header(AUTHORIZATION, bearer)
            .header(ACCEPT, HeaderValue::from_static(call.media_type));
        if let Some(body) = call.body {
            let media_type = HeaderValue::from_static(call.media_type);
            request = request.header(CONTENT_TYPE, media_type).body(body);
        }
        let response = request.send().await.map_err(|error| classify(&error))?;
        let status = response.status().as_u16();
        let retry_after = response.headers().get(RETRY_AFTER);
        let retry_after = retry_after.and_then(|value| value.to_str().ok()?.trim().parse().ok());
        let body = read(response).await?;
        Ok(Called {
            status,
            body,
            retry_after,
        })
    }
}
