//! Distinguished names and names of groups, compared as a directory compares them.

/// A part of a name: the type of an attribute and its value, in the form in which two spellings are
/// equal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Attribute {
    kind: String,
    /// As it is written, without the escapes.
    written: String,
    value: String,
}

/// A distinguished name (RFC 4514), parsed.
#[derive(Clone, Debug)]
pub struct DistinguishedName {
    /// The relative names, from the entry to the root; each is sorted, for their parts have no
    /// order.
    relative: Vec<Vec<Attribute>>,
}

/// Two spellings of one name are equal: the case and the surrounding space of types and values do
/// not count (caseIgnoreMatch, RFC 4517 §4.2.11).
impl PartialEq for DistinguishedName {
    fn eq(&self, other: &Self) -> bool {
        self.relative.len() == other.relative.len() && other.is_at_or_below(self)
    }
}

impl DistinguishedName {
    /// Parses a name. `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut relative = vec![Vec::new()];
        let mut rest = text;
        while !rest.trim_start_matches(' ').is_empty() || relative.len() > 1 {
            let (kind, after) = rest.split_once('=')?;
            let (written, separator, after) = value(after)?;
            let attribute = Attribute {
                kind: kind_of(kind)?,
                value: fold(&written),
                written,
            };
            relative.last_mut()?.push(attribute);
            match separator {
                None => break,
                Some('+') => {}
                Some(_) => relative.push(Vec::new()),
            }
            rest = after;
        }
        for parts in &mut relative {
            parts.sort();
        }
        relative.retain(|parts| !parts.is_empty());
        Some(Self { relative })
    }

    /// The common names of the entry itself, as they are written: `cn=Admins,ou=groups` has
    /// `Admins`.
    pub fn common_names(&self) -> impl Iterator<Item = &str> {
        let first = self.relative.first().into_iter().flatten();
        first
            .filter(|attribute| attribute.kind == "cn")
            .map(|attribute| attribute.written.as_str())
    }

    /// Whether the entry is the base itself, or below it.
    pub fn is_at_or_below(&self, base: &Self) -> bool {
        let same = |a: &Attribute, b: &Attribute| a.kind == b.kind && a.value == b.value;
        self.relative.len() >= base.relative.len()
            && self
                .relative
                .iter()
                .rev()
                .zip(base.relative.iter().rev())
                .all(|(own, other)| {
                    own.len() == other.len()
                        && own.iter().all(|a| other.iter().any(|b| same(a, b)))
                        && other.iter().all(|b| own.iter().any(|a| same(a, b)))
                })
    }
}

/// Whether two common names are equal: their case and their surrounding and repeated space do not
/// count (RFC 4519 §2.3, RFC 4517 §4.2.11).
pub fn is_same_common_name(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

fn fold(value: &str) -> String {
    let lower = value.to_lowercase();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The short name of the type of an attribute, which is case-insensitive (RFC 4512 §1.4). Some
/// servers write the identifiers of RFC 4519 instead.
fn kind_of(text: &str) -> Option<String> {
    let kind = text.trim().to_ascii_lowercase();
    let is_valid = !kind.is_empty()
        && kind
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.');
    let short = match kind.as_str() {
        "commonname" | "2.5.4.3" => "cn",
        "organizationalunitname" | "2.5.4.11" => "ou",
        "organizationname" | "2.5.4.10" => "o",
        "domaincomponent" | "0.9.2342.19200300.100.1.25" => "dc",
        "userid" | "0.9.2342.19200300.100.1.1" => "uid",
        other => other,
    };
    is_valid.then(|| short.to_owned())
}

/// A value with its escapes resolved, the separator that ends it, and what follows.
fn value(text: &str) -> Option<(String, Option<char>, &str)> {
    let mut bytes: Vec<u8> = Vec::new();
    // Up to where unescaped space at the end is not removed.
    let mut kept = 0;
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            ',' | '+' | ';' => {
                return finish(bytes, kept).map(|value| {
                    let after = text.get(at + 1..).unwrap_or_default();
                    (value, Some(character), after)
                });
            }
            '\\' => {
                let (_, escaped) = characters.next()?;
                match escaped.to_digit(16) {
                    Some(high) => {
                        let low = characters.next()?.1.to_digit(16)?;
                        bytes.push(u8::try_from(high * 16 + low).ok()?);
                    }
                    None if " \"#+,;<=>\\".contains(escaped) => {
                        bytes.extend(escaped.encode_utf8(&mut [0; 4]).as_bytes());
                    }
                    None => return None,
                }
                kept = bytes.len();
            }
            // What has to be escaped is not; NUL and quoted values (RFC 2253) are none of ours.
            '"' | '<' | '>' | '\0' => return None,
            ' ' if bytes.is_empty() => {}
            ' ' => bytes.push(b' '),
            _ => {
                bytes.extend(character.encode_utf8(&mut [0; 4]).as_bytes());
                kept = bytes.len();
            }
        }
    }
    finish(bytes, kept).map(|value| (value, None, ""))
}

