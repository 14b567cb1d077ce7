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
        tenant.is_some_and(|tenant| discovered.replace(template.placeholder, tenant) == iss)
    }

    /// Whether the discovery document at the declared issuer may name this issuer (OpenID Connect
    /// Discovery §4.3).
    pub fn accepts_discovered_issuer(&self, discovered: &str) -> bool {
        let Some(declared) = self.issuer() else {
            return false;
        };
        is_one_address(discovered, declared)
            || self.preset.issuer_aliases.iter().any(|(segment, alias)| {
                declared.replace(&format!("/{segment}/"), &format!("/{alias}/")) == discovered
            })
    }

    /// Whether the discovery document names a template for the issuers of many tenants.
    pub fn is_issuer_template(&self, discovered: &str) -> bool {
        self.preset
            .issuer_template
            .is_some_and(|template| discovered.contains(template.placeholder))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::federation::preset::{IssuerTemplate, Preset, Protocol};
    use serde_json::json;

    const TENANT: &str = "72f988bf-86f1-41af-91ab-2d7cd011db47";
    const TENANTS: &str = "https://login.example/{tenantid}/v2.0";
    const GENERIC: Preset = Preset::generic("oidc", "OpenID", Protocol::OpenId);
    const OF_TENANTS: Preset = Preset {
        issuer: Some("https://login.example/common/v2.0"),
        issuer_template: Some(IssuerTemplate {
            placeholder: "{tenantid}",
            claim: "tid",
        }),
        issuer_aliases: &[("common", "{tenantid}"), ("consumers", TENANT)],
        ..GENERIC
    };

    fn accepts(preset: &Preset, discovered: &str, claims: &Value) -> bool {
        ResolvedIdentityProvider::declared_as(preset, &json!({}))
            .accepts_issuer(discovered, claims.as_object().unwrap())
    }

    #[test]
    fn a_token_names_the_discovered_issuer_letter_by_letter() {
        let discovered = "https://up.example";
        assert!(accepts(&GENERIC, discovered, &json!({"iss": discovered})));
        for other in [
            json!({}),
            json!({"iss": null}),
            json!({"iss": [discovered]}),
            json!({"iss": ""}),
            json!({"iss": "https://up.example/"}),
            json!({"iss": "https://UP.example"}),
            json!({"iss": "http://up.example"}),
            json!({"iss": "up.example"}),
            json!({"iss": "https://evil.example"}),
        ] {
            assert!(!accepts(&GENERIC, discovered, &other), "{other}");
        }
    }

    #[test]
    fn an_issuer_may_lack_its_scheme_only_where_the_preset_says_so() {
        let lenient = Preset {
            quirks: &[Quirk::IssuerWithoutScheme],
            ..GENERIC
        };
        let bare = |iss: &str| accepts(&lenient, "https://up.example", &json!({"iss": iss}));
        assert!(bare("up.example") && bare("https://up.example"));
        assert!(!bare("evil.example") && !bare("//up.example"));
        let plain = json!({"iss": "up.example"});
        assert!(!accepts(&lenient, "http://up.example", &plain));
    }

    #[test]
    fn the_tenant_of_a_token_completes_the_issuer() {
        let of_token =
            |iss: &str, tid: &str| accepts(&OF_TENANTS, TENANTS, &json!({"iss": iss, "tid": tid}));
        let issuer_of = |tenant: &str| TENANTS.replace("{tenantid}", tenant);
        assert!(of_token(&issuer_of(TENANT), TENANT));
        let other = TENANT.replace('7', "8");
        assert!(!of_token(&issuer_of(&other), TENANT));
        assert!(!of_token("https://evil.example", TENANT));
        for odd in [
            "",
            "common",
            &TENANT[1..],
            &format!("{TENANT}0"),
            &TENANT.replace('f', "g"),
            &TENANT.replace('-', "/"),
        ] {
            assert!(!of_token(&issuer_of(odd), odd), "{odd}");
        }
        let without = json!({"iss": issuer_of(TENANT)});
        assert!(!accepts(&OF_TENANTS, TENANTS, &without));
        let with = json!({"iss": issuer_of(TENANT), "tid": TENANT});
        assert!(!accepts(&GENERIC, TENANTS, &with), "no preset of tenants");
    }

    #[test]
    fn the_discovery_document_names_the_declared_issuer_or_its_alias() {
        let accepts = |issuer: &str, discovered: &str| {
            ResolvedIdentityProvider::declared_as(&OF_TENANTS, &json!({"issuer": issuer}))
                .accepts_discovered_issuer(discovered)
        };
        let common = "https://login.example/common/v2.0";
        let of_tenant = TENANTS.replace("{tenantid}", TENANT);
        for (declared, discovered) in [
            (common, common),
            (common, "https://login.example:443/common/v2.0"),
            (common, TENANTS),
            ("https://login.example/consumers/v2.0", &of_tenant),
            (&of_tenant, &of_tenant),
        ] {
            assert!(accepts(declared, discovered), "{declared} {discovered}");
        }
        for (declared, discovered) in [
            (common, "https://evil.example/common/v2.0"),
            (common, &of_tenant),
            ("https://login.example/consumers/v2.0", TENANTS),
            ("https://login.example/uncommon/v2.0", TENANTS),
            (&of_tenant, TENANTS),
        ] {
            assert!(!accepts(declared, discovered), "{declared} {discovered}");
        }
        let nowhere = ResolvedIdentityProvider::declared_as(&GENERIC, &json!({}));
        assert!(!nowhere.accepts_discovered_issuer(""), "none is declared");
    }

    #[test]
    fn a_template_is_one_by_the_placeholder_of_the_preset() {
        let is_template = |preset: &Preset, discovered: &str| {
            ResolvedIdentityProvider::declared_as(preset, &json!({})).is_issuer_template(discovered)
        };
        assert!(is_template(&OF_TENANTS, TENANTS));
        assert!(!is_template(
            &OF_TENANTS,
            "https://login.example/common/v2.0"
        ));
        assert!(!is_template(&GENERIC, TENANTS));
    }
}
