//! Client metadata as a client sends it about itself (RFC 7591 §2): known names are read,
//! everything else is ignored.

use crate::{
    clients::client::{Client, GrantType, SigningAlgorithm},
    oauth::{
        error_code::{ErrorCode, ProtocolError},
        response_type::ResponseType,
        scope::{STANDARD, Scope},
    },
};
use serde_json::{Map, Value, json};

/// What a client may say of itself. Whether it is trusted, what it may call and how it is kept is
/// not its to say.
const NAMES: [&str; 32] = [
    "redirect_uris",
    "response_types",
    "grant_types",
    "application_type",
    "contacts",
    "client_name",
    "logo_uri",
    "client_uri",
    "policy_uri",
    "tos_uri",
    "jwks_uri",
    "jwks",
    "sector_identifier_uri",
    "subject_type",
    "id_token_signed_response_alg",
    "id_token_encrypted_response_alg",
    "id_token_encrypted_response_enc",
    "userinfo_signed_response_alg",
    "userinfo_encrypted_response_alg",
    "userinfo_encrypted_response_enc",
    "request_object_signing_alg",
    "token_endpoint_auth_method",
    "token_endpoint_auth_signing_alg",
    "default_max_age",
    "require_auth_time",
    "default_acr_values",
    "initiate_login_uri",
    "request_uris",
    "post_logout_redirect_uris",
    "scope",
    "software_id",
    "software_version",
];
/// Where the client is told that a session ended.
const LOGOUT_NAMES: [&str; 4] = [
    "backchannel_logout_uri",
    "backchannel_logout_session_required",
    "frontchannel_logout_uri",
    "frontchannel_logout_session_required",
];
/// The most entries of a list in the metadata of a client that registers itself, such as
/// `redirect_uris`: each of them is looked at with every authorization request.
const MAX_LIST: usize = 100;

/// What the server offers to clients that register themselves.
#[derive(Clone, Copy, Debug)]
pub struct Offered<'a> {
    /// Response types that the server allows.
    pub response_types: &'a [ResponseType],
    /// Algorithms that have keys.
    pub algorithms: &'a [SigningAlgorithm],
}

/// Reads metadata, within what the server offers.
///
/// # Errors
/// `invalid_redirect_uri` or `invalid_client_metadata`, naming the field.
pub fn read(
    metadata: &Map<String, Value>,
    client_id: String,
    offered: Offered<'_>,
) -> Result<Client, ProtocolError> {
    let document = known_fields(metadata, client_id)?;
    let names_grant_types = document.contains_key("grant_types");
    let mut client: Client = serde_json::from_value(Value::Object(document))
        .map_err(|_| invalid("the metadata cannot be read"))?;
    check_offered(&client, offered)?;
    if !names_grant_types {
        client.grant_types = needed_grant_types(&client);
    }
    check_grant_types(&client)?;
    client.scope = client
        .scope
        .intersection(&Scope::parse(&STANDARD.join(" ")).unwrap_or_default());
    Ok(client)
}

fn invalid(hint: &'static str) -> ProtocolError {
    ProtocolError::new(ErrorCode::InvalidClientMetadata, hint)
}

/// The fields of the metadata that are known, each of a valid type, with the `client_id`.
fn known_fields(
    metadata: &Map<String, Value>,
    client_id: String,
) -> Result<Map<String, Value>, ProtocolError> {
    let mut document = Map::from_iter([("client_id".to_owned(), Value::String(client_id))]);
    for name in NAMES.iter().chain(&LOGOUT_NAMES) {
        let Some(value) = metadata.get(*name).filter(|value| !value.is_null()) else {
            continue;
        };
        if value.as_array().is_some_and(|list| list.len() > MAX_LIST) {
            let hint = format!("{name} may have {MAX_LIST} entries at most");
            return Err(ProtocolError::with_hint(
                ErrorCode::InvalidClientMetadata,
                hint,
            ));
        }
        // Each field is read on its own, so that the error names it.
        let alone = json!({"client_id": "x", *name: value});
        if serde_json::from_value::<Client>(alone).is_err() {
            let code = if *name == "redirect_uris" {
                ErrorCode::InvalidRedirectUri
            } else {
                ErrorCode::InvalidClientMetadata
            };
            return Err(ProtocolError::with_hint(
                code,
                format!(
                    "{name} has a type or a value that is not offered here; discovery lists what is"
                ),
            ));
        }
        document.insert((*name).to_owned(), value.clone());
    }
    Ok(document)
}

