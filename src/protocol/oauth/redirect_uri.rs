//! Redirect URIs: what may be registered, and what matches (RFC 9700 §2.1, RFC 8252 §7.3, §8.3,
//! §8.4).

use url::{Host, Url};

/// Query parameters that a response carries itself; a registered URI must not bring its own.
const RESPONSE_PARAMETERS: [&str; 9] = [
    "code",
    "state",
    "iss",
    "error",
    "error_description",
    "error_uri",
    "response",
    "id_token",
    "access_token",
];

/// Schemes that no app receives a response by: a browser or the system does something else with them.
const NO_APP: [&str; 26] = [
    "about",
    "blob",
    "chrome",
    "cid",
    "data",
    "dns",
    "file",
    "filesystem",
    "ftp",
    "ftps",
    "gopher",
    "intent",
    "jar",
    "javascript",
    "mailto",
    "news",
    "resource",
    "sftp",
    "sms",
    "ssh",
    "tel",
    "urn",
    "vbscript",
    "view-source",
    "ws",
    "wss",
];

/// Whether `requested` is the `registered` URI: byte for byte, except that the port of a loopback
/// IP literal over http may vary.
pub fn matches(registered: &str, requested: &str) -> bool {
    if registered == requested {
        return true;
    }
    match (loopback_parts(registered), loopback_parts(requested)) {
        (Some(registered), Some(requested)) => registered == requested,
        _ => false,
    }
}

/// A loopback URI as its bytes before and after the port: only a literal `127.0.0.1` or `[::1]`
/// over http counts.
fn loopback_parts(uri: &str) -> Option<(&str, &str)> {
    let origin = ["http://127.0.0.1", "http://[::1]"]
        .into_iter()
        .find(|origin| uri.starts_with(origin))?;
    let rest = uri.get(origin.len()..)?;
    let (port, path) = rest
        .find('/')
        .map_or((rest, ""), |slash| rest.split_at(slash));
    let digits = match port.strip_prefix(':') {
        Some(digits) => {
            !digits.is_empty()
                && digits.len() <= 5
                && digits.bytes().all(|b| b.is_ascii_digit())
                && digits.parse::<u16>().is_ok()
        }
        None => port.is_empty(),
    };
    digits.then_some((uri.get(..origin.len())?, path))
}

/// Whether a URI is one of the name `localhost` over http, whose port does not vary: the name may lead
/// elsewhere than to this machine (RFC 8252 §8.3).
pub fn is_localhost(uri: &str) -> bool {
    Url::parse(uri).is_ok_and(|url| url.scheme() == "http" && url.host_str() == Some("localhost"))
}

/// Where a URI of an app may be http.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlainHttp {
    /// On this machine.
    OnLoopback,
    /// Everywhere: the issuer is http itself, and its operator has said that nobody else listens.
    Anywhere,
}

impl PlainHttp {
    /// Whether a URI may be http.
    pub fn allows(self, url: &Url) -> bool {
        self == Self::Anywhere || is_loopback_host(url)
    }
}

/// Whether a host is this machine itself: `localhost`, 127.0.0.0/8 or `::1`.
pub fn is_loopback_host(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Whether the host of a URL is an IP address, or a name of letters, digits, hyphens, underscores and
/// dots. The URL standard admits more, such as `;` and `*`, which mean something else where an origin
/// stands in a header (Content Security Policy Level 3 §2.3.1) or in a log.
pub fn has_plain_host(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            !name.is_empty()
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
        }
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => true,
        None => false,
    }
}

/// Whether a user name or a password stands before the host.
pub fn holds_user(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// Where a redirect URI leads, for a page: its host with the port where it is not the usual one, or
/// its private-use scheme.
pub fn destination(redirect_uri: &str) -> String {
    let Ok(url) = Url::parse(redirect_uri) else {
        return redirect_uri.to_owned();
    };
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) if matches!(url.scheme(), "http" | "https") => {
            format!("{host}:{port}")
        }
        (Some(host), None) if matches!(url.scheme(), "http" | "https") => host.to_owned(),
        _ => format!("{}:", url.scheme()),
    }
}

/// The destination without the port that an app on this machine takes anew each time (RFC 8252
/// §7.3).
pub fn lasting_destination(redirect_uri: &str) -> String {
    match loopback_parts(redirect_uri) {
        Some((origin, _)) => destination(origin),
        None => destination(redirect_uri),
    }
}

/// A URI with parameters added to its query; what it has stays (RFC 6749 §3.1.2).
pub fn with_query<'a>(
    uri: &str,
    parameters: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> String {
    let separator = if uri.contains('?') { '&' } else { '?' };
    format!(
        "{uri}{separator}{}",
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(parameters)
            .finish()
    )
}

/// Whether a URI may be registered by a client itself, or what is wrong with it. A private-use scheme
/// must be a reversed domain name, so that its owner can be told (RFC 8252 §7.1).
///
/// # Errors
/// One sentence for the developer who registers it.
pub fn check_registration(uri: &str) -> Result<(), &'static str> {
    let url = check_form(uri)?;
    check_scheme(&url, PlainHttp::OnLoopback)?;
    if is_bare_private_use(&url) {
        return Err(
            "a private-use scheme must be a reversed domain name, such as com.example.app (RFC \
             8252 section 7.1)",
        );
    }
    Ok(())
}

