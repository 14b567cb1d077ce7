//! The bearer token of a request (RFC 6750 §2.1).

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::AUTHORIZATION};
use doorward_protocol::secret::Secret;
use std::{
    convert::Infallible,
    future::{Ready, ready},
};

/// What the `Authorization` header says.
#[derive(Debug)]
pub enum Bearer {
    /// There is no such header.
    Absent,
    /// It is no bearer token, or there are several; the text says which, for the developer.
    Malformed(&'static str),
    /// The token behind the scheme, not verified yet.
    Token(Secret),
}

impl Bearer {
    /// Reads the header of a request.
    pub fn of(request: &HttpRequest) -> Self {
        let mut headers = request.headers().get_all(AUTHORIZATION);
        let Some(header) = headers.next() else {
            return Self::Absent;
        };
        if headers.next().is_some() {
            return Self::Malformed("more than one Authorization header was sent");
        }
        let Ok(text) = header.to_str() else {
            return Self::Malformed("the Authorization header is not text");
        };
        match text.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() => {
                Self::Token(Secret::presented(token))
            }
            _ => Self::Malformed("the Authorization header must be Bearer and a token"),
        }
    }

    /// The token, where there is one that can be read.
    pub const fn token(&self) -> Option<&Secret> {
        match self {
            Self::Token(token) => Some(token),
            Self::Absent | Self::Malformed(_) => None,
        }
    }

    /// The token, or `None` where the request has no `Authorization` header.
    ///
    /// # Errors
    /// What is wrong with the header: the caller refuses the request with it.
    pub const fn well_formed(&self) -> Result<Option<&Secret>, &'static str> {
        match self {
            Self::Token(token) => Ok(Some(token)),
            Self::Absent => Ok(None),
            Self::Malformed(hint) => Err(hint),
        }
    }
}

impl FromRequest for Bearer {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}
