//! Webhooks: who is told of what happens.

use super::{
    answer::{Answer, Reply},
    call::Call,
    page::{Wanted, page},
    path::segment,
    route::{
        Handler::{Act, Change, Read},
        Method, Route,
    },
    shapes::{
        moment,
        webhooks::{
            NewWebhook, NewWebhookSecret, Webhook, WebhookEventTypes, WebhookPatch, WebhookRecord,
            WebhookReplay, WebhookReplayed, WebhookTested, WebhookWithSecret,
        },
        when,
    },
};
use doorward_core::{
    change_set::ChangeSet,
    management::ManagementError,
    webhooks::{SecretRotation, StoredWebhook, WebhookChange},
};
use doorward_protocol::{
    management::{Permission, Resource},
    webhooks::declared::DeclaredWebhook,
};

const READ: Permission = Permission::read(Resource::Webhooks);
const WRITE: Permission = Permission::write(Resource::Webhooks);

/// The routes of webhooks.
pub const ROUTES: &[Route] = &[
    Route::get("/webhooks", READ, Read(|call| Box::pin(list(call))))
        .named("listWebhooks", "List webhooks, in the order of their names")
        .gives(200, "WebhookPage"),
    Route::new(
        Method::Post,
        "/webhooks",
        WRITE,
        Change(|call, changes| Box::pin(create(call, changes))),
    )
    .named("createWebhook", "Add a webhook, and show its secret once")
    .takes("NewWebhook")
    .gives(201, "WebhookWithSecret")
    .dangerous(),
    Route::get(
        "/webhooks/{webhook}",
        READ,
        Read(|call| Box::pin(show(call))),
    )
    .named("readWebhook", "Show a webhook")
    .gives(200, "Webhook"),
    Route::new(
        Method::Patch,
        "/webhooks/{webhook}",
        WRITE,
        Change(|call, changes| Box::pin(change(call, changes))),
    )
    .named("changeWebhook", "Change a webhook, or end its pause")
    .takes("WebhookPatch")
    .gives(200, "Webhook"),
    Route::new(
        Method::Delete,
        "/webhooks/{webhook}",
        WRITE,
        Change(|call, changes| Box::pin(remove(call, changes))),
    )
    .named(
        "deleteWebhook",
        "Remove a webhook with everything that waits for it",
    )
    .gives_nothing()
    .dangerous(),
    Route::new(
        Method::Post,
        "/webhooks/{webhook}/secret",
        WRITE,
        Change(|call, changes| Box::pin(rotate_secret(call, changes))),
    )
    .named(
        "rotateWebhookSecret",
        "Give a webhook a new secret, and show it once; that of before is good for a while",
    )
    .takes("NewWebhookSecret")
    .gives(200, "WebhookWithSecret")
    .dangerous(),
    Route::new(
        Method::Post,
        "/webhooks/{webhook}/test",
        WRITE,
        Act(|call| Box::pin(test(call))),
    )
    .named("testWebhook", "Tell a webhook that it is tested")
    .gives(202, "WebhookTested"),
    Route::get(
        "/webhooks/{webhook}/deliveries",
        READ,
        Read(|call| Box::pin(deliveries(call))),
    )
    .named(
        "listWebhookDeliveries",
        "List the events that a webhook was last tried with",
    )
    .gives(200, "WebhookRecord"),
    Route::new(
        Method::Post,
        "/webhooks/{webhook}/replay",
        WRITE,
        Act(|call| Box::pin(replay(call))),
    )
    .named(
        "replayWebhook",
        "Tell a webhook again of what happened since a time",
    )
    .takes("WebhookReplay")
    .gives(202, "WebhookReplayed"),
    Route::get(
        "/webhook-events",
        READ,
        Read(|call| Box::pin(event_types(call))),
    )
    .named(
        "listWebhookEvents",
        "List the events that webhooks can be told of, with their schemas",
    )
    .gives(200, "WebhookEventTypes"),
];

