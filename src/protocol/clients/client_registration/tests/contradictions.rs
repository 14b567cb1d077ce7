//! Tests of settings that contradict each other, and of what each of them lacks.

use super::*;

/// Whether metadata is refused with a reason, and taken with what it lacks.
fn is_taken_with(bad: &Value, reason: &str, lacked: &Value) {
    let refused = declared(bad).unwrap_err();
    assert!(refused.contains(reason), "{bad}: {refused}");
    let mut good = bad.clone();
    good.as_object_mut()
        .unwrap()
        .extend(lacked.as_object().unwrap().clone());
    assert_eq!(declared(&good), Ok(()), "{good}");
}

#[test]
fn settings_that_contradict_each_other_are_taken_when_one_of_them_changes() {
    for (bad, reason, lacked) in [
        (
            json!({
                "subject_type": "pairwise",
                "redirect_uris": ["https://a.example/", "https://b.example/"],
            }),
            "pairwise needs sector_identifier_uri",
            json!({"sector_identifier_uri": "https://a.example/sector"}),
        ),
        (
            json!({"redirect_uris": []}),
            "redirect_uris must hold one URI at least",
            json!({"grant_types": ["client_credentials"]}),
        ),
        (
            json!({"grant_types": []}),
            "grant_types must hold",
            json!({"grant_types": ["refresh_token"]}),
        ),
        (
            json!({"accent_dark": "#63d2b5"}),
            "accent_dark needs",
            json!({"accent": "#0f5c4d"}),
        ),
    ] {
        is_taken_with(&bad, reason, &lacked);
    }
}

#[test]
fn who_may_use_a_client_and_what_its_tokens_are_goes_together() {
    for (bad, reason, lacked) in [
        (
            json!({"organizations": "optional", "forward_auth": {"origins": ["https://a.example"]}}),
            "organizations is for apps",
            json!({"organizations": null}),
        ),
        (
            json!({"organizations": "optional", "forward_auth": {"origins": ["https://a.example"]}}),
            "organizations is for apps",
            json!({"forward_auth": null}),
        ),
        (
            json!({"forward_auth": {"origins": []}}),
            "forward_auth.origins",
            json!({"forward_auth": {"origins": ["https://a.example"]}}),
        ),
        (
            json!({"allowed_groups": ["a,b"]}),
            "the name of a group",
            json!({"allowed_groups": ["a"]}),
        ),
        (
            json!({"allowed_roles": [""]}),
            "the name of a role",
            json!({"allowed_roles": ["a"]}),
        ),
        (
            json!({"access_token_typ": "JWT", "audience": ["notes"]}),
            "access_token_typ cannot be JWT",
            json!({"audience": ["https://api.example"]}),
        ),
        (
            json!({"access_token_typ": "JWT", "audience": ["notes"]}),
            "access_token_typ cannot be JWT",
            json!({"access_token_typ": "at+jwt"}),
        ),
    ] {
        is_taken_with(&bad, reason, &lacked);
    }
}

#[test]
fn keys_and_what_they_are_for_go_together() {
    let keys = "https://app.example/jwks";
    for (bad, reason, lacked) in [
        (
            json!({"jwks": {"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "A".repeat(43)}]}, "jwks_uri": keys}),
            "jwks and jwks_uri must not both",
            json!({"jwks_uri": null}),
        ),
        (json!({"jwks": {"keys": []}}), "jwks", json!({"jwks": null})),
        (
            json!({"userinfo_encrypted_response_alg": "ECDH-ES"}),
            "an encrypted response needs jwks",
            json!({"jwks_uri": keys}),
        ),
        (
            json!({"id_token_encrypted_response_alg": "ECDH-ES"}),
            "an encrypted response needs jwks",
            json!({"jwks_uri": keys}),
        ),
        (
            json!({"userinfo_encrypted_response_enc": "A128GCM", "jwks_uri": keys}),
            "an encrypted_response_enc needs",
            json!({"userinfo_encrypted_response_alg": "ECDH-ES"}),
        ),
        (
            json!({"request_object_signing_alg": "HS256", "jwks_uri": keys}),
            "request_object_signing_alg is not among",
            json!({"request_object_signing_alg": "none"}),
        ),
        (
            json!({"request_object_signing_alg": "RS256"}),
            "request_object_signing_alg needs jwks",
            json!({"jwks_uri": keys}),
        ),
    ] {
        is_taken_with(&bad, reason, &lacked);
    }
}

#[test]
fn a_method_of_authentication_has_what_it_needs() {
    let keys = "https://app.example/jwks";
    for (bad, reason, lacked) in [
        (
            json!({"token_endpoint_auth_signing_alg": "none"}),
            "token_endpoint_auth_signing_alg is not among",
            json!({"token_endpoint_auth_signing_alg": "HS256"}),
        ),
        (
            json!({"token_endpoint_auth_method": "none", "grant_types": ["client_credentials"]}),
            "a public client cannot use client_credentials",
            json!({"token_endpoint_auth_method": "client_secret_post"}),
        ),
        (
            json!({"token_endpoint_auth_method": "none", "require_pkce": false}),
            "a public client cannot do without PKCE",
            json!({"require_pkce": true}),
        ),
        (
            json!({"token_endpoint_auth_method": "none", "require_pkce": false}),
            "a public client cannot do without PKCE",
            json!({"token_endpoint_auth_method": "client_secret_jwt"}),
        ),
        (
            json!({"token_endpoint_auth_method": "private_key_jwt"}),
            "private_key_jwt needs jwks",
            json!({"jwks_uri": keys}),
        ),
    ] {
        is_taken_with(&bad, reason, &lacked);
    }
}
