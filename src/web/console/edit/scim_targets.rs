//! Apps that users are pushed to by SCIM: added, changed, tried, compared, paused and removed. The token of
//! the app is typed once and never shown again.

use super::{
    action::{Done, Edit, EditCall},
    fields::{CONFIRM, Choice, Field, FormView},
    report::{Report, ReportLine},
};
use crate::management::path::segment;
use doorward_core::{
    Error,
    management::{ManagementError, ManagementOutcome},
    scim_targets::{ScimTargetChange, StoredScimTarget},
};
use doorward_protocol::{
    management::{Permission, Resource},
    scim_targets::declared::{DeclaredScimTarget, PushedUserName, Removal},
};
use std::{collections::BTreeSet, future::ready};

const WRITE: Permission = Permission::write(Resource::ScimTargets);

/// The field of the token. It is in no address.
const TOKEN: &str = "token";

/// The actions on targets.
pub const EDITS: &[Edit] = &[
    Edit {
        name: "add-scim-target",
        permission: WRITE,
        is_dangerous: true,
        takes_away: false,
        about: &[],
        typed: &[
            "name",
            "app",
            "url",
            "description",
            "users_in",
            "groups",
            "user_name",
            "removal",
            "reconcile_hours",
        ],
        title: |t| t.console_scim_add(),
        effect: |t| t.console_scim_add_effect(),
        describe: |call| Box::pin(ready(Ok(describe_new(call)))),
        carry_out: |call| Box::pin(add(call)),
    },
    Edit {
        name: "change-scim-target",
        permission: WRITE,
        is_dangerous: true,
        takes_away: false,
        about: &["target"],
        typed: &[
            "url",
            "description",
            "users_in",
            "groups",
            "user_name",
            "removal",
            "reconcile_hours",
        ],
        title: |t| t.console_scim_change(),
        effect: |t| t.console_scim_change_effect(),
        describe: |call| Box::pin(describe_change(call)),
        carry_out: |call| Box::pin(change(call)),
    },
    Edit {
        name: "test-scim-target",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["target"],
        typed: &[],
        title: |t| t.console_scim_test(),
        effect: |t| t.console_scim_test_effect(),
        describe: |call| Box::pin(describe(call)),
        carry_out: |call| Box::pin(test(call)),
    },
    Edit {
        name: "compare-scim-target",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["target"],
        typed: &[],
        title: |t| t.console_scim_compare(),
        effect: |t| t.console_scim_compare_effect(),
        describe: |call| Box::pin(describe(call)),
        carry_out: |call| Box::pin(compare(call)),
    },
    Edit {
        name: "pause-scim-target",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["target"],
        typed: &[],
        title: |t| t.console_scim_pause(),
        effect: |t| t.console_scim_pause_effect(),
        describe: |call| Box::pin(describe(call)),
        carry_out: |call| Box::pin(set_enabled(call, false)),
    },
    Edit {
        name: "resume-scim-target",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["target"],
        typed: &[],
        title: |t| t.console_scim_resume(),
        effect: |t| t.console_scim_resume_effect(),
        describe: |call| Box::pin(describe(call)),
        carry_out: |call| Box::pin(set_enabled(call, true)),
    },
    Edit {
        name: "delete-scim-target",
        permission: WRITE,
        is_dangerous: true,
        takes_away: true,
        about: &["target"],
        typed: &[CONFIRM],
        title: |t| t.console_scim_delete(),
        effect: |t| t.console_scim_delete_effect(),
        describe: |call| Box::pin(describe_delete(call)),
        carry_out: |call| Box::pin(delete(call)),
    },
];

/// The target of a name.
///
/// # Errors
/// `NotFound`.
async fn target_of(call: &EditCall<'_>) -> ManagementOutcome<StoredScimTarget> {
    let name = call.value("target");
    let found = call.provider.scim_targets().get(name).await?;
    found.ok_or_else(|| ManagementError::NotFound(format!("SCIM target {name}")))
}

/// The list of targets.
const LIST: &str = "/admin/scim-targets";

/// The page of a target.
fn page_of(target: &StoredScimTarget) -> String {
    format!("{LIST}/{}", segment(&target.name))
}

fn view(target: &StoredScimTarget, fields: Vec<Field>) -> FormView {
    FormView {
        page: page_of(target),
        subject: Some(target.name.clone()),
        fields,
    }
}

/// The lines of names, one a line.
fn lines(names: &BTreeSet<String>) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.join("\n")
}

/// The fields that a new target and one that changes have, with the token first where it is needed.
fn fields(call: &EditCall<'_>, declared: &DeclaredScimTarget, token: Field) -> Vec<Field> {
    let t = call.t;
    let user_names = vec![
        Choice::new(
            PushedUserName::Email.into(),
            t.console_scim_user_name_email(),
        ),
        Choice::new(
            PushedUserName::Username.into(),
            t.console_scim_user_name_username(),
        ),
    ];
    let removals = vec![
        Choice::new(
            Removal::Deactivate.into(),
            t.console_scim_removal_deactivate(),
        ),
        Choice::new(Removal::Delete.into(), t.console_scim_removal_delete()),
    ];
    let (user_name, removal): (&str, &str) = (declared.user_name.into(), declared.removal.into());
    vec![
        Field::line("url", t.console_webhook_url())
            .hint(t.console_scim_url_hint())
            .holding(&declared.url)
            .required(),
        token,
        Field::line("description", t.console_field_description())
            .holding(declared.description.clone().unwrap_or_default()),
        Field::lines("users_in", t.console_scim_users_in())
            .hint(t.console_scim_users_in_hint())
            .holding(lines(&declared.users_in)),
        Field::lines("groups", t.console_scim_pushed_groups())
            .hint(t.console_scim_pushed_groups_hint())
            .holding(lines(&declared.groups)),
        Field::choice("user_name", t.console_scim_user_name(), user_names)
            .term("userName")
            .holding(user_name),
        Field::choice("removal", t.console_scim_removal(), removals).holding(removal),
        Field::line("reconcile_hours", t.console_scim_hours())
            .hint(t.console_scim_hours_hint())
            .holding(declared.reconcile_hours.to_string())
            .required(),
    ]
}

