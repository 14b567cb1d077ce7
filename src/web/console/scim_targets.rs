//! The apps that users are pushed to by SCIM: the list, and what became of what was pushed to one.

use super::{
    admin::Admin,
    edit::{EditLink, Links},
    frame::{Frame, Section},
    list::{LIMIT, last_of_full},
    refusal::page_error,
};
use crate::{
    extract::query::Query,
    management::path::segment,
    messages::{Html, Messages},
    respond::{
        address::{Address, Base},
        brand::Brand,
        html,
        page_error::PageError,
    },
};
use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;
use doorward_core::{
    Provider,
    management::ManagementError,
    scim_targets::{ScimPass, ScimProblem, StoredScimTarget},
};
use doorward_protocol::{
    management::{Permission, Resource},
    oauth::redirect_uri::with_query,
    time::Timestamp,
};

/// The path of the list.
pub(super) const PATH: &str = "/admin/scim-targets";

#[derive(Template)]
#[template(path = "pages/console_scim_targets.html")]
struct TargetsPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    links: Vec<EditLink>,
    targets: Vec<TargetLine>,
    next: Option<Address>,
}

struct TargetLine {
    path: String,
    name: String,
    app: String,
    state: String,
    /// Why the last attempt failed.
    failure: Option<String>,
    compared: Option<Html>,
}

#[derive(Template)]
#[template(path = "pages/console_scim_target.html")]
struct TargetPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    target: &'a StoredScimTarget,
    state: String,
    failing: Option<Html>,
    accepted: Option<Html>,
    links: Vec<EditLink>,
    users: i64,
    groups: i64,
    waiting: i64,
    compared: Option<Html>,
    /// What the last comparison has not come to.
    to_come: i64,
    results: Vec<ResultLine>,
    problems: Vec<ProblemLine>,
}

struct ResultLine {
    name: String,
    number: i64,
}

struct ProblemLine {
    is_user: bool,
    path: String,
    id: String,
    outcome: String,
    reason: Option<String>,
    tried: Option<Html>,
}

/// What a target is at present.
fn state(target: &StoredScimTarget, t: Messages) -> String {
    if !target.enabled {
        t.console_webhook_off()
    } else if target.paused_at.is_some() {
        t.console_scim_paused()
    } else if target.failing_since.is_some() {
        t.console_webhook_failing()
    } else {
        t.console_active()
    }
}

/// Shows the list.
pub async fn list(
    query: Query,
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::ScimTargets))?;
    let after = query.get("after").unwrap_or_default();
    let read = provider.scim_targets().after(after, LIMIT).await?;
    let (base, now) = (Base::of(&provider), admin.caller.ctx.now());
    let next = last_of_full(&read, LIMIT);
    let next = next.map(|last| base.page(&with_query(PATH, [("after", last.name.as_str())])));
    let targets = read.into_iter().map(|target| TargetLine {
        path: segment(&target.name),
        state: state(&target, t),
        failure: target.last_failure,
        compared: target.pass_started_at.map(|at| t.when(at, now)),
        app: target.client_id,
        name: target.name,
    });
    let links = Links {
        base,
        admin: &admin,
        t,
    };
    html::page(&TargetsPage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(Section::Webhooks, &admin, t),
        links: links.all(&["add-scim-target"], &[]),
        targets: targets.collect(),
        next,
    })
}

/// Shows one of them.
pub async fn show(
    provider: Data<Provider>,
    admin: Admin,
    name: Path<String>,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::ScimTargets))?;
    let targets = provider.scim_targets();
    let unknown = || ManagementError::NotFound(format!("SCIM target {name}"));
    let target = targets.get(&name).await?.ok_or_else(unknown);
    let target = target.map_err(page_error)?;
    let report = targets.report(&target).await?;
    let (base, now) = (Base::of(&provider), admin.caller.ctx.now());
    let links = Links {
        base,
        admin: &admin,
        t,
    };
    let has_links = admin.caller.may(Permission::read(Resource::Users));
    let problem = |problem| problem_line(problem, has_links, now, t);
    html::page(&TargetPage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(Section::Webhooks, &admin, t),
        state: state(&target, t),
        failing: target.failing_since.map(|at| t.when(at, now)),
        accepted: target.last_accepted_at.map(|at| t.when(at, now)),
        links: links.all(edits(&target), &[("target", &target.name)]),
        users: report.users,
        groups: report.groups,
        waiting: report.waiting,
        compared: target.pass_started_at.map(|at| t.when(at, now)),
        to_come: report.pass.as_ref().map_or(0, |pass| pass.waiting),
        results: report
            .pass
            .map(|pass| results(&pass, t))
            .unwrap_or_default(),
        problems: report.problems.into_iter().map(problem).collect(),
        target: &target,
    })
}

/// The actions that a target is in the state for.
const fn edits(target: &StoredScimTarget) -> &'static [&'static str] {
    if target.is_active() {
        &[
            "change-scim-target",
            "test-scim-target",
            "compare-scim-target",
            "pause-scim-target",
            "delete-scim-target",
        ]
    } else {
        &[
            "change-scim-target",
            "test-scim-target",
            "resume-scim-target",
            "delete-scim-target",
        ]
    }
}

fn results(pass: &ScimPass, t: Messages) -> Vec<ResultLine> {
    let line = |(outcome, number): (&String, &i64)| ResultLine {
        name: outcome_name(outcome, t),
        number: *number,
    };
    pass.counts.iter().map(line).collect()
}

fn outcome_name(outcome: &str, t: Messages) -> String {
    match outcome {
        "created" => t.console_scim_created(),
        "updated" => t.console_scim_updated(),
        "deactivated" => t.console_scim_deactivated(),
        "deleted" => t.console_scim_deleted(),
        "unchanged" => t.console_scim_unchanged(),
        "conflict" => t.console_scim_conflict(),
        "waiting" => t.console_waiting(),
        _ => t.console_scim_failed(),
    }
}

fn problem_line(problem: ScimProblem, has_links: bool, now: Timestamp, t: Messages) -> ProblemLine {
    ProblemLine {
        is_user: problem.kind == "users" && has_links,
        path: segment(&problem.id),
        outcome: outcome_name(&problem.outcome, t),
        tried: problem.tried_at.map(|at| t.when(at, now)),
        reason: problem.reason,
        id: problem.id,
    }
}
