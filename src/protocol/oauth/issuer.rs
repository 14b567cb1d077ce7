//! The issuer identifier of this provider: what can be one, and how it is written (OpenID Connect
//! Discovery §2, RFC 8414 §2).

use crate::oauth::redirect_uri::{has_plain_host, holds_user, is_loopback_host};
use url::{Host, Url};

/// The longest path of an issuer, in bytes. Browsers ignore a cookie whose path has more than 1024
/// (RFC 6265bis §5.6).
const MAX_PATH_LENGTH: usize = 255;

/// The first segments of the paths of this provider. An issuer whose path begins with one of them
/// could not be told from the page of that name where a proxy takes the issuer's path away.
pub const OWN_SEGMENTS: [&str; 46] = [
    ".well-known",
    "access",
    "account",
    "account-address",
    "account-deletion",
    "admin",
    "api",
    "assets",
    "authorize",
    "authorize-challenge",
    "brand",
    "check_session",
    "consent",
    "dev",
    "docs",
    "end_session",
    "federation",
    "forgot-password",
    "forward-auth",
    "global-token-revocation",
    "introspect",
    "invitation",
    "language",
    "link-account",
    "livez",
    "me",
    "missing-fields",
    "no-access",
    "not-me",
    "password",
    "pictures",
    "readyz",
    "recovery",
    "register",
    "reset-password",
    "revoke",
    "scim",
    "select-account",
    "select-organization",
    "setup",
    "sign-in",
    "sign-up",
    "signed-out",
    "ssf",
    "token",
    "userinfo",
];

/// An issuer identifier, written as documents and tokens have it: scheme and host in lower case,
/// without the port that the scheme implies and without a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer {
    text: String,
    origin_length: usize,
}

impl Issuer {
    /// Reads an issuer. Two ways to write the same scheme, host and port are one issuer (RFC 3986
    /// §6.2.2.1, §6.2.3); whatever else a parser of URLs would set right is refused, because clients
    /// compare what they were given byte for byte.
    ///
    /// # Errors
    /// What to change, for the operator.
    pub fn parse(written: &str) -> Result<Self, String> {
        let (authority, path) = split(written)?;
        let origin = origin(written, authority)?;
        check_path(path)?;
        Ok(Self {
            origin_length: origin.len(),
            text: origin + path,
        })
    }

    /// The whole identifier.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Scheme, host and port, as browsers send them in `Origin` (RFC 6454 §6.2).
    pub fn origin(&self) -> &str {
        self.text.get(..self.origin_length).unwrap_or_default()
    }

    /// What stands before each path of this provider: empty, or a path without a slash at its end.
    pub fn path(&self) -> &str {
        self.text.get(self.origin_length..).unwrap_or_default()
    }

    /// Whether it is https.
    pub fn is_https(&self) -> bool {
        self.text.starts_with("https://")
    }

    /// Whether it names this machine, which http is enough for.
    pub fn is_loopback(&self) -> bool {
        Url::parse(&self.text).is_ok_and(|url| is_loopback_host(&url))
    }

    /// The path that a request is routed by. A request comes with the path of the issuer, or without
    /// it where a proxy takes that away. Well-known documents also lie where the path of the issuer
    /// follows their names (RFC 8414 §3.1). `None` where the path is the one to route by already.
    pub fn routed<'a>(&self, path: &'a str) -> Option<&'a str> {
        let own = self.path();
        if own.is_empty() {
            return None;
        }
        if let Some(rest) = path.strip_prefix(own) {
            return match rest {
                "" => Some("/"),
                _ => rest.starts_with('/').then_some(rest),
            };
        }
        let document = path.strip_suffix(own)?;
        let name = document.strip_prefix("/.well-known/")?;
        (!name.is_empty() && !name.contains('/')).then_some(document)
    }
}

