//! The streams of events: the security events that receivers asked for (Shared Signals), and the audit
//! log on its way to collectors.

use super::{
    admin::Admin,
    frame::{Frame, Section},
    list::last_of_full,
};
use crate::{
    extract::query::Query,
    messages::{Html, Messages},
    respond::{
        address::{Address, Base},
        brand::Brand,
        html,
        page_error::PageError,
    },
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use doorward_core::{Provider, audit_streams::AuditStreamState};
use doorward_protocol::{
    events::event_stream::{Delivery, StreamStatus},
    management::{Permission, Resource},
    oauth::redirect_uri::with_query,
};

/// The path of the page.
const PATH: &str = "/admin/streams";
/// How many event streams a page has.
const LIMIT: i64 = 50;

#[derive(Template)]
#[template(path = "pages/console_streams.html")]
struct StreamsPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    streams: Vec<StreamLine>,
    next: Option<Address>,
    /// Where the administrator may read the audit log.
    audit: Option<Vec<AuditLine>>,
}

struct StreamLine {
    client_id: String,
    name: String,
    /// The app, where the administrator may open it.
    page: Option<Address>,
    /// The address that events are pushed to.
    url: Option<String>,
    state: String,
    reason: Option<String>,
    waiting: i64,
}

struct AuditLine {
    name: String,
    /// `syslog`, `webhook` or `file`.
    kind: Option<&'static str>,
    waiting: i64,
    taken: Option<Html>,
    failing: Option<Html>,
    error: Option<String>,
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Webhooks))?;
    let after = query.get("after").unwrap_or_default();
    let writer = Lines {
        provider: &provider,
        admin: &admin,
        t,
    };
    let streams = writer.streams(after).await?;
    let base = Base::of(&provider);
    let next = last_of_full(&streams, LIMIT);
    let next = next.map(|last| base.page(&with_query(PATH, [("after", last.client_id.as_str())])));
    let audit = if admin.caller.may(Permission::read(Resource::Audit)) {
        let states = provider.audit_streams().states().await?;
        Some(
            states
                .into_iter()
                .map(|state| writer.audit(state))
                .collect(),
        )
    } else {
        None
    };
    html::page(&StreamsPage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(Section::Webhooks, &admin, t),
        streams,
        next,
        audit,
    })
}

/// Writes the lines of the page.
struct Lines<'a> {
    provider: &'a Provider,
    admin: &'a Admin,
    t: Messages,
}

impl Lines<'_> {
    async fn streams(&self, after: &str) -> Result<Vec<StreamLine>, PageError> {
        let (t, streams) = (self.t, self.provider.event_streams());
        let read = streams.after(after, LIMIT).await?;
        let configuration = self.provider.configuration().await?;
        let may_open = self.admin.caller.may(Permission::read(Resource::Apps));
        let base = Base::of(self.provider);
        let mut lines = Vec::new();
        for (stored, waiting) in read {
            let stream = stored.stream;
            let app = configuration.client(&stream.client_id).await?;
            let name = app.map(|app| app.client.display_name().to_owned());
            lines.push(StreamLine {
                name: name.unwrap_or_else(|| stream.client_id.clone()),
                page: may_open.then(|| base.page(&Section::Apps.page_of(&stream.client_id))),
                client_id: stream.client_id,
                url: match stream.delivery {
                    Delivery::Push { endpoint_url } => Some(endpoint_url),
                    Delivery::Poll => None,
                },
                state: match stream.status {
                    StreamStatus::Enabled => t.console_active(),
                    StreamStatus::Paused => t.console_stream_paused(),
                    StreamStatus::Disabled => t.console_disabled(),
                },
                reason: stream.status_reason,
                waiting,
            });
        }
        Ok(lines)
    }

    fn audit(&self, state: AuditStreamState) -> AuditLine {
        let (t, now) = (self.t, self.admin.caller.ctx.now());
        let row = state.row.as_ref();
        AuditLine {
            taken: row
                .and_then(|row| row.delivered_at)
                .map(|at| t.when(at, now)),
            failing: row
                .and_then(|row| row.failing_since)
                .map(|at| t.when(at, now)),
            error: row.and_then(|row| row.last_error.clone()),
            name: state.name,
            kind: state.kind,
            waiting: state.waiting,
        }
    }
}
