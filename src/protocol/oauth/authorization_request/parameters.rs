//! The parameters of the request, each at most once, empty ones left out (RFC 6749 §3.1).

use crate::text::{MAX_PARAMETER_BYTES, is_storable};

/// Maximum number of parameters that are read, of a query or of a body.
pub const MAX_PARAMETERS: usize = 100;

/// The parameters as they were sent, in order.
#[derive(Clone, Debug, Default)]
pub struct Parameters {
    pairs: Vec<(String, String)>,
    /// The names that came more than once.
    repeated: Vec<String>,
    unusable: bool,
    too_many: bool,
}

impl Parameters {
    /// Reads `application/x-www-form-urlencoded` text, of a query or of a body. What comes after
    /// `MAX_PARAMETERS` is not read, and makes all of it unusable.
    pub fn parse(encoded: &str) -> Self {
        let mut parameters = Self::default();
        for (number, (name, value)) in url::form_urlencoded::parse(encoded.as_bytes()).enumerate() {
            if number == MAX_PARAMETERS {
                parameters.unusable = true;
                parameters.too_many = true;
                break;
            }
            // The parser puts U+FFFD where the bytes were no UTF-8: whatever was meant, this is not
            // it.
            parameters.unusable |= value.len() > MAX_PARAMETER_BYTES
                || !is_storable(&value)
                || !is_storable(&name)
                || value.contains('\u{fffd}');
            let name = name.into_owned();
            if parameters.get(&name).is_some() {
                parameters.repeated.push(name.clone());
            }
            if !value.is_empty() {
                parameters.pairs.push((name, value.into_owned()));
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
        !self.repeated.is_empty()
    }

    /// Whether any parameter but `name` was sent more than once.
    pub fn has_repeated_but(&self, name: &str) -> bool {
        self.repeated.iter().any(|known| known != name)
    }

    /// Every value of a parameter, in order.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.iter()
            .filter(move |(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// Whether any value is too long, holds NUL, or is no UTF-8, or there are too many.
    pub fn has_unusable(&self) -> bool {
        self.unusable
    }

    /// Whether there are more than `MAX_PARAMETERS`, so that a repetition may not have been seen.
    pub fn has_too_many(&self) -> bool {
        self.too_many
    }

    /// The parameters, encoded again.
    pub fn encode(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.pairs)
            .finish()
    }
}

#[cfg(test)]
mod tests;
