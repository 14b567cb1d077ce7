//! A client (relying party): the metadata of RFC 7591 §2 and OpenID Connect Registration §2, under
//! their own names.

use crate::{
    access::place::{ClaimFormat, Place},
    branding::Colour,
    credentials::{second_factor::ClientSecondFactor, sign_in_method::SignInMethod},
    forward_auth::ForwardAuthSite,
    keys::encryption::{ContentEncryption, KeyManagement},
    mail_address::MailSender,
    oauth::{
        access_token::AccessTokenTyp, response_mode::ResponseMode, response_type::ResponseType,
        scope::Scope,
    },
    oidc::claim_map::{ClaimMap, IdTokenClaims},
    organizations::OrganizationUse,
};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use strum::{EnumString, IntoStaticStr, VariantArray};

mod facts;

pub use crate::clients::authentication_method::TokenEndpointAuthMethod;

/// A grant type that a client may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum GrantType {
    /// RFC 6749 §4.1.
    AuthorizationCode,
    /// RFC 6749 §6.
    RefreshToken,
    /// RFC 6749 §4.4.
    ClientCredentials,
    /// Tokens from the authorization endpoint (OpenID Connect Core §3.2 and §3.3).
    Implicit,
}

impl GrantType {
    /// The grant types of the token endpoint, as discovery lists them.
    pub const AT_TOKEN_ENDPOINT: [Self; 3] = [
        Self::AuthorizationCode,
        Self::RefreshToken,
        Self::ClientCredentials,
    ];

    /// Reads the `grant_type` parameter of the token endpoint, where `implicit` is not valid.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse()
            .ok()
            .filter(|grant_type| Self::AT_TOKEN_ENDPOINT.contains(grant_type))
    }

    /// The registered name (RFC 7591 §2).
    pub const fn as_str(self) -> &'static str {
        self.into_str()
    }
}

/// A signature algorithm of RFC 7518 §3.1 and RFC 8037 that this provider signs with.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(const_into_str)]
pub enum SigningAlgorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    RS256,
    /// ECDSA on P-256.
    ES256,
    /// EdDSA with Ed25519 (RFC 8037 §3.1).
    EdDSA,
    /// RSASSA-PSS with SHA-256.
    PS256,
}

impl SigningAlgorithm {
    /// Every algorithm, in the order of the metadata document.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The registered name (RFC 7518 §3.1).
    pub const fn as_str(self) -> &'static str {
        self.into_str()
    }

    /// The algorithm of a registered name.
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

/// What an access token looks like to its client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessTokenFormat {
    /// A JWT by RFC 9068.
    #[default]
    Jwt,
    /// 256 random bits, for introspection.
    Opaque,
}

/// The kind of application (OpenID Connect Registration §2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationType {
    /// On a server, or in a browser.
    #[default]
    Web,
    /// On a device.
    Native,
}

/// How a client's `sub` is made (OpenID Connect Core §8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectType {
    /// The same for every client.
    #[default]
    Public,
    /// Another for each sector (§8.1).
    Pairwise,
}

