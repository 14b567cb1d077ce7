//! The addresses of the resources of an app.

use crate::text::is_storable;
use std::fmt::Write;

/// The longest identifier that is kept, in bytes.
const MAX_ID: usize = 512;

/// Whether what an app calls a resource can be a part of an address.
pub fn is_usable_id(id: &str) -> bool {
    !matches!(id, "" | "." | "..") && id.len() <= MAX_ID && is_storable(id)
}

/// Whether two addresses are of one server.
pub fn is_same_server(one: &str, other: &str) -> bool {
    let server = |url: &str| url.split('/').take(3).collect::<Vec<_>>().join("/");
    server(one).eq_ignore_ascii_case(&server(other))
}

/// The list of a kind of resource, such as `Users`, below the base of an app.
pub fn list(base: &str, kind: &str) -> String {
    format!("{}/{kind}", base.trim_end_matches('/'))
}

/// The address of one resource.
pub fn one(base: &str, kind: &str, id: &str) -> String {
    format!("{}/{}", list(base, kind), encoded(id))
}

/// The resources whose attribute has a value, at most so many.
pub fn search(base: &str, kind: &str, attribute: &str, value: &str, count: usize) -> String {
    let value = serde_json::Value::from(value).to_string();
    let filter = encoded(&format!("{attribute} eq {value}"));
    format!("{}?filter={filter}&count={count}", list(base, kind))
}

/// A text as a part of a path or a query (RFC 3986 §2.1).
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_no_step_in_a_path() {
        for id in ["", ".", "..", "a\0b", &"a".repeat(513)] {
            assert!(!is_usable_id(id), "{id}");
        }
        assert!(is_usable_id("2819c223-7f76-453a-919d-413861904646"));
    }

    #[test]
    fn another_port_or_host_is_another_server() {
        let url = "https://app.example/scim/v2";
        assert!(is_same_server(url, "https://APP.example/other"));
        for other in [
            "https://app.example:444/scim",
            "https://app.example.org/",
            "http://app.example/",
        ] {
            assert!(!is_same_server(url, other), "{other}");
        }
    }

    #[test]
    fn what_an_app_chose_cannot_leave_its_place() {
        let base = "https://app.example/scim/v2/";
        assert_eq!(
            one(base, "Users", "../Groups?a=b#c"),
            "https://app.example/scim/v2/Users/..%2FGroups%3Fa%3Db%23c"
        );
        assert_eq!(
            search(base, "Users", "userName", "a\" or id pr", 2),
            "https://app.example/scim/v2/Users?filter=userName%20eq%20%22a%5C%22%20or%20id%20pr%22&count=2"
        );
    }
}
