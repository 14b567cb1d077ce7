//! The users of a realm export of Keycloak (`kc.sh export --users realm_file`).

use super::{
    fields,
    left_behind::{self, FoundUser},
};
use doorward_core::users::ImportRow;
use doorward_protocol::{oidc::claims::StandardClaims, time::Timestamp};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A user of a realm.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct KeycloakUser {
    id: Option<String>,
    username: Option<String>,
    email: Option<String>,
    #[serde(default)]
    email_verified: bool,
    first_name: Option<String>,
    last_name: Option<String>,
    #[serde(default = "yes")]
    enabled: bool,
    created_timestamp: Option<i64>,
    #[serde(default)]
    attributes: BTreeMap<String, Value>,
    #[serde(default)]
    credentials: Vec<Value>,
    #[serde(default)]
    required_actions: Vec<String>,
    service_account_client_id: Option<String>,
}

const fn yes() -> bool {
    true
}

/// Attributes under other names than those of the standard claims.
const ATTRIBUTES: [(&str, &str); 6] = [
    ("phoneNumber", "phone_number"),
    ("phone", "phone_number"),
    ("mobile", "phone_number"),
    ("phoneNumberVerified", "phone_number_verified"),
    ("timezone", "zoneinfo"),
    ("avatar", "picture"),
];

impl KeycloakUser {
    /// The user as they come here, and what is left behind.
    ///
    /// # Errors
    /// Why they do not.
    pub(super) fn found(self) -> Result<FoundUser, String> {
        let left = left_behind::of_realm(&self.credentials, &self.required_actions);
        let row = self.row()?;
        Ok(FoundUser { row, left })
    }

    /// The row of the user.
    ///
    /// # Errors
    /// Why there is none.
    fn row(self) -> Result<ImportRow, String> {
        if let Some(client) = self.service_account_client_id {
            return Err(format!("it is the service account of the client {client}"));
        }
        let password_hash = self
            .credentials
            .iter()
            .find(|credential| {
                credential
                    .get("type")
                    .is_some_and(|kind| kind == "password")
            })
            .map(hash);
        let parts = [self.first_name.as_deref(), self.last_name.as_deref()];
        let parts: Vec<&str> = parts.into_iter().flatten().map(str::trim).collect();
        let name = parts.join(" ").trim().to_owned();
        let attributes = claims(&self.attributes);
        let first = |value: &Value| match value {
            Value::Array(values) => values.first().cloned(),
            other => Some(other.clone()),
        };
        let others = self.attributes.iter();
        let others = others.filter_map(|(name, value)| Some((name.clone(), first(value)?)));
        fields::bounded(ImportRow {
            claims: StandardClaims {
                name: Some(name)
                    .filter(|name| !name.is_empty())
                    .or(attributes.name.clone()),
                given_name: self.first_name.filter(|name| !name.is_empty()),
                family_name: self.last_name.filter(|name| !name.is_empty()),
                email_verified: self.email.is_some().then_some(self.email_verified),
                ..attributes
            },
            others: others.collect(),
            id: self.id,
            email: self.email,
            username: self.username,
            password_hash,
            disabled: !self.enabled,
            created_at: self.created_timestamp.map(Timestamp),
        })
    }
}

/// The standard claims among the attributes. Each attribute is a list; its first value is taken.
fn claims(attributes: &BTreeMap<String, Value>) -> StandardClaims {
    let mut found = Map::new();
    for (name, values) in attributes {
        let value = values
            .as_array()
            .map_or(Some(values), |values| values.first());
        let renamed = ATTRIBUTES.iter().find(|(theirs, _)| theirs == name);
        let name = renamed.map_or(name.as_str(), |(_, ours)| *ours);
        let is_ours = [
            "id",
            "sub",
            "email",
            "username",
            "password_hash",
            "disabled",
        ];
        if let Some(value) = value.filter(|_| fields::is_known(name) && !is_ours.contains(&name)) {
            found.insert(name.to_owned(), value.clone());
        }
    }
    found.remove("email_verified");
    found.remove("created_at");
    // An attribute that is no such claim is none of ours.
    fields::row(found).map(|row| row.claims).unwrap_or_default()
}

/// The credential as it is, or in the form that exports had before Keycloak 8.
fn hash(credential: &Value) -> String {
    let text = |name: &str| credential.get(name).and_then(Value::as_str);
    let iterations = credential.get("hashIterations").and_then(Value::as_i64);
    match (text("hashedSaltedValue"), text("salt"), iterations) {
        (Some(value), Some(salt), Some(iterations)) => {
            let algorithm = match text("algorithm") {
                None | Some("pbkdf2") => "pbkdf2-sha1",
                Some(other) => other,
            };
            format!("${algorithm}$i={iterations}${salt}${value}")
        }
        _ => credential.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn row(user: Value) -> Result<ImportRow, String> {
        serde_json::from_value::<KeycloakUser>(user).unwrap().row()
    }

    #[test]
    fn a_user_keeps_identifier_names_and_credential() {
        let credential = json!({"type": "password", "secretData": "{}", "credentialData": "{}"});
        let ada = row(json!({
            "id": "8c5f6b0e-0b5c-4f5e-9a39-7f0a3c3e2f11", "username": "ada",
            "email": "ada@example.com", "emailVerified": true, "firstName": "Ada",
            "lastName": "Lovelace", "enabled": false, "createdTimestamp": 1_714_564_800_000_i64,
            "attributes": {"locale": ["en"], "phoneNumber": ["+44 20 7946 0000"], "team": ["a", "b"]},
            "credentials": [{"type": "otp"}, credential], "realmRoles": ["admin"],
        }))
        .unwrap();
        assert_eq!(
            ada.id.as_deref(),
            Some("8c5f6b0e-0b5c-4f5e-9a39-7f0a3c3e2f11")
        );
        assert_eq!(ada.claims.name.as_deref(), Some("Ada Lovelace"));
        assert_eq!(ada.claims.locale.as_deref(), Some("en"));
        assert_eq!(ada.claims.phone_number.as_deref(), Some("+44 20 7946 0000"));
        assert_eq!(ada.claims.email_verified, Some(true));
        assert_eq!(ada.password_hash, Some(credential.to_string()));
        assert!(ada.disabled);
        let old = row(
            json!({"username": "old", "credentials": [{"type": "password",
            "hashedSaltedValue": "aGFzaA==", "salt": "c2FsdA==", "hashIterations": 20000}]}),
        );
        let expected = "$pbkdf2-sha1$i=20000$c2FsdA==$aGFzaA==";
        assert_eq!(old.unwrap().password_hash.as_deref(), Some(expected));
        let long = json!({"username": "long", "firstName": "x".repeat(3000)});
        assert!(row(long).unwrap_err().contains("longer than 2048"));
        let service = json!({"username": "service-account-x", "serviceAccountClientId": "x"});
        assert!(row(service).unwrap_err().contains("service account"));
    }
}
