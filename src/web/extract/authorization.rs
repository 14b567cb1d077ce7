//! The `Authorization` header of a request (RFC 9110 §11.6.2), of whatever scheme.

use actix_web::{HttpRequest, http::header::AUTHORIZATION};
use doorward_protocol::oauth::client_authentication::HttpCredentials;

/// The header of a request. Nothing is verified yet.
pub struct Authorization(String);

/// Why the header cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// A proxy and the application may read different ones.
    SentTwice,
    /// It has bytes that are no visible ASCII.
    NoText,
}

impl Unreadable {
    /// The same for the developer of the client.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::SentTwice => "more than one Authorization header was sent",
            Self::NoText => "the Authorization header is not text",
        }
    }
}

impl Authorization {
    /// Reads the header of a request, where there is one.
    ///
    /// # Errors
    /// It was sent twice, or is no text.
    pub fn of(request: &HttpRequest) -> Result<Option<Self>, Unreadable> {
        let mut headers = request.headers().get_all(AUTHORIZATION);
        let Some(header) = headers.next() else {
            return Ok(None);
        };
        if headers.next().is_some() {
            return Err(Unreadable::SentTwice);
        }
        let text = header.to_str().map_err(|_| Unreadable::NoText)?;
        Ok(Some(Self(text.to_owned())))
    }

    /// The scheme, and what follows it.
    pub fn credentials(&self) -> HttpCredentials<'_> {
        let (scheme, credentials) = self.0.split_once(' ').unwrap_or((&self.0, ""));
        HttpCredentials {
            scheme,
            credentials,
        }
    }
}
