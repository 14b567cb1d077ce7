//! The claims about groups, roles and permissions: when an app gets them, where and in which form.

use crate::{
    access::{
        UserAccess,
        place::{ClaimFormat, Place},
    },
    clients::client::Client,
    oauth::scope::Scope,
};
use serde_json::{Map, Value, json};

/// What was granted: a scope, and claims by name (OpenID Connect Core §5.5).
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The granted scope.
    pub scope: &'a Scope,
    /// Claims that the request asked for by name.
    pub names: &'a [String],
}

/// How far an app gets a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Release {
    /// It asked for it: it is there, empty or not.
    Asked,
    /// It cannot ask for it and gets what there is.
    Unasked,
    /// It does not get it.
    Withheld,
}

fn release(client: &Client, asked: Asked<'_>, claim: &str) -> Release {
    if !client.scope.contains(claim) {
        // An app that is not registered for the scope cannot ask. The roles that its users have in it
        // are its own matter, and it gets them; groups reach further than one app.
        return if claim == "roles" {
            Release::Unasked
        } else {
            Release::Withheld
        };
    }
    if asked.scope.contains(claim) || asked.names.iter().any(|name| name == claim) {
        Release::Asked
    } else {
        Release::Withheld
    }
}

/// Whether an app gets one of these claims about a user, in any of the places.
pub fn wants(client: &Client, asked: Asked<'_>, claim: &str) -> bool {
    release(client, asked, claim) != Release::Withheld
}

/// The claims for one place, under their own names, whatever their size: [`within`] bounds a token.
pub fn claims(
    client: &Client,
    access: &UserAccess,
    asked: Asked<'_>,
    place: Place,
) -> Map<String, Value> {
    let mut claims = Map::new();
    if !client.has_access_claims_in(place) {
        return claims;
    }
    for (claim, names) in [
        ("groups", &access.groups),
        ("roles", &access.roles),
        ("permissions", &access.permissions),
    ] {
        let is_there = match release(client, asked, claim) {
            Release::Asked => true,
            Release::Unasked => !names.is_empty(),
            Release::Withheld => false,
        };
        if is_there {
            let value = match client.access_claims_format {
                ClaimFormat::List => names.clone().into(),
                ClaimFormat::String => names.join(",").into(),
            };
            claims.insert(claim.to_owned(), value);
        }
    }
    claims
}

/// The claims of a token, or where they are: above `max_bytes` they are left out, and the token names
/// the userinfo endpoint as their source, in the way of OpenID Connect Core §5.6.2. A token that is too
/// large for a header or a cookie would lock its user out.
pub fn within(
    claims: Map<String, Value>,
    max_bytes: usize,
    userinfo: &str,
    client: &Client,
) -> Map<String, Value> {
    let bytes = serde_json::to_vec(&claims).map_or(0, |document| document.len());
    if bytes <= max_bytes || claims.is_empty() {
        return claims;
    }
    let mut names = Map::new();
    for claim in claims.keys() {
        let name = client.claim_map.name_of(claim).to_owned();
        names.insert(name, "userinfo".into());
    }
    let mut elsewhere = Map::new();
    elsewhere.insert("_claim_names".into(), names.into());
    elsewhere.insert(
        "_claim_sources".into(),
        json!({"userinfo": {"endpoint": userinfo}}),
    );
    elsewhere
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(members: &Value) -> Client {
        let mut document = json!({"client_id": "notes"});
        document
            .as_object_mut()
            .unwrap()
            .extend(members.as_object().unwrap().clone());
        serde_json::from_value(document).unwrap()
    }

    fn access() -> UserAccess {
        let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect();
        UserAccess {
            groups: names(&["staff", "writers"]),
            roles: names(&["editor"]),
            permissions: names(&["notes.read", "notes.write"]),
            organization: None,
        }
    }

    fn of(client: &Client, scope: &str, names: &[&str], place: Place) -> Value {
        let (scope, names): (_, Vec<String>) = (
            Scope::parse(scope).unwrap(),
            names.iter().map(|name| (*name).to_owned()).collect(),
        );
        let asked = Asked {
            scope: &scope,
            names: &names,
        };
        claims(client, &access(), asked, place).into()
    }

    #[test]
    fn an_app_gets_what_it_is_registered_for_and_asked_for() {
        let all = client(&json!({"scope": "openid groups roles permissions"}));
        assert_eq!(of(&all, "openid", &[], Place::Userinfo), json!({}));
        assert_eq!(
            of(&all, "openid groups roles permissions", &[], Place::IdToken),
            json!({"groups": ["staff", "writers"], "roles": ["editor"], "permissions": ["notes.read", "notes.write"]})
        );
        assert_eq!(
            of(&all, "openid", &["groups"], Place::Userinfo),
            json!({"groups": ["staff", "writers"]})
        );
        let plain = client(&json!({"scope": "openid"}));
        let asked = of(
            &plain,
            "openid",
            &["groups", "permissions"],
            Place::Userinfo,
        );
        assert_eq!(asked, json!({"roles": ["editor"]}), "only its own matter");
    }

    #[test]
    fn what_was_asked_for_is_there_though_empty() {
        let app = client(&json!({"scope": "openid roles groups"}));
        let scope = Scope::parse("openid roles").unwrap();
        let asked = Asked {
            scope: &scope,
            names: &[],
        };
        let none = UserAccess::default();
        assert_eq!(
            Value::from(claims(&app, &none, asked, Place::IdToken)),
            json!({"roles": []})
        );
        let unasked = client(&json!({"scope": "openid"}));
        assert!(claims(&unasked, &none, asked, Place::IdToken).is_empty());
    }

    #[test]
    fn an_app_says_where_and_in_which_form() {
        let app = client(
            &json!({"scope": "openid groups", "access_claims_in": ["userinfo"],
            "access_claims_format": "string"}),
        );
        assert_eq!(of(&app, "openid groups", &[], Place::IdToken), json!({}));
        assert_eq!(
            of(&app, "openid groups", &[], Place::Userinfo),
            json!({"groups": "staff,writers", "roles": "editor"})
        );
    }

    #[test]
    fn what_is_too_large_for_a_token_is_at_userinfo() {
        let app = client(&json!({"scope": "openid groups", "claim_map": {"groups": "teams"}}));
        let all: Map<String, Value> =
            serde_json::from_value(json!({"groups": ["staff"], "roles": ["editor"]})).unwrap();
        let endpoint = "https://id.example/userinfo";
        assert_eq!(within(all.clone(), 100, endpoint, &app), all);
        assert_eq!(
            Value::from(within(all, 20, endpoint, &app)),
            json!({"_claim_names": {"teams": "userinfo", "roles": "userinfo"},
                "_claim_sources": {"userinfo": {"endpoint": endpoint}}})
        );
        assert!(within(Map::new(), 0, endpoint, &app).is_empty());
    }
    #[test]
    fn an_app_wants_what_it_can_get_in_one_place_or_another() {
        let scope = Scope::parse("openid groups").unwrap();
        let names = ["permissions".to_owned()];
        let asked = Asked {
            scope: &scope,
            names: &names,
        };
        for (registered, wanted) in [
            (
                "openid groups roles permissions",
                &["groups", "permissions"][..],
            ),
            ("openid groups", &["groups", "roles"]),
            ("openid", &["roles"]),
        ] {
            let app = client(&json!({"scope": registered}));
            for claim in ["groups", "roles", "permissions"] {
                let expected = wanted.contains(&claim);
                assert_eq!(wants(&app, asked, claim), expected, "{registered}: {claim}");
            }
        }
    }
}