/// Whether two issuers differ at most in how scheme, host and port are written. Whoever answers at
/// one of them answers at the other.
pub fn is_one_address(one: &str, other: &str) -> bool {
    let parts = |text: &str| {
        let url = Url::parse(text).ok()?;
        let rest = text.split_once("://")?.1;
        let path = rest.find(['/', '?', '#']).and_then(|end| rest.get(end..));
        let plain = matches!(url.scheme(), "https" | "http") && !holds_user(&url);
        plain.then(|| {
            (
                url.origin().ascii_serialization(),
                path.unwrap_or_default().to_owned(),
            )
        })
    };
    one == other || parts(one).is_some_and(|parts_of_one| Some(parts_of_one) == parts(other))
}

/// Authority and path of an issuer, which has neither a user nor a query nor a fragment.
fn split(written: &str) -> Result<(&str, &str), String> {
    if written.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err("must not hold spaces or control characters".to_owned());
    }
    let rest = written
        .split_once("://")
        .map(|(_, rest)| rest)
        .filter(|rest| !rest.starts_with('/'))
        .ok_or("must be a URL, such as https://id.example.com")?;
    if rest.contains(['?', '#']) {
        return Err("must have no query and no fragment".to_owned());
    }
    if rest.contains('\\') {
        return Err("must not hold a backslash".to_owned());
    }
    let (authority, path) = rest
        .find('/')
        .map_or((rest, ""), |slash| rest.split_at(slash));
    if authority.contains('@') {
        return Err("must name no user: nothing stands before the host".to_owned());
    }
    Ok((authority, path))
}

/// Scheme, host and port in their one form.
fn origin(written: &str, authority: &str) -> Result<String, String> {
    let scheme = written.split("://").next().unwrap_or_default();
    let scheme = scheme.to_ascii_lowercase();
    if !["https", "http"].contains(&scheme.as_str()) {
        return Err("must be https, except on loopback".to_owned());
    }
    let no_host = "must have a host, such as https://id.example.com";
    let url = Url::parse(&format!("{scheme}://{authority}/")).map_err(|_| no_host)?;
    if authority.contains('%') || !has_plain_host(&url) {
        return Err("must have a host of letters, digits, hyphens and dots".to_owned());
    }
    let host = match url.host().ok_or(no_host)? {
        // The dot of the root names the same host (RFC 9110 §4.2.3 compares hosts, not texts).
        Host::Domain(name) => name.strip_suffix('.').unwrap_or(name).to_owned(),
        Host::Ipv4(address) => {
            let host = authority.split(':').next().unwrap_or_default();
            if host != address.to_string() {
                return Err(format!("must be written with the address {address}"));
            }
            host.to_owned()
        }
        Host::Ipv6(address) => format!("[{address}]"),
    };
    if host.is_empty() || host.starts_with('.') || host.ends_with('.') || host.contains("..") {
        return Err(no_host.to_owned());
    }
    let port = url.port().map(|port| format!(":{port}"));
    Ok(format!("{scheme}://{host}{}", port.unwrap_or_default()))
}

fn check_path(path: &str) -> Result<(), String> {
    if path.is_empty() {
        return Ok(());
    }
    if path.ends_with('/') {
        return Err(
            "must not end with a slash: clients compare it byte for byte, and most leave it out"
                .to_owned(),
        );
    }
    let is_plain = |segment: &str| {
        let is_dots = matches!(segment, "." | "..");
        !segment.is_empty()
            && !is_dots
            && segment
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~'))
    };
    if !path.split('/').skip(1).all(is_plain) {
        // Proxies, browsers and cookies read anything else in more ways than one.
        return Err(
            "must have a path of letters, digits, hyphens, dots, underscores and tildes alone, \
             such as https://example.com/auth: nothing encoded, and no empty or dot segments"
                .to_owned(),
        );
    }
    if path.len() > MAX_PATH_LENGTH {
        return Err(format!(
            "must have a path of at most {MAX_PATH_LENGTH} characters"
        ));
    }
    let first = path.split('/').nth(1).unwrap_or_default();
    if OWN_SEGMENTS.contains(&first) {
        return Err(format!(
            "must not have the path /{first}, which is a page of Doorward itself: choose another, \
             such as /auth"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
