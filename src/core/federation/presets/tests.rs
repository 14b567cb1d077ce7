//! What each preset makes of a declaration and of the claims of its provider.

use super::resolve;
use doorward_protocol::federation::{
    Assertion, Identity, IdentityProviderSecrets, Refusal, ResolvedIdentityProvider, check,
    read_identity,
};
use serde_json::{Value, json};

fn declared(document: Value) -> ResolvedIdentityProvider {
    resolve(serde_json::from_value(document).unwrap()).unwrap()
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "every call makes one of its own"
)]
fn read(provider: Value, claims: &Value) -> Result<Identity, Refusal> {
    let mut document = json!({"id": "up", "client_id": "c"});
    document
        .as_object_mut()
        .unwrap()
        .extend(provider.as_object().unwrap().clone());
    read_identity(
        &declared(document),
        &Assertion {
            issuer: "https://up.example".into(),
            claims: claims.as_object().unwrap().clone(),
            id_token: None,
        },
    )
}

fn verdict(text: &str, secret: Option<&str>) -> String {
    let provider = resolve(toml::from_str(text).unwrap()).unwrap();
    let secrets = IdentityProviderSecrets {
        client_secret: secret.map(str::to_owned),
        ..IdentityProviderSecrets::default()
    };
    check(&provider, &secrets)
        .err()
        .map(|(_, text)| text)
        .unwrap_or_default()
}

#[test]
fn an_address_is_verified_only_where_the_provider_says_so() {
    let verified = |provider: Value, claims: Value| read(provider, &claims).unwrap().email_verified;
    let google = || json!({"kind": "google"});
    assert!(verified(
        google(),
        json!({"sub": "1", "email": "a@gmail.com", "email_verified": true})
    ));
    assert!(!verified(
        google(),
        json!({"sub": "1", "email": "a@gmail.com", "email_verified": false})
    ));
    assert!(!verified(
        google(),
        json!({"sub": "1", "email": "a@gmail.com"})
    ));
    assert!(verified(
        json!({"kind": "apple"}),
        json!({"sub": "1", "email": "a@icloud.com", "email_verified": "true"})
    ));
    assert!(!verified(
        json!({"kind": "microsoft"}),
        json!({"sub": "1", "email": "a@b.example", "email_verified": true})
    ));
    assert!(verified(
        json!({"kind": "microsoft"}),
        json!({"sub": "1", "email": "a@b.example", "xms_edov": true})
    ));
    assert!(!verified(
        json!({"kind": "facebook"}),
        json!({"id": "1", "email": "a@b.example"})
    ));
    let github = |emails: Value| {
        read(
            json!({"kind": "github"}),
            &json!({"id": 7, "login": "ada", "email": "shown@b.example", "emails": emails}),
        )
        .unwrap()
    };
    let entry = |email: &str, primary: bool, verified: bool| json!({"email": email, "primary": primary, "verified": verified});
    let both = github(json!([
        entry("a@b.example", false, true),
        entry("c@d.example", true, true)
    ]));
    assert_eq!(
        (
            both.subject.as_str(),
            both.email.as_deref(),
            both.email_verified
        ),
        ("7", Some("c@d.example"), true)
    );
    let unverified = github(json!([
        entry("a@b.example", false, true),
        entry("c@d.example", true, false)
    ]));
    assert_eq!(
        (unverified.email.as_deref(), unverified.email_verified),
        (Some("c@d.example"), false)
    );
    assert!(!github(json!([])).email_verified);
}

#[test]
fn the_domain_of_a_workspace_is_a_claim_and_not_a_part_of_an_address() {
    let google = json!({"kind": "google", "hosted_domains": ["corp.example"]});
    let claims = json!({"sub": "1", "email": "eve@corp.example", "email_verified": true});
    assert_eq!(read(google.clone(), &claims), Err(Refusal::NotAdmitted));
    let mut hosted = claims.clone();
    hosted["hd"] = "corp.example".into();
    assert!(read(google, &hosted).unwrap().is_authoritative);
    assert!(
        !read(json!({"kind": "google"}), &claims)
            .unwrap()
            .is_authoritative
    );
    let restricted = json!({"kind": "oidc", "email_domains": ["corp.example"]});
    assert!(read(restricted.clone(), &claims).is_ok());
    assert!(
        read(
            restricted,
            &json!({"sub": "1", "email": "eve@corp.example"})
        )
        .is_err()
    );
    assert!(
        read(
            json!({"kind": "microsoft", "tenants": ["t"]}),
            &json!({"sub": "1", "tid": "u"})
        )
        .is_err()
    );
}

