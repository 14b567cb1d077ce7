//! Apps that users are pushed to by SCIM: compared, paused and resumed. They are added by a command, a
//! file or the API, where the token of the app is.

use super::{
    action::{Done, Edit, EditCall},
    fields::FormView,
};
use crate::management::path::segment;
use doorward_core::{
    management::{ManagementError, ManagementOutcome, commit},
    scim_targets::{ScimTargetChange, StoredScimTarget},
};
use doorward_protocol::management::{Permission, Resource};

const WRITE: Permission = Permission::write(Resource::ScimTargets);

/// The actions on targets.
pub const EDITS: &[Edit] = &[
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

/// The page of a target.
fn page_of(target: &StoredScimTarget) -> String {
    format!("/admin/scim-targets/{}", segment(&target.name))
}

async fn describe(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let target = target_of(call).await?;
    Ok(FormView {
        page: page_of(&target),
        subject: Some(target.name),
        fields: Vec::new(),
    })
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
    commit(changes).await?;
    Ok(Done::Page(page_of(&target)))
}
