//! What is the same for everybody who uses a certain provider, as data. The presets themselves are
//! not part of any specification: the core crate holds them.

/// The protocol that a provider is asked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// OpenID Connect, configured by discovery.
    OpenId,
    /// OAuth 2.0 with an endpoint that returns the profile of the user.
    OAuth2,
    /// A directory: LDAP bind and search (RFC 4511).
    Ldap,
}

/// A deviation from the specifications, or a choice that they leave open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quirk {
    /// The authorization response is posted (OAuth 2.0 Form Post Response Mode).
    FormPost,
    /// The client secret is a JWT that the client signs, and it is sent in the body of the token
    /// request.
    SignedClientSecret,
    /// The first callback carries the name of the user in the unsigned parameter `user`.
    NameInCallback,
    /// `iss` of an ID token may lack its scheme.
    IssuerWithoutScheme,
    /// The email addresses come from an endpoint of their own, each with its own verification.
    EmailList,
    /// Booleans may come as text or as a number, which counts for no other provider.
    TextBooleans,
}

/// A provider whose issuer identifier contains the tenant of the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IssuerTemplate {
    /// The part of the issuer in the discovery document that stands for the tenant.
    pub placeholder: &'static str,
    /// The claim of the ID token that holds the tenant, a UUID.
    pub claim: &'static str,
}

/// The endpoints of an OAuth 2.0 provider. In a preset, `{issuer}` stands for the declared base
/// address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndpointTemplates {
    /// The authorization endpoint (RFC 6749 §3.1).
    pub authorization: &'static str,
    /// The token endpoint (RFC 6749 §3.2).
    pub token: &'static str,
    /// The endpoint that returns the profile of the user.
    pub userinfo: &'static str,
    /// The endpoint that lists the email addresses of the user.
    pub emails: Option<&'static str>,
}

/// What a declared `kind` brings along. Each value can be declared otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// The `kind` of a declaration that selects this preset.
    pub kind: &'static str,
    /// The name on buttons and pages.
    pub name: &'static str,
    /// The protocol that the provider speaks.
    pub protocol: Protocol,
    /// The issuer identifier, or the base address, where all users share one.
    pub issuer: Option<&'static str>,
    /// The scopes of the authorization request.
    pub scopes: &'static [&'static str],
    /// Names of our claims with the path of the provider's claim, where they differ.
    pub claims: &'static [(&'static str, &'static str)],
    /// Names of our claims with the path that is read where the claim is missing.
    pub fallback_claims: &'static [(&'static str, &'static str)],
    /// The address of the picture, with claims in braces.
    pub picture_template: Option<&'static str>,
    /// Email domains that the provider itself assigns addresses in.
    pub authoritative_for: &'static [&'static str],
    /// The claim that names a further email domain that the provider manages for the user's
    /// organization.
    pub hosted_domain_claim: Option<&'static str>,
    /// The parameter of the authorization request that preselects such a domain.
    pub hosted_domain_parameter: Option<&'static str>,
    /// How the issuer varies by tenant.
    pub issuer_template: Option<IssuerTemplate>,
    /// Path segments of the declared issuer with the segment that the discovery document has
    /// instead.
    pub issuer_aliases: &'static [(&'static str, &'static str)],
    /// The endpoints at the preset's own issuer.
    pub endpoints: Option<EndpointTemplates>,
    /// The endpoints where another issuer is declared; none takes `endpoints`.
    pub self_hosted_endpoints: Option<EndpointTemplates>,
    /// Where the provider deviates from the specifications.
    pub quirks: &'static [Quirk],
}

impl Preset {
    /// A preset without any data of a provider.
    pub const fn generic(kind: &'static str, name: &'static str, protocol: Protocol) -> Self {
        Self {
            kind,
            name,
            protocol,
            issuer: None,
            scopes: &[],
            claims: &[],
            fallback_claims: &[],
            picture_template: None,
            authoritative_for: &[],
            hosted_domain_claim: None,
            hosted_domain_parameter: None,
            issuer_template: None,
            issuer_aliases: &[],
            endpoints: None,
            self_hosted_endpoints: None,
            quirks: &[],
        }
    }

    /// Whether the provider deviates in this way.
    pub fn has(&self, quirk: Quirk) -> bool {
        self.quirks.contains(&quirk)
    }
}
