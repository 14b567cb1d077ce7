//! Paths of routes: which route a path is, and what its parameters are.

use std::{collections::BTreeMap, fmt::Write as _};

/// The parameters of a path, where it is one of a template such as `/users/{id}`.
pub fn parameters(template: &str, path: &str) -> Option<BTreeMap<String, String>> {
    let (mut names, mut texts) = (template.split('/'), path.split('/'));
    let mut found = BTreeMap::new();
    loop {
        match (names.next(), texts.next()) {
            (None, None) => return Some(found),
            (Some(name), Some(text)) => {
                let parameter = name
                    .strip_prefix('{')
                    .and_then(|rest| rest.strip_suffix('}'));
                match parameter {
                    Some(parameter) if !text.is_empty() => {
                        found.insert(parameter.to_owned(), decoded(text)?);
                    }
                    None if name == text => {}
                    _ => return None,
                }
            }
            _ => return None,
        }
    }
}

/// A segment without its percent-encoding (RFC 3986 §2.1); `None` where that is no text.
fn decoded(segment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            // A sign is accepted where a number is read.
            if !digits.iter().all(u8::is_ascii_hexdigit) {
                return None;
            }
            let digits = std::str::from_utf8(&digits).ok()?.to_owned();
            bytes.push(u8::from_str_radix(&digits, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// A text as a segment of a path.
pub fn segment(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            written.push(char::from(byte));
        } else {
            let _ = write!(written, "%{byte:02X}");
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn parameters_are_read_by_their_names() {
        let found = parameters("/apps/{app}/roles/{role}", "/apps/notes/roles/a%2Fb").unwrap();
        assert_eq!(
            (found["app"].as_str(), found["role"].as_str()),
            ("notes", "a/b")
        );
        for path in [
            "/apps/notes/roles",
            "/apps//roles/x",
            "/apps/notes/roles/x/",
            "/apps/a/b/c",
        ] {
            assert_eq!(parameters("/apps/{app}/roles/{role}", path), None, "{path}");
        }
        for path in ["/users/%", "/users/%1", "/users/%ff", "/users/%+1"] {
            assert_eq!(parameters("/users/{id}", path), None, "{path}");
        }
    }

    proptest! {
        #[test]
        fn a_segment_is_read_as_it_was_written(text in "\\PC{1,20}") {
            let path = format!("/users/{}", segment(&text));
            prop_assert_eq!(&parameters("/users/{id}", &path).unwrap()["id"], &text);
        }
    }
}
