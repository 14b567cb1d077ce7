//! A place in a list that is in the order of time.

use doorward_protocol::time::Timestamp;

/// A place in a list in the order of time, the newest first: after it come older rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListCursor {
    /// The time of the row there.
    pub at: Timestamp,
    /// The identifier of the row there.
    pub id: String,
}

impl ListCursor {
    /// The place before which everything is that happened until a time.
    pub const fn after(at: Timestamp) -> Self {
        Self {
            at: Timestamp(at.0 + 1),
            id: String::new(),
        }
    }
}
