//! The parameters of the request, each at most once, empty ones left out (RFC 6749 §3.1).

use crate::text::{MAX_PARAMETER_BYTES, is_storable};

/// The parameters as they were sent, in order.
#[derive(Clone, Debug, Default)]
pub struct Parameters {
    pairs: Vec<(String, String)>,
    repeated: bool,
    unusable: bool,
}

impl Parameters {
    /// Reads `application/x-www-form-urlencoded` text, of a query or of a body.
    pub fn parse(encoded: &str) -> Self {
        let mut parameters = Self::default();
        for (name, value) in url::form_urlencoded::parse(encoded.as_bytes()) {
            // The parser puts U+FFFD where the bytes were no UTF-8: whatever was meant, this is not
            // it.
            parameters.unusable |= value.len() > MAX_PARAMETER_BYTES
                || !is_storable(&value)
                || value.contains('\u{fffd}');
            parameters.repeated |= parameters.pairs.iter().any(|(known, _)| *known == name);
            if !value.is_empty() {
                parameters
                    .pairs
                    .push((name.into_owned(), value.into_owned()));
            }
        }
        parameters
    }

    /// The value of a parameter, if it was sent and not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// How often a parameter was sent with a value.
    pub fn count(&self, name: &str) -> usize {
        self.pairs.iter().filter(|(known, _)| known == name).count()
    }

    /// Every parameter with a value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether any parameter was sent more than once (RFC 6749 §3.1 forbids it).
    pub fn has_repeated(&self) -> bool {
        self.repeated
    }

    /// Whether any value is too long, holds NUL, or is no UTF-8.
    pub fn has_unusable(&self) -> bool {
        self.unusable
    }

    /// The parameters, encoded again.
    pub fn encode(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.pairs)
            .finish()
    }
}
