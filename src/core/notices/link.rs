//! What the link of a notice holds.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use doorward_adapters::keys::LastingKeys;
use doorward_protocol::{secret::same_text, time::Timestamp};
use serde::{Deserialize, Serialize};

/// The longest token, in bytes: identifiers of this provider are short.
const MAX_TOKEN: usize = 1024;

/// What the link of a notice is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotMeLink {
    /// The user whose account it is about.
    #[serde(rename = "u")]
    pub user_id: String,
    /// When it happened.
    pub at: Timestamp,
}

impl NotMeLink {
    /// As it stands in an address, with the code that proves it.
    pub(super) fn token(&self, keys: &LastingKeys) -> String {
        let text = URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default());
        let code = keys.not_me_code(&text);
        format!("{text}.{code}")
    }

    /// Reads what [`NotMeLink::token`] wrote; none where anything of it was changed.
    pub(super) fn read(token: &str, keys: &LastingKeys) -> Option<Self> {
        if token.len() > MAX_TOKEN {
            return None;
        }
        let (text, code) = token.split_once('.')?;
        let is_base64 = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        if !text.bytes().all(is_base64) || !same_text(code, &keys.not_me_code(text)) {
            return None;
        }
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_as_it_was_written_and_not_otherwise() {
        let keys = LastingKeys::from_root(&[7; 32]).unwrap();
        let other = LastingKeys::from_root(&[8; 32]).unwrap();
        let link = NotMeLink {
            user_id: "u1".into(),
            at: Timestamp(5),
        };
        let token = link.token(&keys);
        assert_eq!(NotMeLink::read(&token, &keys), Some(link));
        assert_eq!(NotMeLink::read(&token, &other), None);
        for position in 0..token.len() {
            let mut bytes = token.clone().into_bytes();
            bytes[position] = if bytes[position] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert_eq!(NotMeLink::read(&changed, &keys), None, "{position}");
        }
        for none in ["", ".", "a", "a.b", &"a".repeat(2 * MAX_TOKEN)] {
            assert_eq!(NotMeLink::read(none, &keys), None);
        }
    }
}
