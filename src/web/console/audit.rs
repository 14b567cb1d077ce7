//! The audit log, with filters, a page at a time.

use super::{
    admin::{Admin, AdminOrOwner},
    entry::{self, EntryLine},
    frame::{Frame, Section},
    refusal::page_error,
};
use crate::{
    extract::query::Query,
    messages::Messages,
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
    management::{AuditQuestion, AuditRow, ManagementOutcome},
};
use doorward_protocol::{
    management::{Permission, Resource},
    oauth::{authorization_request::Parameters, redirect_uri::with_query},
    time::{Lifetime, Timestamp},
};

/// How many entries a page has.
const LIMIT: u32 = 50;

#[derive(Template)]
#[template(path = "pages/console_audit.html")]
struct AuditPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    /// Whether all entries are shown, or those about the app of its owner alone.
    sees_all: bool,
    asked: &'a Filter<'a>,
    entries: Vec<EntryLine>,
    next: Option<Address>,
}

/// The fields of the filter, as they were filled in.
struct Filter<'a> {
    user: &'a str,
    app: &'a str,
    event: &'a str,
    address: &'a str,
    from: &'a str,
    until: &'a str,
}

impl<'a> Filter<'a> {
    fn of(query: &'a Parameters) -> Self {
        let field = |name| query.get(name).map(str::trim).unwrap_or_default();
        Self {
            user: field("user"),
            app: field("app"),
            event: field("event"),
            address: field("address"),
            from: field("from"),
            until: field("until"),
        }
    }

    /// The fields that are filled in, as an address names them.
    fn filled(&self) -> Vec<(&str, &str)> {
        let fields = [
            ("user", self.user),
            ("app", self.app),
            ("event", self.event),
            ("address", self.address),
            ("from", self.from),
            ("until", self.until),
        ];
        let filled = fields.into_iter().filter(|(_, value)| !value.is_empty());
        filled.collect()
    }
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    AdminOrOwner(admin): AdminOrOwner,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let asked = Filter::of(&query);
    let read = Permission::read(Resource::Audit);
    if asked.app.is_empty() {
        admin.require(read)?;
    } else {
        admin.require_of_app(read, asked.app)?;
    }
    let before = cursor::named(&query);
    let rows = rows(&provider, &admin, &asked, before.as_ref()).await;
    let rows = rows.map_err(page_error)?;
    let base = Base::of(&provider);
    let sees_all = admin.caller.may(read);
    let section = if sees_all {
        Section::Audit
    } else {
        Section::Apps
    };
    let is_full = rows.len() == usize::try_from(LIMIT).unwrap_or(usize::MAX);
    let next = rows.last().filter(|_| is_full).map(|last| {
        let path = with_query(Section::Audit.path(), asked.filled());
        cursor::page_after(base, &path, &last.cursor())
    });
    html::page(&AuditPage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(section, &admin, t),
        entries: entry::lines(rows, &admin, t),
        sees_all,
        asked: &asked,
        next,
    })
}

/// The entries of the page.
async fn rows(
    provider: &Provider,
    admin: &Admin,
    asked: &Filter<'_>,
    before: Option<&ListCursor>,
) -> ManagementOutcome<Vec<AuditRow>> {
    let filled = |text| Some(text).filter(|text: &&str| !text.is_empty());
    let user_id = match filled(asked.user) {
        // Whoever may read the log may read the users: a name that nobody has is taken as an
        // identifier, so that entries of deleted users are found.
        Some(name) if admin.caller.may(Permission::read(Resource::Users)) => {
            let found = provider.management().user_named(name, "").await?;
            let found = found.into_iter().next().map(|user| user.id);
            Some(found.unwrap_or_else(|| name.to_owned()))
        }
        named => named.map(str::to_owned),
    };
    let question = AuditQuestion {
        user_id: user_id.as_deref(),
        client_id: filled(asked.app),
        address: filled(asked.address),
        event: filled(asked.event),
        since: Timestamp::of_day(asked.from),
        until: Timestamp::of_day(asked.until).map(|start| start.plus(Lifetime::days(1))),
        before,
    };
    provider
        .management()
        .audit(&admin.caller, &question, LIMIT)
        .await
}