/// Checks that the server offers the response types and the signing algorithms.
fn check_offered(client: &Client, offered: Offered<'_>) -> Result<(), ProtocolError> {
    if client
        .response_types
        .iter()
        .any(|response_type| !offered.response_types.contains(response_type))
    {
        return Err(invalid(
            "one of the response_types is not offered here; discovery lists those that are",
        ));
    }
    let mut algorithms = [
        client.id_token_signed_response_alg,
        client.userinfo_signed_response_alg,
    ]
    .into_iter()
    .flatten();
    if algorithms.any(|algorithm| !offered.algorithms.contains(&algorithm)) {
        return Err(invalid(
            "a signed_response_alg has no key here; discovery lists those that do",
        ));
    }
    Ok(())
}

fn has_code(client: &Client) -> bool {
    client.response_types.iter().any(|r| r.has_code())
}

fn is_front_channel(client: &Client) -> bool {
    client.response_types.iter().any(|r| r.is_front_channel())
}

/// The grant types that the response types need (RFC 7591 §2.1).
pub(super) fn needed_grant_types(client: &Client) -> Vec<GrantType> {
    [
        (has_code(client), GrantType::AuthorizationCode),
        (is_front_channel(client), GrantType::Implicit),
    ]
    .into_iter()
    .filter_map(|(needed, grant_type)| needed.then_some(grant_type))
    .collect()
}

fn check_grant_types(client: &Client) -> Result<(), ProtocolError> {
    if client.may_use(GrantType::AuthorizationCode) != has_code(client)
        || is_front_channel(client) && !client.may_use(GrantType::Implicit)
    {
        return Err(invalid(
            "grant_types and response_types contradict each other (RFC 7591 section 2.1)",
        ));
    }
    if client.may_use(GrantType::ClientCredentials) {
        return Err(invalid(
            "client_credentials is for clients that an administrator declared",
        ));
    }
    Ok(())
}

/// Metadata for the client itself.
pub fn write(client: &Client) -> Map<String, Value> {
    let mut document = match serde_json::to_value(client) {
        Ok(Value::Object(document)) => document,
        _ => Map::new(),
    };
    let says_nothing =
        |value: &Value| value.as_str() == Some("") || value.as_array().is_some_and(Vec::is_empty);
    document.retain(|name, value| (name == "client_id" || is_own(name)) && !says_nothing(value));
    document
}

/// Whether a client says this of itself. Only an operator sets anything else.
fn is_own(name: &str) -> bool {
    NAMES.contains(&name) || LOGOUT_NAMES.contains(&name)
}

/// A client as it says of itself, and as it is for the rest.
///
/// # Errors
/// `invalid_client_metadata` where both together are no client.
pub fn laid_over(own: &Client, present: &Client) -> Result<Client, ProtocolError> {
    let unreadable = || invalid("the metadata cannot be read");
    let (Ok(Value::Object(own)), Ok(Value::Object(mut document))) =
        (serde_json::to_value(own), serde_json::to_value(present))
    else {
        return Err(unreadable());
    };
    document.retain(|name, _| !is_own(name));
    document.extend(own.into_iter().filter(|(name, _)| is_own(name)));
    serde_json::from_value(Value::Object(document)).map_err(|_| unreadable())
}

/// Every address of a client but its redirect URIs, with the name of its setting.
pub fn links(client: &Client) -> impl Iterator<Item = (&'static str, &str)> {
    let single = [
        ("client_uri", &client.client_uri),
        ("logo_uri", &client.logo_uri),
        ("policy_uri", &client.policy_uri),
        ("tos_uri", &client.tos_uri),
        ("initiate_login_uri", &client.initiate_login_uri),
        ("jwks_uri", &client.jwks_uri),
        ("sector_identifier_uri", &client.sector_identifier_uri),
        ("backchannel_logout_uri", &client.backchannel_logout_uri),
        ("frontchannel_logout_uri", &client.frontchannel_logout_uri),
    ];
    let single = single
        .into_iter()
        .filter_map(|(name, uri)| Some((name, uri.as_deref()?)));
    let listed = client.request_uris.iter().map(String::as_str);
    single.chain(listed.map(|uri| ("request_uris", uri)))
}

#[cfg(test)]
mod tests;