/// Whether an administrator may declare a URI, or what is wrong with it. A native app (an
/// `application_type`) may have a private-use scheme that is no reversed domain name.
///
/// # Errors
/// One sentence for the administrator.
pub fn check_declaration(uri: &str, is_native: bool, http: PlainHttp) -> Result<(), &'static str> {
    let url = check_form(uri)?;
    if url.scheme() == "http" && !http.allows(&url) {
        return Err(
            "a redirect URI must be https, except on loopback (RFC 9700 section 2.6); for a laptop \
             or a network of containers alone, insecure_http = true allows http",
        );
    }
    check_scheme(&url, http)?;
    if is_bare_private_use(&url) && !is_native {
        return Err(
            "a private-use scheme must be a reversed domain name, such as com.example.app (RFC \
             8252 section 7.1), or the client an app on a device: application_type = \"native\"",
        );
    }
    Ok(())
}

/// What an administrator should know about a URI that may be declared; `None` where it is as safe as
/// one of its kind can be.
pub fn warning(uri: &str) -> Option<String> {
    let url = Url::parse(uri).ok().filter(is_bare_private_use)?;
    Some(format!(
        "{uri}: any app on a device can claim the scheme {}: one that is the reversed domain name of \
         its maker, such as com.example.app, is safer (RFC 8252 section 7.1)",
        url.scheme()
    ))
}

/// Whether the scheme is a private-use one that is no reversed domain name.
fn is_bare_private_use(url: &Url) -> bool {
    !matches!(url.scheme(), "http" | "https") && !url.scheme().contains('.')
}

/// Checks everything of a URI but its scheme.
fn check_form(uri: &str) -> Result<Url, &'static str> {
    if uri.len() > 2048 {
        return Err("a redirect URI may have 2048 characters at most");
    }
    if !uri.bytes().all(|b| (0x21..=0x7e).contains(&b))
        || uri.contains(['*', '\\', '<', '>', '"', '{', '}', '^', '|', '`'])
    {
        return Err(
            "a redirect URI is matched byte for byte: write it percent-encoded, without wildcards",
        );
    }
    let url =
        Url::parse(uri).map_err(|_| "a redirect URI must be absolute (RFC 6749 section 3.1.2)")?;
    check_text(uri, &url)?;
    if uri.contains('#') {
        return Err("a redirect URI must not have a fragment (RFC 6749 section 3.1.2)");
    }
    if holds_user(&url) || url.host_str().is_some() && authority(uri).contains('@') {
        return Err("a redirect URI must not hold a user name or password");
    }
    if url
        .query_pairs()
        .any(|(name, _)| RESPONSE_PARAMETERS.contains(&name.as_ref()))
    {
        return Err(
            "the query of a redirect URI must not hold a parameter of the response, such as code \
             or state",
        );
    }
    if matches!(url.scheme(), "http" | "https") && !has_plain_host(&url) {
        return Err(
            "the host of a redirect URI must be an IP address, or a name of letters, digits, \
             hyphens and dots",
        );
    }
    Ok(url)
}

/// Checks that an app can receive what is sent to the scheme.
fn check_scheme(url: &Url, http: PlainHttp) -> Result<(), &'static str> {
    match url.scheme() {
        "http" if !http.allows(url) => {
            Err("a redirect URI must be https, except on loopback (RFC 9700 section 2.6)")
        }
        scheme if NO_APP.contains(&scheme) => Err("this scheme cannot receive a response"),
        _ => Ok(()),
    }
}

/// Checks what the URL standard reads over in the text of a URI: an `https:` without exactly two
/// slashes, which other programs read as another host or as none (RFC 3986 §3.2), and control
/// characters in percent-encoding, which a receiver may decode into a header or a log.
///
/// # Errors
/// One sentence for the developer who registers it.
pub fn check_text(uri: &str, url: &Url) -> Result<(), &'static str> {
    let rest = uri.get(url.scheme().len()..).unwrap_or_default();
    let has_authority = rest
        .strip_prefix("://")
        .is_some_and(|rest| !rest.starts_with(['/', '\\']));
    if matches!(url.scheme(), "http" | "https") && !has_authority {
        return Err("an http or https URI must have // and a host after its scheme");
    }
    if encodes_control(uri) {
        return Err("a URI must not hold control characters in percent-encoding");
    }
    Ok(())
}

/// Whether a control character stands in percent-encoding.
fn encodes_control(uri: &str) -> bool {
    uri.split('%').skip(1).any(|rest| {
        let code = rest
            .get(..2)
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        code.is_some_and(|code| code.is_ascii_control())
    })
}

fn authority(uri: &str) -> &str {
    uri.split_once("://").map_or("", |(_, rest)| {
        rest.split(['/', '?', '#']).next().unwrap_or("")
    })
}

#[cfg(test)]
mod tests;
