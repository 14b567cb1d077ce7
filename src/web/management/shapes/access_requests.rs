//! The shapes of roles that users ask for.

use super::when;
use doorward_protocol::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A role that a user asked for.
#[derive(Serialize, ToSchema)]
pub struct AccessRequest {
    /// The identifier of the request.
    pub id: String,
    /// What became of it: open, approved, refused, withdrawn or expired.
    pub state: String,
    /// The identifier of the user who asks.
    pub user_id: String,
    /// The app, by its `client_id`.
    pub client_id: String,
    /// The name of the role.
    pub role: String,
    /// Why the user needs it, in their words.
    pub reason: String,
    /// When the user wants the role to end; null for no end.
    #[schema(format = "date-time")]
    pub wished_end: Option<String>,
    /// When the user asked for the role.
    #[schema(format = "date-time")]
    pub requested_at: String,
    /// Until when it waits for an answer.
    #[schema(format = "date-time")]
    pub expires_at: String,
    /// When it got its outcome.
    #[schema(format = "date-time")]
    pub ended_at: Option<String>,
    /// What kind of actor decided.
    pub ended_by_kind: Option<String>,
    /// The identifier of that actor.
    pub ended_by: Option<String>,
    /// Why it was refused.
    pub answer: Option<String>,
    /// When the role that was given ends; null for no end.
    #[schema(format = "date-time")]
    pub granted_until: Option<String>,
}

impl AccessRequest {
    /// A request as it is at a time.
    pub fn of(request: &doorward_core::access_requests::AccessRequest, now: Timestamp) -> Self {
        let waits = if request.is_open(now) {
            "open"
        } else {
            "expired"
        };
        Self {
            id: request.id.clone(),
            state: request.outcome.as_deref().unwrap_or(waits).to_owned(),
            user_id: request.user_id.clone(),
            client_id: request.client_id.clone(),
            role: request.role.clone(),
            reason: request.reason.clone(),
            wished_end: request.wished_end.map(when),
            requested_at: when(request.requested_at),
            expires_at: when(request.expires_at),
            ended_at: request.ended_at.map(when),
            ended_by_kind: request.ended_by_kind.clone(),
            ended_by: request.ended_by_id.clone(),
            answer: request.answer.clone(),
            granted_until: request.granted_until.map(when),
        }
    }
}

/// That a role is given to the user who asked for it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// When the role ends by itself; none for no end, where the role may be given so.
    #[serde(default)]
    #[schema(format = "date-time")]
    pub expires_at: Option<String>,
}

/// That a role is not given to the user who asked for it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// Why, for the user to read: 500 characters at most.
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}
