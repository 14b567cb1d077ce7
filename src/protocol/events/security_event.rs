//! Security events: their types and claims (CAEP 1.0, Shared Signals Framework §8.1.4, and one type of this
//! provider), and the token that carries each (RFC 8417).

use crate::{
    events::subject_identifier::SubjectIdentifier,
    sessions::sso_session::EndReason,
    time::{Lifetime, Timestamp},
};
use serde_json::{Map, Value, json};

/// The `typ` header of a security event token (RFC 8417 §2.3).
pub const TYP: &str = "secevent+jwt";
/// The media type under which one is pushed (RFC 8935 §2.1).
pub const MEDIA_TYPE: &str = "application/secevent+jwt";
/// How long an event waits for its receiver to accept it.
pub const LIFETIME: Lifetime = Lifetime::days(7);

/// The types of event that this transmitter sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr)]
pub enum EventType {
    /// A session ended (CAEP §3.1).
    #[strum(serialize = "https://schemas.openid.net/secevent/caep/event-type/session-revoked")]
    SessionRevoked,
    /// A credential was made, changed or withdrawn (CAEP §3.3).
    #[strum(serialize = "https://schemas.openid.net/secevent/caep/event-type/credential-change")]
    CredentialChange,
    /// A user registered with the receiver, by an account that began there or by an invitation. Only
    /// that receiver hears of it. No specification defines a type for this.
    #[strum(serialize = "urn:doorward:event-type:user.registered")]
    UserRegistered,
    /// The receiver verifies that its stream works (Shared Signals Framework §8.1.4.1).
    #[strum(serialize = "https://schemas.openid.net/secevent/ssf/event-type/verification")]
    Verification,
}

impl EventType {
    /// The types that a receiver may request to which users sign in.
    pub const OFFERED_TO_APPS: &[Self] = &[
        Self::SessionRevoked,
        Self::CredentialChange,
        Self::UserRegistered,
    ];
    /// The types that every other receiver may request: no user ever registers with it.
    pub const OFFERED_TO_OTHERS: &[Self] = &[Self::SessionRevoked, Self::CredentialChange];

    /// The URI of the type, the member of the `events` claim.
    pub fn uri(self) -> &'static str {
        self.into()
    }

    /// The type that has this URI.
    pub fn parse(uri: &str) -> Option<Self> {
        uri.parse().ok()
    }
}

/// What happened to a credential (CAEP §3.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialChange {
    /// The user has a password for the first time.
    PasswordCreated,
    /// The password was replaced by another one.
    PasswordUpdated,
}

/// Who caused an event (CAEP §2, `initiating_entity`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Initiator {
    /// The user whom the event is about.
    User,
    /// An administrator, by the command line or an API.
    Administrator,
}

impl Initiator {
    const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Administrator => "admin",
        }
    }
}

fn payload(at: Timestamp, initiating_entity: &str, reason: &str) -> Map<String, Value> {
    let mut payload = Map::new();
    payload.insert("event_timestamp".into(), at.seconds().into());
    payload.insert("initiating_entity".into(), initiating_entity.into());
    payload.insert("reason_admin".into(), json!({"en": reason}));
    payload.insert("reason_user".into(), json!({"en": reason}));
    payload
}

/// The payload of [`EventType::SessionRevoked`].
pub fn session_revoked(reason: EndReason, at: Timestamp) -> Map<String, Value> {
    let (entity, text) = match reason {
        EndReason::SignOut => ("user", "The user signed out."),
        EndReason::Replaced => ("user", "Another sign-in in the same browser replaced it."),
        EndReason::TooMany => (
            "policy",
            "The user has more sessions than allowed, and this one began first.",
        ),
        EndReason::Administrator => ("admin", "An administrator ended the session."),
        EndReason::UserDisabled => ("admin", "The user was disabled."),
        EndReason::PasswordChanged => ("admin", "The password changed."),
        EndReason::AddressChanged => ("user", "The email address changed."),
        EndReason::AccountLeaving => ("user", "The user deletes the account."),
        EndReason::FactorChanged => ("user", "The user removed a sign-in method."),
        EndReason::GlobalRevocation => {
            ("admin", "Every session and token of the user was revoked.")
        }
        EndReason::TokenReplay => ("policy", "A refresh token of the session was used twice."),
        EndReason::Idle => ("policy", "The session was not used for too long."),
        EndReason::Absolute => ("policy", "The session reached its limit."),
        EndReason::Upstream => (
            "system",
            "The identity provider of the sign-in ended its session.",
        ),
    };
    payload(at, entity, text)
}

