//! The shapes of bodies and answers. The OpenAPI document is made of them.

pub mod access_requests;
pub mod apps;
pub mod branding;
pub mod groups;
pub mod invitations;
pub mod organizations;
pub mod provider;
pub mod roles;
pub mod scim_targets;
pub mod sessions;
pub mod users;
pub mod webhooks;

use doorward_core::management::ManagementError;
use doorward_protocol::time::Timestamp;
use serde::{Deserialize, Deserializer};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// A time as documents write it (RFC 3339).
pub fn when(at: Timestamp) -> String {
    OffsetDateTime::from_unix_timestamp(at.seconds())
        .ok()
        .and_then(|moment| moment.format(&Rfc3339).ok())
        .unwrap_or_default()
}

/// A time that a caller wrote.
///
/// # Errors
/// `Invalid` with its place.
pub fn moment(pointer: &str, text: &str) -> Result<Timestamp, ManagementError> {
    OffsetDateTime::parse(text, &Rfc3339)
        .map(|moment| Timestamp::from_seconds(moment.unix_timestamp()))
        .map_err(|_| ManagementError::field(pointer, "must be a time such as 2027-12-31T18:00:00Z"))
}

/// Tells a member that is null from one that is missing.
#[expect(
    clippy::option_option,
    reason = "null takes a value away, and what is missing stays"
)]
pub fn given<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}
