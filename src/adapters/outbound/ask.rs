//! Asks an endpoint of the operator, and reads what it answers.

use super::{Outbound, OutboundError, classify, read};
use reqwest::{
    Response,
    header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue},
};
use std::time::Duration;

/// A question to an endpoint.
pub struct Question<'a> {
    /// The address of the endpoint.
    pub uri: &'a str,
    /// The media type of the document.
    pub content_type: &'static str,
    /// The document, which no log holds.
    pub body: String,
    /// Headers beside the common ones.
    pub headers: &'a [(&'static str, String)],
    /// How long the answer may take.
    pub timeout: Duration,
}

/// The answer of an endpoint.
pub struct Answered {
    /// The status of the answer.
    pub status: u16,
    /// What it holds, as far as the limit of size allows.
    pub body: Vec<u8>,
}

impl Outbound {
    /// Asks an endpoint, and reads the answer whatever its status.
    ///
    /// # Errors
    /// [`OutboundError`].
    pub async fn ask(&self, question: Question<'_>) -> Result<Answered, OutboundError> {
        let response = self.posted(question).await?;
        let status = response.status().as_u16();
        let body = read(response).await?;
        Ok(Answered { status, body })
    }

    /// Tells an endpoint something, and reads only the status of the answer.
    ///
    /// # Errors
    /// [`OutboundError`], `Status` for anything but 2xx.
    pub async fn tell(&self, told: Question<'_>) -> Result<u16, OutboundError> {
        let status = self.posted(told).await?.status();
        if status.is_success() {
            Ok(status.as_u16())
        } else {
            Err(OutboundError::Status(status.as_u16()))
        }
    }

    async fn posted(&self, question: Question<'_>) -> Result<Response, OutboundError> {
        if !self.permits(question.uri) {
            return Err(OutboundError::Forbidden);
        }
        let mut request = self
            .client
            .post(question.uri)
            .timeout(question.timeout)
            .header(
                CONTENT_TYPE,
                HeaderValue::from_static(question.content_type),
            )
            .header(ACCEPT, "application/json")
            .body(question.body);
        for (name, value) in question.headers {
            let value = HeaderValue::from_str(value).map_err(|_| OutboundError::Forbidden)?;
            request = request.header(HeaderName::from_static(name), value);
        }
        request.send().await.map_err(|error| classify(&error))
    }
}
