//! The list of webhooks: who is told of what happens, and whether they accept it.

use super::{
    admin::Admin,
    edit::EditLink,
    frame::{Frame, Section},
    list::{LIMIT, List},
};
use crate::{
    management::path::segment,
    messages::{Html, Messages},
    respond::{
        address::{Address, Base},
        brand::Brand,
        html,
        page_error::PageError,
    },
};
use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;
use doorward_core::{Provider, webhooks::StoredWebhook};
use doorward_protocol::{
    management::{Permission, Resource},
    webhooks::EVERY_EVENT,
};

#[derive(Template)]
#[template(path = "pages/console_webhooks.html")]
struct WebhooksPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    webhooks: Vec<WebhookLine>,
    links: Vec<EditLink>,
    next: Option<Address>,
    /// Whether the administrator may see the apps that users are pushed to.
    has_scim: bool,
}

struct WebhookLine {
    path: String,
    name: String,
    url: String,
    events: String,
    state: String,
    /// Why the last attempt failed.
    failure: Option<String>,
    accepted: Option<Html>,
}

/// What a webhook is at present.
pub(super) fn state(webhook: &StoredWebhook, t: Messages) -> String {
    if !webhook.enabled {
        t.console_webhook_off()
    } else if webhook.paused_at.is_some() {
        t.console_webhook_paused()
    } else if webhook.failing_since.is_some() {
        t.console_webhook_failing()
    } else {
        t.console_active()
    }
}

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let list = List::asked(&request, &provider, &admin, Section::Webhooks)?;
    let read = provider.webhooks().after(list.after(), LIMIT).await?;
    let next = list.next(&read, |webhook| &webhook.name);
    let webhooks = read.into_iter().map(|webhook| WebhookLine {
        path: segment(&webhook.name),
        state: state(&webhook, t),
        events: if webhook.events.contains(EVERY_EVENT) {
            t.console_webhook_all()
        } else {
            webhook.events.len().to_string()
        },
        failure: webhook.last_failure,
        accepted: webhook.last_delivered_at.map(|at| t.when(at, list.now)),
        name: webhook.name,
        url: webhook.url,
    });
    html::page(&WebhooksPage {
        t,
        base: list.base,
        brand: Brand::of(&provider),
        frame: list.frame(t),
        webhooks: webhooks.collect(),
        links: list.actions(t, &["add-webhook"]),
        next,
        has_scim: admin.caller.may(Permission::read(Resource::ScimTargets)),
    })
}
