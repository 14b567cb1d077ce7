//! What a client may change of its own registration (RFC 7592 §2.2), and what stays as an
//! administrator set it.

use crate::Result;
use doorward_protocol::{
    clients::{
        client::{Client, SubjectType},
        client_metadata::laid_over,
        client_secrets::SecretCheck,
        registered_client::RegisteredClient,
    },
    oauth::error_code::{ErrorCode, ProtocolError},
    secret::Secret,
    time::Timestamp,
};
use serde_json::{Map, Value};

/// Values that the server issues: a client must not send them back (RFC 7592 §2.2).
const ISSUED_BY_SERVER: [&str; 4] = [
    "registration_access_token",
    "registration_client_uri",
    "client_secret_expires_at",
    "client_id_issued_at",
];

/// What a client may send when it updates itself (RFC 7592 §2.2).
pub(super) fn check(
    metadata: &Map<String, Value>,
    registered: &RegisteredClient,
    now: Timestamp,
) -> Result<()> {
    let wrong = |hint| Err(ProtocolError::new(ErrorCode::InvalidClientMetadata, hint).into());
    if metadata.get("client_id").and_then(Value::as_str) != Some(&registered.client.client_id) {
        return wrong("client_id must be the client's own (RFC 7592 section 2.2)");
    }
    if ISSUED_BY_SERVER
        .iter()
        .any(|name| metadata.contains_key(*name))
    {
        return wrong("what the server issues must not be sent back (RFC 7592 section 2.2)");
    }
    let Some(sent) = metadata.get("client_secret") else {
        return Ok(());
    };
    let sent = sent.as_str().map(Secret::presented);
    let sent = sent.as_ref().map(|sent| {
        let secrets = &registered.secrets;
        secrets.check(std::slice::from_ref(sent), now)
    });
    match sent {
        Some(SecretCheck::Live(_)) => Ok(()),
        _ => wrong("client_secret must be the present one, or left out (RFC 7592 section 2.2)"),
    }
}

/// The client as it may become: nothing of it is wider than an administrator set it.
///
/// # Errors
/// `invalid_client_metadata` where the client would no longer authenticate, which an administrator
/// wanted it to.
pub(super) fn within(client: &Client, registered: &RegisteredClient) -> Result<Client> {
    let present = &registered.client;
    // What a client cannot say about itself stays as it is.
    let mut client = laid_over(client, present)?;
    client.require_pkce = present.require_pkce || client.is_public();
    // An administrator trusted the addresses of that time, and no others.
    let adds_address = |uri: &String| !present.redirect_uris.contains(uri);
    client.first_party = present.first_party && !client.redirect_uris.iter().any(adds_address);
    let Some(limit) = &registered.administered else {
        return Ok(client);
    };
    if client.token_endpoint_auth_method.strength() < limit.token_endpoint_auth_method.strength() {
        return Err(ProtocolError::new(
            ErrorCode::InvalidClientMetadata,
            "an administrator decided that this client authenticates by a stronger \
             token_endpoint_auth_method",
        )
        .into());
    }
    keep(&mut client, limit);
    client.scope = client.scope.intersection(&limit.scope);
    client
        .grant_types
        .retain(|grant_type| limit.grant_types.contains(grant_type));
    client
        .response_types
        .retain(|response_type| limit.response_types.contains(response_type));
    Ok(client)
}

/// Keeps what an administrator saw and decided: the name, under which users know the client, and
/// what protects its users.
fn keep(client: &mut Client, limit: &Client) {
    client.client_name.clone_from(&limit.client_name);
    if limit.subject_type == SubjectType::Pairwise {
        client.subject_type = SubjectType::Pairwise;
    }
    client.require_auth_time |= limit.require_auth_time;
    client.default_max_age = match (client.default_max_age, limit.default_max_age) {
        (Some(own), Some(max)) => Some(own.min(max)),
        (own, max) => own.or(max),
    };
    let decided = |own: &mut Option<String>, limit: &Option<String>| {
        if limit.is_some() {
            own.clone_from(limit);
        }
    };
    decided(
        &mut client.token_endpoint_auth_signing_alg,
        &limit.token_endpoint_auth_signing_alg,
    );
    decided(
        &mut client.request_object_signing_alg,
        &limit.request_object_signing_alg,
    );
    if limit.id_token_encrypted_response_alg.is_some() {
        client.id_token_encrypted_response_alg = limit.id_token_encrypted_response_alg;
        client.id_token_encrypted_response_enc = limit.id_token_encrypted_response_enc;
    }
    if limit.userinfo_encrypted_response_alg.is_some() {
        client.userinfo_encrypted_response_alg = limit.userinfo_encrypted_response_alg;
        client.userinfo_encrypted_response_enc = limit.userinfo_encrypted_response_enc;
    }
}
