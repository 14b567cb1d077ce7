//! The rules of Shared Signals that are broken, one at a time, and the module that is named for
//! each.

use crate::{
    fault::Exchange,
    faults::{Fault, after, before},
};
use serde_json::{Map, Value, json};

const SSF: &str = "ssf-transmitter";
const CAEP: &str = "ssf-transmitter-caep";

fn is_ssf(exchange: &Exchange) -> bool {
    exchange.path.starts_with("/ssf/")
}

/// Says yes where the provider said no.
fn permit(exchange: &mut Exchange, method: &str, refusal: u16, status: u16) {
    if is_ssf(exchange) && exchange.method == method && exchange.status == refusal {
        exchange.status = status;
    }
}

/// Changes the JSON of a request on its way in.
fn request(exchange: &mut Exchange, change: impl FnOnce(&mut Map<String, Value>)) {
    if let (true, Ok(Value::Object(mut body))) = (
        is_ssf(exchange),
        serde_json::from_str(&exchange.request_body),
    ) {
        change(&mut body);
        exchange.request_body = Value::Object(body).to_string();
    }
}

fn metadata(exchange: &mut Exchange, change: impl FnOnce(&mut Map<String, Value>)) {
    if exchange.path == "/.well-known/ssf-configuration" {
        exchange.json(change);
    }
}

