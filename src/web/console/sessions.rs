//! The live sessions of everybody, and which apps heard of the end of one.

use super::{
    admin::Admin,
    frame::{Frame, Section},
    refusal::page_error,
    session_end::purpose,
    tabs::first_of,
};
use crate::{
    account::{
        receipt::says,
        words::{device, place},
    },
    extract::query::Query,
    management::path::segment,
    messages::{Html, Messages},
    respond::{
        address::{Address, Base},
        brand::Brand,
        cursor, html,
        page_error::PageError,
    },
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use doorward_core::{
    ListCursor, Provider,
    management::ManagementOutcome,
    sessions::{SessionPage, SessionRow},
};
use doorward_protocol::{
    management::{Permission, Resource},
    secret::{Secret, form_token},
};

/// How many sessions a page has.
const LIMIT: usize = 50;

#[derive(Template)]
#[template(path = "pages/console_sessions.html")]
struct SessionsPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    /// Whose sessions were looked for.
    text: &'a str,
    /// Whether the administrator may open the pages of users.
    has_links: bool,
    sessions: Vec<SessionLine>,
    /// What the apps answered to the end of a session that was just ended.
    receipts: Option<Vec<ReceiptLine>>,
    /// How many sessions of a user are shown, where they may have more.
    first: Option<usize>,
    next: Option<Address>,
}

struct SessionLine {
    sid: String,
    user_id: String,
    user_path: String,
    name: String,
    device: String,
    place: Option<String>,
    /// Whether the administrator looks at the page in it.
    is_this: bool,
    since: Html,
    seen: Html,
    /// The token of the form that ends it, where the administrator may.
    token: Option<String>,
}

struct ReceiptLine {
    name: String,
    says: Html,
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Sessions))?;
    let text = query.get("q").map(str::trim).unwrap_or_default();
    let after = cursor::named(&query);
    let found = found(&provider, &admin, text, after.as_ref()).await;
    let found = found.map_err(page_error)?;
    let base = Base::of(&provider);
    let first = first_of(found.rows.len()).filter(|_| !text.is_empty());
    let next = found.next.as_ref();
    let next = next.map(|next| cursor::page_after(base, Section::Sessions.path(), next));
    let browser = &admin.signed_in.browser;
    let secret = browser.secret_or_new(&provider);
    let lines = Lines {
        provider: &provider,
        admin: &admin,
        secret: &secret,
        t,
    };
    let mut sessions = Vec::new();
    for row in found.rows {
        sessions.push(lines.session(row).await?);
    }
    let mut response = html::page(&SessionsPage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(Section::Sessions, &admin, t),
        text,
        has_links: admin.caller.may(Permission::read(Resource::Users)),
        sessions,
        receipts: match query.get("ended") {
            Some(sid) => Some(lines.receipts(sid).await?),
            None => None,
        },
        first,
        next,
    })?;
    browser.keep_secret(&provider, &secret, &mut response);
    Ok(response)
}

/// The live sessions of the user whom a text names, or of everybody, the one used last first.
async fn found(
    provider: &Provider,
    admin: &Admin,
    text: &str,
    after: Option<&ListCursor>,
) -> ManagementOutcome<SessionPage> {
    let (ctx, sessions) = (&admin.caller.ctx, provider.sessions());
    if text.is_empty() {
        return Ok(sessions.latest(ctx, after, LIMIT).await?);
    }
    let named = provider.management().user_named(text, "").await?;
    let rows = match named.first() {
        Some(user) => sessions.of_user(ctx, &user.id).await?,
        None => Vec::new(),
    };
    Ok(SessionPage { rows, next: None })
}

/// Writes the lines of the page.
struct Lines<'a> {
    provider: &'a Provider,
    admin: &'a Admin,
    secret: &'a Secret,
    t: Messages,
}

impl Lines<'_> {
    async fn session(&self, row: SessionRow) -> Result<SessionLine, PageError> {
        let (t, now, session) = (self.t, self.admin.caller.ctx.now(), row.session);
        let user = self.provider.users().get(&session.user_id).await?;
        let name = user.map(|user| user.display_name().to_owned());
        let may_end = self.admin.caller.may(Permission::write(Resource::Sessions));
        let by = &self.admin.signed_in.session;
        Ok(SessionLine {
            name: name.unwrap_or_else(|| session.user_id.clone()),
            user_path: segment(&session.user_id),
            device: device(&row.user_agent, t),
            place: row.address.map(|address| place(self.provider, &address, t)),
            is_this: session.sid == by.sid,
            since: t.when(session.auth_time, now),
            seen: t.when(session.last_seen_at, now),
            token: may_end
                .then(|| form_token(self.secret, &purpose(&session.user_id, &session.sid, by))),
            sid: session.sid,
            user_id: session.user_id,
        })
    }

    /// What the apps of a session answered to its end.
    async fn receipts(&self, sid: &str) -> Result<Vec<ReceiptLine>, PageError> {
        let ctx = &self.admin.caller.ctx;
        let receipts = self.provider.logout().receipts_of_session(ctx, sid).await?;
        let configuration = self.provider.configuration().await?;
        let mut lines = Vec::new();
        for receipt in receipts {
            let registered = configuration.client(&receipt.client_id).await?;
            let name = registered.map(|app| app.client.display_name().to_owned());
            lines.push(ReceiptLine {
                says: says(&receipt, ctx.now(), self.t),
                name: name.unwrap_or(receipt.client_id),
            });
        }
        Ok(lines)
    }
}
