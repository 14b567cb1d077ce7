//! Session management (OpenID Connect Session Management §2, §3): how a client's page learns that
//! the session changed, without asking the server.

use crate::{oauth::redirect_uri::has_plain_host, secret::Digest};
use sha2::{Digest as _, Sha256};
use std::fmt::Write;
use url::Url;

/// What a browser keeps of its session, readable by the page that compares: another for each
/// session, and cannot be guessed.
pub fn browser_state(sid: &str, salt: &[u8]) -> String {
    let mut bytes = salt.to_vec();
    bytes.extend(sid.as_bytes());
    Digest::of(&bytes).as_str().to_owned()
}

/// The origin to which a client's page belongs; none where the redirect URI has a private-use
/// scheme, or a host that no header may name.
pub fn origin(redirect_uri: &str) -> Option<String> {
    let url = Url::parse(redirect_uri).ok()?;
    let is_page = matches!(url.scheme(), "http" | "https") && has_plain_host(&url);
    is_page.then(|| url.origin().ascii_serialization())
}

/// The `session_state` of an authorization response. The script of `check_session_iframe` computes
/// the same.
pub fn session_state(client_id: &str, origin: &str, browser_state: &str, salt: &str) -> String {
    let digest = Sha256::digest(format!("{client_id} {origin} {browser_state} {salt}"));
    let mut state = digest.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    state.push('.');
    state.push_str(salt);
    state
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_changes_with_everything_that_it_is_made_of() {
        let state = session_state("c", "https://a.example", "b", "s");
        assert!(state.split('.').nth(1) == Some("s") && state.len() == 66);
        for other in [
            session_state("d", "https://a.example", "b", "s"),
            session_state("c", "https://b.example", "b", "s"),
            session_state("c", "https://a.example", "d", "s"),
            session_state("c", "https://a.example", "b", "t"),
        ] {
            assert_ne!(state, other);
        }
        assert_eq!(
            origin("https://a.example:8443/cb?x=1").as_deref(),
            Some("https://a.example:8443")
        );
        assert_eq!(origin("com.example.app:/cb"), None);
        for host in ["a;sandbox", "*", "*.example", "a'b", "a,b", "a%3Bb"] {
            assert_eq!(origin(&format!("https://{host}/cb")), None, "{host}");
        }
        assert_ne!(browser_state("1", b"salt"), browser_state("2", b"salt"));
    }
}