/// A client as it is registered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a boolean of the registered metadata"
)]
pub struct Client {
    /// RFC 6749 §2.2.
    pub client_id: String,
    /// The name that users see.
    #[serde(default)]
    pub client_name: String,
    /// The app's home page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_uri: Option<String>,
    /// The address of the logo (RFC 7591 §2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo_uri: Option<String>,
    /// Its privacy policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_uri: Option<String>,
    /// Its terms of service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tos_uri: Option<String>,
    /// The accent colour of the pages of its sign-in, which an operator alone sets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accent: Option<Colour>,
    /// The same on dark pages; without it, one that is derived from `accent`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accent_dark: Option<Colour>,
    /// Where a third party starts a sign-in at the app (OpenID Connect Core §4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initiate_login_uri: Option<String>,
    /// Whom to ask about the app.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<String>,
    /// Who the mails about the app come from: `NAME <ADDRESS>`, which an operator alone sets.
    #[serde(
        default,
        deserialize_with = "a_sender",
        skip_serializing_if = "Option::is_none"
    )]
    pub mail_from: Option<String>,
    /// The mail server of the mails about the app, by its name in the settings; none for that of
    /// everything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail_server: Option<String>,
    /// Where responses may go, byte for byte.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    /// Where the browser may go after sign-out (OpenID Connect RP-Initiated Logout §3.1).
    #[serde(default)]
    pub post_logout_redirect_uris: Vec<String>,
    /// Response types; those other than `code` work only where the server allows them too.
    #[serde(default = "code_only")]
    pub response_types: Vec<ResponseType>,
    /// Where it is a site without OpenID Connect, behind a proxy that asks before each request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forward_auth: Option<ForwardAuthSite>,
    /// The methods by which its users may sign in, in the order of the page; empty means every one.
    /// It was `providers` before there were other methods.
    #[serde(default, alias = "providers", skip_serializing_if = "Vec::is_empty")]
    pub sign_in_methods: Vec<SignInMethod>,
    /// Whether its users need a second factor, whatever other apps ask for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<ClientSecondFactor>,
    /// Whether a provider that may make new users may do so on the way to this app.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub sign_up: bool,
    /// Response modes that the client may ask for; empty means every one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub response_modes: Vec<ResponseMode>,
    /// Grant types that the client may use (RFC 7591 §2).
    #[serde(default = "default_grant_types")]
    pub grant_types: Vec<GrantType>,
    /// How it authenticates.
    #[serde(default = "default_auth_method")]
    pub token_endpoint_auth_method: TokenEndpointAuthMethod,
    /// Whether its secret must stand where `token_endpoint_auth_method` says. Otherwise it may be
    /// sent by HTTP Basic and in the body alike.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub strict_client_authentication: bool,
    /// The one algorithm of its assertions; none means any that goes with its method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_endpoint_auth_signing_alg: Option<String>,
    /// `web` or `native` (OpenID Connect Registration §2).
    #[serde(default)]
    pub application_type: ApplicationType,
    /// How `sub` is made.
    #[serde(default)]
    pub subject_type: SubjectType,
    /// A document that lists the redirect URIs of one sector (OpenID Connect Registration §5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector_identifier_uri: Option<String>,
    /// Whether `auth_time` must be in the ID token; it always is.
    #[serde(default)]
    pub require_auth_time: bool,
    /// `acr_values` where the request names none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub default_acr_values: Vec<String>,
    /// The software that the client is an instance of (RFC 7591 §2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub software_id: Option<String>,
    /// The version of the software (RFC 7591 §2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub software_version: Option<String>,
    /// Its public keys, by value (RFC 7517 §5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks: Option<serde_json::Value>,
    /// Where its public keys are; fetched again when an unknown one is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks_uri: Option<String>,
    /// Where its request objects are (OpenID Connect Core §6.2); a request may name no other
    /// address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub request_uris: Vec<String>,
    /// The one algorithm of its request objects; none means any that the server takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_object_signing_alg: Option<String>,
    /// The scope that it may be granted.
    #[serde(default = "default_scope")]
    pub scope: Scope,
    /// The algorithm of its ID tokens; none means the server's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_token_signed_response_alg: Option<SigningAlgorithm>,
    /// Encrypts its ID tokens: how the key travels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_token_encrypted_response_alg: Option<KeyManagement>,
    /// And under which cipher; A128CBC-HS256 where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_token_encrypted_response_enc: Option<ContentEncryption>,
    /// Userinfo as a JWT under this algorithm; none means JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub userinfo_signed_response_alg: Option<SigningAlgorithm>,
    /// Encrypts userinfo: how the key travels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub userinfo_encrypted_response_alg: Option<KeyManagement>,
    /// And under which cipher; A128CBC-HS256 where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub userinfo_encrypted_response_enc: Option<ContentEncryption>,
    /// Where it is told that a session ended (OpenID Connect Back-Channel Logout §2.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backchannel_logout_uri: Option<String>,
    /// Whether it needs `sid` there; it always gets it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub backchannel_logout_session_required: bool,
    /// What the browser loads when a session ended (OpenID Connect Front-Channel Logout §2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frontchannel_logout_uri: Option<String>,
    /// Whether it needs `iss` and `sid` there; it always gets them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub frontchannel_logout_session_required: bool,
    /// What its access tokens look like.
    #[serde(default)]
    pub access_token_format: AccessTokenFormat,
    /// The `typ` header of its access tokens, where they are JWTs.
    #[serde(default, skip_serializing_if = "AccessTokenTyp::is_default")]
    pub access_token_typ: AccessTokenTyp,
    /// Claims about the user in its ID tokens, as far as they were granted. Without it they are at
    /// the userinfo endpoint alone (OpenID Connect Core §5.4).
    #[serde(default, skip_serializing_if = "IdTokenClaims::is_none")]
    pub id_token_claims: IdTokenClaims,
    /// Claims under other names, and constants.
    #[serde(default, skip_serializing_if = "ClaimMap::is_empty")]
    pub claim_map: ClaimMap,
    /// Where it gets the claims `groups`, `roles` and `permissions`; empty means everywhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub access_claims_in: Vec<Place>,
    /// The form of those claims.
    #[serde(default, skip_serializing_if = "ClaimFormat::is_default")]
    pub access_claims_format: ClaimFormat,
    /// The groups whose members may use it. With `allowed_roles` empty too, every user may.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed_groups: Vec<String>,
    /// The roles in it whose holders may use it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed_roles: Vec<String>,
    /// Whether it knows organizations: its users sign in for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organizations: Option<OrganizationUse>,
    /// Further audiences of its access tokens: the APIs that it calls.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audience: Vec<String>,
    /// `max_age` where the request names none, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_max_age: Option<u32>,
    /// A first-party application: its users are not asked for consent.
    #[serde(default)]
    pub first_party: bool,
    /// Whether it may have a form of its own: the authorization challenge endpoint takes what its users
    /// type (OAuth 2.0 for First-Party Applications).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub authorization_challenge: bool,
    /// PKCE is required unless this is switched off (RFC 9700 §2.1.1).
    #[serde(default = "yes")]
    pub require_pkce: bool,
}

fn code_only() -> Vec<ResponseType> {
    vec![ResponseType::CODE]
}
fn default_grant_types() -> Vec<GrantType> {
    vec![GrantType::AuthorizationCode, GrantType::RefreshToken]
}
fn default_auth_method() -> TokenEndpointAuthMethod {
    TokenEndpointAuthMethod::ClientSecretBasic
}
fn a_sender<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    if let Some(Err(reason)) = text.as_deref().map(MailSender::parse) {
        return Err(D::Error::custom(format!("mail_from {reason}")));
    }
    Ok(text)
}
fn default_scope() -> Scope {
    Scope::parse("openid profile email address phone offline_access").unwrap_or_default()
}
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands a reference over"
)]
fn is_yes(flag: &bool) -> bool {
    *flag
}
fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests;
