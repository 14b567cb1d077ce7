//! Reads the claims of a provider by the mapping of its declaration and its preset.

use crate::federation::{
    distinguished_name::{DistinguishedName, is_same_common_name},
    identity_provider::{GroupNames, RoleRule, domain_of},
    preset::Quirk,
    resolved::ResolvedIdentityProvider,
    role::Role,
};
use crate::{
    oidc::claims::{PROFILE, StandardClaims},
    text::is_storable,
};
use serde_json::{Map, Value};
use url::Url;

/// Maximum length of an email address, in bytes (RFC 5321 §4.5.3.1.3, without the angle brackets).
const MAX_EMAIL: usize = 254;
/// Maximum length of a profile claim, in bytes.
const MAX_CLAIM: usize = 1024;
/// Maximum length of a fallback claim or a picture address, in bytes.
const MAX_FALLBACK: usize = 256;
const MAX_PICTURE_PART: usize = 64;
/// Maximum length of an authentication method reference, in bytes, and how many are kept.
const MAX_AMR_VALUE: usize = 32;
const MAX_AMR_VALUES: usize = 10;
/// Profile claims that hold an address of the Web.
const WEB_ADDRESSES: [&str; 3] = ["profile", "picture", "website"];

/// A claim by its name, or by a path with dots.
pub fn claim_at<'a>(claims: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    if let Some(value) = claims.get(path) {
        return Some(value).filter(|value| !value.is_null());
    }
    let mut parts = path.split('.');
    let first = claims.get(parts.next()?)?;
    parts
        .try_fold(first, |value, part| value.get(part))
        .filter(|value| !value.is_null())
}

/// A claim as text that can be stored: no control characters, and at most `max_bytes` long.
pub(super) fn text(value: &Value, max_bytes: usize) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) if number.is_i64() || number.is_u64() => number.to_string(),
        // An attribute of a directory is a list; its first value counts.
        Value::Array(values) => {
            return self::text(values.first().filter(|value| !value.is_array())?, max_bytes);
        }
        _ => return None,
    };
    Some(text).filter(|text| {
        !text.is_empty()
            && text.len() <= max_bytes
            && is_storable(text)
            && !text.chars().any(char::is_control)
    })
}

/// What a provider says instead of a boolean.
fn means_true(value: &Value) -> bool {
    let text = value.as_str();
    text.is_some_and(|text| text == "true" || text == "1") || value.as_i64() == Some(1)
}

/// The claims of one assertion.
pub(super) struct ClaimReader<'a> {
    pub(super) provider: &'a ResolvedIdentityProvider,
    pub(super) claims: &'a Map<String, Value>,
}

