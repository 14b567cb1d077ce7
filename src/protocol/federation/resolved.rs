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

#[cfg(test)]
impl ResolvedIdentityProvider {
    /// A preset with a declaration that has these members, besides the necessary ones.
    pub(super) fn declared_as(preset: &Preset, members: &serde_json::Value) -> Self {
        let mut document = serde_json::json!({"id": "up", "kind": preset.kind, "client_id": "c"});
        let document_members = document.as_object_mut().unwrap();
        document_members.extend(members.as_object().unwrap().clone());
        Self {
            declared: serde_json::from_value(document).unwrap(),
            preset: *preset,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const HOSTED: EndpointTemplates = EndpointTemplates {
        authorization: "https://git.example/authorize",
        token: "https://git.example/token",
        userinfo: "https://api.git.example/user",
        emails: Some("https://api.git.example/emails"),
    };
    const PRESET: Preset = Preset {
        issuer: Some("https://git.example"),
        scopes: &["read", "mail"],
        endpoints: Some(HOSTED),
        self_hosted_endpoints: Some(EndpointTemplates {
            authorization: "{issuer}/authorize",
            token: "{issuer}/token",
            userinfo: "{issuer}/api/user",
            emails: None,
        }),
        ..Preset::generic("git", "Git", Protocol::OAuth2)
    };

    fn resolved(preset: &Preset, members: &serde_json::Value) -> ResolvedIdentityProvider {
        ResolvedIdentityProvider::declared_as(preset, members)
    }

    #[test]
    fn what_is_declared_takes_the_place_of_the_preset() {
        let plain = resolved(&PRESET, &json!({}));
        assert_eq!(plain.display_name(), "Git");
        assert_eq!(plain.issuer(), Some("https://git.example"));
        assert_eq!(plain.scopes(), ["read", "mail"]);
        let members =
            json!({"name": "Our Git", "issuer": "https://our.example", "scopes": ["all"]});
        let declared = resolved(&PRESET, &members);
        assert_eq!(declared.display_name(), "Our Git");
        assert_eq!(declared.issuer(), Some("https://our.example"));
        assert_eq!(declared.scopes(), ["all"]);
        let generic = Preset::generic("oauth2", "OAuth", Protocol::OAuth2);
        assert_eq!(resolved(&generic, &json!({})).issuer(), None);
        assert!(resolved(&generic, &json!({})).scopes().is_empty());
    }

    #[test]
    fn a_provider_speaks_one_protocol() {
        for (protocol, is_openid, is_directory) in [
            (Protocol::OpenId, true, false),
            (Protocol::OAuth2, false, false),
            (Protocol::Ldap, false, true),
        ] {
            let provider = resolved(&Preset::generic("x", "X", protocol), &json!({}));
            assert_eq!(provider.is_openid(), is_openid, "{protocol:?}");
            assert_eq!(provider.is_directory(), is_directory, "{protocol:?}");
        }
    }

    #[test]
    fn the_endpoints_are_those_of_the_issuer_that_is_declared() {
        let hosted = Endpoints {
            authorization: HOSTED.authorization.to_owned(),
            token: HOSTED.token.to_owned(),
            userinfo: HOSTED.userinfo.to_owned(),
            emails: HOSTED.emails.map(str::to_owned),
        };
        for members in [json!({}), json!({"issuer": "https://git.example/"})] {
            let endpoints = resolved(&PRESET, &members).endpoints();
            assert_eq!(endpoints.as_ref(), Some(&hosted), "{members}");
        }
        let own = json!({"issuer": "https://our.example/git/"});
        let expected = Endpoints {
            authorization: "https://our.example/git/authorize".to_owned(),
            token: "https://our.example/git/token".to_owned(),
            userinfo: "https://our.example/git/api/user".to_owned(),
            emails: None,
        };
        assert_eq!(resolved(&PRESET, &own).endpoints(), Some(expected));
        let everywhere = Preset {
            self_hosted_endpoints: None,
            ..PRESET
        };
        assert_eq!(resolved(&everywhere, &own).endpoints(), Some(hosted));
        let of_any_issuer = Preset {
            issuer: None,
            ..PRESET
        };
        let endpoints = resolved(&of_any_issuer, &own).endpoints().unwrap();
        assert_eq!(
            endpoints.token, HOSTED.token,
            "the preset has no own issuer"
        );
    }

    #[test]
    fn each_endpoint_can_be_declared_and_none_but_that_of_addresses_may_be_missing() {
        let members = json!({
            "authorization_endpoint": "https://a.example",
            "token_endpoint": "https://t.example",
            "userinfo_endpoint": "https://u.example",
            "emails_endpoint": "https://e.example",
        });
        let declared = Endpoints {
            authorization: "https://a.example".to_owned(),
            token: "https://t.example".to_owned(),
            userinfo: "https://u.example".to_owned(),
            emails: Some("https://e.example".to_owned()),
        };
        let generic = Preset::generic("oauth2", "OAuth", Protocol::OAuth2);
        for preset in [&PRESET, &generic] {
            let endpoints = resolved(preset, &members).endpoints();
            assert_eq!(endpoints.as_ref(), Some(&declared), "{}", preset.kind);
        }
        for name in [
            "authorization_endpoint",
            "token_endpoint",
            "userinfo_endpoint",
        ] {
            let mut members = members.clone();
            members[name] = json!(null);
            assert_eq!(resolved(&generic, &members).endpoints(), None, "{name}");
        }
        let mut members = members;
        members["emails_endpoint"] = json!(null);
        let endpoints = resolved(&generic, &members).endpoints().unwrap();
        assert_eq!(endpoints.emails, None);
    }
}
