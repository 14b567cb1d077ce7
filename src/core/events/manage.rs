//! What a receiver does with its stream (Shared Signals Framework §8.1).

use crate::context::OperationContext;
use crate::events::{Access, Result, StreamError, own, receiver, subject};
use crate::{Provider, audit};
use doorward_protocol::{
    events::{
        event_stream::{self, Delivery, EventStream, Header, StreamStatus, Wanted},
        subject_identifier::SubjectIdentifier,
    },
    secret::{Secret, ordered_id, random_id},
    text::is_storable,
};
use doorward_storage::{Store, StoredStream, Unit};
use serde_json::{Map, Value};

/// As many verification events may wait in one stream.
const MOST_VERIFICATIONS: i64 = 100;

fn noted(
    provider: &Provider,
    ctx: &OperationContext,
    action: &'static str,
    client_id: &str,
) -> Unit {
    let entry = audit::Entry {
        action,
        actor: client_id,
        subject: None,
        client_id: Some(client_id),
        detail: "",
    };
    audit::entry(provider, ctx, &entry)
}

/// What is to be kept of a wanted stream; the address of a push is looked at before anything is
/// sent there.
fn kept(
    provider: &Provider,
    wanted: Wanted,
    before: Option<&StoredStream>,
) -> Result<StoredStream> {
    let Wanted {
        stream,
        authorization_header,
    } = wanted;
    if let Delivery::Push { endpoint_url } = &stream.delivery
        && !provider.outbound.permits(endpoint_url)
    {
        return Err(StreamError::Invalid(
            "delivery.endpoint_url must be an https address on the public Internet",
        ));
    }
    let sealed_authorization_header = match authorization_header {
        Header::Set(text) => Some(
            provider
                .master_key
                .seal(text.as_bytes())
                .map_err(crate::Error::from)?,
        ),
        Header::None => None,
        // What authorizes a push goes to the address that it was given for, and to no other.
        Header::Kept => before
            .filter(|before| before.stream.delivery == stream.delivery)
            .and_then(|before| before.sealed_authorization_header.clone()),
    };
    Ok(StoredStream {
        stream,
        sealed_authorization_header,
    })
}

fn configuration(provider: &Provider, stream: &EventStream) -> Value {
    stream.configuration(provider.issuer()).into()
}

/// Makes a stream (§8.1.1.1).
///
/// # Errors
/// [`StreamError`].
pub async fn create(
    provider: &Provider,
    ctx: &OperationContext,
    bearer: Option<&Secret>,
    body: &Map<String, Value>,
) -> Result<Value> {
    let client_id = receiver(provider, ctx, bearer, Access::Manage).await?;
    let wanted = event_stream::create(
        body,
        random_id(provider.entropy.as_ref(), 16),
        client_id.clone(),
    )
    .map_err(StreamError::Invalid)?;
    let new = kept(provider, wanted, None)?;
    let unit = Store::add_event_stream(&new, ctx.now()).then(noted(
        provider,
        ctx,
        "event_stream.created",
        &client_id,
    ));
    if provider.store.commit(unit).await? {
        Ok(configuration(provider, &new.stream))
    } else {
        Err(StreamError::Taken)
    }
}

/// The configuration of a stream, or of every one that the caller has (§8.1.1.2).
///
/// # Errors
/// [`StreamError`].
pub async fn read(
    provider: &Provider,
    ctx: &OperationContext,
    bearer: Option<&Secret>,
    stream_id: Option<&str>,
) -> Result<Value> {
    let client_id = receiver(provider, ctx, bearer, Access::Read).await?;
    if let Some(stream_id) = stream_id {
        return Ok(configuration(
            provider,
            &own(provider, &client_id, stream_id).await?.stream,
        ));
    }
    let found = provider.store.event_stream_of_client(&client_id).await?;
    Ok(found
        .iter()
        .map(|stored| configuration(provider, &stored.stream))
        .collect::<Vec<Value>>()
        .into())
}

