//! Tests of what a declaration must have and must not have.

use super::*;
use crate::federation::preset::{EndpointTemplates, Preset};
use serde_json::{Value, json};

const OPENID: Preset = Preset {
    issuer: Some("https://up.example"),
    ..Preset::generic("oidc", "OpenID", Protocol::OpenId)
};
const OAUTH2: Preset = Preset {
    claims: &[("name", "title"), ("sub", "id")],
    endpoints: Some(EndpointTemplates {
        authorization: "https://up.example/authorize",
        token: "https://up.example/token",
        userinfo: "https://up.example/user",
        emails: None,
    }),
    ..Preset::generic("oauth2", "OAuth", Protocol::OAuth2)
};
const SIGNED: Preset = Preset {
    quirks: &[Quirk::SignedClientSecret],
    ..OPENID
};
const DIRECTORY: Preset = Preset::generic("ldap", "your directory", Protocol::Ldap);

fn client_secret(secret: &str) -> IdentityProviderSecrets {
    IdentityProviderSecrets {
        client_secret: Some(secret.to_owned()),
        ..IdentityProviderSecrets::default()
    }
}

fn bind_password(password: &str) -> IdentityProviderSecrets {
    IdentityProviderSecrets {
        bind_password: Some(password.to_owned()),
        ..IdentityProviderSecrets::default()
    }
}

/// The key that is wrong in a declaration.
fn wrong_key(
    preset: &Preset,
    members: &Value,
    secrets: &IdentityProviderSecrets,
) -> Option<&'static str> {
    let provider = ResolvedIdentityProvider::declared_as(preset, members);
    check(&provider, secrets).err().map(|(key, _)| key)
}

/// The key that is wrong in the declaration of an OpenID provider with these members.
fn wrong_in(members: &Value) -> Option<&'static str> {
    wrong_key(&OPENID, members, &client_secret("s"))
}

/// What is wrong with the settings of a directory, changed in one member.
fn wrong_in_directory(name: &str, value: Value) -> Option<(&'static str, String)> {
    let mut ldap = json!({"url": "ldaps://dir.example", "base_dn": "dc=example,dc=com"});
    ldap[name] = value;
    let provider = ResolvedIdentityProvider::declared_as(&DIRECTORY, &json!({"ldap": ldap}));
    check(&provider, &IdentityProviderSecrets::default()).err()
}

#[test]
fn what_is_complete_is_accepted_for_each_protocol() {
    assert_eq!(wrong_in(&json!({})), None);
    assert_eq!(wrong_key(&OAUTH2, &json!({}), &client_secret("s")), None);
    assert_eq!(wrong_in_directory("start_tls", json!(false)), None);
}

#[test]
fn an_identifier_is_short_plain_and_no_method_of_ours() {
    for id in ["a", "0", "a-b_c", "passwords", &"a".repeat(32)] {
        assert_eq!(wrong_in(&json!({"id": id})), None, "{id}");
    }
    for id in [
        "",
        "-a",
        "_a",
        "A",
        "aB",
        "a.b",
        "a b",
        "a/b",
        "ä",
        "password",
        "passkey",
        "code",
        "link",
        &"a".repeat(33),
    ] {
        assert_eq!(wrong_in(&json!({"id": id})), Some("id"), "{id}");
    }
}

#[test]
fn addresses_are_https_or_on_loopback_and_hold_nothing_secret() {
    for key in [
        "issuer",
        "authorization_endpoint",
        "token_endpoint",
        "userinfo_endpoint",
        "emails_endpoint",
    ] {
        for fine in [
            "https://up.example/x",
            "http://localhost:8080",
            "http://127.0.0.1",
            "http://[::1]/",
        ] {
            assert_eq!(wrong_in(&json!({key: fine})), None, "{key} {fine}");
        }
        for wrong in [
            "",
            "up.example",
            "http://up.example",
            "ftp://localhost",
            "file:///etc/passwd",
            "https:/up.example",
            "https://up.example/%0d%0a",
            "https://user@up.example",
            "https://:secret@up.example",
            "https://up.example#part",
            "https://up.example#",
        ] {
            assert_eq!(wrong_in(&json!({key: wrong})), Some(key), "{key} {wrong}");
        }
        let query = wrong_in(&json!({key: "https://up.example/?a=b"}));
        assert_eq!(query, (key == "issuer").then_some("issuer"), "{key}");
    }
}

