//! What the page says beside the values.

use super::{form::Problem, subject::Values};
use crate::messages::Messages;
use actix_web::http::StatusCode;
use doorward_protocol::secret::Digest;

/// What the page says beside the values.
#[derive(Default)]
pub struct Told {
    /// The status of the answer.
    pub status: StatusCode,
    /// What is wrong.
    pub problem: Option<Problem>,
    /// The present values, where somebody else changed them meanwhile.
    pub now: Option<Values>,
    /// Whether they were saved just now.
    pub is_saved: bool,
    /// Whether the address filled in the form.
    pub is_filled: bool,
}

impl Told {
    /// What is told where the values are not those that the form was made from.
    pub fn changed(status: StatusCode, present: Values, t: Messages) -> Self {
        Self {
            status,
            now: Some(present),
            problem: Some(Problem {
                text: t.branding_changed(),
                field: "",
            }),
            ..Self::default()
        }
    }

    /// Something that can be put right.
    pub fn problem(problem: Problem) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            problem: Some(problem),
            ..Self::default()
        }
    }
}

/// Whether a form was made from other values than those that hold, and asks for others than these.
pub fn is_stale(seen: Option<&str>, present: &Values, filled: &Values) -> bool {
    seen.unwrap_or_default() != version(present) && filled != present
}

/// The digest of the values that a form is made from.
pub fn version(values: &Values) -> String {
    let all = values.named().map(|(_, value)| value);
    Digest::of(all.join("\0").as_bytes()).as_str().to_owned()
}
