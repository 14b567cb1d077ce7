//! Addresses and names as they may stand in a mail (RFC 5321 §4.1.2, RFC 5322 §3.4).

use crate::text::is_unseen;
use unicode_normalization::is_nfkc;

/// The longest local part, in bytes (RFC 5321 §4.5.3.1.1).
const MAX_LOCAL: usize = 64;
/// The longest address, in bytes: a path of 256 with its angle brackets (RFC 5321 §4.5.3.1.3).
const MAX_ADDRESS: usize = 254;
/// The longest name beside an address, in characters.
const MAX_NAME: usize = 100;

/// An address that mail is sent to or from. It is written in ASCII without quotes, comments and
/// address literals, so that every program that reads it finds the same one receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailAddress {
    text: String,
    at: usize,
}

impl MailAddress {
    /// Reads an address: a dot-atom, `@`, and a domain. A domain of other letters than ASCII gets
    /// the form that the DNS has. `None` where mail is not sent to it.
    pub fn parse(address: &str) -> Option<Self> {
        let (local, domain) = address.split_once('@')?;
        if !is_mailable_local(local) {
            return None;
        }
        let domain = ascii_domain(domain)?;
        let text = format!("{local}@{domain}");
        (text.len() <= MAX_ADDRESS).then_some(Self {
            text,
            at: local.len(),
        })
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What stands before the `@`.
    pub fn local(&self) -> &str {
        self.text.get(..self.at).unwrap_or_default()
    }

    /// What stands behind it.
    pub fn domain(&self) -> &str {
        self.text.get(self.at + 1..).unwrap_or_default()
    }
}

/// Whether mail is sent to what stands before the `@` of an address: not to letters beyond ASCII
/// (RFC 6531), and to nothing that needs quotes.
pub fn is_mailable_local(local: &str) -> bool {
    is_dot_atom(local) && local.len() <= MAX_LOCAL
}

/// An address of which the first letter and the domain are shown, for somebody who is to recognize it and
/// not to read it.
pub fn masked(address: &str) -> String {
    let Some((local, domain)) = address.rsplit_once('@') else {
        return "•••".to_owned();
    };
    let first: String = local.chars().take(1).collect();
    format!("{first}•••@{domain}")
}

/// Atoms with single dots between them (RFC 5322 §3.2.3).
fn is_dot_atom(text: &str) -> bool {
    let is_atom = |atom: &str| {
        !atom.is_empty()
            && atom
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
    };
    text.split('.').all(is_atom)
}

/// A domain as the DNS has it. A letter that only looks like another one, such as a full-width one,
/// is in no domain: the address would be delivered to a domain that is written differently.
fn ascii_domain(domain: &str) -> Option<String> {
    let ascii = if domain.is_ascii() {
        domain.to_ascii_lowercase()
    } else if is_nfkc(domain) {
        match url::Host::parse(domain).ok()? {
            url::Host::Domain(ascii) => ascii,
            url::Host::Ipv4(_) | url::Host::Ipv6(_) => return None,
        }
    } else {
        return None;
    };
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = ascii.rsplit('.').next().unwrap_or_default();
    let is_number = last.bytes().all(|b| b.is_ascii_digit());
    (ascii.split('.').all(is_label) && !is_number).then_some(ascii)
}

/// Who a mail comes from: an address, and the name that is shown in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailSender {
    /// The name; none where the address alone is shown.
    pub name: Option<String>,
    /// The address itself.
    pub address: MailAddress,
}

impl MailSender {
    /// Reads `ADDRESS` or `NAME <ADDRESS>`.
    ///
    /// # Errors
    /// What it must be instead.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        const WRONG: &str =
            "must be an address, or a name with an address: Example <no-reply@example.com>";
        let text = text.trim();
        let Some((name, rest)) = text.split_once('<') else {
            let address = MailAddress::parse(text).ok_or(WRONG)?;
            return Ok(Self {
                name: None,
                address,
            });
        };
        let address = rest.strip_suffix('>').and_then(MailAddress::parse);
        let name = name.trim();
        let name = name
            .strip_prefix('"')
            .and_then(|name| name.strip_suffix('"'))
            .unwrap_or(name);
        let is_plain = !name.chars().any(is_unseen) && name.chars().count() <= MAX_NAME;
        if !is_plain || name.contains(['<', '>', '"']) {
            return Err(WRONG);
        }
        Ok(Self {
            name: Some(name.to_owned()).filter(|name| !name.is_empty()),
            address: address.ok_or(WRONG)?,
        })
    }
}