#[test]
fn a_mapping_names_claims_that_there_are() {
    for name in [
        "sub",
        "email",
        "email_verified",
        "phone_number",
        "groups",
        "amr",
        "name",
        "locale",
    ] {
        assert_eq!(wrong_in(&json!({"claims": {name: "x"}})), None, "{name}");
    }
    for name in ["", "Name", "sid", "roles", "email "] {
        let both = json!({"claims": {"sub": "id", name: "x"}});
        assert_eq!(wrong_in(&both), Some("claims"), "{name}");
    }
}

#[test]
fn a_role_can_stand_in_a_list_with_commas() {
    let wrong_role = |role: &str| {
        let rule = |role: &str| json!({"claim": "groups", "value": "a", "client_id": "wiki", "role": role});
        wrong_in(&json!({"roles": [rule("reader"), rule(role)]}))
    };
    for role in ["a", "wiki admin", "a;b", "é"] {
        assert_eq!(wrong_role(role), None, "{role}");
    }
    for role in ["", " ", " a", "a ", "a,b", ",", "a\nb", "a\u{7f}"] {
        assert_eq!(wrong_role(role), Some("roles"), "{role}");
    }
}

#[test]
fn a_request_is_not_changed_where_its_safety_lies() {
    let set =
        |name: &str| wrong_in(&json!({"authorization_parameters": {"prompt": "login", name: "x"}}));
    for name in RESERVED_PARAMETERS {
        assert_eq!(set(name), Some("authorization_parameters"), "{name}");
    }
    for name in ["hd", "login_hint", "acr_values"] {
        assert_eq!(set(name), None, "{name}");
    }
    for (method, wrong) in [
        ("client_secret_basic", None),
        ("client_secret_post", None),
        ("none", Some("token_endpoint_auth_method")),
        ("", Some("token_endpoint_auth_method")),
    ] {
        assert_eq!(
            wrong_in(&json!({"token_endpoint_auth_method": method})),
            wrong,
            "{method}"
        );
    }
}

#[test]
fn a_client_has_an_identifier_and_a_secret() {
    assert_eq!(wrong_in(&json!({"client_id": ""})), Some("client_id"));
    for secrets in [client_secret(""), IdentityProviderSecrets::default()] {
        assert_eq!(
            wrong_key(&OPENID, &json!({}), &secrets),
            Some("client_secret")
        );
    }
}

#[test]
fn a_secret_that_is_signed_needs_the_key_and_both_identifiers() {
    let key = IdentityProviderSecrets {
        private_key: Some("PEM".to_owned()),
        ..client_secret("is not used")
    };
    let whole = json!({"team_id": "t", "key_id": "k"});
    assert_eq!(wrong_key(&SIGNED, &whole, &key), None);
    for (members, secrets) in [
        (json!({"team_id": "t"}), &key),
        (json!({"key_id": "k"}), &key),
        (json!({}), &key),
        (whole.clone(), &client_secret("is not enough")),
    ] {
        let wrong = wrong_key(&SIGNED, &members, secrets);
        assert_eq!(wrong, Some("private_key"), "{members}");
    }
}

#[test]
fn each_protocol_needs_its_addresses_and_a_subject() {
    let secrets = client_secret("s");
    let without_issuer = Preset {
        issuer: None,
        ..OPENID
    };
    assert_eq!(
        wrong_key(&without_issuer, &json!({}), &secrets),
        Some("issuer")
    );
    let issuer = json!({"issuer": "https://up.example"});
    assert_eq!(wrong_key(&without_issuer, &issuer, &secrets), None);

    let without_endpoints = Preset {
        endpoints: None,
        ..OAUTH2
    };
    assert_eq!(
        wrong_key(&without_endpoints, &json!({}), &secrets),
        Some("authorization_endpoint")
    );
    let without_subject = Preset {
        claims: &[("name", "title")],
        ..OAUTH2
    };
    assert_eq!(
        wrong_key(&without_subject, &json!({}), &secrets),
        Some("claims")
    );
    let subject = json!({"claims": {"sub": "id"}});
    assert_eq!(wrong_key(&without_subject, &subject, &secrets), None);
    let another = json!({"claims": {"name": "id"}});
    assert_eq!(
        wrong_key(&without_subject, &another, &secrets),
        Some("claims")
    );
}

