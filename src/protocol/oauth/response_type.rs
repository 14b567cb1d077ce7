//! Response types (RFC 6749 §3.1.1, OAuth 2.0 Multiple Response Type Encoding Practices §3 and §5).

use crate::oauth::response_mode::ResponseMode;
use serde::{Deserialize, Serialize};

/// What the authorization endpoint is to answer with. Six combinations exist here; a bare `token`
/// is not among them (RFC 9700 §2.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ResponseType {
    code: bool,
    id_token: bool,
    token: bool,
}

impl ResponseType {
    /// `code` alone, the only one that is on without being asked for.
    pub const CODE: Self = Self {
        code: true,
        id_token: false,
        token: false,
    };
    /// Every response type, by its registered name.
    pub const NAMES: [&'static str; 6] = [
        "code",
        "id_token",
        "id_token token",
        "code id_token",
        "code token",
        "code id_token token",
    ];

    /// Reads a response type; the order of its words means nothing.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parsed = Self {
            code: false,
            id_token: false,
            token: false,
        };
        for word in text.split(' ') {
            let flag = match word {
                "code" => &mut parsed.code,
                "id_token" => &mut parsed.id_token,
                "token" => &mut parsed.token,
                _ => return None,
            };
            if std::mem::replace(flag, true) {
                return None;
            }
        }
        (parsed.code || parsed.id_token).then_some(parsed)
    }

    /// Its registered name.
    pub fn as_str(self) -> &'static str {
        match (self.code, self.id_token, self.token) {
            (true, false, true) => "code token",
            (true, true, false) => "code id_token",
            (true, true, true) => "code id_token token",
            (false, _, true) => "id_token token",
            (false, _, false) => "id_token",
            (true, false, false) => "code",
        }
    }

    /// Whether a code comes.
    pub fn has_code(self) -> bool {
        self.code
    }

    /// Whether an ID token comes from the authorization endpoint.
    pub fn has_id_token(self) -> bool {
        self.id_token
    }

    /// Whether an access token comes from the authorization endpoint.
    pub fn has_token(self) -> bool {
        self.token
    }

    /// Whether anything but a code comes, which the `implicit` grant is registered for.
    pub fn is_front_channel(self) -> bool {
        self.id_token || self.token
    }

    /// How the response travels where the request does not say.
    pub fn default_mode(self) -> ResponseMode {
        if self.is_front_channel() {
            ResponseMode::Fragment
        } else {
            ResponseMode::Query
        }
    }

    /// Whether the response may travel so: tokens never in a query (Multiple Response Types §5).
    pub fn allows(self, mode: ResponseMode) -> bool {
        mode != ResponseMode::Query || !self.is_front_channel()
    }
}

impl Serialize for ResponseType {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ResponseType {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "response_types may hold {}",
                Self::NAMES.join(", ")
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_types_in_any_order_and_no_other() {
        for name in ResponseType::NAMES {
            assert_eq!(ResponseType::parse(name).unwrap().as_str(), name);
        }
        assert_eq!(
            ResponseType::parse("token id_token code").unwrap().as_str(),
            "code id_token token"
        );
        for refused in [
            "",
            "token",
            "none",
            "CODE",
            "code code",
            "code  token",
            "code token x",
        ] {
            assert_eq!(ResponseType::parse(refused), None, "{refused}");
        }
        assert!(
            !ResponseType::parse("code token")
                .unwrap()
                .allows(ResponseMode::Query)
                && ResponseType::CODE.allows(ResponseMode::Query)
        );
    }

    #[test]
    fn what_comes_is_what_its_name_says() {
        for name in ResponseType::NAMES {
            let parsed = ResponseType::parse(name).unwrap();
            let says = |word: &str| name.split(' ').any(|named| named == word);
            assert_eq!(parsed.has_code(), says("code"), "{name}");
            assert_eq!(parsed.has_id_token(), says("id_token"), "{name}");
            assert_eq!(parsed.has_token(), says("token"), "{name}");
        }
    }
}
