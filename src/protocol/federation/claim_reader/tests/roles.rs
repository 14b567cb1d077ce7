//! Tests of the roles that rules of a declaration give.

use super::*;

#[test]
fn rules_of_one_role_are_remembered_together_and_those_of_others_apart() {
    let rule = |value: &str, app: &str, role: &str| json!({"claim": "groups", "value": value, "client_id": app, "role": role});
    let members = json!({"roles": [
        rule("a", "wiki", "admin"),
        rule("b", "wiki", "admin"),
        rule("a", "notes", "admin"),
        rule("a", "wiki", "reader"),
        rule("c", "wiki", "owner"),
    ]});
    let roles = said(&OPENID, &members, &json!({"groups": ["a", "b"]}))
        .reader()
        .roles();
    let found: Vec<_> = roles
        .iter()
        .map(|role| {
            (
                role.client_id.as_str(),
                role.role.as_str(),
                role.rules.len(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("wiki", "admin", 2),
            ("notes", "admin", 1),
            ("wiki", "reader", 1)
        ]
    );
}

/// Whether a rule with this claim and value gives its role.
fn gives(preset: &Preset, ldap: &Value, rule: [&str; 2], claims: &Value) -> bool {
    let [claim, value] = rule;
    let rule = json!({"claim": claim, "value": value, "client_id": "wiki", "role": "admin"});
    let members = json!({"ldap": ldap, "roles": [rule]});
    !said(preset, &members, claims).reader().roles().is_empty()
}

#[test]
fn a_rule_compares_one_value_or_each_of_a_list() {
    for (value, found, expected) in [
        ("admins", json!("admins"), true),
        ("admins", json!("Admins"), false),
        ("admins", json!(" admins"), false),
        ("admins", json!(["staff", "admins"]), true),
        ("admins", json!(["staff"]), false),
        ("admins", json!([]), false),
        ("admins", json!([["admins"]]), false),
        ("admins", json!({"admins": true}), false),
        ("true", json!(true), true),
        ("true", json!(false), false),
        ("false", json!(false), true),
        ("7", json!(7), true),
        ("7", json!(8), false),
        ("7", json!([6, 7]), true),
        ("null", json!(null), false),
    ] {
        let claims = json!({"a": {"b": found}});
        let given = gives(&OPENID, &json!(null), ["a.b", value], &claims);
        assert_eq!(given, expected, "{value} {found}");
    }
    assert!(!gives(
        &OPENID,
        &json!(null),
        ["other", "x"],
        &json!({"a": "x"})
    ));
}

#[test]
fn groups_of_a_directory_are_compared_as_the_directory_does() {
    for (names, claim, value, found, expected) in [
        ("cn", "groups", "Wiki Admins", "wiki  admins", true),
        ("cn", "groups", "Wiki Admins", "readers", false),
        ("cn", "groups", "cn=a,dc=x", "CN=a, DC=x", false),
        ("dn", "groups", "cn=a,dc=x", "CN=A, DC=x", true),
        ("dn", "groups", "cn=a,dc=x", "cn=b,dc=x", false),
        ("dn", "groups", "a", "a", false),
        ("cn", "memberOf", "cn=a,dc=x", "CN=A, DC=x", true),
        ("cn", "memberOf", "cn=a,dc=x", "cn=b,dc=x", false),
        ("dn", "dn", "uid=ada,dc=x", "UID=Ada,DC=x", true),
        ("cn", "department", "Sales", "Sales", true),
        ("cn", "department", "Sales", "sales", false),
        ("cn", "department", "cn=a,dc=x", "CN=A, DC=x", false),
    ] {
        let ldap = json!({"group_names": names});
        let given = gives(&DIRECTORY, &ldap, [claim, value], &json!({claim: [found]}));
        assert_eq!(given, expected, "{names} {claim} {value} {found}");
    }
    assert!(gives(
        &DIRECTORY,
        &json!(null),
        ["groups", "A"],
        &json!({"groups": ["a"]})
    ));
    let elsewhere = json!({"groups": ["Admins"]});
    assert!(!gives(
        &OPENID,
        &json!(null),
        ["groups", "admins"],
        &elsewhere
    ));
}