#[test]
fn a_directory_is_told_by_an_address_that_hides_passwords() {
    for (url, start_tls, fine) in [
        ("ldaps://dir.example:636", false, true),
        ("ldaps://dir.example", true, true),
        ("ldap://dir.example", true, true),
        ("ldap://dir.example", false, false),
        ("ldap://localhost:389", false, true),
        ("ldap://127.0.0.1", false, true),
        ("ldap://[::1]:389", false, true),
        ("ldap://127.0.0.1.evil.example", false, false),
        ("https://dir.example", true, false),
        ("ldaps:dir.example", true, false),
        ("ldaps://", true, false),
        ("dir.example", true, false),
        ("", true, false),
    ] {
        let ldap = json!({"url": url, "start_tls": start_tls, "base_dn": "dc=x"});
        let wrong = wrong_key(
            &DIRECTORY,
            &json!({"ldap": ldap}),
            &IdentityProviderSecrets::default(),
        );
        assert_eq!(wrong, (!fine).then_some("ldap"), "{url} {start_tls}");
    }
}

#[test]
fn a_directory_is_searched_by_names_and_filters_that_can_be_read() {
    for (name, value, about) in [
        ("base_dn", json!(""), "ldap.base_dn is missing"),
        (
            "base_dn",
            json!("example"),
            "ldap.base_dn is no distinguished",
        ),
        ("group_base_dn", json!("groups"), "ldap.group_base_dn is no"),
        ("user_filter", json!("(uid=ada)"), "ldap.user_filter"),
        ("user_filter", json!("uid={username}"), "ldap.user_filter"),
        ("user_filter", json!("uid=ada"), "ldap.user_filter"),
        ("bind_dn", json!("cn=reader"), "bind_password is missing"),
    ] {
        let (key, text) = wrong_in_directory(name, value.clone()).unwrap();
        assert_eq!(key, "ldap");
        assert!(text.starts_with(about), "{name} {value}: {text}");
    }
    for (name, value) in [
        ("base_dn", json!("ou=people,dc=x")),
        ("group_base_dn", json!("ou=groups,dc=x")),
        ("user_filter", json!("(uid={username})")),
        ("bind_dn", json!("")),
    ] {
        assert_eq!(wrong_in_directory(name, value), None, "{name}");
    }
}

#[test]
fn a_directory_has_settings_a_password_and_nothing_of_other_protocols() {
    let wrong = |extra: &Value, secrets: &IdentityProviderSecrets| {
        let mut members =
            json!({"ldap": {"url": "ldaps://dir.example", "base_dn": "dc=x", "bind_dn": "cn=r"}});
        let added = extra.as_object().unwrap().clone();
        members.as_object_mut().unwrap().extend(added);
        wrong_key(&DIRECTORY, &members, secrets)
    };
    assert_eq!(wrong(&json!({}), &bind_password("p")), None);
    for secrets in [bind_password(""), client_secret("is no password")] {
        assert_eq!(wrong(&json!({}), &secrets), Some("ldap"));
    }
    for extra in [
        json!({"ldap": null}),
        json!({"link_only": true}),
        json!({"home_realms": ["corp.example"]}),
    ] {
        assert_eq!(wrong(&extra, &bind_password("p")), Some("ldap"), "{extra}");
    }
}

#[test]
fn a_group_that_is_named_by_its_distinguished_name_has_one() {
    let wrong = |claim: &str, value: &str, names: &str| {
        let ldap = json!({"url": "ldaps://dir.example", "base_dn": "dc=x", "group_names": names});
        let rule = |claim: &str, value: &str| json!({"claim": claim, "value": value, "client_id": "wiki", "role": "admin"});
        let roles = [rule("groups", "cn=fine,dc=x"), rule(claim, value)];
        wrong_key(
            &DIRECTORY,
            &json!({"ldap": ldap, "roles": roles}),
            &IdentityProviderSecrets::default(),
        )
    };
    assert_eq!(wrong("groups", "admins", "dn"), Some("roles"));
    assert_eq!(wrong("groups", "cn=admins,dc=x", "dn"), None);
    assert_eq!(wrong("groups", "admins", "cn"), None);
    assert_eq!(wrong("department", "admins", "dn"), None);
}
