//! Roles of apps, who has them, and why.

use super::{
    answer::{Answer, Reply},
    call::Call,
    page::{Wanted, page},
    route::{
        Handler::{Change, Read},
        Method, Route,
    },
    shapes::{
        moment,
        roles::{Access, Grant, GrantHistory, Holders, NamedRole, NewGrant, RoleBody},
        when,
    },
};
use doorward_core::{
    access::{Assignee, Group, RoleOfApp},
    change_set::ChangeSet,
    management::{ManagementError, RoleGift},
    users::User,
};
use doorward_protocol::{
    access::roles::Role,
    management::{Permission, Resource},
};

const READ: Permission = Permission::read(Resource::Roles);
const WRITE: Permission = Permission::write(Resource::Roles);

/// The routes of roles.
pub const ROUTES: &[Route] = &[
    Route::get("/apps/{app}/roles", READ, Read(|call| Box::pin(list(call))))
        .named(
            "listRoles",
            "List the roles of an app; those of doorward are administrators'",
        )
        .gives(200, "NamedRolePage")
        .of_owners(),
    Route::get(
        "/apps/{app}/roles/{role}",
        READ,
        Read(|call| Box::pin(show(call))),
    )
    .named("readRole", "Show a role of an app")
    .gives(200, "NamedRole")
    .of_owners(),
    Route::new(
        Method::Put,
        "/apps/{app}/roles/{role}",
        WRITE,
        Change(|call, changes| Box::pin(put(call, changes))),
    )
    .named("putRole", "Add a role to an app, or replace it")
    .takes("RoleBody")
    .gives(200, "NamedRole"),
    Route::new(
        Method::Delete,
        "/apps/{app}/roles/{role}",
        WRITE,
        Change(|call, changes| Box::pin(delete(call, changes))),
    )
    .named(
        "deleteRole",
        "Remove a role from an app: nobody has it any more",
    )
    .gives_nothing(),
    Route::new(
        Method::Post,
        "/apps/{app}/roles/{role}/grants",
        WRITE,
        Change(|call, changes| Box::pin(grant(call, changes))),
    )
    .named(
        "grantRole",
        "Give a role to a user or to the members of a group, also for a time",
    )
    .takes("NewGrant")
    .gives_nothing()
    .of_owners(),
    Route::new(
        Method::Delete,
        "/apps/{app}/roles/{role}/grants/users/{user}",
        WRITE,
        Change(|call, changes| Box::pin(revoke_of_user(call, changes))),
    )
    .named("revokeRoleOfUser", "Take a role from a user")
    .gives_nothing()
    .of_owners(),
    Route::new(
        Method::Delete,
        "/apps/{app}/roles/{role}/grants/groups/{group}",
        WRITE,
        Change(|call, changes| Box::pin(revoke_of_group(call, changes))),
    )
    .named("revokeRoleOfGroup", "Take a role from a group")
    .gives_nothing()
    .of_owners(),
    Route::get(
        "/apps/{app}/roles/{role}/history",
        READ,
        Read(|call| Box::pin(history(call))),
    )
    .named(
        "readRoleHistory",
        "Every time that a role was given, and by whom",
    )
    .gives(200, "GrantHistory")
    .of_owners(),
    Route::get(
        "/apps/{app}/roles/{role}/holders",
        READ,
        Read(|call| Box::pin(holders(call))),
    )
    .named("readRoleHolders", "Who has a role, or had it at a time")
    .gives(200, "Holders")
    .of_owners(),
    Route::get(
        "/users/{user}/access/{app}",
        READ,
        Read(|call| Box::pin(explain(call))),
    )
    .named(
        "explainAccess",
        "Why a user may or may not open an app, and what its tokens hold",
    )
    .gives(200, "Access")
    .of_owners(),
];

fn role_of<'c>(call: &'c Call<'_>) -> RoleOfApp<'c> {
    RoleOfApp {
        client_id: call.part("app"),
        name: call.part("role"),
    }
}

