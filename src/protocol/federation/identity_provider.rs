//! A provider elsewhere, as it is declared.

use crate::federation::preset::Preset;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which provider it is. A kind brings everything that is the same for everybody; each of it can be
/// said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Google accounts and Google Workspace.
    Google,
    /// GitHub, and GitHub Enterprise by its `issuer`.
    Github,
    /// Microsoft Entra and personal accounts.
    Microsoft,
    /// Facebook.
    Facebook,
    /// gitlab.com, and GitLab of one's own by its `issuer`.
    Gitlab,
    /// Apple.
    Apple,
    /// Discord.
    Discord,
    /// Any OpenID provider, from its issuer alone.
    Oidc,
    /// Any OAuth 2.0 provider with an address that tells who somebody is.
    Oauth2,
    /// A directory: OpenLDAP, Active Directory.
    Ldap,
}

/// What happens where a newcomer's address is that of an account here, and the provider is not
/// authoritative for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnKnownEmail {
    /// A clear refusal: sign in as always, and link there.
    #[default]
    Refuse,
    /// An account of its own, without the address.
    NewAccount,
}

/// What a sign-out here does at the provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogoutScope {
    /// Nothing.
    #[default]
    Here,
    /// The browser is sent to its end_session_endpoint (OpenID Connect RP-Initiated Logout §2).
    Upstream,
}

/// A role in an app for whom the provider says something of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleRule {
    /// The claim, by its path.
    pub claim: String,
    /// The value that it must have, or hold in a list.
    pub value: String,
    /// The app.
    pub client_id: String,
    /// The role there.
    pub role: String,
}

/// Where users stand in a directory (RFC 4511, RFC 4516).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LdapSettings {
    /// `ldaps://host:636`, or `ldap://host:389`.
    pub url: String,
    /// Whether an `ldap://` connection is made secure before anything is said (RFC 4511 §4.14).
    pub start_tls: bool,
    /// Who searches; empty searches anonymously.
    pub bind_dn: String,
    /// Where users are.
    pub base_dn: String,
    /// Who is meant by what was typed: `{username}` stands for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_filter: Option<String>,
    /// The attribute that never changes and is never given to another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject_attribute: Option<String>,
    /// Where groups are; none reads `memberOf` of the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_base_dn: Option<String>,
    /// Which groups: `{dn}` stands for the user, `{username}` for what was typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_filter: Option<String>,
}

/// What is sealed of a provider.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IdentityProviderSecrets {
    /// `client_secret`.
    pub client_secret: Option<String>,
    /// Apple's key for client secrets, PEM.
    pub private_key: Option<String>,
    /// The password of `bind_dn`.
    pub bind_password: Option<String>,
}

/// A provider elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a declaration of its own"
)]
pub struct IdentityProvider {
    /// Its identifier here: in addresses, and in the `idp` claim.
    pub id: String,
    /// Which it is.
    pub kind: Kind,
    /// Its name on buttons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its issuer identifier, or its base address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Who we are there.
    #[serde(default)]
    pub client_id: String,
    /// Where its button stands among the others; `apply` takes the order of the file where nothing
    /// is said.
    #[serde(default)]
    pub position: u32,
    /// What is asked for; empty takes the kind's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
    /// Whether users may come in by it.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Whether it may make new users.
    #[serde(default)]
    pub sign_up: bool,
    /// Whether it is only ever linked, and opens nothing.
    #[serde(default)]
    pub link_only: bool,
    /// What happens where a newcomer's address is known here.
    #[serde(default)]
    pub on_known_email: OnKnownEmail,
    /// Mail domains that the provider speaks for: their verified addresses may be linked by whom
    /// proves the account here. `*` is every one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authoritative_for: Vec<String>,
    /// Only verified addresses of these domains come in; empty is everybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub email_domains: Vec<String>,
    /// Who types an address of these domains lands at this provider.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub home_realms: Vec<String>,
    /// Google Workspace domains (the `hd` claim) that come in; empty is everybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosted_domains: Vec<String>,
    /// Microsoft tenants (the `tid` claim) that come in; empty is every one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tenants: Vec<String>,
    /// Claims of ours by the path of theirs.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub claims: BTreeMap<String, String>,
    /// Roles in apps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<RoleRule>,
    /// Whether the profile is brought up to date at each sign-in.
    #[serde(default = "yes")]
    pub update_profile: bool,
    /// Whether its `amr` is believed.
    #[serde(default)]
    pub trust_amr: bool,
    /// The `acr_values` with which it is asked for more than one factor; none asks for a fresh
    /// sign-in instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step_up_acr_values: Option<String>,
    /// What a sign-out does there.
    #[serde(default)]
    pub logout: LogoutScope,
    /// Instead of the kind's or discovery's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_endpoint: Option<String>,
    /// Instead of the kind's or discovery's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_endpoint: Option<String>,
    /// Instead of the kind's or discovery's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub userinfo_endpoint: Option<String>,
    /// GitHub's list of addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emails_endpoint: Option<String>,
    /// `client_secret_basic` or `client_secret_post`; none takes what discovery names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_endpoint_auth_method: Option<String>,
    /// Further parameters of the authorization request.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub authorization_parameters: BTreeMap<String, String>,
    /// Whether it may stand on this machine or in a private network.
    #[serde(default)]
    pub allow_private_addresses: bool,
    /// Apple's team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<String>,
    /// Apple's name of the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// A directory's whereabouts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ldap: Option<LdapSettings>,
}

fn yes() -> bool {
    true
}

impl IdentityProvider {
    /// What the kind brings.
    pub fn preset(&self) -> Preset {
        Preset::of(self.kind)
    }

    /// Its name on buttons and pages.
    pub fn display_name(&self) -> &str {
        self.name.as_deref().unwrap_or_else(|| self.preset().name)
    }

    /// The scope that is asked for.
    pub fn scopes(&self) -> Vec<&str> {
        if self.scopes.is_empty() {
            self.preset().scopes.to_vec()
        } else {
            self.scopes.iter().map(String::as_str).collect()
        }
    }

    /// Whether this is a directory, whose users type their password here.
    pub fn is_directory(&self) -> bool {
        self.kind == Kind::Ldap
    }

    /// Whether the provider says where an address of this domain belongs.
    pub fn is_authoritative_for(&self, domain: &str) -> bool {
        self.authoritative_for
            .iter()
            .any(|known| known == "*" || known.eq_ignore_ascii_case(domain))
    }

    /// Whether who types this address lands here.
    pub fn is_home_realm_of(&self, address: &str) -> bool {
        domain_of(address).is_some_and(|domain| {
            self.home_realms
                .iter()
                .any(|known| known.eq_ignore_ascii_case(domain))
        })
    }
}

/// The domain of an address.
pub(super) fn domain_of(address: &str) -> Option<&str> {
    address
        .trim()
        .rsplit_once('@')
        .map(|(_, domain)| domain)
        .filter(|domain| !domain.is_empty())
}
