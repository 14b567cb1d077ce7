//! Who somebody is by the word of a provider elsewhere.

use crate::federation::{
    identity_provider::{IdentityProvider, Kind, domain_of},
    linking::Refusal,
    preset::Protocol,
};
use crate::{
    oidc::claims::{PROFILE, StandardClaims},
    text::is_storable,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

/// What a provider said of somebody, in its own words; signatures and addresses are proven already.
#[derive(Clone, Debug)]
pub struct Assertion {
    /// Who says so: the issuer, or the address of the provider.
    pub issuer: String,
    /// Claims of the ID token and userinfo, the profile, or the entry of a directory.
    pub claims: Map<String, Value>,
    /// The ID token, for a sign-out there.
    pub id_token: Option<String>,
}

/// A role in an app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// The app.
    pub client_id: String,
    /// The role there.
    pub role: String,
}

/// Somebody, by the word of a provider elsewhere. The key is provider, issuer and subject together,
/// never the address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// The provider's identifier here.
    pub provider_id: String,
    /// The issuer.
    pub issuer: String,
    /// The subject there.
    pub subject: String,
    /// An address, and only a hint unless it is verified.
    pub email: Option<String>,
    /// Whether the provider says that the address is theirs.
    pub email_verified: bool,
    /// Whether the provider is the one that gives this address out.
    pub is_authoritative: bool,
    /// Everything else of the profile.
    pub claims: StandardClaims,
    /// Roles in apps.
    pub roles: Vec<Role>,
    /// How they proved it there, where the provider is believed.
    pub amr: Vec<String>,
    /// When they proved it there.
    pub auth_time: Option<Timestamp>,
    /// The session there (OpenID Connect Back-Channel Logout §2.1).
    pub sid: Option<String>,
}

/// A field by its name, or by a path with dots.
pub fn field<'a>(claims: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    if let Some(value) = claims.get(path) {
        return Some(value).filter(|value| !value.is_null());
    }
    let mut parts = path.split('.');
    let first = claims.get(parts.next()?)?;
    parts
        .try_fold(first, |value, part| value.get(part))
        .filter(|value| !value.is_null())
}

/// A text that may be kept: readable, and not longer than anything of its sort.
fn text(value: &Value, longest: usize) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) if number.is_i64() || number.is_u64() => number.to_string(),
        // An attribute of a directory is a list; its first value is what counts.
        Value::Array(values) => {
            return self::text(values.first().filter(|value| !value.is_array())?, longest);
        }
        _ => return None,
    };
    Some(text).filter(|text| {
        !text.is_empty()
            && text.len() <= longest
            && is_storable(text)
            && !text.chars().any(char::is_control)
    })
}

fn is_true(value: &Value) -> bool {
    matches!(value, Value::Bool(true))
        || value
            .as_str()
            .is_some_and(|text| text == "true" || text == "1")
        || value.as_i64() == Some(1)
}

struct Reader<'a> {
    provider: &'a IdentityProvider,
    claims: &'a Map<String, Value>,
}

