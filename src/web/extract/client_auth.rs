//! A form of an OAuth client with what authenticates the client (RFC 6749 §2.3).

use crate::{
    extract::{
        authorization::{Authorization, Unreadable},
        form::is_form,
    },
    respond::{oauth_error::OAuthError, refusal::ClaimedClient},
};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, web::Bytes};
use doorward_core::Error;
use doorward_protocol::oauth::{
    authorization_request::Parameters,
    client_authentication::{HttpCredentials, INVALID_CLIENT, presented_client},
    error_code::{ErrorCode, ProtocolError},
};
use std::{future::Future, pin::Pin};

/// Parameters that stand in logs where they are sent in the query (RFC 6749 §2.3.1).
const SECRET_PARAMETERS: [&str; 8] = [
    "client_secret",
    "client_assertion",
    "code",
    "refresh_token",
    "token",
    "password",
    "otp",
    "auth_session",
];

/// The `Authorization` header and the parameters of the body. Nothing is verified yet.
pub struct ClientAuth {
    /// The header, where there is one.
    authorization: Option<Authorization>,
    /// The parameters of the body, without those of the query.
    pub parameters: Parameters,
}

impl ClientAuth {
    /// Reads a request.
    ///
    /// # Errors
    /// A refusal for the client: the body is no form, or a secret is in the query.
    pub fn read(request: &HttpRequest, body: &Bytes) -> Result<Self, Error> {
        let refuse = |hint| Err(ProtocolError::new(ErrorCode::InvalidRequest, hint).into());
        if !is_form(request) {
            return refuse("the body must be application/x-www-form-urlencoded");
        }
        let query = Parameters::parse(request.query_string());
        if SECRET_PARAMETERS.iter().any(|name| query.count(name) > 0) {
            return refuse("parameters belong in the body, not in the query");
        }
        let Ok(text) = std::str::from_utf8(body) else {
            return refuse("the body is not UTF-8");
        };
        let authorization = match Authorization::of(request) {
            Ok(authorization) => authorization,
            Err(Unreadable::NoText) => return Err(INVALID_CLIENT.into()),
            Err(unreadable) => return refuse(unreadable.hint()),
        };
        Ok(Self {
            authorization,
            parameters: Parameters::parse(text),
        })
    }

    /// The scheme and the credentials of the header.
    pub fn authorization(&self) -> Option<HttpCredentials<'_>> {
        self.authorization.as_ref().map(Authorization::credentials)
    }
}

impl ClientAuth {
    /// The answer to a client whose request failed. The log names the client that it claims to be.
    pub fn refuse(&self, error: Error, request: &HttpRequest) -> OAuthError {
        if let Ok(presented) = presented_client(self.authorization(), &self.parameters) {
            let claimed = ClaimedClient(presented.client_id);
            request.extensions_mut().insert(claimed);
        }
        OAuthError::of_client(error, request)
    }
}

impl FromRequest for ClientAuth {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = Bytes::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let body = body.await?;
            Ok(Self::read(&request, &body)
                .map_err(|error| OAuthError::of_client(error, &request))?)
        })
    }
}
