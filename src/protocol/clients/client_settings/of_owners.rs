//! Which settings of an app its owners may change, and which administrators alone.
//!
//! An owner changes how the app looks and where it is. What widens what the app learns of users, whom it
//! lets in, how it authenticates or what its tokens are good for is for administrators.

use crate::{
    clients::client::{Client, SubjectType},
    oidc::pairwise::sector,
};
use serde_json::{Map, Value};

/// The settings that the owners of an app may change.
pub const OF_OWNERS: &[&str] = &[
    "client_name",
    "client_uri",
    "logo_uri",
    "policy_uri",
    "tos_uri",
    "accent",
    "accent_dark",
    "initiate_login_uri",
    "contacts",
    "redirect_uris",
    "post_logout_redirect_uris",
    "backchannel_logout_uri",
    "backchannel_logout_session_required",
    "frontchannel_logout_uri",
    "frontchannel_logout_session_required",
];

/// The settings that administrators alone may change.
pub const OF_ADMINISTRATORS: &[&str] = &[
    "mail_from",
    "mail_server",
    "application_type",
    "software_id",
    "software_version",
    "grant_types",
    "response_types",
    "response_modes",
    "require_pkce",
    "scope",
    "default_max_age",
    "require_auth_time",
    "default_acr_values",
    "request_uris",
    "request_object_signing_alg",
    "token_endpoint_auth_method",
    "strict_client_authentication",
    "token_endpoint_auth_signing_alg",
    "jwks",
    "jwks_uri",
    "access_token_format",
    "access_token_typ",
    "id_token_claims",
    "claim_map",
    "access_claims_in",
    "access_claims_format",
    "audience",
    "subject_type",
    "sector_identifier_uri",
    "id_token_signed_response_alg",
    "id_token_encrypted_response_alg",
    "id_token_encrypted_response_enc",
    "userinfo_signed_response_alg",
    "userinfo_encrypted_response_alg",
    "userinfo_encrypted_response_enc",
    "first_party",
    "authorization_challenge",
    "sign_in_methods",
    "second_factor",
    "sign_up",
    "allowed_groups",
    "allowed_roles",
    "organizations",
    "forward_auth",
];

/// Whether the owners of an app may change a setting. One that nobody knows is for administrators.
pub fn is_of_owners(setting: &str) -> bool {
    OF_OWNERS.contains(&setting)
}

/// What a change holds that the owners of an app may not change, by the names of the settings.
pub fn beyond_owners(before: &Client, after: &Client) -> Vec<String> {
    let (before_settings, after_settings) = (settings(before), settings(after));
    let names = before_settings.keys().chain(after_settings.keys());
    let mut beyond: Vec<String> = names
        .filter(|name| before_settings.get(*name) != after_settings.get(*name))
        .filter(|name| !is_of_owners(name))
        .cloned()
        .collect();
    // Apps of one host have the same pairwise `sub`: another host would tell the app who its users are
    // elsewhere.
    if before.subject_type == SubjectType::Pairwise && sector(before) != sector(after) {
        beyond.push("redirect_uris".to_owned());
    }
    beyond.sort();
    beyond.dedup();
    beyond
}

fn settings(client: &Client) -> Map<String, Value> {
    match serde_json::to_value(client) {
        Ok(Value::Object(settings)) => settings,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::all;
    use super::*;
    use serde_json::json;
    use std::collections::BTreeSet;

    /// A new setting is put on one side before anything compiles into a release.
    #[test]
    fn every_setting_is_on_one_side() {
        let known: BTreeSet<&str> = all().map(|setting| setting.name).collect();
        let owners: BTreeSet<&str> = OF_OWNERS.iter().copied().collect();
        let administrators: BTreeSet<&str> = OF_ADMINISTRATORS.iter().copied().collect();
        let both: Vec<_> = owners.intersection(&administrators).collect();
        assert!(both.is_empty(), "on both sides: {both:?}");
        let placed: BTreeSet<&str> = owners.union(&administrators).copied().collect();
        assert_eq!(placed, known);
        assert_eq!(OF_OWNERS.len() + OF_ADMINISTRATORS.len(), known.len());
    }

    fn client(settings: Value) -> Client {
        let mut document =
            json!({"client_id": "shop", "redirect_uris": ["https://shop.example/cb"]});
        if let (Some(all), Value::Object(more)) = (document.as_object_mut(), settings) {
            all.extend(more);
        }
        serde_json::from_value(document).unwrap()
    }

    /// Each setting by the value of its example, where the type takes it.
    #[test]
    fn a_change_of_a_setting_is_named_where_it_is_for_administrators() {
        let before = client(json!({}));
        let mut seen = BTreeSet::new();
        for setting in all() {
            let Ok(value) = setting.parse(&[setting.example]) else {
                continue;
            };
            let after = client(json!({setting.name: value}));
            if after == before {
                continue;
            }
            seen.insert(setting.name);
            let beyond = beyond_owners(&before, &after);
            let expected: &[&str] = if is_of_owners(setting.name) {
                &[]
            } else {
                &[setting.name]
            };
            assert_eq!(beyond, expected, "{}", setting.name);
            assert_eq!(beyond_owners(&after, &before), expected, "{}", setting.name);
        }
        for setting in [
            "scope",
            "first_party",
            "client_name",
            "redirect_uris",
            "jwks",
        ] {
            assert!(seen.contains(setting), "{setting} was tried: {seen:?}");
        }
        assert!(seen.len() > 40, "{}: {seen:?}", seen.len());
    }

    #[test]
    fn an_owner_moves_no_app_to_the_pairwise_sub_of_another() {
        let before = client(json!({"subject_type": "pairwise"}));
        let at = |host: &str| {
            let address = format!("https://{host}/other");
            client(json!({"subject_type": "pairwise", "redirect_uris": [address]}))
        };
        assert!(beyond_owners(&before, &at("shop.example")).is_empty());
        assert_eq!(
            beyond_owners(&before, &at("bank.example")),
            ["redirect_uris"]
        );
    }

    #[test]
    fn an_owner_changes_nothing_that_an_administrator_alone_may() {
        for setting in OF_ADMINISTRATORS
            .iter()
            .chain(&["client_id", "of_tomorrow", ""])
        {
            assert!(!is_of_owners(setting), "{setting}");
        }
        assert!(OF_OWNERS.iter().all(|setting| is_of_owners(setting)));
        let (before, after) = (client(json!({})), client(json!({"first_party": true})));
        assert_eq!(beyond_owners(&before, &after), ["first_party"]);
        let after = client(json!({"client_name": "Shop"}));
        assert!(beyond_owners(&before, &after).is_empty());
    }
}