/// The payload of [`EventType::CredentialChange`].
pub fn credential_change(
    change: CredentialChange,
    initiator: Initiator,
    at: Timestamp,
) -> Map<String, Value> {
    let (change_type, text) = match change {
        CredentialChange::PasswordCreated => ("create", "A password was set."),
        CredentialChange::PasswordUpdated => ("update", "The password was changed."),
    };
    let mut payload = payload(at, initiator.as_str(), text);
    payload.insert("credential_type".into(), "password".into());
    payload.insert("change_type".into(), change_type.into());
    payload
}

/// The payload of [`EventType::UserRegistered`]: no personal data, since the app learns about the user
/// what the user allows at the first sign-in. `invitation_id` tells the app which invitation it was.
pub fn user_registered(
    invitation_id: Option<&str>,
    is_new_account: bool,
    at: Timestamp,
) -> Map<String, Value> {
    let mut payload = payload(at, Initiator::User.as_str(), "The user registered.");
    payload.insert("is_new_account".into(), is_new_account.into());
    if let Some(id) = invitation_id {
        payload.insert("invitation_id".into(), id.into());
    }
    payload
}

/// The claims of a security event token (RFC 8417 §2.2).
#[derive(Clone, Debug)]
pub struct SecurityEventToken<'a> {
    /// The issuer identifier of the transmitter.
    pub iss: &'a str,
    /// The `client_id` of the receiver.
    pub aud: &'a str,
    /// The same at every attempt, so that a receiver recognizes what it has already.
    pub jti: &'a str,
    /// When it happened.
    pub iat: Timestamp,
    /// The subject of the event (RFC 9493).
    pub sub_id: &'a SubjectIdentifier,
    /// The URI of the event type.
    pub event_type: &'a str,
    /// The claims of the event.
    pub payload: Value,
}

impl SecurityEventToken<'_> {
    /// The claims: never `sub`, never `exp` (Shared Signals Framework §4.1.3, §4.1.8), so that
    /// it cannot be mistaken for an ID token.
    pub fn claims(self) -> Map<String, Value> {
        // The tokens that one cause sends to several receivers have one `txn` (RFC 8417 §2.2).
        let txn = self
            .jti
            .rsplit_once('.')
            .map_or(self.jti, |(cause, _)| cause);
        let mut claims = Map::new();
        claims.insert("iss".into(), self.iss.into());
        claims.insert("aud".into(), self.aud.into());
        claims.insert("iat".into(), self.iat.seconds().into());
        claims.insert("jti".into(), self.jti.into());
        claims.insert("txn".into(), txn.into());
        claims.insert(
            "sub_id".into(),
            serde_json::to_value(self.sub_id).unwrap_or_default(),
        );
        claims.insert("events".into(), json!({self.event_type: self.payload}));
        claims
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_security_event_token_has_no_sub_and_no_exp() {
        let sub_id = SubjectIdentifier::Opaque { id: "x".into() };
        let payload = session_revoked(EndReason::Administrator, Timestamp::from_seconds(9));
        assert_eq!(payload["event_timestamp"], 9);
        let token = SecurityEventToken {
            iss: "https://op",
            aud: "c",
            jti: "s1.revoked.stream",
            iat: Timestamp::from_seconds(10),
            sub_id: &sub_id,
            event_type: EventType::SessionRevoked.uri(),
            payload: payload.into(),
        };
        let claims = token.claims();
        assert!(!claims.contains_key("sub") && !claims.contains_key("exp"));
        assert_eq!(
            (&claims["txn"], &claims["iat"]),
            (&json!("s1.revoked"), &json!(10))
        );
        assert_eq!(
            claims["events"][EventType::SessionRevoked.uri()]["initiating_entity"],
            "admin"
        );
        assert!(
            EventType::OFFERED_TO_APPS
                .iter()
                .all(|known| EventType::parse(known.uri()) == Some(*known))
        );
    }

    #[test]
    fn a_change_says_who_made_it() {
        let at = Timestamp::from_seconds(9);
        let change = CredentialChange::PasswordUpdated;
        let by = |initiator| credential_change(change, initiator, at)["initiating_entity"].clone();
        assert_eq!(by(Initiator::User), "user");
        assert_eq!(by(Initiator::Administrator), "admin");
    }

    #[test]
    fn a_registration_names_its_invitation_and_nobody() {
        let at = Timestamp::from_seconds(9);
        let invited = user_registered(Some("i1"), false, at);
        assert_eq!(
            (&invited["invitation_id"], &invited["is_new_account"]),
            (&json!("i1"), &json!(false))
        );
        assert!(!user_registered(None, true, at).contains_key("invitation_id"));
    }
}
