//! Which issuer identifiers are accepted from a provider.

use crate::{
    federation::{preset::Quirk, resolved::ResolvedIdentityProvider},
    oauth::issuer::is_one_address,
};
use serde_json::{Map, Value};

impl ResolvedIdentityProvider {
    /// Whether `iss` of an ID token is the issuer that the discovery document names (OpenID Connect
    /// Core §3.1.3.7). Where that is a template, the token's own tenant completes it.
    pub fn accepts_issuer(&self, discovered: &str, claims: &Map<String, Value>) -> bool {
        let Some(iss) = claims.get("iss").and_then(Value::as_str) else {
            return false;
        };
        iss == discovered
            || self.completes_template(discovered, iss, claims)
            || self.preset.has(Quirk::IssuerWithoutScheme)
                && discovered.strip_prefix("https://") == Some(iss)
    }

    fn completes_template(&self, discovered: &str, iss: &str, claims: &Map<String, Value>) -> bool {
        let Some(template) = self.preset.issuer_template else {
            return false;
        };
        // The tenant becomes part of an address: only the characters of a UUID may be in it.
        let tenant = claims
            .get(template.claim)
            .and_then(Value::as_str)
            .filter(|tenant| {
                tenant.len() == 36 && tenant.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
            });
        tenant.is_some_and(|tenant| {
            discovered.contains(template.placeholder)
                && discovered.replace(template.placeholder, tenant) == iss
        })
    }

    /// Whether the discovery document at the declared issuer may name this issuer (OpenID Connect
    /// Discovery §4.3).
    pub fn accepts_discovered_issuer(&self, discovered: &str) -> bool {
        let Some(declared) = self.issuer() else {
            return false;
        };
        is_one_address(discovered, declared)
            || self.preset.issuer_aliases.iter().any(|(segment, alias)| {
                let segment = format!("/{segment}/");
                declared.contains(&segment)
                    && declared.replace(&segment, &format!("/{alias}/")) == discovered
            })
    }

    /// Whether the discovery document names a template for the issuers of many tenants.
    pub fn is_issuer_template(&self, discovered: &str) -> bool {
        self.preset
            .issuer_template
            .is_some_and(|template| discovered.contains(template.placeholder))
    }
}
