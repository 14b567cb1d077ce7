//! The list of webhooks: who is told of what happens, and whether they accept it.

use super::{
    admin::Admin,
    edit::{EditLink, Links},
    frame::{Frame, Section},
};
use crate::{
    management::path::segment,
    messages::{Html, Messages},
    respond::{
        address::{Address, Base},
        html,
        page_error::PageError,
    },
};
use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;
use doorward_core::{Provider, webhooks::StoredWebhook};
use doorward_protocol::{
    management::{Permission, Resource},
    oauth::{authorization_request::Parameters, redirect_uri::with_query},
    webhooks::EVERY_EVENT,
};

/// How many webhooks a page has.
const LIMIT: i64 = 50;

#[derive(Template)]
#[template(path = "pages/console_webhooks.html")]
struct WebhooksPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: &'a str,
    frame: Frame,
    webhooks: Vec<WebhookLine>,
    links: Vec<EditLink>,
    next: Option<Address>,
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
    admin.require(Permission::read(Resource::Webhooks))?;
    let query = Parameters::parse(request.query_string());
    let after = query.get("after").unwrap_or_default();
    let read = provider.webhooks().after(after, LIMIT).await?;
    let is_full = i64::try_from(read.len()).is_ok_and(|length| length == LIMIT);
    let (base, now) = (Base::of(&provider), admin.caller.ctx.now());
    let next = read.last().filter(|_| is_full).map(|last| {
        let place = [("after", last.name.as_str())];
        base.page(&with_query(Section::Webhooks.path(), place))
    });
    let webhooks = read.into_iter().map(|webhook| WebhookLine {
        path: segment(&webhook.name),
        state: state(&webhook, t),
        events: if webhook.events.contains(EVERY_EVENT) {
            t.console_webhook_all()
        } else {
            webhook.events.len().to_string()
        },
        failure: webhook.last_failure,
        accepted: webhook.last_delivered_at.map(|at| t.when(at, now)),
        name: webhook.name,
        url: webhook.url,
    });
    let links = Links {
        base,
        admin: &admin,
        t,
    };
    html::page(&WebhooksPage {
        t,
        base,
        brand: &provider.name(),
        frame: Frame::new(Section::Webhooks, &admin, t),
        webhooks: webhooks.collect(),
        links: links.all(&["add-webhook"], &[]),
        next,
    })
}