impl Reader<'_> {
    /// A claim of ours, from where the declaration, the kind, or nobody says that it is.
    fn get(&self, name: &str) -> Option<&Value> {
        let declared = self.provider.claims.get(name).map(String::as_str);
        let preset = self.provider.preset();
        let path = declared
            .or_else(|| {
                preset
                    .claims
                    .iter()
                    .find(|(known, _)| *known == name)
                    .map(|(_, path)| *path)
            })
            .unwrap_or(name);
        field(self.claims, path)
    }

    /// The address, and whether it is theirs by the provider's word.
    fn email(&self) -> (Option<String>, bool) {
        let shaped =
            |email: &String| domain_of(email).is_some() && !email.contains(char::is_whitespace);
        if self.provider.kind == Kind::Github {
            let list = self
                .claims
                .get("emails")
                .and_then(Value::as_array)
                .map(Vec::as_slice)
                .unwrap_or_default();
            let primary = list
                .iter()
                .find(|entry| entry.get("primary").is_some_and(is_true));
            let email = primary
                .and_then(|entry| text(entry.get("email")?, 254))
                .or_else(|| text(self.get("email")?, 254))
                .filter(shaped);
            return (
                email,
                primary.is_some_and(|entry| entry.get("verified").is_some_and(is_true)),
            );
        }
        let email = self
            .get("email")
            .and_then(|value| text(value, 254))
            .filter(shaped);
        let verified = match self.provider.kind {
            // Anybody can write any address into their own tenant; only this claim says that the
            // domain's owner was asked.
            Kind::Microsoft if !self.provider.claims.contains_key("email_verified") => {
                field(self.claims, "xms_edov").is_some_and(is_true)
            }
            Kind::Ldap => true,
            _ => self.get("email_verified").is_some_and(is_true),
        };
        (email.clone(), verified && email.is_some())
    }

    fn profile(&self) -> StandardClaims {
        let mut profile = Map::new();
        for name in PROFILE.into_iter().chain(["phone_number"]) {
            let Some(value) = self.get(name).and_then(|value| text(value, 1024)) else {
                continue;
            };
            let is_address = ["profile", "picture", "website"].contains(&name);
            if !is_address || Url::parse(&value).is_ok_and(|url| url.scheme() == "https") {
                profile.insert(name.to_owned(), value.into());
            }
        }
        if self.provider.kind == Kind::Discord {
            let username = field(self.claims, "username").and_then(|value| text(value, 256));
            if let (Some(username), false) = (username, profile.contains_key("name")) {
                profile.insert("name".into(), username.into());
            }
            if let (Some(id), Some(avatar)) = (
                self.get("sub").and_then(|id| text(id, 64)),
                field(self.claims, "avatar").and_then(|hash| text(hash, 64)),
            ) {
                profile.insert(
                    "picture".into(),
                    format!("https://cdn.discordapp.com/avatars/{id}/{avatar}.png").into(),
                );
            }
        }
        serde_json::from_value(Value::Object(profile)).unwrap_or_default()
    }

    fn roles(&self) -> Vec<Role> {
        let holds = |value: &Value, wanted: &str| match value {
            Value::String(text) => text == wanted,
            Value::Bool(flag) => flag.to_string() == wanted,
            Value::Number(number) => number.to_string() == wanted,
            _ => false,
        };
        let mut roles: Vec<Role> = Vec::new();
        for rule in &self.provider.roles {
            let value = field(self.claims, &rule.claim);
            let applies = value.is_some_and(|value| match value {
                Value::Array(values) => values.iter().any(|value| holds(value, &rule.value)),
                one => holds(one, &rule.value),
            });
            let role = Role {
                client_id: rule.client_id.clone(),
                role: rule.role.clone(),
            };
            if applies && !roles.contains(&role) {
                roles.push(role);
            }
        }
        roles
    }

    fn amr(&self) -> Vec<String> {
        if self.provider.is_directory() {
            return vec!["pwd".to_owned()];
        }
        let mut amr = vec!["fed".to_owned()];
        if self.provider.trust_amr {
            let told = self
                .get("amr")
                .and_then(Value::as_array)
                .map(Vec::as_slice)
                .unwrap_or_default();
            amr.extend(told.iter().filter_map(|method| text(method, 32)).take(10));
        }
        amr
    }

    /// Whether the user is of those that the operator lets in by this provider.
    fn is_admitted(&self, email: Option<&str>, email_verified: bool) -> bool {
        let among = |list: &[String], value: Option<&str>| {
            list.is_empty()
                || value
                    .is_some_and(|value| list.iter().any(|known| known.eq_ignore_ascii_case(value)))
        };
        let claim = |name| field(self.claims, name).and_then(Value::as_str);
        among(&self.provider.hosted_domains, claim("hd"))
            && among(&self.provider.tenants, claim("tid"))
            && among(
                &self.provider.email_domains,
                email.filter(|_| email_verified).and_then(domain_of),
            )
    }
}

