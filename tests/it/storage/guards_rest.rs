//! More guards of units, each by itself: of grants, identities, declared fields, signing keys, streams of
//! the audit log and event streams.

use super::{
    guards::{done, once, refused},
    identity_at,
};
use crate::{
    on_both,
    world::{ADA, World},
};
use doorward_protocol::{
    events::event_stream::{Delivery, EventStream, StreamStatus},
    oauth::{grant::GrantFacts, scope::Scope},
    oidc::claims_request::ClaimNames,
    sessions::sso_session::Authentication,
    time::Lifetime,
    users::attributes::UserAttribute,
};
use doorward_storage::{
    AuditPlace, AuditStreamFailure, AuditStreamLease, NewGrant, Store, StoredStream,
    StoredUserAttribute,
};
use serde_json::json;

on_both!(
    a_grant_is_of_a_user_who_is_there_and_enabled,
    an_identity_is_used_by_its_user_alone_and_unlinked_once,
    a_declared_field_is_changed_as_it_was_read,
    a_signing_key_is_published_and_removed_once,
    a_stream_of_the_audit_log_is_of_one_attempt_at_a_time,
    an_event_stream_is_changed_while_it_is_there,
);

async fn a_grant_is_of_a_user_who_is_there_and_enabled(world: World) {
    let (ada, now) = (world.sub(ADA.0).await, world.provider.now());
    let grant = |grant_id: &str, user_id: &str| {
        Store::add_grant(&NewGrant {
            facts: GrantFacts {
                grant_id: grant_id.to_owned(),
                client_id: "notes".to_owned(),
                user_id: user_id.to_owned(),
                sid: Some("a session".to_owned()),
                scope: Scope::parse("openid").unwrap(),
                auth_time: now,
                authentication: Authentication::password(),
                resources: Vec::new(),
                claims: ClaimNames::default(),
                organization_id: None,
            },
            created_at: now,
            expires_at: now.plus(Lifetime::hours(1)),
        })
    };
    done(&world, "a grant", grant("first", &ada)).await;
    refused(&world, "of nobody", grant("second", "nobody")).await;
    world.disable(ADA.0).await;
    refused(&world, "of a disabled user", grant("third", &ada)).await;
    let kept = world.texts("SELECT id FROM grants ORDER BY id").await;
    assert_eq!(kept, ["first"]);
}

async fn an_identity_is_used_by_its_user_alone_and_unlinked_once(world: World) {
    let (ada, now) = (world.sub(ADA.0).await, world.provider.now());
    let (identity, other) = (identity_at("first"), identity_at("second"));
    let used = |user: &str| Store::use_identity(&identity, user, now);
    refused(&world, "before it is linked", used(&ada)).await;
    done(&world, "linked", Store::add_identity(&identity, &ada, now)).await;
    done(&world, "used", used(&ada)).await;
    refused(&world, "by another user", used("another")).await;
    let never_linked = Store::use_identity(&other, &ada, now);
    refused(&world, "another identity", never_linked).await;
    let taken = world.provider.store();
    let again = taken
        .commit(Store::add_identity(&identity, &ada, now))
        .await;
    assert!(!again.unwrap_or(false), "linked twice");
    assert_eq!(taken.identities_of_user(&ada).await.unwrap().len(), 1);
}

async fn a_declared_field_is_changed_as_it_was_read(world: World) {
    let now = world.provider.now();
    let field = |label: &str, version| {
        let document = json!({"name": "badge", "claim": "badge", "scope": "s", "label": label});
        let attribute: UserAttribute = serde_json::from_value(document).unwrap();
        StoredUserAttribute { attribute, version }
    };
    let new = Store::put_user_attribute(&field("Badge", 0), now);
    once(&world, "a field", new).await;
    let changed = Store::put_user_attribute(&field("Number", 1), now);
    once(&world, "a change of what was read", changed).await;
    let removed = |version| Store::remove_user_attribute(&field("Number", version));
    refused(&world, "a removal of what was read before", removed(1)).await;
    once(&world, "a removal", removed(2)).await;
    let late = Store::put_user_attribute(&field("Late", 2), now);
    refused(&world, "a change after the removal", late).await;
    let left = world.provider.store().user_attributes().await.unwrap();
    assert!(left.is_empty(), "{left:?}");
}