/// Changes some properties of a stream (§8.1.1.3).
///
/// # Errors
/// [`StreamError`].
pub async fn update(
    provider: &Provider,
    ctx: &OperationContext,
    bearer: Option<&Secret>,
    body: &Map<String, Value>,
) -> Result<Value> {
    change(provider, ctx, bearer, body, event_stream::update).await
}

/// Says a stream anew (§8.1.1.4).
///
/// # Errors
/// [`StreamError`].
pub async fn replace(
    provider: &Provider,
    ctx: &OperationContext,
    bearer: Option<&Secret>,
    body: &Map<String, Value>,
) -> Result<Value> {
    change(provider, ctx, bearer, body, event_stream::replace).await
}

type Rule =
    fn(&Map<String, Value>, &EventStream, &str) -> std::result::Result<Wanted, &'static str>;

async fn change(
    provider: &Provider,
    ctx: &OperationContext,
    bearer: Option<&Secret>,
    body: &Map<String, Value>,
    rule: Rule,
) -> Result<Value> {
    let client_id = receiver(provider, ctx, bearer, Access::Manage).await?;
    let before = own(provider, &client_id, named(body)?).await?;
    let wanted = rule(body, &before.stream, provider.issuer()).map_err(StreamError::Invalid)?;
    let changed = kept(provider, wanted, Some(&before))?;
    let unit = Store::change_event_stream(&changed, ctx.now()).then(noted(
        provider,
        ctx,
        "event_stream.changed",
        &client_id,
    ));
    if !provider.store.commit(unit).await? {
        return Err(StreamError::NotFound("the stream was deleted"));
    }
    provider.event_deliveries.bell.notify_one();
    Ok(configuration(provider, &changed.stream))
}

fn named(body: &Map<String, Value>) -> Result<&str> {
    body.get("stream_id")
        .and_then(Value::as_str)
        .ok_or(StreamError::Invalid("stream_id is missing"))
}

/// Deletes a stream with everything that waits in it (§8.1.1.5).
///
/// # Errors
/// [`StreamError`].
pub async fn delete(
    provider: &Provider,
    ctx: &OperationContext,
    bearer: Option<&Secret>,
    stream_id: Option<&str>,
) -> Result<()> {
    let client_id = receiver(provider, ctx, bearer, Access::Manage).await?;
    let stored = own(
        provider,
        &client_id,
        stream_id.ok_or(StreamError::Invalid("stream_id is missing"))?,
    )
    .await?;
    let unit = Store::delete_event_stream(&stored.stream.stream_id).then(noted(
        provider,
        ctx,
        "event_stream.deleted",
        &client_id,
    ));
    provider.store.commit(unit).await?;
    Ok(())
}

/// Whether events flow (§8.1.2.1).
///
/// # Errors
/// [`StreamError`].
pub async fn status(
    provider: &Provider,
    ctx: &OperationContext,
    bearer: Option<&Secret>,
    stream_id: Option<&str>,
) -> Result<Value> {
    let client_id = receiver(provider, ctx, bearer, Access::Read).await?;
    let stored = own(
        provider,
        &client_id,
        stream_id.ok_or(StreamError::Invalid("stream_id is missing"))?,
    )
    .await?;
    Ok(stored.stream.status_document().into())
}

