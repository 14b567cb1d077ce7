//! Whether a declared provider is complete and consistent.

use crate::federation::{
    distinguished_name::DistinguishedName,
    identity_provider::{
        GroupNames, IdentityProvider, IdentityProviderSecrets, LdapSettings, RoleRule,
    },
    preset::{Protocol, Quirk},
    resolved::ResolvedIdentityProvider,
};
use crate::{
    credentials::sign_in_method::SignInMethod,
    oauth::redirect_uri::{check_text, holds_user, is_loopback_host},
    oidc::claims::PROFILE,
};
use url::Url;

/// Claims that a mapping may name, in addition to those of the profile.
const MAPPABLE: [&str; 6] = [
    "sub",
    "email",
    "email_verified",
    "phone_number",
    "groups",
    "amr",
];

/// Parameters of the authorization request that a declaration cannot set.
const RESERVED_PARAMETERS: [&str; 9] = [
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

/// The key that is wrong, and what to change.
type Problem = (&'static str, String);

fn wrong(key: &'static str, text: &str) -> Result<(), Problem> {
    Err((key, text.to_owned()))
}

/// Checks a declaration and its secrets.
///
/// # Errors
/// The key that is wrong, and what to change, for the operator.
pub fn check(
    provider: &ResolvedIdentityProvider,
    secrets: &IdentityProviderSecrets,
) -> Result<(), (&'static str, String)> {
    check_id(&provider.declared.id)?;
    check_addresses(provider)?;
    check_mapping(provider)?;
    check_request(provider)?;
    check_roles(provider)?;
    if provider.is_directory() {
        return check_directory(provider, secrets);
    }
    check_client(provider, secrets)?;
    check_protocol(provider)
}

fn check_id(id: &str) -> Result<(), Problem> {
    let fits = (1..=32).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
        && id.starts_with(|c: char| c.is_ascii_alphanumeric());
    if fits && !SignInMethod::NAMES.contains(&id) {
        return Ok(());
    }
    wrong(
        "id",
        "id must have 1 to 32 characters of a-z, 0-9, - and _, begin with a letter or figure, and \
         not be `password`, `passkey`, `code` or `link`",
    )
}

fn check_addresses(provider: &ResolvedIdentityProvider) -> Result<(), Problem> {
    let declared = &provider.declared;
    for (key, address) in [
        ("issuer", &declared.issuer),
        ("authorization_endpoint", &declared.authorization_endpoint),
        ("token_endpoint", &declared.token_endpoint),
        ("userinfo_endpoint", &declared.userinfo_endpoint),
        ("emails_endpoint", &declared.emails_endpoint),
    ] {
        let Some(address) = address else { continue };
        // Whether loopback and private networks may be called is checked at each call.
        let url = Url::parse(address).ok().filter(|url| {
            url.scheme() == "https" || url.scheme() == "http" && is_loopback_host(url)
        });
        let url = url.ok_or_else(|| {
            let text = format!("{key} must be an https address, or http on loopback");
            (key, text)
        })?;
        check_text(address, &url).map_err(|reason| (key, format!("{key}: {reason}")))?;
        if holds_user(&url) || address.contains('#') || key == "issuer" && address.contains('?') {
            return Err((
                key,
                format!(
                    "{key} must not hold a user name, a password or a fragment, nor an issuer a query"
                ),
            ));
        }
    }
    Ok(())
}

fn check_mapping(provider: &ResolvedIdentityProvider) -> Result<(), Problem> {
    let mappable = || MAPPABLE.into_iter().chain(PROFILE);
    let unknown = provider
        .declared
        .claims
        .keys()
        .find(|name| !mappable().any(|known| known == name.as_str()));
    let Some(unknown) = unknown else {
        return Ok(());
    };
    let known = mappable().collect::<Vec<_>>().join(", ");
    Err((
        "claims",
        format!("claims has `{unknown}`, which is none of {known}"),
    ))
}

/// A site behind a proxy gets the roles in one header, with commas between them.
fn check_roles(provider: &ResolvedIdentityProvider) -> Result<(), Problem> {
    let fits = |role: &str| {
        !role.is_empty()
            && role.trim() == role
            && !role.contains(|c: char| c == ',' || c.is_control())
    };
    if provider.declared.roles.iter().all(|rule| fits(&rule.role)) {
        return Ok(());
    }
    wrong(
        "roles",
        "a role must not be empty, begin or end with a space, or hold a comma or a control character",
    )
}

fn check_request(provider: &ResolvedIdentityProvider) -> Result<(), Problem> {
    let declared = &provider.declared;
    if let Some(reserved) = declared
        .authorization_parameters
        .keys()
        .find(|name| RESERVED_PARAMETERS.contains(&name.as_str()))
    {
        return Err((
            "authorization_parameters",
            format!(
                "authorization_parameters has `{reserved}`, which is always sent as it must be"
            ),
        ));
    }
    match declared.token_endpoint_auth_method.as_deref() {
        None | Some("client_secret_basic" | "client_secret_post") => Ok(()),
        Some(_) => wrong(
            "token_endpoint_auth_method",
            "token_endpoint_auth_method must be client_secret_basic or client_secret_post",
        ),
    }
}

fn check_client(
    provider: &ResolvedIdentityProvider,
    secrets: &IdentityProviderSecrets,
) -> Result<(), Problem> {
    let declared = &provider.declared;
    if declared.client_id.is_empty() {
        return wrong(
            "client_id",
            "client_id is missing: the provider gives it when you register Doorward there",
        );
    }
    if provider.preset.has(Quirk::SignedClientSecret) {
        let is_complete = declared.team_id.is_some()
            && declared.key_id.is_some()
            && secrets.private_key.is_some();
        if !is_complete {
            return Err((
                "private_key",
                format!(
                    "{} needs team_id, key_id and private_key: {} takes no client secret but one \
                     signed with that key",
                    declared.kind, provider.preset.name
                ),
            ));
        }
    } else if secrets.client_secret.as_deref().is_none_or(str::is_empty) {
        return wrong(
            "client_secret",
            "client_secret is missing: the provider gives it when you register Doorward there",
        );
    }
    Ok(())
}

fn check_protocol(provider: &ResolvedIdentityProvider) -> Result<(), Problem> {
    let maps_subject = provider.declared.claims.contains_key("sub")
        || provider
            .preset
            .claims
            .iter()
            .any(|(name, _)| *name == "sub");
    match provider.preset.protocol {
        Protocol::OpenId if provider.issuer().is_none() => wrong(
            "issuer",
            "issuer is missing: it is the address under which the provider's discovery lies",
        ),
        Protocol::OAuth2 if provider.endpoints().is_none() => wrong(
            "authorization_endpoint",
            "authorization_endpoint, token_endpoint and userinfo_endpoint must be given for oauth2",
        ),
        Protocol::OAuth2 if !maps_subject => wrong(
            "claims",
            "claims must say which field of the profile is `sub`: the identifier that is never \
             given to another",
        ),
        _ => Ok(()),
    }
}

fn check_directory(
    provider: &ResolvedIdentityProvider,
    secrets: &IdentityProviderSecrets,
) -> Result<(), Problem> {
    let wrong = |text: &str| Err(("ldap", text.to_owned()));
    let declared = &provider.declared;
    let Some(ldap) = &declared.ldap else {
        return wrong("ldap is missing: a table with url, base_dn and whoever may search");
    };
    check_directory_address(ldap)?;
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
    if DistinguishedName::parse(&ldap.base_dn).is_none() {
        return wrong("ldap.base_dn is no distinguished name, such as ou=people,dc=example,dc=com");
    }
    let group_base = ldap.group_base_dn.as_deref();
    if group_base.is_some_and(|base| DistinguishedName::parse(base).is_none()) {
        return wrong(
            "ldap.group_base_dn is no distinguished name, such as ou=groups,dc=example,dc=com",
        );
    }
    if let Some(rule) = unreadable_group(declared, ldap) {
        return Err((
            "roles",
            format!(
                "roles has the group `{}`, which is no distinguished name; ldap.group_names = \"cn\" \
                 takes common names",
                rule.value
            ),
        ));
    }
    if !ldap.bind_dn.is_empty() && secrets.bind_password.as_deref().is_none_or(str::is_empty) {
        return wrong("bind_password is missing: ldap.bind_dn cannot search without it");
    }
    if !declared.home_realms.is_empty() || declared.link_only {
        return wrong(
            "home_realms and link_only mean nothing for a directory: its users type their password \
             here",
        );
    }
    Ok(())
}

/// A rule whose group can never be one, because groups are named by their DN.
fn unreadable_group<'a>(
    declared: &'a IdentityProvider,
    ldap: &LdapSettings,
) -> Option<&'a RoleRule> {
    let mut rules = declared.roles.iter();
    rules.find(|rule| {
        rule.claim == "groups"
            && ldap.group_names == GroupNames::DistinguishedName
            && DistinguishedName::parse(&rule.value).is_none()
    })
}

fn check_directory_address(ldap: &LdapSettings) -> Result<(), Problem> {
    let url = Url::parse(&ldap.url)
        .ok()
        .filter(|url| url.has_host() && ["ldap", "ldaps"].contains(&url.scheme()));
    let Some(url) = url else {
        return wrong("ldap", "ldap.url must be ldaps://host or ldap://host");
    };
    // The parser recognizes IP addresses only in addresses with a scheme that it knows.
    let rest = ldap.url.get(url.scheme().len()..).unwrap_or_default();
    let is_loopback = Url::parse(&format!("http{rest}")).is_ok_and(|url| is_loopback_host(&url));
    if url.scheme() == "ldap" && !ldap.start_tls && !is_loopback {
        return wrong(
            "ldap",
            "ldap.url without TLS shows every password to the network: use ldaps:// or start_tls = \
             true, except on loopback",
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests;
