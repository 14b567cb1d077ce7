//! The users of an export of Auth0: one JSON object a line, with the hashes that its support adds.

use super::{
    fields,
    left_behind::{self, FoundUser},
};
use doorward_core::users::ImportRow;
use serde_json::{Map, Value};

/// Members under other names than ours.
const RENAMED: [(&str, &str); 5] = [
    ("user_id", "id"),
    ("phone_verified", "phone_number_verified"),
    ("blocked", "disabled"),
    ("passwordHash", "password_hash"),
    ("Id", "id"),
];

/// Reads one user, and what is left behind of them.
///
/// # Errors
/// Which member is wrong.
pub(super) fn found(user: Map<String, Value>) -> Result<FoundUser, String> {
    let left = left_behind::of_auth0(&user);
    let row = row(user)?;
    Ok(FoundUser { row, left })
}

/// Reads one user.
///
/// # Errors
/// Which member is wrong.
fn row(mut user: Map<String, Value>) -> Result<ImportRow, String> {
    for (theirs, ours) in RENAMED {
        if let Some(value) = user.remove(theirs) {
            user.entry(ours).or_insert(value);
        }
    }
    // The export of the database has MongoDB's identifiers, which `sub` has behind `auth0|`.
    let mongo = user
        .get("_id")
        .and_then(|id| id.get("$oid"))
        .and_then(Value::as_str);
    if let Some(mongo) = mongo.map(|id| format!("auth0|{id}")) {
        user.entry("id").or_insert(mongo.into());
    }
    if let Some(custom) = user.remove("custom_password_hash") {
        user.insert("password_hash".into(), custom_hash(&custom)?.into());
    }
    fields::row(user)
}

/// A hash in the form in which Auth0 imports them.
fn custom_hash(custom: &Value) -> Result<String, String> {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let algorithm = text(custom.get("algorithm")).unwrap_or_default();
    let hash = custom.get("hash");
    let value = text(hash.and_then(|hash| hash.get("value"))).ok_or("its hash has no value")?;
    let encoding = text(hash.and_then(|hash| hash.get("encoding")));
    match algorithm.as_str() {
        // Each says by itself what it is.
        "argon2" | "bcrypt" | "ldap" | "pbkdf2" => Ok(value),
        "scrypt" => {
            let number = |name: &str, default: u64| {
                custom.get(name).and_then(Value::as_u64).unwrap_or(default)
            };
            let salt = text(custom.get("salt").and_then(|salt| salt.get("value")));
            let (cost, salt) = (number("cost", 16384), salt.ok_or("its salt has no value")?);
            let (r, p) = (number("blockSize", 8), number("parallelization", 1));
            // Werkzeug's form takes the salt as text, and the hash in hexadecimal digits.
            if encoding.as_deref().is_none_or(|encoding| encoding == "hex") {
                Ok(format!("scrypt:{cost}:{r}:{p}${salt}${value}"))
            } else {
                Ok(format!("scrypt${cost}${salt}${r}${p}${value}"))
            }
        }
        "md4" | "md5" | "sha1" | "sha256" | "sha512" | "hmac" => Err(format!(
            "password_hash: the algorithm {algorithm} is not read"
        )),
        // Not a name that Auth0 knows: it may be the hash itself, which is never told.
        _ => Err("password_hash: its algorithm is not read".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn members_have_their_names_here() {
        let user = json!({
            "_id": {"$oid": "5f7c8ec7c33c6c004bbafe82"}, "email": "ada@example.com",
            "email_verified": true, "passwordHash": "$2b$10$x", "blocked": true,
            "created_at": "2024-05-01T12:00:00.000Z", "user_metadata": {"a": 1},
        });
        let ada = row(user.as_object().unwrap().clone()).unwrap();
        assert_eq!(ada.id.as_deref(), Some("auth0|5f7c8ec7c33c6c004bbafe82"));
        assert!(ada.disabled && ada.claims.email_verified == Some(true));
        assert_eq!(ada.password_hash.as_deref(), Some("$2b$10$x"));
        let scrypt = json!({"algorithm": "scrypt", "hash": {"value": "00ff", "encoding": "hex"},
            "salt": {"value": "abc"}, "cost": 1024});
        assert_eq!(custom_hash(&scrypt).unwrap(), "scrypt:1024:8:1$abc$00ff");
        let md5 = json!({"algorithm": "md5", "hash": {"value": "00ff"}});
        assert!(custom_hash(&md5).unwrap_err().contains("md5"));
        let hash = json!({"algorithm": "$2b$10$x", "hash": {"value": "00ff"}});
        assert!(!custom_hash(&hash).unwrap_err().contains("$2b"));
    }
}
