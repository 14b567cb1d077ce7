//! What a client's metadata must hold together (RFC 7591 §2, OpenID Connect Registration §2).

use crate::{
    access::{check_group_name, check_role_name},
    branding::Accent,
    clients::{
        client::{ApplicationType, Client, GrantType, SubjectType, TokenEndpointAuthMethod},
        client_metadata,
    },
    keys::client_keys::check_key_set,
    oauth::{
        access_token::AccessTokenTyp,
        discovery::{ASSERTION_ALGORITHMS, REQUEST_OBJECT_ALGORITHMS},
        error_code::{ErrorCode, ProtocolError},
        redirect_uri::{self, PlainHttp},
    },
    oidc::{claims::DeclaredClaims, pairwise},
    text::is_printable_ascii,
};
use serde_json::Value;

/// The least length of a secret that somebody chose for a client, in characters.
const MIN_SECRET_LENGTH: usize = 32;

/// Who says what a client is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclaredBy {
    /// An administrator, whose word a client that registered itself may not widen.
    Administrator,
    /// An administrator whose provider is http beyond loopback, as the apps may be then.
    AdministratorOfHttp,
    /// The client itself, by dynamic registration.
    Client,
}

impl DeclaredBy {
    /// Where the URIs of the client may be http.
    const fn http(self) -> PlainHttp {
        match self {
            Self::AdministratorOfHttp => PlainHttp::Anywhere,
            Self::Administrator | Self::Client => PlainHttp::OnLoopback,
        }
    }
}

/// Checks a client's metadata as a whole.
///
/// # Errors
/// `invalid_redirect_uri` or `invalid_client_metadata`, with what to change.
pub fn check(client: &Client, secret: Option<&str>, by: DeclaredBy) -> Result<(), ProtocolError> {
    let wrong = |hint| Err(ProtocolError::new(ErrorCode::InvalidClientMetadata, hint));
    if client.client_id.is_empty()
        || client.client_id.len() > 255
        || !is_printable_ascii(&client.client_id)
    {
        return wrong("client_id must have 1 to 255 printable ASCII characters");
    }
    if client.client_name.chars().count() > 100 || client.client_name.chars().any(char::is_control)
    {
        return wrong(
            "client_name must have 100 characters at most, none of them a control character",
        );
    }
    check_redirect_uris(client, by)?;
    if client.may_use(GrantType::AuthorizationCode) && client.redirect_uris.is_empty() {
        return Err(ProtocolError::new(
            ErrorCode::InvalidRedirectUri,
            "redirect_uris must hold one URI at least for the authorization_code grant",
        ));
    }
    let site = client.forward_auth.as_ref();
    if let Some(Err(hint)) = site.map(|site| site.check(by.http())) {
        return wrong(hint);
    }
    check_front_channel(client)?;
    if client.grant_types.is_empty() {
        return wrong("grant_types must hold one grant type at least");
    }
    if client.subject_type == SubjectType::Pairwise && pairwise::sector(client).is_none() {
        return wrong(
            "pairwise needs sector_identifier_uri where the redirect URIs are of several hosts \
             (OpenID Connect Core section 8.1)",
        );
    }
    check_accent(client)?;
    check_access(client)?;
    check_access_token_type(client)?;
    check_links(client, by)?;
    check_strings(client)?;
    check_cryptography(client)?;
    check_authentication(client, secret)
}

/// What an administrator should know about a client that is as it may be.
pub fn warnings(client: &Client) -> Vec<String> {
    let uris = client.redirect_uris.iter();
    uris.chain(&client.post_logout_redirect_uris)
        .filter_map(|uri| redirect_uri::warning(uri))
        .collect()
}

/// Checks what the tokens of the client say of a user, and under which names. Only administrators set it.
///
/// # Errors
/// `invalid_client_metadata` with the name that is no claim, or that may not be one.
pub fn check_claims(client: &Client, declared: &DeclaredClaims) -> Result<(), ProtocolError> {
    let wrong = |hint| ProtocolError::with_hint(ErrorCode::InvalidClientMetadata, hint);
    client.id_token_claims.check(declared).map_err(wrong)?;
    client.claim_map.check(declared).map_err(wrong)
}

/// The accent can be seen on the pages of the client.
fn check_accent(client: &Client) -> Result<(), ProtocolError> {
    let wrong = |hint| ProtocolError::with_hint(ErrorCode::InvalidClientMetadata, hint);
    let accent = Accent::of_settings(client.accent, client.accent_dark);
    accent.map(|_| ()).map_err(wrong)
}

