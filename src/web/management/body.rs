//! The JSON bodies of requests.

use doorward_core::management::ManagementError;
use doorward_protocol::{json::reason, text::noted};
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};

/// Reads a body.
///
/// # Errors
/// `Invalid` with the place that is wrong and what is expected there. Names of members are repeated,
/// values are not: they may be passwords, and refusals are logged.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, ManagementError> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let read = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| ManagementError::field(&pointer(error.path()), reason(error.inner())))?;
    reader
        .end()
        .map_err(|_| ManagementError::field("", "the body must be one JSON object"))?;
    Ok(read)
}

/// A place in a document, as a JSON Pointer (RFC 6901).
fn pointer(path: &Path) -> String {
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => {
                let key = key.replace('~', "~0").replace('/', "~1");
                format!("/{}", noted(&key))
            }
            Segment::Enum { variant } => format!("/{variant}"),
            Segment::Unknown => String::new(),
        })
        .collect()
}
