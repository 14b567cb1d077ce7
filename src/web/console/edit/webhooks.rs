//! Webhooks: who is told of what happens.

use super::{
    action::{Done, Edit, EditCall, Fact, ShownSecret},
    fields::{CONFIRM, Choice, Field, FormView},
};
use crate::{console::frame::Section, management::shapes::moment};
use doorward_core::{
    management::{ManagementError, ManagementOutcome},
    webhooks::{NewWebhook, SecretRotation, StoredWebhook, WebhookChange},
};
use doorward_protocol::{
    management::{Permission, Resource},
    oauth::redirect_uri::with_query,
    webhooks::{EVERY_EVENT, declared::DeclaredWebhook},
};
use std::{collections::BTreeSet, future::ready};

const WRITE: Permission = Permission::write(Resource::Webhooks);

/// For how many hours the secret of before may be kept.
const KEPT_HOURS: [&str; 4] = ["24", "168", "1", "0"];

/// The actions on webhooks.
pub const EDITS: &[Edit] = &[
    Edit {
        name: "add-webhook",
        permission: WRITE,
        is_dangerous: true,
        takes_away: false,
        about: &[],
        typed: &["name", "url", "events", "description"],
        title: |t| t.console_webhook_add(),
        effect: |t| t.console_webhook_add_effect(),
        describe: |call| Box::pin(ready(Ok(describe_new(call)))),
        carry_out: |call| Box::pin(add(call)),
    },
    Edit {
        name: "change-webhook",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["webhook"],
        typed: &["url", "events", "description"],
        title: |t| t.console_webhook_change(),
        effect: |t| t.console_webhook_change_effect(),
        describe: |call| Box::pin(describe_change(call)),
        carry_out: |call| Box::pin(change(call)),
    },
    Edit {
        name: "pause-webhook",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["webhook"],
        typed: &[],
        title: |t| t.console_webhook_pause(),
        effect: |t| t.console_webhook_pause_effect(),
        describe: |call| Box::pin(describe(call)),
        carry_out: |call| Box::pin(set_enabled(call, false)),
    },
    Edit {
        name: "resume-webhook",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["webhook"],
        typed: &[],
        title: |t| t.console_webhook_resume(),
        effect: |t| t.console_webhook_resume_effect(),
        describe: |call| Box::pin(describe(call)),
        carry_out: |call| Box::pin(set_enabled(call, true)),
    },
    Edit {
        name: "new-webhook-secret",
        permission: WRITE,
        is_dangerous: true,
        takes_away: true,
        about: &["webhook"],
        typed: &["keep_hours"],
        title: |t| t.console_app_secret(),
        effect: |t| t.console_webhook_secret_effect(),
        describe: |call| Box::pin(describe_secret(call)),
        carry_out: |call| Box::pin(new_secret(call)),
    },
    Edit {
        name: "test-webhook",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["webhook"],
        typed: &[],
        title: |t| t.console_webhook_test(),
        effect: |t| t.console_webhook_test_effect(),
        describe: |call| Box::pin(describe(call)),
        carry_out: |call| Box::pin(test(call)),
    },
    Edit {
        name: "replay-webhook",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["webhook"],
        typed: &["since"],
        title: |t| t.console_webhook_replay(),
        effect: |t| t.console_webhook_replay_effect(),
        describe: |call| Box::pin(describe_replay(call)),
        carry_out: |call| Box::pin(replay(call)),
    },
    Edit {
        name: "delete-webhook",
        permission: WRITE,
        is_dangerous: true,
        takes_away: true,
        about: &["webhook"],
        typed: &[CONFIRM],
        title: |t| t.console_webhook_delete(),
        effect: |t| t.console_webhook_delete_effect(),
        describe: |call| Box::pin(describe_delete(call)),
        carry_out: |call| Box::pin(delete(call)),
    },
];

/// The webhook of a name.
///
/// # Errors
/// `NotFound`.
async fn webhook_of(call: &EditCall<'_>) -> ManagementOutcome<StoredWebhook> {
    let name = call.value("webhook");
    let found = call.provider.webhooks().get(name).await?;
    found.ok_or_else(|| ManagementError::NotFound(format!("webhook {name}")))
}

fn view(webhook: &StoredWebhook, fields: Vec<Field>) -> FormView {
    FormView {
        subject: Some(webhook.name.clone()),
        page: Section::Webhooks.page_of(&webhook.name),
        fields,
    }
}

fn done(webhook: &StoredWebhook) -> Done {
    Done::Page(Section::Webhooks.page_of(&webhook.name))
}

fn fields(call: &EditCall<'_>, declared: &DeclaredWebhook) -> Vec<Field> {
    let t = call.t;
    let events: Vec<&str> = declared.events.iter().map(String::as_str).collect();
    vec![
        Field::line("url", t.console_webhook_url())
            .hint(t.console_webhook_url_hint())
            .holding(&declared.url)
            .required(),
        Field::lines("events", t.console_webhook_events())
            .hint(t.console_webhook_events_hint(EVERY_EVENT))
            .holding(events.join("\n"))
            .required(),
        Field::line("description", t.console_field_description())
            .holding(declared.description.clone().unwrap_or_default()),
    ]
}

