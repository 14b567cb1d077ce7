//! Whether a declared provider can work.

use crate::federation::{
    identity_provider::{IdentityProvider, IdentityProviderSecrets, Kind},
    preset::Protocol,
};
use crate::{oauth::redirect_uri::is_loopback_host, oidc::claims::PROFILE};
use url::Url;

/// Claims that a mapping may name, beside those of the profile.
const MAPPABLE: [&str; 6] = [
    "sub",
    "email",
    "email_verified",
    "phone_number",
    "groups",
    "amr",
];

/// Parameters of the authorization request that are ours to send.
const OURS: [&str; 9] = [
    "client_id",
    "redirect_uri",
    "response_type",
    "response_mode",
    "state",
    "nonce",
    "scope",
    "code_challenge",
    "code_challenge_method",
];

/// Checks a declaration and its secrets.
///
/// # Errors
/// The key that is wrong, and what to change.
pub fn check(
    provider: &IdentityProvider,
    secrets: &IdentityProviderSecrets,
) -> Result<(), (&'static str, String)> {
    let wrong = |key, text: &str| Err((key, text.to_owned()));
    let id_fits = (1..=32).contains(&provider.id.len())
        && provider
            .id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
        && provider.id.starts_with(|c: char| c.is_ascii_alphanumeric());
    if !id_fits || provider.id == "password" {
        return wrong(
            "id",
            "id must have 1 to 32 characters of a-z, 0-9, - and _, begin with a letter or figure, and not be `password`",
        );
    }
    for (key, address) in [
        ("issuer", &provider.issuer),
        ("authorization_endpoint", &provider.authorization_endpoint),
        ("token_endpoint", &provider.token_endpoint),
        ("userinfo_endpoint", &provider.userinfo_endpoint),
        ("emails_endpoint", &provider.emails_endpoint),
    ] {
        if let Some(address) = address {
            // Whether this machine and private networks may be called at all is for the guard to
            // say, at each call.
            let fits = Url::parse(address).is_ok_and(|url| {
                url.scheme() == "https" || url.scheme() == "http" && is_loopback_host(&url)
            });
            if !fits {
                return Err((
                    key,
                    format!("{key} must be an https address, or http on loopback"),
                ));
            }
        }
    }
    let mappable = || MAPPABLE.into_iter().chain(PROFILE);
    if let Some(unknown) = provider
        .claims
        .keys()
        .find(|name| !mappable().any(|known| known == name.as_str()))
    {
        return Err((
            "claims",
            format!(
                "claims has `{unknown}`, which is none of {}",
                mappable().collect::<Vec<_>>().join(", ")
            ),
        ));
    }
    if let Some(ours) = provider
        .authorization_parameters
        .keys()
        .find(|name| OURS.contains(&name.as_str()))
    {
        return Err((
            "authorization_parameters",
            format!("authorization_parameters has `{ours}`, which is always sent as it must be"),
        ));
    }
    match &provider.token_endpoint_auth_method {
        Some(method) if method != "client_secret_basic" && method != "client_secret_post" => {
            return wrong(
                "token_endpoint_auth_method",
                "token_endpoint_auth_method must be client_secret_basic or client_secret_post",
            );
        }
        _ => {}
    }
    if provider.preset().protocol == Protocol::Ldap {
        return check_directory(provider, secrets);
    }
    if provider.client_id.is_empty() {
        return wrong(
            "client_id",
            "client_id is missing: the provider gives it when you register Doorward there",
        );
    }
    if provider.kind == Kind::Apple {
        if provider.team_id.is_none() || provider.key_id.is_none() || secrets.private_key.is_none()
        {
            return wrong(
                "private_key",
                "apple needs team_id, key_id and private_key: Apple takes no client secret but one signed with that key",
            );
        }
    } else if secrets.client_secret.as_deref().is_none_or(str::is_empty) {
        return wrong(
            "client_secret",
            "client_secret is missing: the provider gives it when you register Doorward there",
        );
    }
    match provider.preset().protocol {
        Protocol::OpenId if provider.issuer().is_none() => wrong(
            "issuer",
            "issuer is missing: it is the address under which the provider's discovery lies",
        ),
        Protocol::OAuth2 if provider.endpoints().is_none() => wrong(
            "authorization_endpoint",
            "authorization_endpoint, token_endpoint and userinfo_endpoint must be given for oauth2",
        ),
        Protocol::OAuth2
            if provider.kind == Kind::Oauth2 && !provider.claims.contains_key("sub") =>
        {
            wrong(
                "claims",
                "claims must say which field of the profile is `sub`: the identifier that is never given to another",
            )
        }
        _ => Ok(()),
    }
}

