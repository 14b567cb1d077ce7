//! Tests of what is read from the claims of a provider.

use super::*;
use crate::federation::preset::{Preset, Protocol};
use serde_json::json;

mod roles;

const OPENID: Preset = Preset::generic("oidc", "OpenID", Protocol::OpenId);
const OAUTH2: Preset = Preset::generic("oauth2", "OAuth", Protocol::OAuth2);
const DIRECTORY: Preset = Preset::generic("ldap", "your directory", Protocol::Ldap);

/// A provider and what it says.
struct Said {
    provider: ResolvedIdentityProvider,
    claims: Map<String, Value>,
}

impl Said {
    fn reader(&self) -> ClaimReader<'_> {
        let Self { provider, claims } = self;
        ClaimReader { provider, claims }
    }
}

/// These claims, said by the provider of a preset whose declaration has these members.
fn said(preset: &Preset, members: &Value, claims: &Value) -> Said {
    Said {
        provider: ResolvedIdentityProvider::declared_as(preset, members),
        claims: claims.as_object().unwrap().clone(),
    }
}

fn email(preset: &Preset, claims: &Value) -> (Option<String>, bool) {
    said(preset, &json!({}), claims).reader().email()
}

#[test]
fn a_text_is_short_and_without_control_characters() {
    for (value, read) in [
        (json!(" Ada "), Some("Ada")),
        (json!(7), Some("7")),
        (json!(-7), Some("-7")),
        (json!(u64::MAX), Some("18446744073709551615")),
        (json!(["first", "second"]), Some("first")),
        (json!([7]), Some("7")),
        (json!("é".repeat(10)), Some("éééééééééé")),
        (json!("é".repeat(11)), None),
        (json!(""), None),
        (json!("  "), None),
        (json!("a\u{0}b"), None),
        (json!("a\nb"), None),
        (json!(1.5), None),
        (json!(true), None),
        (json!(null), None),
        (json!({"a": "b"}), None),
        (json!([]), None),
        (json!([["nested"]]), None),
        (json!([null, "second"]), None),
    ] {
        assert_eq!(text(&value, 20).as_deref(), read, "{value}");
    }
}

#[test]
fn a_claim_is_read_where_the_declaration_the_preset_or_its_own_name_says() {
    let preset = &Preset {
        claims: &[("nickname", "alias"), ("name", "title")],
        ..OPENID
    };
    let claims =
        json!({"name": "own", "title": "preset", "label": {"text": "declared"}, "locale": "de"});
    let get =
        |members: &Value, name: &str| said(preset, members, &claims).reader().get(name).cloned();
    let declared = json!({"claims": {"name": "label.text"}});
    assert_eq!(get(&declared, "name"), Some(json!("declared")));
    assert_eq!(get(&json!({}), "name"), Some(json!("preset")));
    assert_eq!(get(&json!({}), "locale"), Some(json!("de")));
    assert_eq!(get(&json!({}), "nickname"), None);
}

#[test]
fn a_text_or_a_number_is_true_only_where_the_preset_says_so() {
    let lenient = Preset {
        quirks: &[Quirk::TextBooleans],
        ..OPENID
    };
    let is_verified = |preset: &Preset, value: &Value| {
        email(
            preset,
            &json!({"email": "a@b.example", "email_verified": value}),
        )
        .1
    };
    assert!(is_verified(&lenient, &json!(true)) && is_verified(&OPENID, &json!(true)));
    for value in [json!("true"), json!("1"), json!(1)] {
        assert!(is_verified(&lenient, &value), "{value}");
        assert!(!is_verified(&OPENID, &value), "{value}");
    }
    for value in [
        json!(false),
        json!("false"),
        json!("TRUE"),
        json!("0"),
        json!("11"),
        json!(""),
        json!(0),
        json!(2),
        json!(-1),
        json!(1.0),
        json!([1]),
        json!(["true"]),
        json!({}),
        json!(null),
    ] {
        assert!(!is_verified(&lenient, &value), "{value}");
    }
}

#[test]
fn an_address_has_a_domain_and_no_blanks_and_only_then_it_is_verified() {
    let of = |address: Value| email(&OPENID, &json!({"email": address, "email_verified": true}));
    let longest = format!("{}@b.example", "a".repeat(244));
    for fine in ["ada@b.example", &longest] {
        assert_eq!(of(json!(fine)), (Some(fine.to_owned()), true));
    }
    for wrong in [
        json!("ada"),
        json!("ada@"),
        json!("a da@b.example"),
        json!("ada@b.ex\u{a0}ample"),
        json!(format!("a{longest}")),
        json!(""),
        json!(7),
        json!(["ada@b.example"]),
        json!(null),
    ] {
        assert_eq!(of(wrong.clone()), (None, false), "{wrong}");
    }
}

#[test]
fn the_operator_vouches_for_the_addresses_of_a_directory() {
    for (ldap, verified) in [
        (json!({"mail_verified": true}), true),
        (json!({"mail_verified": false}), false),
        (json!(null), false),
    ] {
        let claims = json!({"email": ["ada@b.example"], "email_verified": true});
        let found = said(&DIRECTORY, &json!({"ldap": ldap}), &claims)
            .reader()
            .email();
        assert_eq!(
            found,
            (Some("ada@b.example".to_owned()), verified),
            "{ldap}"
        );
    }
}