#[test]
fn only_the_tenant_of_the_token_fills_the_template() {
    let microsoft = declared(json!({"id": "m", "kind": "microsoft", "client_id": "c"}));
    let named = "https://login.microsoftonline.com/{tenantid}/v2.0";
    let tid = "9188040d-6c67-4c5b-b112-36a304b66dad";
    let iss = |tenant: &str| format!("https://login.microsoftonline.com/{tenant}/v2.0");
    let fits = |claims: Value| microsoft.accepts_issuer(named, claims.as_object().unwrap());
    assert!(
        microsoft.accepts_discovered_issuer(named)
            && !microsoft.accepts_discovered_issuer("https://evil.example/{tenantid}/v2.0")
    );
    let consumers = declared(
        json!({"id": "m", "kind": "microsoft", "client_id": "c", "issuer": iss("consumers")}),
    );
    assert!(
        consumers.accepts_discovered_issuer(&iss(tid))
            && !consumers.accepts_discovered_issuer("https://evil.example/v2.0")
            && !consumers.accepts_discovered_issuer(&iss("other"))
    );
    assert!(fits(json!({"iss": iss(tid), "tid": tid})));
    assert!(!fits(
        json!({"iss": iss("00000000-0000-0000-0000-000000000000"), "tid": tid})
    ));
    assert!(
        !fits(json!({"iss": iss(tid)}))
            && !fits(json!({"iss": iss("evil"), "tid": "evil"}))
            && !fits(json!({"tid": tid}))
    );
    let google = declared(json!({"id": "g", "kind": "google", "client_id": "c"}));
    assert!(google.accepts_issuer(
        "https://accounts.google.com",
        json!({"iss": "accounts.google.com"}).as_object().unwrap()
    ));
}

#[test]
fn an_address_in_capitals_is_the_same_address() {
    let declaration =
        json!({"id": "g", "kind": "oidc", "client_id": "c", "issuer": "HTTPS://ID.Example:443/a"});
    let provider = declared(declaration);
    assert!(provider.accepts_discovered_issuer("https://id.example/a"));
    for other in [
        "https://id.example/A",
        "https://id.example",
        "http://id.example/a",
    ] {
        assert!(!provider.accepts_discovered_issuer(other), "{other}");
    }
    // The issuer of a token is compared byte for byte with the one that was discovered.
    let claims = json!({"iss": "HTTPS://ID.Example:443/a"});
    assert!(!provider.accepts_issuer("https://id.example/a", claims.as_object().unwrap()));
    let directory = |url: &str| {
        let ldap = format!("ldap = {{ url = \"{url}\", base_dn = \"dc=a\" }}");
        verdict(&format!("id = \"g\"\nkind = \"ldap\"\n{ldap}"), None)
    };
    assert_eq!(directory("LDAP://127.0.0.1"), "");
    assert_eq!(directory("LDAPS://a.example"), "");
    assert!(directory("LDAP://a.example").contains("without TLS"));
}

