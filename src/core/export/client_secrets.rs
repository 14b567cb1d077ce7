//! What an export says of the secrets of a client.

use super::{
    entry::{Entry, ExportedSecrets, stays},
    variables::Variables,
};
use doorward_protocol::{
    clients::{
        client::TokenEndpointAuthMethod, client_secrets::ClientSecret,
        registered_client::RegisteredClient,
    },
    time::Timestamp,
};
use serde_json::{Map, Value};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// Adds the secrets of a client to its entry: one by the keys of one, two or more with everything that
/// is known of them as a list.
pub(super) fn add(
    entry: &mut Entry,
    registered: &RegisteredClient,
    wanted: ExportedSecrets,
    variables: &mut Variables,
) {
    let (client, secrets) = (&registered.client, &registered.secrets);
    let Some(newest) = secrets.newest() else {
        return;
    };
    if wanted == ExportedSecrets::Kept {
        entry.notes.push(stays("client_secret"));
        return;
    }
    let needs_plain = client.token_endpoint_auth_method == TokenEndpointAuthMethod::ClientSecretJwt;
    let as_hashes = wanted == ExportedSecrets::Hashes && !needs_plain;
    let mut value = |secret: &ClientSecret, words: &[&str]| {
        if as_hashes {
            Value::from(format!("sha256:{}", secret.digest.to_hex()))
        } else {
            variables.of(words).into()
        }
    };
    let words = ["CLIENT", &client.client_id, "SECRET"];
    let is_plain = newest.description.is_none() && newest.expires_at.is_none();
    let into = if as_hashes {
        &mut entry.fields
    } else {
        &mut entry.references
    };
    if is_plain && secrets.iter().count() == 1 {
        let key = if as_hashes {
            "client_secret_hash"
        } else {
            "client_secret"
        };
        into.insert(key.into(), value(newest, &words));
        return;
    }
    let listed = secrets.iter().map(|secret| {
        let number = secret.number.to_string();
        let [first, id, last] = words;
        let value = value(secret, &[first, id, last, &number]);
        described(secret, value, as_hashes)
    });
    into.insert("client_secrets".into(), listed.collect());
}

/// A secret as one of several, with what is known of it.
fn described(secret: &ClientSecret, value: Value, is_hash: bool) -> Value {
    let mut fields = Map::new();
    fields.insert(if is_hash { "hash" } else { "secret" }.into(), value);
    if let Some(description) = &secret.description {
        // The texts of references are read as they are written.
        let text = if is_hash {
            description.clone()
        } else {
            description.replace("${", "$${")
        };
        fields.insert("description".into(), text.into());
    }
    if let Some(end) = secret.expires_at.and_then(written) {
        fields.insert("expires_at".into(), end.into());
    }
    Value::Object(fields)
}

fn written(at: Timestamp) -> Option<String> {
    let at = OffsetDateTime::from_unix_timestamp(at.seconds()).ok()?;
    at.format(&Rfc3339).ok()
}