fn finish(mut bytes: Vec<u8>, kept: usize) -> Option<String> {
    bytes.truncate(kept);
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::fmt::Write;

    fn parse(text: &str) -> DistinguishedName {
        DistinguishedName::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn spellings_of_one_name_are_equal() {
        let name = parse("cn=Wiki Admins,ou=groups,dc=example,dc=com");
        for same in [
            "CN=wiki admins,OU=Groups,DC=Example,DC=COM",
            "cn = Wiki  Admins , ou = groups , dc = example , dc = com",
            "commonName=Wiki Admins,ou=groups,dc=example,dc=com",
            "2.5.4.3=Wiki Admins,ou=groups,dc=example,dc=com",
            "cn=\\57iki\\20Admins,ou=groups,dc=example,dc=com",
        ] {
            assert_eq!(parse(same), name, "{same}");
        }
        assert_eq!(parse("cn=a+uid=b,dc=x"), parse("UID=B+CN=A,dc=x"));
        assert_eq!(parse("cn=Ärzte,dc=x"), parse("cn=ÄRZTE,dc=x"));
        assert_eq!(parse("cn=\\C3\\84rzte,dc=x"), parse("cn=ärzte,dc=x"));
    }

    #[test]
    fn names_that_only_look_alike_are_different() {
        let name = parse("cn=admins,ou=groups,dc=example,dc=com");
        for other in [
            "cn=admins,ou=people,dc=example,dc=com",
            "cn=admins,dc=example,dc=com",
            "ou=admins,ou=groups,dc=example,dc=com",
            "cn=admins\\,ou=groups,dc=example,dc=com",
            "cn=admins+cn=others,ou=groups,dc=example,dc=com",
            "cn=x,cn=admins,ou=groups,dc=example,dc=com",
            "cn=admins,ou=groups,dc=example\\2Cdc=com",
        ] {
            assert_ne!(parse(other), name, "{other}");
            assert_ne!(name, parse(other), "{other}");
        }
    }

    #[test]
    fn what_is_no_name_is_none() {
        for wrong in [
            "admins",
            "=admins",
            "cn=a,",
            "cn=a,b",
            "cn=a\\",
            "cn=a\\zz",
            "cn=a\\c3,dc=x",
            "c n=a",
            "cn=\"a\"",
        ] {
            assert!(DistinguishedName::parse(wrong).is_none(), "{wrong}");
        }
        assert!(DistinguishedName::parse("").is_some(), "the root");
    }

    #[test]
    fn the_common_name_is_that_of_the_entry() {
        let names = |text: &str| {
            let parsed = parse(text);
            parsed.common_names().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(names("CN=Wiki Admins,OU=g,DC=x"), ["Wiki Admins"]);
        assert_eq!(names("cn= Wiki  Admins ,DC=x"), ["Wiki  Admins"]);
        assert_eq!(names("cn=\\ a\\ ,dc=x"), [" a "], "what is escaped stays");
        assert_eq!(names("cn=a\\,b,dc=x"), ["a,b"]);
        assert!(names("ou=x,cn=admins,dc=x").is_empty());
        assert!(is_same_common_name(" Wiki  Admins ", "wiki admins"));
        assert!(!is_same_common_name("wikiadmins", "wiki admins"));
    }

    #[test]
    fn an_entry_is_below_its_base() {
        let base = parse("ou=groups,dc=example,dc=com");
        for below in [
            "cn=a,OU=groups,dc=example,dc=com",
            "ou=Groups, dc=example, dc=com",
        ] {
            assert!(parse(below).is_at_or_below(&base), "{below}");
        }
        for other in [
            "cn=a,ou=people,dc=example,dc=com",
            "cn=a\\,ou=groups,dc=example,dc=com",
            "dc=example,dc=com",
        ] {
            assert!(!parse(other).is_at_or_below(&base), "{other}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,80}") {
            let _ = DistinguishedName::parse(&text);
        }

        #[test]
        fn an_escaped_value_is_read_back(value in "[ -~äß]{1,20}") {
            prop_assume!(value.trim() == value);
            let escaped = value.bytes().fold(String::new(), |mut text, byte| {
                // Writing to a String cannot fail.
                let _ = write!(text, "\\{byte:02x}");
                text
            });
            let parsed = parse(&format!("cn={escaped},dc=x"));
            prop_assert_eq!(parsed.common_names().collect::<Vec<_>>(), [value.as_str()]);
        }
    }
}