/// Says whether events flow (§8.1.2.2): enabled, paused (they wait), disabled (they are dropped).
///
/// # Errors
/// [`StreamError`].
pub async fn set_status(
    provider: &Provider,
    ctx: &OperationContext,
    bearer: Option<&Secret>,
    body: &Map<String, Value>,
) -> Result<Value> {
    let client_id = receiver(provider, ctx, bearer, Access::Manage).await?;
    let mut stream = own(provider, &client_id, named(body)?).await?.stream;
    let status = body
        .get("status")
        .and_then(Value::as_str)
        .and_then(StreamStatus::parse);
    stream.status = status.ok_or(StreamError::Invalid(
        "status must be enabled, paused or disabled",
    ))?;
    stream.status_reason = match body.get("reason") {
        None => None,
        Some(Value::String(text)) if text.len() <= 1000 && is_storable(text) => Some(text.clone()),
        Some(_) => {
            return Err(StreamError::Invalid(
                "reason must be a text of 1000 bytes at most",
            ));
        }
    };
    let unit = Store::set_event_stream_status(&stream, ctx.now()).then(noted(
        provider,
        ctx,
        "event_stream.status_set",
        &client_id,
    ));
    if !provider.store.commit(unit).await? {
        return Err(StreamError::NotFound("the stream was deleted"));
    }
    provider.event_deliveries.bell.notify_one();
    Ok(stream.status_document().into())
}

/// Events about somebody go into the stream again; they do for everybody who was not removed
/// (§8.1.3.2).
///
/// # Errors
/// [`StreamError`].
pub async fn add_subject(
    provider: &Provider,
    ctx: &OperationContext,
    bearer: Option<&Secret>,
    body: &Map<String, Value>,
) -> Result<()> {
    change_subject(provider, ctx, bearer, body, Store::add_event_stream_subject).await
}

/// Events about somebody go into the stream no more (§8.1.3.3).
///
/// # Errors
/// [`StreamError`].
pub async fn remove_subject(
    provider: &Provider,
    ctx: &OperationContext,
    bearer: Option<&Secret>,
    body: &Map<String, Value>,
) -> Result<()> {
    change_subject(
        provider,
        ctx,
        bearer,
        body,
        Store::remove_event_stream_subject,
    )
    .await
}

async fn change_subject(
    provider: &Provider,
    ctx: &OperationContext,
    bearer: Option<&Secret>,
    body: &Map<String, Value>,
    change: fn(&str, &str) -> Unit,
) -> Result<()> {
    let client_id = receiver(provider, ctx, bearer, Access::Manage).await?;
    let stream = own(provider, &client_id, named(body)?).await?.stream;
    let named: Option<SubjectIdentifier> = body
        .get("subject")
        .and_then(|subject| serde_json::from_value(subject.clone()).ok());
    let wrong = "subject must be a subject identifier of format email, opaque, iss_sub or complex (RFC 9493)";
    let user_id = subject(provider, &named.ok_or(StreamError::Invalid(wrong))?).await?;
    provider
        .store
        .commit(change(&stream.stream_id, &user_id))
        .await?;
    Ok(())
}

/// Sends an event by which the receiver sees that its stream works (§8.1.4.2).
///
/// # Errors
/// [`StreamError`].
pub async fn verify(
    provider: &Provider,
    ctx: &OperationContext,
    bearer: Option<&Secret>,
    body: &Map<String, Value>,
) -> Result<()> {
    let client_id = receiver(provider, ctx, bearer, Access::Manage).await?;
    let stream = own(provider, &client_id, named(body)?).await?.stream;
    let mut payload = Map::new();
    match body.get("state") {
        None => {}
        Some(Value::String(state)) if state.len() <= 1000 && is_storable(state) => {
            payload.insert("state".into(), state.clone().into());
        }
        Some(_) => {
            return Err(StreamError::Invalid(
                "state must be a text of 1000 bytes at most",
            ));
        }
    }
    let now = ctx.now();
    let jti = format!(
        "{}.{}",
        ordered_id(provider.entropy.as_ref(), now),
        stream.stream_id
    );
    let unit =
        Store::add_verification_event(&jti, &stream.stream_id, &payload, MOST_VERIFICATIONS, now);
    if !provider.store.commit(unit).await? {
        return Err(if stream.status == StreamStatus::Disabled {
            StreamError::Invalid("the stream is disabled")
        } else {
            StreamError::TooMany
        });
    }
    provider.event_deliveries.bell.notify_one();
    Ok(())
}
