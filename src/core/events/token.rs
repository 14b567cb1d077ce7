//! Security event tokens (RFC 8417).

use crate::{Configuration, Result, context::OperationContext, kernel::Kernel};
use doorward_protocol::{
    clients::client::Client,
    events::{
        security_event::{self, SecurityEventToken},
        subject_identifier::SubjectIdentifier,
    },
};
use doorward_storage::SecurityEvent;

/// The token that tells the receiver of a stream about an event.
pub(super) fn security_event_token(
    kernel: &Kernel,
    ctx: &OperationContext,
    configuration: &Configuration,
    client: &Client,
    event: &SecurityEvent,
) -> Result<String> {
    let claims = SecurityEventToken {
        iss: kernel.issuer(),
        aud: &client.client_id,
        jti: &event.jti,
        iat: event.created_at,
        sub_id: &subject_identifier(kernel, client, event),
        event_type: &event.event_type,
        payload: event.payload.clone().into(),
    };
    let algorithm = client
        .id_token_signed_response_alg
        .unwrap_or_else(|| kernel.default_algorithm());
    Ok(configuration
        .keyring
        .sign(algorithm, security_event::TYP, &claims.claims(), ctx.now())?)
}

/// The subject of an event: the stream, a user by the `sub` that the client knows, or one session
/// of the user by the `sid` that its ID tokens have.
fn subject_identifier(
    kernel: &Kernel,
    client: &Client,
    event: &SecurityEvent,
) -> SubjectIdentifier {
    let Some(user_id) = &event.user_id else {
        return SubjectIdentifier::Opaque {
            id: event.stream_id.clone(),
        };
    };
    let user = SubjectIdentifier::IssSub {
        iss: kernel.issuer().to_owned(),
        sub: kernel.subject_for(client, user_id),
    };
    match &event.sid {
        None => user,
        Some(sid) => SubjectIdentifier::Complex {
            user: Some(Box::new(user)),
            session: Some(Box::new(SubjectIdentifier::Opaque { id: sid.clone() })),
        },
    }
}
