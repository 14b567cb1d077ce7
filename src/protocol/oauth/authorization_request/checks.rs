//! The checks of an addressed request, in their order, on one page.

use crate::oauth::authorization_request::{
    AuthorizationRequest, Parameters, addressed::mode_is_allowed,
};
use crate::{
    clients::client::{Client, GrantType},
    credentials::second_factor::ClientSecondFactor,
    oauth::{
        error_code::{ErrorCode, ProtocolError},
        pkce, resource,
        response_mode::ResponseMode,
        response_type::ResponseType,
        scope::Scope,
    },
    oidc::{
        authentication_context::AuthenticationContext, claims::DeclaredClaims,
        claims_request::ClaimsRequest, prompt::Prompt,
    },
};
use strum::VariantArray;

/// What is checked of a request, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum RequestCheck {
    /// Each parameter is sent once.
    Once,
    /// `response_type` is offered here, and registered for the client.
    ResponseType,
    /// No request object is within a request object.
    RequestObject,
    /// `response_mode` carries the answer.
    ResponseMode,
    /// The client may get a code.
    GrantType,
    /// `prompt`, `display`, `nonce` and `state` have a form that is read.
    OpenIdParameters,
    /// `nonce` is there where it is needed.
    Nonce,
    /// `code_challenge` of PKCE.
    CodeChallenge,
    /// `organization` goes with the client.
    Organization,
    /// `resource` names what the client may use.
    Resource,
    /// `claims` is readable.
    Claims,
    /// `scope` holds something that the client is registered for.
    Scope,
    /// `max_age` is a number.
    MaxAge,
}

type Check = fn(&Parameters, &Client) -> Result<(), ProtocolError>;

/// The order is that of the specification's dependence: shape, then what is asked for, then how,
/// then proof.
const CHECKS: [(RequestCheck, Check); 7] = [
    (RequestCheck::RequestObject, no_request_object),
    (RequestCheck::ResponseMode, response_mode),
    (RequestCheck::GrantType, grant_type),
    (RequestCheck::OpenIdParameters, openid_parameters),
    (RequestCheck::Nonce, nonce),
    (RequestCheck::CodeChallenge, code_challenge),
    (RequestCheck::Organization, organization),
];

/// What a server offers, for the checks that depend on it.
#[derive(Clone, Copy, Debug)]
pub struct Offered<'a> {
    /// The issuer, which is a resource too: its userinfo endpoint.
    pub issuer: &'a str,
    /// The response types that the server allows at all.
    pub response_types: &'a [ResponseType],
    /// The claims that administrators declared.
    pub declared_claims: &'a DeclaredClaims,
}

/// Runs every check.
///
/// # Errors
/// The first that fails, for the redirect URI.
pub fn check(
    parameters: &Parameters,
    client: &Client,
    offered: Offered<'_>,
) -> Result<AuthorizationRequest, ProtocolError> {
    check_noting(parameters, client, offered, &mut |_| ())
}

/// As [`check`], and tells of each check before it is made: where one fails, it is the last.
///
/// # Errors
/// As [`check`].
pub fn check_noting(
    parameters: &Parameters,
    client: &Client,
    offered: Offered<'_>,
    begin: &mut dyn FnMut(RequestCheck),
) -> Result<AuthorizationRequest, ProtocolError> {
    begin(RequestCheck::Once);
    each_parameter_once(parameters, client)?;
    begin(RequestCheck::ResponseType);
    let response_type = response_type(parameters, client, offered.response_types)?;
    for (which, check) in CHECKS {
        begin(which);
        check(parameters, client)?;
    }
    begin(RequestCheck::Resource);
    let resources = resource::requested(parameters, client, offered.issuer)?;
    begin(RequestCheck::Claims);
    let claims = claims(parameters, client, offered.declared_claims)?;
    begin(RequestCheck::Scope);
    let scope = granted_scope(parameters, client)?;
    begin(RequestCheck::MaxAge);
    let max_age = max_age(parameters)?.or(client.default_max_age);
    let text = |name: &str| parameters.get(name).map(str::to_owned);
    Ok(AuthorizationRequest {
        response_type,
        claims,
        scope,
        nonce: text("nonce"),
        code_challenge: text("code_challenge"),
        prompt: parameters
            .get("prompt")
            .and_then(Prompt::parse)
            .unwrap_or_default(),
        max_age,
        login_hint: text("login_hint").filter(|hint| hint.len() <= 320),
        idp_hint: text("idp_hint").filter(|hint| hint.len() <= 100),
        organization: text("organization"),
        id_token_hint: text("id_token_hint"),
        acr_values: parameters.get("acr_values").map_or_else(
            || client.default_acr_values.clone(),
            |values| values.split(' ').map(str::to_owned).collect(),
        ),
        ui_locales: text("ui_locales"),
        resources,
    })
}

