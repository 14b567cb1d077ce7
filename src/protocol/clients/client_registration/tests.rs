mod contradictions;

use super::*;
use serde_json::{Value, json};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn client(extra: &Value) -> Client {
    let mut document = json!({"client_id": "notes", "redirect_uris": ["https://app.example/cb"]});
    for (key, value) in extra.as_object().unwrap() {
        document[key] = value.clone();
    }
    serde_json::from_value(document).unwrap()
}

#[test]
fn a_link_does_not_look_like_one_of_another_host() {
    for link in ["client_uri", "logo_uri", "backchannel_logout_uri"] {
        let client = client(&json!({link: "https://bank.example@evil.example/"}));
        let secret = Some(SECRET);
        let refused = check(&client, secret, DeclaredBy::Client);
        assert_eq!(
            refused.unwrap_err().code,
            ErrorCode::InvalidClientMetadata,
            "{link}"
        );
    }
}

#[test]
fn contradictions_are_refused_with_the_field_that_is_wrong() {
    assert_eq!(
        check(&client(&json!({})), Some(SECRET), DeclaredBy::Client),
        Ok(())
    );
    for extra in [
        json!({"redirect_uris": ["http://app.example/cb"]}),
        json!({
            "token_endpoint_auth_method": "private_key_jwt",
            "jwks": {"keys": [{"kty": "RSA", "d": "x"}]},
        }),
        json!({"id_token_encrypted_response_enc": "A128GCM"}),
        json!({"backchannel_logout_uri": "http://a.example/out"}),
        json!({"logo_uri": "javascript:alert(1)"}),
        json!({"frontchannel_logout_uri": "https://a;sandbox/"}),
        json!({"frontchannel_logout_uri": "https://*/"}),
        json!({"post_logout_redirect_uris": ["https://a;sandbox/"]}),
    ] {
        for by in [DeclaredBy::Administrator, DeclaredBy::Client] {
            assert!(check(&client(&extra), None, by).is_err(), "{extra}");
        }
    }
}

#[test]
fn a_refused_uri_is_named_by_its_setting_and_its_place() {
    let hint = |extra: Value, by| {
        let secret = Some(SECRET);
        let refused = check(&client(&extra), secret, by).unwrap_err();
        refused.hint.into_owned()
    };
    let plain = "http://app.internal/x?key=secret";
    for name in [
        "client_uri",
        "logo_uri",
        "policy_uri",
        "tos_uri",
        "initiate_login_uri",
        "jwks_uri",
        "sector_identifier_uri",
        "backchannel_logout_uri",
    ] {
        let said = hint(json!({name: plain}), DeclaredBy::Client);
        assert_eq!(
            said,
            format!("{name}: a URI of a client must be https, except on loopback")
        );
        let said = hint(json!({name: plain}), DeclaredBy::Administrator);
        assert!(said.starts_with(&format!("{name}: ")), "{said}");
        assert!(said.contains("insecure_http = true"), "{said}");
    }
    let one = json!({"redirect_uris": [plain]});
    let said = hint(one, DeclaredBy::Administrator);
    assert!(said.starts_with("redirect_uris: "), "{said}");
    assert!(said.contains("insecure_http = true"), "{said}");
    let second = json!({"post_logout_redirect_uris": ["https://app.example/", plain]});
    let said = hint(second, DeclaredBy::Client);
    assert!(
        said.starts_with("post_logout_redirect_uris, number 2: "),
        "{said}"
    );
    assert!(!said.contains("secret"), "{said}");
}

/// Whether metadata is taken of an administrator, or the text that refuses it.
fn declared(extra: &Value) -> Result<(), String> {
    let checked = check(&client(extra), None, DeclaredBy::Administrator);
    checked.map_err(|error| error.hint.into_owned())
}

#[test]
fn a_name_and_an_identifier_have_a_length_and_no_control_character() {
    for (name, good, bad) in [
        (
            "client_id",
            vec!["a".to_owned(), "a".repeat(255)],
            vec![
                String::new(),
                "a".repeat(256),
                "a".repeat(300),
                "ä".into(),
                "a\u{7}".into(),
            ],
        ),
        (
            "client_name",
            vec![String::new(), "ä".repeat(100)],
            vec!["ä".repeat(101), "a".repeat(150), "a\u{7}b".into()],
        ),
    ] {
        for text in good {
            assert_eq!(declared(&json!({name: text})), Ok(()), "{name} {text}");
        }
        for text in bad {
            let refused = declared(&json!({name: text})).unwrap_err();
            assert!(refused.starts_with(name), "{name} {text}: {refused}");
        }
    }
}

