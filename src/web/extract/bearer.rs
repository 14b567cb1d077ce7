//! The bearer token of a request (RFC 6750 §2.1).

use super::authorization::Authorization;
use actix_web::{FromRequest, HttpRequest, dev::Payload};
use doorward_protocol::{oauth::client_authentication::HttpCredentials, secret::Secret};
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
        let header = match Authorization::of(request) {
            Ok(Some(header)) => header,
            Ok(None) => return Self::Absent,
            Err(unreadable) => return Self::Malformed(unreadable.hint()),
        };
        let HttpCredentials {
            scheme,
            credentials,
        } = header.credentials();
        if scheme.eq_ignore_ascii_case("bearer") && !credentials.is_empty() {
            Self::Token(Secret::presented(credentials))
        } else {
            Self::Malformed("the Authorization header must be Bearer and a token")
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
