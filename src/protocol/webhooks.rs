//! What a webhook is told, by Standard Webhooks: the catalogue of events, their documents with
//! their schemas, and what an operator declares.

pub mod catalogue;
pub mod declared;
pub mod event;

/// How long the secret of before is good after a rotation, where nobody says otherwise, in hours.
pub const ROTATION_HOURS: i64 = 24;
/// The longest that it may be, in hours: a week.
pub const MAX_ROTATION_HOURS: i64 = 168;
/// What stands for every event in a list of them.
pub const EVERY_EVENT: &str = "*";
