use super::*;
use crate::{
    oauth::scope::Scope,
    oidc::claims::{Address, DeclaredClaims, StandardClaims, Subject, released, scope_of},
};
use proptest::prelude::*;
use serde_json::json;

fn map(document: Value) -> ClaimMap {
    serde_json::from_value(document).unwrap()
}

fn claims(document: &Value) -> Map<String, Value> {
    document.as_object().unwrap().clone()
}

#[test]
fn claims_are_renamed_and_constants_added() {
    let map = map(json!({
        "email": "upn",
        "roles": ["groups", "roles"],
        "tenant": {"value": "acme"},
        "name": "preferred_username",
    }));
    assert_eq!(map.check(&DeclaredClaims::NONE), Ok(()));
    let given = claims(&json!({
        "sub": "1", "email": "ada@example.com", "email_verified": true, "roles": ["editor"],
        "name": "Ada", "preferred_username": "ada",
    }));
    let expected = json!({
        "sub": "1", "upn": "ada@example.com", "email_verified": true, "groups": ["editor"],
        "roles": ["editor"], "preferred_username": "Ada", "tenant": "acme",
    });
    assert_eq!(Value::Object(map.apply(given)), expected);
    assert_eq!(map.name_of("roles"), "groups");
    assert_eq!(map.name_of("email_verified"), "email_verified");
    // Without the claim that was renamed, its name stays empty.
    let given = claims(&json!({"preferred_username": "ada"}));
    let expected = json!({"tenant": "acme"});
    assert_eq!(Value::Object(map.apply(given)), expected);
}

#[test]
fn a_declared_claim_is_renamed_and_listed_as_a_standard_one_is() {
    let declared = DeclaredClaims::from_iter([("shoe", "body")]);
    let map = map(json!({"shoe": "size"}));
    assert_eq!(map.check(&declared), Ok(()));
    let refused = map.check(&DeclaredClaims::NONE).unwrap_err();
    assert!(refused.contains("there is no claim shoe"), "{refused}");
    let given = claims(&json!({"shoe": 38}));
    assert_eq!(Value::Object(map.apply(given)), json!({"size": 38}));
    let listed = IdTokenClaims::Named(vec!["shoe".into()]);
    assert_eq!(listed.check(&declared), Ok(()));
    let near = IdTokenClaims::Named(vec!["shoes".into()]);
    let refused = near.check(&declared).unwrap_err();
    assert!(refused.contains("did you mean shoe?"), "{refused}");
}

#[test]
fn a_map_that_touches_the_protocol_or_contradicts_itself_is_refused() {
    for (document, reason) in [
        (
            json!({"sub": "upn"}),
            "sub belongs to the protocol and cannot be renamed",
        ),
        (
            json!({"email": "sub"}),
            "sub belongs to the protocol, and nothing",
        ),
        (
            json!({"email": ["upn", "jti"]}),
            "jti belongs to the protocol",
        ),
        (
            json!({"aud": {"value": "https://api.example"}}),
            "aud belongs to the protocol",
        ),
        (json!({"upn": "email"}), "email = \"upn\""),
        (json!({"emails": "upn"}), "did you mean email?"),
        (
            json!({"email": "x", "name": "x"}),
            "two entries want the name x",
        ),
        (
            json!({"email": "x", "x": {"value": 1}}),
            "two entries want the name x",
        ),
        (json!({"email": ""}), "must have 1 to 255 bytes"),
        (
            json!({"x": {"value": "a".repeat(2000)}}),
            "longer than 1024 bytes",
        ),
    ] {
        let error = map(document.clone())
            .check(&DeclaredClaims::NONE)
            .unwrap_err();
        assert!(error.contains(reason), "{document}: {error}");
    }
    for name in PROTOCOL {
        for document in [
            json!({name: "x"}),
            json!({"email": name}),
            json!({name: {"value": 1}}),
        ] {
            assert!(
                map(document.clone()).check(&DeclaredClaims::NONE).is_err(),
                "{document}"
            );
        }
    }
    for wrong in [json!({"email": 5}), json!({"x": {"val": 1}}), json!([])] {
        assert!(serde_json::from_value::<ClaimMap>(wrong).is_err());
    }
}

#[test]
fn claims_of_id_tokens_are_a_list_or_everything() {
    let read = |document: Value| serde_json::from_value::<IdTokenClaims>(document);
    assert_eq!(read(json!(true)).unwrap(), IdTokenClaims::All);
    assert!(read(json!(false)).unwrap().is_none() && read(json!([])).unwrap().is_none());
    let some = read(json!(["email", "name"])).unwrap();
    assert!(some.includes("email") && !some.includes("phone_number"));
    assert!(IdTokenClaims::All.includes("phone_number"));
    assert_eq!(
        serde_json::to_value(&some).unwrap(),
        json!(["email", "name"])
    );
    assert_eq!(some.check(&DeclaredClaims::NONE), Ok(()));
    let wrong = read(json!(["emails"]))
        .unwrap()
        .check(&DeclaredClaims::NONE)
        .unwrap_err();
    assert!(wrong.contains("did you mean email?"), "{wrong}");
    assert!(
        read(json!("email"))
            .unwrap_err()
            .to_string()
            .contains("true, false or a list")
    );
}

