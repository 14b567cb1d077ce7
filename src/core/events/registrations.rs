//! The event by which an app learns that a user registered with it.

use doorward_protocol::{
    events::security_event::{EventType, user_registered},
    time::Timestamp,
};
use doorward_storage::{NewSecurityEvent, Store, Unit};

/// Somebody who registered with apps.
pub(crate) struct Registration<'a> {
    /// The user who registered.
    pub(crate) user_id: &'a str,
    /// The apps. Each of them hears of it by its own event stream, and no other receiver does.
    pub(crate) client_ids: &'a [String],
    /// The invitation that was accepted.
    pub(crate) invitation_id: Option<&'a str>,
    /// Whether the account was made by it.
    pub(crate) is_new_account: bool,
}

/// The statements that add the event to the stream of each app.
pub(crate) fn announce_registration(
    cause: &str,
    registration: &Registration<'_>,
    now: Timestamp,
) -> Unit {
    let payload = user_registered(registration.invitation_id, registration.is_new_account, now);
    registration
        .client_ids
        .iter()
        .fold(Unit::new(), |unit, client_id| {
            let event = NewSecurityEvent {
                cause,
                event_type: EventType::UserRegistered,
                user_id: registration.user_id,
                sid: None,
                client_id: Some(client_id),
                payload: payload.clone(),
            };
            unit.then(Store::add_security_events(&event, now))
        })
}
