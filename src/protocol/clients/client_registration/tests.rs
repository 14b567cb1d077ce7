use super::*;

fn client(extra: &serde_json::Value) -> Client {
    let mut document =
        serde_json::json!({"client_id": "notes", "redirect_uris": ["https://app.example/cb"]});
    for (key, value) in extra.as_object().unwrap() {
        document[key] = value.clone();
    }
    serde_json::from_value(document).unwrap()
}

#[test]
fn a_link_does_not_look_like_one_of_another_host() {
    for link in ["client_uri", "logo_uri", "backchannel_logout_uri"] {
        let client = client(&serde_json::json!({link: "https://bank.example@evil.example/"}));
        let secret = Some("0123456789abcdef0123456789abcdef");
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
        check(
            &client(&serde_json::json!({})),
            Some("0123456789abcdef0123456789abcdef"),
            DeclaredBy::Client,
        ),
        Ok(())
    );
    for (extra, secret) in [
        (serde_json::json!({"redirect_uris": []}), None),
        (
            serde_json::json!({"redirect_uris": ["http://app.example/cb"]}),
            None,
        ),
        (serde_json::json!({"response_types": ["id_token"]}), None),
        (
            serde_json::json!({
                "response_types": ["id_token"],
                "grant_types": ["implicit"],
                "redirect_uris": ["https://localhost/cb"],
            }),
            None,
        ),
        (
            serde_json::json!({
                "subject_type": "pairwise",
                "redirect_uris": ["https://a.example/", "https://b.example/"],
            }),
            None,
        ),
        (
            serde_json::json!({
                "jwks": {"keys": [{"kty": "RSA"}]},
                "jwks_uri": "https://a.example/jwks",
            }),
            None,
        ),
        (
            serde_json::json!({"id_token_encrypted_response_alg": "ECDH-ES"}),
            None,
        ),
        (
            serde_json::json!({"id_token_encrypted_response_enc": "A128GCM"}),
            None,
        ),
        (
            serde_json::json!({"request_object_signing_alg": "HS256"}),
            None,
        ),
        (
            serde_json::json!({"backchannel_logout_uri": "http://a.example/out"}),
            None,
        ),
        (
            serde_json::json!({
                "token_endpoint_auth_method": "none",
                "grant_types": ["client_credentials"],
            }),
            None,
        ),
        (
            serde_json::json!({"token_endpoint_auth_method": "none", "require_pkce": false}),
            None,
        ),
        (
            serde_json::json!({"token_endpoint_auth_method": "private_key_jwt"}),
            None,
        ),
        (
            serde_json::json!({
                "token_endpoint_auth_method": "private_key_jwt",
                "jwks": {"keys": [{"kty": "RSA", "d": "x"}]},
            }),
            None,
        ),
        (serde_json::json!({"logo_uri": "javascript:alert(1)"}), None),
        (
            serde_json::json!({"frontchannel_logout_uri": "https://a;sandbox/"}),
            None,
        ),
        (
            serde_json::json!({"frontchannel_logout_uri": "https://*/"}),
            None,
        ),
        (
            serde_json::json!({"post_logout_redirect_uris": ["https://a;sandbox/"]}),
            None,
        ),
        (serde_json::json!({}), Some("short")),
        (
            serde_json::json!({"token_endpoint_auth_method": "none"}),
            Some("0123456789abcdef0123456789abcdef"),
        ),
    ] {
        for by in [DeclaredBy::Administrator, DeclaredBy::Client] {
            assert!(check(&client(&extra), secret, by).is_err(), "{extra}");
        }
    }
}

#[test]
fn a_refused_uri_is_named_by_its_setting_and_its_place() {
    let hint = |extra: serde_json::Value, by| {
        let secret = Some("0123456789abcdef0123456789abcdef");
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
        let said = hint(serde_json::json!({name: plain}), DeclaredBy::Client);
        assert_eq!(
            said,
            format!("{name}: a URI of a client must be https, except on loopback")
        );
        let said = hint(serde_json::json!({name: plain}), DeclaredBy::Administrator);
        assert!(said.starts_with(&format!("{name}: ")), "{said}");
        assert!(said.contains("insecure_http = true"), "{said}");
    }
    let one = serde_json::json!({"redirect_uris": [plain]});
    let said = hint(one, DeclaredBy::Administrator);
    assert!(said.starts_with("redirect_uris: "), "{said}");
    assert!(said.contains("insecure_http = true"), "{said}");
    let second = serde_json::json!({"post_logout_redirect_uris": ["https://app.example/", plain]});
    let said = hint(second, DeclaredBy::Client);
    assert!(
        said.starts_with("post_logout_redirect_uris, number 2: "),
        "{said}"
    );
    assert!(!said.contains("secret"), "{said}");
}
