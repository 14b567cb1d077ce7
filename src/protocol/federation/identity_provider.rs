//! An identity provider as the operator declares it.

use crate::origin::is_same_name;
use crate::secret::Digest;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What happens where a new identity has the email address of an existing user, and the provider is
/// not authoritative for the address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnKnownEmail {
    /// The sign-in is refused. The user can sign in another way and link the identity.
    #[default]
    Refuse,
    /// A new user is created, without the address.
    NewAccount,
}

/// How far a logout here reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogoutScope {
    /// The session at the provider stays.
    #[default]
    Here,
    /// The browser is sent to the `end_session_endpoint` of the provider (OpenID Connect RP-Initiated Logout §2).
    Upstream,
}

/// A role in an app, given to users for whom a claim has a certain value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleRule {
    /// The path of the claim.
    pub claim: String,
    /// The value that the claim must have, or contain where it is a list.
    pub value: String,
    /// The app, by its `client_id`.
    pub client_id: String,
    /// The name of the role.
    pub role: String,
}

/// What names a group of a directory in the rules of a declaration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum GroupNames {
    /// Its common name. Every group of that name counts, wherever it is below `group_base_dn`.
    #[default]
    #[serde(rename = "cn")]
    CommonName,
    /// Its whole distinguished name: one group counts.
    #[serde(rename = "dn")]
    DistinguishedName,
}

/// How users are found in a directory (RFC 4511, RFC 4516).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LdapSettings {
    /// `ldaps://host:636`, or `ldap://host:389`.
    pub url: String,
    /// Whether an `ldap://` connection starts TLS before the first operation (RFC 4511 §4.14).
    pub start_tls: bool,
    /// The DN that searches; empty searches anonymously.
    pub bind_dn: String,
    /// The DN below which users are searched.
    pub base_dn: String,
    /// The filter that finds a user; `{username}` stands for the name that was typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_filter: Option<String>,
    /// The attribute that is the subject: it never changes and is never reassigned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject_attribute: Option<String>,
    /// The DN below which groups are searched; none reads `memberOf` of the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_base_dn: Option<String>,
    /// The filter that finds the groups of a user; `{dn}` stands for the DN of the entry that was
    /// found, `{username}` for its `uid` or `sAMAccountName`. What was typed is never part of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_filter: Option<String>,
    /// What names a group in the rules that give roles.
    pub group_names: GroupNames,
    /// Whether the directory vouches for the address in `mail`: users cannot change it themselves.
    pub mail_verified: bool,
}

/// The secrets of a provider, which are encrypted at rest.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IdentityProviderSecrets {
    /// The client secret.
    pub client_secret: Option<String>,
    /// The private key that signs client secrets, PEM.
    pub private_key: Option<String>,
    /// The password of `ldap.bind_dn`.
    pub bind_password: Option<String>,
}

/// An identity provider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a declaration of its own"
)]
pub struct IdentityProvider {
    /// The identifier here, in addresses and in the `idp` claim.
    pub id: String,
    /// The name of the preset.
    pub kind: String,
    /// The name on buttons and pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The issuer identifier, or the base address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// The `client_id` that the provider assigned.
    #[serde(default)]
    pub client_id: String,
    /// The position of its button among the others; by default the position in the applied file.
    #[serde(default)]
    pub position: u32,
    /// The scopes of the authorization request; empty takes those of the preset.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
    /// Whether users may sign in by it.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Whether an unknown identity may become a new user.
    #[serde(default)]
    pub sign_up: bool,
    /// Whether users may only link it, and never sign in by it.
    #[serde(default)]
    pub link_only: bool,
    /// What happens where the address of a new identity is that of an existing user.
    #[serde(default)]
    pub on_known_email: OnKnownEmail,
    /// Email domains for which the provider is authoritative: a user with such an address is offered
    /// to link the identity after proving their account here. `*` stands for every domain.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authoritative_for: Vec<String>,
    /// Email domains whose verified addresses are admitted; empty admits everybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub email_domains: Vec<String>,
    /// Email domains whose users are sent to this provider when they type their address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub home_realms: Vec<String>,
    /// Values of the claim `hd` that are admitted; empty admits everybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosted_domains: Vec<String>,
    /// Values of the claim `tid` that are admitted; empty admits everybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tenants: Vec<String>,
    /// Names of our claims with the path of the provider's claim.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub claims: BTreeMap<String, String>,
    /// Rules that give roles in apps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<RoleRule>,
    /// Whether each sign-in updates the profile.
    #[serde(default = "yes")]
    pub update_profile: bool,
    /// Whether its `amr` claim is trusted.
    #[serde(default)]
    pub trust_amr: bool,
    /// The `acr_values` that request more than one factor; none requests a new authentication
    /// instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step_up_acr_values: Option<String>,
    /// How far a logout here reaches.
    #[serde(default)]
    pub logout: LogoutScope,
    /// Replaces the `authorization_endpoint` of the preset or the discovery document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_endpoint: Option<String>,
    /// Replaces the `token_endpoint` of the preset or the discovery document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_endpoint: Option<String>,
    /// Replaces the `userinfo_endpoint` of the preset or the discovery document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub userinfo_endpoint: Option<String>,
    /// The endpoint that lists the email addresses of the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emails_endpoint: Option<String>,
    /// `client_secret_basic` or `client_secret_post`; none takes what the discovery document names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_endpoint_auth_method: Option<String>,
    /// Additional parameters of the authorization request.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub authorization_parameters: BTreeMap<String, String>,
    /// Whether its address may be on this machine or in a private network.
    #[serde(default)]
    pub allow_private_addresses: bool,
    /// `iss` of a signed client secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<String>,
    /// `kid` of a signed client secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// The settings of a directory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ldap: Option<LdapSettings>,
}