/// Reads what a provider said, with the operator's mapping and restrictions.
///
/// # Errors
/// [`Refusal::Unreadable`] without a subject that can be a key; [`Refusal::NotAdmitted`] outside
/// the domains or tenants that come in.
pub fn identity(provider: &IdentityProvider, assertion: &Assertion) -> Result<Identity, Refusal> {
    let reader = Reader {
        provider,
        claims: &assertion.claims,
    };
    // OpenID Connect Core §2 knows a text of 255 characters; others give a number. Nothing else can
    // be a key.
    let subject = match reader.get("sub") {
        Some(Value::Array(_)) if !provider.is_directory() => None,
        // Byte for byte: nothing is cut off that could make two subjects one.
        Some(Value::String(subject)) if subject.trim() != subject => None,
        Some(value) => text(value, 255),
        None => None,
    };
    let subject = subject.ok_or(Refusal::Unreadable)?;
    let (email, email_verified) = reader.email();
    if !reader.is_admitted(email.as_deref(), email_verified) {
        return Err(Refusal::NotAdmitted);
    }
    let domain = email
        .as_deref()
        .and_then(domain_of)
        .unwrap_or_default()
        .to_lowercase();
    let hosted = provider.kind == Kind::Google
        && field(&assertion.claims, "hd")
            .and_then(Value::as_str)
            .is_some_and(|hd| hd.eq_ignore_ascii_case(&domain));
    let own = provider
        .preset()
        .authoritative_for
        .contains(&domain.as_str())
        || hosted
        || provider.is_authoritative_for(&domain);
    let mut claims = reader.profile();
    claims.email_verified = email_verified.then_some(true);
    Ok(Identity {
        provider_id: provider.id.clone(),
        issuer: assertion.issuer.clone(),
        subject,
        is_authoritative: own && email_verified,
        email,
        email_verified,
        claims,
        roles: reader.roles(),
        amr: reader.amr(),
        auth_time: field(&assertion.claims, "auth_time")
            .and_then(Value::as_i64)
            .map(Timestamp::from_seconds),
        sid: field(&assertion.claims, "sid").and_then(|sid| text(sid, 255)),
    })
}

impl IdentityProvider {
    /// Whether an ID token's `iss` is the one that discovery named, for this token's tenant (OpenID
    /// Connect Core §3.1.3.7).
    pub fn is_issuer(&self, named: &str, claims: &Map<String, Value>) -> bool {
        let Some(iss) = claims.get("iss").and_then(Value::as_str) else {
            return false;
        };
        if iss == named {
            return true;
        }
        match self.kind {
            // An endpoint for every tenant names its issuer by a template.
            Kind::Microsoft => {
                let tenant = claims.get("tid").and_then(Value::as_str).filter(|tid| {
                    tid.len() == 36 && tid.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
                });
                tenant.is_some_and(|tid| {
                    named.contains("{tenantid}") && named.replace("{tenantid}", tid) == iss
                })
            }
            // Google documents both forms.
            Kind::Google => named.strip_prefix("https://") == Some(iss),
            _ => false,
        }
    }

    /// Whether discovery may name this issuer under the address that it was found at (OpenID
    /// Connect Discovery §4.3).
    pub fn may_be_named(&self, named: &str) -> bool {
        let Some(declared) = self.issuer() else {
            return false;
        };
        if named == declared {
            return true;
        }
        // Below `common` and `organizations` the document names a template instead of itself, below
        // `consumers` the tenant of personal accounts.
        let shared = [
            ("common", "{tenantid}"),
            ("organizations", "{tenantid}"),
            ("consumers", "9188040d-6c67-4c5b-b112-36a304b66dad"),
        ];
        let is_named = |(shared, named_by): &(&str, &str)| {
            declared.contains(&format!("/{shared}/"))
                && declared.replace(&format!("/{shared}/"), &format!("/{named_by}/")) == named
        };
        self.kind == Kind::Microsoft && shared.iter().any(is_named)
    }

