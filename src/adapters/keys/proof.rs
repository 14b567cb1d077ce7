//! Proves that what comes back from a place outside the database was put there by a node of this
//! provider: whoever can write to that place cannot make anything up.

use super::LastingKeys;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The length of a MAC as text.
const MAC_LENGTH: usize = 43;

impl LastingKeys {
    /// A text with a MAC in front (HMAC-SHA-256, RFC 2104), which holds for one place alone: what was
    /// copied from another place is not proven there.
    pub fn prove(&self, place: &str, content: &str) -> String {
        let mac = self.mac(place, content).finalize().into_bytes();
        format!("{}{content}", URL_SAFE_NO_PAD.encode(mac))
    }

    /// The content of a text that [`LastingKeys::prove`] made for the same place; `None` for every
    /// other one.
    pub fn proven<'a>(&self, place: &str, text: &'a str) -> Option<&'a str> {
        let (mac, content) = text.split_at_checked(MAC_LENGTH)?;
        let mac = URL_SAFE_NO_PAD.decode(mac).ok()?;
        self.mac(place, content).verify_slice(&mac).ok()?;
        Some(content)
    }

    /// The length of the place comes first, so that no two pairs give the same bytes.
    fn mac(&self, place: &str, content: &str) -> Hmac<Sha256> {
        let length = u64::try_from(place.len()).unwrap_or(u64::MAX);
        let mut mac = self.proof_key().clone();
        mac.update(&length.to_be_bytes());
        mac.update(place.as_bytes());
        mac.update(content.as_bytes());
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(root: &str) -> LastingKeys {
        LastingKeys::from_root(root.repeat(32).as_bytes()).unwrap()
    }

    #[test]
    fn a_proof_holds_for_its_key_its_place_and_its_content_alone() {
        let text = key("a").prove("place", "content");
        assert_eq!(key("a").proven("place", &text), Some("content"));
        assert_eq!(key("b").proven("place", &text), None);
        assert_eq!(key("a").proven("places", &text), None);
        let moved = format!("{}econtent", &text[..MAC_LENGTH]);
        assert_eq!(key("a").proven("plac", &moved), None);
        for at in 0..text.len() {
            let mut garbled = text.clone().into_bytes();
            garbled[at] ^= 1;
            let garbled = String::from_utf8(garbled).unwrap();
            assert_eq!(key("a").proven("place", &garbled), None, "{at}");
            assert_eq!(key("a").proven("place", &text[..at]), None, "{at}");
        }
        for nothing in ["", "content", "ended", &"\u{fffd}".repeat(30)] {
            assert_eq!(key("a").proven("place", nothing), None);
        }
    }
}