/// A name or a sentence as it may stand on one line of a mail: what ends a line, is not seen or
/// turns the direction of writing becomes a space, and what is too long is cut.
pub fn one_line(text: &str, longest: usize) -> String {
    let seen: String = text
        .chars()
        .map(|c| if is_unseen(c) { ' ' } else { c })
        .collect();
    let mut line = String::new();
    for word in seen.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    match line.char_indices().nth(longest) {
        Some((end, _)) => line.get(..end).unwrap_or_default().trim_end().to_owned() + "…",
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parsed(address: &str) -> Option<String> {
        MailAddress::parse(address).map(|address| address.as_str().to_owned())
    }

    #[test]
    fn a_masked_address_shows_its_first_letter_and_its_domain() {
        assert_eq!(masked("ada@example.com"), "a•••@example.com");
        assert_eq!(masked("a@b@example.com"), "a•••@example.com");
        assert_eq!(masked("@example.com"), "•••@example.com");
        assert_eq!(masked("ada"), "•••");
    }

    #[test]
    fn an_address_names_one_receiver_or_none() {
        for address in [
            "ada@example.com",
            "ada+notes@mail.example.com",
            "o'neill@example.com",
            "a.b.c@localhost",
            "ada@xn--bcher-kva.example",
        ] {
            assert_eq!(parsed(address).as_deref(), Some(address));
        }
        assert_eq!(parsed("Ada@Example.COM").unwrap(), "Ada@example.com");
        assert_eq!(
            parsed("ada@bücher.example").unwrap(),
            "ada@xn--bcher-kva.example"
        );
        // Letters whose last bytes are those of a line end are letters of a domain, and are encoded.
        assert_eq!(
            parsed("ada@example.com\u{560a}\u{560d}").unwrap(),
            "ada@example.xn--com-zr5epa"
        );
        for address in [
            "ada",
            "@example.com",
            "ada@",
            "ada@example.com,eve@evil.example",
            "ada@example.com eve@evil.example",
            "ada@example.com\r\nRCPT TO:<eve@evil.example>",
            "ada\u{560a}\u{560d}@example.com",
            "\"ada eve\"@example.com",
            "\"ada@example.com\r\n\"@evil.example",
            "\"ada@example.com>\"@evil.example",
            "ada(comment)@example.com",
            "ada@example.com(comment)",
            "<ada@example.com>",
            "ada@evil.example@example.com",
            "ada@[127.0.0.1]",
            "ada@127.0.0.1",
            "ada@example.com.",
            "ada@.example.com",
            "ada@example..com",
            "ada@-example.com",
            ".ada@example.com",
            "ada.@example.com",
            "a..b@example.com",
            "ada@ｅxample.com",
            "ada@example.com\0",
            "\u{212a}ate@example.com",
            "mıke@example.com",
            "ﬁ@example.com",
        ] {
            assert_eq!(parsed(address), None, "{address:?}");
        }
        for local in ["ada", "ada+notes", "o'neill"] {
            assert!(is_mailable_local(local), "{local:?}");
        }
        for local in ["jörg", "jo\u{308}rg", "\u{1f600}", "a..b", ".a", "a:b", ""] {
            assert!(!is_mailable_local(local), "{local:?}");
        }
        assert!(parsed(&format!("{}@example.com", "a".repeat(64))).is_some());
        assert!(parsed(&format!("{}@example.com", "a".repeat(65))).is_none());
        let long = format!("{}.example", ["a".repeat(60).as_str(); 4].join("."));
        assert!(parsed(&format!("ada@{long}")).is_none());
    }

    #[test]
    fn a_sender_is_an_address_with_a_name_or_without() {
        let sender = MailSender::parse("Example Inc. <no-reply@example.com>").unwrap();
        assert_eq!(sender.name.as_deref(), Some("Example Inc."));
        assert_eq!(sender.address.as_str(), "no-reply@example.com");
        let quoted = MailSender::parse("\"Example\" <no-reply@example.com>").unwrap();
        assert_eq!(quoted.name.as_deref(), Some("Example"));
        assert_eq!(MailSender::parse("a@example.com").unwrap().name, None);
        for wrong in [
            "",
            "Example",
            "Example <example.com>",
            "Example <a@example.com",
            "Ex\r\nBcc: eve@evil.example <a@example.com>",
            "Ex\u{2028}ample <a@example.com>",
            "a@example.com, b@example.com",
            "Ex<b@example.com> <a@example.com>",
        ] {
            assert!(MailSender::parse(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_line_stays_one_line() {
        assert_eq!(
            one_line("Notes\r\nBcc: eve@evil.example", 80),
            "Notes Bcc: eve@evil.example"
        );
        assert_eq!(one_line(" a\u{2028}b\u{202e}c\u{0}d ", 80), "a b c d");
        assert_eq!(one_line("abcdef", 3), "abc…");
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_one_line_of_ascii(address in ".{0,40}@.{0,40}") {
            if let Some(read) = MailAddress::parse(&address) {
                prop_assert!(read.as_str().is_ascii() && !read.as_str().contains([' ', '\r', '\n', '<', '>', '"', ',', ';']));
                prop_assert_eq!(MailAddress::parse(read.as_str()), Some(read));
            }
        }

        #[test]
        fn no_text_breaks_a_line(text in any::<String>()) {
            prop_assert!(!one_line(&text, 50).chars().any(is_unseen));
        }
    }

    #[test]
    fn an_address_is_taken_apart_at_its_sign() {
        for (address, local, domain) in [
            ("ada@example.com", "ada", "example.com"),
            ("Ada.L+x@Bücher.example", "Ada.L+x", "xn--bcher-kva.example"),
        ] {
            let parsed = MailAddress::parse(address).unwrap();
            assert_eq!((parsed.local(), parsed.domain()), (local, domain));
        }
    }
}
