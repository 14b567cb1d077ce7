//! Who is meant: subject identifiers for security event tokens (RFC 9493).

use serde::{Deserialize, Serialize};

/// A subject identifier in one of the formats that are understood here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "format", rename_all = "snake_case")]
pub enum SubjectIdentifier {
    /// An address (RFC 9493 §3.2.2).
    Email {
        /// The address.
        email: String,
    },
    /// A text that only its issuer reads: `sub` where a user is meant, the stream's identifier
    /// where a stream is (§3.2.4).
    Opaque {
        /// The text.
        id: String,
    },
    /// A subject of an issuer: of this one, or of a provider elsewhere (§3.2.3).
    IssSub {
        /// The issuer.
        iss: String,
        /// The subject.
        sub: String,
    },
    /// Somebody and, where it is one session, which (Shared Signals Framework §3.2).
    Complex {
        /// Who.
        user: Option<Box<SubjectIdentifier>>,
        /// Which session of theirs: `sid`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<Box<SubjectIdentifier>>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_format_is_read_and_written_as_it_is_registered() {
        for document in [
            json!({"format": "email", "email": "ada@example.com"}),
            json!({"format": "opaque", "id": "s1"}),
            json!({"format": "iss_sub", "iss": "https://op", "sub": "ada"}),
            json!({"format": "complex", "user": {"format": "iss_sub", "iss": "https://op", "sub": "ada"}, "session": {"format": "opaque", "id": "s1"}}),
        ] {
            let read: SubjectIdentifier = serde_json::from_value(document.clone()).unwrap();
            assert_eq!(serde_json::to_value(&read).unwrap(), document);
        }
        for wrong in [
            json!({"format": "phone", "phone": "1"}),
            json!({"format": "email"}),
            json!("ada"),
            json!(null),
        ] {
            assert!(serde_json::from_value::<SubjectIdentifier>(wrong).is_err());
        }
    }
}
