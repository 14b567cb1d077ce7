//! Waits for the body of a request before anything else of the request is looked at.

use actix_web::{
    Error, HttpMessage,
    body::MessageBody,
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::header::CONTENT_LENGTH,
    middleware::Next,
    web::BytesMut,
};
use futures_util::{
    StreamExt,
    stream::{self, LocalBoxStream},
};

/// How much of a body is waited for, in bytes. What an endpoint takes beyond, it reads itself: it looks
/// again at who sends when all of it has come.
pub const MAX_AWAITED: usize = 64 * 1024;

/// Hands a request on once its body has come. Whoever sends it slowly would otherwise act with a session
/// that was live when the head came, and at the time of the head.
pub async fn awaited(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    // One that says that it is longer is refused by its head where nobody takes as much.
    if !says_more(&request) {
        match request.take_payload() {
            Payload::None => {}
            payload => request.set_payload(arrived(payload).await),
        }
    }
    next.call(request).await
}

/// Whether the head says that more follows than is waited for (RFC 9110 §8.6).
fn says_more(request: &ServiceRequest) -> bool {
    let length = request.headers().get(CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    length.is_some_and(|length| length > MAX_AWAITED)
}

/// The body when it has come: all of it, or as much as is waited for with what follows.
async fn arrived(mut payload: Payload) -> Payload {
    let mut body = BytesMut::new();
    let rest: LocalBoxStream<_> = loop {
        match payload.next().await {
            None => break stream::empty().boxed_local(),
            Some(Err(error)) => break stream::once(async { Err(error) }).boxed_local(),
            Some(Ok(chunk)) => body.extend_from_slice(&chunk),
        }
        if body.len() > MAX_AWAITED {
            break payload.boxed_local();
        }
    };
    let body = stream::iter((!body.is_empty()).then(|| Ok(body.freeze())));
    Payload::Stream {
        payload: Box::pin(body.chain(rest)),
    }
}