fn describe_new(call: &EditCall<'_>) -> FormView {
    let name = Field::line("name", call.t.console_name())
        .hint(call.t.console_webhook_name_hint())
        .required();
    let empty = DeclaredWebhook::new(String::new(), String::new());
    let others = fields(call, &empty);
    FormView {
        subject: None,
        page: Section::Webhooks.path().into(),
        fields: [name].into_iter().chain(others).collect(),
    }
}

async fn describe(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    Ok(view(&webhook_of(call).await?, Vec::new()))
}

async fn describe_change(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let webhook = webhook_of(call).await?;
    let fields = fields(call, &webhook.declared());
    Ok(view(&webhook, fields))
}

async fn describe_secret(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let t = call.t;
    let choices = KEPT_HOURS.map(|hours| Choice::new(hours, t.console_webhook_hours(hours)));
    let kept = Field::choice("keep_hours", t.console_webhook_keep(), choices.into());
    Ok(view(&webhook_of(call).await?, vec![kept]))
}

async fn describe_replay(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let since = Field::moment("since", call.t.console_webhook_since()).required();
    Ok(view(&webhook_of(call).await?, vec![since]))
}

async fn describe_delete(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let webhook = webhook_of(call).await?;
    let confirm = Field::line(CONFIRM, call.t.console_field_confirm(&webhook.name)).required();
    Ok(view(&webhook, vec![confirm]))
}

fn events(call: &EditCall<'_>) -> BTreeSet<String> {
    call.lines("events").map(str::to_owned).collect()
}

/// The secret of a webhook that has a new one, with the address that the receiver knows it by.
fn shown(call: &EditCall<'_>, new: NewWebhook) -> Done {
    let url = Fact {
        label: call.t.console_webhook_url(),
        term: "url",
        value: new.webhook.url.clone(),
    };
    Done::Secret(ShownSecret {
        page: Section::Webhooks.page_of(&new.webhook.name),
        facts: vec![url],
        term: "secret",
        secret: new.secret,
    })
}

async fn add(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let mut changes = call.changes();
    let (name, url) = (call.required("name")?, call.required("url")?);
    let mut declared = DeclaredWebhook::new(name.to_owned(), url.to_owned());
    declared.description = call.filled("description").map(str::to_owned);
    declared.events = events(call);
    let webhooks = call.provider.webhooks();
    let added = webhooks.add(&mut changes, declared, None).await?;
    call.commit(changes).await?;
    Ok(shown(call, added))
}

async fn change(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (known, mut changes) = (webhook_of(call).await?, call.changes());
    let change = WebhookChange {
        url: Some(call.required("url")?.to_owned()),
        description: Some(call.filled("description").map(str::to_owned)),
        events: Some(events(call)),
        ..WebhookChange::default()
    };
    let webhooks = call.provider.webhooks();
    let webhook = webhooks.change(&mut changes, known, change).await?;
    call.commit(changes).await?;
    Ok(done(&webhook))
}

async fn set_enabled(call: &EditCall<'_>, enabled: bool) -> ManagementOutcome<Done> {
    let (known, mut changes) = (webhook_of(call).await?, call.changes());
    let change = WebhookChange {
        enabled: Some(enabled),
        resumes: enabled,
        ..WebhookChange::default()
    };
    let webhooks = call.provider.webhooks();
    let webhook = webhooks.change(&mut changes, known, change).await?;
    call.commit(changes).await?;
    Ok(done(&webhook))
}

async fn new_secret(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (known, mut changes) = (webhook_of(call).await?, call.changes());
    let hours = call.required("keep_hours")?.parse();
    let rotation = SecretRotation {
        secret: None,
        keep_hours: hours
            .map_err(|_| ManagementError::field("keep_hours", call.t.console_field_choice()))?,
    };
    let webhooks = call.provider.webhooks();
    let rotated = webhooks.rotate_secret(&mut changes, known, rotation)?;
    call.commit(changes).await?;
    Ok(shown(call, rotated))
}

async fn test(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let webhook = webhook_of(call).await?;
    let webhooks = call.provider.webhooks();
    webhooks.test(&call.admin.caller.ctx, &webhook).await?;
    Ok(done(&webhook))
}

async fn replay(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let webhook = webhook_of(call).await?;
    // What `datetime-local` sends has no seconds and no offset.
    let since = moment("since", &format!("{}:00Z", call.required("since")?))?;
    let webhooks = call.provider.webhooks();
    let ctx = &call.admin.caller.ctx;
    let replayed = webhooks.replay(ctx, &webhook, since).await?;
    let (page, count) = (
        Section::Webhooks.page_of(&webhook.name),
        replayed.events.to_string(),
    );
    Ok(Done::Page(with_query(
        &page,
        [("replayed", count.as_str())],
    )))
}

async fn delete(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (webhook, mut changes) = (webhook_of(call).await?, call.changes());
    call.require_confirmed(&webhook.name)?;
    let webhooks = call.provider.webhooks();
    webhooks.remove(&mut changes, &webhook.name).await?;
    call.commit(changes).await?;
    Ok(Done::Page(Section::Webhooks.path().into()))
}