/// A user of whom every claim says its own name.
fn subject() -> Subject {
    let text = |name: &str| Some(format!("<{name}>"));
    Subject {
        sub: "<sub>".into(),
        email: text("email"),
        username: text("preferred_username"),
        claims: StandardClaims {
            name: text("name"),
            given_name: text("given_name"),
            nickname: text("nickname"),
            birthdate: text("birthdate"),
            phone_number: text("phone_number"),
            address: Some(Address {
                locality: text("address"),
                ..Address::default()
            }),
            ..StandardClaims::default()
        },
        updated_at: 7,
    }
}

fn any_map() -> impl Strategy<Value = ClaimMap> {
    let name = || {
        prop_oneof![
            prop::sample::select(claims::SUPPORTED.to_vec()).prop_map(str::to_owned),
            prop::sample::select(PROTOCOL.to_vec()).prop_map(str::to_owned),
            "[a-c]",
        ]
    };
    let entry = prop_oneof![
        name().prop_map(Entry::Name),
        prop::collection::vec(name(), 0..3).prop_map(Entry::Names),
        Just(Entry::Constant(Constant {
            value: json!("constant")
        })),
    ];
    prop::collection::btree_map(name(), entry, 0..6).prop_map(ClaimMap)
}

proptest! {
    /// Even a map that the check would refuse moves nothing that was not granted, and changes
    /// nothing of the protocol.
    #[test]
    fn nothing_leaves_that_was_not_granted(
        map in any_map(),
        scopes in prop::collection::vec(prop::sample::select(vec!["openid", "profile", "email", "phone", "address"]), 0..4),
        names in prop::collection::vec(prop::sample::select(claims::SUPPORTED.to_vec()).prop_map(str::to_owned), 0..3),
    ) {
        let scope = Scope::parse(&scopes.join(" ")).unwrap_or_default();
        let granted = released(&subject(), &scope, &names);
        let mut given = granted.clone();
        for name in PROTOCOL {
            given.insert(name.to_owned(), format!("protocol {name}").into());
        }
        let mapped = map.apply(given);
        for name in PROTOCOL {
            prop_assert_eq!(&mapped[name], &json!(format!("protocol {name}")));
        }
        for (name, value) in &mapped {
            let text = value.to_string();
            for claim in claims::SUPPORTED {
                let leaks = text.contains(&format!("<{claim}>"));
                let allowed = names.iter().any(|named| named == claim)
                    || scope_of(claim).is_some_and(|opener| scope.contains(opener));
                prop_assert!(!leaks || allowed, "{} in {}", claim, name);
            }
        }
        if map.check(&DeclaredClaims::NONE).is_ok() {
            let renamed = |name: &str| map.0.get(name).is_some_and(|entry| !entry.names().is_empty());
            for (name, value) in &granted {
                prop_assert!(!renamed(name) || mapped[map.name_of(name)] == *value);
            }
        }
    }
}

#[test]
fn what_a_client_gets_under_a_name_is_found_again() {
    let map = map(json!({
        "email": "upn",
        "roles": ["groups", "authorities"],
        "tenant": {"value": "acme"},
    }));
    for (name, source) in [
        ("upn", Some("email")),
        ("groups", Some("roles")),
        ("authorities", Some("roles")),
        ("name", Some("name")),
        ("sub", Some("sub")),
        ("tenant", None),
    ] {
        assert_eq!(map.source_of(name), source, "{name}");
    }
    // No map puts a constant in the place of the protocol, even one that the check would refuse.
    let forged = self::map(json!({"sub": {"value": "x"}, "email": "iss"}));
    assert_eq!(forged.source_of("sub"), Some("sub"));
    assert_eq!(forged.source_of("iss"), Some("iss"));
    assert!(self::map(json!({})).is_empty() && !map.is_empty());
}

#[test]
fn a_map_its_names_and_its_constants_have_limits() {
    let check = |document: Value| map(document).check(&DeclaredClaims::NONE).is_ok();
    let entries = |count: usize| {
        let entries = (0..count).map(|n| (format!("c{n}"), json!({"value": n})));
        Value::Object(entries.collect())
    };
    let constant = |length: usize| json!({"x": {"value": "a".repeat(length - 2)}});
    let name = |length: usize| json!({"email": "a".repeat(length)});
    assert!(check(entries(MAX_ENTRIES)) && !check(entries(MAX_ENTRIES + 1)));
    assert!(check(constant(MAX_CONSTANT)) && !check(constant(MAX_CONSTANT + 1)));
    assert!(check(name(MAX_NAME)) && !check(name(MAX_NAME + 1)));
    assert!(!check(entries(3 * MAX_ENTRIES)) && !check(name(3 * MAX_NAME)));
}