fn describe_new(call: &EditCall<'_>) -> FormView {
    let t = call.t;
    let token = Field::secret(TOKEN, t.console_scim_token())
        .hint(t.console_scim_token_hint())
        .required();
    let empty = DeclaredScimTarget::new(String::new(), String::new(), String::new());
    let mut all = vec![
        Field::line("name", t.console_name())
            .hint(t.console_scim_name_hint())
            .required(),
        Field::line("app", t.console_app())
            .term("client_id")
            .required(),
    ];
    all.extend(fields(call, &empty, token));
    FormView {
        page: LIST.into(),
        subject: None,
        fields: all,
    }
}

async fn describe_change(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let target = target_of(call).await?;
    let token = Field::secret(TOKEN, call.t.console_scim_token_new())
        .hint(call.t.console_scim_token_kept());
    let fields = fields(call, &target.declared(), token);
    Ok(view(&target, fields))
}

async fn describe(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    Ok(view(&target_of(call).await?, Vec::new()))
}

async fn describe_delete(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let target = target_of(call).await?;
    let confirm = Field::line(CONFIRM, call.t.console_field_confirm(&target.name)).required();
    Ok(view(&target, vec![confirm]))
}

/// What was filled in, over what there is.
fn declared(
    call: &EditCall<'_>,
    known: DeclaredScimTarget,
) -> ManagementOutcome<DeclaredScimTarget> {
    let names = |field| call.lines(field).map(str::to_owned).collect();
    let hours = call.required("reconcile_hours")?.parse();
    let wrong = |_| ManagementError::field("reconcile_hours", call.t.console_scim_hours_hint());
    Ok(DeclaredScimTarget {
        url: call.required("url")?.to_owned(),
        description: call.filled("description").map(str::to_owned),
        users_in: names("users_in"),
        groups: names("groups"),
        user_name: call.value("user_name").parse().unwrap_or_default(),
        removal: call.value("removal").parse().unwrap_or_default(),
        reconcile_hours: hours.map_err(wrong)?,
        ..known
    })
}

/// What is wrong with a target, at the field that the sentence begins with.
fn refused(error: Error) -> ManagementError {
    match error {
        Error::Input(detail) => {
            let field = detail.split(' ').next().unwrap_or_default().to_owned();
            ManagementError::field(&field, detail)
        }
        error => error.into(),
    }
}

async fn add(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (targets, mut changes) = (call.provider.scim_targets(), call.changes());
    let name = call.required("name")?.to_owned();
    let new = DeclaredScimTarget::new(name, call.required("app")?.to_owned(), String::new());
    let new = declared(call, new)?;
    let target = targets.add(&mut changes, new, call.required(TOKEN)?);
    let target = target.await.map_err(refused)?;
    call.commit(changes).await?;
    Ok(Done::Page(page_of(&target)))
}

async fn change(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (known, mut changes) = (target_of(call).await?, call.changes());
    let wanted = declared(call, known.declared())?;
    let change = ScimTargetChange {
        url: Some(wanted.url),
        description: Some(wanted.description),
        users_in: Some(wanted.users_in),
        groups: Some(wanted.groups),
        user_name: Some(wanted.user_name),
        removal: Some(wanted.removal),
        reconcile_hours: Some(wanted.reconcile_hours),
        token: call.filled(TOKEN).map(str::to_owned),
        ..ScimTargetChange::default()
    };
    let targets = call.provider.scim_targets();
    let target = targets.change(&mut changes, known, change).await;
    let target = target.map_err(refused)?;
    call.commit(changes).await?;
    Ok(Done::Page(page_of(&target)))
}

async fn test(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let target = target_of(call).await?;
    let tested = call.provider.scim_targets().test(&target).await?;
    let is_good = tested.failure.is_none();
    let line = tested.failure.map(|text| ReportLine {
        name: target.url.clone(),
        is_good: false,
        text,
    });
    Ok(Done::Report(Report {
        page: page_of(&target),
        subject: target.name.clone(),
        says: if is_good {
            call.t.console_scim_test_works()
        } else {
            call.t.console_scim_test_fails()
        },
        is_good,
        lines: line.into_iter().collect(),
    }))
}

async fn compare(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let target = target_of(call).await?;
    let targets = call.provider.scim_targets();
    targets.compare_all(&call.admin.caller.ctx, &target).await?;
    Ok(Done::Page(page_of(&target)))
}

async fn set_enabled(call: &EditCall<'_>, enabled: bool) -> ManagementOutcome<Done> {
    let (known, mut changes) = (target_of(call).await?, call.changes());
    let change = ScimTargetChange {
        enabled: Some(enabled),
        resumes: enabled,
        ..ScimTargetChange::default()
    };
    let targets = call.provider.scim_targets();
    let target = targets.change(&mut changes, known, change).await?;
    call.commit(changes).await?;
    Ok(Done::Page(page_of(&target)))
}

async fn delete(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (target, mut changes) = (target_of(call).await?, call.changes());
    call.require_confirmed(&target.name)?;
    let targets = call.provider.scim_targets();
    targets.remove(&mut changes, &target).await?;
    call.commit(changes).await?;
    Ok(Done::Page(LIST.into()))
}
