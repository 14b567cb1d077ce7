//! The address of a mail server, as the settings write it.

use secrecy::{ExposeSecret, SecretString};
use std::net::IpAddr;
use url::{Host, Url};

/// How the connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encryption {
    /// The connection is never encrypted: to a loopback address, or where the setting says `tls=off`.
    None,
    /// After the greeting, and always (RFC 3207).
    StartTls,
    /// From the first byte (RFC 8314 §3.3).
    Implicit,
}

/// The address of a mail server. `Debug` prints nothing of the password.
#[derive(Clone, Debug)]
pub(super) struct ServerUrl {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) encryption: Encryption,
    user: String,
    password: Option<SecretString>,
}

const FORM: &str = "must be smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST:465, with \
     every special character of user and password percent-encoded (@ is %40)";

impl ServerUrl {
    /// Reads `smtp://…` or `smtps://…`. By `smtp://` STARTTLS is required, except at this machine;
    /// `?tls=off` does without, and `?tls=starttls` asks for it at this machine too.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|_| FORM)?;
        let host = host(&url).ok_or(FORM)?;
        let has_path = !matches!(url.path(), "" | "/") || url.fragment().is_some();
        if has_path {
            return Err(FORM.to_owned());
        }
        let encryption = match (url.scheme(), url.query()) {
            ("smtps", None) => Encryption::Implicit,
            ("smtp", None) if is_loopback(&host) => Encryption::None,
            ("smtp", None | Some("tls=starttls")) => Encryption::StartTls,
            ("smtp", Some("tls=off")) => Encryption::None,
            ("smtp", Some(_)) => {
                return Err("knows ?tls=starttls and ?tls=off behind smtp://HOST".to_owned());
            }
            _ => return Err(FORM.to_owned()),
        };
        let decoded = |text: &str| percent_decoded(text).ok_or(FORM);
        let default_port = if encryption == Encryption::Implicit {
            465
        } else {
            587
        };
        Ok(Self {
            host,
            port: url.port().unwrap_or(default_port),
            encryption,
            user: decoded(url.username())?,
            password: url
                .password()
                .map(decoded)
                .transpose()?
                .map(SecretString::from),
        })
    }

    /// User and password, where the server asks for them.
    pub(super) fn credentials(&self) -> Option<(String, String)> {
        let password = self.password.as_ref()?;
        Some((self.user.clone(), password.expose_secret().to_owned()))
    }
}

/// The host of a URL with a scheme that the parser does not know: it is left as it was written.
fn host(url: &Url) -> Option<String> {
    let host = url.host_str().filter(|host| !host.is_empty())?;
    match Host::parse(host).ok()? {
        Host::Domain(domain) => Some(domain),
        Host::Ipv4(address) => Some(address.to_string()),
        Host::Ipv6(address) => Some(address.to_string()),
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?];
        let digits = std::str::from_utf8(&digits).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
    }
    let text = String::from_utf8(bytes).ok()?;
    (!text.chars().any(char::is_control)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_encrypted_unless_it_is_this_machine_or_the_operator_says_so() {
        let read = |text: &str| {
            let url = ServerUrl::parse(text).unwrap();
            (url.host, url.port, url.encryption)
        };
        let host = |name: &str| name.to_owned();
        assert_eq!(
            read("smtp://mail.example.com"),
            (host("mail.example.com"), 587, Encryption::StartTls)
        );
        assert_eq!(
            read("smtps://mail.example.com"),
            (host("mail.example.com"), 465, Encryption::Implicit)
        );
        assert_eq!(
            read("smtp://localhost:1025"),
            (host("localhost"), 1025, Encryption::None)
        );
        assert_eq!(read("smtp://[::1]:25"), (host("::1"), 25, Encryption::None));
        assert_eq!(
            read("smtp://127.0.0.1:2525?tls=starttls"),
            (host("127.0.0.1"), 2525, Encryption::StartTls)
        );
        assert_eq!(
            read("smtp://relay.internal:25?tls=off"),
            (host("relay.internal"), 25, Encryption::None)
        );
    }

    #[test]
    fn user_and_password_are_decoded_and_never_shown() {
        let url = ServerUrl::parse("smtp://ada%40example.com:p%3Aw%20%C3%BC@mail.example.com");
        let url = url.unwrap();
        let (user, password) = url.credentials().unwrap();
        assert_eq!(
            (user.as_str(), password.as_str()),
            ("ada@example.com", "p:w ü")
        );
        assert!(!format!("{url:?}").contains("p:w"));
        assert!(
            ServerUrl::parse("smtp://h")
                .unwrap()
                .credentials()
                .is_none()
        );
    }

    #[test]
    fn what_is_no_address_of_a_server_is_refused_without_its_password() {
        for wrong in [
            "",
            "mail.example.com:587",
            "http://mail.example.com",
            "smtp://",
            "smtp://user:secret@:587",
            "smtp://user:secret@mail.example.com/inbox",
            "smtp://user:secret@mail.example.com?tls=maybe",
            "smtps://user:secret@mail.example.com?tls=off",
            "smtp://user:secret%0d%0a@mail.example.com",
            "smtp://user:secret%zz@mail.example.com",
        ] {
            let error = ServerUrl::parse(wrong).unwrap_err();
            assert!(!error.contains("secret"), "{wrong}: {error}");
        }
    }
}