#[test]
fn the_primary_address_of_a_list_counts_with_its_own_verification() {
    let preset = &Preset {
        quirks: &[Quirk::EmailList],
        ..OAUTH2
    };
    let primary =
        |verified: Value| json!({"email": "ada@b.example", "primary": true, "verified": verified});
    let other = json!({"email": "eve@b.example", "primary": false, "verified": true});
    for (emails, found, verified) in [
        (json!([other, primary(json!(true))]), "ada@b.example", true),
        (
            json!([primary(json!(false)), other]),
            "ada@b.example",
            false,
        ),
        (json!([primary(json!("true"))]), "ada@b.example", false),
        (json!([other]), "profile@b.example", false),
        (
            json!([{"primary": true, "verified": false}]),
            "profile@b.example",
            false,
        ),
        (json!([]), "profile@b.example", false),
        (json!("ada@b.example"), "profile@b.example", false),
    ] {
        let claims =
            json!({"emails": emails, "email": "profile@b.example", "email_verified": true});
        assert_eq!(
            email(preset, &claims),
            (Some(found.to_owned()), verified),
            "{emails}"
        );
    }
    let claims = json!({"emails": [primary(json!(true))], "email": "profile@b.example"});
    let found = email(&OAUTH2, &claims);
    assert_eq!(
        found.0.as_deref(),
        Some("profile@b.example"),
        "no list is asked for"
    );
}

#[test]
fn a_claim_of_another_type_is_left_out_and_named() {
    let left_out =
        |preset: &Preset, claims: &Value| said(preset, &json!({}), claims).reader().left_out();
    let fine = json!({
        "name": "Ada", "email": "a@b.example", "email_verified": "true", "phone_number": "+49",
        "amr": ["mfa"], "auth_time": 7, "locale": null,
    });
    assert!(left_out(&OPENID, &fine).is_empty());
    let odd = json!({
        "name": 7, "locale": ["de"], "email": true, "phone_number": {}, "email_verified": {},
        "amr": "mfa", "auth_time": "7",
    });
    let all = [
        "name",
        "locale",
        "email",
        "phone_number",
        "email_verified",
        "amr",
        "auth_time",
    ];
    assert_eq!(left_out(&OPENID, &odd), all);
    let list = json!({"email_verified": [true]});
    assert_eq!(left_out(&OPENID, &list), ["email_verified"]);
    let own_types = json!({"name": 7, "locale": ["de"], "nickname": false, "website": {}});
    assert_eq!(left_out(&OAUTH2, &own_types), ["nickname", "website"]);
}

#[test]
fn a_provider_without_openid_connect_may_say_texts_as_numbers_and_lists() {
    let name = |preset: &Preset, name: Value| {
        let claims = json!({"name": name});
        said(preset, &json!({}), &claims).reader().profile().name
    };
    for (value, text) in [(json!(7), "7"), (json!(["Ada", "A."]), "Ada")] {
        for preset in [&OAUTH2, &DIRECTORY] {
            assert_eq!(
                name(preset, value.clone()).as_deref(),
                Some(text),
                "{value}"
            );
        }
        assert_eq!(name(&OPENID, value.clone()), None, "{value}");
    }
    assert_eq!(name(&OAUTH2, json!(true)), None);
}

#[test]
fn the_profile_is_completed_by_the_preset() {
    let preset = &Preset {
        fallback_claims: &[("name", "username"), ("nickname", "username")],
        picture_template: Some("https://cdn.example/{sub}/{avatar}.png"),
        ..OAUTH2
    };
    let profile = |claims: &Value| said(preset, &json!({}), claims).reader().profile();
    let claims = json!({"sub": "7", "avatar": "x", "username": "ada", "name": "Ada"});
    let whole = profile(&claims);
    assert_eq!(whole.name.as_deref(), Some("Ada"));
    assert_eq!(whole.nickname.as_deref(), Some("ada"));
    assert_eq!(
        whole.picture.as_deref(),
        Some("https://cdn.example/7/x.png")
    );
    for missing in [
        json!({"sub": "7"}),
        json!({"sub": "7", "avatar": null}),
        json!({"sub": "7", "avatar": "x".repeat(MAX_PICTURE_PART + 1)}),
    ] {
        assert_eq!(profile(&missing).picture, None, "{missing}");
    }
    let claims = json!({"sub": "7", "avatar": "x"});
    let without = said(&OAUTH2, &json!({}), &claims).reader().profile();
    assert_eq!(without.picture, None);
}

#[test]
fn a_provider_is_authoritative_for_its_own_the_hosted_and_the_declared_domains() {
    let preset = &Preset {
        authoritative_for: &["mail.example"],
        hosted_domain_claim: Some("hd"),
        ..OPENID
    };
    let is_authoritative = |preset: &Preset, declared: &[&str], claims: &Value, domain: &str| {
        let members = json!({"authoritative_for": declared});
        said(preset, &members, claims)
            .reader()
            .is_authoritative_for(domain)
    };
    let (none, hosted) = (json!({}), json!({"hd": "Corp.example"}));
    assert!(is_authoritative(preset, &[], &none, "mail.example"));
    assert!(is_authoritative(preset, &[], &hosted, "corp.example"));
    assert!(is_authoritative(
        preset,
        &["Our.example"],
        &none,
        "our.example"
    ));
    assert!(is_authoritative(
        preset,
        &["other.example", "*"],
        &none,
        "any.example"
    ));
    for domain in ["corp.example", "our.example", "evil.mail.example", ""] {
        assert!(!is_authoritative(preset, &[], &none, domain), "{domain}");
        assert!(
            !is_authoritative(preset, &["other.example"], &none, domain),
            "{domain}"
        );
    }
    assert!(!is_authoritative(preset, &[], &hosted, "evil.example"));
    assert!(!is_authoritative(&OPENID, &[], &hosted, "corp.example"));
}
