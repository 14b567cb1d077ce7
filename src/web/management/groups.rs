//! Groups and their members.

use super::{
    answer::{Answer, Reply},
    call::Call,
    page::{Wanted, page},
    path::segment,
    route::{
        Handler::{Change, Read},
        Method, Route,
    },
    shapes::{
        groups::{Group, GroupPatch, NewGroup, NewMember},
        users::User,
    },
};
use doorward_core::{
    change_set::ChangeSet,
    management::{GroupChange, ManagementError},
};
use doorward_protocol::{
    management::{Permission, Resource},
    text::fold_username,
};

const READ: Permission = Permission::read(Resource::Groups);
const WRITE: Permission = Permission::write(Resource::Groups);

/// The routes of groups.
pub const ROUTES: &[Route] = &[
    Route::get("/groups", READ, Read(|call| Box::pin(list(call))))
        .named("listGroups", "List groups, in the order of their names")
        .gives(200, "GroupPage"),
    Route::new(
        Method::Post,
        "/groups",
        WRITE,
        Change(|call, changes| Box::pin(create(call, changes))),
    )
    .named("createGroup", "Add a group")
    .takes("NewGroup")
    .gives(201, "Group"),
    Route::get("/groups/{group}", READ, Read(|call| Box::pin(show(call))))
        .named("readGroup", "Show a group, by identifier or name")
        .gives(200, "Group"),
    Route::new(
        Method::Patch,
        "/groups/{group}",
        WRITE,
        Change(|call, changes| Box::pin(change(call, changes))),
    )
    .named("changeGroup", "Change a group")
    .takes("GroupPatch")
    .gives(200, "Group"),
    Route::new(
        Method::Delete,
        "/groups/{group}",
        WRITE,
        Change(|call, changes| Box::pin(delete(call, changes))),
    )
    .named(
        "deleteGroup",
        "Delete a group: nobody is in it any more, and its roles end",
    )
    .gives_nothing()
    .dangerous(),
    Route::get(
        "/groups/{group}/members",
        READ,
        Read(|call| Box::pin(members(call))),
    )
    .named("listMembers", "List the users who are in a group directly")
    .gives(200, "UserPage"),
    Route::new(
        Method::Post,
        "/groups/{group}/members",
        WRITE,
        Change(|call, changes| Box::pin(add_member(call, changes))),
    )
    .named("addMember", "Put a user into a group")
    .takes("NewMember")
    .gives_nothing(),
    Route::new(
        Method::Delete,
        "/groups/{group}/members/{user}",
        WRITE,
        Change(|call, changes| Box::pin(remove_member(call, changes))),
    )
    .named("removeMember", "Take a user out of a group")
    .gives_nothing(),
];

async fn list(call: &Call<'_>) -> Answer {
    let wanted = Wanted::of(call)?;
    let after = async |after: String, limit: i64| {
        let groups = call.management().groups_after(&after, limit).await?;
        let described = groups.iter().filter_map(|group| {
            let document = serde_json::to_value(Group::of(group)).ok()?;
            Some((fold_username(&group.name), document))
        });
        Ok(described.collect())
    };
    page(wanted, after).await
}

async fn show(call: &Call<'_>) -> Answer {
    let group = call.management().group(call.part("group")).await?;
    Ok(Reply::document(&Group::of(&group)))
}

/// The group of a path, as the caller read it.
async fn matched(call: &Call<'_>) -> Result<doorward_core::access::Group, ManagementError> {
    let group = call.management().group(call.part("group")).await?;
    call.require_match(&Group::of(&group))?;
    Ok(group)
}

async fn create(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let body: NewGroup = call.body()?;
    let description = body.description.as_deref();
    let group = call
        .management()
        .add_group(changes, &body.name, description)
        .await?;
    let path = format!("/groups/{}", segment(&group.id));
    Ok(Reply::document(&Group::of(&group)).at(path))
}

async fn change(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let group = matched(call).await?;
    let body: GroupPatch = call.body()?;
    let change = GroupChange {
        name: body.name,
        description: body.description,
    };
    let group = call
        .management()
        .change_group(call.caller, changes, group, change)
        .await?;
    Ok(Reply::document(&Group::of(&group)))
}

async fn delete(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let group = matched(call).await?;
    call.management()
        .delete_group(call.caller, changes, &group)
        .await?;
    Ok(Reply::nothing())
}

async fn members(call: &Call<'_>) -> Answer {
    let wanted = Wanted::of(call)?;
    let group = call.management().group(call.part("group")).await?;
    let attributes = call.provider.users().attributes().await?;
    let after = async |after: String, limit: i64| {
        let users = call
            .management()
            .members_after(&group, &after, limit)
            .await?;
        let described = users.iter().filter_map(|user| {
            let document = serde_json::to_value(User::of(user, &attributes)).ok()?;
            Some((user.id.clone(), document))
        });
        Ok(described.collect())
    };
    page(wanted, after).await
}

async fn add_member(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let body: NewMember = call.body()?;
    let group = call.management().group(call.part("group")).await?;
    let user = call.management().require_user("/user", &body.user).await?;
    call.management()
        .add_member(call.caller, changes, &group, &user)
        .await?;
    Ok(Reply::nothing())
}

async fn remove_member(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let group = call.management().group(call.part("group")).await?;
    let user = call.management().user(call.part("user")).await?;
    call.management()
        .remove_member(call.caller, changes, &group, &user)
        .await?;
    Ok(Reply::nothing())
}