async fn a_signing_key_is_published_and_removed_once(world: World) {
    let (store, now) = (world.provider.store(), world.provider.now());
    let keys = store.signing_keys().await.unwrap();
    let newest = keys.iter().max_by_key(|key| key.generation).unwrap();
    let mut next = newest.clone();
    "next".clone_into(&mut next.kid);
    next.generation += 1;
    next.created_at = now;
    done(&world, "a key", Store::publish_signing_key(&next, now)).await;
    // Another node made one of that generation at the same time.
    let mut rival = next.clone();
    "rival".clone_into(&mut rival.kid);
    let rival = Store::publish_signing_key(&rival, now);
    refused(&world, "a second key of the generation", rival).await;
    let removed = Store::remove_signing_key(&next);
    once(&world, "a key leaves", removed).await;
    let left = store.signing_keys().await.unwrap();
    assert_eq!(left.len(), keys.len());
    let kept = left.iter().find(|key| key.kid == newest.kid).unwrap();
    assert_eq!(kept.remove_after, None, "it is the newest again");
}

async fn a_stream_of_the_audit_log_is_of_one_attempt_at_a_time(world: World) {
    let (store, now) = (world.provider.store(), world.provider.now());
    let place = |position| AuditPlace { day: now, position };
    let begin = Store::begin_audit_stream("siem", place(0));
    assert!(store.commit(begin.clone()).await.unwrap());
    assert!(store.commit(begin).await.unwrap(), "another node began it");
    let read = store.audit_stream("siem").await.unwrap().unwrap();
    let lease = |id| AuditStreamLease { id, now };
    let first = Store::lease_audit_stream(&read, lease("first"));
    done(&world, "an attempt", first).await;
    let second = Store::lease_audit_stream(&read, lease("second"));
    refused(&world, "another attempt at the same time", second).await;
    let advance = |id, to| Store::advance_audit_stream("siem", lease(id), place(to));
    refused(&world, "a place by another attempt", advance("second", 7)).await;
    let failure = AuditStreamFailure {
        error: "no answer",
        next_attempt_at: now.plus(Lifetime::minutes(1)),
    };
    let postpone = |id| Store::postpone_audit_stream("siem", lease(id), failure);
    refused(&world, "put off by another attempt", postpone("second")).await;
    once(&world, "a place", advance("first", 7)).await;
    refused(&world, "put off after it was taken", postpone("first")).await;
    let read = store.audit_stream("siem").await.unwrap().unwrap();
    assert_eq!((read.position, read.attempts), (7, 0));
    let third = Store::lease_audit_stream(&read, lease("third"));
    done(&world, "the next attempt", third).await;
    once(&world, "put off", postpone("third")).await;
    let read = store.audit_stream("siem").await.unwrap().unwrap();
    assert_eq!((read.position, read.attempts), (7, 1));
    assert_eq!(read.last_error.as_deref(), Some("no answer"));
}

async fn an_event_stream_is_changed_while_it_is_there(world: World) {
    let (store, now) = (world.provider.store(), world.provider.now());
    let stream = |stream_id: &str, client_id: &str| StoredStream {
        stream: EventStream {
            stream_id: stream_id.to_owned(),
            client_id: client_id.to_owned(),
            delivery: Delivery::Poll,
            events_requested: None,
            description: None,
            status: StreamStatus::Enabled,
            status_reason: None,
        },
        sealed_authorization_header: None,
    };
    let mut first = stream("first", "notes");
    let change = |changed: &StoredStream| Store::change_event_stream(changed, now);
    let set = |changed: &StoredStream| Store::set_event_stream_status(&changed.stream, now);
    refused(&world, "a change before it is there", change(&first)).await;
    refused(&world, "a status before it is there", set(&first)).await;
    done(&world, "a stream", Store::add_event_stream(&first, now)).await;
    let second = Store::add_event_stream(&stream("second", "notes"), now);
    refused(&world, "a second stream of a client", second).await;
    first.stream.description = Some("Changed".to_owned());
    done(&world, "a change", change(&first)).await;
    first.stream.status = StreamStatus::Paused;
    done(&world, "a status", set(&first)).await;
    let kept = store.event_stream("first").await.unwrap().unwrap().stream;
    assert_eq!(kept.description.as_deref(), Some("Changed"));
    assert_eq!(kept.status, StreamStatus::Paused);
    let deleted = Store::delete_event_stream("first");
    once(&world, "a stream is deleted", deleted).await;
    refused(&world, "a change after the end", change(&first)).await;
    refused(&world, "a status after the end", set(&first)).await;
}
