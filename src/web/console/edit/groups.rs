//! Groups and who is in them.

use super::{
    action::{Done, Edit, EditCall},
    fields::{CONFIRM, Field, FormView},
};
use crate::console::frame::Section;
use doorward_core::{
    access::Group,
    management::{GroupChange, ManagementOutcome},
    users::User,
};
use doorward_protocol::management::{Permission, Resource};
use std::future::ready;

const WRITE: Permission = Permission::write(Resource::Groups);

/// The actions on groups.
pub const EDITS: &[Edit] = &[
    Edit {
        name: "add-group",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &[],
        typed: &["name", "description"],
        title: |t| t.console_group_add(),
        effect: |t| t.console_group_add_effect(),
        describe: |call| Box::pin(ready(Ok(describe_new(call)))),
        carry_out: |call| Box::pin(add(call)),
    },
    Edit {
        name: "change-group",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["group"],
        typed: &["name", "description"],
        title: |t| t.console_group_change(),
        effect: |t| t.console_group_change_effect(),
        describe: |call| Box::pin(describe_change(call)),
        carry_out: |call| Box::pin(change(call)),
    },
    Edit {
        name: "delete-group",
        permission: WRITE,
        is_dangerous: true,
        takes_away: true,
        about: &["group"],
        typed: &[CONFIRM],
        title: |t| t.console_group_delete(),
        effect: |t| t.console_group_delete_effect(),
        describe: |call| Box::pin(describe_delete(call)),
        carry_out: |call| Box::pin(delete(call)),
    },
    Edit {
        name: "add-member",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["group"],
        typed: &["user"],
        title: |t| t.console_member_add(),
        effect: |t| t.console_member_add_effect(),
        describe: |call| Box::pin(describe_member(call)),
        carry_out: |call| Box::pin(add_member(call)),
    },
    Edit {
        name: "remove-member",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["group", "member"],
        typed: &[],
        title: |t| t.console_member_remove(),
        effect: |t| t.console_member_remove_effect(),
        describe: |call| Box::pin(describe_leaver(call)),
        carry_out: |call| Box::pin(remove_member(call)),
    },
    Edit {
        name: "add-member-group",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["group"],
        typed: &["name"],
        title: |t| t.console_member_group_add(),
        effect: |t| t.console_member_group_add_effect(),
        describe: |call| Box::pin(describe_member_group(call)),
        carry_out: |call| Box::pin(add_member_group(call)),
    },
    Edit {
        name: "remove-member-group",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["group", "inner"],
        typed: &[],
        title: |t| t.console_member_group_remove(),
        effect: |t| t.console_member_group_remove_effect(),
        describe: |call| Box::pin(describe_leaving_group(call)),
        carry_out: |call| Box::pin(remove_member_group(call)),
    },
];

fn page_of(group: &Group) -> String {
    Section::Groups.page_of(&group.id)
}

fn done(group: &Group) -> Done {
    Done::Page(page_of(group))
}

async fn group_of(call: &EditCall<'_>) -> ManagementOutcome<Group> {
    call.management().group(call.value("group")).await
}

fn view(group: &Group, fields: Vec<Field>) -> FormView {
    FormView {
        subject: Some(group.name.clone()),
        page: page_of(group),
        fields,
    }
}

fn fields(call: &EditCall<'_>, name: &str, description: Option<&str>) -> Vec<Field> {
    let t = call.t;
    vec![
        Field::line("name", t.console_name())
            .holding(name)
            .required(),
        Field::line("description", t.console_field_description())
            .holding(description.unwrap_or_default()),
    ]
}

fn describe_new(call: &EditCall<'_>) -> FormView {
    FormView {
        subject: None,
        page: "/admin/groups".into(),
        fields: fields(call, "", None),
    }
}

async fn describe_change(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let group = group_of(call).await?;
    let fields = fields(call, &group.name, group.description.as_deref());
    Ok(view(&group, fields))
}

async fn describe_delete(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let group = group_of(call).await?;
    let confirm = Field::line(CONFIRM, call.t.console_field_confirm(&group.name)).required();
    Ok(view(&group, vec![confirm]))
}

async fn describe_member(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let group = group_of(call).await?;
    let user = Field::line("user", call.t.console_filter_exact()).required();
    Ok(view(&group, vec![user]))
}

/// The user who is to leave the group.
async fn leaver_of(call: &EditCall<'_>) -> ManagementOutcome<User> {
    call.management().user(call.value("member")).await
}

async fn describe_leaver(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let (group, user) = (group_of(call).await?, leaver_of(call).await?);
    Ok(FormView {
        subject: Some(format!("{} · {}", group.name, user.label())),
        ..view(&group, Vec::new())
    })
}

async fn add(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let mut changes = call.changes();
    let (name, description) = (call.required("name")?, call.filled("description"));
    let group = call
        .management()
        .add_group(&mut changes, name, description)
        .await?;
    call.commit(changes).await?;
    Ok(done(&group))
}

async fn change(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (group, mut changes) = (group_of(call).await?, call.changes());
    let change = GroupChange {
        name: Some(call.required("name")?.to_owned()),
        description: Some(call.filled("description").map(str::to_owned)),
    };
    let group = call
        .management()
        .change_group(&call.admin.caller, &mut changes, group, change)
        .await?;
    call.commit(changes).await?;
    Ok(done(&group))
}

async fn delete(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (group, mut changes) = (group_of(call).await?, call.changes());
    call.require_confirmed(&group.name)?;
    call.management()
        .delete_group(&call.admin.caller, &mut changes, &group)
        .await?;
    call.commit(changes).await?;
    Ok(Done::Page("/admin/groups".into()))
}

async fn add_member(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (group, mut changes) = (group_of(call).await?, call.changes());
    let management = call.management();
    let user = management
        .require_user("user", call.required("user")?)
        .await?;
    management
        .add_member(&call.admin.caller, &mut changes, &group, &user)
        .await?;
    call.commit(changes).await?;
    Ok(done(&group))
}

async fn remove_member(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (group, user) = (group_of(call).await?, leaver_of(call).await?);
    let mut changes = call.changes();
    call.management()
        .remove_member(&call.admin.caller, &mut changes, &group, &user)
        .await?;
    call.commit(changes).await?;
    Ok(done(&group))
}

async fn describe_member_group(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let group = group_of(call).await?;
    let name = Field::line("name", call.t.console_name()).required();
    Ok(view(&group, vec![name]))
}

/// The group that is in another one.
async fn member_group_of(call: &EditCall<'_>) -> ManagementOutcome<Group> {
    call.management().group(call.value("inner")).await
}

async fn describe_leaving_group(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let (group, member) = (group_of(call).await?, member_group_of(call).await?);
    Ok(FormView {
        subject: Some(format!("{} · {}", group.name, member.name)),
        ..view(&group, Vec::new())
    })
}

async fn add_member_group(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (group, mut changes) = (group_of(call).await?, call.changes());
    let member = call.management().group(call.required("name")?).await?;
    call.management()
        .add_member_group(&call.admin.caller, &mut changes, &group, &member)
        .await?;
    call.commit(changes).await?;
    Ok(done(&group))
}

async fn remove_member_group(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (group, member) = (group_of(call).await?, member_group_of(call).await?);
    let mut changes = call.changes();
    call.management()
        .remove_member_group(&call.admin.caller, &mut changes, &group, &member)
        .await?;
    call.commit(changes).await?;
    Ok(done(&group))
}
