//! The first steps of a new server: its name, and the end of the guide.

use super::{
    action::{Done, Edit, EditCall},
    fields::{Field, FormView},
};
use doorward_core::management::ManagementOutcome;
use doorward_protocol::management::{Permission, Resource};
use std::future::ready;

/// The page of the first steps.
pub const START: &str = "/admin/start";

const WRITE: Permission = Permission::write(Resource::Settings);

/// The actions of the guide.
pub const EDITS: &[Edit] = &[
    Edit {
        name: "rename-provider",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &[],
        typed: &["name"],
        title: |t| t.console_rename(),
        effect: |t| t.console_rename_effect(),
        describe: |call| Box::pin(describe_name(call)),
        carry_out: |call| Box::pin(rename(call)),
    },
    Edit {
        name: "hide-guide",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &[],
        typed: &[],
        title: |t| t.console_hide_guide(),
        effect: |t| t.console_hide_guide_effect(),
        describe: |_| Box::pin(ready(Ok(view(Vec::new())))),
        carry_out: |call| Box::pin(hide_guide(call)),
    },
];

fn view(fields: Vec<Field>) -> FormView {
    FormView {
        subject: None,
        page: START.into(),
        fields,
    }
}

async fn describe_name(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let name = call.management().provider_name().await?;
    let field = Field::line("name", call.t.console_name())
        .hint(call.t.console_rename_hint())
        .holding(&*name.name);
    Ok(view(vec![field]))
}

async fn rename(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (management, caller) = (call.management(), &call.admin.caller);
    let seen = management.provider_name().await?.name;
    call.require_as_seen().await?;
    management
        .rename_provider(caller, call.value("name"), &seen)
        .await?;
    Ok(Done::Page(START.into()))
}

async fn hide_guide(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    call.management().hide_guide(&call.admin.caller).await?;
    Ok(Done::Page("/admin".into()))
}
