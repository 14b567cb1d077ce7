//! The page about what happened to the account lately.

use crate::{
    account::{
        frame::{AccountSection, Frame},
        words::{device, place},
    },
    extract::{query::Query, signed_in::SignedIn},
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
    own_account::{ActivityEntry, ActivityKind},
};
use doorward_protocol::time::Timestamp;

#[derive(Template)]
#[template(path = "pages/account_activity.html")]
struct ActivityPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    lines: Vec<Line>,
    /// Where older entries are.
    older: Option<Address>,
}

struct Line {
    what: String,
    app: Option<String>,
    is_by_administrator: bool,
    device: Option<String>,
    place: Option<String>,
    when: Html,
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let now = signed_in.ctx.now();
    let before = cursor::named(&query).unwrap_or_else(|| ListCursor::after(now));
    let user_id = &signed_in.session.user_id;
    let activity = provider.own_account().activity(user_id, &before).await?;
    let base = Base::of(&provider);
    let older = activity.next.as_ref();
    let older = older.map(|next| cursor::page_after(base, "/account/activity", next));
    let line = |entry| line(&provider, t, entry, now);
    html::page(&ActivityPage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(AccountSection::Activity, &signed_in.browser),
        lines: activity.entries.into_iter().map(line).collect(),
        older,
    })
}

fn line(provider: &Provider, t: Messages, entry: ActivityEntry, now: Timestamp) -> Line {
    Line {
        what: words(t, entry.kind),
        app: entry.app,
        is_by_administrator: entry.is_by_administrator,
        device: entry.user_agent.map(|agent| device(&agent, t)),
        place: entry.address.map(|address| place(provider, &address, t)),
        when: t.when(entry.at, now),
    }
}

fn words(t: Messages, kind: ActivityKind) -> String {
    match kind {
        ActivityKind::SignedIn => t.activity_signed_in(),
        ActivityKind::SignInFailed => t.activity_sign_in_failed(),
        ActivityKind::SteppedUp => t.activity_stepped_up(),
        ActivityKind::SessionEnded => t.activity_session_ended(),
        ActivityKind::PasswordChanged => t.activity_password_changed(),
        ActivityKind::PasswordResetRequested => t.activity_password_reset_requested(),
        ActivityKind::MethodAdded => t.activity_method_added(),
        ActivityKind::MethodRemoved => t.activity_method_removed(),
        ActivityKind::SecondFactorFailed => t.activity_second_factor_failed(),
        ActivityKind::Recovery => t.activity_recovery(),
        ActivityKind::AddressChanged => t.activity_address_changed(),
        ActivityKind::ProfileChanged => t.activity_profile_changed(),
        ActivityKind::AccountMade => t.activity_account_made(),
        ActivityKind::AccountLocked => t.activity_account_locked(),
        ActivityKind::Disowned => t.activity_disowned(),
        ActivityKind::AppAllowed => t.activity_app_allowed(),
        ActivityKind::AppRemoved => t.activity_app_removed(),
    }
}
