//! What an app is sent of a user and of a group.

use super::declared::PushedUserName;
use crate::{oidc::claims::StandardClaims, scim::USER};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The schema of groups (RFC 7643 §4.2).
const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// A user, as far as an app is told.
pub struct PushedUser<'a> {
    /// The identifier here, which is their `externalId` there.
    pub id: &'a str,
    /// The mail address.
    pub email: Option<&'a str>,
    /// The name that they sign in with beside the address.
    pub username: Option<&'a str>,
    /// The claims with their names.
    pub claims: &'a StandardClaims,
    /// Whether they may sign in.
    pub active: bool,
}

impl PushedUser<'_> {
    fn user_name(&self, which: PushedUserName) -> &str {
        let (first, second) = match which {
            PushedUserName::Email => (self.email, self.username),
            PushedUserName::Username => (self.username, self.email),
        };
        first.or(second).unwrap_or(self.id)
    }

    /// The resource of the user (RFC 7643 §4.1).
    pub fn resource(&self, which: PushedUserName) -> Value {
        let user_name = self.user_name(which);
        let parts = [
            ("formatted", &self.claims.name),
            ("givenName", &self.claims.given_name),
            ("familyName", &self.claims.family_name),
        ];
        let parts = parts.into_iter().filter_map(|(part, value)| {
            let value = value.as_deref().filter(|value| !value.is_empty())?;
            Some((part.to_owned(), Value::from(value)))
        });
        let name: Map<String, Value> = parts.collect();
        let shown = self.claims.name.as_deref().unwrap_or(user_name);
        let mut resource = json!({
            "schemas": [USER], "externalId": self.id, "userName": user_name,
            "displayName": shown, "active": self.active,
        });
        if let Some(members) = resource.as_object_mut() {
            if !name.is_empty() {
                members.insert("name".into(), name.into());
            }
            if let Some(email) = self.email {
                let emails = json!([{"value": email, "type": "work", "primary": true}]);
                members.insert("emails".into(), emails);
            }
        }
        resource
    }
}

/// A group with the members that the app knows, by their identifiers there.
pub fn group(id: &str, name: &str, members: &BTreeSet<String>) -> Value {
    let members: Vec<Value> = members.iter().map(|id| json!({"value": id})).collect();
    json!({"schemas": [GROUP], "externalId": id, "displayName": name, "members": members})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_sent_under_the_name_that_was_chosen() {
        let claims = StandardClaims {
            name: Some("Ada Lovelace".into()),
            given_name: Some("Ada".into()),
            ..StandardClaims::default()
        };
        let ada = PushedUser {
            id: "1",
            email: Some("ada@example.org"),
            username: Some("ada"),
            claims: &claims,
            active: true,
        };
        let sent = ada.resource(PushedUserName::Email);
        assert_eq!(sent["userName"], "ada@example.org");
        assert_eq!(sent["externalId"], "1");
        assert_eq!(sent["emails"][0]["value"], "ada@example.org");
        let names = json!({"formatted": "Ada Lovelace", "givenName": "Ada"});
        assert_eq!(sent["name"], names);
        assert_eq!(ada.resource(PushedUserName::Username)["userName"], "ada");
        let nameless = PushedUser {
            email: None,
            username: None,
            claims: &StandardClaims::default(),
            ..ada
        };
        let sent = nameless.resource(PushedUserName::Email);
        assert_eq!(
            (&sent["userName"], &sent["displayName"]),
            (&json!("1"), &json!("1"))
        );
        assert!(sent.get("emails").is_none() && sent.get("name").is_none());
    }
}