fn yes() -> bool {
    true
}

impl IdentityProvider {
    /// Whether the operator declared the provider authoritative for this email domain.
    pub fn is_authoritative_for(&self, domain: &str) -> bool {
        self.authoritative_for
            .iter()
            .any(|known| known == "*" || known.eq_ignore_ascii_case(domain))
    }

    /// What tells a rule from every other one, also from the same one after what its groups mean was
    /// declared differently.
    pub fn rule_mark(&self, rule: &RoleRule) -> String {
        let ldap = self.ldap.as_ref();
        let groups = ldap.map(|ldap| (&ldap.group_base_dn, &ldap.group_filter, ldap.group_names));
        let meaning = (&rule.claim, &rule.value, groups);
        let text = serde_json::to_string(&meaning).unwrap_or_default();
        Digest::of(text.as_bytes()).as_str().to_owned()
    }

    /// Whether a role that an identity of this provider was given still counts: the provider is in
    /// use, and one of the rules that gave the role, by their marks, is declared. Where no mark is
    /// known, any rule for the role will do.
    pub fn still_gives(&self, client_id: &str, role: &str, marks: &[&str]) -> bool {
        self.enabled
            && self.roles.iter().any(|rule| {
                rule.client_id == client_id
                    && rule.role == role
                    && (marks.is_empty() || marks.contains(&self.rule_mark(rule).as_str()))
            })
    }

    /// Whether users with this email address are sent to this provider.
    pub fn is_home_realm_of(&self, address: &str) -> bool {
        domain_of(address).is_some_and(|domain| {
            self.home_realms
                .iter()
                .any(|known| is_same_name(known, domain))
        })
    }
}

/// The domain of an email address.
pub(super) fn domain_of(address: &str) -> Option<&str> {
    address
        .trim()
        .rsplit_once('@')
        .map(|(_, domain)| domain)
        .filter(|domain| !domain.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn provider(extra: &serde_json::Value) -> IdentityProvider {
        let mut document = json!({"id": "up", "kind": "ldap",
            "roles": [{"claim": "groups", "value": "admins", "client_id": "wiki", "role": "admin"}]});
        let extra = extra.as_object().unwrap().clone();
        document.as_object_mut().unwrap().extend(extra);
        serde_json::from_value(document).unwrap()
    }

    #[test]
    fn a_role_counts_while_a_rule_that_gave_it_is_declared() {
        let declared = provider(&json!({}));
        let mark = declared.rule_mark(&declared.roles[0]);
        let marks = ["another", mark.as_str()];
        assert!(declared.still_gives("wiki", "admin", &marks));
        assert!(declared.still_gives("wiki", "admin", &[]));
        assert!(!declared.still_gives("wiki", "admin", &["another"]));
        assert!(!declared.still_gives("wiki", "reader", &marks));
        assert!(!declared.still_gives("notes", "admin", &marks));
        for (changed, counts) in [
            (json!({"name": "Another name"}), true),
            (json!({"enabled": false}), false),
            (json!({"roles": []}), false),
            (
                json!({"roles": [{"claim": "groups", "value": "owners", "client_id": "wiki", "role": "admin"}]}),
                false,
            ),
            (json!({"ldap": {"group_base_dn": "ou=groups"}}), false),
        ] {
            let changed_provider = provider(&changed);
            let still = changed_provider.still_gives("wiki", "admin", &marks);
            assert_eq!(still, counts, "{changed}");
        }
    }
    #[test]
    fn a_domain_is_declared_by_its_whole_name() {
        let declared = provider(&json!({
            "authoritative_for": ["Corp.example"], "home_realms": ["Home.example"],
        }));
        for (domain, expected) in [
            ("corp.example", true),
            ("CORP.EXAMPLE", true),
            ("sub.corp.example", false),
            ("evilcorp.example", false),
            ("home.example", false),
            ("", false),
        ] {
            assert_eq!(declared.is_authoritative_for(domain), expected, "{domain}");
        }
        for (address, expected) in [
            ("ada@home.example", true),
            (" ada@HOME.example ", true),
            ("ada@home.example.", true),
            ("ada@home.example@evil.example", false),
            ("ada@sub.home.example", false),
            ("ada@corp.example", false),
            ("home.example", false),
            ("ada@", false),
        ] {
            assert_eq!(declared.is_home_realm_of(address), expected, "{address}");
        }
        let everywhere = provider(&json!({"authoritative_for": ["*"]}));
        assert!(everywhere.is_authoritative_for("any.example"));
        assert!(!everywhere.is_home_realm_of("ada@any.example"));
        assert!(!provider(&json!({})).is_authoritative_for("corp.example"));
    }
}
