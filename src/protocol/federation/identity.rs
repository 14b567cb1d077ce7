//! The identity that a provider asserts of a user.

use crate::federation::{
    claim_reader::{ClaimReader, claim_at, text},
    identity_provider::domain_of,
    refusal::Refusal,
    resolved::ResolvedIdentityProvider,
    role::Role,
};
use crate::{oidc::claims::StandardClaims, time::Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Maximum length of a subject, in bytes (OpenID Connect Core §2).
const MAX_SUBJECT: usize = 255;

/// What a provider returned about a user. Signatures and issuers are verified already.
#[derive(Clone, Debug)]
pub struct Assertion {
    /// The issuer, or the address of a provider without one.
    pub issuer: String,
    /// Claims of the ID token and userinfo, the profile, or the entry of a directory.
    pub claims: Map<String, Value>,
    /// The ID token, as the hint of a later logout (OpenID Connect RP-Initiated Logout §2).
    pub id_token: Option<String>,
}

/// The identity of a user at a provider. Its key is provider, issuer and subject together, never
/// the email address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// The provider, by its identifier here.
    pub provider_id: String,
    /// The issuer identifier; for a provider without OpenID Connect, one made from its declaration.
    pub issuer: String,
    /// The subject at the issuer.
    pub subject: String,
    /// The email address: only a hint unless it is verified.
    pub email: Option<String>,
    /// Whether the provider verified the address.
    pub email_verified: bool,
    /// Whether the address is verified, and the provider itself assigns addresses of its domain.
    pub is_authoritative: bool,
    /// The profile claims.
    pub claims: StandardClaims,
    /// The roles in apps.
    pub roles: Vec<Role>,
    /// The authentication methods (RFC 8176).
    pub amr: Vec<String>,
    /// When the user authenticated at the provider.
    pub auth_time: Option<Timestamp>,
    /// The session at the provider (OpenID Connect Back-Channel Logout §2.1).
    pub sid: Option<String>,
}

/// Reads an identity by the mapping and the restrictions of the declaration.
///
/// # Errors
/// [`Refusal::Unreadable`] without a subject that can be a key; [`Refusal::NotAdmitted`] outside
/// the domains or tenants that the declaration admits.
pub fn read_identity(
    provider: &ResolvedIdentityProvider,
    assertion: &Assertion,
) -> Result<Identity, Refusal> {
    let claims = &assertion.claims;
    let reader = ClaimReader { provider, claims };
    let subject = subject(&reader).ok_or(Refusal::Unreadable)?;
    let (email, email_verified) = reader.email();
    if !reader.is_admitted(email.as_deref().filter(|_| email_verified)) {
        return Err(Refusal::NotAdmitted);
    }
    let domain = email
        .as_deref()
        .and_then(domain_of)
        .unwrap_or_default()
        .to_lowercase();
    let mut profile = reader.profile();
    profile.email_verified = email_verified.then_some(true);
    profile.undisguise_names();
    Ok(Identity {
        provider_id: provider.declared.id.clone(),
        issuer: assertion.issuer.clone(),
        subject,
        is_authoritative: email_verified && reader.is_authoritative_for(&domain),
        email,
        email_verified,
        claims: profile,
        roles: reader.roles(),
        amr: reader.amr(),
        auth_time: claim_at(claims, "auth_time")
            .and_then(Value::as_i64)
            .map(Timestamp::from_seconds),
        sid: claim_at(claims, "sid").and_then(|sid| text(sid, MAX_SUBJECT)),
    })
}

/// The claims of an assertion that [`read_identity`] leaves out because they are of another type than
/// OpenID Connect Core §5.1 says, for the log.
pub fn claims_left_out(
    provider: &ResolvedIdentityProvider,
    assertion: &Assertion,
) -> Vec<&'static str> {
    let claims = &assertion.claims;
    ClaimReader { provider, claims }.left_out()
}

