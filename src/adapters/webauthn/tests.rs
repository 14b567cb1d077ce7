//! Relying parties, and answers that are none.

use super::*;

#[test]
fn only_an_origin_that_browsers_accept_is_a_relying_party() {
    for (issuer, id) in [
        ("https://login.example.com", Some("login.example.com")),
        ("https://example.com:8443/auth", Some("example.com")),
        ("http://localhost:8080", Some("localhost")),
        ("http://login.example.com", None),
        ("https://192.0.2.1", None),
        ("http://127.0.0.1:8080", None),
    ] {
        let party = RelyingParty::of(issuer, "Acme");
        assert_eq!(party.as_ref().map(RelyingParty::id), id, "{issuer}");
    }
}

#[test]
fn passkeys_are_asked_to_be_found_without_a_name() {
    let party = RelyingParty::of("http://localhost:8080", "Acme").unwrap();
    let user = CredentialUser {
        user_id: "8d7e4b2e-7a3b-4a7b-9a55-0d5c1f0c9a11",
        name: "ada@example.com",
        display_name: "Ada",
    };
    let begun = party
        .begin_creation(&user, &["AAAA".into()], CredentialUse::Passkey)
        .unwrap();
    let options: Value = serde_json::from_str(&begun.options).unwrap();
    let selection = &options["authenticatorSelection"];
    assert_eq!(selection["residentKey"], "required");
    assert_eq!(selection["userVerification"], "required");
    assert_eq!(options["excludeCredentials"][0]["id"], "AAAA");
    assert_eq!(options["rp"]["id"], "localhost");
    assert_eq!(options["user"]["id"], user_handle(user.user_id));
    for answer in ["", "{}", "null", "[1]", &"x".repeat(70_000)] {
        let refused = party.finish_creation(&begun.state, answer, CredentialUse::Passkey);
        assert!(
            matches!(refused, Err(CeremonyError::Refused(_))),
            "{answer:.10}"
        );
        assert!(credential_of(answer).is_none());
    }
}

#[test]
fn a_handle_is_the_same_each_time_and_differs_between_users() {
    assert_eq!(handle_of("ada"), handle_of("ada"));
    assert_ne!(handle_of("ada"), handle_of("grace"));
}