fn check_directory(
    provider: &IdentityProvider,
    secrets: &IdentityProviderSecrets,
) -> Result<(), (&'static str, String)> {
    let wrong = |text: &str| Err(("ldap", text.to_owned()));
    let Some(ldap) = &provider.ldap else {
        return wrong("ldap is missing: a table with url, base_dn and whoever may search");
    };
    let url = Url::parse(&ldap.url)
        .ok()
        .filter(|url| url.has_host() && ["ldap", "ldaps"].contains(&url.scheme()));
    let Some(url) = url else {
        return wrong("ldap.url must be ldaps://host or ldap://host");
    };
    // Only of http does the parser know what a host is.
    let is_here =
        Url::parse(&ldap.url.replacen("ldap", "http", 1)).is_ok_and(|url| is_loopback_host(&url));
    if url.scheme() == "ldap" && !ldap.start_tls && !is_here {
        return wrong(
            "ldap.url without TLS shows every password to the network: use ldaps:// or start_tls = true, except on loopback",
        );
    }
    if ldap.base_dn.is_empty() {
        return wrong("ldap.base_dn is missing: the place in the directory under which users are");
    }
    if ldap
        .user_filter
        .as_ref()
        .is_some_and(|filter| !filter.contains("{username}") || !filter.starts_with('('))
    {
        return wrong(
            "ldap.user_filter must be a filter with {username} in it, such as (uid={username})",
        );
    }
    if !ldap.bind_dn.is_empty() && secrets.bind_password.as_deref().is_none_or(str::is_empty) {
        return wrong("bind_password is missing: ldap.bind_dn cannot search without it");
    }
    if !provider.home_realms.is_empty() || provider.link_only {
        return wrong(
            "home_realms and link_only mean nothing for a directory: its users type their password here",
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(text: &str, secret: Option<&str>) -> String {
        let provider: IdentityProvider = toml::from_str(text).unwrap();
        let secrets = IdentityProviderSecrets {
            client_secret: secret.map(str::to_owned),
            ..IdentityProviderSecrets::default()
        };
        check(&provider, &secrets)
            .err()
            .map(|(_, text)| text)
            .unwrap_or_default()
    }

    #[test]
    fn a_declaration_says_what_it_lacks() {
        assert_eq!(
            verdict(
                "id = \"google\"\nkind = \"google\"\nclient_id = \"c\"",
                Some("s")
            ),
            ""
        );
        for (text, secret, says) in [
            ("id = \"Google\"\nkind = \"google\"", None, "id must have"),
            ("id = \"password\"\nkind = \"google\"", None, "id must have"),
            (
                "id = \"g\"\nkind = \"google\"",
                None,
                "client_id is missing",
            ),
            (
                "id = \"g\"\nkind = \"google\"\nclient_id = \"c\"",
                None,
                "client_secret is missing",
            ),
            (
                "id = \"g\"\nkind = \"oidc\"\nclient_id = \"c\"",
                Some("s"),
                "issuer is missing",
            ),
            (
                "id = \"g\"\nkind = \"oidc\"\nclient_id = \"c\"\nissuer = \"http://a.example\"",
                Some("s"),
                "issuer must be an https",
            ),
            (
                "id = \"g\"\nkind = \"oauth2\"\nclient_id = \"c\"",
                Some("s"),
                "authorization_endpoint",
            ),
            (
                "id = \"g\"\nkind = \"apple\"\nclient_id = \"c\"",
                Some("s"),
                "apple needs",
            ),
            (
                "id = \"g\"\nkind = \"github\"\nclient_id = \"c\"\nclaims = { subb = \"x\" }",
                Some("s"),
                "claims has `subb`",
            ),
            (
                "id = \"g\"\nkind = \"github\"\nclient_id = \"c\"\nauthorization_parameters = { state = \"x\" }",
                Some("s"),
                "always sent",
            ),
            ("id = \"g\"\nkind = \"ldap\"", None, "ldap is missing"),
            (
                "id = \"g\"\nkind = \"ldap\"\nldap = { url = \"ldap://a.example\", base_dn = \"dc=a\" }",
                None,
                "without TLS",
            ),
            (
                "id = \"g\"\nkind = \"ldap\"\nldap = { url = \"ldaps://a.example\" }",
                None,
                "base_dn is missing",
            ),
            (
                "id = \"g\"\nkind = \"ldap\"\nldap = { url = \"ldaps://a.example\", base_dn = \"dc=a\", user_filter = \"(uid=x)\" }",
                None,
                "{username}",
            ),
            (
                "id = \"g\"\nkind = \"ldap\"\nldap = { url = \"ldaps://a.example\", base_dn = \"dc=a\", bind_dn = \"cn=x\" }",
                None,
                "bind_password",
            ),
        ] {
            assert!(
                verdict(text, secret).contains(says),
                "{text}: {}",
                verdict(text, secret)
            );
        }
    }
}
