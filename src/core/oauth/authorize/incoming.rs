//! An authorization request as it came, before any check.

use doorward_protocol::{
    oauth::{
        authorization_request::Parameters,
        error_code::{ErrorCode, ProtocolError},
        request_object,
    },
    time::Timestamp,
};
use serde_json::{Map, Value};

const OBJECT_EXPIRED: ProtocolError = ProtocolError::new(
    ErrorCode::InvalidRequestObject,
    "the request object expired while its user was asked; send a new one",
);

/// A request as it came: what a request object stands for is in its place.
#[derive(Clone)]
pub(super) struct Incoming {
    pub(super) parameters: Parameters,
    /// When its request object expires, where it has one that does.
    pub(super) object_expires_at: Option<Timestamp>,
}

impl Incoming {
    /// The request that a request object with these claims stands for.
    pub(super) fn of_object(parameters: Parameters, claims: &Map<String, Value>) -> Self {
        Self {
            parameters,
            object_expires_at: request_object::expires_at(claims),
        }
    }

    /// Whether the request may be started again: with a request object, until that expires.
    ///
    /// # Errors
    /// `invalid_request_object`.
    pub(super) fn check_repeatable(&self, now: Timestamp) -> Result<(), ProtocolError> {
        match self.object_expires_at {
            Some(expires_at) if request_object::has_expired(expires_at, now) => Err(OBJECT_EXPIRED),
            _ => Ok(()),
        }
    }
}

impl From<Parameters> for Incoming {
    fn from(parameters: Parameters) -> Self {
        Self {
            parameters,
            object_expires_at: None,
        }
    }
}