/// The claims that are asked for by name, as far as the client may have them.
fn claims(
    parameters: &Parameters,
    client: &Client,
    declared: &DeclaredClaims,
) -> Result<ClaimsRequest, ProtocolError> {
    let claims = match parameters.get("claims") {
        None => ClaimsRequest::default(),
        Some(text) => ClaimsRequest::parse(text, declared)
            .ok_or(ProtocolError::new(
                ErrorCode::InvalidRequest,
                "claims must be the JSON object of OpenID Connect Core section 5.5",
            ))?
            .within(&client.scope, declared),
    };
    Ok(with_second_factor(claims, client))
}

/// Demands two factors for a client whose users need them, whatever the request says.
fn with_second_factor(claims: ClaimsRequest, client: &Client) -> ClaimsRequest {
    match client.second_factor {
        Some(ClientSecondFactor::Required) => ClaimsRequest {
            essential_acr: vec![AuthenticationContext::MultiFactor.as_str().to_owned()],
            ..claims
        },
        None => claims,
    }
}

fn refuse(code: ErrorCode, hint: &'static str) -> Result<(), ProtocolError> {
    Err(ProtocolError::new(code, hint))
}

fn each_parameter_once(parameters: &Parameters, _: &Client) -> Result<(), ProtocolError> {
    if parameters.has_repeated_but(resource::PARAMETER) {
        return refuse(
            ErrorCode::InvalidRequest,
            "a parameter was sent more than once",
        );
    }
    Ok(())
}

fn no_request_object(parameters: &Parameters, _: &Client) -> Result<(), ProtocolError> {
    // A request object was read before this; what is left of one was never proven.
    if parameters.get("request").is_some() || parameters.get("request_uri").is_some() {
        return refuse(
            ErrorCode::InvalidRequestObject,
            "a request object must not hold request or request_uri (RFC 9101 section 4)",
        );
    }
    Ok(())
}

fn response_type(
    parameters: &Parameters,
    client: &Client,
    allowed: &[ResponseType],
) -> Result<ResponseType, ProtocolError> {
    let Some(text) = parameters.get("response_type") else {
        return Err(ProtocolError::new(
            ErrorCode::InvalidRequest,
            "response_type is missing; send response_type=code",
        ));
    };
    match ResponseType::parse(text) {
        Some(asked) if allowed.contains(&asked) && client.response_types.contains(&asked) => {
            Ok(asked)
        }
        Some(asked) if allowed.contains(&asked) => Err(ProtocolError::new(
            ErrorCode::UnauthorizedClient,
            "this response_type is not among those that the client is registered for",
        )),
        _ => Err(ProtocolError::new(
            ErrorCode::UnsupportedResponseType,
            "this response_type is not offered here; discovery lists those that are",
        )),
    }
}

/// An ID token from the authorization endpoint is bound to its request by `nonce` alone (OpenID
/// Connect Core §3.2.2.1, §3.3.2.11).
fn nonce(parameters: &Parameters, _: &Client) -> Result<(), ProtocolError> {
    let needed = parameters
        .get("response_type")
        .and_then(ResponseType::parse)
        .is_some_and(ResponseType::has_id_token);
    if needed && parameters.get("nonce").is_none() {
        return refuse(
            ErrorCode::InvalidRequest,
            "nonce is missing; it is required where an ID token comes from the authorization \
             endpoint",
        );
    }
    Ok(())
}

fn response_mode(parameters: &Parameters, client: &Client) -> Result<(), ProtocolError> {
    match parameters.get("response_mode") {
        None => Ok(()),
        Some(mode)
            if ResponseMode::parse(mode)
                .is_some_and(|mode| mode_is_allowed(client, mode) && carries(parameters, mode)) =>
        {
            Ok(())
        }
        Some(_) => refuse(
            ErrorCode::InvalidRequest,
            "response_mode must be query, fragment, form_post or web_message, allowed for this client, \
             never query for tokens, and web_message for an http or https redirect URI alone",
        ),
    }
}

fn carries(parameters: &Parameters, mode: ResponseMode) -> bool {
    parameters
        .get("response_type")
        .and_then(ResponseType::parse)
        .is_some_and(|response_type| response_type.allows(mode))
        && parameters
            .get("redirect_uri")
            .is_some_and(|uri| mode.reaches(uri))
}

