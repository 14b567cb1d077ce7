//! The providers that Doorward knows, as data from their public documentation. A declaration
//! selects one by its `kind`; another provider needs another entry here, and no code.

#[cfg(test)]
mod tests;

use doorward_protocol::federation::{
    EndpointTemplates, IdentityProvider, IssuerTemplate, Preset, Protocol, Quirk,
    ResolvedIdentityProvider,
};

/// The scopes of an OpenID provider that returns profile and email address.
const OPENID_SCOPES: &[&str] = &["openid", "profile", "email"];

const GOOGLE: Preset = Preset {
    issuer: Some("https://accounts.google.com"),
    scopes: OPENID_SCOPES,
    authoritative_for: &["gmail.com"],
    hosted_domain_claim: Some("hd"),
    hosted_domain_parameter: Some("hd"),
    quirks: &[Quirk::IssuerWithoutScheme],
    ..Preset::generic("google", "Google", Protocol::OpenId)
};

/// GitHub, and GitHub Enterprise by its `issuer`, which serves its API under its own name.
const GITHUB: Preset = Preset {
    issuer: Some("https://github.com"),
    scopes: &["read:user", "user:email"],
    claims: &[
        ("sub", "id"),
        ("preferred_username", "login"),
        ("picture", "avatar_url"),
        ("profile", "html_url"),
    ],
    endpoints: Some(EndpointTemplates {
        authorization: "https://github.com/login/oauth/authorize",
        token: "https://github.com/login/oauth/access_token",
        userinfo: "https://api.github.com/user",
        emails: Some("https://api.github.com/user/emails"),
    }),
    self_hosted_endpoints: Some(EndpointTemplates {
        authorization: "{issuer}/login/oauth/authorize",
        token: "{issuer}/login/oauth/access_token",
        userinfo: "{issuer}/api/v3/user",
        emails: Some("{issuer}/api/v3/user/emails"),
    }),
    quirks: &[Quirk::EmailList],
    ..Preset::generic("github", "GitHub", Protocol::OAuth2)
};

/// Entra tenants and personal accounts. Any tenant can set any `email`; `xms_edov` tells whether
/// the owner of the domain was verified.
const MICROSOFT: Preset = Preset {
    issuer: Some("https://login.microsoftonline.com/common/v2.0"),
    scopes: OPENID_SCOPES,
    claims: &[("email_verified", "xms_edov")],
    issuer_template: Some(IssuerTemplate {
        placeholder: "{tenantid}",
        claim: "tid",
    }),
    // The tenant of personal accounts has this identifier.
    issuer_aliases: &[
        ("common", "{tenantid}"),
        ("organizations", "{tenantid}"),
        ("consumers", "9188040d-6c67-4c5b-b112-36a304b66dad"),
    ],
    // `xms_edov` is a Boolean in its documentation and a number or text in its tokens.
    quirks: &[Quirk::TextBooleans],
    ..Preset::generic("microsoft", "Microsoft", Protocol::OpenId)
};

const FACEBOOK: Preset = Preset {
    scopes: &["public_profile", "email"],
    claims: &[
        ("sub", "id"),
        ("given_name", "first_name"),
        ("family_name", "last_name"),
        ("picture", "picture.data.url"),
    ],
    endpoints: Some(EndpointTemplates {
        authorization: "https://www.facebook.com/v21.0/dialog/oauth",
        token: "https://graph.facebook.com/v21.0/oauth/access_token",
        userinfo: "https://graph.facebook.com/v21.0/me?fields=id,name,first_name,last_name,email,picture",
        emails: None,
    }),
    ..Preset::generic("facebook", "Facebook", Protocol::OAuth2)
};

/// gitlab.com, and a self-managed GitLab by its `issuer`.
const GITLAB: Preset = Preset {
    issuer: Some("https://gitlab.com"),
    scopes: OPENID_SCOPES,
    ..Preset::generic("gitlab", "GitLab", Protocol::OpenId)
};

const APPLE: Preset = Preset {
    issuer: Some("https://appleid.apple.com"),
    scopes: &["openid", "name", "email"],
    authoritative_for: &[
        "icloud.com",
        "me.com",
        "mac.com",
        "privaterelay.appleid.com",
    ],
    quirks: &[
        Quirk::FormPost,
        Quirk::SignedClientSecret,
        Quirk::NameInCallback,
        // "email_verified": a string or a Boolean, as its documentation says.
        Quirk::TextBooleans,
    ],
    ..Preset::generic("apple", "Apple", Protocol::OpenId)
};

const DISCORD: Preset = Preset {
    scopes: &["identify", "email"],
    claims: &[
        ("sub", "id"),
        ("name", "global_name"),
        ("preferred_username", "username"),
        ("email_verified", "verified"),
    ],
    fallback_claims: &[("name", "username")],
    picture_template: Some("https://cdn.discordapp.com/avatars/{sub}/{avatar}.png"),
    endpoints: Some(EndpointTemplates {
        authorization: "https://discord.com/oauth2/authorize",
        token: "https://discord.com/api/oauth2/token",
        userinfo: "https://discord.com/api/users/@me",
        emails: None,
    }),
    ..Preset::generic("discord", "Discord", Protocol::OAuth2)
};

/// Any OpenID provider, configured by its issuer alone.
const OIDC: Preset = Preset {
    scopes: OPENID_SCOPES,
    ..Preset::generic("oidc", "OpenID", Protocol::OpenId)
};

/// Any OAuth 2.0 provider with a profile endpoint.
const OAUTH2: Preset = Preset::generic("oauth2", "OAuth", Protocol::OAuth2);

/// A directory with the attributes of RFC 2798.
const LDAP: Preset = Preset {
    claims: &[
        ("email", "mail"),
        ("name", "cn"),
        ("given_name", "givenName"),
        ("family_name", "sn"),
        ("preferred_username", "uid"),
        ("phone_number", "telephoneNumber"),
    ],
    ..Preset::generic("ldap", "your directory", Protocol::Ldap)
};

const PRESETS: [Preset; 10] = [
    GOOGLE, GITHUB, MICROSOFT, FACEBOOK, GITLAB, APPLE, DISCORD, OIDC, OAUTH2, LDAP,
];

/// The preset that a `kind` selects.
///
/// # Errors
/// The kinds that exist, for the operator.
pub fn preset(kind: &str) -> Result<Preset, String> {
    PRESETS
        .into_iter()
        .find(|preset| preset.kind == kind)
        .ok_or_else(|| {
            let known: Vec<&str> = PRESETS.iter().map(|preset| preset.kind).collect();
            format!("kind is `{kind}`, which is none of {}", known.join(", "))
        })
}

/// A declaration with its preset.
///
/// # Errors
/// As [`preset`].
pub(super) fn resolve(declared: IdentityProvider) -> Result<ResolvedIdentityProvider, String> {
    Ok(ResolvedIdentityProvider {
        preset: preset(&declared.kind)?,
        declared,
    })
}
