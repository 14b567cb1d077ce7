//! The password credential of Keycloak's export: JSON that holds JSON.

use super::encoding::{base64, to_base64};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Credential {
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(rename = "secretData")]
    secret: String,
    #[serde(rename = "credentialData")]
    parameters: String,
}

#[derive(Deserialize)]
struct SecretData {
    value: String,
    #[serde(default)]
    salt: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CredentialData {
    hash_iterations: u32,
    algorithm: String,
    #[serde(default)]
    additional_parameters: BTreeMap<String, Vec<String>>,
}

/// A credential in the text form of its algorithm: `$pbkdf2-sha256$…`, or `$argon2id$…`.
///
/// # Errors
/// Why it is no password, or of an algorithm that is not known.
pub(in crate::hashing) fn canonical(text: &str) -> Result<String, String> {
    let broken = |_| "it is no credential of Keycloak".to_owned();
    let credential: Credential = serde_json::from_str(text).map_err(broken)?;
    if credential.kind.is_some_and(|kind| kind != "password") {
        return Err("the credential is no password".into());
    }
    let secret: SecretData = serde_json::from_str(&credential.secret).map_err(broken)?;
    let data: CredentialData = serde_json::from_str(&credential.parameters).map_err(broken)?;
    let salt = to_base64(&base64(secret.salt.as_deref().unwrap_or_default())?);
    let (value, iterations) = (to_base64(&base64(&secret.value)?), data.hash_iterations);
    let name = match data.algorithm.as_str() {
        "pbkdf2" => "pbkdf2-sha1",
        "pbkdf2-sha256" | "pbkdf2-sha512" => &data.algorithm,
        "argon2" => {
            let parameter = |name: &str| {
                let values = data.additional_parameters.get(name);
                values.and_then(|values| values.first()).map(String::as_str)
            };
            let missing = "a parameter of Argon2 is missing";
            let version = match parameter("version") {
                Some("1.0") => 16,
                _ => 19,
            };
            return Ok(format!(
                "$argon2{}$v={version}$m={},t={iterations},p={}${salt}${value}",
                parameter("type").ok_or(missing)?,
                parameter("memory").ok_or(missing)?,
                parameter("parallelism").ok_or(missing)?,
            ));
        }
        other if is_name(other) => {
            return Err(format!("Keycloak's algorithm {other} is not read"));
        }
        _ => return Err("the algorithm of the credential is not read".into()),
    };
    Ok(format!("${name}$i={iterations}${salt}${value}"))
}

/// Whether a text can be the name of an algorithm: what is longer may be the hash itself, which is never
/// told.
fn is_name(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    text.len() <= 20 && text.bytes().all(is_part)
}