/// Every fault of a transmitter.
pub const ALL: &[Fault] = &[
    after(
        "the metadata is of another issuer",
        SSF,
        "code",
        "openid-ssf-transmitter-metadata",
        |exchange| {
            metadata(exchange, |document| {
                drop(document.insert("issuer".into(), "https://elsewhere.example".into()));
            });
        },
    ),
    after(
        "the metadata names no way of delivery",
        SSF,
        "code",
        "openid-ssf-transmitter-metadata",
        |exchange| {
            metadata(exchange, |document| {
                drop(document.insert("delivery_methods_supported".into(), json!([])));
            });
        },
    ),
    after(
        "a stream is made with 200",
        SSF,
        "code",
        "openid-ssf-stream-control-happy-path",
        |exchange| permit(exchange, "POST", 201, 200),
    ),
    before(
        "a replacement keeps what it leaves out",
        SSF,
        "code",
        "openid-ssf-stream-control-happy-path",
        |exchange| {
            if exchange.method == "PUT" {
                exchange.method = "PATCH".into();
            }
        },
    ),
    after(
        "a deletion is answered with 200",
        SSF,
        "code",
        "openid-ssf-stream-control-happy-path",
        |exchange| permit(exchange, "DELETE", 204, 200),
    ),
    after(
        "a status does not stay",
        SSF,
        "code",
        "openid-ssf-stream-control-happy-path",
        |exchange| {
            if exchange.path == "/ssf/status" && exchange.method == "GET" {
                exchange.json(|document| drop(document.insert("status".into(), "enabled".into())));
            }
        },
    ),
    after(
        "broken input makes a stream",
        SSF,
        "code",
        "openid-ssf-stream-control-error-create-stream-with-broken-input",
        |exchange| {
            permit(exchange, "POST", 400, 201);
        },
    ),
    after(
        "anybody makes a stream",
        SSF,
        "code",
        "openid-ssf-stream-control-error-create-stream-with-invalid-token",
        |exchange| {
            permit(exchange, "POST", 401, 201);
        },
    ),
    after(
        "a second stream is our mistake",
        SSF,
        "code",
        "openid-ssf-stream-control-error-create-stream-with-duplicate-config",
        |exchange| {
            permit(exchange, "POST", 409, 500);
        },
    ),
    after(
        "anybody reads a stream",
        SSF,
        "code",
        "openid-ssf-stream-control-error-read-stream-with-invalid-token",
        |exchange| {
            permit(exchange, "GET", 401, 200);
        },
    ),
    after(
        "an unknown stream is read",
        SSF,
        "code",
        "openid-ssf-stream-control-error-read-unknown-stream",
        |exchange| {
            permit(exchange, "GET", 404, 200);
        },
    ),
    after(
        "anybody changes a stream",
        SSF,
        "code",
        "openid-ssf-stream-control-error-update-stream-with-invalid-token",
        |exchange| {
            permit(exchange, "PATCH", 401, 200);
        },
    ),
    after(
        "a broken change is taken",
        SSF,
        "code",
        "openid-ssf-stream-control-error-update-stream-with-invalid-body",
        |exchange| {
            permit(exchange, "PATCH", 400, 200);
        },
    ),
    after(
        "an unknown stream is changed",
        SSF,
        "code",
        "openid-ssf-stream-control-error-update-unknown-stream",
        |exchange| {
            permit(exchange, "PATCH", 404, 200);
        },
    ),
    after(
        "a broken replacement is taken",
        SSF,
        "code",
        "openid-ssf-stream-control-error-replace-stream-with-invalid-body",
        |exchange| {
            permit(exchange, "PUT", 400, 200);
        },
    ),
    after(
        "anybody replaces a stream",
        SSF,
        "code",
        "openid-ssf-stream-control-error-replace-stream-with-invalid-token",
        |exchange| {
            permit(exchange, "PUT", 401, 200);
        },
    ),
    after(
        "an unknown stream is replaced",
        SSF,
        "code",
        "openid-ssf-stream-control-error-replace-unknown-stream",
        |exchange| {
            permit(exchange, "PUT", 404, 200);
        },
    ),
    after(
        "anybody deletes a stream",
        SSF,
        "code",
        "openid-ssf-stream-control-error-delete-stream-with-invalid-token",
        |exchange| {
            permit(exchange, "DELETE", 401, 204);
        },
    ),
    after(
        "an unknown stream is deleted",
        SSF,
        "code",
        "openid-ssf-stream-control-error-delete-unknown-stream",
        |exchange| {
            permit(exchange, "DELETE", 404, 204);
        },
    ),
    after(
        "a subject is added with 204",
        SSF,
        "code",
        "openid-ssf-stream-subject-control",
        |exchange| {
            if exchange.path == "/ssf/subjects/add" {
                permit(exchange, "POST", 200, 204);
            }
        },
    ),
    before(
        "the user that the official suite names is unknown",
        SSF,
        "code",
        "openid-ssf-stream-subject-control",
        |exchange| {
            exchange.request_body = exchange
                .request_body
                .replace("example.user@example.com", "nobody@example.com");
        },
    ),
    before(
        "a push comes without the receiver's header",
        SSF,
        "code",
        "openid-ssf-transmitter-stream-verification-push",
        |exchange| {
            request(exchange, |body| {
                if let Some(delivery) = body.get_mut("delivery").and_then(Value::as_object_mut) {
                    delivery.remove("authorization_header");
                }
            });
        },
    ),
    before(
        "a push comes with a header that nobody gave",
        SSF,
        "code",
        "openid-ssf-transmitter-stream-verification-error-push-no-auth",
        |exchange| {
            request(exchange, |body| {
                if let Some(delivery) = body.get_mut("delivery").and_then(Value::as_object_mut) {
                    delivery.insert(
                        "authorization_header".into(),
                        "Bearer of somebody else".into(),
                    );
                }
            });
        },
    ),
    before(
        "a verification forgets its state",
        SSF,
        "code",
        "openid-ssf-transmitter-stream-verification-poll-only",
        |exchange| {
            request(exchange, |body| drop(body.remove("state")));
        },
    ),
    before(
        "an acknowledgement is not heard",
        SSF,
        "code",
        "openid-ssf-transmitter-stream-verification-poll-and-ack",
        |exchange| {
            request(exchange, |body| drop(body.remove("ack")));
        },
    ),
    before(
        "an acknowledgement alone is not heard",
        SSF,
        "code",
        "openid-ssf-transmitter-stream-verification-ack-only",
        |exchange| {
            request(exchange, |body| drop(body.remove("ack")));
        },
    ),
    after(
        "no event is delivered",
        CAEP,
        "code",
        "openid-ssf-transmitter-stream-caep-interop",
        |exchange| {
            if exchange.path == "/ssf/stream" {
                exchange
                    .json(|document| drop(document.insert("events_delivered".into(), json!([]))));
            }
        },
    ),
    before(
        "the end of a session is told to nobody",
        CAEP,
        "code",
        "openid-ssf-transmitter-stream-caep-interop",
        |exchange| {
            if exchange.path == "/end_session" {
                exchange.answer(200, "<title>signed out</title>");
            }
        },
    ),
];
