//! Subject identifiers of security event tokens (RFC 9493).

use serde::{Deserialize, Serialize};

/// A subject identifier in one of the supported formats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "format", rename_all = "snake_case")]
pub enum SubjectIdentifier {
    /// A user by email address (RFC 9493 §3.2.2).
    Email {
        /// The email address, as the sender writes it.
        email: String,
    },
    /// An identifier without further structure (§3.2.4): the `sub` of a user, the `sid` of a
    /// session or the `stream_id` of a stream.
    Opaque {
        /// The identifier, compared as a whole.
        id: String,
    },
    /// A user by issuer and subject (§3.2.3): of this provider, or of an identity provider.
    IssSub {
        /// The issuer identifier.
        iss: String,
        /// The `sub` that the issuer gave to the user.
        sub: String,
    },
    /// A user, and one session of the user (Shared Signals Framework §3.2).
    Complex {
        /// The user, in a simple format.
        user: Option<Box<SubjectIdentifier>>,
        /// The session, by its `sid`; none where the whole user is the subject.
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
            json!({
                "format": "complex",
                "user": {"format": "iss_sub", "iss": "https://op", "sub": "ada"},
                "session": {"format": "opaque", "id": "s1"},
            }),
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