#[test]
fn tokens_in_the_front_channel_need_their_grants_and_for_a_web_client_a_real_host() {
    let asks = |more: Value| {
        let mut extra = json!({"response_types": ["code id_token"]});
        extra
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let checked = check(&client(&extra), None, DeclaredBy::AdministratorOfHttp);
        checked.map_err(|error| error.hint.into_owned())
    };
    for (granted, missing) in [
        (json!([]), "add authorization_code and implicit"),
        (json!(["authorization_code"]), "add implicit"),
        (json!(["implicit"]), "add authorization_code"),
    ] {
        let refused = asks(json!({"grant_types": granted})).unwrap_err();
        assert!(refused.ends_with(missing), "{refused}");
    }
    let both = json!(["authorization_code", "implicit"]);
    for (uri, is_for_web) in [
        ("https://app.example/cb", true),
        ("http://app.example/cb", false),
        ("https://localhost/cb", false),
        ("http://127.0.0.1/cb", false),
    ] {
        let of = |kind: &str| {
            asks(json!({"grant_types": both, "redirect_uris": [uri], "application_type": kind}))
        };
        assert_eq!(of("native"), Ok(()), "{uri}");
        assert_eq!(of("web").is_ok(), is_for_web, "{uri}");
    }
    // Without tokens in the front channel, a web client is developed on this very machine too.
    assert_eq!(
        declared(&json!({"redirect_uris": ["http://localhost/cb"]})),
        Ok(())
    );
}

#[test]
fn no_text_holds_a_control_character_however_deep_it_stands() {
    for extra in [
        json!({"software_id": "a\u{7}"}),
        json!({"contacts": ["ada@example.com", "a\nb"]}),
        json!({"claim_map": {"x": {"value": {"a\u{7f}": 1}}}}),
        json!({"claim_map": {"x": {"value": {"a": ["\u{85}"]}}}}),
    ] {
        let refused = declared(&extra).unwrap_err();
        assert!(
            refused.ends_with("must not hold control characters"),
            "{extra}: {refused}"
        );
    }
    let plain = json!({"claim_map": {"x": {"value": {"a": ["b", 1, true, null]}}}});
    assert_eq!(declared(&plain), Ok(()));
}

#[test]
fn a_native_app_alone_may_have_a_scheme_of_one_word() {
    let extra = |kind: &str| {
        let uris = ["myapp://cb"];
        json!({"application_type": kind, "redirect_uris": uris, "post_logout_redirect_uris": uris})
    };
    assert_eq!(declared(&extra("native")), Ok(()));
    let refused = declared(&extra("web")).unwrap_err();
    assert!(refused.starts_with("redirect_uris: "), "{refused}");
    let registered = check(&client(&extra("native")), None, DeclaredBy::Client);
    assert_eq!(registered.unwrap_err().code, ErrorCode::InvalidRedirectUri);
    let warned = warnings(&client(&extra("native")));
    assert_eq!(warned.len(), 2, "{warned:?}");
    assert!(
        warned
            .iter()
            .all(|warning| warning.starts_with("myapp://cb: ")),
        "{warned:?}"
    );
    assert!(warnings(&client(&json!({}))).is_empty());
}

#[test]
fn a_link_is_https_or_leads_to_this_machine_and_has_2048_characters_at_most() {
    let link = |uri: &str, by| check(&client(&json!({"client_uri": uri})), None, by).is_ok();
    let long = |length: usize| format!("{:a<length$}", "https://app.example/");
    for good in [
        "https://app.example/",
        "http://localhost:3000/",
        "http://[::1]/",
        &long(2048),
    ] {
        for by in [DeclaredBy::Administrator, DeclaredBy::Client] {
            assert!(link(good, by), "{good}");
        }
    }
    for bad in [
        &long(2049),
        &long(3000),
        "https://app.example/ü",
        "https://app.example/a b",
        "http://app.example/",
        "app.example",
        "ftp://app.example/",
    ] {
        for by in [DeclaredBy::Administrator, DeclaredBy::Client] {
            assert!(!link(bad, by), "{bad}");
        }
    }
    assert!(link("http://app.example/", DeclaredBy::AdministratorOfHttp));
    assert!(!link("ftp://app.example/", DeclaredBy::AdministratorOfHttp));
}

#[test]
fn claims_are_renamed_and_listed_where_there_are_such_claims() {
    let checked = |extra: Value| check_claims(&client(&extra), &DeclaredClaims::NONE);
    assert_eq!(
        checked(json!({"id_token_claims": ["email"], "claim_map": {"email": "upn"}})),
        Ok(())
    );
    for extra in [
        json!({"id_token_claims": ["emails"]}),
        json!({"claim_map": {"emails": "upn"}}),
    ] {
        let refused = checked(extra.clone()).unwrap_err();
        assert_eq!(refused.code, ErrorCode::InvalidClientMetadata, "{extra}");
    }
}

#[test]
fn a_chosen_secret_has_32_to_255_printable_characters_and_a_method_that_uses_it() {
    let with = |secret: &str, method: &str| {
        let extra = json!({
            "token_endpoint_auth_method": method, "jwks_uri": "https://app.example/jwks",
        });
        check(&client(&extra), Some(secret), DeclaredBy::Administrator).is_ok()
    };
    for method in [
        "client_secret_basic",
        "client_secret_post",
        "client_secret_jwt",
    ] {
        for good in [SECRET, &"s".repeat(255)] {
            assert!(with(good, method), "{method} {good}");
        }
        for bad in [
            &SECRET[1..],
            &"s".repeat(256),
            "",
            &"ä".repeat(32),
            &"\u{7}".repeat(32),
        ] {
            assert!(!with(bad, method), "{method} {bad}");
        }
    }
    for method in ["none", "private_key_jwt"] {
        assert!(!with(SECRET, method), "{method}");
    }
}