/// The names of groups and roles that say who may use the client.
fn check_access(client: &Client) -> Result<(), ProtocolError> {
    if client.organizations.is_some() && client.forward_auth.is_some() {
        return Err(ProtocolError::new(
            ErrorCode::InvalidClientMetadata,
            "organizations is for apps that get tokens: a site behind a proxy is told of none",
        ));
    }
    let wrong = |hint| ProtocolError::with_hint(ErrorCode::InvalidClientMetadata, hint);
    let groups = client.allowed_groups.iter();
    let groups = groups.map(|name| check_group_name(name));
    let roles = client.allowed_roles.iter();
    let roles = roles.map(|name| check_role_name(name));
    groups
        .chain(roles)
        .collect::<Result<(), _>>()
        .map_err(wrong)
}

fn check_access_token_type(client: &Client) -> Result<(), ProtocolError> {
    // Nothing but `typ` and `aud` tells such an access token from an ID token.
    if client.access_token_typ == AccessTokenTyp::Jwt && client.audience.contains(&client.client_id)
    {
        return Err(ProtocolError::new(
            ErrorCode::InvalidClientMetadata,
            "access_token_typ cannot be JWT where audience holds the client_id: the access token \
             could be taken for an ID token",
        ));
    }
    Ok(())
}

/// Tokens from the authorization endpoint need the implicit grant, and for a web client https on a
/// real host (OpenID Connect Registration §2, `application_type`).
fn check_front_channel(client: &Client) -> Result<(), ProtocolError> {
    if !client
        .response_types
        .iter()
        .any(|response_type| response_type.is_front_channel())
    {
        return Ok(());
    }
    let missing = missing_grant_types(client);
    if !missing.is_empty() {
        return Err(ProtocolError::with_hint(
            ErrorCode::InvalidClientMetadata,
            format!(
                "these response_types need more grant_types (RFC 7591 section 2.1): add {}",
                missing.join(" and ")
            ),
        ));
    }
    let local = |uri: &String| {
        url::Url::parse(uri)
            .is_ok_and(|url| url.scheme() == "http" || redirect_uri::is_loopback_host(&url))
    };
    if client.application_type == ApplicationType::Web && client.redirect_uris.iter().any(local) {
        return Err(ProtocolError::new(
            ErrorCode::InvalidRedirectUri,
            "a web client with the implicit grant needs https redirect URIs on another host than \
             localhost",
        ));
    }
    Ok(())
}

/// The names of the grant types that the response types need and the client lacks (RFC 7591 §2.1).
fn missing_grant_types(client: &Client) -> Vec<&'static str> {
    client_metadata::needed_grant_types(client)
        .into_iter()
        .filter(|grant_type| !client.may_use(*grant_type))
        .map(GrantType::as_str)
        .collect()
}

fn check_cryptography(client: &Client) -> Result<(), ProtocolError> {
    let wrong = |hint| Err(ProtocolError::new(ErrorCode::InvalidClientMetadata, hint));
    if client.jwks.is_some() && client.jwks_uri.is_some() {
        return wrong("jwks and jwks_uri must not both be given (RFC 7591 section 2)");
    }
    match client.jwks.as_ref().map(check_key_set) {
        Some(Err(hint)) => {
            return Err(ProtocolError::with_hint(
                ErrorCode::InvalidClientMetadata,
                hint,
            ));
        }
        Some(Ok(0)) => return wrong("jwks must hold one RSA, EC or OKP key at least"),
        Some(Ok(_)) | None => {}
    }
    let has_keys = client.jwks.is_some() || client.jwks_uri.is_some();
    let encrypts = client.id_token_encrypted_response_alg.is_some()
        || client.userinfo_encrypted_response_alg.is_some();
    if encrypts && !has_keys {
        return wrong("an encrypted response needs jwks or jwks_uri");
    }
    if client.id_token_encrypted_response_enc.is_some()
        && client.id_token_encrypted_response_alg.is_none()
        || client.userinfo_encrypted_response_enc.is_some()
            && client.userinfo_encrypted_response_alg.is_none()
    {
        return wrong("an encrypted_response_enc needs its encrypted_response_alg");
    }
    match client.request_object_signing_alg.as_deref() {
        Some("none") | None => Ok(()),
        Some(alg) if !REQUEST_OBJECT_ALGORITHMS.contains(&alg) => {
            wrong("request_object_signing_alg is not among those that discovery lists")
        }
        Some(_) if !has_keys => wrong("request_object_signing_alg needs jwks or jwks_uri"),
        Some(_) => Ok(()),
    }
}

/// No text of the metadata holds a control character: it is shown on pages, in consoles and logs.
fn check_strings(client: &Client) -> Result<(), ProtocolError> {
    let document = serde_json::to_value(client).unwrap_or_default();
    let fields = document.as_object().into_iter().flatten();
    for (name, value) in fields {
        if holds_control(value) {
            return Err(ProtocolError::with_hint(
                ErrorCode::InvalidClientMetadata,
                format!("{name} must not hold control characters"),
            ));
        }
    }
    Ok(())
}

