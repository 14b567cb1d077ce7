//! The token request (RFC 6749 §4.1.3, §4.4.2, §6).

use crate::{
    clients::client::GrantType,
    oauth::{
        authorization_request::Parameters,
        error_code::{ErrorCode, ProtocolError},
        resource,
        scope::Scope,
    },
    secret::Secret,
};

/// The parameters of the authorization code grant.
#[derive(Clone, Debug)]
pub struct CodeRedemption {
    /// The `code` parameter.
    pub code: Secret,
    /// The `redirect_uri` parameter.
    pub redirect_uri: Option<String>,
    /// The `code_verifier` parameter (RFC 7636 §4.5).
    pub code_verifier: Option<Secret>,
}

/// A token request by its grant type.
#[derive(Clone, Debug)]
pub enum TokenRequest {
    /// `authorization_code` (RFC 6749 §4.1.3).
    AuthorizationCode(CodeRedemption),
    /// `refresh_token` (RFC 6749 §6).
    RefreshToken {
        /// The `refresh_token` parameter.
        refresh_token: Secret,
        /// The `scope` parameter: the same scope or a narrower one.
        scope: Option<Scope>,
    },
    /// `client_credentials` (RFC 6749 §4.4.2).
    ClientCredentials {
        /// The `scope` parameter.
        scope: Option<Scope>,
    },
}

impl TokenRequest {
    /// The grant type that the request uses.
    pub fn grant_type(&self) -> GrantType {
        match self {
            Self::AuthorizationCode(_) => GrantType::AuthorizationCode,
            Self::RefreshToken { .. } => GrantType::RefreshToken,
            Self::ClientCredentials { .. } => GrantType::ClientCredentials,
        }
    }

    /// Reads the parameters.
    ///
    /// # Errors
    /// `invalid_request` for a missing parameter, `unsupported_grant_type`, `invalid_scope`.
    pub fn parse(parameters: &Parameters) -> Result<Self, ProtocolError> {
        let grant_type = parameters
            .get("grant_type")
            .ok_or(invalid_request("grant_type is missing"))?;
        let scope = requested_scope(parameters)?;
        let secret = |name: &str| parameters.get(name).map(Secret::presented);
        match GrantType::parse(grant_type) {
            None | Some(GrantType::Implicit) => Err(ProtocolError::new(
                ErrorCode::UnsupportedGrantType,
                "grant_type must be authorization_code, refresh_token or client_credentials",
            )),
            Some(GrantType::AuthorizationCode) => Ok(Self::AuthorizationCode(CodeRedemption {
                code: secret("code").ok_or(invalid_request("code is missing"))?,
                redirect_uri: parameters.get("redirect_uri").map(str::to_owned),
                code_verifier: secret("code_verifier"),
            })),
            Some(GrantType::RefreshToken) => Ok(Self::RefreshToken {
                refresh_token: secret("refresh_token")
                    .ok_or(invalid_request("refresh_token is missing"))?,
                scope,
            }),
            Some(GrantType::ClientCredentials) => Ok(Self::ClientCredentials { scope }),
        }
    }
}

const REPEATED: ProtocolError = invalid_request("a parameter was sent more than once");

const fn invalid_request(hint: &'static str) -> ProtocolError {
    ProtocolError::new(ErrorCode::InvalidRequest, hint)
}

fn requested_scope(parameters: &Parameters) -> Result<Option<Scope>, ProtocolError> {
    let Some(text) = parameters.get("scope") else {
        return Ok(None);
    };
    let scope = Scope::parse(text).ok_or(ProtocolError::new(
        ErrorCode::InvalidScope,
        "scope holds a character that RFC 6749 section 3.3 forbids",
    ))?;
    Ok(Some(scope))
}

/// Checks the shape of a token request, before anything is read from it.
///
/// # Errors
/// `invalid_request` for an unusable parameter, or a repeated one that is not `resource`.
pub fn check_token_shape(parameters: &Parameters) -> Result<(), ProtocolError> {
    if parameters.has_repeated_but(resource::PARAMETER) {
        return Err(REPEATED);
    }
    check_unusable(parameters)
}

/// Checks the shape of a form request, before anything is read from it.
///
/// # Errors
/// `invalid_request` for a repeated or unusable parameter.
pub fn check_shape(parameters: &Parameters) -> Result<(), ProtocolError> {
    if parameters.has_repeated() {
        return Err(REPEATED);
    }
    check_unusable(parameters)
}

fn check_unusable(parameters: &Parameters) -> Result<(), ProtocolError> {
    if parameters.has_unusable() {
        return Err(invalid_request(
            "a parameter is too long or is not text, or there are more than 100",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
