//! A declared provider together with its preset: the declaration wins.

use crate::federation::{
    identity_provider::IdentityProvider,
    preset::{EndpointTemplates, Preset, Protocol},
};

/// A declaration with the preset that its `kind` selects.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedIdentityProvider {
    /// What the operator declared.
    pub declared: IdentityProvider,
    /// What the kind brings along.
    pub preset: Preset,
}

/// The endpoints of an OAuth 2.0 provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    /// The authorization endpoint (RFC 6749 §3.1).
    pub authorization: String,
    /// The token endpoint (RFC 6749 §3.2).
    pub token: String,
    /// The endpoint that returns the profile of the user.
    pub userinfo: String,
    /// The endpoint that lists the email addresses of the user.
    pub emails: Option<String>,
}

impl ResolvedIdentityProvider {
    /// The name on buttons and pages.
    pub fn display_name(&self) -> &str {
        self.declared.name.as_deref().unwrap_or(self.preset.name)
    }

    /// The issuer identifier, or the base address.
    pub fn issuer(&self) -> Option<&str> {
        self.declared.issuer.as_deref().or(self.preset.issuer)
    }

    /// The scopes of the authorization request.
    pub fn scopes(&self) -> Vec<&str> {
        if self.declared.scopes.is_empty() {
            self.preset.scopes.to_vec()
        } else {
            self.declared.scopes.iter().map(String::as_str).collect()
        }
    }

    /// Whether the provider is asked by OpenID Connect.
    pub fn is_openid(&self) -> bool {
        self.preset.protocol == Protocol::OpenId
    }

    /// Whether the provider is a directory, whose users type their password here.
    pub fn is_directory(&self) -> bool {
        self.preset.protocol == Protocol::Ldap
    }

    /// The endpoints of an OAuth 2.0 provider; `None` where one is neither declared nor in the
    /// preset.
    pub fn endpoints(&self) -> Option<Endpoints> {
        let issuer = self.issuer().unwrap_or_default().trim_end_matches('/');
        let templates = self.endpoint_templates(issuer);
        let expand = |pick: fn(&EndpointTemplates) -> Option<&'static str>| {
            templates
                .and_then(|templates| pick(&templates))
                .map(|template| template.replace("{issuer}", issuer))
        };
        let declared = &self.declared;
        Some(Endpoints {
            authorization: declared
                .authorization_endpoint
                .clone()
                .or_else(|| expand(|templates| Some(templates.authorization)))?,
            token: declared
                .token_endpoint
                .clone()
                .or_else(|| expand(|templates| Some(templates.token)))?,
            userinfo: declared
                .userinfo_endpoint
                .clone()
                .or_else(|| expand(|templates| Some(templates.userinfo)))?,
            emails: declared
                .emails_endpoint
                .clone()
                .or_else(|| expand(|templates| templates.emails)),
        })
    }

    fn endpoint_templates(&self, issuer: &str) -> Option<EndpointTemplates> {
        let is_own_issuer = self.preset.issuer.is_none_or(|own| own == issuer);
        self.preset
            .self_hosted_endpoints
            .filter(|_| !is_own_issuer)
            .or(self.preset.endpoints)
    }
}