fn holds_control(value: &Value) -> bool {
    let is_marred = |text: &str| text.chars().any(char::is_control);
    match value {
        Value::String(text) => is_marred(text),
        Value::Array(list) => list.iter().any(holds_control),
        Value::Object(members) => members
            .iter()
            .any(|(name, value)| is_marred(name) || holds_control(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Each URI to which a browser is sent. A refusal says which one it is of several by its place: a URI
/// may hold what belongs into no log.
fn check_redirect_uris(client: &Client, by: DeclaredBy) -> Result<(), ProtocolError> {
    let is_native = client.application_type == ApplicationType::Native;
    for (name, uris) in [
        ("redirect_uris", &client.redirect_uris),
        (
            "post_logout_redirect_uris",
            &client.post_logout_redirect_uris,
        ),
    ] {
        for (place, uri) in (1..).zip(uris) {
            let checked = match by {
                DeclaredBy::Administrator | DeclaredBy::AdministratorOfHttp => {
                    redirect_uri::check_declaration(uri, is_native, by.http())
                }
                DeclaredBy::Client => redirect_uri::check_registration(uri),
            };
            checked.map_err(|hint| {
                let which = if uris.len() == 1 {
                    name.to_owned()
                } else {
                    format!("{name}, number {place}")
                };
                ProtocolError::with_hint(ErrorCode::InvalidRedirectUri, format!("{which}: {hint}"))
            })?;
        }
    }
    Ok(())
}

fn check_links(client: &Client, by: DeclaredBy) -> Result<(), ProtocolError> {
    for (name, link) in client_metadata::links(client) {
        check_link(link, by).map_err(|hint| {
            ProtocolError::with_hint(ErrorCode::InvalidClientMetadata, format!("{name}: {hint}"))
        })?;
    }
    Ok(())
}

fn check_link(link: &str, by: DeclaredBy) -> Result<(), &'static str> {
    if link.len() > 2048 || link.bytes().any(|b| !(0x21..=0x7e).contains(&b)) {
        return Err("a URI must have 2048 printable ASCII characters at most");
    }
    let url = url::Url::parse(link)
        .map_err(|_| "a URI must be absolute, such as https://example.com/")?;
    redirect_uri::check_text(link, &url)?;
    if redirect_uri::holds_user(&url) {
        return Err("a URI of a client must not hold a user name or password");
    }
    if !redirect_uri::has_plain_host(&url) {
        return Err(
            "the host of a URI must be an IP address, or a name of letters, digits, hyphens and \
             dots",
        );
    }
    match url.scheme() {
        "https" => Ok(()),
        "http" if by.http().allows(&url) => Ok(()),
        _ if by == DeclaredBy::Administrator => Err(
            "a URI of a client must be https, except on loopback; for a laptop or a network of \
             containers alone, insecure_http = true allows http",
        ),
        _ => Err("a URI of a client must be https, except on loopback"),
    }
}

fn check_authentication(client: &Client, secret: Option<&str>) -> Result<(), ProtocolError> {
    let wrong = |hint| Err(ProtocolError::new(ErrorCode::InvalidClientMetadata, hint));
    let method = client.token_endpoint_auth_method;
    if client
        .token_endpoint_auth_signing_alg
        .as_ref()
        .is_some_and(|alg| !ASSERTION_ALGORITHMS.contains(&alg.as_str()))
    {
        return wrong("token_endpoint_auth_signing_alg is not among those that discovery lists");
    }
    if client.is_public() && client.may_use(GrantType::ClientCredentials) {
        return wrong("a public client cannot use client_credentials (RFC 6749 section 4.4)");
    }
    if client.is_public() && !client.require_pkce {
        return wrong("a public client cannot do without PKCE (RFC 9700 section 2.1.1)");
    }
    if method == TokenEndpointAuthMethod::PrivateKeyJwt
        && client.jwks.is_none()
        && client.jwks_uri.is_none()
    {
        return wrong("private_key_jwt needs jwks or jwks_uri");
    }
    match secret {
        Some(_) if !method.uses_secret() => {
            wrong("client_secret does not go with this token_endpoint_auth_method")
        }
        // A digest of it is stored that is quick to compute: a short secret could be found by trying.
        // 32 bytes are also what HS256 needs (RFC 7518 §3.2).
        Some(secret)
            if !(MIN_SECRET_LENGTH..=255).contains(&secret.len())
                || !is_printable_ascii(secret) =>
        {
            wrong(
                "client_secret must have 32 to 255 printable ASCII characters: make one with \
                 `openssl rand -base64 32`, or let `doorward client rotate` make it",
            )
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
