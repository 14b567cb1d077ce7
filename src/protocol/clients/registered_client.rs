//! A client as it is stored: its metadata, and what is known about it in addition.

use crate::{
    access::{roles::Roles, rules::AccessRules},
    clients::{client::Client, client_secrets::ClientSecrets},
    logout::GLOBAL_TOKEN_REVOCATION_SCOPE,
    oauth::redirect_uri::lasting_destination,
};

/// A client, with what is stored in addition to its metadata.
#[derive(Clone, Debug)]
pub struct RegisteredClient {
    /// The metadata of the client.
    pub client: Client,
    /// Its secrets, where it has some.
    pub secrets: ClientSecrets,
    /// Whether an administrator switched it off.
    pub disabled: bool,
    /// Whether it registered itself (RFC 7591): nobody vouches for what it says about itself.
    pub registered_by_itself: bool,
    /// The metadata as an administrator last set it, where the client registered itself and an
    /// administrator changed it afterwards. The client may not widen it.
    pub administered: Option<Client>,
    /// The roles that users may have in it.
    pub roles: Roles,
    /// The number of the last change of its roles; 0 before the first.
    pub roles_version: i64,
    /// The rules about what users may do in it.
    pub access_rules: AccessRules,
    /// The number of the last change of its rules; 0 before the first.
    pub access_rules_version: i64,
    /// The version of the row that this was read from; 0 where it is not stored yet. A change is
    /// refused where the row has another version by then.
    pub version: i64,
}

impl RegisteredClient {
    /// Whether every process keeps the client in memory: a site behind a proxy, which is found by
    /// the host of a request, or a client that revokes tokens globally or has a form of its own, which
    /// discovery tells about.
    pub fn is_in_memory(&self) -> bool {
        self.client.forward_auth.is_some()
            || self.client.scope.contains(GLOBAL_TOKEN_REVOCATION_SCOPE)
            || self.client.authorization_challenge
    }

    /// What a consent is bound to, where the answer goes to a redirect URI or an origin: the
    /// destination that the user is shown, where the client registered itself. It may change its
    /// addresses at will, and who trusts one host trusts no other. `None` where an administrator
    /// vouches for every address.
    pub fn consent_destination(&self, redirect_uri: &str) -> Option<String> {
        self.registered_by_itself
            .then(|| lasting_destination(redirect_uri))
    }

    /// Whether users find the client on their launchpad. A client that registered itself is not
    /// there: the launchpad is a list of apps that an administrator chose.
    pub fn is_on_launchpad(&self) -> bool {
        !self.registered_by_itself
            && (self.client.initiate_login_uri.is_some()
                || self.client.forward_auth.is_some()
                || self.client.client_uri.is_some() && !self.client.redirect_uris.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn registered(settings: Value, by_itself: bool) -> RegisteredClient {
        let mut document = json!({"client_id": "app"});
        if let (Some(all), Value::Object(more)) = (document.as_object_mut(), settings) {
            all.extend(more);
        }
        RegisteredClient {
            client: serde_json::from_value(document).unwrap(),
            secrets: ClientSecrets::default(),
            disabled: false,
            registered_by_itself: by_itself,
            administered: None,
            roles: Roles::default(),
            roles_version: 0,
            access_rules: AccessRules::default(),
            access_rules_version: 0,
            version: 0,
        }
    }

    fn site() -> Value {
        json!({"origins": ["https://wiki.example"]})
    }

    #[test]
    fn what_is_found_by_host_or_told_by_discovery_is_in_memory() {
        for (settings, is_in_memory) in [
            (json!({}), false),
            (json!({"scope": "openid"}), false),
            (json!({"forward_auth": site()}), true),
            (json!({"scope": "global_token_revocation"}), true),
            (json!({"authorization_challenge": true}), true),
        ] {
            let client = registered(settings.clone(), false);
            assert_eq!(client.is_in_memory(), is_in_memory, "{settings}");
        }
    }

    #[test]
    fn consent_is_bound_to_the_destination_where_nobody_vouches_for_it() {
        let destination = |by_itself| {
            let client = registered(json!({}), by_itself);
            client.consent_destination("http://127.0.0.1:51004/cb")
        };
        assert_eq!(destination(true).as_deref(), Some("127.0.0.1"));
        assert_eq!(destination(false), None);
    }

    #[test]
    fn the_launchpad_leads_to_apps_of_administrators_that_have_a_place_to_begin() {
        let callback = ["https://app.example/cb"];
        for (settings, is_there) in [
            (json!({}), false),
            (json!({"redirect_uris": callback}), false),
            (json!({"client_uri": "https://app.example"}), false),
            (
                json!({"client_uri": "https://app.example", "redirect_uris": callback}),
                true,
            ),
            (
                json!({"initiate_login_uri": "https://app.example/login"}),
                true,
            ),
            (json!({"forward_auth": site()}), true),
        ] {
            let declared = registered(settings.clone(), false);
            assert_eq!(declared.is_on_launchpad(), is_there, "{settings}");
            let by_itself = registered(settings.clone(), true);
            assert!(!by_itself.is_on_launchpad(), "{settings}");
        }
    }
}