impl ClaimReader<'_> {
    /// One of our claims, from the path that the declaration or the preset gives, or else from the
    /// claim of the same name.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        let declared = self.provider.declared.claims.get(name).map(String::as_str);
        let path = declared
            .or_else(|| path_of(self.provider.preset.claims, name))
            .unwrap_or(name);
        claim_at(self.claims, path)
    }

    /// The email address, and whether the provider verified it.
    pub(super) fn email(&self) -> (Option<String>, bool) {
        let (email, verified) = if self.provider.preset.has(Quirk::EmailList) {
            self.primary_email()
        } else {
            (self.email_claim(), self.says_verified())
        };
        let email = email
            .filter(|email| domain_of(email).is_some() && !email.contains(char::is_whitespace));
        let verified = verified && email.is_some();
        (email, verified)
    }

    /// Whether the address is verified: for a directory, the operator says so.
    fn says_verified(&self) -> bool {
        if self.provider.is_directory() {
            let ldap = self.provider.declared.ldap.as_ref();
            return ldap.is_some_and(|ldap| ldap.mail_verified);
        }
        self.get("email_verified")
            .is_some_and(|value| self.is_true(value))
    }

    /// Whether a value is true: a boolean, or for some providers a text or a number.
    fn is_true(&self, value: &Value) -> bool {
        *value == Value::Bool(true)
            || self.provider.preset.has(Quirk::TextBooleans) && means_true(value)
    }

    fn email_claim(&self) -> Option<String> {
        self.text_of("email", MAX_EMAIL)
    }

    /// The text of a claim of OpenID Connect Core §5.1 whose type is a string.
    fn text_of(&self, name: &str, max_bytes: usize) -> Option<String> {
        let value = self.get(name).filter(|value| !self.is_of_odd_type(value))?;
        text(value, max_bytes)
    }

    /// Whether a value is not what the specification says where it says that a claim is a string. A
    /// provider without OpenID Connect has types of its own: a number or a list of texts will do.
    fn is_of_odd_type(&self, value: &Value) -> bool {
        match value {
            Value::String(_) => false,
            Value::Number(_) | Value::Array(_) => self.provider.is_openid(),
            _ => true,
        }
    }

    /// The claims that are left out because their values are of another type than the specification
    /// says. Nothing needs them here, so they keep nobody out.
    pub(super) fn left_out(&self) -> Vec<&'static str> {
        let texts = PROFILE.into_iter().chain(["email", "phone_number"]);
        let odd = |name: &&str| {
            self.get(name)
                .is_some_and(|value| self.is_of_odd_type(value))
        };
        let mut left_out: Vec<_> = texts.filter(odd).collect();
        let is_odd = |name: &str, is_odd: fn(&Value) -> bool| self.get(name).is_some_and(is_odd);
        if is_odd("email_verified", |value| {
            value.is_object() || value.is_array()
        }) {
            left_out.push("email_verified");
        }
        if is_odd("amr", |value| !value.is_array()) {
            left_out.push("amr");
        }
        if is_odd("auth_time", |value| !value.is_i64()) {
            left_out.push("auth_time");
        }
        left_out
    }

    fn primary_email(&self) -> (Option<String>, bool) {
        let list = self.claims.get("emails").and_then(Value::as_array);
        let primary = list.into_iter().flatten().find(|entry| {
            entry
                .get("primary")
                .is_some_and(|value| self.is_true(value))
        });
        let email = primary
            .and_then(|entry| text(entry.get("email")?, MAX_EMAIL))
            .or_else(|| self.email_claim());
        let verified = primary
            .and_then(|entry| entry.get("verified"))
            .is_some_and(|value| self.is_true(value));
        (email, verified)
    }

    /// The profile claims (OpenID Connect Core §5.1).
    pub(super) fn profile(&self) -> StandardClaims {
        let mut profile = Map::new();
        for name in PROFILE.into_iter().chain(["phone_number"]) {
            let Some(value) = self.text_of(name, MAX_CLAIM) else {
                continue;
            };
            let is_usable = !WEB_ADDRESSES.contains(&name)
                || Url::parse(&value).is_ok_and(|url| url.scheme() == "https");
            if is_usable {
                profile.insert(name.to_owned(), value.into());
            }
        }
        for (name, path) in self.provider.preset.fallback_claims {
            let value = claim_at(self.claims, path).and_then(|value| text(value, MAX_FALLBACK));
            if let (Some(value), false) = (value, profile.contains_key(*name)) {
                profile.insert((*name).to_owned(), value.into());
            }
        }
        if let Some(picture) = self.picture() {
            profile.insert("picture".to_owned(), picture.into());
        }
        serde_json::from_value(Value::Object(profile)).unwrap_or_default()
    }

    /// The picture template, filled in; `None` where a claim of it is missing.
    fn picture(&self) -> Option<String> {
        let mut rest = self.provider.preset.picture_template?;
        let mut address = String::new();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}')?;
            address.push_str(before);
            address.push_str(&text(self.get(name)?, MAX_PICTURE_PART)?);
            rest = after;
        }
        address.push_str(rest);
        Some(address)
    }

    /// The roles that the rules of the declaration give.
    pub(super) fn roles(&self) -> Vec<Role> {
        let declared = &self.provider.declared;
        let mut roles: Vec<Role> = Vec::new();
        for rule in declared.roles.iter().filter(|rule| self.applies(rule)) {
            let mark = declared.rule_mark(rule);
            let known = roles
                .iter_mut()
                .find(|role| role.client_id == rule.client_id && role.role == rule.role);
            match known {
                Some(role) => role.rules.push(mark),
                None => roles.push(Role {
                    client_id: rule.client_id.clone(),
                    role: rule.role.clone(),
                    rules: vec![mark],
                }),
            }
        }
        roles
    }

    fn applies(&self, rule: &RoleRule) -> bool {
        let equals = |value: &Value| match value {
            Value::String(text) => self.is_same_text(rule, text),
            Value::Bool(flag) => flag.to_string() == rule.value,
            Value::Number(number) => number.to_string() == rule.value,
            _ => false,
        };
        claim_at(self.claims, &rule.claim).is_some_and(|value| match value {
            Value::Array(values) => values.iter().any(equals),
            single => equals(single),
        })
    }

    /// Whether a text is the value of a rule. Names of groups are compared as a directory does.
    fn is_same_text(&self, rule: &RoleRule, text: &str) -> bool {
        if !self.provider.is_directory() {
            return *text == rule.value;
        }
        let ldap = self.provider.declared.ldap.as_ref();
        let names = ldap.map(|ldap| ldap.group_names).unwrap_or_default();
        match (rule.claim.as_str(), names) {
            ("groups", GroupNames::CommonName) => is_same_common_name(text, &rule.value),
            ("groups", GroupNames::DistinguishedName) | ("memberOf" | "dn", _) => {
                let parse = DistinguishedName::parse;
                matches!((parse(text), parse(&rule.value)), (Some(a), Some(b)) if a == b)
            }
            _ => *text == rule.value,
        }
    }

    /// The authentication methods (RFC 8176); those of the provider count where the operator trusts
    /// them.
    pub(super) fn amr(&self) -> Vec<String> {
        if self.provider.is_directory() {
            return vec!["pwd".to_owned()];
        }
        let mut amr = vec!["fed".to_owned()];
        if self.provider.declared.trust_amr {
            let values = self.get("amr").and_then(Value::as_array);
            amr.extend(
                values
                    .into_iter()
                    .flatten()
                    .filter_map(|value| text(value, MAX_AMR_VALUE))
                    .take(MAX_AMR_VALUES),
            );
        }
        amr
    }

    /// Whether the declaration admits the user: by hosted domain, tenant and verified email domain.
    pub(super) fn is_admitted(&self, verified_email: Option<&str>) -> bool {
        let admits = |list: &[String], value: Option<&str>| {
            list.is_empty()
                || value
                    .is_some_and(|value| list.iter().any(|known| known.eq_ignore_ascii_case(value)))
        };
        let claim = |name| claim_at(self.claims, name).and_then(Value::as_str);
        let declared = &self.provider.declared;
        admits(&declared.hosted_domains, claim("hd"))
            && admits(&declared.tenants, claim("tid"))
            && admits(&declared.email_domains, verified_email.and_then(domain_of))
    }

    /// Whether the provider itself assigns or manages addresses of this domain.
    pub(super) fn is_authoritative_for(&self, domain: &str) -> bool {
        let preset = &self.provider.preset;
        let hosted_domain = preset
            .hosted_domain_claim
            .and_then(|name| claim_at(self.claims, name))
            .and_then(Value::as_str);
        preset.authoritative_for.contains(&domain)
            || hosted_domain.is_some_and(|hosted| hosted.eq_ignore_ascii_case(domain))
            || self.provider.declared.is_authoritative_for(domain)
    }
}

fn path_of(mapping: &'static [(&str, &'static str)], name: &str) -> Option<&'static str> {
    mapping
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, path)| *path)
}

#[cfg(test)]
mod tests;
