//! What happened in the last days and what needs attention, as the first page of the console shows it.

use super::{
    admin::Admin, app_tabs::AppTab, chart::Chart, edit::page_at, frame::Section,
    refusal::page_error,
};
use crate::{
    messages::{Messages, field_of_day},
    respond::{
        address::{Address, Base},
        page_error::PageError,
    },
};
use doorward_core::{
    Provider,
    clients::ExpiringSecret,
    management::{DayOfActivity, Incidents},
};
use doorward_protocol::{
    management::{Permission, Resource},
    time::Timestamp,
};

/// The numbers of the first page.
pub struct Dashboard {
    /// How many sessions are live now.
    pub live_sessions: i64,
    /// A chart for each kind of event.
    pub charts: Vec<Chart>,
    /// The same numbers by day, the newest day first.
    pub days: Vec<DayLine>,
    /// What needs attention.
    pub attention: Vec<AttentionLine>,
}

/// The numbers of one day.
pub struct DayLine {
    /// The day (UTC), such as 2026-11-28.
    pub day: String,
    /// Sign-ins of the day that succeeded, counted from the audit log.
    pub sign_ins: i64,
    /// Sign-ins of the day that failed, counted from the audit log.
    pub failures: i64,
    /// Accounts that were made on the day, in whatever way, counted from the audit log.
    pub new_users: i64,
}

/// Something that needs attention.
pub struct AttentionLine {
    /// What it is.
    pub text: String,
    /// Whether the text is in English in every language, as the health check says it.
    pub is_english: bool,
    /// Where one sees more.
    pub address: Option<Address>,
    /// What the link to that is called.
    pub link: String,
}

/// Reads the numbers, where the administrator may read the audit log, which they are counted from.
///
/// # Errors
/// Where the database is unavailable.
pub async fn read(
    provider: &Provider,
    admin: &Admin,
    t: Messages,
) -> Result<Option<Dashboard>, PageError> {
    if !admin.caller.may(Permission::read(Resource::Audit)) {
        return Ok(None);
    }
    let (management, now) = (provider.management(), admin.caller.ctx.now());
    let days = management.activity(now).await.map_err(page_error)?;
    let live_sessions = management.live_sessions(now).await.map_err(page_error)?;
    let attention = attention(provider, admin, t).await?;
    let chart = |name, title, pick: fn(&DayOfActivity) -> i64| {
        let values = days.iter().map(|day| (field_of_day(day.start), pick(day)));
        Chart::new(name, title, values.collect())
    };
    Ok(Some(Dashboard {
        live_sessions,
        charts: vec![
            chart("sign-ins", t.console_sign_ins(), |day| day.sign_ins),
            chart("failures", t.console_failures(), |day| day.failures),
            chart("new-users", t.console_new_users(), |day| day.new_users),
        ],
        days: days.iter().rev().map(line).collect(),
        attention,
    }))
}

fn line(day: &DayOfActivity) -> DayLine {
    DayLine {
        day: field_of_day(day.start),
        sign_ins: day.sign_ins,
        failures: day.failures,
        new_users: day.new_users,
    }
}

async fn attention(
    provider: &Provider,
    admin: &Admin,
    t: Messages,
) -> Result<Vec<AttentionLine>, PageError> {
    let now = admin.caller.ctx.now();
    let readiness = provider.readiness().await;
    let problems = readiness.problems.iter().chain(&readiness.warnings);
    let mut lines: Vec<AttentionLine> = problems
        .map(|problem| AttentionLine {
            text: problem.to_string(),
            is_english: true,
            address: None,
            link: String::new(),
        })
        .collect();
    let management = provider.management();
    let incidents = management.incidents(now).await.map_err(page_error)?;
    lines.extend(of_incidents(&incidents, Base::of(provider), t));
    let may_see_apps = admin.caller.may(Permission::read(Resource::Apps));
    if may_see_apps {
        let expiring = management.expiring_secrets(now).await.map_err(page_error)?;
        lines.extend(of_secrets(&expiring, Base::of(provider), t));
    }
    lines.extend(open_requests(provider, now, t).await?);
    if management.owners(now).await.map_err(page_error)? == 1 {
        lines.push(AttentionLine {
            text: t.console_attention_owner(),
            is_english: false,
            address: None,
            link: String::new(),
        });
    }
    Ok(lines)
}

fn of_secrets(
    expiring: &[ExpiringSecret],
    base: Base<'_>,
    t: Messages,
) -> impl Iterator<Item = AttentionLine> {
    expiring.iter().map(move |secret| AttentionLine {
        text: t.console_secrets_attention(&secret.client_id, field_of_day(secret.expires_at)),
        is_english: false,
        address: Some(base.page(&page_at(&secret.client_id, AppTab::Secrets))),
        link: t.console_secrets_show(),
    })
}

/// The requests for roles that wait for an answer.
async fn open_requests(
    provider: &Provider,
    now: Timestamp,
    t: Messages,
) -> Result<Option<AttentionLine>, PageError> {
    let count = provider.management().open_access_requests(now).await;
    let count = usize::try_from(count.map_err(page_error)?).unwrap_or_default();
    Ok((count > 0).then(|| AttentionLine {
        text: t.console_attention_requests(count),
        is_english: false,
        address: Some(Base::of(provider).page(Section::AccessRequests.path())),
        link: t.console_attention_show(),
    }))
}

fn of_incidents(incidents: &Incidents, base: Base<'_>, t: Messages) -> Vec<AttentionLine> {
    type Text = fn(Messages, usize) -> String;
    let kinds: [(i64, &str, Text); 5] = [
        (
            incidents.attacks,
            "sign_in.attack_suspected",
            Messages::console_attention_attacks,
        ),
        (
            incidents.replays,
            "refresh_token.replayed",
            Messages::console_attention_replays,
        ),
        (
            incidents.unheard_logouts,
            "backchannel_logout.given_up",
            Messages::console_attention_logouts,
        ),
        (
            incidents.lost_mails,
            "mail.given_up",
            Messages::console_attention_mails,
        ),
        (
            incidents.paused_webhooks,
            "webhook.paused",
            Messages::console_attention_webhooks,
        ),
    ];
    let happened = kinds.into_iter().filter(|(count, ..)| *count > 0);
    happened
        .map(|(count, event, text)| AttentionLine {
            text: text(t, usize::try_from(count).unwrap_or(usize::MAX)),
            is_english: false,
            address: Some(base.page(&format!("/admin/audit?event={event}"))),
            link: t.console_attention_show(),
        })
        .collect()
}