fn grant_type(parameters: &Parameters, client: &Client) -> Result<(), ProtocolError> {
    let has_code = parameters
        .get("response_type")
        .and_then(ResponseType::parse)
        .is_some_and(ResponseType::has_code);
    if has_code && !client.may_use(GrantType::AuthorizationCode) {
        return refuse(
            ErrorCode::UnauthorizedClient,
            "this client is not registered for the authorization_code grant",
        );
    }
    Ok(())
}

fn openid_parameters(parameters: &Parameters, _: &Client) -> Result<(), ProtocolError> {
    if parameters
        .get("prompt")
        .is_some_and(|prompt| Prompt::parse(prompt).is_none())
    {
        return refuse(
            ErrorCode::InvalidRequest,
            "prompt must be none alone, or any of login, consent and select_account",
        );
    }
    if parameters
        .get("display")
        .is_some_and(|display| !["page", "popup", "touch", "wap"].contains(&display))
    {
        return refuse(
            ErrorCode::InvalidRequest,
            "display must be page, popup, touch or wap",
        );
    }
    if parameters
        .get("nonce")
        .is_some_and(|nonce| nonce.len() > 1024)
    {
        return refuse(
            ErrorCode::InvalidRequest,
            "nonce must have 1024 bytes at most",
        );
    }
    if parameters
        .get("state")
        .is_some_and(|state| state.len() > 4096)
    {
        return refuse(
            ErrorCode::InvalidRequest,
            "state must have 4096 bytes at most",
        );
    }
    Ok(())
}

fn code_challenge(parameters: &Parameters, client: &Client) -> Result<(), ProtocolError> {
    let method = parameters.get("code_challenge_method");
    let has_code = parameters
        .get("response_type")
        .and_then(ResponseType::parse)
        .is_some_and(ResponseType::has_code);
    match (parameters.get("code_challenge"), method) {
        (None, None) if client.require_pkce && has_code => refuse(
            ErrorCode::InvalidRequest,
            "code_challenge is missing; PKCE with S256 is required (RFC 7636)",
        ),
        (None, None) => Ok(()),
        (None, Some(_)) => refuse(
            ErrorCode::InvalidRequest,
            "code_challenge_method was sent without code_challenge",
        ),
        (Some(_), method) if method != Some("S256") => refuse(
            ErrorCode::InvalidRequest,
            "code_challenge_method must be S256",
        ),
        (Some(challenge), _) if pkce::is_challenge(challenge) => Ok(()),
        (Some(_), _) => refuse(
            ErrorCode::InvalidRequest,
            "code_challenge must be the base64url of a SHA-256, 43 characters",
        ),
    }
}

/// Tokens without the organization that was asked for would look as if the user were in it.
fn organization(parameters: &Parameters, client: &Client) -> Result<(), ProtocolError> {
    if parameters.get("organization").is_some() && client.organizations.is_none() {
        return refuse(
            ErrorCode::InvalidRequest,
            "organization was sent by a client whose users sign in for none; its setting organizations \
             says whether they do",
        );
    }
    Ok(())
}

fn max_age(parameters: &Parameters) -> Result<Option<u32>, ProtocolError> {
    let Some(text) = parameters.get("max_age") else {
        return Ok(None);
    };
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    text.parse()
        .ok()
        .filter(|_| digits)
        .map(Some)
        .ok_or(ProtocolError::new(
            ErrorCode::InvalidRequest,
            "max_age must be a number of seconds",
        ))
}

/// What is requested and registered; `offline_access` needs the refresh_token grant (OpenID Connect
/// Core §11).
fn granted_scope(parameters: &Parameters, client: &Client) -> Result<Scope, ProtocolError> {
    let invalid = ProtocolError::new(
        ErrorCode::InvalidScope,
        "scope holds a character that RFC 6749 section 3.3 forbids",
    );
    let requested = Scope::parse(parameters.get("scope").unwrap_or_default()).ok_or(invalid)?;
    let granted = requested.intersection(&client.scope);
    if granted.is_empty() {
        return Err(ProtocolError::new(
            ErrorCode::InvalidScope,
            "scope holds nothing that this client is registered for; ask for openid",
        ));
    }
    Ok(if client.may_use(GrantType::RefreshToken) {
        granted
    } else {
        granted.without("offline_access")
    })
}

#[cfg(test)]
mod tests;
