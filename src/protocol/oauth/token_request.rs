//! The token request (RFC 6749 §4.1.3, §4.4.2, §6).

use crate::{
    clients::client::GrantType,
    oauth::{
        authorization_request::Parameters,
        error_code::{ErrorCode, ProtocolError},
        scope::Scope,
    },
    secret::Secret,
};

/// A token request by its grant.
#[derive(Clone, Debug)]
pub enum TokenRequest {
    /// A code.
    AuthorizationCode {
        /// As presented.
        code: Secret,
        /// As sent.
        redirect_uri: Option<String>,
        /// As sent.
        code_verifier: Option<Secret>,
    },
    /// A refresh token.
    RefreshToken {
        /// As presented.
        refresh_token: Secret,
        /// A narrower scope, if asked for.
        scope: Option<Scope>,
    },
    /// The client for itself.
    ClientCredentials {
        /// What it asks for.
        scope: Option<Scope>,
    },
}

impl TokenRequest {
    /// Which grant it uses.
    pub fn grant_type(&self) -> GrantType {
        match self {
            Self::AuthorizationCode { .. } => GrantType::AuthorizationCode,
            Self::RefreshToken { .. } => GrantType::RefreshToken,
            Self::ClientCredentials { .. } => GrantType::ClientCredentials,
        }
    }

    /// Reads the parameters.
    ///
    /// # Errors
    /// `invalid_request` for shape, `unsupported_grant_type`, `invalid_scope`.
    pub fn parse(parameters: &Parameters) -> Result<Self, ProtocolError> {
        let grant_type = parameters.get("grant_type").ok_or(ProtocolError::new(
            ErrorCode::InvalidRequest,
            "grant_type is missing",
        ))?;
        let scope = match parameters.get("scope").map(Scope::parse) {
            Some(None) => {
                return Err(ProtocolError::new(
                    ErrorCode::InvalidScope,
                    "scope holds a character that RFC 6749 section 3.3 forbids",
                ));
            }
            Some(Some(scope)) => Some(scope),
            None => None,
        };
        let secret = |name: &str| parameters.get(name).map(Secret::presented);
        match GrantType::parse(grant_type) {
            None | Some(GrantType::Implicit) => Err(ProtocolError::new(
                ErrorCode::UnsupportedGrantType,
                "grant_type must be authorization_code, refresh_token or client_credentials",
            )),
            Some(GrantType::AuthorizationCode) => Ok(Self::AuthorizationCode {
                code: secret("code").ok_or(ProtocolError::new(
                    ErrorCode::InvalidRequest,
                    "code is missing",
                ))?,
                redirect_uri: parameters.get("redirect_uri").map(str::to_owned),
                code_verifier: secret("code_verifier"),
            }),
            Some(GrantType::RefreshToken) => Ok(Self::RefreshToken {
                refresh_token: secret("refresh_token").ok_or(ProtocolError::new(
                    ErrorCode::InvalidRequest,
                    "refresh_token is missing",
                ))?,
                scope,
            }),
            Some(GrantType::ClientCredentials) => Ok(Self::ClientCredentials { scope }),
        }
    }
}

/// Checks the shape that every form endpoint for programs asks for.
///
/// # Errors
/// `invalid_request` for a repeated or unusable parameter.
pub fn check_shape(parameters: &Parameters) -> Result<(), ProtocolError> {
    if parameters.has_repeated() {
        return Err(ProtocolError::new(
            ErrorCode::InvalidRequest,
            "a parameter was sent more than once",
        ));
    }
    if parameters.has_unusable() {
        return Err(ProtocolError::new(
            ErrorCode::InvalidRequest,
            "a parameter is too long or is not text",
        ));
    }
    Ok(())
}