#[test]
fn a_declaration_says_what_it_lacks() {
    assert_eq!(
        verdict(
            "id = \"google\"\nkind = \"google\"\nclient_id = \"c\"",
            Some("s")
        ),
        ""
    );
    for (text, secret, says) in [
        ("id = \"Google\"\nkind = \"google\"", None, "id must have"),
        ("id = \"password\"\nkind = \"google\"", None, "id must have"),
        (
            "id = \"g\"\nkind = \"google\"",
            None,
            "client_id is missing",
        ),
        (
            "id = \"g\"\nkind = \"google\"\nclient_id = \"c\"",
            None,
            "client_secret is missing",
        ),
        (
            "id = \"g\"\nkind = \"oidc\"\nclient_id = \"c\"",
            Some("s"),
            "issuer is missing",
        ),
        (
            "id = \"g\"\nkind = \"oidc\"\nclient_id = \"c\"\nissuer = \"http://a.example\"",
            Some("s"),
            "issuer must be an https",
        ),
        (
            "id = \"g\"\nkind = \"oidc\"\nclient_id = \"c\"\nissuer = \"https://a.example?x\"",
            Some("s"),
            "nor an issuer a query",
        ),
        (
            "id = \"g\"\nkind = \"oidc\"\nclient_id = \"c\"\nissuer = \"https://u:p@a.example\"",
            Some("s"),
            "must not hold a user name",
        ),
        (
            "id = \"g\"\nkind = \"oidc\"\nclient_id = \"c\"\nissuer = \"https:a.example\"",
            Some("s"),
            "issuer: an http or https URI must have //",
        ),
        (
            "id = \"g\"\nkind = \"gitlab\"\nclient_id = \"c\"\ntoken_endpoint = \"https://a.example/#x\"",
            Some("s"),
            "a fragment",
        ),
        (
            "id = \"g\"\nkind = \"oauth2\"\nclient_id = \"c\"",
            Some("s"),
            "authorization_endpoint",
        ),
        (
            "id = \"g\"\nkind = \"apple\"\nclient_id = \"c\"",
            Some("s"),
            "apple needs",
        ),
        (
            "id = \"g\"\nkind = \"github\"\nclient_id = \"c\"\nclaims = { subb = \"x\" }",
            Some("s"),
            "claims has `subb`",
        ),
        (
            "id = \"g\"\nkind = \"github\"\nclient_id = \"c\"\nauthorization_parameters = { state = \"x\" }",
            Some("s"),
            "always sent",
        ),
        ("id = \"g\"\nkind = \"ldap\"", None, "ldap is missing"),
        (
            "id = \"g\"\nkind = \"ldap\"\nldap = { url = \"ldap://a.example\", base_dn = \"dc=a\" }",
            None,
            "without TLS",
        ),
        (
            "id = \"g\"\nkind = \"ldap\"\nldap = { url = \"ldaps://a.example\" }",
            None,
            "base_dn is missing",
        ),
        (
            "id = \"g\"\nkind = \"ldap\"\nldap = { url = \"ldaps://a.example\", base_dn = \"dc=a\", user_filter = \"(uid=x)\" }",
            None,
            "{username}",
        ),
        (
            "id = \"g\"\nkind = \"ldap\"\nldap = { url = \"ldaps://a.example\", base_dn = \"dc=a\", bind_dn = \"cn=x\" }",
            None,
            "bind_password",
        ),
    ] {
        assert!(
            verdict(text, secret).contains(says),
            "{text}: {}",
            verdict(text, secret)
        );
    }
}

#[test]
fn a_self_hosted_provider_has_its_endpoints_under_its_own_address() {
    let github = |issuer: Value, token: Value| {
        declared(json!({"id": "g", "kind": "github", "issuer": issuer, "token_endpoint": token}))
            .endpoints()
            .unwrap()
    };
    let public = github(Value::Null, Value::Null);
    assert_eq!(
        public.emails.as_deref(),
        Some("https://api.github.com/user/emails")
    );
    assert_eq!(public.token, "https://github.com/login/oauth/access_token");
    let enterprise = github(
        "https://git.acme.example/".into(),
        "https://x.example/t".into(),
    );
    assert_eq!(enterprise.userinfo, "https://git.acme.example/api/v3/user");
    assert_eq!(
        enterprise.authorization,
        "https://git.acme.example/login/oauth/authorize"
    );
    assert_eq!(enterprise.token, "https://x.example/t");
    let incomplete = json!({"id": "x", "kind": "oauth2", "token_endpoint": "https://x.example/t"});
    assert!(declared(incomplete).endpoints().is_none());
}

#[test]
fn a_missing_name_and_a_picture_come_from_other_claims() {
    let discord = |claims: Value| read(json!({"kind": "discord"}), &claims).unwrap().claims;
    let plain = discord(json!({"id": "7", "username": "ada", "global_name": null, "avatar": "a1"}));
    assert_eq!(plain.name.as_deref(), Some("ada"));
    assert_eq!(
        plain.picture.as_deref(),
        Some("https://cdn.discordapp.com/avatars/7/a1.png")
    );
    let named = discord(json!({"id": "7", "username": "ada", "global_name": "Ada"}));
    assert_eq!((named.name.as_deref(), named.picture), (Some("Ada"), None));
}

#[test]
fn a_kind_without_a_preset_is_refused_with_those_that_exist() {
    let error = resolve(serde_json::from_value(json!({"id": "g", "kind": "gogle"})).unwrap());
    assert!(error.unwrap_err().contains("google"));
}
