//! Groups that are in groups.

use super::{
    answer::{Answer, Reply},
    call::Call,
    page::{Wanted, page},
    route::{
        Handler::{Change, Read},
        Method, Route,
    },
    shapes::groups::{Group, NewMemberGroup},
};
use doorward_core::{change_set::ChangeSet, management::ManagementError};
use doorward_protocol::{
    management::{Permission, Resource},
    text::fold_username,
};

const READ: Permission = Permission::read(Resource::Groups);
const WRITE: Permission = Permission::write(Resource::Groups);

/// The routes of groups in groups.
pub const ROUTES: &[Route] = &[
    Route::get(
        "/groups/{group}/groups",
        READ,
        Read(|call| Box::pin(list(call))),
    )
    .named(
        "listMemberGroups",
        "List the groups that are in a group directly",
    )
    .gives(200, "GroupPage"),
    Route::new(
        Method::Post,
        "/groups/{group}/groups",
        WRITE,
        Change(|call, changes| Box::pin(add(call, changes))),
    )
    .named(
        "addMemberGroup",
        "Put a group into another one: whoever is in it gets the roles of the other one too",
    )
    .takes("NewMemberGroup")
    .gives_nothing(),
    Route::new(
        Method::Delete,
        "/groups/{group}/groups/{member}",
        WRITE,
        Change(|call, changes| Box::pin(remove(call, changes))),
    )
    .named("removeMemberGroup", "Take a group out of another one")
    .gives_nothing(),
];

async fn list(call: &Call<'_>) -> Answer {
    let wanted = Wanted::of(call)?;
    let group = call.management().group(call.part("group")).await?;
    let after = async |after: String, limit: i64| {
        let groups = call
            .management()
            .member_groups_after(&group, &after, limit)
            .await?;
        let described = groups.iter().filter_map(|group| {
            let document = serde_json::to_value(Group::of(group)).ok()?;
            Some((fold_username(&group.name), document))
        });
        Ok(described.collect())
    };
    page(wanted, after).await
}

async fn add(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let body: NewMemberGroup = call.body()?;
    let group = call.management().group(call.part("group")).await?;
    let member = call.management().group(&body.group).await;
    let member = member.map_err(|error| match error {
        // The path is right.
        ManagementError::NotFound(_) => {
            ManagementError::field("/group", format!("there is no group {}", body.group))
        }
        error => error,
    })?;
    call.management()
        .add_member_group(call.caller, changes, &group, &member)
        .await?;
    Ok(Reply::nothing())
}

async fn remove(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let group = call.management().group(call.part("group")).await?;
    let member = call.management().group(call.part("member")).await?;
    call.management()
        .remove_member_group(call.caller, changes, &group, &member)
        .await?;
    Ok(Reply::nothing())
}
