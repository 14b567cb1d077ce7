//! What is the same for everybody at a provider, from its public documentation.

use crate::federation::identity_provider::{IdentityProvider, Kind};

/// How a provider is spoken with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// OpenID Connect, found by discovery.
    OpenId,
    /// OAuth 2.0 and an address that tells who it is.
    OAuth2,
    /// LDAP.
    Ldap,
}

/// What a kind brings.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its name.
    pub name: &'static str,
    /// How it is spoken with.
    pub protocol: Protocol,
    /// Its issuer, where there is one for everybody.
    pub issuer: Option<&'static str>,
    /// What is asked for.
    pub scopes: &'static [&'static str],
    /// Claims of ours by the path of theirs, where they differ.
    pub claims: &'static [(&'static str, &'static str)],
    /// Whether the answer comes as a form from another site (OAuth 2.0 Form Post Response Mode).
    pub form_post: bool,
    /// Whether an address of these domains, verified, is the provider's own to give.
    pub authoritative_for: &'static [&'static str],
}

/// Addresses of an OAuth 2.0 provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    /// Where users go.
    pub authorization: String,
    /// Where codes are redeemed.
    pub token: String,
    /// Who it is.
    pub userinfo: String,
    /// Their addresses, where these are told apart.
    pub emails: Option<String>,
}

const OPENID: Preset = Preset {
    name: "OpenID",
    protocol: Protocol::OpenId,
    issuer: None,
    scopes: &["openid", "profile", "email"],
    claims: &[],
    form_post: false,
    authoritative_for: &[],
};

const OAUTH2: Preset = Preset {
    name: "OAuth",
    protocol: Protocol::OAuth2,
    issuer: None,
    scopes: &[],
    claims: &[],
    form_post: false,
    authoritative_for: &[],
};

impl Preset {
    /// The preset of a kind.
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::Google => Self {
                name: "Google",
                issuer: Some("https://accounts.google.com"),
                authoritative_for: &["gmail.com"],
                ..OPENID
            },
            Kind::Microsoft => Self {
                name: "Microsoft",
                issuer: Some("https://login.microsoftonline.com/common/v2.0"),
                ..OPENID
            },
            Kind::Gitlab => Self {
                name: "GitLab",
                issuer: Some("https://gitlab.com"),
                ..OPENID
            },
            Kind::Apple => Self {
                name: "Apple",
                issuer: Some("https://appleid.apple.com"),
                scopes: &["openid", "name", "email"],
                form_post: true,
                authoritative_for: &[
                    "icloud.com",
                    "me.com",
                    "mac.com",
                    "privaterelay.appleid.com",
                ],
                ..OPENID
            },
            Kind::Oidc => OPENID,
            Kind::Github => Self {
                name: "GitHub",
                issuer: Some("https://github.com"),
                scopes: &["read:user", "user:email"],
                claims: &[
                    ("sub", "id"),
                    ("preferred_username", "login"),
                    ("picture", "avatar_url"),
                    ("profile", "html_url"),
                ],
                ..OAUTH2
            },
            Kind::Facebook => Self {
                name: "Facebook",
                scopes: &["public_profile", "email"],
                claims: &[
                    ("sub", "id"),
                    ("given_name", "first_name"),
                    ("family_name", "last_name"),
                    ("picture", "picture.data.url"),
                ],
                ..OAUTH2
            },
            Kind::Discord => Self {
                name: "Discord",
                scopes: &["identify", "email"],
                claims: &[
                    ("sub", "id"),
                    ("name", "global_name"),
                    ("preferred_username", "username"),
                    ("email_verified", "verified"),
                ],
                ..OAUTH2
            },
            Kind::Oauth2 => OAUTH2,
            Kind::Ldap => Self {
                name: "your directory",
                protocol: Protocol::Ldap,
                claims: &[
                    ("email", "mail"),
                    ("name", "cn"),
                    ("given_name", "givenName"),
                    ("family_name", "sn"),
                    ("preferred_username", "uid"),
                    ("phone_number", "telephoneNumber"),
                ],
                ..OAUTH2
            },
        }
    }
}

impl IdentityProvider {
    /// The issuer that is declared, or the kind's.
    pub fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref().or(self.preset().issuer)
    }

    /// The addresses of an OAuth 2.0 provider: declared, or the kind's; `None` where one is
    /// missing.
    pub fn endpoints(&self) -> Option<Endpoints> {
        let (authorization, token, userinfo, emails) = match self.kind {
            Kind::Github => {
                let base = self.issuer().unwrap_or_default().trim_end_matches('/');
                // GitHub Enterprise serves its interface under its own name.
                let api = if base == "https://github.com" {
                    "https://api.github.com".to_owned()
                } else {
                    format!("{base}/api/v3")
                };
                let login = |path: &str| Some(format!("{base}/login/oauth/{path}"));
                (
                    login("authorize"),
                    login("access_token"),
                    Some(format!("{api}/user")),
                    Some(format!("{api}/user/emails")),
                )
            }
            Kind::Facebook => {
                let graph = "https://graph.facebook.com/v21.0";
                let fields = "id,name,first_name,last_name,email,picture";
                let authorization = "https://www.facebook.com/v21.0/dialog/oauth".to_owned();
                (
                    Some(authorization),
                    Some(format!("{graph}/oauth/access_token")),
                    Some(format!("{graph}/me?fields={fields}")),
                    None,
                )
            }
            Kind::Discord => {
                let at = |path: &str| Some(format!("https://discord.com/{path}"));
                (
                    at("oauth2/authorize"),
                    at("api/oauth2/token"),
                    at("api/users/@me"),
                    None,
                )
            }
            _ => (None, None, None, None),
        };
        Some(Endpoints {
            authorization: self.authorization_endpoint.clone().or(authorization)?,
            token: self.token_endpoint.clone().or(token)?,
            userinfo: self.userinfo_endpoint.clone().or(userinfo)?,
            emails: self.emails_endpoint.clone().or(emails),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provider(text: &str) -> IdentityProvider {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn github_enterprise_is_github_under_another_name() {
        let at = |text| provider(text).endpoints().unwrap();
        assert_eq!(
            at(r#"{"id": "g", "kind": "github"}"#).emails.as_deref(),
            Some("https://api.github.com/user/emails")
        );
        let enterprise = at(
            r#"{"id": "g", "kind": "github", "issuer": "https://git.acme.example/", "token_endpoint": "https://x.example/t"}"#,
        );
        assert_eq!(enterprise.userinfo, "https://git.acme.example/api/v3/user");
        assert_eq!(
            enterprise.authorization,
            "https://git.acme.example/login/oauth/authorize"
        );
        assert_eq!(enterprise.token, "https://x.example/t");
        assert!(
            provider(r#"{"id": "x", "kind": "oauth2", "token_endpoint": "https://x.example/t"}"#)
                .endpoints()
                .is_none()
        );
    }
}