/// The subject, byte for byte: text or a whole number. Nothing is cut off, because that could make
/// two subjects one.
fn subject(reader: &ClaimReader<'_>) -> Option<String> {
    match reader.get("sub")? {
        Value::Array(_) if !reader.provider.is_directory() => None,
        Value::String(subject) if subject.trim() != subject => None,
        value => text(value, MAX_SUBJECT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::federation::preset::{Preset, Protocol};
    use proptest::prelude::*;
    use serde_json::json;

    /// A declaration, with a preset of the protocol that its kind names.
    fn declared(members: &Value) -> ResolvedIdentityProvider {
        let preset = match members["kind"].as_str() {
            Some("ldap") => Preset::generic("ldap", "your directory", Protocol::Ldap),
            Some("oauth2") => Preset::generic("oauth2", "OAuth", Protocol::OAuth2),
            _ => Preset::generic("oidc", "OpenID", Protocol::OpenId),
        };
        ResolvedIdentityProvider::declared_as(&preset, members)
    }

    fn asserted(claims: &Value) -> Assertion {
        Assertion {
            issuer: "https://up.example".into(),
            claims: claims.as_object().unwrap().clone(),
            id_token: None,
        }
    }

    fn read(members: &Value, claims: &Value) -> Result<Identity, Refusal> {
        read_identity(&declared(members), &asserted(claims))
    }

    #[test]
    fn only_a_verified_address_of_its_own_domain_makes_a_provider_authoritative() {
        let members = json!({"kind": "oidc", "authoritative_for": ["corp.example"]});
        for (email, verified, expected) in [
            ("ada@CORP.example", true, true),
            ("ada@corp.example", false, false),
            ("ada@evil.example", true, false),
        ] {
            let claims = json!({"sub": "1", "email": email, "email_verified": verified});
            let found = read(&members, &claims).unwrap();
            assert_eq!(found.is_authoritative, expected, "{email} {verified}");
            assert_eq!(found.claims.email_verified, verified.then_some(true));
        }
        let everywhere = json!({"kind": "oidc", "authoritative_for": ["*"]});
        let without = read(&everywhere, &json!({"sub": "1", "email_verified": true}));
        assert!(!without.unwrap().is_authoritative, "there is no address");
    }

    #[test]
    fn a_list_is_a_subject_for_a_directory_alone() {
        let subject = |kind: &str| {
            let claims = json!({"sub": ["u-1", "u-2"]});
            read(&json!({"kind": kind}), &claims).map(|identity| identity.subject)
        };
        assert_eq!(subject("ldap").as_deref(), Ok("u-1"));
        for kind in ["oidc", "oauth2"] {
            assert_eq!(subject(kind), Err(Refusal::Unreadable), "{kind}");
        }
    }

    #[test]
    fn a_claim_of_another_type_keeps_nobody_out_and_is_told_to_the_log() {
        let (provider, odd) = (json!({"kind": "oidc"}), json!({"sub": "1", "name": 7}));
        assert_eq!(read(&provider, &odd).unwrap().claims.name, None);
        let left_out = |claims: &Value| claims_left_out(&declared(&provider), &asserted(claims));
        assert_eq!(left_out(&odd), ["name"]);
        assert!(left_out(&json!({"sub": "1", "name": "Ada"})).is_empty());
    }

    #[test]
    fn only_verified_addresses_of_the_declared_domains_are_admitted() {
        let restricted = json!({"kind": "oidc", "email_domains": ["corp.example"]});
        let mut claims = json!({"sub": "1", "email": "eve@corp.example"});
        assert_eq!(read(&restricted, &claims), Err(Refusal::NotAdmitted));
        claims["email_verified"] = true.into();
        assert!(read(&restricted, &claims).is_ok());
    }

    #[test]
    fn an_address_is_verified_by_a_boolean_and_by_nothing_that_looks_like_one() {
        for unverified in [
            json!("true"),
            json!("1"),
            json!(1),
            json!(["true"]),
            json!([true]),
            json!({"true": true}),
            json!("TRUE"),
            json!(false),
            json!(null),
        ] {
            for kind in ["oidc", "oauth2"] {
                let claims =
                    json!({"sub": "1", "email": "a@b.example", "email_verified": unverified});
                let found = read(&json!({"kind": kind}), &claims).unwrap();
                assert!(!found.email_verified, "{unverified}");
            }
        }
        let claims = json!({"sub": "1", "email": "a@b.example", "email_verified": true});
        assert!(
            read(&json!({"kind": "oidc"}), &claims)
                .unwrap()
                .email_verified
        );
    }

    #[test]
    fn a_mapping_reaches_into_the_profile_and_groups_become_roles() {
        let provider = json!({"kind": "oauth2", "claims": {"sub": "user.uid", "name": "user.title", "email": "mail", "email_verified": "confirmed"},
            "roles": [{"claim": "user.groups", "value": "admins", "client_id": "wiki", "role": "admin"}, {"claim": "plan", "value": "3", "client_id": "wiki", "role": "gold"}]});
        let claims = json!({
            "user": {"uid": "u-1", "title": "Ada", "groups": ["people", "admins"]},
            "mail": "ada@b.example",
            "confirmed": true,
            "plan": 3,
        });
        let found = read(&provider, &claims).unwrap();
        assert_eq!(
            (
                found.subject.as_str(),
                found.claims.name.as_deref(),
                found.email_verified
            ),
            ("u-1", Some("Ada"), true)
        );
        assert_eq!(
            found
                .roles
                .iter()
                .map(|role| role.role.as_str())
                .collect::<Vec<_>>(),
            ["admin", "gold"]
        );
        let hostile = json!({
            "sub": "1",
            "name": "a\u{0}b",
            "picture": "javascript:alert(1)",
            "website": "https://a.example/",
            "amr": ["mfa"],
        });
        let read = read(&json!({"kind": "oidc"}), &hostile).unwrap();
        assert_eq!(
            (
                read.claims.name,
                read.claims.picture,
                read.claims.website.as_deref()
            ),
            (None, None, Some("https://a.example/"))
        );
        assert_eq!(
            read.amr,
            ["fed"],
            "amr counts where the operator trusts it, and nowhere else"
        );
    }

    proptest! {
        #[test]
        fn a_subject_is_a_text_or_a_number_and_nothing_else(number: i64, text in "\\PC{1,300}") {
            let subject = |sub: Value| read(&json!({"kind": "oidc"}), &json!({"sub": sub})).map(|identity| identity.subject);
            prop_assert_eq!(subject(json!(number)).unwrap(), number.to_string());
            for wrong in [json!([text]), json!({"a": text}), json!(true), json!(1.5), json!(null), json!(""), json!(" 7"), json!("7\u{a0}")] {
                prop_assert_eq!(subject(wrong), Err(Refusal::Unreadable));
            }
            if let Ok(subject) = subject(json!(text)) { prop_assert!(subject.len() <= 255 && !subject.is_empty() && subject == text); }
        }
    }
}