    /// Whether this provider is spoken with by OpenID Connect.
    pub fn is_openid(&self) -> bool {
        self.preset().protocol == Protocol::OpenId
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

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
        let provider: IdentityProvider = serde_json::from_value(document).unwrap();
        identity(
            &provider,
            &Assertion {
                issuer: "https://up.example".into(),
                claims: claims.as_object().unwrap().clone(),
                id_token: None,
            },
        )
    }

    #[test]
    fn an_address_is_verified_only_by_the_providers_own_word() {
        let verified =
            |provider: Value, claims: Value| read(provider, &claims).unwrap().email_verified;
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
    fn a_mapping_reaches_into_the_profile_and_groups_become_roles() {
        let provider = json!({"kind": "oauth2", "claims": {"sub": "user.uid", "name": "user.title", "email": "mail", "email_verified": "confirmed"},
            "roles": [{"claim": "user.groups", "value": "admins", "client_id": "wiki", "role": "admin"}, {"claim": "plan", "value": "3", "client_id": "wiki", "role": "gold"}]});
        let claims = json!({"user": {"uid": "u-1", "title": "Ada", "groups": ["people", "admins"]}, "mail": "ada@b.example", "confirmed": 1, "plan": 3});
        let found = read(provider, &claims).unwrap();
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
        let hostile = json!({"sub": "1", "name": "a\u{0}b", "picture": "javascript:alert(1)", "website": "https://a.example/", "amr": ["mfa"]});
        let read = read(json!({"kind": "oidc"}), &hostile).unwrap();
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
            "amr is believed where the operator says so"
        );
    }

    #[test]
    fn only_the_tenant_of_the_token_fills_the_template() {
        let provider: IdentityProvider =
            serde_json::from_value(json!({"id": "m", "kind": "microsoft", "client_id": "c"}))
                .unwrap();
        let named = "https://login.microsoftonline.com/{tenantid}/v2.0";
        let tid = "9188040d-6c67-4c5b-b112-36a304b66dad";
        let iss = |tenant: &str| format!("https://login.microsoftonline.com/{tenant}/v2.0");
        let fits = |claims: Value| provider.is_issuer(named, claims.as_object().unwrap());
        assert!(
            provider.may_be_named(named)
                && !provider.may_be_named("https://evil.example/{tenantid}/v2.0")
        );
        let consumers: IdentityProvider = serde_json::from_value(
            json!({"id": "m", "kind": "microsoft", "client_id": "c", "issuer": iss("consumers")}),
        )
        .unwrap();
        assert!(
            consumers.may_be_named(&iss(tid))
                && !consumers.may_be_named("https://evil.example/v2.0")
                && !consumers.may_be_named(&iss("other"))
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
        let google: IdentityProvider =
            serde_json::from_value(json!({"id": "g", "kind": "google", "client_id": "c"})).unwrap();
        assert!(google.is_issuer(
            "https://accounts.google.com",
            json!({"iss": "accounts.google.com"}).as_object().unwrap()
        ));
    }

    proptest! {
        #[test]
        fn a_subject_is_a_text_or_a_number_and_nothing_else(number: i64, text in "\\PC{1,300}") {
            let subject = |sub: Value| read(json!({"kind": "oidc"}), &json!({"sub": sub})).map(|identity| identity.subject);
            prop_assert_eq!(subject(json!(number)).unwrap(), number.to_string());
            for wrong in [json!([text]), json!({"a": text}), json!(true), json!(1.5), json!(null), json!(""), json!(" 7"), json!("7\u{a0}")] {
                prop_assert_eq!(subject(wrong), Err(Refusal::Unreadable));
            }
            if let Ok(subject) = subject(json!(text)) { prop_assert!(subject.len() <= 255 && !subject.is_empty() && subject == text); }
        }
    }
}