async fn list(call: &Call<'_>) -> Answer {
    let wanted = Wanted::of(call)?;
    let app = call.management().app(call.part("app")).await?;
    let after = async |after: String, limit: i64| {
        let roles = app.roles.iter().filter(|(name, _)| **name > *after);
        let described = roles.filter_map(|(name, role)| {
            let document = serde_json::to_value(NamedRole::of(name, role)).ok()?;
            Some((name.to_owned(), document))
        });
        Ok(described
            .take(usize::try_from(limit).unwrap_or_default())
            .collect())
    };
    page(wanted, after).await
}

async fn show(call: &Call<'_>) -> Answer {
    let role = call.management().role(role_of(call)).await?;
    Ok(Reply::document(&NamedRole::of(call.part("role"), &role)))
}

async fn put(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let body: RoleBody = call.body()?;
    if call.if_match.is_some() {
        let present = call.management().role(role_of(call)).await?;
        call.require_match(&NamedRole::of(call.part("role"), &present))?;
    }
    let longest = body.longest()?;
    let role = Role {
        description: body.description,
        permissions: body.permissions,
        includes: body.includes,
        default: body.default,
        requestable: body.requestable,
        longest,
        managed: false,
    };
    let shown = NamedRole::of(call.part("role"), &role);
    call.management()
        .put_role(changes, role_of(call), role)
        .await?;
    Ok(Reply::document(&shown))
}

async fn delete(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let present = call.management().role(role_of(call)).await?;
    call.require_match(&NamedRole::of(call.part("role"), &present))?;
    call.management()
        .delete_role(changes, role_of(call))
        .await?;
    Ok(Reply::nothing())
}

/// Who gets a role.
enum To {
    User(Box<User>),
    Group(Group),
}

impl To {
    const fn assignee(&self) -> Assignee<'_> {
        match self {
            Self::User(user) => Assignee::User(user),
            Self::Group(group) => Assignee::Group(group),
        }
    }
}

async fn grant(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let body: NewGrant = call.body()?;
    let end = body.expires_at.as_deref();
    let end = end.map(|text| moment("/expires_at", text)).transpose()?;
    let to = match (&body.user, &body.group) {
        (Some(user), None) => {
            let user = call.management().require_user("/user", user).await?;
            To::User(Box::new(user))
        }
        (None, Some(group)) => To::Group(group_of_role(call, group).await?),
        _ => {
            return Err(ManagementError::invalid(
                "name either a user or a group who gets the role",
            ));
        }
    };
    let given = RoleGift {
        to: to.assignee(),
        role: role_of(call),
        expires_at: end,
    };
    call.management()
        .grant_role(call.caller, changes, given)
        .await?;
    Ok(Reply::nothing())
}

async fn group_of_role(call: &Call<'_>, name: &str) -> Result<Group, ManagementError> {
    let app = call.part("app");
    call.management()
        .group_of_role(call.caller, app, name)
        .await
}

async fn revoke_of_user(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let user = call.management().user(call.part("user")).await?;
    revoke(call, changes, Assignee::User(&user)).await
}

async fn revoke_of_group(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let group = group_of_role(call, call.part("group")).await?;
    revoke(call, changes, Assignee::Group(&group)).await
}

async fn revoke(call: &Call<'_>, changes: &mut ChangeSet<'_>, from: Assignee<'_>) -> Answer {
    call.management()
        .revoke_role(call.caller, changes, from, role_of(call))
        .await?;
    Ok(Reply::nothing())
}

async fn history(call: &Call<'_>) -> Answer {
    let grants = call.management().role_history(role_of(call)).await?;
    let grants = grants.iter().map(Grant::of).collect();
    Ok(Reply::document(&GrantHistory { grants }))
}

async fn holders(call: &Call<'_>) -> Answer {
    let at = call.query.get("at");
    let at = at.map(|text| moment("at", text)).transpose()?;
    let at = at.unwrap_or_else(|| call.caller.ctx.now());
    let holders = call.management().role_holders(role_of(call), at).await?;
    Ok(Reply::document(&Holders {
        at: when(at),
        everybody: holders.everybody,
        user_ids: holders.user_ids,
    }))
}

async fn explain(call: &Call<'_>) -> Answer {
    let user = call.management().user(call.part("user")).await?;
    let app = call.part("app");
    let explained = call.management().explain(call.caller, &user, app).await?;
    Ok(Reply::document(&Access::from(explained)))
}