async fn list(call: &Call<'_>) -> Answer {
    let wanted = Wanted::of(call)?;
    let after = async |after: String, limit: i64| {
        let webhooks = call.provider.webhooks().after(&after, limit).await?;
        let described = webhooks.iter().filter_map(|webhook| {
            let document = serde_json::to_value(Webhook::of(webhook)).ok()?;
            Some((webhook.name.clone(), document))
        });
        Ok(described.collect())
    };
    page(wanted, after).await
}

/// The webhook of a path.
async fn named(call: &Call<'_>) -> Result<StoredWebhook, ManagementError> {
    let name = call.part("webhook");
    let found = call.provider.webhooks().get(name).await?;
    found.ok_or_else(|| ManagementError::NotFound(format!("webhook {name}")))
}

/// The webhook of a path, as the caller read it.
async fn matched(call: &Call<'_>) -> Result<StoredWebhook, ManagementError> {
    let webhook = named(call).await?;
    call.require_match(&Webhook::of(&webhook))?;
    Ok(webhook)
}

async fn show(call: &Call<'_>) -> Answer {
    Ok(Reply::document(&Webhook::of(&named(call).await?)))
}

async fn create(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let body: NewWebhook = call.body()?;
    let webhooks = call.provider.webhooks();
    let mut declared = DeclaredWebhook::new(body.name, body.url);
    declared.description = body.description;
    if let Some(events) = body.events {
        declared.events = events;
    }
    let added = webhooks.add(changes, declared, body.secret).await?;
    let path = format!("/webhooks/{}", segment(&added.webhook.name));
    let reply = Reply::document(&WebhookWithSecret::of(added));
    Ok(reply.at(path).with_secret())
}

async fn change(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let known = matched(call).await?;
    let body: WebhookPatch = call.body()?;
    let change = WebhookChange {
        url: body.url,
        description: body.description,
        events: body.events,
        enabled: body.enabled,
        allow_private_addresses: None,
        resumes: body.resume,
    };
    let webhooks = call.provider.webhooks();
    let webhook = webhooks.change(changes, known, change).await?;
    Ok(Reply::document(&Webhook::of(&webhook)))
}

async fn remove(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let known = matched(call).await?;
    let webhooks = call.provider.webhooks();
    webhooks.remove(changes, &known.name).await?;
    Ok(Reply::nothing())
}

async fn rotate_secret(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let known = named(call).await?;
    let body: NewWebhookSecret = call.body()?;
    let rotation = SecretRotation {
        secret: body.secret,
        keep_hours: body.keep_hours,
    };
    let webhooks = call.provider.webhooks();
    let rotated = webhooks.rotate_secret(changes, known, rotation)?;
    Ok(Reply::document(&WebhookWithSecret::of(rotated)).with_secret())
}

async fn test(call: &Call<'_>) -> Answer {
    let webhook = named(call).await?;
    let tested = call.provider.webhooks().test(&call.caller.ctx, &webhook);
    let event_id = tested.await?;
    Ok(Reply::document(&WebhookTested { event_id }))
}

async fn deliveries(call: &Call<'_>) -> Answer {
    let webhook = named(call).await?;
    let record = call.provider.webhooks().record(&webhook.name).await?;
    Ok(Reply::document(&WebhookRecord::of(record)))
}

async fn replay(call: &Call<'_>) -> Answer {
    let webhook = named(call).await?;
    let body: WebhookReplay = call.body()?;
    let since = moment("/since", &body.since)?;
    let webhooks = call.provider.webhooks();
    let replayed = webhooks.replay(&call.caller.ctx, &webhook, since).await?;
    Ok(Reply::document(&WebhookReplayed {
        events: replayed.events,
        next: replayed.next.map(when),
    }))
}

#[expect(clippy::unused_async, reason = "handlers are asynchronous")]
async fn event_types(_call: &Call<'_>) -> Answer {
    Ok(Reply::document(&WebhookEventTypes::all()))
}
